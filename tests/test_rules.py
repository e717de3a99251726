"""Each rule and each witness by a table: what it must leave first, then what it must find."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dedup.repair.rules
import dedup.repair.witnesses
from dedup import Applicability, Settings, clean
from dedup.excerpt import Excerpt
from dedup.repair.breaks import SURE, suspicious_breaks, witnesses_for
from dedup.repair.reading import Reading
from dedup.repair.rules import continued_elsewhere

# Text that makes a short sample Chinese beyond doubt, with no mark that a rule counts.
ROOM = "山上有一座老房子。\n\n"

# A passage that a page reader may be stuck at.
LOOP = "县里的工人昨天修好了渡口的旧桥,两岸的农民又能赶着牛车过河,大家都很高兴,唱着歌回家。\n\n"

# An article that breaks off in a word, and the one behind it.
CUT = "仓库漏雨。今年镇里新修了铁\n\n秋收时节农民忙\n\n稻子熟了。\n\n"

# rule: (texts it leaves alone, {text: what it makes of it})
RULES = {
    "foreign_word": (
        [
            "他在写 rock and roll 的历史。",
            "品牌 and 公司 Smith and Sons 都在。",
            "请按 Command 键。",
            "Salt and pepper.",
            "山水 And 花鸟",
            "请按 A and B 两个键。",
            "茶叶 and 丝绸都在 Market 街。",
            "他是小城 of 首富。",
            "他来到 the 村庄。",
        ],
        {
            "茶叶 and 丝绸": "茶叶和丝绸",
            "茶叶and丝绸": "茶叶和丝绸",
            "茶叶 and丝绸": "茶叶和丝绸",
            "全县GDP增长,就业 and 收入都好。": "全县GDP增长,就业和收入都好。",
            "小城 of 茶叶 and 丝绸很有名。": "小城的茶叶和丝绸很有名。",
        },
    ),
    "split_word": (
        [
            "The harbour has a long wall, and the boats a lone berth in the rain.",
            "Some one was to day at a table land, per cent by per cent, and set up the tent.",
            "The year s end came, and John s boat was sold to the men of the bay.",
            "It was a sur face of the sea that the boys on the wall could not see.",
            "The boats of the bay were      w ould      and the men were in the rain.",
            "The list of the harbour has | w ould | and the men were in the rain.",
            "Der Mann sagte in einem Au genblick, dass die an deren Boote im Hafen liegen.",
        ],
        {
            "The men of the bay w ould not leave the harbour until Tuesda y morning.": (
                "The men of the bay would not leave the harbour until Tuesday morning."
            ),
            "He and his sister, w hich is well known, were in the harbour.": (
                "He and his sister, which is well known, were in the harbour."
            ),
        },
    ),
    "run_together": (
        [
            "He was there together with the supplyof coals and the men of the harbour.",
            "These are theso boats of the harbour, howover old the men of the bay were.",
            "He was a Forbe of the old harbour and had a headwind and a shopfront there.",
            "The name of the boat was Ofthe and the men of the bay laughed at it, they say.",
            "Es war die Hafenmeisterin mit der Kaimauer in der Stadt, und das ist nicht neu.",
        ],
        {
            "The end of the pier and the side of the shop were at the end of the day; the door "
            "ofthe shop was shut, and nobody knew of it.": (
                "The end of the pier and the side of the shop were at the end of the day; the door "
                "of the shop was shut, and nobody knew of it."
            )
        },
    ),
    "stray_space": (
        [
            "春风又绿江南岸 明月何时照我还",
            "本报记者 陈大山",
            "时间: 12:30",
            "Salt, pepper, 盐",
            "共 3,000 人。 他们来自各地",
            "他说:\n快来",
            "花开了。\u3000\u3000鸟叫了",
            "花开了,\u3000鸟叫了",
            "[3] 钱守仁, 郑一航. 潮汐与泥沙[M]. 海滨: 海滨出版社",
            "通 知",
            "张 三\n\n李 四",
            "他叫张 三,住在河边的老房子里。",
            "他们到图 书馆  借书  还书,很快乐。",
            "图 书馆里读书的人",
            "今 天 天 气 很 好 ， 我 们 去 公 园 。",
            "姓名 ：张三",
            "秋收时节 ，农民忙",
        ],
        {
            "花开了, 鸟叫了": "花开了,鸟叫了",
            "老人说:  快来": "老人说:快来",
            "花开了， 鸟叫了": "花开了，鸟叫了",
            "他每天在图 书馆里读书,很快乐。": "他每天在图书馆里读书,很快乐。",
            "昨天花都开了 ，鸟也叫了 。": "昨天花都开了，鸟也叫了。",
        },
    ),
}

FLAGS = {
    "continued": (
        [
            "他接上电线。",
            "转正之后",
            "the work continued on the page",
            "Er ging weiter auf Seite der Mauer.",
            "la suite du roi, page blanche",
            "他在第3版见过这张照片。",
            "第3面の記事",
        ],
        [
            "（下转第3版）",
            "(上接02版)",
            "（详见第4版）",
            "Continued on page 4",
            "continued from page A2",
            "CONTINUED ON PAGE 3",
            "(Cont'd on p. 4)",
            "Fortsetzung auf Seite 4",
            "Fortsetzung von S. 1",
            "(Suite page 4)",
            "Lire la suite en page 3",
            "Suite de la page 1",
            "segue a pag. 4",
            "continua da pagina 1",
            "Continúa en la página 4",
            "Viene de la pág. 1",
            "Continua na página 4",
            "Continuação da página 1",
            "Vervolg op pagina 4",
            "Lees verder op blz. 4",
            "Ciąg dalszy na str. 4",
            "Dokończenie ze str. 1",
            "Продолжение на стр. 4",
            "Окончание на с. 2",
            "Continuatur pag. 4",
            "3面に続く",
            "1面からの続き",
            "3면에 계속",
            "1면에서 이어짐",
        ],
    ),
    "glued_dateline": (
        ["本报青石镇3月5日电 昨天开工。", "本报青石镇3月5日电", "他收到3月5日电报。"],
        ["工程昨天开工。本报青石镇3月5日电", "工程昨天开工。（本报青石镇3月5日电）"],
    ),
    "cut_article": (
        [
            "仓库已经检查完毕。\n\n秋收时节农民忙",
            "秋收时节农民忙\n\n晒谷场上笑声多",
            "检查结果如下。名单:\n\n秋收时节农民忙",
            "工程开工。本报青石镇3月5日电\n\n秋收时节农民忙",
            "一九八七年,他在河边的老房子里住过三年,见图12\n\n秋收时节农民忙\n\n稻子熟了。",
        ],
        [
            "仓库已经检查。发现屋顶漏雨,需要尽快\n\n秋收时节农民忙\n\n稻子熟了。",
            "来人很多。大家都说要尽快",
        ],
    ),
    "displaced_heading": (
        [
            "秋收时节农民忙碌不停\n\n稻子熟了。",
            "他说秋收时节农民忙碌不停。\n\n秋收时节农民忙碌不停\n\n稻子熟了。",
        ],
        [
            "稻子熟了。\n\n本周要闻",
            "到了秋收时节农民忙碌不停。\n\n秋收时节农民忙碌不停\n\n渡口新桥通车\n\n桥通了。",
        ],
    ),
    "continued_elsewhere": (
        [
            # Nothing crosses; a word crosses to the next line; two lines are as good.
            "仓库漏雨。今年镇里需要尽快\n\n秋收时节农民忙\n\n稻子熟了,大家很高兴。",
            "镇里今年新修了铁\n\n路,运煤的火车每天经过两次,老人都说方便。",
            CUT + "路,运煤的火车每天经过两次。\n\n路,老人都说很方便。",
        ],
        [CUT + "路,运煤的火车每天经过两次,老人都说方便。"],
    ),
    "misread_idiom": (
        [
            "确定无疑,他来过。",
            "他们画蛇添足,惹人发笑。",
            "金秋时节,稻子熟了。",
            "他买了苹果,又买了梨。",
        ],
        ["画蛇添丁,惹人发笑。", "守株侍兔,一无所得。", "确定思痛,加以改正。"],
    ),
}

STEADY = "".join(
    f"{when},老人坐在门前晒太阳,看孩子们在河边放风筝。|"
    for when in (
        "春天来了",
        "正月过了",
        "天气暖了",
        "雪化了",
        "雨停了",
        "风小了",
        "花开了",
        "草绿了",
    )
)
# witness: (breaks it must not vouch for, breaks it is sure of); | is the break
WITNESSES = {
    "word": (
        [
            "渡口新桥通车|河堤加固完成",
            "大家都说今年的收成好|我们明天出发",
            "全县水稻长势良好|城南新桥年底通车",
            "随信寄上照片两张。\n\n此致|敬礼",
        ],
        ["村里新修了铁|路,运煤很方便。", "她在图书|馆里读书。", "今年的自来|水价格不变。"],
    ),
    "phrase": (
        ["大家坐在河边|柳树下乘凉。"],
        ["老城墙根下有店。大家坐在老城|墙根下乘凉。"],
    ),
    "open_phrase": (
        [
            "他们种树,|种花。",
            "电话还是老的|新店在城南,欢迎光临。",
            "年龄、|籍贯。",
            "名单如下的|第一条",
        ],
        ["他们种树、|种花,很快乐。", "听老人讲过去的|故事,直到天黑。"],
    ),
    "number": (
        ["第一中学三年级2|今天下雨。", "总分:12|队员名单很长"],
        [
            "全村今年收割水稻。一共3|万亩,比去年多。",
            "旧桥年久失修。它修成于1|987年,很老了。",
            "他在河边昏倒了。过路的人发现以后,他很快被12|0急救车送走。",
        ],
    ),
    "cannot_begin": (
        [
            "旧桥今年要拆。大家都很高兴,说以后再也不怕涨水了|和平路的新桥通车",
            "旧桥今年要拆。大家都很高兴,说以后再也不怕涨水了|等待新桥通车",
        ],
        [
            "村里的产业越做越大。大家都很高兴,说在扩大规模|的同时,成本下降了。",
            "今年要做的事很多。会上说,各村都要修路,修水渠,修房屋|等。",
        ],
    ),
    "steady": (
        [
            "县里昨天开了会。参加会议的人很多,大家都说要尽快修好旧桥和水渠|村里的水渠通了,稻田有水了。",
            f"{STEADY}县里昨天开了会。参加会议的人很多,大家都说要尽快修好旧桥和水渠|旧桥水渠修缮动员",
            f"{STEADY}县里昨天开了会。参加会议的人很多,大家都说要尽快修好旧桥和水渠|本报青石镇消息(通讯员):稻田有水了。",
        ],
        [
            f"{STEADY}县里昨天开了会。参加会议的人很多,大家都说要尽快修好旧桥和水渠|村里的水渠通了,稻田有水了。"
        ],
    ),
    "bracket": (
        ["他读了《山乡》一书|很喜欢《河流》。", "老人说“好|“走吧”,他说。"],
        ["收藏着《山乡|风物志》的抄本。", "老人说:“今年雨水好,|收成一定好。”"],
    ),
    "misread_word": (
        [
            "渡口新桥通车|河堤加固完成",
            "大家都说收成好|我们明天出发",
            "屋后青山四季幽|春到人间花似锦",
        ],
        ["老人每天去打一套太|板拳,然后回家。", "把行李放进候|东室,然后买票。"],
    ),
}


def names(package) -> set[str]:
    folder = Path(package.__path__[0])
    return {p.stem for p in folder.glob("*.py") if p.stem != "__init__"}


def test_every_rule_has_a_table() -> None:
    # folded_mark decides for a whole document: its table is the golden case `folded-marks`; that
    # of lost_to_loop, which sees what was removed, stands below.
    assert names(dedup.repair.rules) == {*RULES, *FLAGS, "folded_mark", "lost_to_loop"}
    assert names(dedup.repair.witnesses) == set(WITNESSES)


def rows(table, part):
    return [
        pytest.param(name, text, id=f"{name}: {text}")
        for name, parts in table.items()
        for text in parts[part]
    ]


def made_by(rule: str, text: str):
    report = clean(ROOM + text)
    name = rule.replace("_", "-")
    return report, [e for e in (*report.applied, *report.held) if e.rule == name]


@pytest.mark.parametrize(("rule", "text"), rows(RULES, 0))
def test_rule_leaves(rule: str, text: str) -> None:
    _, edits = made_by(rule, text)
    assert not [e for e in edits if e.applicability is Applicability.SAFE]


@pytest.mark.parametrize(("rule", "text"), rows(RULES, 1))
def test_rule_mends(rule: str, text: str) -> None:
    report, edits = made_by(rule, text)
    assert report.text == ROOM + RULES[rule][1][text]
    assert {e.applicability for e in edits} == {Applicability.SAFE}


@pytest.mark.parametrize(("rule", "text"), rows(FLAGS, 0))
def test_flag_is_silent(rule: str, text: str) -> None:
    assert not made_by(rule, text)[1]


@pytest.mark.parametrize(("rule", "text"), rows(FLAGS, 1))
def test_flag_points_and_changes_nothing(rule: str, text: str) -> None:
    report, edits = made_by(rule, text)
    assert len(edits) == 1
    assert edits[0].applicability is Applicability.DISPLAY
    assert report.text == ROOM + text


def heard(witness: str, text: str) -> list[float]:
    reading = Reading(Excerpt(ROOM + text.replace("|", "\n\n")))
    kind = witness.replace("_", "-")
    return [
        evidence.score
        for item in suspicious_breaks(reading)
        for evidence in witnesses_for(reading, item)
        if evidence.kind == kind
    ]


@pytest.mark.parametrize(("witness", "text"), rows(WITNESSES, 0))
def test_witness_is_not_sure(witness: str, text: str) -> None:
    assert all(score < SURE for score in heard(witness, text))


@pytest.mark.parametrize(("witness", "text"), rows(WITNESSES, 1))
def test_witness_is_sure(witness: str, text: str) -> None:
    sure = [score >= SURE for score in heard(witness, text)]
    assert sure
    assert all(sure)


def test_marks_are_not_folded_where_full_width_ones_stand() -> None:
    text = "花开了，鸟叫了，风停了，雨住了，人来了，" + "船到了,客走了,灯亮了,门关了,火熄了,"
    assert not [e for e in clean(text).held if e.kind == "punct"]


@pytest.mark.parametrize(
    "text",
    ["秋收时节农民忙\n\n渡口新桥通车", "老人说:\n\n今年收成好。", "稻子熟了。\n\n路修好了。"],
)
def test_complete_lines_are_not_joined(text: str) -> None:
    assert not clean(ROOM + text).applied


@pytest.mark.parametrize(
    "text",
    [
        "港の朝は早い。漁師たちは網をたたみ、新しい鉄|道で魚を運んだ。",
        "港の朝は早い。漁師たちは網をたたみ、魚を町まで運んでい|った。",
        "港の朝は早い。漁師たちは網をたたみ、夜が明ける前にほと|んど皆が沖へ出ていた。",
    ],
)
def test_japanese_is_judged_by_its_own_list(text: str) -> None:
    assert clean(text.replace("|", "\n\n")).text == text.replace("|", "")


@pytest.mark.parametrize(
    "text",
    [
        "港の朝は早い。漁師たちの歌|新しい鉄道が通る町",
        "港の朝は早い。漁師たちは網をたたみ、叔父はこう言った|「今日は風が強い」",
        "港の朝は早いと言う人が多い、本当に|早い",
        "海辺の汽車 / 中野青山|墓地のそばを通る汽車は、朝の港へ向かった。",
    ],
)
def test_japanese_boundaries_stay(text: str) -> None:
    assert not clean(text.replace("|", "\n\n")).applied


KOREAN = """
봄이 오면 사람들은 강가에 모여 배를 기다리고, 아이들은 연을 날린다.

여름에는 온 마을이 논에 나가 김을 매는데, 저녁이면 모두 우물가에 앉는다.

가을이 되면 벼를 베어 마당에 널고, 까치가 와서 그 곁을 지킨다.

겨울밤에는 할머니가 화롯가에서 옛날이야기를 하시고, 우리는 밤을 구웠다.

학교는 언덕 위에 있었는데, 비가 오는 날에는 길이 온통 진흙이었다.

장날이면 아버지는 소를 몰고 읍내로 가셨고, 어머니는 달걀을 팔았다.

다리가 무너진 뒤로 사람들은 나룻배를 탔는데, 뱃사공은 말이 없었다.

그해 첫눈이 내리던 날, 우체부가 서울에서 온 편지를 가져왔다.
""".strip()


@pytest.mark.parametrize(
    ("cut", "mended"),
    [
        (
            "마을 사람들은, 비가 온 뒤에 모여서 올해 새 다리를 놓기로 하고,|돈을 모으기 시작했다.",
            " ",
        ),
        (
            "마을 사람들은, 비가 온 뒤에 모여서 새 다리를 놓기로 하고 기뻐한 사|람들은 떠났다.",
            "",
        ),
    ],
)
def test_korean_is_joined_with_its_space(cut: str, mended: str) -> None:
    text = f"{KOREAN}\n\n{cut}"
    assert clean(text.replace("|", "\n\n")).text == text.replace("|", mended)


def test_a_single_line_end_closes_a_paragraph_only_where_it_mostly_does() -> None:
    prose = "山上有一座老房子。\n河边有一条小路。\n村口有一棵大树。\n"
    cut = "今年新修了铁\n路,运煤很方便。\n"
    assert "铁路" in clean(prose + cut).text
    wrapped = "山上有一座老房子,房\n子前面有一棵大树,树\n下坐着几个老人,他们\n在说今年的收成。\n"
    assert clean(wrapped).text == wrapped


@pytest.mark.parametrize(
    "text",
    [
        # Whole copies; a copy cut short that is no loop; one that goes on with the next sentence.
        LOOP * 3,
        LOOP + LOOP[:30],
        LOOP * 3 + LOOP[:30] + "\n\n别处的人也来了,看看新修的桥,都说修得好。",
        # The last copy ends with a sentence.
        ("县里的工人昨天修好了渡口的旧桥,两岸的农民又能过河。" + LOOP) * 3
        + "县里的工人昨天修好了渡口的旧桥,两岸的农民又能过河。",
    ],
)
def test_no_page_is_said_to_have_lost_text(text: str) -> None:
    assert "lost-to-loop" not in {e.rule for e in clean(ROOM + text).held}


@pytest.mark.parametrize(
    ("text", "times"),
    [
        (LOOP * 2 + LOOP[:30], 3),
        (LOOP * 3 + LOOP[:30] + "\n\n秋收时节农民忙\n\n稻子熟了。", 4),
        (LOOP * 3 + LOOP[:30] + "\n\f\n别处的人也来了,看看新修的桥,都说修得好。", 4),
    ],
)
def test_a_page_that_lost_text_to_a_loop_is_pointed_out(text: str, times: int) -> None:
    found = [e for e in clean(ROOM + text).held if e.rule == "lost-to-loop"]
    assert [e.old for e in found] == ["家都很高兴,唱着歌回家。"]
    assert f"printed this {times} times" in found[0].reason


def test_a_loop_of_several_paragraphs_is_one_loop() -> None:
    other = (
        "渡口的老船工说,他在这条河上撑了四十年船,从来没有见过这样热闹的早晨,他要请大家喝酒。\n\n"
    )
    text = ROOM + (LOOP + other) * 3 + LOOP[:30]
    found = [e for e in clean(text).held if e.rule == "lost-to-loop"]
    assert len(found) == 1
    assert "printed this 4 times" in found[0].reason


def test_where_copies_are_kept_nothing_is_said_of_a_loop() -> None:
    report = clean(ROOM + LOOP * 3 + LOOP[:30], Settings(skip=frozenset({"remove"})))
    assert "lost-to-loop" not in {e.rule for e in report.held}


def test_the_letters_of_a_line_set_wide_are_one_decision() -> None:
    report = clean(ROOM + "今 天 天 气 很 好 ， 我 们 去 公 园 。")
    assert not report.applied
    assert len({e.group for e in report.held if e.rule == "stray-space"}) == 1
    made = clean(report.text, Settings(apply=frozenset({"space"})))
    assert made.text == ROOM + "今天天气很好，我们去公园。"


@pytest.mark.parametrize("rule", ["split-word", "run-together"])
def test_what_a_proof_reader_would_look_at_twice_is_withheld(rule: str) -> None:
    text = (
        "In einem Au genblick war der Mann auf dem Boot, und das Boot war nicht mehr da."
        if rule == "split-word"
        else "He was there togetherwith the men of the harbour, and he had the key of it."
    )
    report = clean(text)
    assert not report.applied
    assert [e.applicability for e in report.held if e.rule == rule] == [Applicability.UNSAFE]


def test_the_paragraphs_looked_at_for_a_cut_article_are_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = []
    monkeypatch.setattr(continued_elsewhere, "crossing", lambda *_: calls.append(1))
    text = "".join(
        f"仓库漏雨。今年镇里新修了铁\n\n秋收时节农民忙{k}\n\n路,第{k}次列车每天经过这里,很方便。\n\n"
        for k in range(200)
    )
    assert not [*continued_elsewhere.find(Reading(Excerpt(ROOM + text)))]
    assert 200 <= len(calls) <= 200 * 30


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        # A common word stands alone; the one that is meant has one letter misread; an initial.
        ("split-word", "Der Mann lebte in der Stadt, an deren Mauer die Boote im Hafen liegen."),
        ("split-word", "The year s end came, and John s boat was sold to the men of the bay."),
        ("split-word", "It was a sur face of the sea that the boys on the wall could not see."),
        ("run-together", "He had seen that theso men were there, howover old the harbour was."),
        ("run-together", "He said that the headwind and the shopfront of the herdsman were there."),
        ("stray-space", "他买了两本书,李 白的诗写得很好。"),
    ],
)
def test_what_is_no_damage_is_not_even_offered(rule: str, text: str) -> None:
    report = clean(text)
    assert rule not in {e.rule for e in (*report.applied, *report.held)}


SENTENCES = (
    "The men of the village were standing before the church when the carriage came.",
    "Nobody believed that the water would return to the valley before the winter.",
    "Every morning the children walked together along the river towards the market.",
)


@given(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=3, unique=True), st.data())
@settings(max_examples=60, deadline=None)
def test_spaces_put_into_words_are_taken_out_or_left(
    sentences: list[str], data: st.DataObject
) -> None:
    clean_text = " ".join(sentences)
    inside = [
        k
        for k in range(1, len(clean_text))
        if clean_text[k - 1].isalpha() and clean_text[k].isalpha()
    ]
    cuts = data.draw(st.lists(st.sampled_from(inside), max_size=4, unique=True))
    damaged = clean_text
    for cut in sorted(cuts, reverse=True):
        damaged = f"{damaged[:cut]} {damaged[cut:]}"
    report = clean(damaged, Settings(apply=frozenset({"space"})))
    # No space of the text's own is taken: without spaces both are one, and no word is glued.
    assert report.text.replace(" ", "") == clean_text.replace(" ", "")
    assert {*clean_text.split()} <= {*report.text.split()} | {
        word for word in clean_text.split() if word not in damaged.split()
    }
    assert report.text.count(" ") >= clean_text.count(" ")
