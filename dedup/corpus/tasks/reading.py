"""Tasks that read the corpus and clean each document by itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dedup.corpus import files
from dedup.corpus.index.schemas import IDS
from dedup.corpus.readers import read
from dedup.corpus.readers.rows import rank_of
from dedup.corpus.schemas import BLOCKS, CLEANED, DOCUMENTS, HELD, ORDER, REPORT
from dedup.corpus.sources import Source
from dedup.corpus.stages.blocks import find_document_blocks
from dedup.corpus.stages.clean import clean_documents
from dedup.corpus.stages.columns import batch_of, numbers, together
from dedup.corpus.stages.repeats import held_documents
from dedup.corpus.task import CHUNK, Result, Run
from dedup.corpus.tasks.base import save, write_by_hash


def read_group(run: Run, group: int, first: int, sources: list[Source]) -> Result:
    """Read some files and share their documents out to chunks.

    Args:
        run: the run.
        group: the number of the group.
        first: the place of the first source in the list of inputs.
        sources: the files.

    Returns:
        The chunks with their first document, and the problems.
    """
    chunks: list[Result] = []
    problems: list[list[str]] = []
    waiting: list[pa.RecordBatch] = []
    order: list[Any] = []
    size = 0

    def flush() -> None:
        nonlocal size
        name = f"{group}-{len(chunks)}"
        files.write(run.file("read", name), DOCUMENTS, waiting)
        if run.ranked:
            _write_order(run.file("order", name), waiting, order)
        rows = sum(batch.num_rows for batch in waiting)
        start = waiting[0].column("document")[0].as_py()
        chunks.append({"name": name, "first": start, "documents": rows, "characters": size})
        waiting.clear()
        order.clear()
        size = 0

    for number, source in enumerate(sources, first):
        for piece in read(source, number, run.fields):
            problems += [list(problem) for problem in piece.problems]
            if not piece.documents.num_rows:
                continue
            own = sum(map(len, piece.documents.column("text").to_pylist()))
            if waiting and size + own > CHUNK:
                flush()
            waiting.append(piece.documents)
            order += piece.order
            size += own
    if waiting:
        flush()
    return {"chunks": chunks, "problems": problems}


_ORDER = pa.schema([("document", pa.int64()), *ORDER])


def _write_order(path: Path, waiting: list[pa.RecordBatch], order: list[Any]) -> None:
    """Write by what documents are ordered."""
    documents = [k for batch in waiting for k in batch.column("document").to_pylist()]
    columns = dict(zip(ORDER.names, zip(*map(rank_of, order), strict=True), strict=True))
    files.write(path, _ORDER, [batch_of(_ORDER, {"document": documents, **columns})])


def rank(run: Run, _: int, names: list[str]) -> Result:
    """Number all documents by the field that they are ordered by, from 0 on; ties by place."""
    parts = [pa.Table.from_batches(files.batches(run.file("order", name))) for name in names]
    table = pa.concat_tables(parts)
    keys = [(name, "ascending") for name in (*ORDER.names, "document")]
    places = pc.sort_indices(table, keys).to_numpy()
    document = table.column("document").to_numpy()
    ranks = np.empty(len(places), dtype=np.int64)
    ranks[places] = np.arange(len(places))
    by_number = np.argsort(document)
    save(Path(run.folder, "ranks.npy"), np.stack((document[by_number], ranks[by_number])))
    return {"documents": len(places)}


def deal(run: Run, chunk: int, name: str, per_chunk: int, chunks: int) -> Result:
    """Share the documents of a chunk out by their ranks."""
    ranks = np.load(Path(run.folder, "ranks.npy"))
    batch = files.read(run.file("read", name), DOCUMENTS)
    own = ranks[1][np.searchsorted(ranks[0], numbers(batch, "document"))]
    batch = batch.set_column(0, DOCUMENTS.field(0), pa.array(own))
    files.write_parts(run.file("deal", chunk), batch, chunks, own // per_chunk)
    return {}


def prepare(run: Run, chunk: int, name: str, chunks: int) -> Result:
    """Clean the documents of a chunk and cut them into blocks."""
    changed = 0
    found: dict[str, list[pa.RecordBatch]] = {"clean": [], "within": [], "blocks": []}
    for batch in _documents(run, chunk, name, chunks):
        cleaned, within = clean_documents(batch, run.settings)
        found["clean"].append(cleaned)
        found["within"].append(within)
        found["blocks"].append(find_document_blocks(cleaned, run.settings))
        changed += int(np.count_nonzero(numbers(cleaned, "changed")))
    for stage, schema in (("clean", CLEANED), ("within", REPORT), ("blocks", BLOCKS)):
        files.write(run.file(stage, chunk), schema, found[stage])
    ids = (batch.select(["document", "id"]) for batch in found["clean"])
    files.write(run.file("id", chunk), IDS, ids)
    wholes = together(map(held_documents, found["blocks"]), HELD)
    write_by_hash(run, "whole-hash", chunk, wholes)
    return {"changed": changed, "documents": sum(b.num_rows for b in found["clean"])}


def _documents(run: Run, chunk: int, name: str, chunks: int) -> Iterator[pa.RecordBatch]:
    """The documents of a chunk, a piece at a time."""
    if not run.ranked:
        yield from files.batches(run.file("read", name))
        return
    batch = files.read_part(run.files("deal", chunks), chunk, DOCUMENTS)
    yield batch.take(pa.array(np.argsort(numbers(batch, "document"), kind="stable")))


def write_firsts(run: Run, _: int, firsts: list[int], origins: list[int]) -> Result:
    """Write down the first document of each chunk, and by which number each was read."""
    save(Path(run.folder, "chunks.npy"), np.array(firsts, dtype=np.int64))
    save(Path(run.folder, "origins.npy"), np.array(origins, dtype=np.int64))
    return {}
