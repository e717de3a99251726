"""Pairs of blocks that share a seed."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.corpus.schemas import KEYS, PAIRS
from dedup.corpus.stages.columns import batch_of, numbers, opens, ordered

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
    assert keys.schema.names == KEYS.names
    key, document, block = (numbers(keys, name) for name in KEYS.names)
    order = ordered(key, document, block)
    key, document, block = key[order], document[order], block[order]
    new = opens(key)
    begins = np.flatnonzero(new)
    sizes = np.diff(np.append(begins, len(key)))
    later = np.flatnonzero(~new)
    group = np.cumsum(new)[later] - 1
    first, before = begins[group], later - 1
    is_hot = later - first >= HOT
    beside = (first != before) & ~is_hot
    spared = int(np.count_nonzero((first != before) & is_hot))
    one = np.concatenate((later, later[beside]))
    other = np.concatenate((first, before[beside]))
    apart = document[one] != document[other]
    one, other = one[apart], other[apart]
    found = batch_of(
        PAIRS,
        {
            "document": document[one],
            "block": block[one],
            "kept_document": document[other],
            "kept_block": block[other],
        },
    )
    return Pairs(found, int(np.count_nonzero(sizes > HOT)), spared)
