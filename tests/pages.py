"""Texts of several pages, for tests: prose made of a few pieces, cut where the pages end."""

import textwrap
from collections.abc import Callable, Iterator
from itertools import islice
from random import Random

# What is said, by whom, where, and how it went on.
_PIECES = {
    "en": (
        ["The miller", "Old Hannah", "The ferryman", "A carter", "The schoolmaster", "My uncle"],
        ["mended", "carried", "looked for", "left behind", "painted", "forgot", "sold", "found"],
        ["the blue cart", "a sack of barley", "the church key", "two lanterns", "the long rope"],
        ["by the weir", "under the alders", "in the upper field", "at the crossing", "near dusk"],
        ["because the river had risen again", "while the others were still asleep"],
        ["and nobody in the valley spoke of it", "as it had always been done there"],
    ),
    "de": (
        ["Der Müller", "Die alte Frau", "Ein Bote", "Der Lehrer", "Mein Onkel", "Die Magd"],
        ["suchte", "fand", "verkaufte", "vergaß", "brachte", "zeigte", "holte", "malte"],
        ["den blauen Wagen", "einen Sack Gerste", "die Laterne", "das lange Seil", "ein Netz"],
        ["am Wehr", "unter den Erlen", "auf dem oberen Feld", "an der Furt", "gegen Abend"],
        ["weil der Fluss wieder gestiegen war", "während die anderen noch schliefen"],
        ["und niemand im Tal sprach darüber", "wie es dort immer gewesen war"],
    ),
    "fr": (
        ["Le meunier", "La vieille femme", "Un messager", "Le maître", "Mon oncle", "La servante"],
        ["cherchait", "trouva", "vendit", "oublia", "portait", "montra", "gardait", "peignait"],
        ["la charrette bleue", "un sac d'orge", "la lanterne", "la longue corde", "un filet"],
        ["près du barrage", "sous les aulnes", "dans le champ du haut", "au gué", "vers le soir"],
        ["parce que la rivière avait monté", "pendant que les autres dormaient encore"],
        ["et personne dans la vallée n'en parlait", "comme on l'avait toujours fait ici"],
    ),
    "zh": (
        ["磨坊主", "老船夫", "村里的木匠", "年轻的老师", "卖茶的妇人", "赶车的人"],
        ["修好了", "送来了", "找到了", "忘记了", "卖掉了", "带走了", "画下了"],
        ["那辆蓝色的马车", "一袋新收的大麦", "祠堂的钥匙", "两盏灯笼", "河边的长绳"],
        ["在水坝旁边", "在柳树底下", "在山上的田里", "在渡口", "在天黑以前"],
        ["因为河水又涨了起来", "当时别的人都还没有醒来"],
        ["而山谷里谁也没有说起这件事", "那里的人一向都是这样做的"],
    ),
    "ja": (
        ["粉屋の主人は", "年老いた船頭は", "村の大工は", "若い先生は", "茶を売る女は"],
        ["川の堰のそばで", "柳の木の下で", "山の上の畑で", "渡し場のあたりで", "日が暮れる前に"],
        ["青い荷車を", "大麦の袋を", "お堂の鍵を", "二つの提灯を", "長い縄を"],
        ["また水が増えてきたので", "ほかの者がまだ眠っているうちに"],
        ["静かに運んで行き", "ようやく見つけ出し", "忘れたままにして", "丁寧に直してから"],
        ["谷の人々は何も言わなかった", "昔からそうするのが習わしであった"],
    ),
}


def _sentences(lang: str, seed: int) -> Iterator[str]:
    random = Random(f"{lang}{seed}")
    while True:
        parts = [random.choice(choices) for choices in _PIECES[lang]]
        if lang in ("zh", "ja"):
            comma = "，" if lang == "zh" else "、"
            yield "".join(parts[:4]) + comma + "".join(parts[4:5]) + comma + parts[5] + "。"
        else:
            yield " ".join(parts) + "."


def prose(lang: str, sentences: int, seed: int = 0) -> str:
    """A paragraph of so many sentences."""
    blank = "" if lang in ("zh", "ja") else " "
    return blank.join(islice(_sentences(lang, seed), sentences))


def cut(lang: str, count: int, *, lines: int = 10, width: int = 60, seed: int = 0) -> list[str]:
    """The text of so many pages, set in lines and cut anywhere, mostly in mid-sentence."""
    wide = lang in ("zh", "ja")
    text = prose(lang, count * lines, seed)
    width = width // 2 if wide else width
    rows = (
        [text[k : k + width] for k in range(0, len(text), width)]
        if wide
        else textwrap.wrap(text, width)
    )
    return ["\n".join(rows[k * lines : (k + 1) * lines]) for k in range(count)]


Line = Callable[[int], str]


def book(
    lang: str,
    count: int,
    *,
    head: Line | None = None,
    foot: Line | None = None,
    between: str = "\n",
    lines: int = 10,
    seed: int = 0,
) -> str:
    """Pages with a head and a foot, made of the page's place from 0 on.

    Args:
        lang: the language.
        count: how many pages.
        head: the line above each page, or nothing where it is empty.
        foot: the line below each page.
        between: what stands between lines of furniture and text.
        lines: how many lines of text a page has.
        seed: another text for another seed.
    """
    pieces = []
    for k, page in enumerate(cut(lang, count, lines=lines, seed=seed)):
        around = [head(k) if head else "", page, foot(k) if foot else ""]
        pieces.append(between.join(filter(None, around)))
    return between.join(pieces) + "\n"


def whole(lang: str, parts: list[str], *, sentences: int = 8, after: str = "\n\n") -> str:
    """Lines with paragraphs of whole sentences between them."""
    pieces = []
    for k, part in enumerate(parts):
        pieces += [part, prose(lang, sentences, seed=k)]
    return after.join(pieces) + "\n"
