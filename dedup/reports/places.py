"""Where an edit stands: its lines in the original, and its place in the cleaned text."""

from bisect import bisect_left, bisect_right
from itertools import accumulate

from dedup.model import REMOVALS, Edit, Report, Span
from dedup.text import Lines

_LINE_ENDS = "\r\n"


class Places:
    """Places in the two texts of one report. Building is linear, each question logarithmic.

    Attributes:
        before: the lines of the original text.
        after: the lines of the cleaned text.
    """

    __slots__ = ("_ends", "_shifts", "_starts", "_texts", "after", "before")

    def __init__(self, report: Report) -> None:
        self._texts = report.document.text, report.text
        self.before, self.after = map(Lines, self._texts)
        self._starts = [edit.span.start for edit in report.applied]
        self._ends = [edit.span.end for edit in report.applied]
        self._shifts = [
            0,
            *accumulate(len(edit.new) - len(edit.old) for edit in report.applied),
        ]

    def out(self, offset: int) -> int:
        """The offset in the cleaned text of an offset in the original.

        What lies within an edit comes out where the edit starts.
        """
        k = bisect_left(self._starts, offset)
        if k and offset < self._ends[k - 1]:
            return self._starts[k - 1] + self._shifts[k - 1]
        return offset + self._shifts[k]

    def out_behind(self, offset: int) -> int:
        """The same, but what lies within an edit comes out behind what the edit put there.

        So it is where the text that stands from `offset` on goes on, without the edit's own.
        """
        k = bisect_left(self._starts, offset)
        if k and offset < self._ends[k - 1]:
            return self._ends[k - 1] + self._shifts[k]
        return offset + self._shifts[k]

    def out_line(self, offset: int) -> int:
        """The line in the cleaned text of an offset in the original."""
        return self.after.line(self.out(offset))

    def core(self, span: Span) -> Span:
        """A span without the white space at its ends; the span itself where that is all."""
        old = span.of(self._texts[0])
        if not old.strip():
            return span
        return Span(span.end - len(old.lstrip()), span.start + len(old.rstrip()))

    def has_text(self, line: int) -> bool:
        """Whether a line of the original holds more than white space."""
        return bool(self.before.span(line).of(self._texts[0]).strip())

    def lines(self, span: Span) -> tuple[int, int]:
        """The first and the last line that a span has text on.

        A span of nothing but white space has none: then the lines that it lies between.
        """
        core = self.core(span)
        blank = not core.of(self._texts[0]).strip()
        return self.before.line(core.start), self.before.line(core.end - (not blank))

    def is_gone(self, span: Span) -> bool:
        """Whether one applied edit takes out all of a stretch, and puts nothing in its place."""
        core = self.core(span)
        k = bisect_right(self._starts, core.start) - 1
        return (
            k >= 0
            and core.end <= self._ends[k]
            and self._shifts[k + 1] - self._shifts[k] == (self._starts[k] - self._ends[k])
        )

    def covers_lines(self, edit: Edit) -> bool:
        """Whether a removal has nothing but white space beside it on its lines."""
        if edit.kind not in REMOVALS or edit.new.strip() or not edit.old.strip():
            return False
        text = self._texts[0]
        first, last = self.lines(edit.span)
        core = self.core(edit.span)
        before = text[self.before.span(first).start : core.start]
        after = text[core.end : self.before.span(last).end]
        return not (before.strip() or after.strip())

    def whole_lines(self, edit: Edit) -> bool:
        """Whether an applied removal takes lines away whole: nothing of it has an output line."""
        if not self.covers_lines(edit):
            return False
        cleaned = self._texts[1]
        start = self.out(edit.span.start)
        end = start + len(edit.new)
        seam = cleaned[max(start - 1, 0) : end + 1]
        return start == 0 or end == len(cleaned) or any(mark in _LINE_ENDS for mark in seam)
