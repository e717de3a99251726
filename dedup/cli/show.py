"""What a run shows: text, patch and report on the streams, and the files of `--report`."""

import os
import shlex
import sys
from collections.abc import Sequence

from dedup.cli.files import OutputError
from dedup.cli.output import Plan, Show, Text, Wish
from dedup.cli.screen import Screen, is_terminal, put, remark, wants_color, width_of
from dedup.cli.targets import report_suffix
from dedup.model import Report, Settings
from dedup.patterns import regex
from dedup.reports.concise import check_lines, summary_line
from dedup.reports.visible import escaped

FILE_WIDTH = 80
"""Cells of a drawn report in a file, unless `--width` says otherwise: the same everywhere."""

_UNQUOTED = regex(r"[\w@%+=:,./-]+")
"""Names that need no quotes in a shell: those of `shlex.quote`, and with letters of any script."""


def bytes_of(report: Report, cleaned: bytes, what: Show) -> bytes:
    """What standard output shows of one input as soon as it is done.

    Raises:
        UsageError: no patch can be made of text in this encoding.
    """
    if what is Show.TEXT:
        return cleaned
    return _patch(report) if what is Show.PATCH else b""


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
        raise OutputError(f"standard output: cannot be written: {error.strerror}") from None


def remark_on(report: Report, what: Show) -> None:
    """Show on standard error what it shows of one input as soon as it is done."""
    if what is Show.SUMMARY:
        remark(summary_line(report) + "\n")
    elif what is Show.CONCISE:
        remark("".join(f"{line}\n" for line in check_lines(report)))


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
    width = screen.width or width_of(stream, os.environ)
    color = wants_color(screen.color, is_terminal(stream), os.environ)
    drawn = _drawn(reports, width, color, screen, _footer(wrote, next_steps, width))
    if stream is sys.stderr:
        remark(drawn)
        return
    from dedup.cli.pager import page

    try:
        page(drawn, screen.paging, os.environ)
    except OSError as error:
        raise OutputError(f"standard output: cannot be written: {error.strerror}") from None


def report_file(path: str, reports: Sequence[Report], screen: Screen) -> bytes:
    """The bytes of a report in the format that the suffix of its path names.

    Raises:
        UsageError: no patch can be made of text in this encoding.
    """
    suffix = report_suffix(path)
    if suffix == ".json":
        return json_of(reports)
    if suffix == ".txt":
        drawn = _drawn(reports, screen.width or FILE_WIDTH, False, screen, ())
        return drawn.encode("utf-8", "backslashreplace")
    return b"".join(map(_patch, reports))


def json_of(reports: Sequence[Report]) -> bytes:
    """The JSON report; a byte of a name that is not UTF-8 becomes an escape that JSON knows."""
    from dedup.reports.json import to_json

    return (to_json(reports).removesuffix("\n") + "\n").encode("utf-8", "backslashreplace")


def _patch(report: Report) -> bytes:
    from dedup.reports.patch import to_patch

    return to_patch(report).encode(report.document.encoding)


def _drawn(
    reports: Sequence[Report], width: int, color: bool, screen: Screen, footer: Sequence[str]
) -> str:
    from dedup.reports.terminal import render

    drawn = render(reports, width=width, color=color, verbose=screen.verbose, footer=footer)
    return drawn.removesuffix("\n") + "\n"


def hints(wish: Wish, text: Text, settings: Settings) -> list[tuple[str, str]]:
    """What to type next; nothing where that would do other than what is on the screen."""
    if text not in (Text.SIBLING, Text.NOWHERE) or len(wish.files) != 1:
        return []
    name = wish.files[0]
    if name.startswith("-") or escaped(name) != name:
        return []
    if settings != Settings() or wish.encoding != Wish().encoding:
        return []
    name = name if _UNQUOTED.fullmatch(name) else shlex.quote(name)
    return [("in place", f"dedup clean -i {name}"), ("patch", f"dedup clean --diff {name}")]


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
