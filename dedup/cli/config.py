"""Configuration files: which one counts for a text, what may stand in it, what it says.

The closest of `dedup.toml`, `.dedup.toml` and a `pyproject.toml` with `[tool.dedup]` counts, from
the folder of the text upwards as far as a folder that holds `.git`, or the home folder; where there
is none, the user's own `$XDG_CONFIG_HOME/dedup/dedup.toml`. Files are never merged. What reads TOML
is loaded only when one was found.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dedup.cli.paths import real_path
from dedup.errors import UsageError
from dedup.reports.visible import escaped

PROJECT = "pyproject.toml"
NAMES = ("dedup.toml", ".dedup.toml", PROJECT)
"""Files of a folder, the first that counts."""

_TOOL = "tool.dedup."
"""What stands before a key in a `pyproject.toml`."""


class Layer(NamedTuple):
    """What one source says.

    Attributes:
        values: by the name of the option's parameter, as click would hand it on.
        source: where it was said, for whoever looks for it.
    """

    values: Mapping[str, Any]
    source: str


class Config(NamedTuple):
    """A configuration file.

    Attributes:
        folder: where it lies; what it names is relative to that.
        base: what it says of every text.
        overrides: patterns of files, each group with what is said of them besides.
    """

    folder: Path
    base: Layer
    overrides: tuple[tuple[tuple[str, ...], Layer], ...] = ()

    def layers(self, text: Path) -> Iterator[Layer]:
        """What is said of one text, what counts less first; of overrides the first that fits."""
        yield self.base
        path = Path(os.path.relpath(text, self.folder)).parts
        for patterns, layer in self.overrides:
            if any(fits(path, pattern) for pattern in patterns):
                yield layer
                return


def fits(path: Sequence[str], pattern: str) -> bool:
    """Whether a pattern stands for a file.

    Args:
        path: the file's path, folder by folder.
        pattern: `*`, `?` and `[abc]` stand for what they do in a shell, `**` for any folders; one
            without `/` is held against the last name alone.
    """
    from fnmatch import fnmatchcase

    parts = pattern.split("/")
    if len(parts) == 1:
        return fnmatchcase(path[-1], pattern)
    # How much of the pattern may have been met by what of the path was read: linear in both.
    states = _past_stars({0}, parts)
    for name in path:
        stepped = set()
        for state in states - {len(parts)}:
            if parts[state] == "**":
                stepped.add(state)
            elif fnmatchcase(name, parts[state]):
                stepped.add(state + 1)
        states = _past_stars(stepped, parts)
    return len(parts) in states


def _past_stars(states: set[int], parts: Sequence[str]) -> set[int]:
    """The states, and those behind a `**` that stands for nothing."""
    for state in range(len(parts)):
        if state in states and parts[state] == "**":
            states.add(state + 1)
    return states


class Files:
    """The configuration files of one run, each read once.

    Args:
        given: the file that counts for every text, or None to look for those that do.
        isolated: whether none counts.
    """

    def __init__(self, given: str | None = None, *, isolated: bool = False) -> None:
        self._isolated = isolated
        self._fixed = None if given is None else _read(Path(given), given)
        if given is not None and self._fixed is None:
            raise UsageError(f"{escaped(given)}: there is no [tool.dedup] in it")
        self._found: dict[Path, Config | None] = {}

    def of(self, folder: Path) -> Config | None:
        """What counts for the texts of a folder, which need not exist.

        Raises:
            UsageError: the file cannot be read, or says what it may not.
        """
        if self._isolated or self._fixed is not None:
            return self._fixed
        if folder not in self._found:
            self._found[folder] = self._look(folder)
        return self._found[folder]

    def _look(self, folder: Path) -> Config | None:
        home = Path(os.path.realpath(os.environ.get("HOME") or os.sep))
        for each in (folder, *folder.parents):
            for name in NAMES:
                path = each / name
                if _is_there(path) and (config := _read(path, _told(path))) is not None:
                    return config
            if each == home or _is_there(each / ".git", whatever=True):
                break
        user = _of_user()
        return _read(user, _told(user)) if user is not None and _is_there(user) else None


def _is_there(path: Path, *, whatever: bool = False) -> bool:
    """Whether there is a file, or whatever it is; what may not be looked at is not there."""
    try:
        return path.exists() if whatever else path.is_file()
    except OSError:
        return False


def _of_user() -> Path | None:
    """The user's own file; None where there is no home. A relative folder does not count."""
    base = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    if not base.is_absolute():
        base = Path(os.environ.get("HOME", "")) / ".config"
    return base / "dedup" / NAMES[0] if base.is_absolute() else None


def _told(path: Path) -> str:
    """A path as a message names it: from here if it lies below."""
    here = Path(real_path(""))
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _read(path: Path, label: str) -> Config | None:
    """A configuration file; None if it is a `pyproject.toml` that says nothing of dedup.

    Raises:
        UsageError: it cannot be read, or says what it may not.
    """
    shown = escaped(label)
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{shown}: the configuration cannot be read: {reason}") from None
    project = path.name == PROJECT
    if project and b"dedup" not in data:  # most of them, at a thousandth of the price
        return None
    table: Any = parsed(data, shown)
    if project:
        tool = table.get("tool", {})
        table = tool.get("dedup") if isinstance(tool, dict) else None
        if table is None:
            return None
    folder = Path(real_path(path.parent))
    return _checked(table, folder, shown, _TOOL if project else "")


def parsed(data: bytes, label: str) -> dict[str, Any]:
    """What a TOML text says.

    Raises:
        UsageError: it is none.
    """
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{label}: is not TOML: {escaped(str(error))}") from None


def _checked(table: Any, folder: Path, label: str, above: str) -> Config:
    """A configuration, if it says what one may.

    Args:
        table: what was read.
        folder: where its file lies.
        label: what messages call it.
        above: what stands before its keys there.
    """
    from dedup.cli.configkeys import OF_TEXT, TEXTS, values_of  # most runs find no file

    if not isinstance(table, dict):
        raise UsageError(f"{label}: {above.rstrip('.')}: has to be a table")
    overrides = table.pop("overrides", [])
    if not isinstance(overrides, list) or not all(isinstance(each, dict) for each in overrides):
        raise UsageError(f"{label}: {above}overrides: is written  [[{above}overrides]]")
    groups = []
    for number, each in enumerate(overrides, 1):
        place = f"{above}overrides {number}: "
        try:
            patterns = TEXTS(each.pop("files", None), folder)
        except ValueError as error:
            raise UsageError(f"{label}: {place}files: has to be {error}") from None
        source = f"{label}, override {number}"
        groups.append((patterns, Layer(values_of(each, folder, label, place, OF_TEXT), source)))
    return Config(folder, Layer(values_of(table, folder, label, above), label), tuple(groups))
