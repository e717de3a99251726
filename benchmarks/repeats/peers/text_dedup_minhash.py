"""text-dedup's MinHash, by its own command line and its own defaults (`recommended`).

`best` gives it folded text with a space between any two characters, as it knows words alone, and a
lower threshold. It has no verification, and joins all that is linked.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from datasets import load_from_disk

from benchmarks.repeats.peers import common

_SETTINGS: dict[str, list[str]] = {
    "recommended": [],
    "best": ["--ngram", "3", "--threshold", "0.6", "--hash_func", "xxh3"],
}


def decide(blocks: Sequence[str], setting: str) -> Iterable[int]:
    """The blocks to remove."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "in.jsonl").open("w", encoding="utf-8") as file:
            for k, block in enumerate(blocks):
                text = " ".join(common.fold(block)) if setting == "best" else block
                file.write(json.dumps({"id": k, "text": text}, ensure_ascii=False) + "\n")
        options = {
            "path": "json",
            "data_files": str(folder / "in.jsonl"),
            "split": "train",
            "cache_dir": str(folder / "cache"),
            "output": str(folder / "out"),
            "column": "text",
        }
        command = [sys.executable, "-m", "text_dedup.minhash", *_SETTINGS[setting]]
        command += [part for key, value in options.items() for part in (f"--{key}", value)]
        offline = {"HF_HOME": name, "HF_HUB_OFFLINE": "1"}
        subprocess.run(command, check=True, env=os.environ | offline, cwd=folder)
        kept = set(load_from_disk(str(folder / "out"))["id"])
    return [k for k in range(len(blocks)) if k not in kept]


if __name__ == "__main__":
    common.run(decide)
