"""Repeats that hold a part of a paragraph, and copies without their middle."""

import pytest

from dedup import Settings, clean
from dedup.duplicates.sentences import sentences_of
from dedup.model import Applicability, Span

MILL = (
    "The mill stands where the river bends, and has stood there since before the war. "
    "Its wheel was taken out in the spring of that year."
)
HOUSE = (
    "The house of the miller is older still. It has four rooms and a cellar which floods "
    "each autumn. A family of six lived there once."
)
PUMP = "In the yard stands a pump. The water is good, they say, and cold even in August."
ROOF = "The roof was mended last year by a carpenter from the next valley."
ROAD = "A road leads up to the wood, and the carts that went along it left deep ruts in the clay."


def cleaned(*blocks: str, gap: str = "\n\n") -> list[str]:
    report = clean(gap.join(blocks), Settings(only=frozenset({"remove"})))
    return report.text.split(gap)


def withheld(*blocks: str) -> list[str]:
    report = clean("\n\n".join(blocks), Settings(only=frozenset({"remove"})))
    return [e.old.strip() for e in report.held if e.applicability is Applicability.UNSAFE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One ends. Two ends! Three?", ["One ends.", "Two ends!", "Three?"]),
        ("甲说完了。乙说完了！”丙", ["甲说完了。", "乙说完了！”", "丙"]),
        ("He met Mr. Brown. They left.", ["He met Mr. Brown.", "They left."]),
        ("Cf. p. 12. The rest", ["Cf. p. 12. The rest"]),
        ("It costs 3. 5 and e.g. more. So", ["It costs 3. 5 and e.g. more.", "So"]),
        ("‘Stop.’ He stopped.", ["‘Stop.’", "He stopped."]),
        ("no mark at all", ["no mark at all"]),
        ("wait... what. Now", ["wait... what.", "Now"]),
    ],
)
def test_sentences_end_where_no_abbreviation_may_stand(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in sentences_of(text, Span(0, len(text)))] == expected


def test_the_sentences_behind_a_run_go_as_far_as_they_repeat() -> None:
    first_two = HOUSE[: HOUSE.index(" A family")]
    assert cleaned(MILL, HOUSE, PUMP, MILL, f"{first_two} {ROOF}") == [MILL, HOUSE, PUMP, ROOF]


def test_the_sentences_before_a_run_go_as_far_as_they_repeat() -> None:
    last_two = HOUSE[HOUSE.index("It has") :]
    blocks = (MILL, HOUSE, PUMP, ROAD, f"{ROOF} {last_two}", PUMP)
    assert cleaned(*blocks) == [MILL, HOUSE, PUMP, ROAD, ROOF]


def test_a_loop_that_begins_anew_and_reads_on() -> None:
    again = f"{MILL} {ROOF}"
    assert cleaned(MILL, HOUSE, MILL, HOUSE, again) == [MILL, HOUSE, ROOF]


def test_a_sentence_with_another_figure_leaves_its_paragraph_whole() -> None:
    house = HOUSE.replace("four rooms", "4 rooms")
    other = HOUSE.replace("four rooms", "5 rooms")
    blocks = (MILL, house, PUMP, MILL, f"{other[: other.index(' A family')]} {ROOF}")
    left = cleaned(*blocks)
    assert left == [MILL, house, PUMP, blocks[4]]


def test_a_misread_sentence_goes_too() -> None:
    misread = HOUSE.replace("cellar", "ce1lar").replace("older", "oldcr")
    blocks = (MILL, HOUSE, PUMP, MILL, f"{misread[: misread.index(' A family')]} {ROOF}")
    assert cleaned(*blocks) == [MILL, HOUSE, PUMP, ROOF]


def test_two_sentences_begun_again_directly_behind_themselves_go() -> None:
    assert cleaned(f"{ROAD} {MILL}", f"{MILL} {ROOF}", PUMP) == [f"{ROAD} {MILL}", ROOF, PUMP]


def test_one_sentence_that_a_paragraph_takes_up_is_withheld() -> None:
    lead = MILL[: MILL.index(" Its wheel")]
    blocks = (f"{ROAD} {lead}", f"{lead} {ROOF}", PUMP)
    assert cleaned(*blocks) == list(blocks)
    assert withheld(*blocks) == [lead]


def test_a_paragraph_inside_another_one_far_away_is_withheld() -> None:
    blocks = (MILL, PUMP, f"{ROOF} {MILL} {ROAD}")
    assert cleaned(*blocks) == list(blocks)
    assert withheld(*blocks) == [MILL]


def test_formulas_with_different_continuations_are_not_mentioned() -> None:
    formula = "The buyer shall pay within thirty days. Interest is due on what is paid later."
    lots = [f"{formula} {more}" for more in (MILL, HOUSE, PUMP)]
    assert cleaned(*lots) == lots
    assert withheld(*lots) == []


def test_the_first_line_of_what_stays_begins_a_line() -> None:
    lines = HOUSE.replace(". ", ".\n")
    kept = lines.index("A family")
    text = "\n\n".join((MILL, lines, PUMP, MILL, f"{lines[:kept]}{ROOF}\nSo they say."))
    report = clean(text, Settings(only=frozenset({"remove"})))
    assert report.text == "\n\n".join((MILL, lines, PUMP, f"{ROOF}\nSo they say."))


HARBOUR = (
    "The harbour was dredged in the year of the flood, and the stone that came up was used to "
    "build the breakwater which shelters the boats from the north wind to this day. The men who "
    "did the work were paid by the ton, and slept in the old salt store behind the quay."
)


def without(text: str, first: str, last: str) -> str:
    """A text without what stands from behind `first` to before `last`."""
    return text[: text.index(first) + len(first)] + text[text.index(last) :]


DROPPED = [
    pytest.param(without(HARBOUR, "shelters the bo", " by the ton"), id="in mid-word"),
    pytest.param(without(HARBOUR, "used to build", "north wind"), id="a line"),
]


@pytest.mark.parametrize("copy", DROPPED)
@pytest.mark.parametrize("first", [True, False])
def test_a_copy_whose_middle_a_machine_dropped_goes(copy: str, first: bool) -> None:
    blocks = (copy, ROAD, HARBOUR, PUMP) if first else (HARBOUR, ROAD, copy, PUMP)
    assert cleaned(*blocks) == [b for b in blocks if b != copy]


def test_a_shorter_version_is_withheld() -> None:
    shorter = without(HARBOUR, "year of the flood", ". The men")
    assert cleaned(HARBOUR, ROAD, shorter) == [HARBOUR, ROAD, shorter]
    assert withheld(HARBOUR, ROAD, shorter) == [shorter]


def test_a_misread_copy_without_its_middle_goes() -> None:
    copy = without(HARBOUR, "shelters the bo", " by the ton")
    copy = copy.replace("harbour", "hxrbour").replace("dredged", "drcdgcd").replace("ton", "t0n")
    assert cleaned(HARBOUR, ROAD, copy) == [HARBOUR, ROAD]


def test_what_has_other_text_in_its_middle_stays() -> None:
    other = HARBOUR.replace("from the north wind to this day", "that nobody has ever seen sail")
    assert other in cleaned(HARBOUR, ROAD, other)


def test_two_holes_are_one_too_many() -> None:
    copy = without(without(HARBOUR, "in the ye", "at came up"), "did the wo", "t store")
    assert cleaned(HARBOUR, ROAD, copy) == [HARBOUR, ROAD, copy]


@pytest.mark.parametrize(("one", "other"), [("four", "five"), ("miller", "joiner")])
def test_another_version_of_a_paragraph_behind_a_run_stays_whole(one: str, other: str) -> None:
    house = f"The yard lies behind it. {HOUSE} It belongs to the parish."
    version = house.replace(one, other)
    assert cleaned(MILL, house, PUMP, MILL, version) == [MILL, house, PUMP, version]
