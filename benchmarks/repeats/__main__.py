"""The benchmark of the duplicate finder, from the corpus to the table.

    python -m benchmarks.repeats [--size 1,10,100] [--tools NAMES] [--hostile] [--out FILE.md]

Makes a corpus of each size with a known answer, runs the tools on it in turn, and prints what each
found and what it took. What is not installed is named and left out.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from benchmarks.repeats import corpus as corpora
from benchmarks.repeats import hostile, tables
from benchmarks.repeats.corpus import Corpus
from benchmarks.repeats.score import score
from benchmarks.repeats.tables import Result
from benchmarks.repeats.tools import TOOLS, Tool, run, versions, why

_ROUNDS = {1: 5, 10: 3}
"""How often each tool runs, by megabytes; once above. The median counts."""


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.repeats", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--size", default="1,10", help="megabytes, with commas [1,10]")
    parser.add_argument(
        "--tools",
        default="",
        help="names or name:setting, with commas [all]; " + ", ".join(t.title for t in TOOLS),
    )
    parser.add_argument("--texts", type=Path, help="take the paragraphs of this folder's *.txt")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, help="runs of each tool [5 to 1 MB, 3 to 10, then 1]")
    parser.add_argument("--limit", type=float, default=900, help="seconds of one run [900]")
    parser.add_argument("--python", default=sys.executable, help="interpreter that has the peers")
    parser.add_argument("--hostile", action="store_true", help="hostile documents as well")
    parser.add_argument("--out", type=Path, help="write the results there, too")
    return parser.parse_args()


def chosen(names: str) -> list[Tool]:
    """The tools of a list of names; raises SystemExit for an unknown one."""
    if not names:
        return list(TOOLS)
    out = []
    for name in names.split(","):
        some = [t for t in TOOLS if name.strip() in (t.name, f"{t.name}:{t.setting}")]
        if not some:
            sys.exit(f"no tool {name.strip()!r}; there are {', '.join(t.title for t in TOOLS)}")
        out += [tool for tool in some if tool not in out]
    return out


class Bench:
    """One run of the benchmark; everything it says goes to the screen and is kept."""

    def __init__(self, args: argparse.Namespace, folder: Path) -> None:
        self._args = args
        self._folder = folder
        self.said: list[str] = []

    def say(self, text: str) -> None:
        """Print, and keep for the file."""
        print(text, flush=True)
        self.said.append(text)

    def head(self, tools: Sequence[Tool]) -> list[Tool]:
        """Say what is measured on what; returns the tools that are installed."""
        self.say(f"# Repeats, {datetime.now(UTC):%Y-%m-%d}\n")
        self.say(f"`python -m benchmarks.repeats {self._command()}`\n")
        self.say(f"- {tables.machine()}")
        wanted = sorted({t.package for t in tools if t.package} | {"rapidfuzz", "numpy"})
        peers = versions(self._args.python, wanted)
        own = versions(sys.executable, ["dedup-text"])["dedup-text"] or "from the source"
        listed = [f"{name} {version}" for name, version in peers.items() if version]
        self.say(f"- dedup {own}; peers: {', '.join(listed)}")
        missing = [name for name, version in peers.items() if not version]
        if missing:
            self.say(f"- not installed: {', '.join(missing)}")
        self.say("- wall and CPU seconds are medians of the rounds, peak memory is the largest\n")
        return [t for t in tools if t.package not in missing]

    def _command(self) -> str:
        """The options that change a result; no path of this machine."""
        args = self._args
        parts = [f"--size {args.size}"]
        parts += [f"--tools {args.tools}"] if args.tools else []
        parts += ["--texts FOLDER"] if args.texts else []
        parts += [f"--seed {args.seed}"] if args.seed != 1 else []
        parts += [f"--rounds {args.rounds}"] if args.rounds else []
        parts += ["--hostile"] if args.hostile else []
        return " ".join(parts)

    def corpus(self, size: float) -> tuple[Corpus, Path]:
        """Make the corpus of a size in megabytes, and say what it is."""
        made = corpora.make(int(size * 1e6), self._args.seed, self._args.texts)
        path = self._folder / f"corpus-{size:g}.txt"
        path.write_text(made.text, encoding="utf-8", newline="")
        digest = sha256(path.read_bytes()).hexdigest()
        self.say(tables.corpus_facts(size, made, digest, corpora.likest(made)))
        return made, path

    def size(self, size: float, tools: Sequence[Tool]) -> list[Result]:
        """Run the tools in turn on a corpus of a size."""
        corpus, path = self.corpus(size)
        rounds = self._args.rounds or next((n for s, n in _ROUNDS.items() if size <= s), 1)
        results = {tool.title: Result(tool.title) for tool in tools}
        for number in range(rounds):
            for tool in tools:
                result = results[tool.title]
                if result.failure:
                    continue
                target = self._folder / "out.txt"
                usage = run(tool, self._args.python, path, target, self._args.limit)
                print(f"  {number + 1}/{rounds} {tool.title}: {usage.wall:.2f} s", file=sys.stderr)
                if usage.late:
                    result.failure = f"not done in {self._args.limit:.0f} s"
                elif usage.status:
                    result.failure = f"failed, status {usage.status}"
                    print(why(target), file=sys.stderr)
                else:
                    result.runs.append(usage)
                    if result.score is None:
                        result.score = score(corpus.rows, tool.learn(corpus, path, target))
                for left in self._folder.glob("out*"):
                    left.unlink()
        return list(results.values())

    def sizes(self, tools: Sequence[Tool]) -> None:
        """All sizes, and the demands."""
        by_size: dict[float, list[Result]] = {}
        for size in sorted(float(s) for s in self._args.size.split(",") if s):
            self.say(f"## {size:g} MB\n")
            by_size[size] = self.size(size, tools)
            for part in (tables.found, tables.classes, tables.cuts):
                self.say(part(by_size[size]))
        if len(by_size) > 1:
            self.say("## Growth\n")
            self.say(tables.growth(by_size))
        if 10 in by_size:
            self.say("## What is to be reached\n")
            self.say(tables.demands(by_size))

    def hostile(self, tools: Sequence[Tool]) -> None:
        """The hostile documents, at half their size and whole."""
        self.say("## Hostile documents\n")
        self.say(
            f"Bound: {hostile.SECONDS:g} s and {hostile.SECONDS_PER_MB:g} s more for every MB."
            " Growth is the whole document's time by that of its half: 2 is linear, 4 quadratic.\n"
        )
        rows = []
        for name, (_, full) in hostile.DOCUMENTS.items():
            for tool in tools:
                rows.append(self._hostile_row(name, full, tool))
                print("  " + " | ".join(rows[-1]), file=sys.stderr)
        head = ["document", "tool", "MB", "s", "CPU s", "peak MB", "bound s", "", "growth"]
        self.say(tables.table(head, rows))

    def _hostile_row(self, name: str, full: int, tool: Tool) -> list[str]:
        target = self._folder / "out.txt"
        walls = []
        row: list[str] = []
        for size in (full // 2, full):
            path = self._folder / "hostile.txt"
            written = hostile.write(name, size, path)
            bound = hostile.bound(written)
            # Past its bound a run goes on for a while, so that the growth can be told.
            usage = run(tool, self._args.python, path, target, min(4 * bound, self._args.limit))
            failure = f"failed, status {usage.status}" if usage.status else ""
            if failure and not usage.late:
                print(why(target), file=sys.stderr)
            for left in (path, *self._folder.glob("out*")):
                left.unlink()
            time = f"> {usage.wall:.0f}" if usage.late else f"{usage.wall:.1f}"
            row = [name, tool.title, f"{written / 1e6:.0f}", time, f"{usage.cpu:.1f}"]
            row += [f"{usage.peak / 1e6:.0f}", f"{bound:.0f}"]
            if usage.late or failure:
                return [*row, "**not met**" if usage.late else failure, ""]
            walls.append(usage.wall)
            row.append("met" if usage.wall <= bound else "**not met**")
        return [*row, f"x {walls[1] / walls[0]:.1f}"]


def main() -> None:
    """Run what is asked for."""
    args = options()
    if args.out and not args.out.parent.is_dir():
        sys.exit(f"no folder {args.out.parent}")
    with tempfile.TemporaryDirectory(prefix="benchmark-repeats-") as name:
        bench = Bench(args, Path(name))
        tools = bench.head(chosen(args.tools))
        bench.sizes(tools)
        if args.hostile:
            bench.hostile(tools)
    if args.out:
        args.out.write_text("\n".join(bench.said).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
