"""Rows of the drawn report: pieces set in them, and their colours."""

from collections.abc import Sequence

from rich.color import ColorSystem
from rich.style import Style

from dedup.reports.wrap import Piece, Row, plain, width_of, wrap

STYLES = {
    "": "",
    "dim": "dim",
    "join": "bold green",
    "remove": "bold red",
    "furniture": "bold red",
    "mended": "bold green",
    "held": "bold yellow",
    "seam": "reverse red",
    "beside": "bold green",
    "old": "red",
    "new": "bold green",
}
"""What each style of a piece is on a terminal."""

_SIGNS = {"join": "⏎", "remove": "✗", "script": "⇢", "space": "␣", "punct": "▪", "furniture": "⋮"}

GAP = Piece("   ")


def sign_of(kind: str) -> str:
    """The sign of a kind in the gutter and the counts."""
    return _SIGNS.get(kind, "▸")


def style_of(kind: str, *, held: bool) -> str:
    """The style of a kind's word and sign."""
    if held:
        return "held"
    return kind if kind in ("join", "remove", "furniture") else "mended"


def painted(row: Row, color: bool) -> str:
    """The row as text; blanks at its end are left out."""
    row = list(row)
    while row and not row[-1].text.strip(" "):
        row.pop()
    if not color:
        return plain(row).rstrip(" ")
    if row:
        row[-1] = Piece(row[-1].text.rstrip(" "), row[-1].style)
    return "".join(
        Style.parse(STYLES[piece.style]).render(piece.text, color_system=ColorSystem.STANDARD)
        for piece in row
    )


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
