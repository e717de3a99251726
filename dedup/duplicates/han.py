"""Listed words of Han around the places where two readings differ."""

from collections.abc import Iterator
from typing import NamedTuple

from dedup.lexicon import LONGEST
from dedup.model import Span

Reaches = dict[tuple[int, int], tuple[int, float]]
"""Of each word how far it reaches out before and behind a stretch (less than 0 where the stretch
goes on), its length and the natural logarithm of its frequency."""


class Words(NamedTuple):
    """Listed words of Han of two or more characters that two stretches have a part in.

    Attributes:
        size: the characters of the one stretch.
        one: the words of the one stretch.
        other_size: the characters of the other stretch.
        other: its words.
    """

    size: int
    one: Reaches
    other_size: int
    other: Reaches

    @property
    def covered(self) -> tuple[float, float]:
        """The share of the characters of either stretch that listed words cover."""
        return _covered(self.size, self.one), _covered(self.other_size, self.other)

    @property
    def exchanged(self) -> float | None:
        """Whether one word stands where the other reading has another one.

        Chance makes words too, but seldom in the place of the word that was there, and seldom
        common ones.

        Returns:
            The difference of the natural logarithms of the two words' frequencies, or None. The
            word of the one reading is the longest that holds the stretch: its parts would have to
            meet by chance.
        """
        whole = [reach for reach in self.one if min(reach) >= 0]
        best = max(whole, key=lambda reach: self.one[reach], default=None)
        if best is None or best not in self.other:
            return None
        return abs(self.one[best][1] - self.other[best][1])


def stretches_around(fold: str, span: Span) -> Iterator[tuple[int, int, str]]:
    """All that has a part in a stretch and may be listed, and how far it reaches out of it."""
    first, last, end = span.start, span.end, len(fold)
    for size in range(2, LONGEST + 1):
        for start in range(max(0, first - size + 1), min(last, end - size + 1)):
            yield first - start, start + size - last, fold[start : start + size]


def _covered(size: int, words: Reaches) -> float:
    inside = {k for before, behind in words for k in range(max(0, -before), size + min(0, behind))}
    return len(inside) / size
