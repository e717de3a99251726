"""How long a small call takes, beside what no such program can do without.

    python benchmarks/startup.py [ROUNDS]

Each command runs ROUNDS times (20), turn by turn so that all meet the same machine. Printed is the
median wall time, and its ratio to loading the three libraries that dedup is built on. The bytecode
of all that is loaded is at hand, as pip leaves it: a checkout under PYTHONDONTWRITEBYTECODE would
else be compiled anew by each command.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

EXAMPLE = Path(__file__).parent.parent / "seeds" / "000_b3c001c1d24659d9.txt"
PYTHON = sys.executable
LIBRARIES = "import click, numpy, rapidfuzz"
COMMANDS = {
    "python -c pass": [PYTHON, "-c", "pass"],
    LIBRARIES: [PYTHON, "-c", LIBRARIES],
    "dedup --version": [PYTHON, "-m", "dedup", "--version"],
    "dedup --help": [PYTHON, "-m", "dedup", "--help"],
    "one short line | dedup clean": [PYTHON, "-m", "dedup", "clean", "-"],
    "the example | dedup clean": [PYTHON, "-m", "dedup", "clean", "-"],
}


def seconds(command: list[str], text: bytes, environment: Mapping[str, str]) -> float:
    """The wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, input=text, capture_output=True, check=True, env=environment)
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    example = EXAMPLE.read_bytes()
    inputs = {name: b"one short line\n" if "short" in name else example for name in COMMANDS}
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for name, command in COMMANDS.items():
            seconds(command, inputs[name], environment)
        for _ in range(rounds):
            for name, command in COMMANDS.items():
                times[name].append(seconds(command, inputs[name], environment))
    unit = median(times[LIBRARIES])
    print(f"{'command':34} {'ms':>7} {'x libraries':>12}   median of {rounds}")
    for name, found in times.items():
        print(f"{name:34} {median(found) * 1000:7.1f} {median(found) / unit:12.2f}")


if __name__ == "__main__":
    main()
