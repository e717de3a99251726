"""The HTML page as text: whole, escaped, honest about what it leaves out. No browser is needed."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from example import DISPLAY, SEED, UNSAFE, edit, edited, example, report
from hypothesis import given, settings
from hypothesis import strategies as st
from large import large
from strategies import damaged

from dedup.cli.commands import main
from dedup.model import Applicability, Cluster, Document, Edit, Evidence, Match, Settings, Span
from dedup.reports.html import to_html
from dedup.reports.html.markup import Tongue, attribute, border, shown
from dedup.reports.html.stretch import ALL_SHOWN, Sides
from dedup.reports.html.strip import BARS, bars_of
from dedup.reports.tally import numbers
from dedup.reports.visible import visible

VOID = {"meta", "input", "br", "img", "link", "rect", "path"}

HOSTILE = "</script><!--<img src=x onerror='pwned=1'>\"'&amp;<svg/onload=pwned=1>\u202ejs"


class Page(HTMLParser):
    """What a browser would make of a page, and a complaint where it is not well formed."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.links, self.attributes = [], [], [], []
        self.raw = {"style": [], "script": []}
        self.words = []
        self._open = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        self.attributes += ((tag, name, value) for name, value in attrs)
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        if "href" in found:
            self.links.append(found["href"])
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open and self._open[-1] in self.raw:
            self.raw[self._open[-1]].append(data)
        else:
            self.words.append(data)

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    def values(self, name):
        return [value for _, each, value in self.attributes if each == name]


def page(*reports):
    return Page(to_html(reports))


def read(markup):
    """The text of a piece of the page, with what was made visible as `visible` has it."""
    markup = re.sub(r'<summary>.*?</summary>|<span class="gap">.*?</span>', "", markup)
    text = unescape(re.sub(r"<[^>]*>", "", markup))
    return text.replace("⏎\n", "⏎").replace("␣", " ")


def one_end(text):
    """Line ends as one: an edit may part a carriage return from its line feed."""
    return re.sub("⏎+", "⏎", text)


class TestWhole:
    def test_all_that_was_found_is_in_the_page(self):
        whole = example()
        found = page(whole)
        assert len(found.ids) == len(set(found.ids))
        by_number = numbers(whole)
        seen = {int(name[1:]) for name in found.ids if name.startswith("e")}
        single = {by_number[each] for each in (*whole.applied, *whole.held) if not each.group}
        assert single <= seen
        for cluster in whole.clusters:
            assert cluster.copies
        text = "".join(found.words)
        for each in (*whole.applied, *whole.held, *(d.edit for d in whole.dropped)):
            assert visible(each.reason) in text

    def test_every_link_leads_to_a_place_in_the_page(self):
        found = page(
            example(), replace(example(), document=Document("b.txt", example().document.text))
        )
        assert {link[1:] for link in found.links} <= set(found.ids)
        assert len(found.ids) == len(set(found.ids))

    @settings(max_examples=150, deadline=None)
    @given(edited())
    def test_any_report_makes_a_well_formed_page(self, made):
        found = page(made)
        assert len(found.ids) == len(set(found.ids))
        assert {link[1:] for link in found.links} <= set(found.ids)

    @settings(max_examples=200, deadline=None)
    @given(edited())
    def test_the_two_sides_are_the_two_texts(self, made):
        text = made.document.text
        left, right = Sides(made).pair(Span(0, len(text)), made.applied, held=False)
        assert one_end(read(left)) == one_end(visible(text).replace("␣", " "))
        assert one_end(read(right)) == one_end(visible(made.text).replace("␣", " "))

    def test_what_others_did_to_the_lines_of_an_edit_is_in_both_sides(self):
        text = "one two  three four.\n"
        space = edit(text, 7, "  ", " ", "space")
        held = edit(text, 0, "one", "ONE", "script", safety=UNSAFE)
        made = report(text, space, held)
        left, right = Sides(made).pair(Span(0, 20), [held], held=True)
        assert read(left) == "one two  three four."
        assert read(right) == "ONE two three four."
        assert '<ins class="would">ONE</ins>' in right
        assert '<ins class="other"> </ins>' in right

    def test_the_line_behind_a_word_that_moved_up_keeps_its_number(self):
        text = "A head\n\nthe devel-\nopment of  it\n"
        moved = edit(text, text.index("-"), "-\nopment ", "opment\n", "join")
        mended = edit(text, text.index("  "), "  ", " ", "space")
        page = to_html([report(text, moved, mended)])
        right = r'class="side after".*?class="ln">(\d+)</span><div class="t"[^>]*>(.*?)</div>'
        shown = [(n, re.sub(r"<.*?>", "", told)) for n, told in re.findall(right, page)]
        assert ("4", "of it") in [(n, told.replace("␣", " ")) for n, told in shown]

    def test_lines_without_an_edit_are_folded_and_whole(self):
        text = "First line.\nSecond <b>line</b>.\nThird  line.\nLast.\n"
        html = to_html([report(text, edit(text, text.index("  "), "  ", " ", "space"))])
        fold = re.search(r'<details class="fold">.*?</details>', html, re.DOTALL)[0]
        assert "lines 1–2, 31 chars" in fold
        assert "Second &lt;b&gt;line&lt;/b&gt;." in fold

    def test_a_large_text_leaves_them_out_and_says_so(self):
        text = "word " * (ALL_SHOWN // 5) + "\n\nhere  there\n"
        html = to_html([report(text, edit(text, text.index("  t"), "  ", " ", "space"))])
        assert f'<p class="fold">line 1, {ALL_SHOWN - 1} chars</p>' in html
        assert len(html) < 60_000

    def test_the_same_report_makes_the_same_page(self):
        assert to_html([example()]) == to_html([example()])

    def test_a_text_with_nothing_to_do(self):
        found = page(report("All is well.\n"))
        text = "".join(found.words)
        assert "Nothing to change and nothing to point out." in text
        assert "form" not in found.tags

    def test_no_file_and_several(self):
        assert "0 files" in "".join(page().words)
        several = page(
            *(
                replace(example(), document=Document(n, example().document.text))
                for n in ("a.txt", "b.txt")
            )
        )
        words = "".join(several.words)
        assert "2 files, 2 changed" in words
        labels = [v for t, n, v in several.attributes if t == "nav" and n == "aria-label"]
        assert len(set(labels)) == 2


class TestRepeats:
    def test_a_copy_stands_beside_what_is_kept_with_the_differences_marked(self):
        kept = "The river rose above the old stone bridge in the night."
        copy = "The river rose ahove the old stone bridge in the night."
        text = f"{kept}\n\n{copy}\n\nEnd.\n"
        at = len(kept) + 2
        peer = Span(0, len(kept))
        removal = edit(text, at, copy + "\n\n", "", "remove", peer=peer)
        match = Match(peer, Span(at, at + len(copy)), 0.98, 1.0)
        html = to_html([report(text, removal, clusters=(Cluster(peer, (match,)),))])
        beside = re.search(r'<details class="beside">.*?</details>', html, re.DOTALL)[0]
        assert "beside the kept copy, line 1" in beside
        assert "1 difference<" in beside
        assert "rose a<del>h</del>ove" in beside
        assert "rose a<ins>b</ins>ove" in beside

    def test_a_cut_copy_stands_beside_the_part_that_it_repeats_and_what_follows(self):
        kept = "The river rose above the old stone bridge in the night. " * 6
        text = f"{kept}\n\n{kept[:30]}\n"
        at = len(kept) + 2
        removal = edit(text, at, kept[:30] + "\n", "", "remove", peer=Span(0, len(kept)))
        match = Match(Span(0, 30), Span(at, at + 30), 1.0, 0.1)
        html = to_html([report(text, removal, clusters=(Cluster(Span(0, len(kept)), (match,)),))])
        assert "cut, else word for word" in html
        assert re.search(r'<span class="context">[^<]{100,160}</span><span class="gap"> ⋯', html)

    def test_what_is_too_long_to_compare_is_said_to_be(self):
        kept = "a b c d e " * 500
        copy = kept[:-2] + "f."
        text = f"{kept}\n{copy}\n"
        at = len(kept) + 1
        html = to_html([report(text, edit(text, at, copy, "", "remove", peer=Span(0, at - 1)))])
        assert "too long to be compared: more than 4000 chars" in html

    def test_a_doubled_word_needs_no_comparison_and_a_far_one_has_it(self):
        text = f"The the end of it.\n\n{'A line of words. ' * 20}\n\nThe end of it, and of this.\n"
        near = edit(text, 3, " the", "", "remove", peer=Span(0, 3))
        assert '<details class="beside">' not in to_html([report(text, near)])
        at = text.rindex("The")
        far = edit(text, at, "The end", "", "remove", peer=Span(4, 11))
        assert '<details class="beside">' in to_html([report(text, far)])

    def test_a_long_run_within_a_line_is_folded_whole(self):
        text = f"Table {'a b ' * 200}end.\n"
        run = edit(text, 10, "a b " * 199, "", "remove", peer=Span(6, 10))
        html = to_html([report(text, run)])
        fold = '<details class="gap"><summary>.*?</summary>([^<]*)</details>'
        first, middle, last = re.search(f"<del>([^<]*){fold}([^<]*)</del>", html).groups()
        assert first + middle + last == "a b " * 199

    def test_a_kept_paragraph_names_its_copies(self):
        html = to_html([example()])
        note = re.search(r'<p class="note">kept; repeated 3 times: (.*?)</p>', html)[1]
        assert re.findall(r'href="#(e\d+)"', note)
        assert len(re.findall("<a ", note)) == 3


class TestHostile:
    """Whatever a text, a name or a reason says, it is text."""

    def hostile(self):
        text = f"One {HOSTILE} two  three.\n\n{HOSTILE}\n\nEnd\x1b[31m.\n"
        at = text.index("  ")
        made = [
            edit(text, at, "  ", " ", "space", HOSTILE, note=HOSTILE),
            edit(text, text.index("\n\n"), "\n\n", HOSTILE, "join", safety=UNSAFE, note=HOSTILE),
            edit(text, 0, "One", "One", HOSTILE, safety=DISPLAY, note=HOSTILE),
            edit(text, at, "  ", "", "punct", note=HOSTILE),
            *(
                edit(text, k, text[k], HOSTILE, "punct", safety=UNSAFE, group=HOSTILE, note=HOSTILE)
                for k in range(6, 16, 2)
            ),
        ]
        return report(
            text,
            *made,
            settings=Settings(keep=(re.escape(HOSTILE),)),
            document=Document(HOSTILE + "\udcff.txt", text),
        )

    def test_it_makes_no_element_and_no_attribute(self):
        found, plain = page(self.hostile()), page(example())
        assert set(found.tags) <= {*plain.tags, "h2", "mark", "summary", "details"}
        assert not {"img", "a:b"} & set(found.tags)
        assert found.tags.count("script") == 1
        assert found.tags.count("svg") == 1
        assert not [name for _, name, _ in found.attributes if name.startswith("on")]
        assert not [name for _, name, _ in found.attributes if name in ("style", "src", "action")]
        assert all(link.startswith("#") for link in found.links)
        assert "<!--" not in to_html([self.hostile()])
        assert HOSTILE.replace("\u202e", "\\u202e") in "".join(found.words)

    def test_no_control_character_nor_mark_of_direction_is_left(self):
        html = to_html([self.hostile()])
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)
        html.encode("utf-8")
        for told in ("\\u202e", "\\x1b", "\\udcff"):
            assert told in html

    def test_the_policy_allows_this_script_and_these_styles_alone(self):
        html = to_html([self.hostile()])
        found = Page(html)
        policy = next(v for t, n, v in found.attributes if n == "content" and "default-src" in v)
        wanted = dict(each.strip().split(" ", 1) for each in policy.split(";"))
        assert wanted["default-src"] == "'none'"
        assert html.index("Content-Security-Policy") < html.index("<style>")
        for tag in ("style", "script"):
            allowed = set(wanted[f"{tag}-src"].split())
            digests = {b64encode(sha256(raw.encode()).digest()).decode() for raw in found.raw[tag]}
            assert allowed == {f"'sha256-{digest}'" for digest in digests}
        assert "http" not in html.replace('http-equiv="', "")

    def test_a_kind_nobody_knows_is_one_word_for_the_filters(self):
        found = page(self.hostile())
        (box,) = [v for v in found.values("value") if v and v.startswith("%3C")]
        assert any(box in kinds.split() for kinds in found.values("data-kind"))
        assert not {" ", ","} & set(box)


def luminance(color):
    """Relative luminance, as WCAG 2 defines it."""
    parts = [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_every_ink_can_be_read_on_every_paper(scheme):
    """Also for single characters, of which axe-core says nothing."""
    style = (files("dedup.reports.html") / "page.css").read_text("utf-8")
    blocks = [
        dict(re.findall(r"--([\w-]+): (#[\da-f]{3,6});", block))
        for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    ]
    light, dark, paper = blocks
    colors = {"light": light, "dark": light | dark, "print": light | paper}[scheme]
    full = {k: c if len(c) == 7 else "#" + "".join(2 * x for x in c[1:]) for k, c in colors.items()}
    for ink in ("ink", "quiet", "gone", "mended", "held", "link"):
        for ground in ("paper", "sheet", "hover", f"{ink}-tint"):
            if ground in full:
                low, high = sorted(luminance(full[each]) for each in (ink, ground))
                assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, ground)


class TestText:
    @pytest.mark.parametrize(
        ("text", "tag"),
        [
            ("这个国家们说", "zh-Hans"),
            ("這個國家們說", "zh-Hant"),
            ("春眠不覺曉", "zh"),
            ("これは本です", "ja"),
            ("한국어", "ko"),
            ("plain words", ""),
            ("слова", ""),
        ],
    )
    def test_the_language_is_told_where_the_letters_tell_it(self, text, tag):
        assert Tongue(text).of(text) == tag

    def test_each_piece_has_its_own(self):
        tongue = Tongue("这个国家们说 and some words")
        assert tongue.of("some words") == ""
        assert tongue.of("国家") == "zh-Hans"
        assert tongue.of("12:30") == "zh-Hans"

    @pytest.mark.parametrize(
        ("text", "is_rtl"),
        [("12 שלום a", True), ("«مرحبا»", True), ("a שלום", False), ("国家", False), ("1!", False)],
    )
    def test_the_first_letter_gives_the_direction(self, text, is_rtl):
        assert ('dir="rtl"' in Tongue(text).speech(text)) == is_rtl

    def test_text_is_isolated_and_finds_its_own_direction(self):
        text = "שלום  עולם.\n"
        html = to_html([report(text, edit(text, 4, "  ", " ", "space", note="שלום"))])
        found = Page(html)
        texts = re.findall(r'<div class="t" ([^>]*)>', html)
        assert texts == ['lang="" dir="rtl"'] * 2
        assert '<p class="why"><bdi>שלום</bdi></p>' in html
        assert "bdi" in found.tags

    @given(st.text())
    def test_what_is_shown_is_what_is_visible(self, text):
        assert read(shown(text)) == visible(text).replace("␣", " ")
        assert unescape(attribute(text)) == visible(text)

    @given(damaged(), st.data())
    def test_a_border_stays_within_reach_and_bounds(self, text, data):
        low, at, high = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 3)))
        for step in (-1, 1):
            found = border(text, at, low, high, step)
            assert low <= found <= high
            assert abs(found - at) <= 16

    def test_a_border_cuts_no_word_and_no_letter_from_its_marks(self):
        assert border("some words here", 7, 0, 15, 1) == 10
        assert border("some words here", 7, 0, 15, -1) == 5
        assert border("ae\u0301b", 2, 0, 4, -1) == 0
        assert border("一二三四", 2, 0, 4, 1) == 2


class TestLarge:
    """10,000 edits in 5 MB, and what would be slow if anything were quadratic."""

    def test_the_page_grows_with_the_text(self):
        made = large()
        assert len(made.document.text) > 4_800_000
        assert len(made.applied) + len(made.held) == 10_000
        html = to_html([made])
        assert len(html) < 5 * len(made.document.text)
        assert html.count("data-bar=") <= 3 * BARS
        assert html.count("<article") == 10_000

    def test_many_edits_of_one_long_line_are_several_cards_that_do_not_repeat_it(self):
        text = "some  words " * 4_000
        made = report(text, *(edit(text, 12 * k + 4, "  ", " ", "space") for k in range(4_000)))
        html = to_html([made])
        assert html.count("<article") == 200
        assert len(html) < 50 * len(text)

    @pytest.mark.parametrize("length", [0, 1, 7, 250, 100_000])
    def test_bars_are_within_the_overview(self, length):
        for start in {0, length // 2, length}:
            first, last = bars_of(Span(start, length), length)
            assert 0 <= first <= last < BARS
        assert bars_of(Span(0, length), length)[0] == 0


class TestCommand:
    def test_a_report_with_this_suffix_is_the_page(self, tmp_path, capfd):
        target = tmp_path / "r.html"
        assert main(["clean", "--check", "--report", str(target), str(SEED)]) == 1
        html = target.read_text("utf-8")
        assert html.startswith("<!doctype html>")
        assert "18</b> edits made" in html
        Page(html)

    def test_what_it_needs_is_in_the_package(self):
        for name in ("page.css", "page.js"):
            content = (files("dedup.reports.html") / name).read_text("utf-8")
            assert "</script" not in content
            assert "</style" not in content
            assert "<!--" not in content


def test_evidence_is_complete():
    text = "a  b\n"
    both = (Evidence("one", 0.5, "first reason"), Evidence("two", 0.9, "second reason"))
    made = Edit(Span(1, 3), "  ", " ", "space", "by-hand", Applicability.SAFE, both)
    html = to_html([report(text, made)])
    assert "first reason; second reason" in html
    assert "safe 0.90" in html
