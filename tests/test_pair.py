"""Passages of different documents are judged as a walk through one document judges them."""

import gc
from itertools import pairwise
from random import Random

import corpora
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.repeats import damage
from dedup.duplicates import pair as pair_module
from dedup.duplicates.chains import Seeds, chains_in_pairs
from dedup.duplicates.doubts import Doubts
from dedup.duplicates.pair import Judgement, judge, judge_all, passages
from dedup.duplicates.places import Places
from dedup.duplicates.runs import find_runs
from dedup.duplicates.table import BlockTable
from dedup.duplicates.verify import Verdict, Verifier
from dedup.duplicates.vocabulary import Vocabulary
from dedup.fold import fold
from dedup.model import Span

MIN_CHARS, SIMILARITY = 20, 0.75


def walked(source: str, copy: str) -> Judgement | None:
    """What the walk says of two passages that stand in one document, a block between them."""
    text = f"{source}\n\n—\n\n{copy}"
    last = len(text) - len(copy)
    spans = np.array([(0, len(source)), (last - 3, last - 2), (last, len(text))])
    table = BlockTable(text, fold(text), spans)
    seeds = Seeds(table.folded.text, table.starts, table.ends)
    words = Vocabulary(text, table.folded, np.stack((table.starts, table.ends), axis=1)[:1])
    verifier = Verifier(text, table.folded, words, SIMILARITY)
    places = Places(table, np.array([[0, 2]]), seeds.chains_back())
    doubts = Doubts(table, places.next_kept, MIN_CHARS, near_blocks=1)
    nothing = Seeds("", np.zeros(3, np.int64), np.zeros(3, np.int64))
    found, _, _ = find_runs(table, places, nothing, verifier, doubts, MIN_CHARS)
    run = next((run for run in found if run.blocks.stop == len(table)), None)
    if run is None:
        return None
    part, whole = table.original(run.source), Span(0, len(source))
    cut = part != whole and run.is_cut(table)
    rule = "exact-repeat" if run.verdict is Verdict.SAME else "near-repeat"
    held = len(run.source) - (len(run.hole) if run.hole is not None else 0)
    covered = held / len(table.span(0)) if cut else 1.0
    return Judgement("cut-off-repeat" if cut else rule, run.similarity, covered, part, run.doubt)


def pairs_of_texts() -> list[tuple[str, str]]:
    """Blocks with others, with what damage makes of them, with parts of them."""
    rng = Random(5)
    texts = [t for _, text in corpora.ROWS[:36] for t in text.strip().split("\n\n")][:60]
    han = "".join(sorted({c for t in texts for c in t if c >= "\u4e00"}))
    pairs = list(pairwise(texts))
    for text in texts:
        pairs.append((text, damage.misread(text, rng.choice((0.02, 0.05, 0.1, 0.2)), rng, han)))
        if damage.can_be_cut(text):
            cut = damage.cut(text, rng)[0]
            pairs += [(text, cut), (cut, text), (text, damage.misread(cut, 0.05, rng, han))]
        if damage.has_figures(text):
            pairs.append((text, damage.other_figures(text, rng)))
        middle = len(text) // 3
        pairs.append((text, text[:middle] + text[middle + 30 :]))  # a line is left out
        pairs.append((text, text))
        words = text.split(" ")
        if len(words) > 20:
            # Words that the text has elsewhere, listed and not.
            pairs.append((text, " ".join([*words[:5], words[15], *words[6:]])))
            words[3], words[9] = "quibbleton", "quibbledon"
            odd = " ".join(words)
            pairs.append((odd, odd.replace("quibbleton", "quibbledon")))
    return pairs


PAIRS = pairs_of_texts()


def test_as_the_walk_judges_them():
    folded = passages([text for pair in PAIRS for text in pair])
    own = list(zip(folded[::2], folded[1::2], strict=True))
    found = judge_all(own, similarity=SIMILARITY, min_chars=MIN_CHARS)
    for said, expected in zip(found, (walked(*pair) for pair in PAIRS), strict=True):
        if said is None or expected is None:
            assert said == expected
        else:
            assert said == expected._replace(similarity=said.similarity)
            assert said.similarity == pytest.approx(expected.similarity)
    rules = {(said.rule, bool(said.doubt)) for said in found if said is not None}
    assert len(rules) > 4
    assert None in found


@pytest.mark.parametrize("most", [1, 3_000])
def test_what_else_is_compared_makes_no_difference(monkeypatch, most):
    folded = passages([text for pair in PAIRS[:120] for text in pair])
    own = list(zip(folded[::2], folded[1::2], strict=True))
    together = judge_all(own, similarity=SIMILARITY, min_chars=MIN_CHARS)
    monkeypatch.setattr(pair_module, "_AT_ONCE", most)
    assert judge_all(own, similarity=SIMILARITY, min_chars=MIN_CHARS) == together
    backwards = judge_all(own[::-1], similarity=SIMILARITY, min_chars=MIN_CHARS)
    assert backwards[::-1] == together
    assert judge(*own[3], similarity=SIMILARITY, min_chars=MIN_CHARS) == together[3]
    assert judge_all([], similarity=SIMILARITY, min_chars=MIN_CHARS) == []


def test_nothing_waits_for_a_collection():
    """A process that compares for hours looks for cycles seldom: there are to be none."""
    folded = passages([text for pair in PAIRS[:40] for text in pair])
    own = list(zip(folded[::2], folded[1::2], strict=True))
    gc.collect()
    gc.disable()
    try:
        judge_all(own, similarity=SIMILARITY, min_chars=MIN_CHARS)
        left = [each for each in gc.get_objects() if isinstance(each, Vocabulary | Verifier)]
    finally:
        gc.enable()
    assert not left


letters = st.text("abcd", min_size=1, max_size=60)
han = st.text("天地玄黄", min_size=1, max_size=30)


@st.composite
def folds(draw):
    """A fold, and one that says a part of it."""
    one = draw(letters | han)
    begin, end = sorted((draw(st.integers(0, len(one))), draw(st.integers(0, len(one)))))
    return one, one[begin:end] + draw(letters | st.just("")) or "a"


@settings(max_examples=150, deadline=None)
@given(st.lists(folds() | st.tuples(letters, letters), max_size=6))
def test_seeds_of_one_pair_are_none_of_another(pairs):
    alone = []
    for one, other in pairs:
        starts, ends = np.array([0, len(one)]), np.array([len(one), len(one) + len(other)])
        alone.append(Seeds(one + other, starts, ends).chains_back().of(1))
    assert chains_in_pairs(pairs) == alone
