"""The measures of a text, which may have several: one for each stretch.

A text may change its measure: a title page, a letter that is quoted, another article. So a measure
is told from a few dozen lines that run on, those of one part of the text, and each block of lines
takes the nearest one that its own lines agree with; else one of its own, if it has lines enough.
"""

from bisect import bisect_left
from collections.abc import Sequence

from dedup.repair.measure import Measure, Sample, likeliest, measure_of
from dedup.repair.prose import Row

# Lines that run on from which one measure is told, and how many of them on either side it shares.
_PART, _SHARED = 48, 24
# A block of lines agrees with a measure if this share of its lines that run on does.
_AGREES = 0.6
# A block with fewer of them than this share that agree is left out where a part agrees on nothing.
_STRAYS = 0.5
_ROUGHLY = 0.04


class Parts:
    """The measures of the parts of a text.

    Args:
        running: the ends where a line runs on, in order.
        samples: what each says.
        lines: all lines.
        narrowest: the least width that is believed.
    """

    def __init__(
        self, running: list[int], samples: list[Sample], lines: list[Row], narrowest: int
    ) -> None:
        self._narrowest = narrowest
        self._running = running
        self._samples = samples
        self._lines = lines
        self._told: dict[int, Measure | None] = {}

    def measure(self, start: int, stop: int) -> Measure | None:
        """The measure of the block of lines from `start` to before `stop`."""
        first, last = (bisect_left(self._running, at) for at in (start, stop))
        own = self._samples[first:last]
        part = first // _PART
        for near in (part, part - 1, part + 1):
            found = self._of_part(near)
            if found is not None and _agrees(own, found, _AGREES):
                return found
        return measure_of(own, self._narrowest)

    def _of_part(self, part: int) -> Measure | None:
        if part < 0 or part * _PART > len(self._samples):
            return None
        if part not in self._told:
            first = max(0, part * _PART - _SHARED)
            stop = (part + 1) * _PART + _SHARED
            samples = self._samples[first:stop]
            found = measure_of(samples, self._narrowest)
            if found is None:
                found = measure_of(self._steady(first, samples), self._narrowest)
            self._told[part] = found
        return self._told[part]

    def _steady(self, first: int, samples: list[Sample]) -> list[Sample]:
        """The samples of the blocks that agree roughly with what most agree on."""
        rough = likeliest(samples, _ROUGHLY)
        out: list[Sample] = []
        block: list[Sample] = []
        for k, sample in enumerate(samples):
            block.append(sample)
            at = self._running[first + k]
            last = k + 1 == len(samples)
            if last or any(
                row.gap != 1 for row in self._lines[at + 1 : self._running[first + k + 1] + 1]
            ):
                out += block if _agrees(block, rough, _STRAYS) else []
                block = []
        return out


def _agrees(samples: Sequence[Sample], measure: Measure, share: float) -> bool:
    """Whether lines that run on have the measure."""
    return sum(measure.full(*sample) for sample in samples) >= share * len(samples)
