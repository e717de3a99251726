"""A text file is one document; its id is its name."""

from collections.abc import Iterator

from dedup.corpus.fields import Fields
from dedup.corpus.readers.rows import Piece, Rows
from dedup.corpus.sources import Source
from dedup.corpus.streams import BROKEN, open_packed, reason_of
from dedup.errors import DecodeError
from dedup.model import Document
from dedup.text import decode


def read(source: Source, file: int, fields: Fields) -> Iterator[Piece]:
    """The document of a text file, its byte order mark left out."""
    rows = Rows(source.path, source.name, file)
    try:
        yield from rows.add(0, decoded(source, fields).text, source.name)
    except DecodeError as error:
        rows.problem("not-text", str(error).partition("\n")[0].removeprefix(f"{source.path}: "))
    except BROKEN as error:
        kind = "cut-off" if source.packing and not isinstance(error, FileNotFoundError) else ""
        rows.problem(kind or "unreadable", f"cannot be read: {reason_of(error)}")
    yield from rows.rest()


def decoded(source: Source, fields: Fields) -> Document:
    """The text of a file and how it is written back.

    Raises:
        DecodeError: it is no text in the encoding, or cannot be written back exactly.
        Exception: one of `BROKEN`: the file cannot be read.
    """
    with open_packed(source.path, source.packing) as stream:
        return decode(stream.read(), source.path, fields.encoding)
