import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.fold import fold, fold_character
from dedup.model import Span

ALIKE = [
    ("ＡＢＣ１２", "abc12"),
    ("Straße", "STRASSE"),
    ("re\u0301sume\u0301", "résumé"),
    ("ﬁre", "fire"),
    ("ｶﾞｽ", "ガス"),
    ("发，展 改\n\n革", "发展改革"),
    ("co-\noperate", "cooperate"),
    ("a\u200b\ufe0fb", "ab"),
]
UNLIKE = [
    ("resume", "résumé"),
    ("10", "1"),
    ("a+b", "ab"),
    ("5%", "5") and ("5$", "5"),
    ("कि", "की"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_a_reader_calls_the_same_folds_alike(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_what_differs_in_content_folds_apart(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


@given(st.text())
def test_fold_is_the_folds_of_the_characters(text: str) -> None:
    folded = fold(text)
    assert folded.text == "".join(map(fold_character, text))
    for char, origin in zip(folded.text, folded.origin.tolist(), strict=True):
        assert char in fold_character(text[origin])


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(st.text(), st.data())
def test_within_is_what_comes_from_a_stretch(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    folded = fold(text)
    assert folded.within(Span(start, end)).of(folded.text) == fold(text[start:end]).text


def test_empty() -> None:
    assert fold("").text == ""
    assert fold(" \n…").origin.dtype == np.int32
