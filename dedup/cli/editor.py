"""The user's editor on a stretch of text, and what came of it."""

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from dedup.cli.pager import ignore
from dedup.errors import InputError
from dedup.text import line_end_style

_ENDS = {"crlf": "\r\n", "cr": "\r"}


def editor_of(environment: Mapping[str, str]) -> list[str]:
    """The words of the command that `VISUAL` or `EDITOR` names; none if neither does."""
    command = environment.get("VISUAL") or environment.get("EDITOR") or ""
    with suppress(ValueError):  # an open quote
        return shlex.split(command)
    return []


def edited(text: str, command: list[str], ends: str) -> str:
    """Have a text edited.

    The editor gets it in UTF-8 with a final newline, which many add and none should be blamed for;
    one is taken off again.

    Args:
        text: what to edit.
        command: the words of the editor's command.
        ends: how the lines of the document end (`line_end_style`): new lines will, too.

    Raises:
        InputError: there is no such editor, it failed, or what it left is no text.
    """
    descriptor, name = tempfile.mkstemp(prefix="dedup-", suffix=".txt")
    path = Path(name)
    end = _ENDS.get(ends, "\n")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(f"{text}{end}".encode("utf-8", "surrogatepass"))
        before = signal.signal(signal.SIGINT, ignore)
        try:
            status = subprocess.run([*command, name], check=False).returncode
        finally:
            signal.signal(signal.SIGINT, before)
        if status != 0:
            raise InputError(f"the editor ended with status {status}; nothing was changed")
        result = path.read_bytes().decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise InputError("what the editor left is not UTF-8; nothing was changed") from None
    except OSError as error:
        raise InputError(f"{command[0]}: {error.strerror}; nothing was changed") from None
    finally:
        with suppress(OSError):
            path.unlink()
    return _as_the_document(result, ends)


def _as_the_document(text: str, ends: str) -> str:
    """Without the final newline, and with the line ends of the document where it has one kind."""
    for end in ("\r\n", "\n", "\r"):
        if text.endswith(end):
            text = text.removesuffix(end)
            break
    end = _ENDS.get(ends, "\n")
    if ends in ("lf", "crlf", "cr") and line_end_style(text) not in (ends, "none"):
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", end)
    return text
