"""What a run shows: text, patch and report on the streams, and the files of `--report`."""

import os
import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TextIO

from dedup.cli.files import stdout_error
from dedup.cli.looks import look_in_file, look_on
from dedup.cli.output import Plan, Show, Text, Wish
from dedup.cli.screen import (
    Screen,
    StreamClosedError,
    encoded,
    put,
    remark,
)
from dedup.model import Report
from dedup.patterns import regex
from dedup.reports import formats
from dedup.reports.concise import check_lines, summary_line
from dedup.reports.look import Look
from dedup.reports.visible import escaped

_UNQUOTED = regex(r"[\w@%+=:,./-]+")
"""Names that need no quotes in a shell: those of `shlex.quote`, and with letters of any script."""


def bytes_of(report: Report, cleaned: bytes, what: Show, stream: TextIO | None) -> bytes:
    """What a stream shows of one input as soon as it is done.

    Raises:
        UsageError: no patch can be made of text in this encoding.
    """
    if what is Show.TEXT:
        return cleaned
    if what is Show.PATCH:
        return formats.draw(formats.PATCH, [report])
    lines: list[str] = []
    if what is Show.SUMMARY:
        lines = [summary_line(report)]
    elif what is Show.CONCISE:
        lines = check_lines(report)
    return b"" if stream is None else encoded(stream, "".join(f"{line}\n" for line in lines))


def put_stdout(data: bytes) -> None:
    """Write to standard output.

    Raises:
        OutputError: it takes no more.
    """
    if not data:
        return
    try:
        put(sys.stdout, data)
    except OSError as error:
        raise stdout_error(error) from None


def put_stderr(data: bytes) -> None:
    """Write to standard error; that nobody reads it stops nothing."""
    if sys.stderr is not None:
        with suppress(OSError, StreamClosedError):
            put(sys.stderr, data)


def draw(
    reports: Sequence[Report],
    plan: Plan,
    screen: Screen,
    wrote: Sequence[str],
    next_steps: Sequence[tuple[str, str]],
) -> None:
    """Draw the report on the stream that shows it, if one does.

    Args:
        reports: of the inputs that were done.
        plan: which stream shows what.
        screen: how to draw.
        wrote: lines that say what was written.
        next_steps: commands to type next, each with what it is for before it.

    Raises:
        OutputError: standard output takes no more.
    """
    stream = {plan.stderr: sys.stderr, plan.stdout: sys.stdout}.get(Show.RICH)
    if stream is None:
        return
    look = look_on(stream, screen, links_after=plan.text is Text.IN_PLACE)
    text = drawn(reports, look, _footer(wrote, next_steps, look.width))
    if stream is sys.stderr:
        remark(text)
        return
    page_stdout(text, screen)


def page_stdout(text: str, screen: Screen) -> None:
    """Write a drawn report to standard output, through a pager where one is wanted.

    Raises:
        OutputError: it takes no more.
    """
    from dedup.cli.pager import page

    try:
        page(text, screen.paging, os.environ)
    except OSError as error:
        raise stdout_error(error) from None


def in_form(form: str, reports: Sequence[Report], screen: Screen) -> bytes:
    """The bytes of a report in a format, for a file or for a stream that takes any.

    Raises:
        UsageError: no patch can be made of text in this encoding.
    """
    return formats.draw(form, reports, look_in_file(screen))


def drawn(reports: Sequence[Report], look: Look, footer: Sequence[str]) -> str:
    """The full report, with a final newline."""
    from dedup.reports.terminal import render

    text = render(reports, look, footer=footer)
    return text.removesuffix("\n") + "\n"


def hints(wish: Wish, text: Text, *, changed: bool) -> list[tuple[str, str]]:
    """What to type next; nothing where that would do other than what is on the screen."""
    if text not in (Text.SIBLING, Text.NOWHERE, Text.IN_PLACE) or len(wish.files) != 1:
        return []
    name = wish.files[0]
    if name.startswith("-") or escaped(name) != name:
        return []
    quoted = name if _UNQUOTED.fullmatch(name) else shlex.quote(name)
    if text is Text.IN_PLACE:
        return [("take it back", f"dedup undo {quoted}")] if wish.undo_log and changed else []
    if wish.tuned:
        return []
    return [
        ("step through", f"dedup review {quoted}"),
        ("in place", f"dedup clean -i {quoted}"),
        ("patch", f"dedup clean --diff {quoted}"),
    ]


def _footer(wrote: Sequence[str], next_steps: Sequence[tuple[str, str]], width: int) -> list[str]:
    """The last lines of a report: what was written, and what to type next, in a row if it fits."""
    if not next_steps:
        return list(wrote)
    from rich.cells import cell_len

    *above, last = wrote or ["nothing written"]
    row = "   ".join([last, *(f"{what} {command}" for what, command in next_steps)])
    if cell_len(row) <= width:
        return [*above, row]
    label = max(len(what) for what, _ in next_steps)
    rows = [f"{what:<{label}}  {command}" for what, command in next_steps]
    indent = cell_len(last) + 3
    if indent + max(map(cell_len, rows)) > width:
        return [*above, last, *(f"  {row}" for row in rows)]
    return [*above, f"{last}   {rows[0]}", *(" " * indent + row for row in rows[1:])]
