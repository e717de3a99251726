"""What a run has done so far, so that another can go on where it was stopped.

A folder with a manifest, which says what is cleaned and how; a log with a line for each task that
is done; and the files of the tasks. A task's line is written when its files are on the disk. So
whatever moment a run is killed at, what the log tells is there, and the rest is done again.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from dedup import __version__
from dedup.errors import UsageError

_MANIFEST, _LOG = "manifest.json", "done.jsonl"
_BEGUN = f"{_MANIFEST}.tmp"
"""The manifest while it is written; all that stands in a folder where a run was killed then."""
_FORM = 1


class State:
    """The folder of one run.

    Attributes:
        folder: where it is.
        was_there: whether an earlier run left it.
    """

    def __init__(self, folder: Path, was_there: bool, done: dict[tuple[str, int], Any]) -> None:
        self.folder = folder
        self.was_there = was_there
        self._done = done
        self._log = (folder / _LOG).open("ab")

    @classmethod
    def begin(cls, folder: Path, what: dict[str, Any], *, resume: bool, force: bool) -> "State":
        """Make the folder, or go on with it.

        Args:
            folder: where to.
            what: what is cleaned, and how; JSON can hold it.
            resume: whether to go on with what stands there.
            force: whether to begin anew if something stands there.

        Raises:
            UsageError: an unfinished run stands there and nothing says what to do with it, or it is
                of another corpus, or with other settings.
        """
        manifest = {"form": _FORM, "version": __version__, **what}
        was_there = (folder / _MANIFEST).exists()
        if was_there and not resume and not force:
            raise UsageError(
                f"{folder}: an unfinished run is there\n--resume continues it, --force begins anew"
            )
        if was_there and resume:
            _check(folder, manifest)
            return cls(folder, True, _read_log(folder / _LOG))
        beside = folder / _BEGUN
        if folder.exists() and any(entry != beside for entry in folder.iterdir()):
            if not was_there:
                raise UsageError(f"{folder}: is no state of dedup corpus\nname another with  --tmp")
            _clear(folder)
        folder.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(manifest), encoding="utf-8")
        beside.replace(folder / _MANIFEST)
        return cls(folder, False, {})

    def result(self, stage: str, number: int) -> Any:
        """What came of a task; None if it is not done."""
        return self._done.get((stage, number))

    def finish(self, stage: str, number: int, result: Any) -> None:
        """Write down that a task is done."""
        line = json.dumps([stage, number, result], ensure_ascii=True)
        self._log.write(f"{line}\n".encode())
        self._log.flush()
        os.fsync(self._log.fileno())
        self._done[stage, number] = result

    def drop(self, stages: Iterable[str]) -> None:
        """Remove the files of stages that nobody reads any more."""
        for stage in stages:
            shutil.rmtree(self.folder / stage, ignore_errors=True)

    def close(self) -> None:
        """Leave the folder as it is."""
        self._log.close()

    def remove(self) -> None:
        """Remove the folder; the run is over."""
        self.close()
        with suppress(OSError):
            _clear(self.folder)


def _clear(folder: Path) -> None:
    """Remove the folder of a run.

    First the log, so that it tells of no file that is gone; the manifest last, so that whoever is
    killed meanwhile leaves what is known for a state.
    """
    (folder / _LOG).unlink(missing_ok=True)
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name != _MANIFEST:
            entry.unlink()
    (folder / _MANIFEST).unlink(missing_ok=True)
    folder.rmdir()


def plain(value: Any) -> Any:
    """A value as JSON gives it back."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return [plain(each) for each in value] if isinstance(value, tuple | list) else value


def digest(rows: Iterable[Any]) -> str:
    """What stands for many rows in a manifest."""
    out = hashlib.blake2b(digest_size=16)
    for row in rows:
        out.update(json.dumps(row).encode())
        out.update(b"\n")
    return out.hexdigest()


def _check(folder: Path, manifest: dict[str, Any]) -> None:
    try:
        old = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except ValueError:
        old = {}
    names = sorted(key for key in {*old, *manifest} if old.get(key) != manifest.get(key))
    if names:
        raise UsageError(
            f"{folder}: the run that was stopped had another {', '.join(names)}\n"
            "give the same again to continue it; --force begins anew"
        )


def _read_log(path: Path) -> dict[tuple[str, int], Any]:
    """The tasks that are done; a line that was cut off is none."""
    done: dict[tuple[str, int], Any] = {}
    if not path.exists():
        return done
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) != len(data):
        os.truncate(path, len(whole))
    for line in whole.splitlines():
        stage, number, result = json.loads(line)
        done[stage, number] = result
    return done
