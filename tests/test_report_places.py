"""Where edits stand: lines of the original, and places in the cleaned text."""

import pytest
from example import edit, edited, report
from hypothesis import given

from dedup.edits import apply
from dedup.model import Span
from dedup.reports.places import Places
from dedup.reports.tally import numbers


class TestOut:
    @given(edited(applied=True))
    def test_it_is_the_length_of_all_that_comes_before(self, found):
        places = Places(found)
        text = found.document.text
        for offset in range(len(text) + 1):
            inside = [e for e in found.applied if e.span.start < offset < e.span.end]
            at = inside[0].span.start if inside else offset
            before = [e for e in found.applied if e.span.end <= at and (e.old or e.span.start < at)]
            assert places.out(offset) == len(apply(text[:at], before))

    @given(edited(applied=True))
    def test_behind_is_where_the_rest_of_the_text_begins(self, found):
        places = Places(found)
        text = found.document.text
        for offset in range(len(text) + 1):
            inside = [e for e in found.applied if e.span.start < offset < e.span.end]
            at = inside[0].span.end if inside else offset
            before = [e for e in found.applied if e.span.end <= at and (e.old or e.span.start < at)]
            assert places.out_behind(offset) == len(apply(text[:at], before))

    def test_a_place_behind_an_edit_is_behind_what_it_put_there(self):
        text = "甲乙丙\n"
        places = Places(report(text, edit(text, 1, "乙", "一二三", "script")))
        assert [places.out(k) for k in range(5)] == [0, 1, 4, 5, 6]


class TestLines:
    TEXT = "一\n\n 二\n三 \n\n四\n"

    @pytest.mark.parametrize(
        ("piece", "lines"),
        [("一", (1, 1)), ("一\n\n", (1, 1)), ("二\n三 \n\n", (3, 4)), ("\n\n 二", (3, 3))],
    )
    def test_only_lines_with_text_count(self, piece, lines):
        start = self.TEXT.index(piece)
        assert Places(report(self.TEXT)).lines(Span(start, start + len(piece))) == lines

    def test_white_space_lies_between_two_lines(self):
        places = Places(report(self.TEXT))
        assert places.lines(Span(1, 4)) == (1, 3)
        assert places.lines(Span(0, 0)) == (1, 1)


class TestWholeLines:
    @pytest.mark.parametrize(
        ("text", "old", "whole"),
        [
            ("一\n二\n三\n", "二\n", True),
            ("一\n  二  \n三\n", "  二  \n", True),
            ("一\n  二  \n三\n", "二  \n", False),
            ("一\n\n二", "\n\n二", True),
            ("一\n二三\n", "二", False),
            ("一\n二三\n", "三", False),
            ("一\n二\n三\n", "\n二\n", False),
            ("一\n二\n三\n", "二", True),
            ("二", "二", True),
            ("一\n\n\n三", "\n", False),
        ],
    )
    def test_of_a_removal(self, text, old, whole):
        gone = edit(text, text.index(old), old, "", "remove")
        assert Places(report(text, gone)).whole_lines(gone) is whole

    def test_of_nothing_else(self):
        text = "一\n二\n"
        mended = edit(text, 2, "二\n", "", "space")
        assert not Places(report(text, mended)).whole_lines(mended)


@given(edited())
def test_every_edit_has_a_number_of_its_own(found):
    every = [*found.applied, *found.held, *(each.edit for each in found.dropped)]
    assert sorted(numbers(found).values()) == list(range(1, len(every) + 1))
    assert numbers(found).keys() == set(every)
