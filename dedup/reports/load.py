"""A saved report as its bytes say it: JSON or JSON Lines, checked for all that formats tell.

What is drawn from this needs no text. `saved.py` goes further: with the text at hand it makes of
the same bytes the Report that was written.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite
from typing import Any

from dedup.errors import InputError
from dedup.reports.entries import LISTS, Entry
from dedup.reports.fields import Fields, WrongError
from dedup.reports.json import VERSION
from dedup.reports.jsonl import from_lines
from dedup.reports.visible import escaped

_SAFETIES = frozenset({"safe", "unsafe", "display"})


def load(data: bytes, name: str) -> Entry:
    """A described run (`json.described`), as it was saved.

    Args:
        data: the bytes of the file.
        name: what the user calls it, for messages.

    Raises:
        InputError: it is no report, of another version, or damaged; the message says where.
    """
    with legible(name):
        whole, fields = opened(data)
        _check(fields)
        return whole
    raise AssertionError


@contextmanager
def legible(name: str) -> Iterator[None]:
    """Make of whatever is found wrong with a report the error that a user reads."""
    try:
        yield
        return
    except WrongError as error:
        why = str(error)
    except UnicodeDecodeError:
        why = "it is not UTF-8"
    except RecursionError:
        why = "it is nested too deep"
    raise InputError(f"{escaped(name)}: is not a report that can be read\n{escaped(why)}")


def opened(data: bytes) -> tuple[Entry, Fields]:
    """The whole of a report, as it is and to be read with suspicion.

    Raises:
        WrongError: it is no report, or of another version.
        UnicodeDecodeError: it is not UTF-8.
        RecursionError: it is nested too deep.
    """
    whole = _parsed(data.decode("utf-8-sig"))
    fields = Fields(whole, "")
    if not fields.text("schema").startswith("dedup-report-"):
        raise WrongError("schema: is not that of a report")
    version = fields.number("version")
    if version != VERSION:
        newer = "; a newer dedup wrote it" if version > VERSION else ""
        raise WrongError(f"version: is {version}, and only {VERSION} can be read{newer}")
    return whole, fields


def _parsed(text: str) -> Any:
    """The JSON, or what the objects of JSON Lines say together."""
    first, _, rest = text.partition("\n")
    try:
        head = _json(first)
    except WrongError:
        head = None
    if not isinstance(head, dict) or head.get("type") != "head":
        return _json(text)
    lines = [head]
    for number, line in enumerate(rest.split("\n"), 2):
        if line.strip():
            try:
                lines.append(_json(line))
            except WrongError as error:
                raise WrongError(f"line {number}: {error}") from None
    try:
        return from_lines(lines)
    except ValueError as error:
        raise WrongError(str(error)) from None


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_number, parse_float=_number)
    except ValueError as error:
        at = getattr(error, "pos", 0)
        ends = at >= len(text.rstrip()) > 0 or str(error).startswith("Unterminated string")
        why = "it is not JSON, or cut off" if ends else "it is not JSON"
        raise WrongError(f"{why}: {error}") from None


def _number(digits: str) -> float:
    """Refuse what Python takes for a number and JSON does not know: NaN, and what is infinite."""
    number = float(digits)
    if not isfinite(number):
        raise ValueError(f"{digits} is no number")
    return number


def _check(whole: Fields) -> None:
    """See that all is there that a format tells."""
    tool = whole.object("tool")
    tool.text("name")
    tool.text("version")
    whole.object("summary")
    for file in whole.objects("files"):
        file.text("path")
        file.text("encoding")
        for side in ("input", "output"):
            measures = file.object(side)
            measures.text("sha256")
            for key in ("bytes", "chars", "lines"):
                measures.counts(key)
        for name in LISTS:
            for edit in file.objects(name):
                _check_edit(edit)
        file.objects("clusters")


def _check_edit(edit: Fields) -> None:
    for key in ("kind", "rule", "status", "before", "after", "message"):
        edit.text(key)
    if edit.text("safety") not in _SAFETIES:
        raise WrongError(f"{edit.place}.safety: there is no {edit.text('safety')!r}")
    if edit.has("group"):
        edit.text("group")
    if edit.has("reason"):
        edit.text("reason")
    edit.counts("id")
    edit.share("score")
    edit.counts("lines", 2)
    if len(edit.words("context")) != 2:
        raise WrongError(f"{edit.place}.context: is not two strings")
    _check_span(edit)
    if edit.has("duplicate_of"):
        _check_span(edit.object("duplicate_of"))
    for evidence in edit.objects("evidence"):
        evidence.text("what")
        evidence.text("note")
        evidence.share("score")
        if evidence.has("peer"):
            _check_span(evidence.object("peer"))


def _check_span(entry: Fields) -> None:
    span = entry.object("span")
    for key in ("char", "start", "end"):
        span.counts(key, 2)
