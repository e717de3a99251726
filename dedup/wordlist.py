"""A user's own words, and the word lists of one run with them."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from math import isfinite
from pathlib import Path

from dedup.errors import InputError
from dedup.lexicon import Lexicon, load
from dedup.parallel import beside

_LONGEST_LINE = 200
_COMMENT = "#"

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_LETTERS_OF = {
    "de": _LATIN + "äöü",
    "es": _LATIN + "áéíñóúü",
    "fr": _LATIN + "àâçéèêëîïôùû",
    "it": _LATIN + "àèéìòù",
    "nl": _LATIN + "éëï",
    "pl": _LATIN + "ąćęłńóśźż",
    "pt": _LATIN + "àáâãçéêíóôõú",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
}
# Shorter words have too many neighbours; so often in a million words the one meant is found.
_SHORTEST_MISREAD, _FOUND = 7, 0.3
# A look for the nearest word takes half a millisecond; after so many in one text there is none.
_MOST_ASKED = 2_000
# A second process answers so many sooner than it is made.
_WORTH_A_PROCESS = 50

# So many words, mostly misread ones, are remembered; a corpus has more of them than memory holds.
_MOST_REMEMBERED = 100_000


class Lists:
    """The word lists of one run: the shipped ones, each with the user's words.

    Args:
        own: the user's words, as `read_words` gives them.
    """

    def __init__(self, own: Mapping[str, float] | None = None) -> None:
        self._own = own or {}
        self._lists: dict[str, Lexicon] = {}
        self._frequencies: dict[tuple[str, ...], Frequencies] = {}

    def of(self, language: str) -> Lexicon:
        """The list of a language of `dedup.lexicon.LANGUAGES`, loaded when first asked for.

        Raises:
            FileNotFoundError: there is no list of that language.
        """
        if language not in self._lists:
            self._lists[language] = load(language).with_words(self._own)
        return self._lists[language]

    def frequencies(self, languages: Sequence[str]) -> "Frequencies":
        """How common words are in some languages: for the whole run, which may ask often."""
        key = tuple(languages)
        if key not in self._frequencies:
            self._frequencies[key] = Frequencies([self.of(language) for language in key])
        return self._frequencies[key]


class Frequencies:
    """How common words are in some languages, and those like them, remembered.

    Attributes:
        lexicons: the word lists of the languages.
    """

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self.lexicons = lexicons
        self._frequencies: dict[str, float] = {}
        self._nearest: dict[str, str] = {}

    def look_up(self, words: Iterable[str]) -> None:
        """Look many words up at once, which is quicker than one by one."""
        if len(self._frequencies) > _MOST_REMEMBERED:
            self._frequencies.clear()
        new = sorted({word for word in words if word not in self._frequencies})
        found = dict.fromkeys(new, 0.0)
        for lexicon in self.lexicons if new else ():
            for word, value in zip(new, lexicon.frequencies(new), strict=True):
                found[word] = max(found[word], value)
        self._frequencies |= found

    def frequency(self, word: str) -> float:
        """How often a word stands in a million words of its language; 0 if no list has it."""
        if word not in self._frequencies:
            self.look_up([word])
        return self._frequencies[word]

    def near_frequency(self, words: Sequence[str]) -> list[float]:
        """How often in a million words the commonest stands that one misread letter makes of each.

        All are looked up at once: some 500 look-ups for each word.
        """
        letters = "".join(
            sorted({c for x in self.lexicons for c in _LETTERS_OF.get(x.code, _LATIN)})
        )
        near = [_one_misread(word.casefold(), letters) for word in words]
        out = [0.0] * len(words)
        for lexicon in self.lexicons:
            flat = [candidate for candidates in near for candidate in sorted(candidates)]
            found = iter(lexicon.frequencies(flat))
            out = [
                max(known, *islice(found, len(candidates)))
                for known, candidates in zip(out, near, strict=True)
            ]
        return out

    def nearest(self, word: str) -> str:
        """A listed word that one misread letter makes of a word, the commonest; empty if none.

        It may speak for a join, never for a spelling.
        """
        if len(word) < _SHORTEST_MISREAD or not self.lexicons:
            return ""
        word = word.casefold()
        if word not in self._nearest:
            if len(self._nearest) >= _MOST_ASKED:
                return ""
            self._nearest[word] = self._nearest_to(word)
        return self._nearest[word]

    def look_up_nearest(self, words: Iterable[str], jobs: int = 1) -> None:
        """Have `nearest` answered for words, in their order, with `jobs` processes at work."""
        asked = dict.fromkeys(word.casefold() for word in words if len(word) >= _SHORTEST_MISREAD)
        new = [word for word in asked if word not in self._nearest] if self.lexicons else []
        del new[max(0, _MOST_ASKED - len(self._nearest)) :]
        if not new:
            return

        def found(some: Sequence[str]) -> dict[str, str]:
            return {word: self._nearest_to(word) for word in some}

        with beside(lambda: found(new[1::2]), jobs if len(new) >= _WORTH_A_PROCESS else 1) as rest:
            self._nearest |= found(new[::2])
            self._nearest |= rest()

    def _nearest_to(self, word: str) -> str:
        best, found = _FOUND, ""
        for lexicon in self.lexicons:
            near = [*_one_misread(word, _LETTERS_OF.get(lexicon.code, _LATIN))]
            values = lexicon.frequencies(near)
            most = max(values, default=0.0)
            if most > best:
                best = most
                found = min(x for x, value in zip(near, values, strict=True) if value == most)
        return found


def _one_misread(word: str, letters: str) -> set[str]:
    """The words that a letter exchanged, lost or added makes of one."""
    ends = [(word[:k], word[k:]) for k in range(len(word) + 1)]
    out = {before + after[1:] for before, after in ends[:-1]}
    out.update([before + c + after[1:] for before, after in ends[:-1] for c in letters])
    out.update([before + c + after for before, after in ends for c in letters])
    return out - {word}


def read_words(paths: Iterable[str | Path]) -> dict[str, float]:
    """The words of a user's lists: UTF-8, one word a line.

    Behind a tab may stand how often the word is found in a million. Blank lines, and lines that
    begin with `#`, are passed over; white space around a word does not count.

    Returns:
        The frequency of each word in a million words, 0 where none is given; of a word that stands
        more than once the largest.

    Raises:
        InputError: a file cannot be read, is not UTF-8, or has a line that is no word; the message
            names the file and the line.
    """
    words: dict[str, float] = {}
    for path in paths:
        for number, line in enumerate(_lines(path), 1):
            if line.strip() and not line.startswith(_COMMENT):
                word, per_million = _entry(line, f"{path}: line {number}")
                words[word] = max(per_million, words.get(word, 0.0))
    return words


def _lines(path: str | Path) -> list[str]:
    try:
        data = Path(path).read_bytes()
    except (OSError, ValueError) as error:  # a name with NUL is a ValueError
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise InputError(f"{path}: the word list cannot be read: {reason}") from None
    try:
        return data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{path}: line {line}: byte 0x{data[error.start]:02x} is not UTF-8\n"
            "a word list is read as UTF-8; save it so"
        ) from None


def _entry(line: str, place: str) -> tuple[str, float]:
    """The word of a line and its frequency."""
    if len(line) > _LONGEST_LINE:
        raise InputError(f"{place}: {len(line)} characters are no word")
    word, tab, number = line.partition("\t")
    word = unicodedata.normalize("NFC", word.strip())
    if len(word.split()) != 1 or not any(map(str.isalpha, word)):
        raise InputError(
            f"{place}: {word!r} is no word\n"
            "one word stands on a line, behind a tab its frequency in a million"
        )
    try:
        per_million = float(number) if tab and number.strip() else 0.0
    except ValueError:
        per_million = -1.0
    if not isfinite(per_million) or per_million < 0:
        raise InputError(
            f"{place}: {number.strip()!r} is no frequency\n"
            "behind the tab stands how often the word is found in a million, a number from 0 on"
        )
    return word, per_million
