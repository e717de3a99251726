"""Rows of the drawn report: pieces set in them, and their colours."""

from collections.abc import Sequence
from dataclasses import replace

from rich.color import ColorSystem
from rich.style import Style

from dedup.reports.wrap import Piece, Row, width_of, wrap

STYLES = {
    "": "",
    "dim": "dim",
    "heading": "bold",
    "join": "green",
    "remove": "bold red",
    "furniture": "bold red",
    "mended": "green",
    "held": "bold magenta",
    "seam": "reverse red",
    "beside": "bold",
    "old": "red",
    "new": "green",
}
"""What each style of a piece is on a terminal.

They have to be legible in light and in dark themes, and many terminals make bold colours bright:
on white, bold green and bold yellow then have a contrast of 1.1 to 2.1 in the themes of xterm,
GNOME, macOS and Visual Studio Code. Hence green is never bold, there is no yellow, and what has to
be read, such as a reason, is not dim.
"""

GAP = Piece("   ")


def style_of(kind: str, *, held: bool) -> str:
    """The style of a kind's word and sign."""
    if held:
        return "held"
    return kind if kind in ("join", "remove", "furniture") else "mended"


def painted(row: Row, color: bool) -> str:
    """The row as text, with the links of its pieces; blanks at its end are left out."""
    row = list(row)
    while row and not row[-1].text.strip(" "):
        row.pop()
    if row:
        row[-1] = replace(row[-1], text=row[-1].text.rstrip(" "))
    return "".join(_linked(piece, _inked(piece) if color else piece.text) for piece in row)


def _inked(piece: Piece) -> str:
    style = Style.parse(STYLES[piece.style])
    return style.render(piece.text, color_system=ColorSystem.STANDARD)


def _linked(piece: Piece, shown: str) -> str:
    """A piece with its link, as terminals take it (OSC 8)."""
    return f"\x1b]8;;{piece.link}\x1b\\{shown}\x1b]8;;\x1b\\" if piece.link else shown


def set_row(pieces: Sequence[Piece], width: int, indent: int = 0) -> list[Row]:
    """Pieces in rows, the second and later ones indented; as they are if they fit in one."""
    if sum(width_of(piece.text) for piece in pieces) <= width:
        return [list(pieces)]
    first, *rest = wrap(pieces, width - indent)
    return [first, *([Piece(" " * indent), *row] for row in rest)]


def set_items(items: Sequence[Sequence[Piece]], width: int, indent: int = 0) -> list[Row]:
    """Items with gaps between them, as many in a row as fit."""
    rows: list[Row] = []
    left = 0
    for item in items:
        size = sum(width_of(piece.text) for piece in item)
        if rows and size + len(GAP.text) <= left:
            rows[-1] += [GAP, *item]
            left -= size + len(GAP.text)
            continue
        new = set_row(item, width - indent)
        rows += ([Piece(" " * indent), *row] for row in new)
        left = width - indent - sum(width_of(piece.text) for piece in new[-1])
    return rows
