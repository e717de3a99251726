"""Where the sentences of a block begin and end."""

import re
from collections.abc import Iterator

from dedup.duplicates.alignment import STRAY
from dedup.layout import CLOSING_MARKS, OPENING_MARKS
from dedup.model import Span
from dedup.patterns import regex

# A mark of Chinese or Japanese ends a sentence whatever follows; others want white space and
# something that may begin one.
_BORDER = regex(
    rf"[。！？｡][{re.escape(CLOSING_MARKS)}»]*\s*"
    rf"|(?P<mark>[.!?…؟۔।．])(?P<closed>[{re.escape(CLOSING_MARKS)}»]*)\s+(?=[^\s])"
)
# Mr., z. B., vs., No.: what such a point stands behind.
_ABBREVIATED = 4
Pair = tuple[Span, Span]
"""A sentence of the text, and the folded characters that it may repeat."""
_WORD_BEFORE = regex(rf"[^\W\d_]{{1,{_ABBREVIATED}}}\Z")


def sentences_of(text: str, span: Span) -> Iterator[Span]:
    """The sentences of a stretch, closing marks with them, without white space around; linear.

    A point behind a short capitalised word, a single letter or a figure may stand for an
    abbreviation and ends no sentence here: a cut there would tear one.
    """
    start = span.start
    for match in _BORDER.finditer(text, span.start, span.end):
        if match["mark"] is not None and not _ends(text, match, span.end):
            continue
        yield Span(start, match.start() + len(match.group().rstrip()))
        start = match.end()
    rest = text[start : span.end].rstrip()
    if rest:
        yield Span(start, start + len(rest))


def _ends(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a mark of an alphabet ends a sentence."""
    follows = text[match.end()] if match.end() < end else ""
    if follows.islower():
        return False
    if match["mark"] not in ".．" or match["closed"]:
        return True
    before = text[max(0, match.start() - _ABBREVIATED - 1) : match.start()]
    word = _WORD_BEFORE.search(before)
    if word is None:
        return not before[-1:].isdigit()
    whole = word.start() == 0 or not before[word.start() - 1].isalpha()
    short = len(word.group()) == 1 or word.group()[0].isupper()
    return not (whole and short and len(word.group()) <= _ABBREVIATED) or follows in OPENING_MARKS


def longest(matches: Iterator[Pair | None]) -> list[Pair]:
    """The longest run of sentences whose sources follow each other."""
    best: list[Pair] = []
    run: list[Pair] = []
    for match in matches:
        if match is None or (run and not 0 <= match[1].start - run[-1][1].end <= STRAY):
            run = []
        if match is not None:
            run.append(match)
            if _held(run) > _held(best):
                best = list(run)
    return best


def _held(run: list[Pair]) -> int:
    return sum(len(source) for _, source in run)
