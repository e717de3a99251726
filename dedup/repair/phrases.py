"""What a text says more than once: the runs of four Han characters that stand in it unbroken."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from dedup.arrays import PIECE
from dedup.fold import code_points
from dedup.layout import head, tail
from dedup.model import Span

SIZE = 4
"""Characters of a phrase."""
_BITS = 16
# Characters looked at on either side of a break.
_REACH = 8
# What is looked for is told from nearly all else by so many bits of a product.
_SIEVE_BITS = 20
_ODD = 0x9E3779B97F4A7C15


class Phrases:
    """Where each run of four Han characters that is asked for first stands, within lines.

    A look goes through the whole text, so many should be asked for at once.

    Args:
        text: the text. Only characters of the basic plane make phrases.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: dict[int, int | None] = {}

    def look_up(self, seams: Iterable[tuple[str, str]]) -> None:
        """Look for the phrases across many seams at once; as for `between`."""
        self._look_for(
            key
            for left, right in seams
            for key, _ in _across(tail(left[-_REACH:]), head(right[:_REACH]))
        )

    def look_up_across(self, gaps: Iterable[Span]) -> None:
        """Look for the phrases across many breaks at once; as for `across`."""
        self.look_up(map(self._sides, gaps))

    def _sides(self, gap: Span) -> tuple[str, str]:
        text = self._text
        return text[max(0, gap.start - _REACH) : gap.start], text[gap.end : gap.end + _REACH]

    def across(self, gap: Span) -> tuple[str, int, int] | None:
        """The phrase across a break that stands unbroken elsewhere in the text.

        Args:
            gap: the white space of the break.

        Returns:
            The longest phrase, how many of its characters stand before the break, and the offset
            where it stands elsewhere; None if there is none.
        """
        return self.between(*self._sides(gap))

    def between(self, left: str, right: str) -> tuple[str, int, int] | None:
        """The phrase that two stretches of text make, end to end, and the text says unbroken.

        Args:
            left: the text before the seam; its last characters count.
            right: the text behind it.

        Returns:
            As `across`.
        """
        before, after = tail(left[-_REACH:]), head(right[:_REACH])
        phrases = _across(before, after)
        self._look_for(key for key, _ in phrases)
        found = [
            self._grown(before, after, start, place)
            for key, start in phrases
            if (place := self._places[key]) is not None
        ]
        return max(found, key=lambda f: (len(f[0]), -f[2]), default=None)

    def _grown(self, before: str, after: str, start: int, place: int) -> tuple[str, int, int]:
        """A phrase made as long as the text says it at `place`: it, its share before, its place."""
        whole = before + after
        end, to = start + SIZE, place + SIZE
        while end < len(whole) and self._text[to : to + 1] == whole[end]:
            end, to = end + 1, to + 1
        while start > 0 and place > 0 and self._text[place - 1] == whole[start - 1]:
            start, place = start - 1, place - 1
        return whole[start:end], len(before) - start, place

    def _look_for(self, keys: Iterable[int]) -> None:
        """Find the first place of each phrase that was not looked for before."""
        new = {key for key in keys if key not in self._places}
        if not new:
            return
        wanted = np.array(sorted(new), dtype=np.uint64)
        sieve = np.zeros(1 << _SIEVE_BITS, dtype=bool)
        sieve[_sieved(wanted)] = True
        self._places |= dict.fromkeys(new)
        for begin in range(0, len(self._text), PIECE):
            here = _windows(code_points(self._text[begin : begin + PIECE + SIZE - 1]))
            maybe = np.flatnonzero(sieve[_sieved(here)])
            for key, place in zip(here[maybe].tolist(), maybe.tolist(), strict=True):
                if key in new:
                    new.remove(key)
                    self._places[key] = begin + place


def _sieved(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Where each packed phrase stands in the sieve, shape of `keys`."""
    return keys * np.uint64(_ODD) >> np.uint64(64 - _SIEVE_BITS)


def _windows(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Each run of four characters packed, shape (len(codes) - 3,); 0 for those of other planes."""
    codes = np.where(codes >> _BITS, 0, codes).astype(np.uint64)
    out = np.zeros(max(0, len(codes) - SIZE + 1), dtype=np.uint64)
    for k in range(SIZE):
        out = out << np.uint64(_BITS) | codes[k : len(out) + k]
    return out


def _across(before: str, after: str) -> list[tuple[int, int]]:
    """The packed phrases that cross a seam, with where they begin."""
    seam = len(before)
    keys = _keys(before + after)
    return [(key, start) for key, start in keys if start < seam < start + SIZE]


def _keys(text: str) -> list[tuple[int, int]]:
    """The packed phrases of a short text with their places in it."""
    out = []
    for start in range(len(text) - SIZE + 1):
        key = 0
        for char in text[start : start + SIZE]:
            if ord(char) >> _BITS:
                break
            key = key << _BITS | ord(char)
        else:
            out.append((key, start))
    return out
