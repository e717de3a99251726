"""The benchmark of the duplicate finder: is its answer true, and does it count rightly?"""

import re
import shutil
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.repeats import damage, hostile, tables  # noqa: E402
from benchmarks.repeats.corpus import (  # noqa: E402
    FARTHEST,
    REPEATS,
    TRAPS,
    UNIQUE,
    Corpus,
    Row,
    make,
    read,
    write,
)
from benchmarks.repeats.distinct import SHARED_HAN, SHARED_LETTERS, distinct, fold  # noqa: E402
from benchmarks.repeats.paragraphs import SEPARATOR, made  # noqa: E402
from benchmarks.repeats.prose import HAN, is_han  # noqa: E402
from benchmarks.repeats.score import ALL, Tally, score  # noqa: E402
from benchmarks.repeats.tools import TOOLS, run, shares  # noqa: E402

DIGITS = re.compile(r"\d+")
SMALL = 200_000


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return make(SMALL)


def pairs(corpus: Corpus, kind: str) -> list[tuple[str, str, Row]]:
    """Source, copy and row of every copy of a class."""
    texts = [corpus.text[row.start : row.end] for row in corpus.rows]
    found = [row for row in corpus.rows if row.kind == kind]
    assert found
    return [(texts[row.source], texts[row.id], row) for row in found if row.source is not None]


class TestCorpus:
    def test_it_is_the_same_each_time(self):
        code = (
            "from hashlib import sha256; from benchmarks.repeats.corpus import make;"
            "print(sha256(make(60_000).text.encode()).hexdigest())"
        )
        digests = {
            subprocess.run(
                [sys.executable, "-c", code],
                capture_output=True,
                check=True,
                cwd=ROOT,
                env={"PYTHONHASHSEED": seed},
            ).stdout
            for seed in ("1", "2")
        }
        assert len(digests) == 1
        assert make(60_000, seed=1).text != make(60_000, seed=2).text

    def test_it_is_as_large_as_asked_and_half_of_it_is_chinese(self, corpus):
        assert 0.9 * SMALL < len(corpus.text.encode()) < 1.1 * SMALL
        han = sum(len(b.encode()) for b in corpus.text.split(SEPARATOR) if is_han(b))
        assert 0.4 * SMALL < han < 0.6 * SMALL

    def test_the_rows_are_the_blocks_of_the_text(self, corpus):
        texts = [corpus.text[row.start : row.end] for row in corpus.rows]
        assert texts == corpus.text.rstrip("\n").split(SEPARATOR)
        assert [row.id for row in corpus.rows] == list(range(len(texts)))

    def test_every_class_is_there_in_its_measure(self, corpus):
        counts = Counter(row.kind for row in corpus.rows)
        assert set(counts) == {UNIQUE, *REPEATS, *TRAPS}
        assert sum(counts[kind] for kind in REPEATS) == pytest.approx(620 * SMALL / 1e6, rel=0.1)

    def test_a_copy_stands_near_its_source_which_is_copied_in_one_way_only(self, corpus):
        kinds: dict[int, set[str]] = {}
        for row in corpus.rows:
            if row.source is not None:
                assert corpus.rows[row.source].kind == UNIQUE
                # A loop and a run are several blocks that stand together.
                assert abs(row.id - row.source) - 1 <= FARTHEST + 5
                kinds.setdefault(row.source, set()).add(row.kind)
        assert all(len(some) == 1 for some in kinds.values())

    def test_different_paragraphs_share_no_long_stretch(self):
        paragraphs, left_out = made(700_000, seed=1)
        assert 0 < left_out < 50
        owner: dict[str, int] = {}
        for number, text in enumerate(paragraphs):
            folded = fold(text)
            n = SHARED_HAN if is_han(text) else SHARED_LETTERS
            for k in range(len(folded) - n + 1):
                assert owner.setdefault(folded[k : k + n], number) == number

    def test_it_comes_back_from_its_files(self, corpus, tmp_path):
        write(corpus, tmp_path / "corpus.txt")
        assert read(tmp_path / "corpus.txt") == corpus

    def test_the_paragraphs_of_a_folder_stay_as_they_are(self, corpus, tmp_path):
        own = [corpus.text[r.start : r.end] for r in corpus.rows if r.kind == UNIQUE][:60]
        (tmp_path / "a.txt").write_text(SEPARATOR.join([*own, own[0]]), encoding="utf-8")
        again = make(1_000_000, folder=tmp_path)
        texts = [again.text[r.start : r.end] for r in again.rows if r.kind == UNIQUE]
        assert sorted(texts) == sorted(own)
        assert again.facts.left_out == 1

    def test_too_few_paragraphs_are_refused(self, tmp_path):
        (tmp_path / "a.txt").write_text("Only one.\n")
        with pytest.raises(ValueError, match="too few"):
            make(10_000, folder=tmp_path)


class TestCopies:
    def test_an_exact_copy_is_its_source(self, corpus):
        assert all(copy == source for source, copy, _ in pairs(corpus, "exact"))

    def test_a_run_repeats_paragraphs_in_their_order(self, corpus):
        rows = [row for _, _, row in pairs(corpus, "run")]
        for source, copy, row in pairs(corpus, "run"):
            assert (copy == source) == (not row.note)
        together = sum(
            b.id == a.id + 1 and b.source == (a.source or 0) + 1 for a, b in pairwise(rows)
        )
        assert together >= len(rows) / 3

    @pytest.mark.parametrize("percent", [2, 5, 10])
    def test_a_misread_copy_has_its_share_of_misread_characters(self, corpus, percent):
        some = pairs(corpus, f"noise {percent} %")
        wrong = sum(Levenshtein.distance(fold(a), fold(b)) for a, b, _ in some)
        letters = sum(sum(map(str.isalpha, a)) for a, _, _ in some)
        assert wrong / letters == pytest.approx(percent / 100, rel=0.35)
        assert all(fold(a) != fold(b) for a, b, _ in some)

    def test_figures_and_negations_are_never_misread(self):
        text = "三月12日到会的不是35人,没有人说 3.5 not cannot never 1,200 cl0se"
        rng = Random(1)
        kept = re.compile(r"三|不|没|月12日|是35人|3\.5|\bnot\b|\bcannot\b|\bnever\b|1,200|l0s")
        for _ in range(300):
            assert kept.findall(damage.misread(text, 0.3, rng)) == kept.findall(text)

    def test_what_a_text_holds_is_counted_in_han_characters(self):
        assert damage.weight("盐" * 20) == damage.weight("salt" * 15) == damage.LEAST_HAN == 20

    def test_a_cut_copy_is_a_part_that_holds_enough(self, corpus):
        some = pairs(corpus, "cut")
        for source, copy, row in some:
            assert copy in source
            assert damage.weight(copy) >= damage.LEAST_HAN
            assert 0.08 <= len(copy) / len(source) <= 0.9
            assert row.note.split()[0] in ("beginning", "middle", "end")
        places = Counter(row.note.split()[0] for _, _, row in some)
        assert all(places[place] for place in ("beginning", "middle", "end"))

    def test_a_cut_halves_no_figure(self):
        text = "0123456789 " * 40
        for k in range(200):
            assert set(DIGITS.findall(damage.cut(text, Random(k))[0])) == {"0123456789"}

    def test_a_trap_differs_in_a_figure(self, corpus):
        for source, copy, _ in pairs(corpus, "trap: figures"):
            assert DIGITS.findall(source) != DIGITS.findall(copy)
            assert Levenshtein.normalized_similarity(source, copy) > 0.85

    def test_a_trap_differs_in_a_word_of_its_script(self, corpus):
        for source, copy, row in pairs(corpus, "trap: name"):
            assert bool(HAN.search(source)) == bool(HAN.search(copy))
            assert Levenshtein.normalized_similarity(source, copy) > 0.8
            least = 2 if is_han(source) else 4  # a letter may be the same by chance
            assert Levenshtein.distance(source, copy) >= least + bool(row.note)


class TestDistinct:
    HAN = "开春以后他们打开木闸把海水引进堤后的浅池再关上"

    @pytest.mark.parametrize(
        ("shared", "stay"),
        [(HAN[:SHARED_HAN], 1), (HAN[:12], 2), ("salt" * 10, 1), ("sand" * 7, 2)],
    )
    def test_a_long_stretch_in_common_is_found_wherever_it_stands(self, shared, stay):
        han = is_han(shared)
        for k in range(40):
            rng = Random(k)
            letters = "天地玄黄宇宙洪荒日月盈昃辰宿列张" if han else "bcdfghjkmpqvwxz"
            pads = ["".join(rng.choices(letters, k=rng.randrange(30, 60))) for _ in range(4)]
            if k % 2:  # at the very end of one of them
                pads[1] = ""
            first, second = pads[0] + shared + pads[1], pads[2] + shared + pads[3]
            assert len(distinct([first, second])) == stay


def rows_of(*kinds: tuple[str, int | None]) -> list[Row]:
    return [
        Row(k, kind, source, 110 * k, 110 * k + 100, "end 0.50" if kind == "cut" else "")
        for k, (kind, source) in enumerate(kinds)
    ]


class TestScore:
    def tally(self, rows: list[Row], removed: dict[int, float], kind: str = ALL) -> tuple:
        found = score(rows, removed).blocks[kind]
        return found.right, found.wrong, found.missed

    @pytest.mark.parametrize(
        ("removed", "counts"),
        [
            ({}, (0, 0, 2)),
            ({1: 1.0, 2: 1.0}, (2, 0, 0)),
            ({0: 1.0, 2: 1.0}, (2, 0, 0)),  # the source in a copy's place
            ({0: 1.0, 1: 1.0, 2: 1.0}, (2, 1, 0)),  # none is left
            ({1: 1.0, 2: 0.5}, (1, 0, 1)),  # one is half left
            ({0: 0.5, 1: 1.0, 2: 1.0}, (2, 1, 0)),  # what stays is harmed
        ],
    )
    def test_of_equal_blocks_one_stays(self, removed, counts):
        rows = rows_of((UNIQUE, None), ("exact", 0), ("exact", 0))
        assert self.tally(rows, removed, "exact") == counts

    @pytest.mark.parametrize(
        ("removed", "counts"),
        [({1: 1.0}, (1, 0, 0)), ({0: 1.0}, (0, 1, 1)), ({0: 1.0, 1: 1.0}, (1, 1, 0))],
    )
    def test_of_a_cut_copy_and_its_source_the_source_stays(self, removed, counts):
        assert self.tally(rows_of((UNIQUE, None), ("cut", 0)), removed, "cut") == counts

    @pytest.mark.parametrize("trap", TRAPS)
    def test_a_trap_and_its_source_both_stay(self, trap):
        rows = rows_of((UNIQUE, None), (trap, 0), (UNIQUE, None))
        assert self.tally(rows, {1: 1.0}, trap) == (0, 1, 0)
        assert self.tally(rows, {0: 1.0}, trap) == (0, 1, 0)
        assert self.tally(rows, {2: 0.2}) == (0, 1, 0)
        assert self.tally(rows, {2: 0.05}) == (0, 0, 0)

    def test_characters_count_by_their_share(self):
        rows = rows_of((UNIQUE, None), ("cut", 0), (UNIQUE, None))
        found = score(rows, {1: 0.75, 2: 0.25}).chars[ALL]
        assert (found.right, found.wrong, found.missed) == (75, 25, 25)

    def test_the_measures(self):
        tally = Tally(right=6, wrong=2, missed=4)
        assert (tally.precision, tally.recall) == (0.75, 0.6)
        assert tally.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)
        assert Tally().f1 == 1.0

    def test_who_removes_all_copies_and_nothing_else_is_perfect(self, corpus):
        wanted = {row.id: 1.0 for row in corpus.rows if row.kind in REPEATS}
        found = score(corpus.rows, wanted)
        assert all(tally.f1 == 1.0 for tally in found.blocks.values())
        assert all(tally.f1 == 1.0 for tally in found.chars.values())

    def test_spans_become_shares_of_blocks(self, corpus):
        first, second = corpus.rows[:2]
        half = (first.start + first.end) // 2
        found = shares(corpus, [(half, second.end + 1)])
        assert found == {0: pytest.approx((first.end - half) / (first.end - first.start)), 1: 1.0}


class TestTools:
    @pytest.mark.parametrize(
        "title", ["exact hashing, recommended", "awk, lines", "awk, paragraphs"]
    )
    def test_whoever_compares_for_equality_finds_exact_copies_alone(self, title, corpus, tmp_path):
        tool = next(tool for tool in TOOLS if tool.title == title)
        if tool.name == "awk" and not shutil.which("awk"):
            pytest.skip("no awk here")
        source, target = tmp_path / "in.txt", tmp_path / "out.txt"
        source.write_text(corpus.text, encoding="utf-8", newline="")
        usage = run(tool, sys.executable, source, target, 60)
        assert (usage.status, usage.late) == (0, False)
        assert usage.wall > 0
        assert usage.peak > 1e6
        found = score(corpus.rows, tool.learn(corpus, source, target)).blocks
        assert found["exact"].recall == 1.0
        assert found["noise 10 %"].recall == 0.0
        assert found[ALL].precision == 1.0

    def test_what_takes_too_long_is_stopped(self, tmp_path):
        slow = next(tool for tool in TOOLS if tool.title == "awk, lines")
        if not shutil.which("awk"):
            pytest.skip("no awk here")
        source = tmp_path / "in.txt"
        source.write_text("x\n" * 5_000_000)
        usage = run(slow, sys.executable, source, tmp_path / "out.txt", 0.05)
        assert usage.late
        assert usage.status != 0

    def test_no_tool_is_there_twice(self):
        titles = [tool.title for tool in TOOLS]
        assert len(set(titles)) == len(titles)
        assert {tables.OWN, tables.SCRIPT, tables.RENSA, tables.FASTEST} <= set(titles)


class TestHostile:
    @pytest.mark.parametrize("name", hostile.DOCUMENTS)
    def test_a_document_is_as_large_as_asked_and_what_it_says(self, name, tmp_path):
        size = 60_000
        path = tmp_path / "hostile.txt"
        assert hostile.write(name, size, path) == path.stat().st_size
        text = path.read_text(encoding="utf-8")
        assert 0.8 * size < path.stat().st_size < 1.2 * size
        lines = text.splitlines()
        if name == "one character repeated":
            assert set(text) == {"a"}
        elif name == "ten million equal lines":
            assert len(set(lines)) == 1
        elif name == "one line":
            assert len(lines) == 1
        else:
            blocks = text.split(SEPARATOR)
            assert len(set(blocks)) == len(blocks)
            assert len({b[k : k + 2] for b in blocks if is_han(b) for k in range(len(b))}) < 90
