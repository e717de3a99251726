"""A text of any size with known repeats.

    python -m benchmarks.repeats.corpus MEGABYTES OUT [FOLDER]

writes the text to OUT and the truth to OUT.json: one row a block, `[id, class, source, start, end,
note]`, offsets in code points. A block of class `unique` says something of its own; any other
repeats its source, except the two classes of traps, which look like their source and say something
else. Of an exact, misread or run repeat either block may be removed; of a cut one only the cut one.
"""

import heapq
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np

from benchmarks.repeats import damage
from benchmarks.repeats.paragraphs import SEPARATOR, from_folder, made
from benchmarks.repeats.prose import HAN, is_han

UNIQUE = "unique"
REPEATS = ("exact", "noise 2 %", "noise 5 %", "noise 10 %", "cut", "run")
TRAPS = ("trap: figures", "trap: name")
REPEATS_PER_MB = 620  # blocks, a sixth of them of each class
TRAPS_PER_MB = {"trap: figures": 30, "trap: name": 20}
FARTHEST = 30  # blocks between a copy and its source
_FAR = 20  # the farthest that is aimed at: other copies come in between
_UNIQUE_SHARE = 0.715  # of the bytes; the rest are the repeats and traps
_SHARES = {"noise 2 %": 0.02, "noise 5 %": 0.05, "noise 10 %": 0.10}


class Row(NamedTuple):
    """The truth of one block."""

    id: int
    kind: str
    source: int | None
    start: int
    end: int
    note: str


@dataclass(frozen=True)
class Facts:
    """What is known of a corpus besides its truth."""

    seed: int
    bytes: int
    blocks: int
    repeats: int
    traps: int
    left_out: int  # paragraphs that shared a stretch with another one
    paragraphs: int  # that were made or given


@dataclass(frozen=True)
class Corpus:
    """A text and the truth of its blocks, in order."""

    text: str
    rows: list[Row]
    facts: Facts


class Placed(NamedTuple):
    """A block on its way into the text, and the paragraph that it is or repeats."""

    text: str
    kind: str
    paragraph: int
    note: str = ""


class Later(NamedTuple):
    """Blocks that are to stand together from a place on, and the last of what they repeat."""

    due: int
    number: int
    blocks: list[Placed]
    behind: int


# --- repeats --------------------------------------------------------------------------------------


class _Maker:
    """Makes the copies of a paragraph, or of a run of them."""

    def __init__(self, paragraphs: Sequence[str], rng: Random) -> None:
        self._paragraphs = paragraphs
        self._rng = rng
        sample = paragraphs[:: max(1, len(paragraphs) // 2000)]
        self._han = "".join(sorted(set(HAN.findall("".join(sample)))))
        self._pool = sample

    def copies(self, kind: str, first: int, count: int) -> list[Placed]:
        """The copies of `count` paragraphs from `first` on; none where it cannot be done."""
        rng, text = self._rng, self._paragraphs[first]
        if kind == "exact":
            return [Placed(text, kind, first)] * count
        if kind == "run":
            noisy = rng.random() < 1 / 3  # every third run is misread, too
            texts = self._paragraphs[first : first + count]
            return [
                Placed(self._misread(t, 0.02) if noisy else t, kind, first + k, noisy * "noise 2 %")
                for k, t in enumerate(texts)
            ]
        if kind in _SHARES:
            return [Placed(self._misread(text, _SHARES[kind]), kind, first)]
        if kind == "cut":
            return [Placed(*_swap(damage.cut(text, rng), kind, first))]
        if kind == "trap: figures":
            other = damage.other_figures(text, rng)
        else:
            other = damage.other_name(text, self._pool, rng)
        noisy = other != text and rng.random() < 1 / 3
        text = self._misread(other, 0.02) if noisy else other
        return [Placed(text, kind, first, noisy * "noise 2 %")]

    def _misread(self, text: str, share: float) -> str:
        return damage.misread(text, share, self._rng, self._han)


def _swap(part: tuple[str, str], kind: str, paragraph: int) -> tuple[str, str, int, str]:
    return part[0], kind, paragraph, part[1]


_FIT: dict[str, Callable[[str], bool]] = {
    "cut": damage.can_be_cut,
    "trap: figures": damage.has_figures,
}


def _plan(paragraphs: Sequence[str], size: int, rng: Random) -> dict[int, tuple[str, int]]:
    """What is repeated: the first paragraph of each repeat, its class, and how many.

    `how many` counts copies of one paragraph for exact repeats, paragraphs for runs. No paragraph
    is repeated twice.
    """
    wanted: list[tuple[str, int]] = []
    each = round(REPEATS_PER_MB * size / 1e6 / len(REPEATS))
    for kind in REPEATS:
        left = max(each, 2)
        while left > 0:
            count = 1
            if kind == "run":
                count = rng.randrange(2, 6)
            elif kind == "exact" and rng.random() < 0.3:  # a loop
                count = rng.randrange(2, 5)
            wanted.append((kind, count))
            left -= count
    for kind, rate in TRAPS_PER_MB.items():
        wanted += [(kind, 1)] * max(2, round(rate * size / 1e6))
    used = sum(count if kind == "run" else 1 for kind, count in wanted)
    slots: list[tuple[str, int] | None] = [*wanted, *[None] * (len(paragraphs) - used)]
    rng.shuffle(slots)
    plan: dict[int, tuple[str, int]] = {}
    waiting: list[tuple[str, int]] = []
    at = 0
    for slot in slots:
        if at >= len(paragraphs):
            break
        text = paragraphs[at]
        if slot is not None and _FIT.get(slot[0], bool)(text):
            plan[at] = slot
            at += slot[1] if slot[0] == "run" else 1
            continue
        if slot is not None:
            waiting.append(slot)
        fit = next((k for k, (kind, _) in enumerate(waiting[:50]) if _FIT[kind](text)), None)
        if fit is not None:
            plan[at] = waiting.pop(fit)
        at += 1
    return plan


def make(size: int, seed: int = 1, folder: Path | None = None) -> Corpus:
    """A corpus of about `size` bytes; the same for the same arguments.

    Args:
        size: bytes of UTF-8; a few per cent more or less come out.
        seed: of all that is drawn.
        folder: where to take the paragraphs from as they stand; else they are made.
    """
    wanted = int(size * _UNIQUE_SHARE)
    paragraphs, left_out = made(wanted, seed) if folder is None else from_folder(folder, wanted)
    if len(paragraphs) < 20:
        raise ValueError("too few different paragraphs for a corpus")
    total = sum(len(each.encode()) for each in paragraphs)
    rng = Random(seed)
    plan = _plan(paragraphs, int(total / _UNIQUE_SHARE), rng)
    maker = _Maker(paragraphs, rng)
    out: list[Placed] = []
    queue: list[Later] = []
    at = 0
    while at < len(paragraphs):
        while queue and queue[0].due <= len(out):
            later = heapq.heappop(queue)
            if len(out) - later.behind <= FARTHEST + 1:
                out += later.blocks
        kind, count = plan.get(at, (UNIQUE, 1))
        span = count if kind == "run" else 1
        own = [Placed(paragraphs[k], UNIQUE, k) for k in range(at, at + span)]
        copies = [] if kind == UNIQUE else maker.copies(kind, at, count)
        if copies and copies[0].text == own[0].text and kind not in ("exact", "run"):
            copies = []
        # A copy may also be the first of the two: the damaged one, the one cut short.
        if kind in (*_SHARES, "cut") and copies and rng.random() < 0.2:
            own, copies = copies, own
        out += own
        if copies:
            away = 0 if rng.random() < 0.5 else rng.randrange(1, _FAR + 1)
            heapq.heappush(queue, Later(len(out) + away, at, copies, len(out) - 1))
        at += span
    for later in sorted(queue):
        if len(out) - later.behind <= FARTHEST + 1:
            out += later.blocks
    return _with_truth(out, seed, left_out, len(paragraphs) + left_out)


def _with_truth(out: Sequence[Placed], seed: int, left_out: int, paragraphs: int) -> Corpus:
    place = {each.paragraph: k for k, each in enumerate(out) if each.kind == UNIQUE}
    rows, start = [], 0
    for k, each in enumerate(out):
        source = None if each.kind == UNIQUE else place[each.paragraph]
        rows.append(Row(k, each.kind, source, start, start + len(each.text), each.note))
        start += len(each.text) + len(SEPARATOR)
    text = SEPARATOR.join(each.text for each in out) + "\n"
    facts = Facts(
        seed=seed,
        bytes=len(text.encode()),
        blocks=len(rows),
        repeats=sum(row.kind in REPEATS for row in rows),
        traps=sum(row.kind in TRAPS for row in rows),
        left_out=left_out,
        paragraphs=paragraphs,
    )
    return Corpus(text, rows, facts)


# --- files ----------------------------------------------------------------------------------------


def write(corpus: Corpus, path: Path) -> None:
    """The text to `path`, the truth to `path`.json, one block a line."""
    path.write_text(corpus.text, encoding="utf-8", newline="")
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in corpus.rows)
    facts = json.dumps(asdict(corpus.facts))
    truth = f'{{"facts": {facts},\n"blocks": [\n{lines}\n]}}\n'
    path.with_name(path.name + ".json").write_text(truth, encoding="utf-8")


def read(path: Path) -> Corpus:
    """What `write` wrote."""
    truth = json.loads(path.with_name(path.name + ".json").read_text(encoding="utf-8"))
    rows = [Row(*row) for row in truth["blocks"]]
    return Corpus(path.read_text(encoding="utf-8"), rows, Facts(**truth["facts"]))


def likest(corpus: Corpus, sample: int = 600) -> float:
    """The similarity of the most similar two of a sample of different paragraphs, in [0, 1].

    Taken are neighbours, as they are what a finder compares: blocks of their own, in a row.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    own = [corpus.text[row.start : row.end] for row in corpus.rows if row.kind == UNIQUE]
    best = 0.0
    for han in (True, False):
        some = [each for each in own if is_han(each) == han][:sample]
        if len(some) > 1:
            scores = process.cdist(some, some, scorer=Levenshtein.normalized_similarity)
            np.fill_diagonal(scores, 0)
            best = max(best, float(scores.max()))
    return best


if __name__ == "__main__":
    folder_ = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    made_ = make(int(float(sys.argv[1]) * 1e6), folder=folder_)
    write(made_, Path(sys.argv[2]))
    print(made_.facts)
