r"""The arm that finds repeats: one file per arrow of the flow.

blocks -> shingles -> signatures -> candidates -\
       -> seeds -> chains ----------------------> runs (verify) -> best -> clusters -> edits
"""

from dataclasses import replace

import numpy as np

from dedup.duplicates.best import prefer_clean, prefer_whole
from dedup.duplicates.blocks import find_blocks
from dedup.duplicates.candidates import candidate_pairs
from dedup.duplicates.clusters import clusters_and_edits
from dedup.duplicates.furniture import find_furniture
from dedup.duplicates.runs import find_runs
from dedup.duplicates.seeds import chain, links, sample
from dedup.duplicates.shingles import shingle_blocks
from dedup.duplicates.signatures import sign
from dedup.duplicates.stutters import find_stutters
from dedup.duplicates.table import BlockTable, Run
from dedup.duplicates.verify import Verifier
from dedup.duplicates.vocabulary import Vocabulary
from dedup.excerpt import Excerpt
from dedup.fold import fold
from dedup.model import Cluster, Edit

__all__ = ["find_furniture", "find_repeats", "find_stutters"]

# A block of which so many seeds stand earlier is likely a copy: its words vouch for none.
_COPY = 0.25


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
    spans = find_blocks(text)
    if len(spans) < 2:
        return [], []
    table = BlockTable(text, fold(text), spans)
    runs = _find_runs(table, similarity, min_chars)
    clusters, edits = clusters_and_edits(table, runs, min_chars, near_blocks, stays.line)
    return (
        [_in_original(cluster, stays) for cluster in clusters],
        [made for edit in edits for made in stays.edits(edit)],
    )


def _find_runs(table: BlockTable, similarity: float, min_chars: int) -> list[Run]:
    codes, starts, ends = table.folded.codes, table.starts, table.ends
    # Equal blocks are found by their fold; of each fold the first block is signed.
    distinct = np.unique(table.twins)
    shingles = shingle_blocks(codes, starts[distinct], ends[distinct])
    pairs = distinct[candidate_pairs(sign(shingles))]
    hashes, places = sample(codes)
    earlier, later = links(hashes)
    back = chain(later, earlier, places, starts, ends)
    own = np.setdiff1d(distinct, np.concatenate((pairs[:, 1], back.block[back.share >= _COPY])))
    words = Vocabulary(table.text, table.folded, np.stack((starts, ends), axis=1)[own])
    verifier = Verifier(table.text, table.folded, words, similarity)
    runs = find_runs(table, pairs, back, verifier, min_chars)
    runs = prefer_clean(table, runs, verifier)
    forth = chain(earlier, later, places, starts, ends)
    return prefer_whole(table, runs, forth, verifier, min_chars)


def _in_original(cluster: Cluster, stays: Excerpt) -> Cluster:
    matches = (
        replace(m, source=stays.span(m.source), copy=stays.span(m.copy)) for m in cluster.matches
    )
    return Cluster(stays.span(cluster.kept), tuple(matches))
