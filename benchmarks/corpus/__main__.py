"""What `dedup corpus` and its peers find in a corpus with a known answer, and what that takes.

    python -m benchmarks.corpus [--size 1,10] [--tools dedup:none,datatrove] [--python PEERS]
        [--memory 2G] [--jobs 0] [--folder FOLDER] [--out FILE]

For each size, in megabytes, and each tool: precision, recall and F1 over the known repeats,
seconds by the clock and of all processors, the most memory of all its processes, megabytes a
second; then the share removed of each class. A tool that fails is named.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus.generate import CLASSES, TRAPS, UNIQUE, write
from benchmarks.corpus.measure import Measured, measure
from benchmarks.corpus.score import Score, score
from benchmarks.corpus.tools import Tool, chosen
from benchmarks.repeats.tools import versions

_EVERY = 0.2  # seconds; a look at large processes takes some itself
Found = tuple[Tool, Measured, Score]
_HEAD = ("tool", "P", "R", "F1", "wall s", "CPU s", "MB/s", "MB RSS", "MB PSS")


def found_in(size: float, tools: list[Tool], given: argparse.Namespace) -> Iterator[Found | str]:
    """What became of each tool on a corpus of so many megabytes; a line for one that failed."""
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        corpus = Path(folder, "corpus.jsonl")
        write(int(size * 1e6), corpus, given.seed)
        for tool in tools:
            place = Path(folder, "run")
            place.mkdir()
            output = place / "output.jsonl"
            taken = measure(tool.command(corpus, output, given), _EVERY, place / "log")
            if taken.status:
                print((place / "log").read_text(errors="replace")[-2000:], file=sys.stderr)
                yield f"{tool.title}: failed with status {taken.status}"
            else:
                yield tool, taken, score(corpus, output)
            shutil.rmtree(place)


def rows(size: float, found: list[Found]) -> Iterator[str]:
    """The tables of a size, in Markdown."""
    yield from _table(
        _HEAD,
        [
            (
                tool.title,
                *(f"{value:.4f}" for value in (said.precision, said.recall, said.f1)),
                f"{taken.seconds:.1f}",
                f"{taken.processor:.1f}",
                f"{size / taken.seconds:.2f}",
                f"{taken.rss / 1e6:.0f}",
                f"{taken.pss / 1e6:.0f}",
            )
            for tool, taken, said in found
        ],
    )
    yield ""
    kinds = (*CLASSES, UNIQUE, *TRAPS)
    yield from _table(
        ("share removed of", *kinds),
        [
            (tool.title, *(f"{a / b if b else 0:.3f}" for a, b in map(said.by_class.get, kinds)))
            for tool, _, said in found
        ],
    )


def _table(head: tuple[str, ...], body: list[tuple[str, ...]]) -> Iterator[str]:
    for row in (head, ("---",) + ("---:",) * (len(head) - 1), *body):
        yield f"| {' | '.join(row)} |"


def main() -> None:
    """Measure, and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", default="1,10")
    parser.add_argument("--tools", default="dedup:none", help="NAME or NAME:SETTING, by commas")
    parser.add_argument("--python", default=sys.executable, help="the interpreter of the peers")
    parser.add_argument("--memory", default="2G", help="of dedup")
    parser.add_argument("--jobs", type=int, default=0, help="of dedup")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", help="where to put the corpora on the way")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    try:
        tools = chosen(given.tools)
    except ValueError as error:
        parser.error(str(error))
    lines: list[str] = []

    def tell(line: str) -> None:
        print(line, flush=True)
        lines.append(line)

    try:
        there = versions(given.python, sorted({tool.package for tool in tools} - {""}))
    except (OSError, subprocess.CalledProcessError) as error:
        parser.error(f"--python: {error}")
    for name, version in there.items():
        tell(f"{name}: {version or 'not installed, left out'}")
    tools = [tool for tool in tools if not tool.package or there[tool.package]]
    for size in map(float, given.size.split(",")):
        tell(f"\n## {size:g} MB\n")
        found: list[Found] = []
        for each in found_in(size, tools, given):
            if isinstance(each, str):
                tell(f"{each}\n")
            else:
                found.append(each)
                print(f"{each[0].title}: {each[1].seconds:.1f} s", file=sys.stderr, flush=True)
        for line in rows(size, found):
            tell(line)
    if given.out is not None:
        given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
