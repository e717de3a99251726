"""The lines of a text, each with the measure it was wrapped at, and what may run on.

Whether two lines may be of one paragraph is told from their form and their left margin; whether the
first was full, from its measure.
"""

from collections import Counter
from functools import cached_property
from itertools import pairwise

from dedup.repair.measure import NARROWEST, Measure, Sample
from dedup.repair.prose import Form, Head, Row, Tail, begins_with_initial, cells, is_caseless, rows
from dedup.repair.stretches import Parts

# Blocks are looked at in pieces of so many lines.
_LONGEST_BLOCK = 60
# Columns: what is indented deeper is no paragraph's first line, nor its other lines, but centred.
_DEEPEST = 12
# Columns that a margin is off by where a page was set or read badly.
_OFF = 2
# Lines on either side among which code is counted, and the share of it that makes a program.
_CODE_AROUND, _CODE_SHARE = 20, 0.25
# The share of code in all lines that makes the whole a program, with prose in its comments.
_PROGRAM_SHARE = 0.3


_CLOSED = (Tail.FINAL, Tail.STOP)


class Page:
    """The lines of a text; an end is named by the index of the line before it.

    Args:
        text: the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.rows = rows(text)
        self._aligned = _aligned(text, self.rows)
        self._in_code = _in_code(self.rows)
        self._by_size = False

    def may_run_on(self, at: int) -> bool:
        """Whether the form and the margin of two lines let the second go on with the first."""
        return self._may[at]

    @cached_property
    def _may(self) -> list[bool]:
        return [self._may_run_on(at) for at in range(len(self.rows) - 1)]

    def _may_run_on(self, at: int) -> bool:
        one, two = self.rows[at], self.rows[at + 1]
        if self._in_code[at] or at in self._aligned or at + 1 in self._aligned:
            return False
        if Form.CAPITALS in (one.form, two.form):
            if not self._runs_on_in_capitals(at):
                return False
        elif one.form not in (Form.BODY, Form.ITEM) or not self._is_body(at + 1):
            return False
        return self._has_margin(at) and not self._opens_indented(at + 1)

    def runs_on(self, at: int) -> bool:
        """Whether a line runs on in the next beyond doubt, whatever their widths."""
        two = self.rows[at + 1]
        return two.gap == 1 and self._is_open(at) and self.may_run_on(at)

    def _is_open(self, at: int) -> bool:
        """Whether a sentence stops in its middle at the end of a line, and goes on in the next."""
        one, two = self.rows[at], self.rows[at + 1]
        if one.tail not in (Tail.OPEN, Tail.HYPHEN):
            return False
        if two.head is Head.PLAIN:
            last = self.text[one.end - 1]
            return last in ",，、،" or is_caseless(last)
        return two.head is Head.SMALL

    def _is_body(self, at: int) -> bool:
        """Whether a line is running text; a name with an initial at its head is no list."""
        row = self.rows[at]
        if row.form is Form.ITEM and self.rows[at - 1].tail is Tail.OPEN:
            return begins_with_initial(self.text[row.start : row.end])
        return row.form is Form.BODY

    def _opens_indented(self, at: int) -> bool:
        """Whether a line is the first of a paragraph, indented, and not amid a sentence."""
        if self.rows[at].head is Head.SMALL and self._is_open(at - 1):
            return False
        if self._first_indent and self.rows[at].indent == self.margin + self._first_indent:
            return True
        if at + 1 >= len(self.rows) or self.rows[at + 1].gap != 1:
            return False
        return 0 < self.rows[at].indent - self.rows[at + 1].indent <= _DEEPEST

    def _has_margin(self, at: int) -> bool:
        one, two = self.rows[at], self.rows[at + 1]
        step = two.indent - one.indent
        if step == 0:
            return True
        if step > 0:
            hangs = one.form is Form.ITEM or (two.head is Head.SMALL and self._is_open(at))
            return two.gap == 1 and step <= _DEEPEST and hangs
        before = self.rows[at - 1] if at > 0 and one.gap == 1 else None
        opens = (
            before is None
            or before.indent != one.indent
            or before.tail in _CLOSED
            or -step == self._first_indent
        )
        return (opens and -step <= _DEEPEST) or (-step <= _OFF and self._is_open(at))

    @cached_property
    def margin(self) -> int:
        """The column that most lines begin in."""
        return Counter(row.indent for row in self.rows).most_common(1)[0][0]

    @cached_property
    def _first_indent(self) -> int:
        """How many columns the first lines of paragraphs are indented by; 0 if they are not."""
        steps = Counter(
            two.indent - three.indent
            for one, two, three in zip(self.rows, self.rows[1:], self.rows[2:], strict=False)
            if two.gap == three.gap == 1 and one.indent == three.indent < two.indent
        )
        return max(steps, key=lambda step: (steps[step], -step), default=0)

    def _runs_on_in_capitals(self, at: int) -> bool:
        """Whether lines in capitals are no heading: there are three, or one ends a sentence."""
        one, two = self.rows[at], self.rows[at + 1]
        if one.form is not Form.CAPITALS:
            return one.form is Form.BODY and one.tail is Tail.OPEN and two.tail is Tail.FINAL
        around = [self.rows[k] for k in (at - 1, at + 2) if 0 <= k < len(self.rows)]
        third = any(row.form is Form.CAPITALS for row in around)
        return two.form is Form.CAPITALS and two.gap == 1 and third

    @cached_property
    def measures(self) -> list[Measure | None]:
        """The measure at each end; None where lines agree on none."""
        self._by_size = False
        measures = self._measured()
        if any(row.right != row.size for row in self.rows):
            # Whoever wrapped this counted columns, or characters: what lines agree on better.
            exact = self._exact(measures)
            self._by_size = True
            by_size = self._measured()
            if self._exact(by_size) > exact:
                return by_size
            self._by_size = False
        return measures

    def _exact(self, measures: list[Measure | None]) -> int:
        """How many lines that run on are full by a measure without slack."""
        return sum(m.slack == 0 for at in self._running if (m := measures[at]) is not None)

    def sample(self, at: int) -> Sample:
        """How wide a line is and how wide the first word of the next, as it was wrapped."""
        one, two = self.rows[at], self.rows[at + 1]
        return Sample(one.size, two.unit_size) if self._by_size else Sample(one.right, two.unit)

    def full(self, at: int) -> bool:
        """Whether the first word of the next line would not have fitted."""
        return self._full[at]

    @cached_property
    def _full(self) -> list[bool]:
        return [
            measure is not None and measure.full(*self.sample(at))
            for at, measure in enumerate(self.measures)
        ]

    def nearly_full(self, at: int) -> bool:
        """Whether a line that runs on beyond doubt may be full, at a measure that has slack."""
        measure = self.measures[at]
        return measure is not None and self.runs_on(at) and measure.nearly_full(*self.sample(at))

    def exceeded(self, at: int) -> bool:
        """Whether a line is too wide to have been wrapped, by the measure of the line before."""
        measure = self.measures[min(at, len(self.measures) - 1)]
        row = self.rows[at]
        return measure is not None and measure.exceeded(row.size if self._by_size else row.right)

    @cached_property
    def _running(self) -> list[int]:
        """The ends where a line runs on, in order."""
        return [at for at in range(len(self.rows) - 1) if self.runs_on(at)]

    def _measured(self) -> list[Measure | None]:
        """The measures of the ends in each block, the end behind it among them."""
        ends = len(self.rows) - 1
        samples = [self.sample(at) for at in self._running]
        narrowest = NARROWEST // 2 if self._by_size else NARROWEST
        parts = Parts(self._running, samples, self.rows, narrowest)
        out: list[Measure | None] = []
        start = 0
        for stop in range(1, len(self.rows) + 1):
            whole = stop - start == _LONGEST_BLOCK
            if stop < len(self.rows) and self.rows[stop].gap == 1 and not whole:
                continue
            out += [parts.measure(start, stop)] * (min(stop, ends) - start)
            start = stop
        return out


def _in_code(lines: list[Row]) -> list[bool]:
    """For each line whether it stands in a program, or in a part that is one."""
    before = [0]
    for row in lines:
        before.append(before[-1] + (row.form is Form.CODE))
    if before[-1] > _PROGRAM_SHARE * len(lines):
        return [True] * len(lines)
    out = []
    for at in range(len(lines)):
        start, stop = max(0, at - _CODE_AROUND), min(len(lines), at + _CODE_AROUND + 1)
        out.append(before[stop] - before[start] > _CODE_SHARE * (stop - start))
    return out


def _aligned(text: str, lines: list[Row]) -> frozenset[int]:
    """The lines whose wide blanks stand below those of a neighbour: rows of a table."""
    blanks = [cells(text[row.start : row.end], row.indent) for row in lines]
    out: set[int] = set()
    for at, (one, two) in enumerate(pairwise(blanks)):
        if one and two and lines[at + 1].gap == 1:
            fewer, more = sorted((one, two), key=len)
            if all(any(_meet(a, b) for b in more) for a in fewer):
                out |= {at, at + 1}
    return frozenset(out)


def _meet(one: range, two: range) -> bool:
    return one.start < two.stop and two.start < one.stop
