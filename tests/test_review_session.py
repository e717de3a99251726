"""The review as a state machine: answers, places, and the report that comes of them."""

import json

import pytest
from example import edit, example, report
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import disjoint_edits_for, texts
from wcwidth import wcswidth

from dedup.edits import apply, choose
from dedup.model import Applicability, Edit, Evidence, Report, Settings, Span
from dedup.reports.look import Look
from dedup.reports.wrap import plain
from dedup.review.drawing import draw
from dedup.review.items import Part, key_of
from dedup.review.outcome import LEFT, OPEN, outcome
from dedup.review.parts import parts_of
from dedup.review.session import RefusedError, Session

UNSURE, NOTE = Applicability.UNSAFE, Applicability.DISPLAY

TEXT = "ab cd\nef gh\nab cd\nxx,yy\n"


def small() -> Report:
    """Two sure edits of two rules, a third of the first rule, one withheld, two notes."""
    return report(
        TEXT,
        edit(TEXT, 2, " ", "", "space"),
        edit(TEXT, 5, "\n", "", "join", rule="word-at-break"),
        edit(TEXT, 8, " ", "", "space"),
        edit(TEXT, 12, "ab cd\n", "", "remove", safety=UNSURE),
        edit(TEXT, 20, ",", "，", "punct", safety=NOTE),
        edit(TEXT, 21, "yy", "yy", "flag", safety=NOTE),
    )


@pytest.fixture
def session():
    return Session(small())


def do(session, *names):
    """Do what is named: `y n a d A D s u`, as the keys are."""
    for name in names:
        session.do(
            {
                "y": lambda: session.answer(True),
                "n": lambda: session.answer(False),
                "a": lambda: session.rest(True),
                "d": lambda: session.rest(False),
                "A": lambda: session.rule(True),
                "D": lambda: session.rule(False),
                "s": session.split,
                "u": session.back,
            }[name]()
        )


def told(session):
    """The answers, a letter each: taken, left, open."""
    letters = {True: "t", False: "l", None: "."}
    return "".join(letters[session.answer_to(item)] for item in session.items)


class TestOrder:
    def test_what_is_sure_comes_first_then_withheld_then_pointed_out(self, session):
        assert [item.part for item in session.items] == [
            *[Part.SURE] * 3,
            Part.WITHHELD,
            *[Part.NOTED] * 2,
        ]
        assert [item.label for item in session.items] == list("123456")

    def test_numbers_are_those_of_the_report(self):
        session = Session(example())
        assert [item.label for item in session.items[:13]] == [str(k) for k in range(1, 14)]

    def test_a_large_group_is_one_decision(self):
        text = "a,b,c,d,e"
        marks = [edit(text, k, ",", "，", "punct", group="g") for k in (1, 3, 5, 7)]
        session = Session(report(text, *marks))
        assert len(session.items) == 1
        do(session, "y")
        assert outcome(session).text == "a，b，c，d，e"


class TestAnswers:
    def test_each_goes_on_to_what_is_open(self, session):
        do(session, "y", "n")
        assert (told(session), session.at) == ("tl....", 2)
        do(session, "y", "y", "n", "n")
        assert session.finished
        assert outcome(session).text == "abcd\nefgh\nxx,yy\n"

    def test_an_answer_may_be_changed(self, session):
        do(session, "y")
        session.go(-1, open_only=False)
        do(session, "n")
        assert told(session) == "l....."

    def test_all_later_ones_are_those_as_sure(self, session):
        do(session, "y", "a")
        assert (told(session), session.at) == ("ttt...", 3)
        do(session, "d", "d")
        assert told(session) == "tttlll"

    def test_earlier_answers_are_not_overruled(self, session):
        session.go_to("2")
        do(session, "n")
        session.go_to("1")
        do(session, "a")
        assert told(session) == "tlt..."

    def test_all_of_a_rule_before_and_behind(self, session):
        session.go_to("3")
        do(session, "A")
        assert told(session) == "t.t..."

    def test_what_is_only_pointed_out_is_not_taken_in_passing(self, session):
        session.go_to("5")
        for bulk in "aA":
            with pytest.raises(RefusedError, match="one by one"):
                do(session, bulk)
        do(session, "y")
        assert outcome(session).applied[0].new == "，"

    def test_nothing_is_taken_where_nothing_would_change(self, session):
        session.go_to("6")
        with pytest.raises(RefusedError, match="only pointed out"):
            do(session, "y")
        do(session, "n")
        assert told(session) == ".....l"

    def test_two_edits_of_the_same_text_are_not_both_taken(self):
        text = "one two\n"
        found = report(
            text,
            edit(text, 0, "one", "1", "script"),
            edit(text, 0, "one two", "uno dos", "flag", safety=NOTE),
        )
        session = Session(found)
        do(session, "y")
        with pytest.raises(RefusedError, match="changed by 1"):
            do(session, "y")
        assert draw(session, Look(80))
        do(session, "n")
        assert outcome(session).text == "1 two\n"


class TestBack:
    def test_one_key_is_taken_back_whatever_it_answered(self, session):
        do(session, "y", "a", "u")
        assert (told(session), session.at) == ("t.....", 1)
        do(session, "u")
        assert (told(session), session.at) == ("......", 0)
        with pytest.raises(RefusedError):
            do(session, "u")

    def test_what_was_answered_before_comes_back(self, session):
        do(session, "y")
        session.go_to("1")
        do(session, "n", "u")
        assert told(session) == "t....."

    def test_a_split_too(self):
        session = Session(two_paragraphs())
        do(session, "s", "u")
        assert len(session.items) == 1


class TestGoing:
    def test_to_open_ones_and_to_all(self, session):
        do(session, "y", "y")
        session.go(-1, open_only=False)
        assert session.at == 1
        session.go(1, open_only=True)
        assert session.at == 2
        with pytest.raises(RefusedError):
            session.go(-1, open_only=True)
        assert session.at == 2

    def test_behind_the_last_one_when_nothing_is_open(self, session):
        do(session, "a", "d", "d")
        session.go(-1, open_only=False)
        assert session.at == 5
        session.go(1, open_only=False)
        assert session.finished

    def test_to_a_number(self, session):
        session.go_to("4")
        assert session.at == 3
        with pytest.raises(RefusedError):
            session.go_to("9")

    def test_to_a_text_around_the_end(self, session):
        session.find("，")
        assert session.at == 4
        session.find("gh")
        assert session.at == 1
        with pytest.raises(RefusedError):
            session.find("zz")


def two_paragraphs() -> Report:
    text = "one.\n\ntwo.\n\nthree.\n\none.\n\ntwo.\n"
    kept = Span(0, 10)
    old = "one.\n\ntwo.\n"
    start = text.rindex(old)
    removal = Edit(
        Span(start, len(text)),
        old,
        "",
        "remove",
        "exact-repeat",
        Applicability.SAFE,
        (Evidence("repeat", 1.0, "duplicate of lines 1-3", kept),),
    )
    return report(text, removal)


class TestSplit:
    def test_each_paragraph_is_decided_by_itself(self):
        session = Session(two_paragraphs())
        do(session, "s")
        assert [item.label for item in session.items] == ["1.1", "1.2"]
        do(session, "n", "y")
        assert outcome(session).text == "one.\n\ntwo.\n\nthree.\n\none.\n\n"

    def test_each_part_names_what_it_repeats(self):
        session = Session(two_paragraphs())
        do(session, "s")
        text = session.report.document.text
        assert [item.edits[0].repeats.of(text) for item in session.items] == ["one.", "two."]

    def test_what_is_one_change_stays_one(self, session):
        with pytest.raises(RefusedError, match="one change"):
            do(session, "s")

    @given(
        st.lists(st.sampled_from(["ab", "c d", "e"]), min_size=1, max_size=6),
        st.sampled_from(["\n", "\r\n", "\r"]),
        st.sampled_from([1, 2, 3]),
        st.sampled_from(["", "ahead", "behind"]),
    )
    def test_the_parts_are_the_whole(self, blocks, end, ends, side):
        gap = end * ends
        old = gap.join(blocks)
        old = {"": old, "ahead": gap + old, "behind": old + gap}[side]
        whole = edit(f"x{old}y", 1, old, "", "remove")
        parts = parts_of(whole, f"x{old}y")
        assert len(parts) == (len(blocks) if len(blocks) > 1 else 0)
        if parts:
            assert "".join(part.old for part in parts) == old
            assert apply(f"x{old}y", parts) == "xy"
            assert [part.old.strip() for part in parts] == blocks

    def test_a_group_into_its_edits(self):
        text = "a,b,c,d,e"
        marks = [edit(text, k, ",", "，", "punct", group="g") for k in (1, 3, 5, 7)]
        session = Session(report(text, *marks))
        do(session, "s", "y", "n", "y", "n")
        assert outcome(session).text == "a，b,c，d,e"


class TestRewording:
    def test_another_outcome(self, session):
        session.do(session.reword(Span(2, 3), "-"))
        made = outcome(session)
        assert made.text.startswith("ab-cd")
        assert made.applied[0].reason.startswith("edited by hand")

    def test_a_wider_one(self, session):
        session.do(session.reword(Span(0, 5), "AB"))
        assert outcome(session).text.startswith("AB\nef")

    def test_not_into_what_was_taken(self, session):
        session.go_to("2")
        do(session, "y")
        session.go_to("1")
        with pytest.raises(RefusedError, match="changed by 2"):
            session.reword(Span(2, 6), "x")

    def test_not_taken_over_by_a_later_answer(self, session):
        session.do(session.reword(Span(2, 6), "x"))
        with pytest.raises(RefusedError, match="changed by 1"):
            do(session, "y")
        do(session, "n")
        assert told(session) == "tl...."

    def test_to_what_stands_there_is_to_leave_it(self, session):
        session.do(session.reword(Span(0, 5), "ab cd"))
        assert told(session)[0] == "l"

    def test_of_what_is_pointed_out(self, session):
        session.go_to("6")
        session.do(session.reword(Span(21, 23), "zz"))
        made = outcome(session)
        assert made.text.endswith("xx,zz\n")
        assert made.applied[0].applicability is UNSURE


class TestOutcome:
    def test_what_is_open_is_told_as_such(self, session):
        do(session, "y", "n")
        made = outcome(session)
        assert [each.reason for each in made.dropped] == [LEFT, OPEN]
        assert len(made.withheld) == 1
        assert len(made.notes) == 2

    def test_all_taken_is_what_clean_does(self):
        found = example()
        session = Session(found)
        do(session, "a", "d", "d")
        assert outcome(session).text == found.text
        assert outcome(session).applied == found.applied


KEYS = st.lists(st.sampled_from("ynadADsu"), max_size=12)


def circle(*, safety=UNSURE) -> Report:
    """Three equal lines, each removed because of the next one, the last because of the first."""
    text = "abcd\nabcd\nabcd\n"
    found = [
        edit(text, 5 * k, "abcd\n", "", "remove", safety=safety, peer=Span(at, at + 4))
        for k, at in enumerate((5, 10, 0))
    ]
    return report(text, *found)


class TestVouching:
    """What stands only once stays, whatever is taken."""

    def test_the_last_of_a_circle_is_refused(self):
        session = Session(circle())
        do(session, "y", "y")
        with pytest.raises(RefusedError, match="nothing would be left"):
            do(session, "y")
        do(session, "n")
        assert outcome(session).text == "abcd\n"

    def test_taking_all_at_once_leaves_it_open(self):
        session = Session(circle())
        do(session, "a")
        assert told(session) == "tt."

    def test_once_another_is_left_it_may_go(self):
        session = Session(circle())
        do(session, "y", "y")
        session.go_to("1")
        do(session, "n", "y")
        assert outcome(session).text == "abcd\n"

    def test_a_chain_is_no_circle(self):
        text = "abcd\nabcd\nabcd\n"
        found = [
            edit(text, 5 * k, "abcd\n", "", "remove", peer=Span(10, 14) if k else Span(5, 9))
            for k in (0, 1)
        ]
        session = Session(report(text, *found))
        do(session, "a")
        assert outcome(session).text == "abcd\n"


class TestLaws:
    @given(KEYS)
    @settings(max_examples=150)
    def test_the_same_events_make_the_same_state(self, keys):
        one = Session(small())
        events = []
        for key in keys:
            if one.finished and key != "u":
                continue
            before = one.do
            saved = []
            one.do = lambda event, do=before, saved=saved: (saved.append(event), do(event))
            try:
                do(one, key)
            except RefusedError:
                pass
            finally:
                one.do = before
            events += saved
        again = Session(small(), json.loads(json.dumps(events)))
        assert told(again) == told(one)
        assert again.made == one.made
        assert again.items == one.items

    @given(st.data())
    @settings(max_examples=60, deadline=None)
    def test_whatever_is_answered_leads_back(self, data):
        text = data.draw(texts())
        edits = data.draw(disjoint_edits_for(text))
        chosen = choose(edits, Settings().applies)
        session = Session(report(text, *chosen[0], *chosen[1]))
        while not session.finished:
            try:
                do(session, data.draw(st.sampled_from("yn")))
            except RefusedError:
                do(session, "n")
        made = outcome(session)  # checks itself that the edits lead back
        assert made.text == apply(text, session.taken())

    @pytest.mark.parametrize(
        "event",
        [
            {"do": "take"},
            {"do": "take", "edits": 3},
            {"do": "take", "edits": ["nothing"]},
            {"do": "dance", "edits": []},
            {"do": "reword", "edit": "1-2 x 0", "span": [0], "new": ""},
            {"do": "back"},
            {},
        ],
    )
    def test_what_was_tampered_with_is_passed_over(self, event):
        assert told(Session(small(), [event])) == "......"

    def test_an_impossible_rewording_is_passed_over(self):
        key = key_of(small().applied[0])
        for span in ([3, 5], [2, 900], [5, 2]):
            event = {"do": "reword", "edit": key, "span": span, "new": "x"}
            assert told(Session(small(), [event])) == "......"

    def test_an_edit_that_is_not_found_again_does_not_move_the_others(self, session):
        events = [session.answer(True), {"do": "take", "edits": ["0-1 gone 0"]}, {"do": "back"}]
        assert told(Session(small(), events)) == "t....."

    def test_answers_to_overlapping_edits_never_make_an_impossible_text(self):
        text = "one two\n"
        first = edit(text, 0, "one", "1", "script")
        note = edit(text, 0, "one two", "uno dos", "flag", safety=NOTE)
        events = [{"do": "take", "edits": [key_of(first)]}, {"do": "take", "edits": [key_of(note)]}]
        session = Session(report(text, first, note), events)
        assert outcome(session).text == "1 two\n"

    def test_many_answers_take_little_time(self):
        text = "a b " * 5_000
        found = [edit(text, k, " ", "", "space") for k in range(1, len(text), 2)]
        session = Session(report(text, *found))
        events = [{"do": "take", "edits": [key]} for item in session.items for key in item.keys]
        again = Session(report(text, *found), events)
        assert again.counts.taken == 10_000


class TestDrawing:
    def test_every_decision_of_the_example_fits(self):
        for width in (40, 80, 120):
            session = Session(example())
            while not session.finished:
                rows = [plain(row) for row in draw(session, Look(width), why=True)]
                assert max(map(wcswidth, rows)) <= width
                do(session, "y" if session.item.part is not Part.NOTED else "n")

    def test_a_removal_shows_what_stays_what_goes_and_what_is_left(self):
        session = Session(example())
        session.find("7部门加强协调指导")
        while session.item.edits[0].kind != "remove":
            session.go(1, open_only=False)
        rows = [plain(row) for row in draw(session, Look(80))]
        labels = [row.split(" ")[0] for row in rows]
        at = [labels.index(label) for label in ("kept", "removed", "after")]
        assert at == sorted(at)
        assert "lines 151-153" in rows[at[0]]

    def test_the_text_after_has_all_that_was_taken(self):
        text = "ab cd ef\n"
        session = Session(
            report(text, edit(text, 2, " ", "", "space"), edit(text, 5, " ", "", "space"))
        )
        do(session, "y")
        rows = [plain(row) for row in draw(session, Look(80))]
        assert rows[-2].endswith("abcdef")
        session = Session(session.report)
        do(session, "n")
        assert plain(draw(session, Look(80))[-2]).endswith("ab cdef")

    def test_nothing_left(self):
        session = Session(report("ab\n", edit("ab\n", 0, "ab\n", "", "remove")))
        assert draw(session, Look(80))
