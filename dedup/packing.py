"""Words as integers: those of a few characters packed, longer ones hashed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LONGEST = 4
"""The most characters of a word that is stored as itself; longer ones are hashed."""
_BITS = 16
_HASH_BITS = 36


def pack(word: str) -> int:
    """A word of at most `LONGEST` characters as an integer, or -1 if it cannot be stored so."""
    if not 0 < len(word) <= LONGEST:
        return -1
    value = 0
    for char in word:
        if ord(char) >> _BITS:
            return -1
        value = value << _BITS | ord(char)
    return value


def unpack(value: int, length: int) -> str:
    """The word of `length` characters that `pack` made `value` of."""
    return "".join(chr(value >> _BITS * (length - 1 - k) & (1 << _BITS) - 1) for k in range(length))


def place_in(table: NDArray[np.uint64], word: str) -> int:
    """Where a sorted table of packed words has a word, or -1."""
    key = pack(word)
    if key < 0 or not len(table):
        return -1
    # Of another type the key would have the whole table converted.
    at = int(table.searchsorted(np.uint64(key)))
    return at if at < len(table) and table[at] == key else -1


def _hashed(words: Sequence[str]) -> NDArray[np.uint64]:
    from hashlib import blake2b  # slow to load, and no Han word needs it

    digests = b"".join(
        [blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest() for word in words]
    )
    return np.frombuffer(digests, dtype=">u8").astype(np.uint64) >> np.uint64(64 - _HASH_BITS)


def keys_of(words: Sequence[str], length: int) -> NDArray[np.uint64]:
    """What words of one length are stored as; 0, which no list holds, for what cannot be packed."""
    if length > LONGEST:
        return _hashed(words)
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return packed(codes, np.arange(0, len(codes), length), length)


def packed(codes: NDArray[np.uint32], starts: NDArray[np.int64], length: int) -> NDArray[np.uint64]:
    """The `length` characters from each of some places on, packed as `pack` does it, or 0."""
    characters = np.where(codes >> _BITS, 0, codes).astype(np.uint64)
    keys: NDArray[np.uint64] = characters[starts]
    for n in range(1, length):
        keys = keys << np.uint64(_BITS) | characters[starts + n]
    return keys


def turned(keys: NDArray[np.uint64], first: int, second: int) -> NDArray[np.uint64]:
    """Packed words of so many and so many characters with these two parts exchanged."""
    low, high = np.uint64(_BITS * second), np.uint64(_BITS * first)
    out: NDArray[np.uint64] = (keys & np.uint64((1 << _BITS * second) - 1)) << high | keys >> low
    return out


def one_apart(table: NDArray[np.uint64], key: np.uint64, free: int) -> NDArray[np.uint64]:
    """The packed words of a sorted table that differ from one in one of its last characters.

    Args:
        table: the packed words.
        key: the one.
        free: how many characters may differ; those before them do not.
    """
    parts = np.uint64((1 << _BITS * free) - 1)
    start, stop = table.searchsorted(key & ~parts), table.searchsorted(key | parts, side="right")
    near = table[start:stop]
    # The characters that differ, as the 16-bit parts that do.
    unlike = np.count_nonzero((near ^ key).view(np.uint16).reshape(-1, 4), axis=1)
    found: NDArray[np.uint64] = near[unlike == 1]
    return found
