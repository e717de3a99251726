"""Where the lines of a template stand, and how that speaks for page furniture."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from dedup.duplicates.furniture.numbering import evenness
from dedup.duplicates.furniture.rows import Rows
from dedup.model import Evidence

MOSTLY = 2 / 3
"""The share of its places that is to stand at a form feed, or beside a page number."""

# So many lines of furniture may stand between two pages.
_MOST_BETWEEN = 4
# The share of the distances that is to be the usual one, of a few lines and of many: among many,
# some pages are short, and so large a share is not reached by chance.
_REGULAR, _REGULAR_OF_MANY = 0.75, 0.6
_MANY = 10
# A running title is no wider than this share of the text.
_NARROW = 0.75


class Standing(NamedTuple):
    """How the places of some lines speak for furniture.

    Attributes:
        lines: how many lines they are.
        broken: into how many sentences they break.
        regular: the share of distances between them that are the usual one.
        page: the usual distance for one page, in characters.
        last: the share that stand last before a form feed.
        fed: the share that stand beside a form feed.
        beside: the share that stand beside a page number.
    """

    lines: int
    broken: int
    regular: float
    page: float
    last: float
    fed: float
    beside: float

    @property
    def is_regular(self) -> bool:
        """Whether they come at even distances."""
        return self.regular >= (_REGULAR_OF_MANY if self.lines > _MANY else _REGULAR)

    def evidence(self) -> Iterator[Evidence]:
        """What they say, in words."""
        if self.broken:
            times = "once" if self.broken == 1 else f"{self.broken} times"
            yield Evidence(
                "breaks-sentence", self.broken / self.lines, f"breaks a sentence {times}"
            )
        if self.is_regular:
            note = f"comes about every {_rounded(self.page)} characters"
            yield Evidence("regular", self.regular, note)
        if self.last >= MOSTLY:
            yield Evidence("page-break", self.last, "stands last before a form feed")
        elif self.fed >= MOSTLY:
            yield Evidence("page-break", self.fed, "stands at a form feed")
        if self.beside >= MOSTLY:
            yield Evidence("beside", self.beside, "stands beside a page number")


class Places:
    """The places between the pages of a text.

    Args:
        rows: the lines of the text.
        between: those of them that may be furniture.
    """

    def __init__(self, rows: Rows, between: Collection[int]) -> None:
        self._rows = rows
        self._between = between
        self.sure: set[int] = set()
        """The lines that are page numbers for sure."""

    def standing(self, rows: Sequence[int], steps: Sequence[int] | None = None) -> Standing:
        """How lines stand; `steps` says how many pages lie between them, where it is known."""
        regular, page = evenness([self._rows.span(row).start for row in rows], steps)
        return Standing(
            lines=len(rows),
            broken=sum(map(self.breaks_sentence, rows)),
            regular=regular,
            page=page,
            last=sum(map(self._rows.ends_page, rows)) / len(rows),
            fed=sum(map(self._rows.is_fed, rows)) / len(rows),
            beside=sum(map(self._is_beside, rows)) / len(rows),
        )

    def breaks_sentence(self, row: int) -> bool:
        """Whether the text before a line goes on behind it in mid-sentence."""
        before, after = self._neighbour(row, -1), self._neighbour(row, 1)
        return before is not None and after is not None and self._rows.runs_on(before, after)

    def stands_between(self, row: int) -> bool:
        """Whether a line stands between pages for sure."""
        return self.breaks_sentence(row) or self._is_beside(row) or self._rows.is_fed(row)

    def are_narrow(self, rows: Sequence[int]) -> bool:
        """Whether lines are mostly shorter than the lines of text around them.

        Lines of body text repeat as well, where a text is full of formulas.
        """
        narrow = 0
        for row in rows:
            around = (self._neighbour(row, -1), self._neighbour(row, 1))
            widest = max((len(self._rows.lines[k]) for k in around if k is not None), default=0)
            narrow += len(self._rows.lines[row]) <= _NARROW * widest
        return narrow >= MOSTLY * len(rows)

    def _is_beside(self, row: int) -> bool:
        return not self.sure.isdisjoint((row - 1, row + 1))

    def _neighbour(self, row: int, step: int) -> int | None:
        """The nearest line of text, past a few that may be furniture as well."""
        others = (row + step * k for k in range(1, _MOST_BETWEEN + 1))
        inside = (other for other in others if 0 <= other < len(self._rows))
        return next((other for other in inside if other not in self._between), None)


def _rounded(number: float) -> int:
    """A number with its first two figures alone."""
    return int(round(number, 2 - len(str(int(number)))))
