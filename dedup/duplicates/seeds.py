"""Positional seeds: where a block may say again what stands elsewhere, cut or not.

Seed, chain, extend, as tools that align passages do. A seed is a k-gram of folded characters; of
every few neighbouring k-grams the one with the least hash is sampled (winnowing: Schleimer,
Wilkerson and Aiken 2003), so that two stretches that share some text share the seeds in it. Two
places of one seed lie on a diagonal, the distance between them; places of one block on nearly one
diagonal are a chain, and a chain says where in the text the block's text stands already, from its
first seed to its last. MinHash sees copies of whole blocks; seeds see cut ones too.
"""

from dataclasses import dataclass

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
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, eq=False)
class Chains:
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


def sample(codes: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The seeds of folded characters: their hashes and where they begin, both shape (seeds,)."""
    n = len(codes)
    if n < WIDE_GRAM + WINDOW:
        return np.zeros(0, np.uint32), np.zeros(0, np.int64)
    hashes = _gram_hashes(codes)
    # The least hash of each window; a place is sampled if some window around it has it as least.
    least = hashes.copy()
    for shift in range(1, WINDOW):
        np.minimum(least[:-shift], hashes[shift:], out=least[:-shift])
    # least[i] is now the minimum of hashes[i : i + WINDOW].
    greatest = least.copy()
    for shift in range(1, WINDOW):
        np.maximum(greatest[shift:], least[:-shift], out=greatest[shift:])
    places = np.flatnonzero(hashes == greatest)
    return hashes[places], places


def _gram_hashes(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """A 32-bit hash of the k-gram that begins at each place, shape (n,); k by its script."""
    n = len(codes)
    value = codes.astype(np.uint64)
    out = np.zeros(n, dtype=np.uint32)
    for k in range(1, NARROW_GRAM):
        value[: n - k] = value[: n - k] * _MULTIPLIER + codes[k:]
        if k == WIDE_GRAM - 1:
            out[:] = (value * _MULTIPLIER) >> np.uint64(32)
    narrow = codes < WIDE_FROM
    out[narrow] = (value[narrow] * _MULTIPLIER) >> np.uint64(32)
    return out


def links(
    hashes: NDArray[np.uint32], places: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of places with the same seed: each with the one before it and with the first.

    Of m places of one seed 2 m pairs, not m**2 / 2.

    Returns:
        Earlier and later places, each shape (links,).
    """
    packed = np.sort(hashes.astype(np.uint64) << np.uint64(32) | places.astype(np.uint64))
    key, place = packed >> np.uint64(32), (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)
    again = np.flatnonzero(key[1:] == key[:-1]) + 1
    opens = np.ones(len(key), dtype=bool)
    opens[again] = False
    first = place[np.flatnonzero(opens)[np.cumsum(opens)[again] - 1]]
    before, later = place[again - 1], place[again]
    other = first != before
    return np.concatenate((before, first[other])), np.concatenate((later, later[other]))


def chain(
    here: NDArray[np.int64],
    there: NDArray[np.int64],
    seeds: NDArray[np.int64],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> Chains:
    """Chain links into places where blocks may stand.

    Args:
        here: places in the blocks that are asked about, shape (links,).
        there: places of the same seeds elsewhere.
        seeds: the places of all seeds, in order.
        starts: where each block begins, shape (blocks,).
        ends: where it ends.
    """
    blocks = len(starts)
    block = np.searchsorted(starts, here, side="right") - 1
    inside = (here < ends[block]) & ((there < starts[block]) | (there >= ends[block]))
    here, there, block = here[inside], there[inside], block[inside]
    total = np.searchsorted(seeds, ends) - np.searchsorted(seeds, starts)
    needed = np.maximum(LEAST_SHARE * total, np.where(total > WINDOW, 2, 1))
    likely = _votes(block, there - here) >= needed[block]
    here, there, block = here[likely], there[likely], block[likely]
    # By block, then by diagonal, then by place.
    diagonal = there - here
    order = np.lexsort((here, diagonal, block))
    here, there, block, diagonal = here[order], there[order], block[order], diagonal[order]
    opens = np.ones(len(here), dtype=bool)
    opens[1:] = (block[1:] != block[:-1]) | (diagonal[1:] - diagonal[:-1] > DRIFT)
    begin = np.flatnonzero(opens)
    if not len(begin):
        none = np.zeros(0, np.int64)
        return Chains(none, none, none, np.zeros(0), np.zeros(blocks + 1, np.int64))
    size = np.diff(np.append(begin, len(here)))
    owner = block[begin]
    enough = size >= needed[owner]
    # The diagonals at the chain's first and last place in the block.
    group = np.cumsum(opens) - 1
    low = np.full(len(begin), np.iinfo(np.int64).max)
    high = np.full(len(begin), -1)
    np.minimum.at(low, group, here)
    np.maximum.at(high, group, here)
    at_low, at_high = np.zeros_like(low), np.zeros_like(high)
    at_low[group[here == low[group]]] = diagonal[here == low[group]]
    at_high[group[here == high[group]]] = diagonal[here == high[group]]
    owner, share = owner[enough], (size / total[owner])[enough]
    start, stop = starts[owner] + at_low[enough], ends[owner] + at_high[enough]
    return Chains(owner, start, stop, share, np.searchsorted(owner, np.arange(blocks + 1)))


def _votes(block: NDArray[np.int64], diagonal: NDArray[np.int64]) -> NDArray[np.int64]:
    """An upper bound of the links of the same block near each link's diagonal, shape (links,).

    Counted in a table of hashed bins: most links are chance and alone, and need no sorting.
    """
    bins = np.int64(1) << 22
    wide = diagonal >> 5
    base = block * 1_000_003

    counts = np.bincount((base + wide) % bins, minlength=bins)
    return sum(counts[(base + wide + near) % bins] for near in (-1, 0, 1))
