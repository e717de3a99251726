"""Long reports through the user's pager."""

import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping

from dedup.cli.screen import encoded, height_of, is_terminal, put


def page(text: str, paging: str, environment: Mapping[str, str]) -> None:
    """Write to standard output, through a pager where that is a terminal too low for it.

    Args:
        text: what to show.
        paging: `auto`; `always`, however short it is; or `never`.
        environment: where the pager's name and its settings come from.
    """
    command = pager_of(environment)
    if is_terminal(sys.stdout) and command and _is_wanted(text, paging, environment):
        settings = {"LESS": "FRX", "LESSCHARSET": "utf-8", **environment}
        if _run(command, settings, text.encode("utf-8", "backslashreplace")):
            return
    put(sys.stdout, encoded(sys.stdout, text))


def pager_of(environment: Mapping[str, str]) -> list[str]:
    """The words of the pager's command; none where the user wants none."""
    command = environment.get("DEDUP_PAGER", environment.get("PAGER", "less"))
    try:
        words = shlex.split(command)
    except ValueError:
        return []  # an open quote: better an unpaged report than none
    return [] if words == ["cat"] else words


def _is_wanted(text: str, paging: str, environment: Mapping[str, str]) -> bool:
    if paging != "auto":
        return paging == "always"
    # The last row is the prompt's.
    fits = text.count("\n") < height_of(sys.stdout, environment)
    return environment.get("TERM") != "dumb" and not fits


def _run(command: list[str], environment: Mapping[str, str], data: bytes) -> bool:
    """Show the bytes; False if there is no such pager.

    While it runs, Ctrl-C is the pager's: less stops a search on it and lives on.
    """
    sys.stdout.flush()
    before = signal.signal(signal.SIGINT, ignore)
    try:
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, env=dict(environment))
    except OSError:
        return False
    else:
        pager.communicate(data)  # bears with a reader who quits before the end
        return True
    finally:
        signal.signal(signal.SIGINT, before)


def ignore(_number: int, _frame: object) -> None:
    """A handler and not SIG_IGN, which the pager would inherit."""
