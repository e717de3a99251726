"""Runs found fast are those found slowly; hostile texts take no longer than others."""

from random import Random
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.duplicates.stutters import find_stutters
from dedup.duplicates.tandem import LEAST_EQUAL, SHORT_PERIOD, Runs, Stream, find_runs_in
from dedup.excerpt import Excerpt


def slow_runs(codes: list[int]) -> set[tuple[int, int, int]]:
    """Every run, by trying every period at every place."""
    found: dict[tuple[int, int], int] = {}
    for period in range(1, len(codes)):
        start = None
        for k in range(len(codes) - period + 1):
            equal = k + period < len(codes) and codes[k] == codes[k + period]
            if equal and start is None:
                start = k
            elif not equal and start is not None:
                least = max(period, LEAST_EQUAL) if period <= SHORT_PERIOD else period
                if k - start >= least:
                    found.setdefault((start, k + period), period)
                start = None
    return {(*span, period) for span, period in found.items()}


def fast_runs(text: str) -> set[tuple[int, int, int]]:
    return as_set(find_runs_in(Stream(text)))


def as_set(runs: Runs) -> set[tuple[int, int, int]]:
    columns = (runs.starts.tolist(), runs.ends.tolist(), runs.periods.tolist())
    return set(zip(*columns, strict=True))


def codes(text: str) -> list[int]:
    return Stream(text).codes.tolist()


class TestStream:
    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("", []),
            (" \n ", []),
            ("a b\nc", ["a", "b", 0, "c"]),
            ("a b\n\nc\nd", ["a", "b", 0, "c", "d"]),
            ("a\n\n\n b\nc\r\n\r\nd", ["a", 0, "b", "c", 1, "d"]),
            ("\n\na\r\nb\n\n", ["a", 0, "b"]),
            ("a\x0cb", ["a", 0, "b"]),
            ("1 2\n3 a 4", ["1", " ", "2", 0, "3", "a", "4"]),
            ("12  34\u3000中 文", ["1", "2", " ", "3", "4", "中", "文"]),
            ("𠀀\ud800 x", ["𠀀", "\ud800", "x"]),
        ],
    )
    def test_what_is_kept(self, text: str, kept: list[str | int]) -> None:
        wanted = [ord(k) if isinstance(k, str) else 0x110000 + k for k in kept]
        stream = Stream(text)
        assert stream.codes.tolist() == wanted
        for code, at in zip(wanted, stream.origin.tolist(), strict=True):
            assert text[at].isspace() if code == 32 or code >= 0x110000 else ord(text[at]) == code

    @given(st.text(alphabet="a1 \n\r\t\x0c\u2029中", max_size=40))
    def test_white_space_is_all_that_goes(self, text: str) -> None:
        stream = Stream(text)
        visible = [chr(c) for c in stream.codes.tolist() if c != 32 and c < 0x110000]
        assert "".join(visible) == "".join(text.split())


class TestRuns:
    @settings(max_examples=300, deadline=None)
    @given(st.text(alphabet="ab", max_size=120))
    def test_two_letters(self, text: str) -> None:
        assert fast_runs(text) == slow_runs(codes(text))

    @settings(max_examples=100, deadline=None)
    @given(
        st.lists(st.sampled_from(["abc", "d", "cab", "e\n\n", "中文"]), max_size=40).map("".join)
    )
    def test_words(self, words: list[str]) -> None:
        text = "".join(words)
        assert fast_runs(text) == slow_runs(codes(text))

    @pytest.mark.parametrize("seed", range(40))
    def test_long_periods(self, seed: int) -> None:
        random = Random(seed)
        letters = random.choices("abcdefghijklmnopqrst", k=random.randint(SHORT_PERIOD + 40, 700))
        unit = "".join(letters)
        text = unit[:9] + "x" + unit * random.randint(2, 4) + unit[: random.randrange(len(unit))]
        found = fast_runs(text)
        assert found <= slow_runs(codes(text))
        assert len(unit) in {period for _, _, period in found}

    def test_not_across_blocks(self) -> None:
        sentence = "He was in the garden when the train left, and she was at the station by then. "
        assert len(find_runs_in(Stream(sentence * 2))) == 1
        assert not len(find_runs_in(Stream(f"{sentence}\n\n{sentence}\nX")))


def fibonacci(size: int) -> str:
    a, b = "a", "ab"
    while len(b) < size:
        a, b = b, b + a
    return b[:size]


def thue_morse(size: int) -> str:
    text = "a"
    while len(text) < size:
        text += text.translate(str.maketrans("ab", "ba"))
    return text[:size]


HOSTILE = {
    "one letter": lambda n: "a" * n,
    "one character": lambda n: "的" * n,
    "period two": lambda n: "ab" * (n // 2),
    "white space": lambda n: " \n" * (n // 2),
    "fibonacci": fibonacci,
    "thue-morse": thue_morse,
    "doubled words": lambda n: "the the x " * (n // 10),
    "fibonacci of words": lambda n: fibonacci(n // 5).replace("a", "was he ").replace("b", "in. "),
    "open quotes": lambda n: "“" * (n // 2) + "He was in the garden. " * (n // 44),
    "lines": lambda n: "a\n" * (n // 2),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_time_grows_with_the_text_and_no_faster(kind: str) -> None:
    def seconds(size: int) -> float:
        text = HOSTILE[kind](size)
        begun = perf_counter()
        find_stutters(Excerpt(text))
        return perf_counter() - begun

    seconds(1_000)
    assert seconds(200_000) < 20 * seconds(40_000) + 0.2
