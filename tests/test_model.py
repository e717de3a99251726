"""The nouns refuse what they cannot mean."""

from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.model import (
    KINDS,
    Applicability,
    Cluster,
    Document,
    Edit,
    Evidence,
    Match,
    Report,
    Settings,
    Span,
)

SPANS = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda p: Span(*sorted(p)))
REASON = (Evidence("word", 0.5),)


def edit(applicability=Applicability.SAFE, kind="join", **fields):
    fields = {"span": Span(2, 4), "old": "\n\n", "new": "", "evidence": REASON} | fields
    return Edit(kind=kind, rule="test-rule", applicability=applicability, **fields)


class TestSpan:
    @pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 2), (-3, -1)])
    def test_refuses_what_is_no_stretch(self, start, end):
        with pytest.raises(ValueError, match="not a span"):
            Span(start, end)

    def test_cuts_code_points(self):
        assert Span(1, 3).of("a𠀀e\u0301") == "𠀀e"
        assert len(Span(1, 3)) == 2

    @given(SPANS, SPANS)
    def test_overlaps_where_a_gap_or_a_character_lies_in_both(self, one, other):
        def inner(span):
            """Twice the places strictly inside: odd ones are characters, even ones gaps."""
            return set(range(2 * span.start + 1, 2 * span.end))

        def place(span):
            return inner(span) or {2 * span.start}

        if len(one) or len(other):
            assert one.overlaps(other) == bool(place(one) & place(other))
        else:
            assert not one.overlaps(other)
        assert one.overlaps(other) == other.overlaps(one)

    @given(SPANS, SPANS)
    def test_contains_borders_included(self, one, other):
        whole = range(one.start, one.end + 1)
        assert one.contains(other) == (other.start in whole and other.end in whole)

    def test_orders_by_start_then_end(self):
        assert sorted([Span(2, 3), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(2, 3)]

    def test_cannot_be_changed(self):
        with pytest.raises(FrozenInstanceError):
            Span(1, 2).start = 0


class TestEvidence:
    @pytest.mark.parametrize("score", [-0.01, 1.01, 90, float("nan"), float("inf")])
    def test_scores_are_shares_never_percentages(self, score):
        with pytest.raises(ValueError, match="out of"):
            Evidence("word", score)

    @pytest.mark.parametrize("score", [0, 0.0, 0.5, 1, 1.0])
    def test_both_ends_count(self, score):
        assert Evidence("word", score).score == score


class TestEdit:
    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"old": "\n"}, "differ in length"),
            ({"old": ""}, "differ in length"),
            ({"new": "\n\n"}, "changes nothing"),
            ({"new": "\n\n", "applicability": Applicability.UNSAFE}, "changes nothing"),
            ({"evidence": ()}, "without a reason"),
        ],
    )
    def test_refuses_what_is_no_edit(self, fields, reason):
        with pytest.raises(ValueError, match=reason):
            edit(**fields)

    def test_what_only_points_out_may_change_nothing(self):
        assert edit(new="\n\n", applicability=Applicability.DISPLAY).new == "\n\n"

    def test_insertion_is_an_edit(self):
        assert edit(span=Span(3, 3), old="", new="。").new == "。"

    def test_score_is_the_strongest_piece_of_evidence(self):
        reasons = (Evidence("word", 0.2), Evidence("recurs", 0.9), Evidence("word", 0.4))
        assert edit(evidence=reasons).score == 0.9

    def test_reason_leaves_out_what_has_no_words(self):
        reasons = (Evidence("a", 1, "no sentence end"), Evidence("b", 1), Evidence("c", 1, "twice"))
        assert edit(evidence=reasons).reason == "no sentence end; twice"

    def test_repeats_is_the_last_peer_even_an_empty_one(self):
        reasons = (
            Evidence("a", 1),
            Evidence("b", 1, "", Span(1, 2)),
            Evidence("c", 1, peer=Span(0, 0)),
            Evidence("d", 1),
        )
        assert edit(kind="remove", evidence=reasons).repeats == Span(0, 0)
        assert edit(kind="join", evidence=reasons).repeats is None
        assert edit(kind="remove").repeats is None

    def test_equal_edits_are_one(self):
        assert len({edit(), edit(), edit(group="g")}) == 2


class TestApplicability:
    def test_is_ordered(self):
        assert Applicability.DISPLAY < Applicability.UNSAFE < Applicability.SAFE


class TestCluster:
    def test_names_its_copies(self):
        kept, copies = Span(0, 5), (Span(7, 12), Span(20, 22))
        cluster = Cluster(kept, tuple(Match(kept, copy, 1.0, 1.0) for copy in copies))
        assert cluster.copies == copies


class TestSettings:
    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"similarity": 0.49}, "similarity"),
            ({"similarity": 1.01}, "similarity"),
            ({"similarity": 90}, "similarity"),
            ({"similarity": float("nan")}, "similarity"),
            ({"min_chars": 3}, "min-chars"),
            ({"near_blocks": -1}, "near-blocks"),
            ({"only": frozenset({"removal"})}, "only: no kind 'removal'; there are remove, join"),
            ({"skip": frozenset({"JOIN"})}, "skip: no kind 'JOIN'"),
            ({"apply": frozenset({""})}, "apply: no kind ''"),
            ({"keep": ("ok", "(")}, "keep: '\\(' is no regular expression"),
        ],
    )
    def test_refuses_what_makes_no_sense(self, fields, reason):
        with pytest.raises(ValueError, match=reason):
            Settings(**fields)

    @pytest.mark.parametrize(
        "fields",
        [
            {"similarity": 0.5},
            {"similarity": 1},
            {"min_chars": 4},
            {"near_blocks": 0},
            {"only": frozenset(KINDS), "skip": frozenset(KINDS), "apply": frozenset(KINDS)},
            {"keep": ("^■", r"\[sic\]")},
        ],
    )
    def test_takes_the_ends_of_each_range(self, fields):
        settings = Settings(**fields)
        assert all(getattr(settings, name) == value for name, value in fields.items())

    @pytest.mark.parametrize(
        ("only", "skip", "sought"),
        [
            ((), (), set(KINDS)),
            (("join",), (), {"join"}),
            ((), ("join",), set(KINDS) - {"join"}),
            (("join", "remove"), ("join",), {"remove"}),
        ],
    )
    def test_only_and_skip_say_what_is_looked_for(self, only, skip, sought):
        settings = Settings(only=frozenset(only), skip=frozenset(skip))
        assert {kind for kind in KINDS if settings.looks_for(kind)} == sought

    @pytest.mark.parametrize(
        ("settings", "safe", "unsafe", "unsafe_punct"),
        [
            (Settings(), True, False, False),
            (Settings(apply=frozenset({"punct"})), True, False, True),
            (Settings(unsafe=True), True, True, True),
        ],
    )
    def test_says_which_edits_are_made(self, settings, safe, unsafe, unsafe_punct):
        assert settings.applies(edit()) == safe
        assert settings.applies(edit(Applicability.UNSAFE)) == unsafe
        assert settings.applies(edit(Applicability.UNSAFE, "punct")) == unsafe_punct

    def test_nothing_makes_what_is_only_pointed_out(self):
        eager = Settings(unsafe=True, apply=frozenset(KINDS))
        assert not any(eager.applies(edit(Applicability.DISPLAY, kind)) for kind in KINDS)


class TestReport:
    def test_sorts_what_was_found_by_what_came_of_it(self):
        made, unsafe = edit(), edit(Applicability.UNSAFE)
        shown = edit(Applicability.DISPLAY)
        report = Report(Document("a", "xx\n\n"), Settings(), "xx", (made,), (unsafe, shown))
        assert report.edits == (made,)
        assert report.withheld == (unsafe,)
        assert report.notes == (shown,)
        assert report.changed
        assert not replace(report, applied=()).changed
