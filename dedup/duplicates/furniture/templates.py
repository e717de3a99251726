"""Short lines that may be page furniture: what stays of them without numbers, and their numbers.

A running head reads the same on every page but for the number, and a reader of scans misreads some
letters and figures of it. So lines are brought together by their letters, alike or nearly so, and
each number is kept with all that it may stand for.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dedup.duplicates.furniture.rows import Rows
from dedup.patterns import regex

_COLUMN = 8
"""A number alone on its line is so long at most."""

WIDEST = 80
"""Furniture is a short line."""

ALIKE = 0.8
"""From what normalised similarity of their letters two lines are one head, read twice."""

_FEWEST_LETTERS = 6
"""Shorter heads are brought together only where they are equal."""
_END = 3
"""Two readings of one head share so many of their first letters, or of their last."""
_TRIED = 8
"""So many heads with these letters are compared at most."""

# What a reader of scans takes for a figure, and what it then stands for.
_LOOKALIKES = str.maketrans("OoQDlI|!SBZ", "00001111582")
_MISREAD = "OoQDlI|!SBZ"
_HAN_FIGURES = "〇零一二三四五六七八九"
_HAN_NUMBER = rf"[{_HAN_FIGURES}十百]{{1,6}}"
_FIGURES = rf"(?:[{_MISREAD}]{{0,2}}\d[\d{_MISREAD}]{{0,4}}|[lIO|]{{2,3}})"
_ROMAN = r"(?:[ivxlc]{1,8}|[IVXLC]{1,8})"
_LETTER = r"[^\W\d_\u3000-\u9fff\uac00-\ud7a3]"
"""A letter of an alphabet. A figure beside one belongs to a word; beside Han it does not."""

# A number at the beginning or the end of a line, or a page named as such, with marks around it.
_HEAD = regex(
    rf"(?i:[\W_]{{0,4}}(?:(?:第\s?)?{_FIGURES}|第\s?{_HAN_NUMBER}|{_ROMAN}|(?:page|seite)\s\d+))"
    rf"(?!{_LETTER}|\d)"
)
_TAIL = regex(
    rf"(?<!{_LETTER})(?<!\d)(?:{_FIGURES}|{_ROMAN}|第{_HAN_NUMBER})"
    r"(?:\s?(?:[页頁版]|ページ))?[\W_]{0,4}$"
)
_TAIL_LENGTH = 14
# What such a line begins or ends with, if not with a mark: to be asked of every line of a text.
_FIRST = frozenset(f"0123456789{_MISREAD}{_HAN_FIGURES}十百ivxlcIVXLC第pPsS")
_LAST = frozenset(f"0123456789{_MISREAD}{_HAN_FIGURES}十百ivxlcIVXLC页頁版ジ")
_WHOLE_HAN = regex(rf"[\W_]{{0,3}}{_HAN_NUMBER}[\W_]{{0,3}}")

# Numbers wherever they stand in a line: figures; Roman ones of two letters or more, or at an end.
_NUMBER = regex(
    rf"(?<!{_LETTER})(?<!\d)(?:{_FIGURES}|[IVXLC]{{2,8}}|(?<=第){_HAN_NUMBER}"
    rf"|(?:(?<=^)|(?<=^\W)|(?<=^\W\W)){_ROMAN}|{_ROMAN}(?=\W{{0,3}}$))(?!{_LETTER}|\d)"
)
_IS_ROMAN = regex(r"c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_BRACKETED = regex(r"[(（\[【{].*[)）\]】}]")


class ShortLine(NamedTuple):
    """A short line that holds a number at one end, or that stands in its text several times.

    Attributes:
        row: which it is, among the lines that are not blank.
        pattern: it with `#` in the place of each number, case-folded.
        letters: the letters of the pattern.
        numbers: for each number what it may stand for; at least one value each.
    """

    row: int
    pattern: str
    letters: str
    numbers: tuple[tuple[int, ...], ...]


def numbered_lines(rows: Rows) -> list[ShortLine]:
    """The short lines with a number at an end, in order."""
    head, tail, whole = _HEAD.match, _TAIL.search, _WHOLE_HAN.fullmatch
    found = [
        row
        for row, line in enumerate(rows.lines)
        if len(line) <= WIDEST
        and (
            ((line[0] in _FIRST or not line[0].isalpha()) and (head(line) or whole(line)))
            or ((line[-1] in _LAST or not line[-1].isalpha()) and tail(line[-_TAIL_LENGTH:]))
        )
    ]
    lines = (short_line(row, rows.lines[row]) for row in _out_of_columns(rows, found))
    return [line for line in lines if line.numbers and not _is_mark(line, rows)]


def _out_of_columns(rows: Rows, found: Sequence[int]) -> Iterator[int]:
    """Rows without those of numbers that stand below each other."""
    narrow = {row for row in found if len(rows.lines[row]) <= _COLUMN}
    return (row for row in found if row not in narrow or narrow.isdisjoint((row - 1, row + 1)))


def _is_mark(line: ShortLine, rows: Rows) -> bool:
    """No words, and a number in brackets, as of a formula or a note; or several numbers."""
    if line.letters:
        return False
    return len(line.numbers) > 1 or _BRACKETED.fullmatch(rows.lines[line.row]) is not None


def repeated_lines(rows: Rows, times: int) -> dict[str, list[int]]:
    """The short lines that stand in the text so many times or more, each with its rows."""
    counts = Counter(rows.lines)
    found: dict[str, list[int]] = {
        line: [] for line, count in counts.items() if count >= times and len(line) <= WIDEST
    }
    if found:
        for row, line in enumerate(rows.lines):
            if line in found:
                found[line].append(row)
    return found


def short_line(row: int, line: str) -> ShortLine:
    """A line, read for its letters and its numbers."""
    line = unicodedata.normalize("NFKC", line)
    numbers: list[tuple[int, ...]] = []

    def slot(match: re.Match[str]) -> str:
        values = _values(match.group())
        if not values:
            return match.group()
        numbers.append(values)
        return "#"

    if _WHOLE_HAN.fullmatch(line):
        numbers.append(_values(line.strip("".join(c for c in line if not c.isalpha()))))
        pattern = "#"
    else:
        pattern = _NUMBER.sub(slot, line).casefold()
    return ShortLine(row, pattern, letters_of(pattern), tuple(numbers))


def letters_of(pattern: str) -> str:
    """The letters and figures of a line in which numbers are `#`."""
    return "".join(c for c in pattern if c.isalnum())


def _values(token: str) -> tuple[int, ...]:
    """What a number may stand for."""
    if token[0] in _HAN_FIGURES + "十百":
        return (_han_value(token),)
    found = []
    if _IS_ROMAN.fullmatch(token):
        values = [_ROMAN_VALUES[c] for c in token.lower()]
        pairs = zip(values, [*values[1:], 0], strict=True)
        found.append(sum(-a if a < b else a for a, b in pairs))
    figures = token.translate(_LOOKALIKES)
    certain = sum(map(str.isdecimal, token))
    if figures.isdecimal() and (2 * certain >= len(token) or not certain):
        found.append(int(figures))
    return tuple(dict.fromkeys(found))


def _han_value(token: str) -> int:
    """`十二`, `一二` and `一百零三` as numbers; 零 and 〇 are noughts."""
    if not set(token) & set("十百"):
        return int("".join(str(max(0, _HAN_FIGURES.index(c) - 1)) for c in token))
    total = digit = 0
    for c in token:
        if c in "十百":
            total += (digit or 1) * (10 if c == "十" else 100)
            digit = 0
        else:
            digit = max(0, _HAN_FIGURES.index(c) - 1)
    return total + digit


def alike(lines: Iterable[ShortLine]) -> list[list[ShortLine]]:
    """Bring together the lines whose letters are alike, each list in the order of the text.

    Linear: each head is compared with a few that begin or end as it does, the frequent ones first.
    """
    equal: dict[str, list[ShortLine]] = defaultdict(list)
    for line in lines:
        equal[line.letters].append(line)
    if sum(map(len, equal.values())) < 3:
        return list(equal.values())
    finder = Finder()
    groups: dict[str, list[ShortLine]] = {}
    for letters in sorted(equal, key=lambda key: -len(equal[key])):
        center = finder.find(letters)
        if center is None:
            finder.add(letters)
            groups[letters] = []
        groups[letters if center is None else center] += equal[letters]
    return [sorted(group, key=lambda line: line.row) for group in groups.values()]


class Finder:
    """Finds what is nearly equal to a text, among those that begin or end with the same letters."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known: dict[str, list[str]] = defaultdict(list)
        for letters in known:
            self.add(letters)

    def add(self, letters: str) -> None:
        """Make a text known; a few with the same ends are remembered."""
        for key in self._keys(letters):
            if len(self._known[key]) < _TRIED:
                self._known[key].append(letters)

    def find(self, letters: str) -> str | None:
        """The first known text that is alike, or None."""
        for key in self._keys(letters):
            for other in self._known.get(key, ()):
                if _are_alike(letters, other):
                    return other
        return None

    def _keys(self, letters: str) -> Sequence[str]:
        if len(letters) < _FEWEST_LETTERS:
            return ()
        return ("<" + letters[:_END], ">" + letters[-_END:])


def _are_alike(one: str, two: str) -> bool:
    if min(len(one), len(two)) < ALIKE * max(len(one), len(two)):
        return False
    from rapidfuzz import fuzz

    return bool(fuzz.ratio(one, two) >= 100 * ALIKE)
