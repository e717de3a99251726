"""The different paragraphs of a corpus: made from our own texts, or those of a folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from benchmarks.repeats.distinct import distinct
from benchmarks.repeats.prose import Prose

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
GIVEN_HAN = (ROOT / "seeds" / "000_b3c001c1d24659d9.txt", ROOT / "benchmarks" / "texts" / "zh.txt")
GIVEN_LETTERS = (HERE / "english.txt", ROOT / "benchmarks" / "texts" / "en.txt")

SEPARATOR = "\n\n"
_SECTION = 8  # paragraphs in one language before the next, on average
_SPARE = 1.10  # so many paragraphs too many are made: some share a stretch with others and go


def given(paths: Sequence[Path]) -> list[str]:
    """The paragraphs of files that end as sentences do."""
    return [
        block
        for path in paths
        for block in path.read_text(encoding="utf-8").split(SEPARATOR)
        if block.strip().endswith(tuple("。！？.!?")) and "\n" not in block.strip()
    ]


@dataclass(frozen=True)
class Manner:
    """What paragraphs of a language are made after: texts, and a size in characters."""

    paths: Sequence[Path]
    han: bool
    mean: int
    least: int
    most: int


CHINESE = Manner(GIVEN_HAN, True, 130, 40, 300)
ENGLISH = Manner(GIVEN_LETTERS, False, 480, 150, 1200)


def made(size: int, seed: int) -> tuple[list[str], int]:
    """Paragraphs of about `size` bytes, half of them Han, and how many were left out."""
    rng = np.random.default_rng(seed)
    by_language = []
    out = 0
    for manner in (CHINESE, ENGLISH):
        kept, left_out = in_manner(manner, size // 2, rng)
        by_language.append(kept)
        out += left_out
    return _in_sections(by_language, Random(seed)), out


def in_manner(manner: Manner, size: int, rng: np.random.Generator) -> tuple[list[str], int]:
    """Paragraphs of one language of about `size` bytes, and how many were left out."""
    count = int(_SPARE * size / (manner.mean * (3 if manner.han else 1)))
    sizes = np.exp(rng.normal(np.log(manner.mean * 0.83), 0.55, count))
    sizes = np.clip(sizes, manner.least, manner.most * 0.9).astype(np.int64)
    all_ = Prose(given(manner.paths), manner.han).paragraphs(sizes, rng)
    fit = [each for each in all_ if manner.least <= len(each) <= manner.most]
    alone = distinct(fit)
    total, kept = 0, []
    for each in alone:
        if total >= size:
            break
        total += len(each.encode())
        kept.append(each)
    return kept, len(fit) - len(alone)


def _in_sections(by_language: list[list[str]], rng: Random) -> list[str]:
    """The paragraphs of two languages in turn, some of one and then some of the other."""
    out: list[str] = []
    places = [0] * len(by_language)
    turn = 0
    while any(p < len(each) for p, each in zip(places, by_language, strict=True)):
        count = 1 + int(rng.expovariate(1 / _SECTION))
        out += by_language[turn][places[turn] : places[turn] + count]
        places[turn] += count
        turn = (turn + 1) % len(by_language)
    return out


def from_folder(folder: Path, size: int) -> tuple[list[str], int]:
    """The paragraphs of a folder's texts, as many as fit, and how many were left out."""
    paragraphs, total = [], 0
    for path in sorted(folder.rglob("*.txt")):
        for block in path.read_text(encoding="utf-8", errors="replace").split(SEPARATOR):
            if total < size and block.strip():
                paragraphs.append(" ".join(block.split()))
                total += len(paragraphs[-1].encode())
    alone = distinct(paragraphs)
    return alone, len(paragraphs) - len(alone)
