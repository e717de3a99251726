r"""The signs that a drawn report is made of, each also in ASCII, and how it shows a text.

The signs of the full set are neutral or narrow in Unicode's table of East Asian widths, so that the
frame stands even where `“`, `…` and `─` take two cells. Those in ASCII are for fonts and encodings
that lack them; a text itself stays as it is, unless the encoding cannot carry it.

No marks of direction are put around Hebrew or Arabic: few terminals turn lines around, and the
marks would come along with every copy. What a terminal that does might confuse is drawn otherwise:
a change in such a text has its sides marked with `−` and `+` in place of the arrow between them.
"""

from codecs import lookup
from collections.abc import Mapping
from typing import NamedTuple
from unicodedata import bidirectional

from dedup.reports.visible import ENDS, visible

_RIGHT_TO_LEFT = frozenset(("R", "AL"))


class Glyphs(NamedTuple):
    r"""What a report is drawn with.

    Attributes:
        rule: what rules are drawn of.
        bar: between the gutter and the text.
        heading: before the title of a section.
        more: for what is left out.
        arrow: from the old to the new.
        opening: before a change within its line.
        closing: behind it.
        minus: before what became less, or what goes.
        blank: a blank that is the point.
        kinds: the sign of each kind in the gutter and the counts; `heading` for others.
        ends: line ends and tabs; what else is hidden shows as `\x1b`, `\u202e`.
        encoding: what the text is encoded in; what it cannot carry shows as an escape. None where
            it carries all.
    """

    rule: str
    bar: str
    heading: str
    more: str
    arrow: str
    opening: str
    closing: str
    minus: str
    blank: str
    kinds: Mapping[str, str]
    ends: Mapping[str, str]
    encoding: str | None = None

    def shown(self, text: str) -> str:
        """A text made fit to be shown."""
        text = visible(text, self.ends)
        if self.encoding is None or text.isascii():
            return text
        return text.encode(self.encoding, "backslashreplace").decode(self.encoding)

    def spaced(self, text: str) -> str:
        """`shown`, and blanks at both ends made visible: there they may be the point."""
        core = text.strip(" ")
        if not core:
            return self.blank * len(text)
        before, _, after = text.partition(core)
        return f"{self.blank * len(before)}{self.shown(core)}{self.blank * len(after)}"

    def sign(self, kind: str) -> str:
        """The sign of a kind."""
        return self.kinds.get(kind, self.heading)


UNICODE = Glyphs(
    *("╌", "╎", "▸", "⋯", "⟶", "«", "»", "−", "␣"),
    kinds={
        "join": "⏎",
        "remove": "✗",
        "script": "⇢",
        "space": "␣",
        "punct": "▪",
        "furniture": "⋮",
    },
    ends=ENDS,
)

ASCII = Glyphs(
    *("-", "|", ">", "...", "->", "{", "}", "-", "_"),
    kinds={
        "join": "+",
        "remove": "x",
        "script": "~",
        "space": "_",
        "punct": ",",
        "furniture": ":",
    },
    ends={"\r\n": r"\n", "\n": r"\n", "\r": r"\r", "\t": r"\t"},
)

_DRAWN = "".join((*UNICODE[:9], *UNICODE.kinds.values(), *UNICODE.ends.values()))


def glyphs_for(encoding: str | None, *, plain: bool = False) -> Glyphs:
    """What to draw with on a stream.

    Args:
        encoding: the stream's; None for UTF-8.
        plain: whether the signs are to be ASCII in any case.
    """
    try:
        name = lookup(encoding or "utf-8").name
    except LookupError:
        name = "ascii"
    if name == "utf-8":
        return ASCII if plain else UNICODE
    try:
        _DRAWN.encode(name)
    except UnicodeEncodeError:
        plain = True
    return (ASCII if plain else UNICODE)._replace(encoding=name)


def reads_right_to_left(text: str) -> bool:
    """Whether there is a letter in it that is read from right to left."""
    return not text.isascii() and any(bidirectional(c) in _RIGHT_TO_LEFT for c in text)
