"""What counts as a word when two readings differ: the lexicon for Han, the text itself for the rest.

A word of an alphabet is known if it stands somewhere else in the text too, whatever its case.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dedup.duplicates.shingles import WIDE_FROM
from dedup.fold import Folded, code_points, mask
from dedup.layout import is_han
from dedup.lexicon import LONGEST, load
from dedup.model import Span

OPENS, CAPITAL, BEHIND_MARK = 1, 2, 4
_MIX = np.uint64(0x9E3779B97F4A7C15)
_TURN = np.uint64(0xBF58476D1CE4E5B9)


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
    def _counts(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Hashes of all words in order, and how often each stands in the text."""
        codes = self._folded.codes
        begins = np.flatnonzero(self.opens)
        if not len(begins):
            return np.zeros(0, np.uint64), np.zeros(0, np.int64)
        size = np.diff(np.append(begins, len(codes)))
        place = np.arange(len(codes), dtype=np.uint64) - np.repeat(begins, size).astype(np.uint64)
        hashes = np.add.reduceat(_mixed(codes.astype(np.uint64), place), begins)
        span = np.searchsorted(self._spans[:, 0], begins, side="right") - 1
        counts = (codes[begins] < WIDE_FROM) & (begins < self._spans[span, 1]) & (span >= 0)
        return np.unique(hashes[counts], return_counts=True)

    def _count(self, word: str) -> int:
        """How often a folded word of an alphabet stands in the text."""
        codes = np.array([ord(c) for c in word], dtype=np.uint64)
        key = _mixed(codes, np.arange(len(codes), dtype=np.uint64)).sum(dtype=np.uint64)
        hashes, counts = self._counts
        at = int(np.searchsorted(hashes, key))
        return int(counts[at]) if at < len(hashes) and hashes[at] == key else 0

    def beside(self, word: str, reading: Reading) -> int:
        """How often a folded word of an alphabet stands in the text, this reading left out."""
        return self._count(word) - reading.counted

    def listed(self, text: str, start: int, stop: int) -> float:
        """The share of the characters `text[start:stop]` that a listed word of Han covers.

        A word of two characters or more, which may begin before them and go on behind.
        """
        if not any(map(is_han, text[start:stop])):
            return 0.0
        low, high = max(0, start - LONGEST + 1), min(len(text), stop + LONGEST - 1)
        places = [
            (begin, begin + size)
            for size in range(2, LONGEST + 1)
            for begin in range(low, high - size + 1)
            if begin < stop and begin + size > start
        ]
        logs = load("zh").log_frequencies([text[a:b] for a, b in places])
        covered = {
            k for (a, b), value in zip(places, logs, strict=True) if value >= 0 for k in range(a, b)
        }
        return sum(k in covered for k in range(start, stop)) / (stop - start)

    def exchanged(self, one: str, here: Span, other: str, there: Span) -> float | None:
        """Whether one word of Han stands where the other reading has another one.

        Chance makes words too, but seldom in the place of the word that was there, and seldom
        common ones.

        Args:
            one: a folded reading.
            here: what of it differs.
            other: the other reading.
            there: what of it stands in its place.

        Returns:
            The difference of the natural logarithms of the two words' frequencies, or None. The
            word of the first reading is the likeliest that covers the difference.
        """
        best: tuple[float, float, str] | None = None
        most = LONGEST - max(len(here), len(there))
        places = [
            (n, m)
            for n in range(min(most, here.start, there.start) + 1)
            for m in range(most - n + 1)
            if n + m + len(here) > 1 and n + m + len(there) > 1
        ]
        ones = [one[here.start - n : here.end + m] for n, m in places]
        others = [other[there.start - n : there.end + m] for n, m in places]
        logs = load("zh").log_frequencies([*ones, *others])
        for word, value, against in zip(ones, logs, logs[len(ones) :], strict=False):
            # The longest word is the likeliest: its parts would have to meet by chance.
            if value >= 0 and (best is None or (len(word), value) > (len(best[2]), best[0])):
                best = value, against, word
        if best is None or best[1] < 0:
            return None
        return abs(best[0] - best[1])


def _mixed(codes: NDArray[np.uint64], place: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A hash of each character and its place, to be summed up over a word."""
    value = (codes << np.uint64(8)) + place
    value *= _MIX
    value ^= value >> np.uint64(29)
    value *= _TURN
    return value ^ (value >> np.uint64(32))
