"""Which copy stays; and the blocks of a text against a slow reference."""

import re
from itertools import permutations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from strategies import SENTENCES

from dedup import Report, clean
from dedup.duplicates import find_repeats
from dedup.duplicates.blocks import find_blocks
from dedup.excerpt import Excerpt
from dedup.model import Edit, Span

MILL = (
    "The mill at the lower bridge was built by three brothers who had come down from the hills, "
    "and for forty years it ground the corn of every farm along the river."
)
BREAD = "Bread was baked on Fridays, and the whole street smelled of it until the evening."
WELL = "Nobody drew water from the old well after the winter in which the cow fell in."
TRAIN = "When the railway came, everything went to the town, and the wheel stood still for good."
SCHOOL = "Forty children of every age sat in the only room of the schoolhouse, with one stove."
MARKET = "江边的小镇每逢初一都有集市,附近的农民天不亮就挑着蔬菜和鲜鱼赶来,在石板街两旁摆开摊子。"
TEA = "镇上的茶馆这一天最为热闹,说书的先生从清早讲到黄昏,听的人里三层外三层。"
DUSK = "散集以后,孩子们在空地上捡拾掉落的菜叶,带回家去喂兔子。"

# All cut in mid-word, so that none can be meant.
BEGINNING, MIDDLE, END = MILL[:97], MILL[30:127], MILL[60:]
NOISY = MILL.replace("built", "bu1lt").replace("forty", "f0rty").replace("ground", "gr0und")
NOISY_TOO = MILL.replace("lower", "l0wer").replace("three", "thr3e").replace("corn", "c0rn")
NOISY_MARKET = MARKET.replace("集市", "集巾").replace("农民", "衣民").replace("蔬菜", "蔬茱")
NOISY_MARKET_TOO = MARKET.replace("石板", "右板").replace("摊子", "摊于").replace("鲜鱼", "鲜角")


def text_of(*blocks: str) -> str:
    return "\n\n".join(blocks)


def left(*blocks: str) -> list[str]:
    report = clean(text_of(*blocks))
    check(report)
    return report.text.split("\n\n")


def check(report: Report) -> None:
    """Each removal names text that stays."""
    gone = [e.span for e in report.applied]
    for edit in report.applied:
        assert edit.repeats is not None
        assert not any(edit.repeats.overlaps(span) for span in gone)


def search(*blocks: str) -> list[Edit]:
    _, edits = find_repeats(Excerpt(text_of(*blocks)), similarity=0.75, min_chars=20, near_blocks=9)
    return edits


def span_of(blocks: list[str], first: int, last: int | None = None) -> Span:
    """Where some blocks stand in the text that they make."""
    start = len(text_of(*blocks[:first], ""))
    return Span(start, len(text_of(*blocks[: (last or first) + 1])))


# A cut one yields to the whole one.


@pytest.mark.parametrize("cut", [BEGINNING, MIDDLE, END], ids=["beginning", "middle", "end"])
@pytest.mark.parametrize("whole_first", [False, True], ids=["cut first", "whole first"])
def test_a_cut_copy_yields_to_the_whole_one(cut: str, whole_first: bool) -> None:
    one, other = (MILL, cut) if whole_first else (cut, MILL)
    assert left(one, BREAD, other, WELL) == [b for b in (one, BREAD, other, WELL) if b != cut]


@pytest.mark.parametrize("cut", [MARKET[:24], MARKET[9:33], MARKET[19:]])
@pytest.mark.parametrize("whole_first", [False, True], ids=["cut first", "whole first"])
def test_a_cut_copy_of_han_yields_to_the_whole_one(cut: str, whole_first: bool) -> None:
    one, other = (MARKET, cut) if whole_first else (cut, MARKET)
    assert left(one, TEA, other, DUSK) == [b for b in (one, TEA, other, DUSK) if b != cut]


def test_the_reason_names_the_whole_one() -> None:
    blocks = [BEGINNING, BREAD, MILL]
    (edit,) = clean(text_of(*blocks)).applied
    assert edit.rule == "cut-off-repeat"
    assert edit.repeats == span_of(blocks, 2)
    (cluster,) = clean(text_of(*blocks)).clusters
    assert cluster.kept == span_of(blocks, 2)
    assert cluster.matches[0].source.of(text_of(*blocks)) == BEGINNING
    assert cluster.matches[0].covered == pytest.approx(len(BEGINNING) / len(MILL), abs=0.02)


def test_copies_of_a_cut_block_rest_on_the_whole_one() -> None:
    blocks = [BEGINNING, BEGINNING, BREAD, MILL, WELL, BEGINNING, MILL]
    assert left(*blocks) == [BREAD, MILL, WELL]
    for edit in search(*blocks):
        assert edit.repeats == span_of(blocks, 3)


@pytest.mark.parametrize("ends", [(78, 88, 97), (78, 97, 88), (97, 88, 78)])
def test_of_a_chain_of_cut_copies_the_whole_one_stays(ends: tuple[int, ...]) -> None:
    # Each in mid-word.
    one, two, three = (MILL[:end] for end in ends)
    assert left(one, BREAD, two, WELL, three, TRAIN, MILL, SCHOOL) == [
        *(BREAD, WELL, TRAIN, MILL, SCHOOL)
    ]
    for edit in search(one, BREAD, two, WELL, three, TRAIN, MILL, SCHOOL):
        assert edit.repeats == span_of([one, BREAD, two, WELL, three, TRAIN, MILL], 6)


def test_copies_of_each_of_a_chain_of_cut_copies_go() -> None:
    one, two = MILL[:78], MILL[:97]
    blocks = [one, one, BREAD, two, WELL, two, one, TRAIN, MILL]
    assert left(*blocks) == [BREAD, WELL, TRAIN, MILL]
    assert {e.repeats for e in search(*blocks)} == {span_of(blocks, 8)}


@pytest.mark.parametrize("pieces", list(permutations([MARKET[:24], MARKET[9:], MARKET])))
def test_pieces_in_any_order_leave_the_whole_one(pieces: tuple[str, ...]) -> None:
    one, two, three = pieces
    blocks = [one, TEA, two, DUSK, three]
    assert left(*blocks) == [b for b in blocks if b in (MARKET, TEA, DUSK)]


def test_a_cut_block_on_which_a_longer_run_rests_stays() -> None:
    # The run says the cut block and the next one again; the whole one says only the first.
    blocks = [BEGINNING, BREAD, WELL, BEGINNING, BREAD, TRAIN, MILL]
    (edit,) = search(*blocks)
    assert edit.repeats == span_of(blocks, 0, 1)
    assert edit.old.strip() == text_of(BEGINNING, BREAD)


@pytest.mark.xfail(
    strict=True, reason="a later search takes what an earlier removal names as its source"
)
def test_a_cut_block_on_which_a_longer_run_rests_stays_in_the_end() -> None:
    blocks = [BEGINNING, BREAD, WELL, BEGINNING, BREAD, TRAIN, MILL]
    assert left(*blocks) == [BEGINNING, BREAD, WELL, TRAIN, MILL]


NEXT_BLOCK = pytest.mark.xfail(
    strict=True, reason="the whole one is held against the cut one and the block behind it"
)


@pytest.mark.parametrize(
    "end",
    [*(78, 88, 102), *(pytest.param(k, marks=NEXT_BLOCK) for k in (107, 117)), *(126, 136, 147)],
)
def test_a_block_cut_in_any_word_yields(end: int) -> None:
    cut = MILL[:end]
    assert cut[-1].isalpha()
    assert MILL[end].isalpha()
    assert left(cut, WELL, MILL) == [WELL, MILL]


def test_a_block_that_says_more_than_the_whole_one_stays() -> None:
    longer = f"{MILL[:97]}, and nobody knows to this day from where they had the money"
    assert left(longer, BREAD, MILL) == [longer, BREAD, MILL]


def test_a_short_piece_stays() -> None:
    assert left(MILL[:40], BREAD, MILL) == [MILL[:40], BREAD, MILL]


def test_a_piece_with_another_figure_stays() -> None:
    whole = MILL.replace("forty", "40")
    cut = whole[:106].replace("40", "41")
    assert left(cut, BREAD, whole) == [cut, BREAD, whole]


# A noisy one yields to the clean one.


@pytest.mark.parametrize(
    ("noisy", "other", "whole", "between"),
    [
        (NOISY, NOISY_TOO, MILL, (BREAD, WELL)),
        (NOISY_MARKET, NOISY_MARKET_TOO, MARKET, (TEA, DUSK)),
    ],
    ids=["letters", "Han"],
)
def test_the_clean_copy_stays_wherever_it_stands(
    noisy: str, other: str, whole: str, between: tuple[str, str]
) -> None:
    one, two = between
    for first, second, third in permutations([noisy, other, whole]):
        blocks = [first, one, second, two, third]
        assert left(*blocks) == [b for b in blocks if b not in (noisy, other)]


def test_each_copy_is_verified_against_the_one_that_stays() -> None:
    blocks = [NOISY, BREAD, MILL, WELL, NOISY_TOO, TRAIN, MILL]
    report = clean(text_of(*blocks))
    assert report.text == text_of(BREAD, MILL, WELL, TRAIN)
    (cluster,) = report.clusters
    assert cluster.kept == span_of(blocks, 2)
    assert [m.source for m in cluster.matches] == [span_of(blocks, 2)] * 3
    # The noisy ones differ in six letters, but each from the clean one in three.
    assert [round(m.similarity, 2) for m in cluster.matches] == [0.98, 0.98, 1.0]


def test_a_cut_copy_of_the_noisy_one_rests_on_the_clean_one() -> None:
    blocks = [NOISY, BREAD, NOISY[:97], WELL, MILL]
    assert left(*blocks) == [BREAD, WELL, MILL]
    assert {e.repeats for e in search(*blocks)} == {span_of(blocks, 4)}


def test_of_two_equally_noisy_ones_the_first_stays() -> None:
    assert left(NOISY, BREAD, NOISY_TOO) == [NOISY, BREAD]


def test_a_run_of_blocks_rests_on_a_clean_copy_of_all_of_them() -> None:
    noisy = BREAD.replace("street", "str3et")
    assert left(NOISY, noisy, TRAIN, MILL, BREAD, WELL) == [TRAIN, MILL, BREAD, WELL]


FARM = (
    "The farm lies on the {} bank of the river, half a mile below the old mill, and the miller's "
    "sons go there on foot."
)
DAY = "江边的小镇每逢星期{}都有集市,附近的农民天不亮就挑着蔬菜和鲜鱼赶来,在石板街两旁摆开摊子。"


@pytest.mark.parametrize(
    ("row", "spoilt", "one", "other"),
    [
        (FARM, "nocth", "north", "south"),
        (FARM, "l987", "1987", "1937"),
        (DAY, "口", "三", "五"),
    ],
)
def test_what_two_copies_say_of_a_spoilt_one_is_not_lost(
    row: str, spoilt: str, one: str, other: str
) -> None:
    text = clean(text_of(row.format(spoilt), BREAD, row.format(one), WELL, row.format(other))).text
    assert one in text
    assert other in text


# Blocks.

GAP = re.compile(r"\s+")
# As `str.splitlines` has them.
END = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


# A carriage return, and a line feed as the next white space behind some text.
APART = re.compile(r"\r\S+\n")


def slow_blocks(text: str) -> list[tuple[int, int]]:
    """Lines; or what lies between blank lines, if there is one between two lines."""
    inner = [m for m in GAP.finditer(text) if m.start() > 0 and m.end() < len(text)]
    counts = [len(END.findall(m.group())) for m in inner]
    least = 2 if max(counts, default=0) > 1 else 1
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if start >= end:
        return []
    cuts = [m.span() for m, n in zip(inner, counts, strict=True) if n >= least]
    starts = [start, *(stop for _, stop in cuts)]
    return list(zip(starts, [*(begin for begin, _ in cuts), end], strict=True))


PIECES = st.sampled_from(
    [
        *("\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x1f", "\x85"),
        *("\u2028", "\u2029", " ", "\t", "\u00a0", "\u3000", "\u200b", "\ufeff"),
        *("a", "word", "渡口", "𠀀", "e\u0301", "。", "-", "\0"),
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
@settings(max_examples=250, deadline=None)
@example("")
@example(" \n\n ")
@example("a\r\n\r\nb")
@example("a\r\r\nb\n\rc")
@example("a\r\nb\rc")
@example("\n\na\nb\n\n")
@example("a\u2028\x85b\u2029c")
def test_blocks_are_those_of_the_obvious_way(text: str) -> None:
    assume(not APART.search(text))
    blocks = find_blocks(text)
    assert blocks.shape == (len(blocks), 2)
    assert [tuple(b) for b in blocks.tolist()] == slow_blocks(text)


@pytest.mark.parametrize("text", ["a\rb\nc", "a\rb\n", "a\r\rb\nc"])
def test_a_carriage_return_before_a_later_line_feed_ends_a_line(text: str) -> None:
    assert [tuple(b) for b in find_blocks(text).tolist()] == slow_blocks(text)


@given(st.lists(PIECES, max_size=14).map("".join))
@settings(max_examples=100, deadline=None)
def test_nothing_but_white_space_lies_between_blocks(text: str) -> None:
    done = 0
    for start, end in find_blocks(text).tolist():
        assert not text[done:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        done = end
    assert not text[done:].strip()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(alphabet="ab渡", min_size=1, max_size=4), min_size=1, max_size=6))
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_a_line_end_is_a_line_end(end: str, lines: list[str]) -> None:
    def cut(text: str) -> list[str]:
        return [text[a:b] for a, b in find_blocks(text).tolist()]

    assert cut(end.join(lines)) == lines
    assert cut((2 * end).join(lines)) == lines
    assert cut(f" {end} {end}".join(lines) + end) == lines
    assert cut(f"x{end}y{2 * end}" + end.join(lines)) == [f"x{end}y", end.join(lines)]


def test_rubbish_in_a_cut_copy_makes_it_no_whole_one():
    whole = (
        "The council decided to build a new library beside the bridge, and to pay for it beside "
        "the bridge, and to pay for it out of the harbour dues."
    )
    cut = whole.replace(", and to pay for it beside the bridge", "").replace(
        "build", "bu" + "![" * 30 + "ild"
    )
    text = f"{whole}\n\nNobody spoke against it at the meeting.\n\n{cut}\n"
    (edit,) = (e for e in clean(text).withheld if e.span.start > len(whole))
    assert edit.rule == "cut-off-repeat"
    assert edit.evidence[0].note == "cut-off repeat of line 1 (105 of 141 chars)"


@pytest.mark.parametrize("language", ["Japanese", "Russian", "Chinese", "German"])
@pytest.mark.parametrize("copies", [2, 5])
def test_copies_of_a_line_that_stands_misread_in_the_last_one(language: str, copies: int) -> None:
    town, river, letter = SENTENCES[language][:3]
    line = f"{town} {river}"
    last = f"{letter} {line[:20]}{line[21:]}"
    report = clean("\n".join([line] * copies + [last]))
    assert report.text == last
    start = report.document.text.rindex("\n") + 1
    for edit in report.applied:
        assert edit.repeats == Span(start, start + len(last))
