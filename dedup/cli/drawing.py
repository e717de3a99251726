"""`dedup report` as click knows it: its options, and nothing of what it does."""

from typing import Any

import click

from dedup.cli.help import Command
from dedup.cli.options import FileName, config_options, drawing_options, screen_of
from dedup.cli.screen import print_text
from dedup.reports.formats import FORMATS, SUFFIXES

_EXAMPLES = (
    ("dedup report r.json", "draw it on the screen"),
    ("dedup report r.json -o r.sarif", "write it in another format"),
    ("dedup report r.json --format github", "print annotations for GitHub Actions"),
    ("dedup report r.json page.txt", "the text it was made of is page.txt"),
)

_SECTIONS = {
    "Options": ("format", "output", "force", "help"),
    "On the screen": (
        *("verbose", "context", "side_by_side", "color", "width", "paging", "ascii", "hyperlinks"),
    ),
    "Configuration": ("config", "isolated", "show_settings"),
}

_NOTES = {
    "Exit status": (
        ("0", "done"),
        ("2", "wrong usage, no such file, a file that may not be replaced"),
        ("3", "the report could not be read, or an output not be written"),
        ("4", "a patch of a text that changed since"),
    ),
}


@click.command(
    cls=Command,
    sections=_SECTIONS,
    examples=_EXAMPLES,
    notes=_NOTES,
    short_help="Draw a saved report again.",
)
@click.argument("saved", metavar="REPORT", type=FileName())
@click.argument("text", metavar="[FILE]", required=False, type=FileName())
@click.option(
    "--format",
    metavar="NAME",
    type=click.Choice([*FORMATS]),
    show_default="full on a terminal, else concise",
    help=f"How it is drawn: {' '.join(FORMATS)}.",
)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=FileName(),
    help="Write it to a file; unless --format does, its suffix says how: "
    f"{' '.join(SUFFIXES)}. - for standard output.",
)
@click.option("-f", "--force", is_flag=True, help="Replace a file that exists.")
@config_options
@drawing_options
@click.pass_context
def report(ctx: click.Context, /, **given: Any) -> int:
    """Draw a saved report again.

    REPORT is what --json or --report wrote, JSON or JSON Lines, or - for standard input. The full
    report, the page and the patch need the text, too: it is read from where it was, or from FILE,
    and may be as it was before the changes or after them.
    """
    from dedup.cli.choice import Choice, shown

    saved, text = given.pop("saved"), given.pop("text")
    choice = Choice(ctx, given, [text or saved])
    if given["show_settings"]:
        print_text(shown(choice))
        return 0
    from dedup.cli.redraw import Order, redraw

    order = Order(saved, text, given["format"], given["output"], given["force"])
    return redraw(order, screen_of(choice.of_run))
