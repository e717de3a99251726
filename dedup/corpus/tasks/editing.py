"""Tasks that decide what goes, and edit the documents."""

from collections import Counter
from itertools import groupby
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.corpus import files
from dedup.corpus.counts import NAMED, Counts
from dedup.corpus.index.lookup import known_firsts, places
from dedup.corpus.index.lookup import votes as known_votes
from dedup.corpus.index.schemas import IDS
from dedup.corpus.schemas import BLOCKS, CLEANED, EDITED, MATCHES, REPEATS, REPORT, VOTES
from dedup.corpus.stages.columns import empty, numbers, ordered, together
from dedup.corpus.stages.decide import Found, boilerplate, decide, vote
from dedup.corpus.stages.edit import edit, report
from dedup.corpus.stages.resolve import among, names_of
from dedup.corpus.task import Result, Run
from dedup.corpus.tasks.base import GONE, firsts_of, repeats_of
from dedup.corpus.tasks.ids import ids_of


def _found(run: Run, chunk: int) -> Found:
    """What is known of the documents of a chunk."""
    near, across = run.settings.across == "near", run.settings.across != "none"
    blocks = files.read(run.file("blocks", chunk), BLOCKS, _NEEDED_TO_DECIDE)
    none, no_match = empty(REPEATS), empty(MATCHES)
    if not across:
        return Found(blocks, none, none, no_match, no_match)
    wholes, repeats = repeats_of(run, chunk)
    if not near:
        return Found(blocks, wholes, repeats, no_match, no_match)
    matches = files.read_part([run.file("resolve", 0)], chunk, MATCHES)
    return Found(blocks, wholes, repeats, matches, _fates(run, chunk, repeats))


_NEEDED_TO_DECIDE = [
    name for name in BLOCKS.names if name not in {"text", "seeds", "lead", "trail"}
]


def _fates(run: Run, chunk: int, repeats: pa.RecordBatch) -> pa.RecordBatch:
    """What becomes of the blocks that equal ones are named after."""
    wanted = numbers(repeats, "kept_document"), numbers(repeats, "kept_block")
    # Few of them go: the names of those that do say which matches have to be looked at.
    gone = np.load(Path(run.folder, GONE), mmap_mode="r")
    goes = among(names_of(*wanted), gone)
    chunks = np.unique(np.searchsorted(firsts_of(run.folder), wanted[0][goes], side="right") - 1)
    chosen: list[pa.RecordBatch] = []
    for batch in files.some_batches(run.file("resolve", 0), chunks.tolist()):
        sure = [not doubt for doubt in batch.column("doubt").to_pylist()]
        batch = batch.filter(pa.array(sure, pa.bool_()))
        own = names_of(numbers(batch, "document"), numbers(batch, "block"))
        chosen.append(batch.filter(pa.array(np.isin(own, names_of(*wanted)[goes]))))
    if run.known:
        chosen.append(files.read_part(run.files("fate", run.hash_parts), chunk, MATCHES))
    return together(chosen, MATCHES)


def count_votes(run: Run, chunk: int) -> Result:
    """Count which blocks the documents of a chunk have in common with others."""
    files.write(run.file("vote", chunk), VOTES, [vote(_found(run, chunk))])
    return {}


def find_common(run: Run, _: int, chunks: int, least: int) -> Result:
    """Say what is boilerplate."""
    own = (files.read(p, VOTES) for p in run.files("vote", chunks))
    votes = together([*known_votes(run.known), *own], VOTES)
    found = boilerplate(votes, least)
    files.write(run.file("common", 0), VOTES, [found])
    return {"boilerplate": found.num_rows}


def make_edits(run: Run, chunk: int) -> Result:
    """Edit the documents of a chunk and report it."""
    found = _found(run, chunk)
    common = files.read(run.file("common", 0), VOTES)
    decisions = decide(found, common, remove=run.settings.boilerplate == "remove")
    cleaned = files.read(run.file("clean", chunk), CLEANED)
    edited = edit(cleaned, found.blocks, decisions)
    names = _names(run, numbers(decisions, "kept_document"))
    within = files.read(run.file("within", chunk), REPORT)
    across = report(cleaned, found.blocks, decisions, names)
    rows = together([within, across], REPORT)
    keys = (numbers(rows, name) for name in ("number", "start", "end"))
    rows = rows.take(pa.array(ordered(*keys)))
    files.write(run.file("report", chunk), REPORT, [rows])
    stays = edited if run.whole else edited.filter(edited.column("changed"))
    if run.ranked:
        origins = np.load(Path(run.folder, "origins.npy"))
        part = np.searchsorted(origins, numbers(stays, "origin"), side="right") - 1
        files.write_parts(run.file("edit", chunk), stays, len(origins), part)
    else:
        files.write(run.file("edit", chunk), EDITED, [stays])
    return _counted(edited, rows)


def _names(run: Run, documents: NDArray[np.int64]) -> dict[int, str]:
    """The ids of some documents."""
    wanted = np.unique(documents)
    out = ids_of(run, wanted[wanted >= 0])
    known = wanted[wanted < 0]
    chunks = np.searchsorted(known_firsts(run.known), known, side="right") - 1
    for chunk, own in groupby(range(len(known)), key=lambda k: int(chunks[k])):
        ids = places(run.known)[chunk].read("id", IDS, IDS.names)
        number = numbers(ids, "document")
        rows = np.searchsorted(number, known[list(own)])
        named = ids.take(pa.array(rows))
        out |= zip(
            named.column("document").to_pylist(), named.column("id").to_pylist(), strict=True
        )
    return out


def _counted(edited: pa.RecordBatch, report: pa.RecordBatch) -> Result:
    """The numbers of some documents, as a dictionary that JSON can hold.

    Args:
        edited: of `EDITED`.
        report: of `REPORT`: all rows of these documents.
    """
    size, lost = numbers(edited, "size"), numbers(edited, "lost")
    emptied = numbers(edited, "emptied")
    halved = (2 * lost > size) & ~emptied
    ids = edited.column("id")
    tenths = -(-10 * lost.astype(np.int64) // np.maximum(size, 1))
    rows, sizes = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    columns = (report.column(name).to_pylist() for name in ("kind", "status", "old"))
    for kind, status, old in zip(*columns, strict=True):
        rows[kind, status] += 1
        sizes[kind, status] += len(old)
    lost_most = np.flatnonzero(halved)
    lost_most = lost_most[np.argsort(-lost[lost_most], kind="stable")][:NAMED]
    return Counts(
        documents=len(size),
        changed=int(np.count_nonzero(numbers(edited, "changed"))),
        emptied=int(np.count_nonzero(emptied)),
        halved=int(np.count_nonzero(halved)),
        size=int(size.sum()),
        left=int(size.sum() - lost.sum()),
        found=tuple((*key, rows[key], sizes[key]) for key in sorted(rows)),
        most_lost=tuple((ids[k].as_py(), int(size[k]), int(size[k] - lost[k])) for k in lost_most),
        losses=tuple(np.bincount(tenths, minlength=11).tolist()),
        first_emptied=tuple(ids[k].as_py() for k in np.flatnonzero(emptied)[:NAMED]),
    )._asdict()
