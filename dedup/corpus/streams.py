"""Files that may be packed, as streams of bytes."""

import gzip
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

BROKEN = (EOFError, gzip.BadGzipFile, zlib.error, OSError, pa.ArrowInvalid)
"""What reading a file raises that is cut off, damaged, or cannot be read."""

_GZIP_LEVEL = 6


def open_packed(path: str, packing: str) -> IO[bytes]:
    """Open a file for reading; several packed files laid end to end are read as one."""
    if packing == "gzip":
        return gzip.open(path, "rb")  # type: ignore[return-value]
    if packing == "zstd":
        return io.BufferedReader(_Raw(path))
    return Path(path).open("rb")


class _Raw(io.RawIOBase):
    """A zstd stream of Arrow as Python reads one."""

    def __init__(self, path: str) -> None:
        self._stream = pa.CompressedInputStream(pa.OSFile(path, "rb"), "zstd")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def written(path: Path, packing: str = "") -> Iterator[IO[bytes]]:
    """A file to write that is there whole, or not at all: under another name until it is closed.

    Raises:
        OSError: it cannot be written; what was is gone again.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with _packed(beside, packing) as file:
            yield file
        with beside.open("ab") as whole:
            os.fsync(whole.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def _packed(path: Path, packing: str) -> Iterator[IO[bytes]]:
    if packing == "zstd":
        with pa.CompressedOutputStream(pa.OSFile(str(path), "wb"), "zstd") as stream:
            yield stream
        return
    with path.open("wb") as file:
        if packing == "gzip":
            # Without name and time, so that the same text gives the same bytes.
            with gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0) as zipped:
                yield zipped  # type: ignore[misc]
        else:
            yield file


def reason_of(error: BaseException) -> str:
    """What went wrong with a file, in a few words."""
    if isinstance(error, EOFError):
        return "it ends too soon: the packed file is cut off"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).strip().partition("\n")[0] or type(error).__name__
