"""When a verified repeat may be meant: what is withheld and shown, and what is not even shown."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from dedup.duplicates.edges import is_torn
from dedup.duplicates.table import BlockTable, Run
from dedup.duplicates.verify import Verdict
from dedup.layout import Role, ends_sentence, line_spans, role_of

# Verse and lists: at least so many lines, none of them longer.
_VERSE_LINES = 3
_VERSE_WIDTH = 45
# From so many times `min_chars` on, a copy at any distance is a copy and no formula.
_FAR_COPY = 3
# In longer blocks pairs of letters come back by nature.
_MONOTONOUS = 200
_PROSE_MARKS = frozenset("。！？，；：、.!?,;:…")


class Doubts:
    """The reasons why a repeat may stand on purpose.

    Args:
        table: the blocks.
        runs: all runs that were found.
        min_weight: the least that a repeat must hold, in Han characters.
        near_blocks: how many blocks may stand between a short copy and its source.
    """

    def __init__(
        self, table: BlockTable, runs: Sequence[Run], min_weight: float, near_blocks: int
    ) -> None:
        self._table = table
        self._min_weight = min_weight
        self._near_blocks = near_blocks
        copied = {k for run in runs for k in run.blocks}
        self._staying = [0, *accumulate(k not in copied for k in range(len(table)))]

    def is_natural(self, run: Run, cut: bool) -> bool:
        """Whether lines like these repeat by nature, so that nothing is to be said of them.

        Headings, names, lines of lists and tables. The restart of a loop is none of these, nor is
        what was torn out of a passage.
        """
        if run.restarts or any(map(self._is_prose, run.blocks)):
            return False
        return not (cut and is_torn(self._table, run))

    def of(self, run: Run, cut: bool) -> str:
        """Why a repeat may be meant; empty if a proof-reader would not look twice.

        Args:
            run: a run that is not natural.
            cut: whether it holds only a part of the passage that it repeats.
        """
        gap = self._blocks_between(run)
        tail = self._table.block(run.blocks.stop - 1).of(self._table.text)
        role = role_of(tail)
        # A heading says its own words, a torn-out piece those of its passage.
        own_words = run.verdict is Verdict.MISREAD and role is not Role.BODY
        whole = cut and (own_words or not is_torn(self._table, run))
        if run.restarts:
            return ""
        # What directly follows its source is the reader's stutter, be it verse or short.
        tests = (
            (bool(run.doubt), run.doubt),
            (
                whole and ends_sentence(tail),
                "it ends with a sentence, as a quotation or a summary does",
            ),
            (
                whole and len(run.blocks) == 1 and role is not Role.BODY,
                "it may be a heading that the text takes up",
            ),
            (
                gap > 0 and any(map(self._is_monotonous, run.blocks)),
                "it is a cry or a refrain: it says the same over and over",
            ),
            (
                gap > 0 and any(map(self._is_verse, run.blocks)),
                "it may be a refrain: short lines that come back",
            ),
            (
                gap > self._near_blocks and self._weight(run) < _FAR_COPY * self._min_weight,
                f"it may be a formula: it is short, and {gap} blocks stand between",
            ),
        )
        return next((why for met, why in tests if met), "")

    def _weight(self, run: Run) -> float:
        return sum(self._table.weight(self._table.span(k)) for k in run.blocks)

    def _is_prose(self, k: int) -> bool:
        """Whether a block is running text: long, or not short and with a mark inside."""
        weight = self._table.weight(self._table.span(k))
        if weight >= 2 * self._min_weight:
            return True
        block = self._table.block(k).of(self._table.text)
        return weight >= self._min_weight / 2 and not _PROSE_MARKS.isdisjoint(block)

    def _is_verse(self, k: int) -> bool:
        lines = list(line_spans(self._table.block(k).of(self._table.text)))
        return len(lines) >= _VERSE_LINES and max(map(len, lines)) <= _VERSE_WIDTH

    def _is_monotonous(self, k: int) -> bool:
        """Whether half of a block's pairs of characters or more have stood in it before."""
        fold = self._table.span(k).of(self._table.folded.text)
        return 2 * len(set(pairwise(fold))) < len(fold) <= _MONOTONOUS

    def _blocks_between(self, run: Run) -> int:
        """The blocks between source and copy, other copies not counted."""
        if run.precedes:
            first, last = run.blocks.stop, self._table.block_at(run.source.start)
        else:
            first, last = self._table.block_at(run.source.end - 1) + 1, run.blocks.start
        return self._staying[last] - self._staying[first]
