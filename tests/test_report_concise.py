"""The reports for a log: the line a file, and the lines of `--check`."""

import pytest
from example import DISPLAY, UNSAFE, edit, edited, example, report
from hypothesis import given

from dedup.model import Document, Settings, Span
from dedup.reports.concise import check_lines, summary_line


class TestSummaryLine:
    def test_the_example(self):
        assert summary_line(example(only_mock_ups=True)) == (
            "seed.txt: 9 joined, 3 removed, 1 withheld; 9010 -> 8570 chars"
        )

    def test_every_kind_that_occurs_and_a_group_as_one_decision(self):
        assert summary_line(example()) == (
            "seed.txt: 9 joined, 3 removed, 2 words mended, 4 spaces mended, "
            "2 withheld, 2 pointed out; 9010 -> 8558 chars"
        )

    def test_a_group_that_was_applied_counts_its_edits(self):
        told = summary_line(example(Settings(apply=frozenset({"punct"}))))
        assert "361 marks mended, 1 withheld, 2 pointed out" in told

    def test_one_of_each(self):
        text = "a , b"
        told = summary_line(report(text, edit(text, 1, " ", "", "space")))
        assert told == "page.txt: 1 space mended; 5 -> 4 chars"

    def test_nothing_changed(self):
        assert summary_line(report("文")) == "page.txt: nothing changed; 1 char"

    def test_nothing_changed_but_something_withheld(self):
        held = edit("文字", 0, "文", "", "space", safety=UNSAFE)
        assert summary_line(report("文字", held)) == (
            "page.txt: nothing changed, 1 withheld; 2 chars"
        )

    def test_an_unknown_kind_goes_by_its_name(self):
        assert "1 rhyme;" in summary_line(report("ab", edit("ab", 0, "a", "", "rhyme")))


class TestCheckLines:
    def test_the_example(self):
        lines = check_lines(example(only_mock_ups=True))
        assert lines[-1] == "seed.txt: 12 edits would be made, 1 withheld"
        assert len(lines) == 13
        assert lines[2] == (
            "seed.txt:141:37: join: 个|体 "
            "no sentence end at the break; 个体工商户 recurs at 147, 149"
        )
        assert lines[5:8] == [
            "seed.txt:155:1: remove: duplicate of lines 151-153 (sim 1.00)",
            "seed.txt:159:1: remove: duplicate of lines 151-153 (sim 1.00)",
            "seed.txt:163:1: remove: cut-off repeat of lines 151-153 (16 of 198 chars)",
        ]

    def test_a_changed_word_is_quoted(self):
        assert any(
            line.startswith('seed.txt:57:36: script: " and " -> "和" and stands')
            for line in check_lines(example())
        )

    def test_what_is_held_is_counted_and_not_listed(self):
        text = "文字"
        noted = edit(text, 0, "文", "文", "flag", safety=DISPLAY, note="odd")
        assert check_lines(report(text, noted)) == [
            "page.txt: 0 edits would be made, 1 pointed out"
        ]

    def test_a_break_at_the_edge_of_the_text(self):
        text = "\n字"
        assert check_lines(report(text, edit(text, 0, "\n", "", "join", note="why")))[0] == (
            "page.txt:1:1: join: |字 why"
        )

    def test_an_edit_without_words_is_told_by_its_rule(self):
        text = "字 "
        assert check_lines(report(text, edit(text, 1, " ", "", "space", "blank-at-end")))[0] == (
            'page.txt:1:2: space: " " -> "" blank-at-end'
        )

    def test_a_long_text_is_quoted_at_both_ends_and_counted(self):
        text = "一" * 100
        line = check_lines(report(text, edit(text, 0, text, "", "script")))[0]
        assert f'"{"一" * 20} ... 60 chars ... {"一" * 20}" -> ""' in line


@given(edited())
def test_no_line_holds_a_control_character_or_breaks(found):
    for line in (summary_line(found), *check_lines(found)):
        assert len(line.splitlines()) <= 1
        assert not any(c in line for c in "\x1b\x07\x00\x85\u2028\u202e\u2066\ufeff\t")


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a\nb.txt", r"a\nb.txt"), ("\x1b[2J.txt", r"\x1b[2J.txt"), ("a\udcff.txt", r"a\udcff.txt")],
)
def test_a_name_never_goes_out_raw(name, shown):
    found = report("文", document=Document(name, "文"))
    assert summary_line(found).startswith(f"{shown}: ")
    assert check_lines(found)[0].startswith(f"{shown}: ")


def test_a_span_of_a_crlf_text_counts_as_editors_do():
    text = "一行\r\n二 行\r\n"
    assert check_lines(report(text, edit(text, 5, " ", "", "space")))[0].startswith("page.txt:2:2:")
    assert Span(5, 6).of(text) == " "
