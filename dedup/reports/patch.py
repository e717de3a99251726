r"""The report as a patch that `git apply` and `patch -p1` take.

Made from the edit list: each edit is a hunk, and hunks whose context would touch are one. The two
texts are never compared, so that a hunk shows what was done and not what a diff makes of it. Lines
end at `\n` alone, as both tools have it; a form feed, U+2028 or a lone `\r` stays within its line.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from os import fsencode
from posixpath import normpath

from dedup.errors import UsageError
from dedup.model import Document, Edit, Report

CONTEXT = 3
"""Lines of unchanged text before and after a hunk."""

_PLAIN = "".join(map(chr, range(0x20, 0x7F))) + "\n"
"""What an encoding must write as ASCII does, or the frame of a patch is lost in it."""

_ESCAPES = {'"': '\\"', "\\": "\\\\"}


@dataclass(slots=True)
class _Change:
    """Whole lines `first` to `end` (0-based, exclusive) of the original that become `new`."""

    first: int
    end: int
    new: Sequence[str]

    @property
    def growth(self) -> int:
        """By how many lines it makes the text longer; below 0 where it makes it shorter."""
        return len(self.new) - (self.end - self.first)


def to_patches(reports: Iterable[Report]) -> bytes:
    """The patches of several reports, one behind the other, each in its document's encoding.

    Raises:
        UsageError: the encoding of one cannot hold a patch.
    """
    return b"".join(to_patch(report).encode(report.document.encoding) for report in reports)


def to_patch(report: Report) -> str:
    """A unified diff from the original to the cleaned text; empty where nothing was changed.

    It is to be written in the document's own encoding. A byte order mark is part of the first line.

    Raises:
        UsageError: the encoding cannot hold a patch, being no superset of ASCII, as UTF-16.
    """
    document = report.document
    if not _holds_ascii(document.encoding):
        raise UsageError(
            f"{document.name}: no patch can be made of text in {document.encoding}; "
            "--json says the same"
        )
    mark = "\ufeff" if document.bom else ""
    lines = _lines(mark + document.text)
    changes = _changes(mark + document.text, lines, report.applied, len(mark))
    pieces: list[str] = []
    shift = 0
    for hunk in _hunks(changes):
        pieces += _drawn(hunk, lines, shift)
        shift += sum(change.growth for change in hunk)
    if pieces:
        pieces.insert(0, f"--- {_named('a', document)}\n+++ {_named('b', document)}\n")
    return "".join(pieces)


def _holds_ascii(encoding: str) -> bool:
    return _PLAIN.encode(encoding, "replace") == _PLAIN.encode("ascii")


def _lines(text: str) -> list[str]:
    r"""The lines with their `\n`; the last may lack it, and is never empty."""
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _changes(
    text: str, lines: Sequence[str], edits: Sequence[Edit], shift: int
) -> Iterator[_Change]:
    """The edits widened to whole lines; edits that share a line are one change.

    Args:
        text: the original, its byte order mark included.
        lines: its lines.
        edits: disjoint, in the order of the text.
        shift: how far the edits' offsets lie behind those of `text`.
    """
    starts = [0, *accumulate(map(len, lines))]
    first = end = done = 0
    pieces: list[str] = []
    for edit in edits:
        start = edit.span.start + shift
        line = max(min(bisect_right(starts, start), len(lines)) - 1, 0)
        if pieces and line >= end:
            pieces.append(text[done : starts[end]])
            yield from _trimmed(lines, first, end, _lines("".join(pieces)))
            pieces = []
        if not pieces:
            first, done = line, starts[line]
        pieces += (text[done:start], edit.new)
        done = edit.span.end + shift
        end = min(bisect_right(starts, done), len(lines))
    if pieces:
        pieces.append(text[done : starts[end]])
        yield from _trimmed(lines, first, end, _lines("".join(pieces)))


def _trimmed(lines: Sequence[str], first: int, end: int, new: Sequence[str]) -> Iterator[_Change]:
    """The change without the lines at both ends that stay as they are; nothing if all do."""
    start, stop = 0, len(new)
    while first < end and start < stop and lines[end - 1] == new[stop - 1]:
        end, stop = end - 1, stop - 1
    while first < end and start < stop and lines[first] == new[start]:
        first, start = first + 1, start + 1
    if first < end or start < stop:
        yield _Change(first, end, new[start:stop])


def _hunks(changes: Iterable[_Change]) -> Iterator[list[_Change]]:
    """Changes whose context would touch or overlap, together."""
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.first - hunk[-1].end > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _drawn(hunk: Sequence[_Change], lines: Sequence[str], shift: int) -> Iterator[str]:
    """One hunk; `shift` is by how many lines the hunks before it made the text longer."""
    start = max(hunk[0].first - CONTEXT, 0)
    end = min(hunk[-1].end + CONTEXT, len(lines))
    growth = sum(change.growth for change in hunk)
    old, new = _range(start, end - start), _range(start + shift, end - start + growth)
    yield f"@@ -{old} +{new} @@\n"
    at = start
    for change in hunk:
        yield from _signed(" ", lines[at : change.first])
        yield from _signed("-", lines[change.first : change.end])
        yield from _signed("+", change.new)
        at = change.end
    yield from _signed(" ", lines[at:end])


def _range(start: int, size: int) -> str:
    """Where a hunk stands: its first line, or the line before it where it has none."""
    first = start + 1 if size else start
    return str(first) if size == 1 else f"{first},{size}"


def _signed(sign: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        closed = "" if line.endswith("\n") else "\n\\ No newline at end of file\n"
        yield f"{sign}{line}{closed}"


def _named(side: str, document: Document) -> str:
    r"""A file name as both tools read it.

    A TAB closes a name with a blank. What cannot stand raw in the header (controls, bytes that are
    no text, letters that another encoding would turn into other bytes, a blank at the end) is
    quoted as in C.
    """
    name = f"{side}/{normpath(document.name).lstrip('/')}"
    plain = name.isprintable() and not name.endswith(" ")
    if plain and (name.isascii() or document.encoding == "utf-8"):
        return f"{name}\t" if " " in name else name
    quoted = (
        _ESCAPES.get(chr(byte)) or (chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}")
        for byte in fsencode(name)
    )
    return f'"{"".join(quoted)}"'
