"""Judge whether one passage repeats another that stands in another document.

They are laid into one text with a block between them, so that what speaks for and against a
repeat inside a document is asked here by the same code: places, alignment, differences, doubts.
What rests on how far apart the two stand does not count: the block between them is one.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from dedup.arrays import pieces
from dedup.duplicates.chains import chains_in_pairs
from dedup.duplicates.doubts import Doubts
from dedup.duplicates.holes import around_hole
from dedup.duplicates.passage_words import PairsWords, Place
from dedup.duplicates.places import SAME_PLACE
from dedup.duplicates.runs import best_of, holds
from dedup.duplicates.table import LENGTHS_ALIKE, BlockTable, Run
from dedup.duplicates.verify import LONGEST_ALIGNED, Verdict, Verifier
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


_BLOCKS = 4
"""Of each pair, with what stands between it and the next."""
_AT_ONCE = 1 << 18
"""Pairs of so many characters are laid into one text."""


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
    """Whether all of `copy` says again what `source`, or a part of it, says; see `judge_all`."""
    pairs = [(source, copy)]
    return judge_all(pairs, similarity=similarity, min_chars=min_chars, lists=lists)[0]


def judge_all(
    pairs: Sequence[tuple[Passage, Passage]],
    *,
    similarity: float,
    min_chars: int,
    lists: Lists | None = None,
) -> list[Judgement | None]:
    """Of each pair, whether all of the second says again what the first, or a part of it, says.

    Many at once take a fraction of the time of one by one, and each is judged by itself.

    Args:
        pairs: of each a passage that is kept, and another one.
        similarity: the least normalised similarity of a copy, in [0, 1].
        min_chars: the least that a repeat holds, in Han characters.
        lists: the word lists of the run.

    Returns:
        For each pair None if they are different, or alike as lines are by nature.
    """
    lists = lists or Lists()
    out: list[Judgement | None] = [None] * len(pairs)
    sizes = [len(source.text) + len(copy.text) for source, copy in pairs]
    for first, last in pieces(np.append(0, np.cumsum(sizes, dtype=np.int64)), _AT_ONCE):
        glances = _glances(pairs[first:last], similarity)
        if glances:
            own = [first + k for k in glances]
            laid = _Laid([pairs[k] for k in own], similarity, min_chars, lists)
            for k, judgement in zip(own, laid.all([*glances.values()]), strict=True):
                out[k] = judgement
    return out


_Chains = list[tuple[int, int]]
"""Where seeds say that a copy may stand, in the fold of its pair."""


def _glances(pairs: Sequence[tuple[Passage, Passage]], similarity: float) -> dict[int, _Chains]:
    """The pairs that may be alike, and where their copies may stand."""
    alike: dict[int, bool] = {}
    for k, (source, copy) in enumerate(pairs):
        one, other = source.folded.text, copy.folded.text
        if not one or not other:
            continue
        # A copy differs in so much from its source, and in what the source has more; where the
        # source is longer, its part may be taken shorter or longer by as much again.
        most = int(2 * (1 - similarity) * len(other)) + max(0, len(one) - len(other))
        near = max(len(one), len(other)) > LONGEST_ALIGNED
        if near or Levenshtein.distance(one, other, score_cutoff=most) <= most:
            alike[k] = LENGTHS_ALIKE * max(len(one), len(other)) <= min(len(one), len(other))
    folds = [(pairs[k][0].folded.text, pairs[k][1].folded.text) for k in alike]
    found = zip(alike.items(), chains_in_pairs(folds), strict=True)
    return {k: chains for (k, whole), chains in found if whole or chains}


class _Laid:
    """Pairs laid into one text, with a block between any two passages.

    Args:
        pairs: the pairs.
        similarity: as in `judge_all`.
        min_chars: likewise.
        lists: the word lists of the run.
    """

    def __init__(
        self,
        pairs: Sequence[tuple[Passage, Passage]],
        similarity: float,
        min_chars: int,
        lists: Lists,
    ) -> None:
        self._pairs = pairs
        self._min_chars = min_chars
        passages = [passage for pair in pairs for passage in pair]
        sizes = np.fromiter((len(each.text) for each in passages), np.int64, len(passages))
        begins = np.cumsum(sizes + len(_BETWEEN)) - (sizes + len(_BETWEEN))
        dashes = begins + sizes + _BETWEEN.index(_DASH)
        spans = np.stack((begins, begins + sizes, dashes, dashes + 1), axis=1).reshape(-1, 2)
        text = "".join(part for each in passages for part in (each.text, _BETWEEN))
        origins = [each.folded.origin + b for each, b in zip(passages, begins, strict=True)]
        fold = "".join(each.folded.text for each in passages)
        folded = Folded(fold, np.concatenate(origins).astype(np.int32))
        self._table = BlockTable(text, folded, spans)
        self._places = [self._place(n) for n in range(len(pairs))]
        words = PairsWords(text, folded, self._places, lists)
        self._verifier = Verifier(text, folded, words, similarity)
        self._doubts = Doubts(self._table, lambda k: k, min_chars, near_blocks=1)

    def _place(self, n: int) -> Place:
        source, copy = _BLOCKS * n + _Part.SOURCE, _BLOCKS * n + _Part.COPY
        text = Span(self._table.block(source).start, self._table.block(copy).end)
        return Place(text, self._table.span(source), self._table.span(copy))

    def all(self, chains: Sequence[_Chains]) -> list[Judgement | None]:
        """The judgements of all pairs.

        Args:
            chains: where seeds say that each copy may stand, in the fold of its pair.
        """
        stretches = [[*self._stretches(n, found)] for n, found in enumerate(chains)]
        wanted = [
            (source, self._places[n].copy) for n, own in enumerate(stretches) for source in own
        ]
        self._verifier.foresee(self._verifier.comparisons(wanted))
        return [
            self._judged(n, own, estimates)
            for n, (own, estimates) in enumerate(zip(stretches, chains, strict=True))
        ]

    def _stretches(self, n: int, chains: _Chains) -> Iterator[Span]:
        """The stretches of a source that its copy may repeat: the whole first."""
        place = self._places[n]
        first = place.source.start
        tried: set[int] = set()
        for start, stop in [(0, len(place.source)), *chains]:
            # Those that begin at nearly one place are one.
            near = max(0, start) >> SAME_PLACE
            if near in tried or start >= len(place.source):
                continue
            tried |= {near - 1, near, near + 1}
            source = self._table.source_of(
                first + max(0, start), first + stop, place.copy.start, self._copy(n)
            )
            if source is not None:
                yield source

    def _copy(self, n: int) -> int:
        return _BLOCKS * n + _Part.COPY

    def _judged(self, n: int, stretches: list[Span], chains: _Chains) -> Judgement | None:
        table, k = self._table, self._copy(n)
        copy, first = table.span(k), self._places[n].source.start
        found: list[Run] = []
        for source in stretches:
            said = self._verifier.compare(source, copy)
            if said.verdict is not Verdict.DIFFERENT:
                run = Run(
                    blocks=range(k, k + 1),
                    source=said.source,
                    verdict=said.verdict,
                    similarity=said.similarity,
                    doubt=said.doubt,
                    cleaner=said.cleaner,
                )
                if holds(run, table, self._min_chars):
                    found.append(self._doubts.judged(run))
        if not any(run.is_sure for run in found):
            estimates = [(first + max(0, start), first + stop) for start, stop in chains]
            holed = around_hole(table, k, estimates, self._verifier)
            if holed is not None and holds(holed, table, self._min_chars):
                found.append(self._doubts.judged(holed))
        best = best_of(found, table)
        return None if best is None or best.is_natural else self._told(n, best)

    def _told(self, n: int, run: Run) -> Judgement:
        """A run as a judgement."""
        table, source = self._table, self._pairs[n][0]
        first = self._places[n].text.start
        part = table.original(run.source)
        whole = Span(first, first + len(source.text))
        cut = part != whole and run.is_cut(table)
        held = len(run.source) - (len(run.hole) if run.hole is not None else 0)
        rule = "exact-repeat" if run.verdict is Verdict.SAME else "near-repeat"
        return Judgement(
            rule="cut-off-repeat" if cut else rule,
            similarity=run.similarity,
            covered=held / len(self._places[n].source) if cut else 1.0,
            source=Span(part.start - first, part.end - first),
            doubt=run.doubt,
        )
