"""What is done to a copy: misread characters, a cut, another figure, another name.

Misreading spares figures and negations: a copy that differs there says something else, and could
not be called a repeat with a good conscience.
"""

import re
from collections.abc import Sequence
from random import Random

from benchmarks.repeats.prose import HAN, is_han

# Figures in Han characters, and negations. Digits are no letters and are spared anyway.
_CONTENT = re.compile(
    r"[零〇一二三四五六七八九十百千万亿两半几不没無无未非莫勿别別否]"
    r"|\b(?:no|not|nor|none|never|nobody|nothing|neither|without|cannot)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d+")
_LETTER = r"A-Za-z\u00c0-\u024f"
_LONG_WORD = re.compile(rf"(?<![{_LETTER}\d])[{_LETTER}]{{5,}}(?![{_LETTER}\d])")
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{3}")

# How page readers misread print: one letter for another, or two for one.
_LOOKS_LIKE = {
    "a": "ou", "b": "h", "c": "eo", "d": ["cl"], "e": "co", "f": "t", "g": "q", "h": ["li", "b"],
    "i": "lj", "l": ["1", "i", "t"], "m": ["rn", "nn"], "n": ["u", "ri"], "o": ["0", "c", "e"],
    "q": "g", "r": "n", "s": "a", "t": "fl", "u": "nv", "v": "y", "w": ["vv"], "y": "v", "z": "s",
    "I": "lT", "O": ["0", "Q"], "B": "R", "E": "F", "F": "P", "M": ["N"], "C": "G", "G": "C",
}  # fmt: skip
_LOOKS_LIKE_HAN = ("日曰目", "末木本", "己已巳", "人入", "土士工", "午牛干", "大太天夫", "王玉主")
_ALIKE = {c: group.replace(c, "") for group in _LOOKS_LIKE_HAN for c in group}
_LOWER = "abcdefghijklmnopqrstuvwxyz"
_LIKELY = 0.6  # how often a misread letter becomes one that looks like it
_SUBSTITUTED, _DELETED = 0.70, 0.15  # the rest is inserted
_ALL_HAN = "".join(chr(k) for k in range(0x4E00, 0x9FA5))

LEAST_HAN = 20.0
"""What a cut copy holds at least, in Han characters; a letter counts a third of one."""


def weight(text: str) -> float:
    """How much a text holds, in Han characters."""
    han = len(HAN.findall(text))
    return han + (sum(map(str.isalnum, text)) - han) / 3


def misread(text: str, share: float, rng: Random, han: str = _ALL_HAN) -> str:
    """The text with a share of its letters misread, one at least.

    Args:
        text: what is read.
        share: of the letters, in (0, 1).
        rng: decides.
        han: the characters that a Han character may be misread as.
    """
    spared = {k for m in _CONTENT.finditer(text) for k in range(m.start(), m.end())}
    digits = {m.start() for m in re.finditer(r"\d", text)}
    beside = {k + d for k in digits for d in (-1, 1)}
    places = [k for k, c in enumerate(text) if c.isalpha() and k not in spared and k not in beside]
    count = sum(rng.random() < share for _ in places) or 1
    out = list(text)
    for k in rng.sample(places, min(count, len(places))):
        kind = rng.random()
        if kind < _SUBSTITUTED and text[k : k + 2] == "rn":
            out[k : k + 2] = ["m", ""]
        elif kind < _SUBSTITUTED:
            out[k] = _misread_character(text[k], rng, han)
        elif kind < _SUBSTITUTED + _DELETED:
            out[k] = ""
        else:
            other = _any_han(text[k], rng, han) if HAN.match(text[k]) else rng.choice(_LOWER)
            out[k] = text[k] + other if rng.random() < 0.5 else other + text[k]
    return "".join(out)


def _misread_character(c: str, rng: Random, han: str) -> str:
    if HAN.match(c):
        return rng.choice(_ALIKE[c]) if c in _ALIKE else _any_han(c, rng, han)
    if c in _LOOKS_LIKE and rng.random() < _LIKELY:
        return rng.choice(_LOOKS_LIKE[c])
    other = rng.choice(_LOWER.replace(c.lower(), ""))
    return other.upper() if c.isupper() else other


def _any_han(c: str, rng: Random, han: str) -> str:
    """Another Han character that is neither a figure nor a negation."""
    while (other := rng.choice(han)) == c or _CONTENT.match(other):
        pass
    return other


def can_be_cut(text: str) -> bool:
    """Whether a cut copy can hold enough and yet lack something."""
    return weight(text) * 0.9 > LEAST_HAN


def cut(text: str, rng: Random) -> tuple[str, str]:
    """A part of the text, 10 to 90 % of it, and where it was taken from in words.

    Half of the parts are beginnings, as of a reader stopped by a limit; the rest ends or middles.
    """
    part = rng.choice(("beginning", "beginning", "middle", "end"))
    least = max(0.1, 1.02 * LEAST_HAN / weight(text))
    while True:
        size = int(len(text) * rng.uniform(least, 0.9))
        start = {"beginning": 0, "end": len(text) - size, "middle": rng.randrange(len(text) - size)}
        a = start[part]
        b = a + size
        while 0 < a < b and text[a - 1].isdigit() and text[a].isdigit():
            a += 1  # half a figure is another figure
        while a < b < len(text) and text[b - 1].isdigit() and text[b].isdigit():
            b -= 1
        kept = text[a:b].strip()
        if weight(kept) >= LEAST_HAN:
            return kept, f"{part} {len(kept) / len(text):.2f}"


def has_figures(text: str) -> bool:
    """Whether there is a figure to change."""
    return _FIGURE.search(text) is not None


def other_figures(text: str, rng: Random) -> str:
    """The text with at least one of its figures changed, by at least one digit."""
    found = list(_FIGURE.finditer(text))
    sure = rng.randrange(len(found))
    for k in reversed(range(len(found))):
        if k == sure or rng.random() < 0.5:
            old = found[k][0]
            at = rng.randrange(len(old))
            digit = rng.choice([d for d in "123456789" if d != old[at]])
            new = old[:at] + digit + old[at + 1 :]
            text = text[: found[k].start()] + new + text[found[k].end() :]
    return text


def other_name(text: str, pool: Sequence[str], rng: Random) -> str:
    """The text with another word, from a paragraph of the pool, in the place of one of its own.

    Three Han characters, as names have, or five letters at least: misreading hardly ever does that.
    The text comes back unchanged where no fitting word is found.
    """
    pattern = _HAN_NAME if is_han(text) else _LONG_WORD
    own = [m for m in pattern.finditer(text) if not _CONTENT.search(m[0])]
    for _ in range(20):
        words = [m[0] for m in pattern.finditer(rng.choice(pool)) if not _CONTENT.search(m[0])]
        if not words or not own:
            continue
        old, new = rng.choice(own), rng.choice(words)
        if old[0][0].isupper() == new[0].isupper() and _unlike(old[0], new):
            return text[: old.start()] + new + text[old.end() :]
    return text


def _unlike(a: str, b: str) -> bool:
    """Whether nobody would take one word for a misreading of the other."""
    common = len(set(a.lower()) & set(b.lower()))
    return common == 0 if HAN.match(a) else 3 * common <= max(len(a), len(b))
