"""What removals rest on: text that stays, whatever is asked for, and pointed on where it went."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from strategies import SENTENCES, texts

from benchmarks.laws import LAWS, broken
from dedup import Applicability, Edit, Evidence, Settings, Span, clean
from dedup.duplicates import find_repeats
from dedup.excerpt import Excerpt
from dedup.sources import STANDS, made_at_once, pointed_on

FOG, LIBRARY, WORK, QUEUE = SENTENCES["English"]
SURE, UNSURE = Applicability.SAFE, Applicability.UNSAFE
SETTINGS = Settings(unsafe=True, similarity=0.5, min_chars=4, near_blocks=0)


def removal(start: int, end: int, peer: tuple[int, int], sure: Applicability = SURE) -> Edit:
    reason = Evidence("repeat", 1.0, "a duplicate", Span(*peer))
    span = Span(start, end)
    return Edit(span, "x" * len(span), "", "remove", "exact-repeat", sure, (reason,))


def mend(start: int, end: int, new: str, group: str | None = None) -> Edit:
    reason = Evidence("word", 1.0, "a word")
    old = "x" * (end - start)
    return Edit(Span(start, end), old, new, "join", "word-across-break", SURE, (reason,), group)


class TestMadeAtOnce:
    def test_what_is_sure_is_made(self) -> None:
        edits = [removal(0, 5, (20, 25)), removal(30, 35, (20, 25))]
        assert made_at_once(edits) == edits

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ((0, 5, (10, 15)), (10, 15, (0, 5))),
            ((0, 5, (10, 15)), (8, 20, (30, 40))),
            ((0, 5, (10, 15)), (20, 25, (3, 8))),
        ],
    )
    @pytest.mark.parametrize("sure", [SURE, UNSURE])
    def test_no_two_of_which_one_rests_on_the_other(self, first, second, sure) -> None:
        one, two = removal(*first, sure), removal(*second, UNSURE)
        assert made_at_once([one, two]) == [one]
        assert made_at_once([two, one]) == [one if sure is SURE else two]

    def test_neighbours_are_made(self) -> None:
        edits = [removal(0, 5, (10, 15), UNSURE), removal(5, 10, (15, 20), UNSURE)]
        assert made_at_once(edits) == edits

    def test_what_repeats_nothing_is_made(self) -> None:
        edits = [mend(10, 12, "y"), removal(0, 5, (10, 15), UNSURE)]
        assert made_at_once(edits) == edits

    def test_two_that_are_like_each_other_do_not_both_go(self) -> None:
        text = (
            f"{LIBRARY} {FOG} {QUEUE[:40]}\n\n"
            f"{LIBRARY.title()[:-9]}{LIBRARY.title()[30:]} {FOG.title()} {QUEUE.title()[:40]}\n"
        )
        withheld = clean(text, Settings(similarity=0.5, min_chars=4)).withheld
        assert clean(text, SETTINGS).text.strip(), withheld

    def test_a_greek_page_is_not_emptied(self) -> None:
        one = SENTENCES["Greek"][1] + " " + SENTENCES["Greek"][0]
        two = one.title()
        one = one.replace("οι βάρκες ", "οιρκες </script>")
        two = two.replace("Βόρεια", "Βόρειτίσει Μια Νέα Βιβλιοθήκη Βόρεια")
        report = clean(f"- 188 -\n\n{one}\n\n{two}\n\n- 188 -\n", SETTINGS)
        assert "νέα βιβλιοθήκη" in report.text.lower()
        assert not [*broken(report, LAWS)]


class TestPointedOn:
    TEXT = "aaaaa bbbbb ccccc ddddd eeeee"

    def test_to_where_it_stands(self) -> None:
        edits = (removal(6, 11, (12, 17)), removal(12, 17, (18, 23)), removal(18, 23, (24, 29)))
        on = pointed_on(edits, edits, self.TEXT)
        assert [edit.repeats for edit in on] == [Span(24, 29)] * 3
        assert [edit.evidence[0].peer for edit in on] == [e.repeats for e in edits]
        assert on[0].evidence[1].kind == STANDS
        assert on[0].reason == "a duplicate; that is gone, too, as a repeat of line 1"

    def test_not_where_some_of_it_stays(self) -> None:
        edits = (removal(6, 11, (12, 20)), removal(12, 17, (24, 29)))
        assert pointed_on(edits, edits, self.TEXT) == edits

    def test_white_space_is_no_text(self) -> None:
        edits = (removal(6, 11, (11, 18)), removal(12, 17, (24, 29)))
        assert pointed_on(edits, edits, self.TEXT)[0].repeats == Span(24, 29)

    def test_to_several_places(self) -> None:
        edits = (removal(0, 5, (6, 17)), removal(6, 11, (24, 26)), removal(12, 17, (27, 29)))
        assert pointed_on(edits, edits, self.TEXT)[0].repeats == Span(24, 26)

    def test_what_is_withheld_too(self) -> None:
        made = (removal(12, 17, (18, 23)),)
        held = (removal(6, 11, (12, 17), UNSURE),)
        assert pointed_on(held, made, self.TEXT)[0].repeats == Span(18, 23)

    def test_a_stutter_in_a_copy(self) -> None:
        report = clean(f"{FOG} {LIBRARY}\n\n{QUEUE} {WORK}\n\n{FOG} {LIBRARY} {LIBRARY}\n")
        assert report.text == f"{FOG} {LIBRARY}\n\n{QUEUE} {WORK}\n"
        stutter = next(e for e in report.applied if e.rule == "stuttered-sentence")
        assert stutter.reason.endswith("; that is gone, too, as a repeat of line 1")
        assert stutter.repeats is not None
        assert LIBRARY in stutter.repeats.of(report.document.text)
        assert stutter.repeats.end < report.document.text.index(QUEUE)

    def test_a_long_chain_is_followed_to_its_end(self) -> None:
        text = "ab " * 30_000
        edits = tuple(removal(n, n + 2, (n + 3, n + 5)) for n in range(0, 60_000, 3))
        assert pointed_on(edits[:1], edits, text)[0].repeats == Span(60_000, 60_002)


class TestTheBestCopy:
    NIGHT = (
        (
            "Стук ппвтоьился. Где- о за стенойтжалаяла собака, серо-бурая, с томно-рыжим хвостом; "
            "давным-давно она жила у сторожа, а тапепь ни у кого-либо в особенности."
        ),
        (
            "Стокбповторилпя. Гди-то за стеиой залаяла собака, сери-бурая, с тёмно-рмжим хвостом; "
            "давным-давно она жила у сторожа, а теперь ни у кого-либо в особеннос,и."
        ),
        (
            "Стук повторился. Где-то за стеной залаяла собака, серо-бурая, с тёмно-рыжим хвостом; "
            "давным-давно она жила у сторожа, а теперь ни у кого-либо в особенности."
        ),
        (
            "Стук повторился. Где-то за стеной залаяла собака, серо-бурая, с тёмно-рыжим хвостом; "
            "давным-давно она жила у сторожа, а теперь ни у коголлибо в особенности."
        ),
        (
            "Стук повторился. Где-то за стеной залаяла собака, серо-бурая, с тёмнокрыжим хвостом; "
            "давным-давно она жила у сторожа, а теперь ни у кого-либо в особенности."
        ),
    )

    def test_no_block_is_removed_twice(self) -> None:
        text = "\n\n".join(self.NIGHT)
        _, edits = find_repeats(Excerpt(text), similarity=0.75, min_chars=20, near_blocks=30)
        spans = sorted(edit.span for edit in edits)
        assert not [1 for one, two in pairwise(spans) if one.overlaps(two)]
        assert not clean(clean(text).text).applied

    def test_an_exact_copy_of_what_went_is_not_exact(self) -> None:
        clear = (
            "창문을 열고 깃발이나 나뭇가지를 찾는다. 그러나 여기에는 띄울 배도 없고 사람도 없다."
        )
        other = clear.replace("나뭇가지를 ", "나뭇가지를와")
        report = clean(f"{clear}\n\n{clear}\n\n{other}\n")
        for edit in report.applied:
            kept = edit.repeats
            assert kept is not None
            same = edit.old.strip() == kept.of(report.document.text).strip()
            assert (edit.rule == "exact-repeat") == same
            assert ("1.00" in edit.reason) == same


@given(texts())
@settings(max_examples=60, deadline=None)
def test_the_laws_hold_for_all_that_is_made_on_request(text: str) -> None:
    report = clean(text, SETTINGS)
    assert not [each for each in broken(report, LAWS) if each[0] != "idempotence"]
