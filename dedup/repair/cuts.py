"""Where running text breaks off in mid-sentence before something else begins."""

from collections.abc import Iterator
from typing import NamedTuple

from dedup.layout import Line, Role, ends_article, is_han, line_ends_in
from dedup.repair.reading import Reading

_NEXT_ARTICLE = {Role.HEADING, Role.BYLINE, Role.DATELINE}
# What a line that breaks off ends in, besides a letter: a mark inside sentences, or a hyphen.
_OPEN = ",，、-\u2010¬—"
# Fewer characters are an entry of a list, or a line of a play; Japanese needs more for as much.
_SHORTEST = {"zh": 8, "ja": 24}
# In an alphabet a line of fewer characters is running text only if it begins with a small letter.
_LONG = 80


class Cut(NamedTuple):
    """A line that breaks off, and what follows it; None at the end of the text."""

    line: Line
    after: Line | None


def cuts(reading: Reading) -> Iterator[Cut]:
    """Each line of running text that breaks off before the next article, or before the end."""
    unspaced = _SHORTEST.keys() & {*reading.languages}
    shortest = max((_SHORTEST[language] for language in unspaced), default=0)
    for k, (_, end) in enumerate(reading.edges):
        last = reading.text[end - 1]
        if not last.isalpha() and last not in _OPEN:
            continue
        follows = reading.edges[k + 1][0] if k + 1 < len(reading.edges) else None
        # Asked before the roles, which take time: most lines are wrapped.
        single = follows is not None and line_ends_in(reading.text[end:follows]) < 2
        if single and not (unspaced and reading.lines_are_paragraphs):
            continue
        left, right = reading.line(k), None if follows is None else reading.line(k + 1)
        if left.role is not Role.BODY or (right and right.role not in _NEXT_ARTICLE):
            continue
        text = reading.of(left.span)
        if len(text) < shortest or ends_article(text):
            continue
        if any(map(is_han, text)) if unspaced else _is_cut_prose(text, right):
            yield Cut(left, right)


def _is_cut_prose(text: str, right: Line | None) -> bool:
    """Whether a line in an alphabet is prose that breaks off; at a text's end nothing tells."""
    last = text.rstrip(",-\u2010¬").split()[-1:]
    prose = (text[0].islower() or len(text) >= _LONG) and last and last[0].islower()
    return bool(prose) and right is not None and right.role is Role.HEADING
