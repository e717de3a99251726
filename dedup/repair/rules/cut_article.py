"""Points at an article that breaks off in mid-sentence, before the next one or at the text's end.

What it does: points at the last words; the article stays as it is.

Why: the rest stands elsewhere (another column, another page) or is lost. What is joined to it by
guess would be worse.

Before: `发现屋顶漏雨,需要尽快`, a blank line, and the next headline. After: the same.

Safe when: never; it is pointed out only.

Known to miss: an article that is cut at a sentence end; one that breaks off before body text (a
withheld join may show it); in alphabets, one cut at the end of the text or behind a capital.
"""

from collections.abc import Iterator

from dedup.model import Edit, Evidence, Span
from dedup.repair.cuts import cuts
from dedup.repair.flags import flag
from dedup.repair.reading import Reading

_SHOWN = 12


def find(reading: Reading) -> Iterator[Edit]:
    """The last words of each line of body text that breaks off so."""
    for line, after in cuts(reading):
        note = "the text ends in mid-sentence"
        if after is not None:
            number = reading.line_number(after.span.start)
            note = f"the article breaks off here; a {after.role.value} follows at line {number}"
        span = Span(max(line.span.start, line.span.end - _SHOWN), line.span.end)
        yield flag(reading, span, "cut-article", Evidence("no-final-mark", 0.7, note))
