"""The measure of hard-wrapped text: how wide its lines were made, told from the lines themselves.

A program that wraps text breaks a line where the next word would not have fitted. So a line that
ends in column `right`, before a word that takes `unit` columns with its blank, says that the
measure is at least `right` and less than `right + unit`. Each line that runs on beyond doubt says
so, and where one measure agrees with nearly all of them, the text is wrapped at it. A printed or
misread page agrees but roughly, and the slack says how roughly. Verse, lists, and lines cut by
sense do not agree at all.
"""

from collections.abc import Sequence
from itertools import accumulate
from math import log
from typing import NamedTuple

NARROWEST = 24
"""Columns: lines narrower than this agree on a measure by chance."""
# As shares of the measure: how much lines may deviate from it.
_SLACKS = (0.0, 0.02, 0.04, 0.07, 0.1)
# The share of lines that must agree, and the one at which no slack need be tried.
_AGREE, _PLAIN = 0.85, 0.98
# How likely it may be that lines of any length agree as well.
_CHANCE = 0.05
# Lines that are no running text end anywhere in this last part of the measure.
_SPREAD = 0.5
# So many times the slack more a line may deviate where its sentence runs on beyond doubt.
_FAR = 2
# A long word may be left over for the next line, but not half of the line for it.
_LONGEST_UNIT = 0.4
# An average word with its blank takes no more of the measure than this.
_AVERAGE_UNIT = 0.3


class Sample(NamedTuple):
    """A line that runs on: where it ends, and what the next word takes, its blank included."""

    right: int
    unit: int


class Measure(NamedTuple):
    """How wide lines were made.

    Attributes:
        width: the columns that a full line takes at most.
        slack: how many columns lines deviate from that; 0 where a program wrapped them.
        top: the greatest width that as many lines agree on.
    """

    width: int
    slack: int
    top: int

    def full(self, right: int, unit: int) -> bool:
        """Whether a line that ends in column `right` had no room for a word of `unit` columns."""
        unit = min(unit, int(_LONGEST_UNIT * self.width))
        return right + unit + self.slack > self.width and not self.exceeded(right)

    def exceeded(self, right: int) -> bool:
        """Whether a line is too wide to have been wrapped at this measure."""
        return right > self.top + self.slack

    def nearly_full(self, right: int, unit: int) -> bool:
        """Whether a line may be full that deviates more from the measure than others do."""
        return self.full(right, unit + _FAR * self.slack)

    def by_chance(self, unit: float) -> float:
        """How likely a line of no running text looks full before a word of `unit` columns."""
        return min(1.0, (unit + 2 * self.slack) / (_SPREAD * self.width))

    def chance(self, unit: int) -> float:
        """How likely the last line of a paragraph looks full before a word of `unit` columns."""
        return min(0.5, (unit + self.slack) / self.width)


def measure_of(samples: Sequence[Sample], narrowest: int = NARROWEST) -> Measure | None:
    """The measure that lines agree on, or None where they do not, or may by chance.

    Args:
        samples: lines that run on; what is asked of a whole text is asked of a part of it at a
            time, for the cost grows a little faster than their number.
        narrowest: the least width that is believed.
    """
    if len(samples) < 3:
        return None
    found = likeliest(samples, _SLACKS[0])
    if sum(found.full(*sample) for sample in samples) < _PLAIN * len(samples):
        found = max((likeliest(samples, s) for s in _SLACKS), key=lambda m: _fit(m, samples))
    agreeing = sum(found.full(*sample) for sample in samples)
    if found.width < narrowest or agreeing < _AGREE * len(samples):
        return None
    return found if _is_sure(found, samples, agreeing) else None


def _fit(found: Measure, samples: Sequence[Sample]) -> float:
    """How well a measure explains the lines: their log-likelihood.

    A line that agrees may end anywhere within its slack and the room of the next word; the others
    anywhere at all.
    """
    agreeing = [sample for sample in samples if found.full(*sample)]
    others = len(samples) - len(agreeing)
    out = sum(log(1 / (sample.unit + 2 * found.slack)) for sample in agreeing)
    for count, one in ((len(agreeing), 1.0), (others, 1 / max(1, found.width))):
        out += count * log(one * count / len(samples)) if count else 0.0
    return out


def likeliest(samples: Sequence[Sample], slack: float) -> Measure:
    """The least measure that most lines agree on, at a slack that is a share of the widest."""
    room = round(slack * max(sample.right for sample in samples)) if samples else 0
    steps: dict[int, int] = {}
    for right, unit in samples:
        low, high = right - room, right + unit - 1 + room
        steps[low] = steps.get(low, 0) + 1
        steps[high + 1] = steps.get(high + 1, 0) - 1
    widths = sorted(steps)
    agreeing = list(accumulate(steps[width] for width in widths))
    best = agreeing.index(max(agreeing)) if agreeing else -1
    # Behind the last step no line agrees, so another follows the best.
    return Measure(widths[best], room, widths[best + 1] - 1) if widths else Measure(0, 0, 0)


def _is_sure(found: Measure, samples: Sequence[Sample], agreeing: int) -> bool:
    """Whether lines of any length would hardly agree as well."""
    unit = sum(sample.unit for sample in samples) / len(samples)
    if unit > _AVERAGE_UNIT * found.width:
        return False
    one = found.by_chance(unit)
    # The first of them sets the measure, and the others agree with it.
    return bool(one ** (agreeing - 1) <= _CHANCE)
