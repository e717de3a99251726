"""How a run ends: exit statuses, signals, broken pipes, bugs; and what the user reads then."""

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
from dedup.cli.commands import main
from dedup.errors import SelfCheckError

FULL = Path("/dev/full")

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


BIG = "".join(f"第{k}网，{k * k}条鱼。\n" for k in range(5_000)).encode()
"""More than a pipe holds, and nothing to clean in it."""


def one_message(err: str) -> str:
    """The message, once it is seen to be one, and no traceback."""
    first, *advice = err.splitlines()
    assert first.startswith("dedup: ")
    assert all(line.startswith("       ") for line in advice)
    assert "Traceback" not in err
    return err


class TestStatus:
    @pytest.mark.parametrize(
        ("args", "status"),
        [
            ([], 0),
            (["--help"], 0),
            (["-h"], 0),
            (["help"], 0),
            (["help", "clean"], 0),
            (["help", "wash"], 2),
            (["clean", "-h"], 0),
            (["-V"], 0),
            (["--version"], 0),
            (["clean", "lake.txt"], 0),
            (["clean", "--", "lake.txt"], 0),
            (["clean", "lake.txt", "-o", "out.txt"], 0),
            (["clean", "--check", "lake.txt"], 1),
            (["clean", "--check", "clean.txt"], 0),
            (["clean", "--check", "lake.txt", "bad.txt"], 3),
            (["clean", "missing.txt"], 2),
            (["clean", "."], 2),
            (["clean", "bad.txt"], 3),
            (["clean", "-e", "klingon", "lake.txt"], 2),
            (["clean", "-i", "-"], 2),
            (["clean", "-i"], 2),
            (["clean", "-", "-", "--check"], 2),
            (["clean", "-i", "-o", "x", "lake.txt"], 2),
            (["clean", "-i", "--check", "lake.txt"], 2),
            (["clean", "-b", "lake.txt"], 2),
            (["clean", "--diff", "--json", "lake.txt"], 2),
            (["clean", "--json", "-o", "-", "lake.txt"], 2),
            (["clean", "-q", "-v", "lake.txt"], 2),
            (["clean", "--similarity", "0.2", "lake.txt"], 2),
            (["clean", "--min-chars", "x", "lake.txt"], 2),
            (["clean", "--width", "10", "lake.txt"], 2),
            (["clean", "--only", "verbs", "lake.txt"], 2),
            (["clean", "--only", "join,remove", "--skip", "punct", "lake.txt"], 0),
            (["clean", "--keep", "(", "lake.txt"], 2),
            (["clean", "--color", "red", "lake.txt"], 2),
            (["clean", "--colour", "never", "lake.txt"], 2),
            (["wash"], 2),
        ],
    )
    def test_of(self, lake, capfd, args, status):
        lake.with_name("clean.txt").write_bytes(CLEAN)
        lake.with_name("bad.txt").write_bytes(b"\xff\xff")
        assert main(args) == status
        err = capfd.readouterr().err
        if status == 2:
            one_message(err)

    @pytest.mark.parametrize("args", [["cl", "x"], ["clean", "--forc", "x"], ["clean", "--out=x"]])
    def test_nothing_may_be_abbreviated(self, capfd, args):
        assert main(args) == 2
        assert "No such" in one_message(capfd.readouterr().err)

    @pytest.mark.parametrize(
        "option",
        ["--lines", "--eol", "--html"],
    )
    def test_what_is_not_there_yet_is_not_offered(self, capfd, option):
        assert main(["clean", option]) == 2
        main(["clean", "--help"])
        assert option not in capfd.readouterr().out

    def test_every_option_is_in_the_help_once(self, capfd):
        from dedup.cli.commands import clean
        from dedup.cli.help import SECTIONS

        listed = [name for names in SECTIONS.values() for name in names]
        options = [p.name for p in clean.params if p.param_type_name == "option"]
        assert sorted(listed) == sorted([*options, "help"])
        assert len(SECTIONS["Common options"]) == 10
        main(["clean", "--help"])
        shown = capfd.readouterr().out
        assert shown.index("Examples:") < shown.index("Common options:") < shown.index("Reading:")
        assert max(map(len, shown.splitlines())) <= 80
        assert shown.isascii()

    def test_a_bare_dedup_prints_help(self, capfd):
        main([])
        bare = capfd.readouterr().out
        main(["--help"])
        assert capfd.readouterr().out == bare
        assert "Examples:" in bare


class TestSignals:
    """A signal ends the run in silence, with nothing half-written."""

    def end(self, folder, where: str, number: int, *before: str) -> tuple[int, bytes, bytes]:
        """Start `clean -i`, wait until it reaches a function, and send it a signal there."""
        module, name = where.rsplit(".", 1)
        hook = folder / "hook"
        hook.mkdir()
        (hook / "sitecustomize.py").write_text(
            f"import {module}, os, pathlib, time\n"
            f"def wait(*_, **__):\n"
            f"    pathlib.Path('there.new').write_text(str(os.getpid()))\n"
            f"    os.rename('there.new', 'there')\n"
            f"    time.sleep(30)\n"
            f"{module}.{name} = wait\n"
        )
        process = subprocess.Popen(
            [*before, *COMMAND, "clean", "-i", "lake.txt"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": f"{hook}:{os.environ.get('PYTHONPATH', '')}"},
        )
        while not (folder / "there").exists():
            time.sleep(0.01)
            assert process.poll() is None
        os.kill(int((folder / "there").read_text()), number)
        out, err = process.communicate(timeout=20)
        return process.returncode, out, err

    @pytest.mark.parametrize("where", ["dedup.cli.work.clean", "os.fsync"])
    @pytest.mark.parametrize("number", SIGNALS)
    def test_during_work_and_during_writing(self, lake, where, number):
        assert self.end(lake.parent, where, number) == (-number, b"", b"")
        assert lake.read_bytes() == DAMAGED
        assert {path.name for path in lake.parent.iterdir()} == {"lake.txt", "hook", "there"}

    @pytest.mark.parametrize("number", SIGNALS)
    def test_the_shell_sees_128_and_the_signal(self, lake, number):
        shell = ("bash", "-c", '"$@"; echo $?', "bash")
        status, out, _ = self.end(lake.parent, "dedup.cli.work.clean", number, *shell)
        assert (status, int(out)) == (0, 128 + number)

    @pytest.fixture
    def handlers(self):
        """Whatever runs the tests may have set the handlers; here they are the default ones."""
        before = {number: signal.signal(number, signal.SIG_DFL) for number in SIGNALS[1:]}
        yield lambda: [signal.getsignal(number) for number in SIGNALS[1:]]
        for number, handler in before.items():
            signal.signal(number, handler)

    def test_an_ignored_hangup_stays_ignored(self, lake, monkeypatch, handlers):
        def look(document, settings, jobs):
            during.extend(handlers())
            return clean(document, settings)

        clean, during = work.clean, []
        monkeypatch.setattr(work, "clean", look)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        assert main(["clean", "-o", "out.txt", "lake.txt"]) == 0
        assert during[1] is signal.SIG_IGN
        assert callable(during[0])

    def test_main_restores_the_handlers(self, lake, handlers):
        main(["clean", "-q", "-o", "out.txt", "lake.txt"])
        assert handlers() == [signal.SIG_DFL, signal.SIG_DFL]


class TestBrokenPipe:
    """Nobody reads any more: 141, and not a word."""

    @pytest.mark.parametrize(
        "args",
        [
            ["--help"],
            ["--version"],
            ["help", "clean"],
            ["clean", "lake.txt"],
            ["clean", "--json", "lake.txt"],
            ["clean", "--diff", "lake.txt"],
            ["clean", "--report", "-", "--report-format", "jsonl", "lake.txt"],
        ],
    )
    def test_from_the_start(self, lake, args):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([*COMMAND, *args], stdout=writer, stderr=subprocess.PIPE)
        os.close(writer)
        assert (done.returncode, done.stderr) == (141, b"")

    @pytest.mark.parametrize("redirect", ["", "2>&-"])
    @pytest.mark.parametrize("unbuffered", ["", "1"])
    def test_in_the_midst_of_a_big_text(self, lake, monkeypatch, redirect, unbuffered):
        monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
        lake.write_bytes(BIG)
        dedup = " ".join(COMMAND)
        done = subprocess.run(
            [
                "bash",
                "-c",
                f"{dedup} clean lake.txt {redirect} | head -c1; echo ${{PIPESTATUS[0]}}",
            ],
            capture_output=True,
        )
        assert (done.stdout, done.stderr) == (BIG[:1] + b"141\n", b"")

    @pytest.mark.parametrize("unbuffered", ["", "1"])
    @pytest.mark.parametrize("blocking", [True, False])
    def test_a_slow_reader_gets_all_of_a_big_text(self, lake, monkeypatch, unbuffered, blocking):
        monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
        lake.write_bytes(BIG)
        reader, writer = os.pipe()
        os.set_blocking(writer, blocking)
        process = subprocess.Popen([*COMMAND, "clean", "-q", "lake.txt"], stdout=writer)
        os.close(writer)
        time.sleep(0.5)
        with os.fdopen(reader, "rb") as file:
            assert file.read() == BIG
        assert process.wait() == 0

    def test_of_stderr_stops_nothing(self, lake):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            [*COMMAND, "clean", "lake.txt"], stdout=subprocess.PIPE, stderr=writer
        )
        os.close(writer)
        assert (done.returncode, done.stdout) == (0, CLEAN)

    @pytest.mark.parametrize(
        ("redirect", "status", "out"),
        [("2>&-", 0, CLEAN), (">&-", 3, b""), ("-q <&-", 0, CLEAN), ("<&- 2>&-", 0, CLEAN)],
    )
    def test_closed_streams(self, lake, redirect, status, out):
        command = f"{' '.join(COMMAND)} clean lake.txt {redirect}"
        done = subprocess.run(["bash", "-c", command], capture_output=True)
        assert (done.returncode, done.stdout) == (status, out)
        if done.stderr:
            one_message(done.stderr.decode())

    def test_no_file_takes_the_place_of_a_closed_stream(self):
        code = (
            "import sys; from dedup.cli.exits import status_of\n"
            "sys.exit(status_of(lambda: open('/dev/null').fileno()))"
        )
        command = ["bash", "-c", '"$@" <&- >&- 2>&-', "bash", sys.executable, "-c", code]
        assert subprocess.run(command).returncode > 2

    def test_a_closed_stdin_and_no_file(self, lake):
        done = subprocess.run(["bash", "-c", f"{' '.join(COMMAND)} clean <&-"], capture_output=True)
        assert done.returncode == 2
        assert "nothing to read" in one_message(done.stderr.decode())

    @pytest.mark.skipif(not FULL.exists(), reason="no /dev/full")
    @pytest.mark.parametrize("args", [["lake.txt"], ["--json", "lake.txt"]])
    def test_a_full_disk(self, dedup, lake, args):
        with FULL.open("wb") as full:
            done = dedup("clean", *args, stdout=full)
        assert done.status == 3
        assert "No space left on device" in one_message(done.err.splitlines()[-1])


class TestBugs:
    """A bug in dedup: the file is whole, the account is kept, the user reads one message."""

    @pytest.mark.parametrize("error", [KeyError("x\x1b[2J"), SelfCheckError("lost something")])
    def test_it_is_told(self, lake, capfd, monkeypatch, state, error):
        def fail(*_, jobs):
            raise error

        monkeypatch.setattr(work, "clean", fail)
        assert main(["clean", "-i", "lake.txt"]) == 70
        message = one_message(capfd.readouterr().err)
        assert message.startswith(f"dedup: a bug in dedup: {type(error).__name__}: ")
        assert "\x1b" not in message
        (account,) = state.iterdir()
        assert str(account) in message
        assert "Traceback" in account.read_text()
        assert lake.read_bytes() == DAMAGED

    def test_it_is_told_where_no_account_can_be_kept(self, lake, capfd, monkeypatch, state):
        state.parent.mkdir()
        state.write_bytes(b"a file where a folder should be")
        monkeypatch.setattr(work, "clean", None)
        assert main(["clean", "lake.txt"]) == 70
        assert "account" not in one_message(capfd.readouterr().err)

    def test_it_names_the_file(self, lake, capfd, monkeypatch):
        monkeypatch.setattr(work, "clean", None)
        main(["clean", "lake.txt"])
        assert "while cleaning lake.txt" in capfd.readouterr().err


class TestNames:
    """Names are bytes: every one works, and none speaks to the terminal."""

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            (b"two  blanks.txt", "two  blanks.txt"),
            (b"line\nend.txt", r"line\nend.txt"),
            (b"quote'\".txt", "quote'\".txt"),
            (b"esc\x1b[31m.txt", r"esc\x1b[31m.txt"),
            (b"\xff\xfe.txt", r"\udcff\udcfe.txt"),
            ("湖.txt".encode(), "湖.txt"),
            (b"-i", "-i"),
            (b"{stem}", "{stem}"),
        ],
    )
    def test_every_name_works(self, on_terminal, lake, capfd, name, shown):
        path = lake.rename(lake.with_name(os.fsdecode(name)))
        assert main(["clean", "--check", "--report", "r.json", "--", path.name]) == 1
        lines = capfd.readouterr().err.splitlines()
        assert len(lines) == 2
        assert all(line.startswith(shown + ":") for line in lines)
        done = on_terminal("clean", "--paging", "never", "--", name, tty="oe")
        assert (done.status, done.err) == (0, "")
        assert b"\x1b[31m." not in done.out
        assert len(list(lake.parent.iterdir())) == 3

    @pytest.mark.parametrize("name", [b"two  blanks", b"line\nend", b"quote'\".txt", b"\xff.txt"])
    def test_a_patch_of_it_applies(self, dedup, lake, name):
        path = lake.rename(lake.with_name(os.fsdecode(name)))
        done = dedup("clean", "--diff", name)
        subprocess.run(["git", "apply", "-"], input=done.out, cwd=lake.parent, check=True)
        assert path.read_bytes() == CLEAN

    def test_in_messages(self, dedup, tmp_path):
        name = b"a\x1b[2J\n\xff.txt"
        (tmp_path / os.fsdecode(name)).write_bytes(b"\xff")
        done = dedup("clean", name)
        assert done.status == 3
        assert one_message(done.err).startswith(r"dedup: a\x1b[2J\n\udcff.txt: byte 0xff")
