"""The command line: options to settings and wishes, and what went wrong to an exit status.

Whatever happens, a user reads one line that says what, where and what to do; never a traceback.
"""

import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

from dedup.cli.drawing import report
from dedup.cli.exits import status_of
from dedup.cli.help import EXAMPLES, NOTES, SECTIONS, Command, Group
from dedup.cli.output import Wish
from dedup.cli.screen import Screen, is_terminal
from dedup.errors import UsageError
from dedup.model import KINDS, Settings
from dedup.reports.formats import FORMATS, SUFFIXES
from dedup.reports.visible import escaped

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 88}

_DEFAULTS = Settings()


class _Pattern(click.types.StringParamType):
    """A regular expression; it may hold blanks, so an environment variable holds one a line."""

    envvar_list_splitter = "\n"


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from dedup import __version__

        click.echo(f"dedup {__version__}")
        ctx.exit()


@click.group(
    cls=Group,
    context_settings=_CONTEXT,
    invoke_without_command=True,
    examples=EXAMPLES[:4],
    notes={"More": (("dedup help clean", "all options of clean"),)},
)
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    allow_from_autoenv=False,
    callback=_print_version,
    help="Print the version.",
)
@click.pass_context
def dedup(ctx: click.Context) -> None:
    """Remove repeated passages and mend OCR damage; show every change with its reason."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@dedup.command("help", short_help="Print the help of a command.", add_help_option=True)
@click.argument("command", required=False)
@click.pass_context
def help_(ctx: click.Context, command: str | None) -> None:
    """Print the help of dedup, or of one of its commands."""
    above = ctx.find_root()
    if command is None:
        click.echo(above.get_help())
        return
    found = dedup.get_command(above, command)
    if found is None:
        raise click.UsageError(f"No such command {command!r}.", ctx)
    with click.Context(found, info_name=command, parent=above) as below:
        click.echo(found.get_help(below))


@dedup.command(
    cls=Command,
    sections=SECTIONS,
    examples=EXAMPLES,
    notes=NOTES,
    short_help="Remove repeats and mend OCR damage.",
)
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="Write the text to a file, a directory, '{stem}.clean{suffix}', or - for standard output.",
)
@click.option("-i", "--in-place", is_flag=True, help="Write the text back to the file.")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit status 1 if there is something to do."
)
@click.option("--diff", is_flag=True, help="Print a patch in place of the text.")
@click.option("--json", is_flag=True, help="Print the report as JSON in place of the text.")
@click.option(
    "--report",
    metavar="PATH",
    multiple=True,
    type=click.Path(),
    help=f"Write the report to a file, too, or - for standard output in place of the text; "
    f"the suffix says how: {' '.join(SUFFIXES)}. Repeatable.",
)
@click.option(
    "--report-format",
    metavar="NAME",
    type=click.Choice([*FORMATS]),
    help=f"How the report is shown: {' '.join(FORMATS)}.",
)
@click.option(
    "--only",
    metavar="KIND",
    multiple=True,
    help=f"Look for these kinds of change alone: {' '.join(KINDS)}. Repeatable, or with commas.",
)
@click.option("--skip", metavar="KIND", multiple=True, help="Leave these kinds of change.")
@click.option("--unsafe/--no-unsafe", default=False, help="Make the withheld changes, too.")
@click.option(
    "--apply",
    metavar="KIND",
    multiple=True,
    help="Make the withheld changes of this kind, too.",
)
@click.option(
    "--similarity",
    type=float,
    metavar="S",
    default=_DEFAULTS.similarity,
    show_default=True,
    help="How alike two passages must be to be one, from 0.5 to 1.",
)
@click.option(
    "--min-chars",
    type=int,
    metavar="N",
    default=_DEFAULTS.min_chars,
    show_default=True,
    help="How long a repeat must be, in Han characters; a letter of an alphabet counts a third.",
)
@click.option(
    "--keep",
    metavar="REGEX",
    multiple=True,
    type=_Pattern(),
    help="Never remove or join across a match. Repeatable.",
)
@click.option(
    "-e",
    "--encoding",
    metavar="NAME",
    default="utf-8",
    show_default=True,
    help="Encoding of the files, or auto.",
)
@click.option("--stdin-filename", metavar="NAME", help="What to call standard input.")
@click.option("-f", "--force", is_flag=True, help="Replace an output that exists.")
@click.option("-b", "--backup", is_flag=True, help="Keep what -i or -o replaces.")
@click.option(
    "--backup-suffix",
    metavar="SUFFIX",
    default=".orig",
    show_default=True,
    help="What to append to its name.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour the report.",
)
@click.option(
    "--width",
    type=click.IntRange(40, 200),
    metavar="N",
    show_default="the terminal's, at most 120",
    help="Columns of the report.",
)
@click.option(
    "--paging",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Show the report in a pager.",
)
@click.option("-q", "--quiet", is_flag=True, help="Draw no report and no summary.")
@click.option("-v", "--verbose", is_flag=True, help="Show texts whole.")
@click.pass_context
def clean(ctx: click.Context, /, **given: Any) -> int:
    """Repair line breaks, remove repeats.

    The cleaned text goes to standard output, the report to standard error. On a terminal the
    report takes the place of the text, which goes to a file beside FILE. Without FILE, or where
    it is -, standard input is read.
    """
    wish = Wish(
        files=given["files"],
        label=given["stdin_filename"],
        encoding=given["encoding"],
        output=given["output"],
        in_place=given["in_place"],
        backup=given["backup"],
        suffix=given["backup_suffix"],
        force=given["force"],
        check=given["check"],
        diff=given["diff"],
        json=given["json"],
        reports=given["report"],
        form=given["report_format"],
        quiet=given["quiet"],
    )
    if given["quiet"] and given["verbose"]:
        raise UsageError("-q and -v say the opposite\ngive one of them")
    if not wish.files and (sys.stdin is None or is_terminal(sys.stdin)):
        state = "closed" if sys.stdin is None else "a terminal"
        raise UsageError(
            f"nothing to read: no FILE, and standard input is {state}\n"
            f"{ctx.get_usage()}\n{ctx.command_path} --help  says more"
        )
    screen = Screen(given["color"], given["paging"], given["width"], given["verbose"])
    from dedup.cli.run import run  # only now, since help needs none of the program

    return run(wish, _settings(given), screen)


dedup.add_command(report)


def _settings(given: dict[str, Any]) -> Settings:
    """How to clean, as the options have it."""
    try:
        return Settings(
            similarity=given["similarity"],
            min_chars=given["min_chars"],
            only=_kinds(given["only"]),
            skip=_kinds(given["skip"]),
            apply=_kinds(given["apply"]),
            unsafe=given["unsafe"],
            keep=given["keep"],
        )
    except ValueError as error:  # it starts with the name of the option
        raise UsageError(f"--{escaped(str(error))}") from None


def _kinds(values: Iterable[str]) -> frozenset[str]:
    """The kinds in repeated options and in lists with commas."""
    return frozenset(kind for value in values for kind in value.replace(",", " ").split())


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: the arguments, those of the process where None.

    Returns:
        The exit status.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    return status_of(lambda: _invoke(arguments))


def _invoke(arguments: list[str]) -> int:
    """Let click read the arguments and run the command.

    Not by `dedup.main`, which makes an exit status 1 of a broken pipe even outside its
    standalone mode.
    """
    try:
        with dedup.make_context("dedup", arguments, auto_envvar_prefix="DEDUP") as ctx:
            return int(dedup.invoke(ctx) or 0)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        raise UsageError(_in_one_line(error)) from None


def _in_one_line(error: click.ClickException) -> str:
    """What click has to say, where the value came from, and which help to read."""
    message = escaped(error.format_message()).removesuffix(".")
    ctx = getattr(error, "ctx", None)
    if ctx is None:
        return message
    param = getattr(error, "param", None)
    if param is not None and param.name is not None:
        source = ctx.get_parameter_source(param.name)
        if source is click.core.ParameterSource.ENVIRONMENT:
            message += f" (from {ctx.auto_envvar_prefix}_{param.name.upper()})"
    return f"{message}\n{ctx.command_path} --help  lists what there is"
