"""Listed words of Han around the places where two readings differ."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from dedup.fold import code_points
from dedup.lexicon import LONGEST, Lexicon
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


def reaches(around: Sequence[tuple[str, Span]], lexicon: Lexicon) -> list[Reaches]:
    """For each of some stretches of folds the listed words that have a part in it, at once."""
    out: list[Reaches] = [{} for _ in around]
    # Of each fold what a word with a part in the stretch may reach, laid end to end.
    most = LONGEST - 1
    begins = [max(0, span.start - most) for _, span in around]
    parts = [
        fold[begin : span.end + most] for (fold, span), begin in zip(around, begins, strict=True)
    ]
    codes = code_points("".join(parts))
    sizes = np.array([len(part) for part in parts], dtype=np.int64)
    low = np.cumsum(sizes) - sizes
    high = low + sizes
    first = low + [span.start - begin for (_, span), begin in zip(around, begins, strict=True)]
    last = first + [len(span) for _, span in around]
    for size in range(2, LONGEST + 1):
        start = np.maximum(low, first - size + 1)
        count = np.maximum(0, np.minimum(last, high - size + 1) - start)
        which = np.repeat(np.arange(len(out)), count)
        at = np.arange(len(which)) + np.repeat(start - (np.cumsum(count) - count), count)
        logs = lexicon.logs_of_stretches(codes, at, size)
        found = np.flatnonzero(logs >= 0)
        which, at = which[found], at[found]
        before, behind = first[which] - at, at + size - last[which]
        columns = (which, before, behind, logs[found])
        for n, *reach, log in zip(*(column.tolist() for column in columns), strict=True):
            out[n][reach[0], reach[1]] = size, log
    return out


def _covered(size: int, words: Reaches) -> float:
    inside = {k for before, behind in words for k in range(max(0, -before), size + min(0, behind))}
    return len(inside) / size
