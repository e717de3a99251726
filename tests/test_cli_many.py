"""Many files: names from a list, several processes, and how far a long run has come."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import COMMAND
from lake import CLEAN, DAMAGED

from dedup.cli import work
from dedup.cli.choice import Way
from dedup.pool import METHOD, WorkerError, in_order


class TestList:
    @pytest.fixture
    def pages(self, tmp_path):
        """Files with names that a list must bear with."""
        names = ["one.txt", "two words.txt", " blank", "页.txt", "-i", "-"]
        for name in names:
            (tmp_path / name).write_bytes(DAMAGED)
        return names

    def cleaned(self, tmp_path, names):
        return [(tmp_path / name).read_bytes() == CLEAN for name in names]

    @pytest.mark.parametrize(
        ("end", "options"), [("\n", []), ("\r\n", []), ("\n\n", []), ("\0", ["-0"])]
    )
    @pytest.mark.parametrize("last", [True, False])
    def test_names_in_a_file_or_on_standard_input(self, dedup, tmp_path, pages, end, options, last):
        text = end.join(pages) + (end if last else "")
        (tmp_path / "list").write_bytes(text.encode())
        assert dedup("clean", "-i", "--files-from", "list", *options).status == 0
        assert all(self.cleaned(tmp_path, pages))
        for name in pages:
            (tmp_path / name).write_bytes(DAMAGED)
        done = dedup("clean", "-i", "--files-from", "-", *options, stdin=text.encode())
        assert done.status == 0
        assert all(self.cleaned(tmp_path, pages))

    def test_a_name_with_a_line_end(self, dedup, tmp_path):
        (tmp_path / "a\nb").write_bytes(DAMAGED)
        assert dedup("clean", "-i", "-0", "--files-from", "-", stdin=b"a\nb\0").status == 0
        assert self.cleaned(tmp_path, ["a\nb"]) == [True]

    def test_a_name_that_is_not_utf8(self, dedup, tmp_path):
        name = os.fsdecode(b"\xd6\xd0.txt")
        (tmp_path / name).write_bytes(DAMAGED)
        assert dedup("clean", "-i", "--files-from", "-", stdin=b"\xd6\xd0.txt\n").status == 0
        assert self.cleaned(tmp_path, [name]) == [True]

    def test_arguments_come_first(self, dedup, pages):
        done = dedup("clean", "--check", "--files-from", "-", "one.txt", stdin="页.txt".encode())
        assert done.err.index("one.txt:") < done.err.index("页.txt:")

    def test_an_empty_list_is_nothing_to_do(self, dedup):
        for options in (["-i"], ["--check"], []):
            done = dedup("clean", *options, "--files-from", "-", stdin=b"")
            assert (done.status, done.out, done.err) == (0, b"", "")

    @pytest.mark.parametrize(
        ("args", "stdin", "status", "said"),
        [
            (["--files-from", "none"], b"", 2, "--files-from none: no such file"),
            (["--files-from", "."], b"", 3, "--files-from .: cannot be read: Is a directory"),
            (["--files-from", "-", "-"], b"", 2, "both the list and a text"),
            (["--files-from", "-"], b"one.txt\0", 2, "add  -0"),
            (["-0", "one.txt"], b"", 2, "add  --files-from -"),
            (["--check", "--files-from", "-"], b"one.txt\nnot there\n", 2, "not there: no such"),
        ],
    )
    def test_what_cannot_be(self, dedup, pages, args, stdin, status, said):
        done = dedup("clean", *args, stdin=stdin)
        assert (done.status, done.out) == (status, b"")
        assert said in done.err

    def test_a_file_that_is_named_twice_is_changed_once(self, dedup, lake):
        lake.with_name("link.txt").symlink_to("lake.txt")
        done = dedup("clean", "-i", "-j2", "lake.txt", "./lake.txt", "link.txt", "lake.txt")
        assert done.status == 0
        assert done.err.count("lake.txt") == 1
        assert lake.read_bytes() == CLEAN


def doubled(number):
    """A piece of work; what is first in line takes longest."""
    time.sleep(0.002 * (7 - number % 7))
    return 2 * number


def failing(number):
    if number == 3:
        raise ValueError("three")
    return number


def dying(number):
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def interrupted(number):
    """What a terminal does to all processes of the group."""
    os.kill(os.getpid(), signal.SIGINT)
    return number


def died(task, number):
    return f"{task} by {number}"


class TestPool:
    @pytest.mark.parametrize("method", sorted({METHOD, "spawn"}))
    def test_results_come_in_order(self, method):
        assert list(in_order(doubled, range(30), 3, died, method)) == [*range(0, 60, 2)]

    def test_an_error_comes_in_its_turn_with_its_traceback(self):
        results = in_order(failing, range(9), 2, died)
        assert [next(results) for _ in range(3)] == [0, 1, 2]
        with pytest.raises(ValueError, match="three") as caught:
            next(results)
        assert isinstance(caught.value.__cause__, WorkerError)
        assert "in failing" in str(caught.value.__cause__)

    def test_a_process_that_dies_takes_its_task_with_it_and_no_other(self):
        expected = [0, 1, 2, "3 by 9", 4, 5, 6, 7, 8]
        assert list(in_order(dying, range(9), 2, died)) == expected

    def test_an_interrupt_is_for_the_asker_alone(self):
        assert list(in_order(interrupted, range(4), 2, died)) == [0, 1, 2, 3]

    def test_it_does_not_run_far_ahead(self, tmp_path):
        results = in_order(Path.touch, [tmp_path / str(k) for k in range(100)], 2, died)
        next(results)
        time.sleep(0.3)
        assert len([*tmp_path.iterdir()]) <= 12
        results.close()


class TestJobs:
    @pytest.fixture
    def pages(self, tmp_path):
        """Files of different lengths, one of which cannot be read."""
        names = []
        for k in range(7):
            names.append(f"{k}.txt")
            text = DAMAGED.decode() + f"\n第{k}页。\n" * (30 * (7 - k))
            (tmp_path / names[-1]).write_bytes(text.encode("gb18030" if k == 3 else "utf-8"))
        return names

    @pytest.mark.parametrize(
        "options", [["--json"], ["--diff"], ["--check"], ["-o", "out"], ["-i"], ["--report", "-"]]
    )
    def test_several_processes_say_and_write_what_one_does(self, dedup, tmp_path, pages, options):
        (tmp_path / "out").mkdir()
        before = {name: (tmp_path / name).read_bytes() for name in pages}
        seen = []
        for jobs in ("1", "3"):
            done = dedup("clean", *options, "--force", "-j", jobs, *pages)
            files = {p: p.read_bytes() for p in sorted(tmp_path.rglob("*.txt"))}
            seen.append((done.status, done.out, done.err, files))
            for name, data in before.items():
                (tmp_path / name).write_bytes(data)
        assert seen[0] == seen[1]
        assert seen[0][0] == 3  # of the one that is not UTF-8

    def test_a_bug_in_one_of_them(self, tmp_path, lake, monkeypatch, capfd):
        from dedup.cli.commands import main

        def fail(document, _, jobs):
            if document.name == "two.txt":
                raise LookupError("no such thing")
            return clean(document)

        clean = work.clean
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(work, "clean", fail)
        for name in ("one.txt", "two.txt", "three.txt"):
            (tmp_path / name).write_bytes(DAMAGED)
        assert main(["clean", "-i", "-j2", "one.txt", "two.txt", "three.txt"]) == 70
        said = capfd.readouterr().err
        assert "a bug in dedup: LookupError" in said
        assert "while cleaning two.txt" in said
        read = [(tmp_path / name).read_bytes() for name in ("one.txt", "two.txt", "three.txt")]
        assert read == [CLEAN, DAMAGED, DAMAGED]
        account = said.partition("account is in ")[2].strip()
        assert "in fail" in Path(account).read_text()

    def test_how_many_unasked(self, tmp_path, monkeypatch):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(8), raising=False)

        def jobs(*sizes):
            for k, size in enumerate(sizes):
                with (tmp_path / str(k)).open("wb") as file:
                    file.truncate(size)
            names = [str(tmp_path / str(k)) for k in range(len(sizes))]
            return work._best_jobs([work.Task(name, None, Way()) for name in names])

        assert jobs(10**9) == 1
        assert jobs(100, 100) == 1
        assert jobs(*[10**6] * 20) == 8
        assert jobs(*[10**7] * 20) == 6
        assert jobs(*[10**8] * 20) == 1

    @pytest.mark.parametrize(
        ("args", "expected"),
        [
            (["one.txt"], [8]),
            (["-j2", "one.txt"], [2]),
            (["-j1", "one.txt"], [1]),
            (["one.txt", "two.txt"], [8, 8]),
        ],
    )
    def test_a_text_alone_may_take_them(self, tmp_path, monkeypatch, args, expected):
        from dedup.cli.commands import main

        monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(8), raising=False)
        monkeypatch.chdir(tmp_path)
        given = []
        clean = work.clean
        monkeypatch.setattr(work, "clean", lambda *a, jobs: given.append(jobs) or clean(*a))
        for name in ("one.txt", "two.txt"):
            (tmp_path / name).write_bytes(DAMAGED)
        assert main(["clean", "-i", *args]) == 0
        assert given == expected

    def test_texts_in_processes_of_their_own_take_one_each(self, tmp_path):
        code = (
            "import sys; from dedup.cli import commands, work\n"
            "clean = work.clean\n"
            "def told(*args, jobs): sys.stderr.write(f'{jobs} job\\n'); return clean(*args)\n"
            "work.clean = told\n"
            "commands.main(['clean', '-i', '-q', '-j2', *sys.argv[1:]])"
        )
        names = ["one.txt", "two.txt"]
        for name in names:
            (tmp_path / name).write_bytes(DAMAGED)
        command = [sys.executable, "-c", code, *names]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
        assert done.stderr.split(b"\n")[:2] == [b"1 job"] * 2

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_signal_ends_a_text_in_two(self, tmp_path, number):
        code = (
            "import sys, time; from dedup.cli import commands, work\n"
            "from dedup.cli.exits import die_of_signal\n"
            "from dedup.parallel import beside\n"
            "from pathlib import Path\n"
            "def slow(document, _, jobs):\n"
            "    with beside(lambda: time.sleep(60), jobs):\n"
            "        Path('begun').touch(); time.sleep(60)\n"
            "work.clean = slow\n"
            "die_of_signal(commands.main(['clean', '-i', '-j2', *sys.argv[1:]]))"
        )
        (tmp_path / "one.txt").write_bytes(DAMAGED)
        process = subprocess.Popen(
            [sys.executable, "-c", code, "one.txt"],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        for _ in range(600):
            if (tmp_path / "begun").exists():
                break
            time.sleep(0.05)
        os.killpg(process.pid, number)
        _, err = process.communicate(timeout=20)
        assert (process.returncode, err) == (-number, b"")
        assert gone(process.pid)
        assert (tmp_path / "one.txt").read_bytes() == DAMAGED

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_signal_ends_all_of_them(self, tmp_path, number):
        """As a terminal sends it: to every process of the group."""
        for k in range(4):
            (tmp_path / f"{k}.txt").write_bytes(DAMAGED)
        code = (
            "import sys, time; from dedup.cli import commands, work\n"
            "from dedup.cli.exits import die_of_signal\n"
            "from pathlib import Path\n"
            "def slow(document, _, jobs): Path(document.name + '.begun').touch(); time.sleep(60)\n"
            "work.clean = slow\n"
            "die_of_signal(commands.main(['clean', '-i', '-j2', *sys.argv[1:]]))"
        )
        names = [f"{k}.txt" for k in range(4)]
        process = subprocess.Popen(
            [sys.executable, "-c", code, *names],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        for _ in range(600):
            if len([*tmp_path.glob("*.begun")]) == 2:
                break
            time.sleep(0.05)
        os.killpg(process.pid, number)
        _, err = process.communicate(timeout=20)
        assert (process.returncode, err) == (-number, b"")
        assert gone(process.pid)
        assert [(tmp_path / name).read_bytes() for name in names] == [DAMAGED] * 4


def gone(group):
    """Whether nobody of a group of processes is left, soon."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


class TestProgress:
    CODE = (
        "import sys, time; from dedup.cli import commands, progress, work\n"
        "progress.AFTER, progress.EVERY = float(sys.argv[1]), 0.05\n"
        "clean = work.clean\n"
        "def slow(*args, jobs): time.sleep(0.4); return clean(*args)\n"
        "work.clean = slow\n"
        "sys.exit(commands.main(sys.argv[2:]))"
    )

    @pytest.fixture
    def shown(self, on_terminal, monkeypatch):
        def show(*args, after="0.1", tty="e", env=None):
            monkeypatch.setattr("conftest.COMMAND", [sys.executable, "-c", self.CODE, after])
            return on_terminal("clean", *args, tty=tty, env=env)

        return show

    def test_it_is_told_and_taken_away(self, shown, lake):
        lake.with_name("二.txt").write_bytes(DAMAGED)
        for jobs in ("1", "2"):
            done = shown("--json", "-j", jobs, "lake.txt", "二.txt")
            assert done.status == 0
            assert "cleaning lake.txt (1 of 2)  0 s" in done.err
            after = done.err.rpartition("cleaning ")[2]
            assert after.partition("\r\x1b[K")[2].startswith("lake.txt: ")
            assert b"cleaning" not in done.out

    def test_a_long_name_is_cut(self, shown, lake):
        name = "页" * 60 + ".txt"
        lake.rename(lake.with_name(name))
        line = shown("--json", name).err.partition("cleaning ")[2].partition("\r")[0]
        assert line.endswith("…  0 s")

    @pytest.mark.parametrize(
        ("args", "more"),
        [
            (["lake.txt"], {"tty": "o"}),
            (["lake.txt", "-q"], {}),
            (["lake.txt", "--no-progress"], {}),
            (["lake.txt"], {"after": "5"}),
            (["lake.txt"], {"env": {"TERM": "dumb"}}),
        ],
    )
    def test_or_not(self, shown, lake, args, more):
        done = shown("--json", *args, **more)
        assert done.status == 0
        assert "cleaning" not in done.err
        assert "\x1b[K" not in done.err

    def test_a_short_run_is_not_told_by_default(self):
        from dedup.cli import progress

        assert progress.AFTER == 2.0


def test_a_pipe_loads_nothing_of_this(tmp_path):
    command = [sys.executable, "-X", "importtime", *COMMAND[1:], "clean", "--quiet"]
    done = subprocess.run(command, input=b"x\n", capture_output=True, cwd=tmp_path, check=True)
    for name in ("multiprocessing", "dedup.pool", "dedup.cli.progress", "dedup.cli.inputs"):
        assert name not in done.stderr.decode()
