"""The blocks of a folded text side by side, and runs of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.duplicates.verify import Comparison
from dedup.fold import Folded
from dedup.model import Block, Span


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
