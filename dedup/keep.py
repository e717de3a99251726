"""What the user wants left as it is: stretches that match a regular expression."""

import re
from bisect import bisect_left
from collections.abc import Iterable

from dedup.model import Dropped, Edit, Span


class Keep:
    """The stretches of a text that no edit may touch.

    Args:
        text: the text.
        patterns: regular expressions; `^` and `$` stand for the borders of lines.
    """

    def __init__(self, text: str, patterns: Iterable[str]) -> None:
        found = sorted(
            Span(*match.span())
            for pattern in patterns
            for match in re.finditer(pattern, text, re.MULTILINE)
            if match.end() > match.start()
        )
        self._spans: list[Span] = []
        for span in found:
            if self._spans and span.start < self._spans[-1].end:
                last = self._spans[-1]
                self._spans[-1] = Span(last.start, max(last.end, span.end))
            else:
                self._spans.append(span)

    def holds(self, span: Span) -> bool:
        """Whether a stretch shares a character with a kept one."""
        at = bisect_left(self._spans, span)
        return any(s.overlaps(span) for s in self._spans[max(0, at - 1) : at + 1])

    def forbids(self, edit: Edit) -> bool:
        """Whether an edit would change a kept stretch, or join something to it."""
        if edit.kind == "join":
            at = bisect_left(self._spans, edit.span)
            near = self._spans[max(0, at - 1) : at + 1]
            return any(s.start <= edit.span.end and edit.span.start <= s.end for s in near)
        return self.holds(edit.span)

    def sort(self, edits: Iterable[Edit]) -> tuple[list[Edit], list[Dropped]]:
        """The edits that may be made or shown, and those that are forbidden."""
        if not self._spans:
            return [*edits], []
        free: list[Edit] = []
        forbidden: list[Dropped] = []
        for edit in edits:
            if edit.kind != "flag" and self.forbids(edit):
                forbidden.append(Dropped(edit, "a stretch to keep stands there"))
            else:
                free.append(edit)
        return free, forbidden
