"""Words of alphabets as the rules ask for them: the document's own first, then the word lists'."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dedup.arrays import PIECE
from dedup.compounds import compound, knows
from dedup.fold import code_points, mask
from dedup.patterns import regex
from dedup.wordlist import Frequencies

# A letter with the marks on it.
LETTER = r"(?:[^\W\d_][\u0300-\u036f]*)"
_WORD = regex(rf"{LETTER}+(?:[-'’\u2010]{LETTER}+)*")
_BLANK = regex(r"\s")
_INNER = regex(r"[-'’]")


class Alphabet:
    """What is known of the words of one text.

    Args:
        text: the text.
        listed: what the lists of its languages that are written in alphabets say; perhaps of none.

    Attributes:
        lexicons: the word lists of the languages.
        frequency, look_up, nearest, look_up_nearest, near_frequency: as of `listed`.
    """

    def __init__(self, text: str, listed: Frequencies) -> None:
        self._text = text
        self._known: dict[str, str] = {}
        self.lexicons = listed.lexicons
        self.frequency = listed.frequency
        self.look_up = listed.look_up
        self.nearest = listed.nearest
        self.look_up_nearest = listed.look_up_nearest
        self.near_frequency = listed.near_frequency

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
                out += [
                    (start + match.start(), start + match.end())
                    for match in _WORD.finditer(tokens[k])
                    if match[0].casefold() in strange
                ]
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
