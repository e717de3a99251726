"""Tasks that write what comes out: the documents, and the report."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.corpus import files
from dedup.corpus.fields import Fields
from dedup.corpus.plan import Group
from dedup.corpus.report import write_report
from dedup.corpus.schemas import EDITED, POSITION_BITS
from dedup.corpus.sources import Source
from dedup.corpus.stages.columns import numbers
from dedup.corpus.streams import written
from dedup.corpus.task import Result, Run
from dedup.corpus.writers import Texts, copy
from dedup.corpus.writers.converted import converter

_POSITION = (1 << POSITION_BITS) - 1


class _Document(NamedTuple):
    origin: int
    id: str
    text: str


def write_group(run: Run, _: int, group: Group, chunks: int) -> Result:
    """Write the files of a group again, with the texts that changed.

    Args:
        run: the run.
        group: the files.
        chunks: how many chunks there are.
    """
    changed = groupby(
        _edited(run, group.chunks, chunks), key=lambda row: row.origin >> POSITION_BITS
    )
    due = next(changed, None)
    for number, (source, target) in enumerate(
        zip(group.sources, group.targets, strict=True), group.first
    ):
        own: Iterator[_Document] = iter(())
        is_due = due is not None and due[0] == number
        if due is not None and is_due:
            own = due[1]
        if target:
            texts = ((row.origin & _POSITION, row.text) for row in own)
            rewrite(source, Path(target), texts, run.fields, source.path in group.unread)
        if is_due:
            due = next(changed, None)
    return {}


def rewrite(source: Source, target: Path, changed: Texts, fields: Fields, unread: bool) -> None:
    """Write a file again with the texts that changed.

    Args:
        source: the file.
        target: where to.
        changed: the position in the file, and the new text, of each document that changed.
        fields: where the documents stand in it.
        unread: whether no document could be read from it, so that it is copied as it stands.

    Raises:
        OSError: it cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if unread:
        _copy_bytes(Path(source.path), target)
        return
    with written(target, source.packing) as out:
        copy(source, changed, fields, out)


def _copy_bytes(source: Path, target: Path) -> None:
    """Copy a file as it stands; one that cannot be opened was told of when it was to be read."""
    with ExitStack() as stack:
        try:
            old = stack.enter_context(source.open("rb"))
        except OSError:
            return
        shutil.copyfileobj(old, stack.enter_context(written(target)))


def convert(run: Run, _: int, group: Group, chunks: int, form: str, packing: str) -> Result:
    """Write the documents of a group in another form; files of one target to one file."""
    documents = _edited(run, group.chunks, chunks)
    files_ = groupby(documents, key=lambda row: row.origin >> POSITION_BITS)
    due = next(files_, None)
    numbered = enumerate(group.targets, group.first)
    for target, own in groupby(numbered, key=lambda pair: pair[1]):
        if not target:
            continue
        last = max(number for number, _ in own)
        with converter(Path(target), form, packing) as out:
            while due is not None and due[0] <= last:
                for row in due[1]:
                    out.add(row.id, row.text)
                due = next(files_, None)
    return {}


def write_reports(run: Run, _: int, chunks: int, folder: str) -> Result:
    """Write the whole report."""
    rows = (batch for path in run.files("report", chunks) for batch in files.batches(path))
    return write_report(Path(folder), rows)


def _edited(run: Run, chunks: Sequence[int], all_chunks: int) -> Iterator[_Document]:
    """The edited documents of some chunks, in the order in which they were read."""
    for chunk in chunks:
        if run.ranked:
            batch = files.read_part(run.files("edit", all_chunks), chunk, EDITED)
            batch = batch.take(pa.array(np.argsort(numbers(batch, "origin"), kind="stable")))
        else:
            batch = files.read(run.file("edit", chunk), EDITED)
        columns = (batch.column(name).to_pylist() for name in ("origin", "id", "text"))
        for row in zip(*columns, strict=True):
            yield _Document(*row)
