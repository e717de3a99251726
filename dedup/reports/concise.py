"""Reports for a log: one line a file, or one line an edit, never wrapped, made for `grep`."""

from dedup.model import REMOVALS, Edit, Report
from dedup.reports.entries import Entry, decisions, parts
from dedup.reports.tally import by_kind, done, held_counts, plural
from dedup.reports.visible import escaped
from dedup.text import Lines

_SHOWN = 40
"""How many characters of a text are quoted whole; of a longer one, the two ends."""


def summary_line(report: Report) -> str:
    """What was done to one file: `seed.txt: 9 joined, 3 removed; 9010 -> 8570 chars`."""
    return f"{escaped(report.document.name)}: {told_of(report)}"


def told_of(report: Report) -> str:
    """What was done to it: `9 joined, 3 removed; 9010 -> 8570 chars`."""
    counts = [done(kind, count) for kind, count in by_kind(report.applied).items()]
    before, after = len(report.document.text), len(report.text)
    size = f"{before} -> {after} chars" if counts else plural(before, "char")
    told = ", ".join([*(counts or ["nothing changed"]), *_held(*held_counts(report))])
    return f"{told}; {size}"


def check_lines(report: Report) -> list[str]:
    """What would be done to one file: `path:line:col: kind: what and why`, then the total.

    Lines and columns count from 1, columns in code points.
    """
    lines = Lines(report.document.text)
    found = [
        _line(
            lines.position(edit.span.start),
            edit.kind,
            (edit.old, edit.new),
            _beside(report.document.text, edit),
            edit.reason or edit.rule,
        )
        for edit in report.applied
    ]
    total = f"{plural(len(found), 'edit')} would be made"
    return _under(report.document.name, found, [total, *_held(*held_counts(report))])


def listed(whole: Entry) -> str:
    """A described run (`json.described`) as the lines of `check_lines`."""
    rows = []
    for file in whole["files"]:
        found = parts(file)
        lines = [
            _line(
                edit["span"]["start"],
                edit["kind"],
                (edit["before"], edit["after"]),
                (edit["context"][0][-1:], edit["context"][1][:1]),
                edit["message"],
            )
            for edit in found["edits"]
        ]
        held = (len(decisions(found[name])) for name in ("withheld", "notes"))
        rows += _under(file["path"], lines, [plural(len(lines), "edit"), *_held(*held)])
    return "".join(f"{row}\n" for row in rows)


def _under(name: str, lines: list[str], total: list[str]) -> list[str]:
    name = escaped(name)
    return [*(f"{name}:{line}" for line in lines), f"{name}: {', '.join(total)}"]


def _held(withheld: int, noted: int) -> list[str]:
    """How much is withheld and pointed out, as far as anything is."""
    counts = ((withheld, "withheld"), (noted, "pointed out"))
    return [f"{count} {word}" for count, word in counts if count]


def _line(
    position: tuple[int, int], kind: str, texts: tuple[str, str], beside: tuple[str, str], why: str
) -> str:
    line, column = position
    told = " ".join(filter(None, (_what(kind, *texts, *beside), escaped(why))))
    return f"{line}:{column}: {escaped(kind)}: {told}"


def _beside(text: str, edit: Edit) -> tuple[str, str]:
    """The characters right before an edit and right behind it."""
    start, end = edit.span.start, edit.span.end
    return text[max(start - 1, 0) : start], text[end : end + 1]


def _what(kind: str, old: str, new: str, left: str, right: str) -> str:
    """The change itself, in a few characters; nothing for a removal, whose reason says it all."""
    if kind in REMOVALS:
        return ""
    if kind == "join":
        return escaped(f"{left}|{right}")
    return f'"{_quoted(old)}" -> "{_quoted(new)}"'


def _quoted(text: str) -> str:
    if len(text) <= _SHOWN:
        return escaped(text)
    half = _SHOWN // 2
    return f"{escaped(text[:half])} ... {len(text) - 2 * half} chars ... {escaped(text[-half:])}"
