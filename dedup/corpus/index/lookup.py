"""Read segments of an index: what of them counts for some rows, a file at a time in memory."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.corpus import files
from dedup.corpus.index.folder import PARTS, VOTES, Segment, segments
from dedup.corpus.index.schemas import IDS, KNOWN_BLOCKS, KNOWN_HELD
from dedup.corpus.schemas import KEYS
from dedup.corpus.schemas import VOTES as VOTES_SCHEMA
from dedup.corpus.stages.columns import together
from dedup.duplicates.signatures import as_datasketch

if TYPE_CHECKING:
    from datasketch import MinHash

Known = tuple[Segment, ...]


class Place(NamedTuple):
    """A chunk of a segment."""

    segment: Segment
    chunk: int

    def read(self, kind: str, schema: pa.Schema, columns: Sequence[str]) -> pa.RecordBatch:
        """Some columns of a file of the chunk."""
        return files.read(self.segment.file(kind, self.chunk), schema, columns)


def places(known: Known) -> list[Place]:
    """All chunks, in the order of their documents."""
    return [Place(segment, k) for segment in known for k in range(len(segment.chunks))]


@cache
def firsts(known: tuple[tuple[int, ...], ...]) -> NDArray[np.int64]:
    """The first document of each chunk of some segments, given what each says of its own."""
    return np.array([first for own in known for first in own], dtype=np.int64)


def known_firsts(known: Known) -> NDArray[np.int64]:
    """The first document of each chunk, shape (chunks,)."""
    return firsts(tuple(segment.chunks for segment in known))


def held_with(known: Known, part: int, parts: int, hashes: pa.Array) -> pa.RecordBatch:
    """The rows of `KNOWN_HELD` that have one of some hashes.

    Args:
        known: the segments.
        part: of the run, to which all of the hashes belong.
        parts: how many parts the run has; a power of two.
        hashes: what is looked for.
    """
    return together(_with(known, "held", part, parts, "hash", hashes), KNOWN_HELD)


def keys_with(known: Known, part: int, parts: int, keys: pa.Array) -> pa.RecordBatch:
    """The rows of `KEYS` that have one of some keys; likewise."""
    return together(_with(known, "key", part, parts, "key", keys), KEYS)


def votes(known: Known) -> list[pa.RecordBatch]:
    """What documents had in common with others, a batch a segment."""
    return [files.read(Path(segment.folder, VOTES), VOTES_SCHEMA) for segment in known]


def _with(
    known: Known, kind: str, part: int, parts: int, column: str, values: pa.Array
) -> Iterator[pa.RecordBatch]:
    wanted = range(part, PARTS, parts) if parts <= PARTS else [part % PARTS]
    values = pc.unique(values)
    for place in places(known) if len(values) else ():
        with pa.OSFile(str(place.segment.file(kind, place.chunk)), "rb") as source:
            file = pa.ipc.open_file(source)
            for k in wanted:
                batch = file.get_batch(k)
                found = batch.filter(pc.is_in(batch.column(column), value_set=values))
                if found.num_rows:
                    yield found


def signatures(folder: Path) -> Iterator[tuple[str, int, str, "MinHash"]]:
    """The passages of an index that stay: id of the document, ordinal there, text, signature.

    The signatures are `datasketch.MinHash`, and can be put into any of its indexes.

    Raises:
        InputError: a segment is damaged.
    """
    for place in places(tuple(segments(folder))):
        ids = place.read("id", IDS, IDS.names)
        columns = (ids.column(name).to_pylist() for name in IDS.names)
        names = dict(zip(*columns, strict=True))
        blocks = place.read("block", KNOWN_BLOCKS, ["document", "block", "text", "signature"])
        for row in blocks.to_pylist():
            if row["text"] is not None:
                signature = as_datasketch(np.array(row["signature"], dtype=np.uint32))
                yield names[row["document"]], row["block"], row["text"], signature
