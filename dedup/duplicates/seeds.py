"""Positional seeds: where a block may say again what stands elsewhere, cut or not.

Seed, chain, extend, as tools that align passages do. A seed is a k-gram of folded characters; of
every few neighbouring k-grams the one with the least hash is sampled (winnowing: Schleimer,
Wilkerson and Aiken 2003), so that two stretches that share some text share the seeds in it. Two
places of one seed lie on a diagonal, the distance between them; places of one block on nearly one
diagonal are a chain, and a chain says where in the text the block's text stands already, from its
first seed to its last. MinHash sees copies of whole blocks; seeds see cut ones too.
"""

from copy import copy
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.duplicates.shingles import WIDE_FROM

# A k-gram of Han or kana is about as rare as one of twice that many letters.
WIDE_GRAM = 5
NARROW_GRAM = 10
WINDOW = 4
"""So many neighbouring k-grams have a seed among them."""
DRIFT = 12
"""Characters lost or added between two seeds of one chain, at most."""
LEAST_SHARE = 0.08
"""Of a block's seeds so many must lie on a chain. With one character in ten misread on both sides
a third of the 5-grams is still whole."""
FEW_CHAINS = 4
"""So many chains of a block, those with most seeds, are looked at."""
# Characters hashed at once, so that what is computed on the way stays small.
_CHUNK = 1 << 19
_BIN = 5
"""Diagonals are counted by bins of so many characters, as a power of two; wider than `DRIFT`."""
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


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
        a, b = int(self.first[block]), int(self.first[block + 1])
        order = sorted(range(a, b), key=lambda k: -float(self.share[k]))[:FEW_CHAINS]
        return [(int(self.start[k]), int(self.stop[k])) for k in order]


class Seeds:
    """The seeds of the blocks of a folded text.

    Args:
        codes: the folded characters, shape (n,).
        starts: where each block begins, shape (blocks,).
        ends: where it ends.
    """

    def __init__(
        self, codes: NDArray[np.uint32], starts: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> None:
        self._starts = starts
        self._ends = ends
        self._hashes, self._places = sample(codes)
        self._links: tuple[NDArray[np.int32], NDArray[np.int32]] | None = None

    def without(self, blocks: NDArray[np.int64]) -> "Seeds":
        """The seeds of the other blocks."""
        total = np.diff(np.searchsorted(self._places, np.append(self._starts, self._ends[-1:])))
        stays = np.ones(len(self._starts), dtype=bool)
        stays[blocks] = False
        kept = np.repeat(stays, total)
        out = copy(self)
        out._hashes, out._places, out._links = self._hashes[kept], self._places[kept], None
        return out

    def chains_back(self) -> Chains:
        """Where the seeds of each block stand earlier in the text."""
        earlier, later = self._linked()
        return chain(later, earlier, self._places, self._starts, self._ends)

    def chains_forth(self) -> Chains:
        """Where they stand later."""
        earlier, later = self._linked()
        return chain(earlier, later, self._places, self._starts, self._ends)

    def _linked(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        if self._links is None:
            self._links = links(self._hashes)
        return self._links


def sample(codes: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    """The seeds of folded characters: their hashes and where they begin, both shape (seeds,)."""
    n = len(codes)
    if n < WIDE_GRAM + WINDOW:
        return np.zeros(0, np.uint32), np.zeros(0, np.int32)
    hashes, places = [], []
    for begin in range(0, n, _CHUNK):
        # With all that a seed of this chunk hangs on.
        first = max(0, min(begin - WINDOW + 1, n - NARROW_GRAM))
        stop = min(n, begin + _CHUNK)
        own = _gram_hashes(codes[first : stop + WINDOW + NARROW_GRAM])
        at = _sampled(own) + np.int32(first)
        at = at[(at >= begin) & (at < stop)]
        hashes.append(own[at - np.int32(first)])
        places.append(at)
    return np.concatenate(hashes), np.concatenate(places)


def _sampled(hashes: NDArray[np.uint32]) -> NDArray[np.int32]:
    """The places whose hash is the least of some window around them."""
    least = hashes.copy()
    for shift in range(1, WINDOW):
        np.minimum(least[:-shift], hashes[shift:], out=least[:-shift])
    # least[i] is now the minimum of hashes[i : i + WINDOW].
    greatest = least.copy()
    for shift in range(1, WINDOW):
        np.maximum(greatest[shift:], least[:-shift], out=greatest[shift:])
    return np.flatnonzero(hashes == greatest).astype(np.int32)


def _gram_hashes(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """A 32-bit hash of the k-gram that begins at each place, shape (n,); k by its script."""
    n = len(codes)
    value = codes.astype(np.uint64)
    out = np.zeros(n, dtype=np.uint32)
    for k in range(1, NARROW_GRAM):
        if k >= n:
            break
        value[: n - k] = value[: n - k] * _MULTIPLIER + codes[k:]
        if k == WIDE_GRAM - 1:
            out[:] = (value * _MULTIPLIER) >> np.uint64(32)
    narrow = codes < WIDE_FROM
    out[narrow] = (value[narrow] * _MULTIPLIER) >> np.uint64(32)
    return out


def links(hashes: NDArray[np.uint32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pairs of equal seeds: each with the one before it and with the first.

    Of m equal seeds 2 m pairs, not m**2 / 2.

    Args:
        hashes: of all seeds, in the order of their places.

    Returns:
        The numbers of the earlier and of the later seeds, each shape (links,).
    """
    packed = hashes.astype(np.uint64) << np.uint64(32)
    packed |= np.arange(len(hashes), dtype=np.uint64)
    packed.sort()
    number = packed.astype(np.uint32).view(np.int32)
    packed >>= np.uint64(32)
    opens = np.append(True, packed[1:] != packed[:-1])
    again = np.flatnonzero(~opens)
    first = number[np.flatnonzero(opens)[np.cumsum(opens, dtype=np.int32)[again] - 1]]
    before, later = number[again - 1], number[again]
    other = first != before
    return np.concatenate((before, first[other])), np.concatenate((later, later[other]))


def chain(
    here: NDArray[np.int32],
    there: NDArray[np.int32],
    places: NDArray[np.int32],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> Chains:
    """Chain links into places where blocks may stand.

    Args:
        here: numbers of seeds in the blocks that are asked about, shape (links,).
        there: numbers of equal seeds elsewhere.
        places: the places of all seeds, in order, shape (seeds,).
        starts: where each block begins, shape (blocks,).
        ends: where it ends; blocks hold all of the text between them.
    """
    blocks = len(starts)
    total = np.diff(np.searchsorted(places, np.append(starts, ends[-1:])))
    owner = np.repeat(np.arange(blocks, dtype=np.int32), total)
    block = owner[here]
    apart = np.flatnonzero(block != owner[there])
    here, there, block = places[here[apart]], places[there[apart]], block[apart]
    diagonal = there - here
    needed = np.maximum(LEAST_SHARE * total, np.where(total > WINDOW, 2, 1))
    likely = np.flatnonzero(_votes(block, diagonal) >= needed[block])
    here, block, diagonal = here[likely], block[likely], diagonal[likely]
    # By block, then by diagonal, then by place.
    order = np.lexsort((here, diagonal, block))
    here, block, diagonal = here[order], block[order], diagonal[order]
    opens = np.ones(len(here), dtype=bool)
    opens[1:] = (block[1:] != block[:-1]) | (diagonal[1:] - diagonal[:-1] > DRIFT)
    begin = np.flatnonzero(opens)
    size = np.diff(np.append(begin, len(here)))
    enough = np.flatnonzero(size >= needed[block[begin]])
    begin, size = begin[enough], size[enough]
    # Each chain by place: its first and its last seed say where the block would begin and end.
    kept = np.repeat(begin - np.cumsum(size) + size, size) + np.arange(size.sum())
    chain = np.repeat(np.arange(len(begin)), size)
    kept = kept[np.lexsort((here[kept], chain))]
    last = np.cumsum(size)
    low, high = kept[last - size], kept[last - 1]
    mine = block[begin].astype(np.int64)
    return Chains(
        block=mine,
        start=starts[mine] + diagonal[low],
        stop=ends[mine] + diagonal[high],
        share=size / total[mine],
        first=np.searchsorted(mine, np.arange(blocks + 1)),
    )


def _votes(block: NDArray[np.int32], diagonal: NDArray[np.int32]) -> NDArray[np.int32]:
    """An upper bound of the links of the same block near each link's diagonal, shape (links,).

    Counted in a table of hashed bins: most links are chance and alone, and need no sorting.
    """
    bins = 1 << max(10, len(block).bit_length())
    bin_of = block * np.int32(1_000_003) + (diagonal >> _BIN)
    bin_of &= np.int32(bins - 1)
    counts = np.bincount(bin_of, minlength=bins).astype(np.int32)
    counts += np.roll(counts, 1) + np.roll(counts, -1)
    return counts[bin_of]
