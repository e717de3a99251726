"""Run a command and say how long it took and how much memory its processes held together.

    python -m benchmarks.corpus.measure COMMAND...

Memory is the greatest sum, over a process and all below it, of what each holds in memory (RSS,
which counts twice what two share), looked at twenty times a second; and the same of PSS, which does
not. Seconds of processors are those of all processes below it, also of those that nobody waited
for: they are handed to this one when whoever began them ends.
"""

import ctypes
import os
import resource
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

_SET_CHILD_SUBREAPER = 36  # as linux/prctl.h has it


class Measured(NamedTuple):
    """What a command took.

    Attributes:
        status: its exit status.
        seconds: by the clock.
        processor: seconds of all its processes on all processors.
        rss: bytes.
        pss: bytes.
    """

    status: int
    seconds: float
    processor: float
    rss: int
    pss: int


def measure(command: list[str], every: float = 0.05, log: Path | None = None) -> Measured:
    """Run a command and measure it; what it prints goes to a file, if one is given."""
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    with ExitStack() as stack:
        out = stack.enter_context(log.open("wb")) if log else None
        process = subprocess.Popen(command, stdout=out, stderr=out)
    most = [0, 0]
    ended = Event()

    def watch() -> None:
        while not ended.wait(every):
            own = tree(process.pid)
            most[0] = max(most[0], sum(_held(pid, "status", "VmRSS:") for pid in own))
            most[1] = max(most[1], sum(_held(pid, "smaps_rollup", "Pss:") for pid in own))

    thread = Thread(target=watch)
    thread.start()
    status = process.wait()
    seconds = time.monotonic() - began
    ended.set()
    thread.join()
    with suppress(ChildProcessError):
        while True:
            os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(status, seconds, processor, *most)


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    out = [pid]
    for each in out:
        try:
            tasks = list(Path(f"/proc/{each}/task").iterdir())
            for task in tasks:
                out += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return out


def _held(pid: int, file: str, name: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith(name)), 0)


if __name__ == "__main__":
    found = measure(sys.argv[1:])
    print(
        f"{found.seconds:.1f} s, {found.processor:.1f} s of processors, "
        f"{found.rss / 1e6:.0f} MB RSS, {found.pss / 1e6:.0f} MB PSS"
    )
    sys.exit(found.status)
