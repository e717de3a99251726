"""Documents with known repeats of each other, as JSON Lines.

    python -m benchmarks.corpus.generate MEGABYTES OUT.jsonl

writes `{"id": ..., "text": ...}` a line, paragraphs parted by blank lines, and the truth to
OUT.jsonl.truth.jsonl: a row a paragraph, `[id, paragraph, class, id of the source, its paragraph]`.
A copy stands in a later document than its source. Of the classes `unique` and the traps nothing is
to be removed, of the others every paragraph.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.repeats import damage
from benchmarks.repeats.paragraphs import SEPARATOR, made
from benchmarks.repeats.prose import HAN

UNIQUE = "unique"
CLASSES = (
    "document",
    "document, noise 5 %",
    "paragraph",
    "paragraph, noise 5 %",
    "paragraph, noise 10 %",
    "cut",
)
TRAPS = ("trap: figures", "trap: name")
SHARD = 50_000_000
"""Bytes that are made at once; copies stand in the shard of their source."""
_REPEATED = 0.3
"""The share of the paragraphs that are repeats; an equal share of them of each class."""
_TRAPS = 0.01
_PER_DOCUMENT = (3, 12)
_NOISE = {"document, noise 5 %": 0.05, "paragraph, noise 5 %": 0.05, "paragraph, noise 10 %": 0.10}


class Row(NamedTuple):
    """The truth of one paragraph."""

    id: str
    paragraph: int
    kind: str
    source: str | None = None
    source_paragraph: int | None = None


class _Paragraph(NamedTuple):
    text: str
    kind: str = UNIQUE
    source: tuple[str, int] | None = None


def documents(size: int, seed: int = 1) -> Iterator[tuple[str, str, list[Row]]]:
    """About `size` bytes of documents: the id, the text, and the truth of each paragraph.

    The same for the same arguments.
    """
    for shard in range(-(-size // SHARD)):
        yield from _shard(min(SHARD, size - shard * SHARD), seed + shard, f"s{shard}-")


def _shard(size: int, seed: int, prefix: str) -> Iterator[tuple[str, str, list[Row]]]:
    paragraphs, _ = made(int(size * (1 - _REPEATED)), seed)
    rng = Random(seed)
    maker = _Maker(paragraphs, rng)
    # What was written so far, each document with the texts of its unique paragraphs.
    written: list[list[tuple[str, int, str]]] = []
    whole: list[list[tuple[str, int, str]]] = []
    at = number = 0
    share = _REPEATED / len(CLASSES)
    while at < len(paragraphs):
        name = f"{prefix}{number:06}"
        count = rng.randint(*_PER_DOCUMENT)
        draw = rng.random()
        own: list[_Paragraph]
        # A document holds as many paragraphs as another, so that shares are those of paragraphs.
        if written and draw < 2 * share:
            kind = CLASSES[0] if draw < share else CLASSES[1]
            own = [
                _Paragraph(maker.misread(kind, text), kind, (of, k))
                for of, k, text in rng.choice(whole)
            ]
        else:
            own = [_Paragraph(text) for text in paragraphs[at : at + count]]
            at += len(own)
            single = share / (1 - 2 * share)
            for _ in range(len(own) if written else 0):
                draw = rng.random()
                kind = UNIQUE
                if draw < 4 * single * 1.5:
                    kind = CLASSES[2 + int(draw / (single * 1.5))]
                elif draw > 1 - _TRAPS:
                    kind = rng.choice(TRAPS)
                if kind != UNIQUE:
                    of, place, text = rng.choice(rng.choice(written))
                    copy = maker.copy(kind, text, (of, place))
                    if copy is not None:
                        own.insert(rng.randint(0, len(own)), copy)
        rows = [
            Row(name, k, each.kind, *(each.source or (None, None))) for k, each in enumerate(own)
        ]
        unique = [(name, k, each.text) for k, each in enumerate(own) if each.kind == UNIQUE]
        if unique:
            written.append(unique)
            whole.append([(name, k, each.text) for k, each in enumerate(own)])
        yield name, SEPARATOR.join(each.text for each in own) + "\n", rows
        number += 1


class _Maker:
    """Makes the copies of a paragraph."""

    def __init__(self, paragraphs: list[str], rng: Random) -> None:
        self._rng = rng
        self._pool = paragraphs[:: max(1, len(paragraphs) // 2000)]
        self._han = "".join(sorted(set(HAN.findall("".join(self._pool)))))

    def misread(self, kind: str, text: str) -> str:
        """A text with the noise of a class, if it has any."""
        if kind not in _NOISE:
            return text
        return damage.misread(text, _NOISE[kind], self._rng, self._han)

    def copy(self, kind: str, text: str, source: tuple[str, int]) -> _Paragraph | None:
        """A copy of a paragraph; None where it cannot be made."""
        if kind in _NOISE:
            return _Paragraph(self.misread(kind, text), kind, source)
        if kind == "cut":
            if not damage.can_be_cut(text):
                return None
            return _Paragraph(damage.cut(text, self._rng)[0], kind, source)
        if kind in TRAPS:
            if kind == TRAPS[0]:
                other = damage.other_figures(text, self._rng) if damage.has_figures(text) else text
            else:
                other = damage.other_name(text, self._pool, self._rng)
            return None if other == text else _Paragraph(other, kind, source)
        return _Paragraph(text, kind, source)


def truth_of(path: Path) -> Path:
    """Where the truth of a corpus is."""
    return path.with_name(path.name + ".truth.jsonl")


def write(size: int, path: Path, seed: int = 1) -> None:
    """Write a corpus and its truth."""
    with path.open("w", encoding="utf-8") as out, truth_of(path).open("w") as truth:
        for name, text, rows in documents(size, seed):
            out.write(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n")
            for row in rows:
                truth.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    write(int(float(sys.argv[1]) * 1e6), Path(sys.argv[2]))
