"""The part of a run that needs no other: read a text and clean it, here or in several processes."""

import os
import sys
from collections.abc import Generator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from dedup.cli.choice import Way
from dedup.cli.files import read, read_stdin
from dedup.cli.memory import NO_LIMIT, SHORT, need, need_of, see_that_it_fits
from dedup.cli.output import STDIN, Wish
from dedup.cli.screen import is_terminal
from dedup.errors import DedupError, InputError, SelfCheckError
from dedup.model import Report
from dedup.pipeline import clean
from dedup.reports.visible import escaped
from dedup.text import STDIN as UNNAMED
from dedup.text import decode

WORTH = 100_000
"""Bytes that all inputs together have to hold before further processes are begun unasked. To begin
one and to hand a report back takes as long as to clean some kilobytes."""

AT_ONCE = 64_000_000
"""Bytes of text that are cleaned at the same time unasked: each takes some twenty in memory."""


class Task(NamedTuple):
    """A text to clean.

    Attributes:
        name: the file as typed, or `-`.
        label: what standard input is called, or None.
        way: how to read and clean it.
        jobs: how many processes may be at work on it.
        limit: the memory, in bytes, that it may take.
    """

    name: str
    label: str | None
    way: Way
    jobs: int = 1
    limit: int = NO_LIMIT


class Done(NamedTuple):
    """A cleaned text: its report, the bytes that were read, and what its file looked like."""

    report: Report
    data: bytes
    seen: os.stat_result | None


class Failed(NamedTuple):
    """A text that could not be cleaned, for a reason that the user reads."""

    message: str
    status: int


def work(task: Task) -> Done | Failed:
    """Read a text and clean it.

    Raises:
        SelfCheckError: a bug; so is any other exception, which names the text in a note.
    """
    name, seen = task.name, None
    try:
        if name == STDIN:
            name = task.label or UNNAMED
            data = read_stdin("name a FILE", lambda size: _foresee(name, size, task.limit))
        else:
            with suppress(OSError):
                _foresee(name, Path(name).stat().st_size, task.limit)
            data, seen = read(name)
        see_that_it_fits(name, len(data), need_of(data), task.limit)
        # Messages quote the name, which must not speak to the terminal; the document keeps it.
        document = decode(data, escaped(name), task.way.encoding)
        document = replace(document, name=name)
        return Done(clean(document, task.way.settings, jobs=task.jobs), data, seen)
    except SelfCheckError:
        raise
    except DedupError as error:
        return Failed(str(error), error.exit_status)
    except MemoryError:
        return Failed(f"{escaped(name)}: {SHORT}", InputError.exit_status)
    except Exception as error:
        error.add_note(f"while cleaning {escaped(task.name)}")
        raise


def _foresee(name: str, size: int, limit: int) -> None:
    """Refuse a text whose size alone says that it takes too much memory."""
    see_that_it_fits(name, size, need(size), limit)


def results_of(tasks: Sequence[Task], wish: Wish) -> Generator[Done | Failed]:
    """What comes of each text, in their order; a long wait for one is told on a terminal."""
    jobs = min(wish.jobs or _best_jobs(tasks), len(tasks))
    if jobs > 1:  # as many as fit side by side
        jobs = max(1, min(jobs, tasks[0].limit // need(max(_sizes(tasks)))))
    if jobs > 1 and not wish.reads_stdin:  # which is this process's own
        from dedup.pool import in_order

        results = in_order(work, tasks, jobs, _killed)
    else:
        # This process has no other thread at work, so that a copy of it may help.
        results = (work(task._replace(jobs=wish.jobs or _cores())) for task in tasks)
    told = is_terminal(sys.stderr) and not wish.quiet and wish.progress
    with closing(results):
        if not told or os.environ.get("TERM") == "dumb":
            yield from results
            return
        from dedup.cli.progress import Progress

        with closing(Progress([escaped(task.name) for task in tasks])) as progress:
            for _ in tasks:
                with progress:
                    result = next(results)
                yield result


def _best_jobs(tasks: Sequence[Task]) -> int:
    """How many processes to use unasked."""
    if len(tasks) < 2:
        return 1
    sizes = _sizes(tasks)
    if sum(sizes) < WORTH:
        return 1
    return max(1, min(_cores(), AT_ONCE // max(sizes)))


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _sizes(tasks: Sequence[Task]) -> list[int]:
    """The bytes of the texts that are files, 0 for one besides."""
    sizes = [0]
    for task in tasks:
        with suppress(OSError):
            sizes.append(Path(task.name).stat().st_size)
    return sizes


def _killed(task: Task, signal: int) -> Failed:
    return Failed(
        f"{escaped(task.name)}: was not cleaned: its process was killed (signal {signal})\n"
        "perhaps for want of memory; -j 1 takes less",
        InputError.exit_status,
    )
