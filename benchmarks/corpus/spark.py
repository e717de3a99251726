"""What a corpus costs on Spark, stage by stage: bytes shuffled, seconds of the executors.

    python -m benchmarks.corpus.spark [--size 5,20] [--master local[2]] [--within none] [--parts N]

Bytes are Spark's own, from its event log: what tasks wrote for a shuffle, and what was kept between
the stages. Seconds are those that Java and its Python workers were on a processor, the planning of
Spark and the compiling of Java with them. All for each character of the corpus; `docs/scale.md`
computes from them.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from pyspark.sql import SparkSession

from benchmarks.corpus.generate import write
from benchmarks.corpus.measure import tree
from dedup.corpus.fields import Fields
from dedup.corpus.plan import Wish
from dedup.corpus.progress import Progress
from dedup.corpus.settings import CorpusSettings
from dedup.corpus.spark.engine import STEPS, run_spark

OTHER = "beginning"


class Cost(NamedTuple):
    """What a stage costs.

    Attributes:
        shuffled: bytes written for shuffles, packed as Spark packs them.
        kept: bytes written to the folder of the run, and to the output.
        seconds: on processors.
    """

    shuffled: int
    kept: int
    seconds: float


def bytes_of(log: Path) -> dict[str, tuple[int, int]]:
    """The bytes of the steps of a run, from the event log: shuffled, and kept."""
    name_of: dict[int, str] = {}
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    last = OTHER
    for event in events(log):
        if event["Event"] == "SparkListenerJobStart":
            # What is kept between two steps belongs to the one that began.
            words = event.get("Properties", {}).get("spark.job.description")
            last = STEPS[words][0] if words in STEPS else last
            name_of |= dict.fromkeys(event["Stage IDs"], last)
        elif event["Event"] == "SparkListenerTaskEnd" and event.get("Task Metrics"):
            metrics = event["Task Metrics"]
            own = found[name_of[event["Stage ID"]]]
            own[0] += metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]
            own[1] += metrics["Output Metrics"]["Bytes Written"]
    return {name: (shuffled, kept) for name, (shuffled, kept) in found.items()}


class Clock:
    """What processes below this one take of the processors, step by step."""

    def __init__(self) -> None:
        self._name = OTHER
        self._since = processor()
        self.seconds: dict[str, float] = defaultdict(float)

    def tell(self, progress: Progress) -> None:
        """A step begins."""
        now = processor()
        self.seconds[self._name] += now - self._since
        self._name, self._since = progress.stage, now


def processor() -> float:
    """Seconds that all processes below this one took, and those that they waited for."""
    total = 0
    for pid in tree(os.getpid())[1:]:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15]))
    return total / os.sysconf("SC_CLK_TCK")


def events(log: Path) -> Iterator[dict[str, Any]]:
    """The events of all files of a log."""
    for path in sorted(log.rglob("*")):
        if path.is_file() and path.name.startswith(("events", "local", "app")):
            with path.open(encoding="utf-8") as lines:
                yield from map(json.loads, lines)


def run(size: float, given: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Clean a corpus of so many megabytes, and tell what it cost."""
    inputs = folder / "in"
    inputs.mkdir()
    for k in range(given.files):
        write(int(size * 1e6 / given.files), inputs / f"{k}.jsonl", given.seed + k)
        (inputs / f"{k}.jsonl.truth.jsonl").unlink()
    log = folder / "log"
    log.mkdir()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(given.master).appName("benchmark")
    for name, value in (
        ("spark.eventLog.enabled", True),
        ("spark.eventLog.dir", f"file://{log}"),
        ("spark.eventLog.rolling.enabled", False),
        ("spark.eventLog.compress", False),
        ("spark.driver.memory", given.memory),
        ("spark.ui.showConsoleProgress", False),
        ("spark.local.dir", str(folder)),
        # Where no side of a join is small both are shuffled; so it is to be here.
        ("spark.sql.autoBroadcastJoinThreshold", -1),
    ):
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    settings = CorpusSettings(within=given.within)
    wish = Wish((str(inputs),), str(folder / "out"), settings, Fields(id="id"))
    began = time.monotonic()
    clock = Clock()
    summary = run_spark(wish, tell=clock.tell, session=session, parts=given.parts)
    clock.tell(Progress("", 1.0, 0))
    seconds = time.monotonic() - began
    session.stop()
    characters = summary["size"]
    yield (
        f"{size:g} MB, {characters / 1e6:.2f} M characters, {summary['documents']:,} documents, "
        f"{seconds:.0f} s by the clock"
    )
    total = Cost(0, 0, 0.0)
    found = bytes_of(log)
    for name in dict.fromkeys((*clock.seconds, *found)):
        cost = Cost(*found.get(name, (0, 0)), clock.seconds[name])
        total = Cost(*(a + b for a, b in zip(total, cost, strict=True)))
        yield line(name, cost, characters)
    yield line("all", total, characters)


def line(name: str, cost: Cost, characters: int) -> str:
    """A row of a table."""
    each = f"{cost.shuffled / characters:.2f} | {cost.kept / characters:.2f}"
    return f"| {name} | {each} | {cost.seconds * 1e6 / characters:.1f} |"


def main() -> None:
    """Measure, and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", default="5,20")
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--within", default="none", choices=("clean", "repeats", "none"))
    parser.add_argument("--parts", type=int)
    parser.add_argument("--files", type=int, default=4)
    parser.add_argument("--memory", default="1g", help="of Java")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", help="where to put the corpora on the way")
    given = parser.parse_args()
    print("| step | bytes shuffled a character | bytes kept | processor seconds a million |")
    for size in given.size.split(","):
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            for each in run(float(size), given, Path(folder)):
                print(each, flush=True)


if __name__ == "__main__":
    sys.exit(main())
