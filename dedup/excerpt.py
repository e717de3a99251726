"""A text with stretches left out, and the way back to the original.

What is found sure is left out, and what stays is read again, by rules that need not know of it; but
every edit speaks of the original text.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from dedup.model import REMOVALS, Applicability, Edit, Span
from dedup.text import Lines


class _Piece(NamedTuple):
    """A stretch of the excerpt: what stands at `span` of the original, or `new` in its place.

    `mend` is the span that was mended there, of which it is a piece.
    """

    span: Span
    new: str | None = None
    mend: Span | None = None

    def text(self, original: str) -> str:
        return self.span.of(original) if self.new is None else self.new


class Excerpt:
    """What is left of a text.

    Args:
        original: the whole text.
        gone: spans of it that are left out.

    Attributes:
        original: the whole text.
        text: what stays.
    """

    def __init__(self, original: str, gone: Iterable[Span] = ()) -> None:
        self._set(original, [(span, "") for span in gone])

    def _set(self, original: str, changes: list[tuple[Span, str]]) -> None:
        self.original = original
        # Of two that begin together the longer one holds the other.
        self._changes = sorted(changes, key=lambda change: (change[0].start, -change[0].end))
        self._pieces = list(_pieces(original, self._changes))
        texts = [piece.text(original) for piece in self._pieces]
        self._begins = [0, *accumulate(map(len, texts))][:-1]
        self.text = "".join(texts)

    def without(self, more: Iterable[Span]) -> "Excerpt":
        """This excerpt with further spans of the original left out."""
        return self._changed((span, "") for span in more)

    def after(self, edits: Iterable[Edit]) -> "Excerpt":
        """This excerpt with edits of the original made."""
        return self._changed((edit.span, edit.new) for edit in edits)

    def _changed(self, more: Iterable[tuple[Span, str]]) -> "Excerpt":
        out = Excerpt.__new__(Excerpt)
        out._set(self.original, [*self._changes, *more])
        return out

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.original)

    def line(self, offset: int) -> int:
        """The 1-based line in the original of the character at `offset` of the excerpt."""
        return self._lines.line(self.place(offset))

    def place(self, offset: int) -> int:
        """The offset in the original of the character at `offset` of the excerpt."""
        k = bisect_right(self._begins, offset) - 1
        span, new, _ = self._pieces[k]
        return span.start + (offset - self._begins[k] if new is None else 0)

    def offset(self, place: int) -> int | None:
        """The offset in the excerpt of a character of the original; None if it did not stay."""
        k = bisect_right(self._pieces, place, key=lambda piece: piece.span.start) - 1
        if k < 0 or self._pieces[k].new is not None or place >= self._pieces[k].span.end:
            return None
        return self._begins[k] + place - self._pieces[k].span.start

    def span(self, span: Span) -> Span:
        """The stretch of the original from the first to the last character of a span."""
        if not span:
            place = self.place(span.start)
            return Span(place, place)
        last = self._pieces[bisect_right(self._begins, span.end - 1) - 1]
        end = self.place(span.end - 1) + 1 if last.new is None else last.span.end
        return Span(self.place(span.start), end)

    def holds(self, span: Span) -> bool:
        """Whether the first and the last character of a span of the original stay."""
        return all(self._has(place) for place in (span.start, max(span.start, span.end - 1)))

    def _has(self, place: int) -> bool:
        k = bisect_right(self._pieces, place, key=lambda piece: piece.span.start) - 1
        return k >= 0 and place <= self._pieces[k].span.end

    def edits(self, edit: Edit) -> Iterator[Edit]:
        """The edits of the original that an edit of the excerpt comes to.

        One, unless something was left out inside its span. A removal takes along white space that
        was left out inside it and what was mended there; so does what changes a mend, which comes
        in its place. Other edits, and a removal around a copy that is gone, become one edit for
        each piece, in a group, of which the first brings the new text.
        """
        evidence = edit.evidence
        if len(evidence) > 1 or evidence[0].peer is not None:
            evidence = tuple(
                e if e.peer is None else replace(e, peer=self.span(e.peer)) for e in evidence
            )
        shift = self._shift(edit.span)
        if shift == 0 and evidence is edit.evidence:
            yield edit
            return
        if shift is not None:
            # A text may have a hundred thousand edits, nearly all of them such: `replace` is slow.
            span = Span(edit.span.start + shift, edit.span.end + shift)
            yield Edit(
                span=span,
                old=edit.old,
                new=edit.new,
                kind=edit.kind,
                rule=edit.rule,
                applicability=edit.applicability,
                evidence=evidence,
                group=edit.group,
            )
            return
        changes = edit.applicability is not Applicability.DISPLAY
        if edit.kind not in REMOVALS and self._is_new(edit.span, changes):
            mended = self._mended_again(edit) if changes else None
            if mended is not None:
                yield replace(edit, **mended, evidence=evidence)
            return
        pieces = list(self._parts(edit.span))
        if edit.kind in REMOVALS and all(
            self._is_mended(Span(one.end, two.start)) for one, two in pairwise(pieces)
        ):
            pieces = [self.span(edit.span)]
        group = edit.group
        if len(pieces) > 1 and group is None:
            group = f"{edit.rule}@{pieces[0].start}"
        new = edit.new
        for part in pieces:
            old = part.of(self.original)
            if old != new or len(pieces) == 1:
                yield replace(edit, span=part, old=old, new=new, evidence=evidence, group=group)
            new = ""

    def _shift(self, span: Span) -> int | None:
        """How far behind its place in the excerpt a span stands that lies in one piece, or None."""
        k = bisect_right(self._begins, span.start) - 1
        whole, _, mend = self._pieces[k]
        if mend is not None or span.end - self._begins[k] > len(whole):
            return None
        return whole.start - self._begins[k]

    def _parts(self, span: Span) -> Iterator[Span]:
        """The stretches of the original that a span of the excerpt is made of."""
        if not span:
            yield self.span(span)
            return
        at = span.start
        while at < span.end:
            k = bisect_right(self._begins, at) - 1
            piece = self._pieces[k]
            # A piece may be nearly the whole text: its length is known without a copy of it.
            stop = min(span.end, [*self._begins[k + 1 : k + 2], len(self.text)][0])
            if piece.new is None:
                yield Span(self.place(at), self.place(at) + stop - at)
            else:
                yield piece.span
            at = stop

    def _reach(self, span: Span) -> tuple[int, int]:
        """The first and the last piece that a stretch of the excerpt is made of."""
        first = bisect_right(self._begins, span.start) - 1
        return first, bisect_right(self._begins, max(span.start, span.end - 1)) - 1

    def _is_new(self, span: Span, changes: bool) -> bool:
        """Whether a stretch of the excerpt holds what does not stand in the original.

        Of what is changed: whether it holds a part of a mend.
        """
        first, last = self._reach(span)
        pieces = self._pieces[first : last + 1]
        if changes:
            return any(piece.mend is not None for piece in pieces)
        return any(piece.new is not None for piece in pieces)

    def _mended_again(self, edit: Edit) -> dict[str, Any] | None:
        """The span, old and new text of an edit together with the mends that it changes.

        None where something else was left out between them.
        """
        first, last = self._reach(edit.span)
        pieces = self._pieces
        while first and pieces[first].mend and pieces[first - 1].mend == pieces[first].mend:
            first -= 1
        while last + 1 < len(pieces) and pieces[last].mend == pieces[last + 1].mend is not None:
            last += 1
        for one, two in pairwise(pieces[first : last + 1]):
            gap = Span(one.span.end, two.span.start)
            if gap and not any(mend and mend.contains(gap) for mend in (one.mend, two.mend)):
                return None
        start, end = edit.span.start, edit.span.end
        span = self.span(edit.span)
        if (mend := pieces[first].mend) is not None:
            start, span = self._begins[first], Span(mend.start, span.end)
        if (mend := pieces[last].mend) is not None:
            end = self._begins[last] + len(pieces[last].text(self.original))
            span = Span(span.start, mend.end)
        new = self.text[start : edit.span.start] + edit.new + self.text[edit.span.end : end]
        return {"span": span, "old": span.of(self.original), "new": new}

    def _is_mended(self, gap: Span) -> bool:
        """Whether between two pieces only white space is gone, or what a mend replaced."""
        if not gap or gap.of(self.original).isspace():
            return True
        k = bisect_right(self._changes, gap.start, key=lambda change: change[0].start) - 1
        return k >= 0 and self._changes[k][1] != "" and self._changes[k][0].contains(gap)


def _pieces(original: str, changes: list[tuple[Span, str]]) -> Iterator[_Piece]:
    """The stretches that stay and those that are new, in order; the last may be empty."""
    done = 0
    for span, new in changes:
        if span.start > done:
            yield _Piece(Span(done, span.start))
        start = max(done, span.start)
        if new and start == span.start:
            # What stands in the old text too keeps its place.
            core = new.strip()
            at = span.start + span.of(original).find(core) if core else -1
            if core and at >= span.start:
                head, tail = new[: new.index(core)], new[new.index(core) + len(core) :]
                if head:
                    yield _Piece(Span(span.start, at), head, span)
                yield _Piece(Span(at, at + len(core)), None, span)
                if tail:
                    yield _Piece(Span(at + len(core), span.end), tail, span)
            else:
                yield _Piece(span, new, span)
        done = max(done, span.end)
    yield _Piece(Span(done, len(original)))
