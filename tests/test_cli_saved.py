"""`dedup apply` and `dedup undo`: the file or its original, to the byte, or a refusal."""

import json
import os
from contextlib import suppress
from pathlib import Path

import pytest
from example import edit
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lake import CLEAN, DAMAGED, SECOND
from strategies import disjoint_edits_for, texts

from dedup.cli import history
from dedup.cli.commands import main
from dedup.edits import choose
from dedup.errors import InputError
from dedup.model import Applicability, Document, Report, Settings, Span
from dedup.reports.json import to_json
from dedup.review.outcome import revised
from dedup.text import encode

ENCODINGS = ("utf-8", "utf-16-le", "utf-32-be", "gb18030")


@pytest.fixture
def saved(lake):
    """The report of the lake, saved beside it."""
    assert main(["clean", "--check", "-q", "--report", "r.json", "lake.txt"]) == 1
    return lake.with_name("r.json")


def changed(path, change):
    """Change the JSON of a report."""
    whole = json.loads(path.read_text("utf-8"))
    change(whole)
    path.write_text(json.dumps(whole), "utf-8")


@pytest.fixture
def refused(capsys):
    """Runs dedup, and sees that it refuses and changes no file of the folder."""

    def run(*args, status):
        folder = Path.cwd()
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        assert main([*map(str, args)]) == status
        after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        assert after == before
        told = capsys.readouterr().err
        assert told.startswith("dedup: ")
        return told

    return run


class TestApply:
    def test_makes_what_clean_makes(self, lake, saved, capsys):
        assert main(["apply", "r.json"]) == 0
        assert lake.read_bytes() == CLEAN
        assert capsys.readouterr().err == (
            f"lake.txt: 1 removed; {len(DAMAGED.decode())} -> {len(CLEAN.decode())} chars\n"
            "wrote lake.txt\n"
        )

    def test_again_changes_nothing(self, lake, saved, capsys):
        main(["apply", "-q", "r.json"])
        assert main(["apply", "r.json"]) == 0
        assert "as the report leaves it already" in capsys.readouterr().err
        assert lake.read_bytes() == CLEAN

    def test_a_file_of_another_name(self, lake, saved):
        other = lake.with_name("other.txt")
        lake.rename(other)
        assert main(["apply", "r.json", "other.txt"]) == 0
        assert other.read_bytes() == CLEAN

    def test_a_file_that_changed(self, lake, saved, refused):
        lake.write_bytes(DAMAGED + b"more\n")
        assert "not as it was when r.json was made" in refused("apply", "r.json", status=4)

    def test_no_file_of_several_is_written_if_one_is_refused(self, lake, refused):
        other = lake.with_name("other.txt")
        other.write_bytes(DAMAGED)
        main(["clean", "--check", "-q", "--report", "r.json", "lake.txt", "other.txt"])
        other.write_bytes(b"something else\n")
        refused("apply", "r.json", status=4)
        other.write_bytes(DAMAGED)
        assert main(["apply", "-q", "r.json"]) == 0
        assert lake.read_bytes() == other.read_bytes() == CLEAN

    def test_a_file_that_is_gone(self, lake, saved, refused):
        lake.unlink()
        assert "lake.txt: no such file" in refused("apply", "r.json", status=2)

    @pytest.mark.parametrize("data", [b"", b"{}", b"plain text\n", b'{"schema": "dedup-report-'])
    def test_no_report(self, lake, refused, data):
        lake.with_name("r.json").write_bytes(data)
        assert "not a report that can be read" in refused("apply", "r.json", status=3)

    def test_no_such_report(self, lake, refused):
        assert "no such file" in refused("apply", "r.json", status=2)

    def test_of_standard_input(self, dedup, lake, refused):
        lake.with_name("r.json").write_bytes(dedup("clean", "--json", stdin=DAMAGED).out)
        assert "name the file" in refused("apply", "r.json", status=2)
        assert main(["apply", "-q", "r.json", "lake.txt"]) == 0
        assert lake.read_bytes() == CLEAN

    def test_edits_that_overlap(self, lake, saved, refused):
        def twice(whole):
            (entry,) = whole["files"]
            entry["edits"].append(entry["edits"][0])

        changed(saved, twice)
        assert "overlap" in refused("apply", "r.json", status=3)

    def test_rejected_edits_stay(self, lake, saved):
        def reject(whole):
            whole["files"][0]["edits"][0]["status"] = "rejected"

        changed(saved, reject)
        assert main(["apply", "-q", "r.json"]) == 0
        assert lake.read_bytes() == DAMAGED

    @pytest.mark.parametrize(
        ("options", "done"),
        [
            (["--only", "remove"], CLEAN),
            (["--skip", "remove"], DAMAGED),
            (["--only", "join"], DAMAGED),
        ],
    )
    def test_kinds(self, lake, saved, options, done):
        assert main(["apply", "-q", *options, "r.json"]) == 0
        assert lake.read_bytes() == done

    def test_withheld_ones_on_request(self, lake):
        text = lake.read_text("utf-8")
        held = edit(text, 0, text[0], "X", "script", safety=Applicability.UNSAFE)
        report = Report(Document("lake.txt", text), Settings(), text, held=(held,))
        lake.with_name("r.json").write_text(to_json([report]), "utf-8")
        assert main(["apply", "-q", "r.json"]) == 0
        assert lake.read_text("utf-8") == text
        assert main(["apply", "-q", "--apply", "script", "r.json"]) == 0
        assert lake.read_text("utf-8") == f"X{text[1:]}"

    def test_two_removals_that_are_each_others_reason_are_not_both_made(self, lake):
        text = "abcd\nabcd\n"
        lake.write_text(text, "utf-8")
        held = tuple(
            edit(text, at, "abcd\n", "", "remove", safety=Applicability.UNSAFE, peer=peer)
            for at, peer in ((0, Span(5, 9)), (5, Span(0, 4)))
        )
        report = Report(Document("lake.txt", text), Settings(), text, held=held)
        lake.with_name("r.json").write_text(to_json([report]), "utf-8")
        assert main(["apply", "-q", "--unsafe", "r.json"]) == 0
        assert lake.read_text("utf-8") == "abcd\n"

    def test_the_original_is_kept_on_request(self, lake, saved, refused):
        assert main(["apply", "-q", "-b", "r.json"]) == 0
        assert lake.with_name("lake.txt.orig").read_bytes() == DAMAGED
        main(["undo", "-q", "lake.txt"])
        lake.with_name("lake.txt.orig").write_bytes(CLEAN)
        assert "exists already" in refused("apply", "-b", "r.json", status=2)

    def test_dry(self, lake, saved, capsys):
        assert main(["apply", "--dry-run", "r.json"]) == 0
        assert "lake.txt would be written" in capsys.readouterr().err
        assert lake.read_bytes() == DAMAGED

    def test_hard_links_are_not_parted(self, lake, saved, refused):
        os.link(lake, lake.with_name("twin.txt"))
        assert "hard links" in refused("apply", "r.json", status=2)

    @pytest.mark.parametrize("suffix", ["", "a/b"])
    def test_a_suffix_that_is_none(self, lake, saved, refused, suffix):
        refused("apply", "--backup-suffix", suffix, "r.json", status=2)


class TestUndo:
    @pytest.mark.parametrize("how", [["clean", "-q", "-i", "lake.txt"], ["apply", "-q", "r.json"]])
    def test_of_every_write_in_place(self, lake, saved, capsys, how):
        assert main(how) == 0
        assert lake.read_bytes() == CLEAN
        assert main(["undo", "lake.txt"]) == 0
        assert lake.read_bytes() == DAMAGED
        assert capsys.readouterr().err == "lake.txt: 1 edit taken back\nwrote lake.txt\n"

    def test_again_changes_nothing(self, lake, capsys):
        main(["clean", "-q", "-i", "lake.txt"])
        main(["undo", "-q", "lake.txt"])
        assert main(["undo", "lake.txt"]) == 0
        assert "is as it was before" in capsys.readouterr().err

    def test_of_one_write_after_the_other(self, lake):
        text = DAMAGED.decode()
        first = edit(text, text.index(SECOND), SECOND[:2], "夜里", "script")
        report = revised(Report(Document("lake.txt", text), Settings(), text), [first], (), ())
        lake.with_name("r.json").write_text(to_json([report]), "utf-8")
        assert main(["apply", "-q", "r.json"]) == 0
        between = lake.read_bytes()
        assert main(["clean", "-q", "-i", "lake.txt"]) == 0
        assert lake.read_bytes() != between
        for data in (between, DAMAGED, DAMAGED):
            assert main(["undo", "-q", "lake.txt"]) == 0
            assert lake.read_bytes() == data

    def test_by_the_report(self, lake, saved):
        main(["apply", "-q", "--no-undo-log", "r.json"])
        assert main(["undo", "-q", "r.json"]) == 0
        assert lake.read_bytes() == DAMAGED

    def test_of_a_file_that_changed_since(self, lake, saved, refused):
        main(["clean", "-q", "-i", "lake.txt"])
        lake.write_bytes(CLEAN + b"more\n")
        assert "has changed since dedup wrote it" in refused("undo", "lake.txt", status=4)
        assert "has changed since" in refused("undo", "r.json", status=4)

    def test_of_a_file_never_written(self, lake, refused):
        assert "no write of dedup in place is known" in refused("undo", "lake.txt", status=2)

    def test_of_a_file_written_without_the_log(self, lake, refused):
        main(["clean", "-q", "-i", "--no-undo-log", "lake.txt"])
        refused("undo", "lake.txt", status=2)

    def test_of_a_file_that_is_gone(self, lake, refused):
        refused("undo", "gone.txt", status=2)

    def test_of_another_file_with_the_same_bytes(self, lake, refused):
        main(["clean", "-q", "-i", "lake.txt"])
        lake.with_name("other.txt").write_bytes(CLEAN)
        refused("undo", "other.txt", status=2)

    def test_through_a_link(self, lake):
        link = lake.with_name("link.txt")
        link.symlink_to(lake)
        main(["clean", "-q", "-i", "link.txt"])
        assert main(["undo", "-q", "lake.txt"]) == 0
        assert lake.read_bytes() == DAMAGED
        assert link.is_symlink()

    def test_dry(self, lake, capsys):
        main(["clean", "-q", "-i", "lake.txt"])
        assert main(["undo", "--dry-run", "lake.txt"]) == 0
        assert "lake.txt would be written" in capsys.readouterr().err
        assert lake.read_bytes() == CLEAN

    def test_of_a_record_that_was_tampered_with(self, lake, state, refused):
        main(["clean", "-q", "-i", "lake.txt"])
        (record,) = (state / "undo").iterdir()

        def lie(whole):
            whole["files"][0]["edits"][0]["before"] = "x" * len(
                whole["files"][0]["edits"][0]["before"]
            )

        changed(record, lie)
        assert "its report is damaged" in refused("undo", "lake.txt", status=3)

    def test_what_cannot_be_remembered_is_written_and_told(self, lake, state, capsys):
        state.parent.mkdir(parents=True)
        state.write_bytes(b"in the way")
        assert main(["clean", "-q", "-i", "lake.txt"]) == 0
        assert lake.read_bytes() == CLEAN
        assert "dedup undo will not take it back" in capsys.readouterr().err

    @pytest.mark.parametrize("bound", ["number", "size"])
    def test_the_newest_are_kept(self, lake, state, monkeypatch, bound):
        if bound == "number":
            monkeypatch.setattr(history, "KEPT", 2)
        else:
            main(["clean", "-q", "-i", "lake.txt"])
            (record,) = (state / "undo").iterdir()
            monkeypatch.setattr(history, "KEPT_BYTES", record.stat().st_size * 5 // 2)
        for name in "dcba":
            lake.with_name(name).write_bytes(DAMAGED)
            main(["clean", "-q", "-i", name])
            for record in (state / "undo").iterdir():
                seen = record.stat()
                os.utime(record, (seen.st_mtime - 10, seen.st_mtime - 10))
        assert len([*(state / "undo").iterdir()]) == 2
        for name in "ab":
            assert main(["undo", "-q", name]) == 0
        assert main(["undo", "-q", "c"]) == 2

    def test_a_write_that_fails_leaves_the_file(self, lake, saved, refused, monkeypatch):
        main(["clean", "-q", "-i", "lake.txt"])

        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        assert "No space left" in refused("undo", "lake.txt", status=3)


class TestLaws:
    @given(st.data())
    @settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def test_apply_then_undo_gives_the_bytes_back(self, tmp_path, monkeypatch, data):
        monkeypatch.chdir(tmp_path)
        text = data.draw(texts().filter(bool))  # some reasons point to its first character
        edits = data.draw(disjoint_edits_for(text))
        encoding = data.draw(st.sampled_from(ENCODINGS))
        mark = data.draw(st.booleans())
        document = Document(
            "page.txt", text, encoding, "\ufeff".encode(encoding, "ignore") if mark else b""
        )
        assume(mark or not text.startswith("\ufeff"))  # that would be a mark
        with suppress(InputError):  # the encoding cannot hold the text
            before = encode(document)
            found = choose(edits, Settings().applies)
            report = revised(Report(document, Settings(), text), *found)
            after = encode(document, report.text)
        assume("after" in locals() and before != after)
        Path("page.txt").write_bytes(before)
        Path("r.json").write_bytes(to_json([report]).encode("utf-8", "backslashreplace"))
        assert main(["apply", "-q", "r.json"]) == 0
        assert Path("page.txt").read_bytes() == after
        assert main(["undo", "-q", "page.txt"]) == 0
        assert Path("page.txt").read_bytes() == before
        assert main(["apply", "-q", "r.json"]) == 0
        assert main(["undo", "-q", "r.json"]) == 0
        assert Path("page.txt").read_bytes() == before
