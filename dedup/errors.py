"""What can go wrong, and the exit status each failure maps to.

::

    DedupError                 1 line on standard error, never a traceback
    ├── UsageError       2     wrong options, no such file, a target that must not be overwritten
    ├── InputError       3     an input that cannot be read
    │   └── DecodeError  3     bytes that are not text in the encoding asked for
    ├── OutputError      3     an output that cannot be written
    ├── MismatchError    4     a saved report and a file that do not belong together
    └── SelfCheckError   70    a bug in dedup: nothing was written
"""

from typing import ClassVar


class DedupError(Exception):
    """The base of every error that dedup raises on purpose; `str()` is what a user reads."""

    exit_status: ClassVar[int] = 2


class UsageError(DedupError):
    """The command cannot be carried out as it was given."""


class InputError(DedupError):
    """An input cannot be read."""

    exit_status = 3


class DecodeError(InputError):
    """Bytes that are not text in the encoding asked for, or could not be written back exactly.

    Attributes:
        name: the file's name, as the user gave it.
        encoding: the encoding asked for.
        offset: 0-based offset of the first bad byte.
        line: 1-based line of that byte.
        column: 1-based column of that byte, in characters that decoded before it on its line.
        suggestion: an encoding in which the whole input reads, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        name: str,
        encoding: str,
        offset: int = 0,
        line: int = 1,
        column: int = 1,
        suggestion: str | None = None,
    ) -> None:
        super().__init__(message)
        self.name = name
        self.encoding = encoding
        self.offset = offset
        self.line = line
        self.column = column
        self.suggestion = suggestion


class OutputError(DedupError):
    """An output cannot be written; nothing of it was."""

    exit_status = 3


class MismatchError(DedupError):
    """The file is not the one that a saved report speaks of: it changed since."""

    exit_status = 4


class SelfCheckError(DedupError):
    """The edits do not lead back to the original: a bug, so nothing is written."""

    exit_status = 70
