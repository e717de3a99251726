"""What `dedup corpus` finds, and what it takes.

    python -m benchmarks.corpus [--size 1,10] [--memory 2G] [--jobs 0] [--within none] [--out FILE]

For each size, in megabytes: precision, recall and F1, the share removed of each class, time,
memory. A peer is a command that reads CORPUS.jsonl (`id`, `text`) and writes OUTPUT.jsonl with the
ids and texts that it keeps; `TOOLS` is the place for it.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.corpus.generate import write
from benchmarks.corpus.measure import measure
from benchmarks.corpus.score import score

Maker = Callable[[Path, Path, argparse.Namespace], list[str]]


def _dedup(corpus: Path, output: Path, given: argparse.Namespace) -> list[str]:
    options = ["--memory", given.memory, "-j", str(given.jobs), "--within", given.within]
    files = [str(corpus), "-o", str(output), "--id-field", "id", "-q"]
    return [sys.executable, "-m", "dedup", "corpus", *files, *options]


TOOLS: dict[str, Maker] = {"dedup": _dedup}


def rows(given: argparse.Namespace) -> Iterator[str]:
    """The lines of the result."""
    for size in given.size.split(","):
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            corpus, output = Path(folder, "corpus.jsonl"), Path(folder, "output.jsonl")
            write(int(float(size) * 1e6), corpus, given.seed)
            for name, command in TOOLS.items():
                found = measure(command(corpus, output, given))
                if found.status:
                    yield f"{name}, {size} MB: failed with status {found.status}"
                    continue
                yield (
                    f"{name}, {size} MB: {found.seconds:.1f} s, {found.processor:.1f} s of "
                    f"processors, {float(size) / found.seconds:.2f} MB/s, "
                    f"{found.rss / 1e6:.0f} MB RSS, {found.pss / 1e6:.0f} MB PSS"
                )
                yield from score(corpus, output).lines()
                output.unlink()


def main() -> None:
    """Measure, and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", default="1,10")
    parser.add_argument("--memory", default="2G")
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--within", default="none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", help="where to put the corpora on the way")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    lines = []
    for line in rows(given):
        print(line, flush=True)
        lines.append(line)
    if given.out is not None:
        given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
