"""Colour, width and pager; the environment; and terminals whose encoding is not UTF-8."""

import io
import re
import shutil
from socket import gethostname
from urllib.parse import quote

import pexpect
import pytest
from conftest import COMMAND
from lake import CLEAN, DAMAGED, FIRST
from wcwidth import wcswidth

from dedup.cli.commands import main
from dedup.cli.output import Text, Wish
from dedup.cli.screen import put, wants_color, width_of
from dedup.cli.show import hints

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


class TestColor:
    @pytest.mark.parametrize(
        ("choice", "environment", "on_terminal", "on_pipe"),
        [
            ("auto", {}, True, False),
            ("always", {}, True, True),
            ("never", {}, False, False),
            ("auto", {"NO_COLOR": "1"}, False, False),
            ("auto", {"NO_COLOR": "0"}, False, False),
            ("auto", {"NO_COLOR": ""}, True, False),
            ("auto", {"FORCE_COLOR": "1"}, True, True),
            ("auto", {"FORCE_COLOR": "0"}, True, False),
            ("auto", {"FORCE_COLOR": ""}, True, False),
            ("auto", {"CLICOLOR_FORCE": "1"}, True, True),
            ("auto", {"CLICOLOR_FORCE": "0"}, True, False),
            ("auto", {"TERM": "dumb"}, False, False),
            # One speaks before another.
            ("always", {"NO_COLOR": "1", "TERM": "dumb"}, True, True),
            ("never", {"FORCE_COLOR": "1"}, False, False),
            ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
            ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
            ("auto", {"FORCE_COLOR": "0", "TERM": "dumb"}, False, False),
        ],
    )
    def test_who_decides(self, choice, environment, on_terminal, on_pipe):
        assert wants_color(choice, True, environment) is on_terminal
        assert wants_color(choice, False, environment) is on_pipe

    @pytest.mark.parametrize(
        ("options", "environment", "colored"),
        [
            ([], {}, True),
            (["--color", "never"], {}, False),
            ([], {"NO_COLOR": "1"}, False),
            (["--color=always"], {"NO_COLOR": "1"}, True),
            ([], {"TERM": "dumb"}, False),
            ([], {"DEDUP_CLEAN_COLOR": "never"}, False),
        ],
    )
    def test_of_the_report(self, on_terminal, lake, options, environment, colored):
        done = on_terminal("clean", "--check", *options, "lake.txt", tty="e", env=environment)
        assert ("\x1b[" in done.err) is colored

    def test_nothing_but_a_drawing_is_ever_coloured(self, dedup, lake):
        done = dedup("clean", "--color=always", "--report=r.txt", "lake.txt")
        assert "\x1b" not in done.err
        assert b"\x1b" not in lake.with_name("r.txt").read_bytes()


class TestWidth:
    @pytest.mark.parametrize(
        ("columns", "width"),
        [("", 80), ("70", 70), ("20", 40), ("300", 120), ("x", 80), ("-5", 80)],
    )
    def test_columns_and_bounds(self, columns, width):
        assert width_of(None, {"COLUMNS": columns}) == width
        assert width_of(io.StringIO(), {"COLUMNS": columns}) == width

    @pytest.mark.parametrize(("columns", "width"), [(50, 50), (100, 100), (250, 120)])
    def test_no_row_is_wider_than_the_terminal(self, on_terminal, lake, columns, width):
        done = on_terminal("clean", "--check", "lake.txt", tty="e", columns=columns)
        rows = ESCAPE.sub("", done.err.replace("\r\n", "\n")).splitlines()
        assert max(map(wcswidth, rows)) <= width
        assert "╌" * width in rows

    def test_the_option_overrules_all(self, on_terminal, lake):
        env = {"COLUMNS": "100"}
        done = on_terminal("clean", "--check", "--width=60", "lake.txt", tty="e", env=env)
        rows = ESCAPE.sub("", done.err.replace("\r\n", "\n")).splitlines()
        assert "╌" * 60 in rows

    def test_what_goes_to_a_log_is_never_wrapped(self, dedup, lake):
        done = dedup("clean", "--check", "lake.txt", env={"COLUMNS": "40"})
        assert len(done.err.splitlines()) == 2

    def test_the_last_lines_fit(self, on_terminal, lake):
        name = "湖上的春天和一个很长很长的名字.txt"
        lake.rename(lake.with_name(name))
        for columns in (40, 60, 80, 120):
            done = on_terminal("clean", "--force", name, tty="o", columns=columns, rows=99)
            rows = ESCAPE.sub("", done.out.decode()).splitlines()
            assert any(f"dedup clean -i {name}" in row for row in rows) or columns < 80
            assert max(map(wcswidth, rows)) <= columns


class TestHints:
    """What is proposed to be typed next does what is on the screen."""

    @pytest.mark.parametrize(
        ("name", "quoted"),
        [("a.txt", "a.txt"), ("a b", "'a b'"), ("湖.txt", "湖.txt"), ("$x", "'$x'")],
    )
    def test_they_name_the_file_as_a_shell_reads_it(self, name, quoted):
        shown = hints(Wish(files=(name,)), Text.SIBLING, changed=True)
        assert [command for _, command in shown] == [
            f"dedup review {quoted}",
            f"dedup clean -i {quoted}",
            f"dedup clean --diff {quoted}",
        ]

    @pytest.mark.parametrize(
        ("changed", "shown"), [(True, [("take it back", "dedup undo a")]), (False, [])]
    )
    def test_what_was_changed_in_place_can_be_taken_back(self, changed, shown):
        assert hints(Wish(files=("a",)), Text.IN_PLACE, changed=changed) == shown

    @pytest.mark.parametrize(
        ("wish", "text"),
        [
            (Wish(files=("a",), undo_log=False), Text.IN_PLACE),
            (Wish(files=("a",)), Text.STDOUT),
            (Wish(files=("a",), tuned=True), Text.SIBLING),
            (Wish(files=("a", "b")), Text.NOWHERE),
            (Wish(files=()), Text.NOWHERE),
            (Wish(files=("-",)), Text.NOWHERE),
            (Wish(files=("-x",)), Text.NOWHERE),
            (Wish(files=("a\nb",)), Text.NOWHERE),
        ],
    )
    def test_or_there_are_none(self, wish, text):
        assert hints(wish, text, changed=True) == []


class TestPager:
    @pytest.fixture
    def pager(self, lake):
        """A pager that says what it got; returns what it said, or None if it was not called."""
        script = lake.with_name("pager.sh")
        script.write_text('echo "$1|$LESS|$LESSCHARSET" > called; cat > shown\n')

        def called() -> str | None:
            path = lake.with_name("called")
            return path.read_text().strip() if path.exists() else None

        return called

    def test_a_long_report_goes_through_it(self, on_terminal, lake, pager):
        env = {"DEDUP_PAGER": "sh pager.sh 'one word'", "PAGER": "false"}
        done = on_terminal("clean", "lake.txt", tty="oe", rows=5, env=env)
        assert (done.status, done.out) == (0, b"")
        assert pager() == "one word|FRX|utf-8"
        shown = lake.with_name("shown").read_text()
        assert "╌╌╌╌" in shown
        assert "\x1b[" in shown
        assert lake.with_name("lake.clean.txt").read_bytes() == CLEAN

    def test_a_short_one_does_not(self, on_terminal, lake, pager):
        env = {"PAGER": "sh pager.sh"}
        done = on_terminal("clean", "lake.txt", tty="oe", rows=99, env=env)
        assert pager() is None
        assert "╌╌╌╌" in done.out.decode()

    @pytest.mark.parametrize(
        ("options", "environment", "rows", "called"),
        [
            (["--paging=always"], {"PAGER": "sh pager.sh"}, 99, True),
            (["--paging=never"], {"PAGER": "sh pager.sh"}, 5, False),
            ([], {"PAGER": "sh pager.sh", "TERM": "dumb"}, 5, False),
            ([], {"PAGER": "sh pager.sh", "DEDUP_PAGER": ""}, 5, False),
            ([], {"PAGER": "sh pager.sh", "DEDUP_PAGER": "cat"}, 5, False),
            ([], {"PAGER": "no-such-pager"}, 5, False),
            ([], {"PAGER": "sh 'unclosed"}, 5, False),
            ([], {"PAGER": "sh pager.sh", "LINES": "99"}, 5, False),
        ],
    )
    def test_when(self, on_terminal, lake, pager, options, environment, rows, called):
        done = on_terminal("clean", *options, "lake.txt", tty="oe", rows=rows, env=environment)
        assert done.status == 0
        assert (pager() is not None) is called
        assert ("╌╌╌╌" in done.out.decode()) is not called

    def test_the_users_settings_of_less_stay(self, on_terminal, lake, pager):
        env = {"PAGER": "sh pager.sh", "LESS": "", "LESSCHARSET": "latin1"}
        on_terminal("clean", "lake.txt", tty="oe", rows=5, env=env)
        assert pager() == "||latin1"

    def test_a_reader_who_quits_early_is_no_failure(self, on_terminal, lake):
        env = {"PAGER": "true"}
        done = on_terminal("clean", "-v", "lake.txt", tty="oe", rows=5, env=env)
        assert (done.status, done.err) == (0, "")

    @pytest.mark.skipif(shutil.which("less") is None, reason="no less here")
    def test_with_less_itself(self, lake):
        lake.write_bytes(DAMAGED * 30)
        less = pexpect.spawn(
            COMMAND[0], [*COMMAND[1:], "clean", "lake.txt"], dimensions=(10, 80), timeout=20
        )
        less.expect("dedup clean")
        less.expect_exact("\x1b[K")
        less.sendintr()  # stops nothing but what less is at
        less.send("q")
        less.expect(pexpect.EOF)
        less.close()
        assert less.exitstatus == 0


class TestEncodingOfTheTerminal:
    """The text is bytes, whatever the terminal speaks; what is drawn is escaped as it must be."""

    @pytest.mark.parametrize(
        ("environment", "options"),
        [
            *(({"PYTHONIOENCODING": "ascii"}, opt) for opt in ([], ["--json"], ["--diff"])),
            ({"PYTHONIOENCODING": "ascii"}, ["--check"]),
            ({"LC_ALL": "C"}, []),
            ({"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, []),
        ],
    )
    def test_nothing_breaks(self, dedup, lake, capfdbinary, environment, options):
        status = main(["clean", *options, "lake.txt"])
        done = dedup("clean", *options, "lake.txt", env=environment)
        assert (done.status, done.out) == (status, capfdbinary.readouterr().out)

    @pytest.mark.parametrize("tty", ["e", "oe"])
    def test_a_drawing_in_ascii(self, on_terminal, lake, tty):
        env = {"PYTHONIOENCODING": "ascii"}
        done = on_terminal("clean", "lake.txt", "--paging=never", tty=tty, env=env)
        assert done.status == 0
        shown = done.out.decode() + done.err
        assert "-" * 80 in shown
        if tty == "oe":
            assert shown.isascii()
            assert max(map(len, ESCAPE.sub("", shown).splitlines())) <= 80
            assert r"\u6625\u5929" in shown  # 春天

    def test_help_and_errors(self, dedup, lake):
        env = {"PYTHONIOENCODING": "ascii"}
        assert dedup("clean", "--help", env=env).status == 0
        done = dedup("clean", "湖.txt", env=env)
        assert done.err == "dedup: \\u6e56.txt: no such file\n"


class TestEnvironment:
    @pytest.mark.parametrize(
        ("environment", "option"),
        [
            ({"DEDUP_CLEAN_CHECK": "1"}, ["--check"]),
            ({"DEDUP_CLEAN_ONLY": "join,script"}, ["--only", "join", "--only", "script"]),
            ({"DEDUP_CLEAN_SKIP": "remove punct"}, ["--skip", "remove,punct"]),
            ({"DEDUP_CLEAN_MIN_CHARS": "500"}, ["--min-chars", "500"]),
            ({"DEDUP_CLEAN_QUIET": "yes"}, ["-q"]),
            ({"DEDUP_CLEAN_KEEP": "春天 |\n春天的"}, ["--keep", "春天 |", "--keep", "春天的"]),
            ({"DEDUP_CLEAN_STDIN_FILENAME": "x.txt"}, ["--stdin-filename", "x.txt"]),
        ],
    )
    def test_every_option_can_be_a_variable(self, lake, capfd, monkeypatch, environment, option):
        assert main(["clean", "lake.txt"]) == 0
        plain = capfd.readouterr()
        status = main(["clean", *option, "lake.txt"])
        given = capfd.readouterr()
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert main(["clean", "lake.txt"]) == status
        assert capfd.readouterr() == given
        assert given != plain or "STDIN" in next(iter(environment))

    def test_reports_are_split_as_paths_are(self, lake, monkeypatch):
        monkeypatch.setenv("DEDUP_CLEAN_REPORT", "a b.json:c.patch")
        main(["clean", "--check", "lake.txt"])
        assert lake.with_name("a b.json").exists()
        assert lake.with_name("c.patch").exists()

    def test_a_pattern_may_hold_blanks(self, lake, capfd, monkeypatch):
        monkeypatch.setenv("DEDUP_CLEAN_KEEP", "春天 的")
        main(["clean", "lake.txt"])
        assert capfd.readouterr().out == CLEAN.decode()
        monkeypatch.setenv("DEDUP_CLEAN_KEEP", "春天 的\n春天的")
        main(["clean", "lake.txt"])
        assert capfd.readouterr().out == DAMAGED.decode()

    def test_a_bad_value_names_its_variable(self, lake, capfd, monkeypatch):
        monkeypatch.setenv("DEDUP_CLEAN_WIDTH", "wide")
        assert main(["clean", "lake.txt"]) == 2
        assert "DEDUP_CLEAN_WIDTH" in capfd.readouterr().err

    def test_what_others_may_call_so_is_no_option(self, lake, capfd, monkeypatch):
        for name in ("DEDUP_VERSION", "DEDUP_HELP", "DEDUP_CLEAN_HELP", "DEDUP_CLEAN_FILES"):
            monkeypatch.setenv(name, "0.1.0")
        assert main(["clean", "lake.txt"]) == 0
        assert capfd.readouterr().out == CLEAN.decode()

    def test_keep(self, lake, capfd):
        assert main(["clean", "--check", "--keep", FIRST[:5], "lake.txt"]) == 0


class TestPut:
    """A stream in place of a standard one, as a caller's test may set."""

    def test_a_stream_without_a_descriptor(self):
        stream = io.TextIOWrapper(io.BytesIO())
        stream.write("before ")
        put(stream, b"after")
        assert stream.buffer.getvalue() == b"before after"


class TestDrawing:
    """The options that say how a report is drawn, wherever they are said."""

    LINK = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\")

    @pytest.mark.parametrize(
        ("option", "variable", "key", "seen"),
        [
            (["-U", "1"], ("CONTEXT", "1"), "context = 1", "傍晚"),
            (
                ["--side-by-side"],
                ("SIDE_BY_SIDE", "1"),
                "side-by-side = true",
                "removed; line 1 stays",
            ),
            (["--ascii"], ("ASCII", "yes"), "ascii = true", "-" * 80),
            (["--hyperlinks=auto"], ("HYPERLINKS", "auto"), 'hyperlinks = "auto"', "\x1b]8;;file:"),
        ],
    )
    def test_of_clean_and_report(self, on_terminal, lake, option, variable, key, seen):
        def shown(*args, env=None):
            done = on_terminal(*args, tty="o", env={**(env or {}), "PAGER": "cat"})
            assert done.status == 0
            return done.out.decode()

        main(["clean", "-q", "--check", "--report", "r.json", "lake.txt"])
        asked = shown("clean", *option, "lake.txt")
        assert seen in asked
        variables = {f"DEDUP_CLEAN_{variable[0]}": variable[1]}
        assert shown("clean", "--force", "lake.txt", env=variables) == asked
        again = shown("report", "r.json", *option)
        assert seen in again
        lake.with_name("dedup.toml").write_text(f"[report]\n{key}\n")
        assert shown("report", "r.json") == again
        assert seen not in shown("report", "--isolated", "r.json")

    def test_signs_in_ascii_where_the_encoding_lacks_others(self, on_terminal, lake):
        for encoding, lacks in (("gbk", True), ("gb18030", False), ("utf-8", False)):
            env = {"PYTHONIOENCODING": encoding, "PAGER": "cat"}
            shown = on_terminal("clean", "--force", "lake.txt", tty="o", env=env).out
            assert (b"-" * 80 in shown) is lacks
            assert "春天的清晨" in shown.decode(encoding)

    @pytest.mark.parametrize(
        ("when", "environment", "linked"),
        [
            ("never", {}, False),
            ("auto", {}, True),
            ("auto", {"TERM": "dumb"}, False),
            ("always", {"TERM": "dumb"}, True),
            ("auto", {"NO_COLOR": "1"}, True),
        ],
    )
    def test_links(self, on_terminal, lake, when, environment, linked):
        option = f"--hyperlinks={when}"
        done = on_terminal("clean", "--check", option, "lake.txt", tty="e", env=environment)
        assert bool(self.LINK.findall(done.err)) is linked

    def test_a_pipe_gets_links_only_where_they_are_always_wanted(self, dedup, lake):
        for when in ("auto", "always"):
            options = [f"--hyperlinks={when}", "--report=-", "--report-format=full"]
            done = dedup("clean", *options, "lake.txt")
            assert bool(self.LINK.findall(done.out.decode())) is (when == "always")
            done = dedup("clean", f"--hyperlinks={when}", "--report=r.txt", "lake.txt")
            assert "\x1b" not in done.err
            assert b"\x1b" not in lake.with_name("r.txt").read_bytes()

    def test_where_links_lead(self, lake, capfd):
        name = "湖 上#1?%\x1b.txt"
        lake.rename(lake.with_name(name))
        options = ["--hyperlinks=always", "--report=-", "--report-format=full"]
        main(["clean", *options, name])
        links = {link for link in self.LINK.findall(capfd.readouterr().out) if link}
        base = f"file://{quote(gethostname())}{quote(str(lake.parent))}/"
        assert {link.removeprefix(base) for link in links} == {
            "%E6%B9%96%20%E4%B8%8A%231%3F%25%1B.txt",
            "%E6%B9%96%20%E4%B8%8A%231%3F%25%1B.txt#3",
        }

    def test_where_they_lead_once_the_text_was_written_back(self, lake, on_terminal, capfd):
        lake.write_bytes(DAMAGED + b"\nand it was  said\n" + DAMAGED)
        args = ["--hyperlinks=auto", "-U1", "lake.txt"]
        done = on_terminal("clean", "-i", *args, tty="e")
        after = {link.partition("#")[2] for link in self.LINK.findall(done.err)}
        lines = lake.read_bytes().decode().splitlines()
        assert {"", "1"} <= after
        assert all(lines[int(number) - 1] for number in after - {""})

    def test_standard_input_has_no_links(self, dedup):
        options = ["--hyperlinks=always", "--report=-", "--report-format=full"]
        assert b"\x1b" not in dedup("clean", *options, stdin=DAMAGED).out

    def test_links_of_a_saved_report(self, lake, capfd):
        main(["clean", "-q", "--check", "--report", "r.json", "lake.txt"])
        report = ["report", "r.json", "--format=full", "--hyperlinks=always"]
        assert main(report) == 0
        assert "lake.txt#3\x1b" in capfd.readouterr().out
        lake.rename(lake.with_name("moved.txt"))
        assert main([*report, "moved.txt"]) == 0
        assert "moved.txt#3\x1b" in capfd.readouterr().out
        lake.with_name("moved.txt").write_bytes(CLEAN)
        assert main([*report, "moved.txt", "-U1"]) == 0
        shown = capfd.readouterr().out
        assert "moved.txt#3\x1b" in shown  # the line behind the copy, which is the third now
        assert "moved.txt#5\x1b" not in shown

    def test_a_report_goes_by_the_configuration_that_is_near(self, lake, capfd):
        main(["clean", "-q", "--check", "--report", "r.json", "lake.txt"])
        lake.with_name("dedup.toml").write_text("[report]\nwidth = 50\n")
        assert main(["report", "--show-settings", "r.json"]) == 0
        shown = capfd.readouterr().out
        assert "report.width = 50  # dedup.toml" in shown
        assert "min-chars" not in shown
        lake.with_name("dedup.toml").write_text("[report]\nwidht = 50\n")
        assert main(["report", "r.json"]) == 2
        assert "the nearest is  report.width" in capfd.readouterr().err
