"""One task of a local run. Without Arrow, so that whoever hands tasks out need not load it."""

from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from dedup.corpus.fields import Fields
from dedup.corpus.index.folder import Segment
from dedup.corpus.settings import CorpusSettings

CHUNK = 1 << 21
"""Characters of the documents of one chunk, at most; one longer document is a chunk by itself."""

_SECTION = 16
"""So many neighbouring chunks share the files of what goes from every chunk to every other: each
reads from all of these files, which else would grow as the square of the corpus."""


def sections(chunks: int) -> int:
    """How many sections so many chunks make."""
    return -(-chunks // _SECTION)


def chunks_of(section: int, chunks: int) -> range:
    """The chunks of a section, of so many in all."""
    return range(section * _SECTION, min(chunks, (section + 1) * _SECTION))


class Run(NamedTuple):
    """What every task of a run knows.

    Attributes:
        folder: where the files of the run are.
        settings: what is cleaned, and how.
        fields: where documents stand in files.
        ranked: whether documents are numbered by a field, not by the file that they are in.
        whole: whether the edited documents are kept with those that did not change.
        hash_parts: into how many parts hashes are shared out, 1 or more.
        key_parts: into how many parts seeds are.
        known: what earlier runs have kept.
    """

    folder: str
    settings: CorpusSettings
    fields: Fields
    ranked: bool = False
    whole: bool = False
    hash_parts: int = 1
    key_parts: int = 1
    known: tuple[Segment, ...] = ()

    def file(self, stage: str, name: int | str) -> Path:
        """A file of a stage."""
        return Path(self.folder, stage, f"{name}.arrow")

    def files(self, stage: str, count: int) -> list[Path]:
        """The files of a stage that are numbered from 0 on."""
        return [self.file(stage, k) for k in range(count)]


class Task(NamedTuple):
    """One task: its stage, its number there, and what it needs to know besides."""

    run: Run
    stage: str
    number: int
    args: tuple[Any, ...] = ()


Result = dict[str, Any]


def work(task: Task) -> Result:
    """Do a task, in a process of its own, which loads Arrow now."""
    result: Result = import_module("dedup.corpus.tasks").work(task)
    return result
