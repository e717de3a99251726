"""Cells and rows: how wide a text is on a terminal, and where its lines may break.

A row never starts with a closing mark nor ends with an opening one; Latin words, numbers and
whatever is said to be whole stay on one row; a blank at a break is left out. Put together, the
rows are the text, but for those blanks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from unicodedata import category, east_asian_width

from rich.cells import get_character_cell_size

from dedup.reports.visible import visible

NO_START = frozenset("、。，,.．！!？?；;：:）)】]」』》〉”’…—%％〕｝}｣､｡»⏎")
"""Marks that never start a row."""

NO_END = frozenset("（(【[「『《〈“‘〔｛{｢«")
"""Marks that never end a row."""

_CLOSING = NO_START - {"»"}
"""Behind these a row may break even before a Latin letter; a change may stand within a word."""

LONGEST_RUN = 20
"""A longer run of marks that may not start a row is broken after all, in cells."""

_INNER = frozenset(".,'’:/@_-")
"""What keeps two halves of a word or a number together."""

_JOINER = "\u200d"
_WIDENER = "\ufe0f"
_FLAGS = range(0x1F1E6, 0x1F200)
_TONES = range(0x1F3FB, 0x1F400)
_AMBIGUOUS = frozenset("PSN")
"""Marks, signs and numbers: what may be two cells wide where the rest of the line is."""


@cache
def cells(character: str) -> int:
    """How many cells a character takes when shown, at most.

    Terminals differ on emoji: a flag may be two cells or four, a skin tone none or two. Those set
    up for Chinese or Japanese may give two to marks and signs that are ambiguous in Unicode's
    table of East Asian widths, such as `“`, `…`, `─` and `①`. The larger is taken, so that a row
    can come out short and never too long. Ambiguous letters, as of Greek and Cyrillic, count one:
    a terminal that makes them wide shows no such text well.
    """
    if character.isascii() and character.isprintable():
        return 1
    if character == _WIDENER:
        return 1
    if ord(character) in _FLAGS or ord(character) in _TONES:
        return 2
    if east_asian_width(character) == "A" and category(character)[0] in _AMBIGUOUS:
        return 2
    return sum(map(get_character_cell_size, visible(character)))


def width_of(text: str) -> int:
    """How many cells a text takes when shown, at most."""
    return sum(map(cells, text))


def usual_width_of(text: str) -> int:
    """How many cells a text takes where what is ambiguous is narrow, as on most terminals."""
    return sum(1 if east_asian_width(c) == "A" and cells(c) else cells(c) for c in text)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a row in one style.

    Attributes:
        text: what is shown; nothing hidden in it (see `visible`).
        style: a key of the report's styles, or empty for the terminal's own.
        whole: whether it must stay on one row.
        tied: whether no row may start with it.
        link: the address that it leads to, or empty.
    """

    text: str
    style: str = ""
    whole: bool = False
    tied: bool = False
    link: str = ""


Row = list[Piece]


@dataclass(slots=True)
class _Atom:
    """What is never broken unless a row is too narrow for it: a character, a word, a number."""

    text: str
    style: str
    width: int
    tied: bool
    narrow: bool
    link: str


def wrap(pieces: Iterable[Piece], width: int) -> list[Row]:
    """Set pieces into rows.

    Args:
        pieces: the text.
        width: the most cells that a row takes, 2 or more.
    """
    rows: list[list[_Atom]] = [[]]
    left = width
    for unit in _units(_atoms(pieces), width):
        size = sum(atom.width for atom in unit)
        if size > left and left < width:
            rows.append([])
            left = width
            if len(unit) == 1 and unit[0].text == " ":
                continue
        for atom in unit if size <= left else _crumbs(unit):
            if atom.width > left and rows[-1]:
                rows.append([])
                left = width
            rows[-1].append(atom)
            left -= atom.width
    return [
        [
            Piece("".join(atom.text for atom in atoms), style, link=link)
            for (style, link), atoms in groupby(row, key=lambda atom: (atom.style, atom.link))
        ]
        for row in rows
    ]


def plain(row: Iterable[Piece]) -> str:
    """The text of a row."""
    return "".join(piece.text for piece in row)


def _atoms(pieces: Iterable[Piece]) -> Iterator[_Atom]:
    """Cut pieces into words, numbers, and single characters with the marks that they carry."""
    for piece in pieces:
        if piece.whole:
            yield _Atom(
                piece.text, piece.style, width_of(piece.text), piece.tied, False, piece.link
            )
            continue
        tied = piece.tied
        for start, end in _cuts(piece.text):
            text = piece.text[start:end]
            tied = tied or text[0] in NO_START or carried(text, 0)
            narrow = text != " " and get_character_cell_size(text[0]) == 1
            yield _Atom(text, piece.style, width_of(text), tied, narrow, piece.link)
            tied = False


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Where the atoms of a text start and end."""
    start = 0
    while start < len(text):
        word = is_word(text[start])
        end = start + 1
        while end < len(text):
            mark = text[end]
            if carried(text, end) or (
                word
                and (
                    is_word(mark)
                    or (mark in _INNER and end + 1 < len(text) and is_word(text[end + 1]))
                )
            ):
                end += 1
            else:
                break
        yield start, end
        start = end


def carried(text: str, at: int) -> bool:
    """Whether a character is one with that before it: a combining mark, or behind a joiner."""
    return cells(text[at]) == 0 or text[at] == _WIDENER or (at > 0 and text[at - 1] == _JOINER)


def is_word(character: str) -> bool:
    """Whether it is a letter or a digit of a script that puts blanks between words."""
    return character.isalnum() and get_character_cell_size(character) == 1


def _units(atoms: Iterable[_Atom], width: int) -> Iterator[Sequence[_Atom]]:
    """Atoms between which no row may break, together, as long as one row can hold them."""
    unit: list[_Atom] = []
    size = run = 0
    for atom in atoms:
        run = run + atom.width if atom.tied else 0
        held = unit and (
            (atom.tied and run <= LONGEST_RUN)
            or unit[-1].text in NO_END
            or (atom.narrow and unit[-1].narrow and unit[-1].text not in _CLOSING)
        )
        if unit and not (held and size + atom.width <= width):
            opening = [unit.pop()] if held and len(unit) > 1 and unit[-1].text in NO_END else []
            yield unit
            unit = opening
            size = sum(each.width for each in unit)
        unit.append(atom)
        size += atom.width
    if unit:
        yield unit


def _crumbs(unit: Iterable[_Atom]) -> Iterator[_Atom]:
    """The single characters of a unit that no row can hold."""
    for atom in unit:
        at = 0
        for end in range(1, len(atom.text) + 1):
            if end == len(atom.text) or not carried(atom.text, end):
                text = atom.text[at:end]
                yield _Atom(text, atom.style, width_of(text), atom.tied, atom.narrow, atom.link)
                at = end
