"""How a report can be drawn besides: context, two columns, ASCII, links; and scripts that try it.

The widths are those that the manual promises; cells are counted as wcwidth does, which is not what
the program counts by.
"""

import re
import unicodedata
from collections import Counter

import pytest
from example import DISPLAY, UNSAFE, edit, edited, example, places, report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from dedup.model import Document, Settings, Span
from dedup.reports.glyphs import ASCII, UNICODE, glyphs_for, reads_right_to_left
from dedup.reports.look import Look
from dedup.reports.terminal import render
from dedup.reports.wrap import cells, width_of

WIDTHS = (40, 60, 80, 120, 200)
MODES = {
    "plain": Look(),
    "context": Look(context=2),
    "columns": Look(side_by_side=True),
    "ascii": Look(glyphs=ASCII),
    "all": Look(context=1, side_by_side=True, glyphs=ASCII, verbose=True),
    "gbk": Look(glyphs=glyphs_for("gbk")),
}
LINK = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\")


def drawn(found, look=None, **options) -> list[str]:
    """The rows of a report without colour."""
    return render(found, (look or Look())._replace(**options)).splitlines()


def wide_cells(row: str) -> int:
    """The cells of a row on a terminal that draws wide what is ambiguous, save letters."""
    return wcswidth(row) + sum(
        unicodedata.east_asian_width(c) == "A" and unicodedata.category(c)[0] in "PSN" for c in row
    )


def blanks(text: str, **options):
    """A report in which every double blank of a text is to be one."""
    edits = [edit(text, at, "  ", " ", "space", **options) for at in places(text, "  ")]
    return report(text, *edits)


HEBREW = "הנמל היה מלא בבוקר  ההוא בסירות קטנות, ובדייגים שצעקו זה אל זה: „בואו“ (12 סירות).\n"
ARABIC = "كان الميناءُ  مزدحمًا في ذلك الصباح بالقوارب الصغيرة والصيادين، وكانوا  يصرخون.\n"
COMBINING = (
    "Cafe\u0301  au lait, u\u0308ber die Bru\u0308cke  te\u0302te-a\u0300-te\u0302te; "
    "नमस्ते  क्षि, ตลาดน้ำ  ท่วม\n"
) * 2
QUOTED = "他说:“今天……”—又说:‘明天’。  表格│甲│乙│─────①②③§°±→●★※“”‘’…—  完“。”\n" * 2
CONTROLS = "a\u202e b\u2066 c\u2069  d\u200f e\u061c\x1b[31m f\x07\x9b2J g\x1b]0;x\x07  h\x00\r\n"
TEXTS = {
    "Hebrew": HEBREW * 3,
    "Arabic": ARABIC * 3,
    "combining": COMBINING,
    "quoted": QUOTED,
    "controls": CONTROLS * 3,
    "emoji": "👩\u200d👧  🇩🇪🇫🇷  ❤\ufe0f 👍🏽  𠮷野家\n" * 3,
}


class TestWidths:
    @pytest.mark.parametrize("mode", MODES)
    @pytest.mark.parametrize("width", WIDTHS)
    def test_of_the_example(self, mode, width):
        for found in (example(), example(Settings(unsafe=True))):
            assert max(map(wcswidth, drawn(found, MODES[mode], width=width))) <= width

    @pytest.mark.parametrize("mode", MODES)
    @pytest.mark.parametrize("name", TEXTS)
    def test_of_scripts_that_try_it(self, mode, name):
        for width in WIDTHS:
            for safety in (UNSAFE, DISPLAY):
                found = blanks(TEXTS[name], safety=safety)
                rows = drawn(found, MODES[mode], width=width, verbose=True)
                assert max(map(wcswidth, rows)) <= width
            rows = drawn(blanks(TEXTS[name]), MODES[mode], width=width)
            assert max(map(wcswidth, rows)) <= width
            assert not any(set(row) & set("\u202e\u2066\u2069\u200f\u061c\x1b\x07") for row in rows)

    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(edited(), st.integers(40, 200), st.sampled_from([*MODES]), st.booleans())
    def test_of_any_report(self, found, width, mode, verbose):
        for row in drawn(found, MODES[mode], width=width, verbose=verbose):
            assert 0 <= wcswidth(row) <= width

    @pytest.mark.parametrize("width", WIDTHS)
    def test_where_a_terminal_makes_wide_what_is_ambiguous(self, width):
        for text in (QUOTED, "“" * 50 + "  甲乙丙\n", "─" * 99 + "  ①\n"):
            for verbose in (False, True):
                rows = drawn(blanks(text), width=width, verbose=verbose)
                assert max(map(wide_cells, rows)) <= width

    def test_what_is_ambiguous(self):
        assert {c: cells(c) for c in "“”‘’…—─│①§°→●"} == dict.fromkeys("“”‘’…—─│①§°→●", 2)
        assert {c: cells(c) for c in "äéßøПΩ"} == dict.fromkeys("äéßøПΩ", 1)
        assert width_of("e\u0301") == 1  # a mark of a letter is ambiguous too, and takes no cell

    def test_a_letter_keeps_its_marks(self):
        for width in (40, 41, 42, 43):
            for row in drawn(blanks(COMBINING), width=width, verbose=True):
                body = re.sub(r"^.{10}(╎..?|  )", "", row)
                assert not body or not unicodedata.combining(body[0]), row


class TestRightToLeft:
    def test_a_change_has_signs_and_no_arrow(self):
        text = "הנמל היה מלא  בבוקר\n"
        found = report(text, edit(text, 5, "היה", "היא", "script"))
        (row,) = [row for row in drawn(found) if "╎" in row]
        assert row.endswith("הנמל «−היה +היא» מלא  בבוקר")
        assert "⟶" not in row

    def test_nor_has_a_figure_in_such_a_line(self):
        text = "היו שם 12 סירות\n"
        found = report(text, edit(text, 7, "12", "13", "script"))
        assert any("«−12 +13»" in row for row in drawn(found))
        assert any("{-12 +13}" in row for row in drawn(found, glyphs=ASCII))

    def test_nor_has_a_copy(self):
        kept = HEBREW.strip()
        copy = kept.replace("מלא", "מלט")
        text = f"{kept}\n\n{copy}\n"
        at = len(kept) + 2
        gone = edit(text, at, copy + "\n", "", "remove", peer=Span(0, len(kept)))
        assert any("«−ט +א»" in row for row in drawn(report(text, gone), width=120))

    def test_what_is_taken_out_needs_none(self):
        found = report(HEBREW, edit(HEBREW, HEBREW.index("  "), " ", "", "space"))
        assert any("«␣»" in row for row in drawn(found))

    def test_no_marks_of_direction_are_added_and_those_of_the_text_are_escapes(self):
        for name in ("Hebrew", "Arabic", "controls"):
            whole = render(blanks(TEXTS[name]), Look(verbose=True, color=False))
            assert not [c for c in whole if unicodedata.category(c) in ("Cf", "Cc") and c != "\n"]
        assert r"\u202e b\u2066 c\u2069" in whole

    def test_which_text_it_is(self):
        assert reads_right_to_left("a ש")
        assert reads_right_to_left("ب")
        assert not reads_right_to_left("文 a 12 Ä")


class TestContext:
    TEXT = "".join(f"line {k}\n\n" for k in range(1, 10))

    def found(self, *numbers, **options):
        ats = [self.TEXT.index(f"line {k}") for k in numbers]
        return report(
            self.TEXT, *(edit(self.TEXT, at, "line", "row", "x", **options) for at in ats)
        )

    def rows(self, found, count):
        return [row for row in drawn(found, context=count) if "╎" in row]

    def test_none_by_default(self):
        assert self.rows(self.found(5), 0) == ["   9    9 ╎▸ «line⟶row» 5"]

    def test_lines_without_text_do_not_count(self):
        assert self.rows(self.found(5), 1) == [
            "   7    7 ╎  line 4",
            "   9    9 ╎▸ «line⟶row» 5",
            "  11   11 ╎  line 6",
        ]

    def test_it_ends_with_the_text(self):
        shown = self.rows(self.found(5), 99)
        assert [row[14:] for row in shown if "«" not in row] == [
            *(f"ine {k}" for k in (1, 2, 3, 4, 6, 7, 8, 9))
        ]

    @pytest.mark.parametrize("count", [1, 2, 3, 9])
    def test_no_line_is_shown_twice(self, count):
        shown = Counter(row[:4] for row in self.rows(self.found(2, 4, 5, 9), count))
        assert set(shown.values()) == {1}

    def test_what_was_taken_out_is_marked(self):
        at = self.TEXT.index("line 4")
        gone = edit(self.TEXT, at, "line 4\n\n", "", "remove", peer=Span(0, 6))
        doubt = edit(self.TEXT, self.TEXT.index("line 5"), "line", "row", "x", safety=UNSAFE)
        rows = self.rows(report(self.TEXT, gone, doubt), 1)
        assert rows[-3:] == [
            "   7      ╎✗ line 4",
            "   9    7 ╎? «line⟶row» 5",
            "  11    9 ╎  line 6",
        ]

    def test_long_lines_are_abridged_and_counted(self):
        text = f"{'word ' * 99}\nx  y\n"
        (row, *_) = [row for row in drawn(blanks(text), context=1) if "╎" in row]
        assert re.search(r"⋯ \d+ chars ⋯", row)

    def test_it_takes_as_long_as_the_text_is(self):
        """Doubts that overlap on one line have cards of their own; blanks are walked over once."""
        from time import process_time

        def seconds(count):
            text = "\n" * 50 * count + "abcd" * count + "\n" * 50 * count
            at = 50 * count
            doubts = range(at, at + count, 4)
            edits = [edit(text, k, "abcdab", "x", "x", safety=UNSAFE) for k in doubts]
            found = report(text, *edits)
            start = process_time()
            render(found, Look(context=10**9))
            return process_time() - start

        seconds(100)
        assert seconds(2_000) < 40 * max(seconds(200), 0.02)


class TestColumns:
    def rows(self, found, width=80, **options):
        return drawn(found, width=width, side_by_side=True, **options)

    def test_old_on_the_left_new_on_the_right(self):
        text = "The harbour was cro-\nwded that  morning.\n"
        join = edit(text, 19, "-\n", "", "join")
        rows = self.rows(report(text, join, *blanks(text).applied))
        assert [row for row in rows if "╎" in row] == [
            "   1 The harbour was cro-⏎             ╎⏎    1 The harbour was crowded",
            "   2 wded that«␣␣»morning.             ╎       that«␣»morning.",
        ]

    def test_of_the_example(self):
        rows = self.rows(example(only_mock_ups=True), 120)
        start = next(k for k, row in enumerate(rows) if row.startswith(" 151 "))
        assert rows[start].startswith(" 151 通知提出,各地住房和城乡建设、发⏎⏎")
        assert rows[start].partition("╎")[2].startswith("⏎  143 通知提出,各地住房和城乡建设、发展")
        assert rows[start + 1].startswith(" 153 展改革、")
        gone = next(row for row in rows if row.startswith(" 155 "))
        assert gone.endswith("╎✗      removed; line 143 stays")

    @pytest.mark.parametrize("width", [80, 120, 200])
    def test_the_columns_stand_one_below_the_other(self, width):
        for text in ("文字 and  words “quoted”…  end\n" * 9, COMBINING):
            rows = [row for row in self.rows(blanks(text), width) if "╎" in row]
            assert len({wcswidth(row.partition("╎")[0]) for row in rows}) == 1

    def test_both_sides_leave_out_the_same(self):
        rows = self.rows(example(only_mock_ups=True), 100)
        rows = rows[: next(k for k, row in enumerate(rows) if "withheld:" in row)]
        halves = [row.partition("╎") for row in rows if "╎" in row]
        left, right = (" ".join(half[side] for half in halves) for side in (0, 2))
        copies = 2  # which are not on the right
        counted = [re.findall(r"\d+ chars", side) for side in (left, right)]
        assert len(counted[0]) == len(counted[1]) + copies
        assert not Counter(counted[1]) - Counter(counted[0])

    def test_nothing_of_the_old_or_the_new_text_is_lost(self):
        found = example(only_mock_ups=True)
        text = found.document.text
        rows = [row.partition("╎") for row in self.rows(found, 80, verbose=True) if "╎" in row]
        left = "".join(old[5:] for old, _, _ in rows)
        right = "".join(new[7:] for _, _, new in rows)
        for each in (e for e in found.applied if e.kind == "join"):
            start, end = each.span.start, each.span.end
            before, behind = text[start - 9 : start], text[end : end + 9]
            assert f"{before}⏎⏎{behind}".replace(" ", "") in left.replace(" ", "")
            assert f"{before}{behind}".replace(" ", "") in right.replace(" ", "")

    def test_below_its_least_width_there_is_one_column(self):
        for found in (example(), blanks(QUOTED)):
            assert self.rows(found, 79) == drawn(found, width=79)
            assert self.rows(found, 80) != drawn(found, width=80)

    def test_what_a_terminal_may_turn_around_is_in_one_column(self):
        found = blanks(HEBREW * 3)
        assert self.rows(found) == drawn(found)

    def test_insertions_beside_a_line_end(self):
        text = "ab\ncd\n"
        found = report(text, edit(text, 2, "\n", "", "join"), edit(text, 3, "", "X", "x"))
        shown = [row for row in self.rows(found) if "╎" in row]
        assert "".join(row.partition("╎")[2] for row in shown).count("«X»") == 1
        assert "".join(row.partition("╎")[0] for row in shown).split() == ["1", "ab⏎", "2", "cd"]

    def test_with_context_both_sides_are_one(self):
        rows = self.rows(blanks("one\n\ntwo  three\n\nfour\n"), context=1)
        assert "   1 one                               ╎     1 one" in rows


class TestAscii:
    def test_a_report_of_ascii_text_is_ascii(self):
        text = "The harb-\nour was  full.\n\nthat\n\nThe harb-\nour was  full.\n"
        at = text.rindex("The")
        found = report(
            text,
            edit(text, 8, "-\n", "", "join"),
            edit(text, text.index("  "), "  ", " ", "space"),
            edit(text, at, text[at:], "", "remove", peer=Span(0, 24)),
            edit(text, text.index("that"), "that", "they", "other", safety=DISPLAY),
        )
        for options in ({}, {"verbose": True}, {"side_by_side": True}, {"context": 2}):
            whole = "\n".join(drawn(found, glyphs=ASCII, **options))
            assert whole.isascii()
        assert "   1    1 |+ The harb-\\nour was{__->_}full." in drawn(found, glyphs=ASCII)

    def test_the_text_stays_as_it_is(self):
        whole = "\n".join(drawn(example(), glyphs=ASCII))
        assert "“" in whole
        assert not set(whole) & set("╌╎▸⏎✗⋯⟶−⇢␣▪⇥")

    def test_every_sign_has_a_form(self):
        for name in Glyphs_fields:
            assert getattr(ASCII, name), name
        assert ASCII.kinds.keys() == UNICODE.kinds.keys()
        assert ASCII.ends.keys() == UNICODE.ends.keys()

    @pytest.mark.parametrize(
        ("encoding", "signs"),
        [
            (None, UNICODE),
            ("utf-8", UNICODE),
            ("UTF8", UNICODE),
            ("gb18030", UNICODE),
            ("utf-16", UNICODE),
            ("gbk", ASCII),
            ("latin-1", ASCII),
            ("ascii", ASCII),
            ("no-such", ASCII),
        ],
    )
    def test_what_an_encoding_carries(self, encoding, signs):
        assert glyphs_for(encoding)[:-1] == signs[:-1]
        assert glyphs_for(encoding, plain=True)[:-1] == ASCII[:-1]

    @pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "big5", "koi8-r", "gb18030"])
    def test_all_that_is_drawn_can_be_encoded_and_fits(self, encoding):
        for found in (example(), *(blanks(text) for text in TEXTS.values())):
            for side_by_side in (False, True):
                look = Look(width=80, glyphs=glyphs_for(encoding), side_by_side=side_by_side)
                for row in drawn(found, look):
                    row.encode(encoding)
                    assert wcswidth(row) <= 80


Glyphs_fields = [name for name in UNICODE._fields if name != "encoding"]


class TestLinks:
    @staticmethod
    def address(name, line):
        return f"file://host/{name}#{line}"

    def linked(self, found, **options):
        return render(found, Look(link=self.address, **options))

    def test_they_change_nothing_that_is_seen(self):
        for options in ({}, {"color": True}, {"side_by_side": True}, {"context": 1}):
            linked = self.linked(example(), **options)
            assert LINK.sub("", linked) == render(example(), Look(**options))
            assert all(len(LINK.findall(row)) % 2 == 0 for row in linked.splitlines())

    def test_numbers_lead_to_the_lines(self):
        linked = self.linked(example(only_mock_ups=True))
        shown = re.findall(r"\x1b\]8;;file://host/seed.txt#(\d+)\x1b\\(\d+)\x1b\]8;;\x1b\\", linked)
        assert all(line == number for line, number in shown)
        assert {"137", "141", "155", "133"} <= {line for line, _ in shown}
        assert "dedup clean  \x1b]8;;file://host/seed.txt#0\x1b\\seed.txt\x1b]8;;\x1b\\" in linked

    def test_where_the_text_was_written_back_to_the_new_lines(self):
        found = report("a  b\n\nx\n\nc  d\n", *blanks("a  b\n\nx\n\nc  d\n").applied)
        linked = self.linked(found, links_after=True)
        assert "#5\x1b\\5\x1b" in linked
        moved = example(only_mock_ups=True)
        shown = re.findall(r"#(\d+)\x1b\\(\d+)\x1b", self.linked(moved, links_after=True))
        assert ("137", "137") in shown  # the join of line 141
        assert "141" not in {number for _, number in shown}

    def test_what_has_no_address_has_no_link(self):
        assert "\x1b" not in render(example(), Look(link=lambda name, line: ""))

    def test_a_hostile_kind(self):
        """A saved report may say anything."""
        text = "a  b\n" * 9
        for group in (None, "all"):
            kind = "x\x1b[2J\u202e"
            ats = places(text, "  ")
            edits = [edit(text, at, "  ", " ", kind, group=group) for at in ats]
            whole = render(report(text, *edits), Look(verbose=True))
            assert not set(whole) & {"\x1b", "\u202e"}
            assert r"x\x1b[2J\u202e" in whole

    def test_a_hostile_name(self):
        name = "a\x1b]8;;http://x\x07\u202e.txt"
        found = report("a  b\n", *blanks("a  b\n").applied, document=Document(name, "a  b\n"))
        whole = render(found, Look(link=lambda name, line: "file://host/a"))
        assert not set(LINK.sub("", whole)) & {"\x1b", "\x07", "\u202e"}


class TestKept:
    def repeat(self, text, at, old):
        start = text.index(old.strip())
        peer = Span(start, start + len(old.strip()))
        return report(text, edit(text, at, old, "", "remove", peer=peer))

    def test_a_repeat_within_its_line_is_told_there(self):
        text = "One two three. One two three. Four.\n"
        rows = drawn(self.repeat(text, 14, " One two three."))
        assert "          ╎  kept; repeated once on this line" in rows
        assert not any("below" in row for row in rows)

    def test_and_one_elsewhere_too(self):
        text = "One two three. One two three. Four.\nOne two three.\n"
        peer = Span(0, 14)
        found = report(
            text,
            edit(text, 14, " One two three.", "", "remove", peer=peer),
            edit(text, 36, "One two three.\n", "", "remove", peer=peer),
        )
        rows = drawn(found)
        assert "          ╎  kept; repeated once on this line, once below" in rows
