"""Keys from a terminal, one at a time, and lines; nothing of what they mean.

The terminal gives up its lines only while a key is awaited, so that a pager, an editor, or the
shell after Ctrl-Z find it as they know it. A change of its size, and the return from Ctrl-Z, come
as keys of their own, since what is on the screen has to be drawn again.
"""

import os
import select
import signal
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType, TracebackType
from typing import Any
from unicodedata import normalize

END = "end"
"""Ctrl-D, or the terminal is gone."""
REDRAW = "redraw"
"""What is shown has to be drawn again: Ctrl-L, another size, back from Ctrl-Z."""

_NAMED = {
    "\x04": END,
    "\x0c": REDRAW,
    "\r": "\n",
    "\x1b[A": "k",
    "\x1b[B": "j",
    "\x1b[C": "j",
    "\x1b[D": "k",
}
_AFTER_ESCAPE = 0.05
"""Seconds within which the rest of an arrow key's code follows its escape character."""


class Keyboard:
    """The terminal that is standard input. Use it in a `with` statement.

    Within it, a pipe takes the news of another size or of going on, whenever it comes, so that none
    is lost between a drawing and the wait for a key.
    """

    def __init__(self) -> None:
        self._in = sys.stdin.fileno()
        self._bell, self._rung = -1, -1
        self._former: dict[int, Any] = {}

    def __enter__(self) -> "Keyboard":
        self._bell, self._rung = os.pipe()
        os.set_blocking(self._bell, False)
        os.set_blocking(self._rung, False)
        for number in (signal.SIGWINCH, signal.SIGCONT):
            with suppress(ValueError):  # not the main thread
                self._former[number] = signal.signal(number, self._ring)
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        for number, former in self._former.items():
            signal.signal(number, former)
        os.close(self._bell)
        os.close(self._rung)

    def _ring(self, _number: int, _frame: FrameType | None) -> None:
        with suppress(OSError):
            os.write(self._rung, b"!")

    def key(self) -> str:
        """Wait for a key.

        Returns:
            Its character, in half width where a script's input method has a full-width one; `END`
            or `REDRAW`; or something of several characters for a key without a meaning.
        """
        try:
            before = termios.tcgetattr(self._in)
        except termios.error:  # a terminal that knows lines only
            return (self.line() or END)[:1] or "\n"
        with self._stoppable(before):
            try:
                _give_up_lines(self._in)
                ready = select.select([self._in, self._bell], [], [])[0]
                pressed = b"" if self._bell in ready else self._press()
            finally:
                termios.tcsetattr(self._in, termios.TCSADRAIN, before)
        if self._bell in ready:
            with suppress(OSError):
                os.read(self._bell, 4096)
            return REDRAW
        text = pressed.decode("utf-8", "replace")
        return _NAMED.get(text, normalize("NFKC", text)) if text else END

    def _press(self) -> bytes:
        """The bytes of one key, which is ready to be read."""
        data = self._read(1)
        if data == b"\x1b":
            while select.select([self._in], [], [], _AFTER_ESCAPE)[0] and len(data) < 8:
                data += self._read(1)
                if data[-1:].isalpha() or data[-1:] == b"~":
                    break
            return data
        while data[:1] >= b"\xc0" and len(data) < _LENGTHS[data[0] >> 4]:
            more = self._read(1)
            if not more:
                break
            data += more
        return data

    @contextmanager
    def _stoppable(self, before: list[Any]) -> Iterator[None]:
        """Have Ctrl-Z stop the run with the terminal in the mode that it had before."""

        def stop(number: int, frame: FrameType | None) -> None:
            termios.tcsetattr(self._in, termios.TCSANOW, before)
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            self._ring(number, frame)  # it goes on; at once, where there is no shell to go back to

        former = signal.getsignal(signal.SIGTSTP)
        if former is signal.SIG_DFL and signal.SIGCONT in self._former:
            signal.signal(signal.SIGTSTP, stop)
        try:
            yield
        finally:
            if former is signal.SIG_DFL and signal.SIGCONT in self._former:
                signal.signal(signal.SIGTSTP, former)

    def line(self) -> str | None:
        """Wait for a line; None if it was ended by Ctrl-D, or the terminal is gone."""
        data = self._read(4096)
        while data and not data.endswith(b"\n"):
            more = self._read(4096)
            if not more:
                break
            data += more
        if not data:
            return None
        encoding = sys.stdin.encoding or "utf-8"
        return data.decode(encoding, "surrogateescape").removesuffix("\n")

    def forget(self) -> None:
        """Pass over what was typed ahead."""
        with suppress(termios.error):
            termios.tcflush(self._in, termios.TCIFLUSH)

    def _read(self, size: int) -> bytes:
        try:
            return os.read(self._in, size)
        except OSError:  # the terminal was closed
            return b""


_LENGTHS = {0xC: 2, 0xD: 2, 0xE: 3, 0xF: 4}
"""How many bytes a character of UTF-8 has, by the upper half of the first."""


def _give_up_lines(descriptor: int) -> None:
    """Have keys come as they are pressed, and not be echoed; Ctrl-C and Ctrl-Z work on."""
    mode = termios.tcgetattr(descriptor)
    mode[0] &= ~termios.IXON
    mode[3] &= ~(termios.ICANON | termios.ECHO)
    mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
    termios.tcsetattr(descriptor, termios.TCSADRAIN, mode)
