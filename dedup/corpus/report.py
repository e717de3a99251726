"""The report: Parquet and JSON Lines, a row an edit; and what it comes to."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dedup.corpus.counts import NAMED
from dedup.corpus.plan import LINES, PARQUET
from dedup.corpus.schemas import REPORT
from dedup.corpus.stages.columns import opens, ordered, together
from dedup.corpus.streams import written

_GROUP = 1 << 12
"""Rows of a row group, whatever batches they come in."""
_MERGE = 1 << 20
"""So many kept passages are gathered before those named twice are put together."""


def write_report(folder: Path, batches: Iterable[pa.RecordBatch]) -> dict[str, Any]:
    """Write the rows of a report to a folder.

    Args:
        folder: where to; made if need be.
        batches: of `REPORT`, in the order of the corpus.

    Returns:
        `rows`, how many, and `clusters`, the passages with most removed copies: `[id, start, end,
        copies, what it says]`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = 0
    clusters = _Clusters()
    with (
        written(folder / PARQUET) as out,
        pq.ParquetWriter(out, REPORT, compression="zstd") as table,
        written(folder / LINES) as lines,
    ):
        for batch in _regrouped(batches):
            rows += batch.num_rows
            clusters.add(batch)
            table.write_batch(batch)
            for row in batch.to_pylist():
                known = {name: value for name, value in row.items() if value is not None}
                lines.write(f"{json.dumps(known, ensure_ascii=False)}\n".encode())
    return {"rows": rows, "clusters": clusters.largest(folder / PARQUET)}


def _regrouped(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of one size, but for the last, so that the file is the same."""
    waiting: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        begin = 0
        while begin < batch.num_rows:
            part = batch.slice(begin, _GROUP - count)
            waiting.append(part)
            count += part.num_rows
            begin += part.num_rows
            if count == _GROUP:
                yield together(waiting, REPORT)
                waiting, count = [], 0
    if waiting:
        yield together(waiting, REPORT)


class _Clusters:
    """Counts the removed copies of each kept passage."""

    def __init__(self) -> None:
        self._parts: list[tuple[Any, ...]] = []
        self._waiting = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Count the rows of a batch."""
        removed = [
            status == "removed" and kind in ("document", "block", "boilerplate")
            for status, kind in zip(
                batch.column("status").to_pylist(), batch.column("kind").to_pylist(), strict=True
            )
        ]
        own = batch.filter(pa.array(removed, pa.bool_()))
        number = np.asarray(own.column("kept_number").fill_null(-1))
        start = np.asarray(own.column("kept_start").fill_null(-1)).astype(np.int64)
        self._parts.append((number, start, np.ones(len(number), dtype=np.int64)))
        self._waiting += len(number)
        if self._waiting > _MERGE:
            self._merge()

    def _merge(self) -> None:
        number, start, count = (np.concatenate(each) for each in zip(*self._parts, strict=True))
        order = ordered(number, start)
        number, start, count = number[order], start[order], count[order]
        begins = np.flatnonzero(opens(number, start))
        total = np.add.reduceat(count, begins) if len(begins) else count
        self._parts = [(number[begins], start[begins], total)]
        self._waiting = 0

    def largest(self, report: Path) -> list[list[Any]]:
        """The passages with most copies, and what their copies say."""
        if not self._parts:
            return []
        self._merge()
        number, start, count = self._parts[0]
        chosen = np.lexsort((start, number, -count))[:NAMED]
        wanted = {(int(number[k]), int(start[k])): int(count[k]) for k in chosen}
        found: dict[tuple[int, int], list[Any]] = {}
        with pq.ParquetFile(report) as table:
            columns = ["kept_document", "kept_number", "kept_start", "kept_end", "status", "old"]
            for batch in table.iter_batches(_GROUP, columns=columns):
                if len(found) == len(wanted):
                    break
                kept = zip(
                    batch.column("kept_number").to_pylist(),
                    batch.column("kept_start").to_pylist(),
                    strict=True,
                )
                for row, key in enumerate(kept):
                    is_new = key in wanted and key not in found
                    if is_new and batch.column("status")[row].as_py() == "removed":
                        known = {name: batch.column(name)[row].as_py() for name in columns}
                        found[key] = [
                            known["kept_document"],
                            *(known["kept_start"], known["kept_end"]),
                            *(wanted[key], " ".join(known["old"][:400].split())[:200]),
                        ]
        return [found[key] for key in wanted if key in found]
