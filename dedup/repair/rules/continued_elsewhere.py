"""Points at the line where an article that breaks off seems to go on: in another column.

What it does: names, at a paragraph that stands elsewhere in the text, the line of the article that
breaks off, where the last characters of the one and the first of the other make a word of the list
or a phrase that the text has unbroken. It moves nothing.

Why: columns are read in the wrong order, and an article is cut in two.

Before: `今年还新修了铁`, a headline, and further down `路,运煤的火车每天经过。`. After: the same.

Safe when: never; it is pointed out only. One word may be made by chance, so a paragraph is named
only where no other near the cut makes one that is nearly as good.

Known to miss: pieces that are cut between two words; those more than fifteen paragraphs apart; in
alphabets all but words cut at a hyphen.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dedup.layout import Line, Role, ends_article, ends_sentence, is_han, line_ends_in
from dedup.model import Edit, Evidence, Span
from dedup.patterns import regex
from dedup.repair.alphabet import LETTER
from dedup.repair.cuts import Cut, cuts
from dedup.repair.flags import flag
from dedup.repair.reading import Reading
from dedup.words import crossing

# Paragraphs looked at before and behind a cut.
_NEAR = 15
# So much more probable, as a natural logarithm, a word across must make the two; and so much more
# than the next best paragraph does. A phrase of the text is worth as much as a good word.
_GAIN, _AHEAD, _PHRASE = 6.0, 3.0, 12.0
# Characters of such a phrase, and those of it on either side.
_LONG, _SIDE = 5, 2
# Characters of a word on either side of the seam.
_PARTS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
_SHOWN = 12
# Characters of a line's end or beginning that are looked at.
_REACH = 8
_HYPHENED = regex(rf"(?<![\w'’-])({LETTER}{{2,}})[-\u2010¬]\Z")
_FIRST = regex(rf"{LETTER}{{2,}}(?![\w'’-])")


class _Heir(NamedTuple):
    """What speaks for a paragraph as the rest of an article."""

    gain: float
    line: Line
    note: str


def find(reading: Reading) -> Iterator[Edit]:
    """The first words of each such paragraph."""
    broken = list(cuts(reading))
    if not broken:
        return
    orphans = _orphans(reading, broken)
    for cut, near in _hopeful(reading, broken, orphans):
        heirs = sorted(
            (heir for line in near if (heir := _weigh(reading, cut.line, line))), reverse=True
        )
        if not heirs or (len(heirs) > 1 and heirs[0].gain < heirs[1].gain + _AHEAD):
            continue
        _, line, note = heirs[0]
        number = reading.line_number(cut.line.span.end - 1)
        evidence = Evidence("continuation", 0.6, f"may go on from line {number}: {note}")
        span = Span(line.span.start, min(line.span.end, line.span.start + _SHOWN))
        yield flag(reading, span, "continued-elsewhere", evidence)


def _orphans(reading: Reading, broken: Sequence[Cut]) -> list[Line]:
    """Paragraphs that do not go on from the line before them."""
    after_cut = {cut.after.span for cut in broken if cut.after}
    found = []
    for before, line in zip([None, *reading.lines], reading.lines, strict=False):
        # A headline takes up words of the text, and a phrase across it says nothing.
        if line.role is not Role.BODY or line.span in after_cut:
            continue
        if before is not None:
            text, gap = reading.of(before.span), reading.text[before.span.end : line.span.start]
            closed = ends_sentence(text) or ends_article(text) or before.role is not Role.BODY
            if not closed or (line_ends_in(gap) < 2 and not reading.lines_are_paragraphs):
                continue
        found.append(line)
    return found


def _hopeful(
    reading: Reading, broken: Sequence[Cut], orphans: Sequence[Line]
) -> Iterator[tuple[Cut, list[Line]]]:
    """Each cut with the paragraphs near it that make a word or a phrase with it."""
    at, pairs = 0, list[tuple[Cut, list[Line]]]()
    for cut in broken:
        while at < len(orphans) and orphans[at].span.start < cut.line.span.start:
            at += 1
        near = [
            line for line in orphans[max(0, at - _NEAR) : at + _NEAR] if line.span != cut.line.span
        ]
        pairs.append((cut, near))
    wanted = sorted({w for cut, near in pairs for line in near for w in _words(reading, cut, line)})
    logs = reading.lexicon.log_frequencies(wanted) if wanted else []
    listed = {word for word, value in zip(wanted, logs, strict=True) if value >= 0}
    sides = [
        (_tail(reading, cut.line), _head(reading, line)) for cut, near in pairs for line in near
    ]
    reading.phrases.look_up(sides)
    for cut, near in pairs:
        hyphened = not is_han(reading.text[cut.line.span.end - 1])
        good = [
            line
            for line in near
            if hyphened
            or not listed.isdisjoint(_words(reading, cut, line))
            or reading.phrases.between(_tail(reading, cut.line), _head(reading, line))
        ]
        if good:
            yield cut, good


def _head(reading: Reading, line: Line) -> str:
    return reading.text[line.span.start : min(line.span.end, line.span.start + _REACH)]


def _tail(reading: Reading, line: Line) -> str:
    return reading.text[max(line.span.start, line.span.end - _REACH) : line.span.end]


def _words(reading: Reading, cut: Cut, line: Line) -> list[str]:
    """The Han words that may stand across the seam."""
    left, right = reading.text[cut.line.span.start : cut.line.span.end][-3:], _head(reading, line)
    if not is_han(left[-1:] or " ") or not is_han(right[:1] or " "):
        return []
    return [left[-a:] + right[:b] for a, b in _PARTS if len(left) >= a and len(right) >= b]


def _weigh(reading: Reading, cut: Line, line: Line) -> _Heir | None:
    """How much speaks for a paragraph as the rest of a line that breaks off."""
    left, right = reading.of(cut.span), reading.of(line.span)
    hyphened = _HYPHENED.search(left[-40:])
    if hyphened:
        first = _FIRST.match(right)
        whole = hyphened[1] + first[0] if first and right[0].islower() else ""
        why = reading.alphabet.makes_word(whole) if whole else ""
        return _Heir(_PHRASE, line, why) if why else None
    phrase = reading.phrases.between(left, right)
    word = crossing(left, right, reading.lexicon)
    gain, note = (word.gain, f"{word.word} stands across") if word else (0.0, "")
    long = phrase and len(phrase[0]) >= _LONG and _SIDE <= phrase[1] <= len(phrase[0]) - _SIDE
    if phrase and long and gain < _PHRASE:
        gain, note = _PHRASE, f"{phrase[0]} stands at line {reading.line_number(phrase[2])}, too"
    return _Heir(gain, line, note) if gain >= _GAIN else None
