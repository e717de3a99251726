"""Mends that what is made later changes: a removal cuts through them, or a mend takes them up."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from dedup.model import REMOVALS, Edit


def cut_through(earlier: Iterable[Edit], made: Iterable[Edit]) -> set[Edit]:
    """The mends that removals made later take a part of, and leave a part.

    Args:
        earlier: edits of the text; what is one decision goes together.
        made: edits that are made after them.
    """
    removals = sorted(edit.span for edit in made if edit.kind in REMOVALS)
    starts = [span.start for span in removals]
    decisions: dict[object, list[Edit]] = {}
    met: set[object] = set()
    left: set[object] = set()
    for edit in earlier:
        if edit.kind not in REMOVALS:
            decision = edit.group if edit.group is not None else edit.span
            decisions.setdefault(decision, []).append(edit)
            at = max(0, bisect_right(starts, edit.span.start) - 1)
            near = removals[at : at + 2]
            if any(span.overlaps(edit.span) for span in near):
                met.add(decision)
            if not any(span.contains(edit.span) for span in near):
                left.add(decision)
    return {edit for decision in met & left for edit in decisions[decision]}


def taken_up(
    earlier: Iterable[Edit], made: Iterable[Edit]
) -> tuple[set[Edit], dict[Edit, Edit | None]]:
    """The mends that later mends come in the place of.

    Args:
        earlier: edits that are made, disjoint.
        made: edits that are made after them, on what they left.

    Returns:
        The earlier ones; and the later ones with the reasons of those behind their own, or None
        where they would change a part of a decision alone.
    """
    mends = sorted((edit for edit in earlier if edit.kind not in REMOVALS), key=_start)
    starts = [edit.span.start for edit in mends]
    taken: set[Edit] = set()
    later: dict[Edit, Edit | None] = {}
    for edit in made if mends else ():
        if edit.kind in REMOVALS:
            continue
        first = bisect_right(starts, edit.span.start)
        first -= first > 0 and mends[first - 1].span.end > edit.span.start
        last = bisect_right(starts, edit.span.end - 1)
        if some := mends[first:last]:
            whole = all(mend.group is None and edit.span.contains(mend.span) for mend in some)
            evidence = (*edit.evidence, *(e for mend in some for e in mend.evidence))
            later[edit] = replace(edit, evidence=evidence) if whole else None
            taken.update(some if whole else ())
    return taken, later


def _start(edit: Edit) -> int:
    return edit.span.start
