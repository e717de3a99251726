"""Options that several commands have, and the settings that they make."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from dedup.errors import UsageError
from dedup.model import KINDS, Settings
from dedup.reports.visible import escaped

_DEFAULTS = Settings()


class _Pattern(click.types.StringParamType):
    """A regular expression; it may hold blanks, so an environment variable holds one a line."""

    envvar_list_splitter = "\n"


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
        help=f"Look for these kinds of change alone: {' '.join(KINDS)}. "
        "Repeatable, or with commas.",
    ),
    click.option("--skip", metavar="KIND", multiple=True, help="Leave these kinds of change."),
)
"""Which kinds of change are looked at."""

withheld_options = _together(
    click.option("--unsafe/--no-unsafe", default=False, help="Make the withheld changes, too."),
    click.option(
        "--apply",
        metavar="KIND",
        multiple=True,
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
        type=_Pattern(),
        help="Never remove or join across a match. Repeatable.",
    ),
    click.option(
        "--lexicon",
        metavar="FILE",
        multiple=True,
        type=click.Path(),
        help="Count the words of this file, one a line, as words. Repeatable.",
    ),
)
"""What is looked for, what counts as a repeat and as a word, and what must not be touched."""

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
    help="Encoding of the files, or auto.",
)
"""How files are read."""

screen_options = _together(
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colour the report.",
    ),
    click.option(
        "--width",
        type=click.IntRange(40, 200),
        metavar="N",
        show_default="the terminal's, at most 120",
        help="Columns of the report.",
    ),
    click.option(
        "--paging",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Show the report in a pager.",
    ),
)
"""How reports are drawn."""


def settings_of(given: dict[str, Any]) -> Settings:
    """How to clean, as those of the options have it that a command has."""
    try:
        return Settings(
            similarity=given.get("similarity", _DEFAULTS.similarity),
            min_chars=given.get("min_chars", _DEFAULTS.min_chars),
            only=kinds_of(given.get("only", ())),
            skip=kinds_of(given.get("skip", ())),
            apply=kinds_of(given.get("apply", ())),
            unsafe=given.get("unsafe", False),
            keep=given.get("keep", ()),
            unwrap=given.get("unwrap", False),
            lexicon=given.get("lexicon", ()),
        )
    except ValueError as error:  # it starts with the name of the option
        raise UsageError(f"--{escaped(str(error))}") from None


def kinds_of(values: Iterable[str]) -> frozenset[str]:
    """The kinds in repeated options and in lists with commas."""
    return frozenset(kind for value in values for kind in value.replace(",", " ").split())
