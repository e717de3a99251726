"""Compute something in a copy of this process, while this one goes on.

What is computed is a function of what the process holds, so whether a copy does it or the process
itself makes no difference to the result; where a copy cannot be made or fails, the process does it.
"""

import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

T = TypeVar("T")

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
"""What ends this process must not find the copy half set up."""


@contextmanager
def beside(work: Callable[[], T], jobs: int) -> Iterator[Callable[[], T]]:
    """Have something computed beside what the `with` block does.

        with beside(lambda: count(second_half), jobs) as rest:
            total = count(first_half) + rest()

    Args:
        work: computes it; changes nothing that is needed later, writes nothing, and returns what
            pickle can write.
        jobs: how many processes may be at work. With one, or on a system where a copy of a process
            may not go on safely, `work` is done when it is asked for.

    Yields:
        What returns the result. The copy ends with the block at the latest.
    """
    copy = _Copy(work) if jobs > 1 and sys.platform == "linux" else None
    if copy is None or not copy.pid:
        yield work
        return
    try:
        yield lambda: copy.result(work)
    finally:
        copy.end()


class _Copy:
    """A copy of this process that computes something and hands it back through a pipe.

    Attributes:
        pid: its number; 0 if there is none, or none any more.
    """

    def __init__(self, work: Callable[[], object]) -> None:
        self.pid = 0
        try:
            self._line, line = os.pipe()
        except OSError:
            return
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # numpy's threads are idle
                self.pid = os.fork()
            if not self.pid:
                _serve(work, line)
        except OSError:  # no room for another process
            os.close(self._line)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            os.close(line)

    def result(self, work: Callable[[], T]) -> T:
        """What the copy hands back; if that is nothing whole, what the work comes to here."""
        with open(self._line, "rb", closefd=False) as file:
            try:
                value: T = pickle.load(file)
            except (EOFError, pickle.UnpicklingError):
                return work()
        return value

    def end(self) -> None:
        """End the copy, whatever it is at."""
        os.close(self._line)
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with suppress(ChildProcessError):  # where ended children are not waited for
            os.waitpid(self.pid, 0)


def _serve(work: Callable[[], object], line: int) -> None:
    """Do the work in the copy, and end it."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells it to all
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        with open(line, "wb") as file:
            pickle.dump(work(), file, pickle.HIGHEST_PROTOCOL)
    finally:
        # At once: past what the process means to do in the end, and whatever is raised.
        os._exit(0)
