"""The nouns of the drawn report: cards, the titles on them, and the texts below."""

from dataclasses import dataclass, field

from dedup.model import Edit, Span
from dedup.reports.windows import Mark
from dedup.reports.wrap import Piece


@dataclass(frozen=True, slots=True)
class Title:
    """The row that says what an edit is.

    Attributes:
        label: its number, or numbers.
        kind: what it does.
        lines: where, as `141, 143 ⟶ 137`.
        safety: how sure it is: `safe`, `unsafe`, `display`, `dropped`.
        score: in [0, 1], or None where there is none to show.
        reasons: why, each a row if they do not fit.
        held: whether it was not made.
    """

    label: str
    kind: str
    lines: str
    safety: str
    score: float | None
    reasons: tuple[str, ...]
    held: bool


@dataclass(frozen=True, slots=True)
class Body:
    """A stretch of the text with its changes, beside a gutter.

    Attributes:
        line: the input line that it starts on.
        out: the output line, or None if nothing of it is left.
        span: the stretch, in the original text.
        marks: the changes within it.
        edits: the changes themselves, where they are changes within lines.
        rows: how many rows it is abridged to.
        removed: whether all of it is taken away.
        stays: the output line of the passage that a copy repeats; None where it is no copy.
        tail: whether its end is always shown.
        notes: rows in words below it.
        before: the lines of the original to show above it.
        after: those to show below it.
    """

    line: int
    out: int | None
    span: Span
    marks: tuple[Mark, ...] = ()
    edits: tuple[Edit, ...] = ()
    rows: int = 2
    removed: bool = False
    stays: int | None = None
    tail: bool = False
    notes: tuple[str, ...] = ()
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """Edits that are shown together.

    Attributes:
        start: where the first of them stands.
        titles: one a kind; one an edit where each is a decision of its own.
        bodies: the text.
        tally: how often each different change of a group is made.
        more: how many edits of a group are not shown.
        tight: whether it needs no blank row towards another such card.
    """

    start: int
    titles: tuple[Title, ...]
    bodies: tuple[Body, ...] = ()
    tally: tuple[tuple[Piece, ...], ...] = ()
    more: int = 0
    tight: bool = False


@dataclass(slots=True)
class Deck:
    """The cards of a report, in the order in which they are shown."""

    applied: list[Card] = field(default_factory=list)
    throughout: list[Card] = field(default_factory=list)
    withheld: list[Card] = field(default_factory=list)
    noted: list[Card] = field(default_factory=list)
    dropped: list[Card] = field(default_factory=list)
