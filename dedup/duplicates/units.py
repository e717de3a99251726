"""Whether what stands several times in a row is a stutter of the reader, or meant.

By what it says (its weight, in Han characters), how often, and what it is made of. Cries, refrains,
speech, lists, tables, forms and numbers repeat by nature.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.duplicates.cuts import Border, Cut
from dedup.duplicates.tandem import FIRST_BORDER
from dedup.languages import SMALL_WORDS
from dedup.layout import line_spans
from dedup.patterns import regex

LONG = 20
"""Running text of this weight that stands twice in a row is a stutter wherever it begins."""
SENTENCE = 8
"""A whole sentence of this weight is one; less is a cry or an answer."""
# Nobody says a sentence so often in a row, or writes part of one; no song has a line so often.
_SAID = 4
_PARTLY = 6
_SUNG = 12
# A short unit is shown from so many copies on, and the less it says the more it takes.
_SHOWN = ((4.0, 5), (2.0, 10), (0.0, 100))
# So many copies of a unit of two words no table has; fewer, if the last is cut in mid-word.
_HAMMERED = 30
_HAMMERED_TORN = 8
_HAMMERED_WEIGHT = 3
# Characters looked at around a unit for quotation marks and for short lines.
_AROUND = 500
_VERSE_LINES = 3
# In columns: a Han character takes two.
_VERSE_WIDTH = 45

_WORD = regex(r"[^\W\d_]+")
# Signs of tables, formulas and forms; two ampersands; a mark four times over, as in a leader.
_MARKUP = regex(r"[<>|\\{}_=~^•]|&[^&]*&|([.\-—…:'\"])\s?\1\s?\1\s?\1")
_MARKUP_OF_ROWS = regex(r"[<>\\{}\[\]=_*#~^$@+/]")
_MARKS = regex(r"[,.;:!?،؛؟۔।。，；：！？]")
# Han and kana that stand in running text and hardly in a table.
_SMALL_CHARACTERS = regex(r"[的了着在是把被也就这那他她我你不のはがをにでとも]")
_CRY = regex(r"[!?！？؟][\"'”’」』）)»\s]*$")
_SYLLABARY = regex(r"[\u3040-\u30ff\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_HAN = regex(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_BLANK_LINE = regex(r"(?:\r?\n[^\S\n]*){2}")
_SPEECH_DASH = regex(r"^\s*[—–―-]\s?\S")
_QUOTES = tuple(regex(pair) for pair in ("[“„]|(”)", "[«]|(»)", "「|(」)", "『|(』)"))
_SINGLE_QUOTES = regex(r"‘|(’(?!\w))")


class Verdict(NamedTuple):
    """What a repetition is.

    Attributes:
        hammered: whether it is a short unit over and over, and no sentence.
        doubt: why it may be meant; empty if a proof-reader would not look twice.
    """

    hammered: bool
    doubt: str = ""


def weights(codes: NDArray[np.uint32]) -> NDArray[np.float64]:
    """How much each character says, in Han characters, shape (n,).

    Han and Hangul one, kana a half, letters and figures of alphabets a third, marks nothing.
    """
    tall = int(codes[codes < FIRST_BORDER].max(initial=0)) + 1
    table = np.zeros(tall + 1)
    seen = np.zeros(tall + 1, dtype=bool)
    places = np.minimum(codes, tall)
    seen[places] = True
    seen[tall] = False
    for code in np.flatnonzero(seen).tolist():
        char = chr(code)
        if char.isalnum():
            kana = 0x3040 <= code <= 0x30FF
            table[code] = 1 / 2 if kana else 1.0 if code >= 0x2E80 else 1 / 3
    return table[places]


def judge(text: str, cut: Cut, weight: float) -> Verdict | None:
    """Judge a repetition.

    Args:
        text: the whole text.
        cut: the unit and its copies.
        weight: what the unit holds, in Han characters.

    Returns:
        None where repetition is natural.
    """
    unit = cut.unit.of(text)
    if weight < SENTENCE or not _is_running(unit):
        return _judge_hammered(cut, unit, weight)
    short, sentence = weight < LONG, cut.border is Border.SENTENCE
    if cut.lines and short and cut.times < _SUNG:
        return None
    tests = (
        (_PARTLY, short and not sentence, "it is no whole sentence"),
        (_HAMMERED, not (sentence or _has_small_words(unit)), "it may be a list"),
        (_SUNG, cut.lines, "it may be a refrain: whole lines that come back"),
        (_SUNG, _is_verse(text, cut), "it may be a refrain: it stands in short lines"),
        (_SAID, cut.columns, "the copies stand apart like the columns of a table"),
        (_SAID, short and bool(_CRY.search(unit)), "it may be a cry"),
        (_SAID, short and _is_spoken(text, cut.unit.start), "it may be said twice in speech"),
    )
    doubts = (why for count, met, why in tests if met and cut.times < count)
    return Verdict(False, next(doubts, ""))


def _is_running(unit: str) -> bool:
    """Whether a unit is running text: words with marks or small words among them, no table."""
    if _MARKUP.search(unit):
        return False
    words = _WORD.findall(unit)
    figures = sum(map(str.isdigit, unit))
    if 2 * figures > sum(map(len, words)):
        return False
    return bool(_MARKS.search(unit)) or _has_small_words(unit)


def _has_small_words(unit: str) -> bool:
    """Whether two small words or more stand in a unit, as they hardly do in a list."""
    if len(_SMALL_CHARACTERS.findall(unit)) > 1:
        return True
    return sum(word.casefold() in SMALL_WORDS for word in _WORD.findall(unit)) > 1


def _judge_hammered(cut: Cut, unit: str, weight: float) -> Verdict | None:
    """Judge a unit that is no running text, or too short to be a sentence."""
    words = _WORD.findall(unit)
    letters = sum(map(len, words))
    figures = sum(map(str.isdigit, unit))
    least = next(count for floor, count in _SHOWN if weight >= floor)
    if not letters and not figures:
        return None
    if cut.lines:
        least = max(least, 2 * _SHOWN[1][1])
    if figures > letters or _MARKUP_OF_ROWS.search(unit):
        least = max(least, _SHOWN[2][1])
    if cut.times < least:
        return None
    doubt = "it may be meant"
    if (
        cut.times >= (_HAMMERED_TORN if cut.torn else _HAMMERED)
        and weight >= _HAMMERED_WEIGHT
        and not cut.lines
        and cut.border
        and 2 * figures <= letters
        and not _MARKUP_OF_ROWS.search(unit)
        and not _is_chant(unit, words)
    ):
        doubt = ""
    return Verdict(True, doubt)


def _is_chant(unit: str, words: list[str]) -> bool:
    """Whether a unit may be a cry that is held: one word, short ones alone, or sounds."""
    if _HAN.search(unit):
        return bool(_SYLLABARY.search(unit)) or len(_HAN.findall(unit)) < _SHOWN[0][0]
    if _SYLLABARY.search(unit):
        return True
    return len(set(words)) < 2 or max(map(len, words)) < 4


def _is_spoken(text: str, start: int) -> bool:
    """Whether a place stands inside quotation marks, or in a line that begins with a dash."""
    before = text[max(0, start - _AROUND) : start]
    before = _BLANK_LINE.split(before)[-1]
    if _SPEECH_DASH.match(before.rpartition("\n")[2]):
        return True
    for pair in (*_QUOTES, _SINGLE_QUOTES):
        opened = 0
        for match in pair.finditer(before):
            opened = max(0, opened - 1) if match.group(1) else opened + 1
        if opened:
            return True
    return before.count('"') % 2 == 1


def _is_verse(text: str, cut: Cut) -> bool:
    """Whether the lines around a unit are short and many."""
    place = cut.unit.start
    before = _BLANK_LINE.split(text[max(0, place - _AROUND) : place])[-1]
    behind = _BLANK_LINE.split(text[place : place + _AROUND], maxsplit=1)[0]
    around = before + behind
    lines = [span.of(around) for span in line_spans(around)]
    widths = (sum(2 if char >= "\u2e80" else 1 for char in line) for line in lines)
    return len(lines) >= _VERSE_LINES and max(widths) <= _VERSE_WIDTH
