"""`dedup review`: what is reviewed, its answers, and the report that is left in the end."""

import os
import sys
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from dedup.cli.answers import Answers
from dedup.cli.choice import Way
from dedup.cli.conclusion import Conclusion
from dedup.cli.files import check_input, read
from dedup.cli.keys import Keyboard
from dedup.cli.memory import need_of, see_that_it_fits
from dedup.cli.reviewer import Reviewer
from dedup.cli.screen import Screen, is_terminal, remark
from dedup.cli.show import in_form
from dedup.cli.state import is_own, tidy_own, write_own
from dedup.errors import MismatchError, UsageError
from dedup.model import Report
from dedup.pipeline import clean
from dedup.reports.saved import is_report, read_report
from dedup.reports.tally import plural
from dedup.reports.visible import escaped
from dedup.review.outcome import outcome
from dedup.review.session import Session
from dedup.text import decode


@dataclass(frozen=True, slots=True)
class _Reviewed:
    """What is reviewed.

    Attributes:
        name: the file.
        data: its bytes.
        seen: what it looked like when they were read.
        report: what was found in it.
        again: what to type to go on with this review.
    """

    name: str
    data: bytes
    seen: os.stat_result
    report: Report
    again: str


def run(path: str, way: Way, screen: Screen, report: str | None, limit: int) -> int:
    """Review a file, or a saved report.

    Args:
        path: the file, or the report.
        way: how to read and clean it.
        screen: how to draw.
        report: where to leave the JSON report of the review, or None.
        limit: the memory, in bytes, that it may take.

    Returns:
        The exit status.

    Raises:
        UsageError: there is no terminal, or no such file.
        InputError: a file cannot be read.
        MismatchError: the file is not as it was when the report was made.
        OutputError: the answers cannot be saved.
    """
    if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        raise UsageError(
            "review asks on a terminal, and standard input or standard error is none\n"
            "without one:  dedup clean --report r.json FILE,  then  dedup apply r.json"
        )
    if report is not None and Path(report).exists() and not is_own(report):
        raise UsageError(
            f"--report {escaped(report)}: exists, and not as dedup left it; nothing was done\n"
            "give another name"
        )
    if report is not None:
        tidy_own(report)
    reviewed = _read(path, way, limit)
    with Answers(reviewed.name, reviewed.data) as answers:
        session = Session(reviewed.report, answers.events)
        if not session.items:
            remark(f"{escaped(reviewed.name)}: nothing to review\n")
            return 0
        with Keyboard() as keyboard:
            conclusion = Conclusion(reviewed.name, reviewed.seen, session, keyboard, reviewed.again)
            Reviewer(session, answers.add, conclusion.ask, keyboard, screen, reviewed.again).run()
        if report is not None:
            _leave_report(report, session, screen)
        return 0


def _read(path: str, way: Way, limit: int) -> _Reviewed:
    check_input(path)
    data, seen = read(path)
    see_that_it_fits(path, len(data), need_of(data), limit)
    again = f"dedup review {escaped(path)}"
    if not is_report(data):
        document = replace(decode(data, escaped(path), way.encoding), name=path)
        return _Reviewed(path, data, seen, clean(document, way.settings), again)
    saved = read_report(data, path)
    if len(saved) != 1:
        raise UsageError(
            f"{escaped(path)}: speaks of {plural(len(saved), 'file')}\n"
            "review them one by one:  dedup review FILE"
        )
    name = saved[0].name
    check_input(name)
    data, seen = read(name)
    if sha256(data).hexdigest() != saved[0].before:
        raise MismatchError(
            f"{escaped(name)}: is not as it was when {escaped(path)} was made\n"
            f"review it as it is:  dedup review {escaped(name)}"
        )
    return _Reviewed(name, data, seen, saved[0].report(data), again)


def _leave_report(path: str, session: Session, screen: Screen) -> None:
    """Leave the report of the review as it stands, in the place of an earlier one."""
    data = in_form("json", [outcome(session)], screen)
    write_own(path, data)
    remark(f"wrote {escaped(path)}\n")
