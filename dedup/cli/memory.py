"""How much memory a text will take, how much there is, and a refusal before the machine swaps.

The estimate is that of `python -m benchmarks.memory`, which measures it anew: so much for the
program, for each byte, line and block. It errs upwards.
"""

import os
from contextlib import suppress
from pathlib import Path

from dedup.errors import InputError, UsageError
from dedup.patterns import regex
from dedup.reports.visible import escaped

_PROGRAM, _PER_BYTE, _PER_LINE, _PER_BLOCK, _PER_DIFFERENT = 110_000_000, 24, 500, 200, 2300
"""Bytes of memory: for the program with a word list or two; for each byte of a text; for each line
that is not blank; for each block, be it a paragraph or, where there are none, a line; and for each
block that is not just another one again."""

_LONG_LINES, _PER_BYTE_OF_LONG_LINES = 100_000, 14
"""Where lines are longer on average, so much more is wanted for each byte: a stutter may be as long
as its line."""

_PIECE, _SAMPLES = 1 << 22, 8
"""Bytes that are looked at together; of so many stretches of a text lines are compared."""

_SIZE = regex(r"([0-9]{1,15}(?:\.[0-9]{1,3})?) ?([KkMmGgTt]?)i?[Bb]?")
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}

NO_LIMIT = 1 << 62
"""More than any machine has."""

SHORT = "takes more memory than there is; nothing was written of it\nsplit it"
"""What is said where an allocation fails, in spite of all."""

_CGROUPS = (
    ("memory.max", "memory.current"),
    ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"),
)
"""What a container may use and does use, in the second and the first version of control groups."""

_CACHE = ("inactive_file", "total_inactive_file")
"""What of that use the kernel gives back at once: files that were read, in both versions."""


def need(size: int, lines: int = 0, blocks: int = 0, different: float = 1.0) -> int:
    """An estimate of the memory, in bytes, that it takes to clean a text.

    Args:
        size: of the text, in bytes.
        lines: how many lines are known to be in it.
        blocks: how many blocks.
        different: the share of them that are no copies, in [0, 1].
    """
    per_block = _PER_BLOCK + int(different * _PER_DIFFERENT)
    return _PROGRAM + _PER_BYTE * size + _PER_LINE * lines + per_block * blocks


def need_of(data: bytes) -> int:
    """The same of a text that was read; linear, and with little memory of its own."""
    lines, paragraphs = _counts(data)
    blocks = paragraphs if paragraphs > 1 else lines
    long = _PER_BYTE_OF_LONG_LINES * len(data) if len(data) > _LONG_LINES * lines else 0
    return need(len(data), lines, blocks, _different(data)) + long


def _counts(data: bytes) -> tuple[int, int]:
    """The lines of a text that are not empty, and its paragraphs; in any encoding, about."""
    import numpy as np

    lines = wide = 0
    end = b"\n" if b"\n" in data else b"\r"
    for begin in range(0, len(data), _PIECE):
        piece = data[begin : begin + _PIECE]
        if end == b"\n":
            piece = piece.replace(b"\r", b"")
        ends = np.zeros(len(piece) + 2, dtype=bool)
        ends[2:] = np.frombuffer(piece, dtype=np.uint8) == end[0]
        lines += int(np.count_nonzero(ends[2:] & ~ends[1:-1]))
        wide += int(np.count_nonzero(ends[2:] & ends[1:-1] & ~ends[:-2]))
    return lines + 1, wide + 1


def _different(data: bytes) -> float:
    """The share of lines that are no copies, in some stretches of a text."""
    step = max(1, len(data) // _SAMPLES)
    own = [data[at : at + (_PIECE >> 6)].splitlines()[1:-1] for at in range(0, len(data), step)]
    lines = [line for some in own for line in some]
    return len({*lines}) / len(lines) if lines else 1.0


def largest(limit: int) -> int:
    """The size of the largest text, in bytes, that may fit in so much memory."""
    return max(0, (limit - _PROGRAM) // _PER_BYTE)


def see_that_it_fits(name: str, size: int, wanted: int, limit: int) -> None:
    """Refuse a text that takes too much.

    Args:
        name: what the user calls it.
        size: in bytes; all of it, or as much as was read.
        wanted: the memory that it takes.
        limit: the memory that there is.

    Raises:
        InputError: it takes more.
    """
    if wanted > limit:
        raise InputError(
            f"{escaped(name)}: {shown(size)} of text would take some {shown(wanted)} of memory, "
            f"and may take {shown(max(limit, 0))}\n"
            f"split it, or allow more with  --max-memory {_rounded_up(wanted)}"
        )


def parsed(text: str) -> int | None:
    """A size as the command line has it: `800M`, `4G`; None for an empty text, which is no limit.

    Raises:
        ValueError: it is none; the message says what one is.
    """
    if not text:
        return None
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise ValueError("a size such as 800M or 4G, or 0 for no limit")
    return int(float(match[1]) * _UNITS[match[2].upper()]) or NO_LIMIT


def limit_of(text: str) -> int:
    """The memory that a run may take, in bytes: what is asked for, else what is free.

    Raises:
        UsageError: it is no size.
    """
    try:
        asked = parsed(text)
    except ValueError as error:
        raise UsageError(f"--max-memory {escaped(text)}: has to be {error}") from None
    return available() if asked is None else asked


def available() -> int:
    """The memory, in bytes, that can be had without swapping; a great deal where nobody can say."""
    free = [NO_LIMIT, *_of_machine(), *_of_containers(), *_of_process()]
    return min(free)


def _of_machine() -> list[int]:
    """What Linux calls available; elsewhere half of what there is."""
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return [int(line.split()[1]) << 10]
    with suppress(OSError, ValueError, AttributeError):
        return [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2]
    return []


def _of_containers(root: Path = Path("/sys/fs/cgroup")) -> list[int]:
    """What the control groups of this process leave, if they set a limit."""
    out = []
    for most, used in _CGROUPS:
        with suppress(OSError, ValueError):
            limit = int((root / most).read_text(encoding="ascii"))
            current = int((root / used).read_text(encoding="ascii"))
            out.append(limit - current + _cached((root / used).with_name("memory.stat")))
    return out


def _cached(stat: Path) -> int:
    with suppress(OSError, ValueError):
        rows = (line.split() for line in stat.read_text(encoding="ascii").splitlines())
        return max((int(number) for name, number in rows if name in _CACHE), default=0)
    return 0


def _of_process() -> list[int]:
    """What `ulimit -v` leaves, if it is set."""
    with suppress(ImportError, OSError, ValueError, IndexError):
        from resource import RLIM_INFINITY, RLIMIT_AS, getrlimit

        soft, _ = getrlimit(RLIMIT_AS)
        if soft != RLIM_INFINITY:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
            return [soft - pages * os.sysconf("SC_PAGE_SIZE")]
    return []


def shown(size: int) -> str:
    """A size to read: two digits or three, in the units of `parsed`."""
    for name, unit in [*_UNITS.items()][:0:-1]:
        if size >= unit:
            number = size / unit
            return f"{number:.1f} {name}B" if number < 10 else f"{number:.0f} {name}B"
    return f"{size} bytes"


def _rounded_up(size: int) -> str:
    """A size to type that is no less."""
    name, unit = ("G", 1 << 30) if size >= 1 << 30 else ("M", 1 << 20)
    return f"{-(-size // unit)}{name}"
