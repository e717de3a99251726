"""Fold a text to what a reader would call the same text, with a map back to the original.

Kept: letters, digits, the marks that belong to letters, and symbols that carry meaning (+ = % $).
Gone: white space, punctuation, case, width, and invisible characters. So a repaired space, hyphen
or break cannot change what counts as a repeat.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dedup.arrays import PIECE, joined
from dedup.model import Span

# Categories that carry content: letters, numbers, marks, and the symbols of mathematics and money.
_KEPT = frozenset("LNM") | {"Sm", "Sc"}
# Marks that change how a character looks and not what it says.
_SELECTORS = range(0xFE00, 0xFE10)


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
        text: the folded characters, a string of length n.
        origin: for each of them the offset of the character of the text that it came from,
            shape (n,), int32, not decreasing.
    """

    text: str
    origin: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.text)

    @property
    def codes(self) -> NDArray[np.uint32]:
        """The folded characters as code points, shape (n,); made anew each time."""
        return code_points(self.text)

    def within(self, span: Span) -> Span:
        """The folded characters that come from a stretch of the text."""
        start, end = np.searchsorted(self.origin, np.array((span.start, span.end), np.int32))
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
    for begin in range(0, len(text), PIECE):
        here = np.bincount(code_points(text[begin : begin + PIECE]), minlength=len(counts))
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
    folds: list[str] = []

    def origins() -> Iterator[NDArray[np.int32]]:
        for begin in range(0, len(text), PIECE):
            fold, origin = _folded(code_points(text[begin : begin + PIECE]))
            folds.append(fold)
            yield origin + np.int32(begin)

    origin = joined(origins(), np.int32)
    return Folded("".join(folds), origin)


def _folded(codes: NDArray[np.uint32]) -> tuple[str, NDArray[np.int32]]:
    """The fold of some characters, and where each character of it comes from."""
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
    if int(sizes.max()) > 1:
        size = size[origin]
        last = np.cumsum(size, dtype=np.int32)
        nth = np.arange(last[-1], dtype=np.int32) - np.repeat(last - size, size)
        at, origin = np.repeat(at, size) + nth, np.repeat(origin, size)
    return _string(table[at]), origin


def _string(codes: NDArray[np.uint32]) -> str:
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")
