"""The formats of a report, in one table: their names, their suffixes, and who draws them.

A new format is a file in this folder and a row here. Most are made of what the JSON report says
(`json.described`), so a saved report can be drawn as any of them without its text; the others need
the reports themselves, text and all. Whoever draws is imported when there is something to draw.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from dedup.model import Report
from dedup.reports.look import Look


class Format(NamedTuple):
    """One row.

    Attributes:
        name: what `--report-format` and `--format` call it.
        suffixes: of the files that are written in it; none if only its name asks for it.
        drawer: the module of this package and the function that draws it.
        of_entries: whether it is drawn from what the JSON report says; else from the reports.
    """

    name: str
    suffixes: tuple[str, ...]
    drawer: tuple[str, str]
    of_entries: bool = True


FULL, CONCISE, JSON, PATCH = "full", "concise", "json", "patch"

FORMATS = {
    row.name: row
    for row in (
        Format(FULL, (".txt",), ("terminal", "render"), of_entries=False),
        Format(CONCISE, (), ("concise", "listed")),
        Format(JSON, (".json",), ("json", "written")),
        Format("jsonl", (".jsonl",), ("jsonl", "to_jsonl")),
        Format("markdown", (".md",), ("markdown", "to_markdown")),
        Format("html", (".html",), ("html", "to_html"), of_entries=False),
        Format(PATCH, (".patch", ".diff"), ("patch", "to_patches"), of_entries=False),
        Format("sarif", (".sarif",), ("sarif", "to_sarif")),
        Format("github", (), ("github", "to_github")),
    )
}

SUFFIXES = tuple(suffix for row in FORMATS.values() for suffix in row.suffixes)


def of_suffix(suffix: str) -> str | None:
    """The name of the format whose files end so, in letters of either case; None if none do."""
    suffix = suffix.lower()
    return next((row.name for row in FORMATS.values() if suffix in row.suffixes), None)


def draw(
    name: str,
    reports: Sequence[Report],
    look: Look | None = None,
    *,
    footer: Sequence[str] = (),
) -> bytes:
    """The reports of one run in a format.

    Args:
        name: the format's.
        reports: those of one run, in order.
        look: how to draw the full report.
        footer: its last lines.

    Raises:
        UsageError: no patch can be made of text in the encoding of one of them.
    """
    if FORMATS[name].of_entries:
        from dedup.reports.json import described

        return draw_entries(name, described(reports))
    if name == FULL:
        return _bytes(_drawer(name)(reports, look, footer=footer))
    return _bytes(_drawer(name)(reports))


def draw_entries(name: str, whole: dict[str, Any]) -> bytes:
    """A described run in a format that is drawn from nothing else."""
    return _bytes(_drawer(name)(whole))


def _drawer(name: str) -> Callable[..., str | bytes]:
    module, function = FORMATS[name].drawer
    drawer: Callable[..., str | bytes] = getattr(import_module(f"dedup.reports.{module}"), function)
    return drawer


def _bytes(drawn: str | bytes) -> bytes:
    """As UTF-8, with escapes for the bytes of a name that were none; a patch brings its own."""
    return drawn if isinstance(drawn, bytes) else drawn.encode("utf-8", "backslashreplace")
