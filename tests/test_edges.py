"""Torn out of a passage or meant: tables by language. What is meant comes first."""

import pytest

from dedup.duplicates.blocks import find_blocks
from dedup.duplicates.edges import in_mid_word, is_torn
from dedup.duplicates.table import BlockTable, Run
from dedup.duplicates.verify import Verdict
from dedup.fold import fold
from dedup.model import Span

OPENS, CLOSES = "⟦", "⟧"

# A passage, and in it the part that stands alone elsewhere.
MEANT = {
    "en": [
        "⟦The mill was built by three brothers.⟧ They came from the hills.",
        "The wheel stood still. ⟦The mill was built by three brothers.⟧",
        "The wheel stood still. ⟦The mill was built by three brothers.⟧ They came from the hills.",
        "The mill was built by three brothers. ⟦They came from the hills, and then they left.⟧",
        "She said: “⟦It is not the work we mind.⟧” Nobody answered.",
        "⟦Three Brothers Build a Mill at the Lower Bridge⟧, said the paper of the next day.",
        "He read ⟦Three Brothers Build a Mill⟧ in the paper of the next day.",
        "⟦It was built (nobody knows when) by the river.⟧ It fell in the spring.",
    ],
    "de": [
        "Das Rad stand still. ⟦Die Mühle wurde von drei Brüdern gebaut.⟧ Man vergaß sie bald.",
        "⟦Die Mühle wurde von drei Brüdern gebaut.⟧ Sie kamen aus den Bergen.",
        "Er rief: „⟦Niemand hat die Mühle gesehen.⟧“ Dann ging er.",
    ],
    "fr": [
        "⟦Le moulin fut bâti par trois frères.⟧ Ils venaient des collines.",
        "La roue s'arrêta. ⟦Le moulin fut bâti par trois frères, puis vendu.⟧ On l'oublia.",
        "« ⟦Où êtes-vous allé hier ?⟧ » demanda-t-elle à la fenêtre.",
    ],
    "ru": [
        "⟦Мельница была построена тремя братьями.⟧ Они пришли с гор.",
        "Колесо стояло. ⟦Мельница была построена тремя братьями.⟧",
    ],
    "zh": [
        "⟦江边的小镇每逢初一都有集市。⟧附近的农民天不亮就赶来。",
        "江边的小镇离县城很远。⟦小镇每逢初一都有集市,附近的农民都来。⟧散集以后才回去。",
        "老人说:“⟦每逢初一都有集市。⟧”他笑了。",
        "会议通过了《⟦乡村公路修建办法⟧》,从明年开始实行。",
        "⟦县政府公布今年修建乡村公路和桥梁的计划方案⟧,并说明了工期和费用。",
        "他说⟦每逢初一都有集市⟧,所以大家都来了。",
        "⟦江边的小镇(离县城很远)每逢初一都有集市。⟧大家都来。",
    ],
    "ja": [
        "朝の霧が晴れた。⟦漁船は港を出ていった。⟧町は静かだった。",
        "新聞は「⟦市は新しい図書館を建てる⟧」と伝えた。",
        "⟦朝の霧が晴れた。⟧漁船は港を出ていった。",
    ],
    "ko": ["⟦아침 안개가 걷히지 않았다.⟧ 고깃배는 벌써 항구를 떠났다."],
}

# Begins or ends between words, but in mid-clause, before a mark, or inside a bracket.
TORN_BETWEEN_WORDS = {
    "en": [
        "⟦The mill at the lower bridge was built by⟧ three brothers who came from the hills.",
        "⟦The mill at the lower bridge was built by three⟧ brothers who came from the hills.",
        "The mill at the lower ⟦bridge was built by three brothers who came from the hills.⟧",
        "The mill at the ⟦lower bridge was built by three⟧ brothers, who came from the hills.",
        "⟦The mill at the lower bridge was built by three brothers,⟧ who came from the hills.",
        "The mill at the lower bridge⟦, which three brothers built, burnt down in one night.⟧",
        "⟦The mill (it stood at the lower bridge⟧ of the town) was built by three brothers.",
        "The mill (it stood at the ⟦lower bridge of the town) was built by three brothers.⟧",
        "⟦The old miller said “the wheel stands⟧ still”, and nobody answered him.",
    ],
    "de": [
        "⟦Die Mühle an der unteren Brücke wurde von drei⟧ Brüdern aus den Bergen gebaut.",
        "Die Mühle an der ⟦unteren Brücke wurde von drei Brüdern aus den Bergen gebaut.⟧",
        "⟦Die Mühle, die an der unteren Brücke stand,⟧ wurde von drei Brüdern gebaut.",
    ],
    "fr": [
        "⟦Le moulin du vieux pont fut bâti par⟧ trois frères venus des collines.",
        "Le moulin du vieux ⟦pont fut bâti par trois frères venus des collines.⟧",
    ],
    "ru": ["⟦Мельница у нижнего моста была⟧ построена тремя братьями с гор."],
    "zh": [
        "⟦江边的小镇每逢初一都有集市,附近的农民天不亮就⟧赶来卖菜。",
        "⟦江边的小镇每逢初一都有集市,⟧附近的农民天不亮就赶来卖菜。",
        "江边的小镇⟦每逢初一都有集市,附近的农民天不亮就赶来卖菜。⟧",
        "江边的小镇每逢初一都有集市⟦,附近的农民天不亮就赶来卖菜。⟧",
        "⟦老船长说:“渔网要在天亮以前补好,不然就赶不上潮水了。⟧再等就晚了。”",
        "⟦江边的小镇(每逢初一都有集市⟧的那个)离县城很远。",
        # 学会 and 说书 are words, but hardly likelier here than their parts.
        "⟦他个子不高,力气也不大,可是他从小学⟧会了游泳,每年夏天都在江里游。",
        "⟦镇上的茶馆离江边不远,这一天最为热闹说⟧书的先生从清早讲到黄昏。",
    ],
    "ja": [
        "⟦朝の霧がまだ晴れないうちに、漁船は港を⟧出ていった。",
        "⟦朝の霧がまだ晴れないうちに、⟧漁船は港を出ていった。",
    ],
    "ko": ["⟦아침 안개가 아직 걷히지⟧ 않았는데 고깃배는 벌써 항구를 떠났다."],
}

TORN_IN_MID_WORD = {
    "en": [
        "⟦The mill at the lower bridge was built by three bro⟧thers who came from the hills.",
        "The mill at the lo⟦wer bridge was built by three brothers who came from the hills.⟧",
        "The wheel stood still. The m⟦ill was built by three brothers.⟧",
    ],
    "de": [
        "⟦Die Mühle an der unteren Brücke wurde von drei Brü⟧dern aus den Bergen gebaut.",
        "Die Mühle an der un⟦teren Brücke wurde von drei Brüdern aus den Bergen gebaut.⟧",
    ],
    "fr": [
        "⟦Le moulin du vieux pont fut bâti par trois frè⟧res venus des collines.",
        "Le moulin du vieux pont fut bâ⟦ti par trois frères venus des collines.⟧",
    ],
    "ru": ["⟦Мельница у нижнего моста была пост⟧роена тремя братьями с гор."],
    "zh": [
        "⟦江边的小镇每逢初一都有集市,附近的农⟧民天不亮就赶来卖菜。",
        "江边的小镇每逢初一都有集⟦市,附近的农民天不亮就赶来卖菜。⟧",
        "市里决定在城北修建一座新的图⟦书馆,预计后年秋天开放。⟧",
    ],
    "ja": [
        "⟦朝の霧がまだ晴れないうちに、漁船は港を出てい⟧った。",
        "朝の霧がまだ晴れ⟦ないうちに、漁船は港を出ていった。⟧",
        "⟦町の新しいコンピュー⟧タのサービスが始まった。",
    ],
    "ko": ["⟦아침 안개가 아직 걷히지 않⟧았는데 고깃배는 벌써 항구를 떠났다."],
}


def rows(table: dict[str, list[str]]) -> list[object]:
    return [pytest.param(r, id=f"{lang}-{r}") for lang, found in table.items() for r in found]


def torn_out(row: str, *behind: str) -> tuple[BlockTable, Run]:
    """A text of the passage and its part, with other blocks behind them."""
    before, rest = row.split(OPENS)
    part, after = rest.split(CLOSES)
    text = "\n\n".join([before + part + after, part, *behind])
    folded = fold(text)
    source = folded.within(Span(len(before), len(before) + len(part)))
    return BlockTable(text, folded, find_blocks(text)), Run(range(1, 2), source, Verdict.SAME)


@pytest.mark.parametrize("row", rows(MEANT))
def test_whole_clauses_are_meant(row: str) -> None:
    assert not in_mid_word(*torn_out(row, "x"))
    assert not is_torn(*torn_out(row, "x"))


@pytest.mark.parametrize("row", rows(TORN_BETWEEN_WORDS))
def test_what_stops_in_mid_clause_is_torn_but_not_in_mid_word(row: str) -> None:
    assert not in_mid_word(*torn_out(row, "x"))
    assert is_torn(*torn_out(row, "x"))
    assert is_torn(*torn_out(row)), "at the end of the text"


@pytest.mark.parametrize("row", rows(TORN_IN_MID_WORD))
def test_what_stops_in_mid_word_is_torn(row: str) -> None:
    assert in_mid_word(*torn_out(row, "x"))
    assert is_torn(*torn_out(row, "x"))
    assert in_mid_word(*torn_out(row)), "at the end of the text"


BROKEN = [
    "⟦The mill at the lower bridge was built by three bro⟧thers who came from the hills.",
    "⟦Le moulin du vieux pont fut bâti par trois frè⟧res venus des collines.",
    "⟦江边的小镇每逢初一都有集市,附近的农⟧民天不亮就赶来卖菜。",
    "⟦Мельница у нижнего моста была пост⟧роена тремя братьями с гор.",
]


@pytest.mark.parametrize("row", BROKEN)
def test_a_word_that_goes_on_behind_a_false_break_is_not_cut(row: str) -> None:
    assert not in_mid_word(*torn_out(row, row.split(CLOSES)[1]))


@pytest.mark.parametrize("row", BROKEN)
def test_a_word_that_begins_before_a_false_break_is_not_cut(row: str) -> None:
    first, rest = row.removeprefix(OPENS).split(CLOSES)
    text = "\n\n".join([first + rest, first, rest])
    folded = fold(text)
    source = folded.within(Span(len(first), len(first + rest)))
    table = BlockTable(text, folded, find_blocks(text))
    assert not in_mid_word(table, Run(range(2, 3), source, Verdict.SAME))
    # Without the rest of the word before it, it is.
    assert in_mid_word(*torn_out(f"{first}{OPENS}{rest}{CLOSES}"))


def test_a_run_of_blocks_is_judged_by_its_ends() -> None:
    first, second = "The mill was built by three brothers.", "They came from the hills"
    passage = f"{first}\n\n{second} of the north."
    text = "\n\n".join([passage, first, second, "x"])
    folded = fold(text)
    start = len(passage) + 2
    copy = folded.within(Span(start, start + len(first) + 2 + len(second)))
    table = BlockTable(text, folded, find_blocks(text))
    run = Run(range(2, 4), Span(0, len(copy)), Verdict.SAME)
    assert not in_mid_word(table, run)
    assert is_torn(table, run)
    assert not is_torn(table, Run(range(2, 3), Span(0, len(fold(first))), Verdict.SAME))
