"""What every reader gives, and how rows become batches."""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import pyarrow as pa

from dedup.corpus.fields import Problem
from dedup.corpus.schemas import DOCUMENTS, POSITION_BITS
from dedup.corpus.stages.columns import batch_of

PIECE = 1 << 19
"""Characters of the texts of one piece; one longer text is a piece by itself."""


class Piece(NamedTuple):
    """Some documents of a file.

    Attributes:
        documents: of `DOCUMENTS`.
        order: of each document what `Fields.order` names, or empty.
        problems: what could not be used among them.
    """

    documents: pa.RecordBatch
    order: list[Any]
    problems: list[Problem]


class Rows:
    """Gathers the documents of a file into pieces.

    Args:
        path: the file, as it is called in problems.
        name: the file, as it is called in ids.
        file: its place in the list of inputs.
    """

    def __init__(self, path: str, name: str, file: int) -> None:
        self._path = path
        self._name = name
        self._first = file << POSITION_BITS
        self._begin()

    def _begin(self) -> None:
        self._rows: list[tuple[int, str, str]] = []
        self._order: list[Any] = []
        self._problems: list[Problem] = []
        self._size = 0

    def problem(self, kind: str, message: str, place: str = "") -> None:
        """Tell that something could not be used."""
        self._problems.append(Problem(self._path, place, kind, message))

    def add(self, position: int, text: str, name: Any = None, order: Any = None) -> Iterator[Piece]:
        """Add a document; gives a piece when there is one.

        Args:
            position: its line or row, from 0 on.
            text: what it says.
            name: its id, or None for that of its place.
            order: what it is ordered by.
        """
        own = f"{self._name}:{position + 1}" if name is None else str(name)
        self._rows.append((self._first + position, own, text))
        self._order.append(order)
        self._size += len(text)
        if self._size >= PIECE:
            yield from self.rest()

    def rest(self) -> Iterator[Piece]:
        """What is left, if anything is."""
        if self._rows or self._problems:
            number, name, text = zip(*self._rows, strict=True) if self._rows else ((), (), ())
            columns = {"document": number, "origin": number, "id": name, "text": text}
            yield Piece(batch_of(DOCUMENTS, columns), self._order, self._problems)
            self._begin()


def rank_of(value: Any) -> tuple[int, float, str]:
    """What stands for the value of an order field, as a row of `ORDER`."""
    if isinstance(value, str):
        return 1, 0.0, value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 2, 0.0, ""
    try:
        return 0, float(value), ""
    except OverflowError:  # an integer of more than 308 digits
        return 0, math.copysign(math.inf, value), ""


def why_no_text(value: Any) -> tuple[str, str] | None:
    """The kind of problem with what stands where a text should, and its words; else None."""
    if value is None:
        return "null", "is null where text should be"
    if not isinstance(value, str):
        return "no-string", f"is {_named(value)} where text should be"
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return "no-string", "holds half of a surrogate pair, which is no text"
    return None


def _named(value: Any) -> str:
    kinds = (
        (bool, "true or false"),
        (int | float, "a number"),
        (list, "a list"),
        (dict, "an object"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), type(value).__name__)
