"""An edit with another outcome: the text that is offered to be reworded, and what came of it."""

from itertools import takewhile

from dedup.model import REMOVALS, Edit, Span
from dedup.text import Lines


def offered(text: str, edit: Edit, made: Edit) -> tuple[Span, str]:
    """What an editor is to show: of a removal what it would take out, else the line it makes.

    Args:
        text: the original.
        edit: the edit as it was found.
        made: the same, or as it was reworded before.

    Returns:
        The stretch of the original that is at stake, and the text that is offered for it.
    """
    if edit.kind in REMOVALS:
        return made.span, edit.old if made is edit else made.new
    lines = Lines(text)
    first, last = lines.line(made.span.start), lines.line(made.span.end)
    stretch = Span(lines.span(first).start, max(lines.span(last).end, made.span.end))
    before, behind = text[stretch.start : made.span.start], text[made.span.end : stretch.end]
    return stretch, before + made.new + behind


def narrowed(text: str, stretch: Span, new: str, least: Span) -> tuple[Span, str]:
    """The smallest replacement that holds a span and makes `new` of a stretch.

    Args:
        text: the original.
        stretch: what is at stake.
        new: what is to stand there.
        least: the span, within the stretch, that the replacement must hold.

    Returns:
        What is replaced, and by what.
    """
    old = stretch.of(text)
    ahead = min(_alike(old, new), least.start - stretch.start)
    room = min(len(old), len(new)) - ahead
    behind = min(_alike(old[::-1], new[::-1]), stretch.end - least.end, room)
    return Span(stretch.start + ahead, stretch.end - behind), new[ahead : len(new) - behind]


def _alike(one: str, other: str) -> int:
    """How many characters at their beginning are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
