"""`dedup report`, and `--report-format`: a run's report in any format, and a saved one again."""

import json
import re

import pytest
from conftest import Outcome
from lake import CLEAN, DAMAGED

from dedup.cli.commands import main
from dedup.cli.output import Show, Text, Wish, plan
from dedup.errors import UsageError
from dedup.reports.formats import FORMATS

OF_ENTRIES = [name for name, row in FORMATS.items() if row.of_entries]


@pytest.fixture
def here(capfdbinary):
    """Runs dedup in this process, which takes a tenth of the time of another one."""

    def run(*args):
        capfdbinary.readouterr()
        status = main([*args])
        out, err = capfdbinary.readouterr()
        return Outcome(status, out, err.decode())

    return run


@pytest.fixture
def saved(lake):
    """The report of the lake's cleaning, as JSON, JSON Lines and all else, beside it."""
    options = [f"--report=r{row.suffixes[0]}" for row in FORMATS.values() if row.suffixes]
    assert main(["clean", "-q", *options, "-o", "out.txt", "lake.txt"]) == 0
    return lake.parent


class TestAgain:
    @pytest.mark.parametrize("source", ["r.json", "r.jsonl"])
    @pytest.mark.parametrize("name", [name for name, row in FORMATS.items() if row.suffixes])
    def test_it_is_drawn_as_it_was(self, saved, name, source):
        suffix = FORMATS[name].suffixes[0]
        assert main(["report", source, "-o", f"again{suffix}"]) == 0
        again = (saved / f"again{suffix}").read_bytes()
        assert again == (saved / f"r{suffix}").read_bytes()
        assert main(["report", source, "-o", "named", "--format", name]) == 0
        assert (saved / "named").read_bytes() == again

    def test_in_a_pipe_it_is_lines(self, saved, here):
        done = here("report", "r.json")
        assert (done.status, done.err) == (0, "")
        first, last = done.out.decode().splitlines()
        assert first.startswith("lake.txt:")
        assert last == "lake.txt: 1 edit"

    def test_on_a_terminal_it_is_drawn(self, saved, on_terminal):
        done = on_terminal("report", "r.json", tty="o")
        assert done.status == 0
        assert "dedup clean  lake.txt" in done.out.decode()
        assert b"\x1b[" in done.out

    def test_from_standard_input(self, saved, dedup):
        data = (saved / "r.json").read_bytes()
        done = dedup("report", "-", "--format", "json", stdin=data)
        assert (done.status, done.out) == (0, data)

    def test_of_a_text_read_from_standard_input(self, lake, dedup):
        dedup("clean", "--report", "r.json", stdin=DAMAGED)
        done = dedup("report", "r.json", "--format", "github")
        assert done.status == 0
        assert done.out.startswith(b"::warning file=<stdin>,line=")
        done = dedup("report", "r.json", "lake.txt", "--format", "full")
        assert b"dedup clean  <stdin>" in done.out

    def test_after_the_text_was_changed_in_place(self, saved, here):
        before = here("report", "r.json", "--format", "full").out
        (saved / "lake.txt").write_bytes(CLEAN)
        done = here("report", "r.json", "--format", "full")
        assert (done.status, done.out, done.err) == (0, before, "")

    @pytest.mark.parametrize("name", OF_ENTRIES)
    def test_most_formats_need_no_text(self, saved, name, capfd):
        (saved / "lake.txt").unlink()
        assert main(["report", "r.json", "--format", name]) == 0
        assert capfd.readouterr().out


class TestWithoutTheText:
    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (lambda path: path.unlink(), "lake.txt: no such file"),
            (lambda path: path.write_bytes(b"x"), "lake.txt: is not the file that the report"),
        ],
    )
    def test_the_full_report_lists_the_edits_and_says_so(self, saved, here, change, why):
        change(saved / "lake.txt")
        done = here("report", "r.json", "--format", "full")
        assert done.status == 0
        assert done.err.startswith(f"dedup: {why}")
        assert done.err.endswith("its edits are listed without the text\n")
        assert done.out == here("report", "r.json", "--format", "concise").out

    def test_the_texts_at_hand_are_drawn(self, saved, here):
        (saved / "two.txt").write_bytes(DAMAGED)
        here("clean", "--check", "--report", "both.json", "lake.txt", "two.txt")
        (saved / "lake.txt").unlink()
        done = here("report", "both.json", "--format", "full")
        out = done.out.decode()
        assert out.index("dedup clean  two.txt") < out.index("lake.txt: 1 edit")

    @pytest.mark.parametrize(
        ("change", "status"),
        [(lambda path: path.unlink(), 2), (lambda path: path.write_bytes(b"x"), 4)],
    )
    def test_a_patch_is_refused(self, saved, here, change, status):
        change(saved / "lake.txt")
        done = here("report", "r.json", "--format", "patch")
        assert (done.status, done.out) == (status, b"")
        assert "only with its text can it be drawn as patch" in done.err


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (DAMAGED, "it is not JSON"),
            (b"", "it is not JSON"),
            (b"\xff\xfe", "it is not UTF-8"),
            (b'{"runs": []}', "schema: is missing"),
            (b'{"schema": "dedup-report-9.schema.json", "version": 9}', "a newer dedup wrote it"),
        ],
    )
    def test_what_is_no_report(self, lake, here, data, why):
        (lake.parent / "x.json").write_bytes(data)
        done = here("report", "x.json")
        assert (done.status, done.out) == (3, b"")
        first, second = done.err.splitlines()
        assert first == "dedup: x.json: is not a report that can be read"
        assert why in second

    @pytest.mark.parametrize("name", ["r.json", "r.jsonl"])
    def test_what_is_cut_off(self, saved, here, name):
        data = (saved / name).read_bytes()
        (saved / "cut").write_bytes(data[: len(data) * 2 // 3])
        done = here("report", "cut", "-o", "out.md")
        assert done.status == 3
        assert not (saved / "out.md").exists()

    @pytest.mark.parametrize(
        ("args", "why"),
        [
            (["none.json"], "none.json: no such file"),
            (["."], "is a directory"),
            (["r.json", "-o", "x.log"], "-o x.log: the suffix says no format"),
            (["r.json", "-o", "r.md"], "exists already"),
            (["r.json", "-o", "./r.json", "-f"], "is an input, too"),
            (["r.json", "lake.txt", "-o", "lake.txt", "-f", "--format=json"], "is an input, too"),
            (["r.json", "--format", "docx"], "docx"),
            ([], "REPORT"),
        ],
    )
    def test_what_cannot_be_done(self, saved, here, args, why):
        before = {path.name: path.read_bytes() for path in saved.iterdir()}
        done = here("report", *args)
        assert (done.status, done.out) == (2, b"")
        assert why in done.err
        assert before == {path.name: path.read_bytes() for path in saved.iterdir()}

    @pytest.mark.parametrize("name", ["a\0b", "\ud800", "", "-", ".", "/dev/zero", "../none.txt"])
    def test_a_text_that_is_none(self, saved, here, name, monkeypatch):
        monkeypatch.setattr("sys.stdin", None)
        whole = json.loads((saved / "r.json").read_bytes())
        whole["files"][0]["path"] = name
        (saved / "bad.json").write_text(json.dumps(whole))
        for command in (
            ["report", "--format", "patch"],
            ["report", "--format", "html"],
            ["apply"],
            ["undo"],
        ):
            done = here(*command, "bad.json")
            assert (done.status, done.out) == (2, b""), command
            assert re.search(r"^dedup: .*: (no such file|is a directory|is a pipe)", done.err)
        assert here("report", "--format", "full", "bad.json").status == 0

    def test_one_text_for_two(self, saved, here):
        (saved / "two.txt").write_bytes(DAMAGED)
        here("clean", "--check", "--report", "both.json", "lake.txt", "two.txt")
        done = here("report", "both.json", "two.txt", "--format", "patch")
        assert done.status == 2
        assert "speaks of 2 texts" in done.err

    def test_a_damaged_report_is_not_drawn(self, saved, here):
        whole = json.loads((saved / "r.json").read_bytes())
        whole["files"][0]["edits"][0]["before"] += "x"
        (saved / "bad.json").write_text(json.dumps(whole))
        done = here("report", "bad.json", "--format", "full")
        assert (done.status, done.out) == (3, b"")


class TestFormatOfARun:
    """Where `--report-format` shows the report: in the place where it would be anyway."""

    @pytest.mark.parametrize("name", FORMATS)
    def test_on_standard_error_while_the_text_goes_on(self, lake, here, name):
        done = here("clean", "--report-format", name, "lake.txt")
        assert (done.status, done.out) == (0, CLEAN)
        main(["clean", "-q", "--report", "r", "--report-format", name, "-o", "x", "lake.txt"])
        if name != "concise":
            assert done.err.encode() == (lake.parent / "r").read_bytes()

    @pytest.mark.parametrize("name", FORMATS)
    def test_on_standard_output_in_place_of_the_text(self, lake, here, name):
        done = here("clean", "--report", "-", "--report-format", name, "lake.txt")
        assert done.status == 0
        assert done.err == "lake.txt: 1 removed; 124 -> 82 chars\n"
        here("clean", "--report=r", "--report-format", name, "-q", "-o", "x", "lake.txt")
        if name != "concise":  # which says on a stream that the edits would be made
            assert done.out.startswith((lake.parent / "r").read_bytes())

    def test_json_is_short_for_it(self, lake, here):
        short = here("clean", "--json", "lake.txt")
        assert short == here("clean", "--report-format", "json", "--report", "-", "lake.txt")

    def test_the_suffix_of_a_file_decides_before_it(self, lake, here):
        here("clean", "--report", "r.md", "--report-format", "json", "--check", "lake.txt")
        assert (lake.parent / "r.md").read_bytes().startswith(b"## `lake.txt`")

    def test_check_with_annotations(self, lake, here):
        done = here("clean", "--check", "--report-format", "github", "lake.txt")
        assert (done.status, done.out) == (1, b"")
        assert done.err.startswith("::warning file=lake.txt,line=")

    def test_a_patch_of_what_cannot_have_one(self, lake, here):
        (lake.parent / "wide.txt").write_bytes(DAMAGED.decode().encode("utf-16"))
        args = ("clean", "-e", "utf-16", "--report-format", "patch", "-o", "out.txt", "wide.txt")
        done = here(*args)
        assert done.status == 2
        assert not (lake.parent / "out.txt").exists()

    def test_on_a_terminal(self, lake, on_terminal):
        done = on_terminal("clean", "--report-format", "markdown", "lake.txt", tty="oe")
        assert done.out.decode().startswith("## `lake.txt`")
        assert lake.with_name("lake.clean.txt").read_bytes() == CLEAN

    @pytest.mark.parametrize(
        ("wish", "out", "err", "row"),
        [
            ({"reports": ("-",)}, True, True, (Text.NOWHERE, Show.RICH, Show.NOTHING)),
            ({"reports": ("-",)}, False, True, (Text.NOWHERE, Show.CONCISE, Show.SUMMARY)),
            ({"reports": ("-",), "quiet": True}, 0, 0, (Text.NOWHERE, Show.CONCISE, Show.NOTHING)),
            ({"reports": ("-",), "output": "F"}, 0, 0, (Text.OUTPUT, Show.CONCISE, Show.SUMMARY)),
            ({"form": "sarif"}, True, True, (Text.SIBLING, Show.FORM, Show.NOTHING)),
            ({"form": "sarif"}, False, True, (Text.STDOUT, Show.TEXT, Show.FORM)),
            ({"form": "full"}, False, False, (Text.STDOUT, Show.TEXT, Show.RICH)),
            ({"form": "github", "diff": True}, 0, 0, (Text.NOWHERE, Show.PATCH, Show.FORM)),
            ({"form": "json", "json": True}, 0, 0, (Text.NOWHERE, Show.FORM, Show.SUMMARY)),
            ({"form": "jsonl", "quiet": True}, 0, 0, (Text.STDOUT, Show.TEXT, Show.NOTHING)),
        ],
    )
    def test_the_rows(self, wish, out, err, row):
        found = plan(
            Wish(files=("a",), **wish), stdout_terminal=bool(out), stderr_terminal=bool(err)
        )
        assert (found.text, found.stdout, found.stderr) == row

    @pytest.mark.parametrize(
        "wish",
        [
            {"reports": ("-",), "json": True},
            {"reports": ("-",), "diff": True},
            {"reports": ("-",), "output": "-"},
            {"form": "sarif", "json": True},
        ],
    )
    def test_what_does_not_go_together(self, wish):
        with pytest.raises(UsageError):
            plan(Wish(files=("a",), **wish), stdout_terminal=False, stderr_terminal=False)
