"""Columns of Arrow as numpy arrays, and back."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.corpus.schemas import HASH


def numbers(batch: pa.RecordBatch | pa.Table, name: str) -> NDArray[Any]:
    """A column of numbers or truth values without nulls."""
    column = batch.column(name)
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    return np.asarray(column.to_numpy(zero_copy_only=False))


def halves(batch: pa.RecordBatch | pa.Table, name: str) -> NDArray[np.uint64]:
    """A column of hashes without nulls as pairs of 64-bit numbers, shape (rows, 2)."""
    column = batch.column(name)
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    raw = column.buffers()[1]
    if raw is None or not len(column):
        return np.zeros((0, 2), dtype=np.uint64)
    width = HASH.byte_width
    own = np.frombuffer(raw, dtype=np.uint8)[column.offset * width :][: len(column) * width]
    return own.view(">u8").astype(np.uint64).reshape(-1, 2)


def batch_of(schema: pa.Schema, columns: Mapping[str, Any]) -> pa.RecordBatch:
    """A batch of arrays or lists by the names of a schema."""
    arrays = [pa.array(columns[field.name], type=field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def empty(schema: pa.Schema) -> pa.RecordBatch:
    """A batch without rows."""
    return pa.RecordBatch.from_pylist([], schema=schema)


def one_batch(table: pa.Table) -> pa.RecordBatch:
    """A table as one batch, which may be empty."""
    batches = table.combine_chunks().to_batches()
    if len(batches) == 1:
        return batches[0]
    return empty(table.schema)


def together(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> pa.RecordBatch:
    """Batches laid end to end."""
    return one_batch(pa.Table.from_batches(list(batches), schema=schema))


def ordered(*keys: NDArray[Any]) -> NDArray[np.int64]:
    """The order of some rows by their first key, then their second, and so on; stable.

    Rows that come in order cost one look at each; those that are in order but for the first key
    are ordered by that alone.
    """
    if not len(keys[0]) or _in_order(keys):
        return np.arange(len(keys[0]), dtype=np.int64)
    if _in_order(keys[1:]):
        return np.argsort(keys[0], kind="stable")
    return np.lexsort(keys[::-1])


def _in_order(keys: tuple[NDArray[Any], ...]) -> bool:
    tied = np.ones(len(keys[0]) - 1, dtype=bool)
    for key in keys:
        if (tied & (key[1:] < key[:-1])).any():
            return False
        tied &= key[1:] == key[:-1]
    return True


def opens(*keys: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of some ordered rows differ in a key from the one before them."""
    out = np.ones(len(keys[0]), dtype=bool)
    if len(out) > 1:
        np.logical_or.reduce([key[1:] != key[:-1] for key in keys], out=out[1:])
    return out
