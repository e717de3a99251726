"""An article that breaks off in mid-sentence, before the next one or at the end of the text.

Pointed out, never changed: the rest stands elsewhere or is lost. Misses an article that is cut at a
sentence end.
"""

from collections.abc import Iterator

from dedup.layout import Role, ends_article, ends_sentence, is_han
from dedup.model import Edit, Evidence, Span
from dedup.repair.flags import flag
from dedup.repair.reading import Reading

_SHOWN = 12
_NEXT_ARTICLE = {Role.HEADING, Role.BYLINE, Role.DATELINE}


def find(reading: Reading) -> Iterator[Edit]:
    """The last words of each line of body text that breaks off so."""
    if not reading.is_chinese:
        return
    for left, right in zip(reading.lines, [*reading.lines[1:], None], strict=True):
        text = reading.of(left.span)
        if (
            left.role is not Role.BODY
            or ends_sentence(text)
            or ends_article(text)
            or text[-1] in ":：;；"
            or not any(map(is_han, text))
        ):
            continue
        if right is None:
            note = "the text ends in mid-sentence"
        elif right.role in _NEXT_ARTICLE:
            line = reading.line_number(right.span.start)
            note = f"the article breaks off here; a {right.role.value} follows at line {line}"
        else:
            continue
        span = Span(max(left.span.start, left.span.end - _SHOWN), left.span.end)
        yield flag(reading, span, "cut-article", Evidence("no-final-mark", 0.7, note))
