"""The decisions of a review: which edits are one, in which order, and by what names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from zlib import crc32

from dedup.model import REMOVALS, Applicability, Edit, Evidence, Report, Span
from dedup.reports.tally import numbers, parted
from dedup.text import Lines

EDITED = "edited"
"""The kind of the reason that stands first in an edit which the reviewer has reworded."""


class Part(Enum):
    """The three parts of a review, in the order in which they are gone through."""

    SURE = "sure"
    WITHHELD = "withheld"
    NOTED = "only pointed out"


@dataclass(frozen=True, slots=True)
class Item:
    """One decision.

    Attributes:
        edits: the edits that it is about: one, or a large group.
        part: how sure they are.
        label: the number that the report gives it; `11.2` for the second part of 11.
        keys: what names each edit in saved answers.
    """

    edits: tuple[Edit, ...]
    part: Part
    label: str
    keys: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", tuple(map(key_of, self.edits)))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many decisions are taken, left, and open."""

    taken: int
    left: int
    open: int


def by_key(items: Iterable[Item]) -> dict[str, tuple[Item, Edit]]:
    """The edits of decisions, each with its decision, by what names them."""
    pairs = ((item, zip(item.keys, item.edits, strict=True)) for item in items)
    return {key: (item, edit) for item, named in pairs for key, edit in named}


def beside(text: str, lines: Lines, edit: Edit) -> str:
    """The lines that an edit stands on; of a removal, those that it takes text from."""
    span = edit.span
    last = span.start + len(edit.old.rstrip()) if edit.kind in REMOVALS else span.end
    start, end = (lines.span(lines.line(offset)) for offset in (span.start, last))
    return text[start.start : end.end]


def key_of(edit: Edit) -> str:
    """What names an edit in saved answers: its place, its rule, and a sum over its new text."""
    new = crc32(edit.new.encode("utf-8", "surrogatepass"))
    return f"{edit.span.start}-{edit.span.end} {edit.rule} {new:08x}"


def items_of(report: Report) -> Iterator[Item]:
    """The decisions of a report: what is sure first, then by place, large groups last."""
    labels = numbers(report)
    for part, edits in zip(Part, (report.applied, report.withheld, report.notes), strict=True):
        single, groups = parted(edits)
        for each in (*([edit] for edit in single), *groups):
            yield Item(tuple(each), part, str(labels[each[0]]))


def made(edit: Edit) -> Edit:
    """An edit that was taken: what was only pointed out is so no longer."""
    if edit.applicability is Applicability.DISPLAY:
        return replace(edit, applicability=Applicability.UNSAFE)
    return edit


def reworded(edit: Edit, span: Span, old: str, new: str) -> Edit:
    """An edit with another outcome, and that for its first reason."""
    reason = Evidence(EDITED, 1.0, "edited by hand")
    return replace(
        made(edit) if edit.old != edit.new else edit,
        span=span,
        old=old,
        new=new,
        applicability=max(edit.applicability, Applicability.UNSAFE),
        evidence=(reason, *edit.evidence),
    )
