"""Where the cleaned text and the report go: one rule, as a table of pure functions.

The text goes to standard output, the report to standard error. `-o` and `-i` send the text to a
file instead. Where standard output is a terminal and the input a file, the report is drawn there
and the text goes to a file beside the input.
"""

import os
from enum import Enum
from typing import NamedTuple

from dedup.errors import UsageError
from dedup.reports.formats import CONCISE, FULL, JSON, PATCH
from dedup.reports.visible import escaped

STDIN = "-"

SIBLING = "{stem}.clean{suffix}"
"""The name of a cleaned text beside its input."""

STDOUT = "-"
"""The PATH of `--report` and `-o` that stands for standard output."""


class Text(Enum):
    """Where the cleaned text goes."""

    NOWHERE = "nowhere"
    STDOUT = "standard output"
    SIBLING = "a file beside the input"
    OUTPUT = "the file of -o"
    IN_PLACE = "the input's place"


class Show(Enum):
    """What a stream shows."""

    NOTHING = "nothing"
    TEXT = "the cleaned text"
    RICH = "the drawn report"
    CONCISE = "one line an edit"
    SUMMARY = "one line a file"
    PATCH = "a patch"
    FORM = "the report in a format of its own"


_SHOWN_AS = {FULL: Show.RICH, CONCISE: Show.CONCISE, PATCH: Show.PATCH}
"""How a stream shows a report of these formats; others are drawn when all inputs are done."""


class Wish(NamedTuple):
    """What the command line says of inputs and outputs.

    Attributes:
        files: the inputs as typed; `-` for standard input; empty for standard input, too.
        label: what standard input is called in reports, or None.
        output: the PATH of `-o`, or None.
        sibling: a template for the name of a text beside its input.
        reports: the PATHs of `--report`; `-` for standard output.
        form: the format of the report, as `--report-format` has it, or None.
        suffix: of backups, appended to the file's name.
        jobs: how many processes to use; 0 for what is best.
        max_memory: how much memory a text may take, as `--max-memory` has it.
        tuned: whether options say how to clean, which another command would have to be told, too.
        progress: whether to say on a terminal how far a long run has come.

    The others are flags, named as their options.
    """

    files: tuple[str, ...] = ()
    label: str | None = None
    output: str | None = None
    sibling: str = SIBLING
    in_place: bool = False
    backup: bool = False
    suffix: str = ".orig"
    force: bool = False
    undo_log: bool = True
    check: bool = False
    diff: bool = False
    json: bool = False
    reports: tuple[str, ...] = ()
    form: str | None = None
    quiet: bool = False
    jobs: int = 0
    max_memory: str = ""
    tuned: bool = False
    progress: bool = True

    @property
    def reads_stdin(self) -> bool:
        """Whether standard input is one of the inputs."""
        return not self.files or STDIN in self.files

    @property
    def report_on_stdout(self) -> bool:
        """Whether standard output is to have the report, in whatever format, and no text."""
        return self.diff or self.json or STDOUT in self.reports


class Plan(NamedTuple):
    """Where the text goes, and what the two streams show.

    Attributes:
        text: where the cleaned text goes.
        stdout: what standard output shows.
        stderr: what standard error shows.
        form: the format of the report on a stream that shows `FORM`.
    """

    text: Text
    stdout: Show
    stderr: Show
    form: str = JSON


def plan(wish: Wish, *, stdout_terminal: bool, stderr_terminal: bool) -> Plan:
    """The row of the table that this run is in.

    Raises:
        UsageError: the options do not go together.
    """
    for applies, wrong, advice in _contradictions(wish):
        if applies:
            raise UsageError(f"{wrong}\n{advice}")
    text = _text(wish, stdout_terminal)
    stdout = _stdout(wish, text, stdout_terminal)
    stderr = _stderr(wish, text, stdout, stdout_terminal, stderr_terminal)
    if wish.quiet and text is Text.SIBLING:
        stdout = Show.NOTHING
    form = JSON if wish.json else wish.form or JSON
    return Plan(text, stdout, stderr, form)


def _contradictions(wish: Wish) -> tuple[tuple[bool, str, str], ...]:
    """What may not be asked for together: whether it is, what is wrong, and what to do."""
    several = len(wish.files) > 1
    somewhere = wish.in_place or wish.check or wish.report_on_stdout or wish.output is not None
    writes = wish.in_place or wish.output not in (None, STDOUT)
    return (
        (
            wish.in_place and wish.output is not None,
            "-i and -o both say where the text goes",
            "give one of them",
        ),
        (
            wish.check and (wish.in_place or wish.backup or wish.output is not None),
            "--check writes no text",
            "leave out --check, or -i, -o and -b",
        ),
        (
            wish.diff and wish.json,
            "--diff and --json both write to standard output",
            "write one of them with  --report PATH",
        ),
        (
            STDOUT in wish.reports and (wish.diff or wish.json),
            "--report - and --diff or --json both write to standard output",
            "write one of them with  --report PATH",
        ),
        (
            wish.output == STDOUT and wish.report_on_stdout,
            "-o - and --diff, --json or --report - both write to standard output",
            "write the report with  --report PATH",
        ),
        (
            wish.json and wish.form not in (None, JSON),
            "--json and --report-format say two formats",
            "give one of them",
        ),
        (
            wish.in_place and wish.reads_stdin,
            "-i needs a FILE: standard input has no place",
            "leave out -i, or name the file",
        ),
        (
            wish.files.count(STDIN) > 1,
            "standard input can be read once only",
            "give  -  once",
        ),
        (
            several and (wish.output == STDOUT or not somewhere),
            "several files, and one place for their texts",
            "say where with  -o DIR  or  -i, or what to show with  --check, --diff or --json",
        ),
        (
            wish.backup and not writes,
            "-b keeps what -i or -o PATH replaces",
            "add one of them, or leave out -b",
        ),
        (
            not wish.suffix or os.sep in wish.suffix,
            f"--backup-suffix: not a suffix: {escaped(wish.suffix)!r}",
            "give one such as  .orig",
        ),
    )


def _text(wish: Wish, stdout_terminal: bool) -> Text:
    if wish.in_place:
        return Text.IN_PLACE
    if wish.output is not None:
        return Text.STDOUT if wish.output == STDOUT else Text.OUTPUT
    if wish.check or wish.report_on_stdout:
        return Text.NOWHERE
    return Text.SIBLING if stdout_terminal and not wish.reads_stdin else Text.STDOUT


def _stdout(wish: Wish, text: Text, terminal: bool) -> Show:
    if wish.diff or wish.json:
        return Show.PATCH if wish.diff else Show.FORM
    if STDOUT in wish.reports:
        return _SHOWN_AS.get(wish.form or (FULL if terminal else CONCISE), Show.FORM)
    if text is Text.SIBLING:
        return _SHOWN_AS.get(wish.form or FULL, Show.FORM)
    return Show.TEXT if text is Text.STDOUT else Show.NOTHING


def _stderr(
    wish: Wish, text: Text, stdout: Show, stdout_terminal: bool, stderr_terminal: bool
) -> Show:
    if wish.quiet:
        return Show.NOTHING
    if stdout is Show.RICH or text is Text.SIBLING:  # the report is on standard output
        return Show.NOTHING if stderr_terminal and stdout_terminal else Show.SUMMARY
    if wish.form is not None and (wish.diff or STDOUT not in wish.reports) and not wish.json:
        return _SHOWN_AS.get(wish.form, Show.FORM)
    if wish.report_on_stdout:
        return Show.SUMMARY
    if text is Text.STDOUT and stdout_terminal:  # a drawing would run into the text
        return Show.SUMMARY
    if stderr_terminal:
        return Show.RICH
    return Show.CONCISE if wish.check else Show.SUMMARY
