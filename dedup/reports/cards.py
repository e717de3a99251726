"""Which edits are shown together: one card an output line, a copy, or a decision for all."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from dedup.model import Applicability, Dropped, Edit, Report, Span
from dedup.reports.context import with_context
from dedup.reports.deck import Body, Card, Deck, Title
from dedup.reports.glyphs import reads_right_to_left
from dedup.reports.look import Look
from dedup.reports.marks import MOST_DIFFERENCES, Marker
from dedup.reports.places import Places
from dedup.reports.seats import lines_told, numbers_told, placed, seated
from dedup.reports.tally import numbers, parted, plural
from dedup.reports.wrap import Piece

_FEW = 3
"""Up to how many reasons of a group are told one by one."""

EXAMPLES = 3
"""How many edits of a larger group are shown."""

_TALLIED = 8
"""How many different changes of a group are counted by name."""


class Dealer:
    """Lays out the cards of one report.

    Args:
        report: the report.
        places: the places in its two texts.
        look: whether texts are shown whole, and what gave way to others is shown too.
    """

    def __init__(self, report: Report, places: Places, look: Look) -> None:
        self._report, self._places, self._whole = report, places, look.verbose
        self._glyphs, self._context = look.glyphs, look.context
        self._marker = Marker(look.glyphs, whole=look.verbose)
        self._numbers = numbers(report)
        self._text = report.document.text
        self._copies: dict[Span, list[int]] = defaultdict(list)
        for edit in report.applied:
            if edit.repeats is not None:
                self._copies[edit.repeats].append(edit.span.start)
        self._kept = sorted(self._copies)
        self._sources = {m.copy: m.source for c in report.clusters for m in c.matches}

    def deck(self) -> Deck:
        """All cards."""
        report, deck = self._report, Deck()
        single, groups = parted(report.applied)
        deck.applied = [self._applied(edits) for edits in seated(single, self._places)]
        deck.throughout = [self._group(edits, held=False) for edits in groups]
        for edits, cards in ((report.withheld, deck.withheld), (report.notes, deck.noted)):
            single, groups = parted(edits)
            cards += (self._held(table) for table in placed(single, self._places))
            cards += (self._group(group, held=True) for group in groups)
        if self._whole:
            deck.dropped = [self._dropped(each) for each in report.dropped]
        if self._context:
            for cards in (deck.applied, deck.throughout, deck.withheld, deck.noted):
                cards[:] = with_context(cards, self._places, self._context)
        return deck

    def card(self, edits: Sequence[Edit], label: str, *, held: bool) -> Card:
        """The card of one decision by itself: of an edit, or of a large group.

        Args:
            edits: the edits, all of one kind and rule.
            label: what to call them.
            held: whether they are to be shown as those that are not made.
        """
        if len(edits) > 1:
            card = self._group(edits, held=held)
        elif self._places.covers_lines(edits[0]):
            card = self._copy(edits[0], held=held)
        else:
            card = Card(edits[0].span.start, (self._title(edits, held=held),), (self._body(edits),))
        return replace(card, titles=tuple(replace(t, label=label) for t in card.titles))

    def _applied(self, edits: Sequence[Edit]) -> Card:
        """A copy that goes, or an output line with all that was done to it."""
        first = edits[0]
        if self._places.whole_lines(first):
            return self._copy(edits[0], held=False)
        titles = defaultdict(list)
        for edit in edits:
            titles[edit.kind, edit.applicability].append(edit)
        return Card(
            first.span.start,
            tuple(self._title(same, held=False) for same in titles.values()),
            (self._body(edits),),
        )

    def _held(self, edits: Sequence[Edit]) -> Card:
        """A line with what could be done to it; each edit is a decision, with its own title."""
        first = edits[0]
        if self._places.covers_lines(first):
            return self._copy(edits[0], held=True)
        titles = tuple(self._title([each], held=True) for each in edits)
        return Card(first.span.start, titles, (self._body(edits),))

    def _copy(self, edit: Edit, *, held: bool) -> Card:
        """A removal of whole lines, with what the copy reads otherwise than the kept text."""
        span = self._places.core(edit.span)
        source = self._sources.get(span) or edit.repeats
        marks = self._marker.differences(self._text, span, source) if source else []
        shown = len(marks) if self._whole else MOST_DIFFERENCES
        hidden = len(marks) - shown
        notes = (f"{shown} of {len(marks)} differences shown",) if hidden > 0 else ()
        body = Body(
            line=self._places.before.line(span.start),
            out=self._places.out_line(span.start) if held else None,
            span=span,
            marks=tuple(marks[:shown]),
            rows=2 if marks else 1,
            removed=not held,
            stays=self._places.out_line(source.start) if source else None,
            notes=notes,
        )
        title = self._title([edit], held=held)
        return Card(edit.span.start, (title,), (body,), tight=not held)

    def _body(self, edits: Sequence[Edit], *, rows: int = 2) -> Body:
        """The input lines that the edits lie on, and the one that comes of them."""
        lines = self._places.before
        start, end = edits[0].span.start, edits[-1].span.end
        span = Span(lines.span(lines.line(start)).start, lines.span(lines.line(end)).end)
        note, elsewhere = self._kept_note(span)
        turned = reads_right_to_left(span.of(self._text))
        return Body(
            line=lines.line(start),
            out=self._places.out_line(start),
            span=span,
            marks=tuple(self._marker.mark(edit, turned=turned) for edit in edits),
            edits=tuple(edits),
            rows=rows,
            tail=elsewhere,
            notes=(note,) if note else (),
        )

    def _kept_note(self, span: Span) -> tuple[str, bool]:
        """What to say where a kept copy is shown, and whether a copy stood elsewhere."""
        k = bisect_left(self._kept, Span(span.end, span.end)) - 1
        if k < 0 or self._kept[k].end <= span.start or span.start > self._kept[k].start:
            return "", False
        kept = self._kept[k]
        copies = self._copies[kept]
        below = sum(start >= span.end for start in copies)
        above = sum(start < span.start for start in copies)
        told = []
        if here := len(copies) - below - above:
            told.append(f"{_times(here)} on this line")
        if below + above:
            where = "above and below" if above and below else "above" if above else "below"
            told.append(f"{_times(below + above)} {where}")
        return f"kept; repeated {', '.join(told)}", bool(below + above)

    def _group(self, edits: Sequence[Edit], *, held: bool) -> Card:
        """Many edits that are one decision: how often each change, and a few in their place."""
        first = edits[0]
        kind = self._glyphs.shown(first.kind)
        option = f"--apply {kind} applies them" if held else f"--skip {kind} leaves them"
        if first.applicability is Applicability.DISPLAY:
            option = "never changed"
        lines = self._places.before
        start, end = lines.line(first.span.start), lines.line(edits[-1].span.start)
        reasons = tuple(dict.fromkeys(self._reason(edit) for edit in edits))
        if len(reasons) > _FEW:
            reasons = (reasons[0], f"and {plural(len(reasons) - 1, 'other reason')} of the kind")
        title = Title(
            label=str(self._numbers[first]),
            kind=first.kind,
            lines=f"{start}-{end}" if end > start else str(start),
            safety=first.applicability.name.lower(),
            score=min(edit.score for edit in edits),
            reasons=(f"{len(edits)} edits, one decision; {option}", *reasons),
            held=held,
        )
        changes = Counter((edit.old, edit.new) for edit in edits)
        if self._whole:
            bodies = tuple(self._body(table) for table in seated(edits, self._places))
            more = 0
        else:
            examples = _examples(edits, changes)
            bodies = tuple(self._body([each], rows=1) for each in examples)
            more = len(edits) - len(examples)
        marker = Marker(self._glyphs, whole=False)
        tally = [
            (Piece(f"{times} "), *marker.change(old, new, first.kind))
            for (old, new), times in changes.most_common(_TALLIED)
        ]
        others = len(changes) - _TALLIED
        if others > 0:
            tally.append((Piece(f"{self._glyphs.more} {others} other changes", "dim"),))
        return Card(first.span.start, (title,), bodies, tuple(tally), more)

    def _dropped(self, dropped: Dropped) -> Card:
        """What gave way, and to what."""
        title = self._title([dropped.edit], held=True)
        reason = self._glyphs.shown(dropped.reason)
        title = replace(title, safety="dropped", score=None, reasons=(reason,))
        return Card(dropped.edit.span.start, (title,), tight=True)

    def _title(self, edits: Sequence[Edit], *, held: bool) -> Title:
        """What is said of edits of one kind in one line."""
        first = edits[0]
        return Title(
            label=numbers_told([self._numbers[edit] for edit in edits]),
            kind=first.kind,
            lines=lines_told(edits, self._places, held=held, arrow=self._glyphs.arrow),
            safety=first.applicability.name.lower(),
            score=min(edit.score for edit in edits),
            reasons=tuple(dict.fromkeys(self._reason(edit) for edit in edits)),
            held=held,
        )

    def _reason(self, edit: Edit) -> str:
        return self._glyphs.shown(edit.reason or edit.rule)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _examples(edits: Sequence[Edit], changes: Counter[tuple[str, str]]) -> list[Edit]:
    """The first edit of each of the most frequent changes, then the first of all."""
    wanted = dict(changes.most_common(EXAMPLES))
    first: dict[tuple[str, str], Edit] = {}
    for edit in edits:
        first.setdefault((edit.old, edit.new), edit)
    chosen = {edit for change, edit in first.items() if change in wanted}
    chosen.update(islice((edit for edit in edits if edit not in chosen), EXAMPLES - len(chosen)))
    return sorted(chosen, key=lambda edit: edit.span)
