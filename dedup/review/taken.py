"""The edits that were taken: disjoint, and no two removals that vouch for each other."""

from bisect import bisect_left, insort
from collections.abc import Iterator

from dedup.model import Edit, Span


class Taken:
    """Edits by the names that they go by, and by their places."""

    def __init__(self) -> None:
        self._places: list[tuple[int, int, str]] = []
        self._edits: dict[str, Edit] = {}

    def add(self, key: str, edit: Edit) -> None:
        """Put in an edit, which meets no other."""
        insort(self._places, (edit.span.start, edit.span.end, key))
        self._edits[key] = edit

    def remove(self, key: str) -> None:
        """Take out an edit, which is in it."""
        span = self._edits.pop(key).span
        del self._places[bisect_left(self._places, (span.start, span.end, key))]

    def meeting(self, span: Span) -> list[str]:
        """The keys of those that share a character or their start with a span."""
        found = []
        at = max(bisect_left(self._places, (span.start, 0, "")) - 1, 0)
        while at < len(self._places) and self._places[at][0] <= span.end:
            other = Span(*self._places[at][:2])
            if span.overlaps(other) or span.start == other.start:
                found.append(self._places[at][2])
            at += 1
        return found

    def vouching(self, edit: Edit) -> list[str]:
        """The keys of the removals through which an edit would come to vouch for itself.

        A removal rests on the passage that it repeats. If that goes too, because of another
        passage, the text still stands there; but if one follows these and comes back to what this
        edit removes, it would stand nowhere.
        """
        done: set[str] = set()
        found = []
        ahead = [*self._sources(edit)]
        while ahead:
            key = ahead.pop()
            if key in done:
                continue
            done.add(key)
            other = self._edits[key]
            if other.repeats is not None and other.repeats.overlaps(edit.span):
                found.append(key)
            ahead += self._sources(other)
        return found

    def _sources(self, edit: Edit) -> Iterator[str]:
        """The removals that take some of what a removal repeats."""
        if edit.repeats is not None:
            for key in self.meeting(edit.repeats):
                other = self._edits[key]
                if other.repeats is not None and other.span != edit.span:
                    yield key
