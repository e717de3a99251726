"""A file written whole or not at all, whatever ends the process on the way.

A file is never written to. Its new bytes go to a file beside it, which takes its place by a rename
when it is complete and on the disk. That file has one name for each target, and a lock that the
system lets go when its process dies, so that

- two processes that write one file do so one after the other;
- what a killed one left beside is known as such by the next one that writes the file, and removed.
"""

import errno
import fcntl
import os
import stat
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PATIENCE = 10.0
"""Seconds that a write waits for another process's write of the same file."""

_PAUSE = 0.02
"""Seconds between two looks at whether that one is over."""

_ACL = "system.posix_acl_access"

_NOT_HERE = frozenset(
    {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.ENODATA, errno.EINVAL, errno.ENOSYS}
)
"""What says that a file system or a user has no such thing as a mode, an owner, an attribute."""


class BusyError(Exception):
    """Another process is writing the file, or something else has the name of the file beside it.

    Attributes:
        beside: that file.
    """

    def __init__(self, beside: Path) -> None:
        super().__init__(str(beside))
        self.beside = beside


class ChangedError(Exception):
    """The file is no more what it was when it was read."""


def exchange(
    target: Path,
    data: bytes,
    *,
    replace: bool,
    mode: int = 0o666,
    seen: os.stat_result | None = None,
) -> None:
    """Give a file new bytes, or leave everything as it was.

    What is replaced hands on its mode, its extended attributes and access list and, where
    permitted, its owner and group.

    Args:
        target: the file, links in its path resolved.
        data: its bytes.
        replace: whether a file that stands there may be replaced.
        mode: the permissions of a file where none stood, less the umask.
        seen: what the file looked like when it was read; it must look so still.

    Raises:
        FileExistsError: a file stands there and may not be replaced.
        BusyError: another process is writing the file.
        ChangedError: it is not as it was seen.
        OSError: it cannot be written.
    """
    beside = _beside(target)
    # What replaces a file is for nobody else to read until it has that file's permissions.
    descriptor = _claim(beside, 0o600 if replace and target.exists() else mode)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        old = _stat(target) if replace else None
        if old is not None:
            _take_over(descriptor, target, old)
        os.fsync(descriptor)
        if seen is not None and not same(seen, target.stat()):
            raise ChangedError
        if old is not None:
            beside.replace(target)
        else:
            _name(beside, target)
    except BaseException:
        with suppress(OSError):
            if _stands_for(descriptor, beside):
                beside.unlink()
        raise
    finally:
        os.close(descriptor)  # and the lock goes with it
    sync(target.parent)


def tidy(target: Path) -> bool:
    """Remove what a killed process left beside a file, if it did; whether nothing is there now."""
    return _remove_left(_beside(target))


def same(one: os.stat_result, other: os.stat_result) -> bool:
    """Whether two looks show the same file with the same bytes, by all that a look shows.

    The time of the last change of anything (ctime) betrays a writer who puts back the other one.
    """
    return os.path.samestat(one, other) and (
        (one.st_size, one.st_mtime_ns, one.st_ctime_ns)
        == (other.st_size, other.st_mtime_ns, other.st_ctime_ns)
    )


def sync(directory: Path) -> None:
    """Have the disk hold the names in a directory, too, where the file system can say so."""
    with suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _beside(target: Path) -> Path:
    """The file in which a target's new bytes are gathered.

    Two targets whose names have one checksum only wait for each other.
    """
    return target.with_name(f".dedup-{zlib.crc32(os.fsencode(target.name)):08x}.tmp")


def _claim(beside: Path, mode: int) -> int:
    """Make the file beside the target, and lock it; its descriptor.

    A lock can be had only after the file is there, so another process may have taken it for one
    that was left, and have removed it. Then it is made again.

    Raises:
        BusyError: another process has it, and keeps it.
        OSError: it cannot be made.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    until = time.monotonic() + PATIENCE
    while True:
        try:
            descriptor = os.open(beside, flags, mode)
        except FileExistsError:
            if not _remove_left(beside):
                if time.monotonic() > until:
                    raise BusyError(beside) from None
                time.sleep(_PAUSE)
            continue
        try:
            if _lock(descriptor) is not False and _stands_for(descriptor, beside):
                return descriptor
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            os.close(descriptor)
            raise
        os.close(descriptor)


def _remove_left(beside: Path) -> bool:
    """Remove a file that no living process has locked; whether nothing is there now."""
    flags = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        try:
            descriptor = os.open(beside, os.O_RDWR | flags)  # some file systems lock no other
        except PermissionError:
            descriptor = os.open(beside, os.O_RDONLY | flags)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        regular = stat.S_ISREG(os.fstat(descriptor).st_mode)
        if not regular or not _lock(descriptor):
            return False
        if _stands_for(descriptor, beside):
            beside.unlink()
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool | None:
    """Whether the lock of a file was had; None where the file system knows no locks."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _stands_for(descriptor: int, path: Path) -> bool:
    """Whether an open file is the one of that name."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


def _take_over(descriptor: int, target: Path, old: os.stat_result) -> None:
    """Give the new file the owner, the mode, the attributes and the access list of the old one.

    What the file system or the user's rights do not allow is left. A group that cannot be kept
    hands its permissions to no other: the user's own group gets only what all have.
    """
    mode = stat.S_IMODE(old.st_mode)
    owned = _allowed(os.fchown, descriptor, old.st_uid, old.st_gid)
    if not owned:
        mode &= 0o777
        if not _allowed(os.fchown, descriptor, -1, old.st_gid):
            mode &= ~0o070 | (mode & 0o007) << 3
    if hasattr(os, "listxattr"):
        _take_over_attributes(descriptor, target)
    _allowed(os.fchmod, descriptor, mode)


def _take_over_attributes(descriptor: int, target: Path) -> None:
    names: list[str] = []
    with suppress(OSError):
        names = os.listxattr(target)
    if _ACL not in names:  # one that the folder gives to new files is none of the old file's
        _allowed(os.removexattr, descriptor, _ACL)
    for name in names:
        with suppress(FileNotFoundError):
            _allowed(lambda name=name: os.setxattr(descriptor, name, os.getxattr(target, name)))


def _allowed(do: Callable[..., object], *given: object) -> bool:
    """Do it; whether it is something that can be done here.

    Raises:
        OSError: it can be, and failed.
    """
    try:
        do(*given)
    except OSError as error:
        if error.errno not in _NOT_HERE:
            raise
        return False
    return True


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
        if os.path.lexists(target):
            raise FileExistsError from None
        beside.replace(target)
    else:
        beside.unlink()
