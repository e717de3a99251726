"""Repeats that hold a part of a block: some of its sentences, glued to text of its own.

Blocks are compared as wholes (`runs.py`). Here the sentences at the edge of a run, and those of
blocks that no run took, are held against what is kept: a reader that goes back and then reads on
says again the beginning of a paragraph, and goes on in it with something new.
"""

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from dedup.duplicates.chains import DRIFT, Chains
from dedup.duplicates.sentences import Pair, longest, sentences_of
from dedup.duplicates.table import BlockTable, Run
from dedup.duplicates.verify import Comparisons, Verdict, Verifier
from dedup.model import Span

_TAKEN_UP = "one sentence that a paragraph takes up may be meant"
_INSIDE = "it stands inside a paragraph that says more"
# So many sentences are no quotation; of a copy far from its source they are looked for at least.
_SENTENCES = 2
# Folded characters that tell whether a look at sentences is worth it, and those of a block's rest
# that tell whether it is another version of its source; of both so much must be alike.
_GLANCE = 16
_REST = 400
_ALIKE = 0.5
# Blocks of more sentences are looked at from both ends only.
_MOST_SENTENCES = 500


def find_parts(
    table: BlockTable,
    runs: Sequence[Run],
    chains: Chains,
    verifier: Verifier,
    min_weight: float,
) -> list[Run]:
    """Sentences of kept blocks that repeat kept text.

    Sure is what goes on where a sure run ends, or begins where one goes on, and what directly
    follows its source. A whole block that stands elsewhere inside another one is withheld.

    Args:
        table: the blocks.
        runs: disjoint runs in the order of the text.
        chains: where the seeds of each block that stays stand earlier in the text.
        verifier: compares two stretches.
        min_weight: the least that a part holds, in Han characters; half of it at a run's edge.

    Returns:
        The runs with those added that hold a part of one block: they have `within` set. None is in
        a block on which another run rests. What was doubtful of a block as a whole gives way.
    """
    search = _Search(table, runs, verifier, min_weight)
    for run in runs:
        if run.is_sure and not run.is_natural:
            search.around(run)
    for k in dict.fromkeys(chains.block.tolist()):
        search.in_block(k, chains)
    parted = {part.blocks.start for part in search.found}
    whole = [run for run in runs if not (run.may_be_another and run.blocks.start in parted)]
    return sorted([*whole, *search.found], key=lambda run: run.blocks.start)


def foreseen(
    table: BlockTable,
    runs: Sequence[Run],
    chains: Chains,
    verifier: Verifier,
    min_weight: float,
) -> Comparisons:
    """Comparisons that `find_parts` will ask for: quicker at once than one by one."""
    search = _Search(table, runs, verifier, min_weight)
    blocks = dict.fromkeys(chains.block.tolist())
    return verifier.comparisons([pair for k in blocks for pair in search.looks(k, chains)])


class _Search:
    """The blocks that stay, and the parts found in them."""

    def __init__(
        self, table: BlockTable, runs: Sequence[Run], verifier: Verifier, min_weight: float
    ) -> None:
        self.found: list[Run] = []
        self._table = table
        self._verifier = verifier
        self._min_weight = min_weight
        self._gone = {k for run in runs if run.is_sure for k in run.blocks}
        # Blocks of which no part may go: copies, and what copies rest on.
        sound = [run for run in runs if not run.may_be_another]
        self._taken = {k for run in sound for k in run.blocks}
        self._taken |= {k for run in sound for k in table.blocks_under(run.source)}

    def around(self, run: Run) -> None:
        """What goes on behind a run, and what leads up to it."""
        table = self._table
        least = self._min_weight / 2
        k = run.blocks.stop
        if self._may_go(k):
            start = table.borders(k)[0]
            # A loop begins anew where its source began.
            for at in (run.source.end, run.source.start):
                first, stop = self._kept_from(at)
                if self._is_alike(Span(start, start + _GLANCE), Span(first, first + _GLANCE)):
                    own = self._sentences(k)
                    if self._add(self._forward(first, stop, own), own, least):
                        break
        k = run.blocks.start - 1
        if self._may_go(k):
            end = table.borders(k)[1]
            first, stop = self._kept_before(run.source.start)
            if self._is_alike(Span(end - _GLANCE, end), Span(max(0, stop - _GLANCE), stop)):
                own = self._sentences(k)
                self._add(self._backward(first, stop, own), own, least)

    def in_block(self, k: int, chains: Chains) -> None:
        """Sentences of a block that stand earlier: directly before it, or as a whole block."""
        if not self._may_go(k):
            return
        table = self._table
        own = self._sentences(k)
        start = table.borders(k)[0]
        if len(own) < 2:
            return
        for begin, _ in chains.of(k):
            shift = begin - start
            pairs = longest(self._matches(own, shift))
            if not pairs:
                continue
            source = Span(pairs[0][1].start, pairs[-1][1].end)
            if self._directly_before(source, pairs[0][0], k):
                doubt = _TAKEN_UP if len(pairs) < _SENTENCES else ""
            elif self._is_whole(source) and len(pairs) >= _SENTENCES:
                doubt = _INSIDE
            else:
                continue
            if self._add(pairs, own, self._min_weight, doubt):
                return

    def looks(self, k: int, chains: Chains) -> Iterator[tuple[Span, Span]]:
        """What the sentences of a block are compared with, and they."""
        own = self._sentences(k) if self._may_go(k) else []
        if len(own) > 1:
            for begin, _ in chains.of(k):
                for sentence in own:
                    copy = self._folded(sentence)
                    yield self._near(copy, begin - self._table.borders(k)[0]), copy

    def _matches(self, own: list[Span], shift: int) -> Iterator[Pair | None]:
        """Each sentence with what it repeats near a diagonal, or None."""
        for text_span in own:
            copy = self._folded(text_span)
            found = self._compare(self._near(copy, shift), copy)
            if found is None:
                yield None
                continue
            blocks = self._table.blocks_under(found)
            stays = not any(k in self._gone for k in blocks)
            yield (text_span, found) if stays else None

    def _near(self, copy: Span, shift: int) -> Span:
        """What a sentence may repeat near a diagonal."""
        fold = self._table.folded.text
        first = max(0, copy.start + shift - DRIFT)
        near = Span(first, max(first, min(copy.start, copy.end + shift + DRIFT)))
        at = fold.find(copy.of(fold), near.start, near.end)
        return near if at < 0 else Span(at, at + len(copy))

    def _compare(self, stretch: Span, copy: Span) -> Span | None:
        """What of a stretch a sentence may repeat, or None."""
        if 2 * len(stretch) < len(copy):
            return None
        found = self._verifier.compare(stretch, copy)
        return (found.source or None) if found.verdict is not Verdict.DIFFERENT else None

    def _may_go(self, k: int) -> bool:
        """Whether a part of a block may go: it stays, and nothing rests on it."""
        table = self._table
        return 0 <= k < len(table) and k not in self._taken and len(table.span(k)) >= _GLANCE

    def _sentences(self, k: int) -> list[Span]:
        """The sentences of a block, those without letters left out."""
        table = self._table
        out = [s for s in sentences_of(table.text, table.block(k)) if len(self._folded(s))]
        return out if len(out) <= _MOST_SENTENCES else []

    def _folded(self, span: Span) -> Span:
        """The folded characters of a stretch of the text."""
        return self._table.folded_span(span)

    def _kept_from(self, at: int) -> tuple[int, int]:
        """What stays of the source's text from a folded offset on: to the end of its block."""
        table = self._table
        if at >= len(table.folded):
            return at, at
        block = table.block_at(at)
        if table.borders(block)[0] == at:
            while block < len(table) and (block in self._gone or not len(table.span(block))):
                block += 1
            if block == len(table):
                return at, at
            at = table.borders(block)[0]
        return at, table.borders(block)[1]

    def _kept_before(self, at: int) -> tuple[int, int]:
        """What stays of the source's text before a folded offset: from the start of its block."""
        table = self._table
        block = table.block_at(at)
        if table.borders(block)[0] < at:
            return table.borders(block)[0], at
        block -= 1
        while block >= 0 and (block in self._gone or not len(table.span(block))):
            block -= 1
        return table.borders(block) if block >= 0 else (0, 0)

    def _forward(self, at: int, stop: int, own: list[Span]) -> list[Pair]:
        """The first sentences of a block, as far as they say what stands from `at` on."""
        out: list[Pair] = []
        for sentence in own:
            copy = self._folded(sentence)
            source = Span(at, min(stop, at + len(copy)))
            if source.end > copy.start > source.start:
                break
            found = self._compare(source, copy)
            if found is None or found.start != at:
                rest = Span(copy.start, min(self._folded(own[-1]).end, copy.start + _REST))
                # What is left is alike too: it is another version of its source.
                return [] if self._is_alike(rest, Span(at, min(stop, at + _REST))) else out
            out.append((sentence, found))
            at = found.end
        return out

    def _backward(self, start: int, at: int, own: list[Span]) -> list[Pair]:
        """The last sentences of a block, as far as a stretch that ends at `at` says them."""
        out: list[Pair] = []
        for sentence in reversed(own):
            copy = self._folded(sentence)
            source = Span(max(start, at - len(copy)), at)
            if source.end > copy.start > source.start:
                break
            found = self._compare(source, copy)
            if found is None or found.end != at:
                rest = Span(max(self._folded(own[0]).start, copy.end - _REST), copy.end)
                return [] if self._is_alike(rest, Span(max(start, at - _REST), at)) else out[::-1]
            out.append((sentence, found))
            at = found.start
        return out[::-1]

    def _is_alike(self, one: Span, other: Span) -> bool:
        fold = self._table.folded.text
        return Levenshtein.normalized_similarity(one.of(fold), other.of(fold)) >= _ALIKE

    def _directly_before(self, source: Span, copy: Span, k: int) -> bool:
        """Whether a copy begins its block, and only what goes stands between it and its source."""
        table = self._table
        start = self._folded(copy).start
        if start != table.borders(k)[0]:
            return False
        block = table.block_at(source.end - 1)
        if table.borders(block)[1] != source.end:
            return False
        return all(j in self._gone or not len(table.span(j)) for j in range(block + 1, k))

    def _is_whole(self, source: Span) -> bool:
        table = self._table
        blocks = table.blocks_under(source)
        return (source.start, source.end) == (
            table.borders(blocks.start)[0],
            table.borders(blocks.stop - 1)[1],
        )

    def _add(self, pairs: list[Pair], own: list[Span], least: float, doubt: str = "") -> bool:
        """Take some sentences of a block if they say enough and are not all of it."""
        if not pairs or len(pairs) == len(own):
            return False
        table = self._table
        within = Span(pairs[0][0].start, pairs[-1][0].end)
        copy = self._folded(within)
        if table.weight(copy) < least:
            return False
        source = Span(pairs[0][1].start, pairs[-1][1].end)
        found = self._verifier.compare(source, copy)
        k = table.block_at(copy.start)
        sources = table.blocks_under(source)
        if found.verdict < Verdict.MISREAD or any(j == k or j in self._gone for j in sources):
            return False
        self.found.append(
            Run(
                blocks=range(k, k + 1),
                source=found.source,
                verdict=found.verdict,
                similarity=found.similarity,
                doubt=doubt,
                precedes=source.start > copy.start,
                within=within,
            )
        )
        self._taken |= {k, *sources}
        return True
