"""Lines of the original around what is shown, as `diff -U` has them.

Lines without text are passed over and do not count. No line is shown twice: where two changes stand
close together, what lies between them is shown once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dedup.reports.deck import Body, Card
from dedup.reports.places import Places


def with_context(cards: Sequence[Card], places: Places, count: int) -> list[Card]:
    """The cards, with the lines to show around the texts on them.

    Args:
        cards: those of one part of the report.
        places: the places in its two texts.
        count: how many lines with text are shown on either side, at most. It takes time as the text
            is long, however large it is.
    """
    shown = {line for card in cards for body in card.bodies for line in _lines(body, places)}
    return [
        replace(
            card,
            bodies=tuple(_with_lines(body, places, count, shown) for body in card.bodies),
            tight=False,
        )
        for card in cards
    ]


def _lines(body: Body, places: Places) -> range:
    """The lines of the original that a text lies on."""
    start, end = body.span.start, body.span.end
    return range(places.before.line(start), places.before.line(max(start, end - 1)) + 1)


def _with_lines(body: Body, places: Places, count: int, shown: set[int]) -> Body:
    own = _lines(body, places)
    above = _walk(range(own.start - 1, 0, -1), places, count, shown)
    below = _walk(range(own.stop, places.before.count + 1), places, count, shown)
    return replace(body, before=tuple(reversed(above)), after=tuple(below))


def _walk(lines: Iterable[int], places: Places, count: int, shown: set[int]) -> list[int]:
    """The next lines with text, as far as a line that was met before; which those are is kept."""
    found: list[int] = []
    for line in lines:
        if len(found) == count or line in shown:
            break
        shown.add(line)
        if places.has_text(line):
            found.append(line)
    return found
