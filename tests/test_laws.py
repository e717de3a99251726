"""The laws of cleaning, on texts built from damage."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import documents, examples, file_bytes, texts
from test_example import TEXT

from benchmarks.laws import LAWS, broken
from benchmarks.laws.__main__ import ask, generated
from dedup import Applicability, DecodeError, Settings, clean
from dedup.edits import apply, invert
from dedup.fold import fold
from dedup.text import decode, encode

SETTINGS = st.builds(
    Settings,
    unsafe=st.booleans(),
    unwrap=st.booleans(),
    apply=st.sets(st.sampled_from(["punct", "join", "remove", "script"])).map(frozenset),
    skip=st.sets(st.sampled_from(["punct", "join", "remove", "space"])).map(frozenset),
    min_chars=st.integers(4, 40),
)


def letters(text: str) -> Counter[str]:
    return Counter(fold(text).text)


@given(texts(), SETTINGS)
@examples(120)
def test_the_edits_lead_to_the_text_and_back(text: str, how: Settings) -> None:
    report = clean(text, how)
    assert apply(text, report.applied) == report.text
    assert apply(report.text, invert(report.applied)) == text
    for edit in (*report.applied, *report.held, *(d.edit for d in report.dropped)):
        assert edit.span.of(text) == edit.old
        assert edit.reason


@given(texts())
@examples(120)
def test_cleaning_again_finds_nothing(text: str) -> None:
    report = clean(text)
    assert clean(report.text).applied == ()


@given(texts())
@examples(120)
def test_every_letter_that_goes_is_named_and_stands_elsewhere(text: str) -> None:
    report = clean(text)
    gone = letters(text) - letters(report.text)
    named: Counter[str] = Counter()
    # What a mended word changes, the fold of the rest shows.
    mended = any(edit.kind == "script" for edit in report.applied)
    for edit in report.applied:
        named += letters(edit.old) - letters(edit.new)
        if edit.kind == "remove":
            assert edit.repeats is not None
            if edit.rule == "exact-repeat" and not mended:
                # Of a run each block does: a later search may find its source to repeat itself.
                blocks = (fold(block).text for block in edit.old.split("\n\n"))
                assert all(block in fold(report.text).text for block in blocks)
        elif edit.kind in {"join", "space"}:
            assert letters(edit.old) == letters(edit.new)
    assert gone <= named


TEXTS = sorted((Path(__file__).parent.parent / "benchmarks" / "texts").glob("*.txt"))


@given(st.sampled_from(TEXTS), st.data())
@examples(60)
def test_a_copy_that_is_put_in_goes_and_nothing_else(path: Path, data: st.DataObject) -> None:
    paragraphs = path.read_text(encoding="utf-8").strip().split("\n\n")
    k = data.draw(st.integers(1, len(paragraphs) - 1))
    at = data.draw(st.integers(k + 1, len(paragraphs)))
    longer = [*paragraphs[:at], paragraphs[k], *paragraphs[at:]]
    report = clean("\n\n".join(longer))
    assert report.text == "\n\n".join(paragraphs)
    assert len(report.applied) == 1


@given(texts())
@examples(60)
def test_display_edits_are_never_made(text: str) -> None:
    report = clean(text, Settings(unsafe=True))
    assert all(e.applicability is not Applicability.DISPLAY for e in report.applied)


@given(documents(), SETTINGS)
@examples(40)
def test_every_law_holds_for_documents_of_ten_scripts(text: str, how: Settings) -> None:
    laws = {name: law for name, law in LAWS.items() if name != "idempotence"}
    assert not [*broken(clean(text, how), laws)]


@given(file_bytes(), st.sampled_from(["utf-8", "auto", "utf-16", "gb18030", "latin-1"]))
@examples(40)
def test_bytes_are_refused_or_come_back(data: bytes, encoding: str) -> None:
    try:
        document = decode(data, encoding=encoding)
    except DecodeError:
        return
    assert encode(document) == data
    laws = {name: LAWS[name] for name in ("invert", "reasons", "sources")}
    assert not [*broken(clean(document), laws)]


def test_a_share_of_the_generated_documents() -> None:
    """`python -m benchmarks.laws --documents 10000` asks of all of them, and prints the counts."""
    found = ask("generated", generated(40))
    assert not {law: n for law, n in found.items() if "chosen" not in law and n}


@pytest.mark.long
def test_ten_thousand_generated_documents() -> None:
    """But for what docs/reliability.md calls known."""
    found = ask("generated", generated(10_000))
    known = {"idempotence": 10, "idempotence, chosen settings": 50, "letters": 1}
    assert not {law: n for law, n in found.items() if n > known.get(law, 0)}


def test_the_result_hangs_on_no_hash_seed() -> None:
    code = (
        "import sys; from dedup import clean;"
        "from dedup.reports.json import to_json;"
        "print(to_json([clean(sys.stdin.buffer.read().decode())]))"
    )
    damaged = (TEXT + "\n\n" + TEXT.replace("安", "女")).encode()
    outs = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=damaged,
            capture_output=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(outs) == 1


@pytest.mark.parametrize("text", ["", "\n", " ", "\ufeff", "\0", "a", "的", "\n\n\n", "\r", "。"])
def test_next_to_nothing_stays(text: str) -> None:
    assert clean(text).text == text
