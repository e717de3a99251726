"""Damage, then repair: each place is restored to the letter or left; nothing else changes."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.damage import GLYPHS, HAN, LETTERS, Damaged, Place, damages_of, folded
from benchmarks.outcome import outcome
from benchmarks.prose import LANGUAGES, prose
from dedup import Applicability, Document, Edit, Evidence, Report, Settings, Span, clean
from dedup.edits import apply, invert
from dedup.model import KINDS
from tests.damage import damaged_prose, much_damaged_prose

DAMAGES = sorted({*HAN, *LETTERS})
NONE = {("compound at a line end", "la")}
FAST = settings(max_examples=25, deadline=None)
# Half-width marks may be the house's own; to widen them is a wish of its own.
ALL_BUT_MARKS = Settings(apply=frozenset(KINDS) - {"punct"})


def made(damaged: Damaged, *changes: tuple[int, int, str]) -> Report:
    edits = tuple(
        Edit(
            Span(start, end),
            damaged.text[start:end],
            new,
            "join",
            "a-rule",
            Applicability.SAFE,
            (Evidence("seen", 1.0),),
        )
        for start, end, new in changes
    )
    document = Document("text", damaged.text)
    return Report(document, Settings(), apply(damaged.text, edits), applied=edits)


class TestEachPlaceIsRestoredOrLeft:
    @pytest.mark.parametrize("damage", DAMAGES)
    @FAST
    @given(data=st.data())
    def test_by_itself(self, damage: str, data: st.DataObject) -> None:
        damaged = data.draw(damaged_prose(damage))
        report = clean(damaged.text)
        assert not outcome(damaged, report).wrong
        assert apply(report.text, invert(report.applied)) == damaged.text

    @FAST
    @given(damaged=much_damaged_prose())
    def test_beside_damage_of_other_kinds(self, damaged: Damaged) -> None:
        assert not outcome(damaged, clean(damaged.text)).wrong

    @FAST
    @given(damaged=damaged_prose())
    def test_with_other_line_ends(self, damaged: Damaged) -> None:
        one = outcome(damaged, clean(damaged.text))
        other = clean(damaged.text.replace("\n", "\r\n"))
        assert other.text.replace("\r\n", "\n") == clean(damaged.text).text
        assert not one.wrong

    @FAST
    @given(damaged=damaged_prose())
    def test_cleaning_again_finds_nothing(self, damaged: Damaged) -> None:
        assert not clean(clean(damaged.text).text).applied

    @FAST
    @given(damaged=damaged_prose())
    def test_clean_text_is_left(self, damaged: Damaged) -> None:
        assert not clean(damaged.clean).applied

    def test_folded_marks_are_widened_on_request(self) -> None:
        damaged = folded(prose("zh")[0], Random(0))
        report = clean(damaged.text, Settings(apply=frozenset({"punct"})))
        assert report.text == damaged.clean
        assert outcome(damaged, report).restored == len(damaged.places) > 0


class TestTheDamage:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_kind_does_some(self, language: str) -> None:
        for name, damage in damages_of(language).items():
            done = [damage(text, Random(n)) for text in prose(language) for n in range(12)]
            assert any(d.places for d in done) or (name, language) in NONE, name
            assert all(d.text != d.clean for d in done if d.places), name

    @given(damaged=damaged_prose())
    def test_its_places_are_apart_and_hold_it_all(self, damaged: Damaged) -> None:
        for one, two in zip(damaged.places, damaged.places[1:], strict=False):
            assert one.end < two.start
        assert all(damaged.text[p.start : p.end] != p.clean for p in damaged.places)

    def test_every_glyph_comes(self) -> None:
        damage = LETTERS["odd hyphen at a line end"]
        texts = [damage(prose("en")[0], Random(n)).text for n in range(200)]
        for glyph in GLYPHS:
            assert any(f"{glyph}\n" in text for text in texts), glyph

    def test_only_folding_touches_every_mark(self) -> None:
        damaged = folded("他来了，她走了！", Random(0))
        assert damaged.text == "他来了,她走了!"
        assert damaged.clean == "他来了，她走了！"


class TestTheOutcome:
    DAMAGED = Damaged("its devel-\nopment was slow", (Place(9, 18, "opment\n"),))

    def test_the_clean_text(self) -> None:
        assert self.DAMAGED.clean == "its development\nwas slow"

    @pytest.mark.parametrize(
        ("changes", "restored", "left", "wrong"),
        [
            ([], 0, 1, 0),
            ([(9, 18, "opment\n")], 1, 0, 0),
            ([(9, 11, ""), (17, 18, "\n")], 1, 0, 0),
            ([(9, 11, "")], 0, 0, 1),
            ([(9, 10, "")], 0, 0, 1),
            ([(4, 18, "development ")], 0, 0, 1),
            ([(18, 21, "is")], 0, 0, 1),
            ([(0, 3, "the")], 0, 1, 1),
            ([(0, 3, "the"), (9, 18, "opment\n")], 1, 0, 1),
        ],
    )
    def test_of_changes(
        self, changes: list[tuple[int, int, str]], restored: int, left: int, wrong: int
    ) -> None:
        found = outcome(self.DAMAGED, made(self.DAMAGED, *changes))
        assert (found.restored, found.left, len(found.wrong)) == (restored, left, wrong)

    def test_an_empty_place(self) -> None:
        damaged = Damaged("ofthe sea", (Place(2, 2, " "),))
        assert outcome(damaged, made(damaged, (2, 2, " "))).restored == 1
        assert outcome(damaged, made(damaged)).left == 1
        assert outcome(damaged, made(damaged, (2, 2, "\n"))).wrong
