"""Cut a text into blocks: paragraphs, or lines where there are no blank lines."""

import numpy as np
from numpy.typing import NDArray

from dedup.arrays import PIECE, joined
from dedup.fold import code_points, mask
from dedup.layout import LINE_ENDS


def find_blocks(text: str) -> NDArray[np.int64]:
    """The blocks of a text, in order; what lies between two of them is white space only.

    A block is a run of lines without a blank line between them. Where no two lines of a text stand
    apart so, every line is a block.

    Returns:
        Offsets of the first character and one past the last, shape (blocks, 2).
    """
    places: list[NDArray[np.int32]] = []
    whites: list[NDArray[np.uint32]] = []
    for begin in range(0, len(text), PIECE):
        codes = code_points(text[begin : begin + PIECE])
        here = np.flatnonzero(mask(codes, str.isspace)).astype(np.int32)
        places.append(here + np.int32(begin))
        whites.append(codes[here])
    white, chars = joined(places, np.int32), joined(whites, np.uint32)
    if len(white) in (0, len(text)):
        whole = [(0, len(text))] if len(white) < len(text) else []
        return np.array(whole, dtype=np.int64).reshape(-1, 2)
    ends = mask(chars, lambda char: char in LINE_ENDS)
    # A carriage return before a line feed is no line end of its own.
    ends[:-1] &= ~((chars[:-1] == 0x0D) & (chars[1:] == 0x0A) & (np.diff(white) == 1))
    opens = np.flatnonzero(np.diff(white, prepend=-2) > 1)
    gap_ends = np.add.reduceat(ends, opens, dtype=np.int64)
    gap_start, gap_stop = white[opens], white[np.append(opens[1:], len(white)) - 1] + 1
    # White space before the first and after the last character is no gap between two.
    inner = (gap_start > 0) & (gap_stop < len(text))
    first = int(gap_stop[0]) if gap_start[0] == 0 else 0
    last = int(gap_start[-1]) if gap_stop[-1] == len(text) else len(text)
    least = 2 if (gap_ends[inner] > 1).any() else 1
    cuts = inner & (gap_ends >= least)
    starts = np.concatenate(([first], gap_stop[cuts]))
    return np.stack((starts, np.append(gap_start[cuts], last)), axis=1)
