"""Puts a space between two words run together: ofthe.

What it does: cuts a word that no list has, and that no compound is, into two, where two words so
common stand side by side far oftener than any listed word that one misread letter makes of it.

Why: a reader takes a narrow space for none.

Before: `at the end ofthe pier` After: `at the end of the pier`

Safe when: both are among the small words of the language, the text has them side by side elsewhere
several times, and the line is running text. Withheld otherwise; outside English the two must be
small words that the text has side by side.

Known to miss: words at a line's beginning or end (they may be the halves of one), names, words
with capitals, two words that make a listed one (`maybe`).
"""

from collections.abc import Iterator, Set
from typing import NamedTuple

from dedup.compounds import compound
from dedup.languages import small_words
from dedup.layout import Role
from dedup.model import Applicability, Edit, Evidence, Span
from dedup.repair.alphabet import Alphabet
from dedup.repair.reading import Reading

RULE = "run-together"
_SHORTEST, _LONGEST = 5, 24
# Of a lone letter nothing can be told.
_PART = 2
# Words that begin or end no other English word.
_GLUED = frozenset(
    ("the", "of", "and", "that", "with", "from", "which", "was", "were", "this", "they", "their")
)
# Lists counted from scanned books have some of these with the article behind them.
_BEFORE_ARTICLE = ("of", "in", "to", "on", "for", "by", "with", "from", "at", "and", "that", "as")
_ARTICLE = "the"
# So common in a million words is the other word.
_COMMON = 60.0
# The two must be expected side by side so often in a million words, were they strewn at random, and
# so much oftener than the commonest word that one misread letter makes is found.
_EXPECTED, _LIKELIER = 1.0, 20.0
_MILLION = 1e6
# A word that the text has oftener is one of its own.
_OWN = 2
# So often the text has the two side by side where a proof-reader would not look twice.
_OFTEN = 3
# At a line end a word may go on in the next line; nor is it one before these.
_NO_END = frozenset("\r\n-\u2010'’")


class _Cut(NamedTuple):
    """A word and the two that it is made of."""

    left: str
    right: str
    expected: float


def find(reading: Reading) -> Iterator[Edit]:
    """Each such word, with the space in it."""
    words, text = reading.alphabet, reading.text
    english = "en" in reading.languages
    places = [Span(*place) for place in words.strangers if _may_be_two(words, text, *place)]
    small = frozenset[str]().union(*(small_words(lexicon.code) for lexicon in words.lexicons))
    glued = small | _GLUED if english else small
    cuts = _cuts(words, sorted({span.of(text) for span in places}), glued)
    if english:
        places += _before_article(text)
        cuts |= {word + _ARTICLE: _Cut(word, _ARTICLE, 0.0) for word in _BEFORE_ARTICLE}
    if not places:
        return
    # The small words are few, so no text has many such pairs.
    beside = {
        cut[:2]: text.count(f" {cut.left} {cut.right} ")
        for cut in cuts.values()
        if {*cut[:2]} <= small
    }
    for span in dict.fromkeys(places):
        cut = cuts.get(span.of(text))
        if cut is None:
            continue
        often = beside.get(cut[:2], 0)
        if not often and not (english and {*cut[:2]} & _GLUED):
            continue
        sure = often >= _OFTEN and reading.line_of(span.start).role is Role.BODY
        note = f"{span.of(text)} is no word, {cut.left} and {cut.right} are"
        if often:
            note += f" and stand side by side elsewhere ({often})"
        yield Edit(
            span=span,
            old=span.of(text),
            new=f"{cut.left} {cut.right}",
            kind="space",
            rule=RULE,
            applicability=Applicability.SAFE if sure else Applicability.UNSAFE,
            evidence=(Evidence("run-together", 0.95 if sure else 0.6, note),),
        )


def _before_article(text: str) -> Iterator[Span]:
    """Where a small word of English and the article stand as one word inside a line."""
    for word in _BEFORE_ARTICLE:
        wanted = f" {word}{_ARTICLE} "
        at = text.find(wanted)
        while at >= 0:
            yield Span(at + 1, at + len(wanted) - 1)
            at = text.find(wanted, at + 1)


def _may_be_two(words: Alphabet, text: str, start: int, end: int) -> bool:
    """Whether an unknown word looks like two: in small letters, inside a line, rare."""
    word = text[start:end]
    return (
        _SHORTEST <= len(word) <= _LONGEST
        and word.islower()
        and word.isalpha()
        and text[start - 1 : start] == " "
        and text[end : end + 1] not in _NO_END
        and words.count(word) <= _OWN
    )


def _cuts(words: Alphabet, strangers: list[str], glued: Set[str]) -> dict[str, _Cut]:
    """The words that are likelier two than one misread; one of the two is among `glued`."""
    halves = {
        word: [
            (word[:k], word[k:])
            for k in range(_PART, len(word) - _PART + 1)
            if word[:k] in glued or word[k:] in glued
        ]
        for word in strangers
    }
    words.look_up(part for pairs in halves.values() for pair in pairs for part in pair)
    cuts = {}
    for word, pairs in halves.items():
        each = [
            _Cut(left, right, one * other / _MILLION)
            for left, right in pairs
            if min(one := words.frequency(left), other := words.frequency(right)) >= _COMMON
        ]
        best = max(each, key=lambda cut: cut.expected, default=None)
        if best is not None and best.expected >= _EXPECTED:
            cuts[word] = best
    cuts = {word: cut for word, cut in cuts.items() if not _is_compound(words, word)}
    near = words.near_frequency([*cuts])
    return {
        word: cut
        for (word, cut), other in zip(cuts.items(), near, strict=True)
        if cut.expected >= _LIKELIER * other
    }


def _is_compound(words: Alphabet, word: str) -> bool:
    """Whether a word is made of two as German and Dutch make theirs."""
    return any(compound(lexicon, word) for lexicon in words.lexicons)
