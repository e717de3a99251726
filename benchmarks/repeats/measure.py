"""Run a command and say what it took, from a process that is small itself.

    python -I -S measure.py OUT.json SECONDS COMMAND...

A child begins with the memory of whoever starts it, and the kernel counts that into its peak. So
the peak of a command is only true where the parent is smaller than the command; this one takes
11 MB. The peak is that of the largest process where a command starts others.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path


def main() -> None:
    """Run the command, write wall, user and system seconds, peak bytes and exit status."""
    out, limit, command = Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
    late = False
    start = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, setpgroup=0)

    def stop(number: int, _: object) -> None:
        nonlocal late
        late = number == signal.SIGALRM
        os.killpg(child, signal.SIGKILL)

    for number in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    signal.setitimer(signal.ITIMER_REAL, limit)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    signal.setitimer(signal.ITIMER_REAL, 0)
    facts = {
        "wall": wall,
        "user": usage.ru_utime,
        "system": usage.ru_stime,
        "peak": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        "status": os.waitstatus_to_exitcode(status),
        "late": late,
    }
    out.write_text(json.dumps(facts), encoding="utf-8")


if __name__ == "__main__":
    main()
