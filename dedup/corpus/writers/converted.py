"""Documents in another form than they were read in: their ids and texts, nothing else."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from dedup.corpus.streams import written

_SCHEMA = pa.schema([("id", pa.string()), ("text", pa.large_string())])
_ROWS = 4096
_CHARACTERS = 1 << 22


class Converter(ABC):
    """Takes documents one by one."""

    @abstractmethod
    def add(self, name: str, text: str) -> None:
        """Write a document."""


class _Lines(Converter):
    """JSON Lines with the fields `id` and `text`."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def add(self, name: str, text: str) -> None:
        line = json.dumps({"id": name, "text": text}, ensure_ascii=False)
        self._out.write(f"{line}\n".encode())


class _Table(Converter):
    """Parquet with the columns `id` and `text`."""

    def __init__(self, writer: pq.ParquetWriter) -> None:
        self._writer = writer
        self._rows: list[dict[str, str]] = []
        self._size = 0

    def add(self, name: str, text: str) -> None:
        self._rows.append({"id": name, "text": text})
        self._size += len(text)
        if len(self._rows) >= _ROWS or self._size >= _CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Write the rows that wait."""
        if self._rows:
            self._writer.write_batch(pa.RecordBatch.from_pylist(self._rows, schema=_SCHEMA))
        self._rows, self._size = [], 0


class _Folder(Converter):
    """A text file a document, numbered in the order of the corpus."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, _: str, text: str) -> None:
        self._count += 1
        with written(self._folder / f"{self._count:06}.txt") as out:
            out.write(text.encode())


@contextmanager
def converter(path: Path, form: str, packing: str) -> Iterator[Converter]:
    """What writes documents to a file in a form; of `text` the path is a folder of files.

    Raises:
        OSError: it cannot be written.
    """
    if form == "text":
        yield _Folder(path)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with written(path, packing) as out:
        if form == "jsonl":
            yield _Lines(out)
            return
        with pq.ParquetWriter(out, _SCHEMA, compression="zstd") as writer:
            table = _Table(writer)
            yield table
            table.flush()
