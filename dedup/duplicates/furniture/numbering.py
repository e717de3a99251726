"""Numbers that count pages: chains of short lines whose numbers go up as the text goes on."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

FEWEST = 3
"""So many lines make a chain, and no fewer."""

_FURTHEST = 8
"""By so much a number may go up: pages whose number is lost or misread lie between."""
_SMALL = 2
"""By so much it goes up from page to page; two where left and right pages differ."""
_SMALL_SHARE = 2 / 3
"""So large a share of the steps is as small."""
_SPREAD, _SPREAD_EACH = 0.3, 0.04
"""Pages are of one length, give or take this share of it; where there are few distances, this share
for each of them, as few are even by chance."""
_SKIPPED = 6
"""From so many distances on, one that is twice the usual one may be two pages."""
_TURNS = 0.5
"""The share of steps by one between heads of left and right pages; others are lost or misread."""


class Link(NamedTuple):
    """A line of a chain: which of the lines it is, and the number that it stands for."""

    line: int
    number: int


def chains(
    offsets: Sequence[int], numbers: Sequence[Sequence[int]], apart: int
) -> list[list[Link]]:
    """The disjoint chains of three lines or more, the longest first.

    Linear but for a sort. Of two lines with a number, the later is built on, unless the chain that
    ends in an earlier number is longer: so a stray number breaks no chain.

    Args:
        offsets: where the lines stand, ascending.
        numbers: for each line what its number may stand for.
        apart: how many characters stand between two of them at least.
    """
    latest: dict[int, tuple[int, int]] = {}
    before: dict[tuple[int, int], tuple[int, int]] = {}
    length: dict[tuple[int, int], int] = {}
    for k, offset in enumerate(offsets):
        for number in numbers[k]:
            reached = [
                latest[number - step]
                for step in range(1, _FURTHEST + 1)
                if number - step in latest and offset - offsets[latest[number - step][0]] >= apart
            ]
            node = (k, number)
            length[node] = 1
            if reached:
                before[node] = max(reached, key=lambda other: length[other])
                length[node] += length[before[node]]
        for number in numbers[k]:
            latest[number] = (k, number)
    return _longest_first(length, before)


def _longest_first(
    length: dict[tuple[int, int], int], before: dict[tuple[int, int], tuple[int, int]]
) -> list[list[Link]]:
    found: list[list[Link]] = []
    used: set[int] = set()
    for end in sorted(length, key=lambda node: -length[node]):
        if length[end] < FEWEST:
            break
        chain: list[Link] = []
        node: tuple[int, int] | None = end
        while node is not None and node[0] not in used:
            used.add(node[0])
            chain.append(Link(*node))
            node = before.get(node)
        chain = _without_loose_ends(chain[::-1])
        if len(chain) >= FEWEST:
            found.append(chain)
    return found


def _without_loose_ends(chain: list[Link]) -> list[Link]:
    """A chain without a first or last number that is far from its neighbour: it may be no page."""
    while len(chain) > 1 and chain[1].number - chain[0].number > _SMALL:
        chain = chain[1:]
    while len(chain) > 1 and chain[-1].number - chain[-2].number > _SMALL:
        chain = chain[:-1]
    return chain


def steps_of(chain: Sequence[Link]) -> list[int]:
    """By how much the numbers go up."""
    return [b.number - a.number for a, b in pairwise(chain)]


def counts_pages(chain: Sequence[Link]) -> bool:
    """Whether most numbers of a chain go up by one, or by two."""
    steps = steps_of(chain)
    return sum(step <= _SMALL for step in steps) >= _SMALL_SHARE * len(steps)


def by_twos(chain: Sequence[Link]) -> bool:
    """Whether the numbers are all even, or all odd: those of the left pages, or of the right."""
    return len({link.number % 2 for link in chain}) == 1


def take_turns(one: Sequence[tuple[int, int]], two: Sequence[tuple[int, int]]) -> bool:
    """Whether two chains, one of even and one of odd numbers, count the same pages.

    Args:
        one: for each line of a chain where it stands, and its number.
        two: the same of the other chain.
    """
    if one[0][1] % 2 == two[0][1] % 2:
        return False
    numbers = [number for _, number in sorted([*one, *two])]
    steps = [b - a for a, b in pairwise(numbers)]
    return min(steps) > 0 and sum(step == 1 for step in steps) >= _TURNS * len(steps)


def evenness(offsets: Sequence[int], steps: Sequence[int] | None = None) -> tuple[float, float]:
    """How regularly lines stand.

    Args:
        offsets: where they stand, ascending; two or more.
        steps: how many pages lie between two of them. Where None: one, or where there are many
            two, if that fits better.

    Returns:
        The share of distances that are the usual one, in [0, 1], and that distance for one page.
    """
    from statistics import median  # slow to load, and most short texts have no chains

    gaps = [b - a for a, b in pairwise(offsets)]
    per_page = [gap / step for gap, step in zip(gaps, steps or [1] * len(gaps), strict=True)]
    usual = median(per_page)
    spread = min(_SPREAD, _SPREAD_EACH * len(gaps)) * usual
    multiples = (1, 2) if steps is None and len(gaps) >= _SKIPPED else (1,)
    near = sum(any(abs(d - m * usual) <= spread for m in multiples) for d in per_page)
    return near / len(gaps), usual


def is_near(value: int, due: int) -> bool:
    """Whether a number of two figures or more is another one with one figure misread."""
    one, two = str(value), str(due)
    return len(one) == len(two) > 1 and sum(a != b for a, b in zip(one, two, strict=True)) == 1
