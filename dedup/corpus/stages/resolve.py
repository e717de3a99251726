"""Decide which near repeats go: those of a block that stays.

In the order of the corpus a block goes if an earlier block that it repeats stays. So each removal
rests on a comparison with what stands in the output, never on a chain of comparisons; the result is
the lexicographically first maximal independent set of the graph of matches.
"""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.corpus.stages.columns import numbers, opens, ordered


class Resolver:
    """Goes through the matches of a corpus in the order of their later blocks.

    What it remembers is a pair of numbers for each removed block.
    """

    def __init__(self) -> None:
        self._gone: set[tuple[int, int]] = set()

    def resolve(self, matches: pa.RecordBatch) -> pa.RecordBatch:
        """The matches that name what a block is removed for, or withheld from; one a block.

        Args:
            matches: of `MATCHES`: all those of some later blocks, none of which comes before a
                later block of an earlier call. A block with a doubt in its best match stays, and
                so does a block of which all sources went.

        Returns:
            A batch of `MATCHES` by document and block. Those without a doubt are the removals.
        """
        document, block = numbers(matches, "document"), numbers(matches, "block")
        kept, kept_block = numbers(matches, "kept_document"), numbers(matches, "kept_block")
        doubtful = np.array([bool(d) for d in matches.column("doubt").to_pylist()], dtype=bool)
        similarity = numbers(matches, "similarity")
        # Of one block: the sure ones first, then the most alike, then the earliest.
        order = ordered(document, block, doubtful, -similarity, kept, kept_block)
        chosen = self._walk(document, block, kept, kept_block, doubtful, order)
        return matches.take(pa.array(chosen, type=pa.int64()))

    def _walk(
        self,
        document: NDArray[Any],
        block: NDArray[Any],
        kept: NDArray[Any],
        kept_block: NDArray[Any],
        doubtful: NDArray[np.bool_],
        order: NDArray[np.int64],
    ) -> list[int]:
        chosen: list[int] = []
        begins = np.flatnonzero(opens(document[order], block[order]))
        rows = order.tolist()
        stops = np.append(begins[1:], len(rows))
        for first, stop in zip(begins.tolist(), stops.tolist(), strict=False):
            for row in rows[first:stop]:
                if (int(kept[row]), int(kept_block[row])) not in self._gone:
                    chosen.append(row)
                    if not doubtful[row]:
                        self._gone.add((int(document[row]), int(block[row])))
                    break
        return chosen
