"""A word cut by a line end whose hyphen the reader lost is one word again: con⏎siderable.

No mark tells such a cut, so the words must: how much commoner the joined word is than chance would
put its two halves side by side (their pointwise mutual information, Church and Hanks 1990), in a
text that has lost several of its hyphens.
"""

from collections.abc import Iterator
from itertools import pairwise
from math import log
from typing import NamedTuple

from dedup.model import Applicability, Edit, Evidence, Span
from dedup.patterns import regex
from dedup.repair.alphabet import LETTER, Alphabet
from dedup.repair.glyphs import hyphen_breaks
from dedup.repair.hyphens import rejoined
from dedup.repair.reading import Reading

RULE = "lost-hyphen"
_LEFT = regex(rf"(?<![\w'’-]){LETTER}{{2,}}$")
_RIGHT = regex(rf"{LETTER}{{2,}}(?![\w'’-])")
# The least mutual information of a word, in natural logarithms, where one half is no word, where
# both are, and where that shows a text that loses hyphens.
_ONE_HALF, _BOTH, _SHOWS = 4.0, 4.5, 8.0
# From so much on a word of which neither half is one needs no other.
_CERTAIN = 18.0
# A misread word of so many letters is as certain.
_LONG = 10
# So many such words show it, and so many in a hundred line ends.
_FEWEST, _PER_LINE = 2, 0.01
# A word that is not listed is as common as one in fifty million; one of the text's own is rare.
_UNLISTED, _OWN = 0.02, 0.3
_MILLION = 1e6
# So common in a million words, a half stands alone.
_COMMON = 300.0
# A half as long as this is looked for at the end of a line.
_REACH = 60


class _Cut(NamedTuple):
    """A line end that may stand in a word."""

    gap: Span
    gain: float
    halves: int
    note: str


def find_lost_hyphens(reading: Reading, keep_lines: bool = True) -> Iterator[Edit]:
    """An edit for each word cut by a line end without a hyphen.

    SAFE where the text shows that it lost hyphens, else UNSAFE.

    Args:
        reading: the text.
        keep_lines: whether the line ends behind the word, and else not at all.
    """
    seams = list(_seams(reading))
    if not seams or not reading.alphabet.lexicons:
        return
    words = reading.alphabet
    # Once each, in the order of the text, since only so many are looked for in all lists.
    pairs = dict.fromkeys(pair for _, pair in seams)
    words.look_up(word for left, right in pairs for word in (left, right, left + right))
    misread = (left + right for left, right in pairs if _may_be_misread(words, left, right))
    words.look_up_nearest(misread, reading.jobs)
    told = {pair: weighed for pair in pairs if (weighed := _weigh(words, *pair))}
    found = [_Cut(Span(*gap), *told[pair]) for gap, pair in seams if pair in told]
    shown = sum(cut.halves == 0 or (cut.gain >= _SHOWS and cut.halves < 2) for cut in found)
    # Where words are hyphenated, a hyphen is sooner lost.
    cuts = shown + sum(1 for _ in hyphen_breaks(reading)) if shown else 0
    often = cuts >= max(_FEWEST, _PER_LINE * len(reading.edges))
    for cut in found:
        if cut.gain >= (_BOTH if cut.halves == 2 else _ONE_HALF):
            sure = often or (cut.halves == 0 and cut.gain >= _CERTAIN)
            yield rejoined(
                reading,
                cut.gap,
                RULE,
                Applicability.SAFE if sure else Applicability.UNSAFE,
                Evidence("lost-hyphen", 0.95 if sure else 0.6, cut.note),
                keep_lines,
            )


def _seams(reading: Reading) -> Iterator[tuple[tuple[int, int], tuple[str, str]]]:
    """Line ends between letters, the second a small one, and the halves on both sides."""
    text = reading.text
    for (one, end), (two, stop) in pairwise(reading.edges):
        if not text[two].islower() or not text[end - 1].isalpha():
            continue
        left = _last_word(text, max(one, end - _REACH), end)
        right = _RIGHT.match(text, two, stop) if left else None
        if right is not None:
            yield (end, two), (left, right[0])


def _last_word(text: str, start: int, end: int) -> str:
    """The letters that a line ends in, at least two and a word of their own; else empty."""
    last = text[start:end].rsplit(None, 1)[-1]
    # Most are letters alone, and before them a blank; at the border of what is looked at who knows.
    if last.isalpha() and len(last) < end - start:
        return last if len(last) > 1 else ""
    found = _LEFT.search(text, start, end)
    return found[0] if found else ""


def _weigh(words: Alphabet, left: str, right: str) -> tuple[float, int, str] | None:
    """How much more than chance two halves are a word, how many of them are words, and why."""
    joined = left + right
    one, other = words.frequency(left), words.frequency(right)
    halves = (one > 0) + (other > 0)
    whole = _frequency(words, joined)
    if not whole:
        near = words.nearest(joined) if _may_be_misread(words, left, right) else ""
        if not near:
            return None
        gain = _CERTAIN if len(joined) >= _LONG else _ONE_HALF
        return gain, halves, f"{joined} is {near}, misread or in another form"
    gain = log(whole * _MILLION / (max(one, _UNLISTED) * max(other, _UNLISTED)))
    return gain, halves, _why(joined, left, right, one, other)


def _may_be_misread(words: Alphabet, left: str, right: str) -> bool:
    """Whether two halves may be a word that is listed otherwise.

    A word of its own on the right is the next one.
    """
    if words.frequency(right) or words.frequency(left) >= _COMMON:
        return False
    return not _frequency(words, left + right)


def _frequency(words: Alphabet, word: str) -> float:
    """How often a word stands in a million, of the lists' words or the text's own."""
    return max(words.frequency(word), _OWN * words.count(word))


def _why(joined: str, left: str, right: str, one: float, other: float) -> str:
    alone = [half for half, frequency in ((left, one), (right, other)) if not frequency]
    if not alone:
        return f"{joined} is a commoner word than {left} beside {right}"
    no_word = " and ".join(alone)
    return f"{joined} is a word, {no_word} {'are none' if len(alone) > 1 else 'is none'}"
