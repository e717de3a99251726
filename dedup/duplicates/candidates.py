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
    found: list[NDArray[np.int64]] = []
    # Of a short text all bands at once: a step for each alone costs more than its work.
    several = max(1, _KEYS // max(1, len(signatures)))
    for band in range(0, bands, several):
        part = signatures[:, band * rows : min(band + several, bands) * rows].T
        keys = np.zeros((len(part) // rows, len(signatures)), dtype=np.uint64)
        for row in range(rows):
            keys = (keys ^ part[row::rows]) * np.uint64(0x9E3779B97F4A7C15)
            keys ^= keys >> np.uint64(29)
        orders = np.argsort(keys, axis=1, kind="stable")
        ordered = np.take_along_axis(keys, orders, axis=1)
        equal = ordered[:, 1:] == ordered[:, :-1]
        for k in np.flatnonzero(equal.any(axis=1)).tolist():
            order, same = orders[k], np.flatnonzero(equal[k]) + 1
            opens = np.ones(len(order), dtype=bool)
            opens[same] = False
            group = np.cumsum(opens) - 1
            first = order[np.flatnonzero(opens)[group[same]]]
            # A pair as one number sorts thirty times faster than as a row.
            found.append(first * len(signatures) + order[same])
            found.append(order[same - 1] * len(signatures) + order[same])
    if not found:
        return np.zeros((0, 2), dtype=np.int64)
    numbers = np.sort(np.concatenate(found))
    numbers = numbers[np.append(True, numbers[1:] != numbers[:-1])]
    pairs = np.stack(np.divmod(numbers, len(signatures)), axis=1)
    return pairs[_estimates(signatures, pairs) >= LEAST_ESTIMATE]


def _estimates(
    signatures: NDArray[np.uint32], pairs: NDArray[np.int64], chunk: int = 1 << 14
) -> NDArray[np.float64]:
    """The estimated resemblance of each pair, shape (pairs,)."""
    parts = [
        (signatures[p[:, 0]] == signatures[p[:, 1]]).mean(axis=1)
        for p in (pairs[k : k + chunk] for k in range(0, len(pairs), chunk))
    ]
    return np.concatenate(parts) if parts else np.zeros(0)
