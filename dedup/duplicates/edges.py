"""Whether a part of a passage that stands alone was torn out of it, or was meant.

A heading, a quotation, a summary takes up whole clauses. What begins or ends in the middle of a
word, opens a bracket that it does not close, or stops in mid-clause was cut by a machine.
"""

from itertools import takewhile

from dedup.duplicates.table import BlockTable, Run
from dedup.layout import CLOSING_MARKS, OPENING_MARKS, Role, ends_sentence, is_han, role_of
from dedup.lexicon import load
from dedup.model import Span
from dedup.words import crossing

# Characters looked at on either side of a cut, and how much likelier, as a natural logarithm, the
# word across it must make the text.
_WORD = 8
_SURE_GAIN = 3.0
# From so much on, in Han characters, what is missing in mid-clause is a line rather than a phrase.
_LINE = 12
_CLAUSE_MARKS = frozenset("，。；：、！？,.;:!?…—")
_NO_BEGINNING = frozenset("，。；：、！？,.;:!?)）】》」』”’")
_NO_END = frozenset("，、；,;（【《「『“‘")
# Alphabets, hiragana, katakana, Hangul: two neighbours of one of them stand in one word or ending.
_SPELT = (
    ("\0", "\u2e7f"),
    ("\u3041", "\u309f"),
    ("\u30a0", "\u30ff"),
    ("\uac00", "\ud7a3"),
)
# A final mark and what may close behind it.
_END = 2
# Pairs whose two marks differ; a straight quotation mark says nothing.
_PAIRS = tuple(
    (opening, closing)
    for opening, closing in zip("（【《「『“〔〈(", "）】》」』”〕〉)", strict=True)
    if opening in OPENING_MARKS and closing in CLOSING_MARKS
)


def in_mid_word(table: BlockTable, run: Run) -> bool:
    """Whether a run's copy begins or ends within a word of the passage that it repeats.

    Not where the text next to the copy has the rest of the word: that is a false break.
    """
    text, source = table.text, table.original(run.source)
    start, end = table.block(run.blocks.start).start, table.block(run.blocks.stop - 1).end
    left, right = _sides(text, source.start)
    if _crosses(left, right):
        before, own = text[max(0, start - 2 * _WORD) : start].rstrip(), text[start : start + _WORD]
        if not before.endswith(_word_tail(left)) and not _han_crosses(before, own):
            return True
    left, right = _sides(text, source.end)
    if not _crosses(left, right):
        return False
    own, behind = text[max(start, end - _WORD) : end], text[end : end + 2 * _WORD].lstrip()
    return not behind.startswith(_word_head(right)) and not _han_crosses(own, behind)


def is_torn(table: BlockTable, run: Run) -> bool:
    """Whether a run that holds a part of a passage cannot be meant as it stands."""
    text, source = table.text, table.original(run.source)
    block = text[table.block(run.blocks.start).start : table.block(run.blocks.stop - 1).end]
    if in_mid_word(table, run) or block[0] in _NO_BEGINNING or block[-1] in _NO_END:
        return True
    if any(block.count(opening) != block.count(closing) for opening, closing in _PAIRS):
        return True
    heading = role_of(block) is Role.HEADING
    if heading and _CLAUSE_MARKS.isdisjoint(block):
        return False
    if _goes_on(text, source.end) and not ends_sentence(block):
        return True
    # A quotation or a title may begin in mid-clause, but then it is one clause.
    further = ends_sentence(block) and not _CLAUSE_MARKS.isdisjoint(block[:-_END])
    return _goes_on(text, source.start) and not heading and (block[0].islower() or further)


def is_dropped(table: BlockTable, hole: Span) -> bool:
    """Whether a machine left out the stretch that a copy lacks: from mid-word, or a line.

    Who writes a shorter version leaves out sentences, clauses or a phrase.
    """
    text, lost = table.text, table.original(hole)
    if _crosses(*_sides(text, lost.start)) or _crosses(*_sides(text, lost.end)):
        return True
    inside = _goes_on(text, lost.start) and _goes_on(text, lost.end)
    return inside and table.weight(hole) >= _LINE


def _sides(text: str, at: int) -> tuple[str, str]:
    """The characters before and behind an offset."""
    return text[max(0, at - _WORD) : at], text[at : at + _WORD]


def _crosses(left: str, right: str) -> bool:
    """Whether a word stands across a seam: letters, kana of one kind, a word of Han."""
    if not left[-1:].isalpha() or not right[:1].isalpha():
        return False
    if any(low <= left[-1] <= high and low <= right[0] <= high for low, high in _SPELT):
        return True
    return _han_crosses(left, right)


def _han_crosses(left: str, right: str) -> bool:
    """Whether a word of Han stands across a seam."""
    if not left or not right or not is_han(left[-1]) or not is_han(right[0]):
        return False
    found = crossing(left, right, load("zh"))
    return found is not None and found.gain >= _SURE_GAIN


def _word_head(right: str) -> str:
    """The rest of a word behind a seam; of Han two characters."""
    return right[:2] if is_han(right[0]) else "".join(takewhile(str.isalpha, right))


def _word_tail(left: str) -> str:
    """The beginning of a word before a seam; of Han two characters."""
    return left[-2:] if is_han(left[-1]) else "".join(takewhile(str.isalpha, left[::-1]))[::-1]


def _goes_on(text: str, at: int) -> bool:
    """Whether one clause stands on both sides of an offset."""
    left, right = _sides(text, at)
    return left.rstrip(" ")[-1:].isalnum() and right.lstrip(" ")[:1].isalnum()
