"""A word hyphenated at a line end is one word again, and the line ends behind it.

The typesetter's hyphen goes, the word's own stays: develop-⏎ment, but power-⏎performance. Nearly
all hyphens before a small letter at a line end are the typesetter's; the text's own words, the word
list and the two halves say which are not. What is joined stays on its line, so lines stay lines.
"""

from collections.abc import Iterator
from typing import NamedTuple

from dedup.layout import first_line_end, line_ends_in
from dedup.model import Applicability, Edit, Evidence, Span
from dedup.patterns import regex
from dedup.repair.alphabet import Alphabet
from dedup.repair.glyphs import HYPHENS, OTHERS, Break, glyphs_used, hyphen_breaks
from dedup.repair.own_hyphens import own_hyphen
from dedup.repair.reading import Reading

RULE = "hyphenated-word"
# What may be a word's own hyphen.
_PLAIN = ("-", "\u2010")
_ELISION = regex("['’]")
_TOKEN = regex(r"(\S+)(\s*)")
# Behind these a hyphen is left hanging: mid- und, pre- and post-war.
_SUSPENDED = {
    "de": "und oder bzw sowie bis",
    "en": "and or nor to",
    "es": "y o e u",
    "fr": "et ou ni",
    "it": "e o ed od",
    "la": "et ac vel",
    "nl": "en of tot",
    "pl": "i lub albo oraz",
    "pt": "e ou",
    "ru": "и или",
}
# Points of the compass have a hyphen of their own, in English mostly, in French always.
_POINTS: dict[str, tuple[str, ...]] = dict.fromkeys(("north", "south"), ("east", "west"))
_POINTS |= dict.fromkeys(("nord", "sud"), ("est", "ouest"))
_POINTS |= dict.fromkeys(("noord", "zuid"), ("oost", "west", "zuid"))
_POINTS |= dict.fromkeys(("северо", "юго"), ("запад", "восто"))
_POINTS |= dict.fromkeys(("północno", "południowo"), ("wschod", "zachod"))
# The languages that write compounds as one word.
_COMPOUNDING = frozenset({"de", "nl"})
# So often in a million words a word is too common to be taken for the end of another one; so often
# it is a word that makes compounds with hyphens.
_COMMON, _USUAL = 300.0, 5.0
_SHORTEST = 3
# What begins English words and is none, though lists have it of names, and of other languages.
_BEGINNINGS = frozenset(["de", "dis", "em", "im", "mis", "re", "un"])
# So few letters are two words as well as one, where nothing is known of the language.
_FEW = 4


class Glue(NamedTuple):
    """What a hyphen at a line end is.

    Attributes:
        keep: whether it is the word's own.
        sure: whether a proof-reader would not look twice.
        score: how much speaks for it, in [0, 1].
        note: the reason.
    """

    keep: bool
    sure: bool
    score: float
    note: str


def find_hyphenated(reading: Reading, keep_lines: bool = True) -> Iterator[Edit]:
    """An edit for each word hyphenated at a line end; UNSAFE where the hyphen may be its own.

    Args:
        reading: the text.
        keep_lines: whether the line ends behind the word, and else not at all.
    """
    if not (breaks := list(hyphen_breaks(reading))):
        return
    words = reading.alphabet
    halves = [(item.left.rpartition("-")[2], item.right) for item in breaks]
    words.look_up(w for left, right in halves for w in (left, right, left + right))
    used = glyphs_used(reading.text, breaks, words)
    for item in breaks:
        far = line_ends_in(reading.text[item.at : item.begin]) > 1
        found = glue(words, item, item.glyph in used)
        if found is None or (far and not words.makes_word(item.left + item.right)):
            continue
        kept = len(item.glyph) if found.keep else 0
        yield rejoined(
            reading,
            Span(item.at + kept, item.begin),
            RULE,
            Applicability.SAFE if found.sure else Applicability.UNSAFE,
            Evidence("hyphen", found.score, found.note),
            keep_lines,
        )


def glue(words: Alphabet, item: Break, used: bool = True) -> Glue | None:
    """What the hyphen of a break is, or None where nothing tells.

    Args:
        words: the words of the text.
        item: the break.
        used: whether the text uses this glyph for a hyphen.
    """
    before, _, left = item.left.rpartition("-")
    right = item.right
    if leaves_hanging(words, right):
        return None
    hyphened, joined = f"{left}-{right}", left + right
    if words.count(hyphened) > words.count(joined):
        return Glue(True, True, 0.97, f"{hyphened} stands elsewhere in the text")
    bare = _ELISION.split(left)[-1]
    own = own_hyphen(words, before, bare, right) if item.glyph in _PLAIN else False
    if own is None:
        return None
    if own:
        return Glue(True, True, 0.93, f"{bare}-{right} has a hyphen of its own")
    capital = right[0].isupper() and not (left.isupper() and right.isupper() and len(left) > 1)
    if (both := words.is_listed(left) and words.is_listed(right)) and capital:
        return _of_names(left, right)
    if left.casefold() in _POINTS and right.casefold().startswith(_POINTS[left.casefold()]):
        return Glue(True, True, 0.9, f"{hyphened} is a point of the compass")
    why = words.makes_word(joined)
    if item.goes_on and both and not why:
        return Glue(True, True, 0.9, f"{left} and {right} are parts of a word with hyphens")
    # Where the right half is no word, nothing hangs on the nearest one.
    tells = capital or item.glyph not in _PLAIN or words.is_listed(right)
    if not why and tells and (near := words.nearest(joined)):
        why = f"{joined} is {near}, misread or in another form"
    if why and (used or not both):
        return Glue(False, True, 0.98 if used and not capital else 0.93, why)
    other = set(item.glyph) <= set(OTHERS)
    return None if capital else _of_unknown(words, bare, right, other, used)


def leaves_hanging(words: Alphabet, right: str) -> bool:
    """Whether a word leaves the hyphen before it hanging, as *und* does in mid- und."""
    return any(right in _SUSPENDED.get(list_.code, "").split() for list_ in words.lexicons)


def _of_names(left: str, right: str) -> Glue | None:
    """A hyphen between two capitalised words is their own: Jean-Pierre."""
    if left[0].isupper() and min(len(left), len(right)) >= _SHORTEST:
        return Glue(True, True, 0.92, f"{left} and {right} are names or nouns of their own")
    return None


def _of_unknown(words: Alphabet, left: str, right: str, other: bool, used: bool) -> Glue | None:
    """A hyphen, or another mark, within what no list and no other place of the text has."""
    joined = left + right
    if not words.lexicons:
        alone = other or words.count(left) > 1 or words.count(right) > 1
        return (
            None
            if alone
            else Glue(False, len(joined) > _FEW, 0.9, f"neither {left} nor {right} stands alone")
        )
    if not words.is_listed(right) and (used or not other or len(right) > _SHORTEST):
        return Glue(False, True, 0.92, f"{right} alone is no word")
    if other and (not used or words.is_listed(left)):
        return None
    if not words.is_listed(left):
        if words.frequency(right) >= _COMMON:
            return Glue(False, False, 0.5, f"{joined} is unknown, and {right} is a word")
        return Glue(False, True, 0.9, f"{left} alone is no word")
    if any(list_.code in _COMPOUNDING for list_ in words.lexicons):
        return Glue(False, True, 0.9, f"a compound of {left} and {right}")
    rare = words.frequency(left) < _USUAL or words.frequency(right) < _COMMON
    if left[0].isupper() and not right[0].isupper() and rare:
        return Glue(False, True, 0.9, f"{joined} may be a name")
    begins = left in _BEGINNINGS and left[-1] != right[0]
    if begins and all(list_.code == "en" for list_ in words.lexicons):
        return Glue(False, True, 0.9, f"{left} begins words and is none")
    if min(len(left), len(right)) < _SHORTEST:
        return Glue(False, False, 0.5, f"{left} and {right} make no compound, nor {joined} a word")
    if words.frequency(left) < _USUAL:
        return Glue(False, True, 0.9, f"{left} and {right} make no compound")
    sure = words.frequency(right) < _COMMON
    return Glue(True, sure, 0.9, f"{left} and {right} are words, {joined} is none")


def _in_one_line(text: str, end: int, begin: int) -> bool:
    """Whether what ends at `end` and what begins at `begin` are paragraphs of a line each."""
    before, behind = text.rfind("\n", 0, end), text.find("\n", begin)
    first = before < 0 or text[max(0, before - 2) : before].endswith(("\n", "\n\r"))
    follows = text[behind + 1 : behind + 3]
    return first and (behind < 0 or not follows or follows.startswith(("\n", "\r\n")))


def rejoined(
    reading: Reading,
    gap: Span,
    rule: str,
    applicability: Applicability,
    evidence: Evidence,
    keep_lines: bool,
) -> Edit:
    """An edit that takes a gap out of a word and may put its line end behind the word.

    Where the gap ended a paragraph, and paragraphs are not set in lines, it is taken out whole.

    Args:
        reading: the text.
        gap: what stands between the two halves: perhaps a hyphen, a line end, perhaps more.
        rule: the rule's name.
        applicability: how sure it is.
        evidence: the reason.
        keep_lines: whether the line end is put behind the word.
    """
    text = reading.text
    moved = gap.end
    for token in _TOKEN.finditer(text, gap.end):
        moved = token.end()
        # Where another hyphen would end the line, the next word comes along.
        if line_ends_in(token[2]) or token[1][-1] not in HYPHENS + OTHERS:
            break
    white = next(k for k in range(gap.start, gap.end) if text[k].isspace())
    rest, between = text[gap.end : moved], text[white : gap.end]
    false_end = between.isspace() and line_ends_in(between) > 1
    ends = line_ends_in(rest) > 0 or rest == rest.rstrip()
    if not keep_lines or ends or (false_end and _in_one_line(text, white, gap.end)):
        span, new = gap, ""
    else:
        # A false paragraph end is a line end, if that.
        between = first_line_end(between) if false_end else between
        span, new = Span(gap.start, moved), rest.rstrip() + between
    return Edit(
        span=span,
        old=span.of(text),
        new=new,
        kind="join",
        rule=rule,
        applicability=applicability,
        evidence=(evidence,),
    )
