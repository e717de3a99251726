"""Say of one document what became of it, and of which others it is kept."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dedup.corpus.plan import PARQUET
from dedup.errors import UsageError

_SHOWN = 300
"""Characters of a passage that are shown; the report has it whole."""
_COPIES = 20
_ALIKE = 3
"""So many edits of one rule, with the same reason, are shown."""


def explain(folder: Path, name: str) -> Iterator[str]:
    """The changes of a document, and the copies of its passages that were removed elsewhere.

    Args:
        folder: of the report.
        name: the id of the document.

    Raises:
        UsageError: there is no report, or it does not name the document.
    """
    path = folder / PARQUET
    if not path.exists():
        raise UsageError(f"{path}: no such report\nname the output of a run with  -o")
    own: list[dict[str, Any]] = []
    copies: list[dict[str, Any]] = []
    more = 0
    with pq.ParquetFile(path) as table:
        for batch in table.iter_batches(4096):
            own += _rows(batch, pc.equal(batch.column("document"), name))
            is_copy = pc.and_(
                pc.equal(batch.column("kept_document"), name),
                pc.not_equal(batch.column("document"), name),
            )
            found = _rows(batch, is_copy)
            more += max(0, len(copies) + len(found) - _COPIES)
            copies = [*copies, *found][:_COPIES]
    if not own and not copies:
        raise UsageError(f"{name}: the report names no such document; nothing was found in it")
    alike = Counter[str]()
    for row in own:
        decision = _decision(row)
        # A document may have hundreds of folded marks; what repeats something is always shown.
        if row["kept_document"] is None:
            alike[decision] += 1
            if alike[decision] > _ALIKE:
                continue
        yield f"{row['document']} {row['start']}-{row['end']}: {decision}"
        yield f"  {_shown(row['old'])}"
        if row["new"] and row["new"] != row["old"]:
            now = "would be" if row["status"] == "withheld" else "is now"
            yield f"  {now}  {_shown(row['new'])}"
    for decision, times in alike.items():
        if times > _ALIKE:
            yield f"{name}: {times - _ALIKE:,} more  {decision}"
    if copies:
        yield f"{name}: kept, while these were found to repeat it"
    for row in copies:
        yield (
            f"  {row['status']} {row['document']} {row['start']}-{row['end']}: "
            f"repeats {row['kept_start']}-{row['kept_end']}"
        )
    if more:
        yield f"  and {more:,} more"


def _rows(batch: pa.RecordBatch, chosen: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = batch.filter(chosen).to_pylist()
    return rows


def _decision(row: dict[str, Any]) -> str:
    what = f"{row['status']}, {row['rule']}"
    if row["kept_document"] is not None:
        what += (
            f"; repeats {row['kept_document']} {row['kept_start']}-{row['kept_end']}"
            f" (sim {int(row['similarity'] * 100) / 100:.2f})"
        )
    return f"{what}; {row['reason']}" if row["reason"] else what


def _shown(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]} ⋯ {len(text) - _SHOWN} chars ⋯"
