"""Parquet: a row a document, one of its columns the text."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from dedup.corpus.fields import Fields
from dedup.corpus.readers.rows import Piece, Rows, why_no_text
from dedup.corpus.sources import Source
from dedup.corpus.streams import BROKEN, reason_of

BATCH = 256
"""Rows read at once."""


def read(source: Source, file: int, fields: Fields) -> Iterator[Piece]:
    """The documents of a file, in the order of its rows."""
    rows = Rows(source.path, source.name, file)
    try:
        with pq.ParquetFile(source.path, pre_buffer=False) as table:
            wrong = why_unusable(table.schema_arrow, fields)
            if wrong is None:
                yield from _rows(table, rows, fields)
            else:
                rows.problem("no-column", wrong)
    except BROKEN as error:
        rows.problem("unreadable", f"cannot be read: {reason_of(error)}")
    yield from rows.rest()


def why_unusable(schema: pa.Schema, fields: Fields) -> str | None:
    """Why a table has no texts; None if it has."""
    if fields.text not in schema.names:
        return f"has no column {fields.text!r}, only {', '.join(map(repr, schema.names[:20]))}"
    kind = schema.field(fields.text).type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return f"column {fields.text!r} holds {kind}, not text"
    return None


def _rows(table: pq.ParquetFile, rows: Rows, fields: Fields) -> Iterator[Piece]:
    wanted = [fields.text, fields.id, fields.order]
    columns = [name for name in dict.fromkeys(wanted) if name in table.schema_arrow.names]
    position = 0
    for batch in table.iter_batches(BATCH, columns=columns, use_threads=False):
        values = [
            batch.column(name).to_pylist() if name in columns else [None] * batch.num_rows
            for name in wanted
        ]
        for text, named, order in zip(*values, strict=True):
            wrong = why_no_text(text)
            if wrong:
                rows.problem(wrong[0], f"{fields.text!r} {wrong[1]}", f"row {position + 1}")
            else:
                yield from rows.add(position, text, named, order)
            position += 1
