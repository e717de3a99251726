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
from dedup.words import Likelihoods, crossing

# A character in fifty is misread, as one of some five hundred that look like it.
_MISREADING = log(1 / 50 / 500)
_SHORTEST = 3


def testify(reading: Reading, item: Break) -> Evidence | None:
    """The misread word across the break that makes the text likelier."""
    if not reading.is_chinese or item.left.role is item.right.role is Role.HEADING:
        return None
    left = tail(reading.of(item.left.span)[-LONGEST:])
    right = head(reading.of(item.right.span)[:LONGEST])
    if not left or not right or crossing(left, right, reading.lexicon) is not None:
        return None
    text, seam, lexicon = left + right, len(left), reading.lexicon
    places = [
        (start, start + size)
        for size in range(_SHORTEST, LONGEST + 1)
        for start in range(max(0, seam - size + 1), min(seam, len(text) - size + 1))
    ]
    known = lexicon.log_frequencies([text[start:end] for start, end in places])
    likelihoods = Likelihoods(text, lexicon)
    apart = likelihoods.of(0, seam) + likelihoods.of(seam, len(text))
    best, word = 0.0, ""
    for (start, end), log_frequency in zip(places, known, strict=True):
        near = lexicon.one_misread(text[start:end]) if log_frequency < 0 else []
        if not near:
            continue
        before, after = likelihoods.of(0, start), likelihoods.of(end, len(text))
        for found in near:
            itself = Likelihoods(found, lexicon).of(0, len(found))
            joined = before + itself + _MISREADING + after
            if joined - apart > best:
                best, word = joined - apart, found
    if not word:
        return None
    return Evidence("misread-word", 1 / (1 + exp(-best)), f"{word}, misread, crosses the break")
