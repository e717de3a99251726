"""What two readings of one passage differ in: damage, or something that they say differently.

Each difference is looked at in the words around it. A character that makes no word where the other
reading makes one is damage. Two words, two names, two figures against each other, a negation or
further words in one reading alone are content. Between the two lies what may be either: `weight`
says how far it speaks for content, and a copy that is visibly damaged elsewhere may carry some.
"""

from collections import defaultdict
from collections.abc import Sequence
from math import comb, log
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from dedup.duplicates.alignment import Place, is_spelt, places_of
from dedup.duplicates.contrasts import (
    FAMILY_NAMES,
    NEGATIONS,
    OPPOSITES,
    ROMAN,
    negating_words,
)
from dedup.duplicates.han import Words
from dedup.duplicates.letters import are_plain, digits_of, has_figures, size_of, unaccented
from dedup.duplicates.numerals import figure_words
from dedup.duplicates.vocabulary import Reading, Vocabulary, listed, look_up
from dedup.layout import is_han, is_hangul
from dedup.model import Span
from dedup.patterns import regex

_KANA = regex(r"[\u3041-\u309f\u30a1-\u30fa]")
CERTAIN = 100.0
"""The weight of what is content whatever stands around it."""
# The weight of each character where one reading alone makes words, and what is added where neither
# does: it may be a name.
_ONE_OF_TWO = 0.75
_NEITHER = 1.5
# The weight of one letter against another in words that stand nowhere else: alone it may be
# meant, with other damage it is some.
_LONE = 0.9
# By so much, as a natural logarithm, the letters of one reading must be likelier in the text.
_BETTER_SPELT = 0.5
# What comes so many times rarer than the word it stands against is no word beside it.
_RARER = 20
_RARER_LISTED = 200
_WELL_KNOWN = 5
"""So often a word stands in a text that its misreadings are known for what they are."""
_SHORT_WORD = 3
"""Words of so many letters and fewer turn into others by one misread letter."""
_WORD_RUN = 3
"""So many words, or twice as many Han, in one reading alone are content whatever stands around."""


class Difference(NamedTuple):
    """One place where two readings differ.

    Attributes:
        source: what the kept text has, words filled up.
        copy: what the copy has.
        weight: how far it speaks for a difference of content, as a natural logarithm of odds; at
            most 0 for damage, `CERTAIN` for what nothing excuses.
        figure: whether figures stand against each other.
        cleaner: 1 if only the copy's reading makes words, -1 if only the source's, else 0.
        place: where in the two readings.
    """

    source: str
    copy: str
    weight: float
    place: Place
    figure: bool = False
    cleaner: int = 0

    def __str__(self) -> str:
        if self.source and self.copy:
            return f"{self.source} against {self.copy}"
        if self.copy:
            return f"only the copy has {self.copy}"
        return f"only the kept text has {self.source}"


def differences(pairs: Sequence[tuple[Reading, Reading, Vocabulary]]) -> list[list[Difference]]:
    """The differences between kept readings and copies' readings, those of each pair in order.

    Of many pairs at once all words are looked up together, which is much quicker.

    Args:
        pairs: of each the kept reading, that of the copy, and what counts as a word there.
    """
    placed = [_Pair(a, b, words, places_of(a, b), {}) for a, b, words in pairs]
    han: list[tuple[_Pair, Place]] = []
    spelt: dict[Vocabulary, list[str]] = defaultdict(list)
    for pair in placed:
        a, b = pair.a.fold, pair.b.fold
        for p in pair.places:
            if p.a0 == p.a1 or p.b0 == p.b1:
                continue
            if is_spelt(a[p.a0]):
                spelt[pair.words] += (a[p.a0 : p.a1], b[p.b0 : p.b1])
            else:
                han.append((pair, p))
    if spelt:
        look_up(spelt)
    if han:
        ones = listed([(pair.words, pair.a, Span(p.a0, p.a1)) for pair, p in han])
        others = listed([(pair.words, pair.b, Span(p.b0, p.b1)) for pair, p in han])
        for (pair, p), one, other in zip(han, ones, others, strict=True):
            pair.around[p.a0] = Words(p.a1 - p.a0, one, p.b1 - p.b0, other)
    return [[pair.judged(p) for p in pair.places] for pair in placed]


def _is_by_figure(text: str, at: int) -> bool:
    """Whether a figure stands before or behind an offset."""
    return text[max(0, at - 1) : at].isnumeric() or text[at : at + 1].isnumeric()


class _Pair(NamedTuple):
    """Two readings, where they differ, and the listed words of Han there, by place in `a`."""

    a: Reading
    b: Reading
    words: Vocabulary
    places: list[Place]
    around: dict[int, Words]

    def judged(self, p: Place) -> Difference:
        """What one difference says."""
        one, other = self.a.fold[p.a0 : p.a1], self.b.fold[p.b0 : p.b1]
        if are_plain(one, other):  # what nearly all are
            return self._of_alphabet(one, other, p)
        if (
            (one.isnumeric() or not one)
            and (other.isnumeric() or not other)
            and (one or _is_by_figure(self.a.fold, p.a0))
            and (other or _is_by_figure(self.b.fold, p.b0))
        ):
            # A lost Han numeral in a damaged copy is damage; a digit never is.
            lost = one and not other and not one.isdigit()
            return Difference(one, other, 4.0 if lost else CERTAIN, p, figure=True)
        if not one or not other:
            return Difference(one, other, self._addition(one, other, p), p)
        letters = one.isalpha() and other.isalpha()
        if not letters and len({digits_of(one), digits_of(other)} - {""}) == 2:
            return Difference(one, other, CERTAIN, p, figure=True)
        if is_spelt(one[0]):
            return self._of_alphabet(one, other, p)
        return self._of_han(one, other, p)

    def _addition(self, one: str, other: str, p: Place) -> float:
        """The weight of what one reading has and the other lacks."""
        if {one, other} & NEGATIONS or {one, other} & negating_words():
            return 4.0
        if not other:
            return self._omission(one, p)
        length = len(other)
        before, behind = (
            self.a.fold[max(0, p.a0 - length) : p.a0],
            self.a.fold[p.a0 : p.a0 + length],
        )
        if other in (before, behind):
            return 0.0  # said twice
        if any(map(str.isnumeric, other)):
            return 3.0 if any(map(str.isdigit, other)) else 1.5
        size = size_of(other)
        if is_spelt(other[0]):
            return CERTAIN if size > 5 * _WORD_RUN else 3.0
        if size == 1:
            return 0.0
        return CERTAIN if size > 2 * _WORD_RUN else 1.5 * size

    def _omission(self, one: str, p: Place) -> float:
        """The weight of what the kept text has alone: nothing is lost, but the copy may differ.

        A reader loses letters or lines; who writes a sentence anew leaves out a word or some.
        """
        length = len(one)
        before = self.a.fold[max(0, p.a0 - length) : p.a0]
        if one in (before, self.a.fold[p.a1 : p.a1 + length]):
            return 0.0  # said twice
        if not is_spelt(one[0]) and 1 < size_of(one) <= 2 * _WORD_RUN:
            # One or two words of Han: a sentence written anew lacks them, a damaged one may.
            return 1.0
        whole = self.a.border(p.a0) and self.a.border(p.a1)
        if not is_spelt(one[0]) or not whole or size_of(one) > 5 * _WORD_RUN:
            return 0.0
        return 3.0 if len(one) > 2 else 0.0

    def _of_alphabet(self, one: str, other: str, p: Place) -> Difference:
        """A word, or some, against others."""
        plain = are_plain(one, other)
        digits = (False, False) if plain else (has_figures(one), has_figures(other))
        if digits[0] != digits[1]:
            # A digit in a word, or letters in a figure: one of the two is misread, and if it is
            # the kept one, the figure stands in the copy alone.
            weight = 3.0 if other.isnumeric() else 0.0
            if not one.isnumeric() and not other.isnumeric():
                weight = max(weight, self._unlike(one, other, p))
            return Difference(one, other, weight, p, cleaner=1 if digits[0] else -1)
        figures = {one, other} & figure_words()
        if len(figures) == 2 or (ROMAN.fullmatch(one) and ROMAN.fullmatch(other)):
            return Difference(one, other, CERTAIN, p, figure=True)
        if len(other) > len(one) + 5 * _WORD_RUN:
            return Difference(one, other, CERTAIN, p)
        if not plain and unaccented(one) == unaccented(other):
            return Difference(one, other, 0.0, p)
        alike = Levenshtein.normalized_similarity(one, other)
        least = min(len(one), len(other))
        count_one = self.words.beside(one, self.a)
        count_other = self.words.beside(other, self.b)
        # A misreading may come more than once, but the word that it stands for far oftener.
        known_one = one in figures or (count_one > 0 and count_one * _RARER >= count_other)
        known_other = other in figures or (count_other > 0 and count_other * _RARER >= count_one)
        if least > _SHORT_WORD and not (known_one and known_other):
            listed_one, listed_other = map(self.words.spelt.frequency, (one, other))
            known_one |= listed_one > 0 and listed_one * _RARER_LISTED >= listed_other
            known_other |= listed_other > 0 and listed_other * _RARER_LISTED >= listed_one
        if known_one and known_other:
            if {one, other} & negating_words():
                return Difference(one, other, 4.0, p)
            if alike < 0.5 and least > _SHORT_WORD:
                return Difference(one, other, CERTAIN, p)
            return Difference(one, other, 1.5 if least <= _SHORT_WORD + 1 else 2.5, p)
        cleaner = known_other - known_one
        # That a short word stands nowhere else says little in a short text.
        # Each syllable of Korean is looked at by itself.
        rare = least <= _SHORT_WORD and max(count_one, count_other) < _WELL_KNOWN
        hangul = not plain and is_hangul(one[0]) and is_hangul(other[0])
        weight = 1.0 if rare and not figures else 0.0
        if not cleaner:
            # Neither stands elsewhere: then the one that is spelt unlike the text is misread.
            better = self.words.better_spelt(one, self.a, other, self.b)
            cleaner = (better > _BETTER_SPELT) - (better < -_BETTER_SPELT)
            weight = 0.0 if cleaner else _LONE
        if alike < 0.5:
            weight = max(weight, self._unlike(one, other, p))
        if not figures and self.words.capitals_name(self.a, p.a0, p.a1, self.b, p.b0, p.b1):
            # A name is seldom exchanged for one that differs in a letter.
            weight = max(weight, 0.75 if cleaner else 1.5 if alike >= 0.75 else 3.0)
        return Difference(one, other, max(weight, 1.0 if hangul else 0.0), p, cleaner=cleaner)

    def _unlike(self, one: str, other: str, p: Place) -> float:
        """The weight of another word, or words more, rather than the same one misread; else 0."""
        if max(len(one), len(other)) <= _SHORT_WORD:
            return 0.0
        alike = Levenshtein.normalized_similarity(one, other)
        return max(3.0, self._surprise(p)) if alike < 0.5 else 0.0

    def _of_han(self, one: str, other: str, p: Place) -> Difference:
        """Han or kana against others."""
        size = max(size_of(one), size_of(other))
        around = self.around[p.a0]
        listed_one, listed_other = around.covered
        cleaner = (listed_other > listed_one) - (listed_other < listed_one)
        apart = around.exchanged
        least = 0.0
        if self.words.is_japanese:
            # Endings and particles are not listed, or as anything: only Han tells.
            cleaner = 0
            if _KANA.search(one + other):
                apart = None
            elif size == 1 and self._stand_alone(p) and self.words.are_listed(one, other):
                # Two words by themselves: alone that is content, with other damage it may be some.
                least = 1.0
        if size == 1:
            if not around.one and not around.other and self._behind_family_name(p):
                return Difference(one, other, 2.0, p)
            opposed = any(one in chars and other in chars for chars in OPPOSITES)
            exchanged = least if apart is None else max(least, 3.0 - apart / 2)
            return Difference(one, other, 4.0 if opposed else exchanged, p, cleaner=cleaner)
        if apart is not None:
            return Difference(one, other, CERTAIN, p)
        # Hiragana writes endings and particles, not names.
        damaged = cleaner or any("\u3041" <= c <= "\u309f" for c in one + other)
        weight = max(_ONE_OF_TWO * size, self._surprise(p)) + (0.0 if damaged else _NEITHER)
        return Difference(one, other, weight, p, cleaner=cleaner)

    def _stand_alone(self, p: Place) -> bool:
        """Whether no Han stands beside a difference."""
        sides = (self.a.fold[max(0, p.a0 - 1) : p.a0], self.a.fold[p.a1 : p.a1 + 1])
        return not any(map(is_han, filter(None, sides)))

    def _behind_family_name(self, p: Place) -> bool:
        """Whether a character may be one of a given name."""
        before = self.a.fold[max(0, p.a0 - 2) : p.a0]
        return not FAMILY_NAMES.isdisjoint(before)

    def _surprise(self, p: Place) -> float:
        """How much against chance it is that damage alone changed so much in one place.

        Minus the natural logarithm of the number of such places that a passage of this length has
        when each character is misread at the rate of the other differences; at least 0.
        """
        size = len(self.b.fold)
        edits = sum(q.edits for q in self.places)
        length = max(p.a1 - p.a0, p.b1 - p.b0, p.edits)
        places = log(size / length) + log(comb(length, p.edits))
        return max(0.0, -places - p.edits * log(min(1.0, (edits - p.edits + 1) / size)))
