"""Reports for a log: one line a file, or one line an edit, never wrapped, made for `grep`."""

from dedup.model import REMOVALS, Edit, Report
from dedup.reports.tally import by_kind, done, held_counts, plural
from dedup.reports.visible import escaped
from dedup.text import Lines

_SHOWN = 40
"""How many characters of a text are quoted whole; of a longer one, the two ends."""


def summary_line(report: Report) -> str:
    """What was done to one file: `seed.txt: 9 joined, 3 removed; 9010 -> 8570 chars`."""
    counts = [done(kind, count) for kind, count in by_kind(report.applied).items()]
    before, after = len(report.document.text), len(report.text)
    size = f"{before} -> {after} chars" if counts else plural(before, "char")
    told = ", ".join([*(counts or ["nothing changed"]), *_held(report)])
    return f"{escaped(report.document.name)}: {told}; {size}"


def check_lines(report: Report) -> list[str]:
    """What would be done to one file: `path:line:col: kind: what and why`, then the total.

    Lines and columns count from 1, columns in code points.
    """
    lines = Lines(report.document.text)
    name = escaped(report.document.name)
    found = []
    for edit in report.applied:
        line, column = lines.position(edit.span.start)
        told = " ".join(filter(None, (_what(report, edit), escaped(edit.reason or edit.rule))))
        found.append(f"{name}:{line}:{column}: {edit.kind}: {told}")
    total = f"{plural(len(report.applied), 'edit')} would be made"
    return [*found, f"{name}: {', '.join([total, *_held(report)])}"]


def _held(report: Report) -> list[str]:
    """How much is withheld and pointed out, as far as anything is."""
    counts = zip(held_counts(report), ("withheld", "pointed out"), strict=True)
    return [f"{count} {word}" for count, word in counts if count]


def _what(report: Report, edit: Edit) -> str:
    """The change itself, in a few characters; nothing for a removal, whose reason says it all."""
    if edit.kind in REMOVALS:
        return ""
    if edit.kind == "join":
        text = report.document.text
        left = text[max(edit.span.start - 1, 0) : edit.span.start]
        return escaped(f"{left}|{text[edit.span.end : edit.span.end + 1]}")
    return f'"{_quoted(edit.old)}" -> "{_quoted(edit.new)}"'


def _quoted(text: str) -> str:
    if len(text) <= _SHOWN:
        return escaped(text)
    half = _SHOWN // 2
    return f"{escaped(text[:half])} ... {len(text) - 2 * half} chars ... {escaped(text[-half:])}"
