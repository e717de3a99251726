"""The cards of the page: what was done in one place, why, and how it reads before and after."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from dedup.model import Applicability, Dropped, Edit, Report, Span
from dedup.reports.html.beside import Beside
from dedup.reports.html.deck import MOST_EDITS, STATUSES, Card, card_of
from dedup.reports.html.markup import Tongue, attribute, border, shown, side
from dedup.reports.html.stretch import ARROW, LONG, Change, Sides, both, gap
from dedup.reports.places import Places
from dedup.reports.readings import MOST_COMPARED
from dedup.reports.seats import lines_told, numbers_told, seated
from dedup.reports.tally import numbers, plural

REACH = 400
"""How much of a line is in a card, before its first edit and behind its last, in characters."""

_HEAD, _TAIL = 44, 28
"""Characters of a removed copy that are shown unopened."""


class Cards:
    """Draws the cards of one report.

    Args:
        report: the report.
        places: the places in its two texts.
        sides: what draws stretches of it.
        prefix: what the names of its anchors start with.
    """

    def __init__(self, report: Report, places: Places, sides: Sides, prefix: str) -> None:
        self._places, self._sides, self._prefix = places, sides, prefix
        self._text = report.document.text
        self._numbers = numbers(report)
        self._tongue = Tongue(self._text)
        self._beside = Beside(report, places, self._tongue)
        self._copies: dict[Span, list[Edit]] = defaultdict(list)
        for edit in report.applied:
            if edit.repeats is not None:
                self._copies[edit.repeats].append(edit)
        self._kept = sorted(self._copies)

    def anchor(self, edit: Edit) -> str:
        """The name of the place of an edit in the page."""
        return f"{self._prefix}e{self._numbers[edit]}"

    def lines(self, card: Card) -> Span:
        """The stretch of the original that a card shows: its lines, no more than is near."""
        if self._whole(card):
            core = self._places.core(card.edits[0].span)
            return core if card.edits[0].old.strip() else card.edits[0].span
        before = self._places.before
        start = before.span(before.line(card.start)).start
        end = max(before.span(before.line(card.end)).end, card.end)
        return Span(max(start, card.start - REACH), min(end, card.end + REACH))

    def drawn(self, card: Card, marks: str) -> Iterator[str]:
        """A card of edits in their place; `marks` are further attributes."""
        held = card.status != "applied"
        yield self._opened(card, marks)
        titles: dict[object, list[Edit]] = defaultdict(list)
        for edit in card.edits:
            alike = edit if held else (edit.kind, edit.applicability)
            titles[alike].append(edit)
        yield "<header>"
        for k, edits in enumerate(titles.values()):
            yield self._title(edits, card, first=k == 0)
        yield "</header>"
        yield from self._copy(card) if self._whole(card) else self._pair(card)
        yield "</article>\n"

    def group(self, card: Card, marks: str) -> Iterator[str]:
        """A card of many edits that are one decision: how often each, and all the places."""
        first = card.edits[0]
        yield self._opened(card, marks)
        yield f"<header>{self._title(card.edits, card, first=True)}</header>"
        option = f"--apply {first.kind} makes them"
        if card.status == "applied":
            option = f"--skip {first.kind} leaves them"
        if first.applicability is Applicability.DISPLAY:
            option = "never changed"
        told = f"{plural(len(card.edits), 'place')}, one decision; {attribute(option)}"
        changes = Counter((edit.old, edit.new) for edit in card.edits)
        yield f'<p class="note">{told}</p><ul class="tally">'
        held = card.status != "applied"
        for (old, new), times in changes.most_common():
            change = Change(Span(0, len(old)), old, new, own=True, made=not held)
            told = f"<span {self._tongue.speech(old)}>{both(change, ARROW)}</span>"
            yield f"<li><b>{times}</b> {told}</li>"
        yield '</ul><details class="all"><summary>all places</summary><ol class="places">'
        for table in seated(card.edits, self._places):
            for k in range(0, len(table), MOST_EDITS):
                yield self._line(card_of(table[k : k + MOST_EDITS], card.status, 1))
        yield "</ol></details></article>\n"

    def dropped(self, dropped: Dropped, marks: str) -> Iterator[str]:
        """What gave way, and to what."""
        edit = dropped.edit
        card = card_of([edit], "dropped", 1)
        yield self._opened(card, marks)
        reason = f'<p class="note"><bdi>{attribute(dropped.reason)}</bdi></p>'
        yield f"<header>{self._title([edit], card, first=True)}</header>{reason}"
        change = Change(edit.span, edit.old, edit.new, own=True, made=False)
        if len(edit.old) <= MOST_COMPARED:
            yield f'<div class="t" {self._tongue.speech(edit.old)}>{both(change, ARROW)}</div>'
        else:
            told = self._sides.excerpt(edit.span, _HEAD, _TAIL)
            yield f'<div class="t" {self._tongue.speech(edit.old[:REACH])}>{told}</div>'
        yield "</article>\n"

    def _whole(self, card: Card) -> bool:
        """Whether it is a removal of whole lines."""
        edit = card.edits[0]
        if len(card.edits) > 1:
            return False
        covers = self._places.whole_lines if card.status == "applied" else self._places.covers_lines
        return covers(edit)

    def _opened(self, card: Card, marks: str) -> str:
        kinds = " ".join(map(token, card.kinds))
        number = self._numbers[card.edits[0]]
        return (
            f'<article class="card {card.lane}" id="{self.anchor(card.edits[0])}" tabindex="-1" '
            f'aria-label="edit {number}" data-kind="{kinds}" '
            f'data-status="{card.status}" data-count="{card.count}" {marks}>'
        )

    def _title(self, edits: Sequence[Edit], card: Card, *, first: bool) -> str:
        """Which edits, what they do, where, how sure, and why."""
        edit = edits[0]
        held = card.status != "applied"
        others = [each for each in edits if each is not card.edits[0]]
        anchors = "".join(f'<i id="{self.anchor(each)}"></i>' for each in others[:MOST_EDITS])
        label = numbers_told([self._numbers[each] for each in edits]).replace("-", "–")
        number = f'<a class="no" href="#{self.anchor(edit)}">{label}</a>'
        if card.group:
            a = self._places.before.line(card.start)
            b = self._places.before.line(edits[-1].span.start)
            where = f"{a}-{b}" if b > a else str(a)
        else:
            where = lines_told(edits, self._places, held=held)
        sure = f"{edit.applicability.name.lower()} {_score(min(each.score for each in edits))}"
        reasons = list(dict.fromkeys(each.reason or each.rule for each in edits))
        if len(reasons) > MOST_EDITS:
            more = f"and {plural(len(reasons) - 1, 'other reason')} of the kind"
            reasons = [reasons[0], more]
        why = "<br>".join(f"<bdi>{attribute(reason)}</bdi>" for reason in reasons)
        status = f'<span class="status">{STATUSES[card.status]}</span>' if held and first else ""
        kind = attribute(edit.kind)
        return (
            f'{anchors}<p class="title">{number} <b class="kind">{kind}</b> {status} '
            f'<span class="where">{"lines" if "-" in where or "," in where else "line"} '
            f"{where.replace('⟶', '→').replace('-', '–')}</span> "
            f'<span class="sure">{sure}</span> <span class="rule">{attribute(edit.rule)}</span></p>'
            f'<p class="why">{why}</p>'
        )

    def _pair(self, card: Card) -> Iterator[str]:
        """The lines of the edits, before and after."""
        span = self.lines(card)
        held = card.status != "applied"
        left, right = self._sides.pair(span, card.edits, held=held)
        lines = self._places.before
        start = lines.span(lines.line(card.start)).start
        end = lines.span(lines.line(card.end)).end
        ahead, behind = (gap(max(count, 0)) for count in (span.start - start, end - span.end))
        left, right = (f"{ahead}{text}{behind}" for text in (left, right))
        before = lines.line(span.start)
        speech = self._tongue.speech(span.of(self._text))
        same = all(edit.old == edit.new for edit in card.edits)
        yield f'<div class="pair{" one" if same else ""}">'
        yield side("before", "before", before, left, speech)
        if not same:
            after = self._places.after.line(self._places.out_behind(span.start))
            yield side("after", "would read" if held else "after", after, right, speech)
        yield "</div>"
        yield self._kept_note(span, card)
        for edit in card.edits:
            if edit.repeats is None or (span.contains(edit.repeats) and len(edit.old) <= LONG):
                continue  # a doubled word stands beside the other already
            yield from self._beside.drawn(edit, edit.repeats)

    def _kept_note(self, span: Span, card: Card) -> str:
        """What to say where a kept copy is shown, with links to its copies."""
        k = bisect_right(self._kept, Span(span.end, span.end)) - 1
        if k < 0 or self._kept[k].end <= span.start or span.start > self._kept[k].start:
            return ""
        copies = self._copies[self._kept[k]]
        if set(copies) <= set(card.edits):
            return ""
        links = ", ".join(
            f'<a href="#{self.anchor(edit)}">{self._numbers[edit]}</a>'
            for edit in copies[:MOST_EDITS]
        )
        more = f" and {len(copies) - MOST_EDITS} more" if len(copies) > MOST_EDITS else ""
        times = "once" if len(copies) == 1 else f"{len(copies)} times"
        return f'<p class="note">kept; repeated {times}: {links}{more}</p>'

    def _copy(self, card: Card) -> Iterator[str]:
        """A removal of whole lines: its two ends, and opened, all of it beside the kept text."""
        edit = card.edits[0]
        span = self.lines(card)
        line = self._places.before.line(span.start)
        speech = self._tongue.speech(span.of(self._text)[:MOST_COMPARED])
        excerpt = self._sides.excerpt(span, _HEAD, _TAIL)
        kind = "whole" if card.status == "applied" else "whole would"
        done = "removed" if card.status == "applied" else "would be removed"
        yield '<div class="pair">'
        content = f'<del class="{kind}">{excerpt}</del>'
        yield side("before", "before", line, content, speech)
        yield side("after", "after", None, f'<em class="gone">{done}</em>', 'lang="en"')
        yield "</div>"
        if edit.repeats is not None:
            yield from self._beside.drawn(edit, edit.repeats)
        elif "⋯" in excerpt:
            whole = shown(span.of(self._text), lines=True)
            yield (
                '<details class="beside"><summary>all of it</summary><div class="pair one">'
                f"{side('before', 'removed', line, whole, speech)}</div></details>"
            )

    def _line(self, card: Card) -> str:
        """One line of a group, what is done in it in its place."""
        span = self.lines(card)
        parts: list[str] = []
        at = span.start
        for edit in card.edits:
            start = max(at, edit.span.start - _TAIL)
            start = border(self._text, start, at, edit.span.start, -1)
            parts += self._between(at, start)
            parts.append(shown(self._text[start : edit.span.start]))
            change = Change(edit.span, edit.old, edit.new, own=True, made=card.status == "applied")
            parts.append(both(change))
            at = edit.span.end
        end = border(self._text, min(span.end, at + _TAIL), at, span.end, 1)
        parts.append(shown(self._text[at:end]))
        parts += self._between(end, span.end)
        line = self._places.before.line(card.start)
        speech = self._tongue.speech(span.of(self._text))
        return f'<li value="{line}"><div class="t" {speech}>{"".join(parts)}</div></li>'

    def _between(self, start: int, end: int) -> list[str]:
        if end - start <= _TAIL:
            return [shown(self._text[start:end])]
        return [gap(end - start)]


def _score(score: float) -> str:
    """A score with two digits, rounded down: nothing but certainty is called 1.00."""
    return f"{int(score * 100 + 1e-9) / 100:.2f}"


def token(kind: str) -> str:
    """A kind as one word without commas, for the filters; those that dedup knows stay as they are.

    A saved report may hold any.
    """
    return quote(kind, safe="", errors="replace")
