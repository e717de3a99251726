"""The arm that finds repeats: one file per arrow of the flow.

blocks -> shingles -> signatures -> candidates -> runs (verify) -> clusters -> edits
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np

from dedup.duplicates.blocks import find_blocks
from dedup.duplicates.candidates import candidate_pairs
from dedup.duplicates.clusters import clusters_and_edits
from dedup.duplicates.runs import find_runs
from dedup.duplicates.shingles import shingle_blocks
from dedup.duplicates.signatures import sign
from dedup.duplicates.table import BlockTable
from dedup.excerpt import Excerpt
from dedup.fold import fold
from dedup.layout import is_han
from dedup.lexicon import load
from dedup.model import Cluster, Edit

_WORD = re.compile(r"[^\W\d_]+")


def find_repeats(
    stays: Excerpt, *, similarity: float, min_chars: int, near_blocks: int
) -> tuple[list[Cluster], list[Edit]]:
    """Find the passages of a text that stand in it more than once.

    Args:
        stays: the text that stays.
        similarity: the least normalised similarity of a copy, in [0, 1].
        min_chars: the least that a repeat holds, in Han characters.
        near_blocks: how far away a short copy may stand, in blocks.

    Returns:
        The clusters, and the edits for each copy that is removed or withheld, all in terms of the
        original. Edits do not overlap.
    """
    text = stays.text
    blocks = find_blocks(text)
    if len(blocks) < 2:
        return [], []
    table = BlockTable(text, fold(text), blocks)
    # Equal blocks are found by their fold; of each fold the first block is signed.
    first = {table.folded_text(k): k for k in reversed(range(len(table)))}
    signed = np.array(sorted(first.values()), dtype=np.int64)
    shingles = shingle_blocks(table.folded.codes, table.starts[signed], table.ends[signed])
    pairs = signed[candidate_pairs(sign(shingles))]
    runs = find_runs(table, pairs, similarity, min_chars, _word_judge(text))
    clusters, edits = clusters_and_edits(table, runs, min_chars, near_blocks, stays.line)
    return (
        [_in_original(cluster, stays) for cluster in clusters],
        [made for edit in edits for made in stays.edits(edit)],
    )


def _in_original(cluster: Cluster, stays: Excerpt) -> Cluster:
    matches = (
        replace(m, source=stays.span(m.source), copy=stays.span(m.copy)) for m in cluster.matches
    )
    return Cluster(stays.span(cluster.kept), tuple(matches))


def _word_judge(text: str) -> Callable[[str], bool]:
    """Whether something is a word: by the lexicon for Han, by a second standing for alphabets."""

    @cache
    def counts() -> dict[str, int]:
        seen: dict[str, int] = {}
        for match in _WORD.finditer(text):
            word = match.group().casefold()
            seen[word] = seen.get(word, 0) + 1
        return seen

    @cache
    def is_word(word: str) -> bool:
        if is_han(word[0]):
            return word in load("zh")
        return counts().get(word.casefold(), 0) > 1

    return is_word
