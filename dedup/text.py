"""Bytes to a Document and back, and offsets to lines and columns.

Laws, held by property tests: `encode(decode(b)) == b` for any bytes that decode, and a byte offset
is the length of what stands before it, encoded.
"""

import codecs
import shlex
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from dedup.errors import DecodeError, InputError, UsageError
from dedup.model import Document, Span
from dedup.patterns import regex

STDIN = "<stdin>"

_MARK = "\ufeff"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks and what they say of the bytes after them."""

_WITH_MARK = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
"""Codecs that write a mark of their own, and what reads the same bytes without one."""

_STATEFUL = regex(r"iso2022_|hz$|utf-7$|idna$|punycode$")
"""Codecs in which a character's bytes hang on those before it: no stretch can be cut out."""

_LINE_END = regex(r"\r\n?|\n")


def decode(data: bytes, name: str = STDIN, encoding: str = "utf-8") -> Document:
    """Read bytes exactly: what comes back encodes to the very same bytes.

    A byte order mark is kept aside in `Document.bom`; in UTF-16 and UTF-32 it decides the byte
    order, and `Document.encoding` then names it (`utf-16-le`). Without a mark, `utf-16` and
    `utf-32` are read as little-endian, and are written back without one.

    Args:
        data: the bytes of a file.
        name: what the user calls it, for messages.
        encoding: a text codec that Python knows, or `auto`: by the byte order mark, else UTF-8,
            else the encoding that the whole of it plausibly reads as.

    Raises:
        UsageError: no such encoding.
        DecodeError: the bytes are not text in it, or cannot be written back exactly.
    """
    auto = encoding.casefold() == "auto"
    codec = _codec(data, "utf-8" if auto else encoding, any_mark=auto)
    if _STATEFUL.match(codec):
        raise DecodeError(
            f"{name}: text in {codec} cannot be written back exactly, "
            "since its bytes hang on those before them",
            name=name,
            encoding=codec,
        )
    try:
        return _exact(data, name, codec)
    except UnicodeError as error:
        offset = getattr(error, "start", 0)
    other = _reads_as(data)
    if auto and other is not None:
        return _exact(data, name, _codec(data, other, any_mark=False))
    raise _undecodable(data, name, codec, offset, other)


def encode(document: Document, text: str | None = None) -> bytes:
    """The bytes of the document, or of another text in its encoding and with its mark.

    Raises:
        InputError: the encoding has no bytes for a character of the text.
    """
    text = document.text if text is None else text
    try:
        return document.bom + text.encode(document.encoding)
    except UnicodeEncodeError as error:
        character = text[error.start]
        raise InputError(
            f"{document.name}: {character!r} (U+{ord(character):04X}) "
            f"cannot be written in {document.encoding}"
        ) from None


def byte_offsets(document: Document, offsets: Sequence[int]) -> list[int]:
    """Where code points of the text stand in the file, the byte order mark counted.

    Args:
        document: the document.
        offsets: code point offsets, ascending, from 0 to the length of the text.

    Raises:
        ValueError: the offsets are not ascending, or lie outside of the text.
    """
    make = codecs.getincrementalencoder(document.encoding)
    encoder = make()
    found: list[int] = []
    done, total = 0, len(document.bom)
    for offset in offsets:
        if not done <= offset <= len(document.text):
            raise ValueError(f"offset {offset} after {done}, of {len(document.text)}")
        total += len(encoder.encode(document.text[done:offset]))
        pending = make()  # a few codecs hold back a character that may combine with the next
        pending.setstate(encoder.getstate())
        found.append(total + len(pending.encode("", True)))
        done = offset
    return found


class Lines:
    r"""The lines of a text: `\r\n`, `\n` and a lone `\r` end one, and nothing else does.

    Lines and columns count from 1, columns in code points. As in editors, a line end that closes
    the text opens no further line: it is not counted, although the offset behind it has a place,
    at column 1 of the line that would follow.
    """

    __slots__ = ("_starts", "_text", "count")

    def __init__(self, text: str) -> None:
        self._text = text
        ends: Iterator[int] = (match.end() for match in _LINE_END.finditer(text))
        if "\r" not in text:  # as in most texts, and quicker
            ends = accumulate(len(line) + 1 for line in text.split("\n")[:-1])
        self._starts = [0, *ends]
        self.count = len(self._starts) - (self._starts[-1] == len(text))

    def line(self, offset: int) -> int:
        """The line on which an offset from 0 to the length of the text stands."""
        if not 0 <= offset <= len(self._text):
            raise ValueError(f"offset {offset} outside of a text of {len(self._text)}")
        return bisect_right(self._starts, offset)

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset from 0 to the length of the text."""
        line = self.line(offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, line: int) -> Span:
        """A line without its line end; empty for the place behind the last line end."""
        if not 1 <= line <= len(self._starts):
            raise ValueError(f"no line {line} in a text of {self.count}")
        start = self._starts[line - 1]
        if line == len(self._starts):
            return Span(start, len(self._text))
        end = self._starts[line] - 1
        crlf = self._text[end] == "\n" and end > start and self._text[end - 1] == "\r"
        return Span(start, end - crlf)


def line_end_style(text: str) -> str:
    """How its lines end: `lf`, `crlf`, `cr`, `mixed`, or `none` where there is but one line."""
    crlf = text.count("\r\n")
    counts = {"lf": text.count("\n") - crlf, "crlf": crlf, "cr": text.count("\r") - crlf}
    styles = [style for style, count in counts.items() if count]
    return styles[0] if len(styles) == 1 else "mixed" if styles else "none"


def has_final_newline(text: str) -> bool:
    """Whether the last line is closed by a line end."""
    return text.endswith(("\n", "\r"))


def _codec(data: bytes, encoding: str, *, any_mark: bool) -> str:
    """The canonical name of the codec to read with, by the name given and the mark, if any."""
    if not is_text_codec(encoding):
        raise UsageError(f"{encoding!r} is not a text encoding that is known{_nearest(encoding)}")
    codec = codecs.lookup(encoding).name
    codec = _WITH_MARK.get(codec, codec)
    for mark, marked in _MARKS:
        if data.startswith(mark) and (any_mark or codec[:6] == marked[:6]):
            return marked
    return codec


def is_text_codec(encoding: str) -> bool:
    """Whether Python has this codec here, and it turns bytes into text (`rot13` does not)."""
    try:
        b" ".decode(encoding, "ignore")
    except (LookupError, ValueError):  # the latter for a NUL in the name, and for `undefined`
        return False
    return True


def _nearest(encoding: str) -> str:
    """What to say of the known encoding nearest in name."""
    from difflib import get_close_matches
    from encodings.aliases import aliases

    numbered = (alias for alias in aliases if any(map(str.isdigit, alias)))
    known = {name.replace("_", "-") for name in [*numbered, *aliases.values()]} | {"auto"}
    asked = encoding.casefold().replace("_", "-").replace(" ", "-")
    near = get_close_matches(asked, sorted(known - {asked}), n=5, cutoff=0.75)
    usable = [name for name in near if name == "auto" or is_text_codec(name)]
    return f"; did you mean {usable[0]}?" if usable else ""


def _exact(data: bytes, name: str, codec: str) -> Document:
    """Decode, put the mark aside, and see that the same bytes come back.

    Raises:
        UnicodeError: the bytes are not text in this encoding.
        DecodeError: other bytes come back.
    """
    text = data.decode(codec)
    again = text.encode(codec)
    if again != data:
        same = bisect_left(range(len(data)), True, key=lambda k: again[: k + 1] != data[: k + 1])
        before = codecs.getincrementaldecoder(codec)().decode(data[:same])
        offset = len(before.encode(codec))
        line, column = _place(before)
        raise DecodeError(
            f"{name}: text in {codec} cannot be written back exactly: "
            f"byte 0x{data[offset]:02x} at offset {offset} (line {line}, column {column})",
            name=name,
            encoding=codec,
            offset=offset,
            line=line,
            column=column,
        )
    mark = _MARK.encode(codec) if text.startswith(_MARK) else b""
    return Document(name, text.removeprefix(_MARK), codec, mark)


def _place(before: str) -> tuple[int, int]:
    """Line and column of what follows `before`, the mark not counted."""
    before = before.removeprefix(_MARK)
    return Lines(before).position(len(before))


def _undecodable(data: bytes, name: str, codec: str, offset: int, other: str | None) -> DecodeError:
    """The one message: which byte, where, and which encoding to try."""
    line, column = _place(data[:offset].decode(codec, "replace"))
    label = codec.upper() if codec.startswith("utf") else codec
    message = (
        f"{name}: byte 0x{data[offset]:02x} at offset {offset} "
        f"(line {line}, column {column}) is not {label}"
    )
    if other is not None:
        whole, file = ("input", "") if name == STDIN else ("file", f" {shlex.quote(name)}")
        message += f"\nthe whole {whole} reads as {other}; try  dedup clean -e {other}{file}"
    return DecodeError(
        message,
        name=name,
        encoding=codec,
        offset=offset,
        line=line,
        column=column,
        suggestion=other,
    )


def _reads_as(data: bytes) -> str | None:
    """The encoding to try instead: what the mark says, else UTF-8, else a plausible guess."""
    marked = [codec[:6].rstrip("-") for mark, codec in _MARKS if data.startswith(mark)]
    for encoding in (*marked, "utf-8"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    from dedup.guess import reads_as

    return reads_as(data)
