"""Whatever fails or ends the program while it writes: the old file or the new one, never a third.

The ways of writing and the faults are those of `faults.py`, which this runs as a process. Here is
what must hold after each fault. The everyday suite kills the ways that write by code of their own
at every step, and fills the disk and ends the program on one; the long profile tries all faults on
all ways.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from faults import ERRORS, KINDS, WAYS

ALIKE = {"many", "reports", "report-again", "redraw", "sibling"}
"""Ways that write as another one does, or as several others do."""
EVERYDAY = {(way, "kill") for way in WAYS if way not in ALIKE}
EVERYDAY |= {("backup", kind) for kind in ("full", "terminate")}

CASES = [
    pytest.param(way, kind, marks=() if (way, kind) in EVERYDAY else pytest.mark.long)
    for way in WAYS
    for kind in KINDS
]


def is_left(name: str) -> bool:
    return ".dedup-" in name


def is_text(name: str) -> bool:
    return name.startswith("work/") and not is_left(name)


def texts(files: dict[str, str]) -> dict[str, str]:
    return {name: held for name, held in files.items() if is_text(name)}


def is_whole(name: str, held: str, before: str | None, after: str | None) -> bool:
    """Whether a file is the old one or the new one."""
    if "/review/" in name:  # answers are added, each whole or cut off by the next run
        return (after or "").startswith(held) and held.startswith(before or "")
    if "/outputs/" in name:  # which of dedup's outputs may stand there
        return all(len(line) == 64 for line in held.splitlines())
    return held in (before, after)


@pytest.mark.parametrize(("way", "kind"), CASES)
def test_a_fault_at_every_step(way: str, kind: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "faults.py"), way, kind, str(tmp_path)],
        stdout=subprocess.PIPE,
        timeout=600,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    before, after = found["before"], found["after"]["files"]
    assert found["after"]["status"] in (0, 1)
    assert texts(after) != texts(before)
    steps = [one["step"] for one in found["outcomes"]]
    assert {"open", "write", "fsync"} <= {*steps}
    assert {"link", "replace"} & {*steps}
    for one in found["outcomes"]:
        check(one, before, after, way, kind)
    print(f"{way} {kind}: {len(steps)} faults")


def check(
    one: dict[str, Any], before: dict[str, str], after: dict[str, str], way: str, kind: str
) -> None:
    """What must hold after a fault, and after the same command was given again."""
    where = f"{way}, {kind} at step {one['at']}, {one['step']}: "
    files, said, again = one["files"], one["said"], one["again"]
    unread = "cannot be read" in said  # then a report is one of no text, and whole all the same
    for name, held in files.items():
        if not (is_left(name) or (unread and name.startswith("work/r."))):
            whole = is_whole(name, held, before.get(name), after.get(name))
            assert whole, f"{where}a third {name}"
    for name in texts(before):
        assert name in files, f"{where}{name} is gone"
    left = [name for name in files if is_left(name)]
    changed = any(held != before[name] for name, held in texts(files).items() if name in before)
    if kind == "kill":
        assert one["status"] == -9, where
    elif kind in ERRORS:
        assert not left or one["step"] in ("unlink", "flock", "close"), f"{where}left {left}"
        assert "Traceback" not in said, where + said
        assert "a bug" not in said, where + said
        # What fails before the program has begun to write, or when all is written, may pass.
        assert one["status"] in (0, 1, 3), where + said
        assert one["status"] != 3 or "dedup: " in said, where + said
        if one["status"] != 3 and "nothing written" not in said:
            assert texts(files) == texts(after), where
    else:
        assert one["status"] in (-KINDS[kind], 0, 1), where + said
    in_place = {"work/lake.txt", "work/0.txt", "work/1.txt", "work/2.txt"} & {*before}
    if way != "undo" and any(files[name] != before[name] for name in in_place):
        kept = any("/undo/" in name for name in files)
        assert kept or "dedup undo will not" in said, f"{where}nothing to undo by"
    if way == "backup" and changed:
        assert "work/lake.txt.orig" in files, f"{where}no backup"
    # Again, and nothing is in the way: all is as it would have been.
    refused = way == "output" and "work/out.txt" in files
    refused = refused or "the next run will not replace it" in said
    assert again["status"] in ((0, 1, 2) if refused else (0, 1)), where + again["said"]
    wanted = texts(after)
    if way == "review" and changed:  # there is nothing to review any more
        wanted.pop("work/r.json", None)
        again["files"].pop("work/r.json", None)
    assert texts(again["files"]) == wanted, f"{where}the next run made something else"
    assert not any(map(is_left, again["files"])), f"{where}left after the next run"
