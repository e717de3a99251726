"""Decide whether two stretches say the same: the same text read twice, or a different one.

A fold-equal copy is the same unless a figure differs in a sign or a decimal mark. Unequal copies
are aligned (Levenshtein 1966, in rapidfuzz's bit-parallel form) and their differences are weighed:
see `differences.py`.
"""

from collections import Counter
from collections.abc import Sequence
from enum import IntEnum
from math import log1p
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from dedup.duplicates.alignment import STRAY
from dedup.duplicates.differences import CERTAIN, Difference, differences
from dedup.duplicates.vocabulary import Reading, Vocabularies, Vocabulary
from dedup.fold import Folded
from dedup.layout import LINE_ENDS
from dedup.model import Span
from dedup.patterns import regex

# Unequal passages longer than this are not aligned: Levenshtein is quadratic. Equal ones are found
# at any length.
LONGEST_ALIGNED = 20_000
# From the first blank on: else a long row of blanks is looked through once for each of them.
_LINE_BREAK = regex(rf"(?<!\s)\s*[{LINE_ENDS}]\s*")
# A figure with its sign and its decimal or thousands marks: 1,234.5  -3  12:30
_FIGURE = regex(r"[-+−±]?\d+(?:[.,:/·．，：]\d+)*")
_DIGIT = regex(r"\d")
# What damage in a copy, and each damaged place, excuses of differences that may be content: natural
# logarithms of odds. A copy without visible damage is excused nothing.
_FIRST_DAMAGE = 1.0
_EACH_DAMAGE = 0.75
_RATE_OF_DAMAGE = 1.5
# So many pairs are compared at once, with all words of them held.
_AT_ONCE = 500


class Verdict(IntEnum):
    """What two stretches are to each other, from worst to best."""

    DIFFERENT = 0
    DOUBTFUL = 1
    MISREAD = 2
    SAME = 3


class Comparison(NamedTuple):
    """How two stretches compare.

    Attributes:
        verdict: what they are to each other.
        similarity: the share of folded characters that agree, in [0, 1].
        doubt: the doubt in words, or empty.
        source: the folded stretch that the copy repeats, without what a cut copy lacks at its ends.
        cleaner: in how many places only the copy makes words, less those of the source.
    """

    verdict: Verdict
    similarity: float
    source: Span
    doubt: str = ""
    cleaner: int = 0


Comparisons = dict[tuple[int, int, int, int], Comparison]
"""Comparisons by where the source and the copy begin and end in the fold."""


def figures(text: str) -> list[str]:
    """The figures of a text in order, line breaks inside them ignored."""
    return _FIGURE.findall(_LINE_BREAK.sub("", text))


def _standing(text: str) -> list[str]:
    """The figures of a text that are no letter misread as a digit."""
    if not _DIGIT.search(text):
        return []
    text = _LINE_BREAK.sub("", text)
    return [m.group() for m in _FIGURE.finditer(text) if not _in_word(text, m.start(), m.end())]


def _in_word(text: str, start: int, end: int) -> bool:
    """Whether digits stand in a word, as in f0lly or 1eave; 15th and 1980s are figures."""
    if start and text[start - 1].isalpha() and text[start - 1] < "\u2e80":
        return True
    single = end - start == 1 and text[start] in "01"
    return single and text[end : end + 1].isalpha() and text[end] < "\u2e80"


class Verifier:
    """Compares stretches of one text.

    Args:
        text: the text.
        folded: its fold.
        words: what counts as a word in it.
        least: the similarity below which two stretches are different, in [0, 1].
    """

    def __init__(self, text: str, folded: Folded, words: Vocabularies, least: float) -> None:
        self._text = text
        self._folded = folded
        self._words = words
        self._least = least
        self._foreseen: Comparisons = {}

    def compare(self, source: Span, copy: Span) -> Comparison:
        """Compare two disjoint stretches of folded characters.

        What `source` has more at its ends is not counted: the copy may be a cut one.
        """
        key = (source.start, source.end, copy.start, copy.end)
        return self._foreseen.get(key) or self._compared([(source, copy)])[0]

    def comparisons(self, pairs: Sequence[tuple[Span, Span]]) -> Comparisons:
        """Compare many sources and copies, which is quicker than one by one."""
        out: Comparisons = {}
        for first in range(0, len(pairs), _AT_ONCE):
            some = pairs[first : first + _AT_ONCE]
            for (source, copy), comparison in zip(some, self._compared(some), strict=True):
                out[source.start, source.end, copy.start, copy.end] = comparison
        return out

    def foresee(self, comparisons: Comparisons) -> None:
        """Take comparisons that may be asked for."""
        self._foreseen |= comparisons

    def _compared(self, pairs: Sequence[tuple[Span, Span]]) -> list[Comparison]:
        """Compare sources and copies."""
        found = [self._glance(source, copy) for source, copy in pairs]
        unlike = [pair for pair, told in zip(pairs, found, strict=True) if told is None]
        readings: list[tuple[Reading, Reading, Vocabulary]] = []
        for source, copy in unlike:
            words = self._words.at(copy)
            readings.append((words.reading(source), words.reading(copy), words))
        unequal = differences(readings)
        judged = map(self._judged, unlike, unequal)
        return [next(judged) if told is None else told for told in found]

    def _glance(self, source: Span, copy: Span) -> Comparison | None:
        """How two stretches compare, if that can be told without their words."""
        a, b = source.of(self._folded.text), copy.of(self._folded.text)
        if a == b:
            one, other = self._raw(source), self._raw(copy)
            same = one == other or figures(one) == figures(other)
            return Comparison(Verdict.SAME if same else Verdict.DIFFERENT, float(same), source)
        most = int((1 - self._least) * len(b)) + max(0, len(a) - len(b))
        if (
            max(len(a), len(b)) > LONGEST_ALIGNED
            or Levenshtein.distance(a, b, score_cutoff=most) > most
        ):
            return Comparison(Verdict.DIFFERENT, 0.0, source)
        return None

    def _judged(self, pair: tuple[Span, Span], found: list[Difference]) -> Comparison:
        """How two stretches compare that differ in some places."""
        source, copy = pair
        size = len(copy)
        different = Comparison(Verdict.DIFFERENT, 0.0, source)
        a = len(source)
        while found and found[0].place.b0 == 0 and _is_cut_off(found[0]):
            source = Span(source.start + len(found.pop(0).source), source.end)
        while found and found[-1].place.b1 == size and _is_cut_off(found[-1]):
            source = Span(source.start, source.end - len(found.pop().source))
        if found and _adds(found, a, size) > (STRAY if _damaged(found) > 1 else 0):
            # Then the kept text is the cut one: see `best.py`.
            return different
        edits = sum(d.place.edits for d in found)
        similarity = 1 - edits / max(len(source), size)
        if similarity < self._least:
            return different
        if not found:
            return self.compare(source, copy)
        cleaner = sum(d.cleaner for d in found)
        doubt = _doubt(found) or self._other_figure(source, copy, found)
        if doubt is None:
            return Comparison(Verdict.MISREAD, similarity, source, cleaner=cleaner)
        if doubt.figure and all(d.figure for d in found):
            return different
        return Comparison(Verdict.DOUBTFUL, similarity, source, str(doubt), cleaner)

    def _other_figure(self, source: Span, copy: Span, found: list[Difference]) -> Difference | None:
        """A figure of the copy, its sign and its marks, that the source does not have."""
        own = _standing(self._raw(copy))
        more = Counter(own) - Counter(_standing(self._raw(source))) if own else None
        if not more:
            return None
        figure = next(iter(more))
        return Difference("", figure, CERTAIN, found[0].place, figure=True)

    def _raw(self, span: Span) -> str:
        """The original text behind folded characters, with a sign that may stand before it."""
        if not span:
            return ""
        start = int(self._folded.origin[span.start])
        return self._text[max(0, start - 1) : int(self._folded.origin[span.end - 1]) + 1]


def _is_cut_off(difference: Difference) -> bool:
    """Whether the copy lacks what stands at an end; a figure against none is a difference."""
    return not difference.copy and not difference.figure


def _damaged(found: list[Difference]) -> int:
    """In how many places one of the two is visibly misread; left-out words are no misreading."""
    certain = sum(d.weight == 0 and (d.copy != "" or len(d.source) == 1) for d in found)
    likely = sum(0 < d.weight < 1 for d in found)
    return certain + likely if len(found) > 1 else certain


def _adds(found: list[Difference], a: int, b: int) -> int:
    """How many characters a copy of size `b` has more than a source of size `a` at one end."""
    first, last = found[0], found[-1]
    begins = first.place.a0 == first.place.b0 == 0 and first.copy.endswith(first.source)
    ends = (last.place.a1, last.place.b1) == (a, b)
    ends = ends and last.copy.startswith(last.source)
    return max(
        len(first.copy) - len(first.source) if begins else 0,
        len(last.copy) - len(last.source) if ends else 0,
    )


def _doubt(found: list[Difference]) -> Difference | None:
    """The difference that may be one of content, or None if damage explains them all.

    Chance makes a word of a damaged one now and then, the oftener the more are damaged.
    """
    damaged = _damaged(found)
    excused = _FIRST_DAMAGE + _EACH_DAMAGE * damaged if damaged else 0.0
    worst = max(found, key=lambda d: d.weight)
    doubtful = sum(d.weight for d in found if d.weight >= 1 or not damaged)
    # Each is held against the rate of damage, which grows with the damaged places; all together
    # against their number.
    most = _FIRST_DAMAGE + _RATE_OF_DAMAGE * log1p(damaged) if damaged else 0.0
    if worst.weight > most or doubtful > excused:
        return worst
    return None
