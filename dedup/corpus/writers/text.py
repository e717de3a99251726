"""A text file is written in its encoding, with its byte order mark."""

from typing import IO

from dedup.corpus.fields import Fields
from dedup.corpus.readers.text import decoded
from dedup.corpus.sources import Source
from dedup.corpus.streams import open_packed
from dedup.corpus.writers import Texts
from dedup.text import encode


def copy(source: Source, changed: Texts, fields: Fields, out: IO[bytes]) -> None:
    """Write a text file with another text, or as it is."""
    for _, text in changed:
        out.write(encode(decoded(source, fields), text))
        return
    with open_packed(source.path, source.packing) as stream:
        out.write(stream.read())
