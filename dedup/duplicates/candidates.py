"""Pairs of blocks worth comparing: bands of MinHash signatures.

Two blocks of resemblance J share at least one of `b` bands of `r` rows with probability
1 - (1 - J**r)**b. 42 bands of 3 rows find a pair at J = 0.5 with 0.996 and at J = 0.3 with 0.68;
what loose bands let in, verification takes out. (The customary 14 bands of 8 rows find 5-26 % of
the Chinese copies with real OCR noise.)
"""

import numpy as np
from numpy.typing import NDArray

BANDS = 42
ROWS = 3
# Pairs whose signatures agree in less than this share are not worth an alignment: with one
# character in five misread two copies still agree in a third.
LEAST_ESTIMATE = 0.3
# Keys of bands that are held at once.
_KEYS = 1 << 16


def candidate_pairs(
    signatures: NDArray[np.uint32], bands: int = BANDS, rows: int = ROWS
) -> NDArray[np.int64]:
    """Pairs of blocks that share a band.

    Of the m blocks that share one band, each is paired with the first and with the one before it:
    2 m pairs, not m**2 / 2, so the number of pairs is at most 2 * bands * blocks.

    Args:
        signatures: uint32, shape (blocks, num_perm), num_perm >= bands * rows.
        bands: number of bands.
        rows: signature values in a band.

    Returns:
        int64, shape (pairs, 2), earlier block first, sorted, without duplicates.
    """
    blocks = len(signatures)
    found = [np.zeros(0, dtype=np.int64)]
    # A key and the number of its block in one sort faster than by their order.
    bits = np.uint64(blocks.bit_length())
    low = (np.uint64(1) << bits) - np.uint64(1)
    # Of a short text all bands at once: a step for each alone costs more than its work.
    several = max(1, _KEYS // max(1, blocks))
    for band in range(0, bands, several):
        part = signatures[:, band * rows : min(band + several, bands) * rows].T
        keys = np.zeros((len(part) // rows, blocks), dtype=np.uint64)
        for row in range(rows):
            keys = (keys ^ part[row::rows]) * np.uint64(0x9E3779B97F4A7C15)
            keys ^= keys >> np.uint64(29)
        keys &= ~low
        keys |= np.arange(blocks, dtype=np.uint64)
        keys.sort(axis=1)
        equal = keys[:, 1:] >> bits == keys[:, :-1] >> bits
        for k in np.flatnonzero(equal.any(axis=1)).tolist():
            order, same = (keys[k] & low).astype(np.int64), np.flatnonzero(equal[k]) + 1
            opens = np.ones(blocks, dtype=bool)
            opens[same] = False
            first = order[np.flatnonzero(opens)[np.cumsum(opens)[same] - 1]]
            # A pair as one number sorts thirty times faster than as a row.
            found.append(first * blocks + order[same])
            found.append(order[same - 1] * blocks + order[same])
    numbers = np.concatenate(found)
    del found
    numbers.sort()
    numbers = numbers[np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)]]
    alike = _estimates(signatures, numbers) >= LEAST_ESTIMATE
    return np.stack(np.divmod(numbers[alike], max(1, blocks)), axis=1)


def _estimates(
    signatures: NDArray[np.uint32], numbers: NDArray[np.int64], chunk: int = 1 << 12
) -> NDArray[np.float64]:
    """The estimated resemblance of each pair, one block's number times all plus the other's."""
    blocks, num_perm = signatures.shape
    out = np.zeros(len(numbers))
    for k in range(0, len(numbers), chunk):
        one, other = np.divmod(numbers[k : k + chunk], blocks)
        equal = signatures[one] == signatures[other]
        out[k : k + chunk] = np.count_nonzero(equal, axis=1) / num_perm
    return out
