"""datatrove's MinHash pipeline as its example has it, on its local executor, two tasks at a time.

Five words a shingle, 14 buckets of 8 hashes, 64 bits a hash. `characters` takes its tokenizer for
Chinese (spaCy with jieba), which cuts both languages; its own default is that for English.
"""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from datatrove.executor.local import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import (
    MinhashConfig,
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
)
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers.jsonl import JsonlWriter
from datatrove.utils.hashing import HashConfig

from benchmarks.corpus.peers import common

_TASKS = 2
_LANGUAGE = {"words": "eng", "characters": "cmn"}


def decide(units: list[common.Unit], by: str) -> Iterator[int]:
    """The units that are not in its output."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        half = -(-len(units) // _TASKS)
        for task in range(_TASKS):
            own = units[task * half : (task + 1) * half]
            with (folder / "in" / f"{task}.jsonl").open("w", encoding="utf-8") as file:
                for k, unit in enumerate(own, task * half):
                    row = {"id": str(k), "text": unit.text}
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
        _run(folder, _LANGUAGE[by])
        kept: set[int] = set()
        for path in (folder / "out").glob("*.jsonl"):
            with path.open(encoding="utf-8") as file:
                kept.update(int(json.loads(line)["id"]) for line in file)
    return (k for k in range(len(units)) if k not in kept)


def _run(folder: Path, language: str) -> None:
    """The four stages of the example."""
    config = MinhashConfig(hash_config=HashConfig(precision=64), num_buckets=14)
    reader = JsonlReader(str(folder / "in"))
    places = {n: str(folder / n) for n in ("signatures", "buckets", "removed")}
    stages: list[tuple[int, list[object]]] = [
        (
            _TASKS,
            [reader, MinhashDedupSignature(places["signatures"], config=config, language=language)],
        ),
        (
            config.num_buckets,
            [MinhashDedupBuckets(places["signatures"], places["buckets"], config=config)],
        ),
        (1, [MinhashDedupCluster(places["buckets"], places["removed"], config=config)]),
        (
            _TASKS,
            [
                reader,
                MinhashDedupFilter(places["removed"]),
                JsonlWriter(str(folder / "out"), compression=None),
            ],
        ),
    ]
    for k, (tasks, pipeline) in enumerate(stages):
        log = str(folder / f"log-{k}")
        LocalPipelineExecutor(pipeline, tasks=tasks, workers=_TASKS, logging_dir=log).run()


if __name__ == "__main__":
    common.run(decide)
