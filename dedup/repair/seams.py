"""What stands between two lines when they are one: a blank or nothing.

A hyphen that may be the typesetter's is not judged here but in `hyphens.py`.
"""

from functools import cached_property

from dedup.patterns import regex
from dedup.repair.hyphens import leaves_hanging
from dedup.repair.prose import DASHES, HYPHENS, is_close_set
from dedup.repair.reading import Reading

_WORD = regex(r"[^\W\d_]+")
# So many characters around a line end tell what script it stands in.
_REACH = 60
_HAN = "[\u3041-\u30fe\u3400-\u9fff]"
_LATIN = "[A-Za-z0-9]"
# Chinese and Latin, with a blank between and without.
_APART = regex(rf"{_HAN} (?={_LATIN})|{_LATIN} (?={_HAN})")
_TOGETHER = regex(rf"{_HAN}(?={_LATIN})|{_LATIN}(?={_HAN})")
# A dash behind a word, with a blank behind it and without.
_DASH_APART = regex(rf"\w[{DASHES}][ ](?=\w)")
_DASH_TOGETHER = regex(rf"\w[{DASHES}](?=\w)")


class Seams:
    """How two lines of a text are put together.

    Args:
        reading: the text, whose own use decides.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._text = reading.text

    def blank(self, end: int, start: int) -> str:
        """What stands between a line that ends before `end` and one that begins at `start`."""
        last, first = self._text[end - 1], self._text[start]
        if is_close_set(last) and is_close_set(first):
            return ""
        if last in HYPHENS:
            return " " if self._hangs(end, start) else ""
        if last in DASHES and not self._text[end - 2 : end - 1].isspace():
            return "" if self._sets_dashes_close else " "
        if is_close_set(last) or is_close_set(first):
            return " " if self._sets_latin_apart else ""
        number = (last.isdigit() or first.isdigit()) and not (last.isalpha() or first.isalpha())
        if number and self._is_among_han(end, start):
            return ""
        return " "

    def _hangs(self, end: int, start: int) -> bool:
        """Whether a hyphen at a line end is no word's, or is left hanging."""
        right = _WORD.match(self._text, start, start + _REACH)
        hanging = right is not None and leaves_hanging(self._reading.alphabet, right.group())
        return hanging or not (self._text[end - 2].isalnum() and self._text[start].isalnum())

    def _is_among_han(self, end: int, start: int) -> bool:
        """Whether the characters around a number that a line end cuts are Chinese or Japanese."""
        around = self._text[max(0, end - _REACH) : end] + self._text[start : start + _REACH]
        return 2 * sum(map(is_close_set, around)) > sum(map(str.isalpha, around)) > 0

    @cached_property
    def _sets_latin_apart(self) -> bool:
        return len(_APART.findall(self._text)) > len(_TOGETHER.findall(self._text))

    @cached_property
    def _sets_dashes_close(self) -> bool:
        return len(_DASH_TOGETHER.findall(self._text)) > len(_DASH_APART.findall(self._text))
