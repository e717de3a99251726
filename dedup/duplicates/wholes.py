"""Where a kept block is only the beginning of a later one, the later one is to stay."""

from collections import defaultdict
from dataclasses import replace

from dedup.duplicates.places import HEAD, remember
from dedup.duplicates.table import BlockTable, Run
from dedup.duplicates.verify import Comparison, Verdict
from dedup.model import Span


def prefer_whole(table: BlockTable, runs: list[Run], min_weight: float) -> list[Run]:
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
        if k in taken or len(fold) < HEAD:
            continue
        places = heads[fold[:HEAD]]
        for cut in list(places):
            start = table.folded_text(cut)
            if (
                len(start) < len(fold)
                and fold.startswith(start)
                and table.weight(table.span(cut)) >= min_weight
            ):
                places.remove(cut)
                whole_of[cut] = k
        remember(places, k)
    return whole_of


def _last_whole(whole_of: dict[int, int], cut: int) -> int:
    while cut in whole_of:
        cut = whole_of[cut]
    return cut


def _blocks_under(table: BlockTable, source: Span) -> range:
    """The blocks that a stretch of folded characters touches."""
    return range(table.block_at(source.start), table.block_at(source.end - 1) + 1)
