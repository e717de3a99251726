"""The body of the page: one file after another, its cards in the order of its text."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dedup.model import Report, Span
from dedup.reports.html.cards import Cards
from dedup.reports.html.deck import Card, cards_of
from dedup.reports.html.markup import Tongue, shown
from dedup.reports.html.stretch import Sides
from dedup.reports.html.strip import bars_of, strip
from dedup.reports.places import Places
from dedup.reports.sections import headings
from dedup.reports.tally import plural

CHUNK = 30
"""How many cards a browser lays out at once; what is far from the screen it leaves."""

LONGEST_HEADING = 200
"""Of a longer one the beginning is shown, in characters."""


@dataclass(frozen=True, slots=True)
class Section:
    """What a filter can be narrowed to.

    Attributes:
        number: its name in the page.
        file: the number of its file.
        name: the heading in the text.
        count: how many edits stand in it.
    """

    number: int
    file: int
    name: str
    count: int


@dataclass(slots=True)
class Facets:
    """What there is to choose from, with the number of edits of each.

    Attributes:
        kinds: the kinds that occur.
        statuses: the statuses that occur.
        sections: in order.
        total: of all edits.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    sections: list[Section] = field(default_factory=list)
    total: int = 0

    def add(self, card: Card) -> None:
        """Count a card."""
        own = {card.kinds[0]: card.count} if card.group else Counter(e.kind for e in card.edits)
        self.kinds.update(own)
        self.statuses[card.status] += card.count
        self.total += card.count


class Flow:
    """Draws what was found in one file.

    Args:
        report: the report.
        facets: where to count what is drawn.
        number: of the file, from 1.
        alone: whether it is the only file.
    """

    def __init__(self, report: Report, facets: Facets, number: int, *, alone: bool) -> None:
        self._report, self._facets, self._number = report, facets, number
        self._where = "" if alone else f" in {report.document.name}"
        self._text = report.document.text
        self._places = Places(report)
        self._sides = Sides(report)
        self._cards = Cards(report, self._places, self._sides, "" if alone else f"f{number}")
        self._tongue = Tongue(self._text)
        self._single, self._large = cards_of(report, self._places)
        made = (card for card in self._large if card.status == "applied")
        self._throughout = sorted(edit.span.start for card in made for edit in card.edits)

    @property
    def places(self) -> Places:
        """The places of the report."""
        return self._places

    def overview(self) -> str:
        """The strip."""
        cards = (*self._single, *self._large)
        anchors = [self._cards.anchor(card.edits[0]) for card in cards]
        name = f"Overview: where the changes lie{self._where}"
        return strip(cards, anchors, len(self._text), self._places, name)

    def body(self) -> Iterator[str]:
        """All cards with the text between them, then the groups, then what gave way."""
        yield from self._chunked(self._stream())
        if self._large:
            yield '<section class="rest"><h3>Throughout the text</h3>'
            section = self._section("Throughout the text", self._large)
            for card in self._large:
                self._facets.add(card)
                yield from self._cards.group(card, self._marks(card, section))
            yield "</section>"
        if self._report.dropped:
            yield '<details class="rest"><summary><h3>Gave way to others</h3></summary>'
            yield from self._chunked(self._gave_way())
            yield "</details>"

    def _gave_way(self) -> Iterator[tuple[str, bool]]:
        pairs = [
            (Card(e.span.start, e.span.end, (e.kind,), "dropped", 1, (e,)), each)
            for each in self._report.dropped
            for e in (each.edit,)
        ]
        section = self._section("Gave way to others", [card for card, _ in pairs])
        for card, each in pairs:
            self._facets.add(card)
            yield "".join(self._cards.dropped(each, self._marks(card, section))), True

    def _stream(self) -> Iterator[tuple[str, bool]]:
        """Pieces of the page, and whether each is a card."""
        spans = headings(self._report)
        starts = [span.start for span in spans]
        owners = [bisect_right(starts, card.start) - 1 for card in self._single]
        counts = Counter(owners)
        lines = self._places.before
        done = 0  # the last line that was shown
        current, section = -1, 0
        for card, owner in zip(self._single, owners, strict=True):
            span = self._cards.lines(card)
            first, last = lines.line(span.start), lines.line(max(span.end, card.end))
            if owner != current or not section:
                current = owner
                name = "Before the first heading"
                if owner >= 0:
                    heading = spans[owner]
                    name = heading.of(self._text)
                    at = lines.line(heading.start)
                    yield self._fold(done + 1, at - 1), False
                    done = max(done, at)
                section = self._section(name, count=counts[owner])
                if owner >= 0:
                    yield self._heading(heading, section), False
            yield self._fold(done + 1, first - 1), False
            self._facets.add(card)
            yield "".join(self._cards.drawn(card, self._marks(card, section))), True
            core = self._places.core(card.edits[-1].span)
            done = max(done, min(last, lines.line(max(span.end, core.end))))
        yield self._fold(done + 1, lines.count), False

    def _section(self, name: str, cards: Sequence[Card] = (), *, count: int | None = None) -> int:
        if count is None:
            count = sum(card.count for card in cards)
        number = len(self._facets.sections) + 1
        self._facets.sections.append(Section(number, self._number, name.strip(), count))
        return number

    def _marks(self, card: Card, section: int) -> str:
        first, last = bars_of(Span(card.start, card.end), len(self._text))
        bars = "" if card.group or card.status == "dropped" else f' data-bars="{first} {last}"'
        return f'data-section="{section}"{bars}'

    def _heading(self, span: Span, section: int) -> str:
        text = span.of(self._text)
        name = shown(text[:LONGEST_HEADING]) + ("…" if len(text) > LONGEST_HEADING else "")
        line = self._places.before.line(span.start)
        speech = self._tongue.speech(text)
        return (
            f'<h3 data-section="{section}"><span class="ln">{line}</span>'
            f"<span {speech}>{name}</span></h3>"
        )

    def _fold(self, first: int, last: int) -> str:
        """Lines in which there is nothing to be looked at; nothing where they are blank."""
        if first > last:
            return ""
        lines = self._places.before
        span = self._places.core(Span(lines.span(first).start, lines.span(last).end))
        if not span.of(self._text).strip():
            return ""
        first, last = self._places.lines(span)
        where = f"line {first}" if first == last else f"lines {first}–{last}"
        others = bisect_left(self._throughout, span.end) - bisect_left(self._throughout, span.start)
        told = f"{where}, {plural(len(span), 'char')}"
        if others:
            told += f", {plural(others, 'edit')} of those throughout the text"
        if not self._sides.folds:
            return f'<p class="fold">{told}</p>'
        rows = []
        for line in range(first, last + 1):
            own = lines.span(line)
            text = own.of(self._text)
            if text.strip():
                speech = self._tongue.speech(text)
                content = self._sides.plain(own)
                rows.append(
                    f'<div class="row"><span class="ln">{line}</span>'
                    f'<div class="t" {speech}>{content}</div></div>'
                )
        return f'<details class="fold"><summary>{told}</summary>{"".join(rows)}</details>'

    @staticmethod
    def _chunked(pieces: Iterator[tuple[str, bool]]) -> Iterator[str]:
        """The pieces in boxes of so many cards."""
        box: list[str] = []
        count = 0
        for piece, is_card in pieces:
            box.append(piece)
            count += is_card
            if count == CHUNK:
                yield f'<div class="chunk" data-cards="{count}">{"".join(box)}</div>'
                box, count = [], 0
        if any(box):
            yield f'<div class="chunk" data-cards="{count}">{"".join(box)}</div>'
