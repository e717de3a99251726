"""Walk through the blocks and find, for each, the kept text that it repeats.

One pass from first to last, as in LZ77 (Ziv and Lempel 1977), but on blocks: at each block the
places where its text may stand already (equal blocks, blocks that share a band, chains of seeds)
are followed as far as the text goes on repeating, across block borders, and the longest run is
taken. Sources are always text that stays, so no removal rests on another removal.
"""

from collections.abc import Iterable, Sequence
from itertools import count

from dedup.duplicates.ahead import compare_ahead
from dedup.duplicates.chains import Chains, Seeds
from dedup.duplicates.doubts import Doubts
from dedup.duplicates.edges import in_mid_word
from dedup.duplicates.holes import around_hole
from dedup.duplicates.places import Places
from dedup.duplicates.table import LENGTHS_ALIKE, BlockTable, Run
from dedup.duplicates.verify import Comparison, Verdict, Verifier
from dedup.model import Span
from dedup.parallel import beside

# A heading that stands in one of the two alone: so many blocks of the source may be passed over.
_PASSED_OVER = 2
_SHORT_BLOCK = 40
# So many times, at most, what stays is looked through again; the second hardly ever finds any.
_FURTHER_LOOKS = 3
_FEW = 8


def find_runs(
    table: BlockTable,
    places: Places,
    seeds: Seeds,
    verifier: Verifier,
    doubts: Doubts,
    min_weight: float,
    jobs: int = 1,
) -> tuple[list[Run], Chains, Chains]:
    """The runs of blocks that repeat text which stays.

    Args:
        table: the blocks.
        places: where the text of each block may stand already.
        seeds: the seeds of all blocks.
        verifier: compares two stretches.
        doubts: says what speaks against a repeat.
        min_weight: the least that a run must hold, in Han characters. The restart of a loop may
            hold less.
        jobs: how many processes may be at work.

    Returns:
        Disjoint runs in the order of the text; those that are not sure stay, and stay sources.
        And where the seeds of each block that stays stand earlier and later in what stays.
    """
    walk = _Walk(table, places, verifier, doubts, min_weight)
    compare_ahead(table, places, verifier, jobs)
    walk.through(places.promising())
    # A seed is linked with a few places only; those in copies that went hid others.
    for look in count():
        left = seeds.without(places.removed)
        with beside(left.chains_forth, jobs) as forth:
            back = left.chains_back()
            if look == _FURTHER_LOOKS or not walk.again(places.look_again(back)):
                return sorted(walk.runs, key=lambda run: run.blocks.start), back, forth()
    raise AssertionError  # there is a last look


def best_of(found: Sequence[Run], table: BlockTable) -> Run | None:
    """The run of most weight, sure ones first; None if there is none."""
    if len(found) < 2:
        return found[0] if found else None
    return max(
        found,
        key=lambda r: (
            r.is_sure,
            not r.is_natural,
            table.weight(r.copy(table)),
            r.restarts,
            r.similarity,
            not r.is_cut(table),
            -r.source.start,
        ),
    )


def holds(run: Run, table: BlockTable, min_weight: float) -> bool:
    """Whether a run holds enough; half will do for an exact one that stops in mid-word."""
    weight = table.weight(run.copy(table))
    return weight >= min_weight or (
        weight >= min_weight / 2 and run.verdict is Verdict.SAME and in_mid_word(table, run)
    )


class _Walk:
    """One pass through the blocks, and further ones through what is left."""

    def __init__(
        self,
        table: BlockTable,
        places: Places,
        verifier: Verifier,
        doubts: Doubts,
        min_weight: float,
    ) -> None:
        self.table = table
        self.runs: list[Run] = []
        self._places = places
        self._verifier = verifier
        self._doubts = doubts
        self._min_weight = min_weight

    def through(self, blocks: Iterable[int]) -> None:
        """Take the best run at each block, from first to last."""
        done = 0
        for block in blocks:
            if block < done:
                continue
            k = block
            # Behind the end of a run it may be begun anew.
            while k < len(self.table):
                best = self._best_run(k, self.runs[-1] if self.runs else None)
                if best is None:
                    self._places.keep(k)
                    done = max(done, k + 1)
                    break
                self._take(best)
                k = done = best.blocks.stop

    def again(self, blocks: Iterable[int]) -> bool:
        """Take what is left at blocks on which no run rests; whether there was any."""
        taken = {k for run in self.runs for k in run.blocks}
        taken |= {k for run in self.runs for k in self.table.blocks_under(run.source)}
        found = False
        for k in blocks:
            best = None if k in taken else self._best_run(k, None)
            if best is not None and taken.isdisjoint(best.blocks):
                self._take(best)
                taken |= {*best.blocks, *self.table.blocks_under(best.source)}
                found = found or best.is_sure
        return found

    def _take(self, run: Run) -> None:
        if run.is_sure:
            self._places.remove(run)
        else:
            # A place is remembered by the first and the latest blocks.
            for k in (*run.blocks[:_FEW], *run.blocks[_FEW:][-_FEW:]):
                self._places.keep(k)
        if not run.is_natural:
            self.runs.append(run)

    def _best_run(self, k: int, before: Run | None) -> Run | None:
        """The run of most weight that begins at block k, sure ones first; None if there is none."""
        if not self._size(k):
            return None
        found = [
            self._doubts.judged(run)
            for start, stop in self._places.of(k)
            if (run := self._follow(start, stop, k)) is not None and self._holds(run)
        ]
        if before is not None and before.blocks.stop == k and before.is_sure:
            again = self._restart(before, k)
            if again is not None:
                found.append(again)
        if not any(run.is_sure for run in found):
            holed = around_hole(self.table, k, self._places.estimates(k), self._verifier)
            if holed is not None and self._places.are_kept(holed.source) and self._holds(holed):
                found.append(self._doubts.judged(holed))
        return best_of(found, self.table)

    def _size(self, k: int) -> int:
        """The folded characters of a block."""
        start, end = self.table.borders(k)
        return end - start

    def _holds(self, run: Run) -> bool:
        return holds(run, self.table, self._min_weight)

    def _restart(self, before: Run, k: int) -> Run | None:
        """The run right before block k begun anew: block k is the beginning of its source."""
        copy = self.table.span(k)
        source = Span(before.source.start, min(before.source.end, before.source.start + len(copy)))
        if len(source) < len(copy) or self.table.weight(source) < 2:
            return None
        if source.of(self.table.folded.text) != copy.of(self.table.folded.text):
            return None
        return Run(range(k, k + 1), source, Verdict.SAME, restarts=True)

    def _follow(self, start: int, stop: int, k: int) -> Run | None:
        """How far the text from block k on repeats the kept text from `start` on."""
        found: list[Comparison] = []
        worst = Verdict.SAME
        going: tuple[int, list[tuple[int, int]]] | None = (k, [(start, stop)])
        last = k
        equal = self._equal(start, k)
        if equal is not None:
            found.append(equal[0])
            last = equal[1]
            going = self._advance(found[-1].source.end, k, last)
        while going is not None:
            at, here = going
            passed, comparison = self._first_match(here, k, at)
            if comparison is None or (comparison.verdict is Verdict.DOUBTFUL and at > k):
                break
            if passed and at > k:
                worst = Verdict.MISREAD
            found.append(comparison)
            last = at + 1
            if comparison.verdict is Verdict.DOUBTFUL:
                break
            going = self._advance(comparison.source.end, k, last)
        if not found:
            return None
        sizes = [len(c.source) for c in found]
        mean = sum(c.similarity * n for c, n in zip(found, sizes, strict=True)) / sum(sizes)
        return Run(
            blocks=range(k, last),
            source=Span(found[0].source.start, found[-1].source.end),
            verdict=min(worst, *(c.verdict for c in found)),
            similarity=mean,
            doubt=next((c.doubt for c in found if c.doubt), ""),
            cleaner=sum(c.cleaner for c in found),
        )

    def _equal(self, start: int, k: int) -> tuple[Comparison, int] | None:
        """The blocks from k on that are the same, to the letter, as kept ones from `start` on.

        Returns:
            How they compare, and the block behind them; None for fewer than two.
        """
        if start >= len(self.table.folded):
            return None
        source = self.table.block_at(start)
        if source >= k or self.table.borders(source)[0] != start:
            return None
        count = self._places.equal_blocks(source, k)
        # What ends without a letter is not counted: the run may end before it.
        while count and not self._size(k + count - 1):
            count -= 1
        if count < 2:
            return None
        end = self.table.borders(min(source + count, k) - 1)[1]
        return Comparison(Verdict.SAME, 1.0, Span(start, end)), k + count

    def _advance(self, at: int, k: int, last: int) -> tuple[int, list[tuple[int, int]]] | None:
        """The next block with letters of a run from k on, and the stretches that it may repeat."""
        while last < len(self.table) and not self._size(last):
            last += 1
        return None if last == len(self.table) else (last, self._going_on(at, k, last))

    def _first_match(
        self, stretches: list[tuple[int, int]], k: int, last: int
    ) -> tuple[bool, Comparison | None]:
        """Compare block `last` of a run that begins at k with stretches; the first that is alike.

        Returns:
            Whether some of the source was passed over, and the comparison, None if there is none.
        """
        for n, (start, stop) in enumerate(stretches):
            comparison = self._compare(start, stop, self.table.borders(k)[0], last)
            if comparison is not None:
                return n > 0 or comparison.source.start > start, comparison
        return False, None

    def _going_on(self, at: int, k: int, last: int) -> list[tuple[int, int]]:
        """Stretches that block `last` may repeat if the source goes on from `at`.

        What is left of the block at `at`, or the next one; a short one may be passed over.
        """
        size = self._size(last)
        out: list[tuple[int, int]] = []
        block = self.table.block_at(at) if at < len(self.table.folded) else k
        while block < k and len(out) <= _PASSED_OVER:
            kept = self._places.next_kept(block)
            if kept != block:
                at, block = self.table.borders(kept)[0], kept
                continue
            start, end = self.table.borders(block)
            rest = end - at
            out.append((at, at + (rest if size >= rest * LENGTHS_ALIKE else size)))
            if at > start or rest > _SHORT_BLOCK:
                break
            block += 1
            at = end
        return out

    def _compare(self, start: int, stop: int, limit: int, k: int) -> Comparison | None:
        """Compare block k with a stretch of kept text before `limit`, if they may be alike."""
        source = self.table.source_of(start, stop, limit, k)
        if source is None or not self._places.are_kept(source):
            return None
        comparison = self._verifier.compare(source, self.table.span(k))
        return None if comparison.verdict is Verdict.DIFFERENT else comparison
