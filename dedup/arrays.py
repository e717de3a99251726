"""Long arrays piece by piece; numpy's `unique` without the masked arrays that it imports."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

PIECE = 1 << 18
"""So many characters of a long text are looked at at once: what is computed on the way is small."""

T = TypeVar("T", bound=np.generic)


def counted(values: NDArray[T]) -> tuple[NDArray[T], NDArray[np.int64]]:
    """The different values in order, and how often each stands, both shape (n,)."""
    ordered = np.sort(values)
    opens = np.ones(len(ordered), dtype=bool)
    opens[1:] = ordered[1:] != ordered[:-1]
    begins = np.flatnonzero(opens)
    return ordered[begins], np.diff(np.append(begins, len(ordered)))


def first_places(values: NDArray[T]) -> tuple[NDArray[T], NDArray[np.int64]]:
    """The different values in order, and where each first stands, both shape (n,)."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    opens = np.ones(len(ordered), dtype=bool)
    opens[1:] = ordered[1:] != ordered[:-1]
    return ordered[opens], order[opens]


def joined(parts: Iterable[NDArray[T]], kind: type[T]) -> NDArray[T]:
    """Arrays of one kind laid end to end, none of them kept: the whole is held once, not twice."""
    out = bytearray()
    for part in parts:
        out += part.tobytes()
    return np.frombuffer(out, dtype=kind)


def pieces(sizes_before: NDArray[np.int64], most: int) -> Iterator[tuple[int, int]]:
    """Cut a row of items into pieces that come to `most` or less each, of one item at least.

    Args:
        sizes_before: the size of all items before each, and of all, shape (items + 1,).
        most: the size of a piece.

    Returns:
        The first item of each piece, and one past its last.
    """
    first, items = 0, len(sizes_before) - 1
    while first < items:
        last = int(np.searchsorted(sizes_before, sizes_before[first] + most, side="right")) - 1
        last = max(first + 1, last)
        yield first, last
        first = last


class Counts(dict[int, int]):
    """How often each of many numbers stands.

    Looked up in sorted arrays; what was asked for once is remembered in the dictionary.
    """

    def __init__(self, parts: Iterable[NDArray[np.uint64]]) -> None:
        """Count the numbers of some arrays, none of which is kept."""
        super().__init__()
        each = [counted(part) for part in parts]
        values = np.concatenate([np.zeros(0, np.uint64), *(value for value, _ in each)])
        numbers = np.concatenate([np.zeros(0, np.int64), *(number for _, number in each)])
        order = np.argsort(values)
        values, numbers = values[order], numbers[order]
        opens = np.flatnonzero(np.append(True, values[1:] != values[:-1])[: len(values)])
        self._values = array("Q", values[opens].tobytes())
        self._numbers = array("q", np.add.reduceat(numbers, opens).tobytes() if len(opens) else b"")

    def of(self, values: NDArray[np.uint64]) -> list[int]:
        """How often each of some numbers stands; nothing is remembered."""
        own = np.frombuffer(self._values, dtype=np.uint64)
        if not len(own):
            return [0] * len(values)
        at = np.minimum(np.searchsorted(own, values), len(own) - 1)
        numbers = np.frombuffer(self._numbers, dtype=np.int64)[at]
        counts: list[int] = np.where(own[at] == values, numbers, 0).tolist()
        return counts

    def __missing__(self, value: int) -> int:
        at = bisect_left(self._values, value)
        found = at < len(self._values) and self._values[at] == value
        count = self[value] = self._numbers[at] if found else 0
        return count
