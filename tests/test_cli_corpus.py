"""The command `corpus`: streams, statuses, messages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from wcwidth import wcswidth

from tests import corpora


def run(*args: str, status: int = 0, cwd: Path | None = None) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "dedup", "corpus", *args]
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd)
    assert done.returncode == status, done.stderr
    return done


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("corpus")
    corpora.lines(folder / "in.jsonl")
    done = run("in.jsonl", "-o", "out.jsonl", "--id-field", "id", "--within", "none", cwd=folder)
    assert done.stdout == ""
    return folder, done.stderr


def test_the_summary(cleaned):
    folder, summary = cleaned
    assert f"{len(corpora.ROWS)} documents in 1 file: " in summary
    assert "blocks that repeat one of another document" in summary
    assert "wrote out.jsonl   report out.jsonl.report\n" in summary
    assert sorted(p.name for p in folder.iterdir()) == ["in.jsonl", "out.jsonl", "out.jsonl.report"]


def test_one_is_no_many_and_no_line_is_folded(tmp_path):
    page = "今年，本市减免小微企业和个体工商户房租，三个月里惠及一万二千户。" * 3
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(f"{page}\n", encoding="utf-8")
    told = run("one.txt", "two.txt", "-o", "out", "--within", "none", cwd=tmp_path).stderr
    assert "           1  whole document that repeats another, " in told
    assert "           1  document became empty and is kept, empty: two.txt\n" in told
    assert max(map(wcswidth, told.splitlines())) <= 80


def test_explain(cleaned):
    folder, _ = cleaned
    lines = (folder / "out.jsonl.report" / "report.jsonl").read_text().splitlines()
    row = next(r for r in map(json.loads, lines) if r["status"] == "removed")
    told = run("-o", "out.jsonl", "--explain", row["document"], cwd=folder).stdout
    place = f"{row['start']}-{row['end']}: removed, {row['rule']}; repeats {row['kept_document']}"
    assert place in told
    assert (
        f"removed {row['document']}"
        in run("-o", "out.jsonl", "--explain", row["kept_document"], cwd=folder).stdout
    )
    done = run("-o", "out.jsonl", "--explain", "nobody", status=2, cwd=folder)
    assert "nobody: the report names no such document" in done.stderr


def test_what_is_alike_is_told_once(tmp_path):
    seed = Path(__file__).parent.parent / "seeds" / "000_b3c001c1d24659d9.txt"
    (tmp_path / "page.txt").write_bytes(seed.read_bytes())
    run("page.txt", "-o", "out.txt", cwd=tmp_path)
    told = run("-o", "out.txt", "--explain", "page.txt", cwd=tmp_path).stdout
    assert told.count("withheld, folded-mark") == 4
    assert "page.txt: 358 more  withheld, folded-mark; " in told
    assert told.count("removed, ") == 3
    assert "\n  would be  ，\n" in told


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "no output"),
        (["-o", "x"], "nothing to read"),
        (["gone", "-o", "x"], "gone: no such file"),
        (["*.gone", "-o", "x"], "no file has a name of this pattern"),
        (["in.jsonl", "-o", "x.jsonl", "--order", "field"], "go together"),
        (["in.jsonl", "-o", "x.jsonl", "--master", "yarn"], "--master is not for --engine local"),
        (["in.jsonl", "-o", "x.jsonl", "--engine", "spark", "-j", "2"], "--jobs is not for"),
        (["in.jsonl", "-o", "x.jsonl", "--engine", "spark", "--memory", "1G"], "--memory is not"),
        (["in.jsonl", "-o", "x.jsonl", "--engine", "spark", "--index", "i"], "--index is not"),
        (["in.jsonl", "-o", "x.jsonl", "--memory", "much"], "is no size"),
        (["in.jsonl", "-o", "x.jsonl", "--memory", "1M"], "300M at least"),
        (["in.jsonl", "-o", "x.jsonl", "--min-chars", "1"], "min-chars must be 4 or more"),
        (["in.jsonl", "-o", "out.jsonl"], "exists already"),
        (["in.jsonl", "-o", "x.parquet", "--format", "jsonl"], "say different things"),
    ],
)
def test_wrong_usage(cleaned, args, message):
    folder, _ = cleaned
    done = run(*args, status=2, cwd=folder)
    assert done.stderr.startswith("dedup: ")
    assert message in done.stderr
    assert not list(folder.glob("x*"))


def test_bad_input_is_status_3_and_leaves_nothing(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"text": "Good."}\n{"text": 3}\n')
    done = run("in.jsonl", "-o", "out.jsonl", status=3, cwd=tmp_path)
    assert done.stderr == (
        "dedup: in.jsonl: line 2: 'text' is a number where text should be\n"
        "       nothing was written; --on-error skip passes over what cannot be used\n"
    )
    assert [file.name for file in tmp_path.iterdir()] == ["in.jsonl"]
    done = run("in.jsonl", "-o", "out.jsonl", "--on-error", "skip", cwd=tmp_path)
    assert "1  rows whose text is no string, passed over" in done.stderr
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "in.jsonl").read_bytes()


def test_a_full_disk_is_one_line(tmp_path):
    """Stands for it: no file may grow beyond some size."""
    corpora.lines(tmp_path / "in.jsonl")
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000));"
        "from dedup.cli.commands import main; sys.exit(main())"
    )
    command = [sys.executable, "-B", "-c", script, "corpus", "in.jsonl", "-o", "out.jsonl"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert done.stderr.startswith("dedup: ")
    assert "out.jsonl.state; --resume continues it" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.jsonl").exists()
    run("in.jsonl", "-o", "out.jsonl", "--resume", cwd=tmp_path)
    assert (tmp_path / "out.jsonl").exists()


def test_an_interrupted_run_says_how_to_go_on(tmp_path):
    corpora.lines(tmp_path / "in.jsonl", corpora.ROWS * 3)
    command = [sys.executable, "-m", "dedup", "corpus", "in.jsonl", "-o", "out.jsonl"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    log = tmp_path / "out.jsonl.state" / "done.jsonl"
    while process.poll() is None and not (log.exists() and log.stat().st_size):
        pass
    process.send_signal(2)
    _, said = process.communicate()
    assert process.returncode in (130, -2)
    assert "--resume  continues it" in said
    run("in.jsonl", "-o", "out.jsonl", "--resume", cwd=tmp_path)
    assert not (tmp_path / "out.jsonl.state").exists()


def test_a_killed_process_is_one_line(tmp_path):
    corpora.lines(tmp_path / "in.jsonl", corpora.ROWS * 3)
    command = [sys.executable, "-m", "dedup", "corpus", "in.jsonl", "-o", "out.jsonl", "-j1"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    log = tmp_path / "out.jsonl.state" / "done.jsonl"
    while process.poll() is None and not (log.exists() and log.stat().st_size):
        pass
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    for child in children:
        os.kill(int(child), 9)
    _, said = process.communicate()
    assert children
    assert process.returncode == 3
    assert said.startswith("dedup: a process ended by signal 9 while it was at ")
    assert "--resume continues the run" in said
    run("in.jsonl", "-o", "out.jsonl", "--resume", "-q", cwd=tmp_path)


def test_clean_and_help_do_without_arrow():
    for args in (["corpus", "--help"], ["clean", "--help"]):
        command = [sys.executable, "-X", "importtime", "-m", "dedup", *args]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert "pyarrow" not in done.stderr
        assert "numpy" not in done.stderr


def test_an_index_of_what_earlier_runs_have_kept(tmp_path):
    corpora.lines(tmp_path / "a.jsonl", corpora.ROWS[:6])
    corpora.lines(tmp_path / "b.jsonl", corpora.ROWS[6:])
    options = ["--id-field", "id", "--within", "none", "--index", "known"]
    told = run("a.jsonl", "-o", "a-out.jsonl", *options, cwd=tmp_path).stderr
    assert "compared with 0 documents of earlier runs, too; " in told
    told = run("b.jsonl", "-o", "b-out.jsonl", *options, cwd=tmp_path).stderr
    assert "compared with 6 documents of earlier runs, too; " in told
    rows = [
        json.loads(line)
        for line in (tmp_path / "b-out.jsonl.report" / "report.jsonl").read_text().splitlines()
    ]
    row = next(row for row in rows if row["kept_document"] in dict(corpora.ROWS[:6]))
    assert row["kept_number"] < 0
    told = run("-o", "b-out.jsonl", "--explain", row["document"], cwd=tmp_path).stdout
    assert f"repeats {row['kept_document']} " in told
    done = run("b.jsonl", "-o", "c.jsonl", *options, status=2, cwd=tmp_path)
    assert "was added to it before, in known/000002" in done.stderr
    corpora.lines(tmp_path / "c.jsonl", corpora.ROWS[:1])
    done = run("c.jsonl", "-o", "d.jsonl", *options, "--across", "exact", status=2, cwd=tmp_path)
    assert done.stderr.splitlines()[0] == (
        "dedup: known/000001: does not fit: it was made with across near, not exact"
    )
    assert not list(tmp_path.glob("d.jsonl*"))


def without(module: str) -> str:
    """A program that runs dedup where a package is not installed."""
    return (
        "import importlib.util, sys; "
        "found = importlib.util.find_spec; "
        f"none = lambda name, *more: None if name == {module!r} else found(name, *more); "
        "importlib.util.find_spec = none; "
        "from dedup.cli.commands import main; "
        "sys.exit(main())"
    )


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("pyarrow", 'dedup corpus needs pyarrow\n       pip install "dedup-text[corpus]"'),
        (
            "pyspark",
            '--engine spark needs pyspark, and Java\n       pip install "dedup-text[spark]"',
        ),
    ],
)
def test_what_is_not_installed_is_named(tmp_path, missing, message):
    command = [
        sys.executable,
        "-c",
        without(missing),
        "corpus",
        "x",
        "-o",
        "y",
        "--engine",
        "spark",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, f"dedup: {message}\n")
