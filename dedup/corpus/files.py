"""Arrow files between the stages: written whole or not at all, and cut into parts."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.corpus.stages.columns import together

_HELD = 1 << 23
"""Bytes of rows that are held before they are shared out."""


def write(
    path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch], *, packed: bool = False
) -> None:
    """Write batches to a file, which is there when all of them are on the disk.

    Args:
        path: the file.
        schema: of the batches.
        batches: what to write.
        packed: whether to compress them: what is to stay, and is read seldom.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    options = pa.ipc.IpcWriteOptions(compression="zstd" if packed else None)
    try:
        with (
            pa.OSFile(str(beside), "wb") as sink,
            pa.ipc.new_file(sink, schema, options=options) as out,
        ):
            for batch in batches:
                out.write_batch(batch)
        with beside.open("ab") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def batches(path: Path, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
    """The batches of a file, one after the other in memory, or some columns of them."""
    with pa.OSFile(str(path), "rb") as source:
        file = _opened(source, columns)
        for k in range(file.num_record_batches):
            yield file.get_batch(k)


def some_batches(path: Path, numbers: Iterable[int]) -> Iterator[pa.RecordBatch]:
    """Of the batches of a file those of some numbers."""
    with pa.OSFile(str(path), "rb") as source:
        file = pa.ipc.open_file(source)
        for number in numbers:
            yield file.get_batch(number)


def read(path: Path, schema: pa.Schema, columns: Sequence[str] | None = None) -> pa.RecordBatch:
    """All of a file, or some columns of it, as one batch."""
    chosen = schema if columns is None else pa.schema([schema.field(name) for name in columns])
    return together((each.select(chosen.names) for each in batches(path, columns)), chosen)


def _opened(source: Any, columns: Sequence[str] | None) -> Any:
    if columns is None:
        return pa.ipc.open_file(source)
    names = pa.ipc.open_file(source).schema.names
    source.seek(0)
    options = pa.ipc.IpcReadOptions(included_fields=[names.index(name) for name in columns])
    return pa.ipc.open_file(source, options=options)


def write_parts(
    path: Path,
    batch: pa.RecordBatch,
    parts: int,
    part: NDArray[Any],
    *,
    packed: bool = False,
) -> None:
    """Write the rows of a batch to a file, those of each part together and in their order.

    Args:
        path: the file; its k-th batch holds part k, and may be empty.
        batch: the rows.
        parts: how many parts there are.
        part: to which each row goes, shape (rows,).
        packed: whether to compress them.
    """
    write(path, batch.schema, _parted(batch, parts, part), packed=packed)


def _parted(batch: pa.RecordBatch, parts: int, part: NDArray[Any]) -> Iterator[pa.RecordBatch]:
    order = np.argsort(part, kind="stable")
    borders = np.searchsorted(part[order], np.arange(parts + 1)).tolist()
    rows = batch.take(pa.array(order))
    return (rows.slice(a, b - a) for a, b in pairwise(borders))


def write_parts_of_many(
    path: Path,
    schema: pa.Schema,
    batches: Iterable[pa.RecordBatch],
    parts: int,
    part_of: Callable[[pa.RecordBatch], NDArray[Any]],
) -> None:
    """Write many batches as `write_parts` does one, without holding all of them.

    Args:
        path: the file; its batches k, k + parts, k + 2 parts and so on hold part k.
        schema: of the batches.
        batches: the rows.
        parts: how many parts there are.
        part_of: to which each row of a batch goes.
    """
    write(path, schema, (each for b in _large(batches) for each in _parted(b, parts, part_of(b))))


def _large(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of some size."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(each.nbytes for each in waiting) > _HELD:
            yield together(waiting, batch.schema)
            waiting = []
    if waiting:
        yield together(waiting, waiting[0].schema)


def read_part(
    paths: Iterable[Path], part: int, schema: pa.Schema, parts: int | None = None
) -> pa.RecordBatch:
    """One part of several files, laid end to end in their order.

    Args:
        paths: the files.
        part: which part.
        schema: of its rows.
        parts: of how many, if they may be files of `write_parts_of_many`.
    """

    def pieces() -> Iterator[pa.RecordBatch]:
        for path in paths:
            with pa.OSFile(str(path), "rb") as source:
                file = pa.ipc.open_file(source)
                last = part + 1 if parts is None else file.num_record_batches
                for k in range(part, last, parts or 1):
                    batch = file.get_batch(k)
                    if batch.num_rows:
                        yield batch

    return together(pieces(), schema)


def by_hash(parts: int) -> Callable[[NDArray[np.uint64]], NDArray[np.int64]]:
    """Which part a key goes to."""
    return lambda key: ((key >> np.uint64(32)) % np.uint64(parts)).astype(np.int64)
