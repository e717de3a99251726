"""Precision and recall of what a tool removed from a corpus with a known answer.

    python -m benchmarks.corpus.score CORPUS.jsonl OUTPUT.jsonl

The output has the ids of the corpus; a document that is not there was removed whole. A paragraph
counts as removed if it does not stand in the output's document any more, in its turn.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus.generate import CLASSES, TRAPS, UNIQUE, truth_of
from benchmarks.repeats.paragraphs import SEPARATOR


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
    truth: dict[str, list[str]] = {}
    with truth_of(corpus).open() as file:
        for name, _, kind, *_ in map(json.loads, file):
            truth.setdefault(name, []).append(kind)
    removed: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    with corpus.open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            kinds = truth[row["id"]]
            counts.update(kinds)
            stays = iter(left.get(row["id"], "").strip("\n").split(SEPARATOR))
            here = next(stays, None)
            for kind, paragraph in zip(
                kinds, row["text"].rstrip("\n").split(SEPARATOR), strict=True
            ):
                if paragraph == here:
                    here = next(stays, None)
                else:
                    removed[kind] += 1
    right = sum(removed[kind] for kind in CLASSES)
    wrong = removed[UNIQUE] + sum(removed[kind] for kind in TRAPS)
    wanted = sum(counts[kind] for kind in CLASSES)
    return Score(
        precision=right / (right + wrong) if right + wrong else 1.0,
        recall=right / wanted if wanted else 1.0,
        by_class={k: (removed[k], counts[k]) for k in (*CLASSES, UNIQUE, *TRAPS)},
    )


if __name__ == "__main__":
    for line in score(Path(sys.argv[1]), Path(sys.argv[2])).lines():
        print(line)
