"""Damage of known place to clean texts.

A kind of damage takes a clean text and a random source and returns `Damaged`: the damaged text, and
its places, each with what stood there. `outcome.py` tells what came of them.
"""

import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dedup.layout import is_han

WIDTHS = (36, 50, 66)
"""Columns of the wrapped texts."""

GLYPHS = ("-", "\u2010", "\u00ad", "¬", "—", "–", "»", "«", "=", "⸗")
"""What stands, or is read, for a hyphen at a line end."""

FOLDS = {"，": ",", "；": ";", "：": ":", "！": "!", "？": "?", "（": "(", "）": ")"}

FOREIGN = {"和": "and", "的": "of", "这": "the", "与": "and", "在": "in"}
"""What a reader that thinks in English writes for a Chinese word."""

_EDGE = 10
# Characters between two places, so that what is done at one cannot touch the other.
_APART = 24
_WORD = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"[^\W\d_]-([^\W\d_]+\S* )(?=\S)")
_VOWELS = "aeiouyàáâäæèéêëìíîïòóôöœùúûüąęóаеёиоуыэюяіѣ"


@dataclass(frozen=True, slots=True)
class Place:
    """A damaged stretch `[start, end)` of the damaged text, perhaps empty, and what stood there."""

    start: int
    end: int
    clean: str


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged text; its places are in order and apart."""

    text: str
    places: tuple[Place, ...]

    @property
    def clean(self) -> str:
        """The text before the damage."""
        out, at = [], 0
        for place in self.places:
            out += [self.text[at : place.start], place.clean]
            at = place.end
        return "".join([*out, self.text[at:]])


Damage = Callable[[str, random.Random], Damaged]


def _put(text: str, changes: Iterable[tuple[int, int, str]]) -> Damaged:
    """Make each change `(start, end, new)` of a clean text but those too close to the last."""
    out: list[str] = []
    places: list[Place] = []
    size = at = 0
    for start, end, new in sorted(changes):
        if start - at < (_APART if places else 0):
            continue
        out += [text[at:start], new]
        size += start - at
        places.append(Place(size, size + len(new), text[start:end]))
        size += len(new)
        at = end
    return Damaged("".join([*out, text[at:]]), tuple(places))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where the paragraphs are that are long enough to be cut."""
    for match in re.finditer(r"\S[^\n]*(?:\n[^\n]+)*", text):
        if len(match.group()) >= 4 * _EDGE:
            yield match.span()


def _one_a_paragraph(
    text: str, rng: random.Random, fits: Callable[[int], bool], share: float = 0.5
) -> Iterator[int]:
    """A random place that fits in every second paragraph or so."""
    for start, end in _paragraphs(text):
        places = [k for k in range(start + _EDGE, end - _EDGE) if fits(k)]
        if places and rng.random() < share:
            yield rng.choice(places)


def _in_word(text: str, at: int) -> bool:
    return text[at - 1].isalpha() and text[at].isalpha()


def _between_han(text: str, at: int) -> bool:
    return is_han(text[at - 1]) and is_han(text[at])


def column_break(text: str, rng: random.Random) -> Damaged:
    """A paragraph cut by a blank line in a word; where words are not set apart, anywhere in it."""
    places = _one_a_paragraph(text, rng, lambda at: _in_word(text, at))
    return _put(text, [(at, at, "\n\n") for at in places])


def column_break_between_words(text: str, rng: random.Random) -> Damaged:
    """A paragraph cut by a blank line in place of the space between two words of a sentence."""

    def fits(at: int) -> bool:
        after = text[at + 1]
        return (
            text[at] == " " and text[at - 1].isalpha() and after.isalpha() and not after.isupper()
        )

    places = _one_a_paragraph(text, rng, fits)
    return _put(text, [(at, at + 1, "\n\n") for at in places])


def wrapped(text: str, width: int) -> str:
    """A text whose paragraphs are set in lines, broken between words alone."""
    return "\n".join(_wrapped(line, width) for line in text.split("\n"))


def _wrapped(line: str, width: int) -> str:
    out, left = [], width
    for word in line.split(" "):
        if len(word) >= left and out:
            out[-1] += "\n" + word
            left = width - len(word)
        else:
            out.append(word)
            left -= len(word) + 1
    return " ".join(out)


def _syllables(word: str) -> list[int]:
    """Where a word may be cut, nearly: before the last consonant between two vowels."""
    low = word.lower()
    return [
        k
        for k in range(2, len(word) - 2)
        if low[k] not in _VOWELS
        and low[k + 1] in _VOWELS
        and any(char in _VOWELS for char in low[:k])
    ]


def _cut_at_line_ends(
    text: str, rng: random.Random, glyph: str, *, syllables: bool = True, share: float = 0.6
) -> Damaged:
    """Words at line ends cut in two, the second part on the next line: `devel-⏎opment of`.

    In the clean text the whole word stands before the line end.
    """
    text = wrapped(text, rng.choice(WIDTHS))
    changes = []
    for line in re.finditer(r"(\S+)\n(?=\S+[ \n])", text):
        word = _WORD.match(line.group(1))
        if word is None or len(word.group()) < 5 or rng.random() > share:
            continue
        cuts = _syllables(word.group()) if syllables else [*range(2, len(word.group()) - 1)]
        if cuts:
            cut = line.start(1) + rng.choice(cuts)
            end = line.end(1)
            changes.append((cut, end + 1, f"{glyph}\n{text[cut:end]} "))
    return _put(text, changes)


def hyphenated(text: str, rng: random.Random) -> Damaged:
    """Words divided at line ends, with a hyphen, near where a printer divides them."""
    return _cut_at_line_ends(text, rng, "-")


def hyphenated_anyhow(text: str, rng: random.Random) -> Damaged:
    """Words divided at line ends at any letter, with any sign that is read for a hyphen."""
    return _cut_at_line_ends(text, rng, rng.choice(GLYPHS), syllables=False)


def divided_compound(text: str, rng: random.Random) -> Damaged:
    """Compounds divided at line ends at their own hyphen, which is to stay: `well-⏎known`."""
    changes = []
    for word in _COMPOUND.finditer(text):
        if rng.random() < 0.7:
            tail = text[word.start(1) : word.end() - 1]
            changes.append((word.start(1), word.end(), f"\n{tail} "))
            text = f"{text[: word.end() - 1]}\n{text[word.end() :]}"
    return _put(text, changes)


def lost_hyphen(text: str, rng: random.Random) -> Damaged:
    """Words divided at line ends, the hyphen gone: `devel⏎opment`."""
    return _cut_at_line_ends(text, rng, "")


def split_word(text: str, rng: random.Random) -> Damaged:
    """Words split by a space: `deve lopment`."""
    words = [m for m in _WORD.finditer(text) if len(m.group()) >= 5 and rng.random() < 0.1]
    places = [m.start() + rng.randrange(2, len(m.group()) - 1) for m in words]
    return _put(text, [(at, at, " ") for at in places])


def run_together(text: str, rng: random.Random) -> Damaged:
    """Two words without the space between them: `ofthe`."""
    places = [
        m.start()
        for m in re.finditer(r"(?<=[^\W\d_]) (?=[^\W\d_])", text)
        if text[m.end()].islower() and rng.random() < 0.1
    ]
    return _put(text, [(at, at + 1, "") for at in places])


def spaces_in_han(text: str, rng: random.Random) -> Damaged:
    """A space between two Han characters."""
    places = _one_a_paragraph(text, rng, lambda at: _between_han(text, at))
    return _put(text, [(at, at, " ") for at in places])


def spaces_behind_marks(text: str, rng: random.Random) -> Damaged:
    """A space behind a comma or colon between Han characters."""

    def fits(at: int) -> bool:
        return text[at - 1] in ",，:：;；、" and is_han(text[at - 2]) and is_han(text[at])

    places = _one_a_paragraph(text, rng, fits, 0.8)
    return _put(text, [(at, at, " ") for at in places])


def contaminated(text: str, rng: random.Random) -> Damaged:
    """English words for Chinese ones, where the Chinese one stands between Han characters."""

    def fits(at: int) -> bool:
        return text[at] in FOREIGN and _between_han(text, at) and is_han(text[at + 1])

    word = rng.choice(
        sorted({text[at] for at in range(len(text)) if text[at] in FOREIGN} or {"和"})
    )
    places = _one_a_paragraph(text, rng, lambda at: text[at] == word and fits(at), 0.8)
    return _put(text, [(at, at + 1, f" {FOREIGN[word]} ") for at in places])


_UNFOLD = str.maketrans({half: full for full, half in FOLDS.items()})


def folded(text: str, _: random.Random) -> Damaged:
    """All full-width marks of a text in half width."""
    text = text.translate(_UNFOLD)
    out, places = [], []
    for at, char in enumerate(text):
        if char in FOLDS:
            places.append(Place(at, at + 1, char))
        out.append(FOLDS.get(char, char))
    return Damaged("".join(out), tuple(places))


HAN: dict[str, Damage] = {
    "column break": column_break,
    "space between characters": spaces_in_han,
    "space behind a mark": spaces_behind_marks,
    "English word": contaminated,
    "folded marks": folded,
}
LETTERS: dict[str, Damage] = {
    "column break in a word": column_break,
    "column break between words": column_break_between_words,
    "hyphen at a line end": hyphenated,
    "odd hyphen at a line end": hyphenated_anyhow,
    "compound at a line end": divided_compound,
    "lost hyphen": lost_hyphen,
    "split word": split_word,
    "words run together": run_together,
}
KANA: dict[str, Damage] = {"column break": column_break}
HANGUL = {name: LETTERS[name] for name in list(LETTERS)[:2]}

SPARED = {"zh": HAN, "ja": KANA, "ko": HANGUL}
"""The kinds of damage of a language that is not set in an alphabet."""


def damages_of(language: str) -> dict[str, Damage]:
    """The kinds of damage that befall texts in a language, by name."""
    return SPARED.get(language, LETTERS)
