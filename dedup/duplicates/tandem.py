"""Stretches of a text that repeat themselves at once, white space aside: the runs of stringology.

A run of period d is a maximal stretch in which every character is the same as the one d before it.
Short periods are found by comparing the text with itself shifted, on every fourth 4-gram; long ones
by the distance at which sampled 16-grams come back (Kolpakov and Kucherov 1999 show that a text of
n characters has fewer than n runs; here the many short ones that say nothing are never listed).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.duplicates.blocks import find_blocks
from dedup.fold import code_points

LEAST_EQUAL = 8
"""A run is looked at if so many characters in a row are the same as the one a period before."""
SHORT_PERIOD = 64
"""Periods up to here are found by shifting, longer ones by sampled grams."""
_GRAM = 16
# One gram in so many is looked up: of 65 characters in a row all are passed over once in 6,000.
_SAMPLE = 8
# Sampled grams further apart than this belong to different runs.
_GAP = 256
# Long periods looked at, so that no text takes for ever. Prose has a few in a million characters.
_MOST_LONG = 20_000
FIRST_BORDER = 0x110000
_WHITE = tuple(
    ord(c)
    for c in "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
    + "".join(map(chr, range(0x2000, 0x200B)))
)


class Stream:
    """The characters of a text without white space.

    The end of a block is a character of its own, like no other; white space between two figures is
    kept as one space, because it divides two numbers.

    Attributes:
        text: the text.
        codes: code points, shape (n,), uint32; from 0x110000 on the ends of blocks.
        origin: the offset in the text of each, shape (n,), int32, increasing.
        borders: the places of the ends of blocks in `codes`, increasing, int64.
    """

    def __init__(self, text: str, blocks: NDArray[np.int64] | None = None) -> None:
        """Take the characters of some blocks in a row, as of `find_blocks`; of all if None."""
        if blocks is None:
            blocks = find_blocks(text)
        self.text = text
        first = int(blocks[0, 0]) if len(blocks) else 0
        raw = code_points(text[first : int(blocks[-1, 1])] if len(blocks) else "")
        white = np.zeros(max(int(raw.max(initial=0)), max(_WHITE)) + 1, dtype=bool)
        white[list(_WHITE)] = True
        space = white[raw]
        visible = np.flatnonzero(~space).astype(np.int32)
        ends = blocks[:-1, 1] - first
        apart = _spaces_between_figures(raw, space, visible)
        space[ends] = False
        space[apart] = False
        own = np.flatnonzero(~space).astype(np.int32)
        self.origin: NDArray[np.int32] = own + np.int32(first)
        self.codes: NDArray[np.uint32] = raw[own]
        self.codes[np.searchsorted(own, apart)] = ord(" ")
        self.borders: NDArray[np.int64] = np.searchsorted(own, ends)
        self.codes[self.borders] = FIRST_BORDER + np.arange(len(ends), dtype=np.uint32)

    def __len__(self) -> int:
        return len(self.codes)


def _spaces_between_figures(
    raw: NDArray[np.uint32], space: NDArray[np.bool_], visible: NDArray[np.int32]
) -> NDArray[np.int64]:
    """The first white space of each gap between two figures."""
    figure = raw - np.uint32(ord("0")) < 10
    at = np.flatnonzero(figure[:-1] & space[1:]) + 1
    after = np.searchsorted(visible, at)
    at, after = (a[after < len(visible)] for a in (at, after))
    divides: NDArray[np.int64] = at[figure[visible[after]]]
    return divides


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs, an array each of their starts, ends and periods: places in the stream, int64."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    periods: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts)

    def where(self, mask: NDArray[np.bool_] | NDArray[np.int64]) -> "Runs":
        """Some of the runs."""
        return Runs(self.starts[mask], self.ends[mask], self.periods[mask])


def find_runs_in(stream: Stream) -> Runs:
    """The runs that hold their period twice or more, each with its smallest period; by period.

    Short periods need `LEAST_EQUAL` equal characters in a row, so that doubled letters are none.
    Linear in the text, but for the sorting of a sample.
    """
    grams = _grams(stream.codes)
    found = [*_short_runs(stream.codes, grams), *_long_runs(stream, grams)]
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return Runs(none, none, none)
    starts, ends, periods = (np.concatenate(column) for column in zip(*found, strict=True))
    # A run of period d is one of 2 d as well: the smallest counts, and comes first.
    key = np.stack((starts, ends), axis=1)
    _, first = np.unique(key, axis=0, return_index=True)
    first.sort()
    return Runs(starts[first], ends[first], periods[first])


_Found = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _grams(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """A hash of the four characters from each place on, shape (n - 3,)."""
    if len(codes) < 4:
        return np.zeros(0, dtype=np.uint32)
    hashes = codes[:-3] * np.uint32(0x9E3779B1)
    for k, prime in ((1, 0x85EBCA77), (2, 0xC2B2AE3D)):
        hashes ^= codes[k : len(codes) - 3 + k]
        hashes *= np.uint32(prime)
    hashes ^= codes[3:]
    return hashes


def _short_runs(codes: NDArray[np.uint32], grams: NDArray[np.uint32]) -> list[_Found]:
    """Runs of periods up to `SHORT_PERIOD`."""
    # Eight equal characters in a row hold a whole gram that begins at a multiple of four.
    fourth = [np.ascontiguousarray(grams[k::4]) for k in range(4)]
    found = []
    for period in range(1, min(SHORT_PERIOD, len(grams) - 1) + 1):
        shifted = fourth[period % 4][period // 4 :]
        hits = np.flatnonzero(fourth[0][: len(shifted)] == shifted)
        if not len(hits):
            continue
        opens = np.flatnonzero(np.diff(hits, prepend=-2) > 1)
        closes = np.append(opens[1:], len(hits)) - 1
        least = max(period, LEAST_EQUAL)
        starts, ends = hits[opens] * 4, hits[closes] * 4 + 4
        long = ends - starts + 6 >= least
        if not long.any():
            continue
        starts, ends = _extended(codes, starts[long], ends[long], period)
        long = ends - starts >= least
        count = int(long.sum())
        if count:
            found.append((starts[long], ends[long] + period, np.full(count, period)))
    return found


def _extended(
    codes: NDArray[np.uint32], starts: NDArray[np.int64], ends: NDArray[np.int64], period: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Equal stretches between whole grams, with the up to three characters on either side."""
    last = len(codes) - 1
    for _ in range(3):
        before = np.maximum(starts - 1, 0)
        starts = starts - ((starts > 0) & (codes[before] == codes[before + period]))
        after = np.minimum(ends + period, last)
        ends = ends + ((ends + period <= last) & (codes[after - period] == codes[after]))
    return starts, ends


def _long_runs(stream: Stream, grams: NDArray[np.uint32]) -> list[_Found]:
    """Runs of periods above `SHORT_PERIOD`, inside a block."""
    size = len(stream) - _GRAM + 1
    if size <= SHORT_PERIOD:
        return []
    hashes = np.zeros(size, dtype=np.uint32)
    for k in range(0, _GRAM, 4):
        hashes ^= grams[k : k + size]
        hashes *= np.uint32(0x9E3779B1)
    places = np.flatnonzero(hashes >> np.uint32(16) & np.uint32(_SAMPLE - 1) == 0)
    keys = np.sort(hashes[places].astype(np.uint64) << np.uint64(32) | places.astype(np.uint64))
    again = np.flatnonzero(keys[1:] >> np.uint64(32) == keys[:-1] >> np.uint64(32))
    at = (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
    places, periods = at[again + 1], at[again + 1] - at[again]
    blocks = np.concatenate(([0], stream.borders))
    opened = blocks[np.searchsorted(stream.borders, places)]
    inside = (periods > SHORT_PERIOD) & (places - periods >= opened)
    # By period, then by place.
    order = np.sort(
        periods[inside].astype(np.uint64) << np.uint64(32) | places[inside].astype(np.uint64)
    )
    periods = (order >> np.uint64(32)).astype(np.int64)
    places = (order & np.uint64(0xFFFFFFFF)).astype(np.int64)
    if not len(places):
        return []
    opens = np.flatnonzero(
        np.concatenate(([True], (np.diff(periods) != 0) | (np.diff(places) > _GAP)))
    )
    closes = np.append(opens[1:], len(places)) - 1
    reach = places[closes] - places[opens] + 2 * _GAP
    opens = opens[2 * reach >= periods[opens]][:_MOST_LONG]
    found: list[tuple[int, int, int]] = []
    for place, period in zip(places[opens].tolist(), periods[opens].tolist(), strict=True):
        if found and found[-1][2] == period and place < found[-1][1]:
            continue
        start, end = _equal_stretch(stream.codes, place, period)
        if end - start >= period:
            found.append((start - period, end, period))
    if not found:
        return []
    columns = np.array(found, dtype=np.int64).T
    return [(columns[0], columns[1], columns[2])]


def _equal_stretch(codes: NDArray[np.uint32], place: int, period: int) -> tuple[int, int]:
    """The longest stretch around a place whose characters equal those a period before."""
    start, end, step = place, place, _GRAM
    while end < len(codes):
        stop = min(end + step, len(codes))
        unlike = np.flatnonzero(codes[end:stop] != codes[end - period : stop - period])
        if len(unlike):
            end += int(unlike[0])
            break
        end, step = stop, 2 * step
    step = _GRAM
    while start > period:
        stop = max(start - step, period)
        unlike = np.flatnonzero(codes[stop:start] != codes[stop - period : start - period])
        if len(unlike):
            start = stop + int(unlike[-1]) + 1
            break
        start, step = stop, 2 * step
    return start, end
