"""A space behind a mark in Chinese text: 花开了, 鸟叫了, for 花开了,鸟叫了.

Chinese sets no space behind a mark. Before: `老人说: 快来`. After: `老人说:快来`. Safe where
the mark and Chinese characters stand on both sides, on one line. A space between two Chinese
characters is left alone: it separates the decks of a headline, a name from its office, a date from
its report. So is one behind a sentence, and the ideographic space: they may set a paragraph off. So
are those of a list of references, which is set so.
"""

from collections.abc import Iterator

from dedup.layout import is_han
from dedup.model import Applicability, Edit, Evidence, Span
from dedup.patterns import regex
from dedup.repair.reading import Reading

# What a list of references puts before each.
_REFERENCE = regex(r"[\[［〔]\d{1,4}[\]］〕]")
_AFTER_MARK = regex(r"[,;:，；：、](?P<space>[ \u00a0]+)(?=\S)")


def find(reading: Reading) -> Iterator[Edit]:
    """Each space between a mark and a Chinese character, where one stands before the mark too."""
    if not reading.is_chinese:
        return
    text = reading.text
    for match in _AFTER_MARK.finditer(text):
        mark, after = match.start(), match.end()
        if mark == 0 or not is_han(text[mark - 1]) or not is_han(text[after]):
            continue
        if _REFERENCE.match(reading.of(reading.line_of(mark).span)):
            continue
        span = Span(*match.span("space"))
        yield Edit(
            span=span,
            old=reading.of(span),
            new="",
            kind="space",
            rule="stray-space",
            applicability=Applicability.SAFE,
            evidence=(Evidence("space", 0.95, f"Chinese sets no space behind {text[mark]}"),),
        )
