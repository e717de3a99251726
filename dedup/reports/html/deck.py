"""What stands together on the page: which edits, in which order, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from dedup.model import REMOVALS, Edit, Report
from dedup.reports.places import Places
from dedup.reports.seats import placed, seated
from dedup.reports.tally import parted

MOST_EDITS = 20
"""How many edits of one line are one card; the next ones are another."""

STATUSES = {
    "applied": "made",
    "withheld": "withheld",
    "noted": "pointed out",
    "dropped": "gave way",
}
"""What came of an edit, in the order of the filters, each with its word."""


@dataclass(frozen=True, slots=True)
class Card:
    """What stands together on the page.

    Attributes:
        start: where its first edit starts, in the original text.
        end: where its last edit ends.
        kinds: of its edits, in order, each once.
        status: `applied`, `withheld`, `noted` or `dropped`.
        count: how many edits it stands for in the tally: a group is one.
        edits: what it shows.
        group: whether it is one decision for many edits.
    """

    start: int
    end: int
    kinds: tuple[str, ...]
    status: str
    count: int
    edits: tuple[Edit, ...]
    group: bool = False

    @property
    def lane(self) -> str:
        """What the overview shows it as."""
        if self.status != "applied":
            return "held"
        return "gone" if self.kinds[0] in REMOVALS else "mended"


def cards_of(report: Report, places: Places) -> tuple[list[Card], list[Card]]:
    """The cards in the order of the text, and those of the groups."""
    single: list[Card] = []
    large: list[Card] = []
    for status, edits, tables in (
        ("applied", report.applied, seated),
        ("withheld", report.withheld, placed),
        ("noted", report.notes, placed),
    ):
        alone, groups = parted(edits)
        for table in tables(alone, places):
            for k in range(0, len(table), MOST_EDITS):
                some = table[k : k + MOST_EDITS]
                single.append(card_of(some, status, len(some)))
        large += (
            card_of(group, status, 1 if status != "applied" else len(group), group=True)
            for group in groups
        )
    return sorted(single, key=lambda card: card.start), large


def card_of(edits: Sequence[Edit], status: str, count: int, *, group: bool = False) -> Card:
    """A card of some edits, of which one at least."""
    kinds = tuple(dict.fromkeys(edit.kind for edit in edits))
    end = max(edit.span.end for edit in edits)
    return Card(edits[0].span.start, end, kinds, status, count, tuple(edits), group)
