"""Comparisons made before the walk asks for them: many at once, and half of them in a copy.

A comparison hangs on nothing but its two stretches (`verify.py`), and most of those that the walk
will ask for are known before it begins: where each block may stand if all before it stays. One that
it never asks for does no harm, and one that was not foreseen is made when asked for.
"""

from collections.abc import Sequence

from dedup.duplicates.places import Places
from dedup.duplicates.table import BlockTable
from dedup.duplicates.verify import Comparisons, Verifier
from dedup.model import Span
from dedup.parallel import beside


def compare_ahead(table: BlockTable, places: Places, verifier: Verifier, jobs: int) -> None:
    """Have the verifier compare what a walk through the blocks is likely to ask for.

    Args:
        table: the blocks.
        places: where the text of each block may stand already.
        verifier: compares two stretches.
        jobs: how many processes may be at work.
    """

    def comparisons(blocks: Sequence[int]) -> Comparisons:
        pairs = [
            (source, table.span(k))
            for k in blocks
            for start, stop in places.likely(k)
            if (source := table.source_of(start, stop, table.borders(k)[0], k)) is not None
        ]
        found = verifier.comparisons(pairs)
        # Where the copy is cleaner, its source will be held against it (`best.py`).
        back = [(Span(*key[2:]), c.source) for key, c in found.items() if c.cleaner > 0]
        return found | verifier.comparisons(back)

    blocks = places.unlike()
    with beside(lambda: comparisons(blocks[1::2]), jobs) as rest:
        verifier.foresee(comparisons(blocks[::2]))
        verifier.foresee(rest())
