"""Stages on Spark: from data frames to the record batches of `schemas.py`, and back.

What several tables give to one stage goes through one shuffle: a row of a **packed** frame holds a
struct for each table, all null but one. So a stage with three inputs, or three results, is one
`mapInArrow`. Rows come ordered by what they are shared out by, and are worked on a few whole keys
at a time: memory does not grow with the partition.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql import Column, DataFrame, functions
from pyspark.sql.pandas.types import from_arrow_schema

from dedup.corpus.stages.columns import numbers, together

Schemas = Mapping[str, pa.Schema]
Tables = dict[str, pa.RecordBatch]
AT_ONCE = 1 << 24
"""Bytes of the rows that a stage is given at once, and those of one key more."""
_ROWS = 4096
"""Rows of a batch that goes back to Spark."""
_KEY = "key"


def spark_type(kind: pa.DataType) -> pa.DataType:
    """What Spark holds a type of ours as: it knows neither unsigned numbers nor fixed sizes."""
    if pa.types.is_list(kind):
        return pa.list_(spark_type(kind.value_type))
    if pa.types.is_fixed_size_binary(kind):
        return pa.binary()
    return {pa.large_string(): pa.string(), pa.uint64(): pa.int64()}.get(kind, kind)


def spark_schema(schema: pa.Schema) -> pa.Schema:
    """A schema as Spark holds it."""
    return pa.schema([(field.name, spark_type(field.type)) for field in schema])


def frame_schema(schema: pa.Schema) -> Any:
    """A schema of a data frame."""
    return from_arrow_schema(spark_schema(schema))


def converted(array: pa.Array, kind: pa.DataType) -> pa.Array:
    """An array as another type that holds the same; a uint64 is the int64 of its bits."""
    if pa.types.is_list(kind):
        values = converted(array.flatten(), kind.value_type)
        sizes = array.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
        offsets = pa.array(np.append(0, np.cumsum(sizes)), pa.int32())
        return pa.ListArray.from_arrays(offsets, values, mask=array.is_null())
    if {array.type, kind} == {pa.int64(), pa.uint64()}:
        return array.view(kind)
    return array.cast(kind)


def as_ours(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """A batch of Spark in a schema of ours."""
    columns = [converted(batch.column(field.name), field.type) for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def as_sparks(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch of ours as Spark takes it."""
    return as_ours(batch, spark_schema(batch.schema))


def unpacked(batches: Iterable[pa.RecordBatch], schemas: Schemas) -> Tables:
    """The tables of a packed frame, each laid end to end."""
    parts: dict[str, list[pa.RecordBatch]] = {name: [] for name in schemas}
    for batch in batches:
        for name in parts.keys() & set(batch.schema.names):
            schema, rows = schemas[name], batch.column(name)
            rows = rows.filter(rows.is_valid())
            if len(rows):
                flat = pa.RecordBatch.from_arrays(rows.flatten(), schema=pa.schema(list(rows.type)))
                parts[name].append(as_ours(flat, schema))
    return {name: together(parts[name], schema) for name, schema in schemas.items()}


def packed(tables: Tables, schemas: Schemas) -> Iterator[pa.RecordBatch]:
    """Tables as batches of a packed frame."""
    kinds = {name: pa.struct(list(spark_schema(schema))) for name, schema in schemas.items()}
    for name, table in tables.items():
        for at in range(0, table.num_rows, _ROWS):
            rows = as_sparks(table.slice(at, _ROWS))
            own = pa.StructArray.from_arrays(rows.columns, fields=list(kinds[name]))
            columns = [own if k == name else pa.nulls(len(own), kinds[k]) for k in kinds]
            yield pa.RecordBatch.from_arrays(columns, names=list(kinds))


def pack(frames: Mapping[str, DataFrame], schemas: Schemas, keys: Mapping[str, Any]) -> DataFrame:
    """Frames as one packed frame, with a column `key` to share rows out by."""

    def columns(own: str) -> Iterator[Column]:
        yield functions.col(keys[own]).alias(_KEY)
        for name, schema in schemas.items():
            if name == own:
                yield functions.struct(*schema.names).alias(name)
            else:
                kind = frame_schema(schema)
                yield functions.lit(None).cast(kind).alias(name)

    return reduce(
        DataFrame.unionByName, (frame.select(*columns(name)) for name, frame in frames.items())
    )


def apply(
    frame: DataFrame, results: Schemas, work: Callable[[Iterator[pa.RecordBatch]], Iterator[Tables]]
) -> DataFrame:
    """Do something with each partition of a frame; gives a packed frame."""

    def mapped(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
        for tables in work(iter(batches)):
            yield from packed(tables, results)

    shape = pa.schema([(k, pa.struct(list(spark_schema(v)))) for k, v in results.items()])
    return frame.mapInArrow(mapped, from_arrow_schema(shape))


def each(
    frame: DataFrame,
    schema: pa.Schema,
    results: Schemas,
    work: Callable[[pa.RecordBatch], Tables],
) -> DataFrame:
    """Do something with the rows of a frame, however they come; gives a packed frame."""

    def mapped(batches: Iterator[pa.RecordBatch]) -> Iterator[Tables]:
        return (work(as_ours(batch, schema)) for batch in batches)

    return apply(frame.select(*schema.names), results, mapped)


def gather(
    frames: Mapping[str, DataFrame],
    schemas: Schemas,
    keys: Mapping[str, str],
    parts: int,
    results: Schemas,
    work: Callable[[Tables], Tables],
) -> DataFrame:
    """Bring rows of one key together and do a stage with them, some keys at a time.

    Args:
        frames: the inputs by name.
        schemas: what the stage is to see of each; one that is no input it sees empty.
        keys: of each input the column by which it is shared out, a whole number.
        parts: how many partitions.
        results: the schemas of what the stage gives.
        work: the stage; the rows of a key come in any order, all of them in one call.
    """

    def whole(batches: Iterator[pa.RecordBatch]) -> Iterator[Tables]:
        return (work(unpacked(own, schemas)) for own in of_whole_keys(batches, AT_ONCE))

    given = {name: schemas[name] for name in frames}
    shared = pack(frames, given, keys).repartition(parts, _KEY).sortWithinPartitions(_KEY)
    return apply(shared, results, whole)


def of_whole_keys(
    batches: Iterable[pa.RecordBatch], most: int, key: str = _KEY
) -> Iterator[list[pa.RecordBatch]]:
    """Batches ordered by a column in lists, cut where another value of it begins.

    Args:
        batches: what comes.
        most: from how many bytes on a list ends with its key.
        key: the column.
    """
    waiting: list[pa.RecordBatch] = []
    size = 0
    for batch in batches:
        if not batch.num_rows:
            continue
        if size >= most:
            last = waiting[-1].column(key)[-1].as_py()
            others = np.flatnonzero(numbers(batch, key) != last)
            if len(others):
                first = int(others[0])
                yield [*waiting, batch.slice(0, first)]
                batch = batch.slice(first)
                waiting, size = [], 0
        waiting.append(batch)
        size += batch.nbytes
    if waiting:
        yield waiting


def table(frame: DataFrame, name: str) -> DataFrame:
    """One table of a packed frame."""
    return frame.where(functions.col(name).isNotNull()).select(f"{name}.*")
