"""Tasks that find what documents have in common."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from dedup.corpus import files
from dedup.corpus.index.lookup import held_with, keys_with, places
from dedup.corpus.schemas import (
    BLOCKS,
    CANDIDATES,
    HELD,
    KEYS,
    MATCHES,
    PAIRS,
    REPEATS,
    TEXTS,
)
from dedup.corpus.stages.candidates import choose_candidates
from dedup.corpus.stages.columns import numbers, together
from dedup.corpus.stages.keys import find_keys
from dedup.corpus.stages.known import fates_of
from dedup.corpus.stages.pairs import find_pairs
from dedup.corpus.stages.repeats import find_repeats, held_blocks
from dedup.corpus.stages.resolve import Resolver
from dedup.corpus.stages.texts import add_texts
from dedup.corpus.stages.verify import verify
from dedup.corpus.task import Result, Run, chunks_of, sections
from dedup.corpus.tasks.base import (
    GONE,
    firsts_of,
    repeats_of,
    save,
    write_by_chunk,
    write_by_hash,
    write_by_source,
    write_many_by_chunk,
)
from dedup.wordlist import Lists, read_words


def equal_documents(run: Run, part: int, chunks: int) -> Result:
    """Find the documents that repeat an earlier one."""
    _write_repeats(run, "whole", part, files.read_part(run.files("whole-hash", chunks), part, HELD))
    return {}


def of_run(rows: pa.RecordBatch) -> pa.RecordBatch:
    """Of some rows those of documents of this run; what is known already has negative numbers."""
    return rows.filter(pa.array(numbers(rows, "document") >= 0))


def hold(run: Run, chunk: int) -> Result:
    """Share out the hashes of the blocks of the documents that do not go whole."""
    blocks = files.read(run.file("blocks", chunk), BLOCKS, _NEEDED_TO_HOLD)
    wholes = files.read_part(run.files("whole", run.hash_parts), chunk, REPEATS)
    write_by_hash(run, "hold", chunk, held_blocks(blocks, wholes))
    return {}


_NEEDED_TO_HOLD = [name for name in BLOCKS.names if name in {*HELD.names, "compared", "fixed"}]


def equal_blocks(run: Run, part: int, chunks: int) -> Result:
    """Find the blocks that repeat an equal one."""
    _write_repeats(run, "repeat", part, files.read_part(run.files("hold", chunks), part, HELD))
    return {}


def _write_repeats(run: Run, stage: str, part: int, held: pa.RecordBatch) -> None:
    """Find what is equal in the run, and to what earlier runs have kept."""
    known = held_with(run.known, part, run.hash_parts, held.column("hash"))
    found = of_run(find_repeats(together([known.select(HELD.names), held], HELD)))
    write_by_chunk(run, stage, part, found)
    if run.known and stage == "repeat":
        # Why those were removed whose equals are named, for each chunk that names them.
        fates = fates_of(known)
        columns = (fates.column(name).to_pylist() for name in ("document", "block"))
        row_of = {place: row for row, place in enumerate(zip(*columns, strict=True))}
        columns = (found.column(name).to_pylist() for name in ("kept_document", "kept_block"))
        at = pa.array([row_of.get(place) for place in zip(*columns, strict=True)], pa.int64())
        gone = at.is_valid()
        firsts = firsts_of(run.folder)
        own = numbers(found.filter(gone), "document")
        to = np.searchsorted(firsts, own, side="right") - 1
        files.write_parts(run.file("fate", part), fates.take(at.drop_null()), len(firsts), to)


_NEEDED_TO_COMPARE = [name for name in BLOCKS.names if name not in {"hash", "seeds"}]


def share_keys(run: Run, chunk: int) -> Result:
    """Share out the seeds of a chunk."""
    blocks = files.read(run.file("blocks", chunk), BLOCKS, _NEEDED_FOR_KEYS)
    keys = find_keys(blocks, *repeats_of(run, chunk))
    part = files.by_hash(run.key_parts)(numbers(keys, "key"))
    files.write_parts(run.file("key", chunk), keys, run.key_parts, part)
    return {"keys": keys.num_rows}


_NEEDED_FOR_KEYS = ["document", "block", "compared", "fixed", "seeds"]


def pair(run: Run, part: int, chunks: int) -> Result:
    """Pair the blocks that share a seed."""
    keys = files.read_part(run.files("key", chunks), part, KEYS)
    known = keys_with(run.known, part, run.key_parts, keys.column("key"))
    found = find_pairs(together([known, keys], KEYS))
    pairs = of_run(found.found)
    write_by_chunk(run, "pair", part, pairs)
    return {"pairs": pairs.num_rows, "hot": found.hot, "spared": found.spared}


def choose(run: Run, section: int, chunks: int) -> Result:
    """Choose what the blocks of the chunks of a section are compared with."""

    def candidates(chunk: int) -> pa.RecordBatch:
        pairs = files.read_part(run.files("pair", run.key_parts), chunk, PAIRS)
        blocks = files.read(run.file("blocks", chunk), BLOCKS, ["document", "block", "seeds"])
        return choose_candidates(pairs, blocks)

    found = together(map(candidates, chunks_of(section, chunks)), CANDIDATES)
    write_by_source(run, "candidate", section, found)
    return {"candidates": found.num_rows}


_AT_ONCE = 1 << 12
"""Candidates that texts are brought to at once."""


def bring_texts(run: Run, section: int, chunks: int) -> Result:
    """Bring the texts of the chunks of a section to the candidates that name them."""

    def texts() -> Iterator[pa.RecordBatch]:
        for chunk in chunks_of(section, chunks):
            part = len(places(run.known)) + chunk
            candidates = files.read_part(run.files("candidate", sections(chunks)), part, CANDIDATES)
            blocks = files.read(run.file("blocks", chunk), BLOCKS, _NEEDED_TO_COMPARE)
            # The text of a block that very many repeat is brought to each of them.
            for first in range(0, candidates.num_rows, _AT_ONCE):
                yield add_texts(candidates.slice(first, _AT_ONCE), blocks)

    write_many_by_chunk(run, "text", section, TEXTS, texts())
    return {}


@cache
def _lists(lexicon: tuple[str, ...]) -> Lists:
    """The word lists, which a process loads once."""
    return Lists(read_words(lexicon))


def compare(run: Run, chunk: int, chunks: int) -> Result:
    """Compare the blocks of a chunk with their candidates."""
    known = run.files("known-text", len(places(run.known)))
    texts = files.read_part([*known, *run.files("text", sections(chunks))], chunk, TEXTS, chunks)
    blocks = files.read(run.file("blocks", chunk), BLOCKS, _NEEDED_TO_COMPARE)
    lists = _lists(run.settings.document.lexicon)
    matches = verify(texts, blocks, run.settings, lists)
    files.write(run.file("match", chunk), MATCHES, [matches])
    return {"matches": matches.num_rows}


def resolve(run: Run, _: int, chunks: int) -> Result:
    """Say which matches count: one task, in the order of the corpus."""
    resolver = Resolver()
    found = (files.read(path, MATCHES) for path in run.files("match", chunks))
    # A batch a chunk.
    files.write(run.file("resolve", 0), MATCHES, (resolver.resolve(each) for each in found))
    save(Path(run.folder, GONE), resolver.gone)
    return {}
