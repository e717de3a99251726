"""Words that a reader wrote twice: `the the`, 的的.

Most doubled words are right in some sentence (that that, die die, nous nous, orang orang, 天天), so
only words from closed lists are looked at, each in a passage of its own language.
"""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.arrays import PIECE
from dedup.fold import code_points
from dedup.languages import language_of
from dedup.layout import is_han, line_ends_in
from dedup.lexicon import LONGEST, load
from dedup.model import Span
from dedup.patterns import regex

# Words that stand twice in a row in no sentence. Not among them: what may end a clause before
# itself (English prepositions, `that`), a pronoun (`nous nous`), the article of a clause set
# before a noun (`die die Stadt bewohnen`), `de` and `van`, which begin surnames.
_NEVER_DOUBLED = {
    "en": "the an and their your our its",
    "de": "und oder sondern",
    "fr": "et des dans aux cette",
    "es": "y los del en con",
    "it": "il della dei nel nella con",
    "pt": "em dos das",
    "nl": "en",
    "ru": "и для из",
}
# Words that stand twice in a row in hardly any.
_SELDOM_DOUBLED = {
    "en": "of to from with for by at into a or as but be we they was were if than this these it",
    "de": "mit auch nicht sich",
    "fr": "de le les du un une ou ce pour par avec sur au que qui ne leur son sa",
    "es": "de el las que al por un una se su",
    "it": "di che le gli un una per",
    "pt": "de do da o os as que um uma com",
    "nl": "de van in een op met",
    "ru": "в на с что не по от",
}
# A word before a surname that begins with it: `la politique de de Gaulle`.
_PARTICLES = frozenset(
    ("de", "du", "di", "da", "do", "dos", "das", "des", "del", "von", "zu", "van")
)
_SURE = {name: frozenset(words.split()) for name, words in _NEVER_DOUBLED.items()}
_SHOWN = {name: frozenset(words.split()) for name, words in _SELDOM_DOUBLED.items()}
_LISTED = frozenset().union(*_SURE.values(), *_SHOWN.values())
_LONGEST_LISTED = max(map(len, _LISTED))
# White space between two words: one line end at most.
_GAP = regex(r"[^\S\r\n]{0,3}(?:\r?\n)?[^\S\r\n]{0,3}")
_WIDEST_GAP = 8
# What stands before and behind doubled words, on their line.
_PIECE_BEFORE = regex(r"(?<![^\W\d_])([^\W\d_]{1,20}) $")
_PIECE_BEHIND = regex(r" ([^\W\d_]{1,20})(?![^\W\d_])")
_WIDEST_PIECE = 24
# Joins a word to what stands beside it.
_JOINERS = frozenset("'’-‐‑–_/\\@&=<>\"“”«»")
_NEXT_WORDS = regex(r"\s*([^\W\d_]+)?(?:\s+([^\W\d_]+))?")
# The language is asked of the paragraph, as far as it stands near; if that does not tell, of a
# wider passage. Both are moved on in steps, so that neighbours ask the same.
_NEAR = 400
_PASSAGE = 1_000
_BLANK_LINE = regex(r"(?:\r?\n[^\S\n]*){2}")

# Function characters that no word or name ends in, unless the word list or the table below says
# so; in 了在和是被从 words, names and whole sentences may end, and they are only shown.
_HAN_SURE = frozenset("的与及")
# Said several times in a row, as an answer or for effect.
_HAN_ANSWERS = frozenset("是了")
# Slang for a taxi, and what is not in the word list; what begins with 的 and is not there either.
_BEFORE_DE = frozenset("打面摩轿货飞残板標")
_AFTER_DE = frozenset("士哥姐爷票款确卢黎里喀標標")
_HAN_DOUBLED = "的与及了在和是被从"
_HAN_PAIR = regex(rf"([{_HAN_DOUBLED}])\s*\1")
_KANA = regex(r"[\u3041-\u30ff]")
# From so many on, a function character is hammered.
_HAMMERED = 5
# Pairs that are looked at, so that no text takes for ever.
_MOST = 20_000


class Doubled(NamedTuple):
    """A word that stands several times in a row.

    Attributes:
        unit: the first.
        copies: the others, with the white space that goes along.
        times: how many there are in all.
        doubt: why it may be meant; empty if a proof-reader would not look twice.
    """

    unit: Span
    copies: Span
    times: int
    doubt: str


def find_doubled(text: str) -> Iterator[Doubled]:
    """Find doubled words, of alphabets first.

    Args:
        text: the text.
    """
    yield from _doubled_words(text)
    yield from _doubled_han(text)


def _doubled_words(text: str) -> Iterator[Doubled]:
    @cache
    def language_between(start: int, end: int, word: str) -> str:
        return language_of(text[max(0, start) : end], (word,))

    for spans in _equal_words(text):
        first, last = spans[0], spans[-1]
        word = first.of(text).casefold()
        if word not in _LISTED or not _stands_alone(text, first, last):
            continue
        # `The the` begins a sentence; `The The` is a name, `THE THE` a heading or its like.
        if not all(span.of(text).islower() for span in spans[1:]):
            continue
        if len(first) > 1 and first.of(text).isupper():
            continue
        near, far = _paragraph(text, first.start), first.start // _PASSAGE * _PASSAGE
        language = language_between(near.start, near.end, word)
        language = language or language_between(far - _PASSAGE, far + 2 * _PASSAGE, word)
        if word in _PARTICLES and _begins_name(text, last.end):
            continue
        if word in _SURE.get(language, ()):
            doubt = _may_be_split(text, first, last, language)
        elif word in _SHOWN.get(language, ()):
            doubt = f"{word} may close one phrase and open the next"
        else:
            continue
        yield Doubled(first, _copies(text, first, spans[1], last), len(spans), doubt)


def _paragraph(text: str, at: int) -> Span:
    """The paragraph around a place, or what of it stands near, in steps."""
    start, end = max(0, at // _NEAR - 1) * _NEAR, min(len(text), (at // _NEAR + 2) * _NEAR)
    for blank in _BLANK_LINE.finditer(text, start, end):
        if blank.end() <= at:
            start = blank.end()
        else:
            return Span(start, blank.start())
    return Span(start, end)


def _equal_words(text: str) -> Iterator[list[Span]]:
    """Words of an alphabet that stand twice or more in a row; only such as may be listed."""
    run: list[Span] = []
    for one, two in islice(_alike(text), _MOST):
        if one.of(text).casefold() != two.of(text).casefold():
            continue
        if not _GAP.fullmatch(text, one.end, two.start):
            continue
        if run and run[-1] == one:
            run.append(two)
            continue
        if run:
            yield run
        run = [one, two]
    if run:
        yield run


def _alike(text: str) -> Iterator[tuple[Span, Span]]:
    """Short neighbouring words of one length, the same at both ends, whatever their case."""
    for begin in range(0, len(text), PIECE):
        # With the character before, and behind what two such words and the gap can take.
        first = max(0, begin - 1)
        codes = code_points(text[first : begin + PIECE + 4 * _LONGEST_LISTED])
        letter, lower = _tables(codes)
        is_letter = letter[codes]
        starts = np.flatnonzero(is_letter & ~np.concatenate(([False], is_letter[:-1])))
        ends = np.flatnonzero(is_letter & ~np.concatenate((is_letter[1:], [False]))) + 1
        short = ends - starts <= _LONGEST_LISTED
        same = short[1:] & ((ends - starts)[1:] == (ends - starts)[:-1])
        same &= starts[1:] - ends[:-1] <= _WIDEST_GAP
        same &= lower[codes[starts[1:]]] == lower[codes[starts[:-1]]]
        same &= lower[codes[ends[1:] - 1]] == lower[codes[ends[:-1] - 1]]
        for k in np.flatnonzero(same).tolist():
            one, two = (Span(first + int(starts[j]), first + int(ends[j])) for j in (k, k + 1))
            if begin <= one.start < begin + PIECE:
                yield one, two


def _tables(codes: NDArray[np.uint32]) -> tuple[NDArray[np.bool_], NDArray[np.uint32]]:
    """By code point: whether it is a letter of an alphabet; its lower case."""
    tall = int(codes.max(initial=0)) + 1
    seen = np.zeros(tall, dtype=bool)
    seen[codes] = True
    letter = np.zeros(tall, dtype=bool)
    lower = np.arange(tall, dtype=np.uint32)
    for code in np.flatnonzero(seen[:0x2E80]).tolist():
        char = chr(code)
        letter[code] = char.isalpha()
        lower[code] = ord(char.lower()[0])
    return letter, lower


def _stands_alone(text: str, first: Span, last: Span) -> bool:
    """Whether nothing joins a stretch of words to what stands beside it."""
    before, behind = text[max(0, first.start - 1) : first.start], text[last.end : last.end + 1]
    joined = before in _JOINERS or behind in _JOINERS
    return not (joined or before.isalnum() or behind.isalnum() or (before and before in ".,"))


def _may_be_split(text: str, first: Span, last: Span, language: str) -> str:
    """Why the first or the last of equal words may be a piece of a word; empty if it is none.

    `jar en en het` is `jaren en het`, where a space got into a word.
    """
    word, lexicon = first.of(text), load(language)
    before = _PIECE_BEFORE.search(text[max(0, first.start - _WIDEST_PIECE) : first.start])
    behind = _PIECE_BEHIND.match(text, last.end)
    joined = [(before[1], before[1] + word)] if before else []
    joined += [(behind[1], word + behind[1])] if behind else []
    for piece, whole in joined:
        if whole in lexicon and piece not in lexicon:
            return f"{whole} may have been split"
    return ""


def _begins_name(text: str, at: int) -> bool:
    """Whether one of the next two words is capitalised, as in `de la Cruz`."""
    found = _NEXT_WORDS.match(text, at)
    return found is not None and any(word and word[0].isupper() for word in found.groups())


def _copies(text: str, first: Span, second: Span, last: Span) -> Span:
    """The later words, with the white space before them, or behind where that keeps a line end."""
    gap = _GAP.match(text, last.end)
    behind = gap.group() if gap else ""
    if behind and line_ends_in(text[first.end : second.start]) and not line_ends_in(behind):
        return Span(second.start, last.end + len(behind))
    return Span(first.end, last.end)


def _doubled_han(text: str) -> Iterator[Doubled]:
    """Function characters that stand twice or more in a row."""
    if not any(char in text for char in _HAN_DOUBLED):
        return
    done = 0
    for pair, _ in zip(_HAN_PAIR.finditer(text), range(_MOST), strict=False):
        if pair.start() < done:
            continue
        char = pair.group(1)
        run = regex(rf"{char}(?:(?:\r?\n)?{char})*").match(text, pair.start())
        assert run is not None
        done = run.end()
        count = run.group().count(char)
        around = text[max(0, pair.start() - 100) : run.end() + 100]
        if count < 2 or _KANA.search(around):
            continue
        unit = Span(pair.start(), pair.start() + 1)
        rest = Span(unit.end, run.end())
        before = text[max(0, unit.start - LONGEST) : unit.start]
        behind = text[run.end() : run.end() + LONGEST]
        natural = _in_word(before, char, behind)
        if natural:
            # 目的的 is Chinese; where there are more, one too many stands there.
            if count > 2 and char not in _HAN_ANSWERS:
                yield Doubled(unit, rest, count, f"the first {char} may end a word")
        elif count >= _HAMMERED and char not in _HAN_ANSWERS:
            yield Doubled(unit, rest, count, "")
        elif _between_han(before, behind):
            doubt = "" if char in _HAN_SURE else f"a word or a name may end in {char}"
            yield Doubled(unit, rest, count, doubt)


def _between_han(before: str, behind: str) -> bool:
    return bool(before and behind) and is_han(before[-1]) and is_han(behind[0])


def _in_word(before: str, char: str, behind: str) -> bool:
    """Whether a word ends in the first of two characters, begins with the second, or holds both."""
    if char == "的" and (before[-1:] in _BEFORE_DE or behind[:1] in _AFTER_DE):
        return True
    if char == "了" and before[-1:] in "不得":
        return True
    lexicon = load("zh")
    left = [before[-k:] + char for k in range(1, LONGEST) if len(before) >= k]
    right = [char + behind[:k] for k in range(1, LONGEST) if len(behind) >= k]
    both = [
        before[len(before) - j :] + 2 * char + behind[:k]
        for j in range(LONGEST - 1)
        for k in range(LONGEST - 1 - j)
    ]
    return any(value >= 0 for value in lexicon.log_frequencies([*left, *right, *both]))
