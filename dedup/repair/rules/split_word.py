"""Takes out a space inside a word: exam ple.

What it does: joins two neighbours on a line, at least one of which is no word, where together they
make a word that is far commoner than chance would put the two side by side (their pointwise mutual
information, Church and Hanks 1990).

Why: a reader takes a wide gap between two letters for a space.

Before: `He w ould not come on Tuesda y.` After: `He would not come on Tuesday.`

Safe when: neither half is a word, the whole is a common one, and the line is running text. Withheld
where one half is a word (`Au genblick`).

Known to miss: words cut into two words (`sur face`) or into three pieces, rare words, names that
the text does not hold elsewhere, and what stands in a table.
"""

from collections.abc import Iterator
from math import log
from typing import NamedTuple

from dedup.layout import CLOSING_MARKS, FINAL_MARKS, Role
from dedup.model import Applicability, Edit, Evidence, Span
from dedup.patterns import regex
from dedup.repair.alphabet import Alphabet
from dedup.repair.reading import Reading

RULE = "split-word"
# What may follow a word.
_CLOSING = FINAL_MARKS + CLOSING_MARKS + ",;:"
# The least mutual information, in natural logarithms, where one half is a word, where none is, and
# where a proof-reader would not look twice.
_ONE_HALF, _NO_HALF, _CERTAIN = 14.0, 20.0, 24.0
# The whole is so common in a million words, a half that is a word less so: `an` stands alone.
_USUAL, _ALONE = 5.0, 300.0
# A word that is not listed is as common as one in fifty million; one of the text's own is rare, and
# is none before it stands there so often.
_UNLISTED, _OWN, _OFTEN = 0.02, 0.3, 3
_MILLION = 1e6
_SHORTEST = 5
# A half as long as this is looked for.
_REACH = 40
_COLUMNS = regex(r"\S(?:\t|  +)\S|\|")


class _Pair(NamedTuple):
    """Two neighbours with one space between them, and where the first begins."""

    start: int
    left: str
    right: str

    @property
    def end(self) -> int:
        return self.start + len(self.left) + 1 + len(self.right)


def find(reading: Reading) -> Iterator[Edit]:
    """Each such space."""
    words, text = reading.alphabet, reading.text
    pairs = [pair for pair in _pairs(words, text) if _may_join(words, pair)]
    words.look_up(pair.left + pair.right for pair in pairs)
    found = [(pair, *weighed) for pair in pairs if (weighed := _weigh(words, pair))]
    for k, (pair, gain, halves) in enumerate(found):
        # What stands between two such spaces is a piece of a word in three, or a primer's.
        before = k > 0 and found[k - 1][0].end > pair.start
        after = k + 1 < len(found) and found[k + 1][0].start < pair.end
        line = reading.line_of(pair.start)
        if before or after or _COLUMNS.search(reading.of(line.span)):
            continue
        listed = words.frequency(pair.left + pair.right) >= _USUAL
        sure = listed and halves == 0 and gain >= _CERTAIN and line.role is Role.BODY
        place = pair.start + len(pair.left)
        yield Edit(
            span=Span(place, place + 1),
            old=" ",
            new="",
            kind="space",
            rule=RULE,
            applicability=Applicability.SAFE if sure else Applicability.UNSAFE,
            evidence=(Evidence("split-word", 0.95 if sure else 0.6, _why(words, pair)),),
        )


def _pairs(words: Alphabet, text: str) -> Iterator[_Pair]:
    """Each unknown word with the word before it and with the one behind it, if they are rare."""
    done = -1
    for start, end in words.strangers:
        word = text[start:end]
        if not word.isalpha():
            continue
        if text[start - 1 : start] == " " and start - 1 != done:
            before = text[max(0, start - 1 - _REACH) : start - 1].rsplit(None, 1)[-1:]
            if (
                before
                and before[0].isalpha()
                and text[start - 2] == before[0][-1]
                and words.frequency(before[0].casefold()) < _ALONE
            ):
                yield _Pair(start - 1 - len(before[0]), before[0], word)
        if text[end : end + 1] == " ":
            behind = text[end + 1 : end + 1 + _REACH].split(None, 1)[:1]
            after = behind[0].rstrip(_CLOSING) if behind else ""
            if (
                after.isalpha()
                and text[end + 1] == after[0]
                and words.frequency(after.casefold()) < _ALONE
            ):
                # An unknown word behind this one would give the pair again.
                done = end
                yield _Pair(start, word, after)


def _may_join(words: Alphabet, pair: _Pair) -> bool:
    """Whether two neighbours are written as one word is, and neither stands alone."""
    _, left, right = pair
    if len(left) + len(right) < _SHORTEST:
        return False
    in_small = right.islower() and left[1:] == left[1:].lower()
    as_one = in_small or (left.isupper() and right.isupper())
    one, other = words.frequency(left.casefold()), words.frequency(right.casefold())
    # Behind a word a lone letter is what is left of 's, and an initial before one is a name's.
    lone = len(right) == 1 or (len(left) == 1 and left.isupper())
    return (
        as_one and not (one and other) and max(one, other) < _ALONE and not (lone and one + other)
    )


def _weigh(words: Alphabet, pair: _Pair) -> tuple[float, int] | None:
    """How much more than chance two neighbours are a word, and how many of them are words."""
    whole = words.frequency(pair.left + pair.right)
    if whole < _USUAL:
        own = words.count(pair.left + pair.right)
        if own < _OFTEN:
            return None
        whole = max(whole, _OWN * own)
    one, other = (words.frequency(half.casefold()) for half in (pair.left, pair.right))
    halves = (one > 0) + (other > 0)
    gain = log(whole * _MILLION / (max(one, _UNLISTED) * max(other, _UNLISTED)))
    return (gain, halves) if gain >= (_ONE_HALF if halves else _NO_HALF) else None


def _why(words: Alphabet, pair: _Pair) -> str:
    """The reason in words."""
    strange = [half for half in (pair.left, pair.right) if not words.frequency(half.casefold())]
    whole = pair.left + pair.right
    known = "is a word" if words.frequency(whole) else "stands elsewhere in the text"
    return (
        f"{whole} {known}, {' and '.join(strange)} {'are none' if len(strange) > 1 else 'is none'}"
    )
