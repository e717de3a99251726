"""Mends that what is made later changes."""

import pytest
from strategies import SENTENCES

from benchmarks.laws import LAWS, broken
from dedup import Applicability, Edit, Evidence, Span, clean
from dedup.mends import cut_through, taken_up

SURE = Applicability.SAFE


def removal(start: int, end: int) -> Edit:
    reason = Evidence("repeat", 1.0, "a duplicate", Span(20, 25))
    return Edit(
        Span(start, end), "x" * (end - start), "", "remove", "exact-repeat", SURE, (reason,)
    )


def mend(start: int, end: int, new: str, group: str | None = None, note: str = "a word") -> Edit:
    reason = Evidence("word", 1.0, note)
    old = "x" * (end - start)
    return Edit(Span(start, end), old, new, "join", "word-across-break", SURE, (reason,), group)


class TestCutThrough:
    def test_a_mend_of_which_a_part_goes(self) -> None:
        assert cut_through([mend(3, 8, "y")], [removal(5, 10)]) == {mend(3, 8, "y")}

    def test_not_one_that_goes_whole_nor_one_beside(self) -> None:
        mends = [mend(5, 8, "y"), mend(10, 12, "y"), mend(3, 5, "y")]
        assert not cut_through(mends, [removal(5, 10)])

    def test_all_of_a_decision(self) -> None:
        mends = [mend(3, 4, "y", "one"), mend(6, 8, "", "one"), mend(12, 14, "")]
        assert cut_through(mends, [removal(5, 10)]) == {*mends[:2]}

    def test_a_word_mended_with_what_a_later_search_removes(self) -> None:
        town, letter = SENTENCES["Hebrew"][1:]
        text = (
            f"{town} {letter}\n\n{town[:20]}\n {town[20:40]}¬\n{town[40:]}{town} {town} {letter}\n"
        )
        report = clean(text)
        assert not [*broken(report, LAWS)]
        assert not [d for d in report.dropped if d.edit.applicability is SURE]


class TestTakenUp:
    def test_a_mend_that_changes_another_comes_in_its_place_with_its_reasons(self) -> None:
        one, two = mend(3, 8, "y", note="one"), mend(3, 12, "z", note="two")
        taken, later = taken_up([one, removal(12, 14), mend(14, 16, "y")], [two, mend(17, 19, "")])
        assert taken == {one}
        assert [*later] == [two]
        assert later[two] is not None
        assert [e.note for e in later[two].evidence] == ["two", "one"]

    @pytest.mark.parametrize("span", [(3, 4), (5, 12), (7, 9), (4, 5)])
    def test_not_a_part_of_one(self, span: tuple[int, int]) -> None:
        assert taken_up([mend(3, 8, "y")], [two := mend(*span, "z")]) == (set(), {two: None})

    def test_not_one_of_a_decision(self) -> None:
        parts = [mend(3, 4, "y", "one"), mend(6, 8, "", "one")]
        assert taken_up(parts, [two := mend(2, 5, "z")]) == (set(), {two: None})

    @pytest.mark.parametrize("span", [(1, 3), (8, 12), (8, 8)])
    def test_neighbours_stay(self, span: tuple[int, int]) -> None:
        assert taken_up([mend(3, 8, "y")], [mend(*span, "z")]) == (set(), {})


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (
            "Das Schiff fuhr am Abend langsam flu¬\nssab wärts und legte in der Stadt an.\n",
            "Das Schiff fuhr am Abend langsam flussabwärts\nund legte in der Stadt an.\n",
        ),
        (
            "Das Schiff fuhr am Abend langsam fluss-\nab wärts und legte in der Stadt an.\n",
            "Das Schiff fuhr am Abend langsam flussabwärts\nund legte in der Stadt an.\n",
        ),
    ],
)
def test_a_word_cut_twice_is_mended_at_once(text: str, mended: str) -> None:
    report = clean(text)
    assert report.text == mended
    (edit,) = report.applied
    assert edit.kind == "join"
    assert len(edit.evidence) == 2
    assert not [*broken(report, LAWS)]
