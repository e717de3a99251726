"""Find what a stuck reader printed again directly behind itself, inside a line or a block.

A stretch that repeats itself at once (`tandem`) is judged by how much it says, how often it stands
there and what it is made of: prose that goes on after a sentence is a stutter, a cry, a refrain, a
list, a table or a number is not. Doubled words have a table of their own (`doubled`).
"""

from bisect import bisect_left, insort
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.arrays import PIECE, pieces
from dedup.duplicates.blocks import find_blocks
from dedup.duplicates.cuts import best_cut
from dedup.duplicates.doubled import find_doubled
from dedup.duplicates.tandem import Stream, find_runs_in
from dedup.duplicates.units import judge, weights
from dedup.excerpt import Excerpt
from dedup.model import Applicability, Edit, Evidence, Span
from dedup.parallel import beside

# What is made visible by a removal is found in the next round; a stutter in a stutter is rare.
_MOST_ROUNDS = 5
# In a text of more characters only the blocks around what was found are searched again.
_LONG = 1_000_000
# Runs that are judged in one piece of a text, those that hold most first, so that no text takes for
# ever.
_MOST_RUNS = 10_000
# Units of less than this, in Han characters, count from so many copies on.
_LIGHT = 8
_MANY = 5
# Characters of a unit that a note shows.
_SHOWN = 40


def find_stutters(stays: Excerpt, jobs: int = 1) -> list[Edit]:
    """Find sentences, short units and words that a text says again directly behind themselves.

    Args:
        stays: the text that stays.
        jobs: how many processes may be at work.

    Returns:
        Edits of kind `remove` in terms of the original, in its order, that do not overlap. Each
        takes the second and later copies; its first evidence has the first copy as peer. What
        may be meant is UNSAFE, with a `doubt`.
    """
    found: list[Edit] = []
    for _ in range(_MOST_ROUNDS):
        blocks = find_blocks(stays.text)
        edits = [
            made
            for stutter in _disjoint(_stutters(stays.text, blocks, jobs))
            for made in stays.edits(_edit(stays.text, stutter))
        ]
        sure = [edit for edit in edits if edit.applicability is Applicability.SAFE]
        if not sure:
            found += edits
            break
        if len(stays.text) <= _LONG:
            found += sure
            stays = stays.without(edit.span for edit in sure)
        else:
            found += edits
            if stays.text is not stays.original:
                blocks = find_blocks(stays.original)
            stays = _around(stays.without(edit.span for edit in edits), sure, blocks)
            jobs = 1  # that is little
    return sorted(found, key=lambda edit: edit.span)


def _around(stays: Excerpt, edits: list[Edit], blocks: NDArray[np.int64]) -> Excerpt:
    """What is left of the blocks in which something was found, and of their neighbours.

    A stutter stands within a block, so a removal can show a new one there alone.

    Args:
        stays: the text without what was found.
        edits: the sure ones of what was found.
        blocks: the blocks of the original, shape (blocks, 2).
    """
    starts = blocks[:, 0]
    at = np.searchsorted(starts, [edit.span.start for edit in edits], side="right") - 1
    first = starts[np.maximum(at - 1, 0)].tolist()
    after = np.append(starts, len(stays.original))[np.minimum(at + 2, len(starts))].tolist()
    gone, done = [], 0
    for start, stop in zip(first, after, strict=True):
        if start > done:
            gone.append(Span(done, start))
        done = max(done, stop)
    return stays.without([*gone, Span(done, len(stays.original))])


class _Stutter(NamedTuple):
    """A unit that stands once, the copies behind it, and what is said of them."""

    unit: Span
    copies: Span
    rule: str
    note: str
    doubt: str


def _edit(text: str, stutter: _Stutter) -> Edit:
    evidence = [Evidence("repeat", 1.0, stutter.note, stutter.unit)]
    if stutter.doubt:
        evidence.append(Evidence("doubt", 0.0, stutter.doubt))
    return Edit(
        span=stutter.copies,
        old=stutter.copies.of(text),
        new="",
        kind="remove",
        rule=stutter.rule,
        applicability=Applicability.UNSAFE if stutter.doubt else Applicability.SAFE,
        evidence=tuple(evidence),
    )


def _disjoint(stutters: list[_Stutter]) -> Iterator[_Stutter]:
    """Of stutters that share text only one, the sure before the doubtful, the longer first."""
    stutters.sort(key=lambda s: (bool(s.doubt), s.unit.start - s.copies.end, s.unit.start))
    taken: list[tuple[int, int]] = []
    for stutter in stutters:
        start, end = stutter.unit.start, stutter.copies.end
        at = bisect_left(taken, (start, start))
        if at and taken[at - 1][1] > start:
            continue
        if at < len(taken) and taken[at][0] < end:
            continue
        insort(taken, (start, end))
        yield stutter


def _stutters(text: str, blocks: NDArray[np.int64], jobs: int) -> list[_Stutter]:
    """All that a text of some blocks says twice at once, in any order, overlapping or not."""
    cuts = [*pieces(np.append(blocks[:, 0], len(text)), PIECE)]
    # To look for doubled words takes half as long as for the rest.
    most = -(-3 * len(cuts) // 4)

    def in_blocks(cuts: list[tuple[int, int]]) -> list[_Stutter]:
        streams = (Stream(text, blocks[first:last]) for first, last in cuts)
        return [stutter for stream in streams for stutter in _tandem(stream)]

    def others() -> tuple[list[_Stutter], list[_Stutter]]:
        return [*_doubled(text)], in_blocks(cuts[most:])

    with beside(others, jobs) as rest:
        found = in_blocks(cuts[:most])
        words, more = rest()
    return [*words, *found, *more]


def _doubled(text: str) -> Iterator[_Stutter]:
    """The words that a text says twice at once."""
    for word in find_doubled(text):
        times = "twice" if word.times == 2 else f"{word.times} times"
        unit = word.unit.of(text)
        yield _Stutter(
            word.unit, word.copies, "doubled-word", f"{unit} stands {times} in a row", word.doubt
        )


def _tandem(stream: Stream) -> Iterator[_Stutter]:
    """The sentences and units that some blocks say twice at once."""
    text = stream.text
    for start, end, period, weight in _worth_judging(stream):
        cut = best_cut(stream, start, end, period)
        verdict = judge(text, cut, weight) if cut is not None else None
        if cut is None or verdict is None:
            continue
        unit = " ".join(cut.unit.of(text).split())
        if verdict.hammered:
            rule, note = "hammered-unit", f"`{_short(unit)}` hammered {cut.times} times"
        else:
            times = "once" if cut.times == 2 else f"{cut.times - 1} times"
            rule = "stuttered-sentence"
            note = f"stutter: says again what stands before it ({times}, {len(unit)} chars)"
        yield _Stutter(cut.unit, cut.copies, rule, note, verdict.doubt)


def _short(unit: str) -> str:
    """A unit as a note shows it."""
    return unit if len(unit) <= _SHOWN else f"{unit[: _SHOWN - 1]}…"


def _worth_judging(stream: Stream) -> list[tuple[int, int, int, float]]:
    """The runs that say enough, or often enough, to be more than a play of letters."""
    runs = find_runs_in(stream)
    counts = (runs.ends - runs.starts) // np.maximum(runs.periods, 1)
    # A unit of less than eight characters says less than eight Han characters do.
    runs = runs.where((runs.periods >= _LIGHT) | (counts >= _MANY))
    if not len(runs):
        return []
    total = np.concatenate(([0.0], np.cumsum(weights(stream.codes))))
    unit = total[runs.starts + runs.periods] - total[runs.starts]
    counts = (runs.ends - runs.starts) // runs.periods
    worth = np.flatnonzero((unit >= _LIGHT) | ((counts >= _MANY) & (unit > 0)))
    if len(worth) > _MOST_RUNS:
        sizes = runs.starts[worth] - runs.ends[worth]
        worth = worth[np.sort(np.argsort(sizes, kind="stable")[:_MOST_RUNS])]
    runs = runs.where(worth)
    columns = (runs.starts, runs.ends, runs.periods, unit[worth])
    return list(zip(*(column.tolist() for column in columns), strict=True))
