"""A stretch of the text side by side: as it stood, and as it reads with its changes."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dedup.model import Edit, Report, Span
from dedup.reports.html.markup import blanks_shown, border, shown
from dedup.reports.tally import plural

AROUND = 70
"""Characters shown on either side of a change."""

HEAD = 24
"""Characters of the beginning that are shown, so that the reader finds the place."""

LEAST_GAP = 60
"""Less than this is not left out."""

LONG = 40
"""A longer changed text is shown with its lines, and plain; of a shorter one the blanks count."""

VERY_LONG = 300
"""Of a changed text longer than this the middle is folded."""

ALL_SHOWN = 400_000
"""Up to how long a text may be for the unchanged parts of it to be in the page, in characters."""

SEAM = '<span class="seam"></span>'
"""Where something was taken out and nothing took its place."""


ARROW = ' <span class="to">→</span> '
"""Between what stood there and what took its place, where both are quoted out of their place."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one edit does within a stretch.

    Attributes:
        span: where, in the original text.
        old: what stands there.
        new: what is put there.
        own: whether the stretch is shown for its sake.
        made: whether it was made.
    """

    span: Span
    old: str
    new: str
    own: bool
    made: bool


class Sides:
    """Draws stretches of one report.

    Args:
        report: the report.
    """

    def __init__(self, report: Report) -> None:
        self._text = report.document.text
        self._applied = report.applied
        self._ends = [edit.span.end for edit in report.applied]
        self.folds = len(self._text) <= ALL_SHOWN
        """Whether what is left out is in the page, folded."""

    def pair(self, span: Span, edits: Sequence[Edit], *, held: bool) -> tuple[str, str]:
        """The two sides of a stretch, with these edits and whatever else was done in it.

        Args:
            span: the stretch; all the edits lie within it.
            edits: those for whose sake it is shown, sorted and disjoint.
            held: whether they were not made.
        """
        changes = list(self._changes(span, edits, held=held))
        left: list[str] = []
        right: list[str] = []
        done = 0
        for part, is_gap in self._parts(span, changes):
            first = done
            while done < len(changes) and changes[done].span.end <= part.end:
                done += 1
            before, after = self._drawn(part, changes[first:done])
            if is_gap:
                before, after = (self._gap(part, side) for side in (before, after))
            left.append(before)
            right.append(after)
        return "".join(left), "".join(right)

    def plain(self, span: Span) -> str:
        """A stretch for no edit's sake, with what was done in it all the same."""
        changes = [
            Change(change.span, change.old, change.new, own=True, made=True)
            for change in self._changes(span, (), held=False)
        ]
        pieces: list[str] = []
        at = span.start
        for change in changes:
            pieces += shown(self._text[at : change.span.start]), both(change)
            at = change.span.end
        pieces.append(shown(self._text[at : span.end]))
        return "".join(pieces)

    def excerpt(self, span: Span, head: int, tail: int) -> str:
        """The two ends of a stretch, on one line, with what is left out between them counted."""
        text = self._text
        if len(span) <= head + tail + LEAST_GAP // 2:
            return shown(span.of(text))
        end = border(text, span.start + head, span.start, span.end, -1)
        start = border(text, span.end - tail, end, span.end, 1)
        return f"{shown(text[span.start : end])}{gap(start - end)}{shown(text[start : span.end])}"

    def _within(self, span: Span) -> Iterator[Edit]:
        k = bisect_left(self._ends, span.start + 1)
        while k < len(self._applied) and self._applied[k].span.start < span.end:
            yield self._applied[k]
            k += 1

    def _changes(self, span: Span, edits: Sequence[Edit], *, held: bool) -> Iterator[Change]:
        """The edits of a stretch and what else was made in it, cut to the stretch, disjoint."""
        own = set(edits)
        starts = [edit.span.start for edit in edits]

        def overlaps(edit: Edit) -> bool:
            k = bisect_right(starts, edit.span.start)
            return any(edit.span.overlaps(each.span) for each in edits[max(k - 1, 0) : k + 1])

        others = (edit for edit in self._within(span) if edit not in own and not overlaps(edit))
        for edit in sorted((*edits, *others), key=lambda edit: edit.span):
            a, b = max(edit.span.start, span.start), min(edit.span.end, span.end)
            new = edit.new if edit.span.start >= span.start else ""
            made = edit not in own or not held
            yield Change(Span(a, b), self._text[a:b], new, own=edit in own, made=made)

    def _parts(self, span: Span, changes: Sequence[Change]) -> Iterator[tuple[Span, bool]]:
        """The stretch cut into what is shown and what is left out, no change cut."""
        text = self._text
        starts = [change.span.start for change in changes]

        def whole(at: int, step: int) -> int:
            """A border, moved out of the change that it would cut."""
            k = bisect_left(starts, at) - 1
            if k < 0 or changes[k].span.end <= at:
                return at
            return changes[k].span.end if step > 0 else changes[k].span.start

        head = border(text, min(span.start + HEAD, span.end), span.start, span.end, 1)
        last = Span(span.start, whole(head, 1))
        for change in changes:
            if not change.own:
                continue
            start = max(change.span.start - AROUND, span.start)
            end = min(change.span.end + AROUND, span.end)
            start = whole(border(text, start, span.start, change.span.start, -1), -1)
            end = whole(border(text, end, change.span.end, span.end, 1), 1)
            if start - last.end < LEAST_GAP:
                last = Span(last.start, max(last.end, end))
                continue
            yield last, False
            yield Span(last.end, start), True
            last = Span(start, end)
        if span.end - last.end < LEAST_GAP:
            yield Span(last.start, span.end), False
        else:
            yield last, False
            yield Span(last.end, span.end), True

    def _drawn(self, part: Span, changes: Sequence[Change]) -> tuple[str, str]:
        left: list[str] = []
        right: list[str] = []
        at = part.start
        for change in changes:
            same = shown(self._text[at : change.span.start])
            left += same, taken(change)
            right += same, put(change)
            at = change.span.end
        same = shown(self._text[at : part.end])
        return "".join((*left, same)), "".join((*right, same))

    def _gap(self, part: Span, content: str) -> str:
        return folded(len(part), content) if self.folds else gap(len(part))


def gap(count: int) -> str:
    """How much is left out; nothing for nothing."""
    return f'<span class="gap">{_told(count)}</span>' if count else ""


def folded(count: int, content: str) -> str:
    """What is left out until it is opened."""
    return f'<details class="gap"><summary>{_told(count)}</summary>{content}</details>'


def _told(count: int) -> str:
    return f" ⋯ {plural(count, 'char')} ⋯ "


def taken(change: Change) -> str:
    """What stood there."""
    if not change.old:
        return SEAM
    old = _long(change.old) if len(change.old) > LONG else blanks_shown(change.old)
    if change.old == change.new:
        return f"<mark>{old}</mark>"
    return f"<del{_kind_of(change)}>{old}</del>"


def _long(text: str) -> str:
    """A long text with its lines, the middle of a very long one folded."""
    if len(text) <= VERY_LONG:
        return shown(text, lines=True)
    start = border(text, VERY_LONG // 3, 0, len(text), 1)
    end = border(text, len(text) - VERY_LONG // 3, start, len(text), -1)
    head, middle, tail = (shown(s, lines=True) for s in (text[:start], text[start:end], text[end:]))
    return f"{head}{folded(end - start, middle)}{tail}"


def put(change: Change) -> str:
    """What stands there now, or would."""
    if not change.new:
        return SEAM
    if change.old == change.new:
        return f"<mark>{shown(change.new)}</mark>"
    return f"<ins{_kind_of(change)}>{shown(change.new, lines=True)}</ins>"


def both(change: Change, between: str = "") -> str:
    """What stood there, and what took its place, in one line."""
    if not change.new or change.new == change.old:
        return taken(change)
    return f"{taken(change)}{between}{put(change)}"


def _kind_of(change: Change) -> str:
    if not change.own:
        return ' class="other"'
    return "" if change.made else ' class="would"'
