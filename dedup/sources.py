"""What removals rest on: passages that stay when they are made, and at the end.

A removal names the passage that it repeats. Those that are sure name text that stays; of those that
are made on request two may name each other. And what one search kept a later one may find to repeat
something else.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dedup.model import Applicability, Edit, Evidence, Span
from dedup.text import Lines

STANDS = "stands"
"""The kind of the evidence that says where a passage stands that went, too."""


class _Cover:
    """Stretches of a text, laid together."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, span: Span) -> None:
        """Cover one more stretch."""
        first = bisect_left(self._ends, span.start)
        last = bisect_right(self._starts, span.end)
        start = min([span.start, *self._starts[first:last][:1]])
        end = max([span.end, *self._ends[first:last][-1:]])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]

    def meets(self, span: Span) -> bool:
        """Whether some of a stretch is covered."""
        at = bisect_right(self._ends, span.start)
        return at < len(self._starts) and self._starts[at] < span.end


def made_at_once(edits: Sequence[Edit]) -> list[Edit]:
    """Of edits that were found together, those whose sources all stay when they are made.

    What is sure is always made, since it rests on what stays. Of the others each has to leave the
    sources of all before it, and to find its own.
    """
    gone, resting = _Cover(), _Cover()
    made = []
    for edit in sorted(edits, key=lambda edit: edit.applicability is not Applicability.SAFE):
        if edit.repeats is not None:
            sure = edit.applicability is Applicability.SAFE
            if not sure and (gone.meets(edit.repeats) or resting.meets(edit.span)):
                continue
            gone.add(edit.span)
            resting.add(edit.repeats)
        made.append(edit)
    return made


def pointed_on(edits: Sequence[Edit], applied: Sequence[Edit], text: str) -> tuple[Edit, ...]:
    """The edits, with a further reason where what they repeat goes, too: where that stands.

    Args:
        edits: edits of the text.
        applied: those that are made, disjoint and sorted by span.
        text: the text.
    """
    sources = _Sources(applied, text)
    return tuple(
        edit if edit.repeats is None else sources.pointed_on(edit, edit.repeats) for edit in edits
    )


class _Sources:
    """Where the sources of the removals that were made stand."""

    def __init__(self, applied: Iterable[Edit], text: str) -> None:
        self._removals = [edit for edit in applied if edit.repeats is not None]
        self._starts = [edit.span.start for edit in self._removals]
        self._text = text
        self._lines: Lines | None = None
        self._standing: dict[Span, tuple[Span, ...]] = {}

    def pointed_on(self, edit: Edit, source: Span) -> Edit:
        """A removal with the reason that says where its source stands, if that is gone."""
        if source not in self._standing:
            self._standing[source] = tuple(dict.fromkeys(self._followed(source)))
        standing = self._standing[source]
        if standing == (source,):
            return edit
        where = " and ".join(map(self._where, standing))
        note = f"that is gone, too, as a repeat of {where}"
        score = edit.evidence[0].score
        further = Evidence(STANDS, score, note, standing[0])
        return replace(edit, evidence=(*edit.evidence, further))

    def _followed(self, source: Span) -> Iterator[Span]:
        """Where a passage stands: itself, or what the removals that took it repeat.

        It ends, since those were made after what rests on it.
        """
        ahead, done = [source], {source}
        while ahead:
            span = ahead.pop()
            takers = self._takers(span)
            if not takers:
                yield span
            for source in sorted((t.repeats for t in takers if t.repeats), reverse=True):
                if source not in done:
                    done.add(source)
                    ahead.append(source)

    def _takers(self, span: Span) -> list[Edit]:
        """The removals that take all of a passage but white space; none if some of it stays."""
        k = max(0, bisect_right(self._starts, span.start) - 1)
        at, takers = span.start, []
        while k < len(self._removals) and self._starts[k] < span.end:
            edit = self._removals[k]
            if edit.span.end > at:
                if self._text[at : max(at, edit.span.start)].strip():
                    return []
                takers.append(edit)
                at = edit.span.end
            k += 1
        return [] if self._text[at : span.end].strip() else takers

    def _where(self, span: Span) -> str:
        if self._lines is None:
            self._lines = Lines(self._text)
        first, last = self._lines.line(span.start), self._lines.line(max(span.start, span.end - 1))
        return f"lines {first}-{last}" if last > first else f"line {first}"
