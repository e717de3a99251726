"""A word with one misread character stands across the break: 自行⏎⏎东棚, for 自行车棚.

As with a word read rightly, the joined text must be the likelier one, here with the price of a
misreading paid. The fuzzy match justifies the join and never a spelling: the character stays.
Between two lines that may be headlines or verses a word that is not there is no witness.
"""

from math import exp, log

from dedup.layout import Role, head, tail
from dedup.lexicon import LONGEST
from dedup.model import Evidence
from dedup.repair.reading import Break, Reading
from dedup.words import Likelihoods, likelihoods

# A character in fifty is misread, as one of some five hundred that look like it.
_MISREADING = log(1 / 50 / 500)
_SHORTEST = 3


def testify(reading: Reading, item: Break) -> Evidence | None:
    """The misread word across the break that makes the text likelier."""
    if not reading.is_chinese or item.left.role is item.right.role is Role.HEADING:
        return None
    left = tail(reading.of(item.left.span)[-LONGEST:])
    right = head(reading.of(item.right.span)[:LONGEST])
    if not left or not right:
        return None
    text, seam, lexicon = left + right, len(left), reading.lexicon
    stretches = Likelihoods(text, lexicon)
    if stretches.crossing(seam) is not None:
        return None
    places = [
        (start, start + size)
        for size in range(_SHORTEST, LONGEST + 1)
        for start in range(max(0, seam - size + 1), min(seam, len(text) - size + 1))
    ]
    known = lexicon.log_frequencies([text[start:end] for start, end in places])
    near = [
        (found, start, end)
        for (start, end), log_frequency in zip(places, known, strict=True)
        if log_frequency < 0
        for found in lexicon.one_misread(text[start:end])
    ]
    apart = stretches.of(0, seam) + stretches.of(seam, len(text))
    best, word = 0.0, ""
    each = likelihoods([found for found, _, _ in near], lexicon)
    for (found, start, end), itself in zip(near, each, strict=True):
        joined = stretches.of(0, start) + itself + _MISREADING + stretches.of(end, len(text))
        if joined - apart > best:
            best, word = joined - apart, found
    if not word:
        return None
    return Evidence("misread-word", 1 / (1 + exp(-best)), f"{word}, misread, crosses the break")
