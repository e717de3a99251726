"""The report for a terminal: every change in its place, with its reason, abridged to fit.

What a row says it says three ways: in a word, in a sign and in a colour, so that none is needed.
Colours are those of the terminal's own sixteen; its theme decides how they look.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from dedup.model import Report, Span
from dedup.reports.abridge import abridged
from dedup.reports.cards import Dealer
from dedup.reports.columns import LEAST_WIDTH, SLACK, Columns
from dedup.reports.deck import Body, Card, Title
from dedup.reports.head import closing, counts, header, totals
from dedup.reports.look import Look
from dedup.reports.places import Places
from dedup.reports.rows import painted, set_items, set_row, style_of
from dedup.reports.sections import headings
from dedup.reports.tally import rounded
from dedup.reports.wrap import Piece, Row, width_of, wrap

WIDE = 120
"""From this width on the counts tell lines too."""

NARROWEST = 30
"""A narrower terminal gets rows of this width."""

_INDENT = 6

_FURTHER = 4
"""Cells by which the further rows of a last line are set in."""


def render(
    reports: Report | Sequence[Report], look: Look | None = None, *, footer: Sequence[str] = ()
) -> str:
    """Draw reports, one below the other.

    Args:
        reports: one, or those of one run in order.
        look: how to draw; 80 cells wide and without colour where None.
        footer: lines to close with, as they are; longer ones are wrapped.

    Returns:
        The rows, with a final newline.
    """
    reports = [reports] if isinstance(reports, Report) else reports
    look = look or Look()
    look = look._replace(width=max(look.width, NARROWEST))
    rows: list[Row] = []
    several = len(reports) > 1
    gap = False
    for report in reports:
        drawing = Drawing(report, look)
        brief = several and not drawing.has_cards
        if rows and (gap or not brief):
            rows.append([])
        rows += drawing.brief() if brief else drawing.rows()
        gap = not brief
    if several:
        rows += [[], *set_items(list(totals(reports)), look.width)]
    for line in footer:
        indent = len(line) - len(line.lstrip()) + _FURTHER
        rows += set_row([Piece(look.glyphs.shown(line))], look.width, indent)
    return "".join(f"{painted(row, look.color)}\n" for row in rows)


class Drawing:
    """One report on its way to rows."""

    def __init__(self, report: Report, look: Look) -> None:
        self._report, self._look = report, look
        self._width, self._verbose, self._glyphs = look.width, look.verbose, look.glyphs
        self._places = Places(report)
        # Two numbers with a blank before them, as in ` 141  137 ╎⏎ `.
        self._in = max(4, len(str(self._places.before.count)) + 1)
        self._out = max(5, len(str(self._places.after.count)) + 2)
        self._body = look.width - self._in - self._out - 4
        self._number = max(4, len(str(len(report.applied) + len(report.held))))
        self._columns = None
        if look.side_by_side and look.width >= LEAST_WIDTH:
            self._columns = Columns(report, self._places, look, self.line_digits)

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
        return set_items([header(self._report.document, self._look), *self._counts()], self._width)

    def rows(self) -> Iterator[Row]:
        """The whole report."""
        report = self._report
        yield from set_row(header(report.document, self._look), self._width, _INDENT)
        rule: Row = [Piece(self._glyphs.rule * self._width, "dim")]
        yield rule
        yield from set_items(self._counts(), self._width)
        if not self.has_cards:
            return
        deck = Dealer(report, self._places, self._look).deck()
        yield from self._sections(deck.applied)
        for cards, heading in (
            (deck.throughout, "throughout the text"),
            (deck.withheld, "withheld: shown, not applied   --unsafe applies them"),
            (deck.noted, "pointed out: never changed"),
            (deck.dropped, "dropped: gave way to others"),
        ):
            if cards:
                yield []
                title = Piece(f"{self._glyphs.heading} {heading}", "heading")
                yield from set_row([title], self._width, 2)
                yield from self.cards(cards)
        yield []
        yield rule
        yield from set_items(list(closing(report, self._places)), self._width)

    def _counts(self) -> list[Row]:
        lines = self._width >= WIDE
        return list(counts(self._report, self._places, self._glyphs, lines=lines))

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
        line = self._places.before.line(span.start)
        out = self._places.out_line(span.start)
        size = 4 + len(str(line))
        number = Piece(str(line), "heading", link=self._address(line) or self._address_out(out))
        text, room = self._report.document.text, self._width - size
        told = abridged(text, span, room=room, style="heading", glyphs=self._glyphs)
        title = [Piece(f"{self._glyphs.heading} ", "heading"), number, Piece("  "), *told]
        return set_row(title, self._width, size)

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
                beside = Piece(" " * (self._in + 1)) if self._columns else self.gutter()
                yield [beside, Piece(f"{self._glyphs.more} {card.more} more", "dim")]

    def title(self, title: Title) -> list[Row]:
        """`   3  join   141, 143 ⟶ 137  safe 0.99    why`."""
        name = self._glyphs.shown(title.kind)
        kind = Piece(name, style_of(title.kind, held=title.held))
        score = "" if title.score is None else f" {rounded(title.score)}"
        row = [
            Piece(f"{title.label:>{self._number}} ".ljust(self._number + 2)),
            kind,
            Piece(" " * max(7 - len(name), 1)),
            Piece(f"{title.lines:<14}  {title.safety + score:<11}"),
        ]
        size = sum(width_of(piece.text) for piece in row)
        reasons = [[Piece(reason)] for reason in title.reasons]
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
        sign = held if title.held else self._glyphs.sign(title.kind)
        mark = Piece(sign, style_of(title.kind, held=title.held))
        for line in body.before:
            yield from self._context(line)
        yield from self._body_rows(body, mark)
        for line in body.after:
            yield from self._context(line)

    def _body_rows(self, body: Body, mark: Piece, *, same: bool = False) -> Iterator[Row]:
        """A text, with its numbers and the sign of its change; `same` where it stays as it is."""
        if self._columns and self._columns.suits(body):
            numbers = self._numbers(body.line, body.out)
            yield from self._columns.rows(body, mark, numbers, same=same)
            return
        bar = Piece(f" {self._glyphs.bar}", "dim")
        for k, row in enumerate(self.abridged(body)):
            if k == 0:
                old, new = self._numbers(body.line, body.out)
                yield [*old, *new, bar, mark, Piece(" "), *row]
            else:
                yield [self.gutter(), *row]
        for note in body.notes:
            for row in wrap([Piece(note, "dim")], self._body):
                yield [self.gutter(), *row]

    def _context(self, line: int) -> Iterator[Row]:
        """A line of the original that is shown for what stands beside it."""
        span = self._places.before.span(line)
        gone = self._places.is_gone(span)
        out = None if gone else self._places.out_line(span.start)
        body = Body(line=line, out=out, span=span, rows=1, removed=gone)
        sign = Piece(self._glyphs.sign("remove") if gone else " ", "dim")
        yield from self._body_rows(body, sign, same=not gone)

    def _numbers(self, line: int, out: int | None) -> tuple[Row, Row]:
        """The numbers of a line in the two texts, each in the cells that it has."""
        return (
            _number(line, self._in, self._address(line)),
            _number(out, self._out, self._address_out(out)),
        )

    def _address(self, line: int) -> str:
        """Where a number of the original leads to."""
        look = self._look
        if look.link is None or look.links_after:
            return ""
        return look.link(self._report.document.name, line)

    def _address_out(self, out: int | None) -> str:
        """Where a number of the cleaned text leads to."""
        look = self._look
        if look.link is None or not look.links_after or out is None:
            return ""
        return look.link(self._report.document.name, out)

    def gutter(self) -> Piece:
        """What stands beside the second and later rows of a text."""
        return Piece(" " * (self._in + self._out) + f" {self._glyphs.bar}  ", "dim")

    def abridged(self, body: Body, text: str | None = None) -> list[Row]:
        """The text in no more rows than it is to take, if its changes alone do not take more.

        Args:
            body: the stretch.
            text: the text that it is a stretch of; the original where None.
        """
        rows: list[Row] = []
        for slack in SLACK:
            room = None if self._verbose else body.rows * self._body - slack
            pieces = abridged(
                self._report.document.text if text is None else text,
                body.span,
                body.marks,
                room=room,
                style="old" if body.removed else "",
                tail=body.tail,
                glyphs=self._glyphs,
            )
            rows = wrap(pieces, self._body)
            if self._verbose or len(rows) <= body.rows:
                break
        return rows


def _number(number: int | None, size: int, link: str) -> Row:
    """A number of a line, set to the right."""
    told = "" if number is None else str(number)
    return [Piece(" " * (size - len(told)), "dim"), Piece(told, "dim", link=link)]
