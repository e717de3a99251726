"""Walk through the blocks and find, for each, the kept text that it repeats.

One pass from first to last, as in LZ77 (Ziv and Lempel 1977), but on blocks: at each block the
candidates (equal blocks, blocks that share a band, blocks with the same beginning) are followed as
far as the text goes on repeating, across block borders, and the longest run is taken. Sources are
always text that stays, so no removal rests on another removal.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dedup.duplicates.verify import Comparison, Verdict, compare
from dedup.fold import Folded
from dedup.model import Block, Span

# Folded characters that two blocks must begin with to be tried as a cut copy.
_HEAD = 8
# Candidates followed at each block: the first and the last kept ones of each kind.
_TRIED = 2
_LENGTHS_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Run:
    """Blocks that repeat kept text.

    Attributes:
        blocks: the indices of the copy's blocks, first and one past the last.
        source: the kept folded characters that they repeat.
        comparison: the worst verdict and the mean similarity over the blocks.
        restarts: whether this is the beginning of what the run right before it repeated: the last
            copy of a loop, where the reader was stopped.
        precedes: whether the copy stands before its source, because it is the cut one.
    """

    blocks: range
    source: Span
    comparison: Comparison
    restarts: bool = False
    precedes: bool = False


class BlockTable:
    """The blocks of a folded text: where each begins and ends in it, and how much it holds."""

    def __init__(self, text: str, folded: Folded, blocks: Sequence[Block]) -> None:
        self.text = text
        self.folded = folded
        self.blocks = blocks
        spans = np.array([(b.span.start, b.span.end) for b in blocks], dtype=np.int64)
        ends = np.searchsorted(folded.origin, spans.reshape(-1, 2))
        self.starts: NDArray[np.int64] = ends[:, 0]
        self.ends: NDArray[np.int64] = ends[:, 1]
        # Han, kana and Hangul count one, a letter of an alphabet a third.
        third = np.where(folded.codes >= 0x2E80, 3, 1)
        self._thirds = np.concatenate(([0], np.cumsum(third)))

    def __len__(self) -> int:
        return len(self.blocks)

    def span(self, k: int) -> Span:
        """The folded characters of a block."""
        return Span(int(self.starts[k]), int(self.ends[k]))

    def folded_text(self, k: int) -> str:
        """The fold of a block."""
        return self.span(k).of(self.folded.text)

    def weight(self, span: Span) -> float:
        """How much folded characters hold, in Han characters."""
        return float(self._thirds[span.end] - self._thirds[span.start]) / 3

    def block_at(self, place: int) -> int:
        """The block that holds the folded character at `place`."""
        return int(np.searchsorted(self.ends, place, side="right"))

    def original(self, span: Span) -> Span:
        """The stretch of the text behind folded characters, its edge marks included at borders."""
        first, last = self.block_at(span.start), self.block_at(span.end - 1)
        start = int(self.folded.origin[span.start])
        if self.starts[first] == span.start:
            start = self.blocks[first].span.start
        end = int(self.folded.origin[span.end - 1]) + 1
        if self.ends[last] == span.end:
            end = self.blocks[last].span.end
        return Span(start, end)


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
    return _prefer_whole(table, runs, min_weight)


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
        for earlier, later in pairs.tolist():
            self.near[later].append(earlier)

    def keep(self, k: int) -> None:
        """Block k stays, and may be a source from now on."""
        fold = self.table.folded_text(k)
        if fold:
            _bounded_add(self.equals[fold], k)
            if len(fold) >= _HEAD:
                _bounded_add(self.heads[fold[:_HEAD]], k)

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
        near = [j for j in self.near.get(k, ()) if not self.removed[j]]
        seen = set()
        for j in (
            *self.equals.get(fold, ()),
            *near[-_TRIED:],
            *near[:_TRIED],
            *self.heads.get(fold[:_HEAD], ()),
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
                at = int(table.starts[block]) if block < k else limit
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
            # Then the kept text is the cut one: see `_prefer_whole`.
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


def _bounded_add(places: list[int], k: int) -> None:
    """Remember the first few and the latest few."""
    if len(places) < 2 * _TRIED:
        places.append(k)
    else:
        places[_TRIED:] = [*places[_TRIED + 1 :], k]


def _extent(table: BlockTable, run: Run) -> Span:
    """The folded characters of a run's copy."""
    return Span(int(table.starts[run.blocks.start]), int(table.ends[run.blocks.stop - 1]))


def _prefer_whole(table: BlockTable, runs: list[Run], min_weight: float) -> list[Run]:
    """Where a kept block is only the beginning of a later kept one, let the whole one stay.

    Runs that rest on the cut block are moved to the same place in the whole one; a cut block on
    which a run rests that reaches beyond it stays.
    """
    whole_of = _cut_blocks(table, {k for run in runs for k in run.blocks}, min_weight)
    for run in runs:
        for cut in _blocks_under(table, run.source):
            if cut in whole_of and not table.span(cut).contains(run.source):
                del whole_of[cut]
    out = []
    for run in runs:
        cut = _blocks_under(table, run.source)[0]
        if cut in whole_of:
            shift = int(table.starts[_last_whole(whole_of, cut)] - table.starts[cut])
            moved = Span(run.source.start + shift, run.source.end + shift)
            run = replace(run, source=moved, precedes=run.blocks.start < _last_whole(whole_of, cut))
        out.append(run)
    same = Comparison(Verdict.SAME, 1.0)
    for cut in whole_of:
        start = int(table.starts[_last_whole(whole_of, cut)])
        source = Span(start, start + len(table.span(cut)))
        out.append(Run(range(cut, cut + 1), source, same, precedes=True))
    return sorted(out, key=lambda r: r.blocks.start)


def _cut_blocks(table: BlockTable, taken: set[int], min_weight: float) -> dict[int, int]:
    """Kept blocks that a later kept block begins with, and that block."""
    whole_of: dict[int, int] = {}
    heads: dict[str, list[int]] = defaultdict(list)
    for k in range(len(table)):
        fold = table.folded_text(k)
        if k in taken or len(fold) < _HEAD:
            continue
        places = heads[fold[:_HEAD]]
        for cut in list(places):
            start = table.folded_text(cut)
            if (
                len(start) < len(fold)
                and fold.startswith(start)
                and table.weight(table.span(cut)) >= min_weight
            ):
                places.remove(cut)
                whole_of[cut] = k
        _bounded_add(places, k)
    return whole_of


def _last_whole(whole_of: dict[int, int], cut: int) -> int:
    while cut in whole_of:
        cut = whole_of[cut]
    return cut


def _blocks_under(table: BlockTable, source: Span) -> range:
    """The blocks that a stretch of folded characters touches."""
    return range(table.block_at(source.start), table.block_at(source.end - 1) + 1)
