"""The command line: options to settings and wishes, and what went wrong to an exit status.

Whatever happens, a user reads one line that says what, where and what to do; never a traceback.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from dedup.cli.completion import VARIABLE, complete, completion
from dedup.cli.corpus import corpus
from dedup.cli.drawing import report
from dedup.cli.exits import status_of
from dedup.cli.explain import explain
from dedup.cli.help import EXAMPLES, NOTES, SECTIONS, Command, Group
from dedup.cli.options import (
    FileName,
    config_options,
    drawing_options,
    encoding_option,
    finding_options,
    kind_options,
    list_options,
    memory_option,
    screen_of,
    undo_log_option,
    withheld_options,
)
from dedup.cli.output import SIBLING, STDIN, STDOUT, Wish
from dedup.cli.paths import real_path
from dedup.cli.screen import is_terminal, print_text
from dedup.cli.verbs import apply, review, undo
from dedup.errors import UsageError
from dedup.reports.formats import FORMATS, SUFFIXES
from dedup.reports.visible import escaped

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 88}


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from dedup import __version__

        print_text(f"dedup {__version__}\n")
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
        print_text(ctx.get_help() + "\n")


def _complete_command(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in dedup.commands if name.startswith(incomplete)]


@dedup.command("help", short_help="Print the help of a command.", add_help_option=True)
@click.argument("command", required=False, shell_complete=_complete_command)
@click.pass_context
def help_(ctx: click.Context, command: str | None) -> None:
    """Print the help of dedup, or of one of its commands."""
    above = ctx.find_root()
    if command is None:
        print_text(above.get_help() + "\n")
        return
    found = dedup.get_command(above, command)
    if found is None:
        raise click.UsageError(f"No such command {command!r}.", ctx)
    with click.Context(found, info_name=command, parent=above) as below:
        print_text(found.get_help(below) + "\n")


@dedup.command(
    cls=Command,
    sections=SECTIONS,
    examples=EXAMPLES,
    notes=NOTES,
    short_help="Remove repeats and mend OCR damage.",
)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=FileName())
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=FileName(),
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
    type=FileName(),
    help=f"Write the report to a file, too, or - for standard output in place of the text; "
    f"the suffix says how: {' '.join(SUFFIXES)}. Repeatable.",
)
@click.option(
    "--report-format",
    metavar="NAME",
    type=click.Choice([*FORMATS]),
    help=f"How the report is shown: {' '.join(FORMATS)}.",
)
@kind_options
@withheld_options
@finding_options
@encoding_option
@click.option("--stdin-filename", metavar="NAME", help="What to call standard input.")
@list_options
@memory_option
@click.option("-f", "--force", is_flag=True, help="Replace an output that exists.")
@click.option("-b", "--backup", is_flag=True, help="Keep what -i or -o replaces.")
@click.option(
    "--backup-suffix",
    metavar="SUFFIX",
    default=".orig",
    show_default=True,
    help="What to append to its name.",
)
@undo_log_option
@config_options
@drawing_options
@click.option("-q", "--quiet", is_flag=True, help="Draw no report and no summary.")
@click.option("--no-progress", is_flag=True, help="Do not say how far a long run has come.")
@click.pass_context
def clean(ctx: click.Context, /, **given: Any) -> int:
    """Repair line breaks, remove repeats.

    The cleaned text goes to standard output, the report to standard error. On a terminal the
    report takes the place of the text, which goes to a file beside FILE. Without FILE, or where
    it is -, standard input is read.
    """
    if given["quiet"] and given["verbose"]:
        raise UsageError("-q and -v say the opposite\ngive one of them")
    files = _files_of(given)
    from dedup.cli.choice import Choice, shown  # only now, since help needs none of the program

    choice = Choice(ctx, given, files)
    if given["show_settings"]:
        print_text(shown(choice))
        return 0
    if not files and given["files_from"] is not None:
        return 0  # an empty list is no wish to read standard input
    if not files and (sys.stdin is None or is_terminal(sys.stdin)):
        state = "closed" if sys.stdin is None else "a terminal"
        raise UsageError(
            f"nothing to read: no FILE, and standard input is {state}\n"
            f"{ctx.get_usage()}\n{ctx.command_path} --help  says more"
        )
    values = choice.of_run
    if not choice.asks_for("backup"):  # a configuration asks for it where something is replaced
        values["backup"] &= values["in_place"] or values["output"] not in (None, STDOUT)
    from dedup.cli.run import run

    return run(_wish_of(values, files, choice.tuned), choice.ways, screen_of(values))


def _files_of(given: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the inputs; to change one twice in its place would be once too often."""
    files: tuple[str, ...] = given["files"]
    if given["files_from"] is not None:
        from dedup.cli.inputs import listed

        if given["files_from"] == STDIN in files:
            raise UsageError("standard input cannot be both the list and a text\nleave out  -")
        files += tuple(listed(given["files_from"], nul=given["null"]))
    elif given["null"]:
        raise UsageError("-0 says how --files-from is read\nadd  --files-from -")
    if given["in_place"]:
        files = tuple({real_path(name): name for name in reversed(files)}.values())[::-1]
    return files


def _wish_of(given: Mapping[str, Any], files: tuple[str, ...], tuned: bool) -> Wish:
    return Wish(
        files=files,
        label=given["stdin_filename"],
        output=given["output"],
        sibling=given["sibling"] or SIBLING,
        in_place=given["in_place"],
        backup=given["backup"],
        suffix=given["backup_suffix"],
        force=given["force"],
        undo_log=not given["no_undo_log"],
        check=given["check"],
        diff=given["diff"],
        json=given["json"],
        reports=given["report"],
        form=given["report_format"],
        quiet=given["quiet"],
        jobs=given["jobs"],
        max_memory=given["max_memory"],
        tuned=tuned,
        progress=not given["no_progress"],
    )


dedup.add_command(report)
dedup.add_command(review)
dedup.add_command(apply)
dedup.add_command(undo)
dedup.add_command(explain)
dedup.add_command(corpus)
dedup.add_command(completion)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: the arguments, those of the process where None.

    Returns:
        The exit status.
    """
    asked = os.environ.get(VARIABLE)
    if asked and argv is None:
        return status_of(lambda: complete(dedup, asked))
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
