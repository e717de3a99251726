"""A word of the lexicon stands across the break: 铁⏎⏎路桥 holds 铁路.

The strongest witness in Chinese: on broken-up news none of 370 true boundaries without a final mark
had a word across it that paid for itself. The score is the probability of the join at even odds, by
the unigram model of `dedup.words`. A word that is both lines whole is no witness:
so a letter closes with 此致⏎⏎敬礼.
"""

from math import exp

from dedup.model import Evidence
from dedup.repair.reading import Break, Reading
from dedup.words import crossing


def testify(reading: Reading, item: Break) -> Evidence | None:
    """The word across the break that makes the text likelier."""
    left, right = reading.of(item.left.span), reading.of(item.right.span)
    found = crossing(left, right, reading.lexicon)
    if found is None or found.gain <= 0 or found.word == left + right:
        return None
    return Evidence("word", 1 / (1 + exp(-found.gain)), f"{found.word} crosses the break")
