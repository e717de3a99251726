"""Character shingles of all blocks at once, as 32-bit hashes.

Characters, not words: word tokenizers are fatal for Chinese. A shingle is 2 characters of Han, kana
or Hangul, 3 of an alphabet: enough to tell texts apart, few enough that one misread character
spoils only that many.
"""

from typing import NamedTuple

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


class Shingles(NamedTuple):
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
    sizes = ends - starts
    wide = np.concatenate(([0], np.cumsum(codes >= WIDE_FROM, dtype=np.int32)))
    k = np.where(2 * (wide[ends] - wide[starts]) > sizes, WIDE_K, NARROW_K)
    counts = np.maximum(sizes - k + 1, 0)
    borders = np.concatenate(([0], np.cumsum(counts)))
    # Of both sizes everywhere, then those that lie in a block of their size.
    two = _step(_step(np.full(len(codes), _BASIS, dtype=np.uint32), codes), _next(codes, 1))
    hashes = np.empty(borders[-1], dtype=np.uint32)
    narrow = k == NARROW_K
    three = _step(two, _next(codes, 2)) if narrow.any() else two
    for own, source in ((~narrow, two), (narrow, three)):
        inside = _stretches(starts[own], counts[own], len(codes))
        hashes[_stretches(borders[:-1][own], counts[own], len(hashes))] = source[inside]
    return Shingles(hashes, borders, k)


def _next(codes: NDArray[np.uint32], shift: int) -> NDArray[np.uint32]:
    """The character `shift` places on; 0 behind the end."""
    return np.append(codes[shift:], np.zeros(min(shift, len(codes)), dtype=np.uint32))


def _stretches(
    starts: NDArray[np.int64], counts: NDArray[np.int64], size: int
) -> NDArray[np.bool_]:
    """Which of `size` places lie in disjoint stretches, shape (size,)."""
    edges = np.zeros(size + 1, dtype=np.int8)
    filled = counts > 0
    np.add.at(edges, starts[filled], 1)
    np.add.at(edges, (starts + counts)[filled], -1)
    return np.cumsum(edges[:-1], dtype=np.int8).astype(bool)


def _step(value: NDArray[np.uint32], code: NDArray[np.uint32]) -> NDArray[np.uint32]:
    return (value ^ code) * np.uint32(_PRIME)
