"""What blocks are looked up by: the seeds of those that are the first of their hash."""

import numpy as np
import pyarrow as pa

from dedup.corpus.schemas import KEYS
from dedup.corpus.stages.columns import batch_of, numbers
from dedup.corpus.stages.repeats import first_of_hash


def find_keys(
    blocks: pa.RecordBatch, wholes: pa.RecordBatch, repeats: pa.RecordBatch
) -> pa.RecordBatch:
    """The seeds of some blocks, a row each.

    Args:
        blocks: of `BLOCKS`.
        wholes: of `REPEATS`, those of the same documents as wholes: these are not looked up.
        repeats: of `REPEATS`, those of their blocks: what equals an earlier block is not looked up
            either, it shares the fate of the first.

    Returns:
        A batch of `KEYS`.
    """
    first = blocks.filter(pa.array(first_of_hash(blocks, wholes, repeats)))
    lists = first.column("seeds")
    sizes = np.diff(np.asarray(lists.offsets))
    return batch_of(
        KEYS,
        {
            "key": lists.flatten(),
            "document": np.repeat(numbers(first, "document"), sizes),
            "block": np.repeat(numbers(first, "block"), sizes),
        },
    )
