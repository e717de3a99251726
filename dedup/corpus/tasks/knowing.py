"""Tasks that use what earlier runs have kept, and keep what later ones will use."""

from collections.abc import Sequence
from itertools import pairwise

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
from dedup.corpus.task import Result, Run
from dedup.corpus.tasks.base import firsts_of, repeats_of, write_by_chunk


def check(run: Run, _: int) -> Result:
    """See that what was kept fits; what this run keeps is made with."""
    made = {**form(), "across": run.settings.across}
    check_form(run.known, made)
    return made


def bring_known_texts(run: Run, place: int, chunks: int) -> Result:
    """Bring the texts of a chunk of the index to the candidates that name them."""
    candidates = files.read_part(run.files("candidate", chunks), place, CANDIDATES)
    texts = empty(TEXTS)
    if candidates.num_rows:
        blocks = places(run.known)[place].read("block", KNOWN_BLOCKS, _NEEDED.names)
        texts = add_texts(candidates, blocks)
        # A removed block took part in the choice of candidates, as if it had stood in this run.
        texts = texts.filter(texts.column("kept_text").is_valid())
    write_by_chunk(run, "known-text", place, texts)
    return {}


_NEEDED = pa.schema([field for field in KNOWN_BLOCKS if field.name != "signature"])


def keep(run: Run, chunk: int, first: int, sizes: Sequence[int]) -> Result:
    """Write what is kept of a chunk.

    Args:
        run: the run.
        chunk: its number.
        first: the number in the index of the first document of the run.
        sizes: how many documents each chunk has.
    """
    blocks = files.read(run.file("blocks", chunk), BLOCKS)
    matches = empty(MATCHES)
    if run.settings.across == "near":
        matches = files.read_part([run.file("resolve", 0)], chunk, MATCHES)
        sure = [not doubt for doubt in matches.column("doubt").to_pylist()]
        matches = matches.filter(pa.array(sure, pa.bool_()))
    known = keep_known(blocks, *repeats_of(run, chunk), matches)
    number = _Numbers(run, first, sizes)
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


def keep_votes(run: Run, _: int, chunks: int, first: int, sizes: Sequence[int]) -> Result:
    """Write what the documents of the run have in common with others."""
    votes = together((files.read(p, VOTES_SCHEMA) for p in run.files("vote", chunks)), VOTES_SCHEMA)
    summed = boilerplate(votes, 2)
    # Without the one that is kept, which each run that asks counts once.
    count = pa.array(numbers(summed, "documents") - 1)
    summed = summed.set_column(2, VOTES_SCHEMA.field(2), count)
    path = run.file("known", VOTES.removesuffix(".arrow"))
    files.write(path, VOTES_SCHEMA, [_Numbers(run, first, sizes).of(summed)])
    return {}


class _Numbers:
    """The numbers of documents in the index: as many as there are, in the order of the run."""

    def __init__(self, run: Run, first: int, sizes: Sequence[int]) -> None:
        self._run = run
        self._bases = first + np.append(0, np.cumsum(np.array(sizes, dtype=np.int64)))

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
        wanted, back = np.unique(values[own], return_inverse=True)
        firsts = firsts_of(self._run.folder)
        borders = np.searchsorted(wanted, np.append(firsts, np.iinfo(np.int64).max))
        numbered = np.empty(len(wanted), dtype=np.int64)
        for chunk, (a, b) in enumerate(pairwise(borders.tolist())):
            if a < b:
                ids = files.read(self._run.file("id", chunk), IDS, ["document"])
                rows = np.searchsorted(numbers(ids, "document"), wanted[a:b])
                numbered[a:b] = self._bases[chunk] + rows
        out[own] = numbered[back]
        return out
