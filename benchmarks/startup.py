"""How long a small call takes, beside the floor that no Python program can go below.

    python benchmarks/startup.py [ROUNDS]

Each command runs ROUNDS times (20), turn by turn so that all meet the same machine; printed is the
median wall time and its ratio to `python -c pass`.
"""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

EXAMPLE = Path(__file__).parent.parent / "seeds" / "000_b3c001c1d24659d9.txt"
PYTHON = sys.executable
COMMANDS = {
    "python -c pass": [PYTHON, "-c", "pass"],
    "import click, numpy, rapidfuzz": [PYTHON, "-c", "import click, numpy, rapidfuzz"],
    "dedup --version": [PYTHON, "-m", "dedup", "--version"],
    "dedup --help": [PYTHON, "-m", "dedup", "--help"],
    "one short line | dedup clean": [PYTHON, "-m", "dedup", "clean", "-"],
    "the example | dedup clean": [PYTHON, "-m", "dedup", "clean", "-"],
}


def seconds(command: list[str], text: bytes) -> float:
    """The wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, input=text, capture_output=True, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    example = EXAMPLE.read_bytes()
    inputs = {name: b"one short line\n" if "short" in name else example for name in COMMANDS}
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command, inputs[name]))
    floor = median(times["python -c pass"])
    print(f"{'command':34} {'ms':>7} {'x floor':>8}   median of {rounds}")
    for name, found in times.items():
        print(f"{name:34} {median(found) * 1000:7.1f} {median(found) / floor:8.2f}")


if __name__ == "__main__":
    main()
