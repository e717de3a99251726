"""Rows and cells: no row too long, nothing lost, no mark where it does not belong."""

from itertools import pairwise

import pytest
from example import PIECES
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth, wcwidth

from dedup.reports.glyphs import UNICODE
from dedup.reports.visible import escaped, visible
from dedup.reports.wrap import LONGEST_RUN, NO_END, NO_START, Piece, cells, plain, width_of, wrap

TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join).map(visible)
STYLED = st.lists(st.tuples(TEXTS, st.sampled_from(["", "old", "new"])), max_size=6).map(
    lambda pieces: [Piece(text, style) for text, style in pieces if text]
)


def rows(text: str, width: int) -> list[str]:
    return [plain(row) for row in wrap([Piece(text)], width)]


class TestLaws:
    @given(STYLED, st.integers(10, 200))
    def test_no_row_is_too_long(self, pieces, width):
        for row in wrap(pieces, width):
            assert width_of(plain(row)) <= width
            assert wcswidth(plain(row)) <= width

    @given(STYLED, st.integers(2, 9))
    def test_not_even_on_the_narrowest(self, pieces, width):
        for row in wrap(pieces, width):
            assert wcswidth(plain(row)) <= max(width, 5)  # a joined family of emoji is one letter

    @given(STYLED, st.integers(2, 200))
    def test_put_together_the_rows_are_the_text(self, pieces, width):
        broken = [plain(row) for row in wrap(pieces, width)]
        together, text = "".join(broken), plain(pieces)
        assert together.replace(" ", "") == text.replace(" ", "")
        assert 0 <= text.count(" ") - together.count(" ") < len(broken)
        if " " not in text:
            assert together == text

    @given(TEXTS, st.integers(30, 200))
    def test_no_row_starts_with_a_closing_mark(self, text, width):
        broken = rows(text, width)
        for before, row in pairwise(broken):
            if row and row[0] in NO_START:
                run = before.split(" ")[-1] + row
                assert width_of(run) > LONGEST_RUN

    @given(TEXTS, st.integers(30, 200))
    def test_no_row_ends_with_an_opening_mark(self, text, width):
        for row, after in pairwise(rows(text, width)):
            if row and row[-1] in NO_END and after[:1] not in ("", " ", *NO_END):
                assert width_of(row[-1] + after) > width  # the next word is longer than a row

    @given(STYLED, st.integers(10, 80))
    def test_every_character_keeps_its_style(self, pieces, width):
        def styled(pieces):
            return [(c, piece.style) for piece in pieces for c in piece.text if c != " "]

        assert styled(piece for row in wrap(pieces, width) for piece in row) == styled(pieces)


class TestRows:
    def test_han_fills_a_row(self):
        assert rows("一二三四五六七八九十", 8) == ["一二三四", "五六七八", "九十"]

    def test_a_closing_mark_takes_its_character_along(self):
        assert rows("一二三四。五六", 8) == ["一二三", "四。五六"]

    def test_an_opening_mark_goes_with_what_it_opens(self):
        assert rows("一二三《四五》", 8) == ["一二三", "《四五》"]

    def test_latin_words_and_numbers_stay_whole(self):
        assert rows("在2022年drei Wörter sind's", 9) == ["在2022年", "drei ", "Wörter ", "sind's"]

    def test_a_number_with_a_point_is_one(self):
        assert rows("占总数的80.8%的街道", 12) == ["占总数的", "80.8%的街道"]

    def test_a_word_longer_than_a_row_is_broken(self):
        assert rows("Donaudampfschiff", 6) == ["Donaud", "ampfsc", "hiff"]

    def test_a_blank_at_a_break_is_left_out(self):
        assert rows("aaaa bbbb", 4) == ["aaaa", "bbbb"]
        assert rows("aaaa bbbb", 5) == ["aaaa ", "bbbb"]

    def test_two_blanks_are_not(self):
        assert rows("aaaa  bbbb", 4) == ["aaaa", " ", "bbbb"]

    def test_a_combining_mark_stays_on_its_letter(self):
        assert rows("一二e\u0301e\u0301", 5) == ["一二", "e\u0301e\u0301"]

    def test_a_whole_piece_stays_on_one_row(self):
        elision = Piece("⋯ 85 chars ⋯", "dim", whole=True)
        broken = wrap([Piece("一二三"), elision, Piece("四")], 14)
        assert [plain(row) for row in broken] == ["一二三", "⋯ 85 chars ⋯四"]

    def test_a_seam_stays_with_what_stands_before_it(self):
        seam = Piece("⏎⏎", "seam", whole=True, tied=True)
        broken = wrap([Piece("一二三四"), seam, Piece("五")], 8)
        assert [plain(row) for row in broken] == ["一二三", "四⏎⏎五"]

    def test_a_long_run_of_marks_is_broken_after_all(self):
        broken = rows("一" + "…" * 60, 30)
        assert max(map(width_of, broken)) <= 30
        assert len(broken) <= 5  # `…` may be two cells wide

    def test_nothing_is_one_empty_row(self):
        assert rows("", 10) == [""]


class TestCells:
    @pytest.mark.parametrize("sign", "╌╎▸⏎✗⋯⟶−⇢␣▪«»⇥")
    def test_the_signs_of_the_report_are_narrow_everywhere(self, sign):
        from unicodedata import east_asian_width

        assert cells(sign) == 1
        assert east_asian_width(sign) in ("N", "Na")

    @given(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"]))
    def test_never_fewer_than_a_terminal_takes(self, character):
        assert cells(character) >= wcwidth(character)

    @pytest.mark.parametrize("text", ["❤\ufe0f", "👩\u200d👧", "🇩🇪", "👍🏽", "e\u0301", "क्षि"])
    def test_nor_for_letters_of_several_characters(self, text):
        assert width_of(text) >= wcswidth(text)


class TestVisible:
    def test_line_ends_and_tabs(self):
        assert visible("a\r\nb\nc\rd\te") == "a⏎b⏎c⏎d⇥e"
        assert escaped("a\r\nb\te") == r"a\r\nb\te"

    def test_controls_and_marks_of_direction(self):
        assert visible("\x1b[31m\x07\x9b\x7f") == r"\x1b[31m\x07\x9b\x7f"
        assert visible("\u202e\u2066\u200f\ufeff\u2028") == r"\u202e\u2066\u200f\ufeff\u2028"
        assert visible("\U000e0041\ue000") == r"\U000e0041\ue000"

    def test_letters_and_the_joiners_that_they_need_stay(self):
        text = "文字 Straße e\u0301 می\u200cخواهم 👩\u200d👧\u3000、"
        assert visible(text) == escaped(text) == text

    @given(st.text())
    def test_nothing_hidden_is_left(self, text):
        for shown in (visible(text), escaped(text)):
            assert not any(wcwidth(c) < 0 for c in shown)
            assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2028\u2029")

    def test_blanks_at_the_ends_of_a_change(self):
        assert UNICODE.spaced(" and ") == "␣and␣"
        assert UNICODE.spaced("  ") == "␣␣"
        assert UNICODE.spaced("\n a b") == "⏎ a b"
        assert UNICODE.spaced("") == ""
