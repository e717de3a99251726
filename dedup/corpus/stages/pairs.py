"""Pairs of blocks that share a seed."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.corpus.schemas import KEYS, PAIRS
from dedup.corpus.stages.columns import batch_of, empty, numbers, opens, ordered

HOT = 1000
"""A seed that so many blocks have is a common phrase: each further one is paired with the first
alone. What stands behind a block never counts, so that it may be read in a later run."""


class Pairs(NamedTuple):
    """Pairs, and what was not paired.

    Attributes:
        found: a batch of `PAIRS`.
        hot: seeds that more than `HOT` blocks have.
        spared: pairs that were not made of them.
    """

    found: pa.RecordBatch
    hot: int
    spared: int


def find_pairs(keys: pa.RecordBatch) -> Pairs:
    """Pair the blocks that have a seed in common.

    Of the m blocks that have a seed, in order, each is paired with the first and with the one
    before it: 2 m pairs, not m**2 / 2; from the `HOT`-th on with the first alone. Blocks of one
    document are not paired.

    Args:
        keys: of `KEYS`: all rows of some keys.
    """
    order = ordered(*(numbers(keys, name) for name in KEYS.names))
    return Pairer(HOT).pair(keys.take(pa.array(order)))


class Pairer:
    """Pairs blocks whose seeds come batch by batch, ordered by seed, then by document and block.

    What it remembers is two rows, so that a seed of a million blocks takes no more memory than one
    of two.

    Args:
        most: see `HOT`; 2 or more.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        # The key of the last row, how many rows had it, the first and the last of them.
        self._key = 0
        self._count = 0
        self._first = self._last = (0, 0)

    def pair(self, keys: pa.RecordBatch) -> Pairs:
        """Pair the blocks of a batch with those of it and of earlier ones.

        Args:
            keys: of `KEYS`; no row comes before one of an earlier batch.
        """
        assert keys.schema.names == KEYS.names
        key, document, block = (numbers(keys, name) for name in KEYS.names)
        n = len(key)
        if not n:
            return Pairs(empty(PAIRS), 0, 0)
        new = opens(key)
        new[0] = not self._count or int(key[0]) != self._key
        # Where the rows of a key begin: behind row 0 those that earlier batches had, at n.
        begin = np.maximum.accumulate(np.where(new, np.arange(n), -1))
        goes_on = begin < 0
        rank = np.arange(n) - np.where(goes_on, -self._count, begin)
        begin[goes_on] = n
        columns: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        for own, first, last in zip((document, block), self._first, self._last, strict=True):
            firsts = np.append(own, own.dtype.type(first))[begin]
            columns.append((own, firsts, np.append(own.dtype.type(last), own[:-1])))
        (document, first_document, before), (block, first_block, before_block) = columns
        later = np.flatnonzero(~new)
        beside = np.flatnonzero((rank >= 2) & (rank < self._most))
        found = {
            "document": np.concatenate((document[later], document[beside])),
            "block": np.concatenate((block[later], block[beside])),
            "kept_document": np.concatenate((first_document[later], before[beside])),
            "kept_block": np.concatenate((first_block[later], before_block[beside])),
        }
        apart = found["document"] != found["kept_document"]
        self._key, self._count = int(key[-1]), int(rank[-1]) + 1
        self._first = int(first_document[-1]), int(first_block[-1])
        self._last = int(document[-1]), int(block[-1])
        return Pairs(
            batch_of(PAIRS, {name: column[apart] for name, column in found.items()}),
            int(np.count_nonzero(rank == self._most)),
            int(np.count_nonzero(rank >= self._most)),
        )
