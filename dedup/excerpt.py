"""A text with stretches left out, and the way back to the original.

What is found sure is left out, and what stays is read again, by rules that need not know of it; but
every edit speaks of the original text.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import accumulate, pairwise

from dedup.model import REMOVALS, Edit, Span
from dedup.text import Lines


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
        self.original = original
        self._gone = sorted(gone)
        self._pieces: list[Span] = []
        done = 0
        for span in self._gone:
            if span.start > done:
                self._pieces.append(Span(done, span.start))
            done = max(done, span.end)
        self._pieces.append(Span(done, len(original)))
        self._begins = [0, *accumulate(len(p) for p in self._pieces)][:-1]
        self.text = "".join(p.of(original) for p in self._pieces)

    def without(self, more: Iterable[Span]) -> "Excerpt":
        """This excerpt with further spans of the original left out."""
        return Excerpt(self.original, [*self._gone, *more])

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.original)

    def line(self, offset: int) -> int:
        """The 1-based line in the original of the character at `offset` of the excerpt."""
        return self._lines.line(self.place(offset))

    def place(self, offset: int) -> int:
        """The offset in the original of the character at `offset` of the excerpt."""
        k = bisect_right(self._begins, offset) - 1
        return self._pieces[k].start + offset - self._begins[k]

    def span(self, span: Span) -> Span:
        """The stretch of the original from the first to the last character of a span."""
        if not span:
            place = self.place(span.start)
            return Span(place, place)
        return Span(self.place(span.start), self.place(span.end - 1) + 1)

    def holds(self, span: Span) -> bool:
        """Whether the first and the last character of a span of the original stay."""
        return all(self._has(place) for place in (span.start, max(span.start, span.end - 1)))

    def _has(self, place: int) -> bool:
        k = bisect_right(self._pieces, place, key=lambda piece: piece.start) - 1
        return k >= 0 and place <= self._pieces[k].end

    def edits(self, edit: Edit) -> Iterator[Edit]:
        """The edits of the original that an edit of the excerpt comes to.

        One, unless something was left out inside its span. A removal takes white space left out
        inside it along; other edits, and a removal around a copy that is gone, become one edit for
        each piece, in a group, of which the first brings the new text.
        """
        evidence = tuple(
            e if e.peer is None else replace(e, peer=self.span(e.peer)) for e in edit.evidence
        )
        pieces = list(self._parts(edit.span))
        if edit.kind in REMOVALS and all(
            self.original[one.end : two.start].isspace() for one, two in pairwise(pieces)
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

    def _parts(self, span: Span) -> Iterator[Span]:
        """The stretches of the original that a span of the excerpt is made of."""
        if not span:
            yield self.span(span)
            return
        at = span.start
        while at < span.end:
            k = bisect_right(self._begins, at) - 1
            stop = min(span.end, self._begins[k] + len(self._pieces[k]))
            yield Span(self.place(at), self.place(at) + stop - at)
            at = stop
