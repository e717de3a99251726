"""Faults of the system itself: calls that fail or kill, full disks, strange files, closed doors.

`test_faults.py` replaces the calls of a program by others; here the system refuses them, so that
nothing of dedup or of Python is taken on trust. strace is needed for the one class, root for a disk
of its own, and where either is missing the tests are skipped and say so.
"""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from conftest import COMMAND, NOBODY
from faults import WAYS
from lake import CLEAN, DAMAGED

from dedup import pool
from dedup.cli import atomic, files
from dedup.cli.commands import main
from dedup.cli.files import read, write
from dedup.errors import InputError, OutputError

WRITES = (
    *("write", "pwrite64", "fsync", "fdatasync", "rename", "renameat", "renameat2", "link"),
    *("linkat", "unlink", "unlinkat", "fchmod", "fchown", "fsetxattr", "fremovexattr"),
    *("ftruncate", "flock", "mkdir", "mkdirat"),
)
"""System calls that change files; opening and closing are others, and watched at one name."""

ALL_WRITES = ",".join(WRITES)

TRACED = [name for name, way in WAYS.items() if not way.terminal and name != "many"]
"""Ways without a terminal, and in one process: calls are counted process by process."""


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*.tmp")]


def strace_works() -> bool:
    command = ["strace", "-o", os.devnull, "-e", "inject=fsync:error=EIO:when=1", "true"]
    return (
        bool(shutil.which("strace")) and not subprocess.run(command, capture_output=True).returncode
    )


needs_strace = pytest.mark.skipif(not strace_works(), reason="no strace, or no right to trace")


@needs_strace
class TestSystemCalls:
    """Every system call of a write fails, or is the last one: KILL comes at its end."""

    @pytest.fixture
    def fresh(self, tmp_path, monkeypatch):
        """Makes the folder as it is before the command, the state too."""

        def make(way):
            for name in ("work", "state"):
                shutil.rmtree(tmp_path / name, ignore_errors=True)
            (tmp_path / "work").mkdir()
            monkeypatch.chdir(tmp_path / "work")
            monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
            for name, data in way.files:
                Path(name).write_bytes(data)
            for args in way.before:
                assert main([*args]) in (0, 1)
            return tmp_path

        return make

    def traced(self, args, trace, fault=None, path=None):
        """Run dedup under strace; its status and the calls that it made."""
        log = Path.cwd().parent / "calls"
        options = ["-f", "-qq", "-o", str(log), "-e", f"trace={trace}"]
        if path is not None:
            options += ["-P", str(path)]
        if fault is not None:
            options += ["-e", f"inject={fault}"]
        done = subprocess.run(
            ["strace", *options, *COMMAND, *args], capture_output=True, timeout=60
        )
        calls = re.findall(r"^\d+ +(\w+)\(", log.read_text(errors="replace"), re.MULTILINE)
        return done.returncode, calls, done.stderr.decode(errors="replace")

    def held(self, root):
        return {
            path.name: path.read_bytes()
            for path in (root / "work").iterdir()
            if not path.name.startswith(".dedup-")
        }

    def every(self, fresh, name, fault, calls=ALL_WRITES, path=None):
        """Have each call fail in its turn; how many there were."""
        way = WAYS[name]
        fresh(way)
        subprocess.run([*COMMAND, *way.args], capture_output=True)  # which compiles the modules
        root = fresh(way)
        before = self.held(root)
        beside = path and root / "work" / path
        status, made, _ = self.traced(way.args, calls, path=beside)
        assert status in (0, 1)
        after = self.held(root)
        assert after != before
        for at, call in enumerate(made):
            fresh(way)
            injected = f"{call}:{fault}:when={1 + made[:at].count(call)}"  # counted call by call
            status, _, said = self.traced(way.args, calls, injected, beside)
            where = f"{name}, {injected}"
            for file, data in self.held(root).items():
                assert data in (before.get(file), after.get(file)), f"{where}: a third {file}"
            assert {*before} <= {*self.held(root)}, where
            assert status in ((-9,) if "KILL" in fault else (0, 1, 3)), f"{where}: {status}"
            assert "Traceback" not in said, where + said
            again = main([*way.args])
            refused = name == "output" or "the next run will not replace it" in said
            assert again in ((0, 1, 2) if refused else (0, 1)), where
            assert self.held(root) == after, f"{where}: the next run made something else"
            assert not left(root), f"{where}: left after the next run"
        print(f"{name}, {fault}: {len(made)} faults")
        return len(made)

    def test_a_kill_at_every_one(self, fresh):
        assert self.every(fresh, "in-place", "signal=KILL") >= 15

    @pytest.mark.long
    @pytest.mark.parametrize("fault", ["signal=KILL", "error=ENOSPC", "error=EIO", "error=EINTR"])
    @pytest.mark.parametrize("name", TRACED)
    def test_every_way(self, fresh, name, fault):
        assert self.every(fresh, name, fault) >= 5

    @pytest.mark.long
    @pytest.mark.parametrize("fault", ["signal=KILL", "error=ENOSPC", "error=EMFILE"])
    def test_the_file_beside_is_opened_and_closed(self, fresh, fault):
        beside = atomic._beside(Path("lake.txt")).name
        assert self.every(fresh, "in-place", fault, "openat,close", beside) >= 2


class TestFullDisk:
    def test_no_file_may_be_that_long(self, lake):
        """The system stops a write in its midst."""
        lake.write_bytes(DAMAGED + b"\n" + b"x" * 5000)
        before = lake.read_bytes()
        limit = f"ulimit -f 4; exec {' '.join(COMMAND)} clean -q --no-undo-log -i lake.txt"
        done = subprocess.run(["bash", "-c", limit], capture_output=True, text=True)
        assert done.returncode == 3
        assert done.stderr == "dedup: lake.txt: cannot be written: File too large\n"
        assert lake.read_bytes() == before

    def test_a_disk_of_few_bytes(self, tmp_path, monkeypatch):
        disk = tmp_path / "disk"
        disk.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)]
        if os.geteuid() or subprocess.run(command, capture_output=True).returncode:
            pytest.skip("only root may mount a disk, and not everywhere")
        try:
            page = disk / "lake.txt"
            page.write_bytes(DAMAGED + b"\n" + b"x" * 5000)
            before = page.read_bytes()
            (disk / "more").write_bytes(b"x" * 8000)
            command = [*COMMAND, "clean", "-q", "-i", str(page)]
            done = subprocess.run(command, capture_output=True, text=True)
            assert done.returncode == 3
            assert "No space left on device" in done.stderr
            assert page.read_bytes() == before
            assert not left(disk)
        finally:
            subprocess.run(["umount", str(disk)], check=True)

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
    @pytest.mark.parametrize(
        "args",
        [
            *(["--version"], ["--help"], ["clean", "--help"], ["help", "clean"], ["explain"]),
            *(["explain", "exact-repeat"], ["completion", "bash"], ["clean", "--show-settings"]),
            *(["clean", "lake.txt"], ["clean", "-o", "/dev/full", "lake.txt"]),
        ],
    )
    def test_whatever_is_printed_to_it(self, lake, args):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run([*COMMAND, *args], stdout=full, stderr=subprocess.PIPE, text=True)
        assert done.returncode == 3
        assert done.stderr.startswith("dedup: ")
        assert "No space left on device" in done.stderr
        assert "bug" not in done.stderr


class TestChangedWhileRead:
    def test_a_pipe_takes_the_place_of_the_file(self, lake):
        lake.unlink()
        os.mkfifo(lake)
        with pytest.raises(InputError, match="no file any more"):
            read("lake.txt")

    def test_a_change_within_a_tick_of_the_clock(self, lake, monkeypatch):
        """Other bytes of the same length, at once: without the wait both would have one time."""
        for _ in range(20):
            lake.write_bytes(b"one")
            data, seen = read("lake.txt")
            lake.write_bytes(b"two")
            with pytest.raises(InputError, match="changed since it was read"):
                write("lake.txt", data + b"!", replace=True, seen=seen)
            assert lake.read_bytes() == b"two"

    def test_a_file_of_this_very_moment_is_given_a_tick(self, lake, monkeypatch):
        waited = []
        monkeypatch.setattr(files.time, "sleep", waited.append)
        now = time.time_ns()
        monkeypatch.setattr(files.time, "time_ns", lambda: now)
        for age in (0, files._TICK - 1, files._TICK, -(10**9)):
            os.utime(lake, ns=(now - age, now - age))
            read("lake.txt")
        assert waited == [files._TICK / 1e9, 1e-9]

    def test_a_change_that_puts_its_time_back(self, lake):
        data, seen = read("lake.txt")
        time.sleep(0.02)
        lake.write_bytes(data[::-1])
        os.utime(lake, ns=(seen.st_atime_ns, seen.st_mtime_ns))
        with pytest.raises(InputError, match="changed since it was read"):
            write("lake.txt", b"new", replace=True, seen=seen)
        assert lake.read_bytes() == data[::-1]


class TestTwoProcesses:
    """One after the other, and the one that read what the other has replaced is refused."""

    def test_at_the_same_time(self, lake):
        command = [*COMMAND, "clean", "-i", "lake.txt"]
        both = [
            subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=lake.parent)
            for _ in range(4)
        ]
        ends = [(each.communicate(timeout=60)[1], each.returncode) for each in both]
        assert lake.read_bytes() == CLEAN
        assert {status for _, status in ends} <= {0, 3}
        assert 0 in {status for _, status in ends}
        for said, status in ends:
            assert status == 0 or "changed" in said, said
        assert not left(lake.parent)

    def test_each_of_many_writes_is_whole(self, lake):
        texts = [bytes([65 + k]) * 100_000 for k in range(8)]
        done = [
            threading.Thread(target=write, args=("out", text), kwargs={"replace": True})
            for text in texts
        ]
        for each in done:
            each.start()
        for each in done:
            each.join()
        assert Path("out").read_bytes() in texts
        assert not left(lake.parent)

    def test_one_that_does_not_end(self, lake, monkeypatch):
        monkeypatch.setattr(atomic, "PATIENCE", 0.1)
        beside = atomic._beside(lake)
        descriptor = atomic._claim(beside, 0o600)
        try:
            with pytest.raises(OutputError, match=r"another process.*\n.*remove  .*\.dedup-"):
                write("lake.txt", b"new", replace=True)
            assert lake.read_bytes() == DAMAGED
            assert beside.exists()
        finally:
            os.close(descriptor)
            beside.unlink()

    def test_a_lock_that_is_had_too_late(self, lake, monkeypatch):
        """Another one took the new file for one that was left, and removed it before the lock."""

        def slow(descriptor, how):
            if not removed:
                removed.append(beside.unlink())
            return flock(descriptor, how)

        beside, removed, flock = atomic._beside(lake), [], atomic.fcntl.flock
        monkeypatch.setattr(atomic.fcntl, "flock", slow)
        write("lake.txt", b"new", replace=True)
        assert (removed, lake.read_bytes()) == ([None], b"new")

    def test_where_no_lock_is_to_be_had(self, lake, monkeypatch):
        def fail(*_):
            raise OSError(95, "not supported")

        monkeypatch.setattr(atomic.fcntl, "flock", fail)
        monkeypatch.setattr(atomic, "PATIENCE", 0.05)
        write("lake.txt", b"new", replace=True)
        assert lake.read_bytes() == b"new"
        beside = atomic._beside(lake)
        beside.write_bytes(b"somebody's, for all that can be known")
        with pytest.raises(OutputError, match="remove"):
            write("lake.txt", b"newer", replace=True)
        beside.unlink()


class TestLeft:
    """What a killed run left beside a file."""

    def test_the_next_run_removes_it(self, lake):
        beside = atomic._beside(lake)
        beside.write_bytes(b"half")
        assert main(["clean", "-i", "lake.txt"]) == 0
        assert lake.read_bytes() == CLEAN

    def test_also_the_second_name_of_a_new_file(self, lake):
        """Killed between the two: the file has its name, and that of the one beside it still."""
        out = lake.with_name("out.txt")
        out.write_bytes(CLEAN)
        atomic._beside(out).hardlink_to(out)
        assert main(["clean", "-o", "out.txt", "lake.txt"]) == 2
        assert not left(lake.parent)
        atomic._beside(out).hardlink_to(out)
        assert main(["clean", "-f", "-o", "out.txt", "lake.txt"]) == 0

    @pytest.mark.parametrize("what", ["folder", "link"])
    def test_what_is_no_file_is_let_be(self, lake, monkeypatch, what):
        monkeypatch.setattr(atomic, "PATIENCE", 0.05)
        beside = atomic._beside(lake)
        if what == "folder":
            beside.mkdir()
        else:
            beside.symlink_to(lake)
        assert main(["clean", "-i", "lake.txt"]) == 3
        assert lake.read_bytes() == DAMAGED
        beside.rmdir() if what == "folder" else beside.unlink()

    def test_a_file_of_nearly_that_name_is_let_be(self, lake):
        other = lake.with_name(".dedup-mine.tmp")
        other.write_bytes(b"mine")
        assert main(["clean", "-i", "lake.txt"]) == 0
        assert other.read_bytes() == b"mine"
        other.unlink()


class TestKept:
    def test_an_access_list(self, lake):
        if not shutil.which("setfacl"):
            pytest.skip("no setfacl")
        command = ["setfacl", "-m", f"u:{NOBODY}:r", "lake.txt"]
        if subprocess.run(command, capture_output=True).returncode:
            pytest.skip("no access lists here")
        before = os.getxattr("lake.txt", atomic._ACL)
        assert main(["clean", "-i", "lake.txt"]) == 0
        assert os.getxattr("lake.txt", atomic._ACL) == before

    def test_a_group_that_cannot_be_kept_lends_its_rights_to_no_other(self, lake, monkeypatch):
        def fail(*_):
            raise PermissionError(1, "not permitted")

        lake.chmod(0o664)
        monkeypatch.setattr(atomic.os, "fchown", fail)
        assert main(["clean", "-i", "lake.txt"]) == 0
        assert stat.S_IMODE(lake.stat().st_mode) == 0o644

    def test_a_file_system_without_modes(self, lake, monkeypatch):
        def fail(*_):
            raise PermissionError(1, "not permitted")

        for name in ("fchown", "fchmod", "setxattr", "removexattr"):
            monkeypatch.setattr(atomic.os, name, fail, raising=False)
        assert main(["clean", "-i", "lake.txt"]) == 0
        assert lake.read_bytes() == CLEAN

    def test_a_write_protected_file_is_left(self, as_nobody, capfd):
        lake = as_nobody / "lake.txt"
        lake.write_bytes(DAMAGED)
        lake.chmod(0o444)
        assert main(["clean", "-i", str(lake)]) == 3
        assert "write-protected; left as it is" in capfd.readouterr().err
        assert lake.read_bytes() == DAMAGED


class TestOddFiles:
    def test_a_loop_of_links(self, lake, capfd):
        Path("loop").symlink_to("loop")
        assert main(["clean", "loop"]) == 3
        assert main(["clean", "-i", "loop"]) == 3
        assert main(["clean", "-o", "loop", "lake.txt"]) == 3
        assert main(["clean", "-f", "-o", "loop", "lake.txt"]) == 3
        said = capfd.readouterr().err
        assert said.count("Too many levels of symbolic links") == 4
        assert Path("loop").is_symlink()

    def test_a_socket(self, lake, capfd):
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("sock")
            assert main(["clean", "sock"]) == 2
            assert main(["clean", "-i", "sock"]) == 2
            assert main(["clean", "-o", "sock", "lake.txt"]) == 3
        assert stat.S_ISSOCK(Path("sock").stat().st_mode)

    def test_a_pipe_is_written_to(self, lake):
        os.mkfifo("pipe")
        command = [*COMMAND, "clean", "-q", "-o", "pipe", "lake.txt"]
        with subprocess.Popen(command, cwd=lake.parent) as process:
            assert Path("pipe").read_bytes() == CLEAN
            assert process.wait(timeout=60) == 0
        assert stat.S_ISFIFO(Path("pipe").stat().st_mode)

    def test_a_folder_in_place_of_a_file(self, lake, capfd):
        Path("folder").mkdir()
        assert main(["clean", "-i", "folder"]) == 2
        assert main(["clean", "-o", "folder/no/y.txt", "lake.txt"]) == 3
        Path("r.json").mkdir()
        assert main(["clean", "-f", "-q", "--report", "r.json", "lake.txt"]) == 3
        Path("lake.txt.orig").mkdir()
        assert main(["clean", "-i", "-b", "-f", "lake.txt"]) == 3
        assert lake.read_bytes() == DAMAGED

    def test_a_report_to_a_device(self, lake):
        args = ["--report", "/dev/null", "--report-format", "json"]
        assert main(["clean", "-q", *args, "-o", "out.txt", "lake.txt"]) == 0

    @pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 5000, ""])
    @pytest.mark.parametrize("command", ["apply", "undo"])
    def test_a_report_that_names_no_possible_file(self, lake, capfd, name, command):
        import json

        assert main(["clean", "--check", "--report", "r.json", "lake.txt"]) == 1
        whole = json.loads(Path("r.json").read_text("utf-8"))
        whole["files"][0]["path"] = name
        Path("r.json").write_text(json.dumps(whole))
        assert main([command, "r.json"]) in (2, 3)
        assert "a bug" not in capfd.readouterr().err


class TestRemovedFolder:
    """The working folder is gone: what does not need it works, the rest says so."""

    @pytest.fixture
    def gone(self, lake):
        def run(*args, stdin=DAMAGED):
            script = 'mkdir gone && cd gone && rmdir ../gone && exec "$@"'
            command = ["bash", "-c", script, "bash", *COMMAND, *args]
            done = subprocess.run(command, input=stdin, capture_output=True, cwd=lake.parent)
            assert b"a bug" not in done.stderr
            return done

        return run

    def test_a_pipe(self, gone):
        done = gone("clean", "-q")
        assert (done.returncode, done.stdout) == (0, CLEAN)

    def test_whole_paths(self, gone, lake):
        assert gone("clean", "-i", "-b", str(lake)).returncode == 0
        assert lake.read_bytes() == CLEAN
        assert gone("undo", str(lake)).returncode == 0
        assert lake.read_bytes() == DAMAGED
        report = str(lake.with_name("r.json"))
        assert gone("clean", "--check", "--report", report, str(lake)).returncode == 1
        assert gone("report", "-o", str(lake.with_name("r.html")), report).returncode == 0

    @pytest.mark.parametrize(
        ("args", "status"),
        [
            (["-i", "lake.txt"], 2),
            (["-o", "out.txt"], 3),
            (["--report", "r.json"], 3),
            (["--config", "similarity=0.9"], 0),
            (["--config", "x.toml"], 2),
            (["--show-settings"], 0),
        ],
    )
    def test_what_needs_it(self, gone, args, status):
        done = gone("clean", *args)
        assert done.returncode == status, done.stderr


class TestClosedStreams:
    @pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
    @pytest.mark.parametrize(
        "args",
        ["clean -i lake.txt", "clean -o out.txt lake.txt", "clean -i -j2 lake.txt b.txt"],
    )
    def test_files_are_written_all_the_same(self, lake, closed, args):
        Path("b.txt").write_bytes(DAMAGED)
        done = subprocess.run(["bash", "-c", f"{' '.join(COMMAND)} {args} {closed}"])
        assert done.returncode == 0
        assert Path("out.txt" if "-o" in args else "lake.txt").read_bytes() == CLEAN
        assert not list(Path().glob("[0-9]"))


class TestFewDescriptors:
    def test_a_file_more_than_may_be_open(self, lake):
        """As many files as Python itself needs to start, and hardly more."""
        Path("b.txt").write_bytes(DAMAGED)
        command = f"ulimit -n 10; exec {' '.join(COMMAND)} clean -q -i -j2 lake.txt b.txt"
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
        assert done.returncode in (0, 3)
        assert "bug" not in done.stderr
        assert {lake.read_bytes(), Path("b.txt").read_bytes()} <= {DAMAGED, CLEAN}


def test_a_task_that_cannot_be_handed_over_is_not_waited_for(monkeypatch):
    def send(self, task):
        if os.getpid() == here and not failed:
            failed.append(task)
            raise OSError(105, "no buffer space available")
        return real(self, task)

    real, here, failed = Connection.send, os.getpid(), []
    monkeypatch.setattr(Connection, "send", send)
    results = pool.in_order(abs, [-1, -2, -3], 2, lambda task, signal: (task, signal))
    assert [*results] == [(-1, signal.SIGKILL), 2, 3]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_to_the_one_process_ends_the_others(tmp_path, number):
    """Not to the group, as a terminal does it: what a supervisor does."""
    for k in range(4):
        (tmp_path / f"{k}.txt").write_bytes(DAMAGED)
    code = (
        "import sys, time; from dedup.cli import commands, work\n"
        "from dedup.cli.exits import die_of_signal\n"
        "from pathlib import Path\n"
        "def slow(document, *_, **__): Path(document.name + '.begun').touch(); time.sleep(3)\n"
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
    os.kill(process.pid, number)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (-number, b"")
    for _ in range(200):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.05)
    else:
        pytest.fail("somebody is left")
    assert [(tmp_path / name).read_bytes() for name in names] == [DAMAGED] * 4
