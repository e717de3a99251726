"""JSON read with suspicion: each value is asked for with its type, and what is wrong is placed."""

from sys import maxsize
from typing import Any

from dedup.model import Span


class WrongError(Exception):
    """What is wrong with a report, and where in it."""


class Fields:
    """A JSON object with its place in the report, so that what is wrong in it can be named."""

    __slots__ = ("_fields", "place")

    def __init__(self, value: Any, place: str) -> None:
        self.place = place
        if not isinstance(value, dict):
            raise WrongError(f"{place or 'the whole'}: is not an object")
        self._fields = value

    def has(self, key: str) -> bool:
        """Whether the field is there and not null."""
        return self._fields.get(key) is not None

    def text(self, key: str) -> str:
        """A field that holds a string."""
        return str(self._of(key, str, "a string"))

    def flag(self, key: str) -> bool:
        """A field that holds true or false."""
        return bool(self._of(key, bool, "true or false"))

    def number(self, key: str) -> float:
        """A field that holds a number."""
        value = self._of(key, (int, float), "a number")
        if isinstance(value, bool):
            raise WrongError(f"{self._at(key)}: is not a number")
        return value  # type: ignore[no-any-return]

    def share(self, key: str) -> float:
        """A field that holds a number in [0, 1]."""
        value = self.number(key)
        if not 0 <= value <= 1:
            raise WrongError(f"{self._at(key)}: is not between 0 and 1")
        return value

    def counts(self, key: str, size: int | None = None) -> None:
        """See that a field holds a whole number from 0 on, or a list of so many of them."""
        value = self._of(key, int if size is None else list, "a whole number")
        values = [value] if size is None else value
        if len(values) != (size or 1) or any(type(each) is not int or each < 0 for each in values):
            raise WrongError(f"{self._at(key)}: is not {size or 1} whole numbers from 0 on")

    def words(self, key: str) -> tuple[str, ...]:
        """A field that holds a list of strings."""
        values = self._of(key, list, "a list")
        if not all(isinstance(value, str) for value in values):
            raise WrongError(f"{self._at(key)}: is not a list of strings")
        return tuple(values)

    def object(self, key: str) -> "Fields":
        """A field that holds an object."""
        return Fields(self._of(key, dict, "an object"), self._at(key))

    def objects(self, key: str) -> list["Fields"]:
        """A field that holds a list of objects."""
        values = self._of(key, list, "a list")
        return [Fields(value, f"{self._at(key)}[{k}]") for k, value in enumerate(values)]

    def span(self, key: str) -> Span:
        """A field that holds a stretch of the input; its code points are what is read."""
        within = self.object(key)
        ends = within._of("char", list, "a list")
        if len(ends) != 2 or any(type(end) is not int or end > maxsize for end in ends):
            raise WrongError(f"{within._at('char')}: is not two whole numbers")
        with Place(within._at("char")):
            return Span(*ends)

    def _of(self, key: str, kind: type | tuple[type, ...], called: str) -> Any:
        if key not in self._fields:
            raise WrongError(f"{self._at(key)}: is missing")
        value = self._fields[key]
        if not isinstance(value, kind):
            raise WrongError(f"{self._at(key)}: is not {called}")
        return value

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key


class Place:
    """Names the place of whatever the nouns themselves find wrong with their values."""

    __slots__ = ("_place",)

    def __init__(self, place: str) -> None:
        self._place = place

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, ValueError):
            raise WrongError(f"{self._place}: {error}") from None
