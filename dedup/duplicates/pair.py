"""Judge whether one passage repeats another that stands in another document.

The two are laid into one text with a block between them, so that what speaks for and against a
repeat inside a document is asked here by the same code: places, alignment, differences, doubts.
What rests on how far apart the two stand does not count: the block between them is one.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from dedup.duplicates.chains import Chains, Seeds
from dedup.duplicates.clusters import visible
from dedup.duplicates.doubts import Doubts
from dedup.duplicates.places import Places
from dedup.duplicates.runs import find_runs
from dedup.duplicates.table import BlockTable, Run
from dedup.duplicates.verify import Verdict, Verifier
from dedup.duplicates.vocabulary import Vocabulary
from dedup.fold import fold
from dedup.model import Span
from dedup.wordlist import Lists

# A block without letters: something stands between the two, and it says nothing.
_BETWEEN = "\n\n—\n\n"


class _Part(IntEnum):
    """The blocks of the text that the two are laid into."""

    SOURCE = 0
    BETWEEN = 1
    COPY = 2


_BOTH = np.array([[_Part.SOURCE, _Part.COPY]], dtype=np.int64)


class Judgement(NamedTuple):
    """What a passage is to an earlier one.

    Attributes:
        rule: `exact-repeat`, `near-repeat` or `cut-off-repeat`, as inside a document.
        similarity: of the folded characters, in [0, 1]; of a cut copy with the part that it covers.
        covered: the share of the earlier passage that the copy holds, in (0, 1].
        source: the stretch of the earlier passage that it repeats, in code points.
        doubt: why a reader could disagree, or empty; a repeat with a doubt is withheld.
    """

    rule: str
    similarity: float
    covered: float
    source: Span
    doubt: str


def judge(
    source: str, copy: str, *, similarity: float, min_chars: int, lists: Lists | None = None
) -> Judgement | None:
    """Whether all of `copy` says again what `source`, or a part of it, says.

    Args:
        source: a passage without blank lines that is kept.
        copy: another one.
        similarity: the least normalised similarity of a copy, in [0, 1].
        min_chars: the least that a repeat holds, in Han characters.
        lists: the word lists of the run.

    Returns:
        None if they are different, or alike as lines are by nature.
    """
    text = f"{source}{_BETWEEN}{copy}"
    dash = len(source) + 2
    spans = np.array([(0, len(source)), (dash, dash + 1), (dash + 3, len(text))], dtype=np.int64)
    table = BlockTable(text, fold(text), spans)
    if not len(table.span(_Part.SOURCE)) or not len(table.span(_Part.COPY)):
        return None
    run = _run(table, similarity, min_chars, lists)
    if run is None:
        return None
    part = table.original(run.source)
    # Runs of white space aside, what of the earlier passage stands in the copy.
    cut = len(part) < len(source) and run.is_cut(table)
    covered = min(1.0, visible(text, run.original(table)) / visible(text, Span(0, len(source))))
    rule = "exact-repeat" if run.verdict is Verdict.SAME else "near-repeat"
    return Judgement(
        rule="cut-off-repeat" if cut else rule,
        similarity=run.similarity,
        covered=covered if cut else 1.0,
        source=part,
        doubt=run.doubt,
    )


def _run(table: BlockTable, similarity: float, min_chars: int, lists: Lists | None) -> Run | None:
    """The run that the copy is, if it is one."""
    borders = np.stack((table.starts, table.ends), axis=1)[[_Part.SOURCE]]
    words = Vocabulary(table.text, table.folded, borders, lists=lists)
    verifier = Verifier(table.text, table.folded, words, similarity)
    places = Places(table, _BOTH, Seeds(table.folded.text, table.starts, table.ends).chains_back())
    doubts = Doubts(table, places.next_kept, min_chars, near_blocks=1)
    found = find_runs(table, places, lambda _: _NO_CHAINS, verifier, doubts, min_chars)
    return next((run for run in found if run.blocks.stop == len(table)), None)


_NO_CHAINS = Chains(
    block=np.zeros(0, np.int64),
    start=np.zeros(0, np.int64),
    stop=np.zeros(0, np.int64),
    share=np.zeros(0, np.float64),
    first=np.zeros(4, np.int64),
)
