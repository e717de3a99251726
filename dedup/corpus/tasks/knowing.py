"""Tasks that use what earlier runs have kept, and keep what later ones will use."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.corpus import files
from dedup.corpus.index.folder import PARTS, VOTES, check_form
from dedup.corpus.index.form import form
from dedup.corpus.index.lookup import places
from dedup.corpus.index.schemas import IDS, KNOWN_BLOCKS, KNOWN_HELD
from dedup.corpus.schemas import BLOCKS, CANDIDATES, KEYS, MATCHES, TEXTS
from dedup.corpus.schemas import VOTES as VOTES_SCHEMA
from dedup.corpus.stages.columns import empty, halves, numbers, together
from dedup.corpus.stages.decide import boilerplate
from dedup.corpus.stages.known import keep_known
from dedup.corpus.stages.texts import add_texts
from dedup.corpus.task import Result, Run, sections
from dedup.corpus.tasks.base import repeats_of, write_by_chunk
from dedup.corpus.tasks.ids import places_of


def check(run: Run, _: int) -> Result:
    """See that what was kept fits; what this run keeps is made with."""
    made = {**form(), "across": run.settings.across}
    check_form(run.known, made)
    return made


def bring_known_texts(run: Run, place: int, chunks: int) -> Result:
    """Bring the texts of a chunk of the index to the candidates that name them."""
    candidates = files.read_part(run.files("candidate", sections(chunks)), place, CANDIDATES)
    texts = empty(TEXTS)
    if candidates.num_rows:
        blocks = places(run.known)[place].read("block", KNOWN_BLOCKS, _NEEDED.names)
        texts = add_texts(candidates, blocks)
        # A removed block took part in the choice of candidates, as if it had stood in this run.
        texts = texts.filter(texts.column("kept_text").is_valid())
    write_by_chunk(run, "known-text", place, texts)
    return {}


_NEEDED = pa.schema([field for field in KNOWN_BLOCKS if field.name != "signature"])


def keep(run: Run, chunk: int, first: int) -> Result:
    """Write what is kept of a chunk.

    Args:
        run: the run.
        chunk: its number.
        first: the number in the index of the first document of the run.
    """
    blocks = files.read(run.file("blocks", chunk), BLOCKS)
    matches = empty(MATCHES)
    if run.settings.across == "near":
        matches = files.read_part([run.file("resolve", 0)], chunk, MATCHES)
        sure = [not doubt for doubt in matches.column("doubt").to_pylist()]
        matches = matches.filter(pa.array(sure, pa.bool_()))
    known = keep_known(blocks, *repeats_of(run, chunk), matches)
    number = _Numbers(run, first)
    held, keys, kept = (number.of(each) for each in known)
    part = files.by_hash(PARTS)
    for kind, batch, key in (
        ("held", held, halves(held, "hash")[:, 0]),
        ("key", keys, numbers(keys, "key")),
    ):
        files.write_parts(run.file(kind_of(kind), chunk), batch, PARTS, part(key), packed=True)
    files.write(run.file(kind_of("block"), chunk), KNOWN_BLOCKS, [kept], packed=True)
    ids = number.of(files.read(run.file("id", chunk), IDS))
    files.write(run.file(kind_of("id"), chunk), IDS, [ids], packed=True)
    assert (held.schema, keys.schema) == (KNOWN_HELD, KEYS)
    return {"blocks": kept.num_rows}


def kind_of(kind: str) -> str:
    """Where in the folder of a run a file of a segment is made ready."""
    return f"known/{kind}"


def keep_votes(run: Run, _: int, chunks: int, first: int) -> Result:
    """Write what the documents of the run have in common with others."""
    votes = together((files.read(p, VOTES_SCHEMA) for p in run.files("vote", chunks)), VOTES_SCHEMA)
    summed = boilerplate(votes, 2)
    # Without the one that is kept, which each run that asks counts once.
    count = pa.array(numbers(summed, "documents") - 1)
    summed = summed.set_column(2, VOTES_SCHEMA.field(2), count)
    path = run.file("known", VOTES.removesuffix(".arrow"))
    files.write(path, VOTES_SCHEMA, [_Numbers(run, first).of(summed)])
    return {}


class _Numbers:
    """The numbers of documents in the index: as many as there are, in the order of the run."""

    def __init__(self, run: Run, first: int) -> None:
        self._run = run
        self._first = first

    def of(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """A batch with other numbers of documents; those of the index stay."""
        for name in ("document", "kept_document"):
            if name in batch.schema.names:
                at = batch.schema.get_field_index(name)
                column = batch.column(name)
                there = np.asarray(column.is_valid())
                values = np.asarray(column.fill_null(-1))
                values = self._numbered(values)
                array = pa.array(values, mask=~there)
                batch = batch.set_column(at, batch.schema.field(at), array)
        return batch

    def _numbered(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        out = values.copy()
        own = values >= 0
        out[own] = self._first + places_of(self._run, values[own])
        return out
