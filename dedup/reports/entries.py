"""The edits of a described run (`json.described`), as the formats made of it tell them.

A description may have been saved, and a status changed by hand since: what came of an edit is told
by its status, not by the list that it stands in. Edits that are one decision are told as one.
"""

from collections.abc import Sequence
from typing import Any

from dedup.reports.tally import SINGLE

Entry = dict[str, Any]
"""An object of the report, as `docs/report-1.schema.json` has it."""

LISTS = ("edits", "withheld", "notes", "dropped")
"""The lists of edits of a file: made, withheld, pointed out, given way."""

MADE = frozenset({"applied", "accepted"})
DROPPED = frozenset({"dropped", "rejected"})


def parts(file: Entry) -> dict[str, list[Entry]]:
    """The edits of a file in the lists where they belong by their status, in order of the text."""
    found: dict[str, list[Entry]] = {name: [] for name in LISTS}
    for name in LISTS:
        for edit in file[name]:
            found[_part(name, edit["status"])].append(edit)
    for edits in found.values():
        edits.sort(key=lambda edit: edit["span"]["char"])
    return found


def _part(name: str, status: str) -> str:
    if status in MADE:
        return "edits"
    if status in DROPPED:
        return "dropped"
    return "withheld" if name == "edits" else name


def decisions(edits: Sequence[Entry]) -> list[tuple[Entry, int]]:
    """Each edit by itself; of a large group the first, with how many edits it stands for.

    A removal is always told: what goes with it may stand nowhere else.
    """
    groups: dict[str, int] = {}
    for edit in edits:
        group = _group(edit)
        if group is not None:
            groups[group] = groups.get(group, 0) + 1
    found: list[tuple[Entry, int]] = []
    told = set()
    for edit in edits:
        group = _group(edit)
        count = 1 if group is None else groups[group]
        if count <= SINGLE:
            found.append((edit, 1))
        elif group not in told:
            told.add(group)
            found.append((edit, count))
    return found


def _group(edit: Entry) -> str | None:
    """The group that an edit is told with; None where it is told by itself."""
    return edit.get("group") if edit["kind"] != "remove" else None


def on_one_line(edit: Entry) -> bool:
    """Whether its text is on the line that its span starts on, and on no other."""
    first, last = edit["lines"]
    return bool(first == last == edit["span"]["start"][0])
