"""Cut a text into blocks: paragraphs, or lines where there are no blank lines."""

from dedup.layout import line_ends_in, line_spans
from dedup.model import Block, Span


def find_blocks(text: str) -> list[Block]:
    """The blocks of a text, in order.

    A block is a run of lines without a blank line between them. Where no two lines of a text stand
    apart so, every line is a block.
    """
    lines = list(line_spans(text))
    starts = [0] + [
        k for k in range(1, len(lines)) if line_ends_in(text[lines[k - 1].end : lines[k].start]) > 1
    ]
    if len(starts) < 2:
        return [Block(k, span) for k, span in enumerate(lines)]
    ends = [*starts[1:], len(lines)]
    return [
        Block(k, Span(lines[a].start, lines[b - 1].end))
        for k, (a, b) in enumerate(zip(starts, ends, strict=True))
    ]
