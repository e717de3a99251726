"""The tools: how each is run, and how what it removed is learned from what it left."""

import json
import os
import subprocess
import sys
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.repeats.corpus import Corpus
from benchmarks.repeats.paragraphs import ROOT, SEPARATOR

MEASURE = Path(__file__).parent / "measure.py"


@dataclass(frozen=True)
class Usage:
    """What one run took: seconds, bytes, exit status, and whether it was stopped at its limit."""

    wall: float
    user: float
    system: float
    peak: int
    status: int
    late: bool

    @property
    def cpu(self) -> float:
        """Seconds on the processor, those of the system included."""
        return self.user + self.system


Learn = Callable[[Corpus, Path, Path], Mapping[int, float]]
"""From the corpus, its file and the tool's output: the share removed of each block, by id."""


@dataclass(frozen=True)
class Tool:
    """A tool at one of its settings.

    Attributes:
        name: of the tool.
        setting: in a word.
        package: the distribution it needs in the peers' interpreter; empty for none.
        command: makes the command from the peers' interpreter, the input and the output.
        learn: what was removed; runs after the measured run.
        to_stdout: whether the text is written to standard output.
    """

    name: str
    setting: str
    package: str
    command: Callable[[str, Path, Path], list[str]]
    learn: Learn
    to_stdout: bool = False

    @property
    def title(self) -> str:
        """Name and setting."""
        return f"{self.name}, {self.setting}"


def run(tool: Tool, python: str, source: Path, target: Path, limit: float) -> Usage:
    """Run a tool on a file, for `limit` seconds at most."""
    facts = target.with_name(target.name + ".usage")
    command = [sys.executable, "-I", "-S", str(MEASURE), str(facts), str(limit)]
    log = target.with_name(target.name + ".log")
    with log.open("wb") as messages:
        stdout = target.open("wb") if tool.to_stdout else messages
        try:
            subprocess.run(
                [*command, *tool.command(python, source, target)],
                check=True,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=messages,
                env=_environment(target),
            )
        finally:
            stdout.close()
    return Usage(**json.loads(facts.read_text(encoding="utf-8")))


def why(target: Path) -> str:
    """The end of what a failed run wrote; it may name paths, and is for the screen alone."""
    told = [target.with_name(target.name + ".log"), *target.parent.glob("dedup/crash-*.txt")]
    return "".join(path.read_text(encoding="utf-8", errors="replace")[-2000:] for path in told)


def _environment(target: Path) -> dict[str, str]:
    """The environment of a run: what dedup remembers of its outputs stays beside them."""
    return os.environ | {"XDG_STATE_HOME": str(target.parent)}


# --- dedup ----------------------------------------------------------------------------------------


def _dedup(*options: str) -> Callable[[str, Path, Path], list[str]]:
    def command(_: str, source: Path, target: Path) -> list[str]:
        fixed = ["clean", "--only", "remove", "-q", "-f", "-o", str(target)]
        return [sys.executable, "-m", "dedup", *fixed, *options, str(source)]

    return command


def _from_report(*options: str) -> Learn:
    """The spans of a second run, whose time does not count; it must write the same text."""

    def learn(corpus: Corpus, source: Path, target: Path) -> Mapping[int, float]:
        again, report = target.with_suffix(".again"), target.with_suffix(".json")
        report.unlink(missing_ok=True)
        command = _dedup("--report", str(report), *options)("", source, again)
        environment = _environment(target)
        subprocess.run(command, check=True, cwd=ROOT, stdin=subprocess.DEVNULL, env=environment)
        if again.read_bytes() != target.read_bytes():
            raise RuntimeError("dedup wrote another text the second time")
        file = json.loads(report.read_text(encoding="utf-8"))["files"][0]
        spans = [tuple(e["span"]["char"]) for e in file["edits"] if e["status"] == "applied"]
        return shares(corpus, spans)

    return learn


def shares(corpus: Corpus, spans: Sequence[tuple[int, ...]]) -> dict[int, float]:
    """The share of each block that lies in the spans `(start, end)`, where there is any."""
    starts = [row.start for row in corpus.rows]
    removed: dict[int, float] = {}
    for start, end in spans:
        k = max(0, bisect_right(starts, start) - 1)
        while k < len(corpus.rows) and corpus.rows[k].start < end:
            row = corpus.rows[k]
            common = min(end, row.end) - max(start, row.start)
            if common > 0:
                removed[k] = removed.get(k, 0.0) + common / (row.end - row.start)
            k += 1
    return removed


# --- peers ----------------------------------------------------------------------------------------


def _peer(module: str, setting: str) -> Callable[[str, Path, Path], list[str]]:
    def command(python: str, source: Path, target: Path) -> list[str]:
        peer = f"benchmarks.repeats.peers.{module}"
        return [python, "-m", peer, setting, str(source), str(target)]

    return command


def _from_indices(_: Corpus, __: Path, target: Path) -> Mapping[int, float]:
    indices = json.loads(target.with_name(target.name + ".json").read_text(encoding="utf-8"))
    return dict.fromkeys(indices, 1.0)


def _from_text(corpus: Corpus, _: Path, target: Path) -> Mapping[int, float]:
    """The blocks that are missing from what is left, in order."""
    lines = (line for line in target.read_text(encoding="utf-8").split("\n") if line)
    left = next(lines, None)
    removed: dict[int, float] = {}
    for k, block in enumerate(corpus.text.rstrip("\n").split(SEPARATOR)):
        if block == left:
            left = next(lines, None)
        else:
            removed[k] = 1.0
    return removed


def _awk(program: str) -> Callable[[str, Path, Path], list[str]]:
    return lambda _, source, __: ["awk", program, str(source)]


def _python(module: str, setting: str, package: str = "") -> Tool:
    name = package or "exact hashing"
    return Tool(name, setting, package, _peer(module, setting), _from_indices)


def _own(setting: str, *options: str) -> Tool:
    return Tool("dedup", setting, "", _dedup(*options), _from_report(*options))


TOOLS: Sequence[Tool] = (
    _own("default"),
    _own("--unsafe", "--unsafe"),
    _python("datasketch_lsh", "recommended", "datasketch"),
    _python("datasketch_lsh", "best", "datasketch"),
    _python("rensa_lsh", "recommended", "rensa"),
    _python("rensa_lsh", "shingles", "rensa"),
    _python("rensa_lsh", "best", "rensa"),
    _python("gaoya_lsh", "recommended", "gaoya"),
    _python("gaoya_lsh", "best", "gaoya"),
    _python("text_dedup_minhash", "recommended", "text-dedup"),
    _python("text_dedup_minhash", "best", "text-dedup"),
    _python("exact_hash", "recommended"),
    _python("exact_hash", "best"),
    Tool("awk", "lines", "", _awk("!seen[$0]++"), _from_text, to_stdout=True),
    Tool(
        "awk",
        "paragraphs",
        "",
        _awk('BEGIN { RS = ""; ORS = "\\n\\n" } !seen[$0]++'),
        _from_text,
        to_stdout=True,
    ),
)

_ASK = """
import json, sys
from importlib.metadata import PackageNotFoundError, version
def of(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return None
print(json.dumps({name: of(name) for name in sys.argv[1:]}))
"""


def versions(python: str, packages: Sequence[str]) -> dict[str, str | None]:
    """The versions of distributions in an interpreter; None where one is not installed."""
    asked = subprocess.run(
        [python, "-c", _ASK, *packages], check=True, capture_output=True, cwd=ROOT
    )
    found: dict[str, Any] = json.loads(asked.stdout)
    return found
