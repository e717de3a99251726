"""The hooks, run by pre-commit itself in a repository of their own.

Only the language is exchanged, for one that takes the `dedup` at hand, so that nothing has to be
installed from anywhere; all else is `.pre-commit-hooks.yaml` as it stands.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest
from lake import CLEAN, DAMAGED

HOOKS = Path(__file__).parent.parent / ".pre-commit-hooks.yaml"


@pytest.fixture
def repository(tmp_path, monkeypatch):
    pytest.importorskip("pre_commit", reason="there is no pre-commit")
    if shutil.which("git") is None:
        pytest.skip("there is no git")
    hooks = HOOKS.read_text().replace("language: python", "language: system")
    assert hooks.count("language: system") == 2
    here = tmp_path / "repository"
    here.mkdir()
    text = f"repos:\n- repo: local\n  hooks:\n{indent(hooks, '  ')}"
    (here / ".pre-commit-config.yaml").write_text(text)
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "dedup"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dedup "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PYTHONWARNINGS")
    for command in ("init -q", "config user.email a@example.org", "config user.name A"):
        subprocess.run(["git", *command.split()], cwd=here, check=True)
    monkeypatch.chdir(here)
    return here


def hook(name):
    subprocess.run(["git", "add", "."], check=True)
    command = [sys.executable, "-m", "pre_commit", "run", name, "--color", "never"]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout


def test_the_hook_that_cleans(repository):
    (repository / "page.txt").write_bytes(DAMAGED)
    (repository / "two words.txt").write_bytes(DAMAGED)
    (repository / "page.md").write_bytes(DAMAGED)
    status, said = hook("dedup")
    assert status == 1
    assert "files were modified by this hook" in said
    assert (repository / "page.txt").read_bytes() == CLEAN
    assert (repository / "two words.txt").read_bytes() == CLEAN
    assert (repository / "page.md").read_bytes() == DAMAGED
    status, said = hook("dedup")
    assert (status, "Passed" in said) == (0, True)


def test_the_hook_that_checks(repository):
    (repository / "page.txt").write_bytes(DAMAGED)
    (repository / "dedup.toml").write_text("min-chars = 20\n")
    status, said = hook("dedup-check")
    assert status == 1
    assert "page.txt:3:1: remove: " in said
    assert (repository / "page.txt").read_bytes() == DAMAGED
    (repository / "dedup.toml").write_text("min-chars = 200\n")
    assert hook("dedup-check")[0] == 0


def test_a_file_that_cannot_be_read(repository):
    (repository / "page.txt").write_bytes(DAMAGED.decode().encode("gb18030"))
    status, said = hook("dedup")
    assert status == 1
    assert "- exit code: 3" in said
    assert "dedup clean -e gb18030" in said
