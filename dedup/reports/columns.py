"""Old and new side by side: the original on the left, what comes of it on the right.

Both columns show the same part of the text. A line of the original that is joined with the next one
ends its row on the left, with its line end; on the right the line runs on.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from dedup.model import Report, Span
from dedup.reports.abridge import drawn
from dedup.reports.deck import Body
from dedup.reports.glyphs import reads_right_to_left
from dedup.reports.look import Look
from dedup.reports.marks import Marker
from dedup.reports.places import Places
from dedup.reports.windows import Mark, windows_on
from dedup.reports.wrap import Piece, Row, plain, usual_width_of, wrap

LEAST_WIDTH = 80
"""A narrower report has one column."""

ROWS = 2
"""How many times the rows of a text in one column it may take here: each holds half as much."""

_Numbered = tuple[int | str, Row]
"""A row, and the number of the line that starts on it; an empty one where none does."""

SLACK = (0, 4, 10, 18)
"""Cells that are tried to be left free, so that a text fits in its rows as they break."""


class Columns:
    """Draws texts in two columns.

    Args:
        report: the report.
        places: the places in its two texts.
        look: how to draw.
        digits: the cells of the two line numbers.
    """

    def __init__(self, report: Report, places: Places, look: Look, digits: tuple[int, int]) -> None:
        self._text, self._places, self._look = report.document.text, places, look
        self._in, self._out = digits
        room = look.width - sum(digits) - 5
        self._left, self._right = room // 2, room - room // 2
        self._marker = Marker(look.glyphs, whole=look.verbose)

    def suits(self, body: Body) -> bool:
        """Whether a text can be drawn so.

        Terminals that turn around what is read from right to left would exchange the columns.
        """
        return not reads_right_to_left(body.span.of(self._text))

    def rows(
        self, body: Body, sign: Piece, numbers: tuple[Row, Row], *, same: bool = False
    ) -> Iterator[Row]:
        """A text and what comes of it.

        Args:
            body: the text.
            sign: the sign of its change.
            numbers: its line numbers, in the original and in the cleaned text.
            same: whether it stands in the cleaned text as it is.
        """
        most = ROWS * body.rows
        for slack in SLACK:
            room = None if self._look.verbose else most * self._left - slack
            left, right = self._sides(body, room, same)
            if self._look.verbose or max(len(left), len(right)) <= most:
                break
        for note in body.notes:
            left += (("", row) for row in wrap([Piece(note, "dim")], self._left))
        nothing: _Numbered = "", []
        for k, (old, new) in enumerate(zip_longest(left, right, fillvalue=nothing)):
            number = numbers[0] if k == 0 else [Piece(f"{old[0]:>{self._in}}", "dim")]
            padding = self._left - usual_width_of(plain(old[1]))
            yield [
                *number,
                Piece(" "),
                *old[1],
                Piece(" " * padding),
                Piece(f" {self._look.glyphs.bar}", "dim"),
                sign if k == 0 else Piece(" "),
                *(numbers[1] if k == 0 else [Piece(" " * self._out)]),
                Piece(" "),
                *new[1],
            ]

    def _sides(
        self, body: Body, room: int | None, same: bool
    ) -> tuple[list[_Numbered], list[_Numbered]]:
        """The rows of the two columns, those on the left with the numbers of further lines."""
        glyphs, text = self._look.glyphs, self._text
        marks = tuple(map(self._marker.before, body.edits)) if body.edits else body.marks
        windows = windows_on(text, body.span, marks, room=room, tail=body.tail)
        left: list[_Numbered] = []
        style = "old" if body.removed else ""
        for span, own in _lines(body, marks):
            inside = _within(windows, span)
            pieces = drawn(text, span, inside, own, style=style, glyphs=glyphs)
            line = self._places.before.line(span.start)
            rows = wrap(pieces, self._left)
            left += ((line if k == 0 else "", row) for k, row in enumerate(rows))
        if body.edits or same:
            after = [self._marker.after(edit) for edit in body.edits]
            new = drawn(text, body.span, windows, after, glyphs=glyphs)
        else:
            new = [Piece(_told(body), "dim")]
        return left, [("", row) for row in wrap(new, self._right)]


def _told(body: Body) -> str:
    """What comes of a text that is shown and not changed within."""
    if not body.removed:
        return "stays as it is"
    return "removed" if body.stays is None else f"removed; line {body.stays} stays"


def _lines(body: Body, marks: Sequence[Mark]) -> Iterator[tuple[Span, Sequence[Mark]]]:
    """The text, cut behind the line ends that are taken out of it, with the marks in each part."""
    start, first = body.span.start, 0
    for k, edit in enumerate(body.edits, 1):
        if edit.kind == "join" and edit.span.end < body.span.end:
            yield Span(start, edit.span.end), marks[first:k]
            start, first = edit.span.end, k
    yield Span(start, body.span.end), marks[first:]


def _within(windows: Sequence[Span], span: Span) -> list[Span]:
    """What of the windows lies within a stretch."""
    return [
        Span(max(window.start, span.start), min(window.end, span.end))
        for window in windows
        if window.overlaps(span)
    ]
