"""Where a line ends in what may be a hyphen, and which marks a text uses for one.

Readers put many marks where a hyphen stood; a dash or a quotation mark is one only where the text
shows it: words are whole again without it.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from dedup.patterns import regex
from dedup.repair.alphabet import LETTER, Alphabet
from dedup.repair.reading import Reading

# What may stand for a hyphen at a line end: those that are nothing else there, and others.
HYPHENS = "-\u2010\u00ad¬⸗="
OTHERS = "—–»«"
_LEFT = regex(rf"({LETTER}+(?:[-'’]{LETTER}+)*)([{HYPHENS}{OTHERS}]{{1,2}})$")
_RIGHT = regex(rf"{LETTER}+(?:['’]{LETTER}+)*")
_GOES_ON = regex(rf"[-\u2010]{LETTER}")
# What stands between the columns of a table; the words of a cell go on below, not beside it.
_COLUMN = "  "
# So many breaks, and so great a share of a glyph's at line ends, show that it is used as a hyphen.
_FEWEST, _SHARE = 2, 0.5
_DASH = regex(rf"[^\W\d_]([{OTHERS}])[^\W\d_]")
# A left half as long as this is looked for at the end of a line.
_REACH = 80


class Break(NamedTuple):
    """A line end behind a hyphen: `left` + `glyph`, the gap, `right`.

    Attributes:
        left: the letters before the hyphen.
        glyph: the hyphen.
        right: the letters behind the gap.
        goes_on: whether another hyphen and a letter follow: Nom-⏎de-Nom.
        at: the offset of the hyphen.
        begin: the offset of `right`.
    """

    left: str
    glyph: str
    right: str
    goes_on: bool
    at: int
    begin: int


def hyphen_breaks(reading: Reading) -> Iterator[Break]:
    """The line ends behind what may be a hyphen, before a letter."""
    text = reading.text
    for (one, end), (two, stop) in pairwise(reading.edges):
        # Most lines end in something else.
        if text[end - 1] not in HYPHENS and text[end - 1] not in OTHERS:
            continue
        if _COLUMN in text[one:end] or _COLUMN in text[two:stop]:
            continue
        left = _LEFT.search(text, max(one, end - _REACH), end)
        right = _RIGHT.match(text, two, stop)
        if left is not None and right is not None:
            goes_on = _GOES_ON.match(text, right.end()) is not None
            yield Break(left[1], left[2], right[0], goes_on, left.start(2), right.start())


def glyphs_used(text: str, breaks: list[Break], words: Alphabet) -> set[str]:
    """The marks that a text uses for a hyphen at line ends: they make words."""
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for item in breaks:
        seen[item.glyph] += 1
        right[item.glyph] += bool(words.makes_word(item.left + item.right))
    # A dash between two words of one line: then one at a line end is a dash, too.
    dashes = set("".join(_DASH.findall(text)))
    return {
        g
        for g in seen
        if not set(g) <= set(OTHERS)
        or (right[g] and not dashes & set(g))
        or (right[g] >= _FEWEST and right[g] >= _SHARE * seen[g])
    }
