"""What numpy's own `unique` does, without the masked arrays that it imports on the way."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

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
