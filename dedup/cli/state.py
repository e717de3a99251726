"""What dedup remembers between runs, under `$XDG_STATE_HOME/dedup`: its outputs, and its crashes.

The answers of reviews are there too (`answers`), and what undo goes by (`history`).

An output is remembered by one small file, named by the hash of the output's absolute path and
holding the hash of its bytes. So a later run can tell its own work, which it may replace, from a
file that somebody wrote or went over by hand, which it may not. It is remembered before it is
written, beside the one that it replaces: whichever of the two a killed run leaves is known.
"""

import os
import time
from contextlib import suppress
from itertools import accumulate
from pathlib import Path

from dedup.cli.files import tidy, write
from dedup.cli.paths import real_path
from dedup.cli.screen import complain
from dedup.errors import DedupError
from dedup.reports.visible import escaped


def home() -> Path:
    """The folder of the state; it need not exist. A relative `$XDG_STATE_HOME` does not count."""
    base = Path(os.environ.get("XDG_STATE_HOME", ""))
    if not base.is_absolute():
        base = Path("~/.local/state").expanduser()
    return base / "dedup"


def is_own(name: str) -> bool:
    """Whether the file that stands there is, to the byte, what dedup last wrote there."""
    try:
        recorded = _record_of(name).read_text("ascii").split()
        return bool(recorded) and _hash(Path(name).read_bytes()) in recorded
    except (OSError, ValueError):
        return False


def remember(name: str, data: bytes) -> None:
    """Remember that dedup is about to write these bytes there.

    Raises:
        DedupError: the state cannot be written.
        OSError: its folder cannot be made.
    """
    path = _record_of(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    hashes = [_hash(data)]
    if is_own(name) and (now := _hash(Path(name).read_bytes())) != hashes[0]:
        hashes.append(now)
    write(str(path), "".join(f"{each}\n" for each in hashes).encode(), replace=True)


def write_own(path: str, data: bytes, like: os.stat_result | None = None) -> None:
    """Write a file that later runs may replace; that they will not know it is told.

    Args:
        path: the file; a device or a pipe is not remembered.
        data: its bytes.
        like: the file whose permissions a new one gets.

    Raises:
        DedupError: it cannot be written.
    """
    known = True
    if not Path(path).exists() or Path(path).is_file():
        try:
            remember(path, data)
        except (DedupError, OSError, RuntimeError):
            known = False
    write(path, data, replace=True, like=like)
    if not known:
        complain(
            f"{escaped(path)}: written, but it cannot be remembered as dedup's own\n"
            "the next run will not replace it unasked"
        )


def tidy_own(name: str) -> None:
    """Remove what a killed run left beside a file of dedup's own, and beside what remembers it."""
    tidy(name)
    with suppress(RuntimeError):
        tidy(str(_record_of(name)))


def forget_the_oldest(folder: Path, most: int, most_bytes: int | None = None) -> None:
    """Leave the newest files of a folder; that this cannot be done is no reason to fail.

    Args:
        folder: the folder.
        most: how many files may stay, 1 or more.
        most_bytes: how many bytes those but the newest may take with it, or None.
    """
    with suppress(OSError):
        seen = [(entry.stat(), entry.path) for entry in os.scandir(folder)]
        seen.sort(key=lambda each: each[0].st_mtime_ns, reverse=True)
        sizes = accumulate(stat.st_size for stat, _ in seen)
        for k, ((_, path), size) in enumerate(zip(seen, sizes, strict=True)):
            if k and (k >= most or (most_bytes is not None and size > most_bytes)):
                with suppress(OSError):
                    Path(path).unlink()


def record_crash(text: str) -> Path | None:
    """Leave the account of a bug for its report; None if it cannot be written."""
    path = home() / f"crash-{time.strftime('%Y%m%dT%H%M%S')}-{os.getpid()}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write(str(path), text.encode("utf-8", "backslashreplace"), replace=True)
    except (DedupError, OSError, RuntimeError):
        return None
    return path


def _record_of(name: str) -> Path:
    """The file that remembers an output; links in its path are followed, as they are in writing."""
    return home() / "outputs" / _hash(os.fsencode(real_path(name)))


def _hash(data: bytes) -> str:
    import hashlib  # slow to load, and a pipe leaves nothing to remember

    return hashlib.sha256(data).hexdigest()
