"""The report for a terminal: its form, and that it hides nothing and breaks no terminal."""

import re
from dataclasses import replace

import pytest
from example import DISPLAY, SEED, UNSAFE, edit, edited, example, report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth, wcwidth

import dedup.reports.terminal
from dedup.model import Applicability, Cluster, Document, Match, Settings, Span
from dedup.reports.look import Look
from dedup.reports.terminal import render

WIDTHS = (40, 80, 120, 200)
COLOUR = re.compile(r"\x1b\[([0-9;]*)m")
ELIDED = re.compile(r"(?:⋯ )?(\d+) chars?(?: ⋯)?")
BODY = re.compile(r"^ *(\d*) *(\d*) ╎(.) ?(.*)$")


def drawn(found, width=80, **options) -> list[str]:
    """The rows of a report without colour."""
    footer = options.pop("footer", ())
    return render(found, Look(width=width, **options), footer=footer).splitlines()


def card(rows: list[str], number: int) -> list[str]:
    """The rows of the card whose first edit has this number."""
    start = next(k for k, row in enumerate(rows) if re.match(rf" *{number}(-\d+)?  ?[a-z]", row))
    size = next(k for k, row in enumerate(rows[start:]) if not row)
    return rows[start : start + size]


def body(rows: list[str]) -> str:
    """The text beside the gutter, rows put together."""
    return "".join(match[4] for row in rows if (match := BODY.match(row)))


@pytest.fixture(scope="module")
def mock_up():
    """The joins and removals of the example, as drawn by hand in the design."""
    return example(only_mock_ups=True)


@pytest.fixture(scope="module")
def narrow(mock_up):
    return drawn(mock_up)


@pytest.fixture(scope="module")
def wide(mock_up):
    return drawn(mock_up, width=120)


@pytest.fixture(scope="module")
def full():
    return drawn(example())


class TestTheExampleAt80:
    def test_the_head(self, narrow):
        assert narrow[:4] == [
            "dedup clean  seed.txt   UTF-8, LF, no final newline",
            "╌" * 80,
            "12 edits   9 joined ⏎   3 removed ✗   1 withheld ?   9010 ⟶ 8570 chars (−4.9%)",
            "",
        ]

    def test_a_section_is_headed_by_the_nearest_heading_above(self, narrow):
        headings = [row for row in narrow if row.startswith("▸")]
        assert headings[2:] == [
            "▸ 137  八部门: 确保阶段性减免市场主体房屋租金政策落地见效",
            "▸ withheld: shown, not applied   --unsafe applies them",
        ]

    def test_a_join(self, narrow):
        assert card(narrow, 3) == [
            "   3  join   141, 143 ⟶ 137  safe 0.99",
            "      no sentence end at the break; 个体工商户 recurs at 147, 149",
            " 141  137 ╎⏎ 通知要求,被列为疫情中高风险地区所在的县级行政区域内的服务业小微企业",
            "          ╎  和个⏎⏎体工商户承租国有房屋的,2022年减免6个月租金,其 ⋯ 83 chars",
        ]

    def test_the_kept_copy_says_so_and_shows_its_end(self, narrow):
        shown = card(narrow, 5)
        assert shown[-1] == "          ╎  kept; repeated 3 times below"
        assert shown[-2].endswith("取措施推动政策落地见效。")

    def test_the_copies_stand_close_together(self, narrow):
        start = next(k for k, row in enumerate(narrow) if row.startswith("   6  remove"))
        assert narrow[start : start + 7] == [
            "   6  remove 155-157         safe 1.00    duplicate of lines 151-153 (sim 1.00)",
            " 155      ╎✗ 通知提出,各地住房和城乡建设、 ⋯ 174 chars ⋯ 措施推动政策落地见效。",
            "   7  remove 159-161         safe 1.00    duplicate of lines 151-153 (sim 1.00)",
            " 159      ╎✗ 通知提出,各地住房和城乡建设、 ⋯ 174 chars ⋯ 措施推动政策落地见效。",
            "   8  remove 163             safe 0.97",
            "      cut-off repeat of lines 151-153 (16 of 198 chars)",
            " 163      ╎✗ 通知提出,各地住房和城乡建设、发",
        ]

    def test_two_seams_in_one_line_are_one_card(self, narrow):
        shown = card(narrow, 11)
        assert shown[0] == "11-12 join   180, 182, 184 ⟶ 156  safe 0.95"
        assert len([row for row in shown if row.startswith("      no sentence end")]) == 2
        assert body(shown).count("⏎⏎") == 2
        assert len([row for row in narrow if row.startswith(" 180 ")]) == 1

    def test_the_withheld_join(self, narrow):
        shown = card(narrow, 13)
        assert shown[0] == (
            "  13  join   133, 135        unsafe 0.31  next is a headline (opens line 115)"
        )
        assert shown[1].startswith(" 133  129 ╎? ")
        assert "推动⏎⏎国务院" in body(shown)

    def test_the_foot(self, mock_up):
        assert drawn(mock_up, footer=("wrote seed.clean.txt",))[-3:] == [
            "╌" * 80,
            "joined 9 breaks in 8 lines   removed 3 repeats, 412 chars",
            "wrote seed.clean.txt",
        ]

    def test_rows_come_in_few_per_card(self, narrow):
        assert len(narrow) <= 75


class TestTheExampleAt120:
    def test_lines_are_counted_too(self, wide):
        assert wide[2] == (
            "12 edits   9 joined ⏎   3 removed ✗   1 withheld ?   "
            "188 ⟶ 160 lines   9010 ⟶ 8570 chars (−4.9%)"
        )

    def test_the_reason_stands_beside_the_title(self, wide):
        shown = card(wide, 3)
        assert shown[0] == (
            "   3  join   141, 143 ⟶ 137  safe 0.99    "
            "no sentence end at the break; 个体工商户 recurs at 147, 149"
        )
        assert shown[1] == (
            " 141  137 ╎⏎ 通知要求,被列为疫情中高风险地区所在的县级行政区域内的服务业小微企业和个"
            "⏎⏎体工商户承租国有房屋的,2022年减免6"
        )

    def test_a_copy_shows_the_breaks_within_it(self, wide):
        assert "建设、发⏎⏎展改革" in card(wide, 6)[1]


class TestOtherKinds:
    def test_a_blank_is_made_visible(self, full):
        assert card(full, 1) == [
            "   1  space  13              safe 0.95",
            "      a blank between a mark and a Han character",
            "  13   13 ╎␣ 街道社区网格同发力,«␣»建强基层党建堡垒",
        ]

    def test_old_and_new_stand_side_by_side(self, full):
        assert "思路«␣and␣⟶和»方式" in body(card(full, 4))

    def test_two_kinds_in_one_line_share_its_text(self, full):
        shown = card(full, 14)
        assert [row[:13] for row in shown if re.match(" +1[45] ", row)] == [
            "  14  join   ",
            "  15  script ",
        ]
        assert "必要的⏎⏎安全意识«␣and␣⟶和»应对" in body(shown)

    def test_a_large_group_is_one_card(self, full):
        shown = card(full, 22)
        assert shown[:4] == [
            "  22  punct  9-182           unsafe 0.80",
            "      361 edits, one decision; --apply punct applies them",
            "      every mark of the full-width block stands in its half-width form",
            "      340 «,⟶，»   7 «;⟶；»   5 «(⟶（»   5 «)⟶）»   2 «:⟶：»   2 «!⟶！»",
        ]
        assert [row[:13] for row in shown[4:7]] == [
            "   9    9 ╎? ",
            "  11   11 ╎? ",
            "  41   39 ╎? ",
        ]
        assert shown[7:] == ["          ╎  ⋯ 358 more"]
        assert sum("punct" in row for row in full) == 2

    def test_a_group_that_was_applied_stands_apart_too(self):
        rows = drawn(example(Settings(apply=frozenset({"punct"}))))
        at = rows.index("▸ throughout the text")
        assert rows[at + 2].startswith("  22  punct  9-182           unsafe 0.80")
        assert rows[at + 3].endswith("361 edits, one decision; --skip punct leaves them")
        assert at < rows.index("▸ withheld: shown, not applied   --unsafe applies them")

    def test_what_is_only_pointed_out(self, full):
        assert "▸ pointed out: never changed" in full
        assert card(full, 21)[0] == (
            "  21  flag   170             display 0.70  no such idiom; 痛定思痛 is one"
        )
        assert card(full, 21)[1].startswith(" 170  150 ╎! «确定思痛⟶痛定思痛»,")
        assert "«(上接01版)»我们" in body(card(full, 20))

    def test_the_foot_tells_them(self, full):
        assert full[-2:] == [
            "joined 9 breaks in 8 lines   removed 3 repeats, 412 chars",
            "mended 2 words, 4 spaces",
        ]

    def test_an_unknown_kind_has_a_card_like_the_others(self):
        text = "字 字"
        shown = drawn(report(text, edit(text, 1, " ", "-", "rhyme", note="why")))
        assert "   1  rhyme  1               safe 0.90    why" in shown
        assert "   1    1 ╎▸ 字«␣⟶-»字" in shown

    def test_a_hyphen_and_a_blank_at_a_line_end(self):
        text = "exam-\nple of a\nbreak\n"
        found = report(
            text,
            edit(text, 4, "-\n", "", "join"),
            edit(text, text.index("\nbreak"), "\n", " ", "join"),
        )
        assert "exam-⏎ple of a⏎⟶␣break" in body(drawn(found))


class TestCopies:
    KEPT = "The harbour was crowded that morning with small boats and with fishermen."

    def near(self, copy, **options):
        text = f"{self.KEPT}\n\nBetween.\n\n{copy}\n\nAfter.\n"
        at = text.index(copy, 80)
        kept = Span(0, len(self.KEPT))
        gone = edit(text, at, copy + "\n\n", "", "remove", note="as line 1", peer=kept, **options)
        return report(text, gone)

    def test_a_near_copy_shows_its_own_readings_and_the_kept_ones(self):
        copy = self.KEPT.replace("crowded", "crovvded").replace("small", "smll")
        assert body(drawn(self.near(copy), width=120)) == (
            "The harbour was cro«vv⟶w»ded that morning with sm«⟶a»ll boats and with fishermen."
        )

    def test_what_the_kept_copy_has_beyond_a_cut_one_is_no_difference(self):
        assert body(drawn(self.near(self.KEPT[:40]), width=120)) == self.KEPT[:40]

    def test_the_source_of_a_match_is_what_a_copy_is_compared_with(self):
        text = "一二三四五六七八九十\n\n六七八九\n\n末\n"
        gone = edit(text, 12, "六七八九\n\n", "", "remove", peer=Span(0, 10))
        match = Match(Span(5, 9), Span(12, 16), 1.0, 0.4)
        found = report(text, gone, clusters=(Cluster(Span(0, 10), (match,)),))
        assert body(drawn(found)) == "六七八九"

    def test_only_so_many_differences_are_shown_and_the_rest_counted(self):
        copy = re.sub("[ao]", "0", self.KEPT)
        rows = drawn(self.near(copy), width=120)
        assert "          ╎  8 of 9 differences shown" in rows
        assert body(rows).count("«") == 8
        assert body(drawn(self.near(copy), width=120, verbose=True)).count("«") == 9

    def test_very_long_copies_are_not_compared(self):
        kept = "".join(chr(0x4E00 + k % 5000) for k in range(20_000))
        text = f"{kept}\n\n{kept[1:]}\n"
        gone = edit(text, 20_002, kept[1:] + "\n", "", "remove", peer=Span(0, 20_000))
        assert "«" not in body(drawn(report(text, gone)))

    def test_a_copy_withheld_keeps_its_place(self):
        rows = drawn(self.near(self.KEPT, safety=UNSAFE), width=120)
        assert f"   5    5 ╎? {self.KEPT}" in rows

    def test_a_repeat_within_a_line_is_marked_there(self):
        text = "One two three. One two three. Four.\n"
        found = report(text, edit(text, 14, " One two three.", "", "remove", note="said twice"))
        assert "   1    1 ╎✗ One two three.«␣One two three.» Four." in drawn(found)

    @pytest.mark.parametrize(
        ("text", "copies", "note"),
        [
            ("kept \n\ncopy\n\n", [7], "kept; repeated once below"),
            ("copy\n\nkept \n\n", [0], "kept; repeated once above"),
            ("copy\n\nkept \n\ncopy\n", [0, 13], "kept; repeated 2 times above and below"),
        ],
    )
    def test_the_kept_copy_says_where_its_copies_were(self, text, copies, note):
        at = text.index("kept")
        gone = [
            edit(text, k, "copy\n", "", "remove", peer=Span(at, at + 4), note="again")
            for k in copies
        ]
        mended = edit(text, at + 4, " ", "", "space")
        assert f"          ╎  {note}" in drawn(report(text, mended, *gone))

    def test_a_copy_that_parts_two_halves_of_a_line_stays_in_its_card(self):
        text = "一行被切\n抄来的一行\n断的文字\n"
        found = report(
            text,
            edit(text, 4, "\n", "", "join", note="cut"),
            edit(text, 5, "抄来的一行\n", "", "remove", note="a copy"),
        )
        assert found.text == "一行被切断的文字\n"
        assert body(drawn(found)) == "一行被切⏎«抄来的一行⏎»断的文字"

    def test_every_copy_is_shown_even_of_a_large_group(self):
        text = "said\n" * 10
        gone = [
            edit(text, k, "said\n", "", "remove", peer=Span(0, 4), group="run")
            for k in range(5, len(text), 5)
        ]
        rows = drawn(report(text, *gone))
        assert sum(row.endswith("╎✗ said") for row in rows) == 9
        assert "9 edits   9 removed ✗   50 ⟶ 5 chars (−90.0%)" in rows


class TestAbridging:
    def test_every_elision_is_counted(self):
        text = SEED.read_bytes().decode()
        found = example(only_mock_ups=True)
        for width in WIDTHS:
            for removal in (e for e in found.applied if e.kind == "remove"):
                line = text.count("\n", 0, removal.span.start) + 1
                (row,) = [r for r in drawn(found, width) if re.match(rf" *{line} +╎✗", r)]
                shown = BODY.match(row)[4]
                hidden = sum(int(n) for n in ELIDED.findall(shown))
                left = ELIDED.sub("", shown).replace("⏎", "\n").replace("  ", "")
                assert len(left.strip(" ")) + hidden == len(removal.old.strip())

    @pytest.mark.parametrize("width", WIDTHS)
    def test_seams_and_their_neighbours_are_always_shown(self, width):
        found = example(only_mock_ups=True)
        text = found.document.text
        whole = body(drawn(found, width))
        for each in (e for e in found.applied if e.kind == "join"):
            start, end = each.span.start, each.span.end
            assert f"{text[start - 3 : start]}⏎⏎{text[end : end + 3]}" in whole

    def test_verbose_abridges_nothing(self):
        found = example(only_mock_ups=True)
        rows = drawn(found, verbose=True)
        assert not any(re.search(r"⋯ \d+ chars", row) for row in rows)
        removal = next(e for e in found.applied if e.kind == "remove")
        assert body(card(rows, 5)).startswith(found.document.text[7717:7733] + "⏎⏎展改革")
        assert removal.old.strip().replace("\n", "⏎") in body(rows)

    def test_verbose_tells_what_gave_way(self):
        rows = drawn(example(), verbose=True)
        assert "▸ dropped: gave way to others" in rows
        told = " ".join(rows[rows.index("▸ dropped: gave way to others") :])
        assert len(re.findall(r"(?:join|punct) +[\d, ]+ dropped +gives way to remove", told)) == 19

    def test_verbose_shows_every_edit_of_a_group(self):
        assert body(drawn(example(), verbose=True)).count("«,⟶，»") == 340

    def test_no_word_is_cut_where_that_is_cheap(self):
        words = "several words of different lengths stand here one behind another "
        text = f"{words * 5}broken\n\nhalf {words * 5}\n"
        at = text.index("\n\n")
        for width in (60, 80, 120):
            rows = drawn(report(text, edit(text, at, "\n\n", "", "join")), width)
            shown = " ".join(body([row]) for row in rows)
            parts = re.split(r" ?⋯? ?\d+ chars ?⋯? ?", shown.replace("⏎⏎", " "))
            assert len(parts) > 1
            for part in parts:
                assert set(part.split()) <= {*words.split(), "broken", "half"}, part

    def test_many_changes_in_one_line_are_all_shown(self):
        text = "一段很长的文字里有许多的错 误,".replace(" ", " ") * 200
        edits = [edit(text, k, " ", "", "space") for k, c in enumerate(text) if c == " "]
        assert body(drawn(report(text, *edits))).count("«␣»") == 200

    @pytest.mark.parametrize("text", ["", "\n", "文"])
    def test_an_edit_where_there_is_nothing(self, text):
        noted = edit(text, 0, "", "", "flag", safety=DISPLAY, note="a line is missing")
        assert "   1    1 ╎! «»" in "\n".join(drawn(report(text, noted)))

    def test_a_text_added_to_nothing(self):
        assert "   1    1 ╎▸ «⟶文»" in drawn(report("", edit("", 0, "", "文", "add")))


class TestSections:
    TEXT = "甲 乙\n标题一\n丙 丁\n标题二\n戊 己\n"

    @pytest.fixture(autouse=True)
    def headings(self, monkeypatch):
        """The headings are those that a test names."""
        self.spans = []
        monkeypatch.setattr(dedup.reports.terminal, "headings", lambda report: self.spans)

    def found(self, headings):
        edits = [edit(self.TEXT, k, " ", "", "space") for k in (1, 9, 17)]
        self.spans = [Span(at, at + 3) for at in map(self.TEXT.index, headings)]
        return report(self.TEXT, *edits)

    def test_edits_above_the_first_heading_have_none(self):
        rows = drawn(self.found(["标题一", "标题二"]))
        assert rows[4].startswith("   1  space")
        assert [row for row in rows if row.startswith("▸")] == ["▸ 2  标题一", "▸ 4  标题二"]

    def test_a_heading_without_edits_is_not_told(self):
        rows = drawn(self.found(["标题一"]))
        assert sum(row.startswith("▸") for row in rows) == 1

    def test_a_text_without_headings(self):
        assert not any(row.startswith("▸") for row in drawn(self.found([])))

    def test_a_long_heading_is_abridged(self):
        title = "一个非常长的标题" * 20
        text = f"{title}\n甲 乙\n"
        at = text.index(" ")
        self.spans = [Span(0, len(title))]
        found = report(text, edit(text, at, " ", "", "space"))
        (row,) = [row for row in drawn(found) if row.startswith("▸")]
        assert re.fullmatch(r"▸ 1  一个非常.* ⋯ \d+ chars ⋯ .*标题", row)


class TestHead:
    @pytest.mark.parametrize(
        ("data", "told"),
        [
            (Document("a.txt", "一\r\n二\r\n"), "a.txt   UTF-8, CRLF"),
            (Document("a.txt", "一\n二\r\n"), "a.txt   UTF-8, mixed line ends"),
            (Document("a.txt", "一", "gb18030"), "a.txt   GB18030, no final newline"),
            (Document("a.txt", "一\n", "utf-8", b"\xef\xbb\xbf"), "a.txt   UTF-8 with BOM, LF"),
            (Document("<stdin>", "", "utf-16-le"), "<stdin>   UTF-16-LE, empty"),
        ],
    )
    def test_the_file(self, data, told):
        assert drawn(report(data.text, document=data))[0] == f"dedup clean  {told}"

    def test_nothing_found(self):
        assert drawn(report("文\n"), footer=["as it was"]) == [
            "dedup clean  page.txt   UTF-8, LF",
            "╌" * 80,
            "no edits   2 chars",
            "as it was",
        ]

    def test_only_withheld(self):
        rows = drawn(report("文 字\n", edit("文 字\n", 1, " ", "", "space", safety=UNSAFE)))
        assert rows[2] == "no edits   1 withheld ?   4 chars"
        assert rows[-1] == "nothing changed"

    @pytest.mark.parametrize(
        ("text", "old", "new", "told"),
        [
            ("文字", "文", "", "2 ⟶ 1 chars (−50.0%)"),
            ("文字", "文", "文文", "2 ⟶ 3 chars (+50.0%)"),
            ("文字" * 5000, "文", "", "10000 ⟶ 9999 chars (−<0.1%)"),
            ("文字", "文", "字", "2 chars"),
        ],
    )
    def test_the_size(self, text, old, new, told):
        assert drawn(report(text, edit(text, 0, old, new, "script")))[2].endswith(told)

    def test_a_score_is_never_rounded_up_to_certainty(self):
        text = "文 字"
        rows = drawn(report(text, edit(text, 1, " ", "", "space", score=0.9999999)))
        assert any("safe 0.99" in row for row in rows)
        rows = drawn(report(text, edit(text, 1, " ", "", "space", score=0.29)))
        assert any("safe 0.29" in row for row in rows)


class TestSeveralFiles:
    def test_each_in_turn_then_the_totals(self):
        rows = drawn([example(), report("文\n"), report("字\n"), example()], footer=["wrote them"])
        assert rows.count("dedup clean  seed.txt   UTF-8, LF, no final newline") == 2
        assert rows[-3] == (
            "4 files, 2 changed   18 joined   6 removed   4 words mended   8 spaces mended"
        )
        assert rows[-2:] == ["4 withheld   4 pointed out", "wrote them"]

    def test_a_file_in_which_nothing_was_found_takes_one_row(self):
        rows = drawn([report("文\n"), report("字\n")])
        assert rows == [
            "dedup clean  page.txt   UTF-8, LF   no edits   2 chars",
            "dedup clean  page.txt   UTF-8, LF   no edits   2 chars",
            "",
            "2 files, 0 changed",
        ]

    def test_none(self):
        assert render([], Look(width=80, color=False), footer=["nothing read"]) == "nothing read\n"


class TestColour:
    @pytest.mark.parametrize("width", WIDTHS)
    @pytest.mark.parametrize("verbose", [False, True])
    def test_it_changes_nothing_but_the_colour(self, width, verbose):
        for found in (example(), example(Settings(unsafe=True))):
            coloured = render(found, Look(width=width, color=True, verbose=verbose))
            plain = render(found, Look(width=width, color=False, verbose=verbose))
            assert "\x1b" not in plain
            assert COLOUR.sub("", coloured) == plain

    def test_only_the_sixteen_of_the_terminal_and_no_background(self):
        codes = {
            code
            for style in COLOUR.findall(render(example(), Look(width=80, color=True)))
            for code in style.split(";")
        }
        # off; bold, dim, reverse; red, green, magenta
        assert codes == {"0", "1", "2", "7", "31", "32", "35"}

    def test_the_seam_is_reversed_and_its_neighbours_are_bold(self):
        coloured = render(example(only_mock_ups=True), Look(width=120, color=True))
        assert "\x1b[1m个\x1b[0m\x1b[7;31m⏎⏎\x1b[0m\x1b[1m体\x1b[0m" in coloured

    def test_what_goes_is_red(self):
        coloured = render(example(only_mock_ups=True), Look(width=120, color=True))
        assert "\x1b[1;31mremove\x1b[0m" in coloured
        assert "\x1b[1;31m✗\x1b[0m \x1b[31m通知提出,各地住房" in coloured

    def test_no_row_ends_in_a_blank(self):
        for color in (False, True):
            for row in render(example(), Look(width=80, color=color)).splitlines():
                assert not COLOUR.sub("", row).endswith(" ")

    def test_every_row_ends_its_own_colours(self):
        for row in render(example(), Look(width=80, color=True)).splitlines():
            codes = COLOUR.findall(row)
            assert not codes or codes[-1] == "0"


class TestAnyReport:
    @settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(edited(), st.integers(40, 200), st.booleans())
    def test_no_row_is_too_long_and_nothing_hidden_gets_out(self, found, width, verbose):
        for row in drawn(found, width, verbose=verbose):
            assert all(wcwidth(c) >= 0 for c in row)
            assert not set(row) & set("\u202e\u2066\ufeff\u200b\u2028\x85")
            assert wcswidth(row) <= width

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(edited(), st.integers(40, 200))
    def test_every_edit_that_stands_alone_is_told(self, found, width):
        rows = drawn(found, width, verbose=True)
        titles = {
            int(number)
            for row in rows
            if (match := re.match(r" *(\d[\d, -]*\d|\d) +[a-z]+ +\d", row))
            for a, _, b in [match[1].partition("-")]
            for number in ([*range(int(a), int(b) + 1)] if b else a.split(", "))
        }
        grouped = sum(e.group is not None for e in (*found.applied, *found.held))
        single = len(found.applied) + len(found.held) - grouped
        assert set(range(1, single + 1)) <= titles

    @pytest.mark.parametrize("width", [1, 20, 30, 39])
    def test_a_very_narrow_terminal_is_no_reason_to_fail(self, width):
        assert max(map(wcswidth, drawn(example(), width))) <= max(width, 30)

    def test_a_hostile_name(self):
        name = "a\x1b]0;gotcha\x07\n\u202e.txt"
        head = drawn(report("文\n", document=Document(name, "文\n")))[0]
        assert head == r"dedup clean  a\x1b]0;gotcha\x07⏎\u202e.txt   UTF-8, LF"

    def test_a_name_longer_than_a_row(self):
        rows = drawn(report("文\n", document=Document("很长的名字" * 40 + ".txt", "文\n")))
        assert "".join(row.strip() for row in rows[: rows.index("╌" * 80)]).count("很长") == 40

    def test_a_long_footer_is_wrapped_and_a_short_one_left_alone(self):
        rows = drawn(report("文\n"), width=40, footer=["   indented", "word " * 20])
        assert "   indented" in rows
        assert max(map(len, rows)) <= 40

    def test_large_line_numbers_have_room(self):
        text = "行\n" * 123_456 + "文 字\n"
        found = report(text, edit(text, text.index(" "), " ", "", "space"))
        rows = drawn(found)
        assert " 123457  123457 ╎␣ 文«␣»字" in rows

    def test_thousands_of_edits_take_as_long_each_as_a_few(self):
        from time import process_time

        def seconds(count):
            text = "这一行被栏目的末端切断了\n\n而下一行接着说完。\n\n" * count
            step = len(text) // count
            edits = [
                edit(text, k * step + 12, "\n\n", "", "join", note=str(k)) for k in range(count)
            ]
            found = report(text, *edits)
            start = process_time()
            render(found, Look(width=80, color=False))
            return process_time() - start

        seconds(50)
        assert seconds(5_000) < 25 * max(seconds(500), 0.02)


def test_an_edit_made_under_unsafe_says_so():
    found = example(Settings(unsafe=True), only_mock_ups=True)
    rows = drawn(found)
    assert any(re.match(r" +\d+  join   133, 135 ⟶ 129  unsafe 0.31", row) for row in rows)
    assert not any("withheld" in row for row in rows)


def test_a_small_group_is_shown_edit_by_edit():
    text = "甲 乙\n丙 丁\n"
    edits = [
        replace(edit(text, k, " ", "", "space", safety=Applicability.UNSAFE), group="blanks")
        for k in (1, 5)
    ]
    rows = drawn(report(text, *edits))
    assert "1 withheld ?" in rows[2]
    assert sum("space" in row for row in rows) == 2
