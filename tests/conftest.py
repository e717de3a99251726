"""What every test gets: a home of its own, and dedup as a process, in pipes or on a terminal."""

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import pytest
from hypothesis import HealthCheck, settings
from lake import DAMAGED

# A landing is decided by the same examples each time; whoever develops meets new ones.
# How long a text takes to be made or tried says more of the machine than of the test.
settings.register_profile("working", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("landing", settings.get_profile("working"), derandomize=True)
# Hours of examples: pytest --hypothesis-profile=long tests/test_laws.py (docs/reliability.md)
settings.register_profile("long", settings.get_profile("working"), max_examples=5_000)
settings.load_profile("landing" if os.environ.get("CI") else "working")

# A shell that does not wait has what it begins ignore Ctrl-C, and all that begins in turn.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

NOBODY = 65534

COMMAND = [sys.executable, "-m", "dedup"]

_LOUD = (
    *("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES", "PAGER"),
    *("LESS", "LESSCHARSET", "PYTHONIOENCODING", "PYTHONUTF8", "LC_ALL", "LANG"),
)
"""Variables of the developer's own shell that would change what dedup does."""


@pytest.fixture(scope="session")
def bytecode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the processes of all tests share what they compiled, even if asked to write none."""
    return tmp_path_factory.mktemp("bytecode")


@pytest.fixture(autouse=True)
def a_home_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, bytecode: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No test reads or writes the developer's home, or obeys their environment."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in [*_LOUD, *(name for name in os.environ if name.startswith("DEDUP_"))]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(bytecode))
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)


@pytest.fixture
def state() -> Path:
    """The folder in which dedup keeps its state."""
    return Path(os.environ["XDG_STATE_HOME"]) / "dedup"


@dataclass(frozen=True)
class Outcome:
    """How a process ended, and what it wrote."""

    status: int
    out: bytes
    err: str


@pytest.fixture
def dedup(tmp_path: Path) -> Callable[..., Outcome]:
    """Runs dedup in the test's folder, its streams pipes or files."""

    def run(
        *args: str | bytes,
        stdin: bytes = b"",
        stdout: IO[bytes] | int = subprocess.PIPE,
        env: dict[str, str] | None = None,
    ) -> Outcome:
        done = subprocess.run(
            [*COMMAND, *args],
            input=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env={**os.environ, **(env or {})},
            timeout=60,
        )
        return Outcome(done.returncode, done.stdout, done.stderr.decode())

    return run


@pytest.fixture
def on_terminal(tmp_path: Path) -> Callable[..., Outcome]:
    """Runs dedup with some of its streams on terminals, each on one of its own.

    `tty` names those streams by their first letters: `ioe` for all, `i`, `o` or `e` for the
    standard input, output or error. What a terminal shows comes back with `\\n` for its line ends.
    """

    def run(
        *args: str | bytes,
        tty: str,
        stdin: bytes = b"",
        env: dict[str, str] | None = None,
        columns: int = 80,
        rows: int = 24,
    ) -> Outcome:
        shown = {name: _Reader(columns, rows, terminal=name in tty) for name in "oe"}
        keyboard, typed = pty.openpty() if "i" in tty else os.pipe()[::-1]
        process = subprocess.Popen(
            [*COMMAND, *args],
            stdin=typed,
            stdout=shown["o"].child,
            stderr=shown["e"].child,
            cwd=tmp_path,
            env={**os.environ, **(env or {})},
            start_new_session=True,
        )
        os.close(typed)
        with suppress(BrokenPipeError):
            os.write(keyboard, stdin)
        if "i" not in tty:
            os.close(keyboard)
        for reader in shown.values():
            reader.start()  # both at once: who waits for one could leave the other full
        texts = {name: reader.finish() for name, reader in shown.items()}
        status = process.wait(timeout=60)
        if "i" in tty:
            os.close(keyboard)
        return Outcome(status, texts["o"], texts["e"].decode())

    return run


class _Reader:
    """Reads one end of a pipe or terminal until the process closes the other."""

    def __init__(self, columns: int, rows: int, *, terminal: bool) -> None:
        self._ours, self.child = pty.openpty() if terminal else os.pipe()
        self._terminal = terminal
        if terminal:
            size = struct.pack("HHHH", rows, columns, 0, 0)
            fcntl.ioctl(self.child, termios.TIOCSWINSZ, size)
        self._read: list[bytes] = []
        self._thread = threading.Thread(target=self._drain, daemon=True)

    def _drain(self) -> None:
        with suppress(OSError):  # a terminal whose other end is closed
            while piece := os.read(self._ours, 65536):
                self._read.append(piece)

    def start(self) -> None:
        """Read, now that the process has its end."""
        os.close(self.child)
        self._thread.start()

    def finish(self) -> bytes:
        """All that was written, once the process has closed its end."""
        self._thread.join(timeout=60)
        os.close(self._ours)
        data = b"".join(self._read)
        return data.replace(b"\r\n", b"\n") if self._terminal else data


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file with one repeat, in the working folder; no temporary file may be left beside it."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "lake.txt"
    path.write_bytes(DAMAGED)
    yield path
    assert not list(tmp_path.rglob(".dedup-*"))


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder of a user to whom something can be forbidden, which root is not; in-process only."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        root = os.geteuid() == 0
        if root:
            os.chown(folder, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)
            folder.chmod(0o700)
