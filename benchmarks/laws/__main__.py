"""The laws at scale: on generated documents, on scored cases, and in other processes.

    python -m benchmarks.laws --documents 10000

Prints how many documents each law was asked on and how many break it, with the first ones, and the
digest of all reports under other hash seeds, other instructions of the processor, and with `-j`.
Exit status 1 if a law that is promised is broken.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.documents import document, mutated_blocks, of_seed, settings
from benchmarks.laws import LAWS, broken
from dedup.model import Document, Settings
from dedup.pipeline import clean
from dedup.reports.formats import draw

ROOT = Path(__file__).parent.parent.parent
EVAL = ROOT.parent / "shared" / "eval" / "dev"
SHOWN = 3
"""Breaches of a law that are shown."""
DIGESTED = 400
"""Documents whose reports are compared between processes; all, where fewer are asked for."""

ENVIRONMENTS = {
    "hash seed 0": {"PYTHONHASHSEED": "0"},
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    "hash seed 4711": {"PYTHONHASHSEED": "4711"},
    "numpy without AVX-512": {"NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX"},
    "numpy without AVX2 or FMA": {
        "NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3 AVX512F AVX512CD AVX512_SKX"
    },
    "one thread": {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
}
"""What must not change a report."""

Case = tuple[str, str, Settings]


def generated(count: int, first: int = 0) -> Iterator[Case]:
    """Documents made from seeds: half with the default settings, every fourth of mutated blocks."""
    for seed in range(first, first + count):
        pick = of_seed(seed)
        if seed % 4 == 3:
            yield f"mutated {seed}", mutated_blocks(pick), Settings()
        else:
            text = document(pick)
            yield f"document {seed}", text, settings(pick) if seed % 2 else Settings()


def scored() -> Iterator[Case]:
    """The scored cases that lie beside the checkout, if they do."""
    for path in sorted(EVAL.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                case = json.loads(line)
                yield f"{path.name} {case['id']}", case["input"], Settings()


def ask(title: str, cases: Iterator[Case], *, quiet: bool = False) -> Counter[str]:
    """Ask all laws on all cases, and print what came of it.

    Idempotence is promised for the default settings, and counted apart for others.
    """
    asked, breaches, shown, edits = Counter[str](), Counter[str](), Counter[str](), 0
    for name, text, how in cases:
        report = clean(Document(name, text), how)
        edits += len(report.applied)
        own = "" if how == Settings() else ", chosen settings"
        kinds = {law: f"{law}{own if law == 'idempotence' else ''}" for law in LAWS}
        asked.update(kinds.values())
        found: dict[str, str] = {}
        for law, what in broken(report, LAWS):
            found.setdefault(kinds[law], what)
        breaches.update(found.keys())
        for law, what in found.items():
            shown[law] += 1
            if shown[law] <= SHOWN and not quiet:
                print(f"  {law}: {name}: {what[:200]!r}", flush=True)
    print(f"{title}: {edits} edits made")
    for law, count in sorted(asked.items()):
        print(f"  {law}: {count} documents, {breaches[law]} break it", flush=True)
    return breaches


def digest(count: int) -> str:
    """The SHA-256 of the JSON reports of generated documents."""
    out = sha256()
    for name, text, how in generated(count):
        out.update(draw("json", [clean(Document(name, text), how)]))
    return out.hexdigest()


def _digests(count: int) -> bool:
    """Print whether reports are the same in all environments."""
    code = f"from benchmarks.laws.__main__ import digest; print(digest({count}))"
    found: dict[str, list[str]] = {}
    for name, added in ENVIRONMENTS.items():
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code],
            capture_output=True,
            check=True,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | added,
        )
        found.setdefault(done.stdout.strip(), []).append(name)
    print(
        f"determinism: {count} documents, {len(ENVIRONMENTS)} environments, {len(found)} outcomes"
    )
    for outcome, names in found.items():
        print(f"  {outcome[:16]}: {', '.join(names)}")
    return len(found) == 1


def _jobs(count: int) -> bool:
    """Print whether several processes write what one does."""
    with TemporaryDirectory() as folder:
        names = []
        for n, (_, text, _) in enumerate(generated(count)):
            names.append(f"{n:05}.txt")
            (Path(folder) / names[-1]).write_bytes(text.encode("utf-8", "replace"))
        listed = "\n".join(names).encode()
        outs = {
            jobs: subprocess.run(
                [sys.executable, "-m", "dedup", "clean", "--json", "-j", jobs, "--files-from", "-"],
                input=listed,
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                check=True,
                env=os.environ | {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": folder},
            ).stdout
            for jobs in ("1", "2", "4")
        }
    same = len(set(outs.values())) == 1
    print(
        f"-j: {count} documents with 1, 2 and 4 processes: {'the same' if same else 'OTHER'} bytes"
    )
    return same


def main() -> int:
    """Ask, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    asked = parser.parse_args()
    breaches = ask("generated", generated(asked.documents, asked.first))
    if EVAL.exists():
        breaches += ask("scored cases", scored())
    else:
        print(f"scored cases: skipped, {EVAL} is not there")
    digested = min(asked.documents, DIGESTED)
    steady = [_digests(digested), _jobs(digested)]
    promised = {law: n for law, n in breaches.items() if law != "idempotence, chosen settings"}
    return int(bool(promised) or not all(steady))


if __name__ == "__main__":
    sys.exit(main())
