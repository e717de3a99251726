"""What the command line, the environment and configuration files say together.

What counts less first: the defaults, a configuration file, its override that fits the text, the
environment, `--config KEY=VALUE`, the other options. What says how to clean may differ from text to
text; what concerns the whole run is asked of the file that counts for the folder of all texts.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from dedup.cli.config import Files, Layer, parsed
from dedup.cli.options import settings_of
from dedup.cli.output import STDIN
from dedup.cli.paths import real_path
from dedup.errors import UsageError
from dedup.model import Settings
from dedup.patterns import regex
from dedup.reports.visible import escaped
from dedup.text import STDIN as STDIN_NAME

_INLINE = regex(r"[\w.-]+\s*=")
"""How `--config KEY=VALUE` begins."""

_FROM = click.core.ParameterSource

_COMMAND_LINE, _DEFAULT = "command line", "default"
"""What `--show-settings` calls these sources."""

_TUNING = frozenset(
    (
        *("similarity", "min_chars", "only", "skip", "apply", "unsafe", "keep", "unwrap"),
        *("lexicon", "encoding"),
    )
)
"""Options that say how to clean."""


class Way(NamedTuple):
    """How one text is read and cleaned."""

    settings: Settings = Settings()
    encoding: str = "utf-8"


class Choice:
    """What is said of the texts of a run.

    Args:
        ctx: of the command, which knows where each value is from.
        given: the values of its options.
        names: the texts; none for standard input.

    Raises:
        UsageError: a configuration says what it may not, or the options do not go together.
    """

    def __init__(self, ctx: click.Context, given: dict[str, Any], names: Sequence[str]) -> None:
        self._given = given
        source = {name: ctx.get_parameter_source(name) for name in given}
        path, inline = self._configs(source["config"] is _FROM.COMMANDLINE)
        self._files = Files(path, isolated=given["isolated"])
        named = {name: value for name, value in given.items() if source[name] is _FROM.ENVIRONMENT}
        typed = {name: value for name, value in given.items() if source[name] is _FROM.COMMANDLINE}
        self._above = (
            *(Layer({name: named[name]}, self._variable(ctx, name)) for name in named),
            *inline,
            Layer(typed, _COMMAND_LINE),
        )
        self._names = [self._name(name) for name in names or (STDIN,)]
        self._places = [_place(name) for name in self._names]
        self._ways: dict[tuple[int, ...], Way] = {}
        self.tuned = bool(path) or any(_TUNING & layer.values.keys() for layer in self._above)

    @property
    def ways(self) -> list[Way]:
        """How each text is read and cleaned."""
        return [self._way(place) for place in self._places]

    @property
    def of_run(self) -> dict[str, Any]:
        """The values of all options for the whole run."""
        return {name: value for name, (value, _) in self.told_of_run().items()}

    def asks_for(self, name: str) -> bool:
        """Whether an option is given, on the command line or in the environment."""
        return any(name in layer.values for layer in self._above)

    def told_of_run(self) -> dict[str, tuple[Any, str]]:
        """The values of all options for the whole run, each with where it is from."""
        folder = Path(os.path.commonpath([place.parent for place in self._places]))
        config = self._files.of(folder)
        return self._told([config.base] if config else [])

    def told_of_texts(self) -> Iterator[tuple[str, dict[str, tuple[Any, str]]]]:
        """Each text with the values of all options for it, each with where it is from."""
        for name, place in zip(self._names, self._places, strict=True):
            yield name, self._told(self._layers(place))

    def _told(self, layers: Sequence[Layer]) -> dict[str, tuple[Any, str]]:
        told = {name: (value, _DEFAULT) for name, value in self._given.items()}
        if "in_place" in told:
            told["sibling"] = "", _DEFAULT  # which no option says
        for layer in (*layers, *self._above):
            for name in layer.values.keys() & told.keys():
                told[name] = layer.values[name], layer.source
        return told

    def _layers(self, place: Path) -> list[Layer]:
        config = self._files.of(place.parent)
        return [*config.layers(place)] if config else []

    def _way(self, place: Path) -> Way:
        layers = self._layers(place)
        key = tuple(map(id, layers))  # they live as long as the files that they are from
        if key not in self._ways:
            values = {name: value for name, (value, _) in self._told(layers).items()}
            self._ways[key] = Way(settings_of(values), values["encoding"])
        return self._ways[key]

    def _name(self, name: str) -> str:
        return name if name != STDIN else self._given.get("stdin_filename") or STDIN_NAME

    def _configs(self, typed: bool) -> tuple[str | None, list[Layer]]:
        """What `--config` says: the file that is to count, and what stands there itself."""
        paths, inline = [], []
        for each in self._given["config"]:
            if _INLINE.match(each) and not Path(each).exists():
                inline.append(_inline(each))
            else:
                paths.append(each)
        if len(paths) > 1:
            raise UsageError(
                f"--config names two files, {escaped(paths[0])} and {escaped(paths[1])}\n"
                "give one of them"
            )
        if paths and self._given["isolated"]:
            if typed:
                raise UsageError(
                    "--isolated reads no configuration, and --config names one\ngive one of them"
                )
            paths = []
        return (paths[0] if paths else None), inline

    @staticmethod
    def _variable(ctx: click.Context, name: str) -> str:
        return "DEDUP_CONFIG" if name == "config" else f"{ctx.auto_envvar_prefix}_{name.upper()}"


def _place(name: str) -> Path:
    """Where a text lies; links among its folders are followed, and itself is not."""
    path = Path(name)
    return Path(real_path(path.parent)) / path.name


def _inline(text: str) -> Layer:
    """What `--config KEY=VALUE` says."""
    from dedup.cli.configkeys import values_of

    label = f"--config {escaped(text)}"
    try:
        table = parsed(text.encode("utf-8", "surrogateescape"), label)
    except UsageError as error:
        raise UsageError(f"{error}\na text stands in quotes:  --config 'KEY=\"text\"'") from None
    return Layer(values_of(table, Path(real_path("")), "--config"), "--config")


def shown(choice: Choice) -> str:
    """All settings, each with where it is from: a configuration file, and comments.

    What the environment and the command line ask for and no file can say stands in comments.
    """
    from dedup.cli.configkeys import KEYS

    run = choice.told_of_run()
    keys = [key for key in KEYS.values() if key.option in run]
    of_text = [key for key in keys if key.of_text]
    lines: list[str] = []
    for name, told in choice.told_of_texts():
        lines.append(f"# {escaped(name)}")
        lines += [_line(key.name, *told[key.option]) for key in of_text]
        lines.append("")
    lines.append("# the run")
    lines += [_line(key.name, *run[key.option]) for key in keys if not key.of_text]
    said = {key.option for key in KEYS.values()} | {"show_settings", "files", "file"}
    lines += [
        f"# --{name.replace('_', '-')} {_toml(value)}  # {escaped(source)}"
        for name, (value, source) in run.items()
        if name not in said and source != _DEFAULT
    ]
    return "".join(f"{line}\n" for line in lines)


def _line(key: str, value: object, source: str) -> str:
    if value is None:
        return f"# {key}  # {escaped(source)}"
    return f"{key} = {_toml(value)}  # {escaped(source)}"


def _toml(value: object) -> str:
    """A value as TOML has it."""
    import json

    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_toml, value))}]"
    text = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in text)
