"""Bytes from files and to them: read whole, written whole or not at all."""

import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from io import BufferedReader
from pathlib import Path
from typing import cast

from dedup.cli import atomic
from dedup.cli.paths import real_path
from dedup.errors import InputError, OutputError, UsageError
from dedup.reports.visible import escaped
from dedup.text import STDIN

_TICK = 15_000_000
"""Nanoseconds; more than a tick of the clock by which files are dated."""

_EFFECTIVE = os.access in os.supports_effective_ids
_PIECE = 1 << 16
"""Bytes of a pipe that are read at a time."""


def stdout_error(error: OSError) -> OutputError:
    """What is said of a standard output that takes no more."""
    return OutputError(f"standard output: cannot be written: {error.strerror}")


def check_input(name: str) -> None:
    """See that a name stands for a file, before anything is done.

    Raises:
        UsageError: there is none, or it is a directory, a pipe or a device.
    """
    try:
        mode = Path(name).stat().st_mode if name else 0
    except (FileNotFoundError, NotADirectoryError, ValueError):
        mode = 0  # ValueError: no file can be called so, with a NUL or half a character in its name
    except OSError:
        return  # it may be there: reading it will tell why it cannot be read
    if not mode:
        raise UsageError(f"{escaped(name) or repr(name)}: no such file")
    if stat.S_ISDIR(mode):
        raise UsageError(f"{escaped(name)}: is a directory\nname the files in it")
    if not stat.S_ISREG(mode):
        raise UsageError(
            f"{escaped(name)}: is a pipe or a device, not a file\n"
            f"read it with  dedup clean < {escaped(name)}"
        )


def check_links(name: str) -> None:
    """See that a file has one name only, since a rename would part it from the others.

    The one that a killed run left is none, and is removed.

    Raises:
        UsageError: it has several.
    """
    tidy(name)
    try:
        links = Path(name).stat().st_nlink
    except OSError:
        return
    if links > 1:
        raise UsageError(
            f"{escaped(name)}: has {links} hard links, which replacing it would part\n"
            "write elsewhere with  -o PATH"
        )


def read(name: str) -> tuple[bytes, os.stat_result]:
    """All bytes of a file, and what it looked like when they were read.

    Raises:
        InputError: it cannot be read, or it changed meanwhile.
    """
    try:
        # Not to wait for a writer, should a pipe have taken the file's place.
        descriptor = os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            seen = os.fstat(descriptor)
            if not stat.S_ISREG(seen.st_mode):
                raise InputError(f"{escaped(name)}: is no file any more; nothing was read")
            _let_a_tick_pass(seen)
            data = file.read()
            unchanged = atomic.same(seen, os.fstat(descriptor))
    except OSError as error:
        raise InputError(f"{escaped(name)}: cannot be read: {error.strerror}") from None
    if not unchanged:
        raise InputError(f"{escaped(name)}: changed while it was read\nrun dedup again")
    return data, seen


def _let_a_tick_pass(seen: os.stat_result) -> None:
    """See that a change of the file from now on gives it another time.

    The clock of a file system ticks every 1 to 10 ms. Two changes within a tick look like one, if
    they leave the size as it was, and the second might come after the file was read.
    """
    age = time.time_ns() - seen.st_mtime_ns
    if 0 <= age < _TICK:
        time.sleep((_TICK - age) / 1e9)


def read_stdin(advice: str, check: Callable[[int], None] = lambda _: None) -> bytes:
    """All of standard input.

    Args:
        advice: what to do where there is none.
        check: is told how many bytes were read, again and again; what it raises ends the reading.

    Raises:
        UsageError: it is closed.
        InputError: it cannot be read.
    """
    if sys.stdin is None:
        raise UsageError(f"standard input is closed\n{advice}")
    data = bytearray()
    try:
        # Not `read`, which asks a terminal for more after its end.
        read_some = cast(BufferedReader, sys.stdin.buffer).read1
        while piece := read_some(_PIECE):
            data += piece
            check(len(data))
        return bytes(data)
    except OSError as error:
        raise InputError(f"{STDIN}: cannot be read: {error.strerror}") from None


def write(
    name: str,
    data: bytes,
    *,
    replace: bool = False,
    like: os.stat_result | None = None,
    seen: os.stat_result | None = None,
) -> None:
    """Write a file whole, or leave everything as it was (`dedup.cli.atomic`).

    Symbolic links are followed. A device or pipe is written to as it is.

    Args:
        name: where to.
        data: its bytes.
        replace: whether a file that stands there may be replaced.
        like: the file whose permissions a new one gets, less the umask; those of the umask alone
            where None.
        seen: what the file looked like when it was read; it must look so still.

    Raises:
        UsageError: a file stands there and may not be replaced, or has several hard links.
        InputError: the file changed since it was seen.
        OutputError: it cannot be written, or another process is writing it.
    """
    label = escaped(name)
    mode = stat.S_IMODE(like.st_mode) & 0o666 if like else 0o666
    try:
        target = Path(real_path(name))
        old = target.stat() if os.path.lexists(target) else None
        if old is not None and not stat.S_ISREG(old.st_mode):
            with target.open("wb") as file:
                file.write(data)
            return
        if old is not None and replace:
            check_links(name)
            if not os.access(target, os.W_OK, effective_ids=_EFFECTIVE):
                raise OutputError(
                    f"{label}: is write-protected; left as it is\nchmod u+w lets it be written"
                )
        atomic.exchange(target, data, replace=replace, mode=mode, seen=seen)
    except FileExistsError:
        raise UsageError(
            f"{label}: exists already; nothing was written to it\n--force replaces it"
        ) from None
    except atomic.ChangedError:
        raise InputError(
            f"{label}: changed since it was read; left as it is\nrun dedup again"
        ) from None
    except atomic.BusyError as busy:
        raise OutputError(
            f"{label}: is being written by another process; left as it is\n"
            f"if none is: remove  {escaped(str(busy.beside))}"
        ) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{label}: cannot be written: {error.strerror}") from None


def tidy(name: str) -> None:
    """Remove what a killed run left beside a file that this run is to write."""
    with suppress(OSError, ValueError):
        atomic.tidy(Path(real_path(name)))
