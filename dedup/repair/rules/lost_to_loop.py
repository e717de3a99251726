"""Points at a page that lost text to a loop: what followed the passage was never read.

What it does: points at the end of a passage that was printed again and again, where the copies are
taken out and the last of them breaks off at the end of the text, of the page or of the article.

Why: a page reader that is stuck repeats a passage until a limit stops it. What stood below on the
page is in none of the copies. Taking them out loses nothing, but the page is not whole.

Before: a passage, the same passage, its first words, then the next headline. After: the passage,
with this note on its last words.

Safe when: never; it is pointed out only.

Known to miss: loops whose last copy is whole, and those whose copies are withheld.
"""

from collections.abc import Iterator, Sequence

from dedup.layout import Role, ends_sentence
from dedup.model import Edit, Evidence, Span
from dedup.repair.flags import flag
from dedup.repair.reading import Reading

# A cut copy alone may be a slip: the copies must be nearly as long as what they repeat, and more.
_PERIODS = 1.02
# The last copy holds at most this share of its source.
_CUT = 0.98
_SHOWN = 12
_PAGE_END = "\x0c"


def find(reading: Reading) -> Iterator[Edit]:
    """The end of each such passage."""
    original = reading.excerpt.original
    for chain in _chains(reading):
        first, last = chain[0], chain[-1]
        if first.repeats is None or last.repeats is None:
            continue
        period = first.span.start - first.repeats.start
        length = last.span.end - first.span.start
        rest, whole = last.old.strip(), last.repeats.of(original).strip()
        if not 0 < period * _PERIODS <= length or len(rest) > _CUT * len(whole):
            continue
        end = _end_before(reading, first.span.start)
        closed = last.span.start + len(last.old.rstrip())
        if ends_sentence(rest) or end is None or not _closes(reading, closed):
            continue
        note = (
            f"the reader was stuck here: it printed this {1 - (-length // period)} times, the last "
            "time cut short; whatever followed on the page is lost"
        )
        span = Span(max(reading.line_of(end - 1).span.start, end - _SHOWN), end)
        yield flag(reading, span, "lost-to-loop", Evidence("loop", 0.8, note))


def _chains(reading: Reading) -> Iterator[Sequence[Edit]]:
    """Runs of removed copies with nothing between them."""
    original, chain = reading.excerpt.original, list[Edit]()
    for edit in reading.removed:
        if chain and original[chain[-1].span.end : edit.span.start].strip():
            yield chain
            chain = []
        chain.append(edit)
    if chain:
        yield chain


def _end_before(reading: Reading, place: int) -> int | None:
    """Where the last word before a place of the original ends in the text that stays, or None."""
    original = reading.excerpt.original
    while place > 0 and original[place - 1].isspace():
        place -= 1
    offset = reading.excerpt.offset(place - 1) if place > 0 else None
    return None if offset is None else offset + 1


def _closes(reading: Reading, place: int) -> bool:
    """Whether the text, the page or the article ends at a place of the original."""
    original = reading.excerpt.original
    begin = place
    while begin < len(original) and original[begin].isspace():
        begin += 1
    if begin == len(original) or _PAGE_END in original[place:begin]:
        return True
    offset = reading.excerpt.offset(begin)
    return offset is not None and reading.line_of(offset).role is not Role.BODY
