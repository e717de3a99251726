"""The lines of a text that are not blank, and whether the text runs on from one to another."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate, groupby

from dedup.layout import CLOSING_MARKS, FINAL_MARKS, Role, is_han, line_ends_in, role_of
from dedup.model import Span
from dedup.patterns import regex

PAGE_FEED = "\x0c"
_FEED_LINE = regex(r"\x0c(?:\r\n|[\r\n])?")

# Lines of body text are at least so long; where there are no blanks, they hold a mark or are long.
_BODY_LETTERS = 25
_BODY_HAN = 12
_LONG_HAN = 40
_PROSE_MARKS = frozenset("。！？，；：、,;:!?")
_HYPHENS = "-\xad¬‐⸗"
_OPENING = "“‘\"'„«»"
# So far back a sentence must have ended: where none do, nothing says that one is broken.
_SENTENCE_REACH = 600
_FINAL = regex(f"[{re.escape(FINAL_MARKS)}]")


class Rows:
    """The lines of a text that are not blank, numbered from 0 on, and what stands between them.

    Attributes:
        text: the text.
        lines: the lines, without the white space around them.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._raw = text.splitlines(keepends=True)
        bare = [raw.strip() for raw in self._raw]
        self._index = [k for k, line in enumerate(bare) if line]
        self.lines = [line for line in bare if line]

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def _offsets(self) -> list[int]:
        return [0, *accumulate(map(len, self._raw))]

    def span(self, row: int) -> Span:
        """A line without the white space around it."""
        k = self._index[row]
        start = self._offsets[k] + len(self._raw[k]) - len(self._raw[k].lstrip())
        return Span(start, start + len(self.lines[row]))

    def whole(self, row: int) -> Span:
        """A line with the blanks around it, without its line end."""
        k = self._index[row]
        start = self._offsets[k]
        return Span(start, start + len(self._raw[k].splitlines()[0]))

    def gap(self, row: int) -> str:
        """What stands between a line and the one before it, or the beginning of the text."""
        start = self.span(row - 1).end if row > 0 else 0
        end = self.span(row).start if row < len(self) else len(self.text)
        return self.text[start:end]

    def with_separators(self, rows: Iterable[int]) -> Iterator[tuple[int, Span]]:
        """What goes with each of some lines: so much that one separator stays, the wider one.

        A form feed beside lines that go, goes with them.
        """
        for _, numbered in groupby(enumerate(sorted(rows)), lambda pair: pair[1] - pair[0]):
            run = [row for _, row in numbered]
            closes = run[-1] + 1 == len(self)
            wider = _width(self.gap(run[-1] + 1)) > _width(self.gap(run[0]))
            for row in run:
                if run[0] > 0 and (closes or wider):
                    yield row, Span(self.whole(row - 1).end, self.whole(row).end)
                elif row + 1 < len(self):
                    yield row, Span(self.whole(row).start, self.whole(row + 1).start)
                else:
                    yield row, Span(self.whole(row).start, len(self.text))

    def runs_on(self, before: int, after: int) -> bool:
        """Whether one line of body text breaks off in a sentence, and another goes on with it."""
        if not _goes_on(self.lines[before], self.lines[after]):
            return False
        end = self.span(before).end
        return _FINAL.search(self.text, max(0, end - _SENTENCE_REACH), end) is not None

    def is_fed(self, row: int) -> bool:
        """Whether a form feed stands beside a line."""
        return PAGE_FEED in self.gap(row) or PAGE_FEED in self.gap(row + 1)

    def ends_page(self, row: int) -> bool:
        """Whether a line stands before a form feed, and its page has other text."""
        return PAGE_FEED in self.gap(row + 1) and PAGE_FEED not in self.gap(row)


def _width(gap: str) -> tuple[int, bool]:
    """How wide a separator is: by its line ends; one without a form feed before one with it."""
    return line_ends_in(_FEED_LINE.sub("", gap)), PAGE_FEED not in gap


def is_wide(char: str) -> bool:
    """Whether a character is written without blanks between words: Han or kana."""
    return is_han(char) or "\u3040" <= char <= "\u30ff"


def _goes_on(left: str, right: str) -> bool:
    last, first = left[-1], right.lstrip(_OPENING)[:1]
    if len(left) >= _BODY_LETTERS and first.islower():
        return last.isalpha() or last in _HYPHENS
    if not is_wide(last) or not is_wide(first) or len(left) < _BODY_HAN:
        return False
    return all(len(line) >= _LONG_HAN or _is_prose(line) for line in (left, right))


def _is_prose(line: str) -> bool:
    """Whether a line without blanks holds a mark, as a heading seldom does."""
    inside = line.rstrip(CLOSING_MARKS)
    return not _PROSE_MARKS.isdisjoint(inside) and role_of(line) is not Role.LIST_ITEM
