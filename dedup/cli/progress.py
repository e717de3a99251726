"""How far a long run has come, said on a terminal while there is nothing else to say."""

import os
import sys
import threading
import time
from types import TracebackType

from dedup.cli.screen import remark, width_of

AFTER = 2.0
"""Seconds; of a shorter run nothing is said."""
EVERY = 0.2
"""Seconds between two lines."""

_CLEAR = "\r\x1b[K"
"""Back to the begin of the line, and empty it."""


class Progress:
    """A line that is there while the run waits for a text, and gone when anything else is shown.

    Args:
        names: the texts, as messages name them.
    """

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._since = time.monotonic()
        self._at = -1
        self._waiting = False
        self._drawn = False
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> None:
        """Wait for the next text."""
        self._at += 1
        if self._thread is None:
            self._thread = threading.Thread(target=self._tell, daemon=True)
            self._thread.start()
        self._waiting = True

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        """The text is there, or it will never be."""
        with self._lock:
            self._waiting = False
            if self._drawn:
                remark(_CLEAR)
            self._drawn = False

    def close(self) -> None:
        """Say nothing more."""
        self._ended.set()

    def _tell(self) -> None:
        while not self._ended.wait(EVERY):
            seconds = time.monotonic() - self._since
            if seconds < AFTER:
                continue
            with self._lock:
                if self._waiting:
                    remark(f"{_CLEAR}{self._line(seconds)}")
                    self._drawn = True

    def _line(self, seconds: float) -> str:
        from rich.cells import cell_len, set_cell_size

        many = f" ({self._at + 1} of {len(self._names)})" if len(self._names) > 1 else ""
        rest = f"{many}  {seconds:.0f} s"
        room = width_of(sys.stderr, os.environ) - len(rest) - len("cleaning ") - 1
        name = self._names[self._at]
        if cell_len(name) > room:
            name = f"{set_cell_size(name, max(room - 1, 1)).rstrip()}…"
        return f"cleaning {name}{rest}"
