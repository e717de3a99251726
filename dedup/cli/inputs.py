"""The names of the texts: as arguments, and in a list."""

import os
from pathlib import Path

from dedup.cli.files import read_stdin
from dedup.cli.output import STDIN
from dedup.errors import InputError, UsageError
from dedup.reports.visible import escaped


def listed(path: str, *, nul: bool) -> list[str]:
    """The names in a list of files.

    A name is never an option and never standard input, whatever it looks like.

    Args:
        path: the list, or `-` for standard input.
        nul: whether a NUL ends each name; else a line end does, and names are not empty.

    Raises:
        UsageError: there is no list.
        InputError: it cannot be read.
    """
    if path == STDIN:
        data = read_stdin("name a list with  --files-from FILE")
    else:
        try:
            data = Path(path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise UsageError(f"--files-from {escaped(path)}: no such file") from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise InputError(f"--files-from {escaped(path)}: cannot be read: {reason}") from None
    if not nul and b"\0" in data:
        raise UsageError(
            f"--files-from {escaped(path)}: names in it end with NUL, not with the line\nadd  -0"
        )
    names = data.split(b"\0") if nul else [line.removesuffix(b"\r") for line in data.split(b"\n")]
    return [f"./{STDIN}" if name == b"-" else os.fsdecode(name) for name in names if name]
