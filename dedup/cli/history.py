"""What `dedup undo` goes by: the report of every write in place, kept in the state folder.

A report is kept before its file is written, under the file's path and the hash of the bytes that it
gets. So a file finds the report of its last write by what it is now, and one that has changed since
finds none. The newest are kept.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from dedup.cli.files import write
from dedup.cli.paths import real_path
from dedup.cli.screen import complain
from dedup.cli.state import forget_the_oldest, home
from dedup.errors import DedupError
from dedup.model import Report
from dedup.reports.visible import escaped

KEPT = 500
"""How many writes can be taken back: a book of as many pages, cleaned at once, still can be."""

KEPT_BYTES = 256_000_000
"""How much space their reports may take; the newest is kept whatever it takes."""


def keep(name: str, report: Report, written: bytes) -> None:
    """Keep the report of a write that is about to be made.

    That this cannot be done is no reason not to write, and is told.

    Args:
        name: the file.
        report: what is done to it.
        written: the bytes that it gets.
    """
    from dedup.reports.json import to_json

    path = home() / "undo" / f"{_place(name)}-{_digest(written)}.json"
    here = replace(report.document, name=real_path(name))
    # What was not done need not be taken back.
    brief = replace(report, document=here, held=(), dropped=(), clusters=())
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        data = to_json([brief]).encode("utf-8", "backslashreplace")
        write(str(path), data, replace=True)
    except (DedupError, OSError, RuntimeError):
        complain(
            f"{escaped(name)}: this cannot be remembered, so dedup undo will not take it back\n"
            "XDG_STATE_HOME names the folder for it"
        )
        return
    forget_the_oldest(path.parent, KEPT, KEPT_BYTES)


def kept(name: str, data: bytes) -> bytes | None:
    """The report of the write that gave a file the bytes that it has, or None."""
    path = home() / "undo" / f"{_place(name)}-{_digest(data)}.json"
    with suppress(OSError):
        return path.read_bytes()
    return None


def others(name: str) -> Iterator[bytes]:
    """The reports of all writes of a file, whatever it holds now; the newest first."""
    with suppress(OSError):
        found = (home() / "undo").glob(f"{_place(name)}-*.json")
        for path in sorted(found, key=lambda path: -path.stat().st_mtime_ns):
            yield path.read_bytes()


def _place(name: str) -> str:
    """The path of a file, links followed, in few characters."""
    return hashlib.sha256(os.fsencode(real_path(name))).hexdigest()[:16]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:48]
