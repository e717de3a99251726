"""MinHash signatures of all blocks at once, bit-equal to datasketch's.

The scheme is `affine32` of datasketch 2.0: each shingle hash is mixed once by the 32-bit finalizer
of MurmurHash3, then each permutation is `a * h + b mod 2**32` with an odd `a`; a signature holds
the minimum per permutation (Broder 1997). Computed here with numpy, so that a small pipe need not
pay for importing datasketch; a property test holds the two equal.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.arrays import PIECE, pieces
from dedup.duplicates.permutations import stored
from dedup.duplicates.shingles import Shingles, shingle_blocks, shingle_hash32
from dedup.fold import code_points

if TYPE_CHECKING:
    from datasketch import MinHash

SCHEME = "affine32"
SEED = 1
NUM_PERM = 128
_EMPTY = np.uint32(0xFFFFFFFF)
# Shingles handled at once: 64 Ki hashes and their products fit the second-level cache.
_CHUNK = 1 << 16


def permutations(num_perm: int = NUM_PERM, seed: int = SEED) -> NDArray[np.uint32]:
    """The `a` and `b` of datasketch's affine32 permutations, shape (2, num_perm)."""
    if (num_perm, seed) == (NUM_PERM, SEED):
        return stored()
    random = np.random.RandomState(seed)
    a = random.randint(0, 1 << 31, num_perm, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    b = random.randint(0, 1 << 32, num_perm, dtype=np.uint32)
    return np.array([a, b])


def _mixed(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The 32-bit finalizer of MurmurHash3 (Appleby)."""
    mixed = hashes ^ (hashes >> np.uint32(16))
    mixed *= np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(13)
    mixed *= np.uint32(0xC2B2AE35)
    mixed ^= mixed >> np.uint32(16)
    return mixed


def sign(shingles: Shingles, num_perm: int = NUM_PERM, seed: int = SEED) -> NDArray[np.uint32]:
    """The signatures of all blocks.

    Args:
        shingles: of `blocks` blocks.
        num_perm: the number of permutations.
        seed: the seed of the permutations.

    Returns:
        uint32, shape (blocks, num_perm); the row of a block without shingles is all 2**32 - 1,
        as in datasketch.
    """
    blocks = len(shingles.borders) - 1
    out = np.full((blocks, num_perm), _EMPTY, dtype=np.uint32)
    filled = np.flatnonzero(np.diff(shingles.borders))
    if not len(filled):
        return out
    a, b = permutations(num_perm, seed)
    mixed = _mixed(shingles.hashes)
    begins = shingles.borders[filled]
    first = 0
    while first < len(filled):
        # Whole blocks, as many as fit a chunk; one at least.
        last = int(np.searchsorted(begins, begins[first] + _CHUNK))
        last = max(last, first + 1)
        stop = begins[last] if last < len(filled) else shingles.borders[-1]
        part = mixed[begins[first] : stop]
        offsets = begins[first:last] - begins[first]
        for k in range(num_perm):
            out[filled[first:last], k] = np.minimum.reduceat(part * a[k] + b[k], offsets)
        first = last
    return out


def sign_blocks(
    fold: str, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.uint32]:
    """The signatures of blocks of folded characters, shape (blocks, NUM_PERM).

    Args:
        fold: folded characters.
        starts: where each block begins in them, shape (blocks,), not decreasing.
        ends: where it ends.
    """
    out = np.empty((len(starts), NUM_PERM), dtype=np.uint32)
    if not len(starts):
        return out
    for first, last in pieces(np.append(starts, ends[-1]), PIECE):
        begin = starts[first]
        part = code_points(fold[begin : ends[last - 1]])
        out[first:last] = sign(
            shingle_blocks(part, starts[first:last] - begin, ends[first:last] - begin)
        )
    return out


def as_datasketch(signature: NDArray[np.uint32]) -> "MinHash":
    """One row of `sign` as a `datasketch.MinHash`, ready for its LSH indexes.

    Args:
        signature: uint32, shape (num_perm,), made with the default seed.
    """
    from datasketch import MinHash

    return MinHash(seed=SEED, scheme=SCHEME, hashvalues=signature, hashfunc=shingle_hash32)
