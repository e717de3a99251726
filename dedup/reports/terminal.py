"""The report for a terminal: every change in its place, with its reason, abridged to fit.

What a row says it says three ways: in a word, in a sign and in a colour, so that none is needed.
Colours are those of the terminal's own sixteen; its theme decides how they look.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from dedup.model import Report, Span
from dedup.reports.abridge import abridged
from dedup.reports.cards import Dealer
from dedup.reports.deck import Body, Card, Title
from dedup.reports.head import closing, counts, header, totals
from dedup.reports.places import Places
from dedup.reports.rows import painted, set_items, set_row, sign_of, style_of
from dedup.reports.sections import headings
from dedup.reports.tally import rounded
from dedup.reports.visible import visible
from dedup.reports.wrap import Piece, Row, width_of, wrap

WIDE = 120
"""From this width on the counts tell lines too."""

NARROWEST = 30
"""A narrower terminal gets rows of this width."""

_INDENT = 6


def render(
    reports: Report | Sequence[Report],
    *,
    width: int,
    color: bool,
    verbose: bool = False,
    footer: Sequence[str] = (),
) -> str:
    """Draw reports, one below the other.

    Args:
        reports: one, or those of one run in order.
        width: the most cells that a row takes; below 30, 30 are taken.
        color: whether to use colours, bold and reverse; plain text otherwise.
        verbose: whether texts are shown whole, and edits that gave way to others too.
        footer: lines to close with, as they are; longer ones are wrapped.

    Returns:
        The rows, with a final newline.
    """
    reports = [reports] if isinstance(reports, Report) else reports
    width = max(width, NARROWEST)
    rows: list[Row] = []
    several = len(reports) > 1
    gap = False
    for report in reports:
        drawing = Drawing(report, width, verbose)
        brief = several and not drawing.has_cards
        if rows and (gap or not brief):
            rows.append([])
        rows += drawing.brief() if brief else drawing.rows()
        gap = not brief
    if several:
        rows += [[], *set_items(list(totals(reports)), width)]
    for line in footer:
        rows += set_row([Piece(visible(line))], width)
    return "".join(f"{painted(row, color)}\n" for row in rows)


class Drawing:
    """One report on its way to rows."""

    def __init__(self, report: Report, width: int, verbose: bool) -> None:
        self._report, self._width, self._verbose = report, width, verbose
        self._places = Places(report)
        # Two numbers with a blank before them, as in ` 141  137 ╎⏎ `.
        self._in = max(4, len(str(self._places.before.count)) + 1)
        self._out = max(5, len(str(self._places.after.count)) + 2)
        self._body = width - self._in - self._out - 4
        self._number = max(4, len(str(len(report.applied) + len(report.held))))

    @property
    def line_digits(self) -> tuple[int, int]:
        """The cells of the two line numbers in the gutter."""
        return self._in, self._out

    @property
    def has_cards(self) -> bool:
        """Whether there is anything to show but counts."""
        report = self._report
        return bool(report.applied or report.held or (self._verbose and report.dropped))

    def brief(self) -> list[Row]:
        """A report in which nothing was found, as one of several."""
        return set_items([header(self._report.document), *self._counts()], self._width)

    def rows(self) -> Iterator[Row]:
        """The whole report."""
        report = self._report
        yield from set_row(header(report.document), self._width, _INDENT)
        rule: Row = [Piece("╌" * self._width, "dim")]
        yield rule
        yield from set_items(self._counts(), self._width)
        if not self.has_cards:
            return
        deck = Dealer(report, self._places, whole=self._verbose).deck()
        yield from self._sections(deck.applied)
        for cards, heading in (
            (deck.throughout, "throughout the text"),
            (deck.withheld, "withheld: shown, not applied   --unsafe applies them"),
            (deck.noted, "pointed out: never changed"),
            (deck.dropped, "dropped: gave way to others"),
        ):
            if cards:
                yield []
                yield from set_row([Piece(f"▸ {heading}")], self._width, 2)
                yield from self.cards(cards)
        yield []
        yield rule
        yield from set_items(list(closing(report, self._places)), self._width)

    def _counts(self) -> list[Row]:
        return list(counts(self._report, self._places, lines=self._width >= WIDE))

    def _sections(self, cards: Sequence[Card]) -> Iterator[Row]:
        """Cards below the nearest heading above them."""
        spans = headings(self._report)
        starts = [span.start for span in spans]
        run: list[Card] = []
        section = -1
        for card in (*cards, None):
            own = bisect_right(starts, card.start) - 1 if card else None
            if run and own != section:
                if section >= 0:
                    yield []
                    yield from self._heading(spans[section])
                yield from self.cards(run)
                run = []
            if card is not None and own is not None:
                section = own
                run.append(card)

    def _heading(self, span: Span) -> list[Row]:
        line = str(self._places.before.line(span.start))
        room = self._width - 4 - len(line)
        text = abridged(self._report.document.text, span, room=room)
        return set_row([Piece(f"▸ {line}  "), *text], self._width, 4 + len(line))

    def cards(self, cards: Iterable[Card]) -> Iterator[Row]:
        """Cards, one below the other."""
        tight = False
        for card in cards:
            if not (tight and card.tight):
                yield []
            tight = card.tight
            for title in card.titles:
                yield from self.title(title)
            yield from set_items(card.tally, self._width, _INDENT)
            for body in card.bodies:
                yield from self.drawn(body, card.titles[0])
            if card.more:
                yield [self.gutter(), Piece(f"⋯ {card.more} more", "dim")]

    def title(self, title: Title) -> list[Row]:
        """`   3  join   141, 143 ⟶ 137  safe 0.99    why`."""
        kind = Piece(title.kind, style_of(title.kind, held=title.held))
        score = "" if title.score is None else f" {rounded(title.score)}"
        row = [
            Piece(f"{title.label:>{self._number}} ".ljust(self._number + 2)),
            kind,
            Piece(" " * max(7 - len(title.kind), 1)),
            Piece(f"{title.lines:<14}  {title.safety + score:<11}"),
        ]
        size = sum(width_of(piece.text) for piece in row)
        reasons = [[Piece(reason, "dim")] for reason in title.reasons]
        if len(reasons) == 1 and size + 2 + width_of(title.reasons[0]) <= self._width:
            return [[*row, Piece("  "), *reasons[0]]]
        rows = set_row([*row[:-1], Piece(row[-1].text.rstrip())], self._width, _INDENT)
        for reason in reasons:
            wrapped = wrap(reason, self._width - _INDENT)
            rows += ([Piece(" " * _INDENT), *line] for line in wrapped)
        return rows

    def drawn(self, body: Body, title: Title) -> Iterator[Row]:
        """A stretch of the text beside its gutter."""
        held = "!" if title.safety == "display" else "?"
        sign = held if title.held else sign_of(title.kind)
        style = style_of(title.kind, held=title.held)
        rows = self.abridged(body)
        for k, row in enumerate(rows):
            if k == 0:
                numbers = f"{body.line:>{self._in}}{body.out or '':>{self._out}} ╎"
                yield [Piece(numbers, "dim"), Piece(sign, style), Piece(" "), *row]
            else:
                yield [self.gutter(), *row]
        for note in body.notes:
            for row in wrap([Piece(note, "dim")], self._body):
                yield [self.gutter(), *row]

    def gutter(self) -> Piece:
        """What stands beside the second and later rows of a text."""
        return Piece(" " * (self._in + self._out) + " ╎  ", "dim")

    def abridged(self, body: Body, text: str | None = None) -> list[Row]:
        """The text in no more rows than it is to take, if its changes alone do not take more.

        Args:
            body: the stretch.
            text: the text that it is a stretch of; the original where None.
        """
        rows: list[Row] = []
        for slack in (0, 4, 10, 18):
            room = None if self._verbose else body.rows * self._body - slack
            pieces = abridged(
                self._report.document.text if text is None else text,
                body.span,
                body.marks,
                room=room,
                style="old" if body.removed else "",
                tail=body.tail,
            )
            rows = wrap(pieces, self._body)
            if self._verbose or len(rows) <= body.rows:
                break
        return rows
