"""What counts as a word where two readings differ: the lexicon for Han, else the text itself.

A word of an alphabet is known if it stands somewhere else in the text too, whatever its case.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dedup.duplicates.shingles import WIDE_FROM
from dedup.fold import Folded, code_points, mask
from dedup.lexicon import LONGEST, load
from dedup.model import Span

OPENS, CAPITAL, BEHIND_MARK = 1, 2, 4
# A word is hashed as the sum of random numbers, one for each letter at its place: 64 bits.
_MIXED = np.random.default_rng(1).integers(0, 1 << 64, 1 << 14, dtype=np.uint64)
_MIXED_LIST: list[int] = _MIXED.tolist()
_STEP = 769
_FULL = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a passage.

    Attributes:
        fold: its folded characters.
        opens: for each of them `OPENS` where a word may begin, with `CAPITAL` if it is capitalised,
            and `BEHIND_MARK` where the fold dropped something before it; else 0.
        counted: whether its words are among those that the vocabulary has counted.
    """

    fold: str
    opens: bytes
    counted: bool

    def border(self, at: int) -> bool:
        """Whether a word may begin, or the reading ends, at an offset."""
        return at == len(self.fold) or self.opens[at] > 0

    def capitalised(self, start: int, stop: int) -> bool:
        """Whether a stretch begins with a capitalised word."""
        return start < stop and self.opens[start] & CAPITAL > 0

    def behind_mark(self, at: int) -> bool:
        """Whether a mark or white space stands before a character."""
        return self.opens[at] & BEHIND_MARK > 0


class Vocabulary:
    """The words of one folded text.

    Args:
        text: the text.
        folded: its fold.
        spans: the folded stretches whose words count, shape (n, 2): a copy vouches for nothing.
    """

    def __init__(self, text: str, folded: Folded, spans: NDArray[np.int64]) -> None:
        self._text = text
        self._folded = folded
        self._spans = spans
        self._known: dict[str, int] = {}

    def reading(self, span: Span) -> Reading:
        """A stretch of the folded text with the borders of its words."""
        k = int(np.searchsorted(self._spans[:, 0], span.start, side="right")) - 1
        counted = k >= 0 and span.start < self._spans[k, 1]
        opens = self.opens[span.start : span.end].tobytes()
        return Reading(span.of(self._folded.text), opens, bool(counted))

    @cached_property
    def opens(self) -> NDArray[np.uint8]:
        """What `Reading.opens` says of each folded character, shape (n,).

        A word begins behind what the fold dropped, and each character of Han or kana.
        """
        origin, codes = self._folded.origin, self._folded.codes
        out = np.ones(len(origin), dtype=np.uint8)
        wide = codes >= WIDE_FROM
        dropped = np.diff(origin) > 1
        out[1:] = (dropped | wide[1:] | wide[:-1]) * OPENS + dropped * BEHIND_MARK
        upper = mask(code_points(self._text), str.isupper)
        upper = np.append(upper, True)
        out[(out > 0) & upper[origin] & ~upper[origin + 1]] |= CAPITAL
        return out

    @cached_property
    def _counts(self) -> dict[int, int]:
        """How often each word stands in what counts, by the hash of the word."""
        codes = self._folded.codes
        begins = np.flatnonzero(self.opens)
        if not len(begins):
            return {}
        span = np.searchsorted(self._spans[:, 0], begins, side="right") - 1
        counts = (codes[begins] < WIDE_FROM) & (span >= 0) & (begins < self._spans[span, 1])
        size = np.diff(np.append(begins, len(codes)))
        place = np.arange(len(codes)) - np.repeat(begins, size)
        mixed = _MIXED[(codes + place * _STEP) & (len(_MIXED) - 1)]
        hashes, number = np.unique(np.add.reduceat(mixed, begins)[counts], return_counts=True)
        return dict(zip(hashes.tolist(), number.tolist(), strict=True))

    def _count(self, word: str) -> int:
        """How often a folded word of an alphabet stands in what counts."""
        if word in self._known:
            return self._known[word]
        mixed = [_MIXED_LIST[(ord(c) + n * _STEP) & (len(_MIXED) - 1)] for n, c in enumerate(word)]
        count = self._known[word] = self._counts.get(sum(mixed) & _FULL, 0)
        return count

    def beside(self, word: str, reading: Reading) -> int:
        """How often a folded word of an alphabet stands in the text, this reading left out."""
        return self._count(word) - reading.counted

    @staticmethod
    def listed(around: Iterable[tuple[Reading, Span]]) -> dict[str, float]:
        """The listed words of Han that have a part in stretches, with their log frequencies."""
        words = list({w for reading, span in around for _, w in _windows(reading.fold, span)})
        logs = load("zh").log_frequencies(words)
        return {word: value for word, value in zip(words, logs, strict=True) if value >= 0}


@dataclass(frozen=True, slots=True)
class Words:
    """Listed words of Han of two or more characters that two stretches have a part in.

    Attributes:
        size: the characters of the one stretch.
        one: of each word how far it reaches out before and behind the stretch (less than 0 where
            the stretch goes on), its length and the natural logarithm of its frequency.
        other_size: the characters of the other stretch.
        other: its words.
    """

    size: int
    one: dict[tuple[int, int], tuple[int, float]]
    other_size: int
    other: dict[tuple[int, int], tuple[int, float]]

    @classmethod
    def around(
        cls, a: Reading, here: Span, b: Reading, there: Span, listed: dict[str, float]
    ) -> "Words":
        """The words around two stretches that differ, of those that are listed."""
        return cls(len(here), _around(a, here, listed), len(there), _around(b, there, listed))

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


def _windows(fold: str, span: Span) -> Iterator[tuple[int, str]]:
    """All stretches that have a part in a span and may be listed, and where they begin."""
    for size in range(2, LONGEST + 1):
        for start in range(max(0, span.start - size + 1), min(span.end, len(fold) - size + 1)):
            yield start, fold[start : start + size]


def _around(
    reading: Reading, span: Span, listed: dict[str, float]
) -> dict[tuple[int, int], tuple[int, float]]:
    """The listed words that have a part in a stretch, by how far they reach out of it."""
    return {
        (span.start - start, start + len(word) - span.end): (len(word), listed[word])
        for start, word in _windows(reading.fold, span)
        if word in listed
    }


def _covered(size: int, words: dict[tuple[int, int], tuple[int, float]]) -> float:
    inside = {k for before, behind in words for k in range(max(0, -before), size + min(0, behind))}
    return len(inside) / size
