"""The earlier blocks that a block is compared with."""

import numpy as np
import pyarrow as pa

from dedup.corpus.schemas import CANDIDATES, PAIRS
from dedup.corpus.stages.columns import batch_of, numbers, opens, ordered
from dedup.corpus.stages.lookup import rows_of

MOST = 3
"""So many earlier blocks are compared with one, those with which it shares most seeds."""
LEAST_SHARED = 2
"""Two blocks that are compared share so many seeds: one alone is a phrase."""
LEAST_SHARE = 0.03
"""And so many of the later one's. Where a tenth of a copy is misread one in six is whole."""


def choose_candidates(pairs: pa.RecordBatch, blocks: pa.RecordBatch) -> pa.RecordBatch:
    """Count the seeds that blocks share and choose what is compared.

    Args:
        pairs: of `PAIRS`: all rows of some later blocks.
        blocks: of `BLOCKS`, or its columns `document`, `block` and `seeds`, these or how many there
            are: these blocks at least.

    Returns:
        A batch of `CANDIDATES`, by later block, those that share most first.
    """
    columns = [numbers(pairs, name) for name in PAIRS.names]
    order = ordered(*columns)
    columns = [column[order] for column in columns]
    begins = np.flatnonzero(opens(*columns))
    shared = np.diff(np.append(begins, len(order))).astype(np.int32)
    columns = [column[begins] for column in columns]
    lists = blocks.column("seeds")
    counted = pa.types.is_integer(lists.type)
    seeds = numbers(blocks, "seeds") if counted else np.diff(np.asarray(lists.offsets))
    seeds = seeds[rows_of(blocks, columns[0], columns[1])]
    enough = (shared >= LEAST_SHARED) & (shared >= LEAST_SHARE * seeds)
    shared, columns = shared[enough], [column[enough] for column in columns]
    order = ordered(*columns[:2], -shared, *columns[2:])
    shared, columns = shared[order], [column[order] for column in columns]
    new = opens(*columns[:2])
    rank = np.arange(len(new)) - np.flatnonzero(new)[np.cumsum(new) - 1] if len(new) else new
    chosen = rank < MOST
    values = dict(zip(PAIRS.names, (column[chosen] for column in columns), strict=True))
    return batch_of(CANDIDATES, {**values, "shared": shared[chosen]})
