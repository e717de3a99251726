"""Judge whether one passage repeats another that stands in another document.

The two are laid into one text with a block between them, so that what speaks for and against a
repeat inside a document is asked here by the same code: places, alignment, differences, doubts.
What rests on how far apart the two stand does not count: the block between them is one.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from dedup.duplicates.chains import Chains, Seeds
from dedup.duplicates.clusters import visible
from dedup.duplicates.doubts import Doubts
from dedup.duplicates.places import Places
from dedup.duplicates.runs import find_runs
from dedup.duplicates.table import LENGTHS_ALIKE, BlockTable, Run
from dedup.duplicates.verify import LONGEST_ALIGNED, Verdict, Verifier
from dedup.duplicates.vocabulary import Vocabulary
from dedup.fold import Folded, fold
from dedup.model import Span
from dedup.wordlist import Lists

# A block without letters: something stands between the two, and it says nothing.
_DASH = "—"
_BETWEEN = f"\n\n{_DASH}\n\n"


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


class Passage(NamedTuple):
    """A passage without blank lines, and its fold."""

    text: str
    folded: Folded


def passages(texts: Sequence[str]) -> list[Passage]:
    """Some passages, folded together: that takes a fraction of the time of one by one."""
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    stops = np.cumsum(sizes)
    whole = fold("".join(texts))
    ends = np.searchsorted(whole.origin, stops.astype(np.int32)).tolist()
    begins = [0, *ends][:-1]
    shifts = (stops - sizes).astype(np.int32)
    return [
        Passage(text, Folded(whole.text[a:b], whole.origin[a:b] - shift))
        for text, a, b, shift in zip(texts, begins, ends, shifts, strict=True)
    ]


def judge(
    source: Passage, copy: Passage, *, similarity: float, min_chars: int, lists: Lists | None = None
) -> Judgement | None:
    """Whether all of `copy` says again what `source`, or a part of it, says.

    Args:
        source: a passage that is kept.
        copy: another one.
        similarity: the least normalised similarity of a copy, in [0, 1].
        min_chars: the least that a repeat holds, in Han characters.
        lists: the word lists of the run.

    Returns:
        None if they are different, or alike as lines are by nature.
    """
    one, other = source.folded.text, copy.folded.text
    if not one or not other:
        return None
    # A copy differs in so much from its source, and in what the source has more.
    differs, more = (1 - similarity) * len(other), max(0, len(one) - len(other))
    # Where the source is longer, its part may be taken shorter or longer by as much again.
    most = int(2 * differs) + more
    distance = 0
    if max(len(one), len(other)) <= LONGEST_ALIGNED:
        distance = Levenshtein.distance(one, other, score_cutoff=most)
        if distance > most:
            return None
    table = _laid(source, copy)
    chains = _NO_CHAINS
    alike = LENGTHS_ALIKE * max(len(one), len(other)) <= min(len(one), len(other))
    if not alike or distance > int(differs) + more:
        chains = Seeds(table.folded.text, table.starts, table.ends).chains_back()
        if not alike and not len(chains.block):
            return None
    run = _run(table, chains, similarity, min_chars, lists)
    if run is None:
        return None
    part = table.original(run.source)
    text, whole = table.text, Span(0, len(source.text))
    # Runs of white space aside, what of the earlier passage stands in the copy.
    cut = part != whole and run.is_cut(table)
    covered = min(1.0, visible(text, run.original(table)) / visible(text, whole)) if cut else 1.0
    rule = "exact-repeat" if run.verdict is Verdict.SAME else "near-repeat"
    return Judgement(
        rule="cut-off-repeat" if cut else rule,
        similarity=run.similarity,
        covered=covered,
        source=part,
        doubt=run.doubt,
    )


def _laid(source: Passage, copy: Passage) -> BlockTable:
    """Both in one text, as blocks with another between them."""
    text = f"{source.text}{_BETWEEN}{copy.text}"
    first, last = len(source.text), len(text) - len(copy.text)
    dash = first + _BETWEEN.index(_DASH)
    spans = np.array([(0, first), (dash, dash + 1), (last, len(text))], dtype=np.int64)
    origin = np.concatenate((source.folded.origin, copy.folded.origin + np.int32(last)))
    return BlockTable(text, Folded(source.folded.text + copy.folded.text, origin), spans)


def _run(
    table: BlockTable, chains: Chains, similarity: float, min_chars: int, lists: Lists | None
) -> Run | None:
    """The run that the copy is, if it is one."""
    borders = np.stack((table.starts, table.ends), axis=1)[[_Part.SOURCE]]
    words = Vocabulary(table.text, table.folded, borders, lists=lists)
    verifier = Verifier(table.text, table.folded, words, similarity)
    places = Places(table, _BOTH, chains)
    doubts = Doubts(table, places.next_kept, min_chars, near_blocks=1)
    found, _, _ = find_runs(table, places, _NO_SEEDS, verifier, doubts, min_chars)
    return next((run for run in found if run.blocks.stop == len(table)), None)


_NO_SEEDS = Seeds("", np.zeros(len(_Part), np.int64), np.zeros(len(_Part), np.int64))
_NO_CHAINS = _NO_SEEDS.chains_back()
