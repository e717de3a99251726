"""Which copy stays: the complete one before a cut one, the clean one before a noisy one."""

from collections import Counter, defaultdict
from collections.abc import Container, Sequence
from math import inf

from dedup.duplicates.chains import Chains
from dedup.duplicates.doubts import Doubts
from dedup.duplicates.holes import around_hole
from dedup.duplicates.table import BlockTable, Run
from dedup.duplicates.verify import Comparison, Verdict, Verifier
from dedup.model import Span

# A moved source may begin or end so many folded characters away from where it is looked for.
_DRIFT = 8
_UNLIKE = "it is unlike the copy that stays"


def prefer_clean(
    table: BlockTable, runs: Sequence[Run], verifier: Verifier, named: Container[int] = ()
) -> list[Run]:
    """Where a later copy is cleaner than the first, let it stay and the first go.

    Cleaner by the words: it makes words in more places where the two differ; or by the agreement of
    several copies against the first. Each other copy is
    verified against the one that stays; one that does not hold is withheld.

    Args:
        table: the blocks.
        runs: what was found.
        verifier: compares two stretches.
        named: blocks that an earlier search has named as what its copies repeat. They stay: those
            copies, which spoke for them, are gone.
    """
    agree = Counter((run.source, run.copy(table).of(table.folded.text)) for run in runs)

    def worth(run: Run) -> float:
        if any(k in named for k in run.blocks):
            return inf
        # Three that say the same to the letter outvote one; of two, one may be the other's copy.
        others = agree[run.source, run.copy(table).of(table.folded.text)] - 1
        return max(run.cleaner, others if run.cleaner >= 0 and others > 1 else 0)

    out = list(runs)
    gone: dict[int, int] = {}
    resting: dict[int, list[int]] = defaultdict(list)
    for n, run in enumerate(runs):
        for k in table.blocks_under(run.source):
            resting[k].append(n)
    for best in sorted(runs, key=worth, reverse=True):
        if worth(best) < 1:
            break
        blocks = table.blocks_under(best.source)
        if any(k in named for k in blocks):
            continue
        whole = Span(int(table.starts[blocks.start]), int(table.ends[blocks.stop - 1]))
        under = sorted({n for k in blocks for n in resting[k]})
        # Once a source has moved, what rests on it is verified against the new one.
        if best.verdict is not Verdict.MISREAD or best.doubt or best.source != whole:
            continue
        if any(out[n] is not runs[n] for n in under):
            continue
        moved = _moved(table, [out[n] for n in under], whole, best, blocks, verifier)
        if moved is not None:
            for n, run in zip(under, moved, strict=True):
                out[n] = run
                if run.blocks == blocks:
                    gone |= dict.fromkeys(blocks, n)
    # What was withheld for its own sake and goes now with the blocks around it.
    left = (run for n, run in enumerate(out) if all(gone.get(k, n) == n for k in run.blocks))
    return sorted(left, key=lambda r: r.blocks.start)


def _moved(
    table: BlockTable,
    runs: Sequence[Run],
    source: Span,
    best: Run,
    blocks: range,
    verifier: Verifier,
) -> list[Run] | None:
    """Runs that rest on `source`, resting on its best copy instead; None if one does not hold."""
    kept = best.copy(table)
    out = []
    for run in runs:
        if run.blocks == best.blocks:
            back = verifier.compare(kept, source)
            run = _resting(run._replace(blocks=blocks), back)
        elif not source.contains(run.source):
            return None
        else:
            start = kept.start + run.source.start - source.start
            stop = kept.end + run.source.end - source.end
            begin = min(max(kept.start, start - _DRIFT), kept.end)
            stretch = Span(begin, max(begin, min(kept.end, stop + _DRIFT)))
            run = _resting(run, verifier.compare(stretch, run.copy(table)))
        if run.verdict <= Verdict.DOUBTFUL or run.doubt:
            if run.blocks == blocks:
                return None
            # It was held against the one that goes: whoever reads is to decide.
            run = run._replace(source=kept, doubt=run.doubt or _UNLIKE, verdict=Verdict.DOUBTFUL)
        out.append(run._replace(precedes=run.blocks.start < best.blocks.start))
    return out


def _resting(run: Run, comparison: Comparison) -> Run:
    return run._replace(
        source=comparison.source,
        verdict=comparison.verdict,
        similarity=comparison.similarity,
        doubt=comparison.doubt,
        cleaner=comparison.cleaner,
    )


def prefer_whole(
    table: BlockTable,
    runs: Sequence[Run],
    chains: Chains,
    verifier: Verifier,
    doubts: Doubts,
    min_weight: float,
) -> list[Run]:
    """Where a kept block is only a part of a later kept one, let the whole one stay.

    Runs that rest on the cut block are moved to the same place in the whole one; a cut block on
    which a run rests that reaches beyond it stays. That a whole block may be another text than the
    cut one gives way.

    Args:
        table: the blocks.
        runs: what was found so far.
        chains: where the seeds of each block that stays stand later in the text.
        verifier: compares two stretches.
        doubts: says what speaks against a repeat.
        min_weight: the least that a cut block must hold, in Han characters.
    """
    taken = {k for run in runs if not run.may_be_another for k in run.blocks}
    found: dict[int, Run] = {}
    enough = chains.block[table.weights[chains.block] >= min_weight]
    for k in dict.fromkeys(enough.tolist()):
        if k not in taken:
            run = _in_whole(table, k, chains, verifier, taken)
            run = doubts.judged(run) if run is not None else None
            if run is not None and not run.is_natural:
                found[k] = run
    for run in runs:
        for k in table.blocks_under(run.source):
            if k in found and not table.span(k).contains(run.source):
                del found[k]
    # What is withheld stays, and may stay a source.
    cut = {k: run for k, run in found.items() if run.is_sure}
    wholes = {table.block_at(run.source.start) for run in cut.values()}
    stay = [run for run in runs if not (run.may_be_another and run.blocks.start in wholes)]
    out = [_in_the_last(table, run, cut) for run in (*stay, *found.values())]
    return sorted(out, key=lambda r: r.blocks.start)


def _in_the_last(table: BlockTable, run: Run, cut: dict[int, Run]) -> Run:
    """A run with its source moved from a block that goes to the one that stays."""
    while (k := table.block_at(run.source.start)) in cut:
        whole = cut[k]
        source = _moved_into(run.source, table.span(k), whole)
        holes = [_moved_into(run.hole, table.span(k), whole)] if run.hole is not None else []
        holes += [hole for hole in (whole.hole,) if hole is not None and source.contains(hole)]
        # What is nearly the cut block is no nearer to the whole one than that is.
        run = run._replace(
            source=source,
            hole=Span(min(h.start for h in holes), max(h.end for h in holes)) if holes else None,
            verdict=min(run.verdict, whole.verdict),
            similarity=run.similarity * whole.similarity,
        )
    return run._replace(precedes=run.blocks.start < table.block_at(run.source.start))


def _moved_into(span: Span, block: Span, whole: Run) -> Span:
    """A stretch of a cut block in the whole one, which may have read more or fewer letters.

    What begins, or ends, before what the cut block lacks stands as far from the beginning; what
    ends behind it as far from the end.
    """
    source, hole = whole.source, whole.hole
    forth, back = source.start - block.start, source.end - block.end
    border = block.end if hole is None else hole.start - forth
    start = span.start + (forth if span.start < border else back)
    end = span.end + (forth if hole is not None and span.end <= border else back)
    start = min(start, source.end - 1)
    return Span(start, max(end, start + 1))


def _in_whole(
    table: BlockTable, k: int, chains: Chains, verifier: Verifier, taken: set[int]
) -> Run | None:
    """Block k as a part of a later kept block that holds all of it and more, if there is one."""
    copy = table.span(k)
    holed = around_hole(table, k, chains.of(k), verifier)
    if holed is not None and holed.precedes and table.block_at(holed.source.start) not in taken:
        return holed
    for start, stop in chains.of(k):
        block = table.block_at(max(start, 0) + (stop - start) // 2)
        if block <= k or block >= len(table) or block in taken:
            continue
        whole = table.span(block)
        if len(whole) <= len(copy):
            continue
        # The chain's estimate, and what it may have missed.
        begin, end = max(whole.start, start - _DRIFT), min(whole.end, stop + _DRIFT)
        if end - begin < len(copy) // 2:
            continue
        at = table.folded.text.find(copy.of(table.folded.text), begin, end)
        stretch = Span(at, at + len(copy)) if at >= 0 else Span(begin, end)
        comparison = verifier.compare(stretch, copy)
        if comparison.verdict is not Verdict.DIFFERENT:
            run = Run(range(k, k + 1), comparison.source, comparison.verdict, precedes=True)
            return _resting(run, comparison)
    return None
