"""Decide on Spark which near repeats go: rounds of joins, with the result of `stages/resolve.py`.

A block of which a source stays goes; one of which all sources go stays; the others wait for a round
in which their sources are decided. In each round at least the earliest of those that wait is.
Chains of copies of copies would take a round a link: when few are left, one task goes through them.
"""

from collections.abc import Iterator
from functools import reduce

import pyarrow as pa
from pyspark.sql import DataFrame, Window, functions

from dedup.corpus.schemas import MATCHES
from dedup.corpus.spark.frames import AT_ONCE, Tables, apply, as_ours, of_whole_keys, table
from dedup.corpus.spark.keeper import Keeper
from dedup.corpus.stages.columns import numbers, together
from dedup.corpus.stages.resolve import Resolver

FEW = 2_000_000
"""So many matches one task goes through: some 300 MB."""
_PLACE = ["document", "block"]
_SOURCE = ["kept_document", "kept_block"]
_GONE = pa.schema([("document", pa.int64()), ("block", pa.int32())])


def resolve(matches: DataFrame, keeper: Keeper, few: int = FEW) -> DataFrame:
    """The matches that name what a block is removed for, or withheld from; one a block.

    Args:
        matches: of `MATCHES`: all.
        keeper: keeps what each round comes to.
        few: from how many undecided matches on one task does the rest.
    """
    col = functions.col
    sure = matches.where(col("doubt") == "").select(*_PLACE, *_SOURCE)
    waiting = keeper.keep(sure, "round-0")
    gone: list[DataFrame] = []
    round_ = 0
    while count := waiting.count():
        round_ += 1
        if count <= few:
            gone.append(keeper.keep(_walked(waiting, matches), "last-gone"))
            break
        own = _as_source(waiting).distinct()
        told = waiting.join(own.withColumn("waits", functions.lit(True)), _SOURCE, "left")
        stays = told.where(col("waits").isNull()).select(*_PLACE).distinct()
        went = keeper.keep(stays, f"gone-{round_}")
        gone.append(went)
        # A match with a source that goes says nothing; who has no other match stays.
        left = waiting.join(went, _PLACE, "left_anti").join(_as_source(went), _SOURCE, "left_anti")
        waiting = keeper.keep(left, f"round-{round_}")
    return _chosen(matches, gone)


def _as_source(blocks: DataFrame) -> DataFrame:
    """Some blocks under the names that a source has."""
    return blocks.select(*_PLACE).toDF(*_SOURCE)


def _walked(waiting: DataFrame, matches: DataFrame) -> DataFrame:
    """What goes of the blocks that wait, by one task in the order of the corpus."""
    left = matches.join(waiting, [*_PLACE, *_SOURCE], "left_semi").where("doubt = ''")
    shared = left.select(*MATCHES.names).repartition(1).sortWithinPartitions("document")

    def walk(batches: Iterator[pa.RecordBatch]) -> Iterator[Tables]:
        resolver = Resolver()
        for own in of_whole_keys(batches, AT_ONCE, "document"):
            found = resolver.resolve(together((as_ours(b, MATCHES) for b in own), MATCHES))
            columns = [pa.array(numbers(found, name)) for name in _PLACE]
            yield {"gone": pa.RecordBatch.from_arrays(columns, schema=_GONE)}

    return table(apply(shared, {"gone": _GONE}, walk), "gone")


def _chosen(matches: DataFrame, gone: list[DataFrame]) -> DataFrame:
    """Of the matches of a block, with a source that stays, the one that is named."""
    if gone:
        went = _as_source(reduce(DataFrame.unionByName, gone))
        matches = matches.join(went, _SOURCE, "left_anti")
    best = Window.partitionBy(*_PLACE).orderBy(
        functions.col("doubt") != "",
        functions.col("similarity").desc(),
        "kept_document",
        "kept_block",
    )
    ranked = matches.withColumn("rank", functions.row_number().over(best))
    return ranked.where("rank = 1").select(*MATCHES.names)
