"""What may stand in a configuration file: its keys, what each may hold, and what is said of a slip.

A key is named as the long option that says the same; those of the screen stand in the table
`report`.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dedup.cli.memory import parsed
from dedup.cli.options import settings_from
from dedup.cli.screen import WHEN, WIDTHS
from dedup.errors import UsageError
from dedup.reports.visible import escaped

_LONGEST_SHOWN = 40
"""Characters of a wrong value that a message repeats."""

# What a key may hold: each takes a TOML value, and raises a ValueError that says what is wanted.


def _number(value: object, _: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a number")
    return float(value)


def _whole(value: object, _: Path) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("a whole number from 0 on")
    return value


def _flag(value: object, _: Path) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def _text(value: object, _: Path) -> str:
    if not isinstance(value, str) or not value or "\0" in value:
        raise ValueError("a text in quotes")
    return value


def _memory(value: object, _: Path) -> str:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else "?"
    parsed(text)
    return text


def _texts(value: object, _: Path) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise ValueError("a list of texts in quotes")
    return tuple(values)


def _paths(value: object, folder: Path) -> tuple[str, ...]:
    return tuple(str(folder / Path(each).expanduser()) for each in _texts(value, folder))


def _sibling(value: object, folder: Path) -> str:
    """A template for the name of a cleaned text; a folder in it is one of the configuration's."""
    from dedup.cli.targets import fields_of

    if value == "":
        return ""
    if not isinstance(value, str) or fields_of(value) - {"suffix"} != {"stem"} or "\0" in value:
        raise ValueError("a name with {stem}, such as '{stem}.clean{suffix}'")
    return str(folder / value) if os.sep in value else value


def _columns(value: object, _: Path) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in WIDTHS:
        raise ValueError(f"a whole number from {WIDTHS[0]} to {WIDTHS[-1]}")
    return value


def _when(value: object, _: Path) -> str:
    if value not in WHEN:
        raise ValueError(" or ".join(f'"{each}"' for each in WHEN))
    return str(value)


class Key(NamedTuple):
    """A key of a configuration file.

    Attributes:
        name: as it stands there.
        option: the name of the parameter of the option that says the same.
        take: makes the option's value of what stands there, relative to a folder.
        of_text: whether it may differ from text to text, and so stand in an override.
    """

    name: str
    option: str
    take: Callable[[object, Path], Any]
    of_text: bool = False


KEYS = {
    key.name: key
    for key in (
        Key("similarity", "similarity", _number, of_text=True),
        Key("min-chars", "min_chars", _whole, of_text=True),
        Key("only", "only", _texts, of_text=True),
        Key("skip", "skip", _texts, of_text=True),
        Key("apply", "apply", _texts, of_text=True),
        Key("unsafe", "unsafe", _flag, of_text=True),
        Key("keep", "keep", _texts, of_text=True),
        Key("unwrap", "unwrap", _flag, of_text=True),
        Key("lexicon", "lexicon", _paths, of_text=True),
        Key("encoding", "encoding", _text, of_text=True),
        Key("output", "sibling", _sibling),
        Key("backup", "backup", _flag),
        Key("backup-suffix", "backup_suffix", _text),
        Key("no-undo-log", "no_undo_log", _flag),
        Key("jobs", "jobs", _whole),
        Key("max-memory", "max_memory", _memory),
        Key("report.color", "color", _when),
        Key("report.width", "width", _columns),
        Key("report.paging", "paging", _when),
        Key("report.ascii", "ascii", _flag),
        Key("report.context", "context", _whole),
        Key("report.side-by-side", "side_by_side", _flag),
        Key("report.hyperlinks", "hyperlinks", _when),
    )
}
"""All that a configuration file may say; `docs/configuration.md` tells of each."""

OF_TEXT = {name: key for name, key in KEYS.items() if key.of_text}
"""What an override may say."""

TEXTS = _texts
"""Takes a list of texts, or one."""


def values_of(
    table: Mapping[str, Any],
    folder: Path,
    label: str,
    above: str = "",
    keys: Mapping[str, Key] = KEYS,
) -> dict[str, Any]:
    """The values of options that a table says.

    Args:
        table: as TOML has it.
        folder: what the paths in it are relative to.
        label: what messages call its source.
        above: what stands before its keys there.
        keys: those that it may hold.

    Raises:
        UsageError: a key is unknown, or holds what it may not.
    """
    values: dict[str, Any] = {}
    for name, value in _flat(table):
        if name not in keys:
            raise UsageError(f"{label}: {above}{escaped(name)}: no such key\n{_near(name, keys)}")
        try:
            values[keys[name].option] = keys[name].take(value, folder)
        except ValueError as error:
            raise UsageError(
                f"{label}: {above}{name}: has to be {error}, not {_short(value)}"
            ) from None
    try:
        settings_from(values)
    except ValueError as error:  # it begins with the name of the key
        raise UsageError(f"{label}: {above}{escaped(str(error))}") from None
    return values


def _flat(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Keys with their values, those of the table `report` as `report.color`."""
    for name, value in table.items():
        if name == "report" and isinstance(value, dict):
            yield from ((f"report.{below}", each) for below, each in value.items())
        else:
            yield name, value


def _near(name: str, keys: Mapping[str, Key]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, keys, 1) or get_close_matches(f"report.{name}", keys, 1, 0.8)
    return f"the nearest is  {near[0]}" if near else f"there are {', '.join(keys)}"


def _short(value: object) -> str:
    shown = escaped(repr(value) if not isinstance(value, bool) else str(value).lower())
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[: _LONGEST_SHOWN - 1]}…"
