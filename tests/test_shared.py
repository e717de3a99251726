"""The scored cases, where they are at hand: nothing that stands once may be lost."""

import gzip
import importlib.util
import json
from pathlib import Path

import pytest

from dedup import clean

EVAL = Path(__file__).parent.parent.parent / "shared" / "eval"
pytestmark = pytest.mark.skipif(
    not EVAL.exists(), reason="the scored cases are not beside this checkout"
)
JOINS = {
    "hyphens-de": (0.99, 0.95),
    "hyphens-en": (0.985, 0.94),
    "lost-hyphens-en": (0.99, 0.45),
    "paragraphs-ja": (0.97, 0.9),
    "paragraphs-zh": (0.99, 0.85),
    "unwrap-books": (0.985, 0.1),
}
"""The least precision and recall of the joins."""
FLOORS = {
    "repeats-clean": None,
    "repeats-numbers": None,
    "repeats-exact": 0.995,
    "repeats-run": 0.995,
    "repeats-loop": 0.995,
    "repeats-cut": 0.5,
    "repeats-noise2": 0.6,
}


@pytest.fixture(scope="module")
def scorer():
    spec = importlib.util.spec_from_file_location("score", EVAL / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases(name: str) -> list[dict]:
    with gzip.open(EVAL / "dev" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", FLOORS)
def test_repeats(name: str, scorer) -> None:
    found = cases(name)
    rows = [scorer.score_units(case, clean(case["input"]).text) for case in found]
    assert sum(row["lost"] for row in rows) == 0
    redundant = sum(row["redundant"] for row in rows)
    floor = FLOORS[name]
    if floor is None:
        assert not [e for c in found for e in clean(c["input"]).applied if e.kind == "remove"]
    else:
        assert 1 - sum(row["left"] for row in rows) / redundant >= floor


@pytest.mark.parametrize("name", JOINS)
def test_joins(name: str, scorer) -> None:
    precision, recall = JOINS[name]
    rows = [scorer.score_breaks(case, clean(case["input"]).text) for case in cases(name)]
    right, wrong, missed = (sum(row[key] for row in rows) for key in ("tp", "fp", "fn"))
    assert right >= precision * (right + wrong)
    assert right >= recall * (right + missed)


@pytest.mark.parametrize("name", ["paragraphs-zh", "paragraphs-ja", "unwrap-books"])
def test_no_case_is_harmed(name: str, scorer) -> None:
    for case in cases(name):
        out = clean(case["input"]).text
        if "expected" in case:
            before, _ = scorer.cer(case["input"], case["expected"])
            after, _ = scorer.cer(out, case["expected"])
            assert after <= before, case["id"]
