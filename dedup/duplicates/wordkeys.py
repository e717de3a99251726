"""Words, and each three letters of them, as numbers by which they are counted."""

import numpy as np
from numpy.typing import NDArray

# A word is hashed as the sum of 64-bit numbers, one for each letter at its place, mixed
# as by splitmix64 (Steele, Lea and Flood 2014).
_MIXED = np.arange(1, (1 << 14) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
_MIXED = (_MIXED ^ (_MIXED >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
_MIXED = (_MIXED ^ (_MIXED >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
_MIXED ^= _MIXED >> np.uint64(31)
_STEP = 769


def hashes_of(codes: NDArray[np.uint32], begins: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The hashes of words that begin at some places of an array, and end where the next begins."""
    if not len(begins):
        return np.zeros(0, dtype=np.uint64)
    place = np.arange(len(codes)) - np.repeat(begins, np.diff(np.append(begins, len(codes))))
    return np.add.reduceat(_MIXED[(codes + place * _STEP) & (len(_MIXED) - 1)], begins)


def keys_of(word: str) -> list[int]:
    """Each three letters of a word, as in `trigrams_of`."""
    letters = [ord(c) for c in word]
    return [
        a << 28 | b << 14 | c for a, b, c in zip(letters, letters[1:], letters[2:], strict=False)
    ]


def trigrams_of(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Each three characters in a row as one number; letters of alphabets are below 2**14."""
    wide = codes.astype(np.uint64)
    return wide[:-2] << np.uint64(28) | wide[1:-1] << np.uint64(14) | wide[2:]
