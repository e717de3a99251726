"""How a change looks within its line: `个⏎⏎体`, `«and⟶和»`, `«␣»`, and a copy's own readings."""

from collections.abc import Iterator
from dataclasses import replace

from dedup.model import Edit, Span
from dedup.reports.abridge import abridged
from dedup.reports.glyphs import Glyphs, reads_right_to_left
from dedup.reports.readings import readings
from dedup.reports.windows import Mark
from dedup.reports.wrap import Piece, width_of

_SHORT = 40
"""Up to how many characters a changed text is shown unabridged, blanks at its ends too."""

_ABRIDGED = 60
"""Cells that a longer changed text is abridged to."""

_WHOLE = 20
"""Up to how many cells a seam stays on one row."""

MOST_DIFFERENCES = 8
"""How many places in which a copy differs are shown; the rest is counted."""


class Marker:
    """Makes the marks of one report.

    Args:
        glyphs: what they are drawn with.
        whole: whether nothing is abridged.
    """

    def __init__(self, glyphs: Glyphs, *, whole: bool) -> None:
        self._glyphs, self._whole = glyphs, whole

    def mark(self, edit: Edit, *, turned: bool = False) -> Mark:
        """An edit as it is shown within its line; `turned` where that is read right to left."""
        if edit.kind == "join":
            seam = self._shown(edit.old, "seam")
            new = (self._arrow, *_tied(self._shown(edit.new, "new"))) if edit.new else ()
            return Mark(edit.span, (*_tied(seam), *new), beside="beside")
        return Mark(edit.span, tuple(self.change(edit.old, edit.new, edit.kind, turned=turned)))

    def change(self, old: str, new: str, kind: str, *, turned: bool = False) -> Iterator[Piece]:
        """`«old⟶new»`; `«old»` where nothing takes its place, or nothing is to change.

        Where a line is read from right to left, and some terminals turn it around, an arrow would
        point from the new to the old: there it is `«−old +new»`.
        """
        changes = bool(new) and new != old
        turned = changes and (turned or reads_right_to_left(old + new))
        yield Piece(self._glyphs.opening, "dim")
        if turned:
            yield Piece(self._glyphs.minus, "dim", tied=True)
        yield from self._shown(old, "held" if kind == "flag" else "old")
        if turned:
            yield Piece(" +", "dim", whole=True)
        elif changes:
            yield self._arrow
        if changes:
            yield from _tied(self._shown(new, "new"))
        yield Piece(self._glyphs.closing, "dim", tied=True)

    def before(self, edit: Edit) -> Mark:
        """What an edit takes away, in a column of its own."""
        if edit.kind == "join":
            return Mark(edit.span, tuple(_tied(self._shown(edit.old, "seam"))), beside="beside")
        return self._side(edit, edit.old, "held" if edit.kind == "flag" else "old")

    def after(self, edit: Edit) -> Mark:
        """What comes of it, in another column."""
        if edit.kind == "join":
            new = (Piece(self._glyphs.shown(edit.new), "new"),) if edit.new else ()
            return Mark(edit.span, new, beside="beside")
        if edit.new == edit.old:
            return Mark(edit.span, tuple(self._shown(edit.new, "")))
        return self._side(edit, edit.new, "new")

    def differences(self, text: str, copy: Span, kept: Span) -> list[Mark]:
        """Where a copy reads otherwise than the kept text: `«its own⟶what is kept»`.

        As `readings` finds them; none where the texts are too long to be compared.
        """
        own, other = copy.of(text), kept.of(text)
        found = readings(own, other)
        turned = bool(found) and reads_right_to_left(own)
        return [
            Mark(
                Span(copy.start + a, copy.start + b),
                tuple(self._abridging.change(own[a:b], other[c:d], "remove", turned=turned)),
            )
            for a, b, c, d in found or ()
        ]

    @property
    def _abridging(self) -> "Marker":
        return Marker(self._glyphs, whole=False)

    @property
    def _arrow(self) -> Piece:
        return Piece(self._glyphs.arrow, "dim", tied=True)

    def _side(self, edit: Edit, text: str, style: str) -> Mark:
        if not text:
            return Mark(edit.span, (), beside="beside")
        pieces = (
            Piece(self._glyphs.opening, "dim"),
            *self._shown(text, style),
            Piece(self._glyphs.closing, "dim", tied=True),
        )
        return Mark(edit.span, pieces)

    def _shown(self, text: str, style: str) -> list[Piece]:
        glyphs = self._glyphs
        if len(text) > _SHORT:
            room = None if self._whole else _ABRIDGED
            return abridged(text, Span(0, len(text)), room=room, style=style, glyphs=glyphs)
        text = glyphs.spaced(text)
        return [Piece(text, style, whole=width_of(text) <= _WHOLE)] if text else []


def _tied(pieces: list[Piece]) -> list[Piece]:
    """Pieces that do not start a row."""
    return [replace(piece, tied=True) if k == 0 else piece for k, piece in enumerate(pieces)]
