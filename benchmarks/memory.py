"""How much memory a text takes, by its size and its form, and whether `--max-memory` foresees it.

    python -m benchmarks.memory --size 1,10,100

For each form of text and each size in megabytes: the peak of `dedup clean`, and the need that
`dedup.cli.memory` estimates, before it is read (from its size alone) and after (its lines counted).
Exit status 1 if an estimate of what was read is less than the peak. What would take more than is
free is left out, and said so.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.prose import prose
from benchmarks.repeats.hostile import equal_lines, one_character
from benchmarks.repeats.paragraphs import made
from dedup.cli.memory import available, need, need_of

ROOT = Path(__file__).parent.parent
MEASURE = ROOT / "benchmarks" / "repeats" / "measure.py"
SLOW_FROM = 1_000_000
"""Bytes; of the forms that take long for their size no larger text is made."""


def _mixed(size: int) -> bytes:
    return "\n\n".join(made(size, 4)[0]).encode()


def _repeated(size: int) -> bytes:
    """Every paragraph twice, far apart."""
    paragraphs = made(size // 2, 5)[0]
    return "\n\n".join([*paragraphs, *paragraphs]).encode()


def _again(text: str) -> Callable[[int], bytes]:
    """A text again and again, each time with another number in its paragraphs."""

    def make(size: int) -> bytes:
        out, done, n = [], 0, 0
        while done < size:
            n += 1
            piece = text.replace("\n\n", f" {n}\n\n").encode()
            out.append(piece)
            done += len(piece)
        return b"".join(out)[:size].decode(errors="ignore").encode()

    return make


def _numbered(size: int) -> bytes:
    return "".join(f"{n}\n" for n in range(size // 6)).encode()[:size]


FORMS: dict[str, Callable[[int], bytes]] = {
    "prose, Chinese and English": _mixed,
    "the same with one emoji": lambda size: "😀\n\n".encode() + _mixed(size),
    "each paragraph twice": _repeated,
    "German prose over and over": _again(prose("de")[0]),
    "equal lines": lambda size: b"".join(equal_lines(size)),
    "lines of a number": _numbered,
    "one character": lambda size: b"".join(one_character(size)),
    "blank lines": lambda size: b"\n" * size,
    "one line of prose": lambda size: _mixed(size).replace(b"\n\n", b" "),
}
SLOW = frozenset({"lines of a number", "German prose over and over"})


def peak_of(path: Path, folder: Path, limit: float) -> tuple[int, float, int]:
    """The peak in bytes, the CPU seconds and the exit status of cleaning a file."""
    out = folder / "facts.json"
    command = [sys.executable, "-m", "dedup", "clean", "-q", "--max-memory", "0", str(path)]
    subprocess.run(
        [sys.executable, "-I", "-S", str(MEASURE), str(out), str(limit), *command],
        check=True,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(folder)},
    )
    facts = json.loads(out.read_text(encoding="utf-8"))
    return facts["peak"], facts["user"] + facts["system"], facts["status"]


def main() -> int:
    """Measure, print, and compare."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--size", default="1,10", help="megabytes, with commas")
    parser.add_argument("--forms", default="", help="with commas; a part of the name will do")
    parser.add_argument("--seconds", type=float, default=1200.0, help="for one text")
    asked = parser.parse_args()
    print("| text | MB | peak MB | by its size | by its lines, too | CPU s |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    short = 0
    with TemporaryDirectory() as name:
        folder = Path(name)
        for form, make in FORMS.items():
            if not any(part in form for part in asked.forms.split(",")):
                continue
            for size in (int(float(mb) * 1e6) for mb in asked.size.split(",")):
                if form in SLOW and size > SLOW_FROM:
                    print(f"| {form} | {size / 1e6:g} | left out: it takes long | | | |")
                    continue
                data = make(size)
                least, read = need(len(data)), need_of(data)
                if read > available():
                    print(f"| {form} | {size / 1e6:g} | left out: too much for now | | | |")
                    continue
                path = folder / "text.txt"
                path.write_bytes(data)
                del data
                peak, cpu, status = peak_of(path, folder, asked.seconds)
                short += peak > read
                wrong = "" if not status else f" (exit status {status})"
                row = (peak, least, read)
                shown = " | ".join(f"{n / 1e6:,.0f}" for n in row)
                print(f"| {form} | {size / 1e6:g} | {shown} | {cpu:.1f}{wrong} |", flush=True)
    return int(short > 0)


if __name__ == "__main__":
    sys.exit(main())
