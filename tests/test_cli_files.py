"""What dedup does to files: beside them, in their place, elsewhere, and never by accident."""

import stat
from pathlib import Path

import pytest
from lake import CLEAN, DAMAGED, FIRST, SECOND

from dedup.cli import work
from dedup.cli.commands import main
from dedup.cli.state import home, is_own, remember


class TestSibling:
    """On a terminal the text goes beside the input; what stands there is not lightly replaced."""

    def test_it_is_replaced_while_it_is_dedups_own(self, on_terminal, lake, state):
        sibling = lake.with_name("lake.clean.txt")
        assert on_terminal("clean", "lake.txt", tty="oe").status == 0
        assert sibling.read_bytes() == CLEAN
        records = list((state / "outputs").iterdir())
        assert [len(record.read_text().strip()) for record in records] == [64]

        lake.write_bytes(DAMAGED + b"\nmore\n")
        assert on_terminal("clean", "lake.txt", tty="oe").status == 0
        assert sibling.read_bytes() == CLEAN + b"\nmore\n"
        assert list((state / "outputs").iterdir()) == records

    def test_it_is_refused_once_somebody_edited_it(self, on_terminal, lake):
        on_terminal("clean", "lake.txt", tty="oe")
        sibling = lake.with_name("lake.clean.txt")
        sibling.write_bytes(CLEAN + b"by hand\n")
        done = on_terminal("clean", "--report", "r.json", "lake.txt", tty="oe")
        assert (done.status, done.out) == (2, b"")
        assert "lake.clean.txt: exists, and not as dedup left it; nothing was written" in done.err
        assert "--force" in done.err
        assert sibling.read_bytes() == CLEAN + b"by hand\n"

    def test_it_is_refused_if_dedup_never_wrote_it(self, on_terminal, lake):
        lake.with_name("lake.clean.txt").write_bytes(b"mine")
        assert on_terminal("clean", "lake.txt", tty="oe").status == 2
        assert lake.with_name("lake.clean.txt").read_bytes() == b"mine"

    def test_force_replaces_it(self, on_terminal, lake):
        lake.with_name("lake.clean.txt").write_bytes(b"mine")
        assert on_terminal("clean", "--force", "lake.txt", tty="oe").status == 0
        assert lake.with_name("lake.clean.txt").read_bytes() == CLEAN
        lake.write_bytes(CLEAN)
        assert on_terminal("clean", "lake.txt", tty="oe").status == 0

    def test_the_very_same_bytes_are_no_loss(self, on_terminal, lake):
        lake.with_name("lake.clean.txt").write_bytes(CLEAN)
        assert on_terminal("clean", "lake.txt", tty="oe").status == 0

    def test_without_a_state_folder_it_is_written_with_a_word_of_warning(
        self, on_terminal, lake, state
    ):
        state.parent.mkdir()
        state.write_bytes(b"a file where a folder should be")
        done = on_terminal("clean", "lake.txt", tty="oe")
        assert done.status == 0
        assert "cannot be remembered" in done.err
        assert lake.with_name("lake.clean.txt").read_bytes() == CLEAN

    @pytest.mark.parametrize(
        ("name", "sibling"),
        [("lake", "lake.clean"), ("a.b.txt", "a.b.clean.txt"), (".x", ".x.clean")],
    )
    def test_its_name(self, on_terminal, lake, name, sibling):
        lake.rename(lake.with_name(name))
        on_terminal("clean", name, tty="o")
        assert lake.with_name(sibling).read_bytes() == CLEAN

    @pytest.mark.parametrize("options", [["-o", "x.txt"], ["-i"], ["--check"], ["--json"]])
    def test_options_switch_it_off(self, on_terminal, lake, options):
        on_terminal("clean", *options, "lake.txt", tty="oe")
        assert not lake.with_name("lake.clean.txt").exists()


class TestOutput:
    def test_an_existing_file_is_refused(self, lake, capfd):
        lake.with_name("out.txt").write_bytes(b"mine")
        assert main(["clean", "-o", "out.txt", "lake.txt"]) == 2
        assert "out.txt: exists already; nothing was written" in capfd.readouterr().err
        assert lake.with_name("out.txt").read_bytes() == b"mine"

    def test_force_replaces_it(self, lake):
        lake.with_name("out.txt").write_bytes(b"mine")
        assert main(["clean", "--force", "-o", "out.txt", "lake.txt"]) == 0
        assert lake.with_name("out.txt").read_bytes() == CLEAN

    @pytest.mark.parametrize("output", ["lake.txt", "./lake.txt", "soft", "hard", "."])
    @pytest.mark.parametrize("force", [[], ["--force"]])
    def test_the_input_itself_is_refused(self, lake, capfd, output, force):
        lake.with_name("soft").symlink_to("lake.txt")
        lake.with_name("hard").hardlink_to(lake)
        assert main(["clean", *force, "-o", output, "lake.txt"]) == 2
        assert "use -i" in capfd.readouterr().err
        assert lake.read_bytes() == DAMAGED

    def test_it_is_as_private_as_the_input(self, lake):
        lake.chmod(0o600)
        assert main(["clean", "-o", "out.txt", "lake.txt"]) == 0
        assert stat.S_IMODE(lake.with_name("out.txt").stat().st_mode) == 0o600

    def test_a_directory(self, lake):
        lake.with_name("out").mkdir()
        assert main(["clean", "-o", "out", "lake.txt"]) == 0
        assert (lake.parent / "out" / "lake.txt").read_bytes() == CLEAN

    def test_a_directory_that_is_not_there(self, lake, capfd):
        assert main(["clean", "-o", "out/", "lake.txt"]) == 2
        assert "no such directory: 'out/'" in capfd.readouterr().err

    def test_a_template_lies_beside_the_input(self, lake):
        (lake.parent / "sub").mkdir()
        lake.rename(lake.parent / "sub" / "lake.txt")
        assert main(["clean", "-o", "{stem}.new{suffix}", "sub/lake.txt"]) == 0
        assert (lake.parent / "sub" / "lake.new.txt").read_bytes() == CLEAN

    def test_a_template_with_a_folder_lies_there(self, lake):
        (lake.parent / "sub").mkdir()
        assert main(["clean", "-o", "sub/{stem}{suffix}", "lake.txt"]) == 0
        assert (lake.parent / "sub" / "lake.txt").read_bytes() == CLEAN

    def test_a_field_that_is_not_there(self, lake, capfd):
        assert main(["clean", "-o", "{name}.txt", "lake.txt"]) == 2
        assert "no field {name}" in capfd.readouterr().err

    def test_stdin_needs_a_name_for_a_directory(self, dedup, lake):
        done = dedup("clean", "-o", ".", stdin=DAMAGED)
        assert done.status == 2
        assert "--stdin-filename" in done.err
        done = dedup("clean", "-o", ".", "--stdin-filename", "sea.txt", stdin=DAMAGED)
        assert done.status == 0
        assert done.err.startswith("sea.txt: ")
        assert lake.with_name("sea.txt").read_bytes() == CLEAN

    def test_two_inputs_never_share_an_output(self, lake, capfd):
        (lake.parent / "sub").mkdir()
        (lake.parent / "out").mkdir()
        (lake.parent / "sub" / "lake.txt").write_bytes(DAMAGED)
        assert main(["clean", "-o", "out", "lake.txt", "sub/lake.txt"]) == 2
        assert "would both be written to out/lake.txt" in capfd.readouterr().err
        assert not list((lake.parent / "out").iterdir())

    def test_several_inputs_and_one_file(self, lake, capfd):
        lake.with_name("b.txt").write_bytes(DAMAGED)
        assert main(["clean", "-o", "new.txt", "lake.txt", "b.txt"]) == 2
        assert "the inputs are 2" in capfd.readouterr().err

    def test_a_report_is_no_input_and_no_output(self, lake, capfd):
        assert main(["clean", "--force", "--report", "lake.txt", "lake.txt"]) == 2
        assert "is an input, too" in capfd.readouterr().err
        assert main(["clean", "-o", "out.txt", "--report", "out.txt", "lake.txt"]) == 2
        assert "would both be written to out.txt" in capfd.readouterr().err
        assert [path.name for path in lake.parent.iterdir()] == ["lake.txt"]

    def test_a_device(self, lake):
        assert main(["clean", "-o", "/dev/null", "lake.txt"]) == 0
        assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)

    def test_a_report_replaces_its_like_and_nothing_else(self, lake, capfd):
        report = lake.with_name("r.json")
        assert main(["clean", "--check", "--report", "r.json", "lake.txt"]) == 1
        lake.write_bytes(CLEAN)
        assert main(["clean", "--check", "--report", "r.json", "lake.txt"]) == 0
        report.write_bytes(b"mine")
        assert main(["clean", "--check", "--report", "r.json", "lake.txt"]) == 2
        assert report.read_bytes() == b"mine"
        assert main(["clean", "--check", "--force", "--report", "r.json", "lake.txt"]) == 0
        assert report.read_bytes() != b"mine"

    def test_the_shells_redirection_onto_the_input(self, dedup, lake):
        with lake.open("ab") as output:
            done = dedup("clean", "lake.txt", stdout=output)
        assert done.status == 2
        assert "lake.txt: is standard output, too" in done.err
        assert lake.read_bytes() == DAMAGED


class TestInPlace:
    def test_an_unchanged_text_is_not_touched(self, lake):
        lake.write_bytes(CLEAN)
        before = lake.stat()
        assert main(["clean", "-i", "-b", "lake.txt"]) == 0
        assert lake.stat().st_mtime_ns == before.st_mtime_ns
        assert lake.stat().st_ino == before.st_ino
        assert [path.name for path in lake.parent.iterdir()] == ["lake.txt"]

    def test_a_link_stays_and_its_mode(self, lake):
        lake.chmod(0o604)
        lake.with_name("link.txt").symlink_to("lake.txt")
        assert main(["clean", "-i", "link.txt"]) == 0
        assert lake.with_name("link.txt").is_symlink()
        assert lake.read_bytes() == CLEAN
        assert stat.S_IMODE(lake.stat().st_mode) == 0o604

    def test_a_hard_link_is_refused_and_nothing_done(self, lake, capfd):
        lake.with_name("b.txt").hardlink_to(lake)
        lake.with_name("a.txt").write_bytes(DAMAGED)
        assert main(["clean", "-i", "a.txt", "lake.txt"]) == 2
        assert "-o PATH" in capfd.readouterr().err
        assert lake.read_bytes() == lake.with_name("a.txt").read_bytes() == DAMAGED

    def test_a_file_that_changes_meanwhile_is_left(self, lake, capfd, monkeypatch):
        def slow(document, settings, jobs):
            lake.write_bytes(b"somebody saved this")
            return clean(document, settings)

        clean = work.clean
        monkeypatch.setattr(work, "clean", slow)
        assert main(["clean", "-i", "lake.txt"]) == 3
        assert "changed since it was read" in capfd.readouterr().err
        assert lake.read_bytes() == b"somebody saved this"

    def test_in_a_read_only_folder(self, as_nobody, capfd):
        lake = as_nobody / "lake.txt"
        lake.write_bytes(DAMAGED)
        as_nobody.chmod(0o500)
        assert main(["clean", "-i", str(lake)]) == 3
        assert "cannot be written: Permission denied" in capfd.readouterr().err
        assert lake.read_bytes() == DAMAGED

    def test_cleaning_twice_is_cleaning_once(self, lake):
        assert main(["clean", "-i", "lake.txt"]) == 0
        assert main(["clean", "--check", "lake.txt"]) == 0


class TestBackup:
    def test_it_holds_what_was_replaced(self, lake):
        lake.chmod(0o600)
        assert main(["clean", "-i", "-b", "lake.txt"]) == 0
        backup = lake.with_name("lake.txt.orig")
        assert (lake.read_bytes(), backup.read_bytes()) == (CLEAN, DAMAGED)
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600

    def test_its_suffix(self, lake):
        assert main(["clean", "-i", "-b", "--backup-suffix", "~", "lake.txt"]) == 0
        assert lake.with_name("lake.txt~").read_bytes() == DAMAGED

    @pytest.mark.parametrize("suffix", ["", "/x"])
    def test_what_is_no_suffix(self, lake, suffix):
        assert main(["clean", "-i", "-b", "--backup-suffix", suffix, "lake.txt"]) == 2
        assert lake.read_bytes() == DAMAGED

    def test_it_replaces_no_other(self, lake, capfd):
        backup = lake.with_name("lake.txt.orig")
        backup.write_bytes(b"the first one")
        assert main(["clean", "-i", "-b", "lake.txt"]) == 2
        assert "lake.txt.orig: exists already" in capfd.readouterr().err
        assert (lake.read_bytes(), backup.read_bytes()) == (DAMAGED, b"the first one")
        assert main(["clean", "-i", "-b", "-f", "lake.txt"]) == 0
        assert (lake.read_bytes(), backup.read_bytes()) == (CLEAN, DAMAGED)

    def test_the_worst_status_counts(self, lake):
        lake.with_name("bad.txt").write_bytes(b"\xff")
        lake.with_name("lake.txt.orig").write_bytes(b"the first one")
        assert main(["clean", "-i", "-b", "bad.txt", "lake.txt"]) == 3
        assert lake.read_bytes() == DAMAGED

    def test_of_an_output(self, lake):
        lake.with_name("out.txt").write_bytes(b"mine")
        assert main(["clean", "-b", "-f", "-o", "out.txt", "lake.txt"]) == 0
        assert lake.with_name("out.txt.orig").read_bytes() == b"mine"
        assert lake.with_name("out.txt").read_bytes() == CLEAN

    def test_of_nothing(self, lake):
        assert main(["clean", "-b", "-o", "out.txt", "lake.txt"]) == 0
        assert sorted(path.name for path in lake.parent.iterdir()) == ["lake.txt", "out.txt"]


class TestBytes:
    """Encodings, byte order marks and line ends come back as they were."""

    @pytest.mark.parametrize(
        ("encoding", "mark"),
        [("utf-8", b"\xef\xbb\xbf"), ("gb18030", b""), ("utf-16-le", b"\xff\xfe")],
    )
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_they_stay(self, lake, encoding, mark, end):
        damaged, clean = (data.decode().replace("\n", end) for data in (DAMAGED, CLEAN))
        option = "utf-16" if encoding == "utf-16-le" else encoding
        lake.write_bytes(mark + damaged.encode(encoding))
        assert main(["clean", "-i", "-e", option, "lake.txt"]) == 0
        assert lake.read_bytes() == mark + clean.encode(encoding)

    def test_a_missing_last_newline_stays_missing(self, dedup):
        assert dedup("clean", stdin=DAMAGED[:-1]).out == CLEAN[:-1]

    def test_mixed_ends_stay_mixed(self, dedup):
        text = f"{FIRST}\r\n\r\n{FIRST}\r\n\r\n{SECOND}\nshort\rlast"
        done = dedup("clean", stdin=text.encode())
        assert done.out.decode() == f"{FIRST}\r\n\r\n{SECOND}\nshort\rlast"

    @pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b"\x00\x1b[2J"])
    def test_what_holds_nothing_to_clean(self, dedup, data):
        done = dedup("clean", stdin=data)
        assert (done.status, done.out) == (0, data)

    @pytest.mark.parametrize(
        "data", [DAMAGED.decode().encode("gb18030"), DAMAGED.decode().encode("utf-16")]
    )
    def test_what_is_not_utf8_is_left(self, lake, capfd, data):
        lake.write_bytes(data)
        assert main(["clean", "-i", "lake.txt"]) == 3
        assert lake.read_bytes() == data
        first, *_ = capfd.readouterr().err.splitlines()
        assert first.startswith("dedup: lake.txt: byte 0x")
        assert "at offset 0 (line 1, column 1) is not UTF-8" in first

    def test_the_others_are_done(self, lake, capfd):
        lake.with_name("bad.txt").write_bytes(b"abc\xff")
        assert main(["clean", "-i", "bad.txt", "lake.txt"]) == 3
        assert lake.read_bytes() == CLEAN
        assert "dedup: bad.txt: byte 0xff at offset 3 (line 1, column 4)" in capfd.readouterr().err

    def test_a_missing_file_stops_all(self, lake):
        assert main(["clean", "-i", "lake.txt", "missing.txt"]) == 2
        assert lake.read_bytes() == DAMAGED

    def test_a_patch_of_utf16_is_refused_and_the_others_done(self, dedup, lake):
        lake.write_bytes(DAMAGED.decode().encode("utf-16"))
        done = dedup("clean", "-e", "auto", "--diff", "lake.txt", "-", stdin=DAMAGED)
        assert done.status == 2
        assert "no patch can be made" in done.err
        assert done.out.startswith(b"--- a/<stdin>")


class TestState:
    def test_a_relative_folder_does_not_count(self, monkeypatch, tmp_path):
        monkeypatch.setenv("XDG_STATE_HOME", "state")
        monkeypatch.setenv("HOME", str(tmp_path))
        assert home() == tmp_path / ".local" / "state" / "dedup"
        monkeypatch.delenv("XDG_STATE_HOME")
        assert home() == tmp_path / ".local" / "state" / "dedup"

    def test_an_output_is_known_by_path_and_bytes(self, lake):
        assert not is_own("lake.txt")
        remember("lake.txt", DAMAGED)
        lake.with_name("copy.txt").write_bytes(DAMAGED)
        lake.with_name("link.txt").symlink_to("lake.txt")
        assert is_own("lake.txt")
        assert is_own(str(lake))
        assert is_own("link.txt")
        assert not is_own("copy.txt")
        lake.write_bytes(CLEAN)
        assert not is_own("lake.txt")
        lake.unlink()
        assert not is_own("lake.txt")
