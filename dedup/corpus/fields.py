"""Where documents stand in files, and what can be wrong with them."""

from typing import NamedTuple


class Fields(NamedTuple):
    """Where documents stand in files of several.

    Attributes:
        text: the field, or column, of the text.
        id: that of the id, or None for the file's name and the line or row.
        order: that of the order, or None.
        encoding: of text files, as `dedup.text.decode` has it.
    """

    text: str = "text"
    id: str | None = None
    order: str | None = None
    encoding: str = "utf-8"


class Problem(NamedTuple):
    """Input that cannot be used, in the terms of `schemas.PROBLEMS`.

    Attributes:
        file: its path.
        place: `line 3`, `row 7`, or empty for the file.
        kind: one of `PROBLEMS`.
        message: what, in words.
    """

    file: str
    place: str
    kind: str
    message: str

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{self.file}: {place}{self.message}"


PROBLEMS = {
    "unreadable": "files that cannot be read",
    "cut-off": "files that are cut off or damaged, read as far as they go",
    "not-text": "files that are no text",
    "no-column": "files without the column",
    "same-name": "files whose name another has",
    "no-json": "lines that are no JSON object",
    "no-field": "rows without the field",
    "null": "rows whose text is null",
    "no-string": "rows whose text is no string",
}
"""The kinds of problems, and what the summary calls them."""

UNREAD = frozenset({"unreadable", "not-text", "no-column"})
"""Those of files of which no document was read; they are copied as they stand, if that can be."""
