"""Golden cases: readable texts in `cases/`. Those that must stay as they are: `test_unchanged.py`.

Each case is checked for more than it says: the way back, a second pass that finds nothing, and the
same text with CRLF line ends.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dedup import Report, Settings, clean
from dedup.edits import apply, invert
from dedup.model import Applicability, Edit
from dedup.text import Lines

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.txt"))
KNOWN_FAILURES = sorted((HERE / "known_failures").glob("*.txt"))


@dataclass(frozen=True)
class Case:
    text: str
    output: str
    edits: list[str] | None
    held: list[str] | None
    settings: Settings


def read_case(path: Path) -> Case:
    """A case: a sentence, then parts headed `--- input`, `--- output`, `--- edits` …"""
    parts: dict[str, str] = {}
    for part in path.read_text(encoding="utf-8").removesuffix("\n").split("\n--- ")[1:]:
        name, _, body = part.partition("\n")
        parts[name] = body + "\n"
    options: dict[str, Any] = {}
    for line in parts.get("settings", "").splitlines():
        name, _, value = line.partition(" ")
        options[name] = frozenset(value.split(",")) if value else True
    edits, held = (
        parts[name].strip().splitlines() if name in parts else None for name in ("edits", "held")
    )
    return Case(parts["input"], parts["output"], edits, held, Settings(**options))


def described(report: Report, edits: tuple[Edit, ...]) -> list[str]:
    lines = Lines(report.document.text)
    out = []
    for edit in edits:
        # The line of the first visible character, or of the one before a break.
        start = edit.span.start + len(edit.old) - len(edit.old.lstrip())
        line = lines.line(start if edit.old.strip() else edit.span.start)
        out.append(f"{edit.kind} {edit.rule} at line {line}: {edit.reason}")
    return out


def check_laws(report: Report) -> None:
    original = report.document.text
    assert apply(original, report.applied) == report.text
    assert apply(report.text, invert(report.applied)) == original
    again = clean(report.text, report.settings)
    assert again.text == report.text
    assert not again.applied


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case(path: Path) -> None:
    case = read_case(path)
    report = clean(case.text, case.settings)
    assert report.text == case.output
    if case.edits is not None:
        assert described(report, report.applied) == case.edits
    if case.held is not None:
        assert described(report, report.held) == case.held
    check_laws(report)


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case_with_crlf(path: Path) -> None:
    case = read_case(path)
    report = clean(case.text.replace("\n", "\r\n"), case.settings)
    assert report.text == case.output.replace("\n", "\r\n")


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case_without_final_newline(path: Path) -> None:
    case = read_case(path)
    report = clean(case.text.rstrip("\n"), case.settings)
    assert report.text == case.output.rstrip("\n")


@pytest.mark.xfail(strict=True, reason="known: see the first line of the text")
@pytest.mark.parametrize("path", KNOWN_FAILURES, ids=lambda p: p.stem)
def test_known_failure(path: Path) -> None:
    case = read_case(path)
    assert clean(case.text, case.settings).text == case.output


def test_nothing_is_changed_without_a_reason() -> None:
    for path in CASES:
        report = clean(read_case(path).text)
        for edit in (*report.applied, *report.held):
            assert edit.reason, f"{path.stem}: {edit}"
            assert edit.applicability is not Applicability.DISPLAY or edit not in report.applied
