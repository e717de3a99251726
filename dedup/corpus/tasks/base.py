"""How the tasks of a local run share rows out among files."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.corpus import files
from dedup.corpus.index.lookup import known_firsts
from dedup.corpus.schemas import REPEATS
from dedup.corpus.stages.columns import halves, numbers
from dedup.corpus.task import Run

GONE = "gone.npy"
"""The names of the blocks that near repeats take out, in order."""


def save(path: Path, values: NDArray[Any]) -> None:
    """Write an array to a file, which is there whole or not at all."""
    beside = path.with_suffix(".tmp.npy")
    np.save(beside, values)
    beside.replace(path)


def write_by_hash(run: Run, stage: str, index: int, held: pa.RecordBatch) -> None:
    """Write rows of `HELD` so that those of one hash can be read together."""
    part = files.by_hash(run.hash_parts)(halves(held, "hash")[:, 0])
    files.write_parts(run.file(stage, index), held, run.hash_parts, part)


def write_by_chunk(run: Run, stage: str, index: int, batch: pa.RecordBatch) -> None:
    """Write rows so that those of each chunk can be read by themselves."""
    part = _chunk_of(run)
    files.write_parts(run.file(stage, index), batch, len(firsts_of(run.folder)), part(batch))


def write_many_by_chunk(
    run: Run, stage: str, index: int, schema: pa.Schema, batches: Iterable[pa.RecordBatch]
) -> None:
    """Write the rows of many batches so; see `files.write_parts_of_many`."""
    parts = len(firsts_of(run.folder))
    files.write_parts_of_many(run.file(stage, index), schema, batches, parts, _chunk_of(run))


def _chunk_of(run: Run) -> Callable[[pa.RecordBatch], NDArray[np.int64]]:
    """In which chunk each row of a batch is at home."""
    firsts = firsts_of(run.folder)
    return lambda batch: np.searchsorted(firsts, numbers(batch, "document"), side="right") - 1


def write_by_source(run: Run, stage: str, index: int, batch: pa.RecordBatch) -> None:
    """Write rows by the chunk of their kept document: those of the index, then those of the run."""
    firsts = np.concatenate((known_firsts(run.known), firsts_of(run.folder)))
    part = np.searchsorted(firsts, numbers(batch, "kept_document"), side="right") - 1
    files.write_parts(run.file(stage, index), batch, len(firsts), part)


@cache
def firsts_of(folder: str) -> NDArray[np.int64]:
    """The first document of each chunk, shape (chunks,)."""
    return np.asarray(np.load(Path(folder, "chunks.npy")), dtype=np.int64)


def repeats_of(run: Run, chunk: int) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """The documents and the blocks of a chunk that repeat equal ones."""
    return (
        files.read_part(run.files("whole", run.hash_parts), chunk, REPEATS),
        files.read_part(run.files("repeat", run.hash_parts), chunk, REPEATS),
    )
