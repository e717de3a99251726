"""Character shingles of all blocks at once, as 32-bit hashes.

Characters, not words: word tokenizers are fatal for Chinese. A shingle is 2 characters of Han, kana
or Hangul, 3 of an alphabet: enough to tell texts apart, few enough that one misread character
spoils only that many.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HASH_NAME = "fnv1a32-codepoints"
"""The name of the hash function, for whoever stores signatures."""

_BASIS = 0x811C9DC5
_PRIME = 0x01000193
_MASK = 0xFFFFFFFF
WIDE_K = 2
NARROW_K = 3
# From here on a script writes a syllable or a word with each character: CJK, kana, Hangul.
WIDE_FROM = 0x2E80


def shingle_hash32(shingle: str) -> int:
    """Hash one shingle: FNV-1a over its code points (not bytes), 32 bits.

    The reference that the arrays below are held to, and the `hashfunc` for a datasketch MinHash.
    """
    value = _BASIS
    for char in shingle:
        value = ((value ^ ord(char)) * _PRIME) & _MASK
    return value


@dataclass(frozen=True, eq=False)
class Shingles:
    """The shingles of a sequence of blocks.

    Attributes:
        hashes: the hash of every shingle, block after block, uint32, shape (s,).
        borders: where the shingles of each block begin, int64, shape (blocks + 1,).
        k: the shingle size of each block in characters, int64, shape (blocks,).
    """

    hashes: NDArray[np.uint32]
    borders: NDArray[np.int64]
    k: NDArray[np.int64]


def shingle_blocks(
    codes: NDArray[np.uint32], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> Shingles:
    """Hash every shingle of every block.

    Args:
        codes: folded characters as code points, uint32, shape (n,).
        starts: where each block begins in `codes`, int64, shape (blocks,), not decreasing.
        ends: where it ends, int64, shape (blocks,).

    Returns:
        The shingles; a block shorter than its k has none. Repeated shingles are not removed:
        a minimum does not mind.
    """
    wide = np.concatenate(([0], np.cumsum(codes >= WIDE_FROM)))
    k = np.where(2 * (wide[ends] - wide[starts]) > ends - starts, WIDE_K, NARROW_K)
    counts = np.maximum(ends - starts - k + 1, 0)
    borders = np.concatenate(([0], np.cumsum(counts)))
    block = np.repeat(np.arange(len(starts)), counts)
    place = np.arange(borders[-1]) - borders[block] + starts[block]
    with np.errstate(over="ignore"):
        hashes = _step(np.full(len(place), _BASIS, dtype=np.uint32), codes[place])
        hashes = _step(hashes, codes[place + 1])
        third = k[block] == NARROW_K
        hashes[third] = _step(hashes[third], codes[place[third] + 2])
    return Shingles(hashes, borders, k)


def _step(value: NDArray[np.uint32], code: NDArray[np.uint32]) -> NDArray[np.uint32]:
    return (value ^ code) * np.uint32(_PRIME)
