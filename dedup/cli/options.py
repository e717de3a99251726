"""Options that several commands have, and the settings that they make."""

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dedup.cli.screen import WHEN, WIDTHS, Screen
from dedup.errors import UsageError
from dedup.model import KINDS, Settings
from dedup.reports.visible import escaped

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_DEFAULTS = Settings()

ENCODINGS = (
    *("auto", "utf-8", "utf-16", "gb18030", "gbk", "big5", "shift_jis", "euc-jp", "euc-kr"),
    *("windows-1252", "windows-1251", "iso-8859-1", "iso-8859-2", "iso-8859-15", "koi8-r"),
)
"""Names that a shell proposes for `--encoding`; it takes many more."""


class _Line(click.types.StringParamType):
    """A text that may hold blanks, so that an environment variable holds one a line."""

    envvar_list_splitter = "\n"


class FileName(click.types.StringParamType):
    """The name of a file, which a shell completes; whether there is one is not asked here."""

    envvar_list_splitter = os.pathsep

    def shell_complete(
        self, _: click.Context, __: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        """Leave it to the shell."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


class _ConfigType(FileName):
    """A file or `KEY=VALUE`, one a line in an environment variable."""

    envvar_list_splitter = "\n"


def _complete_kinds(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """The kinds that the last of several with commas may be."""
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{kind}" for kind in KINDS if kind.startswith(last)]


def _complete_encoding(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in ENCODINGS if name.startswith(incomplete.lower())]


_F = TypeVar("_F", bound=Callable[..., Any])


def _together(*options: Callable[[Any], Any]) -> Callable[[_F], _F]:
    """One decorator of several; the first stands first in the help."""

    def decorate(command: _F) -> _F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


kind_options = _together(
    click.option(
        "--only",
        metavar="KIND",
        multiple=True,
        shell_complete=_complete_kinds,
        help=f"Look for these kinds of change alone: {' '.join(KINDS)}. "
        "Repeatable, or with commas.",
    ),
    click.option(
        "--skip",
        metavar="KIND",
        multiple=True,
        shell_complete=_complete_kinds,
        help="Leave these kinds of change.",
    ),
)
"""Which kinds of change are looked at."""

withheld_options = _together(
    click.option("--unsafe/--no-unsafe", default=False, help="Make the withheld changes, too."),
    click.option(
        "--apply",
        metavar="KIND",
        multiple=True,
        shell_complete=_complete_kinds,
        help="Make the withheld changes of this kind, too.",
    ),
)
"""Which withheld changes are made, too."""

finding_options = _together(
    click.option("--unwrap", is_flag=True, help="Put every paragraph on one line."),
    click.option(
        "--similarity",
        type=float,
        metavar="S",
        default=_DEFAULTS.similarity,
        show_default=True,
        help="How alike two passages must be to be one, from 0.5 to 1.",
    ),
    click.option(
        "--min-chars",
        type=int,
        metavar="N",
        default=_DEFAULTS.min_chars,
        show_default=True,
        help="How long a repeat must be, in Han characters; a letter of an alphabet counts "
        "a third.",
    ),
    click.option(
        "--keep",
        metavar="REGEX",
        multiple=True,
        type=_Line(),
        help="Never remove or join across a match. Repeatable.",
    ),
    click.option(
        "--lexicon",
        metavar="FILE",
        multiple=True,
        type=FileName(),
        help="Count the words of this file, one a line, as words. Repeatable.",
    ),
)
"""What is looked for, what counts as a repeat and as a word, and what must not be touched."""

config_options = _together(
    click.option(
        "--config",
        metavar="PATH|KEY=VALUE",
        multiple=True,
        type=_ConfigType(),
        envvar="DEDUP_CONFIG",
        help="Read this configuration file and look for no other, or set one key of it. "
        "Repeatable.",
    ),
    click.option(
        "--isolated", is_flag=True, help="Read no configuration file that is not named here."
    ),
    click.option(
        "--show-settings",
        is_flag=True,
        help="Print every setting and where it is from, and do nothing.",
    ),
)
"""Where settings come from."""

list_options = _together(
    click.option(
        "--files-from",
        metavar="FILE",
        type=FileName(),
        help="Read the names of files from a list, one a line; - for standard input.",
    ),
    click.option("-0", "--null", is_flag=True, help="A NUL ends each name in that list."),
    click.option(
        "-j",
        "--jobs",
        type=click.IntRange(min=0),
        metavar="N",
        default=0,
        help="How many processes to use, one for each file, two for a long text alone; 0, the "
        "default, for as many as pay.",
    ),
)
"""Many files."""

memory_option = click.option(
    "--max-memory",
    metavar="SIZE",
    default="",
    show_default="what is free",
    help="Refuse a text that would take more memory, such as 800M or 4G; 0 for no limit.",
)
"""How much memory a text may take."""

undo_log_option = click.option(
    "--no-undo-log", is_flag=True, help="Keep no report for dedup undo of what is changed in place."
)
"""Whether a write in place can be taken back."""

encoding_option = click.option(
    "-e",
    "--encoding",
    metavar="NAME",
    default="utf-8",
    show_default=True,
    shell_complete=_complete_encoding,
    help="Encoding of the files, or auto.",
)
"""How files are read."""

screen_options = _together(
    click.option(
        "--color",
        type=click.Choice(WHEN),
        default="auto",
        show_default=True,
        help="Colour the report.",
    ),
    click.option(
        "--width",
        type=click.IntRange(WIDTHS[0], WIDTHS[-1]),
        metavar="N",
        show_default="the terminal's, at most 120",
        help="Columns of the report.",
    ),
    click.option(
        "--paging",
        type=click.Choice(WHEN),
        default="auto",
        show_default=True,
        help="Show the report in a pager.",
    ),
    click.option("--ascii", is_flag=True, help="Draw the report's own signs in ASCII."),
)
"""How anything is drawn."""

drawing_options = _together(
    screen_options,
    click.option(
        "-U",
        "--context",
        type=click.IntRange(min=0),
        metavar="N",
        default=0,
        help="Show N lines with text before and behind each change.",
    ),
    click.option(
        "-s",
        "--side-by-side",
        is_flag=True,
        help="Old on the left, new on the right, where the report is 80 columns wide or more.",
    ),
    click.option(
        "--hyperlinks",
        type=click.Choice(WHEN),
        default="never",
        show_default=True,
        help="Link the numbers of lines to their places in the file.",
    ),
    click.option("-v", "--verbose", is_flag=True, help="Show texts whole."),
)
"""How reports are drawn."""


def screen_of(values: Mapping[str, Any]) -> Screen:
    """How to draw, as those of the options have it that a command has."""
    return Screen(**{name: values[name] for name in Screen._fields if name in values})


def settings_of(given: Mapping[str, Any]) -> Settings:
    """How to clean, as those of the options have it that a command has."""
    try:
        return settings_from(given)
    except ValueError as error:  # it starts with the name of the option
        raise UsageError(f"--{escaped(str(error))}") from None


def settings_from(values: Mapping[str, Any]) -> Settings:
    """How to clean, as the values of options have it; defaults for those that are not there.

    Raises:
        ValueError: a value cannot be; the message begins with the name of its option.
    """
    kinds = ("only", "skip", "apply")
    others = ("similarity", "min_chars", "unsafe", "keep", "unwrap", "lexicon")
    said: dict[str, Any] = {name: kinds_of(values[name]) for name in kinds if name in values}
    return Settings(**said, **{name: values[name] for name in others if name in values})


def kinds_of(values: Iterable[str]) -> frozenset[str]:
    """The kinds in repeated options and in lists with commas."""
    return frozenset(kind for value in values for kind in value.replace(",", " ").split())
