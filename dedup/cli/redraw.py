"""`dedup report` at work: read a saved report, find its texts where they are needed, draw it."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from dedup.cli import show
from dedup.cli.files import check_input, read, read_stdin, write
from dedup.cli.looks import linker, look_on
from dedup.cli.output import STDIN, STDOUT
from dedup.cli.paths import real_path
from dedup.cli.screen import Screen, complain, is_terminal, remark
from dedup.cli.targets import report_format
from dedup.errors import DedupError, MismatchError, OutputError, UsageError
from dedup.model import Report
from dedup.reports import formats
from dedup.reports.concise import listed
from dedup.reports.load import load
from dedup.reports.look import Look
from dedup.reports.saved import SavedFile, read_report
from dedup.reports.visible import escaped


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks for.

    Attributes:
        saved: the file of the report; `-` for standard input.
        text: the file of the text that it was made of, or None for where it was.
        form: the name of the format, or None.
        output: where to, or None for standard output.
        force: whether a file that stands there may be replaced.
    """

    saved: str
    text: str | None = None
    form: str | None = None
    output: str | None = None
    force: bool = False


def redraw(order: Order, screen: Screen) -> int:
    """Draw a saved report.

    Returns:
        The exit status, 0: that the edits of a text which is not at hand are drawn without it is
        said, and no failure.

    Raises:
        UsageError: it cannot be done as asked, or a text that a patch needs is not there.
        InputError: the report cannot be read.
        MismatchError: a text that a patch needs is another one now.
        OutputError: it cannot be written.
    """
    on_stdout = order.output in (None, STDOUT)
    if on_stdout and sys.stdout is None:
        raise OutputError("standard output is closed\n-o PATH writes the report to a file")
    form = order.form or _form(order.output, on_stdout)
    data = _read(order.saved)
    if formats.FORMATS[form].of_entries:
        drawn = formats.draw_entries(form, load(data, order.saved))
    else:
        found, absent = _with_texts(order, data)
        reports = [each.report for each in found]
        if form != formats.FULL:
            for error in absent.values():
                raise type(error)(f"{error}\nonly with its text can it be drawn as {form}")
            drawn = show.in_form(form, reports, screen)
        else:
            rest = _listed(order, data, absent)
            if on_stdout:
                _show(found, rest, screen, order.text)
                return 0
            drawn = show.in_form(form, reports, screen) if reports else b""
            drawn += rest.encode("utf-8", "backslashreplace")
    if order.output is None or on_stdout:
        show.put_stdout(drawn)
    else:
        _write(order.output, drawn, order)
    return 0


def _form(output: str | None, on_stdout: bool) -> str:
    """The format where none is named: by the suffix of the output, else by who reads it."""
    if output is not None and not on_stdout:
        return report_format(output, None, "-o")
    return formats.FULL if is_terminal(sys.stdout) else formats.CONCISE


def _read(name: str) -> bytes:
    """The bytes of a file, or of standard input."""
    return read_stdin("name a REPORT") if name == STDIN else _read_file(name)


def _read_file(name: str) -> bytes:
    """The bytes of a file; whatever a report calls its text, it is a file."""
    check_input(name)
    return read(name)[0]


class _Found(NamedTuple):
    """A report with its text, and whether the file that this was read from was edited already."""

    report: Report
    after: bool


def _with_texts(order: Order, data: bytes) -> tuple[list[_Found], dict[int, DedupError]]:
    """The reports with their texts; for the others, by their numbers, why their texts are not here.

    Raises:
        UsageError: a FILE was named, and the report is not of one text.
        InputError: the report is damaged.
    """
    files = read_report(data, order.saved)
    if order.text is not None and len(files) != 1:
        raise UsageError(
            f"{escaped(order.saved)}: speaks of {len(files)} texts, and FILE can be but one\n"
            "leave it out: texts are read from where they were"
        )
    found = [
        _with_text(file, _read_file if order.text is None else _read, order.text or file.name)
        for file in files
    ]
    absent = {k: each for k, each in enumerate(found) if isinstance(each, DedupError)}
    return [each for each in found if isinstance(each, _Found)], absent


def _with_text(
    file: SavedFile, read_text: Callable[[str], bytes], name: str
) -> _Found | DedupError:
    """The report with its text, or why that is not at hand."""
    try:
        data = read_text(name)
    except DedupError as error:
        return error
    try:
        return _Found(file.report(data), sha256(data).hexdigest() != file.before)
    except MismatchError as error:
        return error


def _listed(order: Order, data: bytes, absent: Mapping[int, DedupError]) -> str:
    """The edits of texts that are not at hand, one a line; that they are is said."""
    if not absent:
        return ""
    for error in absent.values():
        complain(f"{str(error).partition(chr(10))[0]}: its edits are listed without the text")
    whole = load(data, order.saved)
    return listed({**whole, "files": [whole["files"][k] for k in absent]})


def _show(found: Sequence[_Found], rest: str, screen: Screen, text: str | None) -> None:
    """Draw the full report on standard output, and below it what is only listed."""
    drawn = ""
    if found:
        drawn = show.drawn([each.report for each in found], _look(found, screen, text), ())
    show.page_stdout(drawn + rest, screen)


def _look(found: Sequence[_Found], screen: Screen, text: str | None) -> Look:
    """How to draw on standard output; `text` is the file that was named, or None."""
    after = {each.after for each in found}
    look = look_on(sys.stdout, screen, links=len(after) == 1, links_after=True in after)
    if look.link is not None and text is not None:
        address = linker()
        return look._replace(link=lambda _, line: address(text, line))
    return look


def _write(path: str, data: bytes, order: Order) -> None:
    """Write the report to a file that is neither the saved one nor a text.

    Raises:
        UsageError: it is one of them, or stands there and may not be replaced.
        OutputError: it cannot be written.
    """
    for name in filter(None, (order.saved, order.text)):
        if real_path(name) == real_path(path):
            raise UsageError(f"{escaped(path)}: is an input, too\ngive another PATH")
    write(path, data, replace=order.force)
    remark(f"wrote {escaped(path)}\n")
