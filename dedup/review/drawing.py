"""One decision of a review as rows: what it is, what stands there, and how it will read after.

What is compared is shown whole enough to be judged: a copy with the passage that stays, a change
with its line, and below it the text with this change and all those that were taken already.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dedup.edits import apply
from dedup.model import Edit, Report, Span
from dedup.reports.cards import Dealer
from dedup.reports.deck import Body, Card
from dedup.reports.look import Look
from dedup.reports.places import Places
from dedup.reports.rows import set_row
from dedup.reports.terminal import Drawing
from dedup.reports.windows import Mark
from dedup.reports.wrap import Piece, Row, wrap
from dedup.review.items import Item, Part
from dedup.review.session import Session

_ROWS = 3
"""How many rows a text is abridged to."""

_LABELS = {True: "removed", False: "before"}


def header(session: Session, look: Look) -> Row:
    """`dedup review  seed.txt   edit 6 of 12, 5 taken, 0 left`."""
    counts = session.counts
    total = len(session.items)
    place = f"edit {session.at + 1} of {total}" if not session.finished else f"{total} edits"
    told = f"{place}, {counts.taken} taken, {counts.left} left"
    return [Piece(f"dedup review  {look.glyphs.shown(session.report.document.name)}   {told}")]


def draw(session: Session, look: Look, *, why: bool = False) -> list[Row]:
    """The decision at hand.

    Args:
        session: the review.
        look: how to draw it: its width and glyphs, and whether texts are shown whole.
        why: whether every piece of evidence is told.
    """
    rule: Row = [Piece(look.glyphs.rule * look.width, "dim")]
    item = session.item
    shown = _Shown(session, item, look)
    rows = [*set_row(header(session, look), look.width), rule, *shown.rows()]
    if why:
        rows += [[], *_evidence(item.edits[0], shown.places, look)]
    return [*rows, rule]


class _Shown:
    """One decision on its way to rows."""

    def __init__(self, session: Session, item: Item, look: Look) -> None:
        self._session, self._item = session, item
        self._view, self._edits = _view(session, item)
        self._glyphs = look.glyphs
        self._held = item.part is not Part.SURE
        self.places = Places(self._view)
        self._drawing = Drawing(self._view, look)
        self._dealer = Dealer(self._view, self.places, look)

    def rows(self) -> Iterator[Row]:
        """Title, texts, and how it reads after."""
        card = self._card()
        for title in card.titles:
            yield from self._drawing.title(title)
        if len(self._edits) > 1:
            bare = replace(card, titles=())
            yield []
            yield from self._tally(bare)
            return
        (edit,) = self._edits
        yield []
        kept = edit.repeats
        if kept is not None:
            yield from self._text("kept", self._body_of(kept), " ", "")
        removed = self.places.covers_lines(edit)
        for body in card.bodies:
            body = replace(body, rows=_ROWS)
            sign = self._sign() or (self._glyphs.sign("remove") if removed else " ")
            yield from self._text(_LABELS[removed], body, sign, self._style())
        if edit.old != edit.new:
            yield []
            yield from self._after(edit)

    def _card(self) -> Card:
        item = self._item
        card = self._dealer.card(self._edits, item.label, held=self._held)
        if len(item.edits) > 1:
            (title,) = card.titles
            first = f"{len(item.edits)} edits, one decision; s asks for each"
            return replace(card, titles=(replace(title, reasons=(first, *title.reasons[1:])),))
        return card

    def _tally(self, card: Card) -> Iterator[Row]:
        """What a group does, and a few of its edits in their place."""
        for piece in card.tally:
            yield [Piece("      "), *piece]
        for body in card.bodies:
            yield from self._text("", body, self._sign() or " ", self._style())
        if card.more:
            yield [self._drawing.gutter(), Piece(f"{self._glyphs.more} {card.more} more", "dim")]

    def _sign(self) -> str:
        """The sign of what is not sure; empty for what is."""
        return {Part.WITHHELD: "?", Part.NOTED: "!"}.get(self._item.part, "")

    def _style(self) -> str:
        return "held" if self._held else "remove"

    def _body_of(self, span: Span) -> Body:
        core = self.places.core(span)
        line = self.places.before.line(core.start)
        return Body(line=line, out=self.places.out_line(core.start), span=core, rows=_ROWS)

    def _text(self, label: str, body: Body, sign: str, style: str) -> Iterator[Row]:
        """A text of the original below its label."""
        first, last = self.places.lines(body.span)
        if label:
            lines = f"lines {first}-{last}" if last > first else f"line {first}"
            yield [Piece(self._margin(label)), Piece(f"  {lines}", "dim")]
        rows = self._drawing.abridged(body)
        gutter = self._margin(self._numbers(body.line, body.out))
        for k, row in enumerate(rows):
            if k == 0:
                yield [Piece(gutter, "dim"), Piece(sign, style), Piece(" "), *row]
            else:
                yield [self._drawing.gutter(), *row]
        for note in body.notes:
            yield [self._drawing.gutter(), Piece(note, "dim")]

    def _after(self, edit: Edit) -> Iterator[Row]:
        """How the text reads with the edit made, and with all that were taken."""
        lines, text = self.places.after, self._view.text
        start = self.places.out(edit.span.start)
        end = start + len(edit.new)
        yield [Piece(self._margin("after"))]
        if self.places.whole_lines(edit):
            for line in self._around(start):
                yield from self._line(line, lines.span(line), ())
            return
        first, last = lines.line(start), lines.line(end)
        if edit.new:
            mark = Mark(Span(start, end), (Piece(self._glyphs.shown(edit.new), "new"),))
        else:
            mark = Mark(Span(start, start), (), beside="beside")
        span = Span(lines.span(first).start, lines.span(last).end)
        if not text:
            yield [self._drawing.gutter(), Piece("nothing", "dim")]
            return
        yield from self._line(first, span, (mark,))

    def _around(self, offset: int) -> list[int]:
        """The nearest lines of the cleaned text before and behind an offset that are not blank."""
        lines, text = self.places.after, self._view.text
        before, behind = len(text[:offset].rstrip()), len(text) - len(text[offset:].lstrip())
        found = []
        if before:
            found.append(lines.line(before - 1))
        if behind < len(text):
            found.append(lines.line(behind))
        return [*dict.fromkeys(found)]

    def _line(self, line: int, span: Span, marks: Sequence[Mark]) -> Iterator[Row]:
        """A stretch of the cleaned text beside its number."""
        rows = _ROWS if marks else 1
        body = Body(line=line, out=None, span=span, marks=tuple(marks), rows=rows)
        drawn = self._drawing.abridged(body, self._view.text)
        gutter = Piece(self._margin(self._numbers("", line)), "dim")
        for k, row in enumerate(drawn):
            yield [gutter, Piece("  "), *row] if k == 0 else [self._drawing.gutter(), *row]

    def _numbers(self, line: object, out: object) -> str:
        size = self._drawing.line_digits
        return f"{line:>{size[0]}}{out or '':>{size[1]}}"

    def _margin(self, text: str) -> str:
        return f"{text:<{sum(self._drawing.line_digits)}} {self._glyphs.bar}"


def _view(session: Session, item: Item) -> tuple[Report, tuple[Edit, ...]]:
    """The report with what was taken and the decision at hand made, and its edits therein."""
    made = [session.made_of(key) or edit for key, edit in zip(item.keys, item.edits, strict=True)]
    edits = tuple(made)
    changing = [edit for edit in edits if edit.old != edit.new]
    own = set(item.keys)
    taken = [edit for key, edit in session.made.items() if key not in own]
    if changing and session.rivals(item, changing):
        spans = [edit.span for edit in changing]
        taken = [edit for edit in taken if not any(edit.span.overlaps(span) for span in spans)]
        taken = [edit for edit in taken if not any(edit.span.start == s.start for s in spans)]
    applied = tuple(sorted([*taken, *changing], key=lambda edit: edit.span))
    report = session.report
    text = apply(report.document.text, applied)
    held = tuple(edit for edit in edits if edit.old == edit.new)
    return replace(report, text=text, applied=applied, held=held, dropped=()), edits


def _evidence(edit: Edit, places: Places, look: Look) -> Iterator[Row]:
    """Every reason: its kind, its score, its words, and where it points to."""
    yield [Piece(f"rule {edit.rule}, kind {edit.kind}", "dim")]
    for reason in edit.evidence:
        told = f"{reason.kind} {reason.score:.2f}"
        if reason.note:
            told += f": {look.glyphs.shown(reason.note)}"
        if reason.peer is not None:
            first, last = places.lines(reason.peer)
            told += f" (points to line {first})" if first == last else f" (lines {first}-{last})"
        for k, row in enumerate(wrap([Piece(told)], look.width - 4)):
            yield [Piece("  - " if k == 0 else "    ", "dim"), *row]
