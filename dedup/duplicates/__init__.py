r"""The arm that finds repeats: one file per arrow of the flow.

blocks -> shingles -> signatures -> candidates -\
       -> seeds -> chains ----------------------> runs (verify) -> best -> clusters -> edits
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from dedup.duplicates.best import prefer_clean, prefer_whole
from dedup.duplicates.blocks import find_blocks
from dedup.duplicates.candidates import candidate_pairs
from dedup.duplicates.chains import Chains, Seeds
from dedup.duplicates.clusters import clusters_and_edits
from dedup.duplicates.doubts import Doubts
from dedup.duplicates.furniture import find_furniture
from dedup.duplicates.parts import find_parts, foreseen
from dedup.duplicates.places import Places
from dedup.duplicates.runs import find_runs
from dedup.duplicates.signatures import sign_blocks
from dedup.duplicates.stutters import find_stutters
from dedup.duplicates.table import LENGTHS_ALIKE, BlockTable, Run
from dedup.duplicates.verify import Verifier
from dedup.duplicates.vocabulary import Vocabulary
from dedup.excerpt import Excerpt
from dedup.fold import fold
from dedup.model import Cluster, Edit, Span
from dedup.parallel import beside
from dedup.wordlist import Lists

__all__ = ["find_furniture", "find_repeats", "find_stutters"]

# A block of which so many seeds stand earlier is likely a copy: its words vouch for none.
_COPY = 0.25
# Of blocks that stand more often, the seeds of the further ones are left out: they are equal
# anyway, and what is cut out of one of them is found in the first.
_MOST_TWINS = 64


def find_repeats(
    stays: Excerpt,
    *,
    similarity: float,
    min_chars: int,
    near_blocks: int,
    named: Iterable[Span] = (),
    lists: Lists | None = None,
    jobs: int = 1,
) -> tuple[list[Cluster], list[Edit]]:
    """Find the passages of a text that stand in it more than once.

    Args:
        stays: the text that stays.
        similarity: the least normalised similarity of a copy, in [0, 1].
        min_chars: the least that a repeat holds, in Han characters.
        near_blocks: how far away a short copy may stand, in blocks.
        named: the passages of the original that earlier searches have named as kept.
        lists: the word lists of the run.
        jobs: how many processes may be at work.

    Returns:
        The clusters, and the edits for each copy that is removed or withheld, all in terms of the
        original. Edits do not overlap.
    """
    text = stays.text
    spans = find_blocks(text)
    if len(spans) < 2:
        return [], []
    table = BlockTable(text, fold(text), spans)
    runs = _find_runs(
        table, similarity, min_chars, near_blocks, _blocks_in(named, table, stays), lists, jobs
    )
    clusters, edits = clusters_and_edits(table, runs, stays.line)
    return (
        [_in_original(cluster, stays) for cluster in clusters],
        [made for edit in edits for made in stays.edits(edit)],
    )


def _find_runs(
    table: BlockTable,
    similarity: float,
    min_chars: int,
    near_blocks: int,
    named: set[int],
    lists: Lists | None,
    jobs: int,
) -> list[Run]:
    starts, ends = table.starts, table.ends
    pairs, seeds, back = _candidates(table, jobs)
    counts = table.twins == np.arange(len(table))
    counts[pairs[:, 1]] = False
    counts[back.block[back.share >= _COPY]] = False
    words = Vocabulary(
        table.text,
        table.folded,
        np.stack((starts, ends), axis=1)[counts],
        lambda place: table.borders(int(table.twins[table.block_at(place)]))[0],
        lists,
    )
    verifier = Verifier(table.text, table.folded, words, similarity)
    places = Places(table, pairs, back)
    doubts = Doubts(table, places.next_kept, min_chars, near_blocks)
    runs, back, forth = find_runs(table, places, seeds, verifier, doubts, min_chars, jobs)
    with beside(lambda: foreseen(table, runs, back, verifier, min_chars), jobs) as sentences:
        runs = prefer_clean(table, runs, verifier, named)
        runs = prefer_whole(table, runs, forth, verifier, doubts, min_chars)
        verifier.foresee(sentences())
    return find_parts(table, runs, back, verifier, min_chars)


def _blocks_in(named: Iterable[Span], table: BlockTable, stays: Excerpt) -> set[int]:
    """The blocks that begin in one of some passages of the original."""
    passages = list(named)
    if not passages:
        return set()
    begins = [stays.place(start) for start in table.spans[:, 0].tolist()]
    return {
        k
        for passage in passages
        for k in range(bisect_left(begins, passage.start), bisect_left(begins, passage.end))
    }


def _candidates(table: BlockTable, jobs: int) -> tuple[NDArray[np.int64], Seeds, Chains]:
    """Near-equal blocks, the seeds, and where the seeds of each block stand before it."""
    with beside(partial(_near_pairs, table), jobs) as near:
        seeds = Seeds(table.folded.text, table.starts, table.ends)
        seeds = seeds.without(_crowd(table.twins))
        back = seeds.chains_back()
        return near(), seeds, back


def _crowd(twins: NDArray[np.int64]) -> NDArray[np.int64]:
    """The blocks before which very many equal ones stand, by the twins of a table."""
    often = np.flatnonzero((np.bincount(twins, minlength=1) > _MOST_TWINS)[twins])
    order = often[np.argsort(twins[often], kind="stable")]
    opens = np.diff(twins[order], prepend=-1) > 0
    begins = np.flatnonzero(opens)
    nth = np.arange(len(order)) - np.repeat(begins, np.diff(np.append(begins, len(order))))
    return np.asarray(order[nth >= _MOST_TWINS], dtype=np.int64)


def _near_pairs(table: BlockTable) -> NDArray[np.int64]:
    """Pairs of near-equal blocks, of equal ones only the first."""
    distinct = np.flatnonzero(table.twins == np.arange(len(table)))
    starts, ends = table.starts[distinct], table.ends[distinct]
    pairs = candidate_pairs(sign_blocks(table.folded.text, starts, ends))
    sizes = (ends - starts)[pairs]
    alike = sizes.min(axis=1) >= LENGTHS_ALIKE * sizes.max(axis=1)
    return np.asarray(distinct[pairs[alike]], dtype=np.int64)


def _in_original(cluster: Cluster, stays: Excerpt) -> Cluster:
    matches = (
        replace(m, source=stays.span(m.source), copy=stays.span(m.copy)) for m in cluster.matches
    )
    return Cluster(stays.span(cluster.kept), tuple(matches))
