"""When a verified repeat may be meant: what is withheld and shown, and what is not even shown."""

from collections.abc import Callable
from itertools import islice, pairwise

from dedup.duplicates.edges import is_dropped, is_torn
from dedup.duplicates.sentences import sentences_of
from dedup.duplicates.table import BlockTable, Run
from dedup.duplicates.verify import Verdict
from dedup.layout import Role, ends_sentence, line_spans, role_of

# Verse and lists: at least so many lines, none of them longer.
_VERSE_LINES = 3
_VERSE_WIDTH = 45
# So many first blocks of a long run are looked at.
_SPEAK_FOR_ALL = 50
# From so many times `min_weight` on, a copy at any distance is a copy and no formula.
_FAR_COPY = 3
# In longer blocks pairs of letters come back by nature.
_MONOTONOUS = 200
# From so much of two passages alike on, the rest is damage: parallel prose comes below it.
_SURELY_ALIKE = 0.8
# What a copy lacks of its source that is no more than a word: folded characters, or a share.
_LITTLE = 6
_LITTLE_SHARE = 0.06
_LITTLE_HAN = 2
_REFRAIN = "it is a cry or a refrain: it says the same over and over"
_VERSE = "it may be a refrain: short lines that come back"
_ITEMS = "items of a list may come back"
_PROSE_MARKS = frozenset("。！？，；：、.!?,;:…")


class Doubts:
    """The reasons why a repeat may stand on purpose.

    Args:
        table: the blocks.
        next_kept: the first block from a given one on that stays.
        min_weight: the least that a repeat must hold, in Han characters.
        near_blocks: how many blocks may stand between a short copy and its source.
    """

    def __init__(
        self,
        table: BlockTable,
        next_kept: Callable[[int], int],
        min_weight: float,
        near_blocks: int,
    ) -> None:
        self._table = table
        self._next_kept = next_kept
        self._min_weight = min_weight
        self._near_blocks = near_blocks

    def says_enough(self, k: int) -> bool:
        """Whether a block holds enough to be a repeat by itself, and is no line as others are."""
        return self._table.weight(self._table.span(k)) >= self._min_weight and self._is_prose(k)

    def of_form(self, k: int) -> str:
        """Why a lone equal copy of a block may be meant; empty if nothing says so."""
        forms = (
            (self._is_monotonous, _REFRAIN),
            (self._is_verse, _VERSE),
            (self._is_item, _ITEMS),
        )
        return next((why for is_so, why in forms if is_so(k)), "")

    def judged(self, run: Run) -> Run:
        """A run with what can be said against it; empty if a proof-reader would not look twice."""
        if run.restarts:
            return run
        cut = run.is_cut(self._table)
        # The first blocks of a long run speak for the rest.
        blocks = run.blocks[:_SPEAK_FOR_ALL]
        if not any(map(self._is_prose, blocks)) and not (cut and is_torn(self._table, run)):
            return run._replace(is_natural=True)
        return run._replace(doubt=self._doubt(run, blocks, cut))

    def _doubt(self, run: Run, blocks: range, cut: bool) -> str:
        tail = self._table.block(run.blocks.stop - 1).of(self._table.text)
        role = role_of(tail)
        # A heading says its own words, a torn-out piece those of its passage.
        own_words = run.verdict is Verdict.MISREAD and role is not Role.BODY
        gap = self._blocks_between(run)

        def is_whole() -> bool:
            return cut and (own_words or not is_torn(self._table, run))

        # What directly follows its source is the reader's stutter, be it verse or short.
        tests: tuple[tuple[Callable[[], bool], str], ...] = (
            (lambda: bool(run.doubt), run.doubt),
            (
                lambda: cut and run.verdict is Verdict.SAME and self._lacks_little(run, tail),
                "it lacks only a word of the other",
            ),
            (
                lambda: run.hole is not None and not is_dropped(self._table, run.hole),
                "it leaves out a part of the other, as a shorter version does",
            ),
            (lambda: run.similarity < _SURELY_ALIKE, "too much of it differs to be sure"),
            (
                lambda: (
                    cut
                    and ends_sentence(tail)
                    and not (gap == 0 and self._is_body(run))
                    and is_whole()
                ),
                "it ends with a sentence, as a quotation or a summary does",
            ),
            (
                lambda: len(run.blocks) == 1 and role is not Role.BODY and is_whole(),
                "it may be a heading that the text takes up",
            ),
            (
                lambda: gap > 0 and any(map(self._is_monotonous, blocks)),
                _REFRAIN,
            ),
            (
                lambda: gap > 0 and any(map(self._is_verse, blocks)),
                _VERSE,
            ),
            (
                lambda: gap > 0 and any(map(self._is_item, blocks)),
                _ITEMS,
            ),
            (
                lambda: (
                    gap > self._near_blocks
                    and self._table.weight(run.copy(self._table)) < _FAR_COPY * self._min_weight
                ),
                f"it may be a formula: it is short, and over {self._near_blocks} blocks between",
            ),
        )
        return next((why for met, why in tests if met()), "")

    def _is_prose(self, k: int) -> bool:
        """Whether a block is running text: long, or not short and with a mark inside."""
        weight = self._table.weight(self._table.span(k))
        if weight >= 2 * self._min_weight:
            return True
        block = self._table.block(k).of(self._table.text)
        return weight >= self._min_weight / 2 and not _PROSE_MARKS.isdisjoint(block)

    def _is_body(self, run: Run) -> bool:
        """Whether a copy is one of several sentences, which no heading and no quotation is."""
        stretch = run.original(self._table)
        return len(list(islice(sentences_of(self._table.text, stretch), 2))) > 1

    def _is_verse(self, k: int) -> bool:
        lines = list(line_spans(self._table.block(k).of(self._table.text)))
        return len(lines) >= _VERSE_LINES and max(map(len, lines)) <= _VERSE_WIDTH

    def _lacks_little(self, run: Run, tail: str) -> bool:
        """Whether a copy says all but a word, or the end of a figure, of its source.

        A cut falls anywhere: within a word of the border, where the copy has a final mark or begins
        as a sentence does, somebody wrote it so.
        """
        text, table = self._table.text, self._table
        source = table.original(run.source)
        blocks = table.blocks_under(run.source)
        before = run.source.start - table.borders(blocks.start)[0]
        behind = table.borders(blocks.stop - 1)[1] - run.source.end
        near = max(_LITTLE, int(_LITTLE_SHARE * len(run.source)))
        begins = table.block(run.blocks.start).of(text)[:1]
        if 0 < behind <= near and text[source.end - 1 : source.end + 1].isdigit():
            return True
        return (0 < behind <= near and ends_sentence(tail)) or (
            0 < before <= (near if begins < "\u2e80" else _LITTLE_HAN) and not begins.islower()
        )

    def _is_item(self, k: int) -> bool:
        block = self._table.block(k).of(self._table.text)
        # A dash may open what somebody says.
        return block[0] not in "-–—" and role_of(block[: 2 * _VERSE_WIDTH]) is Role.LIST_ITEM

    def _is_monotonous(self, k: int) -> bool:
        """Whether half of a block's pairs of characters or more have stood in it before."""
        span = self._table.span(k)
        if len(span) > _MONOTONOUS:
            return False
        return 2 * len(set(pairwise(span.of(self._table.folded.text)))) < len(span)

    def _blocks_between(self, run: Run) -> int:
        """The blocks between source and copy that stay, counted up to one more than is near."""
        if run.precedes:
            first, last = run.blocks.stop, self._table.block_at(run.source.start)
        else:
            first, last = self._table.block_at(run.source.end - 1) + 1, run.blocks.start
        count = 0
        k = self._next_kept(first)
        while k < last and count <= self._near_blocks:
            count += 1
            k = self._next_kept(k + 1)
        return count
