"""The edit algebra: choose among edits, apply them, take them back.

Laws, held by property tests: `apply(apply(t, e), invert(e)) == t`; `choose` does not depend on the
order of its input; what `choose` applies never overlaps.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter, itemgetter
from typing import Any

from dedup.errors import SelfCheckError
from dedup.model import REMOVALS, Applicability, Dropped, Edit, Span

# Characters of a stretch of text whose claims are looked through together.
_STRETCH = 1 << 12


def _standing(edit: Edit, wanted: bool) -> tuple[Any, ...]:
    """The order in which edits claim their place: lower claims first, and of equals `place_of`."""
    return (
        not wanted,
        edit.kind not in REMOVALS,
        edit.kind != "remove",
        -edit.applicability,
        -edit.score,
        edit.rule,
        edit.span.start,
        edit.span.end,
    )


def place_of(edit: Edit) -> tuple[Any, ...]:
    """The order of the text; equal for equal edits alone, so that no order hangs on a hash."""
    reasons = tuple(
        (e.kind, e.score, e.note, (-1, -1) if e.peer is None else (e.peer.start, e.peer.end))
        for e in edit.evidence
    )
    group = (edit.group is not None, edit.group or "")
    return (*_place(edit), edit.new, edit.kind, edit.applicability, group, reasons)


def _place(edit: Edit) -> tuple[int, int, str]:
    """The beginning of `place_of`, which tells nearly all edits apart."""
    return (edit.span.start, edit.span.end, edit.rule)


def _in_order(edits: Iterable[Edit], first: Callable[[Edit], tuple[Any, ...]]) -> list[Edit]:
    """The edits, equal ones once, by `first` and then by `place_of`, which few are asked for."""
    keyed = sorted(((first(edit), edit) for edit in edits), key=itemgetter(0))
    out: list[Edit] = []
    begin = 0
    for end in range(1, len(keyed) + 1):
        if end == len(keyed) or keyed[end][0] != keyed[begin][0]:
            alike = [edit for _, edit in keyed[begin:end]]
            out += sorted({*alike}, key=place_of) if len(alike) > 1 else alike
            begin = end
    return out


class _Claims:
    """Disjoint spans, each with the edit that claimed it.

    Each is kept with every stretch of `_STRETCH` characters that it reaches into, in order: so a
    million claims, in whatever order they come, take as long one by one as a few do.
    """

    def __init__(self) -> None:
        self._stretches: dict[int, list[tuple[int, Edit]]] = {}

    def rival(self, span: Span) -> Edit | None:
        """The edit that already holds a part of the span, or its very start; or None."""
        for stretch in _reaches(span) if self._stretches else ():
            claims = self._stretches.get(stretch)
            if not claims:
                continue
            # No two begin alike, so no edit is compared; most come in the order of the text.
            last = claims[-1]
            at = bisect_left(claims, (span.start,)) if last[0] >= span.start else len(claims)
            if at and claims[at - 1][1].span.end > span.start:
                return claims[at - 1][1]
            if at < len(claims):
                start, held = claims[at]
                return held if start == span.start or held.span.overlaps(span) else None
        return None

    def add(self, edit: Edit) -> None:
        """Claim the span of an edit that has no rival."""
        for stretch in _reaches(edit.span):
            insort(self._stretches.setdefault(stretch, []), (edit.span.start, edit))


def _reaches(span: Span) -> Sequence[int]:
    """The stretches of the text that a span reaches into."""
    first, last = span.start // _STRETCH, max(span.start, span.end - 1) // _STRETCH
    return (first,) if first == last else range(first, last + 1)


def choose(
    edits: Iterable[Edit], wanted: Callable[[Edit], bool]
) -> tuple[tuple[Edit, ...], tuple[Edit, ...], tuple[Dropped, ...]]:
    """Settle overlaps.

    Wanted edits come before others; among them a removal beats what lies inside it, then
    applicability, then score, then the rule's name, then the place decide. What only points out
    gives way to a removal alone.

    Args:
        edits: edits of one text, in any order; equal ones count once.
        wanted: whether an edit is to be made if nothing stands against it.

    Returns:
        What to apply (disjoint), what to hold back and show, and what gave way with the reason;
        each sorted by span. The three together are the input.
    """
    applied: list[Edit] = []
    held: list[Edit] = []
    dropped: list[Dropped] = []
    for some in _neighbours(edits):
        if len(some) > 1:
            _settle(some, wanted, applied, held, dropped)
        elif wanted(some[0]):
            applied += some
        else:
            held += some
    return tuple(applied), tuple(held), tuple(dropped)


def _neighbours(edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    """The edits in groups that overlap or touch one another, in the order of the text.

    Nearly all stand alone, and so need not be told from any rival.
    """
    some: list[Edit] = []
    end = 0
    for edit in sorted(edits, key=attrgetter("span.start")):
        if some and edit.span.start > end:
            yield some
            some = []
        some.append(edit)
        end = max(end, edit.span.end)
    if some:
        yield some


def _settle(
    edits: Iterable[Edit],
    wanted: Callable[[Edit], bool],
    applied: list[Edit],
    held: list[Edit],
    dropped: list[Dropped],
) -> None:
    """Choose among some edits, and put each behind those of one list, sorted by span."""
    made, removed, shown = _Claims(), _Claims(), _Claims()
    takes: list[Edit] = []
    keeps: list[Edit] = []
    drops: list[Dropped] = []
    for edit in _in_order(edits, lambda edit: _standing(edit, wanted(edit))):
        if wanted(edit):
            rival = made.rival(edit.span)
            kept, claims = takes, [made, removed] if edit.kind in REMOVALS else [made]
        elif edit.applicability is Applicability.DISPLAY:
            rival = removed.rival(edit.span)
            kept, claims = keeps, []
        else:
            rival = made.rival(edit.span) or shown.rival(edit.span)
            kept, claims = keeps, [shown]
        if rival is not None:
            drops.append(Dropped(edit, f"gives way to {rival.kind} at offset {rival.span.start}"))
            continue
        kept.append(edit)
        for claim in claims:
            claim.add(edit)
    applied += _in_order(takes, _place)
    held += _in_order(keeps, _place)
    dropped += sorted(drops, key=lambda d: place_of(d.edit))


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Make the edits, which must be disjoint, sorted by span, and true to the text.

    Raises:
        SelfCheckError: an edit's `old` does not stand at its span, or two edits overlap.
    """
    pieces: list[str] = []
    done = 0
    for edit in edits:
        if edit.span.start < done:
            raise SelfCheckError(f"{edit.rule}: overlaps the edit before it, at {edit.span.start}")
        if edit.span.end > len(text) or edit.span.of(text) != edit.old:
            raise SelfCheckError(f"{edit.rule}: its old text does not stand at {edit.span.start}")
        pieces += (text[done : edit.span.start], edit.new)
        done = edit.span.end
    pieces.append(text[done:])
    return "".join(pieces)


def invert(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits that lead from the cleaned text back to the original, in its coordinates.

    Args:
        edits: applied edits, disjoint and sorted by span.
    """
    back: list[Edit] = []
    shift = 0
    for edit in edits:
        start = edit.span.start + shift
        back.append(
            replace(edit, span=Span(start, start + len(edit.new)), old=edit.new, new=edit.old)
        )
        shift += len(edit.new) - len(edit.old)
    return tuple(back)
