"""Bytes from files and to them: read whole, written whole or not at all.

A file is never written to. Its new bytes go to a file beside it, which takes its place by a rename
when it is complete and on the disk; whatever interrupts that leaves the old file as it stood.
"""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from dedup.errors import DedupError, InputError, UsageError
from dedup.reports.visible import escaped
from dedup.text import STDIN


class OutputError(DedupError):
    """An output cannot be written; nothing of it was."""

    exit_status: ClassVar[int] = 3


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

    Raises:
        UsageError: it has several.
    """
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
        with Path(name).open("rb") as file:
            seen = os.fstat(file.fileno())
            data = file.read()
            unchanged = _same(seen, os.fstat(file.fileno()))
    except OSError as error:
        raise InputError(f"{escaped(name)}: cannot be read: {error.strerror}") from None
    if not unchanged:
        raise InputError(f"{escaped(name)}: changed while it was read\nrun dedup again")
    return data, seen


def read_stdin(advice: str) -> bytes:
    """All of standard input.

    Args:
        advice: what to do where there is none.

    Raises:
        UsageError: it is closed.
        InputError: it cannot be read.
    """
    if sys.stdin is None:
        raise UsageError(f"standard input is closed\n{advice}")
    try:
        return sys.stdin.buffer.read()
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
    """Write a file whole, or leave everything as it was.

    Symbolic links are followed. What is replaced hands on its mode, its extended attributes and,
    where permitted, its owner. A device or pipe is written to as it is.

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
        OutputError: it cannot be written.
    """
    target = Path(os.path.realpath(name))
    try:
        old = target.stat() if target.exists() else None
        if old is not None and not stat.S_ISREG(old.st_mode):
            with target.open("wb") as file:
                file.write(data)
            return
        if old is not None and replace:
            check_links(name)
        _exchange(target, data, old if replace else None, like, seen)
    except FileExistsError:
        raise UsageError(
            f"{escaped(name)}: exists already; nothing was written to it\n--force replaces it"
        ) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{escaped(name)}: cannot be written: {error.strerror}") from None


def _exchange(
    target: Path,
    data: bytes,
    old: os.stat_result | None,
    like: os.stat_result | None,
    seen: os.stat_result | None,
) -> None:
    """Write beside the target, then rename; `old` is what may be replaced, or None."""
    beside = target.with_name(f".dedup-{os.urandom(8).hex()}.tmp")
    # What replaces a file is for nobody else to read until it has that file's permissions.
    mode = 0o600 if old is not None else stat.S_IMODE(like.st_mode) & 0o666 if like else 0o666
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if old is not None:
                _take_over(beside, target, old)
            os.fsync(descriptor)
        if seen is not None and not _same(seen, target.stat()):
            raise InputError(
                f"{escaped(str(target))}: changed since it was read; left as it is\nrun dedup again"
            )
        if old is not None:
            beside.replace(target)
        else:
            _name(beside, target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    _sync(target.parent)


def _take_over(new: Path, target: Path, old: os.stat_result) -> None:
    """Give the new file the owner, mode and extended attributes of the old one."""
    from shutil import copystat

    with suppress(PermissionError):
        os.chown(new, old.st_uid, old.st_gid)
    copystat(target, new)
    os.utime(new)  # its bytes are new, whatever copystat says of their age


def _name(beside: Path, target: Path) -> None:
    """Give a new file its name, unless one of that name stands there.

    A link fails where a rename would overwrite. Where the file system knows no links, a look
    before the rename has to do.

    Raises:
        FileExistsError: a file of that name stands there.
    """
    try:
        target.hardlink_to(beside)
    except FileExistsError:
        raise
    except OSError:
        if target.exists():
            raise FileExistsError from None
        beside.replace(target)
    else:
        beside.unlink()


def _sync(directory: Path) -> None:
    """Have the disk hold the new name, too, where the file system can say so."""
    with suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _same(one: os.stat_result, other: os.stat_result) -> bool:
    """Whether two looks show the same file with the same bytes, by all that a look shows."""
    return os.path.samestat(one, other) and (one.st_size, one.st_mtime_ns) == (
        other.st_size,
        other.st_mtime_ns,
    )
