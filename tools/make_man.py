"""Write the manual pages in `man/` from the commands as click knows them.

    python tools/make_man.py [FOLDER]

One page for `dedup` and one for each command, with the words of `--help`: what it says is said
once. The wheel takes them to `share/man/man1`. click-man was looked at: it knows neither our
sections nor our examples, and lists options without their headings.
"""

import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from dedup import __version__
from dedup.cli.commands import dedup
from dedup.cli.help import Command, Group, Rows

FOLDER = Path(__file__).parent.parent / "man"

DATE = "2026-11-23"
"""Of the last change to what the pages say; in their foot."""

FILES = (
    ("dedup.toml, .dedup.toml, pyproject.toml", "settings, from the folder of the text upwards"),
    ("$XDG_CONFIG_HOME/dedup/dedup.toml", "settings of the user"),
    ("$XDG_STATE_HOME/dedup", "what undo and review go by, and accounts of crashes"),
)

_ROMAN, _BOLD, _ITALIC = r"\fR", r"\fB", r"\fI"

_SPECIAL = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"}
"""Characters that roff draws as others, or takes for commands."""

_COMMAND = re.compile(r"(?<!\S)\.")
"""A dot that would make a command of its line, if a line began with it."""

_WORD = re.compile(r"-{1,2}\w[\w-]*|[A-Z][A-Z_.]*(?![a-z])|[^\w-]+|.")
"""In the left column: an option, a placeholder, what stands between."""


def escaped(text: str) -> str:
    """Text that roff draws as it stands."""
    drawn = "".join(_SPECIAL.get(c, c if c.isascii() else f"\\[u{ord(c):04X}]") for c in text)
    return _COMMAND.sub(r"\\&.", drawn)


def filled(text: str) -> str:
    """A paragraph in lines that a reader of the source can read."""
    return textwrap.fill(escaped(text), 78, break_long_words=False, break_on_hyphens=False)


def typed(text: str) -> str:
    """A synopsis or an option: what is typed bold, what is put in its place italic."""
    parts = []
    for word in _WORD.findall(text):
        face = _BOLD if word.startswith("-") else _ITALIC if word[0].isupper() else ""
        parts.append(f"{face}{escaped(word)}{_ROMAN}" if face else escaped(word))
    return "".join(parts)


def table(rows: Iterable[tuple[str, str]], *, bold: bool = False) -> Iterator[str]:
    """A list of terms, each with what it means."""
    for left, right in rows:
        yield ".TP"
        yield f"{_BOLD}{escaped(left)}{_ROMAN}" if bold else typed(left)
        yield filled(right)


def section(heading: str, rows: Rows, *, bold: bool = False) -> Iterator[str]:
    """A part of a page with a list."""
    yield f'.SH "{heading.upper()}"'
    yield from table(rows, bold=bold)


def page(command: click.Command, above: click.Context | None) -> str:
    """The manual page of a command."""
    ctx = command.make_context(command.name, [], parent=above, resilient_parsing=True)
    title = ctx.command_path.replace(" ", "-")
    help_text = (command.help or "").replace("\b", "").strip()
    first, *rest = [" ".join(each.split()) for each in help_text.split("\n\n")]
    usage = typed(" ".join(command.collect_usage_pieces(ctx)))
    lines = [
        '.\\" Written by tools/make_man.py.',
        f'.TH "{title.upper()}" 1 {DATE} "dedup {__version__}" "User Commands"',
        ".SH NAME",
        f"{escaped(title)} \\- {escaped(first.rstrip('.'))}",
        ".SH SYNOPSIS",
        f"{_BOLD}{escaped(ctx.command_path)}{_ROMAN} {usage}",
        ".SH DESCRIPTION",
        filled(f"{first.rstrip('.')}."),
    ]
    for paragraph in rest:
        lines += [".PP", filled(paragraph)]
    if isinstance(command, Group):
        commands = [
            (name, command.commands[name].get_short_help_str(80))
            for name in command.list_commands(ctx)
        ]
        lines += section("Commands", commands, bold=True)
    lines += options(command, ctx)
    if isinstance(command, Command | Group):
        lines += section("Examples", command.examples, bold=True) if command.examples else []
        for heading, rows in command.notes.items():
            lines += section(heading, rows, bold=True)
    lines += section("Files", FILES, bold=True)
    lines += [".SH SEE ALSO", ",\n".join(f".BR {name} (1)" for name in beside(title))]
    return "\n".join(lines).replace(",\n.BR", " ,\n.BR") + "\n"


def options(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """The options, under the headings of the help."""
    records = {p.name: p.get_help_record(ctx) for p in command.params}
    asks = command.get_help_option(ctx)  # click keeps it apart
    records["help"] = asks.get_help_record(ctx) if asks else None
    groups = command.sections if isinstance(command, Command) else {"": [*records]}
    yield '.SH "OPTIONS"'
    for heading, names in groups.items():
        if heading and len(groups) > 1:
            yield f'.SS "{heading}"'
        yield from table(record for name in names if (record := records[name]))


def beside(title: str) -> list[str]:
    """The other pages that one refers to."""
    names = ["dedup", *(f"dedup-{name}" for name in sorted(dedup.commands))]
    return [each.replace("-", r"\-") for each in names if each != title]


def pages() -> dict[str, str]:
    """All pages by the names of their files."""
    top = dedup.make_context("dedup", [], resilient_parsing=True)
    below = {f"dedup-{name}.1": page(each, top) for name, each in dedup.commands.items()}
    return {"dedup.1": page(dedup, None)} | below


def main() -> None:
    """Write the pages."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
