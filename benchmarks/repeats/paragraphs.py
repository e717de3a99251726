"""The different paragraphs of a corpus: made from our own texts, or those of a folder."""

from collections.abc import Sequence
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


def made(size: int, seed: int) -> tuple[list[str], int]:
    """Paragraphs of about `size` bytes, half of them Han, and how many were left out."""
    numpy_rng = np.random.default_rng(seed)
    by_language = []
    out = 0
    for paths, han, mean, least, most in (
        (GIVEN_HAN, True, 130, 40, 300),
        (GIVEN_LETTERS, False, 480, 150, 1200),
    ):
        count = int(_SPARE * size / 2 / (mean * (3 if han else 1)))
        sizes = np.exp(numpy_rng.normal(np.log(mean * 0.83), 0.55, count))
        sizes = np.clip(sizes, least, most * 0.9).astype(np.int64)
        all_ = Prose(given(paths), han).paragraphs(sizes, numpy_rng)
        fit = [each for each in all_ if least <= len(each) <= most]
        alone = distinct(fit)
        out += len(fit) - len(alone)
        total, kept = 0, []
        for each in alone:
            if total >= size / 2:
                break
            total += len(each.encode())
            kept.append(each)
        by_language.append(kept)
    return _in_sections(by_language, Random(seed)), out


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
