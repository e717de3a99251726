"""The files of a corpus: which there are, what they hold, what they are called in the output."""

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from dedup.errors import UsageError

FORMS = {
    "text": (".txt", ".text", ".md"),
    "jsonl": (".jsonl", ".ndjson"),
    "parquet": (".parquet", ".pq"),
}
"""What a file holds, and the suffixes by which that is told. A text file is one document."""

PACKINGS = {"gzip": (".gz",), "zstd": (".zst", ".zstd")}
"""How it may be packed, except Parquet, which packs itself."""

ORDERS = ("given", "path", "field")


class Source(NamedTuple):
    """One input file.

    Attributes:
        path: where it is.
        name: what it is called, relative to the output: `/` between folders.
        form: a key of `FORMS`.
        packing: a key of `PACKINGS`, or empty.
        size: in bytes, when the run began; 0 if it could not be looked at.
        changed: when it was last changed, in nanoseconds, or 0.
    """

    path: str
    name: str
    form: str
    packing: str
    size: int
    changed: int


def find_sources(inputs: Sequence[str], order: str) -> list[Source]:
    """The files that inputs name, in the order of the corpus.

    Args:
        inputs: files, folders, or patterns with `*`, `?`, `[...]` and `**`. A folder gives the
            files in it, at any depth, whose suffixes are known and whose names begin with no dot.
        order: `path` to sort them by name; else they stand as given, those of a folder or pattern
            by name.

    Raises:
        UsageError: an input does not exist, or holds no file.
    """
    found = [source for each in inputs for source in _found(each)]
    if order == "path":
        found.sort(key=lambda source: (source.name, source.path))
    return found


def form_of(name: str) -> tuple[str, str] | None:
    """The form and the packing that a file's name tells; None if it tells none."""
    suffixes = PurePosixPath(name.lower()).suffixes
    suffix = "".join(suffixes[-1:])
    packing = next((key for key, known in PACKINGS.items() if suffix in known), "")
    if packing:
        suffix = "".join(suffixes[-2:-1])
    for form, known in FORMS.items():
        if suffix in known and not (packing and form == "parquet"):
            return form, packing
    return None


def _found(given: str) -> Iterator[Source]:
    path = Path(given)
    if path.is_dir():
        files = sorted(_files_in(path), key=lambda each: each.relative_to(path).parts)
        known = [file for file in files if form_of(file.name) is not None]
        if not known:
            raise UsageError(
                f"{given}: no file in it that dedup corpus reads\n"
                f"it reads {' '.join(suffix for own in FORMS.values() for suffix in own)}, "
                "text and JSON Lines also with .gz or .zst; name a file to read it as text"
            )
        for file in known:
            yield _source(file, file.relative_to(path).as_posix())
    elif os.path.lexists(path):
        yield _source(path, path.name)
    elif glob.has_magic(given):
        fixed = _fixed(given)
        files = sorted(Path(each) for each in glob.iglob(given, recursive=True))  # noqa: PTH207
        files = [file for file in files if file.is_file()]
        if not files:
            raise UsageError(f"{given}: no such file\nno file has a name of this pattern")
        for file in files:
            yield _source(file, Path(os.path.relpath(file, fixed)).as_posix())
    else:
        raise UsageError(f"{given}: no such file")


def _files_in(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _files_in(entry)
        else:
            yield entry


def _fixed(pattern: str) -> str:
    """The folder that a pattern begins with."""
    parts = PurePosixPath(pattern).parts
    magic = next(k for k, part in enumerate(parts) if glob.has_magic(part))
    return str(PurePosixPath(*parts[:magic])) if magic else "."


def _source(path: Path, name: str) -> Source:
    form, packing = form_of(path.name) or ("text", "")
    try:
        status = path.stat()
    except OSError:
        return Source(str(path), name, form, packing, 0, 0)
    return Source(str(path), name, form, packing, status.st_size, status.st_mtime_ns)
