"""What the terminal is told: streams, colour, width."""

import os
import select
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple, TextIO

MAX_WIDTH = 120
"""Cells; prose in wider lines is hard to read back. `--width` may ask for more."""
MIN_WIDTH = 40
"""Cells; the report needs as many for its gutter and a few words."""

WIDTHS = range(MIN_WIDTH, 201)
"""What `--width` may be."""

WHEN = ("auto", "always", "never")
"""What `--color`, `--paging` and `--hyperlinks` may be."""


class Screen(NamedTuple):
    """How reports are drawn.

    Attributes:
        color: `auto`, `always` or `never`.
        paging: `auto`, `always` or `never`.
        width: cells, or None for those of the terminal.
        verbose: whether texts are shown whole.
        context: how many lines are shown before and behind each change.
        side_by_side: whether old and new stand in two columns.
        ascii: whether the signs of the report are ASCII even where others can be shown.
        hyperlinks: `auto`, `always` or `never`.
    """

    color: str = "auto"
    paging: str = "auto"
    width: int | None = None
    verbose: bool = False
    context: int = 0
    side_by_side: bool = False
    ascii: bool = False
    hyperlinks: str = "never"


class StreamClosedError(Exception):
    """Nobody reads what is written to a standard stream any more."""


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a standard stream, if it is open, is a terminal."""
    with suppress(ValueError):
        return stream is not None and stream.isatty()
    return False


def wants_color(choice: str, terminal: bool, environment: Mapping[str, str]) -> bool:
    """Whether to colour a stream.

    The first that speaks decides: the choice, `NO_COLOR`, `FORCE_COLOR` or `CLICOLOR_FORCE`,
    `TERM=dumb`, and last whether the stream is a terminal.
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if any(
        environment.get(name, "") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")
    ):
        return True
    return environment.get("TERM") != "dumb" and terminal


def width_of(stream: TextIO | None, environment: Mapping[str, str]) -> int:
    """Cells for a report on a stream: `COLUMNS`, the terminal's, or 80, within the bounds."""
    columns = environment.get("COLUMNS", "")
    cells = int(columns) if columns.isascii() and columns.isdigit() else 0
    if not cells and stream is not None:
        with suppress(OSError, ValueError):
            cells = os.get_terminal_size(stream.fileno()).columns
    return max(MIN_WIDTH, min(cells or 80, MAX_WIDTH))


def height_of(stream: TextIO, environment: Mapping[str, str]) -> int:
    """Rows of the terminal: `LINES`, its own, or 24."""
    rows = environment.get("LINES", "")
    if rows.isascii() and rows.isdigit() and int(rows):
        return int(rows)
    with suppress(OSError, ValueError):
        return os.get_terminal_size(stream.fileno()).lines
    return 24


def put(stream: TextIO, data: bytes) -> None:
    """Write bytes to a standard stream, past its text layer, and see all of them off.

    Under `python -u` the layer below writes what a pipe takes at once and drops the rest without a
    word, and on a pipe that does not block any layer may; so this goes by the descriptor.

    Raises:
        StreamClosedError: nobody reads them.
        OSError: they cannot be written (the disk is full).
    """
    try:
        stream.flush()
        descriptor = _descriptor(stream)
        if descriptor is None:
            stream.buffer.write(data)
            stream.buffer.flush()
            return
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[os.write(descriptor, rest) :]
            except BlockingIOError:
                select.select([], [descriptor], [])
    except BrokenPipeError:
        hush(stream)
        raise StreamClosedError from None
    except OSError:
        hush(stream)
        raise


def _descriptor(stream: TextIO) -> int | None:
    """The stream's file descriptor; None where it stands for no file (a test's)."""
    try:
        return stream.fileno()
    except (OSError, ValueError):
        return None


def encoded(stream: TextIO, text: str) -> bytes:
    """The text as a stream's encoding has it, escapes for what it cannot hold."""
    return text.encode(stream.encoding or "utf-8", "backslashreplace")


def remark(text: str) -> None:
    """Write to standard error. That nobody reads it, or that it is closed, stops nothing."""
    if sys.stderr is not None:
        with suppress(OSError, StreamClosedError):
            put(sys.stderr, encoded(sys.stderr, text))


def print_text(text: str) -> None:
    """Write a text to standard output, if it is open.

    Raises:
        StreamClosedError: nobody reads it.
        OutputError: it cannot be written.
    """
    if sys.stdout is not None:
        try:
            put(sys.stdout, encoded(sys.stdout, text))
        except OSError as error:
            from dedup.cli.files import stdout_error

            raise stdout_error(error) from None


def complain(message: str) -> None:
    """Say on standard error what is wrong; the first line says what, the others what to do."""
    remark(f"dedup: {message}".replace("\n", "\n       ") + "\n")


def hush(stream: TextIO | None) -> None:
    """Send what a stream still holds nowhere, so that the interpreter does not fail on it."""
    descriptor = None if stream is None else _descriptor(stream)
    if descriptor is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)
