"""Configuration files: which one counts, what beats what, and what is said of a slip."""

import os
import subprocess
import sys
import tomllib

import pytest
from conftest import COMMAND
from lake import DAMAGED, FIRST

from dedup.cli.config import fits
from dedup.cli.configkeys import KEYS

LONG = "min-chars = 200\n"
"""Nothing in the example is as long as that, so nothing is removed."""


@pytest.fixture
def here(tmp_path, lake):
    """The folder of the example, which is a repository: no configuration above it counts."""
    (tmp_path / ".git").mkdir()
    return tmp_path


@pytest.fixture
def settings(dedup):
    """What `--show-settings` says: the value and the source of each key."""

    def ask(*args, env=None, stdin=b""):
        done = dedup("clean", *args, "--show-settings", env=env, stdin=stdin)
        assert (done.status, done.err) == (0, "")
        lines = [line for line in done.out.decode().splitlines() if line and line[0] != "#"]
        rows = [line.rpartition("  # ") for line in lines]
        values = tomllib.loads("\n".join(line for line, _, _ in rows))
        flat = {f"report.{k}": v for k, v in values.pop("report").items()} | values
        assert set(flat) | {"report.width"} == set(KEYS)
        return {k: (flat[k], of) for (line, _, of) in rows for k in [line.partition(" = ")[0]]}

    return ask


class TestWhichFileCounts:
    @pytest.mark.parametrize(
        ("files", "expected"),
        [
            (["dedup.toml", ".dedup.toml", "pyproject.toml"], "dedup.toml"),
            ([".dedup.toml", "pyproject.toml"], ".dedup.toml"),
            (["pyproject.toml"], "pyproject.toml"),
        ],
    )
    def test_of_one_folder(self, here, settings, files, expected):
        for number, name in enumerate(files):
            head = "[tool.dedup]\n" if name == "pyproject.toml" else ""
            (here / name).write_text(f"{head}min-chars = {number + 30}\n")
        assert settings("lake.txt")["min-chars"] == (30, expected)

    def test_the_closest_to_the_text_not_to_the_shell(self, here, settings):
        (here / "dedup.toml").write_text("min-chars = 30\n")
        below = here / "pages" / "old"
        below.mkdir(parents=True)
        assert settings("pages/old/one.txt")["min-chars"] == (30, "dedup.toml")
        (here / "pages" / "dedup.toml").write_text("min-chars = 40\n")
        assert settings("pages/old/one.txt")["min-chars"] == (40, "pages/dedup.toml")
        assert settings("pages/old/../../one.txt")["min-chars"] == (30, "dedup.toml")

    def test_files_are_not_merged(self, here, settings):
        (here / "dedup.toml").write_text("min-chars = 30\n")
        (here / "pages").mkdir()
        (here / "pages" / "dedup.toml").write_text("similarity = 0.9\n")
        assert settings("pages/one.txt")["min-chars"] == (20, "default")

    def test_a_pyproject_without_our_table_is_passed_by(self, here, settings):
        (here / "dedup.toml").write_text("min-chars = 30\n")
        (here / "pages").mkdir()
        for text in ("[tool.ruff]\n", "[tool.ruff]\n# dedup\n", "= broken\n"):
            (here / "pages" / "pyproject.toml").write_text(text)
            assert settings("pages/one.txt")["min-chars"] == (30, "dedup.toml")

    @pytest.mark.parametrize("git", ["a folder", "a file"])
    def test_the_search_ends_with_the_repository(self, here, settings, git):
        (here / "dedup.toml").write_text("min-chars = 30\n")
        below = here / "below"
        below.mkdir()
        (below / ".git").mkdir() if git == "a folder" else (below / ".git").write_text("gitdir:")
        assert settings("below/one.txt")["min-chars"] == (20, "default")
        (below / "dedup.toml").write_text("min-chars = 40\n")
        assert settings("below/one.txt")["min-chars"] == (40, "below/dedup.toml")

    def test_and_with_the_home_folder(self, tmp_path, settings):
        (tmp_path / "dedup.toml").write_text("min-chars = 30\n")
        home = tmp_path / "home"
        (home / "pages").mkdir(parents=True)
        found = settings("home/pages/one.txt", env={"HOME": str(home)})
        assert found["min-chars"] == (20, "default")

    def test_the_users_own_file_is_the_last(self, here, settings):
        folder = here / "of the user" / "dedup"
        folder.mkdir(parents=True)
        (folder / "dedup.toml").write_text("min-chars = 50\n")
        env = {"XDG_CONFIG_HOME": str(folder.parent)}
        assert settings("lake.txt", env=env)["min-chars"] == (50, "of the user/dedup/dedup.toml")
        assert settings("lake.txt", env={"XDG_CONFIG_HOME": "of the user"})["min-chars"][0] == 20
        (here / "dedup.toml").write_text("similarity = 0.9\n")
        assert settings("lake.txt", env=env)["min-chars"] == (20, "default")

    def test_of_the_home_without_the_variable(self, here, settings):
        folder = here / "home" / ".config" / "dedup"
        folder.mkdir(parents=True)
        (folder / "dedup.toml").write_text("min-chars = 50\n")
        assert settings("lake.txt", env={"HOME": str(here / "home")})["min-chars"][0] == 50

    def test_of_standard_input(self, here, settings):
        (here / "dedup.toml").write_text("min-chars = 30\n")
        (here / "pages").mkdir()
        (here / "pages" / "dedup.toml").write_text("min-chars = 40\n")
        assert settings()["min-chars"][0] == 30
        assert settings("-")["min-chars"][0] == 30
        assert settings("--stdin-filename", "pages/one.txt")["min-chars"][0] == 40

    def test_one_that_is_named_and_none(self, here, settings, dedup):
        (here / "dedup.toml").write_text("min-chars = 30\n")
        (here / "other.toml").write_text("min-chars = 40\n")
        assert settings("lake.txt", "--config", "other.toml")["min-chars"] == (40, "other.toml")
        found = settings("lake.txt", env={"DEDUP_CONFIG": "other.toml"})
        assert found["min-chars"] == (40, "other.toml")
        assert settings("lake.txt", "--isolated")["min-chars"] == (20, "default")
        found = settings("lake.txt", "--isolated", env={"DEDUP_CONFIG": "other.toml"})
        assert found["min-chars"] == (20, "default")
        done = dedup("clean", "lake.txt", "--isolated", "--config", "other.toml")
        assert (done.status, done.out) == (2, b"")
        assert "--isolated" in done.err


class TestWhatBeatsWhat:
    def test_command_line_environment_file_default(self, here, settings):
        env = {"DEDUP_CLEAN_MIN_CHARS": "60"}
        (here / "dedup.toml").write_text("min-chars = 30\nsimilarity = 0.9\n")
        inline = ["--config", "min-chars=70"]
        typed = ["--min-chars", "80"]
        assert settings("lake.txt")["min-chars"] == (30, "dedup.toml")
        assert settings("lake.txt", env=env)["min-chars"] == (60, "DEDUP_CLEAN_MIN_CHARS")
        assert settings("lake.txt", *inline, env=env)["min-chars"] == (70, "--config")
        assert settings(*inline, *typed, "lake.txt", env=env)["min-chars"] == (80, "command line")
        assert settings("lake.txt", *typed)["similarity"] == (0.9, "dedup.toml")

    def test_the_texts_are_cleaned_so(self, here, dedup):
        cleaned = dedup("clean", "lake.txt").out
        assert cleaned.count(FIRST.encode()) == 1
        (here / "dedup.toml").write_text(LONG)
        assert dedup("clean", "lake.txt").out == DAMAGED
        assert dedup("clean", stdin=DAMAGED).out == DAMAGED
        assert dedup("clean", "lake.txt", "--min-chars", "20").out == cleaned
        assert dedup("clean", "lake.txt", "--isolated").out == cleaned
        assert dedup("clean", "lake.txt", env={"DEDUP_CLEAN_MIN_CHARS": "20"}).out == cleaned

    def test_each_text_by_its_own_file(self, here, dedup):
        for name in ("kept", "other"):
            (here / name).mkdir()
            (here / name / "page.txt").write_bytes(DAMAGED)
        (here / "kept" / "dedup.toml").write_text('keep = "^春天"\n')
        assert dedup("clean", "-i", "kept/page.txt", "other/page.txt").status == 0
        assert (here / "kept" / "page.txt").read_bytes() == DAMAGED
        assert (here / "other" / "page.txt").read_bytes() != DAMAGED

    def test_overrides_the_first_that_fits(self, here, dedup):
        (here / "poems" / "old").mkdir(parents=True)
        for name in ("poems/a.txt", "poems/old/b.txt", "poems/old/c.txt", "prose.txt"):
            (here / name).write_bytes(DAMAGED)
        (here / "dedup.toml").write_text(
            '[[overrides]]\nfiles = ["c.txt"]\n[[overrides]]\nfiles = ["poems/**"]\n'
            'skip = ["remove"]\n'
        )
        names = ["poems/a.txt", "poems/old/b.txt", "poems/old/c.txt", "prose.txt"]
        assert dedup("clean", "-i", *names).status == 0
        left = [(here / name).read_bytes() == DAMAGED for name in names]
        assert left == [True, True, False, False]

    def test_paths_are_those_of_the_file(self, here, settings):
        (here / "conf").mkdir()
        (here / "conf" / "c.toml").write_text('lexicon = ["words.txt", "/w.txt"]\n')
        (here / "conf" / "words.txt").write_text("word\n")
        found, _ = settings("lake.txt", "--config", "conf/c.toml")["lexicon"]
        assert [os.path.realpath(each) for each in found] == [
            os.path.realpath(here / "conf" / "words.txt"),
            "/w.txt",
        ]

    def test_the_screen(self, here, on_terminal):
        (here / "dedup.toml").write_text('[report]\ncolor = "never"\nwidth = 50\n')
        done = on_terminal("clean", "lake.txt", tty="e")
        assert "\x1b" not in done.err
        assert max(map(len, done.err.splitlines())) <= 50
        assert "\x1b" in on_terminal("clean", "--color", "always", "lake.txt", tty="e").err

    def test_the_name_of_the_sibling(self, here, on_terminal, dedup):
        (here / "dedup.toml").write_text('output = "{stem}.mended{suffix}"\n')
        assert on_terminal("clean", "lake.txt", tty="oe").status == 0
        assert (here / "lake.mended.txt").exists()
        assert not (here / "lake.clean.txt").exists()
        assert dedup("clean", "lake.txt").out  # a pipe is what it was

    def test_a_backup_where_something_is_replaced(self, here, dedup):
        (here / "dedup.toml").write_text('backup = true\nbackup-suffix = ".before"\n')
        assert dedup("clean", "lake.txt").status == 0
        assert dedup("clean", "--check", "lake.txt").status == 1
        assert not (here / "lake.txt.before").exists()
        assert dedup("clean", "-i", "lake.txt").status == 0
        assert (here / "lake.txt.before").read_bytes() == DAMAGED

    def test_the_same_for_review(self, here, dedup):
        (here / "dedup.toml").write_text(LONG)
        done = dedup("review", "--show-settings", "lake.txt")
        assert (done.status, done.err) == (0, "")
        assert b"min-chars = 200  # dedup.toml\n" in done.out

    def test_what_is_proposed_next_is_still_proposed(self, here, on_terminal):
        (here / "dedup.toml").write_text("min-chars = 10\n")
        assert b"dedup review lake.txt" in on_terminal("clean", "lake.txt", tty="oe").out
        shown = on_terminal("clean", "--config", "min-chars=10", "lake.txt", tty="oe").out
        assert b"dedup review" not in shown


class TestShown:
    def test_it_is_a_configuration_file_itself(self, here, settings, dedup):
        said = ["--keep", 'a"\\b\t■', "--only", "remove,join", "--width", "60", "--unsafe"]
        first = settings(*said, "lake.txt")
        assert first["keep"] == (['a"\\b\t■'], "command line")
        done = dedup("clean", *said, "--show-settings", "lake.txt")
        (here / "shown.toml").write_bytes(done.out)
        second = settings("--config", "shown.toml", "lake.txt")
        assert {k: v for k, (v, _) in first.items()} == {k: v for k, (v, _) in second.items()}

    def test_what_else_is_asked_for_is_told(self, here, dedup):
        done = dedup("clean", "--show-settings", "lake.txt", env={"DEDUP_CLEAN_CHECK": "1"})
        assert b"# --check true  # DEDUP_CLEAN_CHECK\n" in done.out

    def test_it_reads_no_text(self, here, dedup):
        assert dedup("clean", "--show-settings", "not-there.txt").status == 0


class TestSlips:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("simlarity = 1\n", "simlarity: no such key\n       the nearest is  similarity"),
            ("min_chars = 30\n", "min_chars: no such key\n       the nearest is  min-chars"),
            ("[report]\ncolour = 'auto'\n", "report.colour: no such key\n       the nearest is"),
            ("color = 'auto'\n", "color: no such key\n       the nearest is  report.color"),
            ("zzzz = 1\n", "zzzz: no such key\n       there are similarity, min-chars"),
            ("in-place = true\n", "in-place: no such key"),
            ("similarity = '0.9'\n", "similarity: has to be a number, not '0.9'"),
            ("similarity = true\n", "similarity: has to be a number, not true"),
            ("similarity = 7\n", "similarity must lie between 0.5 and 1, not 7"),
            ("similarity = nan\n", "similarity must lie between"),
            ("min-chars = 3.5\n", "min-chars: has to be a whole number"),
            ("min-chars = 1\n", "min-chars must be 4 or more, not 1"),
            ("unsafe = 'yes'\n", "unsafe: has to be true or false, not 'yes'"),
            ("only = 3\n", "only: has to be a list of texts"),
            ("only = ['remov']\n", "only: no kind 'remov'; there are remove"),
            ("keep = ['(']\n", "keep: '(' is no regular expression"),
            ("output = 'x.txt'\n", "output: has to be a name with {stem}"),
            ("output = '{stem}{x}'\n", "output: has to be a name with {stem}"),
            ("jobs = -1\n", "jobs: has to be a whole number from 0 on, not -1"),
            ("encoding = ''\n", "encoding: has to be a text in quotes"),
            ("[report]\nwidth = 20\n", "report.width: has to be a whole number from 40 to 200"),
            ("[report]\ncolor = 'red'\n", 'report.color: has to be "auto" or "always"'),
            ("report = 3\n", "report: no such key"),
            ("overrides = 3\n", "overrides: is written  [[overrides]]"),
            ("[[overrides]]\nskip = ['join']\n", "overrides 1: files: has to be a list of texts"),
            ("[[overrides]]\nfiles = 'a'\njobs = 1\n", "overrides 1: jobs: no such key"),
            ("a = \n", "is not TOML: "),
            ("a = '\x1b'\n", "is not TOML: "),
        ],
    )
    def test_the_file_the_key_and_what_to_do(self, here, dedup, text, said):
        (here / "dedup.toml").write_text(text)
        done = dedup("clean", "lake.txt")
        assert (done.status, done.out) == (2, b"")
        assert done.err.startswith("dedup: dedup.toml: ")
        assert said in done.err
        assert "Traceback" not in done.err
        assert "\x1b" not in done.err

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("[tool.dedup]\nsimlarity = 1\n", "pyproject.toml: tool.dedup.simlarity: no such key"),
            ("[tool]\ndedup = 3\n", "pyproject.toml: tool.dedup: has to be a table"),
            ("[[tool.dedup.overrides]]\n", "tool.dedup.overrides 1: files: has to be"),
        ],
    )
    def test_in_a_pyproject(self, here, dedup, text, said):
        (here / "pyproject.toml").write_text(text)
        done = dedup("clean", "lake.txt")
        assert done.status == 2
        assert said in done.err

    def test_bytes_that_are_no_text(self, here, dedup):
        (here / "dedup.toml").write_bytes(b"keep = '\xd6'\n")
        done = dedup("clean", "lake.txt")
        assert (done.status, done.err.count("\n")) == (2, 1)
        assert done.err.startswith("dedup: dedup.toml: is not TOML")
        (here / "dedup.toml").write_bytes(b"\xef\xbb\xbfmin-chars = 30\n")
        assert dedup("clean", "lake.txt").status == 0

    @pytest.mark.parametrize(
        ("args", "said"),
        [
            (["--config", "none.toml"], "none.toml: the configuration cannot be read: No such"),
            (["--config", "."], ".: the configuration cannot be read: Is a directory"),
            (["--config", "a.toml", "--config", "b.toml"], "--config names two files"),
            (["--config", "keep=^a"], "a text stands in quotes"),
            (["--config", "simlarity=1"], "--config: simlarity: no such key"),
            (["--config", "pyproject.toml"], "there is no [tool.dedup] in it"),
            (["--similarity", "7"], "--similarity must lie between"),
        ],
    )
    def test_on_the_command_line(self, here, dedup, args, said):
        (here / "pyproject.toml").write_text("[tool.ruff]\n")
        done = dedup("clean", "lake.txt", *args)
        assert (done.status, done.out) == (2, b"")
        assert said in done.err

    def test_nothing_is_written_when_one_of_several_is_wrong(self, here, dedup):
        (here / "pages").mkdir()
        (here / "pages" / "one.txt").write_bytes(DAMAGED)
        (here / "pages" / "dedup.toml").write_text("x = 1\n")
        assert dedup("clean", "-i", "lake.txt", "pages/one.txt").status == 2
        assert (here / "lake.txt").read_bytes() == DAMAGED


@pytest.mark.parametrize(
    ("pattern", "path", "wanted"),
    [
        ("*.txt", "a/b/c.txt", True),
        ("c.txt", "a/b/c.txt", True),
        ("a", "a/b/c.txt", False),
        ("a/*.txt", "a/b/c.txt", False),
        ("a/*/c.txt", "a/b/c.txt", True),
        ("a/**", "a/b/c.txt", True),
        ("a/**/c.txt", "a/c.txt", True),
        ("**/c.txt", "c.txt", True),
        ("**/b/*", "x/a/b/c.txt", True),
        ("b/**", "a/b/c.txt", False),
        ("a/**/b/**/d", "a/x/b/y/b/z/d", True),
        ("a/**", "a", True),
        ("[ab]/c", "b/c", True),
        ("/".join(["**", "a"] * 40) + "/b", "/".join("a" * 200), False),
    ],
)
def test_patterns_of_files(pattern, path, wanted):
    assert fits(path.split("/"), pattern) is wanted


class TestPrice:
    def modules(self, folder):
        command = [sys.executable, "-X", "importtime", *COMMAND[1:], "clean", "--quiet"]
        done = subprocess.run(command, input=b"x\n", capture_output=True, cwd=folder, check=True)
        return {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines()}

    def test_what_reads_toml_is_loaded_for_a_file_alone(self, here):
        extra = {"tomllib", "dedup.cli.configkeys", "multiprocessing"}
        (here / "pyproject.toml").write_text("[tool.ruff]\n")
        assert not self.modules(here) & extra
        (here / "dedup.toml").write_text("min-chars = 30\n")
        assert self.modules(here) & extra >= {"tomllib", "dedup.cli.configkeys"}
