"""Every rule is explained, in one form; its example is true; `dedup explain` prints it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import dedup.repair.rules
import dedup.repair.witnesses
from dedup import Settings, clean
from dedup.cli.commands import main
from dedup.explanations import explained, explanation, kind_of, summary_of
from dedup.model import KINDS
from tests.test_cases import CASES, read_case
from tests.test_unchanged import UNCHANGED, read

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tools.make_repair_page import PAGE, page  # noqa: E402

PARTS = ("What it does", "Why", "Before", "Safe when", "Known to miss")
WAYS = ("After", "After, on request", "Points at")
# Its example would take pages.
WITHOUT_EXAMPLE = {"page-furniture"}


def part(rule: str, label: str) -> str | None:
    """The paragraph, or the indented example, behind a label."""
    found = re.search(
        rf"^{re.escape(label)}:(?:\n\n((?:    .*\n|\n)+)| (.+(?:\n.+)*))",
        explanation(rule),
        re.MULTILINE,
    )
    if found is None:
        return None
    example, paragraph = found.groups()
    if example is None:
        return paragraph
    return re.sub(r"^    ", "", example, flags=re.MULTILINE).strip("\n") + "\n"


def names(package) -> set[str]:
    files = Path(package.__path__[0]).glob("*.py")
    return {path.stem.replace("_", "-") for path in files if path.stem != "__init__"}


def test_every_file_of_a_rule_or_witness_is_explained() -> None:
    witnesses = {f"{name}-at-break" for name in names(dedup.repair.witnesses)}
    assert names(dedup.repair.rules) | witnesses <= set(explained())


def test_every_rule_that_finds_something_in_our_texts_is_explained() -> None:
    texts = [read_case(path).text for path in CASES] + [read(path) for path in UNCHANGED]
    texts.append((ROOT / "seeds" / "000_b3c001c1d24659d9.txt").read_text(encoding="utf-8"))
    for text in texts:
        report = clean(text)
        found = (*report.applied, *report.held, *(d.edit for d in report.dropped))
        assert {edit.rule for edit in found} <= set(explained())


@pytest.mark.parametrize("rule", explained())
def test_an_explanation_has_one_form(rule: str) -> None:
    text = explanation(rule)
    assert text.startswith(f"# {rule}\n\n")
    assert summary_of(rule).endswith(".")
    assert kind_of(rule) in KINDS
    assert text.endswith(".\n")
    labels = re.findall(r"^([A-Z][\w, ]+):(?= |\n\n    )", text, re.MULTILINE)
    example = [] if rule in WITHOUT_EXAMPLE else ["Before", next(w for w in WAYS if part(rule, w))]
    assert labels == ["Kind", "What it does", "Why", *example, "Safe when", "Known to miss"]
    for line in text.splitlines():
        assert line.startswith("    ") or len(line) <= 80, line


@pytest.mark.parametrize("rule", [r for r in explained() if r not in WITHOUT_EXAMPLE])
def test_the_example_is_true(rule: str) -> None:
    before = part(rule, "Before")
    after, asked, flagged = (part(rule, way) for way in WAYS)
    assert before is not None
    if flagged is not None:
        report = clean(before)
        pointed = [e.old for e in report.notes if e.rule == rule]
        assert pointed == [flagged.removesuffix("\n")]
        # What was lost to a loop shows where its copies are taken out.
        assert {e.kind for e in report.applied} <= {"remove"}
        return
    if asked is not None:
        assert clean(before).text == before
    report = clean(before, Settings(unsafe=asked is not None))
    assert report.text == (after or asked)
    assert kind_of(rule) in {e.kind for e in report.applied if e.rule == rule}


def test_the_page_is_made_of_the_explanations() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run tools/make_repair_page.py"


class TestCommand:
    @pytest.mark.parametrize("rule", explained())
    def test_it_prints_the_explanation(self, rule: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["explain", rule]) == 0
        assert capsys.readouterr().out == explanation(rule)

    def test_it_lists_the_rules(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["explain"]) == 0
        rows = capsys.readouterr().out.splitlines()
        assert [row.split()[0] for row in rows] == list(explained())

    def test_a_rule_that_is_none(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["explain", "word-at-brake"]) == 2
        out, err = capsys.readouterr()
        assert not out
        assert "no rule 'word-at-brake'; there is word-at-break" in err

    def test_it_loads_none_of_the_program(self) -> None:
        code = "import sys; from dedup.cli.commands import main; main(['explain', 'stray-space']); "
        code += "print(*sorted({m.partition('.')[0] for m in sys.modules}))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        assert not {"numpy", "rich", "rapidfuzz"} & set(done.stdout.decode().split())
