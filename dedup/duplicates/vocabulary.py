"""What counts as a word where two readings differ: the lexicon for Han, else the text itself.

A word of an alphabet is known if it stands somewhere else in the text too, whatever its case.
"""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import log1p
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from dedup.arrays import PIECE, Counts, joined, pieces
from dedup.duplicates.han import Reaches, reaches
from dedup.duplicates.shingles import WIDE_FROM
from dedup.duplicates.wordkeys import hashes_of, keys_of, trigrams_of
from dedup.fold import Folded, code_points, mask
from dedup.languages import languages_of
from dedup.lexicon import Lexicon
from dedup.model import Span
from dedup.wordlist import Frequencies, Lists

OPENS, CAPITAL, BEHIND_MARK = 1, 2, 4
# From here on scripts have capitals again.
_CASED = 0xA640
# Where more of all words are capitalised, capitals tell no names.
_NAMES_AMONG_WORDS = 0.2
# Of fewer words none can be told.
_FEW_WORDS = 200


class Reading(NamedTuple):
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


class Vocabularies(Protocol):
    """What counts as a word in the stretches of a text, in each of them by itself or in all."""

    def at(self, span: Span, /) -> "Vocabulary":
        """The vocabulary for a stretch of the folded text."""


class Vocabulary:
    """The words of one folded text.

    Args:
        text: the text.
        folded: its fold.
        spans: the folded stretches whose words count, shape (n, 2): a copy vouches for nothing.
        stand_in: of a folded offset one that counts for it, as in an equal block.
        lists: the word lists of the run.
    """

    def __init__(
        self,
        text: str,
        folded: Folded,
        spans: NDArray[np.int64],
        stand_in: Callable[[int], int] = lambda place: place,
        lists: Lists | None = None,
    ) -> None:
        self._text = text
        self._folded = folded
        self._starts: NDArray[np.int64] = np.ascontiguousarray(spans[:, 0])
        self._ends: NDArray[np.int64] = np.ascontiguousarray(spans[:, 1])
        # Quicker than numpy one by one.
        self._begins = array("q", self._starts.tobytes())
        self._stand_in = stand_in
        self._lists = lists or Lists()
        self._known: dict[str, int] = {}

    def reading(self, span: Span) -> Reading:
        """A stretch of the folded text with the borders of its words."""
        # An equal block that counts has its words.
        place = self._stand_in(span.start)
        k = bisect_right(self._begins, place) - 1
        counted = k >= 0 and place < int(self._ends[k])
        opens = self.opens[span.start : span.end].tobytes()
        return Reading(span.of(self._folded.text), opens, counted)

    @cached_property
    def opens(self) -> NDArray[np.uint8]:
        """What `Reading.opens` says of each folded character, shape (n,).

        A word begins behind what the fold dropped, and each character of Han or kana.
        """
        return joined(
            (
                self._opens(begin, min(begin + PIECE, len(self._folded)))
                for begin in range(0, len(self._folded), PIECE)
            ),
            np.uint8,
        )

    def _opens(self, begin: int, stop: int) -> NDArray[np.uint8]:
        """`opens` of some characters."""
        # With the character before them.
        first = max(0, begin - 1)
        origin = self._folded.origin[first:stop]
        folded = self._codes(first, stop)
        wide = folded >= WIDE_FROM
        out = np.ones(len(origin), dtype=np.uint8)
        dropped = np.diff(origin) > 1
        out[1:] = (dropped | wide[1:] | wide[:-1]) * OPENS + dropped * BEHIND_MARK
        shift = int(origin[0])
        # Han and kana have no capitals.
        own = np.flatnonzero((out > 0) & (folded - np.uint32(WIDE_FROM) >= _CASED - WIDE_FROM))
        at = origin[own] - np.int32(shift)
        codes = np.append(code_points(self._text[shift : int(origin[-1]) + 2]), np.uint32(ord("A")))
        capital = mask(codes[at], str.isupper) & ~mask(codes[at + 1], str.isupper)
        out[own[capital]] |= CAPITAL
        return out[begin - first :]

    def _codes(self, start: int, stop: int) -> NDArray[np.uint32]:
        return code_points(self._folded.text[start:stop])

    @cached_property
    def _counts(self) -> Counts:
        """How often each word stands in what counts, by the hash of the word."""
        return Counts(self._words())

    def _words(self) -> Iterator[NDArray[np.uint64]]:
        for begin, stop, inside in self._stretches():
            own = self._codes(begin, stop)
            # Words of alphabets alone; each character of Han or kana stands between two others.
            narrow = np.flatnonzero(own < WIDE_FROM)
            begins = np.flatnonzero(self.opens[begin:stop][narrow])
            yield hashes_of(own[narrow], begins)[inside[narrow[begins]]]

    def at(self, _: Span, /) -> "Vocabulary":
        """The vocabulary for a stretch of the folded text: one for all of it."""
        return self

    def look_up(self, words: Iterable[str]) -> None:
        """Count many words at once, and look them up in the lists: quicker than one by one."""
        look_up({self: words})

    def count(self, words: Iterable[str]) -> list[str]:
        """Count many words at once; those that were not counted before, in order."""
        new = sorted({word for word in words if word not in self._known})
        if new:
            self._known.update(zip(new, self._counted(new), strict=True))
        return new

    def _counted(self, words: Sequence[str]) -> list[int]:
        """How often some words stand in what counts."""
        sizes = np.array([len(word) for word in words])
        begins = np.cumsum(sizes) - sizes
        return self._counts.of(hashes_of(code_points("".join(words)), begins))

    def beside(self, word: str, reading: Reading) -> int:
        """How often a folded word of an alphabet stands in the text, this reading left out."""
        if word not in self._known:
            self.look_up([word])
        return self._known[word] - reading.counted

    @cached_property
    def _trigrams(self) -> dict[int, int]:
        """How often each three letters follow each other in what counts."""
        return Counts(self._letters())

    def _letters(self) -> Iterator[NDArray[np.uint64]]:
        for begin, stop, inside in self._stretches():
            own, new = self._codes(begin, stop), self.opens[begin:stop] > 0
            yield trigrams_of(own)[(own[2:] < WIDE_FROM) & ~new[1:-1] & ~new[2:] & inside[:-2]]

    def _stretches(self) -> Iterator[tuple[int, int, NDArray[np.bool_]]]:
        """From the start of one span that counts to the end of another: little is held at once.

        And which of the characters between lie in one.
        """
        if len(self._starts):
            for first, last in pieces(np.append(self._starts, self._ends[-1]), PIECE):
                borders = np.stack((self._starts[first:last], self._ends[first:last]), axis=1)
                borders = borders.reshape(-1)
                inside = np.repeat(np.arange(len(borders) - 1) % 2 == 0, np.diff(borders))
                yield int(borders[0]), int(borders[-1]), inside

    def better_spelt(self, one: str, a: Reading, other: str, b: Reading) -> float:
        """How much more like the words of the text the second of two words is spelt.

        The difference of the mean natural logarithms of how often each three letters of a word
        follow each other in the text, these two readings left out.
        """
        keys = keys_of(one), keys_of(other)
        likely = []
        for own in keys:
            counts = [
                self._trigrams[key]
                - (a.counted and key in keys[0])
                - (b.counted and key in keys[1])
                for key in own
            ]
            likely.append(sum(log1p(max(0, n)) for n in counts) / max(1, len(counts)))
        return likely[1] - likely[0]

    @cached_property
    def _capitals_are_names(self) -> bool:
        """Whether capitals are rare enough to be those of names; in German they are not."""
        words = capitals = 0
        for begin in range(0, len(self._folded), PIECE):
            opens = self.opens[begin : begin + PIECE]
            own = opens[(opens & OPENS > 0) & (self._codes(begin, begin + PIECE) < WIDE_FROM)]
            words += len(own)
            capitals += int(np.count_nonzero(own & CAPITAL))
        return are_names(words, capitals)

    def capitals_name(self, a: Reading, a0: int, a1: int, b: Reading, b0: int, b1: int) -> bool:
        """Whether two stretches begin with capitals that tell names from other words."""
        return a.capitalised(a0, a1) and b.capitalised(b0, b1) and self._capitals_are_names

    @cached_property
    def spelt(self) -> Frequencies:
        """The words of the text's languages that stand between borders that can be seen."""
        return self._lists.frequencies(
            [code for code in self._languages if code not in ("zh", "ja")]
        )

    @cached_property
    def is_japanese(self) -> bool:
        """Whether words of Han are those of Japanese."""
        return self._languages[:1] == ("ja",)

    @cached_property
    def _languages(self) -> tuple[str, ...]:
        return languages_of(self._text)

    def are_listed(self, *words: str) -> bool:
        """Whether all of some words of Han are listed."""
        return min(self.han.log_frequencies(words)) >= 0

    @cached_property
    def han(self) -> Lexicon:
        """The words of Han."""
        return self._lists.of("ja" if self.is_japanese else "zh")


def are_names(words: int, capitals: int) -> bool:
    """Whether so few of the words of a text have capitals that these tell names from others."""
    return words < _FEW_WORDS or capitals <= _NAMES_AMONG_WORDS * words


def look_up(asked: Mapping[Vocabulary, Iterable[str]]) -> None:
    """Count the words that are asked of each vocabulary, and look all up in the lists at once."""
    lists: dict[Frequencies, list[str]] = defaultdict(list)
    for vocabulary, words in asked.items():
        lists[vocabulary.spelt] += vocabulary.count(words)
    for frequencies, words in lists.items():
        frequencies.look_up(words)


def listed(around: Sequence[tuple[Vocabulary, Reading, Span]]) -> list[Reaches]:
    """For each of some stretches the listed words of Han that have a part in it."""
    out: list[Reaches] = [{}] * len(around)
    by_list: dict[Lexicon, list[int]] = defaultdict(list)
    for k, (words, _, _) in enumerate(around):
        by_list[words.han].append(k)
    for lexicon, own in by_list.items():
        found = reaches([(around[k][1].fold, around[k][2]) for k in own], lexicon)
        for k, reach in zip(own, found, strict=True):
            out[k] = reach
    return out
