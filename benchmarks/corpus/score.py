"""Precision and recall of what a tool removed from a corpus with a known answer.

    python -m benchmarks.corpus.score CORPUS.jsonl OUTPUT.jsonl

The output has the ids of the corpus; a document that is not there was removed whole. A paragraph
counts as removed if it does not stand in the output's document any more, in its turn. Of a passage
and its copies that are not cut it does not matter which stays: where one stays in place of the
passage, the two are counted the other way round.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus.generate import CLASSES, TRAPS, UNIQUE, Row, truth_of
from benchmarks.repeats.paragraphs import SEPARATOR

Place = tuple[str, int]
_WHOLE = frozenset(CLASSES) - {"cut"}


class Score(NamedTuple):
    """What came of a corpus.

    Attributes:
        precision: the share of the removed paragraphs that are repeats.
        recall: the share of the repeats that were removed.
        by_class: removed paragraphs, and all, of each class.
    """

    precision: float
    recall: float
    by_class: dict[str, tuple[int, int]]

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def lines(self) -> Iterator[str]:
        """A table."""
        yield f"precision {self.precision:.4f}  recall {self.recall:.4f}  F1 {self.f1:.4f}"
        for kind, (removed, count) in self.by_class.items():
            yield f"{kind:24}{removed:8} of {count:8}  {removed / count if count else 0:.4f}"


def score(corpus: Path, output: Path) -> Score:
    """Hold an output against the truth."""
    with output.open(encoding="utf-8") as file:
        left = {row["id"]: row["text"] or "" for row in map(json.loads, file)}
    truth: dict[str, list[Row]] = {}
    with truth_of(corpus).open() as file:
        for row in map(Row._make, map(json.loads, file)):
            truth.setdefault(row.id, []).append(row)
    gone: dict[Place, bool] = {}
    with corpus.open(encoding="utf-8") as file:
        for document in map(json.loads, file):
            stays = iter(left.get(document["id"], "").strip("\n").split(SEPARATOR))
            here = next(stays, None)
            own = document["text"].rstrip("\n").split(SEPARATOR)
            for row, paragraph in zip(truth[document["id"]], own, strict=True):
                gone[row.id, row.paragraph] = paragraph != here
                if paragraph == here:
                    here = next(stays, None)
    rows = [row for own in truth.values() for row in own]
    _exchange(rows, gone)
    counts = Counter(row.kind for row in rows)
    removed = Counter(row.kind for row in rows if gone[row.id, row.paragraph])
    right = sum(removed[kind] for kind in CLASSES)
    wrong = removed[UNIQUE] + sum(removed[kind] for kind in TRAPS)
    wanted = sum(counts[kind] for kind in CLASSES)
    return Score(
        precision=right / (right + wrong) if right + wrong else 1.0,
        recall=right / wanted if wanted else 1.0,
        by_class={k: (removed[k], counts[k]) for k in (*CLASSES, UNIQUE, *TRAPS)},
    )


def _exchange(rows: list[Row], gone: dict[Place, bool]) -> None:
    """Where a copy stays in place of its passage, take the passage for the one that stays."""
    passage: dict[Place, Place] = {}
    for row in rows:
        place = row.id, row.paragraph
        passage[place] = place
        if row.kind in _WHOLE and row.source is not None and row.source_paragraph is not None:
            first = passage[place] = passage[row.source, row.source_paragraph]
            if gone[first] and not gone[place]:
                gone[first], gone[place] = False, True


if __name__ == "__main__":
    for line in score(Path(sys.argv[1]), Path(sys.argv[2])).lines():
        print(line)
