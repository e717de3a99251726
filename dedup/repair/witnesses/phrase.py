"""The document says the words across the break elsewhere in one piece: 老城⏎⏎墙根 … 老城墙根.

Four characters or more; the document's own phrases and the lexicon's words are kept apart, since
each is sure of other things.
"""

from dedup.model import Evidence
from dedup.repair.reading import Break, Reading


def testify(reading: Reading, item: Break) -> Evidence | None:
    """The phrase across the break that recurs."""
    found = reading.phrases.across(item.span)
    if found is None:
        return None
    words, _, place = found
    line = reading.line_number(place)
    return Evidence("phrase", 0.95, f"{words} recurs at line {line}")
