"""Whether a word stands across a seam between two stretches of Han text.

Words are found by the most probable segmentation under a unigram model, as jieba and its
predecessors do. The two sides are segmented once with a border forced at the seam and once without;
the gain of the second is the logarithm of how much more probable the joined text is.
"""

from collections.abc import Sequence
from math import log
from typing import NamedTuple

from dedup.layout import head, is_han, is_japanese, tail
from dedup.lexicon import LONGEST, Lexicon

# Characters looked at on either side: two of the longest words.
_REACH = 2 * LONGEST
# An unlisted character is taken for a word seen less than once.
_UNLISTED = -2.0


class Crossing(NamedTuple):
    """A word across a seam.

    Attributes:
        word: the word.
        before: how many of its characters stand before the seam.
        gain: how much more probable the text is with it, as a natural logarithm, above 0.
    """

    word: str
    before: int
    gain: float


def crossing(left: str, right: str, lexicon: Lexicon) -> Crossing | None:
    """The word that crosses the seam between two stretches of text, if one makes them likelier.

    Args:
        left: the text before the seam; its last eight characters count, if they are Han, or in
            Japanese kana.
        right: the text after it; its first eight characters count.
        lexicon: the words and their frequencies.
    """
    belongs = is_japanese if lexicon.code == "ja" else is_han
    before = tail(left[-_REACH:], belongs)
    after = head(right[:_REACH], belongs)
    if not before or not after:
        return None
    text, seam = before + after, len(before)
    return Likelihoods(text, lexicon).crossing(seam) if _may_cross(text, seam, lexicon) else None


def _may_cross(text: str, seam: int, lexicon: Lexicon) -> bool:
    """Whether any listed word stands across a seam: most seams are told by these few alone."""
    across = [
        text[start : start + size]
        for size in range(2, LONGEST + 1)
        for start in range(max(0, seam - size + 1), min(seam, len(text) - size + 1))
    ]
    return any(log >= 0 for log in lexicon.log_frequencies(across))


class Likelihoods:
    """How probable stretches of a short Han text are, each under its best segmentation.

    Args:
        text: the text.
        lexicon: the words and their frequencies.
    """

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text = text
        (self._worth,) = _word_worths([text], lexicon)

    def of(self, start: int, end: int) -> float:
        """The log probability of a stretch; 0 for an empty one."""
        return _best(self._worth, start, end)[0]

    def crossing(self, seam: int) -> Crossing | None:
        """The word across a place in the text, if one makes it likelier."""
        whole, path = _best(self._worth, 0, len(self._text))
        for start, end in path:
            if start < seam < end:
                split = self.of(0, seam) + self.of(seam, len(self._text))
                return Crossing(self._text[start:end], seam - start, whole - split)
        return None


def likelihoods(texts: Sequence[str], lexicon: Lexicon) -> list[float]:
    """The log probability of each of some short Han texts, all looked up at once."""
    worths = _word_worths(texts, lexicon)
    return [_best(worth, 0, len(text))[0] for text, worth in zip(texts, worths, strict=True)]


def _word_worths(texts: Sequence[str], lexicon: Lexicon) -> list[dict[tuple[int, int], float]]:
    """The log probability of the listed words in texts, by place; of every single character."""
    places = [
        [(a, a + size) for size in range(1, LONGEST + 1) for a in range(len(text) - size + 1)]
        for text in texts
    ]
    words = [text[a:b] for text, each in zip(texts, places, strict=True) for a, b in each]
    logs = iter(lexicon.log_frequencies(words))
    total = log(lexicon.total)
    return [
        {
            (a, b): (value if value >= 0 else _UNLISTED) - total
            for (a, b), value in zip(each, logs, strict=False)
            if value >= 0 or b - a == 1
        }
        for each in places
    ]


def _best(
    worth: dict[tuple[int, int], float], start: int, end: int
) -> tuple[float, list[tuple[int, int]]]:
    """The most probable segmentation of a stretch (Viterbi), and its log probability."""
    score = [0.0] * (end + 1)
    came = [start] * (end + 1)
    for stop in range(start + 1, end + 1):
        score[stop], came[stop] = max(
            (score[begin] + worth[begin, stop], begin)
            for begin in range(max(start, stop - LONGEST), stop)
            if (begin, stop) in worth
        )
    path = []
    at = end
    while at > start:
        path.append((came[at], at))
        at = came[at]
    return score[end], path[::-1]


def pieces(text: str, lexicon: Lexicon) -> list[str]:
    """The words that Han text is best cut into, the whole text itself not among them."""
    (worth,) = _word_worths([text], lexicon)
    if len(text) > 1:
        worth.pop((0, len(text)), None)
    return [text[a:b] for a, b in _best(worth, 0, len(text))[1]]
