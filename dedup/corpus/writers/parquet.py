"""A Parquet file is written with the same columns, types and metadata."""

from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from dedup.corpus.fields import Fields
from dedup.corpus.readers.parquet import why_unusable
from dedup.corpus.sources import Source
from dedup.corpus.writers import Texts

GROUP = 1 << 26
"""Bytes of the rows that are written at once; a larger row group becomes several."""
_BATCH = 1024


def copy(source: Source, changed: Texts, fields: Fields, out: IO[bytes]) -> None:
    """Write the rows of a table, some with another text."""
    due, text = next(changed, (-1, ""))
    with pq.ParquetFile(source.path, pre_buffer=False) as table:
        schema = table.schema_arrow
        usable = why_unusable(schema, fields) is None
        at = schema.get_field_index(fields.text)
        with pq.ParquetWriter(out, schema, compression=_compression(table)) as writer:
            position = 0
            waiting: list[pa.RecordBatch] = []
            for group in range(table.num_row_groups):
                for batch in table.iter_batches(_BATCH, row_groups=[group], use_threads=False):
                    stop = position + batch.num_rows
                    new: dict[int, str] = {}
                    while position <= due < stop:
                        new[due - position] = text
                        due, text = next(changed, (-1, ""))
                    if new and usable:
                        batch = batch.set_column(at, schema.field(at), _column(batch, at, new))
                    position = stop
                    waiting.append(batch)
                    if sum(each.nbytes for each in waiting) >= GROUP:
                        _flush(writer, waiting, schema)
                _flush(writer, waiting, schema)


def _flush(writer: pq.ParquetWriter, waiting: list[pa.RecordBatch], schema: pa.Schema) -> None:
    if waiting:
        table = pa.Table.from_batches(waiting, schema=schema)
        writer.write_table(table, row_group_size=max(1, table.num_rows))
        waiting.clear()


def _column(batch: pa.RecordBatch, at: int, new: dict[int, str]) -> pa.Array:
    """A column of texts with others in some rows."""
    values: list[Any] = batch.column(at).to_pylist()
    for row, text in new.items():
        values[row] = text
    kind = batch.schema.field(at).type
    if pa.types.is_dictionary(kind):
        return pa.array(values, kind.value_type).dictionary_encode().cast(kind)
    return pa.array(values, kind)


def _compression(table: pq.ParquetFile) -> dict[str, str] | str:
    """How the columns of a file are packed."""
    if not table.num_row_groups:
        return "snappy"
    group = table.metadata.row_group(0)
    columns = (group.column(k) for k in range(group.num_columns))
    named = {column.path_in_schema: column.compression.lower() for column in columns}
    return {name: "none" if kind == "uncompressed" else kind for name, kind in named.items()}
