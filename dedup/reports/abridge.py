"""What of a long text is shown: the changes, what stands around them, and how much is left out."""

from collections.abc import Iterator, Sequence

from dedup.model import Span
from dedup.reports.glyphs import UNICODE, Glyphs
from dedup.reports.tally import plural
from dedup.reports.windows import Mark, shared_out, windows_on
from dedup.reports.wrap import Piece, carried


def abridged(
    text: str,
    span: Span,
    marks: Sequence[Mark] = (),
    *,
    room: int | None,
    style: str = "",
    tail: bool = False,
    glyphs: Glyphs = UNICODE,
) -> list[Piece]:
    """Show a stretch of a text with all its marks, the rest abridged to fit.

    Args:
        text: the whole text.
        span: the stretch.
        marks: disjoint, sorted, within the stretch.
        room: how many cells there are, or None to show all of it. Marks are shown even if they
            alone take more.
        style: the style of what is not marked.
        tail: whether the end of the stretch is to be shown, as it is where nothing is marked.
        glyphs: what to draw with.
    """
    windows = windows_on(text, span, marks, room=room, tail=tail)
    return drawn(text, span, windows, marks, style=style, glyphs=glyphs)


def drawn(
    text: str,
    span: Span,
    windows: Sequence[Span],
    marks: Sequence[Mark],
    *,
    style: str = "",
    glyphs: Glyphs = UNICODE,
) -> list[Piece]:
    """What windows show of a stretch, with marks, and what is left out counted.

    Args:
        text: the whole text.
        span: the stretch.
        windows: as `windows_on` has them; each mark lies in one of them.
        marks: as above.
        style: the style of what is not marked.
        glyphs: what to draw with.
    """
    pieces: list[Piece] = []
    done = span.start
    for window, inside in shared_out(windows, marks):
        pieces += _elision(window.start - done, done > span.start, True, glyphs.more)
        pieces += _drawn(text, window, inside, style, glyphs)
        done = window.end
    pieces += _elision(span.end - done, done > span.start, False, glyphs.more)
    return pieces


def _elision(count: int, after: bool, before: bool, more: str) -> Iterator[Piece]:
    """How many characters are left out, with a sign towards what is shown on either side."""
    if not count:
        return
    if after:
        yield Piece(" ")
    signs = f"{more} " if after else "", f" {more}" if before else ""
    yield Piece(f"{signs[0]}{plural(count, 'char')}{signs[1]}", "dim", whole=True)
    if before:
        yield Piece(" ")


def _drawn(
    text: str, window: Span, marks: Sequence[Mark], style: str, glyphs: Glyphs
) -> Iterator[Piece]:
    """A window with its marks, and the characters beside a mark in its style."""
    done = window.start
    beside = ""
    for mark in marks:
        before = Span(done, mark.span.start)
        yield from _plain(text, before, style, beside, mark.beside, glyphs)
        yield from mark.pieces
        done, beside = mark.span.end, mark.beside
    yield from _plain(text, Span(done, window.end), style, beside, "", glyphs)


def _plain(
    text: str, span: Span, style: str, first: str, last: str, glyphs: Glyphs
) -> Iterator[Piece]:
    """Unmarked text, its first and last character in styles of their own."""
    start, end = span.start, span.end
    if first and start < end:
        start += 1
        while start < end and carried(text, start):
            start += 1
    if last and start < end:
        end -= 1
        while start < end and carried(text, end):
            end -= 1
    for a, b, styled in ((span.start, start, first), (start, end, style), (end, span.end, last)):
        if a < b:
            yield Piece(glyphs.shown(text[a:b]), styled)
