"""Runs dedup with a fault at each of its steps, one after the other; a process of its own.

`python faults.py WAY KIND FOLDER` prints a JSON object: what the files of the folder were before
and are after a run without a fault, and for every step what a fault at it left, what was said, and
what the same command left when it was given again. A step is a call by which a program changes
files. The calls are replaced in a copy of this process (fork), so that this works without rights,
tools and system calls of any kind, at a hundredth of a second a run.
"""

import errno
import fcntl
import json
import os
import shutil
import signal
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from lake import CLEAN, DAMAGED

STEPS = (
    *("open", "write", "fsync", "close", "link", "rename", "replace", "unlink", "mkdir"),
    *("fchown", "fchmod", "setxattr", "removexattr", "ftruncate"),
)
"""Functions of `os`; `fcntl.flock` is another step."""

KINDS: dict[str, int] = {
    "full": errno.ENOSPC,
    "denied": errno.EACCES,
    "broken": errno.EIO,
    "kill": signal.SIGKILL,
    "terminate": signal.SIGTERM,
    "interrupt": signal.SIGINT,
}
"""Errors that a step ends with, and signals that come at it. "full" lasts, the others are gone."""

ERRORS = ("full", "denied", "broken")


class Way(NamedTuple):
    """A way in which the program writes.

    Attributes:
        args: the command line.
        before: commands that come before, without a fault.
        files: what is in the folder.
        terminal: whether it takes its streams for terminals, and `y` for the answer to all.
    """

    args: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    files: tuple[tuple[str, bytes], ...] = (("lake.txt", DAMAGED),)
    terminal: bool = False


_MANY = tuple((f"{k}.txt", DAMAGED) for k in range(3))
_REPORT = (("clean", "-q", "--check", "--report", "r.json", "lake.txt"),)

WAYS: dict[str, Way] = {
    "in-place": Way(("clean", "-i", "lake.txt")),
    "backup": Way(("clean", "-i", "-b", "lake.txt")),
    "output": Way(("clean", "-o", "out.txt", "lake.txt")),
    "over": Way(
        ("clean", "-f", "-b", "-o", "out.txt", "lake.txt"),
        files=(("lake.txt", DAMAGED), ("out.txt", b"older\n")),
    ),
    "sibling": Way(("clean", "--paging", "never", "lake.txt"), terminal=True),
    "report": Way(("clean", "--check", "--report", "r.json", "lake.txt")),
    "report-again": Way(
        ("clean", "--check", "--report", "r.json", "lake.txt"),
        (("clean", "-q", "--check", "--only", "join", "--report", "r.json", "lake.txt"),),
    ),
    "reports": Way(
        ("clean", "--check", "-f", "--report", "r.html", "--report", "r.patch", "lake.txt"),
        files=(("lake.txt", DAMAGED), ("r.html", b"older\n")),
    ),
    "apply": Way(("apply", "r.json"), _REPORT),
    "undo": Way(("undo", "lake.txt"), (("clean", "-q", "-i", "lake.txt"),)),
    "redraw": Way(("report", "-f", "-o", "r.html", "r.json"), _REPORT),
    "review": Way(("review", "--report", "r.json", "lake.txt"), terminal=True),
    "many": Way(("clean", "-i", "-j", "2", *(name for name, _ in _MANY)), files=_MANY),
}


class _Fault:
    """Counts the steps, and has one fail."""

    def __init__(self, kind: str, at: int, tell: int) -> None:
        self._kind, self._at, self._tell = kind, at, tell
        self._count = 0
        self._process = os.getpid()
        self._write = os.write

    def wrapped(self, name: str, do: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **more: Any) -> Any:
            stream = name == "write" and args[0] <= 2  # no file, whatever is full
            pipe = name == "close" and not stat.S_ISREG(os.fstat(args[0]).st_mode)
            idle = (stream and self._kind == "full") or (pipe and self._kind in ERRORS)
            if os.getpid() != self._process or idle:
                return do(*args, **more)
            self._count += 1
            if self._count == self._at:
                self._write(self._tell, name.encode())
            elif self._count < self._at or self._kind != "full":
                return do(*args, **more)
            if self._kind in ERRORS:
                if name == "close":
                    do(*args, **more)
                elif name == "unlink" and self._kind == "full":
                    return do(*args, **more)  # a full disk lets go of a file
                raise OSError(KINDS[self._kind], os.strerror(KINDS[self._kind]))
            if self._kind == "kill":
                if name == "write":
                    do(args[0], bytes(args[1])[: len(args[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            done = do(*args, **more)
            os.kill(os.getpid(), KINDS[self._kind])
            return done

        return step

    def install(self) -> None:
        for name in STEPS:
            if hasattr(os, name):
                setattr(os, name, self.wrapped(name, getattr(os, name)))
        fcntl.flock = self.wrapped("flock", fcntl.flock)


def run(args: tuple[str, ...], terminal: bool, kind: str = "", at: int = 0) -> dict[str, Any]:
    """Run the command in a copy of this process, with a fault at a step, if one is named."""
    told, tell = os.pipe()
    folder = Path.cwd().parent
    pid = os.fork()
    if not pid:
        status = 99
        with suppress(BaseException):
            os.close(told)
            for descriptor, name in ((0, None), (1, "stdout"), (2, "stderr")):
                flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC
                file = os.open(folder / name if name else os.devnull, flags, 0o600)
                os.dup2(file, descriptor)
                os.close(file)
            if kind:
                _Fault(kind, at, tell).install()
            status = command(args, terminal)
        os._exit(status)
    os.close(tell)
    with os.fdopen(told, "rb") as pipe:
        step = pipe.read().decode()
    ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    said = (folder / "stderr").read_text("utf-8", "replace")
    return {"at": at, "step": step, "status": ended, "said": said, "files": held()}


def command(args: tuple[str, ...], terminal: bool) -> int:
    """The command line, in this process."""
    from dedup.cli import commands, conclusion, exits, keys, review
    from dedup.cli import run as clean

    if terminal:

        class Keys(keys.Keyboard):
            def __init__(self) -> None:
                self._left = 9

            def __enter__(self) -> "Keys":
                return self

            def __exit__(self, *_: object) -> None:
                pass

            def forget(self) -> None:
                pass

            def key(self) -> str:
                self._left -= 1  # a file that cannot be written is asked about again
                return "y" if self._left > 0 else "q"

        for module in (review, clean):
            module.is_terminal = lambda _: True
        for module in (review, conclusion):
            module.Keyboard = Keys
    status = commands.main(args)
    exits.die_of_signal(status)
    return status


def held() -> dict[str, str]:
    """The files of the folder and of the state beside it, with what they hold."""
    root = Path.cwd().parent
    files = (path for name in ("work", "state") for path in sorted((root / name).rglob("*")))
    return {
        str(path.relative_to(root)): path.read_bytes().decode("latin-1")
        for path in files
        if path.is_file()
    }


def prepare(way: Way, root: Path) -> None:
    """A folder as it is before the command."""
    os.chdir(root)
    for name in ("work", "state"):
        shutil.rmtree(root / name, ignore_errors=True)
    (root / "work").mkdir()
    os.chdir(root / "work")
    for name, data in way.files:
        Path(name).write_bytes(data)
    for args in way.before:
        run(args, way.terminal)


def main(name: str, kind: str, root: Path) -> None:
    """Print what faults of one kind do to one way of writing."""
    way = WAYS[name]
    os.environ["XDG_STATE_HOME"] = str(root / "state")
    outcome = os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    prepare(way, root)
    before = held()
    command(way.args, way.terminal)  # in this process, so that its copies find all modules loaded
    prepare(way, root)
    after = run(way.args, way.terminal)
    found = []
    for at in range(1, 10_000):
        prepare(way, root)
        one = run(way.args, way.terminal, kind, at)
        if not one["step"]:
            break
        one["again"] = run(way.args, way.terminal)
        found.append(one)
    with outcome:
        json.dump({"before": before, "after": after, "outcomes": found}, outcome)


if __name__ == "__main__":
    assert CLEAN != DAMAGED
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]).resolve())
