"""Documents built to make a duplicate finder slow, and the bound within which each must finish."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from benchmarks.repeats.paragraphs import made

SECONDS, SECONDS_PER_MB = 5.0, 1.0
"""The bound: so many seconds, and so many more for every megabyte."""

_PIECE = 1 << 20
_LINE = b"the same line\n"
_FEW_WORDS = ("sand", "salt", "wind", "rain", "road", "gate", "mill", "boat")
_FEW_HAN = "盐田木门风雨路船"
_BLOCK = 300  # characters


def bound(size: int) -> float:
    """The seconds within which a hostile document of `size` bytes must be done."""
    return SECONDS + SECONDS_PER_MB * size / 1e6


def one_character(size: int) -> Iterator[bytes]:
    """One character, again and again, without a line end."""
    for first in range(0, size, _PIECE):
        yield b"a" * min(_PIECE, size - first)


def equal_lines(size: int) -> Iterator[bytes]:
    """One line, again and again."""
    count = size // len(_LINE)
    step = _PIECE // len(_LINE)
    for first in range(0, count, step):
        yield _LINE * min(step, count - first)


def one_line(size: int) -> Iterator[bytes]:
    """Different prose without a single line end."""
    paragraphs, _ = made(size, 2)
    yield " ".join(paragraphs).encode()


def shared_shingles(size: int) -> Iterator[bytes]:
    """Different blocks of eight words, or of eight Han characters: all share most shingles."""
    rng = Random(3)
    done = 0
    while done < size:
        if rng.random() < 0.5:
            block = " ".join(rng.choices(_FEW_WORDS, k=_BLOCK // 5)) + "."
        else:
            block = "".join(rng.choices(_FEW_HAN, k=_BLOCK // 3)) + "。"
        data = (block + "\n\n").encode()
        done += len(data)
        yield data


# name: (what makes it, its full size in bytes)
DOCUMENTS: dict[str, tuple[Callable[[int], Iterator[bytes]], int]] = {
    "one character repeated": (one_character, 10_000_000),
    "ten million equal lines": (equal_lines, 10_000_000 * len(_LINE)),
    "one line": (one_line, 50_000_000),
    "blocks that share their shingles": (shared_shingles, 10_000_000),
}


def write(name: str, size: int, path: Path) -> int:
    """Write a hostile document of about `size` bytes; returns its size in bytes."""
    with path.open("wb") as file:
        return sum(file.write(piece) for piece in DOCUMENTS[name][0](size))
