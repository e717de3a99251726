"""The HTML page in a real browser: what a reader sees, presses and hears.

The browser is Debian's chromium, headless, on a profile of its own; without it the tests are
skipped. The rules of accessibility are axe-core's.
"""

import json
from importlib.resources import files
from importlib.util import find_spec

import pytest
from browser import FOUND, started
from example import DISPLAY, SAFE, UNSAFE, edit, example, report
from large import large

from dedup.model import Cluster, Document, Match, Span
from dedup.reports.html import to_html

pytestmark = pytest.mark.skipif(FOUND is None, reason="no chromium here: apt-get install chromium")

LIMIT = 1.0
"""Seconds that a filter may take on 5 MB with 10,000 edits."""

HOSTILE = "</script><!--<script>pwned=1</script><img src=x onerror=pwned=1>\"'><svg/onload=pwned=1>"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with started(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture
def tab(browser):
    browser.size(1200, 900)
    browser.media()
    browser.hasten(10)
    browser.send("Emulation.setScriptExecutionDisabled", value=False)
    return browser


@pytest.fixture(scope="module")
def seed(tmp_path_factory):
    """The example: joins, repeats, small repairs, and marks as one decision."""
    path = tmp_path_factory.mktemp("page") / "seed.html"
    path.write_text(to_html([example()]), "utf-8")
    return path


@pytest.fixture(scope="module")
def misread(tmp_path_factory):
    """Two files, each with a misread copy, and one edit or more of whatever else there is."""
    kept = "The river rose above the old stone bridge in the night."
    copy = kept.replace("above", "ahove")
    text = f"{kept}\n\n{copy}\n\nOne  two.\n"
    at, peer = len(kept) + 2, Span(0, len(kept))
    removal = edit(text, at, copy + "\n\n", "", "remove", peer=peer, note="it is said twice")
    space = edit(text, text.index("  "), "  ", " ", "space", safety=UNSAFE, note="two blanks")
    clusters = (Cluster(peer, (Match(peer, Span(at, at + len(copy)), 0.98, 1.0),)),)
    others = [
        edit(text, at + 4, "river", "RIVER", "script", note="gives way"),
        edit(text, text.index("night"), "night", "night", "flag", safety=DISPLAY, note="look"),
        edit(text, text.index("stone"), "stone", "stone", "flag", safety=DISPLAY, note="look"),
        *(
            edit(text, k, text[k], "’", "punct", safety=UNSAFE, group="marks", note="a mark")
            for k in range(4, 20, 4)
        ),
    ]
    reports = [
        report(text, removal, space, *others, clusters=clusters, document=Document(name, text))
        for name in ("a.txt", "b.txt")
    ]
    path = tmp_path_factory.mktemp("page") / "misread.html"
    path.write_text(to_html(reports), "utf-8")
    return path


SHOWN = "[...document.querySelectorAll('.card')].filter((card) => card.checkVisibility()).length"
TOLD = "document.querySelector('output').textContent"
FOCUSED = "document.activeElement.id"

SETTLED = "new Promise((done) => setTimeout(() => requestAnimationFrame(done), 200))"
"""The address is written, and what was typed is searched for, a moment later.

A tenth of it, in truth: the clocks of the page are hastened, and this waits on the same ones.
"""


def click(selector):
    return f"document.querySelector({json.dumps(selector)}).click()"


def address(tab):
    tab.run(SETTLED)
    return tab.run("location.hash")


class TestFilters:
    def test_a_kind_is_shown_alone_and_the_address_says_so(self, tab, seed):
        tab.open(seed)
        everything = tab.run(SHOWN)
        tab.run(click("input[value=remove]"))
        assert tab.run(SHOWN) == 3 < everything
        assert tab.run(TOLD).startswith("3 of ")
        assert address(tab) == "#?kind=remove"
        tab.run(click("input[value=join]"))
        assert tab.run(SHOWN) == 12
        assert address(tab) == "#?kind=join,remove" or address(tab) == "#?kind=remove,join"
        tab.run(click("button[type=reset]"))
        assert tab.run(SHOWN) == everything
        assert address(tab) == ""

    def test_an_address_opens_the_page_as_it_was_left(self, tab, seed):
        tab.open(seed, "#?kind=remove&status=applied&q=通知")
        assert tab.run(SHOWN) == 3
        assert tab.run("document.querySelector('[name=q]').value") == "通知"
        assert tab.run("document.querySelectorAll('fieldset input:checked').length") == 2
        tab.run("location.hash = '#?status=withheld'")
        tab.run(SETTLED)
        assert tab.run("document.querySelectorAll('fieldset input:checked').length") == 1
        shown = "[...document.querySelectorAll('.card')].filter((card) => !card.hidden)"
        assert tab.run(f"{shown}.every((card) => card.dataset.status === 'withheld')")

    @pytest.mark.parametrize(
        "hash_", ["#%E0%A4%A", "#?kind=nothing&section=99&q=%00", "#nowhere?", "#?", "#e1?e2?&=&"]
    )
    def test_an_address_that_makes_no_sense_does_no_harm(self, tab, seed, hash_):
        tab.open(seed, hash_)
        tab.run(click("input[value=remove]"))
        tab.run("const q = document.querySelector('[name=q]'); q.value = ''; 0")
        tab.run(click("input[value=remove]"))
        assert tab.run(SHOWN) > 12
        assert not tab.complaints()

    def test_text_is_found_as_it_stood_and_as_it_stands(self, tab, seed):
        tab.open(seed)
        for words in ("个体工商户", "发展改革", "no sentence end"):
            tab.press("x", "/")
            tab.send("Input.insertText", text=words)
            tab.run(SETTLED)
            assert 0 < tab.run(SHOWN) < 12, words
            assert tab.run("CSS.highlights.get('found').size") > 0
            tab.press("Escape", "Escape")
        tab.press("/")
        tab.send("Input.insertText", text="stands nowhere")
        tab.run(SETTLED)
        assert tab.run(SHOWN) == 0
        assert tab.run("document.querySelector('.none').checkVisibility()")

    def test_a_section_is_shown_alone(self, tab, seed):
        tab.open(seed)
        tab.run(
            "const box = document.querySelector('select'); box.selectedIndex = 2;"
            "box.dispatchEvent(new Event('input', { bubbles: true }))"
        )
        assert 0 < tab.run(SHOWN) < 10
        assert (
            tab.run(
                "[...document.querySelectorAll('h3[data-section]')]"
                ".filter((heading) => heading.checkVisibility()).length"
            )
            == 1
        )
        assert address(tab) == "#?section=2"

    def test_the_overview_dims_what_is_filtered_out(self, tab, seed):
        tab.open(seed)
        assert tab.run("document.querySelectorAll('.strip .off').length") == 0
        tab.run(click("input[value=remove]"))
        assert tab.run("document.querySelectorAll('.strip rect.gone:not(.off)').length") > 0
        assert tab.run("document.querySelectorAll('.strip rect.mended:not(.off)').length") == 0

    def test_a_press_on_the_overview_goes_to_the_nearest_edit(self, tab, seed):
        tab.open(seed)
        box = tab.run(
            "JSON.stringify(document.querySelector('.strip svg').getBoundingClientRect())"
        )
        box = json.loads(box)
        place = {"x": box["x"] + box["width"] * 0.9, "y": box["y"] + box["height"] / 2}
        for kind in ("mousePressed", "mouseReleased"):
            tab.send("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place)
        bars = tab.run("document.activeElement.dataset.bars")
        assert abs(int(bars.split()[0]) - 225) < 15


class TestKeys:
    def test_they_go_from_edit_to_edit(self, tab, seed):
        tab.open(seed)
        ids = tab.run("[...document.querySelectorAll('.card')].map((card) => card.id)")
        tab.press("j")
        assert tab.run(FOCUSED) == ids[0]
        tab.press("j", "j")
        assert tab.run(FOCUSED) == ids[2]
        tab.press("k")
        assert tab.run(FOCUSED) == ids[1]
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        assert tab.run(outline) == "solid"
        assert address(tab) == f"#{ids[1]}"
        assert tab.run("document.querySelector('.place').textContent").startswith("2 of ")
        top = tab.run("document.activeElement.getBoundingClientRect().top")
        bar = tab.run("document.querySelector('.bar').getBoundingClientRect().bottom")
        assert bar <= top < 400

    def test_they_pass_over_what_is_filtered_out(self, tab, seed):
        tab.open(seed, "#?kind=remove")
        tab.press("j", "j")
        assert tab.run("document.activeElement.dataset.kind") == "remove"
        place = tab.run("document.querySelector('.place').textContent")
        assert place == "2 of 3"

    def test_they_go_from_section_to_section_and_filter(self, tab, seed):
        tab.open(seed)
        tab.press("j", "]")
        second = tab.run("document.activeElement.dataset.section")
        assert second == "2"
        tab.press("]", "[")
        assert tab.run("document.activeElement.dataset.section") == second
        tab.press("w")
        assert address(tab).endswith("?status=withheld")
        tab.press("x", "1")
        first = tab.run("document.querySelector('input[name=kind]').value")
        assert address(tab).endswith(f"?kind={first}")

    def test_a_repeat_opens_beside_its_kept_copy(self, tab, misread):
        tab.open(misread, "#?kind=remove")
        tab.press("j")
        beside = "document.activeElement.querySelector('.beside')"
        assert not tab.run(f"{beside}.open")
        tab.press("o")
        assert tab.run(f"{beside}.open")
        copy, kept = tab.run(
            f"[...{beside}.querySelectorAll('.side')].map((side) =>"
            "[side.getBoundingClientRect().x, side.querySelector('del, ins').textContent])"
        )
        assert (copy[1], kept[1]) == ("h", "b")
        assert copy[0] + 300 < kept[0]
        tab.press("o")
        assert not tab.run(f"{beside}.open")

    def test_help_opens_and_single_keys_can_be_switched_off(self, tab, seed):
        tab.open(seed)
        tab.press("?")
        assert tab.run("document.querySelector('dialog').open")
        tab.run(click("dialog input"))
        tab.press("Escape", "j")
        assert not tab.run("document.querySelector('dialog').open")
        assert tab.run(FOCUSED) == ""
        assert address(tab) == "#?keys=off"

    def test_keys_typed_into_the_search_stay_there(self, tab, seed):
        tab.open(seed)
        tab.press("/", "j", "o")
        assert tab.run("document.querySelector('[name=q]').value") == "jo"


class TestLooks:
    def test_dark_and_light_follow_the_reader(self, tab, seed):
        tab.open(seed)
        paper = "getComputedStyle(document.documentElement).backgroundColor"
        tab.media(prefers_color_scheme="light")
        light = tab.run(paper)
        tab.media(prefers_color_scheme="dark")
        dark = tab.run(paper)
        levels = [sum(map(int, each[4:-1].split(","))) for each in (light, dark)]
        assert levels[0] > 600
        assert levels[1] < 120

    @pytest.mark.parametrize("width", [400, 320])
    def test_a_narrow_window_needs_no_sideways_scrolling(self, tab, seed, misread, width):
        tab.size(width, 800)
        for page in (seed, misread):
            tab.open(page)
            tab.run("for (const each of document.querySelectorAll('details')) each.open = true")
            assert tab.run("document.documentElement.scrollWidth") == width
            wide = (
                "[...document.querySelectorAll('main *')].filter((each) => each.checkVisibility()"
            )
            assert (
                tab.run(
                    f"{wide} && each.getBoundingClientRect().right > {width + 1}"
                    " && !each.closest('svg')).map((each) => each.className).join()"
                )
                == ""
            )

    def test_before_and_after_stand_side_by_side_where_there_is_room(self, tab, seed):
        sides = (
            "[...document.querySelector('.pair').children].map((s) => s.getBoundingClientRect().y)"
        )
        tab.open(seed)
        left, right = tab.run(sides)
        assert left == right
        tab.size(400, 800)
        left, right = tab.run(sides)
        assert left < right

    def test_on_paper_there_are_no_tools_and_repeats_lie_open(self, tab, misread):
        tab.open(misread)
        tab.media("print")
        tab.size(800, 1100)
        assert tab.run("document.documentElement.scrollWidth") == 800
        for tool in (".tools", ".move"):
            assert not tab.run(f"document.querySelector('{tool}').checkVisibility()")
        assert tab.run("document.querySelector('.kept .t').checkVisibility()")
        assert tab.run("document.querySelector('.kept .t').getBoundingClientRect().height") > 10
        assert len(tab.send("Page.printToPDF")["data"]) > 10_000

    def test_without_scripts_all_of_it_is_there(self, tab, seed):
        tab.send("Emulation.setScriptExecutionDisabled", value=True)
        tab.open(seed)
        for tool in (".tools", ".move"):
            assert not tab.run(f"document.querySelector('{tool}').checkVisibility()")
        tab.run("document.querySelector('details.rest').open = true")
        assert tab.run(SHOWN) == tab.run("document.querySelectorAll('.card').length") > 12
        assert tab.run("document.querySelectorAll('.strip a[href]').length") > 10
        tab.run(click(".beside summary"))
        assert tab.run("document.querySelector('.beside .kept').checkVisibility()")

    def test_both_sides_open_the_same_gap(self, tab, tmp_path):
        text = f"{'word ' * 60}two  blanks {'word ' * 60}\n"
        page = tmp_path / "gap.html"
        page.write_text(to_html([report(text, edit(text, 303, "  ", " ", "space", safety=SAFE))]))
        tab.open(page)
        gaps = "[...document.querySelectorAll('details.gap')].map((gap) => gap.open)"
        assert tab.run(gaps) == [False] * 4
        height = tab.run("document.querySelector('.card').offsetHeight")
        tab.run(click(".before details.gap summary"))
        tab.run(SETTLED)
        assert tab.run(gaps) == [True, False, True, False]
        assert tab.run("document.querySelector('.card').offsetHeight") > height


class TestSafe:
    def test_nothing_is_asked_for_but_the_page(self, tab, seed):
        tab.open(seed)
        tab.press("j", "j", "o", "/")
        assert address(tab)
        assert tab.requests() == [seed.as_uri()]
        assert not tab.complaints()

    def test_hostile_text_cannot_run(self, tab, tmp_path):
        text = f"One {HOSTILE} two  three.\n\n{HOSTILE}\n"
        made = [
            edit(text, text.index("  "), "  ", " ", "space", HOSTILE, note=HOSTILE),
            edit(text, 0, "One", HOSTILE, HOSTILE, safety=UNSAFE, note=HOSTILE),
        ]
        path = tmp_path / "hostile.html"
        path.write_text(to_html([report(text, *made, document=Document(HOSTILE, text))]), "utf-8")
        tab.open(path, "#?q=%3Cimg%20src%3Dx%20onerror%3Dpwned%3D1%3E")
        assert tab.run("typeof pwned") == "undefined"
        assert tab.run("document.querySelectorAll('img, main script').length") == 0
        assert tab.requests() == [
            path.as_uri() + "#?q=%3Cimg%20src%3Dx%20onerror%3Dpwned%3D1%3E"
        ] or ([url.partition("#")[0] for url in tab.requests()] == [path.as_uri()])
        assert not tab.complaints()
        assert tab.run("document.title").startswith(HOSTILE)

    def test_the_policy_would_stop_what_got_through(self, tab, seed):
        tab.open(seed)
        tab.run(
            "document.body.append(Object.assign(document.createElement('script'),"
            "{ textContent: 'pwned = 1' }));"
            "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=pwned=1>')"
        )
        tab.run(SETTLED)
        assert tab.run("typeof pwned") == "undefined"
        assert any("Content Security Policy" in told for told in tab.complaints())


@pytest.mark.skipif(find_spec("axe_core_python") is None, reason="no axe-core-python here")
class TestAccessible:
    """No violation of any rule of axe-core, in each state that a reader can bring the page to."""

    @pytest.mark.parametrize(
        ("scheme", "width", "do"),
        [
            (
                "light",
                1200,
                "for (const each of document.querySelectorAll('details')) each.open = 1",
            ),
            (
                "dark",
                1200,
                "for (const each of document.querySelectorAll('details')) each.open = 1",
            ),
            ("dark", 400, "document.querySelector('[value=remove]').click()"),
            ("light", 400, "document.querySelector('.ask').click()"),
        ],
    )
    def test_axe_finds_no_violation(self, tab, misread, scheme, width, do):
        tab.size(width, 900)
        tab.media(prefers_color_scheme=scheme)
        tab.open(misread)
        tab.run(do)
        tab.run((files("axe_core_python") / "axe.min.js").read_text("utf-8"))
        run = "axe.run(document, { resultTypes: ['violations'] })"
        found = tab.run(f"{run}.then((found) => found.violations)")
        assert not [(each["id"], each["nodes"][0]["html"]) for each in found]


class TestLarge:
    def test_a_filter_answers_within_a_second(self, tab, tmp_path):
        tab.hasten(1)
        page = tmp_path / "large.html"
        made = large()
        assert len(made.document.text) > 4_800_000
        page.write_text(to_html([made]), "utf-8")
        tab.open(page)
        assert tab.run(TOLD) == "10000 edits"
        assert tab.run("performance.getEntriesByName('first-contentful-paint')[0].startTime") < 3000
        search = "const q = document.querySelector('[name=q]'); q.value = {}; q.dispatchEvent({})"
        event = "new Event('input', { bubbles: true })"
        for do, told in (
            (click("input[value=remove]"), "2499 of 10000 edits shown"),
            (click("input[value=withheld]"), "0 of 10000 edits shown"),
            (click("input[value=remove]"), "1250 of 10000 edits shown"),
            (click("button[type=reset]"), "10000 edits"),
            (search.format("'paragraph 4003'", event), "1 of 10000 edits shown"),
            (search.format("'e'", event), "10000 of 10000 edits shown"),
        ):
            spent = tab.run(
                "(async () => { const start = performance.now(); const told = "
                "document.querySelector('output'); " + do + "; while (told.textContent !== "
                f"{json.dumps(told)} && performance.now() < start + 9000)"
                " await new Promise((done) => setTimeout(done, 5));"
                " await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));"
                " return performance.now() - start; })()"
            )
            assert tab.run(TOLD) == told
            assert spent < LIMIT * 1000, do
        tab.run(click("button[type=reset]"))
        tab.run("location.hash = '#e7000'")
        tab.run(SETTLED)
        assert tab.run(FOCUSED) == "e7000"
        assert 0 < tab.run("document.activeElement.getBoundingClientRect().top") < 900
