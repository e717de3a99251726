"""Files are read whole, and written whole or not at all."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dedup.cli import atomic, files
from dedup.cli.files import check_input, check_links, read, write
from dedup.errors import InputError, OutputError, UsageError


@pytest.fixture
def folder(tmp_path):
    """A folder in which no temporary file may be left."""
    yield tmp_path
    assert not [path.name for path in tmp_path.rglob("*") if path.name.startswith(".dedup-")]


@pytest.fixture
def file(folder):
    path = folder / "a.txt"
    path.write_bytes(b"old")
    return path


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


class TestCheck:
    def test_a_file_passes(self, file):
        check_input(str(file))
        check_links(str(file))

    def test_no_name(self):
        with pytest.raises(UsageError, match="'': no such file"):
            check_input("")

    @pytest.mark.parametrize("name", ["missing", "a.txt/inside", "no/such/folder"])
    def test_what_is_not_there(self, file, monkeypatch, name):
        monkeypatch.chdir(file.parent)
        with pytest.raises(UsageError, match="no such file"):
            check_input(name)

    def test_a_directory(self, folder):
        with pytest.raises(UsageError, match="is a directory"):
            check_input(str(folder))

    def test_a_pipe(self, folder):
        os.mkfifo(folder / "pipe")
        with pytest.raises(UsageError, match=r"pipe or a device.*\n.*dedup clean <"):
            check_input(str(folder / "pipe"))

    def test_a_device(self):
        with pytest.raises(UsageError, match="pipe or a device"):
            check_input("/dev/null")

    def test_hard_links(self, file):
        file.with_name("b.txt").hardlink_to(file)
        with pytest.raises(UsageError, match=r"2 hard links.*\n.*-o PATH"):
            check_links(str(file))

    def test_a_name_does_not_speak_to_the_terminal(self, folder):
        with pytest.raises(UsageError) as caught:
            check_input("a\x1b[2J\nb\udcff.txt")
        assert str(caught.value) == r"a\x1b[2J\nb\udcff.txt: no such file"


class TestRead:
    def test_bytes_as_they_are(self, file):
        file.write_bytes(b"\xff\x00\r\n\x1a")
        assert read(str(file))[0] == b"\xff\x00\r\n\x1a"

    def test_a_directory(self, folder):
        with pytest.raises(InputError, match="cannot be read: Is a directory"):
            read(str(folder))

    def test_a_forbidden_file(self, as_nobody):
        file = as_nobody / "a.txt"
        file.write_bytes(b"old")
        file.chmod(0)
        with pytest.raises(InputError, match="cannot be read: Permission denied"):
            read(str(file))

    def test_a_file_that_grows_meanwhile(self, file, monkeypatch):
        monkeypatch.setattr(atomic, "same", lambda *_: False)
        with pytest.raises(InputError, match="changed while it was read"):
            read(str(file))


class TestNew:
    def test_it_is_written(self, folder):
        write(str(folder / "new"), b"text")
        assert (folder / "new").read_bytes() == b"text"

    @pytest.mark.parametrize(("like", "mode"), [(0o600, 0o600), (0o755, 0o640), (0o666, 0o640)])
    def test_it_is_as_private_as_its_source_and_the_umask(self, file, like, mode):
        file.chmod(like)
        before = os.umask(0o027)
        try:
            write(str(file.with_name("new")), b"", like=file.stat())
        finally:
            os.umask(before)
        assert mode_of(file.with_name("new")) == mode

    def test_it_takes_no_ones_place(self, file):
        with pytest.raises(UsageError, match=r"exists already.*\n.*--force"):
            write(str(file), b"new")
        assert file.read_bytes() == b"old"

    @pytest.mark.parametrize("links_work", [True, False])
    def test_it_takes_no_place_taken_meanwhile(self, folder, monkeypatch, links_work):
        path = folder / "new"
        if not links_work:
            monkeypatch.setattr(Path, "hardlink_to", raising(PermissionError(1, "no links")))
        monkeypatch.setattr(files.os, "fsync", lambda _: path.write_bytes(b"somebody's"))
        with pytest.raises(UsageError, match="exists already"):
            write(str(path), b"mine")
        assert path.read_bytes() == b"somebody's"

    def test_where_the_file_system_knows_no_links(self, folder, monkeypatch):
        monkeypatch.setattr(Path, "hardlink_to", raising(PermissionError(1, "no links")))
        write(str(folder / "new"), b"text")
        assert (folder / "new").read_bytes() == b"text"

    def test_into_a_folder_that_is_not_there(self, folder):
        with pytest.raises(OutputError, match="cannot be written: No such file or directory"):
            write(str(folder / "no" / "new"), b"text")

    def test_over_a_directory(self, folder):
        with pytest.raises(OutputError, match="cannot be written: Is a directory"):
            write(str(folder), b"text", replace=True)

    def test_through_a_dangling_link(self, folder):
        (folder / "link").symlink_to("new")
        write(str(folder / "link"), b"text")
        assert (folder / "link").is_symlink()
        assert (folder / "new").read_bytes() == b"text"

    def test_a_device_is_written_to(self):
        write("/dev/null", b"text")
        assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


class TestReplaced:
    def test_it_is_another_file_of_the_same_mode(self, file):
        file.chmod(0o751)
        before = file.stat().st_ino
        write(str(file), b"new", replace=True)
        assert file.read_bytes() == b"new"
        assert mode_of(file) == 0o751
        assert file.stat().st_ino != before

    def test_it_is_new(self, file):
        os.utime(file, (1, 1))
        write(str(file), b"new", replace=True)
        assert file.stat().st_mtime > 1

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
    def test_its_owner_stays(self, file):
        os.chown(file, 12345, 54321)
        file.chmod(0o640)
        write(str(file), b"new", replace=True)
        assert (file.stat().st_uid, file.stat().st_gid, mode_of(file)) == (12345, 54321, 0o640)

    def test_an_owner_that_may_not_be_given_is_no_failure(self, file, monkeypatch):
        monkeypatch.setattr(files.os, "fchown", raising(PermissionError(1, "not permitted")))
        write(str(file), b"new", replace=True)
        assert file.read_bytes() == b"new"

    def test_extended_attributes_stay(self, file):
        try:
            os.setxattr(file, "user.note", b"kept")
        except OSError:
            pytest.skip("no extended attributes here")
        write(str(file), b"new", replace=True)
        assert os.getxattr(file, "user.note") == b"kept"

    def test_a_link_stays_and_its_target_is_replaced(self, file):
        link = file.with_name("link")
        link.symlink_to("a.txt")
        write(str(link), b"new", replace=True)
        assert link.readlink() == Path("a.txt")
        assert file.read_bytes() == b"new"

    def test_hard_links_are_not_parted(self, file):
        file.with_name("b").hardlink_to(file)
        with pytest.raises(UsageError, match="hard links"):
            write(str(file), b"new", replace=True)
        assert file.with_name("b").read_bytes() == file.read_bytes() == b"old"

    @pytest.mark.parametrize("change", ["bytes", "time", "file"])
    def test_a_file_that_changed_is_left(self, file, change):
        _, seen = read(str(file))
        if change == "bytes":
            file.write_bytes(b"longer")
        elif change == "time":
            os.utime(file, (1, 1))
        else:
            other = file.with_name("b")
            other.write_bytes(b"old")
            os.utime(other, ns=(seen.st_atime_ns, seen.st_mtime_ns))
            other.replace(file)
        before = file.read_bytes()
        with pytest.raises(InputError, match="changed since it was read"):
            write(str(file), b"new", replace=True, seen=seen)
        assert file.read_bytes() == before

    def test_a_file_that_vanished_is_an_error(self, file):
        _, seen = read(str(file))
        file.unlink()
        with pytest.raises(OutputError):
            write(str(file), b"new", replace=True, seen=seen)
        assert not file.exists()


class TestFailures:
    """Whatever stops a write leaves the old file, and nothing beside it."""

    @pytest.mark.parametrize("where", ["open", "write", "fsync", "fchown", "fchmod", "replace"])
    @pytest.mark.parametrize("what", [OSError(28, "No space left on device"), KeyboardInterrupt()])
    def test_at_every_step(self, file, monkeypatch, where, what):
        if where == "replace":
            monkeypatch.setattr(Path, "replace", raising(what))
        else:
            monkeypatch.setattr(files.os, where, raising(what))
        with pytest.raises(OutputError if isinstance(what, OSError) else KeyboardInterrupt):
            write(str(file), b"new", replace=True)
        monkeypatch.undo()
        assert file.read_bytes() == b"old"
        assert [path.name for path in file.parent.iterdir()] == ["a.txt"]

    def test_in_a_folder_that_is_read_only(self, as_nobody):
        file = as_nobody / "a.txt"
        file.write_bytes(b"old")
        as_nobody.chmod(0o500)
        with pytest.raises(OutputError, match="cannot be written: Permission denied"):
            write(str(file), b"new", replace=True)
        assert file.read_bytes() == b"old"

    @pytest.mark.parametrize("step", ["os.fsync", "os.replace", "os.rename"])
    def test_a_kill_leaves_the_old_file_or_the_new(self, tmp_path, step):
        path = tmp_path / "a.txt"
        path.write_bytes(b"old")
        code = (
            f"import os, signal; from dedup.cli.files import write\n"
            f"{step} = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
            f"write('a.txt', b'new' * 100000, replace=True)"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False)
        assert done.returncode in (-9, 0)
        assert path.read_bytes() in (b"old", b"new" * 100000)


def raising(error: BaseException):
    def fail(*args: object, **more: object) -> None:
        raise error

    return fail
