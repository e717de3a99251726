"""Cut a text into blocks: paragraphs, or lines where there are no blank lines."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dedup.arrays import PIECE
from dedup.fold import code_points, mask
from dedup.layout import LINE_ENDS


def find_blocks(text: str) -> NDArray[np.int64]:
    """The blocks of a text, in order; what lies between two of them is white space only.

    A block is a run of lines without a blank line between them. Where no two lines of a text stand
    apart so, every line is a block.

    Returns:
        Offsets of the first character and one past the last, shape (blocks, 2).
    """
    # Without a copy of the text.
    first, last = 0, len(text)
    while last and text[last - 1].isspace():
        last -= 1
    if not last:
        return np.zeros((0, 2), dtype=np.int64)
    while text[first].isspace():
        first += 1
    gaps = [_gaps(text, begin, stop) for begin, stop in _pieces(text)]
    start, stop, ends = (np.concatenate(column) for column in zip(*gaps, strict=True))
    # White space before the first and after the last character is no gap between two.
    inner = (start > first) & (start < last)
    cuts = inner & (ends >= (2 if (ends[inner] > 1).any() else 1))
    starts = np.append(np.int64(first), stop[cuts])
    return np.stack((starts, np.append(start[cuts], np.int64(last))), axis=1)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of a text that end with a character that is no white space, but for the last."""
    begin = 0
    while begin < len(text):
        stop = min(begin + PIECE, len(text))
        while stop < len(text) and text[stop - 1].isspace():
            stop += 1
        yield begin, stop
        begin = stop


def _gaps(
    text: str, begin: int, stop: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The white space of a piece that ends lines: where it starts and stops; how many it ends."""
    codes = code_points(text[begin:stop])
    # No white space lies outside of 0 to 0x20 and 0x85 to 0x3000.
    near = np.flatnonzero((codes <= 0x20) | (codes - np.uint32(0x85) <= 0x3000 - 0x85))
    white = near[mask(codes[near], str.isspace)]
    if not len(white):
        return white, white, white
    chars = codes[white]
    ends = mask(chars, lambda char: char in LINE_ENDS)
    # A carriage return before a line feed is no line end of its own.
    ends[:-1] &= ~((chars[:-1] == 0x0D) & (chars[1:] == 0x0A) & (np.diff(white) == 1))
    opens = np.flatnonzero(np.diff(white, prepend=-2) > 1)
    count = np.add.reduceat(ends, opens, dtype=np.int64)
    own = np.flatnonzero(count)
    start, last = white[opens], white[np.append(opens[1:], len(white)) - 1]
    return start[own] + begin, last[own] + 1 + begin, count[own]
