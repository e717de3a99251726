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
_NO_HASH = np.uint32(0xFFFFFFFF)
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


def sample_each(fold: str, ends: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    """As `sample`, of many short folds that are laid end to end, each by itself.

    Args:
        fold: all of them.
        ends: where each ends, shape (n,).
    """
    codes = code_points(fold)
    sizes = np.diff(ends, prepend=0)
    left = np.repeat(ends, sizes) - np.arange(len(codes))
    hashes = _gram_hashes(codes, left)
    # Behind each stand some that are no less than any, and count for nothing.
    number = np.repeat(np.arange(len(ends)), sizes)
    at = np.arange(len(codes)) + number * WINDOW
    spread = np.full(len(codes) + len(ends) * WINDOW, _NO_HASH, dtype=np.uint32)
    spread[at] = hashes
    counts = np.zeros(len(spread), dtype=bool)
    counts[at] = sizes[number] >= WIDE_GRAM + WINDOW
    chosen = np.zeros(len(spread), dtype=bool)
    chosen[_sampled(spread, counts)] = True
    places = np.flatnonzero(chosen[at]).astype(np.int32)
    return hashes[places], places


def _sampled(
    hashes: NDArray[np.uint32], counts: NDArray[np.bool_] | None = None
) -> NDArray[np.int32]:
    """The places whose hash is the least of some window around them, of those that count."""
    least = hashes.copy()
    for shift in range(1, WINDOW):
        np.minimum(least[:-shift], hashes[shift:], out=least[:-shift])
    # least[i] is now the minimum of hashes[i : i + WINDOW].
    if counts is not None:
        least[~counts] = 0
    greatest = least.copy()
    for shift in range(1, WINDOW):
        np.maximum(greatest[shift:], least[:-shift], out=greatest[shift:])
    same = hashes == greatest
    if counts is not None:
        same &= counts
    return np.flatnonzero(same).astype(np.int32)


def _gram_hashes(
    codes: NDArray[np.uint32], left: NDArray[np.int64] | None = None
) -> NDArray[np.uint32]:
    """A 32-bit hash of the k-gram that begins at each place, shape (n,); k by its script.

    Args:
        codes: the characters.
        left: from each of them on, how many there are of its own fold, if there are several.
    """
    n = len(codes)
    value = codes.astype(np.uint64)
    out = np.zeros(n, dtype=np.uint32)
    for k in range(1, NARROW_GRAM):
        if k >= n:
            break
        longer = value[: n - k] * _MULTIPLIER + codes[k:]
        if left is not None:
            longer = np.where(left[: n - k] > k, longer, value[: n - k])
        value[: n - k] = longer
        if k == WIDE_GRAM - 1:
            out[:] = (value * _MULTIPLIER) >> np.uint64(32)
    narrow = codes < WIDE_FROM
    out[narrow] = (value[narrow] * _MULTIPLIER) >> np.uint64(32)
    return out


def _ordered(
    hashes: NDArray[np.uint32] | NDArray[np.uint64],
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """The numbers of all seeds by hash, then by place; and which of them open a group of equals."""
    if hashes.dtype == np.uint64:
        order = np.argsort(hashes, kind="stable").astype(np.int32)
        return order, np.diff(hashes[order], prepend=~hashes[order[:1]]) != 0
    packed = hashes.astype(np.uint64) << np.uint64(32)
    packed |= np.arange(len(hashes), dtype=np.uint32)
    packed.sort()
    number = packed.astype(np.uint32).view(np.int32)
    packed >>= np.uint64(32)
    opens = np.ones(len(hashes), dtype=bool)
    np.not_equal(packed[1:], packed[:-1], out=opens[1:])
    return number, opens


def come_back(hashes: NDArray[np.uint32] | NDArray[np.uint64]) -> NDArray[np.bool_]:
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


def links(
    hashes: NDArray[np.uint32] | NDArray[np.uint64],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
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
