"""Work shared among processes, its results in the order in which it was given.

Each process does one piece at a time and hands back what came of it; it writes nothing, so that
whoever asked for the work may stop at any moment and leave nothing half done. Made here rather than
by `concurrent.futures` because that waits for what is under way when it is interrupted, and by no
`multiprocessing.Pool` because that waits for ever for a process that was killed.
"""

import os
import signal
import sys
import warnings
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple, TypeVar

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

METHOD = "fork" if sys.platform == "linux" else "spawn"
"""How a process begins. A copy of this one has all modules loaded, in 5 ms; on other systems a copy
may not go on safely."""

_AHEAD = 4
"""Pieces a process that are done before the one is whose turn it is; they wait in memory."""

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class WorkerError(Exception):
    """Holds the traceback of an error in another process, as text."""


class _Worker(NamedTuple):
    process: BaseProcess
    line: Connection

    def end(self) -> None:
        """End the process, whatever it is at; no harm to one that has ended."""
        self.process.kill()
        self.process.join()
        self.line.close()


def in_order(
    work: Callable[[_Task], _Result],
    tasks: Sequence[_Task],
    jobs: int,
    died: Callable[[_Task, int], _Result],
    method: str = METHOD,
) -> Generator[_Result]:
    """Do the work in processes; the results come in the order of the tasks.

    The processes end when all is done, when the iterator is closed, and when this process ends.

    Args:
        work: a function of a module, which pickle finds by its name.
        tasks: what to work on; pickle can write them, and the results.
        jobs: how many processes at most, 1 or more.
        died: what comes of a task whose process was killed, by which signal (or with which status).
        method: how a process begins, as `multiprocessing.get_context` has it.

    Raises:
        Exception: what the work raised, in its turn; its cause holds the traceback.
    """
    # All at once, before this process has a thread of its own, of which copies would know nothing.
    workers = [_begin(work, method) for _ in range(min(jobs, len(tasks)))]
    return _results(workers, lambda: _begin(work, method), tasks, jobs, died)


def _results(
    idle: list[_Worker],
    another: Callable[[], _Worker],
    tasks: Sequence[_Task],
    jobs: int,
    died: Callable[[_Task, int], _Result],
) -> Generator[_Result]:
    busy: dict[Connection, tuple[_Worker, int]] = {}
    done: dict[int, tuple[bool, Any]] = {}
    given = turn = 0
    try:
        while turn < len(tasks):
            while given < len(tasks) and len(busy) < jobs and given < turn + _AHEAD * jobs:
                worker = idle.pop() if idle else another()
                busy[worker.line] = worker, given
                try:
                    worker.line.send(tasks[given])
                except OSError:  # it has died, or waits for what does not come; reading will tell
                    worker.process.kill()
                given += 1
            if turn in done:
                yield _opened(*done.pop(turn))
                turn += 1
                continue
            for line in wait([*busy]):
                assert isinstance(line, Connection)
                worker, index = busy.pop(line)
                try:
                    done[index] = worker.line.recv()
                    idle.append(worker)
                except (EOFError, OSError):
                    worker.process.join()
                    done[index] = True, died(tasks[index], -(worker.process.exitcode or 0))
                    worker.line.close()
    finally:
        for worker in (*idle, *(worker for worker, _ in busy.values())):
            worker.end()


def _opened(good: bool, value: Any) -> Any:
    if good:
        return value
    error, account = value
    error.__cause__ = WorkerError(account)
    raise error


def _begin(work: Callable[[Any], Any], method: str) -> _Worker:
    context: Any = get_context(method)
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(work, theirs, ours), daemon=True)
    # What ends this process must not find the other one half set up.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # numpy's threads are idle
            process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    theirs.close()
    return _Worker(process, ours)


def _serve(work: Callable[[Any], Any], line: Connection, other: Connection) -> None:
    """Do what comes along the line, until it is closed."""
    other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells it to all; the asker decides
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    with suppress(EOFError, OSError):  # nobody asks any more
        while True:
            line.send(_outcome(work, line.recv()))
    os._exit(0)  # past what the copied process meant to do in the end


def _outcome(work: Callable[[Any], Any], task: Any) -> tuple[bool, Any]:
    try:
        return True, work(task)
    except Exception as error:
        import pickle
        import traceback

        account = "".join(traceback.format_exception(error))
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:
            error = RuntimeError(f"{type(error).__name__}: {error}")
        return False, (error, account)


class Crew:
    """Processes that stay from one list of tasks to the next, with what they have loaded.

    Args:
        work: a function of a module, which pickle finds by its name.
        jobs: how many processes at most, 1 or more.
        method: how a process begins, as `multiprocessing.get_context` has it.
    """

    def __init__(self, work: Callable[[_Task], Any], jobs: int, method: str = METHOD) -> None:
        self._work = work
        self._jobs = jobs
        self._method = method
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, tuple[_Worker, int]] = {}

    def each(
        self, tasks: Sequence[_Task], died: Callable[[_Task, int], Exception]
    ) -> Generator[tuple[int, Any]]:
        """Do some tasks, begun in their order; what came of each with its number, as it comes.

        Args:
            tasks: what to work on; pickle can write them, and the results.
            died: the error to raise for a task whose process was killed, by which signal.

        Raises:
            Exception: what the work raised; its cause holds the traceback.
        """
        given = 0
        while given < len(tasks) or self._busy:
            while given < len(tasks) and len(self._busy) < self._jobs:
                worker = self._idle.pop() if self._idle else _begin(self._work, self._method)
                self._busy[worker.line] = worker, given
                with suppress(OSError):  # it has died; reading will tell
                    worker.line.send(tasks[given])
                given += 1
            for line in wait([*self._busy]):
                assert isinstance(line, Connection)
                worker, index = self._busy.pop(line)
                try:
                    good, value = worker.line.recv()
                except (EOFError, OSError):
                    worker.process.join()
                    worker.line.close()
                    raise died(tasks[index], -(worker.process.exitcode or 0)) from None
                self._idle.append(worker)
                yield index, _opened(good, value)

    def close(self) -> None:
        """End the processes, whatever they are at."""
        for worker in (*self._idle, *(worker for worker, _ in self._busy.values())):
            worker.end()
        self._idle, self._busy = [], {}
