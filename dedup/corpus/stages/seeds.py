"""The signature of a block across documents: positional seeds of its fold.

As inside a document (`dedup/duplicates/seeds.py`), but longer and hashed to 64 bits: in a corpus a
gram of ten letters stands in thousands of places by chance. Winnowing (Schleimer, Wilkerson and
Aiken 2003) samples them: two blocks that share so many characters in a row as a gram and a window
have a seed in common.
"""

import numpy as np
from numpy.typing import NDArray

from dedup.duplicates.shingles import WIDE_FROM
from dedup.fold import code_points

WIDE_GRAM = 8
"""Characters of a seed that begins with Han, kana or Hangul."""
NARROW_GRAM = 16
"""Characters of any other. Both, and the window, are powers of two."""
WINDOW = 8
"""So many neighbouring grams have a seed among them."""
_STEP = 0x9E3779B97F4A7C15
_FULL = (1 << 64) - 1
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_NONE = np.uint64(0xFFFFFFFFFFFFFFFF)
# The next block is laid so far behind one that no window holds grams of both.
_APART = WINDOW + NARROW_GRAM


def seeds_of(
    fold: str, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The seeds of stretches of a fold, each by itself.

    Args:
        fold: folded characters.
        starts: where each stretch begins, shape (n,).
        ends: where it ends.

    Returns:
        The different seeds of each stretch in order, one stretch after the other; and where those
        of each begin among them, shape (n + 1,).
    """
    n = len(starts)
    sizes = ends - starts
    if not n or not int(sizes.sum()):
        return np.zeros(0, np.uint64), np.zeros(n + 1, np.int64)
    begins = np.cumsum(sizes + _APART) - (sizes + _APART)
    codes = np.zeros(int(begins[-1] + sizes[-1]) + _APART, dtype=np.uint64)
    owner = np.repeat(np.arange(n), sizes)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    at = begins[owner] + offset
    own = code_points(fold)[starts[owner] + offset]
    codes[at] = own
    hashes = _gram_hashes(codes)
    # A gram that would reach beyond its stretch is none.
    gram = np.where(own < WIDE_FROM, NARROW_GRAM, WIDE_GRAM)
    fits = np.zeros(len(codes), dtype=bool)
    fits[at] = offset + gram <= sizes[owner]
    hashes[~fits] = _NONE
    counts = fits & np.append(fits[WINDOW - 1 :], np.zeros(WINDOW - 1, dtype=bool))
    counts[begins] = fits[begins]  # the only window of a short stretch
    chosen = at[_sampled(hashes, counts)[at] & fits[at]]
    block = np.searchsorted(begins, chosen, side="right") - 1
    value = hashes[chosen]
    order = np.lexsort((value, block))
    block, value = block[order], value[order]
    new = np.ones(len(value), dtype=bool)
    new[1:] = (value[1:] != value[:-1]) | (block[1:] != block[:-1])
    block, value = block[new], value[new]
    return value, np.searchsorted(block, np.arange(n + 1))


def _gram_hashes(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A 64-bit hash of the gram that begins at each place: a polynomial, by doubling."""
    value, power, size = codes.copy(), _STEP, 1
    wide = value
    while size < NARROW_GRAM:
        longer = value * np.uint64(power)
        longer[:-size] += value[size:]
        value, power, size = longer, power * power & _FULL, 2 * size
        if size == WIDE_GRAM:
            wide = value
    out = np.where(codes < WIDE_FROM, value, wide)
    out ^= out >> np.uint64(31)
    out *= _MIX
    out ^= out >> np.uint64(29)
    return out


def _sampled(hashes: NDArray[np.uint64], counts: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The places whose hash is the least of some window around them.

    Args:
        hashes: of the gram at each place.
        counts: whether the window that begins at each place is one.
    """
    least, size = hashes.copy(), 1
    while size < WINDOW:
        least[:-size] = np.minimum(least[:-size], least[size:])
        size *= 2
    least[~counts] = 0
    greatest, size = least.copy(), 1
    while size < WINDOW:
        greatest[size:] = np.maximum(greatest[size:], greatest[:-size])
        size *= 2
    return np.asarray(hashes == greatest)
