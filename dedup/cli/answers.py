"""The answers of a review, kept so that nothing ends it before they are on the disk.

A file for each text that was reviewed, in the state folder, named by the text's path and the hash
of its bytes: answers to another text are never taken for answers to this one. A line each, as JSON:
first what the file is about, then an event each (see `dedup.review.session`). A line is added and
brought to the disk before the next question is asked. What a power cut leaves of a last line is cut
off; a line that cannot be read is passed over.
"""

import fcntl
import hashlib
import json
import os
from pathlib import Path
from types import TracebackType
from typing import Any

from dedup.cli.atomic import sync
from dedup.cli.paths import real_path
from dedup.cli.state import forget_the_oldest, home
from dedup.errors import DedupError, OutputError
from dedup.reports.visible import escaped
from dedup.review.events import Event

KEPT = 200
"""How many reviews are remembered; those not touched for longest are forgotten."""


class Answers:
    """The file of one review, open to be added to. Use it in a `with` statement.

    Attributes:
        path: the file.
        events: what it held when it was opened.
    """

    def __init__(self, name: str, data: bytes) -> None:
        """Open the answers for a text, or begin them.

        Args:
            name: the path of the text.
            data: its bytes.

        Raises:
            OutputError: they cannot be kept, or another review of this text is under way.
        """
        self.path = path_of(name, data)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            self._file = os.open(self.path, flags, 0o600)
        except (OSError, RuntimeError) as error:
            raise self._failed(error) from None
        try:
            self._lock(name)
            self.events = self._load(name, data)
        except OSError as error:
            os.close(self._file)
            raise self._failed(error) from None
        except DedupError:
            os.close(self._file)
            raise
        forget_the_oldest(self.path.parent, KEPT)

    def __enter__(self) -> "Answers":
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        os.close(self._file)

    def add(self, event: Event) -> None:
        """Keep an event; when this returns, it is on the disk.

        Raises:
            OutputError: it cannot be kept.
        """
        try:
            self._append(dict(event))
        except OSError as error:
            raise self._failed(error) from None

    def _append(self, value: dict[str, Any]) -> None:
        rest = memoryview(f"{json.dumps(value)}\n".encode())
        while rest:
            rest = rest[os.write(self._file, rest) :]
        os.fsync(self._file)

    def _lock(self, name: str) -> None:
        """See that nobody else adds to this file; where the file system knows no locks, trust."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(
                f"{escaped(name)}: is under review in another terminal\nfinish that one first"
            ) from None
        except OSError:
            pass

    def _load(self, name: str, data: bytes) -> list[Event]:
        with os.fdopen(os.dup(self._file), "rb") as file:
            file.seek(0)
            held = file.read()
        whole = held.rfind(b"\n") + 1
        if whole < len(held):  # the last line was torn
            os.ftruncate(self._file, whole)
        events = [value for line in held[:whole].splitlines() if (value := _parsed(line))]
        if not events:
            digest = hashlib.sha256(data).hexdigest()
            self._append({"review": real_path(name), "sha256": digest})
            sync(self.path.parent)
        return [event for event in events if "do" in event]

    def _failed(self, error: Exception) -> OutputError:
        why = getattr(error, "strerror", None) or str(error)
        return OutputError(
            f"{escaped(str(self.path))}: answers cannot be kept: {why}\n"
            "XDG_STATE_HOME names the folder for them"
        )


def path_of(name: str, data: bytes) -> Path:
    """The file for the answers to a text; links in its path are followed."""
    place = hashlib.sha256(os.fsencode(real_path(name))).hexdigest()
    return home() / "review" / f"{place[:16]}-{hashlib.sha256(data).hexdigest()[:48]}.jsonl"


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
