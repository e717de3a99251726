"""Documents in, documents out: a corpus from Python, for notebooks and other pipelines.

The documents go through files, as with the command, so there may be more of them than memory holds.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from dedup.corpus.fields import Fields
from dedup.corpus.local import run_local
from dedup.corpus.plan import LINES, REPORT, Wish
from dedup.corpus.settings import CorpusSettings
from dedup.errors import InputError

_ROWS = 500
"""Documents that are written, and read again, at a time."""
_GIVEN = pa.schema([("id", pa.string()), ("text", pa.large_string())])


class CleanDocument(NamedTuple):
    """A document of a cleaned corpus.

    Attributes:
        id: as it was given.
        text: what is left of it; empty if nothing is.
        edits: what was done or is pointed out, in the order of the text: rows of
            `schemas.REPORT` without the columns that are null.
    """

    id: str
    text: str
    edits: tuple[Mapping[str, Any], ...]

    @property
    def removed(self) -> int:
        """Characters that repeats took out of it."""
        return sum(len(e["old"]) for e in self.edits if e["status"] == "removed")


def clean_texts(
    documents: Iterable[tuple[str, str]],
    settings: CorpusSettings | None = None,
    *,
    memory: int = 2_000_000_000,
    jobs: int = 1,
    tmp: str | None = None,
    known: str | None = None,
) -> Iterator[CleanDocument]:
    """Clean documents, and remove what they repeat of each other.

    Nothing comes out before the last document went in: what a later one repeats is known then.

    Args:
        documents: an id and a text each; of two that say the same the first is kept. Ids name
            documents in reports, and need not differ.
        settings: the defaults where None.
        memory: how many bytes all processes together may take.
        jobs: how many processes, 1 or more.
        tmp: where files are kept on the way, about ten times the size of the texts; None for the
            system's folder.
        known: the folder of what earlier calls have kept, and to which this one adds; or None.

    Yields:
        The documents in the order in which they came, each one with what was done to it.

    Raises:
        InputError: a text holds half a surrogate pair, which no file can.
        TypeError: an id or a text is no string.
        UsageError: the documents cannot be cleaned so; the index does not fit, for one.
        OutputError: a file cannot be written.
    """
    with TemporaryDirectory(prefix="dedup-corpus-", dir=tmp) as name:
        folder = Path(name)
        given, clean = folder / "given.parquet", folder / "clean.parquet"
        if not _write(given, documents):
            return
        run_local(
            Wish(
                inputs=(str(given),),
                output=str(clean),
                settings=settings or CorpusSettings(),
                fields=Fields("text", "id"),
                memory=memory,
                tmp=name,
                jobs=jobs,
                known=known,
            )
        )
        given.unlink()
        edits = groupby(_rows_of_lines(Path(f"{clean}{REPORT}") / LINES), itemgetter("number"))
        number, own = next(edits, _NONE)
        for place, row in enumerate(_rows_of_table(clean)):
            if place == number:
                yield CleanDocument(row["id"], row["text"], tuple(own))
                number, own = next(edits, _NONE)
            else:
                yield CleanDocument(row["id"], row["text"], ())


_NONE: tuple[int, Iterable[Any]] = (-1, ())


def _write(path: Path, documents: Iterable[tuple[str, str]]) -> bool:
    """Write documents to a file; whether there are any."""
    rest = iter(documents)
    some = [*islice(rest, _ROWS)]
    if not some:
        return False
    with pq.ParquetWriter(path, _GIVEN, compression="zstd") as file:
        while some:
            file.write_batch(_batch(some))
            some = [*islice(rest, _ROWS)]
    return True


def _batch(documents: list[tuple[str, str]]) -> pa.RecordBatch:
    ids, texts = zip(*documents, strict=True)
    # Arrow would take bytes for text, and None for none.
    other = {type(each).__name__ for each in (*ids, *texts) if not isinstance(each, str)}
    if other:
        raise TypeError(f"an id and a text are strings, no {min(other)}")
    try:
        columns = [pa.array(ids, pa.string()), pa.array(texts, pa.large_string())]
    except UnicodeEncodeError:
        name = next(name for name, text in documents if not (_is_text(name) and _is_text(text)))
        raise InputError(
            f"{name!a}: half a surrogate pair stands in it\n"
            "decode documents without  surrogateescape  and  surrogatepass"
        ) from None
    return pa.record_batch(columns, schema=_GIVEN)


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _rows_of_table(path: Path) -> Iterator[dict[str, Any]]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_ROWS):
            yield from batch.to_pylist()


def _rows_of_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
