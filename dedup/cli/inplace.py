"""The one way in which a file is replaced where it stands: kept, remembered, then written whole."""

import os
from contextlib import suppress
from pathlib import Path

from dedup.cli.files import read, tidy, write
from dedup.errors import InputError
from dedup.model import Report
from dedup.reports.visible import escaped


def put_in_place(
    name: str,
    new: bytes,
    seen: os.stat_result | None,
    report: Report | None,
    *,
    backup: str | None = None,
    force: bool = False,
) -> list[str]:
    """Give a file new bytes.

    Args:
        name: the file.
        new: the bytes.
        seen: what the file looked like when it was read; it must look so still.
        report: what is done to it, for `dedup undo`; None where undo is not to know of it.
        backup: the suffix under which the old bytes are kept, or None.
        force: whether a backup that exists may be replaced.

    Returns:
        Lines that say what was written.

    Raises:
        UsageError: a backup stands there already, or the file has several hard links.
        InputError: the file changed since it was seen.
        OutputError: it cannot be written.
    """
    kept = back_up(name, backup, force) if backup is not None else []
    if report is not None:
        from dedup.cli import history  # only now, since a pipe needs none of it

        history.keep(name, report, new)
    write(name, new, replace=True, seen=seen)
    return [*kept, f"wrote {escaped(name)}"]


def back_up(name: str, suffix: str, force: bool) -> list[str]:
    """Keep the file that stands there, if one does, under its name with the suffix.

    A backup that holds the same bytes already is as good: a run that was killed after making it
    can be repeated.

    Raises:
        UsageError: another file of that name exists, and may not be replaced.
        OutputError: it cannot be written.
    """
    if not Path(name).is_file():
        return []
    data, seen = read(name)
    backup = name + suffix
    if holds(backup, data):
        tidy(backup)
    else:
        write(backup, data, replace=force, like=seen)
    return [f"kept {escaped(backup)}"]


def holds(name: str, data: bytes) -> bool:
    """Whether a file holds these very bytes."""
    with suppress(OSError, InputError):
        return Path(name).stat().st_size == len(data) and read(name)[0] == data
    return False
