"""What the lines of a text are: body, heading, byline, dateline, list item.

Both arms read this: a heading that a paragraph quotes is no repeat of it, and a line that is
complete by its nature needs no sentence end. The roles are guesses from form alone; strong evidence
may overrule HEADING, which a cut-off line of body text resembles.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from dedup.model import Span
from dedup.patterns import regex

# Everything that ends a line somewhere: CR, LF, VT, FF, the information separators, NEL, LS, PS.
LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_LINE = regex(rf"\S(?:[^{LINE_ENDS}]*\S)?")
_ONE_END = regex(rf"\r\n|[{LINE_ENDS}]")

FINAL_MARKS = "。！？!?….．｡︒"
CLOSING_MARKS = "”’」』）)》〉】〕]\"'｣"
OPENING_MARKS = "“‘「『（(《〈【〔[｢"

# Newspaper terms: who wrote it, who took the picture.
_BYLINE = regex(
    r"^[■●□◆▲★\s]*(?:[(（]?(?:\S{0,8}?(?:记者|通讯员|特派员|评论员)|作者|撰文|撰稿|摄影|责任编辑|责编|编辑)"
    r"[\s:：/／]\S.{0,24}|(?:By|by|BY|Von|Par)\s+[A-ZÀ-Þ]\S*(?:\s\S+){0,5})$"
)
# An agency or paper, a place, a day, and the word that closes a dateline.
DATELINE = regex(r"(?:[^\W\d_]{1,6}[社报台网])[^\W\d_]{0,10}\d{1,2}月\d{1,2}日[^\W\d_]{0,2}[电讯]")
_DATELINE_REACH = 40
_DATELINE_ENDS = ("电", "讯")
_LIST_ITEM = regex(
    r"^(?:[-*+•·●○◆◇■□▲△★☆※►▪–—]\s"
    r"|[●○◆◇■□▲△★☆※►▪①-⑳⑴-⒇㈠-㈩]"
    r"|[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[ivxIVX]{1,5}|[a-zA-Z])[)）]"
    r"|(?:\d{1,3}[.、．]|[一二三四五六七八九十]{1,3}[、．.])(?!\d)"
    r"|第[一二三四五六七八九十百零〇\d]{1,5}[条章节款篇回])"
)
_HEADING_HAN = 40
_HEADING_LETTERS = 90
# A heading does not stop in mid-phrase.
_OPEN_END = regex(r"[,，、;；:：的和与及或在把被将—-]$")
_SENTENCE_END = regex(rf"[。！？]|[.!?]\s|[.!?][{re.escape(CLOSING_MARKS)}]?$")


_HAN_OR_KANA = regex(
    r"[\u3041-\u309f\u30a1-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇々]"
)


class Role(Enum):
    """What a line is."""

    BODY = "body"
    HEADING = "heading"
    BYLINE = "byline"
    DATELINE = "dateline"
    LIST_ITEM = "list item"


class Line(NamedTuple):
    """A line that is not blank: from its first to its last character that is no white space."""

    span: Span
    role: Role


def is_han(char: str) -> bool:
    """Whether a character is a Chinese ideograph."""
    return (
        "\u4e00" <= char <= "\u9fff"
        or "\u3400" <= char <= "\u4dbf"
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U000323af"
        or char in "〇々"
    )


def is_kana(char: str) -> bool:
    """Whether a character is hiragana, katakana or the mark of a long vowel."""
    return "\u3041" <= char <= "\u309f" or "\u30a1" <= char <= "\u30ff"


def is_hangul(char: str) -> bool:
    """Whether a character is a Korean syllable."""
    return "\uac00" <= char <= "\ud7a3"


def is_japanese(char: str) -> bool:
    """Whether words of Japanese are written with a character: Han or kana."""
    return is_han(char) or is_kana(char)


def tail(text: str, belongs: Callable[[str], bool] = is_han) -> str:
    """The characters of a script, Han by default, that a text ends in."""
    start = len(text)
    while start > 0 and belongs(text[start - 1]):
        start -= 1
    return text[start:]


def head(text: str, belongs: Callable[[str], bool] = is_han) -> str:
    """The characters of a script, Han by default, that a text begins with."""
    end = 0
    while end < len(text) and belongs(text[end]):
        end += 1
    return text[:end]


def line_spans(text: str) -> Iterator[Span]:
    """The lines that are not blank, without the white space around them; linear."""
    for start, end in line_edges(text):
        yield Span(start, end)


def line_edges(text: str) -> Iterator[tuple[int, int]]:
    """Where each line that is not blank begins and ends: as `line_spans`, and quicker."""
    for match in _LINE.finditer(text):
        yield match.span()


def line_ends_in(gap: str) -> int:
    """How many lines a stretch of white space ends."""
    if gap == "\n":
        return 1
    return len(_ONE_END.findall(gap))


def first_line_end(gap: str) -> str:
    """The first line end in a stretch of white space; empty if there is none."""
    found = _ONE_END.search(gap)
    return found.group() if found else ""


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does: a final mark, perhaps with closing marks behind it.

    A closing quotation mark or bracket alone does not end a sentence.
    """
    bare = line.rstrip().rstrip(CLOSING_MARKS)
    return bare[-1:] in FINAL_MARKS if bare else bool(line.strip())


def ends_article(line: str) -> bool:
    """Whether a line ends in the dateline that closes an article, perhaps in brackets."""
    tail = line.rstrip(CLOSING_MARKS)[-_DATELINE_REACH:]
    if tail[-1:] not in _DATELINE_ENDS:
        return False
    return any(m.end() == len(tail) for m in DATELINE.finditer(tail))


@lru_cache(maxsize=1 << 10)
def role_of(line: str) -> Role:
    """The role of one line, judged from its form; `line` without white space around it."""
    if len(line) <= 60 and _BYLINE.match(line):
        return Role.BYLINE
    bare = line.strip("()（）[]【】 ")
    if DATELINE.fullmatch(bare):
        return Role.DATELINE
    if _LIST_ITEM.match(line):
        return Role.LIST_ITEM
    if _is_heading(line):
        return Role.HEADING
    return Role.BODY


def _is_heading(line: str) -> bool:
    """Short, no sentence in it, no end in mid-phrase; in alphabets also set in capitals."""
    if len(line) > _HEADING_LETTERS or _SENTENCE_END.search(line) or _OPEN_END.search(line):
        return False
    if not line.isascii() and _HAN_OR_KANA.search(line):
        return len(line) <= _HEADING_HAN
    if "," in line and not line.isascii() and any(map(is_hangul, line)):
        return False
    words = [w for w in re.findall(r"[^\W\d_]+", line) if len(w) > 3]
    return bool(words) and all(w[0].isupper() or not w[0].islower() for w in words)


def lines(text: str) -> list[Line]:
    """The lines of a text with their roles."""
    return [Line(span, role_of(span.of(text))) for span in line_spans(text)]


def is_letter(char: str) -> bool:
    """Whether a character is a letter or a mark that belongs to one."""
    return unicodedata.category(char)[0] in "LM"
