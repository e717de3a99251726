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

    What it remembers is twelve bytes for each removed block.

    Attributes:
        gone: the names of the blocks that were removed so far, in order; see `names_of`.
    """

    def __init__(self) -> None:
        self.gone = names_of(np.zeros(0, np.int64), np.zeros(0, np.int32))

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
        own, sources = names_of(document, block), names_of(kept, kept_block)
        chosen = np.array(self._walk(own, sources, doubtful, order), dtype=np.int64)
        self.gone = np.concatenate((self.gone, own[chosen[~doubtful[chosen]]]))
        return matches.take(pa.array(chosen))

    def _walk(
        self,
        own: NDArray[np.bytes_],
        sources: NDArray[np.bytes_],
        doubtful: NDArray[np.bool_],
        order: NDArray[np.int64],
    ) -> list[int]:
        went = among(sources, self.gone)
        gone: set[bytes] = set()  # those of this call
        chosen: list[int] = []
        begins = np.flatnonzero(opens(own[order]))
        rows = order.tolist()
        stops = np.append(begins[1:], len(rows))
        for first, stop in zip(begins.tolist(), stops.tolist(), strict=False):
            for row in rows[first:stop]:
                if not went[row] and bytes(sources[row]) not in gone:
                    chosen.append(row)
                    if not doubtful[row]:
                        gone.add(bytes(own[row]))
                    break
        return chosen


def among(names: NDArray[np.bytes_], ordered_names: NDArray[np.bytes_]) -> NDArray[np.bool_]:
    """Which names are among others, which are in order; shape of `names`."""
    if not len(ordered_names):
        return np.zeros(len(names), dtype=bool)
    at = np.minimum(np.searchsorted(ordered_names, names), len(ordered_names) - 1)
    return np.asarray(ordered_names[at] == names, dtype=np.bool_)


def names_of(document: NDArray[Any], block: NDArray[Any]) -> NDArray[np.bytes_]:
    """A string for each block that sorts as its document and ordinal do."""
    out = np.empty(len(document), dtype=[("document", ">i8"), ("block", ">i4")])
    out["document"], out["block"] = document, block
    return out.view("S12")
