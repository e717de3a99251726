"""Long arrays piece by piece; numpy's `unique` without the masked arrays that it imports."""

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
