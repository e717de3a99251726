"""text-dedup's MinHash, by its own command line, its own defaults, all processors.

Those are 250 permutations, five words a shingle, a threshold of 0.7; what is linked goes together.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from datasets import load_from_disk

from benchmarks.corpus.peers import common


def decide(units: list[common.Unit], by: str) -> Iterator[int]:
    """The units that are not in its output."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        common.write_units(folder / "in.jsonl", units, by)
        options = {
            "path": "json",
            "data_files": str(folder / "in.jsonl"),
            "split": "train",
            "cache_dir": str(folder / "cache"),
            "output": str(folder / "out"),
            "column": "text",
        }
        command = [sys.executable, "-m", "text_dedup.minhash"]
        command += [part for key, value in options.items() for part in (f"--{key}", value)]
        offline = {"HF_HOME": name, "HF_HUB_OFFLINE": "1"}
        subprocess.run(command, check=True, env=os.environ | offline, cwd=folder)
        kept = set(map(int, load_from_disk(str(folder / "out"))["id"]))
    return (k for k in range(len(units)) if k not in kept)


if __name__ == "__main__":
    common.run(decide)
