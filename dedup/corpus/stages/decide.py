"""Say what becomes of each block that repeats another."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from dedup.corpus.schemas import DECISIONS, VOTES, WHOLE
from dedup.corpus.stages.columns import batch_of, numbers, opens, ordered
from dedup.corpus.stages.repeats import removed_documents
from dedup.corpus.stages.verify import KEPT

_Place = tuple[int, int]


class Found(NamedTuple):
    """What is known of some documents; each a batch of the schema of its name.

    Attributes:
        blocks: all blocks of the documents.
        wholes: the documents among `REPEATS`.
        repeats: their blocks among `REPEATS`.
        matches: their blocks among the resolved `MATCHES`.
        fates: of the resolved `MATCHES` without a doubt at least those of the blocks that `repeats`
            names as kept: what equals them goes for the same reason.
    """

    blocks: pa.RecordBatch
    wholes: pa.RecordBatch
    repeats: pa.RecordBatch
    matches: pa.RecordBatch
    fates: pa.RecordBatch


class _Target(NamedTuple):
    """What a block repeats."""

    kept: _Place
    start: int
    end: int
    rule: str
    similarity: float
    covered: float
    doubt: str
    lead: int
    trail: int


class _Block(NamedTuple):
    """A row of `BLOCKS`, as far as it counts here."""

    ordinal: int
    size: int
    compared: bool
    fixed: bool
    target: _Target | None


def vote(found: Found) -> pa.RecordBatch:
    """For each kept block the documents that repeat it and stay for the most part, as `VOTES`.

    A document that loses half of its text or more is a copy of another; what it shares with it is
    no boilerplate.
    """
    votes: dict[_Place, int] = defaultdict(int)
    for _, _, blocks in _documents(found):
        gone = [b for b in blocks if b.target is not None]
        if 2 * sum(b.size for b in gone) < sum(b.size for b in blocks):
            for kept in {b.target.kept for b in gone if b.target}:
                votes[kept] += 1
    return _votes(votes)


def boilerplate(votes: pa.RecordBatch, least: int) -> pa.RecordBatch:
    """The blocks that are boilerplate, as `VOTES`.

    Args:
        votes: of `VOTES`: all rows of some blocks.
        least: from how many documents on a block is boilerplate; the one that is kept counts, too.
    """
    kept, block = numbers(votes, "kept_document"), numbers(votes, "kept_block")
    order = ordered(kept, block)
    kept, block = kept[order], block[order]
    begins = np.flatnonzero(opens(kept, block))
    count = numbers(votes, "documents")[order]
    total = np.add.reduceat(count, begins) if len(begins) else count
    chosen = total + 1 >= least
    return batch_of(
        VOTES,
        {
            "kept_document": kept[begins][chosen],
            "kept_block": block[begins][chosen],
            "documents": total[chosen] + 1,
        },
    )


def decide(found: Found, common: pa.RecordBatch, *, remove: bool) -> pa.RecordBatch:
    """What is to be done with the blocks of some documents.

    Args:
        found: what is known of them.
        common: of `VOTES`: what is boilerplate.
        remove: whether boilerplate is removed after its first standing.

    Returns:
        A batch of `DECISIONS`, by document and place.
    """
    held = zip(
        numbers(common, "kept_document").tolist(),
        numbers(common, "kept_block").tolist(),
        strict=True,
    )
    counts = dict(zip(held, numbers(common, "documents").tolist(), strict=True))
    rows: list[dict[str, Any]] = []
    for document, whole, blocks in _documents(found):
        if whole is not None:
            rows.append(_row(document, WHOLE, range(len(blocks)), "document", "removed", whole))
            continue
        rows += _of_document(document, blocks, counts, remove)
    return pa.RecordBatch.from_pylist(rows, schema=DECISIONS)


def _of_document(
    document: int, blocks: list[_Block], counts: Mapping[_Place, int], remove: bool
) -> Iterator[dict[str, Any]]:
    """The rows of a document that does not go whole."""
    stays = {b.ordinal for b in blocks if b.target is not None and b.target.doubt}
    if not remove:
        stays |= {b.ordinal for b in blocks if b.target is not None and b.target.kept in counts}
    compared = [b for b in blocks if b.compared]
    done = 0
    for n, (own, target) in enumerate((b, b.target) for b in compared):
        if target is None:
            continue
        k = own.ordinal
        common = counts.get(target.kept)
        kind = "block" if common is None else "boilerplate"
        stretch = range(k, k + 1)
        if k in stays:
            status = "withheld" if target.doubt else "kept"
        else:
            status = "removed"
            behind = compared[n + 1] if n + 1 < len(compared) else None
            # A heading belongs to what follows it: it goes before what goes, not behind it.
            follows = behind is None or (behind.target is not None and behind.ordinal not in stays)
            start, stop = max(done, k - target.lead), k + 1 + (target.trail if follows else 0)
            while any(b.fixed for b in blocks[start:k]):
                start += 1
            while any(b.fixed for b in blocks[k:stop]):
                stop -= 1
            stretch = range(start, stop)
            done = stop
        yield _row(document, k, stretch, kind, status, target, common)


def _row(
    document: int,
    block: int,
    stretch: range,
    kind: str,
    status: str,
    target: _Target,
    common: int | None = None,
) -> dict[str, Any]:
    reason = target.doubt
    if not reason and common is not None:
        reason = f"stands in {common} documents"
    elif not reason and target.covered < 1:
        reason = f"says {target.covered:.0%} of the other"
    return {
        "document": document,
        "block": block,
        "first": stretch.start,
        "stop": stretch.stop,
        "kind": kind,
        "status": status,
        "rule": target.rule,
        "kept_document": target.kept[0],
        "kept_block": target.kept[1],
        "kept_start": target.start,
        "kept_end": target.end,
        "similarity": target.similarity,
        "reason": reason,
    }


def _documents(found: Found) -> Iterator[tuple[int, _Target | None, list[_Block]]]:
    """Each document with what it repeats as a whole, and its blocks; in order."""
    removed = set(removed_documents(found.blocks, found.wholes).tolist())
    wholes = {row["document"]: _equal(row) for row in found.wholes.to_pylist()}
    targets = _targets(found)
    columns = [
        found.blocks.column(name).to_pylist()
        for name in ("document", "block", "start", "end", "compared", "fixed")
    ]
    documents: dict[int, list[_Block]] = defaultdict(list)
    for document, block, start, end, compared, fixed in zip(*columns, strict=True):
        own = documents[document]
        if block != WHOLE:
            target = targets.get((document, block))
            own.append(_Block(block, end - start, compared, fixed, target))
    for document in sorted(documents):
        whole = wholes[document] if document in removed else None
        yield document, whole, sorted(documents[document])


def _equal(row: Mapping[str, Any], doubt: str = "") -> _Target:
    return _Target(
        kept=(row["kept_document"], row["kept_block"]),
        start=row["kept_start"],
        end=row["kept_end"],
        rule="exact-repeat",
        similarity=1.0,
        covered=1.0,
        doubt=doubt,
        lead=row["lead"],
        trail=row["trail"],
    )


def _near(row: Mapping[str, Any]) -> _Target:
    exact = _equal(row, row["doubt"])
    return exact._replace(rule=row["rule"], similarity=row["similarity"], covered=row["covered"])


def _targets(found: Found) -> dict[_Place, _Target]:
    """What each block repeats, blocks of other documents alone."""
    out = {(row["document"], row["block"]): _near(row) for row in found.matches.to_pylist()}
    fates = {(row["document"], row["block"]): row for row in found.fates.to_pylist()}
    doubts = _doubts(found.blocks)
    for row in found.repeats.to_pylist():
        place = row["document"], row["block"]
        doubt = doubts.get(place, "")
        fate = fates.get((row["kept_document"], row["kept_block"]))
        target = _equal(row, doubt)
        if fate is not None:
            target = _near(fate)._replace(doubt=doubt, lead=row["lead"], trail=row["trail"])
        if target.kept[0] != place[0]:
            out[place] = target
    return out


def _doubts(blocks: pa.RecordBatch) -> dict[_Place, str]:
    """Why blocks stay although equal ones stand elsewhere."""
    columns = (blocks.column(name).to_pylist() for name in ("document", "block", "fixed", "doubt"))
    rows = zip(*columns, strict=True)
    return {(d, b): KEPT if fixed else doubt for d, b, fixed, doubt in rows if fixed or doubt}


def _votes(votes: Mapping[_Place, int]) -> pa.RecordBatch:
    places = sorted(votes)
    return batch_of(
        VOTES,
        {
            "kept_document": [document for document, _ in places],
            "kept_block": [block for _, block in places],
            "documents": [votes[place] for place in places],
        },
    )
