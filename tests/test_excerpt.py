"""A text with stretches left out or mended, and the way back."""

from hypothesis import given
from hypothesis import strategies as st

from dedup.edits import apply, choose
from dedup.excerpt import Excerpt
from dedup.model import Applicability, Edit, Evidence, Span


def edit(text: str, start: int, end: int, new: str, kind: str = "join") -> Edit:
    evidence = (Evidence("word", 1.0, "so it is"),)
    old = text[start:end]
    return Edit(Span(start, end), old, new, kind, "rule", Applicability.SAFE, evidence)


def flag(text: str, start: int, end: int) -> Edit:
    evidence = (Evidence("word", 0.5, "perhaps"),)
    old = text[start:end]
    return Edit(Span(start, end), old, old, "flag", "rule", Applicability.DISPLAY, evidence)


TEXT = "The devel-\nopment of the mill"
MOVED = edit(TEXT, 9, 18, "opment\n")


def test_a_mended_text_reads_as_mended() -> None:
    after = Excerpt(TEXT).after([MOVED])
    assert after.text == apply(TEXT, [MOVED]) == "The development\nof the mill"


def test_what_a_mend_leaves_keeps_its_place() -> None:
    after = Excerpt(TEXT).after([MOVED])
    at = after.text.index("opment")
    assert after.place(at) == TEXT.index("opment")
    assert after.span(Span(at, at + 6)).of(TEXT) == "opment"
    assert after.span(Span(4, at + 6)).of(TEXT) == "devel-\nopment"
    line_end = after.text.index("\n")
    assert after.span(Span(line_end, line_end + 1)).of(TEXT) == " "


def test_a_removal_takes_mends_inside_it_along() -> None:
    after = Excerpt(TEXT).after([MOVED])
    (whole,) = after.edits(edit(after.text, 0, 18, "", "remove"))
    assert whole.old == TEXT[:20]
    applied, _, dropped = choose([MOVED, whole], lambda e: True)
    assert applied == (whole,)
    assert dropped[0].edit == MOVED
    assert after.after([whole]).text == apply(TEXT, applied)


def test_what_changes_a_mend_comes_in_its_place() -> None:
    after = Excerpt(TEXT).after([MOVED])
    at = after.text.index("\n")
    (again,) = after.edits(edit(after.text, at, at + 1, " "))
    assert (again.span, again.new) == (MOVED.span, "opment ")
    (inside,) = after.edits(edit(after.text, at - 2, at - 1, "m"))
    assert (inside.span, inside.new) == (MOVED.span, "opmemt\n")
    (wider,) = after.edits(edit(after.text, at, at + 3, " if"))
    assert (wider.old, wider.new) == ("-\nopment of", "opment if")


def test_what_points_out_a_mend_does_not_change_it() -> None:
    after = Excerpt(TEXT).after([MOVED])
    at = after.text.index("opment")
    shown = flag(after.text, at, at + 6)
    assert [told.old for told in after.edits(shown)] == ["opment"]
    assert not [*after.edits(flag(after.text, at, at + 7))]


def test_no_mend_reaches_over_what_is_gone_between_two() -> None:
    text = "one tw-\no gone three"
    after = Excerpt(text).after([edit(text, 6, 10, "o\n"), edit(text, 10, 15, "", "remove")])
    assert after.text == "one two\nthree"
    assert not [*after.edits(edit(after.text, 7, 13, " three!"))]


def test_an_edit_speaks_of_the_original_piece_by_piece() -> None:
    without = Excerpt("abcdefgh").without([Span(2, 4)])
    told = {
        (start, end): [(e.span.start, e.old, e.new) for e in without.edits(one)]
        for start, end in ((0, 2), (1, 3), (2, 4), (5, 6))
        if (one := edit(without.text, start, end, "+"))
    }
    assert told[0, 2] == [(0, "ab", "+")]
    assert told[1, 3] == [(1, "b", "+"), (4, "e", "")]
    assert told[2, 4] == [(4, "ef", "+")]
    assert told[5, 6] == [(7, "h", "+")]


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text("ab-\n ", min_size=1, max_size=40))
    edits, at = [], 0
    while at < len(text):
        start = draw(st.integers(at, len(text)))
        end = draw(st.integers(start, len(text)))
        new = draw(st.text("ab\n", max_size=4))
        if start < end and text[start:end] != new:
            edits.append(edit(text, start, end, new))
        at = end + 1
    return text, edits


@given(texts_with_edits())
def test_an_excerpt_says_what_its_edits_make(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    after = Excerpt(text).after(edits)
    assert after.text == apply(text, edits)
    places = [after.place(k) for k in range(len(after.text))]
    assert places == sorted(places)
    for k in range(len(after.text)):
        span = after.span(Span(k, k + 1))
        assert 0 <= span.start <= span.end <= len(text)


@given(texts_with_edits(), st.data())
def test_a_mend_of_mended_text_makes_what_it_says(
    case: tuple[str, list[Edit]], data: st.DataObject
) -> None:
    text, edits = case
    after = Excerpt(text).after(edits)
    start = data.draw(st.integers(0, len(after.text)))
    end = data.draw(st.integers(start, len(after.text)))
    wanted = edit(after.text, start, end, "+")
    if len(made := [*after.edits(wanted)]) == 1:
        stay = [e for e in edits if not made[0].span.overlaps(e.span)]
        together = sorted([*stay, made[0]], key=lambda e: e.span)
        if made[0].span or not any(e.span.contains(made[0].span) for e in stay):
            assert apply(text, together) == apply(after.text, [wanted])
