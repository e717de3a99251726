"""`dedup corpus --engine spark`: the inputs, outputs and reports of a run on one machine.

To the driver go counts, and at most `NAMED` rows of what a summary names; the plan is its own.
"""

import json
from collections.abc import Callable
from typing import Any

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession, functions

from dedup.corpus.counts import NAMED, Counts
from dedup.corpus.fields import Problem
from dedup.corpus.overview import summed_up, write_overview
from dedup.corpus.plan import Plan, Wish, check_output, groups_of, identity, plan, sweep
from dedup.corpus.progress import Progress
from dedup.corpus.report import write_report
from dedup.corpus.spark.files import groups_frame, read_files, write_files, write_reports
from dedup.corpus.spark.flow import Bounds, Flow
from dedup.corpus.spark.frame import in_order
from dedup.corpus.spark.frames import table
from dedup.corpus.spark.keeper import Keeper
from dedup.corpus.spark.resolve import FEW
from dedup.corpus.spark.session import started, trouble
from dedup.corpus.stages.pairs import HOT
from dedup.corpus.state import State
from dedup.errors import InputError, OutputError, UsageError

PART_BYTES = 1 << 24
"""Bytes of input to a partition: it is some four times as much when it is shuffled."""
_UNPACKED = 4
"""A packed file holds about so many times its size."""
_BATCH_BYTES = 1 << 23
"""Bytes of the texts that Spark hands over at once, as long as they are about of one size."""
_MOST_PARTS = 100_000

LOG = "spark.log"
"""What Spark says, in the folder of the run."""

STEPS = {
    "read": ("reading", 0),
    "sorted": ("reading", 4),
    "prepared": ("cleaning", 6),
    "wholes": ("comparing documents", 66),
    "repeats": ("comparing blocks", 68),
    "pairs": ("pairing blocks", 70),
    "candidates": ("choosing candidates", 78),
    "matches": ("verifying repeats", 82),
    "resolved": ("deciding", 90),
    "common": ("looking for boilerplate", 91),
    "edited": ("editing", 93),
    "written": ("writing", 96),
    "reported": ("reporting", 98),
}
"""What the user is told of a stage, and how much, of a hundred, was done before it, roughly."""


def run_spark(
    wish: Wish,
    master: str | None = None,
    tell: Callable[[Progress], None] = lambda _: None,
    *,
    session: SparkSession | None = None,
    hot: int = HOT,
    few: int = FEW,
    parts: int | None = None,
) -> dict[str, Any]:
    """Clean a corpus on Spark.

    Args:
        wish: what to read, how to clean it, where to write. Its `jobs` and `memory` say nothing
            here: Spark has its own.
        master: the cluster, as Spark names it; None for what Spark is configured with.
        tell: called when a stage begins.
        session: the session to use, which goes on; None to start one, and stop it in the end.
        hot: see `stages.pairs.HOT`.
        few: see `resolve.resolve`.
        parts: how many partitions to compare in; None for one for `PART_BYTES` of input.

    Returns:
        The numbers for a summary.

    Raises:
        UsageError: it cannot be done as it was wished, or Spark does not start.
        InputError: an input is bad, and the wish says to stop there.
        OutputError: something cannot be written, or the run failed on the executors.
    """
    if wish.known:
        raise UsageError("--index is not for --engine spark\nleave it out, or run locally")
    planned = plan(wish)
    if not (wish.resume and planned.state.exists()):
        check_output(planned, wish.output, force=wish.force)
    what = {**identity(wish, planned), "engine": "spark"}
    state = State.begin(planned.state, what, resume=wish.resume, force=wish.force)
    begun = session
    try:
        begun = begun or started(master, state.folder / LOG)
        return _Run(wish, planned, state, begun, tell, parts, Bounds(1, hot, few)).run()
    except KeyboardInterrupt:
        begun = None  # Java waits for an answer to be taken; it ends when this process does
        raise
    except UsageError:
        if not state.was_there:
            state.remove()
        raise
    except (PySparkException, OSError) as error:
        raise OutputError(
            f"{trouble(error)}\nwhat was done is in {planned.state}; --resume continues it"
        ) from error
    finally:
        state.close()
        if begun is not None:
            begun.sparkContext.setJobDescription(None)
        if begun is not None and session is None:
            begun.stop()


class _Run:
    """One run."""

    def __init__(
        self,
        wish: Wish,
        planned: Plan,
        state: State,
        session: SparkSession,
        tell: Callable[[Progress], None],
        parts: int | None,
        bounds: Bounds,
    ) -> None:
        self._wish = wish
        self._plan = planned
        self._state = state
        # Its settings are our own; those of a session that was given stay as they are.
        self._session = session.newSession()
        self._tell = tell
        self._keeper = Keeper(str(state.folder), self._begins)
        least = session.sparkContext.defaultParallelism
        size = sum(s.size * (_UNPACKED if s.packing else 1) for s in planned.sources)
        self._parts = parts or min(_MOST_PARTS, max(least, size // PART_BYTES))
        self._bounds = bounds._replace(parts=self._parts)
        self._session.conf.set("spark.sql.shuffle.partitions", self._parts)

    def _begins(self, name: str) -> None:
        # So it is called in what Spark shows of its work.
        self._session.sparkContext.setJobDescription(name)
        if name in STEPS:
            words, done = STEPS[name]
            self._tell(Progress(words, done / 100, 0))

    def run(self) -> dict[str, Any]:
        """Do what is left to do."""
        wish, planned, keep = self._wish, self._plan, self._keeper.keep
        groups = groups_frame(self._session, groups_of(planned), self._parts)
        read = keep(read_files(groups, wish.fields), "read")
        problems = table(read, "problems")
        kinds, first = self._problems(problems)
        documents = table(read, "documents")
        self._size_batches(documents)
        if wish.order == "field":
            by = ["kind", "number", "string", "origin"]
            documents = in_order(documents.drop("document"), by, self._keeper)
        done = Flow(wish.settings, self._keeper, self._bounds).run(documents)
        edited, rows = table(done.edited, "edited"), table(done.edited, "rows")
        files = write_files(groups, edited, problems, planned, wish.fields, self._parts)
        keep(files, "written").count()
        told = keep(write_reports(rows, str(planned.report)), "reported").collect()
        found = json.loads(told[0]["told"]) if told else write_report(planned.report, [])
        found["boilerplate"] = done.common.count()
        found |= done.lost.first().asDict()
        sweep(planned)
        counts = _counts(edited, rows)
        summary = summed_up(counts, len(planned.sources), found, {}, kinds, first)
        write_overview(planned.report, summary)
        self._state.remove()
        return summary

    def _problems(self, problems: DataFrame) -> tuple[dict[str, int], list[Problem]]:
        """How many problems there are of each kind, and the first of them."""
        own = self._plan.problems
        kinds = {row["kind"]: row["count"] for row in problems.groupBy("kind").count().collect()}
        found = problems.orderBy("file", "row").limit(NAMED).collect()
        first = [Problem(*json.loads(row["problem"])) for row in found]
        if first and not self._wish.skip:
            self._state.remove()
            raise InputError(
                f"{first[0]}\nnothing was written; --on-error skip passes over what cannot be used"
            )
        for problem in own:
            kinds[problem.kind] = kinds.get(problem.kind, 0) + 1
        return kinds, [*own, *first][:NAMED]

    def _size_batches(self, documents: DataFrame) -> None:
        """Have as many rows in a batch as make some megabytes."""
        mean = documents.agg(functions.avg(functions.octet_length("text"))).first()[0] or 1
        rows = max(16, min(10_000, int(_BATCH_BYTES / max(mean, 1))))
        self._session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", rows)


def _counts(edited: DataFrame, rows: DataFrame) -> Counts:
    """What the run comes to.

    Args:
        edited: of `EDITED`.
        rows: of `REPORT`.
    """
    halved = "2L * lost > size and not emptied"
    total = edited.selectExpr(
        "count(*) as documents",
        *(
            f"coalesce(sum(cast({what} as long)), 0) as {name}"
            for name, what in (
                ("changed", "changed"),
                ("emptied", "emptied"),
                ("halved", halved),
                ("size", "size"),
                ("left", "size - lost"),
            )
        ),
    ).first()
    tenth = functions.expr("(10L * lost + greatest(size, 1) - 1) div greatest(size, 1)")
    tenths = {
        row["tenth"]: row["count"] for row in edited.groupBy(tenth.alias("tenth")).count().collect()
    }
    most = edited.where(halved).orderBy(functions.desc("lost"), "document").limit(NAMED)
    first = edited.where("emptied").orderBy("document").limit(NAMED)
    found = rows.groupBy("kind", "status").agg(
        functions.count("*").alias("rows"),
        functions.sum(functions.char_length("old")).alias("size"),
    )
    return Counts(
        **total.asDict(),
        found=tuple(sorted(map(tuple, found.collect()))),
        most_lost=tuple(
            (row["id"], row["size"], row["size"] - row["lost"]) for row in most.collect()
        ),
        losses=tuple(tenths.get(k, 0) for k in range(11)),
        first_emptied=tuple(row["id"] for row in first.select("id").collect()),
    )
