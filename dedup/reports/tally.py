"""How many edits of which kind, and which number each has: the same in every report."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from dedup.model import KINDS, Edit, Report
from dedup.reports.visible import escaped

_DONE = {
    "join": ("joined", "joined"),
    "remove": ("removed", "removed"),
    "script": ("word mended", "words mended"),
    "space": ("space mended", "spaces mended"),
    "punct": ("mark mended", "marks mended"),
    "furniture": ("page line removed", "page lines removed"),
}
"""What was done to one, and to several."""

SINGLE = 3
"""Up to how many edits of one group are shown each by itself."""

_ORDER = ("join", "remove", *(kind for kind in KINDS if kind not in ("join", "remove")))


def by_kind(edits: Iterable[Edit]) -> dict[str, int]:
    """The number of edits of each kind that occurs, in the order in which reports tell them."""
    return by_count(edit.kind for edit in edits)


def by_count(kinds: Iterable[str]) -> dict[str, int]:
    """How often each kind occurs, in the order in which reports tell them."""
    counts = Counter(kinds)
    order = (*_ORDER, *sorted(counts.keys() - set(_ORDER)))
    return {kind: counts[kind] for kind in order if counts[kind]}


def done(kind: str, count: int) -> str:
    """`9 joined`, `1 word mended`, `2 words mended`; an unknown kind by its name."""
    one, several = _DONE.get(kind) or (escaped(kind), escaped(kind))
    return f"{count} {one if count == 1 else several}"


def decisions(edits: Iterable[Edit]) -> int:
    """How many decisions the edits are: the edits of one group are one, each other its own."""
    groups: set[str] = set()
    alone = 0
    for edit in edits:
        if edit.group is None:
            alone += 1
        else:
            groups.add(edit.group)
    return alone + len(groups)


def parted(edits: Iterable[Edit]) -> tuple[list[Edit], list[list[Edit]]]:
    """The edits to be seen one by one, and the groups too large for that.

    A removal is always seen: what goes with it may stand nowhere else.
    """
    groups: dict[str, list[Edit]] = defaultdict(list)
    single: list[Edit] = []
    for edit in edits:
        grouped = edit.group is not None and edit.kind != "remove"
        (groups[edit.group or ""] if grouped else single).append(edit)
    large = [group for group in groups.values() if len(group) > SINGLE]
    small = chain.from_iterable(group for group in groups.values() if len(group) <= SINGLE)
    return sorted([*single, *small], key=lambda edit: edit.span), large


def numbers(report: Report) -> dict[Edit, int]:
    """The number of each edit, from 1 on: applied, withheld, noted, then groups, then dropped.

    So what is looked at one by one has the small numbers, and follows the text.
    """
    parts = [parted(edits) for edits in (report.applied, report.withheld, report.notes)]
    single: Sequence[list[Edit]] = [edits for edits, _ in parts]
    groups = chain.from_iterable(groups for _, groups in parts)
    dropped = [each.edit for each in report.dropped]
    order = chain(*single, *groups, dropped)
    return {edit: number for number, edit in enumerate(order, 1)}


def held_counts(report: Report) -> tuple[int, int]:
    """How many decisions are withheld, and how many are only pointed out."""
    return decisions(report.withheld), decisions(report.notes)


def plural(count: int, one: str, several: str | None = None) -> str:
    """`1 char`, `2 chars`."""
    return f"{count} {one if count == 1 else several or one + 's'}"


def rounded(score: float) -> str:
    """A score with two digits, rounded down: nothing but certainty is called 1.00."""
    return f"{int(score * 100 + 1e-9) / 100:.2f}"
