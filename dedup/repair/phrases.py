"""What a text says more than once: the runs of four Han characters that stand in it unbroken."""

import numpy as np
from numpy.typing import NDArray

from dedup.arrays import first_places
from dedup.fold import code_points, mask
from dedup.layout import head, is_han, tail
from dedup.model import Span

SIZE = 4
"""Characters of a phrase."""
_BITS = 16
# Characters looked at on either side of a break.
_REACH = 8


class Phrases:
    """Where each run of four Han characters first stands, within lines.

    Args:
        text: the text. Only characters of the basic plane make phrases.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        codes = code_points(text)
        wide = mask(codes, lambda char: is_han(char) and ord(char) < 1 << _BITS)
        keys = np.zeros(max(0, len(codes) - SIZE + 1), dtype=np.uint64)
        whole = np.ones(len(keys), dtype=bool)
        for k in range(SIZE):
            stop = len(keys) + k
            keys = keys << np.uint64(_BITS) | codes[k:stop]
            whole &= wide[k:stop]
        places = np.flatnonzero(whole)
        self._keys: NDArray[np.uint64]
        self._keys, first = first_places(keys[places])
        self._places: NDArray[np.int64] = places[first]

    def across(self, gap: Span) -> tuple[str, int, int] | None:
        """The phrase across a break that stands unbroken elsewhere in the text.

        Args:
            gap: the white space of the break.

        Returns:
            The longest phrase, how many of its characters stand before the break, and the offset
            where it stands elsewhere; None if there is none.
        """
        return self.between(
            self._text[max(0, gap.start - _REACH) : gap.start],
            self._text[gap.end : gap.end + _REACH],
        )

    def between(self, left: str, right: str) -> tuple[str, int, int] | None:
        """The phrase that two stretches of text make, end to end, and the text says unbroken.

        Args:
            left: the text before the seam; its last characters count.
            right: the text behind it.

        Returns:
            As `across`.
        """
        before, after = tail(left[-_REACH:]), head(right[:_REACH])
        seam = len(before)
        found = [
            self._grown(before, after, start, place)
            for key, start in _keys(before + after)
            if start < seam < start + SIZE and (place := self._find(key)) is not None
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

    def _find(self, key: int) -> int | None:
        at = int(np.searchsorted(self._keys, np.uint64(key)))
        if at < len(self._keys) and int(self._keys[at]) == key:
            return int(self._places[at])
        return None


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
