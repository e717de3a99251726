"""What is kept so far, and where in it the text of a block may stand already."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from dedup.duplicates.chains import Chains
from dedup.duplicates.table import BlockTable, Run
from dedup.model import Span

# So many first and so many latest places of a fold, and partners in a band, are tried.
_FEW = 2
# Two estimates of one place differ by what was lost between their seeds, in characters as a power
# of two.
SAME_PLACE = 3
# A loop of so many copies is one run.
_LOOP = 1000


class Places:
    """The kept blocks of a table, filled as the walk goes on.

    Args:
        table: the blocks.
        pairs: candidate pairs of near-equal blocks, shape (pairs, 2), earlier block first.
        chains: where the seeds of each block stand earlier in the text.
    """

    def __init__(self, table: BlockTable, pairs: NDArray[np.int64], chains: Chains) -> None:
        self._table = table
        self._chains = chains
        self._twins: list[int] = table.twins.tolist()
        self._gone = bytearray(len(table) + 1)
        # Of each removed block, how far before it the kept text stands that it repeats.
        self._moved = np.zeros(len(table) + 1, dtype=np.int64)
        self._after = np.arange(len(table) + 1)
        self._equals: dict[int, list[int]] = defaultdict(list)
        self._tried: dict[int, set[int]] = defaultdict(set)
        self._near: dict[int, list[int]] = defaultdict(list)
        for earlier, later in pairs.tolist():
            self._near[later].append(earlier)

    def promising(self) -> list[int]:
        """The blocks that may repeat something or be repeated, in order."""
        counts = np.bincount(self._table.twins)
        out = (counts[self._table.twins] > 1) & (self._table.ends > self._table.starts)
        out |= np.diff(self._chains.first) > 0
        out[list(self._near)] = True
        return [int(k) for k in np.flatnonzero(out)]

    def unlike(self) -> list[int]:
        """The promising blocks to which no earlier one is equal, in order."""
        out = np.diff(self._chains.first) > 0
        out[list(self._near)] = True
        out &= self._table.twins == np.arange(len(self._table))
        return [int(k) for k in np.flatnonzero(out)]

    def look_again(self, chains: Chains) -> list[int]:
        """Take chains of what is kept; the kept blocks that have some, in order."""
        self._chains = chains
        blocks = np.flatnonzero(np.diff(chains.first) > 0).tolist()
        return [k for k in blocks if not self._gone[k]]

    def keep(self, k: int) -> None:
        """Block k stays, and may be a source from now on."""
        equals = self._equals[self._twins[k]]
        if len(equals) < 2 * _FEW:
            equals.append(k)
        else:
            equals[_FEW:] = [*equals[_FEW + 1 :], k]

    def remove(self, run: Run) -> None:
        """The blocks of a run go."""
        blocks = slice(run.blocks.start, run.blocks.stop)
        self._gone[blocks] = b"\1" * len(run.blocks)
        self._moved[blocks] = run.copy(self._table).start - run.source.start
        self._after[blocks] = run.blocks.stop

    def next_kept(self, k: int) -> int:
        """The first block from k on that is not removed; paths are halved as they are walked."""
        after = self._after
        while after[k] != k:
            after[k] = after[after[k]]
            k = int(after[k])
        return k

    def are_kept(self, span: Span) -> bool:
        """Whether all blocks under a stretch of folded characters stay."""
        blocks = self._table.blocks_under(span)
        return self._gone.find(1, blocks.start, blocks.stop) < 0

    @property
    def removed(self) -> NDArray[np.int64]:
        """The blocks that go."""
        return np.flatnonzero(np.frombuffer(self._gone, dtype=bool))

    def equal_blocks(self, source: int, k: int) -> int:
        """How many blocks from k on are the same, to the letter, as the kept ones from `source` on.

        A loop of what stands right before block k counts to its end.
        """
        copies = self._table.copies
        if copies[k] != copies[source]:
            return 0
        most, size, step = len(copies) - k, 0, 1
        while size < most:
            stop = min(most, size + step)
            same = copies[k + size : k + stop] == copies[source + size : source + stop]
            if not same.all():
                size += int(np.argmin(same))
                break
            size, step = stop, 2 * step
        period = k - source
        gone = self._gone.find(1, source, source + min(size, period))
        if gone >= 0:
            return gone - source
        return size if size >= _LOOP * period else min(size, period)

    def of(self, k: int) -> Iterator[tuple[int, int]]:
        """Kept stretches before block k that it may repeat, each given once."""
        equal = map(self._table.borders, self._equals.get(self._twins[k], ()))
        kept = (self._kept(*stretch) for stretch in [*equal, *self._alike(k)])
        return self._untried(k, kept, self._tried[k])

    def likely(self, k: int) -> Iterator[tuple[int, int]]:
        """As `of`, before anything is kept or removed."""
        return self._untried(k, self._alike(k), set())

    def _alike(self, k: int) -> list[tuple[int, int]]:
        """Where blocks stand that share a band with block k, and its seeds."""
        near = self._near.get(self._twins[k], [])
        whole = map(self._table.borders, [*near[-_FEW:], *near[:_FEW]])
        return [*whole, *self._chains.of(k)]

    def _untried(
        self, k: int, stretches: Iterable[tuple[int, int]], tried: set[int]
    ) -> Iterator[tuple[int, int]]:
        """Stretches that begin before block k, of those at one place the first."""
        limit = self._table.borders(k)[0]
        for start, stop in stretches:
            place = start >> SAME_PLACE
            if place not in tried and start < limit:
                tried |= {place - 1, place, place + 1}
                yield start, stop

    def estimates(self, k: int) -> list[tuple[int, int]]:
        """Where the seeds of block k say that it begins and ends, in what is kept."""
        return [self._kept(start, stop) for start, stop in self._chains.of(k)]

    def _kept(self, start: int, stop: int) -> tuple[int, int]:
        """Where the text of a stretch stands that is kept, if this one goes."""
        if not 0 <= start < len(self._table.folded):
            return max(0, start), stop
        shift = int(self._moved[self._table.block_at((start + stop) // 2)])
        return start - shift, stop - shift
