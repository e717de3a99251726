"""Small corpora for tests, in every form."""

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.corpus.generate import documents

ROWS: list[tuple[str, str]] = [(name, text) for name, text, _ in documents(60_000, seed=7)]
"""Ids and texts of documents that repeat each other."""


def folder(path: Path, rows: list[tuple[str, str]] = ROWS) -> Path:
    for k, (name, text) in enumerate(rows):
        file = path / f"{k % 3}" / f"{name}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    return path


def lines(path: Path, rows: list[tuple[str, str]] = ROWS) -> Path:
    text = "".join(
        json.dumps({"n": k, "text": text, "id": name}, ensure_ascii=k % 2 == 0) + "\n"
        for k, (name, text) in enumerate(rows)
    )
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode(), mtime=0))
    else:
        path.write_text(text, encoding="utf-8", newline="")
    return path


def table(path: Path, rows: list[tuple[str, str]] = ROWS) -> Path:
    columns = {
        "id": pa.array([name for name, _ in rows]),
        "score": pa.array([k / 7 for k in range(len(rows))], pa.float32()),
        "text": pa.array([text for _, text in rows], pa.string()),
        "tags": pa.array([["a", str(k)] for k in range(len(rows))]),
    }
    pq.write_table(pa.table(columns), path, row_group_size=40, compression="gzip")
    return path
