"""How a change looks within its line: `个⏎⏎体`, `«and⟶和»`, `«␣»`, and a copy's own readings."""

from collections.abc import Iterator

from dedup.model import Edit, Span
from dedup.reports.abridge import Mark, abridged
from dedup.reports.readings import readings
from dedup.reports.visible import spaced
from dedup.reports.wrap import Piece, width_of

_SHORT = 40
"""Up to how many characters a changed text is shown unabridged, blanks at its ends too."""

_ABRIDGED = 60
"""Cells that a longer changed text is abridged to."""

_WHOLE = 20
"""Up to how many cells a seam stays on one row."""

MOST_DIFFERENCES = 8
"""How many places in which a copy differs are shown; the rest is counted."""

_ARROW = Piece("⟶", "dim", tied=True)


def mark_of(edit: Edit, *, whole: bool) -> Mark:
    """The edit as it is shown within its line; `whole` abridges nothing."""
    if edit.kind == "join":
        seam = _shown(edit.old, "seam", whole)
        new = (_ARROW, *_tied(_shown(edit.new, "new", whole))) if edit.new else ()
        return Mark(edit.span, (*_tied(seam), *new), beside="beside")
    return Mark(edit.span, tuple(change(edit.old, edit.new, edit.kind, whole=whole)))


def change(old: str, new: str, kind: str, *, whole: bool) -> Iterator[Piece]:
    """`«old⟶new»`; `«old»` where nothing takes its place, or nothing is to change."""
    yield Piece("«", "dim")
    yield from _shown(old, "held" if kind == "flag" else "old", whole)
    if new and new != old:
        yield _ARROW
        yield from _tied(_shown(new, "new", whole))
    yield Piece("»", "dim", tied=True)


def _shown(text: str, style: str, whole: bool) -> list[Piece]:
    if len(text) > _SHORT:
        return abridged(text, Span(0, len(text)), room=None if whole else _ABRIDGED, style=style)
    text = spaced(text)
    return [Piece(text, style, whole=width_of(text) <= _WHOLE)] if text else []


def _tied(pieces: list[Piece]) -> list[Piece]:
    """Pieces that do not start a row."""
    return [
        Piece(piece.text, piece.style, piece.whole, tied=True) if k == 0 else piece
        for k, piece in enumerate(pieces)
    ]


def differences(text: str, copy: Span, kept: Span) -> list[Mark]:
    """Where a copy reads otherwise than the kept text: `«its own⟶what is kept»`.

    As `readings` finds them; none where the texts are too long to be compared.
    """
    own, other = copy.of(text), kept.of(text)
    return [
        Mark(
            Span(copy.start + a, copy.start + b),
            tuple(change(own[a:b], other[c:d], "remove", whole=False)),
        )
        for a, b, c, d in readings(own, other) or ()
    ]
