"""The folder of an index: a segment a run, each whole or not there. Without Arrow.

    lock                   held by the run that reads and adds
    000001/header.json     what it was made with, and what it holds
    000001/held/C  key/C  block/C  id/C  votes     see `schemas.py`

A segment is written under a name that no run reads, and renamed when all of it is on the disk.
"""

import json
import os
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

from dedup import __version__
from dedup.errors import InputError, UsageError

PARTS = 64
"""Into how many parts the hashes, and the seeds, of a segment are shared out; a power of two."""
BASE = -(1 << 62)
"""The number of the first document of an index: all of them stand before those of a run."""
KINDS = ("held", "key", "block", "id")
"""What stands in a segment for each chunk of its run."""
VOTES = "votes.arrow"
_HEADER, _LOCK, _UNFINISHED = "header.json", "lock", ".unfinished"
_FORM = 1
_WAIT = 2.0


class Segment(NamedTuple):
    """What one run added.

    Attributes:
        folder: where it is.
        first: the number of its first document; it is negative.
        documents: how many documents the run had.
        blocks: how many passages it added.
        chunks: the number of the first document of each chunk.
        mark: stands for the run.
        inputs: stands for what the run read.
        form: what it was made with.
    """

    folder: str
    first: int
    documents: int
    blocks: int
    chunks: tuple[int, ...]
    mark: str
    inputs: str
    form: dict[str, Any]

    def file(self, kind: str, chunk: int) -> Path:
        """A file of the segment."""
        return Path(self.folder, kind, f"{chunk}.arrow")


class Folder:
    """The folder of an index, which this process alone may add to.

    Args:
        path: where it is; made if nothing is there.

    Raises:
        UsageError: another run has it, or it is no index.
        InputError: a segment is damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if path.exists() and not path.is_dir():
            raise UsageError(f"{path}: is no folder\nname one with  --index")
        if path.is_dir() and not (path / _LOCK).exists() and any(path.iterdir()):
            raise UsageError(f"{path}: is no index of dedup corpus\nname another with  --index")
        path.mkdir(parents=True, exist_ok=True)
        self._lock = (path / _LOCK).open("ab")
        try:
            take(self._lock, path)
            for left in path.glob(f"{_UNFINISHED}*"):
                shutil.rmtree(left, ignore_errors=True)
            self.segments = segments(path)
        except BaseException:
            self._lock.close()
            raise

    def close(self) -> None:
        """Let others use it."""
        self._lock.close()

    def add(self, source: Path, count: int, **known: Any) -> None:
        """Add a segment.

        Args:
            source: the folder that holds `kind/C.arrow` of each kind and chunk, and the votes.
            count: how many chunks there are.
            known: what the header says besides the files.

        Raises:
            OSError: it cannot be written; the index is as it was.
        """
        number = max((int(Path(each.folder).name) for each in self.segments), default=0) + 1
        beside = self.path / f"{_UNFINISHED}-{number:06d}"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir()
        try:
            names = [f"{kind}/{k}.arrow" for kind in KINDS for k in range(count)]
            sizes = {}
            for name in (*names, VOTES):
                (beside / name).parent.mkdir(exist_ok=True)
                shutil.copyfile(source / name, beside / name)
                sizes[name] = _settle(beside / name)
            header = {"form": _FORM, "version": __version__, **known, "files": sizes}
            text = json.dumps(header, indent=1)
            (beside / _HEADER).write_text(f"{text}\n", encoding="utf-8")
            _settle(beside / _HEADER)
            for folder in (*(beside / kind for kind in KINDS), beside):
                if folder.is_dir():
                    _settle(folder)
            beside.replace(self.path / f"{number:06d}")
            _settle(self.path)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise


def segments(path: Path) -> list[Segment]:
    """The segments of an index, in the order in which they were added.

    Raises:
        InputError: one is damaged.
    """
    names = sorted(each for each in path.iterdir() if each.name.isdigit() and each.is_dir())
    return [_segment(each) for each in names]


def check_form(known: Sequence[Segment], form: dict[str, Any]) -> None:
    """See that what was kept can be used.

    Args:
        known: the segments.
        form: what this run works with.

    Raises:
        UsageError: a segment was made with something else.
    """
    for segment in known:
        differ = [name for name in form if segment.form.get(name) != form[name]]
        if differ:
            told = ", ".join(f"{n} {segment.form.get(n)}, not {form[n]}" for n in differ)
            raise UsageError(
                f"{segment.folder}: does not fit: it was made with {told}\n"
                "use what it was made with, or begin another index"
            )


def _segment(folder: Path) -> Segment:
    try:
        header = json.loads((folder / _HEADER).read_text(encoding="utf-8"))
        for name, size in header["files"].items():
            if (folder / name).stat().st_size != size:
                raise ValueError(name)
        if header["form"] != _FORM:
            raise UsageError(f"{folder}: is of another form of index, {header['form']}")
        return Segment(
            str(folder),
            int(header["first"]),
            int(header["documents"]),
            int(header["blocks"]),
            tuple(header["chunks"]),
            header["mark"],
            header["inputs"],
            dict(header["made"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{folder}: is damaged: {error}\nthe index cannot be used without it"
        ) from error


def _settle(path: Path) -> int:
    """See that a file, or a folder's list of names, is on the disk; the size of a file."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        return os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)


def take(lock: IO[bytes], path: Path) -> None:
    """Lock a file, for this process and no child of it; the lock goes when the process does."""
    with suppress(ImportError):  # a system without such locks
        import fcntl

        until = time.monotonic() + _WAIT
        while True:
            try:
                fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except OSError:
                if time.monotonic() > until:
                    raise UsageError(
                        f"{path}: another run is using this index\nwait until it has ended"
                    ) from None
            time.sleep(0.05)
