"""Long texts are looked at piece by piece, and nothing hangs on where the pieces are cut."""

import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import clean
from dedup.arrays import Counts, joined, pieces
from dedup.duplicates.blocks import find_blocks
from dedup.duplicates.doubled import find_doubled
from dedup.duplicates.table import BlockTable
from dedup.duplicates.vocabulary import Vocabulary
from dedup.excerpt import Excerpt
from dedup.fold import fold, tally
from dedup.lexicon import Lexicon
from dedup.model import Applicability, Edit, Evidence, Span

PAGE = Path(__file__).parent.parent / "seeds" / "000_b3c001c1d24659d9.txt"
MODULES = (
    "fold",
    "duplicates.blocks",
    "duplicates.doubled",
    "duplicates.signatures",
    "duplicates.stutters",
    "duplicates.table",
    "duplicates.vocabulary",
)
# White space of all kinds between letters, capitals, Han, and what folds to nothing or to more.
TEXTS = st.text(alphabet="aB中口 \n\r\t\x0c\u2029,ﬁ㍿𠀀", max_size=40)


def cut_small(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    for module in MODULES:
        monkeypatch.setattr(f"dedup.{module}.PIECE", size)
    monkeypatch.setattr("dedup.duplicates.seeds._CHUNK", max(size, 16))
    monkeypatch.setattr("dedup.duplicates.chains._LINKS", size)


def noisy(text: str, seed: int) -> str:
    """A text with some of its paragraphs again behind it, misread here and there."""
    rng = random.Random(seed)
    again = [p for p in text.split("\n\n") if rng.random() < 0.3]
    misread = ("".join("口" if rng.random() < 0.03 else c for c in p) for p in again)
    return "\n\n".join([text, *misread])


@pytest.mark.parametrize("size", [40, 333])
def test_what_is_found_does_not_hang_on_the_pieces(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = (
        "The keeper of the the light wrote down each ship that passed. "
        "He wrote down each ship that passed and her colours, and then he went to bed.\n\n"
    )
    text = noisy(PAGE.read_text(encoding="utf-8"), 3) + "\n\n" + english * 2 + english.upper()
    whole = clean(text)
    assert whole.applied
    assert whole.held
    cut_small(monkeypatch, size)
    assert clean(text) == whole


@given(TEXTS, st.integers(1, 9))
def test_blocks_folds_and_words_are_those_of_the_whole(text: str, size: int) -> None:
    blocks, folded, counts = find_blocks(text), fold(text), tally(text)
    table = BlockTable(text, folded, blocks)
    words = Vocabulary(text, folded, np.stack((table.starts, table.ends), axis=1))
    opens = words.opens.tolist()
    doubled = list(find_doubled(text))
    weights = [
        sum(3 if ord(c) >= 0x2E80 else 1 for c in folded.text[:k]) for k in range(len(folded))
    ]
    with pytest.MonkeyPatch.context() as patch:
        cut_small(patch, size)
        assert find_blocks(text).tolist() == blocks.tolist()
        assert fold(text).text == folded.text
        assert fold(text).origin.tolist() == folded.origin.tolist()
        assert tally(text) == counts == dict(Counter(text))
        assert Vocabulary(text, folded, blocks).opens.tolist() == opens
        assert list(find_doubled(text)) == doubled
        again = BlockTable(text, folded, blocks)
        for k, held in enumerate(weights if len(blocks) else ()):
            assert again.weight(Span(0, k)) == held / 3
        own = [again.weight(again.span(k)) for k in range(len(again))]
        assert again.weights.tolist() == own


@pytest.mark.parametrize("before", range(24, 44))
def test_a_doubled_word_is_found_wherever_a_piece_ends(
    before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_small(monkeypatch, 37)
    text = "x " * (before // 2) + "y" * (before % 2) + " into the the house of one who was there"
    assert [word.unit.of(text) for word in find_doubled(text)] == ["the"]


@given(st.lists(st.lists(st.sampled_from([0, 1, 5, 2**63, 2**64 - 1]), max_size=6), max_size=4))
def test_numbers_are_counted_over_all_arrays(parts: list[list[int]]) -> None:
    counts = Counts(np.array(part, dtype=np.uint64) for part in parts)
    true = Counter(number for part in parts for number in part)
    for number in (0, 1, 2, 5, 6, 2**63, 2**64 - 1):
        assert counts[number] == counts[number] == true[number]


@given(st.lists(st.integers(0, 9), max_size=12), st.integers(1, 12))
def test_pieces_are_whole_and_small(sizes: list[int], most: int) -> None:
    before = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    found = list(pieces(before, most))
    assert [k for first, last in found for k in range(first, last)] == list(range(len(sizes)))
    assert all(last == first + 1 or sum(sizes[first:last]) <= most for first, last in found)


def test_arrays_are_laid_end_to_end() -> None:
    parts = [np.array(part, dtype=np.int32) for part in ([1, -2], [], [3])]
    assert joined(parts, np.int32).tolist() == [1, -2, 3]
    assert joined([], np.int32).tolist() == []


def test_only_listed_words_have_a_frequency() -> None:
    lexicon = Lexicon.from_counts({"中": 3, "中口": 20, "渡口中口": 1})
    words = ["中", "中口", "渡口中口", "口", "口中", "中口渡口"]
    known = lexicon.log_frequencies(words)
    assert [value >= 0 for value in known] == [True] * 3 + [False] * 3
    # What cannot stand in a list does not disturb the others, nor pass for a listed word.
    odd = ["\0中", "𠀀中", "中口渡口中", "", "\ud800中"]
    assert lexicon.log_frequencies(words + odd) == [*known, *[-1.0] * 5]
    assert lexicon.log_frequencies([]) == []
    assert Lexicon.from_counts({}).log_frequencies(["中"]) == [-1.0]


def test_an_edit_of_an_excerpt_copies_none_of_its_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    stays = Excerpt("one two three four", [Span(4, 8)])
    edit = Edit(
        Span(4, 10),
        "three ",
        "",
        "remove",
        "exact-repeat",
        Applicability.SAFE,
        (Evidence("repeat", 1.0, ""),),
    )

    def copied(*_: object) -> str:
        raise AssertionError("a piece may be nearly the whole text")

    monkeypatch.setattr("dedup.excerpt._Piece.text", copied)
    assert [made.span for made in stays.edits(edit)] == [Span(8, 14)]
