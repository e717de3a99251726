"""Japanese words of ipadic and Korean words of mecab-ko-dic."""

import re
from collections.abc import Iterator
from pathlib import Path

# Kanji, kana, the marks of repetition and length.
JAPANESE = re.compile(r"[\u3400-\u9fff\u3041-\u3096\u30a1-\u30fa々ー]+")
HANGUL = re.compile(r"[\uac00-\ud7a3]+")
LONG_JAPANESE, LONG_KOREAN = 8, 6
# What a Korean word may be: nouns, verbs, adverbs, particles, endings; names of two syllables up.
KOREAN_PARTS = ("NNG", "NNP", "NNB", "NP", "NR", "VV", "VA", "VX", "VC", "MM", "MA", "J", "E", "XS")


def ipadic(folder: Path) -> Iterator[tuple[str, int]]:
    """Words and their costs; the cheaper, the more common. Family and first names are left out."""
    for path in sorted((folder / "usr/share/mecab/dic/ipadic").glob("*.csv")):
        for line in path.read_text(encoding="euc-jp").splitlines():
            word, _, _, cost, rest = line.split(",", 4)
            if JAPANESE.fullmatch(word) and len(word) <= LONG_JAPANESE and "人名" not in rest:
                yield word, int(cost)


def mecab_ko(folder: Path) -> Iterator[tuple[str, bool]]:
    """Words as they are read, and whether they are a name or a compound."""
    text = (folder / "mecab_ko_dic/dicdir/sys.dic").read_bytes().decode("utf-8", "ignore")
    for part, word, kind in re.findall(
        r"([A-Z]+(?:\+[A-Z]+)*),[^,\0]*,[TF*],([^,\0]+),([^,\0]*),", text
    ):
        if HANGUL.fullmatch(word) and len(word) <= LONG_KOREAN and part.startswith(KOREAN_PARTS):
            yield word, part == "NNP" or kind == "Compound"
