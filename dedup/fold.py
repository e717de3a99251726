"""Fold a text to what a reader would call the same text, with a map back to the original.

Kept: letters, digits, the marks that belong to letters, and symbols that carry meaning (+ = % $).
Gone: white space, punctuation, case, width, and invisible characters. So a repaired space, hyphen
or break cannot change what counts as a repeat.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dedup.model import Span

# Categories that carry content: letters, numbers, marks, and the symbols of mathematics and money.
_KEPT = frozenset("LNM") | {"Sm", "Sc"}
# Marks that change how a character looks and not what it says.
_SELECTORS = range(0xFE00, 0xFE10)
# Characters handled at once, so that what is computed on the way stays small.
_CHUNK = 1 << 20


@lru_cache(maxsize=1 << 16)
def fold_character(char: str) -> str:
    """One character folded: compatibility-decomposed, case-folded, noise dropped; "" for noise.

    Decomposed, so that a precomposed letter and its letter plus mark fold alike. Hangul syllables
    stay whole: a syllable is a character to its reader.
    """
    form: Literal["NFKC", "NFKD"] = "NFKC" if "\uac00" <= char <= "\ud7a3" else "NFKD"
    out = unicodedata.normalize(form, char).casefold()
    return "".join(
        c
        for c in unicodedata.normalize(form, out)
        if (unicodedata.category(c)[0] in _KEPT or unicodedata.category(c) in _KEPT)
        and ord(c) not in _SELECTORS
    )


@dataclass(frozen=True, eq=False)
class Folded:
    """A folded text.

    Attributes:
        codes: the folded characters as code points, shape (n,), uint32.
        origin: for each of them the offset of the character of the text that it came from,
            shape (n,), int32, not decreasing.
    """

    codes: NDArray[np.uint32]
    origin: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def text(self) -> str:
        """The folded characters as a string of length n."""
        return self.codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")

    def within(self, span: Span) -> Span:
        """The folded characters that come from a stretch of the text."""
        start, end = np.searchsorted(self.origin, (span.start, span.end))
        return Span(int(start), int(end))


def code_points(text: str) -> NDArray[np.uint32]:
    """The characters of a text as code points, shape (len(text),)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def mask(codes: NDArray[np.uint32], holds: Callable[[str], bool]) -> NDArray[np.bool_]:
    """Which of the characters a predicate holds for; it is asked once for each different one."""
    alphabet = _alphabet(codes)
    table = np.zeros(int(codes.max(initial=0)) + 1, dtype=bool)
    table[alphabet] = [holds(chr(c)) for c in alphabet.tolist()]
    return table[codes]


def tally(text: str) -> dict[str, int]:
    """How often each character stands in a text."""
    counts = np.zeros(0, dtype=np.int64)
    for begin in range(0, len(text), _CHUNK):
        here = np.bincount(code_points(text[begin : begin + _CHUNK]), minlength=len(counts))
        here[: len(counts)] += counts
        counts = here
    present = np.flatnonzero(counts)
    return {chr(c): n for c, n in zip(present.tolist(), counts[present].tolist(), strict=True)}


def _alphabet(codes: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The different code points, in order."""
    seen = np.zeros(int(codes.max(initial=0)) + 1, dtype=bool)
    seen[codes] = True
    return np.flatnonzero(seen)


def fold(text: str) -> Folded:
    """Fold a whole text at once; linear in its length plus its alphabet's size."""
    codes = code_points(text)
    alphabet = _alphabet(codes)
    folds = [fold_character(chr(c)) for c in alphabet.tolist()]
    # The folds laid end to end, and for each code point where its fold begins and how long it is.
    table = code_points("".join(folds))
    sizes = np.zeros(int(codes.max(initial=0)) + 1, dtype=np.uint8)
    sizes[alphabet] = [len(f) for f in folds]
    begins = np.zeros(len(sizes), dtype=np.int32)
    begins[alphabet] = np.cumsum(sizes[alphabet], dtype=np.int32) - sizes[alphabet]
    size = sizes[codes]
    origin = np.flatnonzero(size).astype(np.int32)
    at = begins[codes[origin]]
    if int(sizes.max()) <= 1:
        return Folded(table[at], origin)
    size = size[origin]
    last = np.cumsum(size, dtype=np.int32)
    nth = np.arange(last[-1], dtype=np.int32) - np.repeat(last - size, size)
    return Folded(table[np.repeat(at, size) + nth], np.repeat(origin, size))
