"""Positional seeds: what of a text is looked up to find where it says the same again.

A seed is a k-gram of folded characters; of every few neighbouring k-grams the one with the least
hash is sampled (winnowing: Schleimer, Wilkerson and Aiken 2003), so that two stretches that share
some text share the seeds in it. `chains.py` says what follows from it.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dedup.arrays import joined
from dedup.duplicates.shingles import WIDE_FROM
from dedup.fold import code_points

# A k-gram of Han or kana is about as rare as one of twice that many letters.
WIDE_GRAM = 5
NARROW_GRAM = 10
WINDOW = 4
"""So many neighbouring k-grams have a seed among them."""
# Characters hashed at once, so that what is computed on the way stays small.
_CHUNK = 1 << 17
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def sample(fold: str) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    """The seeds of folded characters: their hashes and where they begin, both shape (seeds,)."""
    n = len(fold)
    if n < WIDE_GRAM + WINDOW:
        return np.zeros(0, np.uint32), np.zeros(0, np.int32)
    numbers: list[NDArray[np.int32]] = []

    def hashes() -> Iterator[NDArray[np.uint32]]:
        for begin in range(0, n, _CHUNK):
            # With all that a seed of this chunk hangs on.
            first = max(0, min(begin - WINDOW + 1, n - NARROW_GRAM))
            stop = min(n, begin + _CHUNK)
            own = _gram_hashes(code_points(fold[first : stop + WINDOW + NARROW_GRAM]))
            at = _sampled(own) + np.int32(first)
            at = at[(at >= begin) & (at < stop)]
            numbers.append(at)
            yield own[at - np.int32(first)]

    return joined(hashes(), np.uint32), joined(numbers, np.int32)


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


def _ordered(hashes: NDArray[np.uint32]) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """The numbers of all seeds by hash, then by place; and which of them open a group of equals."""
    packed = hashes.astype(np.uint64) << np.uint64(32)
    packed |= np.arange(len(hashes), dtype=np.uint32)
    packed.sort()
    number = packed.astype(np.uint32).view(np.int32)
    packed >>= np.uint64(32)
    opens = np.ones(len(hashes), dtype=bool)
    np.not_equal(packed[1:], packed[:-1], out=opens[1:])
    return number, opens


def come_back(hashes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which seeds have an equal one, shape (seeds,).

    Args:
        hashes: of all seeds.
    """
    number, opens = _ordered(hashes)
    alone = opens.copy()
    alone[:-1] &= opens[1:]
    out = np.empty(len(hashes), dtype=bool)
    out[number] = ~alone
    return out


def links(hashes: NDArray[np.uint32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pairs of equal seeds: each with the one before it and with the first.

    Of m equal seeds 2 m pairs, not m**2 / 2.

    Args:
        hashes: of all seeds, in the order of their places.

    Returns:
        The numbers of the earlier and of the later seeds, each shape (links,).
    """
    number, opens = _ordered(hashes)
    again = np.flatnonzero(~opens)
    first = number[np.flatnonzero(opens)[np.cumsum(opens, dtype=np.int32)[again] - 1]]
    before, later = number[again - 1], number[again]
    other = first != before
    return np.concatenate((before, first[other])), np.concatenate((later, later[other]))
