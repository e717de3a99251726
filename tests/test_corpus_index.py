"""What earlier runs have kept: the decisions of one run over all; segments whole or not there."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.corpus import local
from dedup.corpus.fields import Fields
from dedup.corpus.index import folder as index_folder
from dedup.corpus.index.folder import Folder, segments
from dedup.corpus.index.form import form
from dedup.corpus.index.lookup import signatures
from dedup.corpus.local import run_local
from dedup.corpus.plan import Wish
from dedup.corpus.settings import CorpusSettings
from dedup.corpus.stages import pairs as pairs_stage
from dedup.corpus.task import work
from dedup.duplicates.signatures import as_datasketch, sign_blocks
from dedup.errors import InputError, OutputError, UsageError
from dedup.fold import fold
from tests import corpora

NONE = CorpusSettings(within="none", boilerplate_from=3)


class Inline:
    """A crew of one, in this process."""

    def __init__(self, *_):
        pass

    def each(self, tasks, died):
        yield from ((k, work(task)) for k, task in enumerate(tasks))

    def close(self):
        pass


def lines(path: Path, rows: list[tuple[str, str]]) -> Path:
    path.write_text("".join(json.dumps({"id": n, "text": t}) + "\n" for n, t in rows))
    return path


def clean(folder: Path, name: str, rows: list[tuple[str, str]], **more):
    """Clean some documents: their texts, the rows of the report, the summary."""
    source = folder / f"{name}.jsonl"
    if not source.exists():
        lines(source, rows)
    more = {"settings": NONE, "fields": Fields(id="id")} | more
    output = folder / f"{name}-out.jsonl"
    summary = run_local(Wish((str(source),), str(output), **more))
    texts = [json.loads(line)["text"] for line in output.read_text().splitlines()]
    report = (folder / f"{name}-out.jsonl.report" / "report.jsonl").read_text().splitlines()
    found = [json.loads(line) for line in report]
    for row in found:
        row.pop("number")
        row.pop("kept_number", None)
    return texts, found, summary


def passage(rng: random.Random, size: int) -> str:
    words = ("".join(rng.choices("abcdefghilmnoprstu", k=rng.randint(2, 9))) for _ in range(size))
    return " ".join(words).capitalize() + "."


POOL = [passage(random.Random(k), 14 + 3 * k) for k in range(6)]
HEADS = ["Harbour news", "From the council", "Weather"]


def damaged(text: str, how: str, seed: int) -> str:
    rng = random.Random(seed)
    if how == "noise":
        at = set(rng.sample(range(len(text)), len(text) // 25))
        return "".join("x" if k in at and c != " " else c for k, c in enumerate(text))
    if how == "cut":
        return text[: len(text) * rng.randint(4, 8) // 10]
    if how == "word":
        words = text.split()
        words[len(words) // 2] = "lighthouse"
        return " ".join(words)
    return text


blocks = st.tuples(
    st.integers(0, len(POOL) - 1),
    st.sampled_from(["as it is", "as it is", "noise", "cut", "word"]),
    st.integers(0, 2),
    st.integers(-2, len(HEADS) - 1),
)
documents = st.lists(st.lists(blocks, min_size=1, max_size=4), min_size=2, max_size=9)


def text_of(number: int, document) -> str:
    # Something of its own, so that what it has in common with others may be boilerplate.
    parts = [passage(random.Random(100 + number), 60)] if number % 3 else []
    for base, how, seed, head in document:
        parts += [HEADS[head]] * (head >= 0) + [damaged(POOL[base], how, seed)]
    return "\n\n".join(parts) + "\n"


class TestSameDecisions:
    @pytest.fixture(autouse=True)
    def small(self, monkeypatch):
        monkeypatch.setattr(local, "Crew", Inline)
        monkeypatch.setattr(local, "_LEAST_PART", 1_500)
        monkeypatch.setattr(local, "_MOST_PART", 1_500)
        monkeypatch.setattr("dedup.corpus.task.CHUNK", 900)
        monkeypatch.setattr("dedup.corpus.tasks.reading.CHUNK", 900)
        monkeypatch.setattr("dedup.corpus.readers.rows.PIECE", 300)
        monkeypatch.setattr(pairs_stage, "HOT", 4)
        monkeypatch.setattr(index_folder, "PARTS", 4)
        monkeypatch.setattr("dedup.corpus.index.lookup.PARTS", 4)
        monkeypatch.setattr("dedup.corpus.tasks.knowing.PARTS", 4)
        monkeypatch.setattr(os, "fsync", lambda _: None)

    @settings(max_examples=20, deadline=None)
    @given(documents, st.floats(0.1, 0.9), st.floats(0.1, 0.9), st.sampled_from(["near", "exact"]))
    def test_as_if_the_earlier_ones_had_stood_first(
        self, tmp_path_factory, given_ones, one, two, across
    ):
        tmp = tmp_path_factory.mktemp("law")
        rows = [(f"d{k}", text_of(k, each)) for k, each in enumerate(given_ones)]
        first, last = sorted(round(share * (len(rows) - 1)) for share in (one, two))
        last = max(last, 1)
        more = {"settings": CorpusSettings(within="none", across=across, boilerplate_from=3)}
        texts, report, _ = clean(tmp, "all", rows, **more)
        index = str(tmp / "index")
        for name, part in (("a", rows[:first]), ("b", rows[first:last])):
            if part:
                clean(tmp, name, part, known=index, **more)
        own, found, summary = clean(tmp, "c", rows[last:], known=index, **more)
        assert own == texts[last:]
        later = {name for name, _ in rows[last:]}
        assert found == [row for row in report if row["document"] in later]
        assert summary["known"] == last
        shutil.rmtree(tmp)


def test_the_same_decisions_on_what_is_made_for_a_corpus(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "Crew", Inline)
    rows = [
        (f"{name}-{k}", block)
        for k in range(2)
        for name, text in corpora.ROWS
        for block in [text[k * len(text) // 2 :]]
    ]
    texts, report, _ = clean(tmp_path, "all", rows)
    for k, part in enumerate((rows[:5], rows[5:14], rows[14:21])):
        clean(tmp_path, f"{k}", part, known=str(tmp_path / "index"))
    own, found, _ = clean(tmp_path, "last", rows[21:], known=str(tmp_path / "index"))
    assert own == texts[21:]
    later = {name for name, _ in rows[21:]}
    assert found == [row for row in report if row["document"] in later]
    assert len(found) > 10
    assert {row["kept_document"] for row in found} - later


def test_boilerplate_counts_the_documents_of_all_runs(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "Crew", Inline)
    rows = [(f"d{k}", f"{passage(random.Random(50 + k), 60)}\n\n{POOL[0]}\n") for k in range(5)]
    more = {"known": str(tmp_path / "index")}
    more["settings"] = CorpusSettings(within="none", boilerplate_from=4)
    status = []
    for k, part in enumerate((rows[:2], rows[2:3], rows[3:4], rows[4:])):
        _, found, summary = clean(tmp_path, f"r{k}", part, **more)
        status += [(row["document"], row["status"], row["reason"]) for row in found]
        assert {row["kept_document"] for row in found} == {"d0"}
    assert summary["known"] == 4
    assert status == [
        ("d1", "removed", ""),
        ("d2", "removed", ""),
        ("d3", "kept", "stands in 4 documents"),
        ("d4", "kept", "stands in 5 documents"),
    ]


@pytest.fixture
def filled(tmp_path, monkeypatch) -> Path:
    """An index of one run."""
    monkeypatch.setattr(local, "Crew", Inline)
    clean(tmp_path, "a", corpora.ROWS[:4], known=str(tmp_path / "index"))
    return tmp_path / "index"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


class TestSegments:
    def test_its_signatures_are_datasketch_s_own(self, filled):
        found = list(signatures(filled))
        assert len(found) > 10
        texts = dict(corpora.ROWS)
        for name, _, text, signature in found:
            assert text in texts[name]
            folded = fold(text).text
            own = sign_blocks(folded, *map(np.array, ([0], [len(folded)])))[0]
            assert signature == as_datasketch(own)
            assert signature.scheme == "affine32"
        header = json.loads((filled / "000001" / "header.json").read_text())
        assert {"scheme", "seed", "num_perm", "shingle", "hash", "fold", "unicode"} <= {
            *header["made"]
        }

    def test_the_example_of_the_page_puts_them_into_an_index(self, filled, tmp_path, monkeypatch):
        filled.rename(tmp_path / "known")
        monkeypatch.chdir(tmp_path)
        page = Path(__file__).parents[1] / "docs" / "corpus.md"
        example = page.read_text().split("```py\n")[1].partition("```")[0]
        names: dict = {}
        exec(compile(example, "corpus.md", "exec"), names)
        assert names["lsh"].query(names["signature"]) == [(names["document"], names["block"])]

    @pytest.mark.parametrize("name", ["fold", "seed", "shingle", "unicode", "probe", "across"])
    def test_one_that_does_not_fit_is_refused(self, filled, tmp_path, name):
        header = filled / "000001" / "header.json"
        told = json.loads(header.read_text())
        told["made"][name] = "another"
        header.write_text(json.dumps(told))
        before = snapshot(filled)
        with pytest.raises(UsageError, match=f"does not fit: it was made with {name} another, not"):
            clean(tmp_path, "b", corpora.ROWS[4:6], known=str(filled))
        assert snapshot(filled) == before
        assert sorted(p.name for p in tmp_path.glob("b*")) == ["b.jsonl"]

    def test_the_probe_is_of_the_code(self, monkeypatch):
        before = form()["probe"]
        monkeypatch.setattr("dedup.corpus.index.form.seeds_of", lambda *_: (np.arange(3), None))
        assert form()["probe"] != before

    @pytest.mark.parametrize("name", ["header.json", "votes.arrow", "held/0.arrow", "key/0.arrow"])
    @pytest.mark.parametrize("how", ["cut", "gone"])
    def test_a_damaged_one_is_refused(self, filled, tmp_path, name, how):
        file = filled / "000001" / name
        if how == "gone":
            file.unlink()
        else:
            file.write_bytes(file.read_bytes()[:-9])
        with pytest.raises(InputError, match="000001: is damaged"):
            clean(tmp_path, "b", corpora.ROWS[4:6], known=str(filled))

    def test_what_was_added_is_not_read_again(self, filled, tmp_path):
        inputs, output = (str(tmp_path / "a.jsonl"),), str(tmp_path / "again.jsonl")
        wish = Wish(inputs, output, NONE, Fields(id="id"), known=str(filled))
        with pytest.raises(UsageError, match=r"was added to it before, in .*000001"):
            run_local(wish)

    def test_another_folder_is_none(self, tmp_path):
        (tmp_path / "index").mkdir()
        (tmp_path / "index" / "letter.txt").write_text("Dear all")
        with pytest.raises(UsageError, match="is no index of dedup corpus"):
            clean(tmp_path, "b", corpora.ROWS[:2], known=str(tmp_path / "index"))
        alone = CorpusSettings(across="none")
        with pytest.raises(UsageError, match="--across none compares nothing"):
            clean(tmp_path, "b", corpora.ROWS[:2], known=str(tmp_path / "new"), settings=alone)

    def test_two_runs_at_once(self, filled, tmp_path, monkeypatch):
        monkeypatch.setattr(index_folder, "_WAIT", 0.1)
        holder = (
            "import sys; from pathlib import Path; from dedup.corpus.index.folder import Folder;"
        )
        holder += "own = Folder(Path(sys.argv[1])); print(flush=True); sys.stdin.read()"
        with subprocess.Popen(
            [sys.executable, "-c", holder, str(filled)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as other:
            other.stdout.readline()
            with pytest.raises(UsageError, match="another run is using this index"):
                clean(tmp_path, "b", corpora.ROWS[4:6], known=str(filled))
            other.stdin.close()
        clean(tmp_path, "b", corpora.ROWS[4:6], known=str(filled))

    def test_a_segment_that_cannot_be_written_is_none(self, filled, tmp_path, monkeypatch):
        before = snapshot(filled)
        settle = index_folder._settle
        seen = []

        def full(path: Path) -> int:
            seen.append(path)
            if path.name == "header.json":
                raise OSError(28, "No space left on device")
            return settle(path)

        monkeypatch.setattr(index_folder, "_settle", full)
        with pytest.raises(OutputError, match="No space left on device"):
            clean(tmp_path, "b", corpora.ROWS[4:6], known=str(filled))
        assert len(seen) > 3
        assert snapshot(filled) == before
        monkeypatch.setattr(index_folder, "_settle", settle)
        summary = clean(tmp_path, "b", corpora.ROWS[4:6], known=str(filled), resume=True)[2]
        assert len(segments(filled)) == 2
        assert summary["known"] == 4

    def test_what_a_killed_run_left_is_swept(self, filled):
        left = filled / ".unfinished-000002"
        left.mkdir()
        (left / "header.json").write_text("{}")
        one = Folder(filled)
        assert len(one.segments) == 1
        assert not left.exists()
        one.close()


def test_a_killed_run_goes_on_and_adds_once(tmp_path):
    """Whenever it is killed, the index holds whole segments, and in the end each once."""
    lines(tmp_path / "a.jsonl", corpora.ROWS[:5])
    lines(tmp_path / "b.jsonl", corpora.ROWS[5:])
    options = ["--within", "none", "--id-field", "id", "-j1", "-q", "--index"]

    def command(name: str, index: str, *more: str) -> list[str]:
        source, output = f"{name}.jsonl", f"{index}-{name}.jsonl"
        return [
            sys.executable,
            "-m",
            "dedup",
            "corpus",
            source,
            "-o",
            output,
            *options,
            index,
            *more,
        ]

    for name in ("a", "b"):
        subprocess.run(command(name, "whole"), check=True, cwd=tmp_path)
    subprocess.run(command("a", "killed"), check=True, cwd=tmp_path)
    state = tmp_path / "killed-b.jsonl.state"
    for delay in (0.75, 0.95, 1.1, 1.2, 1.3, 1.4, None):
        resume = ["--resume"] if (state / "manifest.json").exists() else []
        process = subprocess.Popen(
            command("b", "killed", *resume), cwd=tmp_path, start_new_session=True
        )
        if delay is not None:
            time.sleep(delay)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        # One that is killed on its way out has done all.
        if process.wait() == 0 or ((tmp_path / "killed-b.jsonl").exists() and not state.exists()):
            break
        assert len(segments(tmp_path / "killed")) in (1, 2)
    assert not state.exists()
    kept = [snapshot(tmp_path / name) for name in ("whole", "killed")]
    headers = [
        json.loads(each.pop(f"{k}/header.json")) for each in kept for k in ("000001", "000002")
    ]
    assert kept[0] == kept[1]
    assert len(headers) == 4
    outputs = [(tmp_path / f"{name}-b.jsonl").read_bytes() for name in ("whole", "killed")]
    assert outputs[0] == outputs[1]


def test_a_run_that_was_stopped_behind_its_segment_has_only_to_end(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "Crew", Inline)

    def stop(*_):
        raise KeyboardInterrupt

    conclude = local._Local._conclude
    monkeypatch.setattr(local._Local, "_conclude", stop)
    with pytest.raises(KeyboardInterrupt):
        clean(tmp_path, "a", corpora.ROWS[:4], known=str(tmp_path / "index"))
    monkeypatch.setattr(local._Local, "_conclude", conclude)
    assert len(segments(tmp_path / "index")) == 1
    before = snapshot(tmp_path / "index")
    summary = clean(tmp_path, "a", corpora.ROWS[:4], known=str(tmp_path / "index"), resume=True)[2]
    assert summary["known"] == 0
    assert snapshot(tmp_path / "index") == before
