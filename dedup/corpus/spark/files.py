"""A corpus in files, read and written by the executors: they must see the files as the driver does.

Each file is read by one task, and written by one. What a task that failed has written stands under
another name and counts for nothing, as in a run on one machine.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from pyspark.sql import Column, DataFrame, SparkSession, functions

from dedup.corpus.fields import UNREAD, Fields
from dedup.corpus.plan import Group, Plan
from dedup.corpus.readers import read
from dedup.corpus.readers.rows import rank_of
from dedup.corpus.report import write_report
from dedup.corpus.schemas import DOCUMENTS, ORDER, POSITION_BITS, REPORT
from dedup.corpus.sources import Source
from dedup.corpus.spark.frames import Tables, apply, as_ours, frame_schema, table
from dedup.corpus.stages.columns import batch_of
from dedup.corpus.tasks.writing import rewrite
from dedup.corpus.writers.converted import converter

READ = pa.schema([*DOCUMENTS, *ORDER])
"""Documents as they are read, and by what they are ordered."""
PROBLEMS = pa.schema(
    [
        ("file", pa.int64()),  # its place in the list of inputs
        ("row", pa.int32()),  # the problems of a file in order
        ("kind", pa.string()),
        ("problem", pa.string()),  # a `fields.Problem` as JSON
    ]
)
_GROUPS = pa.schema([("group", pa.int64()), ("files", pa.string())])
_OUT = pa.schema(
    [
        ("key", pa.int64()),  # what goes to one output file
        ("kind", pa.int32()),  # one of those below
        ("origin", pa.int64()),
        ("id", pa.string()),
        ("text", pa.string()),
    ]
)
_FILE, _IS_UNREAD, _DOCUMENT = range(3)
_POSITION = (1 << POSITION_BITS) - 1
_DONE = pa.schema([("key", pa.int64())])
_TOLD = pa.schema([("told", pa.string())])


def groups_frame(session: SparkSession, groups: list[Group], parts: int) -> DataFrame:
    """Groups of files, a row each; as JSON, since the name of a file need not be Unicode."""
    rows = [
        (k, json.dumps([group.first, group.sources, group.targets]))
        for k, group in enumerate(groups)
    ]
    frame = session.createDataFrame(rows, frame_schema(_GROUPS))
    return frame.repartitionByRange(min(len(groups), parts), "group")


def read_files(groups: DataFrame, fields: Fields) -> DataFrame:
    """The documents of files, as a packed frame of `documents`, of `READ`, and `problems`."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[Tables]:
        for first, sources, _ in _groups_of(batches):
            for number, source in enumerate(sources, first):
                told = 0
                for piece in read(source, number, fields):
                    own = piece.documents
                    ranks = [rank_of(value) for value in piece.order]
                    columns = list(zip(*ranks, strict=True)) or [()] * len(ORDER)
                    order = batch_of(ORDER, dict(zip(ORDER.names, columns, strict=True)))
                    arrays = [*own.columns, *order.columns]
                    documents = pa.RecordBatch.from_arrays(arrays, schema=READ)
                    problems = {
                        "file": [number] * len(piece.problems),
                        "row": range(told, told + len(piece.problems)),
                        "kind": [problem.kind for problem in piece.problems],
                        "problem": [json.dumps(problem) for problem in piece.problems],
                    }
                    told += len(piece.problems)
                    yield {"documents": documents, "problems": batch_of(PROBLEMS, problems)}

    return apply(groups, {"documents": READ, "problems": PROBLEMS}, work)


def write_files(
    groups: DataFrame,
    edited: DataFrame,
    problems: DataFrame,
    planned: Plan,
    fields: Fields,
    parts: int,
) -> DataFrame:
    """Write the output; gives a row for each file.

    Args:
        groups: of `groups_frame`.
        edited: of `EDITED`.
        problems: of `PROBLEMS`.
        planned: what is written, and where to.
        fields: where documents stand in files.
        parts: how many files are written at once, at most.
    """
    form = planned.form, planned.packing
    session = groups.sparkSession
    file_of = functions.shiftright("origin", POSITION_BITS)
    none, no_text = functions.lit(0).cast("long"), functions.lit(None).cast("string")
    if planned.form and planned.single:
        # One file of all.
        header = json.dumps([None, planned.targets[0]])
        frame = session.createDataFrame([(0, _FILE, 0, None, header)], frame_schema(_OUT))
        frame = frame.unionByName(_rows(edited, none, _DOCUMENT, "id", "text"))
        parts = 1
    else:
        frame = _headers(groups)
        if planned.form:
            frame = frame.unionByName(_rows(edited, file_of, _DOCUMENT, "id", "text"))
        else:
            changed = edited.where("changed")
            unread = problems.where(functions.col("kind").isin(*sorted(UNREAD)))
            unread = unread.select(none.alias("origin"), "file")
            frame = frame.unionByName(_rows(changed, file_of, _DOCUMENT, no_text, "text"))
            file = functions.col("file")
            frame = frame.unionByName(_rows(unread, file, _IS_UNREAD, no_text, no_text))
    shared = frame.repartition(parts, "key").sortWithinPartitions("key", "kind", "origin")

    def work(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
        for key, rows in groupby(_flat(batches), key=lambda row: row.key):
            _write(rows, form, fields)
            yield pa.RecordBatch.from_pylist([{"key": key}], schema=_DONE)

    return shared.mapInArrow(work, frame_schema(_DONE))


def write_reports(rows: DataFrame, folder: str) -> DataFrame:
    """Write the report, which is one file: by one task, in order. Gives a row of what it tells."""

    def work(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
        told = write_report(Path(folder), (as_ours(batch, REPORT) for batch in batches))
        yield pa.RecordBatch.from_pylist([{"told": json.dumps(told)}], schema=_TOLD)

    whole = rows.repartition(1).sortWithinPartitions("number", "row").select(*REPORT.names)
    return whole.mapInArrow(work, frame_schema(_TOLD))


class _Row(NamedTuple):
    """A row of `_OUT`."""

    key: int
    kind: int
    origin: int
    id: str
    text: str


def _flat(batches: Iterable[pa.RecordBatch]) -> Iterator[_Row]:
    for batch in batches:
        columns = (batch.column(name).to_pylist() for name in _OUT.names)
        yield from map(_Row._make, zip(*columns, strict=True))


def _write(rows: Iterator[_Row], form: tuple[str, str], fields: Fields) -> None:
    """Write a file: its rows say which it is, then whether it could not be read, then its texts."""
    header = next(rows)
    if header.kind != _FILE:  # left out: another file has its name
        return
    source, target = json.loads(header.text)
    if form[0]:
        with converter(Path(target), *form) as out:
            for row in rows:
                out.add(row.id, row.text)
        return
    first = next(rows, None)
    unread = first is not None and first.kind == _IS_UNREAD
    own = chain([first] if first is not None else [], rows)
    texts = ((row.origin & _POSITION, row.text) for row in own if row.kind == _DOCUMENT)
    rewrite(Source(*source), Path(target), texts, fields, unread)


def _groups_of(
    batches: Iterable[pa.RecordBatch],
) -> Iterator[tuple[int, list[Source], list[str]]]:
    for batch in batches:
        for own in batch.column("files").to_pylist():
            first, sources, targets = json.loads(own)
            yield first, [Source(*each) for each in sources], targets


def _headers(groups: DataFrame) -> DataFrame:
    """A row of `_OUT` for each file that is written."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[Tables]:
        for first, sources, targets in _groups_of(batches):
            pairs = enumerate(zip(sources, targets, strict=True), first)
            rows = [
                {"key": number, "kind": _FILE, "origin": 0, "text": json.dumps(pair)}
                for number, pair in pairs
                if pair[1]
            ]
            yield {"out": pa.RecordBatch.from_pylist(rows, schema=_OUT)}

    return table(apply(groups, {"out": _OUT}, work), "out")


def _rows(
    frame: DataFrame, key: Column, kind: int, name: Column | str, text: Column | str
) -> DataFrame:
    """Rows of `_OUT`."""
    name, text = (functions.col(c) if isinstance(c, str) else c for c in (name, text))
    return frame.select(
        key.alias("key"),
        functions.lit(kind).alias("kind"),
        "origin",
        name.alias("id"),
        text.alias("text"),
    )
