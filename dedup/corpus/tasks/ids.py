"""The ids of all documents of a run, where those of any few can be read without the others."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from dedup.corpus import files
from dedup.corpus.index.schemas import IDS
from dedup.corpus.stages.columns import numbers
from dedup.corpus.task import Result, Run

_NUMBERS, _ENDS, _BYTES = "numbers.npy", "ends.npy", "bytes"
"""The numbers of the documents, ascending; where the id of each ends among the bytes; these."""


def gather_ids(run: Run, _: int, chunks: int, documents: int) -> Result:
    """Lay the ids of all chunks end to end.

    Args:
        run: the run.
        chunks: how many it has.
        documents: how many all of them have.
    """
    batches = (files.read(path, IDS) for path in run.files("id", chunks))
    _write(Path(run.folder, "ids"), batches, documents)
    return {}


def _write(folder: Path, batches: Iterable[pa.RecordBatch], documents: int) -> None:
    folder.mkdir(exist_ok=True)
    if not documents:
        return
    number, end = (
        open_memmap(folder / name, mode="w+", dtype=np.int64, shape=(documents,))
        for name in (_NUMBERS, _ENDS)
    )
    at = size = 0
    with (folder / _BYTES).open("wb") as out:
        for batch in batches:
            ids = [name.encode("utf-8") for name in batch.column("id").to_pylist()]
            stop = at + len(ids)
            number[at:stop] = numbers(batch, "document")
            end[at:stop] = size + np.cumsum(np.fromiter(map(len, ids), np.int64, len(ids)))
            out.write(b"".join(ids))
            at, size = stop, size + sum(map(len, ids))
    number.flush()
    end.flush()


def ids_of(run: Run, documents: NDArray[np.int64]) -> dict[int, str]:
    """The ids of some documents of the run."""
    if not len(documents):
        return {}
    folder = Path(run.folder, "ids")
    ends = np.load(folder / _ENDS, mmap_mode="r")
    rows = places_of(run, documents)
    stops, starts = ends[rows], np.where(rows > 0, ends[rows - 1], 0)
    out: dict[int, str] = {}
    with (folder / _BYTES).open("rb") as source:
        for document, start, stop in zip(
            documents.tolist(), starts.tolist(), stops.tolist(), strict=True
        ):
            source.seek(start)
            out[document] = source.read(stop - start).decode("utf-8")
    return out


def places_of(run: Run, documents: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many documents of the run stand before each of some of its documents."""
    if not len(documents):
        return np.zeros(0, np.int64)
    number = np.load(Path(run.folder, "ids", _NUMBERS), mmap_mode="r")
    return np.asarray(np.searchsorted(number, documents), dtype=np.int64)
