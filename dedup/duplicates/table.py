"""The blocks of a folded text side by side, and runs of them."""

from array import array
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.arrays import PIECE, pieces
from dedup.duplicates.shingles import WIDE_FROM
from dedup.duplicates.verify import Verdict
from dedup.fold import Folded, code_points
from dedup.model import Span

# A source whose estimated border lies so near to one of a block, in folded characters or as a share
# of the copy, ends there.
_NEAR_BORDER = 4
_NEAR_SHARE = 0.06
LENGTHS_ALIKE = 0.75
"""Two copies whose lengths differ by more are not looked for as wholes."""


class BlockTable:
    """The blocks of a folded text: where each begins and ends in it, and how much it holds.

    Attributes:
        text: the text.
        folded: its fold.
        spans: the offsets of each block in the text, shape (blocks, 2).
        starts: where each begins in the fold, shape (blocks,).
        ends: where it ends.
    """

    def __init__(self, text: str, folded: Folded, spans: NDArray[np.int64]) -> None:
        self.text = text
        self.folded = folded
        self.spans = spans
        # Of one kind, or numpy would copy the whole map.
        borders = np.searchsorted(folded.origin, spans.astype(np.int32))
        self.starts: NDArray[np.int64] = np.ascontiguousarray(borders[:, 0])
        self.ends: NDArray[np.int64] = np.ascontiguousarray(borders[:, 1])
        # A tenth of the memory of lists, and quicker than numpy one by one.
        self._starts = array("q", self.starts.tobytes())
        self._ends = array("q", self.ends.tobytes())
        self._places = np.ascontiguousarray(spans).reshape(-1).data

    def __len__(self) -> int:
        return len(self.spans)

    @cached_property
    def twins(self) -> NDArray[np.int64]:
        """For each block the first one with the same fold, shape (blocks,)."""
        fold = self.folded.text
        first: dict[str, int] = {}
        borders = zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        return np.fromiter(
            (first.setdefault(fold[a:b], k) for k, (a, b) in enumerate(borders)),
            dtype=np.int64,
            count=len(self),
        )

    @cached_property
    def copies(self) -> NDArray[np.int64]:
        """For each block the first one with the same characters, shape (blocks,)."""
        first: dict[str, int] = {}
        out = np.arange(len(self))
        # Only what has the same fold may have the same characters.
        several = np.flatnonzero(np.bincount(self.twins)[self.twins] > 1)
        spans = zip(several.tolist(), self.spans[several].tolist(), strict=True)
        out[several] = [first.setdefault(self.text[a:b], k) for k, (a, b) in spans]
        return out

    @cached_property
    def _thirds(self) -> "array[int]":
        """What the text before each block holds, and all of it, in thirds of a Han character."""
        borders = np.append(self.starts, self.ends[-1:])
        held = [np.zeros(1, dtype=np.int64)]
        for first, last in pieces(borders, PIECE):
            wide = code_points(self._fold(borders[first], borders[last])) >= WIDE_FROM
            before = np.append(0, np.cumsum(wide, dtype=np.int32))
            sizes = borders[first + 1 : last + 1] - borders[first]
            held.append(held[-1][-1] + sizes + 2 * before[sizes])
        return array("q", np.concatenate(held).tobytes())

    def _thirds_before(self, place: int) -> int:
        """What the text before a folded character holds."""
        block = self.block_at(place)
        before = self._thirds[block]
        if block < len(self) and place > self._starts[block]:
            rest = code_points(self._fold(self._starts[block], place))
            before += len(rest) + 2 * int(np.count_nonzero(rest >= WIDE_FROM))
        return before

    def _fold(self, start: int, end: int) -> str:
        return self.folded.text[start:end]

    @property
    def weights(self) -> NDArray[np.float64]:
        """What each block holds, shape (blocks,)."""
        return np.diff(np.array(self._thirds)) / 3

    def block(self, k: int) -> Span:
        """A block of the text."""
        return Span(self._places[2 * k], self._places[2 * k + 1])

    def borders(self, k: int) -> tuple[int, int]:
        """Where a block begins and ends in the fold."""
        return self._starts[k], self._ends[k]

    def span(self, k: int) -> Span:
        """The folded characters of a block."""
        return Span(self._starts[k], self._ends[k])

    def weight(self, span: Span) -> float:
        """How much folded characters hold: Han, kana, Hangul count one, a letter a third."""
        return (self._thirds_before(span.end) - self._thirds_before(span.start)) / 3

    def block_at(self, place: int) -> int:
        """The block that holds the folded character at `place`."""
        return bisect_right(self._ends, place)

    def blocks_under(self, span: Span) -> range:
        """The blocks that a stretch of folded characters touches."""
        return range(self.block_at(span.start), self.block_at(span.end - 1) + 1)

    def at_borders(self, start: int, stop: int, size: int) -> tuple[int, int]:
        """An estimated stretch with its ends moved to the borders of blocks near them."""
        near = max(_NEAR_BORDER, int(_NEAR_SHARE * size))
        last = len(self._starts) - 1
        block = min(bisect_right(self._ends, max(start, 0)), last)
        own, next_ = self._starts[block], self._starts[min(block + 1, last)]
        begin = own if abs(own - start) <= abs(next_ - start) else next_
        start = begin if abs(begin - start) <= near else max(own, start - _NEAR_BORDER)
        block = min(bisect_right(self._ends, max(stop - 1, 0)), last)
        own, before = self._ends[block], self._ends[max(block - 1, 0)]
        end = own if abs(own - stop) <= abs(before - stop) else before
        stop = end if abs(end - stop) <= near else min(own, stop + _NEAR_BORDER)
        return start, stop

    def source_of(self, start: int, stop: int, limit: int, k: int) -> Span | None:
        """The stretch before `limit` that block k may repeat, by an estimate of where it stands."""
        copy = self.span(k)
        size = len(copy)
        if not size or start < 0:
            return None
        if self.folded.text.startswith(copy.of(self.folded.text), start):
            stop = start + size
        else:
            start, stop = self.at_borders(start, stop, size)
            stop = min(stop, limit)
            if stop - start < size * LENGTHS_ALIKE or size < (stop - start) * LENGTHS_ALIKE:
                return None
        return Span(start, stop) if stop <= limit else None

    def folded_span(self, span: Span) -> Span:
        """The folded characters of a stretch of the text."""
        origin = self.folded.origin
        # Of another type the needles would have the whole array converted.
        ends = np.array((span.start, span.end), dtype=origin.dtype)
        start, end = np.searchsorted(origin, ends).tolist()
        return Span(start, end)

    def original(self, span: Span) -> Span:
        """The stretch of the text behind folded characters, its edge marks included at borders."""
        first, last = self.block_at(span.start), self.block_at(span.end - 1)
        start = int(self.folded.origin[span.start])
        if self.starts[first] == span.start:
            start = self.block(first).start
        end = int(self.folded.origin[span.end - 1]) + 1
        if self.ends[last] == span.end:
            end = self.block(last).end
        return Span(start, end)


class Run(NamedTuple):
    """Blocks that repeat kept text, or a part of one.

    Attributes:
        blocks: the indices of the copy's blocks, first and one past the last.
        source: the kept folded characters that they repeat.
        verdict: the worst of the blocks.
        similarity: the mean over their folded characters, in [0, 1].
        doubt: why a reader could disagree, or empty.
        cleaner: in how many places only the copy makes words, less those of the source.
        restarts: whether this is the beginning of what the run right before it repeated: the last
            copy of a loop, where the reader was stopped.
        precedes: whether the copy stands before its source.
        is_natural: whether lines like these repeat by nature, so that nothing is to be said of
            them: headings, names, lines of lists and tables.
        hole: the folded characters of the source that the copy lacks in its middle, if it does.
        within: the stretch of the text that the copy is, if it is only a part of its one block.
    """

    blocks: range
    source: Span
    verdict: Verdict
    similarity: float = 1.0
    doubt: str = ""
    cleaner: int = 0
    restarts: bool = False
    precedes: bool = False
    is_natural: bool = False
    hole: Span | None = None
    within: Span | None = None

    @property
    def is_sure(self) -> bool:
        """Whether the copy goes."""
        return not self.doubt and not self.is_natural

    @property
    def may_be_another(self) -> bool:
        """Whether its one block, as a whole, may say something else than its source."""
        return self.verdict is Verdict.DOUBTFUL and len(self.blocks) == 1

    def copy(self, table: BlockTable) -> Span:
        """The folded characters of the copy."""
        if self.within is not None:
            return table.folded_span(self.within)
        return Span(table.borders(self.blocks.start)[0], table.borders(self.blocks.stop - 1)[1])

    def original(self, table: BlockTable) -> Span:
        """The stretch of the text that the copy is."""
        if self.within is not None:
            return self.within
        return Span(table.block(self.blocks.start).start, table.block(self.blocks.stop - 1).end)

    def is_cut(self, table: BlockTable) -> bool:
        """Whether the copy holds only a part of the blocks that it repeats."""
        blocks = table.blocks_under(self.source)
        first, last = table.borders(blocks.start)[0], table.borders(blocks.stop - 1)[1]
        return (self.source.start, self.source.end) != (first, last)
