"""A text with stretches left out, and the way back to the original.

Repair reads what stays when the repeats are gone, but its edits speak of the original text.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from dedup.model import Edit, Span


class Excerpt:
    """What is left of a text.

    Args:
        original: the whole text.
        gone: disjoint spans of it, sorted, that are left out.

    Attributes:
        original: the whole text.
        text: what stays.
    """

    def __init__(self, original: str, gone: Iterable[Span] = ()) -> None:
        self.original = original
        self._gone = list(gone)
        self._pieces: list[Span] = []
        done = 0
        for span in self._gone:
            if span.start > done:
                self._pieces.append(Span(done, span.start))
            done = span.end
        self._pieces.append(Span(done, len(original)))
        self._begins = [0, *accumulate(len(p) for p in self._pieces)][:-1]
        self.text = "".join(p.of(original) for p in self._pieces)

    def without(self, more: Iterable[Span]) -> "Excerpt":
        """This excerpt with further spans of the original left out, disjoint from those gone."""
        return Excerpt(self.original, sorted([*self._gone, *more]))

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

    def edits(self, edit: Edit) -> Iterator[Edit]:
        """The edits of the original that an edit of the excerpt comes to.

        One, unless something was left out inside its span: then one for each piece, in a group, of
        which the first brings the new text.
        """
        evidence = tuple(
            e if e.peer is None else replace(e, peer=self.span(e.peer)) for e in edit.evidence
        )
        pieces = list(self._parts(edit.span))
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
