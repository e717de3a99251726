"""What counts as a word in each of many pairs of passages that are laid into one text.

A pair vouches for its own words alone, as if it were the whole text: which others are compared at
the same time makes no difference.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.duplicates.shingles import WIDE_FROM
from dedup.duplicates.vocabulary import CAPITAL, OPENS, Reading, Vocabulary, are_names
from dedup.fold import Folded
from dedup.languages import languages_of
from dedup.model import Span
from dedup.wordlist import Lists


class Place(NamedTuple):
    """Where a pair stands.

    Attributes:
        text: the stretch of the text that both are, and what stands between them.
        source: the folded characters of the earlier passage.
        copy: those of the later one.
    """

    text: Span
    source: Span
    copy: Span


class PairsWords:
    """The words of many pairs in one folded text.

    Args:
        text: the text.
        folded: its fold.
        places: where the pairs stand, in order.
        lists: the word lists of the run.
    """

    def __init__(self, text: str, folded: Folded, places: Sequence[Place], lists: Lists) -> None:
        # Nothing that they hold leads back here: in a corpus no cycle would be collected.
        whole = _Whole(text, folded, np.zeros((0, 2), dtype=np.int64), lists=lists)
        self._ends = [place.copy.end for place in places]
        self._pairs = [_PairWords(whole, place.text.of(text), place, lists) for place in places]

    def at(self, span: Span, /) -> Vocabulary:
        """The vocabulary of the pair in which a stretch lies."""
        return self._pairs[bisect_right(self._ends, span.start)]


class _Whole(Vocabulary):
    """What all pairs look into: the text that they are laid into."""

    @cached_property
    def starts_of_words(self) -> NDArray[np.int64]:
        """Where a word of letters, or a character of Han, may begin in the fold, in order."""
        return np.flatnonzero(self.opens)

    def words_of(self, span: Span) -> list[str]:
        """The words of letters in a stretch, in order."""
        first, last = np.searchsorted(self.starts_of_words, (span.start, span.end)).tolist()
        begins = self.starts_of_words[first:last].tolist()
        fold = self._folded.text
        borders = zip(begins, [*begins[1:], span.end], strict=True)
        wide = chr(WIDE_FROM)
        return [fold[a:b] for a, b in borders if fold[a] < wide]

    def capitals_of(self, span: Span) -> tuple[int, int]:
        """How many words of letters a stretch has, and how many of them with a capital."""
        opens = self.opens[span.start : span.end]
        own = opens[(opens & OPENS > 0) & (self._codes(span.start, span.end) < WIDE_FROM)]
        return len(own), int(np.count_nonzero(own & CAPITAL))


class _PairWords(Vocabulary):
    """The words of one pair.

    Args:
        whole: what all pairs are laid into.
        text: of this pair.
        place: where it stands among them.
        lists: the word lists of the run.
    """

    def __init__(self, whole: _Whole, text: str, place: Place, lists: Lists) -> None:
        self._whole = whole
        self._text = text
        self._place = place
        self._lists = lists
        self._known: dict[str, int] = {}

    def reading(self, span: Span) -> Reading:
        """A stretch of the folded text with the borders of its words."""
        counted = span.start < self._place.source.end
        return self._whole.reading(span)._replace(counted=counted)

    @cached_property
    def _words_of_source(self) -> list[str]:
        return self._whole.words_of(self._place.source)

    @cached_property
    def _numbers(self) -> Counter[str]:
        return Counter(self._words_of_source)

    def _counted(self, words: Sequence[str]) -> list[int]:
        numbers = self._numbers
        return [numbers[word] for word in words]

    @cached_property
    def _trigrams(self) -> dict[int, int]:
        return _Trigrams(self._words_of_source)

    @cached_property
    def _capitals_are_names(self) -> bool:
        whole = Span(self._place.source.start, self._place.copy.end)
        return are_names(*self._whole.capitals_of(whole))

    @cached_property
    def _languages(self) -> tuple[str, ...]:
        return languages_of(self._text)


class _Trigrams(dict[int, int]):
    """How often three letters follow each other in some words, counted when asked for."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self._words = "\0".join(words)

    def __missing__(self, key: int) -> int:
        letters = "".join(chr(key >> shift & 0x3FFF) for shift in (28, 14, 0))
        count = 0
        at = self._words.find(letters)
        while at >= 0:
            count += 1
            at = self._words.find(letters, at + 1)
        self[key] = count
        return count
