"""Documents out: a form a file, each a function of the source that they were read from."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import IO

from dedup.corpus.fields import Fields
from dedup.corpus.sources import Source

__all__ = ["Texts", "copy"]

Texts = Iterator[tuple[int, str]]
"""The position in its file of each document that was changed, and its new text; in order."""


def copy(source: Source, changed: Texts, fields: Fields, out: IO[bytes]) -> None:
    """Write a file again with other texts: the same rows, the same other fields.

    What could not be read as a document is written as it stands. A file that is cut off is written
    as far as it goes.

    Args:
        source: the file, as it was when it was read.
        changed: the new texts.
        fields: where the documents stand in it.
        out: where to; nothing is packed here but in Parquet.
    """
    writer: Callable[[Source, Texts, Fields, IO[bytes]], None] = import_module(
        f"dedup.corpus.writers.{source.form}"
    ).copy
    writer(source, changed, fields, out)
