"""Words of alphabets as the rules ask for them: the document's own first, then the word lists'."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from dedup.arrays import PIECE
from dedup.compounds import compound, knows
from dedup.fold import code_points, mask
from dedup.lexicon import Lexicon
from dedup.patterns import regex
from dedup.wordlist import Frequencies

# A letter with the marks on it.
LETTER = r"(?:[^\W\d_][\u0300-\u036f]*)"
_WORD = regex(rf"{LETTER}+(?:[-'’\u2010]{LETTER}+)*")
_BLANK = regex(r"\s")
_INNER = regex(r"[-'’]")
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


class Alphabet(Frequencies):
    """What is known of the words of one text.

    Args:
        text: the text.
        lexicons: the word lists of its languages that are written in alphabets; perhaps none.
    """

    def __init__(self, text: str, lexicons: Sequence[Lexicon]) -> None:
        self._text = text
        super().__init__(lexicons)
        self._known: dict[str, str] = {}
        self._nearest: dict[str, str] = {}

    @cached_property
    def _counts(self) -> Counter[str]:
        """How often each word, hyphens inside it kept, stands in the text, case-folded."""
        counts = Counter[str]()
        for token, times in self._tokens.items():
            for word in _WORD.findall(token.casefold().replace("\u2010", "-")):
                counts[word] += times
        return counts

    @cached_property
    def _tokens(self) -> Counter[str]:
        """How often each stretch without white space stands in the text."""
        counts = Counter[str]()
        for begin, end in _pieces(self._text):
            counts.update(self._text[begin:end].split())
        return counts

    def count(self, word: str) -> int:
        """How often a word stands in the text, whatever its case."""
        return self._counts[word.casefold()]

    @cached_property
    def strangers(self) -> list[tuple[int, int]]:
        """Where words begin and end that no list has, each occurrence, in the order of the text.

        A word with hyphens or apostrophes is one, and known where its parts are.
        """
        if not self.lexicons:
            return []
        self.look_up(self._counts)
        strange = {word for word in self._counts if not self.frequency(word)}
        strange -= {word for word in strange if _INNER.search(word) and self.is_listed(word)}
        # Few stretches hold one, so the others are told from them before words are looked for.
        hold = {
            token
            for token in self._tokens
            if any(word.casefold() in strange for word in _WORD.findall(token))
        }
        out: list[tuple[int, int]] = []
        for begin, end in _pieces(self._text):
            tokens = self._text[begin:end].split()
            starts = begin + _token_starts(self._text[begin:end])
            which = [k for k, token in enumerate(tokens) if token in hold]
            for k, start in zip(which, starts[which].tolist(), strict=True):
                for match in _WORD.finditer(tokens[k]):
                    if match[0].casefold() in strange:
                        out.append((start + match.start(), start + match.end()))
        return out

    def is_listed(self, word: str) -> bool:
        """Whether a list has a word, also behind an elision."""
        if self.frequency(word) > 0:
            return True
        parted = not word.isalpha()
        return parted and any(knows(lexicon, word) for lexicon in self.lexicons)

    def makes_word(self, word: str) -> str:
        """Why a word is one, for a reader; empty if nothing says so."""
        if word not in self._known:
            self._known[word] = self._why(word)
        return self._known[word]

    def _why(self, word: str) -> str:
        if self.count(word):
            return f"{word} stands elsewhere in the text"
        if self.is_listed(word):
            return f"{word} is a word"
        for lexicon in self.lexicons:
            parts = compound(lexicon, word)
            if parts:
                return f"{word} is made of {parts[0]} and {parts[1]}"
        return ""

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


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of a text that no word crosses: as long as can be looked at at once, or a word."""
    begin = 0
    while begin < len(text):
        blank = _BLANK.search(text, begin + PIECE)
        end = blank.end() if blank else len(text)
        yield begin, end
        begin = end


def _token_starts(text: str) -> NDArray[np.int64]:
    """Where what `text.split()` gives begins, shape (tokens,)."""
    blank = mask(code_points(text), str.isspace)
    return np.flatnonzero(~blank & np.concatenate(([True], blank[:-1])))


def _one_misread(word: str, letters: str) -> set[str]:
    """The words that a letter exchanged, lost or added makes of one."""
    splits = [(word[:k], word[k:]) for k in range(len(word) + 1)]
    out = {a + b[1:] for a, b in splits if b}
    out |= {a + c + b[1:] for a, b in splits if b for c in letters}
    out |= {a + c + b for a, b in splits for c in letters}
    return out - {word}
