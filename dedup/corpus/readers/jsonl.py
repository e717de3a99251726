"""JSON Lines: an object a line, one of its fields the text."""

import codecs
import json
from collections.abc import Iterator
from typing import Any

from dedup.corpus.fields import Fields
from dedup.corpus.readers.rows import Piece, Rows, why_no_text
from dedup.corpus.sources import Source
from dedup.corpus.streams import BROKEN, open_packed, reason_of


def read(source: Source, file: int, fields: Fields) -> Iterator[Piece]:
    """The documents of a file, in the order of its lines; blank lines are none."""
    rows = Rows(source.path, source.name, file)
    try:
        with open_packed(source.path, source.packing) as stream:
            for position, line in enumerate(stream):
                place = f"line {position + 1}"
                value = parsed(line)
                if isinstance(value, str):
                    if value:
                        rows.problem("no-json", value, place)
                elif fields.text not in value:
                    rows.problem("no-field", f"has no field {fields.text!r}", place)
                elif wrong := why_no_text(value[fields.text]):
                    rows.problem(wrong[0], f"{fields.text!r} {wrong[1]}", place)
                else:
                    named = value.get(fields.id) if fields.id else None
                    order = value.get(fields.order) if fields.order else None
                    yield from rows.add(position, value[fields.text], named, order)
    except BROKEN as error:
        kind = "cut-off" if source.packing and not isinstance(error, FileNotFoundError) else ""
        rows.problem(kind or "unreadable", f"cannot be read: {reason_of(error)}")
    yield from rows.rest()


def parsed(line: bytes) -> dict[str, Any] | str:
    """The object of a line; where it is none, why, or nothing for a blank line."""
    try:
        text = line.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        return f"byte 0x{line[error.start]:02x} is not UTF-8"
    if not text.strip():
        return ""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        why = error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deeply"
        return f"is no JSON: {why}"
    return value if isinstance(value, dict) else "is no JSON object"
