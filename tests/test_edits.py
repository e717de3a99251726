"""The laws of the edit algebra, one class each."""

import os
import random
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import disjoint_edits_for, edits_for, texts

from dedup.edits import apply, choose, invert, place_of
from dedup.errors import SelfCheckError
from dedup.model import REMOVALS, Applicability, Dropped, Edit, Evidence, Settings, Span

TIES = """
from dedup.edits import choose
from dedup.model import Applicability, Edit, Evidence, Span

edits = [
    Edit(Span(0, 2), "ab", "", kind, "rule", Applicability.SAFE, (evidence,), group)
    for kind in ("join", "space", "punct")
    for note in ("", "twice")
    for evidence in (Evidence("word", 1, note, peer) for peer in (None, Span(0, 0), Span(5, 9)))
    for group in (None, "", "one")
]
print(choose(edits, lambda edit: True))
"""

WANTED = st.sampled_from((Settings(), Settings(unsafe=True), Settings(apply=frozenset({"punct"}))))
REASON = (Evidence("word", 0.5),)


def with_edits(strategy):
    """Pairs of a text and edits of it."""
    return texts().flatmap(lambda text: st.tuples(st.just(text), strategy(text)))


def removal(start, end, score=0.5, applicability=Applicability.SAFE):
    old = "x" * (end - start)
    return Edit(
        Span(start, end), old, "", "remove", "repeat", applicability, (Evidence("same", score),)
    )


def repair(start, end, score=0.5, applicability=Applicability.SAFE, kind="join", rule="word"):
    old = "x" * (end - start)
    reason = (Evidence("word", score),)
    return Edit(Span(start, end), old, "new", kind, rule, applicability, reason)


def note(start, end):
    return repair(start, end, applicability=Applicability.DISPLAY, kind="flag")


def clash(one, other):
    """Whether two edits cannot both be made: they share text, or the place to insert at."""
    return one.span.overlaps(other.span) or one.span.start == other.span.start


def slowly(edits, wanted):
    """`choose` by its definition: each edit is held against all that claimed a place before it."""

    def order(edit):
        kind = (edit.kind not in REMOVALS, edit.kind != "remove")
        return (not wanted(edit), *kind, -edit.applicability, -edit.score, edit.rule)

    applied, held, dropped = [], [], []
    for edit in sorted(set(edits), key=lambda edit: (order(edit), place_of(edit))):
        if wanted(edit):
            claims, kept = [applied], applied
        elif edit.applicability is Applicability.DISPLAY:
            claims, kept = [[made for made in applied if made.kind in REMOVALS]], held
        else:
            shown = [one for one in held if one.applicability is not Applicability.DISPLAY]
            claims, kept = [applied, shown], held
        rivals = (
            min((one for one in each if clash(one, edit)), key=place_of, default=None)
            for each in claims
        )
        rival = next(filter(None, rivals), None)
        if rival is None:
            kept.append(edit)
        else:
            reason = f"gives way to {rival.kind} at offset {rival.span.start}"
            dropped.append(Dropped(edit, reason))
    return (
        tuple(sorted(applied, key=place_of)),
        tuple(sorted(held, key=place_of)),
        tuple(sorted(dropped, key=lambda each: place_of(each.edit))),
    )


class TestTheWayBack:
    @given(with_edits(disjoint_edits_for))
    def test_what_is_applied_is_undone(self, case):
        text, edits = case
        assert apply(apply(text, edits), invert(edits)) == text

    @given(with_edits(disjoint_edits_for))
    def test_inverting_twice_is_nothing(self, case):
        _, edits = case
        assert invert(invert(edits)) == tuple(edits)

    @given(with_edits(edits_for), WANTED)
    def test_holds_for_whatever_is_chosen(self, case, settings):
        text, edits = case
        applied, _, _ = choose(edits, settings.applies)
        assert apply(apply(text, applied), invert(applied)) == text

    @given(texts())
    def test_no_edits_change_nothing(self, text):
        assert apply(text, ()) == text

    def test_neighbours_that_vanish_come_back_in_order(self):
        edits = [
            Edit(Span(0, 2), "ab", "", "remove", "r", Applicability.SAFE, REASON),
            Edit(Span(2, 4), "cd", "", "remove", "r", Applicability.SAFE, REASON),
        ]
        assert apply("abcde", edits) == "e"
        assert apply("e", invert(edits)) == "abcde"


class TestNothingIsLost:
    @given(with_edits(edits_for), WANTED)
    def test_but_what_edits_name(self, case, settings):
        text, edits = case
        applied, _, _ = choose(edits, settings.applies)
        cleaned = apply(text, applied)
        assert self.without(cleaned, invert(applied)) == self.without(text, applied)

    @given(with_edits(disjoint_edits_for))
    def test_length_is_accounted_for(self, case):
        text, edits = case
        change = sum(len(edit.new) - len(edit.old) for edit in edits)
        assert len(apply(text, edits)) == len(text) + change

    @staticmethod
    def without(text, edits):
        """What no edit names, piece by piece."""
        ends = [0, *(edit.span.end for edit in edits)]
        starts = [*(edit.span.start for edit in edits), len(text)]
        return [text[end:start] for end, start in zip(ends, starts, strict=True)]


class TestApplyRefuses:
    def test_an_edit_of_another_text(self):
        with pytest.raises(SelfCheckError, match="does not stand at 1"):
            apply("abc", [repair(1, 2)])

    def test_an_edit_behind_the_end(self):
        with pytest.raises(SelfCheckError, match="does not stand at 4"):
            apply("abc", [repair(4, 4)])

    def test_overlapping_edits(self):
        with pytest.raises(SelfCheckError, match="overlaps"):
            apply("xxxx", [repair(0, 2), repair(1, 3)])

    def test_edits_out_of_order(self):
        with pytest.raises(SelfCheckError, match="overlaps"):
            apply("xxxx", [repair(2, 3), repair(0, 1)])


class TestChooseIsComplete:
    @given(with_edits(edits_for), WANTED)
    def test_the_three_lists_are_the_input(self, case, settings):
        _, edits = case
        applied, held, dropped = choose(edits, settings.applies)
        parts = [*applied, *held, *(d.edit for d in dropped)]
        assert set(parts) == set(edits)
        assert len(parts) == len(set(edits))

    @given(with_edits(edits_for), WANTED)
    def test_each_list_is_in_the_order_of_the_text(self, case, settings):
        _, edits = case
        applied, held, dropped = choose(edits, settings.applies)
        for part in (applied, held, [d.edit for d in dropped]):
            assert [e.span for e in part] == sorted(e.span for e in part)

    @given(with_edits(edits_for), WANTED)
    def test_nothing_gives_way_without_a_rival(self, case, settings):
        _, edits = case
        applied, held, dropped = choose(edits, settings.applies)
        for edit in (d.edit for d in dropped):
            if settings.applies(edit):
                rivals = applied
            elif edit.applicability is Applicability.DISPLAY:
                rivals = [e for e in applied if e.kind in REMOVALS]
            else:
                rivals = [*applied, *(e for e in held if e.applicability)]
            assert any(clash(edit, rival) for rival in rivals)

    def test_says_what_an_edit_gave_way_to(self):
        _, _, dropped = choose([removal(7, 20), repair(9, 11)], Settings().applies)
        assert [d.reason for d in dropped] == ["gives way to remove at offset 7"]


class TestChooseIsWhatIsDefined:
    """The quick search for rivals against a look at all that was claimed before."""

    @given(with_edits(edits_for), WANTED, st.integers(1, 40))
    def test_for_any_edits(self, case, settings, stretch):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("dedup.edits._STRETCH", stretch)
            assert choose(case[1], settings.applies) == slowly(case[1], settings.applies)

    def test_across_stretches(self):
        case = [removal(0, 9000), repair(4000, 4100), repair(8999, 12300), repair(9000, 9001)]
        assert choose(case, Settings().applies) == slowly(case, Settings().applies)


class TestChooseIsDisjoint:
    @given(with_edits(edits_for), WANTED)
    def test_what_is_applied_never_clashes(self, case, settings):
        _, edits = case
        applied, _, _ = choose(edits, settings.applies)
        assert not any(clash(one, other) for one, other in pairwise(applied))

    @given(with_edits(edits_for), WANTED)
    def test_what_is_withheld_clashes_with_nothing_applied(self, case, settings):
        _, edits = case
        applied, held, _ = choose(edits, settings.applies)
        withheld = [e for e in held if e.applicability is Applicability.UNSAFE]
        together = sorted([*applied, *withheld], key=lambda e: e.span)
        assert not any(clash(one, other) for one, other in pairwise(together))

    @given(with_edits(edits_for), WANTED)
    def test_nothing_points_into_what_is_removed(self, case, settings):
        _, edits = case
        applied, held, _ = choose(edits, settings.applies)
        removals = [e for e in applied if e.kind in REMOVALS]
        notes = [e for e in held if e.applicability is Applicability.DISPLAY]
        assert not any(clash(one, other) for one in removals for other in notes)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ((2, 6), (6, 9)),  # neighbours
            ((2, 6), (6, 6)),  # an insertion behind
            ((3, 3), (2, 3)),  # an insertion behind, the other way round
        ],
    )
    def test_neighbours_live_together(self, one, other):
        applied, _, dropped = choose([repair(*one), repair(*other)], Settings().applies)
        assert len(applied) == 2
        assert not dropped

    @pytest.mark.parametrize("other", [(2, 2), (3, 3), (2, 3), (5, 9), (0, 3), (0, 9)])
    def test_rivals_do_not(self, other):
        applied, _, dropped = choose([repair(2, 6), repair(*other, 0.1)], Settings().applies)
        assert [e.span for e in applied] == [Span(2, 6)]
        assert [d.edit.span for d in dropped] == [Span(*other)]


class TestChooseIsOrderFree:
    @given(with_edits(edits_for), WANTED, st.randoms(use_true_random=False))
    def test_no_order_of_the_input_matters(self, case, settings, shuffler):
        _, edits = case
        chosen = choose(edits, settings.applies)
        shuffled = list(edits)
        shuffler.shuffle(shuffled)
        assert choose(shuffled, settings.applies) == chosen
        assert choose([*edits, *shuffled], settings.applies) == chosen

    def test_nor_does_the_hash_seed(self):
        outputs = {
            subprocess.run(
                [sys.executable, "-c", TIES],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
            ).stdout
            for seed in ("1", "2", "3")
        }
        assert len(outputs) == 1


class TestChooseIsIdempotent:
    @given(with_edits(edits_for), WANTED)
    def test_choosing_from_what_was_chosen_changes_nothing(self, case, settings):
        _, edits = case
        applied, held, _ = choose(edits, settings.applies)
        assert choose([*applied, *held], settings.applies) == (applied, held, ())

    @given(with_edits(edits_for), WANTED)
    def test_what_gave_way_gives_way_again(self, case, settings):
        _, edits = case
        chosen = applied, held, dropped = choose(edits, settings.applies)
        everything = [*(d.edit for d in dropped), *held, *applied]
        assert choose(everything, settings.applies) == chosen


class TestRemovalBeatsRepair:
    @given(with_edits(edits_for), WANTED)
    def test_a_wanted_removal_gives_way_to_a_removal_alone(self, case, settings):
        _, edits = case
        applied, _, dropped = choose(edits, settings.applies)
        removals = [e for e in applied if e.kind in REMOVALS]
        for edit in (d.edit for d in dropped):
            if edit.kind in REMOVALS and settings.applies(edit):
                # A repeat beats the furniture in it.
                rivals = [e for e in removals if e.kind in ("remove", edit.kind)]
                assert any(clash(edit, other) for other in rivals)

    def test_however_sure_the_repair(self):
        weak, strong = removal(0, 9, score=0.1), repair(3, 5, score=1.0)
        applied, held, dropped = choose([strong, weak], Settings().applies)
        assert (applied, held) == ((weak,), ())
        assert [d.edit for d in dropped] == [strong]

    def test_repairs_across_its_border_too(self):
        gone = removal(4, 9)
        applied, _, dropped = choose([repair(2, 5), gone, repair(8, 12)], Settings().applies)
        assert applied == (gone,)
        assert len(dropped) == 2

    def test_a_withheld_removal_does_not(self):
        withheld = removal(0, 9, applicability=Applicability.UNSAFE)
        mend, hint = repair(3, 5), note(6, 7)
        applied, held, dropped = choose([withheld, mend, hint], Settings().applies)
        assert (applied, held) == ((mend,), (hint,))
        assert [d.edit for d in dropped] == [withheld]

    def test_a_note_gives_way_to_a_removal_behind_a_repair(self):
        hint, mend, gone = note(0, 9), repair(0, 2), removal(5, 7)
        applied, held, dropped = choose([hint, mend, gone], Settings().applies)
        assert (applied, held) == ((mend, gone), ())
        assert [d.edit for d in dropped] == [hint]

    def test_a_note_does_not_give_way_to_a_repair(self):
        hint, mend = note(0, 9), repair(0, 2)
        assert choose([hint, mend], Settings().applies) == ((mend,), (hint,), ())


class TestWantedBeatsUnwanted:
    @given(with_edits(edits_for), WANTED)
    def test_what_is_wanted_is_never_held(self, case, settings):
        _, edits = case
        applied, held, _ = choose(edits, settings.applies)
        assert all(settings.applies(e) for e in applied)
        assert not any(settings.applies(e) for e in held)

    @given(with_edits(edits_for), WANTED)
    def test_what_is_not_wanted_changes_nothing(self, case, settings):
        _, edits = case
        alone = [e for e in edits if settings.applies(e)]
        assert choose(edits, settings.applies)[0] == choose(alone, settings.applies)[0]

    @pytest.mark.parametrize(
        ("winner", "loser"),
        [
            (repair(0, 4), repair(2, 6, 1.0, Applicability.UNSAFE)),
            (repair(0, 4, 0.9), repair(2, 6, 0.8)),
            (repair(0, 4, rule="a"), repair(2, 6, rule="b")),
            (repair(0, 4), repair(2, 6)),
        ],
        ids=["surer", "higher score", "rule by name", "earlier place"],
    )
    def test_then_these_decide(self, winner, loser):
        for wanted in (Settings(unsafe=True), Settings()):
            applied, _, dropped = choose([loser, winner], wanted.applies)
            assert applied == (winner,)
            assert [d.edit for d in dropped] == [loser]


class TestChooseIsFast:
    def test_with_very_many_edits(self):
        edits = [repair(at, at + 2) for at in range(0, 120_000, 3)]
        random.Random(1).shuffle(edits)
        applied, held, dropped = choose(edits, Settings().applies)
        assert (len(applied), held, dropped) == (40_000, (), ())
