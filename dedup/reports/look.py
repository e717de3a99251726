"""How a report is to be drawn: one noun for all that the options of the screen say."""

from collections.abc import Callable
from typing import NamedTuple

from dedup.reports.glyphs import UNICODE, Glyphs


class Look(NamedTuple):
    """How a report is to be drawn.

    Attributes:
        width: the most cells that a row takes; below 30, 30 are taken.
        color: whether to use colours, bold and reverse.
        verbose: whether texts are shown whole, and edits that gave way to others, too.
        context: how many lines with text are shown before and behind each change, from 0 on.
        side_by_side: whether old and new stand in two columns, where the width allows it.
        glyphs: the signs that it is made of.
        link: makes an address of the name of a text and the number of a line, or 0 for the text
            itself; None where nothing is linked.
        links_after: whether what stands under that name is the cleaned text, so that the numbers of
            its lines are linked and not those of the original.
    """

    width: int = 80
    color: bool = False
    verbose: bool = False
    context: int = 0
    side_by_side: bool = False
    glyphs: Glyphs = UNICODE
    link: Callable[[str, int], str] | None = None
    links_after: bool = False
