"""What became of damage: each place restored, left, or made into something else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from benchmarks.damage import Damaged, Place
from dedup.model import Edit, Report


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the places: how many were restored, how many left, and what went wrong."""

    restored: int
    left: int
    wrong: tuple[str, ...]

    @property
    def places(self) -> int:
        """How many there were, those in what went wrong taken for one each."""
        return self.restored + self.left + len(self.wrong)

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.restored + other.restored, self.left + other.left, self.wrong + other.wrong
        )


def outcome(damaged: Damaged, report: Report) -> Outcome:
    """Sort what a report did to a damaged text.

    Places and edits that touch are looked at together: all of them restored, all of them left, or
    something else, which is described.
    """
    restored = left = 0
    wrong = []
    for start, end, places, edits in _clusters(damaged.places, report.applied):
        was = damaged.text[start:end]
        clean = _replaced(was, start, [(p.start, p.end, p.clean) for p in places])
        now = _replaced(was, start, [(e.span.start, e.span.end, e.new) for e in edits])
        if not edits:
            left += len(places)
        elif now == clean:
            restored += len(places)
        else:
            rules = ", ".join(sorted({e.rule for e in edits}))
            wrong.append(f"{rules}: {was!r} became {now!r}, was {clean!r}")
    return Outcome(restored, left, tuple(wrong))


def _clusters(
    places: Iterable[Place], edits: Iterable[Edit]
) -> Iterator[tuple[int, int, list[Place], list[Edit]]]:
    """Places and edits that touch each other, with the stretch that they cover."""
    items: list[tuple[int, int, Place | Edit]] = [(p.start, p.end, p) for p in places]
    items += [(e.span.start, e.span.end, e) for e in edits]
    items.sort(key=lambda item: item[:2])
    group: list[Place | Edit] = []
    low = high = 0
    for start, end, item in [*items, (10**12, 10**12, None)]:
        if group and (item is None or start > high):
            yield (
                low,
                high,
                [g for g in group if isinstance(g, Place)],
                [g for g in group if isinstance(g, Edit)],
            )
            group = []
        if item is not None:
            low, high = (start, end) if not group else (low, max(high, end))
            group.append(item)


def _replaced(text: str, offset: int, changes: list[tuple[int, int, str]]) -> str:
    """A stretch that begins at `offset`, with changes that are in order and apart."""
    out, at = [], offset
    for start, end, new in changes:
        out += [text[at - offset : start - offset], new]
        at = end
    return "".join([*out, text[at - offset :]])
