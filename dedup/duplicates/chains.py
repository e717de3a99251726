"""Chains of seeds: where a block may say again what stands elsewhere, cut or not.

Seed, chain, extend, as tools that align passages do. Two places of one seed lie on a diagonal, the
distance between them; places of one block on nearly one diagonal are a chain, and a chain says
where in the text the block's text stands already, from its first seed to its last. MinHash sees
copies of whole blocks; seeds see cut ones too.
"""

from collections.abc import Sequence
from copy import copy
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.arrays import pieces
from dedup.duplicates.seeds import WINDOW, come_back, links, sample, sample_each

DRIFT = 12
"""Characters lost or added between two seeds of one chain, at most."""
LEAST_SHARE = 0.08
"""Of a block's seeds so many must lie on a chain. With one character in ten misread on both sides
a third of the 5-grams is still whole."""
FEW_CHAINS = 4
"""So many chains of a block, those with most seeds, are looked at."""
# Links chained at once, so that they fit the cache.
_LINKS = 1 << 17
_LOW = (1 << 32) - 1
_BIN = 5
"""Diagonals are counted by bins of so many characters, as a power of two; wider than `DRIFT`."""


class Chains(NamedTuple):
    """Where blocks may stand already; each array has shape (chains,), sorted by block.

    Attributes:
        block: the block.
        start: the folded offset where its first character would stand.
        stop: one past where its last character would.
        share: the share of its seeds that lie on the chain, in (0, 1].
        first: the first of `start` etc. for each block, shape (blocks + 1,).
    """

    block: NDArray[np.int64]
    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    share: NDArray[np.float64]
    first: NDArray[np.int64]

    def of(self, block: int) -> list[tuple[int, int]]:
        """Where a block may stand, starts and stops, those with most seeds first."""
        own = slice(*self.first[block : block + 2].tolist())
        found = list(zip(self.start[own].tolist(), self.stop[own].tolist(), strict=True))
        if len(found) < 2:
            return found
        share = self.share[own].tolist()
        order = sorted(range(len(found)), key=lambda k: -share[k])[:FEW_CHAINS]
        return [found[k] for k in order]


class Seeds:
    """The seeds of the blocks of a folded text.

    Args:
        fold: the folded characters, n of them.
        starts: where each block begins, shape (blocks,).
        ends: where it ends.
    """

    def __init__(self, fold: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
        self._starts = starts
        self._ends = ends
        hashes, places = sample(fold)
        self._total = np.diff(_firsts(places, starts, ends))
        # What stands once is linked with nothing, whatever goes.
        again = come_back(hashes)
        self._hashes, self._places = hashes[again], places[again]

    def without(self, blocks: NDArray[np.int64]) -> "Seeds":
        """The seeds of the other blocks."""
        stays = np.ones(len(self._starts), dtype=bool)
        stays[blocks] = False
        kept = np.repeat(stays, np.diff(_firsts(self._places, self._starts, self._ends)))
        out = copy(self)
        out._hashes, out._places = self._hashes[kept], self._places[kept]
        return out

    def chains_back(self) -> Chains:
        """Where the seeds of each block stand earlier in the text."""
        earlier, later = links(self._hashes)
        return chain(later, earlier, self._places, self._total, self._starts, self._ends)

    def chains_forth(self) -> Chains:
        """Where they stand later."""
        earlier, later = links(self._hashes)
        return chain(earlier, later, self._places, self._total, self._starts, self._ends)


def chains_in_pairs(pairs: Sequence[tuple[str, str]]) -> list[list[tuple[int, int]]]:
    """Where the second fold of each pair may stand in the first, as `Chains.of` has it.

    Each pair by itself, in the offsets of the two laid end to end; all at once take a fraction of
    the time of one by one.
    """
    if len(pairs) < 2:
        return [_chains_in(one, other) for one, other in pairs]
    folds = [fold for pair in pairs for fold in pair]
    ends = np.cumsum([len(fold) for fold in folds], dtype=np.int64)
    starts = np.append(0, ends[:-1]).astype(np.int64)
    hashes, places = sample_each("".join(folds), ends[1::2])
    total = np.diff(_firsts(places, starts, ends))
    # A seed of one pair is none of another.
    pair = np.searchsorted(ends[1::2], places, side="right").astype(np.uint64)
    keys = pair << np.uint64(32) | hashes
    again = come_back(keys)
    keys, places = keys[again], places[again]
    earlier, later = links(keys)
    found = chain(later, earlier, places, total, starts, ends)
    begins = starts[::2].tolist()
    return [
        [(start - begin, stop - begin) for start, stop in found.of(2 * n + 1)]
        for n, begin in enumerate(begins)
    ]


def _chains_in(one: str, other: str) -> list[tuple[int, int]]:
    """As `chains_in_pairs`, of one pair; long ones need less memory."""
    ends = np.array([len(one), len(one) + len(other)], dtype=np.int64)
    starts = np.array([0, len(one)], dtype=np.int64)
    return Seeds(one + other, starts, ends).chains_back().of(1)


def _firsts(
    places: NDArray[np.int32], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The number of the first seed of each block, and of all seeds, shape (blocks + 1,)."""
    return np.searchsorted(places, np.append(starts, ends[-1:]).astype(np.int32))


def chain(
    here: NDArray[np.int32],
    there: NDArray[np.int32],
    places: NDArray[np.int32],
    total: NDArray[np.int64],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> Chains:
    """Chain links into places where blocks may stand.

    Args:
        here: numbers of seeds in the blocks that are asked about, shape (links,).
        there: numbers of equal seeds elsewhere.
        places: the places of all seeds that are linked, in order, shape (seeds,).
        total: how many seeds each block has, linked or not, shape (blocks,).
        starts: where each block begins, shape (blocks,).
        ends: where it ends; blocks hold all of the text between them.
    """
    packed = here.astype(np.uint64) << np.uint64(32)
    packed |= there.view(np.uint32)
    packed.sort()
    firsts = _firsts(places, starts, ends)
    borders = np.searchsorted(packed, firsts.astype(np.uint64) << np.uint64(32))
    needed = np.maximum(LEAST_SHARE * total, np.where(total > WINDOW, 2, 1))
    parts = [_Chained.none()]
    for first, last in pieces(borders, _LINKS):
        own = packed[borders[first] : borders[last]]
        seed, other = (own >> np.uint64(32)).astype(np.int32), own.astype(np.uint32).view(np.int32)
        block = np.repeat(np.arange(first, last), np.diff(borders[first : last + 1]))
        apart = np.flatnonzero((other < firsts[block]) | (other >= firsts[block + 1]))
        place = places[seed[apart]]
        parts.append(_chained(block[apart], place, places[other[apart]] - place, needed))
    block, before, behind, size = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Chains(
        block=block,
        start=starts[block] + before,
        stop=ends[block] + behind,
        share=size / total[block],
        first=np.searchsorted(block, np.arange(len(starts) + 1)),
    )


class _Chained(NamedTuple):
    """Chains, an array each: their blocks, the diagonals of their first and last seeds, sizes."""

    block: NDArray[np.int64]
    before: NDArray[np.int64]
    behind: NDArray[np.int64]
    size: NDArray[np.int64]

    @classmethod
    def none(cls) -> "_Chained":
        """No chain."""
        return cls(*(np.zeros(0, dtype=np.int64) for _ in cls._fields))


def _chained(
    block: NDArray[np.int64],
    place: NDArray[np.int32],
    diagonal: NDArray[np.int32],
    needed: NDArray[np.float64],
) -> _Chained:
    """Chain the links of some blocks.

    Args:
        block: the block of each link, shape (links,).
        place: where its seed in the block stands.
        diagonal: how far from there the equal one stands.
        needed: how many links a chain of each block must have, shape (blocks,).
    """
    # By block, then by diagonal, as one number.
    key = (block << 32) + diagonal
    order = np.argsort(key)
    key, place = key[order], place[order]
    # Most links are chance and alone: what has too few about it on near diagonals is dropped.
    opens, size = _groups(key >> _BIN, 0)
    bins = key[opens] >> _BIN
    beside = np.flatnonzero(np.diff(bins) == 1)
    votes = size.copy()
    votes[beside] += size[beside + 1]
    votes[beside + 1] += size[beside]
    likely = np.repeat(votes >= needed[_block_of(key[opens])], size)
    key, place = key[likely], place[likely]
    opens, size = _groups(key, DRIFT)
    enough = size >= needed[_block_of(key[opens])]
    inside = np.repeat(enough, size)
    key, place, size = key[inside], place[inside], size[enough]
    if not len(size):
        return _Chained.none()
    # Each chain by place: its first and its last seed say where the block would begin and end.
    opens = np.cumsum(size) - size
    by_place = (place.astype(np.int64) << 32) + np.arange(len(place))
    low = np.minimum.reduceat(by_place, opens) & _LOW
    high = np.maximum.reduceat(by_place, opens) & _LOW
    block = _block_of(key[opens])
    return _Chained(block, key[low] - (block << 32), key[high] - (block << 32), size)


def _groups(ordered: NDArray[np.int64], apart: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where groups of numbers begin that lie no more than `apart` from the next; their sizes."""
    opens = np.flatnonzero(np.diff(ordered, prepend=np.int64(-1 << 62)) > apart)
    return opens, np.diff(np.append(opens, len(ordered)))


def _block_of(key: NDArray[np.int64]) -> NDArray[np.int64]:
    """The block of a block and a diagonal, which may be less than 0, in one number."""
    return (key + (1 << 31)) >> 32
