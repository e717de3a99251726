"""The end of the flow: what is boilerplate, what goes, the edited documents, the report."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, functions

from dedup.corpus.schemas import BLOCKS, CLEANED, EDITED, MATCHES, REPEATS, REPORT, VOTES
from dedup.corpus.settings import CorpusSettings
from dedup.corpus.spark.frames import Tables, gather, table
from dedup.corpus.stages.columns import numbers, ordered, together
from dedup.corpus.stages.decide import Found, decide, vote
from dedup.corpus.stages.edit import edit, report

ROWS = pa.schema([*REPORT, ("row", pa.int32())])
"""Rows of the report of some documents, and in which order they stand there."""

_OWNER = pa.schema([("owner", pa.int64())])
_DECIDING = pa.schema([f for f in BLOCKS if f.name not in {"text", "seeds", "lead", "trail"}])
_FOUND = {
    "blocks": _DECIDING,
    "wholes": REPEATS,
    "repeats": REPEATS,
    "matches": MATCHES,
    "fates": pa.schema([*_OWNER, *MATCHES]),
}
_COMMON = pa.schema([*_OWNER, *VOTES])
_NAMES = pa.schema([*_OWNER, ("kept_document", pa.int64()), ("name", pa.string())])
_BY = dict.fromkeys((*_FOUND, "cleaned"), "document") | {
    "fates": "owner",
    "common": "owner",
    "names": "owner",
    "within": "number",
}


class Decided(NamedTuple):
    """What a flow comes to.

    Attributes:
        edited: a packed frame of `edited`, of `EDITED`, and `rows`, of `ROWS`.
        common: of `VOTES`: what is boilerplate.
        lost: a row of `flow.LOST`.
    """

    edited: DataFrame
    common: DataFrame
    lost: DataFrame


def numbered(rows: pa.RecordBatch) -> pa.RecordBatch:
    """Rows of `REPORT` as `ROWS`."""
    place = pa.array(np.arange(rows.num_rows, dtype=np.int32))
    return pa.RecordBatch.from_arrays([*rows.columns, place], schema=ROWS)


def find_common(
    found: dict[str, DataFrame], settings: CorpusSettings, documents: int, parts: int
) -> DataFrame:
    """What is boilerplate, as `VOTES`.

    Args:
        found: the frames that `Found` names, as far as there are any.
        settings: from how many documents on a block is boilerplate.
        documents: how many there are.
        parts: how many partitions to count in.
    """
    by = {name: _BY[name] for name in found}
    packed = gather(
        found, _FOUND, by, parts, {"votes": VOTES}, lambda t: {"votes": vote(_found(t))}
    )
    total = table(packed, "votes").groupBy("kept_document", "kept_block").sum("documents")
    # The one that is kept counts, too.
    counted = total.toDF(*VOTES.names).withColumn("documents", functions.col("documents") + 1)
    return counted.where(functions.col("documents") >= settings.boilerplate_least(documents))


def decide_and_edit(
    found: dict[str, DataFrame],
    common: DataFrame,
    prepared: DataFrame,
    settings: CorpusSettings,
    parts: int,
) -> DataFrame:
    """The edited documents and their rows of the report, as one packed frame.

    Args:
        found: the frames that `Found` names, as far as there are any.
        common: of `VOTES`: what is boilerplate.
        prepared: a packed frame with the tables `cleaned` and `within`.
        settings: what is to be done.
        parts: how many partitions to edit in.
    """
    remove = settings.boilerplate == "remove"
    cleaned = table(prepared, "cleaned")
    inputs = {**found, "cleaned": cleaned, "within": table(prepared, "within")}
    kept = [
        frame.select(
            functions.col("owner" if name == "fates" else "document").alias("owner"),
            "kept_document",
            "kept_block",
        )
        for name, frame in found.items()
        if name != "blocks"
    ]
    if kept:
        named = kept[0]
        for frame in kept[1:]:
            named = named.unionByName(frame)
        ids = cleaned.select(
            functions.col("document").alias("kept_document"), functions.col("id").alias("name")
        )
        wanted = named.distinct()
        inputs["common"] = wanted.join(common, ["kept_document", "kept_block"])
        inputs["names"] = wanted.select("owner", "kept_document").join(ids, "kept_document")

    def work(tables: Tables) -> Tables:
        cleaned, blocks = tables["cleaned"], tables["blocks"]
        # By number, as elsewhere: what comes together is in no order.
        cleaned = cleaned.take(pa.array(ordered(numbers(cleaned, "document"))))
        known = tables["common"].select(VOTES.names)
        decisions = decide(_found(tables), known, remove=remove)
        columns = (tables["names"].column(k).to_pylist() for k in ("kept_document", "name"))
        names = dict(zip(*columns, strict=True))
        within = tables["within"]
        within = within.take(pa.array(ordered(numbers(within, "number"), numbers(within, "row"))))
        across = report(cleaned, blocks, decisions, names)
        rows = together([within.select(REPORT.names), across], REPORT)
        keys = (numbers(rows, name) for name in ("number", "start", "end"))
        rows = rows.take(pa.array(ordered(*keys)))
        return {"edited": edit(cleaned, blocks, decisions), "rows": numbered(rows)}

    schemas = {**_FOUND, "cleaned": CLEANED, "within": ROWS, "common": _COMMON, "names": _NAMES}
    by = {name: _BY[name] for name in inputs}
    return gather(inputs, schemas, by, parts, {"edited": EDITED, "rows": ROWS}, work)


def _found(tables: Tables) -> Found:
    known = {name: tables[name] for name in ("blocks", "wholes", "repeats", "matches")}
    return Found(**known, fates=tables["fates"].select(MATCHES.names))
