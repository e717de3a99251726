"""Fast code against what it claims to be: datasketch's MinHash, and all pairs."""

import numpy as np
import pytest
from datasketch import MinHash, MinHashLSH
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.duplicates.candidates import BANDS, LEAST_ESTIMATE, ROWS, candidate_pairs
from dedup.duplicates.shingles import shingle_blocks, shingle_hash32
from dedup.duplicates.signatures import NUM_PERM, SCHEME, SEED, as_datasketch, sign
from dedup.fold import fold

WORDS = st.sampled_from(["发展", "安全", "租金", "harbour", "Mühle", "港の朝", "읍내", "12", "é"])
BLOCKS = st.lists(st.lists(WORDS, max_size=12).map("".join) | st.text(max_size=30), max_size=8)


def shingled(blocks: list[str]):
    folds = [fold(b).text for b in blocks]
    ends = np.cumsum([0, *map(len, folds)])
    codes = np.array([ord(c) for f in folds for c in f], dtype=np.uint32)
    return folds, shingle_blocks(codes, ends[:-1], ends[1:])


def slow(text: str, k: int) -> MinHash:
    minhash = MinHash(NUM_PERM, seed=SEED, scheme=SCHEME, hashfunc=shingle_hash32)
    for start in range(len(text) - k + 1):
        minhash.update(text[start : start + k])
    return minhash


@given(BLOCKS)
@settings(max_examples=60, deadline=None)
def test_signatures_are_bit_equal_to_datasketch(blocks: list[str]) -> None:
    folds, shingles = shingled(blocks)
    rows = sign(shingles)
    assert rows.dtype == np.uint32
    assert rows.shape == (len(blocks), NUM_PERM)
    for text, k, row in zip(folds, shingles.k.tolist(), rows, strict=True):
        assert np.array_equal(row, slow(text, k).hashvalues)


def test_blocks_longer_than_a_chunk_are_signed_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedup.duplicates.signatures._CHUNK", 16)
    folds, shingles = shingled(["港口" * 30 + str(n) for n in range(4)] + ["短", "", "渡口的早晨"])
    for text, k, row in zip(folds, shingles.k.tolist(), sign(shingles), strict=True):
        assert np.array_equal(row, slow(text, k).hashvalues)


def test_the_shingle_is_two_characters_of_han_and_three_of_an_alphabet() -> None:
    folds, shingles = shingled(["渡口的早晨", "harbour", "渡口ab的"])
    assert shingles.k.tolist() == [2, 3, 2]
    counts = np.diff(shingles.borders).tolist()
    assert counts == [len(f) - k + 1 for f, k in zip(folds, [2, 3, 2], strict=True)]


def test_a_row_serves_datasketchs_own_index() -> None:
    _, shingles = shingled(["the lower bridge was built by three brothers"] * 2 + ["渡口的早晨"])
    rows = sign(shingles)
    index = MinHashLSH(threshold=0.9, num_perm=NUM_PERM)
    index.insert("first", as_datasketch(rows[0]))
    assert index.query(as_datasketch(rows[1])) == ["first"]
    assert index.query(as_datasketch(rows[2])) == []


@given(st.lists(st.integers(0, 6), min_size=2, max_size=12), st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_candidates_are_among_all_pairs_that_share_a_band(kinds: list[int], seed: int) -> None:
    # Rows of one kind agree but for some values, rows of two kinds hardly ever.
    random = np.random.default_rng(seed)
    base = random.integers(0, 2**32, (7, NUM_PERM), dtype=np.uint32)
    rows = base[kinds]
    noise = random.random(rows.shape) < 0.4
    rows[noise] = random.integers(0, 2**32, int(noise.sum()), dtype=np.uint32)

    sharing = {
        (i, j)
        for j in range(len(rows))
        for i in range(j)
        if (rows[i] == rows[j]).mean() >= LEAST_ESTIMATE
        and any(
            np.array_equal(rows[i, b * ROWS : (b + 1) * ROWS], rows[j, b * ROWS : (b + 1) * ROWS])
            for b in range(BANDS)
        )
    }
    found = {tuple(pair) for pair in candidate_pairs(rows).tolist()}
    assert found <= sharing
    # Whoever has an earlier partner has a candidate.
    assert {j for _, j in found} == {j for _, j in sharing}


def test_equal_blocks_make_two_pairs_a_block_and_not_all_pairs() -> None:
    rows = np.tile(np.arange(NUM_PERM, dtype=np.uint32), (400, 1))
    assert len(candidate_pairs(rows)) <= 2 * 400


def test_blocks_that_share_every_band_with_many_make_a_bounded_number_of_pairs() -> None:
    # Built so that each band is shared by a different half of the blocks.
    random = np.random.default_rng(1)
    rows = np.tile(np.arange(NUM_PERM, dtype=np.uint32), (300, 1))
    rows += random.integers(0, 2, (300, NUM_PERM), dtype=np.uint32)
    assert len(candidate_pairs(rows)) <= 2 * BANDS * 300
