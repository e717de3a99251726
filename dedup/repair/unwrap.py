"""Every paragraph on one line: which line ends a wrapping program, or a typesetter, put in.

A line end is one of those where the next word would not have fitted (`measure.py`), where both
lines are running text with one left margin (`page.py`, `prose.py`), and where nothing says that a
paragraph ends there after all: a sentence that ends while another begins is weighed against how
often that comes about in this text by chance (`habits.py`). A blank line within a paragraph, where
a page ended, goes on the same grounds if no sentence ends before it.
"""

from collections.abc import Container, Iterator
from functools import cached_property

from dedup.model import Applicability, Edit, Evidence, Span
from dedup.repair.habits import Habits
from dedup.repair.page import Page
from dedup.repair.prose import DASHES, Form, Head, Tail, is_caseless, names_a_speaker
from dedup.repair.reading import Reading
from dedup.repair.seams import Seams

WRAPPED, ACROSS = "wrapped-line", "wrapped-line-across-pages"
_SCORE = 0.95
# From this probability on a paragraph is taken to run on, and from this on over a blank line; from
# the last on it is shown that it may.
_SURE, _SURE_OVER_BLANK, _LIKELY = 0.75, 0.85, 0.5
# Lines in a row that all begin with a capital are verse or a list, where that is so many times
# likelier than prose that begins so many with one.
_ODDS = 1 / 1000
# How likely verse happens to be as wide as the measure, and then each of its lines.
_AS_WIDE, _IN_METRE = 0.1, 0.6
# Lines on either side that tell verse and lists from prose: so many, and so great a share, end
# short without a final mark.
_AROUND, _FEWEST_SHORT, _SHORT_SHARE = 3, 2, 0.5
_CAPITAL = (Head.CAPITAL, Head.SPEECH)


def find_wrapped(reading: Reading, cut: Container[int] = ()) -> Iterator[Edit]:
    """The joins that put every paragraph on one line; UNSAFE where it may end at the break.

    Args:
        reading: the text.
        cut: where lines begin with the rest of a word that the line end cuts; others join those.
    """
    wraps = _Wraps(reading)
    if not any(wraps.page.measures):
        return
    for at, two in enumerate(wraps.page.rows[1:]):
        if two.start in cut:
            continue
        odds = wraps.runs_on(at)
        if odds >= _LIKELY:
            sure = odds >= (_SURE if two.gap == 1 else _SURE_OVER_BLANK)
            yield wraps.join(at, Applicability.SAFE if sure else Applicability.UNSAFE)


class _Wraps:
    """The line ends of a text; one is named by the index of the line before it."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.page = Page(reading.text)
        self._habits = Habits(self.page)
        self._seams = Seams(reading)

    def runs_on(self, at: int) -> float:
        """How likely a line is a part of the same paragraph as the next."""
        one, two = self.page.rows[at], self.page.rows[at + 1]
        if not self._is_full(at) or not self.page.may_run_on(at):
            return 0.0
        if self._among_short(at) or at in self._in_verse:
            return 0.0
        if two.gap > 1:
            return self._over_blank(at)
        if two.head in (Head.SMALL, Head.STRAY):
            return 1.0
        if two.head is Head.DASH:
            return self._over_dash(at)
        if one.tail in (Tail.OPEN, Tail.HYPHEN):
            return 1.0
        if self._begins_anew(at):
            return 0.0
        return self._habits.runs_on(at)

    def _begins_anew(self, at: int) -> bool:
        """Whether a line names who speaks, or begins with the same word as the one before it."""
        one, two = (self._reading.text[row.start : row.end] for row in self.page.rows[at : at + 2])
        same = one.split(maxsplit=1)[0] == two.split(maxsplit=1)[0]
        return names_a_speaker(two) or (same and two[0].isupper())

    def _is_full(self, at: int) -> bool:
        full = self.page.full(at) or self.page.nearly_full(at)
        return full and not self.page.exceeded(at + 1)

    def _over_blank(self, at: int) -> float:
        """How likely a paragraph runs on behind blank lines."""
        one, two = self.page.rows[at], self.page.rows[at + 1]
        if one.form is not Form.BODY:
            return 0.0
        text = self._reading.text
        if two.head in (Head.SMALL, Head.STRAY):
            # Behind a colon verse may follow, or a list; and so may something in brackets.
            stops = one.tail is Tail.STOP and text[one.end - 1] != ";"
            opens = one.tail is Tail.FINAL and not text[two.start].islower()
            return 0.0 if stops or opens else self._habits.runs_on(at)
        if one.tail not in (Tail.OPEN, Tail.HYPHEN):
            return 0.0
        # The paragraph must be one before the page ends.
        if two.head is Head.CAPITAL and one.gap == 1 and self.page.full(at - 1):
            return self._habits.across
        return 0.0

    def _over_dash(self, at: int) -> float:
        """How likely a line that begins with a dash is no new speech but what stands between."""
        one, two = self.page.rows[at], self.page.rows[at + 1]
        rest = self._reading.text[two.start : two.end].lstrip(DASHES + "- \u00a0")[:1]
        if is_caseless(rest):
            return 1.0 if one.tail is Tail.OPEN else self._habits.runs_on(at)
        return float(one.tail is Tail.OPEN and rest.islower())

    def _among_short(self, at: int) -> bool:
        """Whether most lines around end short and without a final mark, as verse and lists do."""
        short = seen = 0
        for step in (-1, 1):
            for k in range(at + step, at + step * (_AROUND + 1), step):
                if not 0 <= k < len(self.page.rows) - 1 or self._breaks_block(at, k):
                    break
                if self.page.rows[k].tail is not Tail.HYPHEN:
                    seen += 1
                    short += self._is_short(k)
        return short >= _FEWEST_SHORT and short >= _SHORT_SHARE * seen

    def _breaks_block(self, at: int, k: int) -> bool:
        """Whether blank lines stand between two ends that are walked away from each other."""
        return self.page.rows[k + 1 if k < at else k].gap != 1

    def _is_short(self, at: int) -> bool:
        return self.page.rows[at].tail is Tail.OPEN and not self.page.full(at)

    @cached_property
    def _in_verse(self) -> frozenset[int]:
        """The ends amid so many lines that begin with capitals that they are verse, or a list."""
        out: set[int] = set()
        run: list[int] = []
        for at, two in enumerate(self.page.rows[1:]):
            counts = self.page.full(at) or self.page.rows[at].tail is Tail.OPEN
            if two.gap == 1 and two.head in _CAPITAL and counts:
                run.append(at)
                continue
            out |= self._verse(run)
            run = []
        return frozenset(out | self._verse(run))

    def _verse(self, run: list[int]) -> set[int]:
        """The run, if verse explains it better: capitals throughout, widths as the metre has it."""
        full = sum(map(self.page.full, run))
        verse = _AS_WIDE * _IN_METRE**full if full else 1.0
        odds = self._habits.capitals ** len(run) / verse
        return set(run) if odds <= _ODDS else set()

    def join(self, at: int, applicability: Applicability) -> Edit:
        """The edit that puts the next line behind this one."""
        one, two = self.page.rows[at], self.page.rows[at + 1]
        span = Span(one.end, two.start)
        return Edit(
            span=span,
            old=self._reading.of(span),
            new=self._seams.blank(one.end, two.start),
            kind="join",
            rule=WRAPPED if two.gap == 1 else ACROSS,
            applicability=applicability,
            evidence=(Evidence("measure", _SCORE, self._note(at)),),
        )

    def _note(self, at: int) -> str:
        measure = self.page.measures[at]
        width = measure.width if measure else 0
        about = "about " if measure and measure.slack else ""
        line = self._reading.line_number(self.page.rows[at].start)
        right = self.page.rows[at].right
        note = f"line {line} is {right} wide; the next word would not have fitted in {about}{width}"
        if self.page.rows[at + 1].gap > 1:
            note += ", and no sentence ends before the blank line"
        return note
