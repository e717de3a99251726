"""How a run ends: every exception becomes an exit status and at most one message.

::

    0, 1      as the work says
    2, 3      a DedupError: its own status; 3 where the system refuses something, or memory runs out
    70        a bug: the account goes to the state folder, one line to the user
    130, 143  a signal: silence; half-written files are gone
    141       nobody reads standard output any more: silence
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from dedup.cli.screen import StreamClosedError, complain, hush
from dedup.errors import DedupError, SelfCheckError
from dedup.reports.visible import escaped

REFUSED = 3
BUG = 70
PIPE_CLOSED = 128 + signal.SIGPIPE
INTERRUPTED = 128 + signal.SIGINT

_ENDING = (signal.SIGTERM, signal.SIGHUP)
"""Signals that would end the process on the spot, and leave half-written files behind."""


class _EndedError(BaseException):
    """One of the ending signals came."""


def status_of(work: Callable[[], int]) -> int:
    """Do the work, whatever happens to it, and return the exit status."""
    _open_closed_streams()
    try:
        with _ending_signals_raise():
            status = work()
            if sys.stdout is not None:
                sys.stdout.flush()
            return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except _EndedError as end:
        return 128 + int(end.args[0])
    except (StreamClosedError, BrokenPipeError):
        hush(sys.stdout)
        return PIPE_CLOSED
    except SelfCheckError as error:
        return _bug(error)
    except DedupError as error:
        complain(str(error))
        return error.exit_status
    except OSError as error:  # the machine's fault: no more memory, files, space, processes
        complain(f"{escaped(str(error.filename or 'cannot go on'))}: {error.strerror or error}")
        return REFUSED
    except MemoryError:
        from dedup.cli.memory import SHORT

        complain(f"the input {SHORT}")
        return REFUSED
    except Exception as error:
        return _bug(error)


def die_of_signal(status: int) -> None:
    """Where the status stands for a signal that ended the run, end of that signal indeed.

    A shell loop goes on after a program that exits with 130, and stops with one that SIGINT ended.
    """
    number = status - 128
    if number in (signal.SIGINT, *_ENDING):
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)


def _bug(error: Exception) -> int:
    """Write down what happened, and tell the user where."""
    import platform
    import traceback

    from dedup import __version__
    from dedup.cli.state import record_crash

    what = [f"{type(error).__name__}: {error}", *getattr(error, "__notes__", ())]
    account = record_crash(
        f"dedup {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"arguments: {sys.argv[1:]!r}\n\n{''.join(traceback.format_exception(error))}"
    )
    kept = f"; the account is in {escaped(str(account))}" if account else ""
    complain(f"a bug in dedup: {escaped('; '.join(what))}\nthe file at hand is untouched{kept}")
    return BUG


@contextmanager
def _ending_signals_raise() -> Iterator[None]:
    """Have the ending signals raise, so that what is half done is undone.

    One that is ignored stays so (nohup), and a thread that is not the main one cannot ask for this.
    """
    before = {}
    for number in _ENDING:
        if signal.getsignal(number) is signal.SIG_DFL:
            with suppress(ValueError):
                before[number] = signal.signal(number, _raise)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _raise(number: int, _: FrameType | None) -> None:
    raise _EndedError(number)


def _open_closed_streams() -> None:
    """Open /dev/null in place of a standard stream that was closed by the parent.

    Else the next file that is opened would become it.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
