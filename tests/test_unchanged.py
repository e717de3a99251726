"""Clean texts in many languages and forms, which must come out as they went in.

`unchanged/FORM-…-LANGUAGE.txt`, on purpose full of what looks like damage: compounds divided at
their own hyphen, headlines without a final mark, verses, cells, refrains, speech that breaks off.
"""

from collections import defaultdict
from pathlib import Path

import pytest

from dedup import Settings, clean
from dedup.edits import apply, invert

HERE = Path(__file__).parent
UNCHANGED = sorted((HERE / "unchanged").glob("*.txt"))
PROSE = sorted((HERE.parent / "benchmarks" / "texts").glob("*.txt"))

LANGUAGES = ("zh", "ja", "ko", "en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "la")
# form: in how many languages it must stand
FORMS = {
    "prose": len(LANGUAGES),
    "hyphens": 9,
    "verse": 9,
    "list": 7,
    "dialogue": 7,
    "letter": 6,
    "menu": 6,
    "minutes": 6,
    "addresses": 5,
    "headlines": 5,
    "recipe": 5,
    "bilingual": 4,
    "play": 4,
    "table": 4,
    "bibliography": 3,
    "index": 3,
    "timetable": 3,
    "wrapped": 3,
    "code": 2,
}

# What is withheld and would, for all that is known, be wrong to make: rules by text. A Chinese text
# may have its half-width marks offered in the wide form.
WITHHELD = {
    "bilingual-zh-en": {"near-repeat"},
    "contract-formulas-en": {"near-repeat"},
    "dashes-and-dots-zh": {"no-final-mark-at-break"},
    "exam-zh": {"no-final-mark-at-break"},
    "figures-that-differ-zh": {"near-repeat"},
    "form-with-names-en": {"near-repeat"},
    "glossary-ja": {"no-final-mark-at-break"},
    "play-ja": {"no-final-mark-at-break"},
    "notices-with-open-ends-zh": {"open-phrase-at-break", "word-at-break"},
    # 通 知, set wide.
    "notices-zh": {"no-final-mark-at-break", "stray-space"},
    "paragraphs-that-differ-in-a-name-en": {"near-repeat"},
    "paragraphs-that-differ-in-a-name-zh": {"near-repeat"},
    "play-zh": {"no-final-mark-at-break"},
    "spaced-names-zh": {"no-final-mark-at-break"},
    "verse-with-a-refrain-en": {"exact-repeat"},
}
ANYWHERE = {"folded-mark"}

# Where compounds are divided at their own hyphen, the line may end behind the compound instead; not
# a letter, nor a hyphen, may change.
MAY_END_ELSEWHERE = {
    "minutes-fr",
    "names-and-numbers-at-line-ends-en",
    "quoted-hyphenation-en",
    "recipe-fr",
    "suspended-hyphens-en",
}


def may_end_elsewhere(path: Path) -> bool:
    return path.stem.startswith("hyphens-") or path.stem in MAY_END_ELSEWHERE


def read(path: Path) -> str:
    return path.read_bytes().decode()


def languages_by_form() -> dict[str, set[str]]:
    found = defaultdict(set)
    for path in UNCHANGED:
        form, *more = path.stem.split("-")
        found[form] |= {part for part in more if part in LANGUAGES}
    return found


@pytest.mark.parametrize("form", FORMS)
def test_there_is_a_text_of_each_form_in_many_languages(form: str) -> None:
    assert len(languages_by_form()[form]) >= FORMS[form], languages_by_form()[form]


def test_there_is_prose_in_each_language() -> None:
    assert set(LANGUAGES) <= languages_by_form()["prose"]


@pytest.mark.parametrize("path", [*UNCHANGED, *PROSE], ids=lambda p: p.stem)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_unchanged(path: Path, line_end: str) -> None:
    text = read(path).replace("\n", line_end)
    report = clean(text)
    if may_end_elsewhere(path):
        assert "".join(report.text.split()) == "".join(text.split())
        assert {edit.rule for edit in report.applied} <= {"hyphenated-word"}
        return
    assert not report.applied
    assert report.text == text
    withheld = {edit.rule for edit in report.withheld}
    assert withheld <= WITHHELD.get(path.stem, set()) | ANYWHERE


@pytest.mark.parametrize("path", UNCHANGED, ids=lambda p: p.stem)
def test_what_is_made_on_request_can_be_taken_back(path: Path) -> None:
    text = read(path)
    report = clean(text, Settings(unsafe=True))
    assert apply(report.text, invert(report.applied)) == text
    if path.stem not in WITHHELD and not may_end_elsewhere(path):
        assert {edit.rule for edit in report.applied} <= ANYWHERE


def test_no_withheld_rule_is_listed_in_vain() -> None:
    for name, rules in WITHHELD.items():
        report = clean(read(HERE / "unchanged" / f"{name}.txt"))
        assert rules <= {edit.rule for edit in report.withheld}, name


# Hard-wrapped prose is all that --unwrap changes.
HARD_WRAPPED = ("hard-wrapped", "hyphens", "wrapped", "quoted-hyphenation", "suspended-hyphens")
HARD_WRAPPED += ("minutes-fr", "names-and-numbers-at-line-ends")


@pytest.mark.parametrize(
    "path",
    [p for p in (*UNCHANGED, *PROSE) if not p.stem.startswith(HARD_WRAPPED)],
    ids=lambda p: p.stem,
)
def test_unwrap_leaves_all_but_hard_wrapped_prose(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert clean(text, Settings(unwrap=True)).text == text
