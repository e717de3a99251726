"""`dedup review` on a terminal: every key, the end, and that nothing takes an answer away."""

import json
import os
import signal
import sys

import pexpect
import pytest
from conftest import COMMAND
from lake import FIRST, SECOND

import dedup.cli.review as cli_review
from dedup.cli.answers import Answers, path_of
from dedup.cli.commands import main
from dedup.cli.keys import END as ENDED
from dedup.cli.keys import REDRAW
from dedup.errors import OutputError

PROMPT = r"\[y,n,a,d,A,D,g,/,j,J,k,K,s,e,v,w,u,q,\?\] "
END = r"\[y/N/o other file/k/u/\?\] "

# Four edits: a repeat, and three stray spaces.
LINES = f"早上, 天气很好。\n\n{SECOND}\n\n湖上, 风平浪静。\n\n晚上, 月亮很圆。\n"
PAGE = f"{FIRST}\n\n{FIRST}\n\n{LINES}"
TIDY = f"{FIRST}\n\n{LINES.replace(', ', ',')}"


@pytest.fixture
def page(lake):
    path = lake.with_name("page.txt")
    path.write_text(PAGE, "utf-8")
    return path


@pytest.fixture
def review(page):
    """Starts reviews; those still running are ended."""
    started = []

    def start(*args, env=None, columns=80):
        child = pexpect.spawn(
            COMMAND[0],
            [*COMMAND[1:], "review", *(args or ["page.txt"])],
            env={**os.environ, "NO_COLOR": "1", **(env or {})},
            encoding="utf-8",
            timeout=20,
            dimensions=(40, columns),
        )
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)


class Script:
    """A keyboard that types what it was given, and then ends; it sees what was shown before each.

    Attributes:
        shown: what was on the screen when each key was awaited, and after the last.
    """

    def __init__(self, keys, lines, capsys):
        self._keys, self._lines, self._capsys = [*keys], [*lines], capsys
        self.shown = []

    def key(self):
        self.shown.append(self._capsys.readouterr().err)
        return self._keys.pop(0) if self._keys else ENDED

    def line(self):
        return self._lines.pop(0) if self._lines else None

    def forget(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


@pytest.fixture
def typed(page, monkeypatch, capsys):
    """Reviews in this process with keys and lines typed; the status, and what was shown."""

    def run(keys, *args, lines=(), env=None):
        for name, value in (env or {}).items():
            monkeypatch.setenv(name, value)
        script = Script(keys, lines, capsys)
        monkeypatch.setattr(cli_review, "Keyboard", lambda: script)
        monkeypatch.setattr(cli_review, "is_terminal", lambda _: True)
        status = main(["review", "--color=never", *(args or ["page.txt"])])
        script.shown.append(capsys.readouterr().err)
        return status, script.shown

    return run


def press(child, keys, expected=PROMPT):
    """Press keys, each after its prompt; what was shown before the last prompt."""
    for key in keys:
        child.send(key)
        child.expect([expected, PROMPT, END])
    return child.before


def ended(child, status=0):
    """What was shown until the end, and that it ended with this status."""
    child.expect(pexpect.EOF)
    child.wait()
    assert (child.exitstatus if child.signalstatus is None else -child.signalstatus) == status
    return child.before


class TestFromStartToEnd:
    def test_all_taken_is_what_clean_does_and_can_be_undone(self, page, review):
        child = review()
        child.expect(PROMPT)
        assert "edit 1 of 4, 0 taken, 0 left" in child.before
        assert "kept" in child.before
        press(child, "yyyy", END)
        assert "1 removed, 3 spaces mended" in child.before
        assert "write 4 of 4 edits to page.txt?" in child.before
        assert page.read_text("utf-8") == PAGE
        child.send("y")
        assert "wrote page.txt" in ended(child)
        assert page.read_text("utf-8") == TIDY
        assert main(["undo", "-q", "page.txt"]) == 0
        assert page.read_text("utf-8") == PAGE

    def test_what_is_left_stays(self, page, typed):
        status, shown = typed("nynyy")
        assert status == 0
        assert "wrote page.txt" in shown[-1]
        assert page.read_text("utf-8") == PAGE.replace("早上, ", "早上,").replace("晚上, ", "晚上,")

    @pytest.mark.parametrize("key", ["n", "q", "\n", ENDED])
    def test_nothing_is_written_unless_it_is_said(self, page, typed, key):
        _, shown = typed(["a", "a", key])
        assert "nothing written; the answers are saved" in shown[-1]
        assert page.read_text("utf-8") == PAGE
        _, shown = typed([])
        assert "resumed: 4 of 4 answered before" in shown[0]
        assert "write 4 of 4 edits" in shown[0]

    def test_to_another_file(self, page, typed):
        _, shown = typed("aooo", lines=["lake.txt", "", "other.txt"])
        assert "lake.txt: exists already" in shown[2]
        assert "wrote other.txt" in shown[-1]
        assert page.with_name("other.txt").read_text("utf-8") == TIDY
        assert page.read_text("utf-8") == PAGE

    def test_nothing_taken(self, page, typed):
        _, shown = typed("dyn")
        assert "nothing to write to page.txt. Stop?" in shown[1]
        assert page.read_text("utf-8") == PAGE

    def test_back_from_the_end(self, typed):
        _, shown = typed("akJu?")
        assert "edit 4 of 4" in shown[2]
        assert "write 4 of 4" in shown[3]
        assert "edit 1 of 4, 0 taken" in shown[4]

    def test_the_keys_of_the_end(self, typed):
        _, shown = typed("a?")
        assert "write the text to another file" in shown[2]

    def test_a_file_that_changes_meanwhile_is_left(self, page, typed, monkeypatch):
        press_a = Script.key

        def key(self):
            if len(self.shown) == 1:
                page.write_text("something else\n", "utf-8")
            return press_a(self)

        monkeypatch.setattr(Script, "key", key)
        _, shown = typed("ay")
        assert "changed since it was read" in shown[2]
        assert page.read_text("utf-8") == "something else\n"

    def test_nothing_found(self, page, typed):
        page.write_text("nothing here\n", "utf-8")
        assert "page.txt: nothing to review" in typed("")[1][-1]

    def test_bytes_of_another_encoding(self, page, typed):
        data = PAGE.replace("\n", "\r\n").encode("gb18030")
        page.write_bytes(data)
        typed("ay", "-e", "gb18030", "page.txt")
        assert page.read_bytes() == TIDY.replace("\n", "\r\n").encode("gb18030")
        assert main(["undo", "-q", "page.txt"]) == 0
        assert page.read_bytes() == data

    def test_a_key_that_is_held_down_does_not_write(self, page, review):
        child = review()
        child.expect(PROMPT)
        child.send("y" * 40)
        child.expect(END)
        child.expect(pexpect.TIMEOUT, timeout=0.5)
        assert page.read_text("utf-8") == PAGE


class TestKeys:
    def test_what_each_does(self, typed):
        expected = (
            ("k", "there is no open decision before"),
            ("u", "there is no answer to take back"),
            ("s", "this cannot be split"),
            ("w", "rule exact-repeat"),
            ("?", "take this edit"),
            ("x", "? shows the keys"),
            ("\x1b[H", "? shows the keys"),
            (REDRAW, "edit 1 of 4"),
            ("J", "edit 2 of 4"),
            ("J", "edit 3 of 4"),
            ("K", "edit 2 of 4"),
            ("K", "edit 1 of 4"),
            ("y", "edit 2 of 4, 1 taken, 0 left"),
            ("u", "edit 1 of 4, 0 taken, 0 left"),
            ("y", "edit 2 of 4, 1 taken, 0 left"),
            ("n", "edit 3 of 4, 1 taken, 1 left"),
            ("k", "there is no open decision before"),
            ("K", "edit 2 of 4"),
            ("j", "edit 3 of 4"),
            ("d", "write 1 of 4"),
            ("u", "edit 3 of 4, 1 taken, 1 left"),
            ("A", "write 3 of 4"),
            ("u", "edit 3 of 4, 1 taken, 1 left"),
            ("D", "write 1 of 4"),
        )
        _, shown = typed([key for key, _ in expected])
        for k, (key, told) in enumerate(expected):
            assert told in shown[k + 1], (k, key)

    def test_going(self, typed):
        expected = (
            ("g", "3", "edit 3 of 4"),
            ("g", "9", "there is no decision 9"),
            ("/", "天气很好", "edit 2 of 4"),
            ("/", "鲸", "no decision is on a line"),
            ("/", "", "Change this?"),
        )
        keys, lines, told = zip(*expected, strict=True)
        _, shown = typed(keys, lines=lines)
        for k, each in enumerate(told):
            assert each in shown[k + 1]

    def test_the_text_whole(self, typed, monkeypatch):
        _, shown = typed("v")
        assert "⋯" in shown[0]
        assert "⋯" not in shown[1]
        assert "after" in shown[1]

    def test_keys_on_a_terminal(self, review):
        child = review()
        child.expect(PROMPT)
        for key, shown in (
            ("\x1b", r"\? shows the keys"),
            ("\x1b[B", "edit 2 of 4"),
            ("\x1b[A", "edit 1 of 4"),
            ("\x0c", "edit 1 of 4"),
            ("ｙ", "edit 2 of 4, 1 taken"),
        ):
            child.send(key)
            child.expect(shown)
            child.expect(PROMPT)
        child.send("g")
        child.expect("number: ")
        child.send("4\r")
        child.expect("edit 4 of 4")

    def test_another_size_draws_anew(self, review):
        child = review()
        child.expect(PROMPT)
        child.setwinsize(40, 60)
        child.expect(PROMPT)
        assert max(len(row) for row in child.before.splitlines() if "╌" in row) == 60

    def test_stopped_and_continued(self, page):
        shell = pexpect.spawn("bash", ["--norc", "--noprofile", "-i"], encoding="utf-8", timeout=20)
        shell.sendline(f"{' '.join(COMMAND)} review page.txt")
        shell.expect(PROMPT)
        shell.send("y")
        shell.expect("edit 2 of 4")
        shell.expect(PROMPT)
        shell.send("\x1a")
        shell.expect("Stopped")
        shell.sendline("stty -a")
        shell.expect(" icanon .* echo ")
        shell.sendline("fg")
        shell.expect("edit 2 of 4, 1 taken")
        shell.expect(PROMPT)
        shell.send("n")
        shell.expect("edit 3 of 4, 1 taken, 1 left")
        shell.close(force=True)

    def test_where_nothing_can_stop_it_goes_on(self, review):
        child = review()  # a session of its own, without a shell
        child.expect(PROMPT)
        child.send("\x1a")
        child.expect(PROMPT)
        press(child, "y")
        assert "edit 2 of 4, 1 taken" in child.before


def editor(folder, code):
    """A command that edits a file as Python code says, `t` being its text."""
    script = folder / "editor.py"
    script.write_text(
        "import sys, pathlib\n"
        "p = pathlib.Path(sys.argv[1])\n"
        "t = p.read_bytes().decode()\n"
        f"{code}\n"
        "p.write_bytes(t.encode())\n"
    )
    return {"VISUAL": f"{sys.executable} {script}", "EDITOR": "false"}


class TestEditing:
    def edited(self, page, typed, code, keys, *args):
        _, shown = typed(keys, *args, env=editor(page.parent, code))
        return shown

    def test_the_line_as_it_will_read(self, page, typed):
        code = "assert t == '早上,天气很好。\\n'; t = '早上，天气好。\\n'"
        self.edited(page, typed, code, "Jeddy")
        assert page.read_text("utf-8") == PAGE.replace("早上, 天气很好", "早上，天气好")
        assert main(["undo", "-q", "page.txt"]) == 0
        assert page.read_text("utf-8") == PAGE

    def test_what_a_removal_would_take(self, page, typed):
        self.edited(page, typed, "t = t[:4] + '\\n\\n'", "edy")
        assert page.read_text("utf-8") == f"{FIRST}\n\n{FIRST[:4]}\n{LINES}"

    @pytest.mark.parametrize(
        ("code", "told"),
        [
            ("pass", "nothing was changed in the editor"),
            ("sys.exit(3)", "the editor ended with status 3; nothing was changed"),
            ("p.write_bytes(b'\\xff'); sys.exit()", "is not UTF-8; nothing was changed"),
        ],
    )
    def test_nothing_is_taken_then(self, page, typed, code, told):
        assert told in self.edited(page, typed, code, "e")[1]
        assert "edit 1 of 4, 0 taken, 0 left" in typed("")[1][0]

    def test_no_such_editor(self, typed):
        _, shown = typed("e", env={"EDITOR": "/no/such/editor"})
        assert "/no/such/editor: No such file" in shown[1]

    def test_what_the_encoding_cannot_hold(self, page, typed):
        page.write_bytes(PAGE.encode("gb2312"))
        code = "t = t.replace('好', '\\U00020000')"
        shown = self.edited(page, typed, code, "Je", "-e", "gb2312", "page.txt")
        assert "cannot be written in gb2312" in shown[2]

    def test_on_one_line_where_there_is_no_editor(self, page, typed):
        _, shown = typed("Jeeddy", lines=["", "——"], env={"VISUAL": "", "EDITOR": ""})
        assert "instead of «␣»" in shown[2]
        assert page.read_text("utf-8") == PAGE.replace("早上, ", "早上,——")

    def test_new_lines_end_as_those_of_the_file(self, page, typed):
        page.write_bytes(PAGE.replace("\n", "\r\n").encode())
        self.edited(page, typed, "t = '早上\\n天气很好。\\n'", "Jeddy")
        expected = PAGE.replace("早上, 天", "早上\n天").replace("\n", "\r\n")
        assert page.read_bytes() == expected.encode()


class TestAnswers:
    def test_none_is_lost_when_it_is_killed_after_any_key(self, page, review):
        told = ["0 taken, 0 left", "1 taken, 0 left", "1 taken, 1 left", "2 taken, 1 left"]
        for key, counts in zip("yny", told, strict=False):
            child = review()
            child.expect(PROMPT)
            assert counts in child.before
            press(child, key)
            os.kill(child.pid, signal.SIGKILL)
            ended(child, -signal.SIGKILL)
        assert page.read_text("utf-8") == PAGE
        child = review()
        child.expect(PROMPT)
        assert told[3] in child.before

    def test_hanging_up(self, review):
        child = review()
        child.expect(PROMPT)
        press(child, "y")
        os.kill(child.pid, signal.SIGHUP)
        ended(child, -signal.SIGHUP)
        with Answers("page.txt", PAGE.encode()) as answers:
            assert [event["do"] for event in answers.events] == ["take"]

    def test_control_c(self, review):
        child = review()
        child.expect(PROMPT)
        press(child, "y")
        child.send("\x03")
        assert "the answers are saved; to go on:  dedup review page.txt" in ended(child, -2)

    def test_they_belong_to_the_bytes(self, page, typed):
        typed("y")
        page.write_text(PAGE + "更多文字。\n", "utf-8")
        assert "0 taken" in typed("")[1][0]

    def test_one_review_of_a_text_at_a_time(self, typed):
        with Answers("page.txt", PAGE.encode()):
            status, shown = typed("")
        assert status == 3
        assert "is under review in another terminal" in shown[-1]

    def test_a_torn_line_is_cut_off(self, tmp_path):
        with Answers("a", b"x") as answers:
            answers.add({"do": "take", "edits": ["k"]})
            path = answers.path
        whole = path.read_bytes()
        for cut in range(0, len(whole), 9):
            path.write_bytes(whole[:cut])
            with Answers("a", b"x") as answers:
                assert answers.events == []
                answers.add({"do": "back"})
            with Answers("a", b"x") as answers:
                assert answers.events == [{"do": "back"}]

    def test_lines_that_cannot_be_read_are_passed_over(self):
        path = path_of("a", b"x")
        path.parent.mkdir(parents=True)
        path.write_bytes(b'{}\n[1]\n\xff\n{"do": "back"}\n' + b"[" * 100_000 + b"\n")
        with Answers("a", b"x") as answers:
            assert answers.events == [{"do": "back"}]

    def test_where_they_cannot_be_kept_nothing_is_asked(self, state, typed):
        state.parent.mkdir(parents=True)
        state.write_bytes(b"in the way")
        status, shown = typed("y")
        assert status == 3
        assert len(shown) == 1
        assert "answers cannot be kept" in shown[0]

    def test_a_full_disk_is_told(self, monkeypatch):
        with Answers("a", b"x") as answers:

            def full(_):
                raise OSError(28, "No space left on device")

            monkeypatch.setattr(os, "fsync", full)
            with pytest.raises(OutputError, match="No space left"):
                answers.add({"do": "back"})


class TestReports:
    def test_of_a_saved_report(self, page, typed):
        main(["clean", "--check", "-q", "--report", "r.json", "page.txt"])
        typed("ay", "r.json")
        assert page.read_text("utf-8") == TIDY
        status, shown = typed("", "r.json")
        assert status == 4
        assert "not as it was when r.json was made" in shown[-1]

    def test_of_several_files(self, page, typed):
        main(["clean", "--check", "-q", "--report", "r.json", "page.txt", "lake.txt"])
        status, shown = typed("", "r.json")
        assert status == 2
        assert "speaks of 2 files" in shown[-1]

    def test_a_report_of_the_review_applies_what_was_taken(self, page, typed):
        typed("ynq", "--report", "v.json", "page.txt")
        whole = json.loads(page.with_name("v.json").read_text("utf-8"))
        assert whole["summary"]["edits"] == 1
        assert [each["reason"] for each in whole["files"][0]["dropped"]] == [
            "left in review",
            *["not decided in review"] * 2,
        ]
        typed("q", "--report", "v.json", "page.txt")  # its own report is replaced
        assert main(["apply", "-q", "v.json"]) == 0
        assert page.read_text("utf-8") == PAGE.replace(f"{FIRST}\n\n", "", 1)

    def test_a_report_of_somebody_else_is_not_replaced(self, page, typed):
        page.with_name("v.json").write_text("{}")
        status, shown = typed("", "--report", "v.json", "page.txt")
        assert status == 2
        assert "exists, and not as dedup left it" in shown[-1]


class TestRefusals:
    def test_no_terminal(self, dedup, page):
        done = dedup("review", "page.txt")
        assert done.status == 2
        assert "dedup apply r.json" in done.err

    @pytest.mark.parametrize("tty", ["i", "oe"])
    def test_half_a_terminal(self, on_terminal, page, tty):
        assert on_terminal("review", "page.txt", tty=tty).status == 2

    def test_no_such_file(self, typed):
        status, shown = typed("", "gone.txt")
        assert status == 2
        assert "gone.txt: no such file" in shown[-1]

    def test_a_report_that_is_no_json(self, dedup, page):
        done = dedup("review", "--report", "r.txt", "page.txt")
        assert done.status == 2
        assert ".json" in done.err
