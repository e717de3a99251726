"""The edit algebra: choose among edits, apply them, take them back.

Laws, held by property tests: `apply(apply(t, e), invert(e)) == t`; `choose` does not depend on the
order of its input; what `choose` applies never overlaps.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from dedup.errors import SelfCheckError
from dedup.model import REMOVALS, Applicability, Dropped, Edit, Span


def _standing(edit: Edit, wanted: bool) -> tuple[Any, ...]:
    """The order in which edits claim their place: lower claims first."""
    return (
        not wanted,
        edit.kind not in REMOVALS,
        edit.kind != "remove",
        -edit.applicability,
        -edit.score,
        edit.rule,
        *place_of(edit),
    )


def place_of(edit: Edit) -> tuple[Any, ...]:
    """The order of the text; equal for equal edits alone, so that no order hangs on a hash."""
    reasons = tuple(
        (e.kind, e.score, e.note, (-1, -1) if e.peer is None else (e.peer.start, e.peer.end))
        for e in edit.evidence
    )
    group = (edit.group is not None, edit.group or "")
    return (edit.span, edit.rule, edit.new, edit.kind, edit.applicability, group, reasons)


class _Claims:
    """Disjoint spans, sorted, each with the edit that claimed it."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._edits: list[Edit] = []

    def rival(self, span: Span) -> Edit | None:
        """The edit that already holds a part of the span, or its very start; or None."""
        at = bisect_left(self._starts, span.start)
        for k in (at - 1, at):
            if 0 <= k < len(self._edits):
                held = self._edits[k].span
                if held.overlaps(span) or held.start == span.start:
                    return self._edits[k]
        return None

    def add(self, edit: Edit) -> None:
        """Claim the span of an edit that has no rival."""
        at = bisect_left(self._starts, edit.span.start)
        self._starts.insert(at, edit.span.start)
        self._edits.insert(at, edit)


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
    made, removed, shown = _Claims(), _Claims(), _Claims()
    for edit in sorted(set(edits), key=lambda e: _standing(e, wanted(e))):
        if wanted(edit):
            rival = made.rival(edit.span)
            kept, claims = applied, [made, removed] if edit.kind in REMOVALS else [made]
        elif edit.applicability is Applicability.DISPLAY:
            rival = removed.rival(edit.span)
            kept, claims = held, []
        else:
            rival = made.rival(edit.span) or shown.rival(edit.span)
            kept, claims = held, [shown]
        if rival is not None:
            dropped.append(Dropped(edit, f"gives way to {rival.kind} at offset {rival.span.start}"))
            continue
        kept.append(edit)
        for claim in claims:
            claim.add(edit)
    return (
        tuple(sorted(applied, key=place_of)),
        tuple(sorted(held, key=place_of)),
        tuple(sorted(dropped, key=lambda d: place_of(d.edit))),
    )


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
