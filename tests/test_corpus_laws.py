"""Laws of the stages of a corpus, held against slow and obvious code."""

from collections import defaultdict
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.corpus.schemas import CLEANED, KEYS, MATCHES, PAIRS
from dedup.corpus.settings import CorpusSettings
from dedup.corpus.stages import pairs as pairs_stage
from dedup.corpus.stages.blocks import find_document_blocks
from dedup.corpus.stages.columns import batch_of
from dedup.corpus.stages.pairs import Pairer, find_pairs
from dedup.corpus.stages.resolve import Resolver
from dedup.corpus.stages.seeds import NARROW_GRAM, WIDE_GRAM, WINDOW, seeds_of
from dedup.duplicates import pair as pair_module
from dedup.duplicates.pair import judge, passages
from tests import corpora

FEW = settings(max_examples=60, deadline=None)
letters = st.text("abcdefgh", max_size=120)
han = st.text("天地玄黄宇宙洪荒", max_size=60)


def seeds(*texts: str) -> list[list[int]]:
    ends = np.cumsum([len(text) for text in texts])
    starts = ends - [len(text) for text in texts]
    values, first = seeds_of("".join(texts), starts.astype(np.int64), ends.astype(np.int64))
    return [values[a:b].tolist() for a, b in pairwise(first)]


class TestSeeds:
    @FEW
    @given(st.lists(letters | han, min_size=1, max_size=6))
    def test_those_of_a_block_are_its_own(self, texts):
        assert seeds(*texts) == [seeds(text)[0] for text in texts]

    @FEW
    @given(letters, letters, st.text("abcdefgh", min_size=NARROW_GRAM + WINDOW - 1, max_size=60))
    def test_what_is_shared_has_a_seed(self, before, behind, shared):
        one, other = seeds(before + shared, shared + behind)
        assert set(one) & set(other)

    def test_a_block_of_one_gram_has_it(self):
        assert len(seeds("abcdefghijklmnop")[0]) == 1
        assert len(seeds("天地玄黄宇宙洪荒")[0]) == 1
        assert seeds("天地玄黄宇宙洪", "abcdefghijklmno", "") == [[], [], []]
        assert WIDE_GRAM == 8

    def test_they_are_sparse(self):
        text = "".join(np.random.default_rng(1).choice(list("abcdefghij"), 20_000))
        (own,) = seeds(text)
        assert len(own) == pytest.approx(len(text) * 2 / (WINDOW + 1), rel=0.1)


rows_of_keys = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 9), st.integers(0, 3)), max_size=40
)


class TestPairs:
    @FEW
    @given(rows_of_keys, st.randoms(use_true_random=False), st.integers(2, 6))
    def test_each_with_the_first_and_the_one_before(self, rows, random, hot):
        expected = []
        by_key = defaultdict(list)
        for key, document, block in sorted(set(rows)):
            by_key[key].append((document, block))
        for held in by_key.values():
            for k, place in enumerate(held[1:], 1):
                others = {0} if k >= hot else {0, k - 1}
                expected += [(*place, *held[j]) for j in others if held[j][0] != place[0]]
        given_rows = sorted(set(rows))
        random.shuffle(given_rows)
        columns = zip(*given_rows, strict=True) if given_rows else ((), (), ())
        keys = batch_of(KEYS, dict(zip(KEYS.names, map(list, columns), strict=True)))
        before = pairs_stage.HOT
        pairs_stage.HOT = hot
        try:
            found = find_pairs(keys)
        finally:
            pairs_stage.HOT = before
        rows = found.found.to_pylist()
        assert sorted(tuple(row[n] for n in PAIRS.names) for row in rows) == sorted(expected)
        sizes = [len(held) for held in by_key.values()]
        assert found.hot == sum(size > hot for size in sizes)
        assert found.spared == sum(max(0, size - hot) for size in sizes)

    @FEW
    @given(rows_of_keys, st.lists(st.integers(0, 5), max_size=12), st.integers(2, 6))
    def test_batches_in_order_give_the_same(self, rows, sizes, hot):
        rows = sorted(set(rows))

        def batch(own):
            columns = ([row[k] for row in own] for k in range(3))
            return batch_of(KEYS, dict(zip(KEYS.names, columns, strict=True)))

        whole = Pairer(hot).pair(batch(rows))
        pairer = Pairer(hot)
        found, lost, at = [], [0, 0], 0
        for size in [*sizes, len(rows)]:
            own = pairer.pair(batch(rows[at : at + size]))
            found += own.found.to_pylist()
            lost = [lost[0] + own.hot, lost[1] + own.spared]
            at += size
        assert sorted(map(str, found)) == sorted(map(str, whole.found.to_pylist()))
        assert lost == [whole.hot, whole.spared]

    def test_what_stands_behind_a_block_does_not_count(self, monkeypatch):
        """However many come to have a seed, the pairs of the first of them stay."""
        monkeypatch.setattr(pairs_stage, "HOT", 3)
        found = []
        for count in (3, 4, 9):
            columns = {"key": [1] * count, "document": [*range(count)], "block": [0] * count}
            rows = find_pairs(batch_of(KEYS, columns)).found.to_pylist()
            found.append({(row["document"], row["kept_document"]) for row in rows})
        assert found[0] == {(1, 0), (2, 0), (2, 1)}
        assert found[1] == {*found[0], (3, 0)}
        assert found[2] == {*found[1], *((k, 0) for k in range(4, 9))}


edges = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.booleans(), st.integers(80, 100)),
    max_size=30,
)


class TestResolve:
    @FEW
    @given(edges, st.integers(1, 4))
    def test_a_block_goes_if_one_that_stays_says_it(self, rows, size):
        known = {(max(a, b), min(a, b)): (d, s) for a, b, d, s in rows if a != b}
        matches = [
            {
                "document": later,
                "block": 0,
                "kept_document": earlier,
                "kept_block": 0,
                "doubt": "why not" if doubt else "",
                "similarity": s / 100,
            }
            for (later, earlier), (doubt, s) in sorted(known.items())
        ]
        gone, expected = set(), {}
        for later in range(13):
            own = [m for m in matches if m["document"] == later and m["kept_document"] not in gone]
            own.sort(key=lambda m: (m["doubt"] != "", -m["similarity"], m["kept_document"]))
            if own:
                expected[later] = own[0]["kept_document"]
                if not own[0]["doubt"]:
                    gone.add(later)
        resolver, found = Resolver(), {}
        # In any pieces that part no block.
        for first in range(0, 13, size):
            part = [m for m in matches if first <= m["document"] < first + size]
            out = resolver.resolve(pa.RecordBatch.from_pylist(part, schema=MATCHES))
            found |= {row["document"]: row["kept_document"] for row in out.to_pylist()}
        assert found == expected


class TestBlocks:
    def test_they_do_not_hang_on_the_batch(self):
        rows = [
            {
                "document": k, "origin": k, "id": name, "text": text,
                "shift_at": [], "shift_by": [], "size": len(text), "changed": False,
            }
            for k, (name, text) in enumerate(corpora.ROWS[:12])
        ]  # fmt: skip
        batch = pa.RecordBatch.from_pylist(rows, schema=CLEANED)
        whole = find_document_blocks(batch, CorpusSettings()).to_pylist()
        single = [
            row
            for k in range(len(rows))
            for row in find_document_blocks(batch.slice(k, 1), CorpusSettings()).to_pylist()
        ]
        assert whole == single


def test_the_quick_look_before_a_comparison_changes_nothing(monkeypatch):
    """Whatever a distance refuses the walk refuses, too."""
    texts = [block for _, text in corpora.ROWS[:40] for block in text.strip().split("\n\n")]
    texts = [*texts[:90], *(t[len(t) // 5 : -len(t) // 4] for t in texts[:30])]
    texts += [" ".join(reversed(t.split())) for t in texts[:20]]
    some = passages(texts)
    assert [p.folded.text for p in some] == [passages([t])[0].folded.text for t in texts]
    places = [(a, b) for b in range(len(some)) for a in {b // 3, b // 2, b - 1, b % 90} if a < b]
    quick = [judge(some[a], some[b], similarity=0.75, min_chars=20) for a, b in places]
    monkeypatch.setattr(pair_module, "LONGEST_ALIGNED", 0)
    monkeypatch.setattr(pair_module, "LENGTHS_ALIKE", 2.0)  # so that chains are always made
    slow = [judge(some[a], some[b], similarity=0.75, min_chars=20) for a, b in places]
    assert quick == slow
    assert any(found is not None for found in quick)
