"""A word with one misread character stands across the break: 自行⏎⏎东棚, for 自行车棚.

As with a word read rightly, the joined text must be the likelier one, here with the price of a
misreading paid. The fuzzy match justifies the join and never a spelling: the character stays.
Between two lines that may be headlines or verses a word that is not there is no witness.
"""

from math import exp, log

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from dedup.layout import Role, head, tail
from dedup.lexicon import LONGEST
from dedup.model import Evidence
from dedup.repair.reading import Break, Reading
from dedup.words import crossing, likelihood

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
    apart = likelihood(left, lexicon) + likelihood(right, lexicon)
    best, word = 0.0, ""
    for size in range(_SHORTEST, LONGEST + 1):
        for start in range(max(0, seam - size + 1), min(seam, len(text) - size + 1)):
            window = text[start : start + size]
            if window in lexicon:
                continue
            near = lexicon.one_misread(window)
            if not near:
                continue
            before = likelihood(text[:start], lexicon)
            after = likelihood(text[start + size :], lexicon)
            for found, _, _ in process.extract(
                window, near, scorer=Levenshtein.distance, score_cutoff=1, limit=None
            ):
                joined = before + likelihood(found, lexicon) + _MISREADING + after
                if joined - apart > best:
                    best, word = joined - apart, found
    if not word:
        return None
    return Evidence("misread-word", 1 / (1 + exp(-best)), f"{word}, misread, crosses the break")
