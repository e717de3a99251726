"""The arm that finds repeats: verdicts by table, laws, and bounds on the work it does."""

from collections import Counter

import numpy as np
import pytest

from dedup import Settings, clean
from dedup.duplicates import find_repeats
from dedup.duplicates.blocks import find_blocks
from dedup.duplicates.verify import Verdict, Verifier, figures
from dedup.duplicates.vocabulary import Vocabulary
from dedup.excerpt import Excerpt
from dedup.fold import fold
from dedup.lexicon import load
from dedup.model import Span

MILL = "The mill at the lower bridge was built by three brothers who came down from the hills."
BREAD = "Bread was baked on Fridays, and the whole street smelled of it until the evening."
WELL = "Nobody drew water from the old well after the winter in which the miller's cow fell in."

SAME, MISREAD, DOUBTFUL, DIFFERENT = (
    Verdict.SAME,
    Verdict.MISREAD,
    Verdict.DOUBTFUL,
    Verdict.DIFFERENT,
)
COMPARED = [
    # Only what the fold leaves out differs.
    ("河边的小镇每逢初一都有集市。", "河边的小镇 每逢初一,都有集市", SAME),
    ("the lower bridge", "The lower-\nbridge!", SAME),
    # A figure differs in a digit, a sign, a decimal mark; a Chinese numeral is a figure.
    ("气温上升到23度,没有大风。", "气温上升到24度,没有大风。", DIFFERENT),
    ("气温下降到3.4度,没有大风。", "气温下降到34度,没有大风。", DIFFERENT),
    ("气温下降到-3度,没有大风。", "气温下降到3度,没有大风。", DIFFERENT),
    ("一共来了三百个客人。", "一共来了四百个客人。", DIFFERENT),
    ("in 1987 the bridge fell", "in 1\n\n987 the bridge fell", SAME),
    # Scattered characters that make no word.
    ("江边的小镇每逢初一都有集市。", "江边的小镇每逢初一都有集巾。", MISREAD),
    ("the lower bridge was built", "the lowcr bridge was bnilt", MISREAD),
    # Words against each other, names, negations, a phrase that one of them lacks.
    ("会议在北京召开,代表们参加。", "会议在南京召开,代表们参加。", DOUBTFUL),
    ("married by Thomas Archer of the mill", "married by Thomas Arbher of the mill", DOUBTFUL),
    ("married by Edward Lister of the mill", "married by Edwart Lister of the mill", DOUBTFUL),
    ("代表们表示同意这个方案。", "代表们表示不同意这个方案。", DOUBTFUL),
    ("代表们参加了会议并讨论方案。", "代表们参加了会议并热烈讨论方案。", DOUBTFUL),
    # Nothing in common.
    ("江边的小镇每逢初一都有集市。", "图书馆里收藏着山乡的抄本。", DIFFERENT),
]


@pytest.mark.parametrize(("one", "other", "verdict"), COMPARED)
def test_verdict(one: str, other: str, verdict: Verdict) -> None:
    text = f"{one}\n\n{other}"
    folded = fold(text)
    first = folded.within(Span(0, len(one)))
    second = folded.within(Span(len(one), len(text)))
    words = Vocabulary(text, folded, np.array([[first.start, first.end]]))
    found = Verifier(text, folded, words, 0.75).compare(first, second)
    assert found.verdict == verdict
    assert bool(found.doubt) == (verdict == DOUBTFUL)


def test_figures_keep_signs_and_marks_and_bear_line_breaks() -> None:
    assert figures("from -3.5 to 1,200 at 12:30") == ["-3.5", "1,200", "12:30"]
    assert figures("1\n\n987") == ["1987"]


def test_blocks_are_paragraphs_or_lines() -> None:
    def cut(text: str) -> list[str]:
        return [text[start:end] for start, end in find_blocks(text).tolist()]

    assert cut("a\nb\n\n  c \r\n\r\nd") == ["a\nb", "c", "d"]
    assert cut("a\nb\rc\x0cd\u2028e") == ["a", "b", "c", "d", "e"]
    assert cut(" \n\n\t") == []
    assert cut("a\n \t \nb") == ["a", "b"]


def removed(text: str, **settings: object) -> list[str]:
    report = clean(text, Settings(**settings))
    return [e.old.strip() for e in report.applied if e.kind == "remove"]


def test_each_removal_names_what_it_repeats() -> None:
    text = "\n\n".join([MILL, BREAD, MILL])
    (edit,) = clean(text).applied
    assert edit.repeats == Span(0, len(MILL))
    assert edit.reason == "duplicate of line 1 (sim 1.00)"
    (cluster,) = clean(text).clusters
    assert cluster.kept == Span(0, len(MILL))
    assert cluster.copies == (Span(len(text) - len(MILL), len(text)),)


def test_the_source_of_a_removal_stays() -> None:
    text = "\n\n".join([MILL, BREAD, MILL, BREAD, BREAD, MILL, WELL, MILL[:77], MILL])
    report = clean(text)
    gone = [e.span for e in report.applied]
    for edit in report.applied:
        assert edit.repeats is not None
        assert not any(edit.repeats.overlaps(span) for span in gone)
    assert Counter(report.text.split("\n\n")) == Counter([MILL, BREAD, WELL])


def test_a_copy_of_a_cut_copy_goes_with_it() -> None:
    cut = MILL[:84]
    report = clean("\n\n".join([cut, cut, BREAD, MILL]))
    assert report.text == "\n\n".join([BREAD, MILL])


def test_copies_of_a_noisy_copy_go_after_the_first_one() -> None:
    noisy = MILL.replace("mill", "miIl").replace("bridge", "brjdqe").replace("hills", "hi1ls")
    text = "\n\n".join([MILL, noisy.replace("1", "l"), noisy.replace("1", "l"), BREAD])
    report = clean(text)
    assert report.text == "\n\n".join([MILL, BREAD])
    assert {e.repeats for e in report.applied} == {Span(0, len(MILL))}


def test_a_source_is_not_counted_twice() -> None:
    half = "渡船每小时开一班,儿童免费乘船。"
    text = "\n\n".join([half, half, half + half, half, WELL])
    _, edits = find_repeats(Excerpt(text), similarity=0.75, min_chars=20, near_blocks=30)
    assert edits[0].old.strip() == half + half


def test_short_lines_stay() -> None:
    text = "Agreed.\n\nAgreed.\n\nNobody spoke.\n\nAgreed."
    assert clean(text).text == text


def test_min_chars_counts_a_letter_as_a_third() -> None:
    han = "渡船每小时开一班,儿童免费。"
    text = "\n\n".join([han, WELL, han])
    assert removed(text) == []
    assert removed(text, min_chars=8) == [han]


def test_a_short_far_copy_is_withheld_as_a_formula() -> None:
    others = [f"{WELL} {BREAD} ({chr(97 + n // 26)}{chr(97 + n % 26)})" for n in range(60)]
    distinct = [
        " ".join(sorted(dict.fromkeys(o.split()), key=lambda w, n=n: hash_of(w, n)))
        for n, o in enumerate(others)
    ]
    near = clean("\n\n".join([MILL, *distinct[:3], MILL]))
    far = clean("\n\n".join([MILL, *distinct, MILL]))
    assert [e.kind for e in near.applied] == ["remove"]
    assert [e.kind for e in far.applied] == []
    assert "formula" in far.withheld[-1].reason


def hash_of(word: str, n: int) -> int:
    """A fixed shuffle, so that the fillers are no copies of each other."""
    return sum(ord(c) * (n + 2) ** k for k, c in enumerate(word)) % 9973


def test_a_heading_that_the_text_takes_up_stays() -> None:
    heading = "县政府公布今年修建乡村公路和桥梁的计划方案"
    text = f"{heading}\n\n{heading},并说明了工期和费用。\n"
    assert clean(text).text == text


def test_the_work_is_linear_in_the_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparisons grow with the number of blocks, whatever the blocks are."""
    real = Verifier.compare
    calls = 0

    def counted(*args: object) -> object:
        nonlocal calls
        calls += 1
        return real(*args)

    monkeypatch.setattr(Verifier, "compare", counted)
    shapes = {
        "equal lines": lambda n: [MILL] * n,
        "two lines in turn": lambda n: [MILL, BREAD] * (n // 2),
        "equal beginnings": lambda n: [MILL[:40] + "xyz"[k % 3] * (k % 50) for k in range(n)],
        "near-equal": lambda n: [MILL.replace("e", "aeiou"[k % 5], 1 + k % 7) for k in range(n)],
        "short lines": lambda n: ["Agreed.", "No."] * (n // 2),
    }
    for name, shape in shapes.items():
        for n in (100, 400, 800):
            calls = 0
            clean("\n\n".join(shape(n)))
            assert calls <= 25 * n, f"{name}: {calls} comparisons of {n} blocks"


def test_next_kept_skips_a_long_stretch_of_copies_in_few_steps() -> None:
    text = "\n\n".join([MILL] * 900)
    report = clean(text)
    assert report.text == MILL
    assert len(report.applied) == 899


def test_han_words_are_known_to_the_judge() -> None:
    assert "北京" in load("zh")


def test_a_loop_of_very_many_copies_is_one_removal() -> None:
    (edit,) = clean("\n\n".join([MILL, BREAD] * 2000)).applied
    assert edit.reason == "duplicate of lines 1-3 (sim 1.00)"
