"""Which edits are looked at together: those of one output line, and each copy that goes alone."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from dedup.model import REMOVALS, Edit
from dedup.reports.places import Places

FEW_LINES = 3
"""Up to how many lines of edits are told one by one."""


def seated(edits: Sequence[Edit], places: Places) -> Iterator[list[Edit]]:
    """Applied edits by output line; each copy that goes with its lines by itself."""

    def seat(edit: Edit) -> tuple[bool, int]:
        alone = places.whole_lines(edit)
        return alone, edit.span.start if alone else places.out_line(edit.span.start)

    for _, table in groupby(edits, seat):
        yield list(table)


def placed(edits: Sequence[Edit], places: Places) -> Iterator[list[Edit]]:
    """Held edits by the line that they start on, unless they overlap."""
    table: list[Edit] = []
    line = end = 0
    for edit in edits:
        own = places.before.line(edit.span.start)
        alone = places.covers_lines(edit)
        if table and (alone or own != line or edit.span.start < end):
            yield table
            table = []
        table.append(edit)
        line, end = 0 if alone else own, edit.span.end
    if table:
        yield table


def lines_told(edits: Sequence[Edit], places: Places, *, held: bool, arrow: str = "⟶") -> str:
    """`155-157`, `141, 143 ⟶ 137`, or `57` where a line keeps its number."""
    if edits[0].kind in REMOVALS:
        ranges = dict.fromkeys(places.lines(edit.span) for edit in edits)
        return ", ".join(f"{a}-{b}" if b > a else str(a) for a, b in ranges)
    before = places.before
    lines = {before.line(k) for edit in edits for k in (edit.span.start, edit.span.end)}
    first, last = min(lines), max(lines)
    few = ", ".join(map(str, sorted(lines)))
    told = few if len(lines) <= FEW_LINES else f"{first}-{last}"
    out = places.out_line(edits[0].span.start)
    return told if held or lines == {out} else f"{told} {arrow} {out}"


def numbers_told(numbers: Sequence[int]) -> str:
    """`3-5` for three numbers in a row, else `3, 5`."""
    run = len(numbers) > 1 and numbers[-1] - numbers[0] == len(numbers) - 1
    return f"{numbers[0]}-{numbers[-1]}" if run else ", ".join(map(str, numbers))
