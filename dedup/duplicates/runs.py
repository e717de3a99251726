"""Walk through the blocks and find, for each, the kept text that it repeats.

One pass from first to last, as in LZ77 (Ziv and Lempel 1977), but on blocks: at each block the
candidates (equal blocks, blocks that share a band, blocks with the same beginning) are followed as
far as the text goes on repeating, across block borders, and the longest run is taken. Sources are
always text that stays, so no removal rests on another removal.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from dedup.duplicates.places import FEW, HEAD, remember
from dedup.duplicates.table import BlockTable, Run
from dedup.duplicates.verify import Comparison, Verdict, compare
from dedup.duplicates.wholes import prefer_whole
from dedup.model import Span

# Lengths of which the smaller is less than this share of the larger are not those of two copies.
_LENGTHS_ALIKE = 0.75


def find_runs(
    table: BlockTable,
    pairs: NDArray[np.int64],
    least: float,
    min_weight: float,
    is_word: Callable[[str], bool],
) -> list[Run]:
    """The runs of blocks that repeat text which stays.

    Args:
        table: the blocks.
        pairs: candidate pairs of near-equal blocks, shape (pairs, 2), earlier block first.
        least: the least similarity of a copy, in [0, 1].
        min_weight: the least that a run must hold, in Han characters. The restart of a loop may
            hold less.
        is_word: whether a lexicon or the document holds a word.

    Returns:
        Disjoint runs in the order of the text. Those that are DOUBTFUL are single blocks; the text
        that they repeat stays, and they stay sources for others.
    """
    walk = _Walk(table, pairs, least, is_word)
    runs: list[Run] = []
    k = 0
    while k < len(table):
        best = walk.best_run(k, runs[-1] if runs else None, min_weight)
        if best is None:
            walk.keep(k)
            k += 1
        else:
            runs.append(best)
            for block in best.blocks:
                if best.comparison.verdict is Verdict.DOUBTFUL:
                    walk.keep(block)
                else:
                    walk.remove(block)
            k = best.blocks.stop
    return prefer_whole(table, runs, min_weight)


class _Walk:
    """What is kept so far, and where to look for it."""

    def __init__(
        self,
        table: BlockTable,
        pairs: NDArray[np.int64],
        least: float,
        is_word: Callable[[str], bool],
    ) -> None:
        self.table = table
        self.least = least
        self.is_word = is_word
        self.removed = [False] * len(table)
        self._after = list(range(len(table) + 1))
        self.equals: dict[str, list[int]] = defaultdict(list)
        self.heads: dict[str, list[int]] = defaultdict(list)
        self.near: dict[int, list[int]] = defaultdict(list)
        # Of equal blocks only the first has partners, and it may be gone.
        self.first: dict[str, int] = {}
        for earlier, later in pairs.tolist():
            self.near[later].append(earlier)

    def keep(self, k: int) -> None:
        """Block k stays, and may be a source from now on."""
        fold = self.table.folded_text(k)
        if fold:
            remember(self.equals[fold], k)
            if len(fold) >= HEAD:
                remember(self.heads[fold[:HEAD]], k)

    def remove(self, k: int) -> None:
        """Block k goes."""
        self.removed[k] = True
        self._after[k] = k + 1

    def next_kept(self, k: int) -> int:
        """The first block from k on that is not removed; paths are halved as they are walked."""
        while self._after[k] != k:
            self._after[k] = self._after[self._after[k]]
            k = self._after[k]
        return k

    def best_run(self, k: int, before: Run | None, min_weight: float) -> Run | None:
        """The run of most weight that begins at block k, sure ones first; None if there is none."""
        if not self.table.folded_text(k):
            return None
        found = [
            run
            for source in self._sources(k)
            if (run := self.follow(source, k)) is not None
            and self.table.weight(_extent(self.table, run)) >= min_weight
        ]
        if before is not None and before.blocks.stop == k and not before.precedes:
            again = self._restart(before, k)
            if again is not None:
                found.append(again)
        return max(
            found,
            key=lambda r: (
                r.comparison.verdict > Verdict.DOUBTFUL,
                self.table.weight(_extent(self.table, r)),
                r.restarts,
                r.comparison.similarity,
                -r.source.start,
            ),
            default=None,
        )

    def _sources(self, k: int) -> Iterator[int]:
        """Kept blocks that block k may repeat, each once."""
        fold = self.table.folded_text(k)
        first = self.first.setdefault(fold, k)
        near = [j for j in self.near.get(first, ()) if not self.removed[j]]
        seen = set()
        for j in (
            *self.equals.get(fold, ()),
            *near[-FEW:],
            *near[:FEW],
            *self.heads.get(fold[:HEAD], ()),
        ):
            if j not in seen:
                seen.add(j)
                yield j

    def _restart(self, before: Run, k: int) -> Run | None:
        """The run right before block k begun anew: block k is the beginning of its source."""
        fold = self.table.folded_text(k)
        source = Span(before.source.start, min(before.source.end, before.source.start + len(fold)))
        if len(source) < len(fold) or source.of(self.table.folded.text) != fold:
            return None
        if self.table.weight(source) < 2:
            return None
        return Run(range(k, k + 1), source, Comparison(Verdict.SAME, 1.0), restarts=True)

    def follow(self, source: int, k: int) -> Run | None:
        """How far the text from block k on repeats the kept text from block `source` on."""
        table = self.table
        limit = int(table.starts[k])
        at = begin = reached = int(table.starts[source])
        block, last = source, k
        worst, likeness, size = Verdict.SAME, 0.0, 0
        doubt = ""
        while last < len(table):
            # The source goes on with the next text that stays.
            while block < k and (at >= table.ends[block] or self.removed[block]):
                block = self.next_kept(block + 1)
                at = max(at, int(table.starts[block])) if block < k else limit
            if block >= k:
                break
            if not len(table.span(last)):
                break
            step = self._step(at, block, limit, last)
            if step is None:
                break
            stop, comparison = step
            if comparison.verdict is Verdict.DOUBTFUL and last > k:
                break
            at = reached = stop
            worst = min(worst, comparison.verdict)
            doubt = doubt or comparison.doubt
            likeness += comparison.similarity * len(table.span(last))
            size += len(table.span(last))
            last += 1
            if comparison.verdict is Verdict.DOUBTFUL:
                break
        if last == k:
            return None
        return Run(range(k, last), Span(begin, reached), Comparison(worst, likeness / size, doubt))

    def _step(self, at: int, block: int, limit: int, k: int) -> tuple[int, Comparison] | None:
        """Compare block k with the kept text from `at` on: where that ends, how they compare."""
        table = self.table
        copy = table.span(k)
        stop = at + len(copy)
        if stop <= self._kept_until(block, stop) and stop <= limit:
            source = Span(at, stop)
            if source.of(table.folded.text) == copy.of(table.folded.text):
                result = compare(table.text, table.folded, source, copy, self.least, self.is_word)
                return None if result.verdict is Verdict.DIFFERENT else (stop, result)
        rest = int(table.ends[block]) - at
        if copy.of(table.folded.text).startswith(table.folded.text[at : at + rest]):
            # Then the kept text is the cut one: see `wholes.py`.
            return None
        if len(copy) > rest / _LENGTHS_ALIKE:
            return None
        source = Span(at, at + (rest if len(copy) >= rest * _LENGTHS_ALIKE else len(copy)))
        result = compare(table.text, table.folded, source, copy, self.least, self.is_word)
        return None if result.verdict is Verdict.DIFFERENT else (source.end, result)

    def _kept_until(self, block: int, stop: int) -> int:
        """Where kept text from `block` on first gives out, looking no further than `stop`."""
        while block < len(self.table) and self.table.ends[block] < stop:
            if self.removed[block + 1 if block + 1 < len(self.table) else block]:
                return int(self.table.ends[block])
            block += 1
        return stop


def _extent(table: BlockTable, run: Run) -> Span:
    """The folded characters of a run's copy."""
    return Span(int(table.starts[run.blocks.start]), int(table.ends[run.blocks.stop - 1]))
