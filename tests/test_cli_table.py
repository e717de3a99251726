"""Every row of the output table, with real processes on real terminals and pipes."""

import json
import re

import pytest
from lake import CLEAN, DAMAGED

from dedup.cli.commands import main

SUMMARY = re.compile(r"[^\n]*: 1 removed[^\n]*\n")


def is_summary(text: str) -> bool:
    return SUMMARY.fullmatch(text) is not None


def is_drawn(text: str) -> bool:
    return "dedup clean" in text and "╌╌╌╌" in text


# FILE, no -o and no -i, standard output a pipe or file: the text goes there.


def test_file_to_pipe_without_terminal(dedup, lake):
    done = dedup("clean", "lake.txt")
    assert (done.status, done.out) == (0, CLEAN)
    assert is_summary(done.err)
    assert done.err.startswith("lake.txt: ")
    assert lake.read_bytes() == DAMAGED
    assert [path.name for path in lake.parent.iterdir()] == ["lake.txt"]


@pytest.mark.parametrize("stdin", ["", "i"])
def test_file_to_pipe_with_report_on_terminal(on_terminal, lake, stdin):
    done = on_terminal("clean", "lake.txt", tty=f"{stdin}e")
    assert (done.status, done.out) == (0, CLEAN)
    assert is_drawn(done.err)
    assert "\x1b[" in done.err


# FILE, standard output a terminal: the report goes there, the text beside the input.


def test_file_on_terminal(on_terminal, lake):
    done = on_terminal("clean", "lake.txt", tty="ioe")
    drawn = done.out.decode()
    assert (done.status, done.err) == (0, "")
    assert is_drawn(drawn)
    assert "wrote lake.clean.txt" in drawn
    assert "dedup clean -i lake.txt" in drawn
    assert lake.with_name("lake.clean.txt").read_bytes() == CLEAN
    assert lake.read_bytes() == DAMAGED


def test_file_on_terminal_with_stderr_elsewhere(on_terminal, lake):
    done = on_terminal("clean", "lake.txt", tty="io")
    assert is_drawn(done.out.decode())
    assert is_summary(done.err)


def test_a_piped_stdin_does_not_matter_where_there_is_a_file(on_terminal, lake):
    done = on_terminal("clean", "lake.txt", tty="oe", stdin=b"something else")
    assert is_drawn(done.out.decode())
    assert lake.with_name("lake.clean.txt").read_bytes() == CLEAN


# -o F: the text goes there and nothing to standard output.


@pytest.mark.parametrize("tty", ["e", "oe", "ioe"])
def test_output_file_with_report_on_terminal(on_terminal, lake, tty):
    done = on_terminal("clean", "-o", "out.txt", "lake.txt", tty=tty)
    assert (done.status, done.out) == (0, b"")
    assert is_drawn(done.err)
    assert "wrote out.txt" in done.err
    assert lake.with_name("out.txt").read_bytes() == CLEAN
    assert not lake.with_name("lake.clean.txt").exists()


@pytest.mark.parametrize("tty", ["", "o"])
def test_output_file_without_terminal_for_the_report(on_terminal, lake, tty):
    done = on_terminal("clean", "-o", "out.txt", "lake.txt", tty=tty)
    assert (done.status, done.out) == (0, b"")
    assert is_summary(done.err)


# -i: the text goes back, nothing to standard output.


def test_in_place_with_report_on_terminal(on_terminal, lake):
    lake.with_name("other.txt").write_bytes(CLEAN)
    done = on_terminal("clean", "-i", "lake.txt", "other.txt", tty="ioe")
    assert (done.status, done.out) == (0, b"")
    assert is_drawn(done.err)
    assert "wrote lake.txt" in done.err
    assert "other.txt is unchanged" in done.err
    assert lake.read_bytes() == CLEAN


def test_in_place_without_terminal(dedup, lake):
    done = dedup("clean", "-i", "lake.txt")
    assert (done.status, done.out) == (0, b"")
    assert is_summary(done.err)
    assert lake.read_bytes() == CLEAN


# Standard input, piped.


@pytest.mark.parametrize("name", [(), ("-",)])
def test_stdin_to_pipe(dedup, name):
    done = dedup("clean", *name, stdin=DAMAGED)
    assert (done.status, done.out) == (0, CLEAN)
    assert is_summary(done.err)
    assert done.err.startswith("<stdin>: ")


@pytest.mark.parametrize("name", [(), ("-",)])
def test_stdin_to_pipe_with_report_on_terminal(on_terminal, name):
    done = on_terminal("clean", *name, tty="e", stdin=DAMAGED)
    assert (done.status, done.out) == (0, CLEAN)
    assert is_drawn(done.err)


@pytest.mark.parametrize("name", [(), ("-",)])
@pytest.mark.parametrize("tty", ["o", "oe"])
def test_stdin_to_terminal(on_terminal, tmp_path, name, tty):
    done = on_terminal("clean", *name, tty=tty, stdin=DAMAGED)
    assert (done.status, done.out) == (0, CLEAN)
    assert is_summary(done.err.replace("\r\n", "\n"))
    assert not list(tmp_path.iterdir())


# Standard input a terminal, and no FILE: usage, at once.


@pytest.mark.parametrize(
    ("tty", "options"),
    [
        *(("i", ()), ("io", ()), ("ie", ()), ("ioe", ())),
        *(("ioe", ("--json",)), ("i", ("--check",)), ("ioe", ("-o", "x.txt"))),
    ],
)
def test_terminal_for_stdin(on_terminal, tmp_path, tty, options):
    done = on_terminal("clean", *options, tty=tty)
    assert (done.status, done.out) == (2, b"")
    assert "Usage: dedup clean [OPTIONS] [FILE]..." in done.err
    assert not list(tmp_path.iterdir())


def test_a_dash_reads_the_terminal(on_terminal):
    done = on_terminal("clean", "-", tty="i", stdin=b"abc\n\x04")
    assert (done.status, done.out) == (0, b"abc\n")


# --diff, --json, --check.


@pytest.mark.parametrize("tty", ["", "ioe"])
def test_diff(on_terminal, lake, tty):
    done = on_terminal("clean", "--diff", "lake.txt", tty=tty)
    assert done.status == 0
    assert done.out.startswith(b"--- a/lake.txt\n+++ b/lake.txt\n@@ ")
    assert is_summary(done.err.replace("\r\n", "\n"))
    assert [path.name for path in lake.parent.iterdir()] == ["lake.txt"]


@pytest.mark.parametrize("tty", ["", "ioe"])
def test_json(on_terminal, lake, tty):
    done = on_terminal("clean", "--json", "lake.txt", tty=tty)
    assert done.status == 0
    assert json.loads(done.out)["files"][0]["path"] == "lake.txt"
    assert is_summary(done.err.replace("\r\n", "\n"))
    assert [path.name for path in lake.parent.iterdir()] == ["lake.txt"]


@pytest.mark.parametrize("tty", ["e", "ioe"])
def test_check_on_terminal(on_terminal, lake, tty):
    done = on_terminal("clean", "--check", "lake.txt", tty=tty)
    assert (done.status, done.out) == (1, b"")
    assert is_drawn(done.err)
    assert "nothing written" in done.err
    assert [path.name for path in lake.parent.iterdir()] == ["lake.txt"]


@pytest.mark.parametrize("tty", ["", "o"])
def test_check_without_terminal(on_terminal, lake, tty):
    done = on_terminal("clean", "--check", "lake.txt", tty=tty)
    assert (done.status, done.out) == (1, b"")
    first, *_, last = done.err.splitlines()
    assert first.startswith("lake.txt:3:1: remove: ")
    assert last.startswith("lake.txt: 1 edit would be made")


def test_check_of_clean_text(dedup, lake):
    lake.write_bytes(CLEAN)
    done = dedup("clean", "--check", "lake.txt")
    assert (done.status, done.out) == (0, b"")


# Several files: only where it is clear what becomes of each.


@pytest.mark.parametrize(
    ("tty", "options"), [("", ()), ("ioe", ()), ("", ("-o", "-")), ("o", ("--report", "r.json"))]
)
def test_several_files_need_places(on_terminal, lake, tty, options):
    lake.with_name("other.txt").write_bytes(DAMAGED)
    done = on_terminal("clean", *options, "lake.txt", "other.txt", tty=tty)
    assert (done.status, done.out) == (2, b"")
    for way in ("-o DIR", "-i", "--check", "--diff", "--json"):
        assert way in done.err
    assert {path.name for path in lake.parent.iterdir()} == {"lake.txt", "other.txt"}


@pytest.mark.parametrize(
    ("options", "status"),
    [(["-i"], 0), (["-o", "out"], 0), (["--diff"], 0), (["--json"], 0), (["--check"], 1)],
)
def test_several_files_with_places(lake, capfd, options, status):
    lake.with_name("other.txt").write_bytes(DAMAGED)
    lake.with_name("out").mkdir()
    assert main(["clean", *options, "lake.txt", "other.txt"]) == status
    err = capfd.readouterr().err
    assert err.index("lake.txt: ") < err.index("other.txt: ")


# -o - , -q, --report: what holds in every row.


def test_dash_for_output_forces_the_text_onto_a_terminal(on_terminal, lake):
    done = on_terminal("clean", "-o", "-", "lake.txt", tty="ioe")
    assert (done.status, done.out) == (0, CLEAN)
    assert is_summary(done.err.replace("\r\n", "\n"))
    assert not lake.with_name("lake.clean.txt").exists()


@pytest.mark.parametrize(
    ("options", "status", "tty"),
    [([], 0, ""), ([], 0, "ioe"), (["-i"], 0, "ioe"), (["--check"], 1, ""), (["--diff"], 0, "ioe")],
)
def test_quiet_says_nothing(on_terminal, lake, options, status, tty):
    done = on_terminal("clean", "-q", *options, "lake.txt", tty=tty)
    assert (done.status, done.err) == (status, "")
    assert not is_drawn(done.out.decode())


def test_quiet_never_drops_errors(dedup):
    done = dedup("clean", "-q", "missing.txt")
    assert done.status == 2
    assert "missing.txt" in done.err


@pytest.mark.parametrize("options", [["--json"], ["--diff"], ["--report", "r.json"]])
def test_reports_change_neither_edits_nor_status(lake, capfd, options):
    assert main(["clean", "-o", "plain.txt", "lake.txt"]) == 0
    plain = capfd.readouterr().err
    assert main(["clean", *options, "-o", "out.txt", "lake.txt"]) == 0
    assert capfd.readouterr().err == plain
    assert lake.with_name("out.txt").read_bytes() == lake.with_name("plain.txt").read_bytes()
    assert main(["clean", "--check", "lake.txt"]) == 1
    assert main(["clean", "--check", *options, "lake.txt"]) == 1


def test_every_report_format(dedup, lake):
    names = ["r.json", "r.patch", "r.diff", "r.txt"]
    done = dedup("clean", *(f"--report={name}" for name in names), "lake.txt")
    assert (done.status, done.out) == (0, CLEAN)
    made = [lake.with_name(name).read_bytes() for name in names]
    assert json.loads(made[0])["version"] == 1
    assert made[1] == made[2] == dedup("clean", "--diff", "lake.txt").out
    assert made[0] == dedup("clean", "--json", "lake.txt").out
    assert is_drawn(made[3].decode())
    assert b"\x1b" not in made[3]


def test_an_unknown_report_format_is_refused_before_anything_is_done(dedup, lake):
    done = dedup("clean", "-i", "--report", "r.pdf", "lake.txt")
    assert done.status == 2
    for suffix in (".json", ".html", ".patch", ".diff", ".txt"):
        assert suffix in done.err
    assert lake.read_bytes() == DAMAGED
