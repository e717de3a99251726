"""Spark gives what the local engine gives, byte for byte, whatever is killed on the way."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dedup.corpus.fields import Fields
from dedup.corpus.local import run_local
from dedup.corpus.memory import clean_corpus
from dedup.corpus.schemas import DOCUMENTS
from dedup.corpus.settings import CorpusSettings
from dedup.corpus.stages import pairs
from dedup.errors import InputError, OutputError, UsageError
from dedup.model import Settings
from tests import corpora
from tests.test_corpus_local import everything, wish

pytest.importorskip("pyspark", reason="pyspark is not installed")
if shutil.which("java") is None:
    pytest.skip("Java is not installed", allow_module_level=True)
# What the session leaves to the end of the process is not ours to close.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]
ROOT = Path(__file__).parents[1]
QUICK = {
    "spark.ui.enabled": False,
    "spark.ui.showConsoleProgress": False,
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.executorEnv.PYTHONPATH": str(ROOT),
    # Small runs end before what Java compiles for them is worth it.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.codegen.wholeStage": False,
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": 2,
}
NEAR = CorpusSettings(within="none", boilerplate_from=3)


def session(master: str):
    from pyspark.sql import SparkSession

    os.environ.update(
        PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1", PYTHONPATH=str(ROOT)
    )
    builder = SparkSession.builder.master(master)
    for name, value in QUICK.items():
        builder = builder.config(name, value)
    found = builder.getOrCreate()
    found.sparkContext.setLogLevel("OFF")
    return found


@pytest.fixture(scope="module")
def spark():
    before = dict(os.environ)
    found = session("local[2]")
    yield found
    found.stop()
    os.environ.clear()
    os.environ.update(before)


def both(spark, tmp_path: Path, inputs: tuple[str, ...], name: str, few: int = 0, **more):
    """Clean a corpus with both engines; what the local one says of it."""
    from dedup.corpus.spark import run_spark

    given = wish("", name, **({"settings": NEAR, "skip": True} | more))._replace(inputs=inputs)
    # Written to one place, which stands in what is told of two files of one name.
    place = tmp_path / "out"
    given = given._replace(output=str(place / name))
    found = []
    for run in (run_local, partial(run_spark, session=spark, few=few, hot=pairs.HOT)):
        summary = run(given)
        found.append((summary, everything(place)))
        assert not list(place.rglob("*.state"))
        assert not list(place.rglob(".*.tmp"))
        shutil.rmtree(place)
    (one, expected), (other, files) = found
    assert other == one
    assert [*files] == [*expected]
    for path, data in files.items():
        assert data == expected[path], path
    return one


def chain() -> list[tuple[str, str]]:
    """Documents each of which repeats the one before, but not those before that."""
    like, rng = {"e": "c", "h": "b", "m": "rn", "i": "l", "u": "n"}, random.Random(1)
    text = (
        "When the great bell of the town hall cracked in the winter of the long frost, the council "
        "had it melted down and cast again with silver that the guilds had given; below the weir "
        "stands a mill that has ground no corn since then, its wheel was sold, and the grandson of "
        "the miller keeps bees in the loft where the sacks used to hang."
    )
    rows = []
    for k in range(5):
        rows.append((f"link {k}", f"{k} {'xyz'[k % 3]} notes\n\n{text}\n"))
        places = [at for at, letter in enumerate(text) if letter in like]
        for at in sorted(rng.sample(places, int(0.04 * len(text))), reverse=True):
            text = text[:at] + like[text[at]] + text[at + 1 :]
    return rows


def mixed(folder: Path) -> Path:
    """A folder with a file in every form, and with every fault that input can have."""
    corpora.folder(folder, corpora.ROWS[:5])
    corpora.lines(folder / "a.jsonl", corpora.ROWS[3:9])
    packed = corpora.lines(folder / "b.jsonl.gz", corpora.ROWS[6:12])
    packed.write_bytes(packed.read_bytes()[:-900])
    corpora.table(folder / "c.parquet", corpora.ROWS[8:])
    corpora.lines(folder / "chain.jsonl", chain())
    bad = ['{"id": "c", "text": ', "[]", '{"id": "d"}', '{"text": null}', '{"text": 17}', ""]
    lines = [*bad, json.dumps({"id": "é", "text": corpora.ROWS[0][1]})]
    with pa.CompressedOutputStream(str(folder / "d.jsonl.zst"), "zstd") as out:
        out.write("\n".join(lines).encode())
    # No name of a pattern or an address to Java, and one that is no Unicode.
    odd = folder / "a b%20{c}[1]*?,\\"
    odd.mkdir()
    (odd / "x.txt").write_text(corpora.ROWS[1][1])
    (odd / "empty.txt").write_bytes(b"")
    (odd / "bytes.txt").write_bytes(b"\xff\xfe\xfa no text")
    (odd / "mark.txt").write_bytes(b"\xef\xbb\xbfOwn.\r\n")
    (odd / "gone.txt").symlink_to(folder / "nowhere")
    (odd / "table.parquet").write_bytes(b"PAR1 no table")
    return folder


class TestSharing:
    """What a stage is given at once."""

    @pytest.mark.parametrize("most", [1, 40, 10_000])
    @pytest.mark.parametrize("size", [1, 2, 3, 100])
    def test_keys_are_never_taken_apart(self, most, size):
        from dedup.corpus.spark.frames import of_whole_keys

        keys = [1, 1, 1, 2, 5, 5, 5, 5, 5, 6, 7, 7]
        whole = pa.RecordBatch.from_pydict({"key": keys, "row": range(len(keys))})
        batches = [whole.slice(at, size) for at in range(0, len(keys), size)]
        found = list(of_whole_keys([whole.slice(0, 0), *batches], most))
        rows = [[row for batch in own for row in batch.to_pylist()] for own in found]
        assert [row["row"] for own in rows for row in own] == [*range(len(keys))]
        seen = [{row["key"] for row in own} for own in rows]
        assert sum(map(len, seen)) == len({*keys})
        assert len(seen) == 1 if most == 10_000 or size == 100 else len(seen) > 1

    def test_documents_come_in_pieces(self):
        from dedup.corpus.readers.rows import PIECE
        from dedup.corpus.spark.flow import pieces

        sizes = [0, PIECE - 1, 2, PIECE + 7, 0, 5, PIECE, 1]
        texts = ["é" * size for size in sizes]
        found = [own.column("text").to_pylist() for own in pieces(batch_of_texts(texts))]
        assert [text for own in found for text in own] == texts
        assert all(len(own) == 1 or sum(map(len, own)) <= PIECE for own in found)
        assert len(found) == 6


def batch_of_texts(texts: list[str]) -> pa.RecordBatch:
    rows = [{"document": k, "origin": k, "id": str(k), "text": t} for k, t in enumerate(texts)]
    return pa.RecordBatch.from_pylist(rows, schema=DOCUMENTS)


class TestFiles:
    def test_every_form_and_every_fault(self, spark, tmp_path, monkeypatch):
        """With hot seeds, boilerplate, and near repeats that are settled by rounds alone."""
        monkeypatch.setattr(pairs, "HOT", 3)
        # A stage is given a few documents at a time.
        monkeypatch.setattr("dedup.corpus.spark.frames.AT_ONCE", 1)
        monkeypatch.setattr("dedup.corpus.spark.engine._BATCH_BYTES", 1)
        settings = CorpusSettings(Settings(similarity=0.92), boilerplate_from=3)
        inputs = (str(mixed(tmp_path / "in")),)
        name = "o u%20t{x}[1]*?,"
        more = {"settings": settings, "fields": Fields(id="id")}
        found = both(spark, tmp_path, inputs, name, jobs=1, **more)
        assert found["hot"]
        assert found["spared"]
        assert found["boilerplate"]
        expected = {"cut-off", "no-field", "no-json", "no-string", "not-text", "null", "unreadable"}
        assert set(found["problems"]) == expected

    def test_another_form_and_order_and_two_files_of_one_name(self, spark, tmp_path, monkeypatch):
        monkeypatch.setattr("dedup.corpus.spark.resolve.AT_ONCE", 1)
        for name, rows in (("a", corpora.ROWS[:9]), ("b", corpora.ROWS[4:])):
            (tmp_path / name).mkdir()
            corpora.lines(tmp_path / name / "x.jsonl", rows)
        inputs = tuple(str(tmp_path / name) for name in "ab")
        fields, few = Fields(id="id", order="n"), 1 << 20
        found = both(spark, tmp_path, inputs, "out.parquet", few, order="field", fields=fields)
        assert found["halved"]
        fields = Fields(id="id", order="text")
        more = {"order": "field", "fields": fields, "form": "text"}
        settings = CorpusSettings(Settings(keep=("the",), unsafe=True), across="exact")
        found = both(spark, tmp_path, inputs, "out", settings=settings, **more)
        assert found["problems"] == {"same-name": 1}

    def test_a_run_that_failed_goes_on(self, spark, tmp_path, monkeypatch):
        from dedup.corpus.spark import engine, run_spark

        source = corpora.lines(tmp_path / "in.jsonl")
        given = wish(source, tmp_path / "out.jsonl", settings=replace(NEAR, across="exact"))
        with monkeypatch.context() as patch:
            patch.setattr(engine, "write_reports", _full)
            with pytest.raises(OutputError, match=r"No space left.*\n.*--resume continues it"):
                run_spark(given, session=spark)
        written = (tmp_path / "out.jsonl").stat().st_mtime_ns
        run_spark(given._replace(resume=True), session=spark)
        assert (tmp_path / "out.jsonl").stat().st_mtime_ns == written
        run_local(given._replace(output=str(tmp_path / "right.jsonl")))
        one, other = (
            everything(tmp_path / f"{n}.jsonl", tmp_path / f"{n}.jsonl.report")
            for n in ("right", "out")
        )
        assert [*one.values()] == [*other.values()]

    def test_bad_input_stops_it(self, spark, tmp_path):
        from dedup.corpus.spark import run_spark

        source = corpora.lines(tmp_path / "in.jsonl", corpora.ROWS[:3])
        source.write_text(source.read_text() + "no json\n")
        with pytest.raises(InputError, match=r"line 4: is no JSON.*\nnothing was written"):
            run_spark(wish(source, tmp_path / "out.jsonl"), session=spark)
        assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]
        with pytest.raises(UsageError, match="--index is not for"):
            run_spark(wish(source, tmp_path / "out.jsonl", known="x"), session=spark)


def _full(*_):
    raise OSError(28, "No space left on device")


class TestFrames:
    def test_the_example_of_the_page(self, spark, tmp_path):
        page = (ROOT / "docs" / "corpus.md").read_text(encoding="utf-8")
        (code,) = re.findall(r"^```py\n(# spark.*?)^```$", page, re.MULTILINE | re.DOTALL)
        code = re.sub(r'parquet\("', f'parquet("{tmp_path}/', code)
        rows = pa.table({"url": ["a", "b"], "page": ["One.", None]})
        pq.write_table(rows, tmp_path / "pages.parquet")
        exec(compile(code, "corpus.md", "exec"), {"spark": spark})
        assert pq.read_table(tmp_path / "clean").column("text").to_pylist() == ["One."]
        assert pq.read_table(tmp_path / "report").num_rows == 0

    def test_a_frame(self, spark):
        from dedup.corpus.spark import clean

        rows = corpora.ROWS[:8]
        values = [(k, name, text) for k, (name, text) in enumerate(rows)]
        frame = spark.createDataFrame(values, "n int, id string, text string").repartition(3)
        before = spark.conf.get("spark.sql.shuffle.partitions")
        done = clean(frame, settings=NEAR, order="n")
        documents = [row.asDict() for row in done.documents.orderBy("document").collect()]
        report = done.report.orderBy("number", "row").drop("row")
        batch = [{"document": k, "origin": k, "id": name, "text": text} for k, name, text in values]
        right = clean_corpus([pa.RecordBatch.from_pylist(batch, schema=DOCUMENTS)], NEAR)
        assert documents == right.documents.to_pylist()
        assert [row.asDict() for row in report.collect()] == right.report.to_pylist()
        assert spark.conf.get("spark.sql.shuffle.partitions") == before


@pytest.mark.long
class TestLong:
    @pytest.mark.parametrize("few", [0, 1 << 20], ids=["rounds", "one-task"])
    @pytest.mark.parametrize("form", ["folder", "lines", "table"])
    def test_the_forms(self, spark, tmp_path, form, few):
        names = {"folder": "in", "lines": "in.jsonl", "table": "in.parquet"}
        source = getattr(corpora, form)(tmp_path / names[form])
        both(
            spark,
            tmp_path,
            (str(source),),
            f"out-{names[form]}",
            few=few,
            settings=CorpusSettings(),
        )

    @pytest.mark.parametrize("across", ["near", "exact", "none"])
    @pytest.mark.parametrize("boilerplate", ["keep", "remove"])
    def test_the_settings(self, spark, tmp_path, across, boilerplate):
        settings = replace(NEAR, across=across, boilerplate=boilerplate, within="repeats")
        source = corpora.lines(tmp_path / "in.jsonl")
        both(spark, tmp_path, (str(source),), "out.jsonl", settings=settings)

    def test_no_documents(self, spark, tmp_path):
        (tmp_path / "in.jsonl").write_text("\n")
        both(spark, tmp_path, (str(tmp_path / "in.jsonl"),), "out.parquet")

    def test_the_command(self, tmp_path):
        """It says the same as with the local engine, and nothing of Spark and Java."""
        corpora.lines(tmp_path / "in.jsonl")
        told = []
        for engine in (["local"], ["spark", "--master", "local[2]"]):
            out = tmp_path / engine[0] / "out.jsonl"
            out.parent.mkdir()
            command = [sys.executable, "-m", "dedup", "corpus", "../in.jsonl", "-o", "out.jsonl"]
            done = subprocess.run(
                [*command, "--engine", *engine, "--id-field", "id"],
                capture_output=True,
                cwd=out.parent,
                env=os.environ
                | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore::ResourceWarning"},
            )
            assert done.returncode == 0
            told.append((done.stdout, done.stderr, [*everything(out.parent).items()]))
        (out, err, files), (out_, err_, files_) = told
        assert (out_, err_) == (out, err)
        assert [data for _, data in files] == [data for _, data in files_]

    def test_the_benchmark(self):
        command = [sys.executable, "-m", "benchmarks.corpus.spark", "--size", "0.1", "--parts", "2"]
        env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore::ResourceWarning"}
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env)
        assert done.returncode == 0, done.stderr
        rows = dict(line[2:].split(" | ", 1) for line in done.stdout.splitlines() if line[0] == "|")
        assert {"cleaning", "pairing blocks", "verifying repeats", "writing", "all"} <= {*rows}
        assert float(rows["cleaning"].split(" | ")[0]) > 0

    def test_an_executor_that_is_killed(self, spark, tmp_path):
        """Its tasks are done again, what it held is computed again, and the result is the same."""
        spark.stop()
        cluster = session("local-cluster[2,1,1024]")
        killed = []
        state = tmp_path / "out" / "out.jsonl.state"

        def kill():
            while not (state / "resolved" / "_SUCCESS").exists():
                own = executors()
                if (state / "wholes" / "_SUCCESS").exists() and own:
                    os.kill(own[0], signal.SIGKILL)
                    killed.append(own[0])
                    return
                time.sleep(0.02)

        killer = threading.Thread(target=kill)
        killer.start()
        try:
            source = corpora.lines(tmp_path / "in.jsonl")
            both(cluster, tmp_path, (str(source),), "out.jsonl")
        finally:
            cluster.stop()
            killer.join(60)
        assert killed


def executors() -> list[int]:
    """The executors of local clusters that are below this process."""
    parents, names = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text().rpartition(")")[2].split()
                names[int(entry.name)] = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            parents[int(entry.name)] = int(status[1])

    def is_below(process: int) -> bool:
        while process > 1:
            process = parents.get(process, 0)
            if process == os.getpid():
                return True
        return False

    mark = b"CoarseGrainedExecutorBackend"
    return [process for process, name in names.items() if mark in name and is_below(process)]
