"""How well a tool did: which blocks it removed, beside the truth.

A block counts as gone when nine tenths of it are, and as harmed when a tenth is. Of a source and
its whole copies all but one are to go, whichever stays; of a source and its cut copy the cut one
is to go. Everything else is to stay, traps included.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.repeats.corpus import REPEATS, UNIQUE, Row

GONE, HARMED = 0.9, 0.1
ALL = "all"


@dataclass
class Tally:
    """Counts of one class, of blocks or of characters.

    Attributes:
        right: what was removed and ought to be.
        wrong: what was removed and ought to stay.
        missed: what was not removed and ought to be.
    """

    right: float = 0
    wrong: float = 0
    missed: float = 0

    def add(self, other: "Tally") -> None:
        """Take in another count."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed

    @property
    def precision(self) -> float:
        """The share of what was removed that ought to be; 1 where nothing was."""
        removed = self.right + self.wrong
        return self.right / removed if removed else 1.0

    @property
    def recall(self) -> float:
        """The share of what ought to be removed that was; 1 where nothing ought to be."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / both if both else 1.0


@dataclass
class Score:
    """Tallies by class and over `ALL`.

    Attributes:
        blocks: counts of blocks.
        chars: counts of characters.
        parts: cut copies found and missed, by what was kept of them.
    """

    blocks: dict[str, Tally]
    chars: dict[str, Tally]
    parts: dict[str, Tally]


def score(rows: Sequence[Row], removed: Mapping[int, float]) -> Score:
    """Compare removals with the truth.

    Args:
        rows: the truth of all blocks.
        removed: the share of a block that was removed, in (0, 1], by the block's id.
    """
    families: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        families[row.id if row.source is None else row.source].append(row)
    blocks: dict[str, Tally] = defaultdict(Tally)
    chars: dict[str, Tally] = defaultdict(Tally)
    parts: dict[str, Tally] = defaultdict(Tally)
    for family in families.values():
        kind = next((row.kind for row in family if row.kind != UNIQUE), UNIQUE)
        shares = [removed.get(row.id, 0.0) for row in family]
        sizes = [row.end - row.start for row in family]
        if kind in REPEATS and kind != "cut":
            found, counted = _whole(shares, sizes)
        else:
            found, counted = _each([row.kind == "cut" for row in family], shares, sizes)
        blocks[kind].add(found)
        chars[kind].add(counted)
        if kind == "cut":
            note = next(row.note for row in family if row.kind == "cut")
            parts[_part(note)].add(found)
    for tallies in (blocks, chars):
        all_ = Tally()
        for tally in tallies.values():
            all_.add(tally)
        tallies[ALL] = all_
    return Score(dict(blocks), dict(chars), dict(parts))


def _whole(shares: Sequence[float], sizes: Sequence[int]) -> tuple[Tally, Tally]:
    """A passage and its whole copies: all but one may go."""
    gone = sum(share >= GONE for share in shares)
    harmed = sum(HARMED < share < GONE for share in shares)
    wanted = len(shares) - 1
    right = min(gone, wanted)
    # Where none was left whole, one too many was taken or harmed.
    wrong = gone + harmed - wanted if gone + harmed > wanted else 0
    removed = sum(share * size for share, size in zip(shares, sizes, strict=True))
    # The copies differ in length by a few characters, and it is all the same which one stays.
    least, most = sum(sizes) - max(sizes), sum(sizes) - min(sizes)
    fit = min(removed, most)
    return Tally(right, wrong, wanted - right), Tally(fit, removed - fit, max(0.0, least - fit))


def _each(
    wanted: Sequence[bool], shares: Sequence[float], sizes: Sequence[int]
) -> tuple[Tally, Tally]:
    """Blocks of which it is known one by one whether they are to go."""
    blocks, chars = Tally(), Tally()
    for goes, share, size in zip(wanted, shares, sizes, strict=True):
        if goes:
            blocks.add(Tally(right=share >= GONE, missed=share < GONE))
            chars.add(Tally(right=share * size, missed=(1 - share) * size))
        else:
            blocks.add(Tally(wrong=share > HARMED))
            chars.add(Tally(wrong=share * size))
    return blocks, chars


def _part(note: str) -> str:
    """The class of a cut: what was kept, in thirds."""
    place, _, share = note.partition(" ")
    kept = float(share)
    size = "10-30 %" if kept < 0.3 else "30-60 %" if kept < 0.6 else "60-90 %"
    return f"{place}, {size}"
