"""What stands again directly behind itself: what must stay first, then what goes."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.duplicates.stutters import find_stutters
from dedup.edits import apply
from dedup.excerpt import Excerpt
from dedup.model import Applicability, Edit, Span
from tests.strategies import SENTENCES, paragraph_texts, sentences

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September"]

LINE = "the boat was made of the oak that had once stood on the steep hill behind the mill,\n"

# Nothing is said of these: such things repeat by nature.
NATURAL = {
    "cries": [
        "“My God! My God!” she cried, and ran into the burning house.",
        "“No more! No more! No more!” cried the boy.",
        "Ha ha ha ha ha! he laughed. No, no, no, no, no!",
        "Au secours ! Au secours ! criait-on dans la rue.",
        "いいえ、いいえ、違います。",
        "「一つ下さい。一つ下さい。」と子供は言った。",
        "「お兄さまお兄さまお兄さま」と呼ぶ声がした。",
        "哈哈哈哈哈哈哈哈,他笑了起来。",
        "“等等等等,”他喊道,“快快快!”",
        "冲啊冲啊冲啊冲啊!战士们喊着。",
        "ドンドンドンドンドンと戸をたたく音がした。",
        "하하하하하 그는 웃었다.",
        "Бегите! Бегите! — кричал он.",
    ],
    "refrains": [
        "Row, row, row your boat,\nRow, row, row your boat,\nGently down the stream.",
        "The river is wide and grey,\nRow, ferryman, row,\nRow, ferryman, row,\nTo the mill.",
        "Holy, holy, holy! Lord have mercy upon us. Lord have mercy upon us.",
        "Alle Vögel sind schon da, alle Vögel, alle.",
        "南无阿弥陀佛,南无阿弥陀佛,南无阿弥陀佛。",
        "月亮走,我也走,月亮走,我也走。",
        "For he's a jolly good fellow, for he's a jolly good fellow, so say all of us.",
    ],
    "names and words": [
        "They went to New York, New York, and ate at Pizza Pizza.",
        "Duran Duran sang in Baden-Baden; Sirhan Sirhan was there.",
        "Orang orang itu berjalan jalan pelan pelan ke kota.",
        "她天天看看书,说说话,高高兴兴的。",
        "非常非常好,真的真的谢谢。",
        "A very very very long way, très très loin, bye-bye.",
    ],
    "figures": [
        "The value is 0.00000000 and then 1.000000 exactly.",
        "Call 0800 800 800 or 555 555 555 before noon.",
        "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0",
        "12 14 12 14 12 14 12 14 12 14 12 14 12 14",
        "d41d8cd98f00b204e9800998ecf8427e 00000000000000000000",
        "10101010101010101010101010101010101010101010",
        "2,000,000,000,000,000,000,000 tons",
        "In 1990 1990 men and in 1 991 990 men came to the gate of the town.",
    ],
    "strings": [
        "ATATATATATATATATATATATATATATATATATAT",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
        "zzzzzzzzzzzzzzzzzzzzzz, aaaaaaaaaaaaaah",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ],
    "rulers": [
        "----------------------------------------",
        "* * * * * * * * * * * * * * * *",
        "Preface . . . . . . . . . . . . . . . . 1",
        "Preface ................................ 1",
        "第一章……………………………………………………12",
        "=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-=-",
        "姓名__________地址__________姓名__________地址__________",
    ],
    "tables": [
        "& 0 & 0 & 0 & 0 & 0 & 0 & 0 & 0 & 0 & 0 & 0 \\\\",
        "\\begin{tabular}{cccccccccccccccccccccccc}",
        "\\begin{tabular}{|c|c|c|c|c|c|c|c|c|c|c|c|}",
        "Year & Hospitals & Beds & Hospitals & Beds & Hospitals & Beds \\\\",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        "<tr><td></td><td></td><td></td><td></td><td></td><td></td><td></td></tr>",
        "<tr><td>Yes</td><td>Yes</td><td>Yes</td><td>Yes</td><td>Yes</td><td>Yes</td></tr>",
        "Mon Tue Wed Thu Fri Sat Sun Mon Tue Wed Thu Fri Sat Sun",
        " ".join(MONTHS * 2),
        "Not applicable Not applicable Not applicable Not applicable",
        "一月二月三月四月五月六月七月八月九月十月一月二月三月四月五月六月七月八月九月十月",
        "Qty Price Qty Price Qty Price Qty Price",
    ],
    "lines": [
        "Harbour\nHarbour\nHarbour\nHarbour\nHarbour\nHarbour\n\nHill",
        "Item one, two pounds\nItem one, two pounds\nItem one, two pounds\n\nTotal",
        "He was in the garden when the train left.\n\nHe was in the garden when the train left.",
        "The river is wide,\n" + "and the boat is made of the oak,\n" * 2 + "and so on.\n\nFin",
        "Der Wind war kalt und die Nacht war lang.\nDer Wind war kalt und die Nacht war lang.",
        "read(handle)\nread(handle)\n\nclose(handle)",
    ],
    "alike": [
        "He had 12 apples in the basket that day. He had 13 apples in the basket that day.",
        "He had 1 2 apples in the basket that day. He had 12 apples in the basket that day.",
        "She had not gone. She had not gone.",
        "今年的收成好。明年的收成好。",
        "A man and a woman walk to the big town. A man and a woman walk to the big towns.",
    ],
}
# These are shown and left.
DOUBTFUL = [
    "“I will never leave this old house. I will never leave this old house.” So he said.",
    "— Je ne veux plus jamais revenir ici. Je ne veux plus jamais revenir ici.",
    "What a wonderful day for all of us here! What a wonderful day for all of us here!",
    "But what shall we do with the old ferryman, what shall we do with the old ferryman, sir?",
    "「雨が降っている朝は家にいます。雨が降っている朝は家にいます。」",
    "He was up when the sun went down behind the hill when the sun went down behind the hill.",
    "他沿着河边的小路一直往前他沿着河边的小路一直往前走去。",
    "Sunday the river was high and cold.\t\tSunday the river was high and cold.",
    f"He wrote:\n{LINE}{LINE}\nEnd.",
    "Go home now. " * 11,
    "南无阿弥陀佛南无阿弥陀佛南无阿弥陀佛南无阿弥陀佛南无阿弥陀佛南无阿弥陀佛",
    "0." + "0" * 300,
    "a" * 300,
    "Male Female " * 12,
    ", ".join(MONTHS * 2) + ", Total",
    ", ".join(MONTHS * 8),
    "一月,二月,三月,四月,五月,六月,七月,八月,九月,十月," * 3,
]
ZH = "镇上的图书馆昨天开始整修,读者可以到小学借书。"
EN = "The fog had not yet lifted when the boats put out to sea."
LONG = (
    "When the miller had counted the sacks for the third time, and found that there was one too "
    "many, he sat down on the steps of the mill and laughed until the tears ran into his beard"
)
# text: what is left of it
STUTTERED = {
    f"天亮了。{ZH}{ZH}大家都很高兴。": f"天亮了。{ZH}大家都很高兴。",
    f"{ZH}{ZH}{ZH}": ZH,
    f"{ZH}{ZH}{ZH}镇上的图书馆昨天": ZH,
    f"{ZH}{ZH}镇上的图书馆昨天开始整修": ZH,
    f"天亮了。{ZH}\n{ZH[:9]}\n{ZH[9:]}\n天黑了。\n\n完": f"天亮了。{ZH}\n天黑了。\n\n完",
    f"“好!”他说。{ZH}\n\n完": f"“好!”他说。{ZH}\n\n完",
    f"It was cold. {EN} {EN} Then it rained.": f"It was cold. {EN} Then it rained.",
    f"It was cold. {EN}{EN} Then it rained.": f"It was cold. {EN} Then it rained.",
    f"It was cold. {EN} {EN}Then it rained.": f"It was cold. {EN} Then it rained.",
    f"It was cold. {EN}  {EN}  Then it rained.": f"It was cold. {EN}  Then it rained.",
    f"It was cold. {EN}\n{EN} Then it rained.\n\nX": f"It was cold. {EN}\nThen it rained.\n\nX",
    f"It was cold. {EN} {EN}\nThen it rained.\n\nX": f"It was cold. {EN}\nThen it rained.\n\nX",
    f"{EN} {EN} {EN} The fog had not\n\nThen": f"{EN}\n\nThen",
    f"{EN} {EN} The fog had not y\n\nThen": f"{EN}\n\nThen",
    # Two copies, and what may begin a sentence of its own: it stays.
    f"{EN} {EN} The fog had not\n\nThen": f"{EN} The fog had not\n\nThen",
    f"{EN} {EN} The fog\nwas there.\n\nThen": f"{EN} The fog\nwas there.\n\nThen",
    f"The end: {LONG}, {LONG}, and so on.": f"The end: {LONG}, and so on.",
    f"{LONG} {LONG} {LONG} {LONG} When the mil": LONG,
    f"“{LONG}! {LONG}!”": f"“{LONG}!”",
    "Der Nebel lag auf dem Fluss im Tal. Der Nebel lag auf dem Fluss im Tal. Es war kalt.": (
        "Der Nebel lag auf dem Fluss im Tal. Es war kalt."
    ),
    "La brume n'était pas encore levée ce matin. La brume n'était pas encore levée ce matin.": (
        "La brume n'était pas encore levée ce matin."
    ),
    "朝の霧がまだ晴れないうちに船は出た。朝の霧がまだ晴れないうちに船は出た。": (
        "朝の霧がまだ晴れないうちに船は出た。"
    ),
    "시청은 어제 새 도서관을 짓기로 했다. 시청은 어제 새 도서관을 짓기로 했다.": (
        "시청은 어제 새 도서관을 짓기로 했다."
    ),
    "Туман ещё не рассеялся над рекой. Туман ещё не рассеялся над рекой. Он ждал.": (
        "Туман ещё не рассеялся над рекой. Он ждал."
    ),
    "“I am not going home before the night,” he said. “I am not going home before the night,” he "
    "said. It rained.": "“I am not going home before the night,” he said. It rained.",
    "“Is it true that the bridge is closed?” " * 5: ("“Is it true that the bridge is closed?” "),
}
HAMMERED = {
    "Year" + " & Hospitals & Beds" * 41 + " & Hospi": "Year & Hospitals & Beds",
    "Year" + " & Hospitals & Beds" * 41 + " \\\\": "Year & Hospitals & Beds \\\\",
    "Sacks: " + "corn and barley, " * 12 + "corn and bar": "Sacks: corn and barley,",
    "中国人民银行" * 40: "中国人民银行",
    "见附件三。" + "有关部门和" * 60 + "有关\n\n完": "见附件三。有关部门和\n\n完",
    "今年" + "的" * 30 + "收成很好。": "今年的收成很好。",
}


def made(text: str, wanted: Applicability = Applicability.SAFE) -> str:
    return apply(text, [e for e in find_stutters(Excerpt(text)) if e.applicability >= wanted])


def check(text: str, edits: list[Edit]) -> None:
    """What holds of all edits."""
    spans = [edit.span for edit in edits]
    assert spans == sorted(spans)
    assert not any(a.overlaps(b) for a, b in pairwise(spans))
    for edit in edits:
        assert edit.old == edit.span.of(text)
        assert edit.kind == "remove"
        assert edit.rule in {"stuttered-sentence", "hammered-unit", "doubled-word"}
        assert edit.evidence[0].kind == "repeat"
        assert edit.repeats is not None
        assert edit.repeats.end <= edit.span.start
        doubted = [e for e in edit.evidence if e.kind == "doubt"]
        assert bool(doubted) == (edit.applicability is Applicability.UNSAFE)


@pytest.mark.parametrize("text", [t for texts in NATURAL.values() for t in texts])
def test_what_repeats_by_nature_is_not_even_shown(text: str) -> None:
    assert find_stutters(Excerpt(text)) == []


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_may_be_meant_is_shown_and_left(text: str) -> None:
    edits = find_stutters(Excerpt(text))
    assert {edit.applicability for edit in edits} == {Applicability.UNSAFE}
    check(text, edits)


@pytest.mark.parametrize(("text", "left"), [*STUTTERED.items(), *HAMMERED.items()])
def test_what_a_reader_stuttered_goes(text: str, left: str) -> None:
    assert made(text) == left
    assert made(left) == left
    check(text, find_stutters(Excerpt(text)))


@pytest.mark.parametrize("text", HAMMERED)
def test_hammering_has_its_own_name(text: str) -> None:
    assert {e.rule for e in find_stutters(Excerpt(text))} <= {"hammered-unit", "doubled-word"}


def test_a_reason_says_how_often_and_how_much() -> None:
    (edit,) = find_stutters(Excerpt(f"天亮了。{ZH}{ZH}{ZH}"))
    size = len(ZH)
    assert edit.reason == f"stutter: says again what stands before it (2 times, {size} chars)"
    assert edit.repeats == Span(4, 4 + size)
    (edit,) = find_stutters(Excerpt("Year" + " & Hospitals & Beds" * 41))
    assert edit.reason == "`& Hospitals & Beds` hammered 41 times"


def test_line_ends_of_every_kind() -> None:
    text = f"It was cold. {EN}\n{EN} Then it rained.\n\nX"
    for end in ("\r\n", "\r"):
        assert made(text.replace("\n", end)) == made(text).replace("\n", end)


def test_edits_speak_of_the_original() -> None:
    text = f"Gone. It was cold. {EN} {EN} Then."
    (edit,) = find_stutters(Excerpt(text, [Span(0, 6)]))
    assert edit.old == f" {EN}"
    assert edit.repeats is not None
    assert edit.repeats.of(text) == EN


def test_a_stutter_in_a_stutter() -> None:
    inner = "The boats put out to sea before the fog. "
    text = (inner * 2 + "Nobody came back that night from the bank. ") * 2
    assert made(text).split() == (inner + "Nobody came back that night from the bank.").split()


@pytest.mark.parametrize(
    "sentence", [s for name, many in SENTENCES.items() if name != "Thai" for s in many]
)
@pytest.mark.parametrize("gap", ["", " "])
def test_prose_of_any_language(sentence: str, gap: str) -> None:
    text = gap.join([sentence] * 5)
    assert made(text) == sentence


@pytest.mark.parametrize("sentence", SENTENCES["Thai"])
def test_where_no_mark_ends_a_sentence_it_is_shown_and_left(sentence: str) -> None:
    text = " ".join([sentence] * 5)
    assert made(text) == text
    assert [e.applicability for e in find_stutters(Excerpt(text))] == [Applicability.UNSAFE]


class TestLaws:
    @settings(max_examples=150, deadline=None)
    @given(paragraph_texts(), st.data())
    def test_cleaning_again_finds_nothing(self, text: str, data: st.DataObject) -> None:
        for _ in range(data.draw(st.integers(0, 3))):
            start, end = sorted(data.draw(st.integers(0, len(text))) for _ in range(2))
            times = data.draw(st.integers(1, 5))
            text = text[:end] + text[start:end][:80] * times + text[end:]
        edits = find_stutters(Excerpt(text))
        check(text, edits)
        once = made(text)
        assert made(once) == once
        everything = made(text, Applicability.UNSAFE)
        assert set("".join(everything.split())) == set("".join(text.split()))

    @settings(max_examples=100, deadline=None)
    @given(st.lists(sentences("Chinese"), min_size=1, max_size=4, unique=True), st.data())
    def test_a_stutter_put_in_goes_again(self, parts: list[str], data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(parts) - 1))
        again = [*parts[:at], *[parts[at]] * data.draw(st.integers(4, 6)), *parts[at + 1 :]]
        assert made("".join(again)) == "".join(parts)

    @settings(max_examples=100, deadline=None)
    @given(st.text(alphabet="ab ,.\n", max_size=60))
    def test_the_few_letters_of_a_hostile_text(self, text: str) -> None:
        once = made(text)
        assert made(once) == once
