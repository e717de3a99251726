"""The report as JSON Lines: a head, then for each text a line and one an edit, at last the totals.

Every line is an object that says its `type`; those of a text name its `path`, so that each stands
by itself. Together they hold what the JSON report holds, and either can be made of the other. Each
is valid under `#/$defs/line` of `docs/report-1.schema.json`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from dedup.reports.entries import Entry
from dedup.reports.json import fit, in_one_line

_TYPES = {
    "edits": "edit",
    "withheld": "withheld",
    "notes": "note",
    "dropped": "dropped",
    "clusters": "cluster",
}
"""The lists of a file, and the type of the lines for their items, in the order of the lines."""

_LISTS = {kind: name for name, kind in _TYPES.items()}


def to_jsonl(whole: Entry) -> str:
    """A described run (`json.described`), one object a line."""
    return "".join(f"{fit(in_one_line(line))}\n" for line in _lines(whole))


def _lines(whole: Entry) -> Iterator[Entry]:
    yield {"type": "head", **_without(whole, ("files", "summary"))}
    for file in whole["files"]:
        yield {"type": "file", **_without(file, tuple(_TYPES))}
        for name, kind in _TYPES.items():
            yield from ({"type": kind, "path": file["path"], **item} for item in file[name])
    yield {"type": "summary", **whole["summary"]}


def from_lines(lines: Sequence[Any]) -> Entry:
    """The run that the objects of all lines describe; lines of an unknown type are passed over.

    Raises:
        ValueError: they are not the lines of one whole report; says why.
    """
    if not all(isinstance(line, dict) for line in lines):
        raise ValueError("a line is not an object")
    if not lines or lines[0].get("type") != "head":
        raise ValueError("the first line is no head")
    if lines[-1].get("type") != "summary":
        raise ValueError("it is cut off: the last line is no summary")
    whole: Entry = {**_without(lines[0], ("type",)), "files": []}
    files = whole["files"]
    for number, line in enumerate(lines[1:-1], 2):
        kind = line.get("type")
        if kind in ("head", "summary"):
            raise ValueError(f"line {number}: another {kind}")
        if kind == "file":
            files.append(_without(line, ("type",)) | {name: [] for name in _TYPES})
        elif kind in _LISTS:
            if not files or line.get("path") != files[-1].get("path"):
                raise ValueError(f"line {number}: does not belong to the file above it")
            files[-1][_LISTS[kind]].append(_without(line, ("type", "path")))
    return whole | {"summary": _without(lines[-1], ("type",))}


def _without(entry: Entry, keys: Sequence[str]) -> Entry:
    return {key: entry[key] for key in entry if key not in keys}
