"""What went wrong in some tool of the kind: where each is tested, and what no other file tests."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import COMMAND
from example import SEED
from lake import CLEAN, DAMAGED, FIRST, SECOND
from test_report_patch import GIT, TOOLS
from wcwidth import wcswidth

from dedup import clean
from dedup.cli.commands import main
from dedup.reports.look import Look
from dedup.reports.terminal import render
from dedup.text import Lines

HERE = Path(__file__).parent
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")

ROWS = {
    1: (
        "`clean big.txt | head -1`: status 141, standard error empty",
        """
        test_cli_exits.py::TestBrokenPipe
        """,
    ),
    2: (
        "every row of the table of outputs, on terminals",
        """
        test_cli_table.py::test_file_to_pipe_without_terminal
        test_cli_table.py::test_file_on_terminal
        test_cli_table.py::test_output_file_with_report_on_terminal
        test_cli_table.py::test_in_place_with_report_on_terminal
        test_cli_table.py::test_stdin_to_pipe_with_report_on_terminal
        test_cli_table.py::test_stdin_to_terminal
        test_cli_table.py::test_terminal_for_stdin
        test_cli_table.py::test_diff
        test_cli_table.py::test_json
        test_cli_table.py::test_check_on_terminal
        test_cli_table.py::test_several_files_need_places
        test_cli_report.py::TestFormatOfARun
        """,
    ),
    3: (
        "cleaning twice is cleaning once",
        """
        test_laws.py::test_cleaning_again_finds_nothing
        test_cli_files.py::TestInPlace
        test_checks.py::test_cleaning_twice_is_cleaning_once
        """,
    ),
    4: (
        "apply(report) is the output, undo the input, in bytes",
        """
        test_cli_saved.py::TestLaws
        test_laws.py::test_the_edits_lead_to_the_text_and_back
        test_checks.py::test_a_saved_report_leads_there_and_back
        """,
    ),
    5: (
        (
            "git apply and patch -p1 take the patch: no final newline, CRLF, form feed, U+2028, "
            "blank and Chinese names"
        ),
        """
        test_report_patch.py::test_both_tools_apply_it
        test_report_patch.py::test_names
        test_checks.py::test_a_patch_is_taken_by_both_tools
        """,
    ),
    6: (
        (
            "links survive, modes stay, hard links are refused, a read-only folder is status 3; "
            "`kill -9` leaves the old or the new"
        ),
        """
        test_cli_files.py::TestInPlace
        test_files.py::TestReplaced
        test_files.py::TestFailures
        test_checks.py::test_a_kill_in_place_leaves_the_old_or_the_new
        """,
    ),
    7: (
        "byte order mark, CRLF, mixed ends, missing final newline stay",
        """
        test_cli_files.py::TestBytes
        """,
    ),
    8: (
        (
            "GBK without `-e` is status 3, the file untouched, byte and line named; "
            "UTF-16 is never rewritten as UTF-8"
        ),
        """
        test_cli_files.py::TestBytes
        test_checks.py::test_what_is_not_utf8_comes_out_nowhere
        """,
    ),
    9: (
        "`--json` and a plain run: the same edits, the same status",
        """
        test_cli_table.py::test_reports_change_neither_edits_nor_status
        test_checks.py::test_json_says_what_a_plain_run_does
        """,
    ),
    10: (
        "NO_COLOR, FORCE_COLOR=0, TERM=dumb",
        """
        test_cli_screen.py::TestColor
        """,
    ),
    11: (
        "no row wider than the terminal; what is piped is never wrapped",
        """
        test_cli_screen.py::TestWidth
        test_report_look.py::TestWidths
        test_report_wrap.py::TestLaws
        test_checks.py::test_no_row_is_wider_than_the_terminal
        """,
    ),
    12: (
        "what is imported when",
        """
        test_imports.py::TestStart
        """,
    ),
    13: (
        "a missing file is status 2",
        """
        test_cli_exits.py::TestStatus
        test_cli_files.py::TestBytes
        """,
    ),
    14: (
        "the page: no request, no finding of axe, filters in the address",
        """
        test_report_html_browser.py::test_axe_finds_no_violation
        test_report_html_browser.py::test_nothing_is_asked_for_but_the_page
        test_report_html_browser.py::test_an_address_opens_the_page_as_it_was_left
        """,
    ),
}
"""What went wrong in some tool of the kind, and the tests of it."""


def test_every_row_names_tests_that_there_are():
    assert [*ROWS] == [*range(1, 15)]
    for _, tests in ROWS.values():
        for each in tests.split():
            file, _, name = each.partition("::")
            code = (HERE / file).read_text(encoding="utf-8")
            assert re.search(rf"^ *(def|class) {name}\b", code, re.MULTILINE), each


@pytest.fixture
def seed(tmp_path, monkeypatch):
    """The example document, in the working folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "seed.txt"
    path.write_bytes(SEED.read_bytes())
    return path


@pytest.mark.parametrize("options", [[], ["--unsafe"], ["--unwrap"]])
def test_cleaning_twice_is_cleaning_once(seed, options):
    assert main(["clean", "-q", *options, "-o", "once.txt", "seed.txt"]) == 0
    assert main(["clean", "-q", *options, "-o", "twice.txt", "once.txt"]) == 0
    once = Path("once.txt").read_bytes()
    assert once == Path("twice.txt").read_bytes() != seed.read_bytes()
    assert main(["clean", "-q", "--check", *options, "once.txt"]) == 0


def test_a_saved_report_leads_there_and_back(seed):
    before = seed.read_bytes()
    assert main(["clean", "-q", "-o", "out.txt", "--report", "r.json", "seed.txt"]) == 0
    assert main(["apply", "-q", "r.json"]) == 0
    assert seed.read_bytes() == Path("out.txt").read_bytes() != before
    assert main(["undo", "-q", "r.json"]) == 0
    assert seed.read_bytes() == before


PATCHED = {
    "no final newline": (f"{FIRST}\n\n{FIRST}\n\n{SECOND}", "page.txt"),
    "the copy is last, no final newline": (f"{FIRST}\n\n{SECOND}\n\n{FIRST}", "page.txt"),
    "crlf": (f"{FIRST}\r\n\r\n{FIRST}\r\n\r\n{SECOND}\r\n", "page.txt"),
    "form feed": (f"{FIRST}\n\n\f{FIRST}\n\n\f{SECOND}\f\n", "page.txt"),
    "line separator": (f"{FIRST}\n\n{FIRST}\n\n{SECOND}\u2028{SECOND[:9]}\u2029\n", "page.txt"),
    "a blank in the name": (f"{FIRST}\n\n{FIRST}\n\n{SECOND}\n", "a page of it.txt"),
    "a Chinese name": (f"{FIRST}\n\n{FIRST}\n\n{SECOND}\n", "湖上的春天.txt"),
}


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("case", PATCHED)
def test_a_patch_is_taken_by_both_tools(lake, capfdbinary, case, tool):
    text, name = PATCHED[case]
    path = lake.with_name(name)
    path.write_bytes(text.encode())
    assert main(["clean", "-q", name]) == 0
    cleaned = capfdbinary.readouterr().out
    assert main(["clean", "-q", "--diff", name]) == 0
    patch = capfdbinary.readouterr().out
    done = subprocess.run(TOOLS[tool], input=patch, cwd=lake.parent, env=GIT, capture_output=True)
    assert (done.returncode, b"fuzz" in done.stdout + done.stderr) == (0, False), done.stderr
    assert path.read_bytes() == cleaned != text.encode()


@pytest.mark.parametrize("call", ["os.fsync", "os.replace", "os.fchmod", None])
def test_a_kill_in_place_leaves_the_old_or_the_new(tmp_path, call):
    """Killed at each call on the way, and after a while, as it comes."""
    path = tmp_path / "lake.txt"
    path.write_bytes(DAMAGED)
    kill = "lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)"
    code = f"import os, signal\nfrom dedup.cli.commands import main\n{call} = {kill}\n"
    code += "main(['clean', '-q', '-i', 'lake.txt'])"
    if call is not None:
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path)
        assert path.read_bytes() in (DAMAGED, CLEAN)
        return
    for wait in (0.05, 0.2, 0.3):
        process = subprocess.Popen([*COMMAND, "clean", "-q", "-i", "lake.txt"], cwd=tmp_path)
        time.sleep(wait)
        process.kill()
        process.wait()
        assert path.read_bytes() in (DAMAGED, CLEAN)


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("options", [[], ["-i"], ["-o", "out.txt"], ["--diff"], ["--json"]])
def test_what_is_not_utf8_comes_out_nowhere(lake, capfdbinary, encoding, options):
    data = f"One line.\n\n{DAMAGED.decode()}".encode(encoding)
    lake.write_bytes(data)
    assert main(["clean", *options, "lake.txt"]) == 3
    out, err = capfdbinary.readouterr()
    assert lake.read_bytes() == data
    assert not Path("out.txt").exists()
    assert not out if options != ["--json"] else json.loads(out)["files"] == []
    assert re.search(rb"byte 0x\w\w at offset \d+ \(line \d+, column \d+\) is not UTF-8", err) or (
        encoding == "utf-16-be"
    )


def test_json_says_what_a_plain_run_does(seed, capfdbinary):
    for options in ([], ["--unsafe"], ["--only", "remove"], ["--check"]):
        status = main(["clean", "-q", "--json", *options, "seed.txt"])
        (file,) = json.loads(capfdbinary.readouterr().out)["files"]
        assert main(["clean", "-q", *options, "seed.txt"]) == status == int("--check" in options)
        plain = capfdbinary.readouterr().out
        text = seed.read_bytes().decode()
        for edit in reversed(file["edits"]):
            start, end = edit["span"]["char"]
            assert text[start:end] == edit["before"]
            text = text[:start] + edit["after"] + text[end:]
        assert plain == (b"" if "--check" in options else text.encode())
    seed.write_bytes(b"\xff")
    assert main(["clean", "-q", "--json", "seed.txt"]) == main(["clean", "-q", "seed.txt"]) == 3


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
def test_no_row_is_wider_than_the_terminal(on_terminal, seed, columns):
    modes = ["-v", "-U2"], ["-s", "--hyperlinks=auto"], ["--ascii", "-U1", "-s"]
    for options in modes[: 3 if columns == 200 else 2]:
        done = on_terminal("clean", "--check", *options, "seed.txt", tty="e", columns=columns)
        shown = re.sub(r"\x1b\]8;;[^\x1b]*\x1b\\", "", ESCAPE.sub("", done.err))
        rows = shown.replace("\r\n", "\n").splitlines()
        assert max(map(wcswidth, rows)) <= columns
        assert min(map(wcswidth, rows)) == 0  # -1 would be a control character


@pytest.fixture(scope="module")
def found():
    return clean(SEED.read_bytes().decode())


@pytest.fixture(scope="module")
def lines(found):
    return Lines(found.document.text)


@pytest.fixture(scope="module")
def rows(found):
    return render(found, Look(width=100)).splitlines()


class TestTraps:
    """What on the example document a report must survive."""

    def test_a_headline_and_a_dateline_that_stand_in_another_line_stay(self, found, lines, rows):
        """Line 135 stands word for word in 115, and 113 begins it: no content goes for that."""
        texts = [lines.span(line).of(found.document.text) for line in (113, 115, 135)]
        headline = texts[2].strip("《》")
        assert texts[1].startswith(texts[0])
        assert "关于加强数字政府建设的指导意见" in headline
        assert "关于加强数字政府建设的指导意见" in texts[1]
        assert all(f"\n{text}\n" in found.text for text in texts)
        at = next(k for k, row in enumerate(rows) if row.startswith("▸ withheld"))
        assert not [row for row in rows[:at] if re.match(r" (113|115|135) ", row)]
        gone = [edit for edit in found.held if edit.kind == "remove"]
        assert not [edit for edit in gone if edit.applicability.name == "SAFE"]

    def test_a_cut_copy_is_called_so_and_not_by_its_likeness(self, rows):
        at = next(k for k, row in enumerate(rows) if re.match(r" +\d+  remove 163 ", row))
        shown = " ".join(rows[at : at + 2])
        assert "cut-off repeat of lines 151-153 (16 of 198 chars)" in shown
        assert "sim" not in shown

    def test_a_jump_of_the_page_is_shown_and_not_made(self, found, lines, rows):
        start, end = lines.span(133).end, lines.span(135).start
        (held,) = [e for e in found.held if (e.span.start, e.span.end) == (start, end)]
        assert (held.kind, held.applicability.name) == ("join", "UNSAFE")
        at = next(k for k, row in enumerate(rows) if re.match(r" +\d+  join +133, 135 ", row))
        assert rows.index("▸ withheld: shown, not applied   --unsafe applies them") < at
        assert "unsafe" in rows[at]
        assert any("推动⏎⏎国务院" in row for row in rows[at:])

    def test_separators_go_with_what_they_separate(self, found, lines):
        text = found.document.text
        removals = [e for e in found.applied if e.kind == "remove"]
        gone = [lines.line(e.span.start) for e in removals]
        assert gone == [155, 159, 163]
        start, end = lines.span(153).end, lines.span(165).start
        between = text[start:end]
        for edit in reversed(removals):
            a, b = edit.span.start - start, edit.span.end - start
            between = between[:a] + between[b:]
        assert between == "\n\n"

    def test_two_seams_of_one_line_are_on_one_card(self, rows):
        titles = [row for row in rows if re.match(r" *\d+(-\d+)? +join +180, 182, 184 ", row)]
        assert len(titles) == 1
        assert re.match(r" *\d+-\d+ ", titles[0])
        card = rows[rows.index(titles[0]) :]
        card = card[: card.index("")]
        assert sum("╎⏎" in row for row in card) == 1
        assert "".join(card).count("⏎⏎") == 2
