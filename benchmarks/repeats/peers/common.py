"""What every peer needs, and the verification that a careful user would put behind LSH."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

_HAN = re.compile(r"[\u3400-\u9fff]")
# A figure; a digit among letters is a misread letter.
_FIGURE = re.compile(r"(?<![A-Za-z\d])\d+(?![A-Za-z\d])")

NUM_PERM, BANDS, ROWS = 126, 42, 3
"""Bands for recall: a pair of resemblance 0.3 is proposed with probability 0.68, 0.5 with 0.996."""

LEAST_RATIO = 75.0
"""From what `fuzz.ratio` two folded blocks are one: two noisy readings of a text reach 78 to 95."""

LEAST_CONTAINED = 0.9
"""From what share of its shingles on the shorter block is a part of the longer. `partial_ratio`
would find the same and needs milliseconds a pair, this needs microseconds."""

SHORT = 20  # folded characters; shorter blocks are compared for equality alone
Decide = Callable[[Sequence[str], str], Iterable[int]]


def run(decide: Decide) -> None:
    """Read the blocks, let `decide(blocks, setting)` name those to remove, write the rest."""
    setting, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    blocks = source.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    removed = sorted(set(decide(blocks, setting)))
    gone = set(removed)
    kept = "\n\n".join(block for k, block in enumerate(blocks) if k not in gone) + "\n"
    target.write_text(kept, encoding="utf-8")
    target.with_name(target.name + ".json").write_text(json.dumps(removed))


def fold(block: str) -> str:
    """Letters and digits alone, case-folded."""
    return "".join(filter(str.isalnum, block.casefold()))


def shingles(folded: str) -> list[str]:
    """Character shingles: two of a text in Han, four of one in letters.

    With three letters, unrelated English paragraphs resemble each other at 0.2, and bands as loose
    as these propose every third pair of them.
    """
    k = 2 if 2 * len(_HAN.findall(folded)) > len(folded) else 4
    return [folded[i : i + k] for i in range(max(1, len(folded) - k + 1))]


def repeats(a: str, b: str, folded: Sequence[str], i: int, j: int) -> int | None:
    """Which of two proposed blocks repeats the other: the later, or the one that is cut; or None.

    Args:
        a: the earlier block.
        b: the later block.
        folded: the folds of all blocks.
        i: the index of `a`.
        j: the index of `b`.
    """
    from rapidfuzz import fuzz

    left, right = folded[i], folded[j]
    if len(left) < SHORT or len(right) < SHORT:
        return j if left == right else None
    shorter, longer = (i, j) if len(left) < len(right) else (j, i)
    if len(folded[shorter]) < 0.95 * len(folded[longer]):
        part, whole = set(shingles(folded[shorter])), set(shingles(folded[longer]))
        if len(part & whole) >= LEAST_CONTAINED * len(part):
            return shorter
    if fuzz.ratio(left, right, score_cutoff=LEAST_RATIO):
        return j if _FIGURE.findall(a) == _FIGURE.findall(b) else None
    return None


def verified(blocks: Sequence[str], proposed: Callable[[int], Iterable[int]]) -> set[int]:
    """The blocks to remove, where `proposed(j)` names earlier blocks that may be like block `j`."""
    folded = [fold(block) for block in blocks]
    removed: set[int] = set()
    for j, block in enumerate(blocks):
        for i in sorted(proposed(j)):
            if i in removed:
                continue
            goes = repeats(blocks[i], block, folded, i, j)
            if goes is not None:
                removed.add(goes)
                if goes == j:
                    break
    return removed
