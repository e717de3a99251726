"""How words are written: what does not count when one is looked up, and its case."""

import unicodedata
from collections.abc import Callable
from enum import IntFlag

_WITHOUT_FOLD = frozenset({"zh", "ja", "ko"})

# Before the letters are composed: soft hyphens go, the small e above is an umlaut (Fraktur).
_BEFORE = str.maketrans({"\u00ad": None, "\u0364": "\u0308", "’": "'", "ʼ": "'", "‐": "-"})
# Ligatures are letters. `casefold` has done the same for ß, ſ and ﬁ.
_AFTER = str.maketrans({"æ": "ae", "œ": "oe", "ĳ": "ij"})
# Russian of before 1918, and ё, which most print as е.
_RUSSIAN = str.maketrans({"ё": "е", "ѣ": "е", "і": "и", "ѳ": "ф", "ѵ": "и"})
# Latin without the printers' distinction of vowel and consonant, and without marks of length.
_LATIN = str.maketrans(
    {
        "v": "u",
        "j": "i",
        **dict(zip("āēīōūȳăĕĭŏŭâêîôûàèìòùëï", "aeiouyaeiouaeiouaeiouei", strict=True)),
    }
)


class Case(IntFlag):
    """How a word is written inside a sentence; more than one may be usual, 0 is not known."""

    LOWER = 1
    """As `house`."""
    TITLE = 2
    """As `London`, or a German noun."""
    UPPER = 4
    """As `NATO`, or with capitals inside."""

    @classmethod
    def of(cls, word: str) -> "Case":
        """The case of a word as it stands."""
        if word == word.lower():
            return cls.LOWER
        return cls.TITLE if word[1:] == word[1:].lower() else cls.UPPER


def _fold(word: str) -> str:
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFC", word.translate(_BEFORE))
    return word.casefold().translate(_AFTER)


def _fold_latin(word: str) -> str:
    return _fold(word).translate(_LATIN)


def _fold_russian(word: str) -> str:
    return _fold(word).translate(_RUSSIAN).rstrip("ъ")


_FOLDERS = {"la": _fold_latin, "ru": _fold_russian}


def folder(code: str) -> Callable[[str], str] | None:
    """What words of a language are looked up as; None where as they stand (Han, kana, Hangul).

    Case, soft hyphens, ligatures, ß for ss, long s do not count; in Latin neither u for v, i for
    j, nor marks of length; in Russian neither ё for е, nor the letters abolished in 1918.
    """
    return None if code in _WITHOUT_FOLD else _FOLDERS.get(code, _fold)
