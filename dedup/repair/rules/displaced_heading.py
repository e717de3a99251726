"""A headline that stands after its article, or with nothing under it: the reading order is wrong.

Two forms: a headline before another headline or at the end of the text, whose words a paragraph
above takes up; and a last line that is a heading. Pointed out, never moved.
"""

from collections.abc import Iterator

from dedup.layout import Line, Role, is_han
from dedup.model import Edit, Evidence, Span
from dedup.repair.flags import flag
from dedup.repair.reading import Reading

# A heading of fewer characters is a label whose words may stand anywhere.
_SHORTEST = 10


def find(reading: Reading) -> Iterator[Edit]:
    """Each headline that nothing belongs under."""
    if not reading.is_chinese:
        return
    lines = reading.lines
    for k, line in enumerate(lines):
        if line.role is not Role.HEADING or not any(map(is_han, reading.of(line.span))):
            continue
        last = k + 1 == len(lines)
        if not last and lines[k + 1].role is not Role.HEADING:
            continue
        above = _taken_up(reading, line)
        if above is not None:
            note = f"the headline stands after its article: line {above} takes it up"
        elif last and k > 0:
            note = "a heading with nothing under it"
        else:
            continue
        yield flag(reading, line.span, "displaced-heading", Evidence("order", 0.7, note))


def _taken_up(reading: Reading, line: Line) -> int | None:
    """The line of a paragraph above that holds the words of a heading, or None."""
    words = reading.of(line.span)
    if len(words) < _SHORTEST:
        return None
    place = reading.text.find(words, 0, line.span.start)
    if place < 0 or reading.line_of(place).span == line.span:
        return None
    holder = reading.line_of(place)
    if holder.role is not Role.BODY or Span(place, place + len(words)) == holder.span:
        return None
    return reading.line_number(place)
