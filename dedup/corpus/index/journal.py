"""A live index of one process, kept in a file: a line for each passage that came or went.

A line counts when it is whole: what a crash cut off is taken for nothing, and written over.
"""

import json
import os
from pathlib import Path
from typing import Any

from datasketch import MinHashLSH

from dedup.corpus.index.folder import take
from dedup.corpus.index.form import form
from dedup.corpus.index.live import BANDS, MOST, ROWS, Hit, Judge, signature_of
from dedup.duplicates.signatures import NUM_PERM
from dedup.errors import InputError, UsageError
from dedup.model import Settings


class FileIndex:
    """An `Index` in a file, all of it in memory while it is open.

    Args:
        path: the file; made if it is not there.
        settings: how alike passages must be.

    Raises:
        UsageError: another process has it, or it was made with something that does not fit.
        InputError: it is no such file.
    """

    def __init__(self, path: Path, settings: Settings | None = None) -> None:
        self._judge = Judge(settings)
        self._lsh = MinHashLSH(params=(BANDS, ROWS), num_perm=NUM_PERM)
        self._texts: dict[str, str] = {}
        self._file = path.open("a+b")
        try:
            take(self._file, path)
            self._read(path)
        except BaseException:
            self._file.close()
            raise

    def add(self, name: str, text: str) -> None:
        """Add a passage; it is on the disk when this returns."""
        self._check(text)
        self._write({"name": name, "text": text})
        self._put(name, text)

    def query(self, text: str) -> list[Hit]:
        """The passages that a text repeats."""
        signature = signature_of(text)
        if signature is None:
            return []
        names = sorted(self._lsh.query(signature))[:MOST]
        return self._judge.hits(text, ((name, self._texts[name]) for name in names))

    def remove(self, name: str) -> bool:
        """Remove a passage; whether there was one."""
        if name not in self._texts:
            return False
        self._write({"name": name})
        self._put(name, None)
        return True

    def close(self) -> None:
        """Let others use it."""
        self._file.close()

    def _check(self, text: str) -> None:
        if signature_of(text) is None:
            raise ValueError("a passage without letters and figures cannot be found again")

    def _put(self, name: str, text: str | None) -> None:
        if self._texts.pop(name, None) is not None:
            self._lsh.remove(name)
        if text is not None:
            self._lsh.insert(name, signature_of(text))
            self._texts[name] = text

    def _write(self, row: dict[str, Any]) -> None:
        self._file.write(f"{json.dumps(row)}\n".encode())
        self._file.flush()
        os.fsync(self._file.fileno())

    def _read(self, path: Path) -> None:
        self._file.seek(0)
        data = self._file.read()
        whole = data[: data.rfind(b"\n") + 1]
        rows = whole.splitlines()
        if not rows:
            if data and not data.startswith(b'{"made":'[: len(data)]):
                raise InputError(f"{path}: is no live index of dedup")
            self._file.truncate(0)
            self._write({"made": form()})
            return
        try:
            made = json.loads(rows[0])["made"]
            known = [json.loads(row) for row in rows[1:]]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}: is no live index of dedup, or damaged: {error}") from error
        fits(made, str(path))
        self._file.truncate(len(whole))
        for row in known:
            self._put(row["name"], row.get("text"))


def fits(made: dict[str, Any], where: str) -> None:
    """See that an index was made with what is used here.

    Raises:
        UsageError: it was not.
    """
    own = form()
    differ = [name for name in own if made.get(name) != own[name]]
    if differ:
        told = ", ".join(f"{name} {made.get(name)}, not {own[name]}" for name in differ)
        raise UsageError(f"{where}: does not fit: it was made with {told}\nbegin another index")
