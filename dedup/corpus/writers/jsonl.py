"""A line of JSON is written as it stood but for the one string that changed."""

import codecs
import json
from collections.abc import Generator
from contextlib import closing, suppress
from typing import IO

from dedup.corpus.fields import Fields
from dedup.corpus.sources import Source
from dedup.corpus.streams import BROKEN, open_packed
from dedup.corpus.writers import Texts

_BLANK = " \t\n\r"
_DECODER = json.JSONDecoder()


def copy(source: Source, changed: Texts, fields: Fields, out: IO[bytes]) -> None:
    """Write the lines of a file, some with another text."""
    due, text = next(changed, (-1, ""))
    with closing(_lines(source)) as lines:
        for position, line in enumerate(lines):
            if position == due:
                line = with_text(line, fields.text, text)
                due, text = next(changed, (-1, ""))
            out.write(line)


def _lines(source: Source) -> Generator[bytes]:
    """The lines of a file up to where it is cut off, which was told when it was read."""
    with suppress(*BROKEN), open_packed(source.path, source.packing) as stream:
        yield from stream


def with_text(line: bytes, field: str, text: str) -> bytes:
    """A line of JSON with another string in a field; all else stays to the byte."""
    mark = codecs.BOM_UTF8 if line.startswith(codecs.BOM_UTF8) else b""
    old = line.removeprefix(mark).decode("utf-8")
    start, end = _value(old, field)
    # Escaped as it was: a line of ASCII stays one.
    new = json.dumps(text, ensure_ascii=old[start:end].isascii())
    return mark + f"{old[:start]}{new}{old[end:]}".encode()


def _value(line: str, field: str) -> tuple[int, int]:
    """Where the value of a field of an object stands: of several with one name, the last."""
    found = (0, 0)
    at = _past_blanks(line, 0) + 1
    while True:
        at = _past_blanks(line, at)
        if line[at] == ",":
            at = _past_blanks(line, at + 1)
        if line[at] == "}":
            return found
        name, at = json.decoder.scanstring(line, at + 1, True)  # type: ignore[attr-defined]
        at = _past_blanks(line, _past_blanks(line, at) + 1)
        _, end = _DECODER.raw_decode(line, at)
        if name == field:
            found = (at, end)
        at = end


def _past_blanks(line: str, at: int) -> int:
    while line[at] in _BLANK:
        at += 1
    return at
