"""Where the cleaned text and the report go: one rule, as a table of pure functions.

The text goes to standard output, the report to standard error. `-o` and `-i` send the text to a
file instead. Where standard output is a terminal and the input a file, the report is drawn there
and the text goes to a file beside the input.
"""

import os
from enum import Enum
from typing import NamedTuple

from dedup.errors import UsageError
from dedup.reports.visible import escaped

STDIN = "-"


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
    JSON = "the report as JSON"


class Wish(NamedTuple):
    """What the command line says of inputs and outputs.

    Attributes:
        files: the inputs as typed; `-` for standard input; empty for standard input, too.
        label: what standard input is called in reports, or None.
        encoding: of the inputs.
        output: the PATH of `-o`, or None.
        reports: the PATHs of `--report`.
        suffix: of backups, appended to the file's name.

    The others are flags, named as their options.
    """

    files: tuple[str, ...] = ()
    label: str | None = None
    encoding: str = "utf-8"
    output: str | None = None
    in_place: bool = False
    backup: bool = False
    suffix: str = ".orig"
    force: bool = False
    check: bool = False
    diff: bool = False
    json: bool = False
    reports: tuple[str, ...] = ()
    quiet: bool = False

    @property
    def reads_stdin(self) -> bool:
        """Whether standard input is one of the inputs."""
        return not self.files or STDIN in self.files


class Plan(NamedTuple):
    """Where the text goes, and what the two streams show."""

    text: Text
    stdout: Show
    stderr: Show


def plan(wish: Wish, *, stdout_terminal: bool, stderr_terminal: bool) -> Plan:
    """The row of the table that this run is in.

    Raises:
        UsageError: the options do not go together.
    """
    for applies, wrong, advice in _contradictions(wish):
        if applies:
            raise UsageError(f"{wrong}\n{advice}")
    text = _text(wish, stdout_terminal)
    stdout = _stdout(wish, text)
    stderr = _stderr(wish, text, stdout, stdout_terminal, stderr_terminal)
    if wish.quiet and stdout is Show.RICH:
        stdout = Show.NOTHING
    return Plan(text, stdout, stderr)


def _contradictions(wish: Wish) -> tuple[tuple[bool, str, str], ...]:
    """What may not be asked for together: whether it is, what is wrong, and what to do."""
    several = len(wish.files) > 1
    somewhere = wish.in_place or wish.check or wish.diff or wish.json or wish.output is not None
    writes = wish.in_place or wish.output not in (None, STDIN)
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
            wish.output == STDIN and (wish.diff or wish.json),
            "-o - and --diff or --json both write to standard output",
            "write the report with  --report PATH",
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
            several and (wish.output == STDIN or not somewhere),
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
        return Text.STDOUT if wish.output == STDIN else Text.OUTPUT
    if wish.check or wish.diff or wish.json:
        return Text.NOWHERE
    return Text.SIBLING if stdout_terminal and not wish.reads_stdin else Text.STDOUT


def _stdout(wish: Wish, text: Text) -> Show:
    if wish.diff or wish.json:
        return Show.PATCH if wish.diff else Show.JSON
    return {Text.STDOUT: Show.TEXT, Text.SIBLING: Show.RICH}.get(text, Show.NOTHING)


def _stderr(
    wish: Wish, text: Text, stdout: Show, stdout_terminal: bool, stderr_terminal: bool
) -> Show:
    if wish.quiet:
        return Show.NOTHING
    if stdout in (Show.PATCH, Show.JSON):
        return Show.SUMMARY
    if text is Text.SIBLING:  # the report is on standard output
        return Show.NOTHING if stderr_terminal else Show.SUMMARY
    if text is Text.STDOUT and stdout_terminal:  # a drawing would run into the text
        return Show.SUMMARY
    if stderr_terminal:
        return Show.RICH
    return Show.CONCISE if wish.check else Show.SUMMARY
