"""Time of the repair arm, beside the duplicate arm and what others do of the kind.

    python -m benchmarks.repair [--size 1,10,100] [--rounds N] [--python PEERS] [--out FILE]

The texts are those of `benchmarks.repeats`, of one language each, repeats and all. English is
wrapped; into every tenth paragraph damage is put. A run is a whole process, from file to file.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median

import numpy as np

from benchmarks.damage import (
    Damage,
    column_break,
    column_break_between_words,
    contaminated,
    hyphenated,
    lost_hyphen,
    spaces_behind_marks,
    wrapped,
)
from benchmarks.repeats.corpus import make
from benchmarks.repeats.paragraphs import CHINESE, ENGLISH, SEPARATOR, Manner, in_manner
from benchmarks.repeats.tables import machine, table
from benchmarks.repeats.tools import Tool, Usage, run, versions, why
from dedup.model import KINDS, REMOVALS

_DAMAGED = 10  # every so many paragraphs
_WIDTH = 66
_ROUNDS = 3
_LIMIT = 3600.0
_REPEATS = "duplicate arm"
_REPAIR = "repair arm"

LANGUAGES: dict[str, tuple[Manner, Sequence[Damage]]] = {
    "Chinese": (CHINESE, (column_break, spaces_behind_marks, contaminated)),
    "English": (ENGLISH, (column_break, column_break_between_words, hyphenated, lost_hyphen)),
}


def text_of(language: str, size: int, seed: int, folder: Path) -> str:
    """A damaged text of about `size` bytes; its paragraphs are left in a file of the folder."""
    manner, damages = LANGUAGES[language]
    rng = Random(seed)
    different, _ = in_manner(manner, size, np.random.default_rng(seed))
    folder.mkdir(exist_ok=True)
    (folder / "paragraphs.txt").write_text(SEPARATOR.join(different), encoding="utf-8")
    paragraphs = make(size, seed, folder).text.rstrip("\n").split(SEPARATOR)
    for k, paragraph in enumerate(paragraphs):
        if k % _DAMAGED == 0:
            paragraphs[k] = rng.choice(damages)(f"{paragraph}\n", rng).text.rstrip("\n")
        elif not manner.han:
            paragraphs[k] = wrapped(paragraph, _WIDTH)
    return SEPARATOR.join(paragraphs) + "\n"


def _dedup(name: str, kinds: Sequence[str]) -> Tool:
    def command(_: str, source: Path, target: Path) -> list[str]:
        fixed = [sys.executable, "-m", "dedup", "clean", "-q", "-f", "-o", str(target)]
        return [*fixed, "--only", ",".join(kinds), str(source)]

    return Tool("dedup", name, "", command, lambda *_: {})


def _peer(name: str, package: str = "") -> Tool:
    def command(python: str, source: Path, target: Path) -> list[str]:
        return [python, "-m", "benchmarks.repair_peers", name, str(source), str(target)]

    return Tool(name, "default", package, command, lambda *_: {})


TOOLS: Sequence[Tool] = (
    _dedup(_REPEATS, ["remove"]),
    _dedup(_REPAIR, [kind for kind in KINDS if kind not in REMOVALS]),
    _peer("ftfy", "ftfy"),
    _peer("autocorrect", "autocorrect-py"),
    _peer("unwrapping"),
)


def main() -> None:
    """Print the tables; keep them where asked to."""
    args = _options()
    said: list[str] = []

    def say(line: str) -> None:
        print(line, flush=True)
        said.append(line)

    found = versions(args.python, sorted({tool.package for tool in TOOLS if tool.package}))
    say(f"# Repair, {datetime.now(UTC):%Y-%m-%d}\n")
    say(f"`python -m benchmarks.repair --size {args.size} --rounds {args.rounds}`\n")
    say(f"- {machine()}")
    say("- " + ", ".join(f"{name} {number or 'not installed'}" for name, number in found.items()))
    say("- wall and CPU seconds are medians of the rounds, peak memory is the largest\n")
    tools = [tool for tool in TOOLS if not tool.package or found[tool.package]]
    walls: dict[tuple[str, float, str], float] = {}
    sizes = sorted(float(size) for size in args.size.split(","))
    with tempfile.TemporaryDirectory(prefix="benchmark-repair-") as folder:
        for language in LANGUAGES:
            for size in sizes:
                source = Path(folder) / "in.txt"
                text = text_of(language, int(size * 1e6), args.seed, Path(folder) / "given")
                source.write_text(text, encoding="utf-8")
                say(f"## {language}, {size:g} MB\n")
                rows = []
                for tool in tools:
                    usages = _runs(tool, args.python, source, args.rounds)
                    wall = median(usage.wall for usage in usages)
                    walls[language, size, tool.setting if tool.name == "dedup" else tool.name] = (
                        wall
                    )
                    rows.append(_row(tool, usages, walls[language, size, _REPEATS]))
                say(table(["tool", "s", "CPU s", "peak MB", "by the duplicate arm"], rows) + "\n")
    say("## Growth of the repair arm\n")
    rows = [
        [language, f"{one:g} to {two:g} MB", f"x {_times(walls, language, one, two):.1f}"]
        for language in LANGUAGES
        for one, two in pairwise(sizes)
    ]
    say(table(["language", "size", "time"], rows))
    if args.out:
        args.out.write_text("\n".join(said).rstrip() + "\n", encoding="utf-8")


def _times(walls: dict[tuple[str, float, str], float], language: str, a: float, b: float) -> float:
    return walls[language, b, _REPAIR] / walls[language, a, _REPAIR]


def _runs(tool: Tool, python: str, source: Path, rounds: int) -> list[Usage]:
    target = source.with_name("out.txt")
    usages = []
    for _ in range(rounds):
        usage = run(tool, python, source, target, _LIMIT)
        if usage.status:
            sys.exit(f"{tool.title} failed\n{why(target)}")
        usages.append(usage)
    return usages


def _row(tool: Tool, usages: Sequence[Usage], duplicates: float) -> list[str]:
    wall = median(usage.wall for usage in usages)
    cpu = median(usage.cpu for usage in usages)
    peak = max(usage.peak for usage in usages)
    name = tool.title if tool.name == "dedup" else tool.name
    return [name, f"{wall:.2f}", f"{cpu:.2f}", f"{peak / 1e6:.0f}", f"x {wall / duplicates:.2f}"]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="1,10", help="megabytes, with commas")
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--python", default=sys.executable, help="the interpreter of the peers")
    parser.add_argument("--out", type=Path, help="keep the tables there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
