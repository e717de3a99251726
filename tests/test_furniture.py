"""Page furniture: what looks like it and is none, then what is."""

import json
import re
import time
from random import Random

import pytest
from pages import book, cut, prose, whole

from dedup import Settings, clean
from dedup.duplicates.furniture import find_furniture
from dedup.duplicates.furniture.numbering import Link, by_twos, chains, counts_pages, evenness
from dedup.duplicates.furniture.rows import Rows
from dedup.duplicates.furniture.templates import alike, numbered_lines, short_line
from dedup.edits import apply, choose
from dedup.excerpt import Excerpt
from dedup.model import Applicability, Document, Edit, Evidence, Span
from dedup.reports.concise import check_lines, summary_line
from dedup.reports.json import to_json
from dedup.reports.look import Look
from dedup.reports.terminal import render

HAN = "一二三四五六七八九十"
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


def found(text: str) -> list[Edit]:
    return find_furniture(Excerpt(text))


def gone(text: str) -> list[str]:
    return [edit.old.strip() for edit in found(text)]


def uneven(lang: str, parts: list[str], seed: int = 0) -> str:
    """Lines that break into sentences, at uneven distances."""
    random = Random(seed)
    pieces = []
    for k, part in enumerate(parts):
        pieces += cut(lang, 1, lines=random.choice([7, 9, 15, 26, 40]), seed=k)
        pieces.append(part)
    return "\n".join([*pieces, *cut(lang, 1, seed=99)]) + "\n"


def numbered(form: str, count: int = 8, first: int = 1) -> list[str]:
    return [form.format(k) for k in range(first, first + count)]


# Each of them comes back, or goes up, and is part of the text.
NOT_FURNITURE = {
    "numbered items": "\n".join(f"{k}. {prose('en', 3, k)}" for k in range(1, 12)),
    "numbered headings": whole("en", numbered("{}. The river and its people")),
    "numbers of sections": whole("en", numbered("{}.")),
    "numbers of chapters from 1 on": whole("en", numbered("{}"), sentences=25),
    "numbers of chapters in Roman": whole("en", ROMAN, sentences=20),
    "numbers of chapters in Japanese": whole("ja", list(HAN), sentences=12),
    "numbers of sonnets, all as long": whole("en", numbered("{}", 12, 56), sentences=6),
    "numbers of poems, between dashes": whole("en", numbered("- {} -", 12, 56), sentences=6),
    "chapters": whole("en", numbered("Chapter {}")),
    "chapters at form feeds": whole("en", numbered("Chapter {}"), after="\n\n\f"),
    "chapters in Roman at form feeds": whole("en", [f"CHAPTER {n}" for n in ROMAN], after="\n\f"),
    "numbers of poems at form feeds": "".join(
        f"\f{k}\n\n{prose('en', 5, k)}\n\n" for k in range(1, 12)
    ),
    "parts on pages of their own": "".join(
        f"\fPART {n}\n\f{prose('en', 9, k)}\n" for k, n in enumerate(ROMAN)
    ),
    "chapters in Chinese": whole("zh", [f"第{n}章" for n in HAN]),
    "chapters with titles in Chinese": whole("zh", [f"第{n}回 渡口风云" for n in HAN]),
    "articles of a law": whole("de", numbered("Artikel {}")),
    "paragraphs of a law": whole("de", numbered("§ {}")),
    "articles in Chinese": whole("zh", numbered("第{}条")),
    "clauses that end in a semicolon": "\n\n".join(
        f"{k}\n\nthat {prose('en', 4, k).rstrip('.')};" for k in range(1, 12)
    ),
    "years of a chronicle": whole("en", numbered("{}", 10, 1914)),
    "years that break a sentence": book("en", 6, foot=lambda k: str(1914 + k)),
    "dates of a diary": whole("en", numbered("{} May"), sentences=9),
    "dates of a diary in German": whole("de", numbered("{}. Mai 1893", 10, 3)),
    "dates of a diary in Chinese": whole("zh", numbered("5月{}日")),
    "days of a journey": whole("en", numbered("Day {}")),
    "letters": whole("fr", [f"LETTRE {n}" for n in ROMAN]),
    "acts and scenes": whole("fr", [f"SCÈNE {n}" for n in ROMAN]),
    "figures in mid-sentence": book("en", 9, foot=lambda k: f"Figure {k + 1}"),
    "tables in mid-sentence": uneven("de", numbered("Tabelle {}")),
    "formulas in mid-sentence": book("en", 9, foot=lambda k: f"({k + 11})"),
    "marks of notes in mid-sentence": uneven("en", numbered("{}", 12, 11)),
    "notes at the foot": book("en", 9, foot=lambda k: f"{k + 11} Ibid., p. 4."),
    "notes that cite in Chinese": book("zh", 9, foot=lambda k: f"参见第{k + 11}页"),
    "where a story goes on": book("en", 5, foot=lambda k: f"(Continued on page {k + 4})"),
    "where a story goes on in Chinese": book("zh", 5, foot=lambda k: f"（下转第{k + 2}版）"),
    "verse numbers alone": "\n".join(
        f"{k}\n{prose('en', 1, k).lower().rstrip('.')}" for k in range(1, 60)
    ),
    "every fifth line of a poem": "\n".join(
        f"{prose('en', 1, k)[:38]}{f'   {k}' if k % 5 == 0 else ''}" for k in range(1, 80)
    ),
    "every fifth line, on a line": "\n".join(
        f"{prose('en', 1, k)[:60].rstrip('.')}\n{k if k % 5 == 0 else ''}" for k in range(1, 80)
    ),
    "columns of numbers": "\n".join(f"{k}\n{k + 1}\n{k * 7 % 31}" for k in range(1, 90)),
    "rows of a table": "\n".join(f"{k} {k * 31 % 97} {k * 17 % 89}" for k in range(1, 90)),
    "names and numbers in turn": "\n".join(f"barley from field {k}\n{k}" for k in range(1, 90)),
    "a column beside pages of prose": "\n".join(
        f"{cut('en', 1, seed=k)[0]}\n" + "\n".join(str(n + k) for n in range(1, 20))
        for k in range(5)
    ),
    "scores": "\n".join(f"Mill {k} : {k + 1} Weir" for k in range(60)),
    "lottery": whole("en", ["4 8 15 16 23 42", "5 9 16 17 24 43", "6 10 17 18 25 44"]),
    "speakers of a play": whole("en", ["MILLER.", "HANNAH.", "MILLER.", "HANNAH."] * 4),
    "speakers in turn, who break off": "\n".join(
        f"{'MILLER' if k % 2 else 'HANNAH'}\n{prose('en', 1 + k % 5 * 4, k)}" for k in range(24)
    ),
    "speech without any mark": uneven("en", ["SPEAKER 1", "SPEAKER 2"] * 6)
    .lower()
    .replace(".", ""),
    "questions and answers": whole("en", ["Q:", "A:"] * 8),
    "bylines": whole("zh", ["新华社记者 张研"] * 6),
    "datelines": whole("zh", ["新华社北京6月23日电"] * 6),
    "a refrain": whole("en", ["Sing, river, sing the mill to sleep"] * 6, sentences=5),
    "parts of a recipe": whole("en", ["Ingredients", "Method"] * 6),
    "parts of a recipe in German": whole("de", ["Zutaten", "Zubereitung"] * 6),
    "headings that repeat at even distances": whole("en", ["Example"] * 9),
    "proofs": whole("en", ["Proof."] * 9),
    "headings in Chinese": whole("zh", ["评论"] * 9),
    "forms at form feeds": whole("en", ["INVOICE"] * 6, after="\n\f"),
    "subtitles": "\n\n".join(
        f"{k}\n00:{k:02}:01,000 --> 00:{k:02}:04,000\n{prose('en', 1, k)}" for k in range(1, 50)
    ),
    "a chat": "\n".join(f"[12:{k:02}] Hannah: {prose('en', 1, k)[:40]}" for k in range(60)),
    "a log": "\n".join(f"2024-05-{k:02} 10:00:{k:02} started job {k}" for k in range(1, 31)),
    "an index": "\n".join(f"{prose('en', 1, k)[4:18]}, {k}, {k + 9}" for k in range(1, 80)),
    "a table of contents": "\n".join(
        f"{prose('en', 1, k)[:24]} . . . . {k * 7}" for k in range(60)
    ),
    "steps of an instruction": whole("en", numbered("Step {} of 8")),
    "page of a workbook to read": whole("en", numbered("Read page {}.", 9, 12)),
    "code": "\n".join(f"    value = table[{k}] or default_value_{k}\n    else:" for k in range(90)),
    "numbers that jump": book("en", 7, foot=lambda k: str([4, 5, 10, 15, 20, 25, 26][k])),
    "a number alone on its page": "".join(f"\f{k}\n\f{prose('en', 9, k)}\n" for k in range(1, 9)),
    "a line of the text": book(
        "de", 6, head=lambda k: "Erlen und Weiden standen dort seit langer Zeit am Wasser und"
    ),
    "speech without any mark, at even distances": re.sub(
        r"[a-z.]+", lambda m: m.group().lower().rstrip("."), book("en", 6, head=lambda k: "HANNAH")
    ).replace(".", ""),
    "a heading that twice breaks a sentence": whole("en", ["Example"] * 6, after="\n").replace(
        ".\nExample\n", "\nExample\nand ", 2
    ),
    "pages by name, but by fives": whole("en", [f"Page {k}" for k in (4, 5, 10, 15, 20, 25, 26)]),
    "a line that comes back within a page": book("en", 12, head=lambda k: "WEIR", lines=3),
    "a line that ends in a comma": book("en", 6, head=lambda k: "Dear Hannah,"),
    "two pages": book("en", 2, foot=lambda k: f"Page {k + 1} of 2"),
    "nothing": "",
    "one line": "one line\n",
}


@pytest.mark.parametrize("name", NOT_FURNITURE)
def test_leaves(name: str) -> None:
    assert gone(NOT_FURNITURE[name]) == []


def page_number(k: int) -> str:
    return str(56 + k)


def left_and_right(k: int) -> str:
    return f"{56 + k} THE HISTORY OF MILLS" if k % 2 == 0 else f"CHAPTER IV. THE LAKE {56 + k}"


MISREAD_NUMBERS = ["9", "1O", "ll", "l2", "I3", "14", "l5", "16"]
MISREAD_HEADS = [
    "THE HISTORY OF MILLS 9",
    "THE HlSTORY OF MILLS 10",
    "THE HISTORY OF MILLS 11",
    "THE HISTORV OF M1LLS l2",
    "TUE HISTORY OF MILLS 13",
    "THE HISTORY OF MILIS 88",
    "THE HISTORY OF MILLS 15",
]

# A text, and the lines of it that are furniture.
FURNITURE = {
    "page numbers": (book("en", 6, foot=page_number), numbered("{}", 6, 56)),
    "page numbers between paragraphs": (
        book("en", 6, foot=page_number, between="\n\n"),
        numbered("{}", 6, 56),
    ),
    "page numbers in Roman": (
        book("en", 6, foot=lambda k: ROMAN[k + 3].lower()),
        [n.lower() for n in ROMAN[3:9]],
    ),
    "page numbers between dashes": (
        book("de", 6, foot=lambda k: f"- {k + 12} -"),
        numbered("- {} -", 6, 12),
    ),
    "page numbers in French": (book("fr", 6, foot=page_number), numbered("{}", 6, 56)),
    "page numbers in Chinese": (book("zh", 6, foot=page_number), numbered("{}", 6, 56)),
    "page numbers in Japanese": (book("ja", 6, foot=page_number), numbered("{}", 6, 56)),
    "page numbers in Han": (
        book("ja", 6, foot=lambda k: f"十{HAN[k]}"),
        [f"十{HAN[k]}" for k in range(6)],
    ),
    "page numbers, misread": (
        book("en", 8, foot=lambda k: MISREAD_NUMBERS[k]),
        MISREAD_NUMBERS,
    ),
    "a page number with one figure wrong": (
        book("en", 8, foot=lambda k: "84" if k == 4 else str(60 + k)),
        ["60", "61", "62", "63", "84", "65", "66", "67"],
    ),
    "page numbers, some lost": (
        book("en", 9, foot=lambda k: "" if k in (2, 5, 6) else str(60 + k)),
        ["60", "61", "63", "64", "67", "68"],
    ),
    "page numbers, after another number": (
        book("en", 6, foot=lambda k: str([3, 9, 10, 11, 12, 13][k])),
        numbered("{}", 5, 9),
    ),
    "page numbers before form feeds": (
        "".join(f"{prose('en', 9, k)}\n{k + 7}\n\f" for k in range(5)),
        numbered("{}", 5, 7),
    ),
    "page numbers of two volumes": (
        book("en", 5, foot=page_number) + book("en", 5, foot=lambda k: str(9 + k), seed=1),
        [*numbered("{}", 5, 56), *numbered("{}", 5, 9)],
    ),
    "left and right heads": (
        book("en", 8, head=left_and_right),
        [left_and_right(k) for k in range(8)],
    ),
    "one head, its number on the outer side": (
        book("en", 6, head=lambda k: f"{k + 8} MILLS" if k % 2 else f"MILLS {k + 8}"),
        ["MILLS 8", "9 MILLS", "MILLS 10", "11 MILLS", "MILLS 12", "13 MILLS"],
    ),
    "heads, misread": (
        book("en", 7, head=lambda k: MISREAD_HEADS[k]),
        MISREAD_HEADS,
    ),
    "a head without a number": (
        book("en", 6, head=lambda k: "THE HISTORY OF MILLS"),
        ["THE HISTORY OF MILLS"] * 5,
    ),
    "a head without a number, misread": (
        book("en", 7, head=lambda k: "THE HlSTORV OF MILLS" if k == 3 else "THE HISTORY OF MILLS"),
        ["THE HISTORY OF MILLS"] * 2 + ["THE HlSTORV OF MILLS"] + ["THE HISTORY OF MILLS"] * 3,
    ),
    "foot and head": (
        book("en", 4, head=lambda k: "THE LAKE", foot=page_number),
        ["56", "THE LAKE", "57", "THE LAKE", "58", "THE LAKE", "59"],
    ),
    "pages of how many": (
        book("en", 4, foot=lambda k: f"Page {k + 1} of 4", between="\n\n"),
        ["Page 1 of 4", "Page 2 of 4", "Page 3 of 4", "Page 4 of 4"],
    ),
    "pages by name, between whole paragraphs": (
        whole("en", numbered("{} | Page", 5, 12)),
        numbered("{} | Page", 5, 12),
    ),
    "pages by name in German": (
        whole("de", numbered("Seite {}", 5, 12)),
        numbered("Seite {}", 5, 12),
    ),
    "pages by name in French": (
        whole("fr", numbered("page {} sur 80", 5, 12)),
        numbered("page {} sur 80", 5, 12),
    ),
    "pages by name in Chinese": (
        whole("zh", numbered("第 {} 页 共 80 页", 5, 12)),
        numbered("第 {} 页 共 80 页", 5, 12),
    ),
    "pages by name in Japanese": (
        whole("ja", numbered("{} ページ", 5, 12)),
        numbered("{} ページ", 5, 12),
    ),
    "pages of a newspaper": (
        whole("zh", numbered("河谷日报 2022年6月24日 第{}版", 5, 1)),
        numbered("河谷日报 2022年6月24日 第{}版", 5, 1),
    ),
    "heads in German": (
        book("de", 6, head=lambda k: f"Die Mühlen im Tal. {k + 8}"),
        numbered("Die Mühlen im Tal. {}", 6, 8),
    ),
    "heads in Chinese": (
        book("zh", 6, head=lambda k: f"{k + 8} 河谷旧事", between="\n\n"),
        numbered("{} 河谷旧事", 6, 8),
    ),
    "a head without a number in Chinese": (
        book("zh", 6, head=lambda k: "河谷旧事"),
        ["河谷旧事"] * 5,
    ),
}


@pytest.mark.parametrize("name", FURNITURE)
def test_finds(name: str) -> None:
    text, lines = FURNITURE[name]
    assert gone(text) == lines


@pytest.mark.parametrize("name", FURNITURE)
def test_takes_the_lines_and_nothing_else(name: str) -> None:
    text, lines = FURNITURE[name]
    edits = found(text)
    rest = apply(text, edits)
    left = text.split()
    for line in reversed(lines):
        words = line.split()
        at = max(k for k in range(len(left)) if left[k : k + len(words)] == words)
        del left[at : at + len(words)]
    assert rest.split() == left
    assert not found(rest)


@pytest.mark.parametrize("name", FURNITURE)
def test_is_withheld_and_made_on_request(name: str) -> None:
    text, lines = FURNITURE[name]
    settings = {"only": frozenset({"furniture"})}
    report = clean(text, Settings(**settings))
    assert report.text == text
    assert [edit.old.strip() for edit in report.withheld] == lines
    made = clean(text, Settings(**settings, apply=frozenset({"furniture"})))
    assert [edit.old.strip() for edit in made.applied] == lines
    assert not clean(made.text, made.settings).changed


@pytest.mark.parametrize("name", FURNITURE)
def test_line_ends_make_no_difference(name: str) -> None:
    text, lines = FURNITURE[name]
    assert gone(text.replace("\n", "\r\n")) == lines


def test_says_what_it_is_and_why() -> None:
    edits = found(book("en", 8, head=left_and_right))
    assert {edit.kind for edit in edits} == {"furniture"}
    assert {edit.rule for edit in edits} == {"page-furniture"}
    assert {edit.applicability for edit in edits} == {Applicability.UNSAFE}
    assert {edit.new for edit in edits} == {""}
    one, two = edits[:2]
    assert (one.group, two.group) == ("page-furniture@0", f"page-furniture@{two.span.start}")
    assert {edit.group for edit in edits} == {one.group, two.group}
    assert re.fullmatch(
        r"running head of 4 pages, numbers 56-62; comes about every \d+ characters; "
        r"takes turns with another head; breaks a sentence 7 times",
        one.reason,
    )
    assert len(one.evidence) >= 3


@pytest.mark.parametrize(
    ("before", "behind", "left"),
    [
        ("\n", "\n", "\n"),
        ("\n\n", "\n\n", "\n\n"),
        ("\n", "\n\n", "\n\n"),
        ("\n\n", "\n", "\n\n"),
        ("\n", "\n\f", "\n"),
        ("\n\f", "\n", "\n"),
        ("\n", "\n\f\n", "\n"),
        ("\n\n", "\n\n\f", "\n\n"),
        ("\n", "  \n\n    ", "\n\n    "),
        ("\n\n  ", "\n    ", "\n\n    "),
        ("\r\n", "\r\n\r\n", "\r\n\r\n"),
        ("\n", "\n\nTHE LAKE\n", "\n"),
        ("\n\n", "\n\nTHE LAKE\n\n", "\n\n"),
    ],
)
def test_leaves_one_separator(before: str, behind: str, left: str) -> None:
    pages = cut("en", 6, lines=10)
    text = pages[0]
    for k, page in enumerate(pages[1:]):
        text += f"{before}{56 + k}{behind}{page}"
    assert apply(text, found(text)) == left.join(pages)


def test_furniture_at_the_end_leaves_the_final_line_end() -> None:
    text = book("en", 5, foot=page_number)
    assert apply(text, found(text)) == "\n".join(cut("en", 5)) + "\n"
    assert apply(text[:-1], found(text[:-1])) == "\n".join(cut("en", 5))


def test_a_title_stays_where_it_stands_first() -> None:
    text = book("en", 6, head=lambda k: "THE HISTORY OF MILLS")
    rest = apply(text, found(text))
    assert rest.startswith("THE HISTORY OF MILLS\n")
    assert rest.count("THE HISTORY OF MILLS") == 1
    inside = book("en", 6, head=lambda k: "THE HISTORY OF MILLS" if k else "")
    assert "THE HISTORY OF MILLS" not in apply(inside, found(inside))


def test_a_chapter_under_the_head_stays() -> None:
    text = book("en", 8, head=lambda k: f"{56 + k} MILLS" + ("\nCHAPTER V" if k == 4 else ""))
    assert gone(text) == numbered("{} MILLS", 8, 56)
    assert "CHAPTER V" in apply(text, found(text))


def test_paragraphs_are_joined_across_what_went() -> None:
    pages = [page.replace("\n", "") for page in cut("zh", 6)]
    text = "\n\n".join(part for k, page in enumerate(pages) for part in (page, str(k + 31)))
    report = clean(text, Settings(apply=frozenset({"furniture"})))
    assert not re.search(r"\d", report.text)


def test_a_copy_that_goes_takes_its_furniture_along() -> None:
    text = book("en", 6, foot=page_number)
    report = clean(text + "\n" + text)
    kinds = [edit.kind for edit in report.applied]
    assert set(kinds) <= {"remove"}


def test_reports_name_it() -> None:
    text = book("en", 8, head=left_and_right)
    report = clean(Document("mills.txt", text), Settings(apply=frozenset({"furniture"})))
    drawn = render([report], Look(width=80, color=False))
    assert "8 page lines removed ⋮" in drawn
    assert "removed 8 lines of page furniture" in drawn
    assert "mended" not in drawn
    assert summary_line(report).startswith("mills.txt: 8 page lines removed; ")
    assert check_lines(report)[0].startswith(
        "mills.txt:1:1: furniture: running head of 4 pages, numbers 56-62; "
    )
    summary = json.loads(to_json([report]))["summary"]
    assert (summary["furniture"], summary["remove"]) == (8, 0)
    withheld = clean(Document("mills.txt", text))
    assert "2 withheld ?" in render([withheld], Look(width=80, color=False))


def test_a_page_line_in_a_removed_copy_gives_way_to_it() -> None:
    text = book("en", 6, foot=page_number)
    line = found(text)[2]
    start, end = line.span.start - 40, line.span.end + 40
    note = (Evidence("repeat", 0.5, "a copy", Span(0, 80)),)
    copy = Edit(Span(start, end), text[start:end], "", "remove", "r", Applicability.SAFE, note)
    applied, _, dropped = choose([line, copy], Settings(unsafe=True).applies)
    assert applied == (copy,)
    assert [each.edit for each in dropped] == [line]


def test_a_page_line_beats_what_would_be_mended_inside_it() -> None:
    text = book("en", 6, foot=page_number)
    line = found(text)[2]
    span = Span(line.span.end - 1, line.span.end)
    sure = (Evidence("word", 1.0, "a word"),)
    join = Edit(span, "\n", " ", "join", "a-join", Applicability.SAFE, sure)
    applied, _, dropped = choose([join, line], Settings(unsafe=True).applies)
    assert applied == (line,)
    assert [each.edit for each in dropped] == [join]


def test_blanks_that_went_before_go_with_the_line() -> None:
    text = book("en", 6, foot=page_number, between="\n\n\n")
    at = text.index("57\n") + 3
    stays = Excerpt(text, [Span(at, at + 1)])
    edits = find_furniture(stays)
    assert [edit.old.strip() for edit in edits] == numbered("{}", 6, 56)
    assert all(edit.old == edit.span.of(text) for edit in edits)


class TestNumbers:
    @pytest.mark.parametrize(
        ("line", "pattern", "numbers"),
        [
            ("57", "#", [(57,)]),
            ("- 57 -", "- # -", [(57,)]),
            ("l2", "#", [(12,)]),
            ("1O", "#", [(10,)]),
            ("S7", "#", [(57,)]),
            ("II", "#", [(2, 11)]),
            ("xlii", "#", [(42,)]),
            ("１２", "#", [(12,)]),
            ("十二", "#", [(12,)]),
            ("二〇三", "#", [(203,)]),
            ("一百零三", "#", [(103,)]),
            ("第十二页", "第#页", [(12,)]),
            ("CHAPTER IV. THE LAKE 57", "chapter #. the lake #", [(4,), (57,)]),
            ("58 The Lake", "# the lake", [(58,)]),
            ("PREFACE. vii", "preface. #", [(7,)]),
            ("2022年6月24日 第3版", "#年#月#日 第#版", [(2022,), (6,), (24,), (3,)]),
            ("Page 3 of 80", "page # of #", [(3,), (80,)]),
        ],
    )
    def test_reads(self, line, pattern, numbers):
        assert [(n.pattern, list(n.numbers)) for n in numbered_lines(Rows(line))] == [
            (pattern, numbers)
        ]

    @pytest.mark.parametrize(
        "line",
        ["mix", "he did", "(12)", "[12]", "the 3rd", "in 1914 he left", "B2B", "一个人", "vivid"],
    )
    def test_sees_none(self, line):
        assert not numbered_lines(Rows(line))

    def test_brings_noisy_heads_together_and_keeps_others_apart(self):
        lines = [*MISREAD_HEADS, "THE FERRYMEN 20", "THE FERRYMEN 22"]
        groups = alike([short_line(k, line) for k, line in enumerate(lines)])
        assert sorted(map(len, groups)) == [2, 7]


class TestChains:
    @pytest.mark.parametrize(
        ("offsets", "numbers", "expected"),
        [
            ([0, 500, 1000], [5, 6, 7], [[5, 6, 7]]),
            ([0, 500, 1000], [5, 6, 6], []),
            ([0, 100, 200], [5, 6, 7], []),
            ([0, 500, 1000, 1500], [5, 90, 6, 7], [[5, 6, 7]]),
            ([0, 500, 1000, 1500, 1600], [5, 6, 7, 6, 8], [[5, 6, 7, 8]]),
            ([0, 500, 1000, 1500], [5, 6, 15, 16], []),
        ],
    )
    def test_follows_what_goes_up(self, offsets, numbers, expected):
        got = chains(offsets, [(n,) for n in numbers], 300)
        assert [[link.number for link in chain] for chain in got] == expected

    def test_takes_the_reading_that_fits(self):
        got = chains([0, 500, 1000], [(10,), (2, 11), (12,)], 300)
        assert got == [[Link(0, 10), Link(1, 11), Link(2, 12)]]

    def test_chains_are_disjoint(self):
        random = Random(5)
        numbers = [(random.randrange(40),) for _ in range(2000)]
        got = chains(range(0, 2000 * 400, 400), numbers, 300)
        lines = [link.line for chain in got for link in chain]
        assert len(lines) == len(set(lines))
        assert all(chain == sorted(chain, key=lambda link: link.line) for chain in got)

    def test_steps(self):
        assert counts_pages([Link(0, 4), Link(1, 5), Link(2, 7), Link(3, 12)])
        assert not counts_pages([Link(0, 5), Link(1, 10), Link(2, 15)])
        assert by_twos([Link(0, 4), Link(1, 6), Link(2, 10)])
        assert not by_twos([Link(0, 4), Link(1, 6), Link(2, 9)])

    def test_evenness(self):
        assert evenness([0, 100, 200, 300]) == (1.0, 100)
        assert evenness([0, 100, 300, 400], [1, 2, 1]) == (1.0, 100)
        assert evenness([0, 10, 310, 1000], [1, 1, 1])[0] < 0.6

    def test_few_lines_must_be_more_even_than_many(self):
        assert evenness([0, 100, 230])[0] < 1
        assert evenness([0, 100, 230, 330, 430, 530, 630, 730, 830, 930])[0] == 1

    def test_among_many_lines_some_pages_may_be_skipped(self):
        assert evenness([0, 100, 300, 400])[0] < 0.7
        assert evenness([0, 100, 200, 300, 500, 600, 700, 800])[0] == 1


@pytest.mark.parametrize("unit", ["prose", "short lines", "numbers", "heads"])
def test_is_linear(unit: str) -> None:
    made = {
        "prose": "\n\n".join(cut("en", 40)),
        "short lines": "\n\n".join(prose("en", 1, k)[:30] for k in range(400)),
        "numbers": "\n".join(str(k * 7919 % 100) for k in range(6000)),
        "heads": "\n".join(f"{prose('en', 1, k)[4:30]} {k}" for k in range(800)),
    }[unit]
    text = (made + "\n\n") * (2_000_000 // len(made))
    start = time.process_time()
    found(text)
    assert time.process_time() - start < 3
