"""The line behind the break begins with what begins no sentence: 规模化⏎⏎的同时, 持っ⏎⏎た.

In Chinese a particle or conjunction that is a word by itself there, in Japanese a small kana, ん,
を, or a mark that lengthens or repeats.
"""

from dedup.layout import head
from dedup.model import Evidence
from dedup.repair.reading import Break, Reading
from dedup.words import pieces

_CHINESE = frozenset("的了着们等和与及或里吗呢吧之")
_JAPANESE = frozenset("をんっゃゅょぁぃぅぇぉーゝゞ々ァィゥェォッャュョ")
# Characters looked at for the first word.
_REACH = 6


def testify(reading: Reading, item: Break) -> Evidence | None:
    """The character that must follow something."""
    right = reading.of(item.right.span)
    first = right[0]
    if not reading.is_running(item.left):
        return None
    if reading.script == "ja" and first in _JAPANESE:
        return Evidence("cannot-begin", 0.97, f"{first} begins no word")
    if reading.script == "zh" and first in _CHINESE:
        start = head(right[:_REACH])
        if len(start) == 1 or pieces(start, reading.lexicon)[0] == first:
            return Evidence("cannot-begin", 0.93, f"{first} begins no sentence")
    return None
