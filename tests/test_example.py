"""The example document, to the letter; and every offset of its gold, where that is at hand."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from dedup import Applicability, Report, Settings, clean
from dedup.layout import is_han
from dedup.model import Edit

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "seed" / "gold.json"


def read(name: str) -> str:
    return (SEEDS / name).read_bytes().decode("utf-8")


TEXT = read("000_b3c001c1d24659d9.txt")


@pytest.fixture(scope="module")
def report() -> Report:
    return clean(TEXT)


def test_the_cleaned_example(report: Report) -> None:
    assert report.text == read("expected.default.txt")


def test_the_cleaned_example_with_its_marks_restored() -> None:
    marks = clean(TEXT, Settings(apply=frozenset({"punct"})))
    assert marks.text == read("expected.all.txt")


def test_cleaning_the_result_finds_nothing(report: Report) -> None:
    assert clean(report.text).applied == ()


def test_what_was_made_and_what_was_held(report: Report) -> None:
    assert Counter(e.kind for e in report.applied) == {
        "join": 9,
        "remove": 3,
        "script": 2,
        "space": 4,
    }
    withheld = Counter((e.kind, e.group) for e in report.withheld)
    assert withheld == {("punct", "folded-marks"): 361, ("join", None): 1}
    assert Counter(e.rule for e in report.notes) == {
        "continued": 1,
        "cut-article": 1,
        "displaced-heading": 2,
        "glued-dateline": 1,
        "lost-to-loop": 1,
        "misread-idiom": 1,
    }
    assert report.dropped == ()


def test_removals_name_the_lines_that_they_repeat(report: Report) -> None:
    assert [e.reason for e in report.applied if e.kind == "remove"] == [
        "duplicate of lines 151-153 (sim 1.00)",
        "duplicate of lines 151-153 (sim 1.00)",
        "cut-off repeat of lines 151-153 (16 of 198 chars)",
    ]


def test_no_string_of_the_example_stands_in_the_code() -> None:
    """Four Han characters in a row of the example are the example, or a newspaper term."""
    terms = {"责任编辑"}
    for path in (ROOT / "dedup").rglob("*.py"):
        for run in re.findall(r"[\u4e00-\u9fff]{4,}", path.read_text(encoding="utf-8")):
            phrases = {run[k : k + 4] for k in range(len(run) - 3)} - terms
            assert not [p for p in phrases if p in TEXT], path


needs_gold = pytest.mark.skipif(not GOLD.exists(), reason="the gold is not beside this checkout")


@pytest.fixture(scope="module")
def gold() -> dict:
    return json.loads(GOLD.read_text(encoding="utf-8"))


@needs_gold
def test_gold_joins(report: Report, gold: dict) -> None:
    gone = [e.span for e in report.applied if e.kind == "remove"]
    wanted = {
        (b["start"], b["end"])
        for b in gold["rejoin"]
        if not any(s.start <= b["start"] < s.end for s in gone)
    }
    assert {(e.span.start, e.span.end) for e in report.applied if e.kind == "join"} == wanted


@needs_gold
def test_gold_boundaries_that_only_look_false(report: Report, gold: dict) -> None:
    joins = {e.span.start for e in report.applied if e.kind == "join"}
    assert joins.isdisjoint(b["start"] for b in gold["keep_without_final_mark"])


@needs_gold
def test_gold_repeats(report: Report, gold: dict) -> None:
    stretches = [tuple(r) for repeat in gold["repeats"] for r in repeat["remove"]]
    found = [e.span for e in report.applied if e.kind == "remove"]
    assert [(s.start, len(s.of(TEXT).rstrip()) + s.start) for s in found] == stretches
    for kept in gold["not_repeats"]:
        for start, end in kept["ranges"]:
            assert not any(s.start < end and start < s.end for s in found)


@needs_gold
def test_gold_spaces_words_and_marks(report: Report, gold: dict) -> None:
    def at(edits: tuple[Edit, ...], kind: str) -> list[tuple[int, int, str]]:
        return [(e.span.start, e.span.end, e.new) for e in edits if e.kind == kind]

    spaces = [(s["start"], s["end"], "") for s in gold["spaces"]["spurious"]]
    assert at(report.applied, "space") == spaces
    words = [(w["start"], w["end"], w["replacement"]) for w in gold["cross_script"]]
    assert at(report.applied, "script") == words
    gone = [e.span for e in report.applied if e.kind == "remove"]
    marks = sorted(
        (offset, offset + 1, mark["target"])
        for mark in gold["punctuation"].values()
        for offset in mark["offsets"]
        if not any(s.start <= offset < s.end for s in gone)
    )
    assert at(report.withheld, "punct") == marks


@needs_gold
def test_gold_what_is_pointed_out(report: Report, gold: dict) -> None:
    suspects = [
        (s["start"], s["end"])
        for s in [*gold["suspect_phrases"], *gold["flags"]]
        if s.get("level") != "trap"
    ]
    suspects += [(t["offset"] - 1, t["offset"] + 1) for t in gold["truncations"]]
    # What was lost to the loop shows where the passage ends that is kept.
    suspects += [(r["keep"][1] - 1, r["keep"][1]) for r in gold["repeats"]]
    traps = [(s["start"], s["end"]) for s in gold["suspect_phrases"] if s["level"] == "trap"]
    for note in report.notes:
        assert note.applicability is Applicability.DISPLAY
        assert any(note.span.start < e and s < note.span.end for s, e in suspects), note
        assert not any(note.span.start < e and s < note.span.end for s, e in traps), note


def test_han_is_what_it_is() -> None:
    assert all(map(is_han, "发展〇𠀀"))
    assert not any(map(is_han, "aあ가1。"))
