"""The dateline that closes an article runs on behind its last sentence, on the same line.

Pointed out: whether it is to stand on a line of its own is a matter of taste.
"""

from collections.abc import Iterator

from dedup.layout import DATELINE, FINAL_MARKS, OPENING_MARKS, ends_article
from dedup.model import Edit, Evidence, Span
from dedup.repair.flags import flag
from dedup.repair.reading import Reading


def find(reading: Reading) -> Iterator[Edit]:
    """Each closing dateline with a sentence before it."""
    for start, end in reading.edges:
        text = reading.text[start:end]
        if not ends_article(text):
            continue
        last = list(DATELINE.finditer(text))[-1]
        before = text[: last.start()].rstrip(OPENING_MARKS)
        if before[-1:] and before[-1] in FINAL_MARKS:
            span = Span(start + last.start(), start + last.end())
            note = "the closing dateline runs on behind the last sentence"
            yield flag(reading, span, "glued-dateline", Evidence("dateline", 0.8, note))
