"""Decide whether two stretches say the same: the same text read twice, or a different one.

A fold-equal copy is the same unless a figure differs in a sign or a decimal mark. Unequal copies
are aligned (Levenshtein 1966, in rapidfuzz's bit-parallel form) and each difference is looked at:
figures against figures are a difference of content; more than one character in a row, a negation,
or two words against each other may be one; scattered single characters are misreadings.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import Levenshtein

from dedup.fold import Folded
from dedup.layout import LINE_ENDS, is_han
from dedup.model import Span

# Unequal passages longer than this are not aligned: Levenshtein is quadratic. Equal ones are found
# at any length.
LONGEST_ALIGNED = 20_000
_LINE_BREAK = re.compile(rf"\s*[{LINE_ENDS}]\s*")
# A figure with its sign and its decimal or thousands marks: 1,234.5  -3  12:30
_FIGURE = re.compile(r"[-+−±]?\d+(?:[.,:/·．，：]\d+)*")
_NEGATIONS = frozenset("不没無无未非莫勿别別否ない")
_LETTERS = re.compile(r"[^\W\d_]")


class Verdict(IntEnum):
    """What two stretches are to each other, from worst to best."""

    DIFFERENT = 0
    DOUBTFUL = 1
    MISREAD = 2
    SAME = 3


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict, the normalised Levenshtein similarity in [0, 1], and the doubt in words."""

    verdict: Verdict
    similarity: float
    doubt: str = ""


_DIFFERENT = Comparison(Verdict.DIFFERENT, 0.0)


def figures(text: str) -> list[str]:
    """The figures of a text in order, line breaks inside them ignored."""
    return _FIGURE.findall(_LINE_BREAK.sub("", text))


def compare(
    text: str,
    folded: Folded,
    source: Span,
    copy: Span,
    least: float,
    is_word: Callable[[str], bool],
) -> Comparison:
    """Compare two stretches of one text.

    Args:
        text: the original text.
        folded: its fold.
        source: a stretch of folded characters.
        copy: another one, disjoint from it.
        least: the similarity below which they are different, in [0, 1].
        is_word: whether the lexicon or the document holds a word.
    """
    a, b = source.of(folded.text), copy.of(folded.text)
    if a == b:
        if figures(_raw(text, folded, source)) != figures(_raw(text, folded, copy)):
            return _DIFFERENT
        return Comparison(Verdict.SAME, 1.0)
    if max(len(a), len(b)) > LONGEST_ALIGNED:
        return _DIFFERENT
    similarity = Levenshtein.normalized_similarity(a, b, score_cutoff=least)
    if similarity < least or similarity == 0.0:
        return _DIFFERENT
    verdict, doubt = Verdict.MISREAD, ""
    for op in Levenshtein.opcodes(a, b):
        if op.tag == "equal":
            continue
        gone, come = a[op.src_start : op.src_end], b[op.dest_start : op.dest_end]
        if any(map(str.isnumeric, gone + come)):
            return _DIFFERENT
        if doubt:
            continue
        if max(len(gone), len(come)) > 1 or (not gone and op.dest_end == len(b)):
            doubt = _wording(gone, come)
        elif (gone == "" or come == "") and _NEGATIONS & {*gone, *come}:
            doubt = f"{gone or come} in one of the two"
        else:
            left = _words_at(text, folded, source.start + op.src_start, len(gone), is_word)
            right = _words_at(text, folded, copy.start + op.dest_start, len(come), is_word)
            if left and right and left != right:
                doubt = f"{left} against {right}"
    if doubt:
        verdict = Verdict.DOUBTFUL
    return Comparison(verdict, similarity, doubt)


def _wording(gone: str, come: str) -> str:
    """A difference of more than one character, in words."""
    if gone and come:
        return f"{gone} against {come}"
    return f"only the copy has {come}" if come else f"only the kept text has {gone}"


def _raw(text: str, folded: Folded, span: Span) -> str:
    """The original text behind folded characters, with a sign that may stand before it."""
    if not span:
        return ""
    start = int(folded.origin[span.start])
    return text[max(0, start - 1) : int(folded.origin[span.end - 1]) + 1]


def _words_at(text: str, folded: Folded, at: int, size: int, is_word: Callable[[str], bool]) -> str:
    """The word of the text that the folded characters `[at, at + size)` belong to, if it is one.

    In Han text the longest word of two to four characters that covers them; in an alphabet the
    whole word, which counts as known when it is capitalised, as a name is, or listed. "" if none.
    """
    if not size:
        return ""
    start, end = int(folded.origin[at]), int(folded.origin[at + size - 1]) + 1
    if is_han(text[start]):
        for length in (4, 3, 2):
            for begin in range(max(0, end - length), start + 1):
                word = text[begin : begin + length]
                if len(word) == length and all(map(is_han, word)) and is_word(word):
                    return word
        return ""
    while start > 0 and _LETTERS.match(text[start - 1]) and not is_han(text[start - 1]):
        start -= 1
    while end < len(text) and _LETTERS.match(text[end]) and not is_han(text[end]):
        end += 1
    word = text[start:end]
    if not word.isalpha():
        return ""
    return word if (word[0].isupper() and word[1:].islower()) or is_word(word) else ""
