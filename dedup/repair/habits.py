"""What is usual in one text: how often words begin with a capital, and paragraphs end unseen.

The last line of a paragraph ends anywhere, so a few look full by chance. Those that do not are
seen, and say how many there are that do; full lines beyond that number end no paragraph.
"""

from collections import defaultdict
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from dedup.patterns import regex
from dedup.repair.page import Page
from dedup.repair.prose import CLOSING_QUOTES, Form, Head, Tail

# The lines that are read for capitals.
_SAMPLE = 2000
# A word within a line, and what stands before it.
_WORD = regex(r"(\S)[ \u00a0]+[\"'“‘«„»(]?([^\W\d_])")
_FINAL = ".!?:…"
# Nothing is so rare that it may not come.
_SELDOM = 0.04
# What may be seen of a thing that was not seen.
_UNSEEN = 0.1

_CLOSED = (Tail.FINAL, Tail.STOP)


class _Kind(NamedTuple):
    """What tells one end from another."""

    blank: bool
    open: bool
    indented: bool
    speech: bool
    head: Head


class Habits:
    """What is usual in a text.

    Args:
        page: its lines.
    """

    def __init__(self, page: Page) -> None:
        self._page = page

    @cached_property
    def _capitals(self) -> tuple[float, float]:
        """The share of words with a capital: of all, and of those within sentences."""
        words = capitals = inner = inner_capitals = 0
        running = (at for at in range(len(self._page.rows) - 1) if self._page.full(at))
        for at in islice(running, _SAMPLE):
            row = self._page.rows[at]
            for before, first in _WORD.findall(self._page.text, row.start, row.end):
                words += 1
                capitals += first.isupper()
                if before not in _FINAL:
                    inner += 1
                    inner_capitals += first.isupper()
        return max(_SELDOM, capitals / max(1, words)), max(_SELDOM, inner_capitals / max(1, inner))

    @property
    def capitals(self) -> float:
        """The share of words that begin with a capital."""
        return self._capitals[0]

    @property
    def inner_capitals(self) -> float:
        """The share of words inside sentences that begin with a capital."""
        return self._capitals[1]

    def runs_on(self, at: int) -> float:
        """How likely a paragraph runs on behind a full line that ends a sentence, or a page."""
        return self._usual.get(self._kind(at), 0.0)

    def _kind(self, at: int) -> _Kind:
        one, two = self._page.rows[at], self._page.rows[at + 1]
        speech = self._page.text[one.end - 1] in CLOSING_QUOTES
        return _Kind(
            two.gap > 1, one.tail not in _CLOSED, two.indent > self._page.margin, speech, two.head
        )

    @cached_property
    def _usual(self) -> dict[_Kind, float]:
        full: dict[_Kind, int] = defaultdict(int)
        chance: dict[_Kind, float] = defaultdict(float)
        for at in range(len(self._page.rows) - 1):
            measure = self._page.measures[at]
            blank = self._page.rows[at + 1].gap > 1
            if measure is None or not (blank or self._page.rows[at].tail in _CLOSED):
                continue
            if not self._page.may_run_on(at):
                continue
            if self._page.full(at):
                full[self._kind(at)] += 1
            elif not self._page.exceeded(at):
                unseen = measure.chance(self._page.sample(at).unit)
                chance[self._kind(at)] += unseen / (1 - unseen)
        # A blank line is seldom a false one, so more than none is wanted.
        for kind in full:
            chance[kind] += _UNSEEN if kind.blank else 0.0
        return {kind: max(0.0, 1 - chance[kind] / full[kind]) for kind in full}

    @cached_property
    def across(self) -> float:
        """How likely a paragraph runs on over a blank line, before a capital, if no sentence ends.

        Paragraphs that run on so before small letters say how many do before capitals; last lines
        without a final mark that are not full, how many end so by chance.
        """
        small = 0
        chance = _UNSEEN
        for at in range(len(self._page.rows) - 1):
            one, two = self._page.rows[at], self._page.rows[at + 1]
            measure = self._page.measures[at]
            if measure is None or two.gap == 1 or one.tail is not Tail.OPEN:
                continue
            if two.head is Head.SMALL:
                small += self._page.full(at) and self._page.may_run_on(at)
            elif two.head is Head.CAPITAL and one.form is Form.BODY and one.gap == 1:
                unseen = measure.chance(self._page.sample(at).unit)
                chance += 0.0 if self._page.full(at) else unseen / (1 - unseen)
        capital = small * self.inner_capitals / (1 - min(0.9, self.inner_capitals))
        return capital / (capital + chance)
