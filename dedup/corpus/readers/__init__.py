"""Files in, documents out: a form a file, each a function of a source and of what is wanted."""

from collections.abc import Callable, Iterator
from importlib import import_module

from dedup.corpus.fields import Fields
from dedup.corpus.readers.rows import Piece
from dedup.corpus.sources import Source

__all__ = ["Fields", "Piece", "read"]


def read(source: Source, file: int, fields: Fields) -> Iterator[Piece]:
    """The documents of a file, in order.

    What cannot be used is told in the pieces, and never raised; it ends the file where nothing
    behind it can be read.

    Args:
        source: the file.
        file: its place in the list of inputs, from 0 on.
        fields: where the documents stand in it.
    """
    reader: Callable[[Source, int, Fields], Iterator[Piece]] = import_module(
        f"dedup.corpus.readers.{source.form}"
    ).read
    return reader(source, file, fields)
