"""A copy that lacks some of its middle: a line or a column that the reader left out.

Its beginning and its end lie on two diagonals (`chains.py`), as far apart as the hole is long.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from dedup.duplicates.chains import DRIFT
from dedup.duplicates.table import BlockTable, Run
from dedup.duplicates.verify import Verdict, Verifier
from dedup.fold import code_points
from dedup.model import Span

# Either side of a hole holds so many Han characters at least.
_SIDE = 8


def around_hole(
    table: BlockTable,
    k: int,
    places: Sequence[tuple[int, int]],
    verifier: Verifier,
) -> Run | None:
    """Block k as a copy of all but a hole of one block.

    Args:
        table: the blocks.
        k: the copy.
        places: where it may begin and end elsewhere, one pair for each chain of seeds.
        verifier: compares two stretches.

    Returns:
        The run, with its `hole`, or None.
    """
    copy = table.span(k)
    for start, stop in _spread(table, copy, places):
        split = _split(table, copy, start, stop)
        head = Span(copy.start, copy.start + split)
        tail = Span(copy.start + split, copy.end)
        if min(table.weight(head), table.weight(tail)) < _SIDE:
            continue
        one = verifier.compare(Span(start, start + len(head)), head)
        if one.verdict is Verdict.DIFFERENT:
            continue
        other = verifier.compare(Span(stop - len(tail), stop), tail)
        if other.verdict is Verdict.DIFFERENT:
            continue
        return Run(
            blocks=range(k, k + 1),
            source=Span(one.source.start, other.source.end),
            verdict=min(one.verdict, other.verdict),
            similarity=(one.similarity * len(head) + other.similarity * len(tail)) / len(copy),
            doubt=one.doubt or other.doubt,
            precedes=start > copy.start,
            hole=Span(one.source.end, other.source.start),
        )
    return None


def _spread(
    table: BlockTable, copy: Span, places: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Beginnings and ends, of different places in one block, with a hole between them."""
    for start, _ in places:
        for _, stop in places:
            if start < 0 or stop > len(table.folded) or stop - start <= len(copy) + DRIFT:
                continue
            block = table.block_at(start)
            if block == table.block_at(stop - 1) and not copy.overlaps(table.span(block)):
                yield start, stop


def _split(table: BlockTable, copy: Span, start: int, stop: int) -> int:
    """How many characters of a copy stand before the hole: where most agree on both sides.

    Of equal places one between two words.
    """
    fold, size = table.folded.text, len(copy)
    own = code_points(copy.of(fold))
    before = np.concatenate(([0], np.cumsum(code_points(fold[start : start + size]) == own)))
    behind = np.concatenate(([0], np.cumsum(code_points(fold[stop - size : stop]) == own)))
    agree = before + behind[-1] - behind
    best = np.flatnonzero(agree == agree.max())
    origin = table.folded.origin[copy.start : copy.end]
    inner = best[(best > 0) & (best < size)]
    apart = inner[origin[inner] - origin[inner - 1] > 1]
    return int(apart[0] if len(apart) else best[0])
