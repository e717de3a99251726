"""One text as the rules read it: its lines and their roles, its script, its words."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from dedup.excerpt import Excerpt
from dedup.fold import tally
from dedup.languages import languages_of
from dedup.layout import (
    Line,
    Role,
    ends_sentence,
    is_han,
    is_hangul,
    is_kana,
    line_edges,
    role_of,
)
from dedup.lexicon import Lexicon
from dedup.model import Edit, Span
from dedup.repair.alphabet import Alphabet
from dedup.repair.phrases import Phrases
from dedup.wordlist import Lists

# Japanese speech ends with its bracket, and with these.
_ENDS_SPEECH = "」』―─"
_MARKS_AROUND = ".,!?;:…“”‘’\"'()[]「」『』<>《》〈〉·-—"
# A line of running text is so long and has one of these inside; where more than this share of the
# lines are items of lists, paragraphs tell nothing.
_RUNNING = 20
_INNER_MARKS = frozenset("，、。；！？,;.!?")
_FEW_ITEMS = 0.05
UNSPACED = frozenset({"zh", "ja", "ko"})
"""Languages whose words no alphabet spells."""
# A text with more kana than this share of its ideographs is Japanese.
_KANA_SHARE = 0.05
# Where so many of the lines that end in a single line end are complete, lines are paragraphs.
_LINES_ARE_PARAGRAPHS = 0.7
# A heading is not among them: a piece of a wrapped sentence looks like one.
_COMPLETE = {Role.BYLINE, Role.DATELINE, Role.LIST_ITEM}


class Break(NamedTuple):
    """The white space between two lines, at least one line end in it."""

    left: Line
    right: Line

    @property
    def span(self) -> Span:
        """The white space."""
        return Span(self.left.span.end, self.right.span.start)


class Reading:
    """What is asked of a text more than once, computed when first asked.

    Attributes:
        text: the text that stays when the repeats are gone; all spans are of this text.
        excerpt: the way back from it to the original.
        removed: the repeats that were taken out, as edits of the original, in its order.
        jobs: how many processes may be at work on it.
    """

    def __init__(
        self,
        excerpt: Excerpt,
        lists: Lists | None = None,
        removed: Sequence[Edit] = (),
        jobs: int = 1,
    ) -> None:
        self.text = excerpt.text
        self.excerpt = excerpt
        self.removed = sorted(removed, key=lambda edit: edit.span)
        self.jobs = jobs
        self._lists = lists or Lists()

    @cached_property
    def lines(self) -> list[Line]:
        """The lines that are not blank."""
        return [self.line(k) for k in range(len(self.edges))]

    @cached_property
    def edges(self) -> list[tuple[int, int]]:
        """Where each of the lines begins and ends: to go through them all without their roles."""
        return list(line_edges(self.text))

    def line(self, k: int) -> Line:
        """The line with an index in `edges`."""
        start, end = self.edges[k]
        return Line(Span(start, end), role_of(self.text[start:end]))

    @cached_property
    def script(self) -> str:
        """`zh`, `ja` or `ko` if the text is mostly written so; else empty."""
        counts = tally(self.text)
        han, kana, hangul, letters = (
            sum(n for char, n in counts.items() if kind(char))
            for kind in (is_han, is_kana, is_hangul, str.isalpha)
        )
        if 2 * (han + kana + hangul) <= letters:
            return ""
        if hangul > han + kana:
            return "ko"
        return "ja" if kana + hangul > _KANA_SHARE * han else "zh"

    @property
    def is_chinese(self) -> bool:
        """Whether the text is mostly Chinese: ideographs, hardly any kana or Hangul."""
        return self.script == "zh"

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of the text's language."""
        return self._lists.of(self.script or "zh")

    def is_complete(self, line: Line) -> bool:
        """Whether a line ends as a sentence does; in Japanese also with what somebody says."""
        text = self.of(line.span)
        return ends_sentence(text) or (self.script == "ja" and text[-1] in _ENDS_SPEECH)

    @cached_property
    def completeness(self) -> tuple[int, int]:
        """How many of its paragraphs of running text end as sentences do, and how many there are.

        (0, 0) where lists stand between them.
        """
        items = sum(line.role is Role.LIST_ITEM for line in self.lines)
        if items > _FEW_ITEMS * len(self.lines):
            return 0, 0
        running = [line for line in self.lines if self.is_running(line)]
        return sum(map(self.is_complete, running)), len(running)

    def is_running(self, line: Line) -> bool:
        """Whether a line is running text for sure: long, with a mark inside."""
        if line.role is not Role.BODY or len(line.span) < _RUNNING:
            return False
        return not _INNER_MARKS.isdisjoint(self.of(line.span)[:-2])

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the text, that of most of it first."""
        return languages_of(self.text)

    @cached_property
    def alphabet(self) -> Alphabet:
        """The words of the text's alphabets."""
        spelt = [code for code in self.languages if code not in UNSPACED]
        return Alphabet(self.text, self._lists.frequencies(spelt))

    @cached_property
    def words(self) -> frozenset[str]:
        """What stands between white space within the lines of the text, without marks around it."""
        return frozenset(
            word.strip(_MARKS_AROUND)
            for line in self.lines
            for word in self.of(line.span).split()[1:-1]
        )

    @cached_property
    def lines_are_paragraphs(self) -> bool:
        """Whether a single line end closes a paragraph here, and does not wrap one."""
        single = [
            one
            for one, two in zip(self.lines, self.lines[1:], strict=False)
            if self.text.count("\n", one.span.end, two.span.start) < 2
        ]
        complete = sum(
            line.role in _COMPLETE or ends_sentence(line.span.of(self.text)) for line in single
        )
        return complete >= _LINES_ARE_PARAGRAPHS * len(single)

    def edits(self, edit: Edit) -> Iterator[Edit]:
        """The edits of the original that an edit of this text comes to."""
        return self.excerpt.edits(edit)

    def line_number(self, offset: int) -> int:
        """The 1-based line in the original of a character of this text."""
        return self.excerpt.line(offset)

    def line_of(self, offset: int) -> Line:
        """The line, among those not blank, that holds or precedes an offset."""
        return self.line(max(0, bisect_right(self._line_starts, offset) - 1))

    @cached_property
    def phrases(self) -> Phrases:
        """What stands unbroken in this text."""
        return Phrases(self.text)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [start for start, _ in self.edges]

    def of(self, span: Span) -> str:
        """A stretch of the text."""
        return span.of(self.text)
