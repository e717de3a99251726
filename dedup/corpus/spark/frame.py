"""A corpus that a data frame holds, cleaned: for those who have a session."""

from typing import NamedTuple

from pyspark.sql import Column, DataFrame, functions

from dedup.corpus.settings import CorpusSettings
from dedup.corpus.spark.flow import Bounds, Flow
from dedup.corpus.spark.frames import table
from dedup.corpus.spark.keeper import Keeper
from dedup.corpus.spark.resolve import FEW
from dedup.corpus.stages.pairs import HOT

_PARTITION_BITS = 33
"""`monotonically_increasing_id` has the partition above these bits, the row in it below."""


class Cleaned(NamedTuple):
    """A cleaned corpus: frames, in no order.

    Attributes:
        documents: of `schemas.EDITED`; `document` is the place in the order of the corpus.
        report: of `schemas.REPORT`, with a column `row`: ordered by `number`, then `row`, it is the
            report.
        boilerplate: of `schemas.VOTES`: the blocks that are boilerplate.
        lost: one row: `hot`, the seeds that more than `hot` blocks have, and `spared`, the pairs
            that were not made of them.
    """

    documents: DataFrame
    report: DataFrame
    boilerplate: DataFrame
    lost: DataFrame


def clean(
    frame: DataFrame,
    text: str = "text",
    id: str = "id",  # noqa: A002 - what the column is called everywhere
    settings: CorpusSettings | None = None,
    *,
    order: str | None = None,
    folder: str | None = None,
    parts: int | None = None,
    hot: int = HOT,
    few: int = FEW,
) -> Cleaned:
    """Clean a corpus that a data frame holds.

    Args:
        frame: a row a document; rows whose text is null are left out.
        text: the column of the text, a string.
        id: the column of the id, by which documents are named in the report.
        settings: the defaults where None.
        order: the column by which documents are ordered, ties by id, then by text; None for the id.
        folder: where to keep what stands between stages, on a file system that the driver and all
            executors see under this path; what is there already is taken for that of the same run,
            stopped. None for the disks of the executors.
        parts: how many partitions to compare in; None for `spark.sql.shuffle.partitions`.
        hot: see `stages.pairs.HOT`.
        few: from how many matches on they are decided in rounds; see `resolve.resolve`.
    """
    session = frame.sparkSession
    if parts is None:
        parts = int(session.conf.get("spark.sql.shuffle.partitions") or 200)
    keeper = Keeper(folder)
    columns = {"id": functions.col(id).cast("string"), "text": functions.col(text)}
    placed = frame.where(functions.col(text).isNotNull()).select(
        functions.col(order or id).alias("place"),
        *(column.alias(name) for name, column in columns.items()),
    )
    numbered = in_order(placed, ["place", "id", "text"], keeper)
    documents = numbered.withColumn("origin", functions.col("document"))
    flow = Flow(settings or CorpusSettings(), keeper, Bounds(parts, hot, few))
    done = flow.run(documents)
    edited = done.edited
    return Cleaned(table(edited, "edited"), table(edited, "rows"), done.common, done.lost)


def in_order(frame: DataFrame, by: list[str], keeper: Keeper) -> DataFrame:
    """A frame with a column `document`, which numbers its rows from 0 on in an order.

    To the driver goes one number for each partition: how many rows it has.
    """
    name: Column = functions.monotonically_increasing_id()
    rows = keeper.keep(frame.sort(*by).withColumn("name", name), "sorted")
    part = functions.shiftright("name", _PARTITION_BITS)
    counts = rows.groupBy(part.alias("part")).count().orderBy("part").collect()
    firsts, begin = [(0, 0)] if not counts else [], 0
    for row in counts:
        firsts.append((row["part"], begin - (row["part"] << _PARTITION_BITS)))
        begin += row["count"]
    offsets = rows.sparkSession.createDataFrame(firsts, "part long, offset long")
    joined = rows.withColumn("part", part).join(functions.broadcast(offsets), "part")
    return joined.withColumn("document", functions.col("name") + functions.col("offset")).drop(
        "name", "part", "offset"
    )
