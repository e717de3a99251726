"""The report as workflow commands of GitHub Actions, which become annotations of the files.

`::warning file=seed.txt,line=155,endLine=157,title=dedup remove::duplicate of lines 151-153`

What is safe is a warning, what is withheld or pointed out a notice; what gave way is left out. A
step shows ten of each at most, so edits that are one decision are one annotation. The form, and
what is escaped in it: https://docs.github.com/actions (Workflow commands; toolkit, `command.ts`).
"""

from collections.abc import Iterator

from dedup.reports.entries import Entry, decisions, on_one_line, parts
from dedup.reports.visible import escaped

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
"""What a command may not hold raw."""

_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})
"""What a property of a command may not hold raw."""

_SHOWN = ("edits", "withheld", "notes")


def to_github(whole: Entry) -> str:
    """A described run (`json.described`) as annotations, one a line."""
    return "".join(f"{line}\n" for file in whole["files"] for line in _annotations(file))


def _annotations(file: Entry) -> Iterator[str]:
    found = parts(file)
    for name in _SHOWN:
        for edit, count in decisions(found[name]):
            yield _annotation(file["path"], edit, count, held=name == "withheld")


def _annotation(path: str, edit: Entry, count: int, *, held: bool) -> str:
    first, last = edit["lines"]
    properties = {"file": path.removeprefix("./"), "line": first, "endLine": last}
    if on_one_line(edit):  # a column is taken only where the lines are one
        properties["col"] = edit["span"]["start"][1]
    properties["title"] = f"dedup {edit['kind']}"
    told = ",".join(f"{key}={_safe(str(value), _PROPERTY)}" for key, value in properties.items())
    level = "warning" if edit["safety"] == "safe" else "notice"
    message = f"withheld: {edit['message']}" if held else edit["message"]
    if count > 1:
        message += f" (in {count} places)"
    return f"::{level} {told}::{_safe(message, _DATA)}"


def _safe(text: str, codes: dict[int, str]) -> str:
    """The text with codes for what would end it, and escapes for what a log should not get raw."""
    return escaped(text.translate(codes))
