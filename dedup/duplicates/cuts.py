"""Where a stretch that repeats itself is cut: which copy stays, and what goes with the others.

Whatever the cut, the same characters remain; but a reader is shown the cut, and the white space at
it is to come out right.
"""

from enum import IntEnum
from typing import NamedTuple

from dedup.duplicates.tandem import FIRST_BORDER, Stream
from dedup.layout import CLOSING_MARKS, FINAL_MARKS, OPENING_MARKS, line_ends_in
from dedup.model import Span
from dedup.patterns import regex

# Places tried for the beginning of a unit.
_MOST_STARTS = 2_000
_CLAUSE_MARKS = frozenset(",;:，、；：—–،؛")
_FINAL = frozenset(FINAL_MARKS + "؟۔।")
_OPENING = frozenset(OPENING_MARKS + "«„¿¡")
_CLOSING = frozenset(CLOSING_MARKS + "»")
_WHITE = regex(r"\s*")
# White space as between the columns of a table.
_COLUMNS = regex(r"\t|[^\S\n\r\u3000]{3}")
# From so many copies on, what is cut short at the end of a block or a line is the last of a loop.
_LOOP = 3
_LONG_LOOP = 5
# So many copies in one word are shown.
_ENDLESS = 100
# A cut copy of so many characters of Han text at the end of a block is one even after two.
_LONG_TAIL = 8


class Border(IntEnum):
    """What ends at a place of a text."""

    NONE = 0
    WORD = 1
    CLAUSE = 2
    SENTENCE = 3


class Cut(NamedTuple):
    """A unit that stays, and the copies directly behind it.

    Attributes:
        unit: the first copy.
        copies: the later ones, the last perhaps cut short, with the white space that goes along.
        times: how many whole copies there are, the first among them.
        border: what ends at both ends of every copy.
        torn: whether behind the last whole copy a cut one ends a line in mid-word.
        lines: whether each copy begins a line.
        columns: whether the copies stand apart as the columns of a table do.
    """

    unit: Span
    copies: Span
    times: int
    border: Border
    torn: bool
    lines: bool
    columns: bool


def best_cut(stream: Stream, start: int, end: int, period: int) -> Cut | None:
    """The best cut of a run: between sentences, clauses, or at least words.

    Args:
        stream: the text.
        start: where the run begins in the stream.
        end: where it ends.
        period: its period.

    Returns:
        The cut, or None if each would go through a word that is not hammered without end.
    """
    best, grade = start, (Border.NONE, Border.NONE)
    for at in range(start, min(end - 2 * period, start + period - 1, start + _MOST_STARTS) + 1):
        stop = at + (end - at) // period * period
        opening = _border(stream, at)
        inner = min(opening, _border(stream, at + period), _border(stream, stop))
        if inner and (opening, inner) > grade:
            best, grade = at, (opening, inner)
        if grade[0] is Border.SENTENCE:
            break
    if grade[1] or (end - start) // period >= _ENDLESS:
        return _cut(stream, best, end, period, grade[1])
    return None


def _border(stream: Stream, at: int) -> Border:
    """What ends before a place of the stream."""
    if at == 0 or at == len(stream):
        return Border.SENTENCE
    if stream.codes[at - 1] >= FIRST_BORDER or stream.codes[at] >= FIRST_BORDER:
        return Border.SENTENCE
    text = stream.text
    last, place = int(stream.origin[at - 1]), int(stream.origin[at])
    left, right = text[last], text[place]
    if left.isspace() or right.isspace():
        return Border.NONE
    if left in _OPENING:
        return Border.SENTENCE
    back = last
    while back > 0 and last - back < 3 and text[back] in _CLOSING:
        back -= 1
    mark = text[back]
    apart = last + 1 < place
    if mark in _FINAL and not (mark in ".．" and not apart and not _begins(right)):
        return Border.SENTENCE
    if left in _CLAUSE_MARKS and not (right.isdigit() and not apart):
        return Border.CLAUSE
    if apart or not (_in_word(left) and _in_word(right)):
        return Border.WORD
    return Border.NONE


def _begins(char: str) -> bool:
    """Whether a sentence may begin with this letter right behind a full stop."""
    return (char.isalpha() and not char.islower()) or char in _OPENING


def _in_word(char: str) -> bool:
    """Whether a character may stand in the middle of a word of an alphabet, or of a number."""
    return char < "\u2e80" and (char.isalnum() or char in "'’-_")


def _cut(stream: Stream, start: int, end: int, period: int, border: Border) -> Cut:
    text, origin = stream.text, stream.origin
    count = (end - start) // period
    stop = start + count * period
    tail = end - stop
    torn = _is_torn(stream, start + tail, end) if tail else False
    if tail and _goes_too(stream, count, tail, end, torn):
        stop = end
    first, second = int(origin[start + period - 1]) + 1, int(origin[start + period])
    done = int(origin[stop - 1]) + 1
    before = text[first:second]
    behind = _WHITE.match(text, done).group()  # type: ignore[union-attr]
    follows = text[done + len(behind) : done + len(behind) + 1]
    keeps_first = line_ends_in(before) and not line_ends_in(behind) and follows
    if keeps_first or (before and not behind and (follows.isalnum() or follows in _OPENING)):
        copies = Span(second, done + len(behind))
    else:
        copies = Span(first, done)
    unit = Span(int(origin[start]), first)
    return Cut(
        unit=unit,
        copies=copies,
        times=count,
        border=border,
        torn=torn,
        lines=bool(line_ends_in(before)) and _begins_line(text, unit.start),
        columns=bool(_COLUMNS.search(before)),
    )


def _ends_line(stream: Stream, end: int) -> bool:
    """Whether a line, or the text, ends behind the stream's first `end` characters."""
    done = int(stream.origin[end - 1]) + 1
    gap = _WHITE.match(stream.text, done)
    assert gap is not None
    return gap.end() == len(stream.text) or line_ends_in(gap.group()) > 0


def _is_torn(stream: Stream, twin: int, end: int) -> bool:
    """Whether a line ends in a word of which the unit, at `twin`, has the rest."""
    left, right = int(stream.origin[twin - 1]), int(stream.origin[twin])
    text = stream.text
    mid_word = left + 1 == right and text[left].isalpha() and text[right].isalpha()
    return mid_word and text[left] < "\u2e80" and _ends_line(stream, end)


def _goes_too(stream: Stream, count: int, tail: int, end: int, torn: bool) -> bool:
    """Whether what is left behind the last whole copy is the beginning of one more.

    It may be the beginning of a sentence of its own, so it has to end a block, or a long loop.
    """
    if end == len(stream) or stream.codes[end] >= FIRST_BORDER:
        han = bool(stream.codes[end - 1] >= 0x2E80)
        return count >= _LOOP or torn or (han and tail >= _LONG_TAIL)
    return count >= _LONG_LOOP and _ends_line(stream, end)


def _begins_line(text: str, at: int) -> bool:
    """Whether only white space stands before a place on its line."""
    while at > 0 and text[at - 1].isspace():
        at -= 1
        if line_ends_in(text[at]):
            return True
    return at == 0
