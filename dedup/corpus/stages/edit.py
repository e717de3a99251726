"""Make the decisions: take the repeats out of the cleaned documents, and say so."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from dedup.corpus.schemas import EDITED, REPORT, WHOLE
from dedup.corpus.stages.columns import batch_of
from dedup.duplicates.clusters import with_separator_behind
from dedup.edits import apply, invert
from dedup.errors import SelfCheckError
from dedup.model import Applicability, Edit, Evidence, Span

_Row = Mapping[str, Any]


def edit(
    cleaned: pa.RecordBatch, blocks: pa.RecordBatch, decisions: pa.RecordBatch
) -> pa.RecordBatch:
    """Documents without what is to be removed.

    Args:
        cleaned: of `CLEANED`.
        blocks: of `BLOCKS`: all blocks of these documents.
        decisions: of `DECISIONS`, those of these documents.

    Returns:
        A batch of `EDITED`, in the order of `cleaned`.

    Raises:
        SelfCheckError: the edits would not lead back to the cleaned text. That is a bug in dedup.
    """
    spans = _spans(blocks)
    chosen = _by_document(decisions)
    columns: dict[str, list[Any]] = {name: [] for name in EDITED.names}
    for row in cleaned.select([*EDITED.names[:4], "changed", "size"]).to_pylist():
        number, text = row["document"], row["text"]
        left = _without(text, spans.get(number, []), chosen.get(number, []), row["id"])
        lost = row["size"] - len(left)
        for name in ("document", "origin", "id", "size"):
            columns[name].append(row[name])
        columns["text"].append(left)
        columns["changed"].append(row["changed"] or left != text)
        columns["lost"].append(max(0, lost))
        columns["emptied"].append(lost > 0 and not left.strip())
    return batch_of(EDITED, columns)


def report(
    cleaned: pa.RecordBatch,
    blocks: pa.RecordBatch,
    decisions: pa.RecordBatch,
    names: Mapping[int, str],
) -> pa.RecordBatch:
    """The decisions as rows of the report.

    Args:
        cleaned: of `CLEANED`.
        blocks: of `BLOCKS`: all blocks of these documents.
        decisions: of `DECISIONS`, those of these documents.
        names: the ids of the documents that the decisions name as kept.

    Returns:
        A batch of `REPORT`, by document and place.
    """
    read = _spans(blocks, "read_start", "read_end")
    spans = _spans(blocks)
    texts = {row["document"]: row for row in cleaned.select(["document", "id", "text"]).to_pylist()}
    rows: list[dict[str, Any]] = []
    for row in decisions.to_pylist():
        number = row["document"]
        own, there = texts[number], read[number]
        first, stop = row["first"], row["stop"]
        old = own["text"][spans[number][first][0] : spans[number][stop - 1][1]]
        rows.append(
            {
                "document": own["id"],
                "number": number,
                "start": there[first][0],
                "end": there[stop - 1][1],
                "kind": row["kind"],
                "status": row["status"],
                "rule": row["rule"],
                "similarity": row["similarity"],
                "kept_document": names[row["kept_document"]],
                "kept_number": row["kept_document"],
                "kept_start": row["kept_start"],
                "kept_end": row["kept_end"],
                "reason": row["reason"],
                "old": old,
                "new": "" if row["status"] == "removed" else old,
            }
        )
    return pa.RecordBatch.from_pylist(rows, schema=REPORT)


def _spans(
    blocks: pa.RecordBatch, start: str = "start", end: str = "end"
) -> dict[int, list[tuple[int, int]]]:
    """The blocks of each document, in order."""
    columns = [blocks.column(name).to_pylist() for name in ("document", "block", start, end)]
    out: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for document, block, first, stop in zip(*columns, strict=True):
        if block != WHOLE:
            out[document].append((first, stop))
    return {document: sorted(own) for document, own in out.items()}


def _by_document(decisions: pa.RecordBatch) -> dict[int, list[_Row]]:
    out: dict[int, list[_Row]] = defaultdict(list)
    for row in decisions.to_pylist():
        if row["status"] == "removed":
            out[row["document"]].append(row)
    return out


def _without(text: str, spans: list[tuple[int, int]], rows: list[_Row], name: str) -> str:
    """A text without some stretches of its blocks, and without the separators of these."""
    gone = sorted({k for row in rows for k in range(row["first"], row["stop"])})
    if not gone:
        return text
    if len(gone) == len(spans):
        return ""
    edits = [_removal(text, span) for span in _removals(text, spans, gone)]
    left = apply(text, edits)
    if apply(left, invert(edits)) != text:
        raise SelfCheckError(f"{name}: the edits do not lead back to the original")
    return left


def _removals(text: str, spans: list[tuple[int, int]], gone: list[int]) -> list[Span]:
    """The stretches to take out for some blocks, not all: neighbours together."""
    runs: list[range] = []
    for k in gone:
        if runs and runs[-1].stop == k:
            runs[-1] = range(runs[-1].start, k + 1)
        else:
            runs.append(range(k, k + 1))
    out: list[Span] = []
    for run in runs:
        copy = Span(spans[run.start][0], spans[run.stop - 1][1])
        if run.stop == len(spans):
            # What closes a text goes with the separator before it.
            out.append(Span(spans[run.start - 1][1], copy.end))
        else:
            out.append(with_separator_behind(text, copy, Span(*spans[run.stop])))
    return out


def _removal(text: str, span: Span) -> Edit:
    return Edit(
        span=span,
        old=span.of(text),
        new="",
        kind="remove",
        rule="repeat",
        applicability=Applicability.SAFE,
        evidence=(Evidence("repeat", 1.0),),
    )
