"""Positional seeds against slow, obvious references; and what they find of a cut block."""

import random
from collections import defaultdict
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.duplicates.chains import DRIFT, FEW_CHAINS, LEAST_SHARE, Chains, Seeds, chain
from dedup.duplicates.seeds import NARROW_GRAM, WIDE_GRAM, WINDOW, links, sample
from dedup.duplicates.shingles import WIDE_FROM

# Folded texts: few letters, so that grams come back; letters and Han side by side; what repeats.
STRETCH = st.one_of(
    st.text(alphabet="ab", max_size=30),
    st.text(alphabet="的了ab", max_size=30),
    st.text(alphabet="adinorst渡口早晨的𠀀", max_size=40),
    st.text(alphabet="ab渡", min_size=1, max_size=6).map(lambda unit: unit * 9),
)
FOLDS = st.builds(
    lambda parts, order: "".join(parts[k % len(parts)] for k in order),
    st.lists(STRETCH, min_size=1, max_size=4),
    st.lists(st.integers(0, 3), max_size=6),
)


def gram_size(char: str) -> int:
    return WIDE_GRAM if ord(char) >= WIDE_FROM else NARROW_GRAM


def gram_at(text: str, at: int) -> str:
    return text[at : at + gram_size(text[at])]


def whole_grams(text: str) -> list[int]:
    """Where a gram begins that ends within the text."""
    return [k for k in range(len(text)) if k + gram_size(text[k]) <= len(text)]


def seeds_of(text: str) -> dict[int, int]:
    """The hashes of the seeds by their places."""
    hashes, places = sample(text)
    assert hashes.shape == places.shape
    return dict(zip(places.tolist(), hashes.tolist(), strict=True))


# sample


@given(FOLDS)
@settings(max_examples=150, deadline=None)
def test_each_window_of_grams_has_a_seed(text: str) -> None:
    seeds = seeds_of(text)
    assert list(seeds) == sorted(seeds)
    grams = whole_grams(text)
    if len(text) < WIDE_GRAM + WINDOW:
        assert not seeds
        return
    for start in range(len(text) - WINDOW + 1):
        window = range(start, start + WINDOW)
        if all(k in set(grams) for k in window):
            assert any(k in seeds for k in window)


@given(FOLDS)
@settings(max_examples=100, deadline=None)
def test_a_seed_is_the_least_of_a_window_around_it(text: str) -> None:
    # Windows at the end of the text are cut short.
    seeds = seeds_of(text)
    for place, value in seeds.items():
        windows = (range(s, s + WINDOW) for s in range(max(0, place - WINDOW + 1), place + 1))
        assert any(value == min(seeds[k] for k in w if k in seeds) for w in windows)


@given(FOLDS)
@settings(max_examples=100, deadline=None)
def test_equal_grams_have_equal_hashes_and_others_different_ones(text: str) -> None:
    seeds = seeds_of(text)
    hash_of: dict[str, int] = {}
    for place in set(seeds) & set(whole_grams(text)):
        assert hash_of.setdefault(gram_at(text, place), seeds[place]) == seeds[place]
    assert len(set(hash_of.values())) == len(hash_of)


@given(FOLDS, FOLDS, FOLDS)
@settings(max_examples=150, deadline=None)
def test_equal_stretches_share_the_seeds_in_them(before: str, shared: str, behind: str) -> None:
    # The same stretch in two texts, at different places and with different neighbours.
    one, other = shared + behind, before + shared
    first = seeds_of(one)
    second = {k - len(before): h for k, h in seeds_of(other).items() if k >= len(before)}
    # A window decides within itself; so the seeds agree where all windows around a gram lie inside.
    for k in whole_grams(shared):
        inner = [k - WINDOW + 1, k + WINDOW - 1]
        reach = inner[1] + NARROW_GRAM
        if inner[0] >= 0 and reach <= len(shared):
            assert first.get(k) == second.get(k)


def test_few_seeds_are_taken_of_many_grams() -> None:
    # Winnowing samples two of every WINDOW + 1 places.
    rng = random.Random(4)
    text = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(20_000))
    share = len(seeds_of(text)) / len(text)
    assert share == pytest.approx(2 / (WINDOW + 1), rel=0.05)


@pytest.mark.parametrize("size", range(64, 81))
def test_the_seeds_do_not_hang_on_the_chunk(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is left for the last chunk, be it less than a gram."""
    rng = random.Random(size)
    text = "".join(rng.choice(["abc", "渡口", "z", "的a", "abcabc"]) for _ in range(size))[:size]
    whole = seeds_of(text)
    monkeypatch.setattr("dedup.duplicates.seeds._CHUNK", 16, raising=False)
    assert seeds_of(text) == whole


@pytest.mark.parametrize("text", ["", "a", "的", "abc渡口", "a" * (WIDE_GRAM + WINDOW - 1)])
def test_next_to_nothing_has_no_seeds(text: str) -> None:
    assert seeds_of(text) == {}


# links


def slow_links(hashes: list[int]) -> set[tuple[int, int]]:
    seen: dict[int, list[int]] = defaultdict(list)
    found = set()
    for number, value in enumerate(hashes):
        if seen[value]:
            found |= {(seen[value][0], number), (seen[value][-1], number)}
        seen[value].append(number)
    return found


@given(st.lists(st.sampled_from([0, 1, 2, 7, 2**31, 2**32 - 1]), max_size=40))
@example([])
@example([2**32 - 1] * 5)
def test_each_seed_is_linked_with_the_one_before_it_and_the_first(hashes: list[int]) -> None:
    earlier, later = links(np.array(hashes, dtype=np.uint32))
    pairs = list(zip(earlier.tolist(), later.tolist(), strict=True))
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == slow_links(hashes)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 1000])
def test_equal_seeds_make_at_most_two_links_each(size: int) -> None:
    earlier, later = links(np.full(size, 7, dtype=np.uint32))
    assert len(earlier) == len(later) == max(0, 2 * size - 3)
    assert np.bincount(later).max(initial=0) <= 2
    assert (earlier < later).all()


# chain


def cut(blocks: list[str]) -> tuple[str, NDArray[np.int64], NDArray[np.int64]]:
    """The folded text of blocks, and where each begins and ends."""
    ends = np.cumsum([len(b) for b in blocks], dtype=np.int64)
    return "".join(blocks), ends - [len(b) for b in blocks], ends


def totals(
    places: NDArray[np.int32], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.int64]:
    """How many seeds each block has."""
    borders = zip(starts.tolist(), ends.tolist(), strict=True)
    return np.array([((a <= places) & (places < b)).sum() for a, b in borders], dtype=np.int64)


def chains_of(blocks: list[str], *, forth: bool = False) -> Chains:
    text, starts, ends = cut(blocks)
    hashes, places = sample(text)
    earlier, later = links(hashes)
    here, there = (earlier, later) if forth else (later, earlier)
    return chain(here, there, places, totals(places, starts, ends), starts, ends)


def slow_chains(blocks: list[str], *, forth: bool = False) -> list[tuple[int, int, int, float]]:
    """Block, start, stop and share of each chain, by block and by the diagonal of its first."""
    text, starts, ends = cut(blocks)
    hashes, places = sample(text)
    spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
    owner = {p: next(k for k, (a, b) in enumerate(spans) if a <= p < b) for p in places.tolist()}
    out = []
    pairs = [(int(places[i]), int(places[j])) for i, j in slow_links(hashes.tolist())]
    if not forth:
        pairs = [(j, i) for i, j in pairs]
    for k, (start, end) in enumerate(spans):
        total = sum(n == k for n in owner.values())
        mine = sorted((j - i, i) for i, j in pairs if owner[i] == k != owner[j])
        groups: list[list[tuple[int, int]]] = []
        for diagonal, place in mine:
            if not groups or diagonal - groups[-1][-1][0] > DRIFT:
                groups.append([])
            groups[-1].append((diagonal, place))
        for group in groups:
            if len(group) < max(LEAST_SHARE * total, 2 if total > WINDOW else 1):
                continue
            # Two links of one place: the lesser diagonal first, as they are sorted.
            by_place = sorted(group, key=lambda link: link[1])
            first, last = by_place[0][0], by_place[-1][0]
            out.append((k, start + first, end + last, len(group) / total))
    return out


def rows(chains: Chains) -> list[tuple[int, int, int, float]]:
    columns = (chains.block, chains.start, chains.stop, chains.share)
    return list(zip(*(c.tolist() for c in columns), strict=True))


@st.composite
def blocks_with_pieces(draw: st.DrawFn) -> list[str]:
    """Blocks that are made of a few stretches, so that they repeat parts of each other."""
    one_stretch = st.text(alphabet="abc渡口的", min_size=6, max_size=24)
    stretches = draw(st.lists(one_stretch, min_size=2, max_size=5))
    one = st.lists(st.sampled_from(stretches), max_size=3).map("".join)
    return draw(st.lists(one, min_size=1, max_size=8))


@given(blocks_with_pieces(), st.booleans())
@settings(max_examples=100, deadline=None)
def test_chains_are_those_of_the_obvious_way(blocks: list[str], forth: bool) -> None:
    assert rows(chains_of(blocks, forth=forth)) == slow_chains(blocks, forth=forth)


@given(blocks_with_pieces())
@settings(max_examples=40, deadline=None)
def test_the_chains_of_a_block_come_by_their_share(blocks: list[str]) -> None:
    chains = chains_of(blocks)
    assert (np.diff(chains.block) >= 0).all()
    for k in range(len(blocks)):
        mine = [row for row in rows(chains) if row[0] == k]
        best = sorted(mine, key=lambda row: -row[3])[:FEW_CHAINS]
        assert chains.of(k) == [(start, stop) for _, start, stop, _ in best]


def same(one: Chains, other: Chains) -> bool:
    return rows(one) == rows(other) and one.first.tolist() == other.first.tolist()


@given(blocks_with_pieces(), st.sets(st.integers(0, 7)))
@settings(max_examples=20, deadline=None)
def test_the_seeds_of_some_blocks_are_chained_as_if_the_others_had_none(
    blocks: list[str], gone: set[int]
) -> None:
    gone &= set(range(len(blocks)))
    text, starts, ends = cut(blocks)
    seeds = Seeds(text, starts, ends)
    hashes, places = sample(text)
    stays = np.array([not any(starts[k] <= p < ends[k] for k in gone) for p in places], dtype=bool)
    hashes, places = hashes[stays], places[stays]
    earlier, later = links(hashes)
    kept = seeds.without(np.array(sorted(gone), dtype=np.int64))
    back = kept.chains_back()
    assert same(back, chain(later, earlier, places, totals(places, starts, ends), starts, ends))
    assert same(
        kept.chains_forth(),
        chain(earlier, later, places, totals(places, starts, ends), starts, ends),
    )
    assert gone.isdisjoint(back.block.tolist())
    # The seeds themselves are as they were.
    assert same(seeds.chains_back(), chains_of(blocks))


def test_a_removed_copy_hides_no_earlier_place() -> None:
    """A seed is linked with the first and the one before it; the places between come to light."""
    one, other, third = (prose(LETTERS, 80, seed) for seed in range(3))
    # Block 1 holds all of block 4; block 0 and block 3 only its first half.
    blocks = [one[:40] + other, one + third, other, one[:40] + third[:40], one]
    text, starts, ends = cut(blocks)
    seeds = Seeds(text, starts, ends)
    assert (120, 200) in seeds.without(np.array([0, 3])).chains_back().of(4)
    assert seeds.without(np.array([0, 3])).chains_back().share[-1] > 0.8


LETTERS = "abcdefghijklmnopqrstuvwxyz"
HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 2000)))
LENGTHS = {LETTERS: 240, HAN: 90}


def prose(alphabet: str, size: int, seed: int) -> str:
    """Text that hardly says anything twice."""
    rng = random.Random(seed)
    return "".join(rng.choice(alphabet) for _ in range(size))


PIECES = {
    "whole": slice(None),
    "beginning": slice(None, 0.4),
    "middle": slice(0.3, 0.7),
    "end": slice(0.6, None),
}


def piece_of(text: str, piece: slice) -> tuple[int, int]:
    start, stop = (None if at is None else int(at * len(text)) for at in (piece.start, piece.stop))
    return slice(start, stop).indices(len(text))[:2]


@pytest.mark.parametrize("alphabet", [LETTERS, HAN], ids=["letters", "Han"])
@pytest.mark.parametrize("name", PIECES)
@pytest.mark.parametrize("forth", [False, True], ids=["earlier", "later"])
def test_a_piece_of_a_block_is_found_where_it_stands(alphabet: str, name: str, forth: bool) -> None:
    size = LENGTHS[alphabet]
    whole, *others = (prose(alphabet, size, seed) for seed in range(5))
    start, stop = piece_of(whole, PIECES[name])
    piece = whole[start:stop]
    if forth:
        blocks = [others[0], piece, *others[1:], whole]
        k, at = 1, len(piece) + 4 * size
    else:
        blocks = [others[0], whole, *others[1:], piece]
        k, at = 5, size
    assert chains_of(blocks, forth=forth).of(k) == [(at + start, at + stop)]


@pytest.mark.parametrize("alphabet", [LETTERS, HAN], ids=["letters", "Han"])
@pytest.mark.parametrize("name", PIECES)
@pytest.mark.parametrize("seed", range(4))
def test_a_misread_piece_is_found_within_the_drift(alphabet: str, name: str, seed: int) -> None:
    """One character in fifteen is exchanged, some are lost and added."""
    size = 4 * LENGTHS[alphabet]
    whole, other = prose(alphabet, size, seed), prose(alphabet, size, seed + 100)
    start, stop = piece_of(whole, PIECES[name])
    rng = random.Random(seed)
    noisy = "".join(
        rng.choices([c, rng.choice(alphabet), "", c + rng.choice(alphabet)], [56, 2, 1, 1])[0]
        for c in whole[start:stop]
    )
    found = chains_of([whole, other, noisy]).of(2)
    assert found
    begin, end = found[0]
    # What is lost before the first seed and behind the last is not seen.
    assert abs(begin - start) <= DRIFT
    assert abs(end - stop) <= DRIFT


@pytest.mark.parametrize("apart", range(28, 40))
def test_a_chain_with_characters_added_is_found_at_any_distance(apart: int) -> None:
    """Its links lie on two diagonals, which may be counted apart; in the first block above all."""
    first = prose(LETTERS, 28, 0)
    blocks = [first, prose(LETTERS, apart - 28, 1) + first[:14] + "zq" + first[14:]]
    assert rows(chains_of(blocks, forth=True)) == slow_chains(blocks, forth=True)
    assert len(chains_of(blocks, forth=True).of(0)) == 1


def test_a_block_may_stand_in_two_places() -> None:
    one, other, between = (prose(LETTERS, 120, seed) for seed in range(3))
    assert sorted(chains_of([one, between, other, one + other]).of(3)) == [
        (0, 240),
        (120, 360),
    ]


def test_no_block_is_a_copy_of_itself() -> None:
    unit = prose(LETTERS, 40, 1)
    assert not len(chains_of([unit * 6, prose(LETTERS, 60, 2)]).block)


def test_text_without_repeats_has_no_chains() -> None:
    assert not len(chains_of([prose(LETTERS, 300, seed) for seed in range(40)]).block)
    assert not len(chains_of([]).block)
    assert not len(chains_of(["", "a", ""]).block)


def formulas(n: int) -> list[str]:
    """Blocks with one long sentence in common."""
    common = prose(LETTERS, 60, 0)
    return [prose(LETTERS, 40, k) + common + prose(LETTERS, 40, k + 10**6) for k in range(1, n + 1)]


HOSTILE = {
    "one character": lambda n: ["a" * 100] * n,
    "equal blocks": lambda n: [prose(LETTERS, 100, 0)] * n,
    "two blocks in turn": lambda n: [prose(LETTERS, 100, 0), prose(LETTERS, 100, 1)] * (n // 2),
    "one unit over and over": lambda n: ["abcdefghijklmnop" * 6] * n,
    "units of many lengths": lambda n: [prose(LETTERS, 11 + k % 30, k % 30) * 4 for k in range(n)],
    "a sentence in common": formulas,
    "the same letters in another order": lambda n: [
        "".join(random.Random(k).sample(["abcdefghijklm", "nopqrstuvwxyz", "zyxwvutsrqpon"] * 3, 9))
        for k in range(n)
    ],
    "short blocks": lambda n: ["abcdefghijkl", "渡口的早晨开船"] * (n // 2),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_have_few_links_and_chains(name: str) -> None:
    counts = []
    for n in (200, 400, 800):
        blocks = HOSTILE[name](n)
        text, starts, ends = cut(blocks)
        hashes, places = sample(text)
        assert len(hashes) <= len(text)
        earlier, later = links(hashes)
        assert len(earlier) <= 2 * len(hashes)
        found = chain(later, earlier, places, totals(places, starts, ends), starts, ends)
        # A chain takes a share of the seeds of its block, and each seed has two links.
        assert np.bincount(found.block, minlength=1).max() <= 2 / LEAST_SHARE
        counts.append(len(found.block))
    for small, large in pairwise(counts):
        assert large <= 2.5 * small + 40, counts
