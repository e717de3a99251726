"""Takes out a stray space in Chinese text: 花开了, 鸟叫了, and 在图 书馆里.

What it does: takes out a space behind or before a mark, and one inside a word. Of headings and
whole lines set wide (`通 知`) it makes one decision each, which is withheld.

Why: Chinese sets no space behind a mark and none inside a word; readers put one where letters
stand wide.

Before: `老人说: 快来图 书馆。` After: `老人说:快来图书馆。`

Safe when: on a line of running text Chinese stands on both sides, and what crosses a space between
two characters is a word that makes the text far likelier. In a heading it is withheld. A space
between two characters is left alone elsewhere: it separates the decks of a headline, a name from
its office, the names of a list, the halves of a verse, a date from its report; so is one behind a
sentence, and the ideographic space, which may set a paragraph off. Tables and lists of references
are left as they are.

Known to miss: spaces between two words of running text, and Japanese, whose children's books set
words apart.
"""

from collections.abc import Iterator, Sequence, Set
from itertools import groupby
from typing import NamedTuple

from dedup.layout import Line, Role, is_han
from dedup.model import Applicability, Edit, Evidence, Span
from dedup.patterns import regex
from dedup.repair.reading import Reading
from dedup.words import crossing

RULE = "stray-space"
_HAN = r"[\u3400-\u9fff\uf900-\ufaff]"
# What a list of references puts before each.
_REFERENCE = regex(r"[\[［〔]\d{1,4}[\]］〕]")
_AFTER_MARK = regex(r"[,;:，；：、](?P<space>[ \u00a0]+)(?=\S)")
_BEFORE_MARK = regex(rf"(?<={_HAN})[ \u00a0](?=[，。；、！？,;!?])")
_BETWEEN = regex(rf"(?<={_HAN})[ \u00a0](?={_HAN})")
_WIDE = regex(rf"{_HAN}(?:[ \u00a0]{{1,4}}{_HAN}){{1,11}}\Z")
_SPACES = regex(r"[ \u00a0]+")
# Columns stand two spaces or more apart.
_COLUMNS = regex(r"\S(?:\t|[ \u00a0\u3000]{2,})\S|\|")
_SENTENCE = regex(r"[，。；！？,;!?]")
# So much more probable, as a natural logarithm, a word makes the text that it is named, in running
# text and between what may be the decks of a headline, and that the space goes.
_LIKELIER, _DECKS, _SURE = 3.0, 8.0, 5.0
# A line of so many spaces of which so great a share of its characters has one is set wide.
_MANY, _SHARE = 6, 0.6
_REACH = 8
_PARTS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))


class _Space(NamedTuple):
    """A space between two Chinese characters, and its line."""

    at: int
    line: Line


def find(reading: Reading) -> Iterator[Edit]:
    """Each such space."""
    if not reading.is_chinese:
        return
    spaces = [
        _Space(m.start(), reading.line_of(m.start())) for m in _BETWEEN.finditer(reading.text)
    ]
    inside, wide = list[_Space](), set[Line]()
    for line, group in groupby(spaces, key=lambda space: space.line):
        here = list(group)
        if _is_wide(reading, line, len(here)):
            wide.add(line)
            yield from _wide_line(reading, line)
        elif not _COLUMNS.search(reading.of(line.span)):
            inside += here
    yield from _behind_marks(reading)
    yield from _before_marks(reading, wide)
    yield from _inside_words(reading, inside)
    yield from _wide_headings(reading)


def _behind_marks(reading: Reading) -> Iterator[Edit]:
    """Each space between a mark and a Chinese character, where one stands before the mark too."""
    text = reading.text
    for match in _AFTER_MARK.finditer(text):
        mark, after = match.start(), match.end()
        if mark == 0 or not is_han(text[mark - 1]) or not is_han(text[after]):
            continue
        if _REFERENCE.match(reading.of(reading.line_of(mark).span)):
            continue
        note = f"Chinese sets no space behind {text[mark]}"
        yield _out(reading, Span(*match.span("space")), True, note)


def _before_marks(reading: Reading, wide: Set[Line]) -> Iterator[Edit]:
    """Each space between a Chinese character and a mark in running text."""
    for match in _BEFORE_MARK.finditer(reading.text):
        line = reading.line_of(match.start())
        if line in wide or line.role is not Role.BODY:
            continue
        if not _COLUMNS.search(reading.of(line.span)):
            note = f"Chinese sets no space before {reading.text[match.end()]}"
            yield _out(reading, Span(*match.span()), True, note)


def _inside_words(reading: Reading, spaces: Sequence[_Space]) -> Iterator[Edit]:
    """Each space that a word crosses."""
    text = reading.text
    around = {
        at: [text[at - a : at] + text[at + 1 : at + 1 + b] for a, b in _PARTS if at >= a]
        for at, _ in spaces
    }
    wanted = sorted({word for words in around.values() for word in words})
    logs = reading.lexicon.log_frequencies(wanted) if wanted else []
    listed = {word for word, value in zip(wanted, logs, strict=True) if value >= 0}
    for at, line in spaces:
        if listed.isdisjoint(around[at]) or not _is_among_words(text, at):
            continue
        word = crossing(
            text[max(0, at - _REACH) : at], text[at + 1 : at + 1 + _REACH], reading.lexicon
        )
        prose = line.role is Role.BODY and _SENTENCE.search(reading.of(line.span)) is not None
        if word is None or word.gain < (_LIKELIER if prose else _DECKS):
            continue
        yield _out(
            reading,
            Span(at, at + 1),
            prose and word.gain >= _SURE,
            f"{word.word} is a word, and Chinese sets no space inside one",
        )


def _is_among_words(text: str, at: int) -> bool:
    """Whether more than a lone character stands on either side: 张 三 is a name set wide."""
    return is_han(text[at - 2 : at - 1] or " ") and is_han(text[at + 2 : at + 3] or " ")


def _is_wide(reading: Reading, line: Line, spaces: int) -> bool:
    """Whether a line is a sentence with a space between nearly all its characters."""
    text = reading.of(line.span)
    if spaces < _MANY or not _SENTENCE.search(text):
        return False
    return spaces >= _SHARE * sum(map(is_han, text))


def _wide_line(reading: Reading, line: Line) -> Iterator[Edit]:
    """All spaces of a line of running text set wide: one decision."""
    for match in _SPACES.finditer(reading.text, line.span.start, line.span.end):
        around = reading.text[match.start() - 1], reading.text[match.end()]
        if all(not char.isascii() for char in around):
            yield _out(
                reading,
                Span(*match.span()),
                False,
                "the line has a space between nearly all its characters",
                f"wide-line@{line.span.start}",
            )


def _wide_headings(reading: Reading) -> Iterator[Edit]:
    """The spaces of a word set wide that has a paragraph of its own: one decision."""
    lines = reading.lines
    for k, line in enumerate(lines):
        if len(line.span) > 60 or not _WIDE.match(text := reading.of(line.span)):
            continue
        word = _SPACES.sub("", text)
        near = [reading.of(lines[n].span) for n in (k - 1, k + 1) if 0 <= n < len(lines)]
        # A list of names or a table has more of them.
        if any(map(_WIDE.match, near)) or word not in reading.lexicon:
            continue
        for match in _SPACES.finditer(reading.text, line.span.start, line.span.end):
            yield _out(
                reading,
                Span(*match.span()),
                False,
                f"{word} is a word set wide",
                f"wide-heading@{line.span.start}",
            )


def _out(reading: Reading, span: Span, sure: bool, note: str, group: str | None = None) -> Edit:
    return Edit(
        span=span,
        old=reading.of(span),
        new="",
        kind="space",
        rule=RULE,
        applicability=Applicability.SAFE if sure else Applicability.UNSAFE,
        evidence=(Evidence("space", 0.95 if sure else 0.6, note),),
        group=group,
    )
