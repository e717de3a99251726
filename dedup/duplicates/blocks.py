"""Cut a text into blocks: paragraphs, or lines where there are no blank lines."""

import numpy as np
from numpy.typing import NDArray

from dedup.fold import code_points, mask
from dedup.layout import LINE_ENDS


def find_blocks(text: str) -> NDArray[np.int64]:
    """The blocks of a text, in order; what lies between two of them is white space only.

    A block is a run of lines without a blank line between them. Where no two lines of a text stand
    apart so, every line is a block.

    Returns:
        Offsets of the first character and one past the last, shape (blocks, 2).
    """
    codes = code_points(text)
    white = np.flatnonzero(mask(codes, str.isspace))
    if len(white) in (0, len(codes)):
        whole = [(0, len(codes))] if len(white) < len(codes) else []
        return np.array(whole, dtype=np.int64).reshape(-1, 2)
    chars = codes[white]
    ends = mask(chars, lambda char: char in LINE_ENDS)
    # A carriage return before a line feed is no line end of its own.
    ends[:-1] &= ~((chars[:-1] == 0x0D) & (chars[1:] == 0x0A) & (np.diff(white) == 1))
    opens = np.flatnonzero(np.diff(white, prepend=-2) > 1)
    gap_ends = np.add.reduceat(ends, opens, dtype=np.int64)
    gap_start, gap_stop = white[opens], white[np.append(opens[1:], len(white)) - 1] + 1
    # White space before the first and after the last character is no gap between two.
    inner = (gap_start > 0) & (gap_stop < len(codes))
    first = int(gap_stop[0]) if gap_start[0] == 0 else 0
    last = int(gap_start[-1]) if gap_stop[-1] == len(codes) else len(codes)
    least = 2 if (gap_ends[inner] > 1).any() else 1
    cuts = inner & (gap_ends >= least)
    starts = np.concatenate(([first], gap_stop[cuts]))
    return np.stack((starts, np.append(gap_start[cuts], last)), axis=1)
