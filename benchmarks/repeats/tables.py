"""The results as Markdown."""

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median

from benchmarks.repeats.corpus import REPEATS, TRAPS, UNIQUE, Corpus
from benchmarks.repeats.score import ALL, Score, Tally
from benchmarks.repeats.tools import Usage

Row = Sequence[str]


@dataclass
class Result:
    """What came of one tool on one corpus: its runs, its score, or why there is none."""

    title: str
    runs: list[Usage] = field(default_factory=list)
    score: Score | None = None
    failure: str = ""

    @property
    def wall(self) -> float:
        """Median seconds."""
        return median(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        """Median seconds on the processor."""
        return median(run.cpu for run in self.runs)

    @property
    def peak(self) -> int:
        """The largest peak, in bytes."""
        return max(run.peak for run in self.runs)


def table(head: Row, rows: Iterable[Row]) -> str:
    """A Markdown table; the first column is text, the others are figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def machine() -> str:
    """What it was measured on, without names."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(encoding="utf-8").splitlines()
        model = next((x.split(":")[1].strip() for x in lines if x.startswith("model name")), model)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GB; {platform.system()};"
        f" Python {platform.python_version()}; load at the start {os.getloadavg()[0]:.1f}"
    )


def found(results: Sequence[Result]) -> str:
    """Precision, recall and F1 over all classes, and what each run took."""
    head = ["tool", "P", "R", "F1", "P chars", "R chars", "F1 chars", "wall s", "CPU s", "peak MB"]
    rows = []
    for result in results:
        if result.score is None:
            rows.append([result.title, result.failure, *[""] * 8])
            continue
        rows.append(
            [
                result.title,
                *_three(result.score.blocks[ALL]),
                *_three(result.score.chars[ALL]),
                f"{result.wall:.2f}",
                f"{result.cpu:.2f}",
                f"{result.peak / 1e6:.0f}",
            ]
        )
    return table(head, rows)


def classes(results: Sequence[Result]) -> str:
    """Precision, recall and F1 of each class of repeats; how much was removed of what must stay."""
    head = ["P R F1 of blocks", *REPEATS, *(f"{kind} removed" for kind in TRAPS), "unique removed"]
    rows = []
    for result in results:
        if result.score is None:
            continue
        blocks = result.score.blocks
        cells = [" ".join(_three(blocks.get(kind, Tally()))) for kind in REPEATS]
        cells += [f"{blocks.get(kind, Tally()).wrong:.0f}" for kind in (*TRAPS, UNIQUE)]
        rows.append([result.title, *cells])
    return table(head, rows)


def cuts(results: Sequence[Result]) -> str:
    """The recall of cut copies by the part that was kept."""
    scored = [result for result in results if result.score is not None]
    parts = sorted({part for r in scored if r.score for part in r.score.parts})
    rows = [
        [r.title, *(f"{r.score.parts[part].recall:.3f}" for part in parts)]
        for r in scored
        if r.score is not None
    ]
    return table(["recall of cut copies", *parts], rows)


def growth(by_size: Mapping[float, Sequence[Result]]) -> str:
    """Wall seconds and peak memory by size, and how many times the last step took."""
    sizes = sorted(by_size)
    head = ["tool", *(f"{s:g} MB: s" for s in sizes), *(f"{s:g} MB: peak MB" for s in sizes)]
    head += [f"s, {a:g} to {b:g} MB" for a, b in pairwise(sizes)]
    rows = []
    for title in dict.fromkeys(r.title for s in sizes for r in by_size[s]):
        at = {s: r for s in sizes for r in by_size[s] if r.title == title and r.score}
        row = [title, *(f"{at[s].wall:.2f}" if s in at else "" for s in sizes)]
        row += [f"{at[s].peak / 1e6:.0f}" if s in at else "" for s in sizes]
        row += [
            f"x {at[b].wall / at[a].wall:.1f}" if a in at and b in at else ""
            for a, b in pairwise(sizes)
        ]
        rows.append(row)
    return table(head, rows)


def _three(tally: Tally) -> list[str]:
    return [f"{value:.4f}" for value in (tally.precision, tally.recall, tally.f1)]


# --- what is to be reached ------------------------------------------------------------------------

OWN = "dedup, default"
SCRIPT = "datasketch, recommended"
RENSA = "rensa, best"
FASTEST = "rensa, shingles"
"""The fastest that finds anything in Chinese; no demand, but told."""


def demands(by_size: Mapping[float, Sequence[Result]]) -> str:
    """The demands, what was measured, and whether it is enough."""
    at = {(s, r.title): r for s, results in by_size.items() for r in results if r.score}
    rows: list[Row] = []

    def demand(what: str, value: float, limit: float, *, least: bool = False) -> None:
        met = value >= limit if least else value <= limit
        sign = "≥" if least else "≤"
        rows.append([what, f"{value:.4g}", f"{sign} {limit:.4g}", "met" if met else "**not met**"])

    own = at.get((10, OWN))
    if own is not None and own.score is not None:
        total = own.score.blocks[ALL]
        demand("F1 over all classes, 10 MB", total.f1, 0.98, least=True)
        demand("precision, 10 MB", total.precision, 0.999, least=True)
        for peer, times in ((SCRIPT, 1 / 3), (RENSA, 2.5)):
            other = at.get((10, peer))
            if other is not None:
                demand(f"wall time / {peer}", own.wall / other.wall, times)
                demand(f"peak memory / {peer}", own.peak / other.peak, 1.0)
        other = at.get((10, FASTEST))
        if other is not None:
            rows.append([f"wall time / {FASTEST}", f"{own.wall / other.wall:.4g}", "", "told only"])
            rows.append([f"peak memory / {FASTEST}", f"{own.peak / other.peak:.4g}", "", ""])
    more = at.get((100, OWN))
    if more is not None:
        demand("peak memory at 100 MB, GB", more.peak / 1e9, 2.0)
        if own is not None:
            demand("wall time, 100 MB / 10 MB", more.wall / own.wall, 12.0)
    return table(["demand", "measured", "limit", ""], rows) if rows else "dedup has no result.\n"


# --- corpora --------------------------------------------------------------------------------------


def corpus_facts(size: float, corpus: Corpus, digest: str, likest: float) -> str:
    """What a corpus is."""
    facts = corpus.facts
    return (
        f"- {size:g} MB: {facts.bytes:,} bytes, {facts.blocks:,} blocks, of them {facts.repeats:,}"
        f" repeats and {facts.traps:,} traps; seed {facts.seed}, SHA-256 {digest[:16]}…;"
        f" {facts.left_out:,} of {facts.paragraphs:,} paragraphs left out because they shared a"
        f" long stretch with another one; the two likest of a sample of the different ones:"
        f" {likest:.2f}\n"
    )
