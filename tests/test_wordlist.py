"""A user's own words: the file, its faults, and what they change."""

import subprocess
import sys

import pytest

from dedup import Settings, clean, wordlist
from dedup.errors import InputError
from dedup.lexicon import LANGUAGES, Case, load
from dedup.wordlist import Lists, read_words


@pytest.fixture
def written(tmp_path):
    def write(data, name="words.txt"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


def test_reads_words_and_frequencies(written):
    path = written("\ufeff# ours\r\nWoolloomooloo\r\n\r\n  Nyngan \t12.5\r\nNyngan\t3\r\nécu\t\n")
    assert read_words([path]) == {"Woolloomooloo": 0.0, "Nyngan": 12.5, "écu": 0.0}
    assert read_words([]) == {}
    assert read_words([path, written("Nyngan\t20", "b.txt")])["Nyngan"] == 20


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("one\ntwo words\n", "line 2: 'two words' is no word"),
        ("one\n\n# x\n12\n", "line 4: '12' is no word"),
        ("\t5\n", "line 1: '' is no word"),
        ("one\tmany\n", "line 1: 'many' is no frequency"),
        ("one\t-1\n", "line 1: '-1' is no frequency"),
        ("one\tnan\n", "line 1: 'nan' is no frequency"),
        ("one\tinf\n", "line 1: 'inf' is no frequency"),
        ("a" * 300, "line 1: 300 characters are no word"),
        (b"one\ntwo\nM\xfcller\n", "line 3: byte 0xfc is not UTF-8"),
    ],
)
def test_a_bad_line_is_named(written, data, said):
    with pytest.raises(InputError) as caught:
        read_words([written(data)])
    assert said in str(caught.value)
    assert "words.txt" in str(caught.value)


@pytest.mark.parametrize("name", ["none.txt", ".", "a\0b"])
def test_a_file_that_cannot_be_read(tmp_path, name):
    with pytest.raises(InputError, match="cannot be read"):
        read_words([f"{tmp_path}/{name}"])


@pytest.mark.parametrize("code", LANGUAGES)
def test_own_words_are_words_of_every_language(code):
    own = {"Zzyzxq": 0.0, "磨坊桥": 0.0, "Qx": 50.0}
    shipped, lexicon = load(code), Lists(own).of(code)
    assert not any(word in shipped for word in own)
    assert all(word in lexicon for word in own)
    assert len(lexicon) == len(shipped) + 3
    assert lexicon.frequency("Qx") == pytest.approx(50, rel=0.3)
    assert lexicon.frequency("Zzyzxq") == pytest.approx(1, rel=0.3)
    assert Case.TITLE in lexicon.cases("Zzyzxq")


def test_a_listed_word_keeps_the_larger_frequency():
    shipped = load("en")
    more = shipped.with_words({"house": 0.001, "dropt": 900.0, "Shew": 0.0})
    assert more.frequency("house") == shipped.frequency("house")
    assert more.frequency("dropt") == pytest.approx(900, rel=0.3)
    assert len(more) == len(shipped)
    assert shipped.with_words({}) is shipped


def test_the_lists_of_a_run_are_loaded_once():
    lists = Lists({"Zzyzxq": 0.0})
    assert lists.of("en") is lists.of("en")
    assert Lists().of("en") is load("en")


# A word that is in no list, cut by a column's end.
CUT = "村民们都说，今年春天大家要在河边的磨轮\n\n渠旁再种上三百棵柳树，让孩子们有地方乘凉。\n"


def test_own_words_make_a_join(written):
    before = clean(CUT)
    after = clean(CUT, Settings(lexicon=(str(written("磨轮渠\t500\n")),)))
    joined = [edit for edit in after.applied if edit.kind == "join"]
    assert [edit for edit in before.applied if edit.kind == "join"] == []
    assert len(joined) == 1
    assert "磨轮渠" in joined[0].evidence[0].note


@pytest.mark.parametrize("jobs", [1, 2])
def test_so_many_words_are_looked_for_the_first_first(jobs, monkeypatch):
    monkeypatch.setattr(wordlist, "_MOST_ASKED", 4)
    monkeypatch.setattr(wordlist, "_WORTH_A_PROCESS", 0)
    misread = [
        "governmcnt",
        "parliamcnt",
        "short",
        "Newspapcr",
        "landlady",
        "importcnt",
        "evidencc",
    ]
    words = Lists().frequencies(["en"])
    words.look_up_nearest(misread, jobs)
    found = [words.nearest(word) for word in misread]
    assert found[:2] == ["government", "parliament"]
    assert found[3] == "newspaper"
    assert [*found[2:3], *found[4:]] == [""] * 4


class TestCommandLine:
    def run(self, *args, cwd):
        return subprocess.run(
            [sys.executable, "-m", "dedup", "clean", *args],
            cwd=cwd,
            capture_output=True,
            input=CUT.encode(),
            check=False,
        )

    def test_a_list_is_taken(self, written, tmp_path):
        written("磨轮渠\t500\n")
        assert "磨轮渠" in self.run("--lexicon", "words.txt", cwd=tmp_path).stdout.decode()

    def test_a_bad_list_ends_all_before_anything_is_written(self, written, tmp_path):
        written("磨轮渠\n两 个\n")
        (tmp_path / "in.txt").write_text(CUT, encoding="utf-8")
        done = self.run("--lexicon", "words.txt", "-i", "in.txt", cwd=tmp_path)
        assert done.returncode == 3
        assert (
            done.stderr.decode().splitlines()[0] == "dedup: words.txt: line 2: '两 个' is no word"
        )
        assert (tmp_path / "in.txt").read_text(encoding="utf-8") == CUT
