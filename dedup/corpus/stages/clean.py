"""Clean each document as `dedup clean` does."""

from dataclasses import replace
from typing import Any

import pyarrow as pa

from dedup.corpus.schemas import CLEANED, REPORT
from dedup.corpus.settings import CorpusSettings
from dedup.model import REMOVALS, Applicability, Document, Edit, Report, Settings
from dedup.pipeline import clean


def clean_documents(
    batch: pa.RecordBatch, settings: CorpusSettings
) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """Clean the documents of a batch, each by itself.

    Args:
        batch: of `DOCUMENTS`.
        settings: how much is cleaned, and with what.

    Returns:
        The same documents as `CLEANED`, and the edits as `REPORT`.
    """
    wanted = _settings(settings)
    columns = {name: batch.column(name).to_pylist() for name in batch.schema.names}
    out: dict[str, list[Any]] = {
        "text": [],
        "shift_at": [],
        "shift_by": [],
        "size": [],
        "changed": [],
    }
    rows: list[dict[str, Any]] = []
    for number, name, text in zip(columns["document"], columns["id"], columns["text"], strict=True):
        out["size"].append(len(text))
        if wanted is None:
            out["text"].append(text)
            out["shift_at"].append([])
            out["shift_by"].append([])
            out["changed"].append(False)
            continue
        report = clean(Document(name, text), wanted)
        at, by = _shifts(report)
        out["text"].append(report.text)
        out["shift_at"].append(at)
        out["shift_by"].append(by)
        out["changed"].append(report.changed)
        rows += [_row(number, name, edit, edit in report.applied) for edit in _told(report)]
    cleaned = {name: out.get(name, columns.get(name)) for name in CLEANED.names}
    return (
        pa.RecordBatch.from_pydict(cleaned, schema=CLEANED),
        pa.RecordBatch.from_pylist(rows, schema=REPORT),
    )


def _settings(settings: CorpusSettings) -> Settings | None:
    """What a document is cleaned with; None where it is left."""
    if settings.within == "none":
        return None
    if settings.within == "repeats":
        return replace(settings.document, only=frozenset({"remove"}), unwrap=False)
    return settings.document


def _shifts(report: Report) -> tuple[list[int], list[int]]:
    """Where the cleaned text was moved, and how far in all."""
    at: list[int] = []
    by: list[int] = []
    moved = 0
    for edit in report.applied:
        place = edit.span.start - moved + len(edit.new)
        moved += len(edit.old) - len(edit.new)
        if at and at[-1] == place:
            by[-1] = moved
        elif len(edit.old) != len(edit.new):
            at.append(place)
            by.append(moved)
    return at, by


def _told(report: Report) -> list[Edit]:
    """What was done, and what would be done if asked for, in the order of the text."""
    held = [edit for edit in report.held if edit.applicability is Applicability.UNSAFE]
    return sorted([*report.applied, *held], key=lambda e: (e.span.start, e.span.end, e.rule))


def _row(number: int, name: str, edit: Edit, applied: bool) -> dict[str, Any]:
    done = "removed" if edit.kind in REMOVALS else "changed"
    kept = edit.repeats
    return {
        "document": name,
        "number": number,
        "start": edit.span.start,
        "end": edit.span.end,
        "kind": edit.kind,
        "status": done if applied else "withheld",
        "rule": edit.rule,
        "similarity": None if kept is None else edit.score,
        "kept_document": None if kept is None else name,
        "kept_number": None if kept is None else number,
        "kept_start": None if kept is None else kept.start,
        "kept_end": None if kept is None else kept.end,
        "reason": edit.reason,
        "old": edit.old,
        "new": edit.new,
    }
