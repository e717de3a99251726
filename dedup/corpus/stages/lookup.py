"""Find blocks by document and ordinal."""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.corpus.stages.columns import numbers


def rows_of(
    blocks: pa.RecordBatch, document: NDArray[Any], block: NDArray[Any]
) -> NDArray[np.int64]:
    """The rows of some blocks in a batch that has them all.

    Args:
        blocks: with the columns `document` and `block`, in any order.
        document: of each block that is looked for, shape (n,).
        block: its ordinal.

    Raises:
        KeyError: one is not there.
    """
    pairs = zip(
        numbers(blocks, "document").tolist(), numbers(blocks, "block").tolist(), strict=True
    )
    rows = {pair: row for row, pair in enumerate(pairs)}
    found = (rows[pair] for pair in zip(document.tolist(), block.tolist(), strict=True))
    return np.fromiter(found, np.int64, len(document))
