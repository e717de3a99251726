"""When a verified repeat may be meant: what is withheld and shown, and what is not even shown."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from dedup.duplicates.table import BlockTable, Run
from dedup.layout import Role, ends_sentence, is_han, line_spans, role_of
from dedup.lexicon import load
from dedup.words import crossing

# Verse and lists: at least so many lines, none of them longer.
_VERSE_LINES = 3
_VERSE_WIDTH = 45
# From so many times `min_chars` on, a copy at any distance is a copy and no formula.
_FAR_COPY = 3
# Characters looked at on either side of a cut, and how much likelier, as a natural logarithm, the
# word across it must make the text.
_WORD = 8
_SURE_GAIN = 3.0
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
        what ends in mid-word.
        """
        if run.restarts or any(map(self._is_prose, run.blocks)):
            return False
        return not (cut and self._ends_in_mid_word(run))

    def of(self, run: Run, cut: bool) -> str:
        """Why a repeat may be meant; empty if a proof-reader would not look twice.

        Args:
            run: a run that is not natural.
            cut: whether it holds only a part of the passage that it repeats.
        """
        gap = self._blocks_between(run)
        tail = self._table.blocks[run.blocks.stop - 1].span.of(self._table.text)
        tests = (
            (bool(run.comparison.doubt), run.comparison.doubt),
            (
                any(map(self._is_monotonous, run.blocks)),
                "it is a cry or a refrain: it says the same over and over",
            ),
            (
                cut and ends_sentence(tail),
                "it ends with a sentence, as a quotation or a summary does",
            ),
            (
                cut
                and len(run.blocks) == 1
                and role_of(tail) is not Role.BODY
                and not self._ends_in_mid_word(run),
                "it may be a heading that the text takes up",
            ),
            (
                any(map(self._is_verse, run.blocks)),
                "it may be a refrain: short lines that come back",
            ),
            (
                gap > self._near_blocks and self._weight(run) < _FAR_COPY * self._min_weight,
                f"it may be a formula: it is short, and {gap} blocks stand between",
            ),
        )
        # What directly follows its source, or begins it anew, is the reader's stutter, unless the
        # two differ.
        counted = tests if gap else tests[:1]
        return "" if run.restarts else next((why for met, why in counted if met), "")

    def _ends_in_mid_word(self, run: Run) -> bool:
        """Whether the source goes on with the rest of the word that the copy ends in."""
        end = self._table.original(run.source).end
        left, right = (
            self._table.text[max(0, end - _WORD) : end],
            self._table.text[end : end + _WORD],
        )
        if not left[-1:].isalpha() or not right[:1].isalpha():
            return False
        if not is_han(left[-1]) or not is_han(right[0]):
            return True
        found = crossing(left, right, load("zh"))
        return found is not None and found.gain >= _SURE_GAIN

    def _weight(self, run: Run) -> float:
        return sum(self._table.weight(self._table.span(k)) for k in run.blocks)

    def _is_prose(self, k: int) -> bool:
        """Whether a block is running text: long, or not short and with a mark inside."""
        weight = self._table.weight(self._table.span(k))
        if weight >= 2 * self._min_weight:
            return True
        block = self._table.blocks[k].span.of(self._table.text)
        return weight >= self._min_weight / 2 and not _PROSE_MARKS.isdisjoint(block)

    def _is_verse(self, k: int) -> bool:
        lines = list(line_spans(self._table.blocks[k].span.of(self._table.text)))
        return len(lines) >= _VERSE_LINES and max(map(len, lines)) <= _VERSE_WIDTH

    def _is_monotonous(self, k: int) -> bool:
        """Whether half of a block's pairs of characters or more have stood in it before."""
        fold = self._table.folded_text(k)
        return 2 * len(set(pairwise(fold))) < len(fold) <= _MONOTONOUS

    def _blocks_between(self, run: Run) -> int:
        """The blocks between source and copy, other copies not counted."""
        if run.precedes:
            first, last = run.blocks.stop, self._table.block_at(run.source.start)
        else:
            first, last = self._table.block_at(run.source.end - 1) + 1, run.blocks.start
        return self._staying[last] - self._staying[first]
