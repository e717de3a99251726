"""Lines as a typesetter sees them: how wide, how far indented, how they begin and end.

What is no running text keeps its lines: rows of tables and of tables of contents, items of lists,
headings in capitals, code, rulers, lines behind a mark of their own such as > or #.
"""

import unicodedata
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from re import escape
from typing import NamedTuple

from dedup.layout import (
    CLOSING_MARKS,
    FINAL_MARKS,
    LINE_ENDS,
    OPENING_MARKS,
    Role,
    is_han,
    line_ends_in,
    line_spans,
    role_of,
)
from dedup.patterns import regex

HYPHENS = "-\u2010\u00ad¬⸗"
"""What stands for a hyphen at a line end."""
DASHES = "–—―"
TAB = 8
"""Columns from one tab stop to the next."""

# French and German quotation marks open or close, as the country has it.
_EITHER = "«»‹›„‚“‘"
_OPENERS = OPENING_MARKS + _EITHER + "\"'’¿¡"
_CLOSERS = CLOSING_MARKS + _EITHER + "*†‡\u00a0\u202f "
_BEFORE_WORDS = _OPENERS + "….\u00a0\u202f "
_QUOTES = "“‘「『«»‹›„‚\"'’"
CLOSING_QUOTES = "”’\"'»«›‹」』“"
"""What may close a speech at the end of a line."""
# A reference to a note, behind the sentence it belongs to.
_NOTE_SIGN = regex(r"(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹]){1,20}$")
_STOPS = ":;：；"
# A mark that a line of running text may begin with: what the line before should have ended in.
_STRAY = "!?;:,.%)]}»”…°！？；：，。、）」』》"

# Signs that a line of running text may begin with.
_SIGNS = "&§"
# Two blanks stand between the cells of a table, and behind a full stop.
_CELLS = regex(r"(?<=[^\s.!?:;»”\"’')])[^\S\n]{2,}(?=\S)")
_ROW = regex(
    r"\S(?:[ \u00a0]{3,}|\t\s*)\S"  # far apart
    r"|\|[^|]*\|"  # ruled
    r"|\.{4}|(?:\. ){3}|(?:…\s?){3}|_{3}"  # leaders, blanks to fill in
)
_FENCE = regex(r"```|~~~")
# What stands in programs and hardly anywhere else.
_CODE = regex(
    r"[{}]$|\);$|\):$|^[{}\])]|[=!<>+*/-]=[^=]|==|=>|->|&&|\|\||::|\w\(\)|\w_\w|\w\.\w+\("
    r"|^(?:import|from|def|class|return|if|for|while|#include|function|var|let|const)\s.*[(){};:=]$"
    r"|^\s*[\w.\[\]]+ = \S|^</?\w+[^>]*>"
)
# One of these stands in whatever the two find.
_ODD = regex(r"[\t|_{}()=<>&:;]|[ \u00a0]{2}|\.[. ]\.|…\s?…|\.\w+\(")
_ITEM = regex(r"\[\w{1,4}\]|[¹²³⁰⁴-⁹*†‡]|\(?(?:\d{1,3}|[ivx]{1,5}|[IVXLC]{1,7}|[A-Za-z])[.)]\s")
_INITIAL = regex(r"[^\W\d_]\.\s?[^\W\d_]")
# THE NAME OF A SPEAKER. What is said; Name: what is said.
_SPEAKER = regex(
    r"[^\W\d_a-z]{2}[^\W\d_a-zß-ÿ]*(?:[ .'’-]{1,2}[^\W\d_a-zß-ÿ]+){0,3}[.:]\s"
    r"|[^\W\d_]\w{0,15}\.?(?: [^\W\d_]\w{0,15}){0,2}:\s"
)
_WIDE = "\u2e80-\u2fff\u3001-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\U00020000-\U000323af"
# What a line end cannot divide: a word, or one wide character with the marks around it.
_UNIT = regex(
    rf"[{escape(OPENING_MARKS)}]*[{_WIDE}][，。、；：！？”’）」』》〉】]*"
    rf"|(?:[^\s{_WIDE}]|[\u00a0\u202f])+"
)
_NARROW = "\u0300"  # from here on characters may be none or two columns wide


class Form(Enum):
    """What kind of line it is."""

    BODY = "body"
    ITEM = "item"
    CAPITALS = "capitals"
    CODE = "code"
    APART = "apart"
    """A row of a table, a ruler."""


class Head(Enum):
    """How a line begins."""

    SMALL = "small letter"
    CAPITAL = "capital"
    SPEECH = "quotation mark and capital"
    DASH = "dash"
    DIGIT = "digit or sign"
    PLAIN = "letter without case"
    STRAY = "closing mark"


class Tail(Enum):
    """How a line ends."""

    OPEN = "open"
    STOP = "colon"
    FINAL = "final mark"
    HYPHEN = "hyphen"


class Row(NamedTuple):
    """A line that is not blank, as it lies on the page.

    Columns count from 0; a wide character takes two.

    Attributes:
        start, end: the offsets of its first and behind its last visible character.
        gap: how many line ends stand before it; 0 for the first.
        indent: the column of its first character.
        right: the column behind its last character.
        unit: how many columns its first word would take in the line before, its blank included.
        size: how many characters the line takes with its indentation, whatever their width.
        unit_size: how many its first word would take in the line before.
        form, head, tail: what it is, how it begins and how it ends.
    """

    start: int
    end: int
    gap: int
    indent: int
    right: int
    unit: int
    size: int
    unit_size: int
    form: Form
    head: Head
    tail: Tail


def rows(text: str) -> list[Row]:
    """The lines of a text that are not blank; linear."""
    out: list[Row] = []
    done = 0
    fenced = False
    for span in line_spans(text):
        white, line = text[done : span.start], span.of(text)
        if white == "\n" or white == "\n\n":  # nearly always
            gap, indent, blanks = len(white), 0, 0
        else:
            gap = line_ends_in(white)
            margin = white[_last_end(white) + 1 :]
            indent, blanks = columns(margin), len(margin)
        form = form_of(line)
        if _FENCE.match(line):
            fenced = not fenced
            form = Form.CODE
        word = _UNIT.match(line)
        unit = word.group() if word else line[:1]
        blank = not is_close_set(unit[-1])
        out.append(
            Row(
                start=span.start,
                end=span.end,
                gap=gap,
                indent=indent,
                right=indent + columns(line),
                unit=blank + columns(unit),
                size=blanks + len(line),
                unit_size=blank + len(unit),
                form=Form.CODE if fenced else form,
                head=head_of(line),
                tail=tail_of(line),
            )
        )
        done = span.end
    return out if not fenced else [*_unfenced(text, out)]


def _unfenced(text: str, lines: list[Row]) -> Iterator[Row]:
    """The lines where a fence was opened and not closed: it was none."""
    last = max(k for k, row in enumerate(lines) if _FENCE.match(text, row.start))
    yield from lines[: last + 1]
    for row in lines[last + 1 :]:
        yield row._replace(form=form_of(text[row.start : row.end]))


def columns(text: str) -> int:
    """How many columns a stretch without line ends takes."""
    if "\t" in text:
        text = text.expandtabs(TAB)
    if text.isascii() or not text or max(text) < _NARROW:
        return len(text)
    return sum(map(_columns, text))


@lru_cache(maxsize=4096)
def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def form_of(line: str) -> Form:
    """What kind of line it is; `line` without white space around it."""
    if not line[0].isalnum() and not any(map(str.isalnum, line)):
        # A full stop alone stands for a blank line in some files.
        stray = line != "." and all(c in _STRAY or c in CLOSING_QUOTES for c in line)
        return Form.BODY if stray else Form.APART
    if _ODD.search(line) or line[-1] in ":;":  # most lines hold nothing of the kind
        if _ROW.search(line):
            return Form.APART
        if _CODE.search(line):
            return Form.CODE
    first = line[0]
    if not (first.isalnum() or first in _OPENERS or first in DASHES or first in _STRAY + _SIGNS):
        category = unicodedata.category(first)
        if category not in ("Sc", "Mn", "Mc"):
            return Form.ITEM if category[0] in "PS" else Form.APART
    if line.isupper() and 2 * sum(map(str.isupper, line)) > sum(map(str.isalpha, line)):
        return Form.CAPITALS
    if _ITEM.match(line):
        return Form.ITEM
    # The list of a Chinese text, and what else is no letter of an alphabet.
    if not "A" <= first <= "ſ" and first not in DASHES and role_of(line) is Role.LIST_ITEM:
        return Form.ITEM
    return Form.BODY


def cells(line: str, indent: int) -> list[range]:
    """The columns of the wide blanks inside a line, each from the first to behind the last."""
    if "  " not in line:
        return []
    return [range(m.start() + indent, m.end() + indent) for m in _CELLS.finditer(line)]


def begins_with_initial(line: str) -> bool:
    """Whether a line begins as an item of a list does, or a name: A. Somebody."""
    return _INITIAL.match(line) is not None


def names_a_speaker(line: str) -> bool:
    """Whether a line begins as one of a play or of minutes does: with who speaks."""
    return _SPEAKER.match(line) is not None


def head_of(line: str) -> Head:
    """How a line begins."""
    bare = line.lstrip(_BEFORE_WORDS)
    first = bare[:1] or line[0]
    if first in DASHES or (line[0] == "-" and line[1:2].isspace()):
        return Head.DASH
    if first.islower():
        return Head.SMALL
    if line[0] in _QUOTES and first.isalnum():
        return Head.SPEECH
    if first.isupper() or first.istitle():
        return Head.CAPITAL
    if first.isalpha():
        return Head.PLAIN
    return Head.STRAY if first in _STRAY else Head.DIGIT


def tail_of(line: str) -> Tail:
    """How a line ends."""
    last = line[-1]
    if last.isalpha() or last == ",":  # nearly always
        return Tail.OPEN
    if last in HYPHENS:
        return Tail.HYPHEN
    bare = _NOTE_SIGN.sub("", line).rstrip(_CLOSERS)
    if bare[-1:] in FINAL_MARKS:
        return Tail.FINAL
    return Tail.STOP if bare[-1:] in _STOPS or last in DASHES else Tail.OPEN


def is_caseless(char: str) -> bool:
    """Whether a character is a letter of a script without capitals."""
    return char.isalpha() and not char.islower() and not char.isupper()


def is_close_set(char: str) -> bool:
    """Whether a character belongs to a script that puts no blanks between words."""
    return (
        is_han(char) or "\u3041" <= char <= "\u30fe" or char in "，。、；：！？「」『』《》（）【】"
    )


def _last_end(white: str) -> int:
    """The offset of the last line end in white space, or -1."""
    return max(map(white.rfind, LINE_ENDS))
