"""The local executor: the result that memory gives, however it is shared out, wherever stopped."""

import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dedup.corpus import files, task
from dedup.corpus.fields import Fields
from dedup.corpus.local import run_local
from dedup.corpus.memory import clean_corpus
from dedup.corpus.plan import Wish
from dedup.corpus.schemas import DOCUMENTS
from dedup.corpus.settings import CorpusSettings
from dedup.corpus.state import State
from dedup.errors import InputError, OutputError, UsageError
from tests import corpora

NONE = CorpusSettings(within="none", boilerplate_from=4)


def wish(source: Path | str, output: Path, **more) -> Wish:
    more = {"settings": NONE, "fields": Fields(id="id"), "jobs": 2} | more
    return Wish((str(source),), str(output), **more)


def expected(settings: CorpusSettings = NONE) -> list[str]:
    rows = [
        {"document": k, "origin": k, "id": name, "text": text}
        for k, (name, text) in enumerate(corpora.ROWS)
    ]
    batch = pa.RecordBatch.from_pylist(rows, schema=DOCUMENTS)
    return clean_corpus([batch], settings).documents.column("text").to_pylist()


def everything(*places: Path) -> dict[str, bytes]:
    """All files at some places, without the folder that they are in."""
    out = {}
    for place in places:
        files = [place] if place.is_file() else sorted(place.rglob("*"))
        out |= {
            f"{place.name}/{f.relative_to(place)}": f.read_bytes() for f in files if f.is_file()
        }
    return out


class TestForms:
    def test_lines_keep_all_but_the_texts(self, tmp_path):
        source = corpora.lines(tmp_path / "in.jsonl")
        run_local(wish(source, tmp_path / "out.jsonl"))
        before, after = (
            (tmp_path / name).read_text().splitlines() for name in ("in.jsonl", "out.jsonl")
        )
        texts = [json.loads(line)["text"] for line in after]
        assert texts == expected()
        for one, other in zip(before, after, strict=True):
            old, new = json.loads(one), json.loads(other)
            assert (one == other) == (old["text"] == new["text"])
            assert one.isascii() <= other.isascii()
            assert {**old, "text": ""} == {**new, "text": ""}
        assert not (tmp_path / "out.jsonl.state").exists()

    def test_packed_lines(self, tmp_path):
        for packed in ("in.jsonl.gz", "in.jsonl.zst"):
            source = tmp_path / packed
            if packed.endswith("gz"):
                corpora.lines(source)
            else:
                data = corpora.lines(tmp_path / "plain.jsonl").read_bytes()
                with pa.CompressedOutputStream(str(source), "zstd") as out:
                    out.write(data)
            run_local(wish(source, tmp_path / f"out-{packed}"))
            with pa.input_stream(str(tmp_path / f"out-{packed}")) as stream:
                rows = [json.loads(line) for line in stream.read().splitlines()]
            assert [row["text"] for row in rows] == expected()

    def test_tables_keep_columns_and_types(self, tmp_path):
        source = corpora.table(tmp_path / "in.parquet")
        run_local(wish(source, tmp_path / "out.parquet"))
        old, new = pq.read_table(source), pq.read_table(tmp_path / "out.parquet")
        assert new.schema.equals(old.schema, check_metadata=True)
        assert new.drop_columns("text").equals(old.drop_columns("text"))
        assert new.column("text").to_pylist() == expected()

    def test_folders_keep_names_and_bytes(self, tmp_path):
        rows = corpora.ROWS[:30]
        corpora.folder(tmp_path / "in", rows)
        mark = tmp_path / "in" / "0" / "zz.txt"
        mark.write_bytes(
            b"\xef\xbb\xbf" + rows[0][1].encode().replace(b"\n", b"\r\n") + b"\r\nOwn."
        )
        summary = run_local(wish(tmp_path / "in", tmp_path / "out", order="path"))
        names, kept = (
            sorted(p.relative_to(tmp_path / d) for p in (tmp_path / d).rglob("*.txt"))
            for d in ("in", "out")
        )
        assert names == kept
        assert summary["documents"] == len(rows) + 1
        assert (tmp_path / "out" / "0" / "zz.txt").read_bytes() == b"\xef\xbb\xbfOwn."

    def test_another_form(self, tmp_path):
        source = corpora.folder(tmp_path / "in")
        run_local(wish(source, tmp_path / "one.parquet"))
        texts = pq.read_table(tmp_path / "one.parquet").to_pylist()
        run_local(wish(source, tmp_path / "out", form="jsonl"))
        files = sorted((tmp_path / "out").rglob("*.jsonl"))
        rows = [json.loads(file.read_text()) for file in files]
        key = "id"
        assert sorted(rows, key=lambda r: r[key]) == sorted(texts, key=lambda r: r[key])

    def test_an_order_by_a_field(self, tmp_path):
        """With the order turned round the last of two copies stays."""
        source = tmp_path / "in.jsonl"
        turned = corpora.ROWS[::-1]
        text = "".join(
            json.dumps({"id": name, "text": text, "at": len(turned) - k}) + "\n"
            for k, (name, text) in enumerate(turned)
        )
        source.write_text(text)
        fields = Fields(id="id", order="at")
        run_local(wish(source, tmp_path / "out.jsonl", order="field", fields=fields))
        rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
        assert [row["id"] for row in rows] == [name for name, _ in turned]
        assert [row["text"] for row in rows][::-1] == expected()


class TestReport:
    def test_every_loss_stands_in_it(self, tmp_path):
        source = corpora.lines(tmp_path / "in.jsonl")
        summary = run_local(wish(source, tmp_path / "out.jsonl"))
        folder = tmp_path / "out.jsonl.report"
        rows = [json.loads(line) for line in (folder / "report.jsonl").read_text().splitlines()]
        table = pq.read_table(folder / "report.parquet").to_pylist()
        assert [{k: v for k, v in row.items() if v is not None} for row in table] == rows
        assert summary["rows"] == len(rows)
        before = dict(corpora.ROWS)
        left = {
            row["id"]: row["text"]
            for row in map(json.loads, (tmp_path / "out.jsonl").read_text().splitlines())
        }
        for name, text in before.items():
            own = [r for r in rows if r["document"] == name and r["status"] == "removed"]
            for row in own:
                assert text[row["start"] : row["end"]] == row["old"]
            kept = "".join(left[name].split())
            gone = "".join("".join(row["old"].split()) for row in own)
            assert sorted(kept + gone) == sorted("".join(text.split()))
        for row in rows:
            if row["rule"] == "exact-repeat" and row["kind"] == "block":
                source_text = before[row["kept_document"]]
                assert source_text[row["kept_start"] : row["kept_end"]] in row["old"]
        assert summary["found"] == json.loads((folder / "summary.json").read_text())["found"]
        page = (folder / "report.html").read_text()
        assert "<h2>What was found</h2>" in page
        assert "http" not in page.replace("http-equiv", "")


class TestSharing:
    def test_processes_parts_and_chunks_change_no_byte(self, tmp_path, monkeypatch):
        source = corpora.lines(tmp_path / "in.jsonl")
        run_local(wish(source, tmp_path / "a" / "out.jsonl", jobs=1))
        one = everything(tmp_path / "a")
        # Many chunks, many parts, three processes.
        monkeypatch.setattr("dedup.corpus.readers.rows.PIECE", 3_000)
        monkeypatch.setattr("dedup.corpus.task.CHUNK", 9_000)
        monkeypatch.setattr("dedup.corpus.local._MOST_PART", 20_000)
        monkeypatch.setattr("dedup.corpus.local._LEAST_PART", 20_000)
        run_local(wish(source, tmp_path / "b" / "out.jsonl", jobs=3))
        two = everything(tmp_path / "b")
        assert {k.partition("/")[2]: v for k, v in one.items()} == {
            k.partition("/")[2]: v for k, v in two.items()
        }
        assert task.CHUNK == 9_000


def done(log: Path) -> int:
    return log.read_bytes().count(b"\n") if log.exists() else 0


SCRIPT = """
import sys
from dedup.corpus import files, task
from dedup.corpus.readers import rows
rows.PIECE, task.CHUNK = 5_000, 20_000
from dedup.cli.commands import main
sys.exit(main())
"""


class Killed(BaseException):
    """Ends a run as a signal does: at a call, with nothing done behind it."""


class TestState:
    """A run may be killed while it makes the folder of its state, and while it removes it."""

    @pytest.mark.parametrize("resume", [False, True])
    @pytest.mark.parametrize("at", range(12))
    def test_killed_at_any_call(self, at, resume, tmp_path, monkeypatch):
        calls = 0

        def killed(function):
            def call(*args, **kwargs):
                nonlocal calls
                calls += 1
                if calls > at:
                    raise Killed
                return function(*args, **kwargs)

            return call

        folder, what = tmp_path / "out.state", {"inputs": 1}
        with monkeypatch.context() as patch, suppress(Killed), ExitStack() as stack:
            for name in ("mkdir", "write_text", "replace", "unlink", "rmdir"):
                patch.setattr(Path, name, killed(getattr(Path, name)))
            patch.setattr(shutil, "rmtree", killed(shutil.rmtree))
            state = State.begin(folder, what, resume=False, force=False)
            stack.callback(state.close)
            (folder / "read").mkdir()
            (folder / "read" / "0.arrow").write_text("rows")
            (folder / "plan.arrow").write_text("rows")
            state.finish("read", 0, {"rows": 1})
            state.remove()
        left = (folder / "manifest.json").exists()
        again = State.begin(folder, what, resume=resume and left, force=left and not resume)
        # What the log tells is there.
        assert again.result("read", 0) is None or (folder / "read" / "0.arrow").exists()
        again.remove()
        assert not folder.exists()


class TestStops:
    def test_a_killed_run_goes_on_to_the_same_bytes(self, tmp_path):
        source = corpora.lines(tmp_path / "in.jsonl")
        options = ["--within", "none", "--id-field", "id", "-j2", "-q"]

        def command(name: str, *more: str) -> list[str]:
            where = ["-o", str(tmp_path / name / "out.jsonl")]
            return [sys.executable, "-c", SCRIPT, "corpus", str(source), *where, *options, *more]

        subprocess.run(command("whole"), check=True)
        output = tmp_path / "killed" / "out.jsonl"
        state = tmp_path / "killed" / "out.jsonl.state"
        log = state / "done.jsonl"
        rng = random.Random(5)
        kills = 0
        for more in (1, 1, 2, 2, 3, 3, 4, None):
            resume = ["--resume"] if (state / "manifest.json").exists() else []
            process = subprocess.Popen(command("killed", *resume), start_new_session=True)
            before = done(log)
            while more and process.poll() is None and done(log) < before + more:
                time.sleep(0.002)
            time.sleep(rng.uniform(0, 0.05))
            if more and process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                kills += 1
            process.wait()
            if output.exists() and not state.exists():
                break  # all was written: it was killed when it left, if at all
        assert kills > 3
        one, two = everything(tmp_path / "whole"), everything(tmp_path / "killed")
        assert [*one.values()] == [*two.values()]
        assert not list(tmp_path.rglob("*.state")) + list(tmp_path.rglob(".*.tmp"))

    def test_another_wish_does_not_go_on(self, tmp_path):
        source = corpora.lines(tmp_path / "in.jsonl", corpora.ROWS[:3])
        source.write_text(source.read_text() + "no json\n")
        with pytest.raises(InputError, match="line 4: is no JSON"):
            run_local(wish(source, tmp_path / "out.jsonl"))
        assert not (tmp_path / "out.jsonl.state").exists()
        state = tmp_path / "out.jsonl.state"
        state.mkdir()
        (state / "manifest.json").write_text('{"form": 1}')
        with pytest.raises(UsageError, match="--resume continues it"):
            run_local(wish(source, tmp_path / "out.jsonl", skip=True))
        with pytest.raises(UsageError, match="had another"):
            run_local(wish(source, tmp_path / "out.jsonl", skip=True, resume=True))
        run_local(wish(source, tmp_path / "out.jsonl", skip=True, force=True))


class TestBadInput:
    def test_bad_lines_are_told_and_stand_as_they_stood(self, tmp_path):
        good = [json.dumps({"id": "a", "text": "Good."}), json.dumps({"id": "b", "text": "Too."})]
        bad = [
            '{"id": "c", "text": ',
            '["text"]',
            '{"id": "d"}',
            '{"id": "e", "text": null}',
            '{"id": "f", "text": 17}',
            '{"id": "g", "text": "\\ud800"}',
        ]
        text = "\n".join([good[0], *bad, "", good[1]])
        source = tmp_path / "in.jsonl"
        source.write_bytes(text.encode() + b"\n\xff\xfe\n")
        summary = run_local(wish(source, tmp_path / "out.jsonl", skip=True))
        assert (tmp_path / "out.jsonl").read_bytes() == source.read_bytes()
        assert summary["problems"] == {"no-json": 3, "no-field": 1, "null": 1, "no-string": 2}
        assert summary["documents"] == 2
        assert f"{source}: line 4: has no field 'text'" in summary["first_problems"]

    def test_a_cut_file_is_read_as_far_as_it_goes(self, tmp_path):
        source = corpora.lines(tmp_path / "in.jsonl.gz")
        source.write_bytes(source.read_bytes()[:-2000])
        with pytest.raises(InputError, match="cut off"):
            run_local(wish(source, tmp_path / "out.jsonl.gz"))
        summary = run_local(wish(source, tmp_path / "out.jsonl.gz", skip=True))
        assert summary["problems"] == {"cut-off": 1, "no-json": 1} or summary["problems"] == {
            "cut-off": 1
        }
        assert 0 < summary["documents"] < len(corpora.ROWS)

    def test_files_that_cannot_be_read_or_written_to_one_name(self, tmp_path):
        corpora.folder(tmp_path / "in", corpora.ROWS[:4])
        (tmp_path / "in" / "bytes.txt").write_bytes(b"\xff\xfe\xfa no text")
        (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nowhere")
        (tmp_path / "in" / "table.parquet").write_bytes(b"PAR1 no table")
        with pytest.raises(InputError):
            run_local(wish(tmp_path / "in", tmp_path / "out"))
        summary = run_local(wish(tmp_path / "in", tmp_path / "out", skip=True))
        assert summary["documents"] == 4
        assert summary["problems"] == {"not-text": 1, "unreadable": 2}
        assert (tmp_path / "out" / "bytes.txt").read_bytes() == b"\xff\xfe\xfa no text"
        assert (tmp_path / "out" / "table.parquet").read_bytes() == b"PAR1 no table"
        assert not (tmp_path / "out" / "gone.txt").exists()

    def test_two_files_of_one_name(self, tmp_path):
        for name in ("a", "b"):
            corpora.lines(tmp_path / f"{name}.d", corpora.ROWS[:2]).rename(tmp_path / name)
        for name in ("a", "b"):
            (tmp_path / f"in-{name}").mkdir()
            (tmp_path / name).rename(tmp_path / f"in-{name}" / "x.jsonl")
        both = (str(tmp_path / "in-a"), str(tmp_path / "in-b"))
        given = wish("", tmp_path / "out")._replace(inputs=both)
        with pytest.raises(InputError, match=r"as .*in-a/x.jsonl is"):
            run_local(given)
        summary = run_local(given._replace(skip=True))
        assert summary["problems"] == {"same-name": 1}

    def test_an_output_that_exists_and_one_that_is_an_input(self, tmp_path):
        source = corpora.lines(tmp_path / "in.jsonl", corpora.ROWS[:3])
        (tmp_path / "out.jsonl").write_text("mine\n")
        with pytest.raises(UsageError, match="--force"):
            run_local(wish(source, tmp_path / "out.jsonl"))
        assert (tmp_path / "out.jsonl").read_text() == "mine\n"
        run_local(wish(source, tmp_path / "out.jsonl", force=True))
        with pytest.raises(UsageError, match="is an input too"):
            run_local(wish(source, source, force=True))
        with pytest.raises(UsageError, match="lies in the input"):
            run_local(wish(tmp_path, tmp_path / "out"))

    def test_a_table_without_the_column(self, tmp_path):
        source = corpora.table(tmp_path / "in.parquet", corpora.ROWS[:3])
        with pytest.raises(InputError, match="has no column 'body'"):
            run_local(wish(source, tmp_path / "out.parquet", fields=Fields("body")))
        with pytest.raises(InputError, match="holds float, not text"):
            run_local(wish(source, tmp_path / "out.parquet", fields=Fields("score")))


def test_a_full_disk_is_told_in_one_line(tmp_path, monkeypatch):
    source = corpora.lines(tmp_path / "in.jsonl")

    class Full(io.BytesIO):
        def write(self, _):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("dedup.corpus.tasks.writing.written", lambda *_: Full())
    with pytest.raises(OutputError, match="No space left on device\nwhat was done is in "):
        run_local(wish(source, tmp_path / "out.jsonl"))
    monkeypatch.undo()
    run_local(wish(source, tmp_path / "out.jsonl", resume=True))
    assert (tmp_path / "out.jsonl").read_bytes().count(b"\n") == len(corpora.ROWS)


def test_what_a_killed_run_left_of_a_report_goes(tmp_path, monkeypatch):
    source = corpora.lines(tmp_path / "in.jsonl", corpora.ROWS[:3])
    target = tmp_path / "out.jsonl"

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("dedup.corpus.tasks.writing.write_report", full)
        with pytest.raises(OutputError):
            run_local(wish(source, target))
    report = tmp_path / "out.jsonl.report"
    report.mkdir(exist_ok=True)
    for name in (".report.jsonl.7.tmp", ".report.parquet.7.tmp", ".mine.tmp"):
        (report / name).write_text("half")
    run_local(wish(source, target, resume=True))
    assert [path.name for path in report.glob(".*")] == [".mine.tmp"]


@pytest.mark.parametrize("held", [1, 1 << 20])
def test_parts_of_many_batches_are_those_of_one(tmp_path, monkeypatch, held):
    monkeypatch.setattr(files, "_HELD", held)
    schema = pa.schema([("n", pa.int64())])
    batches = [pa.RecordBatch.from_pydict({"n": [*range(k, k + 5)]}, schema) for k in (0, 5, 10)]
    path = tmp_path / "many.arrow"

    def part_of(batch: pa.RecordBatch) -> np.ndarray:
        return np.asarray(batch.column("n")) % 3

    files.write_parts_of_many(path, schema, iter(batches), 4, part_of)
    found = [files.read_part([path], k, schema, 4).column("n").to_pylist() for k in range(4)]
    assert found == [[0, 3, 6, 9, 12], [1, 4, 7, 10, 13], [2, 5, 8, 11, 14], []]
