"""The completion scripts, in the shells that are there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from dedup.cli.commands import main

SHELLS = {"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "pwsh"}


def require(shell):
    """Skip the test where the shell is not installed."""
    if shutil.which(SHELLS[shell]) is None:
        pytest.skip(f"there is no {SHELLS[shell]}")


@pytest.fixture
def place(tmp_path, capfd, monkeypatch):
    """A folder with the scripts, files to complete, and a `dedup` on the PATH."""
    for shell in SHELLS:
        assert main(["completion", shell]) == 0
        script, said = capfd.readouterr()
        assert not said
        (tmp_path / (f"{shell}.ps1" if shell == "powershell" else shell)).write_text(script)
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "dedup"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dedup "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path


def in_bash(words, place):
    script = (
        f"source ./bash; COMP_WORDS=({' '.join(map(repr, words))}); COMP_CWORD={len(words) - 1}\n"
        '_dedup_completion dedup; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    return subprocess.run(
        ["bash", "--norc", "-c", script], cwd=place, capture_output=True, check=True, text=True
    ).stdout.split()


def in_fish(words, place):
    script = f'source ./fish; complete -C "{" ".join(words)}"'
    done = subprocess.run(["fish", "-N", "-c", script], cwd=place, capture_output=True, text=True)
    assert not done.stderr
    return [line.split("\t")[0] for line in done.stdout.splitlines()]


def in_powershell(words, place):
    line = " ".join(words)
    script = (
        f". ./powershell.ps1; (TabExpansion2 '{line}' {len(line)}).CompletionMatches.CompletionText"
    )
    done = subprocess.run(
        ["pwsh", "-NoProfile", "-Command", script], cwd=place, capture_output=True, text=True
    )
    return done.stdout.split()


ASK = {"bash": in_bash, "fish": in_fish, "powershell": in_powershell}


@pytest.mark.parametrize("shell", ASK)
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["dedup", "re"], {"report", "review"}),
        (["dedup", "clean", "--in"], {"--in-place"}),
        (["dedup", "clean", "--color", "a"], {"auto", "always"}),
        (["dedup", "clean", "--report-format", "json"], {"json", "jsonl"}),
        (["dedup", "clean", "--only", "s"], {"script", "space"}),
        (["dedup", "clean", "-e", "gb"], {"gbk", "gb18030"}),
        (["dedup", "completion", "p"], {"powershell"}),
        (["dedup", "help", "un"], {"undo"}),
    ],
)
def test_commands_options_and_values(place, shell, words, expected):
    require(shell)
    assert set(ASK[shell](words, place)) == expected


def test_kinds_behind_a_comma(place):
    require("bash")
    assert in_bash(["dedup", "clean", "--only", "join,f"], place) == ["join,furniture", "join,flag"]


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("dedup rev", "review"),
        ("dedup clean --in-p", "--in-place"),
        ("dedup clean --color nev", "never"),
        ("dedup clean pag", "page-one.txt"),
        ("dedup clean --lexicon pag", "page-one.txt"),
    ],
)
def test_as_it_is_typed(place, shell, typed, shown):
    require(shell)
    (place / "page-one.txt").write_text("x")
    start = {
        "bash": ("bash --norc --noprofile", "source ./bash"),
        "zsh": ("zsh -f", "autoload -U compinit; compinit -u -d ./dump; source ./zsh"),
    }
    command, load = start[shell]
    child = pexpect.spawn(command, cwd=place, encoding="utf-8", timeout=10, dimensions=(24, 200))
    child.sendline(f"PS1='>> '; {load}; printf '%s%s\\n' rea dy")
    child.expect_exact("ready\r\n")
    child.expect_exact(">> ")
    child.send(f"{typed}\t")
    child.expect_exact(shown[len(typed.rpartition(" ")[2]) :])
    child.close(force=True)


def test_the_scripts_are_whole(place):
    for shell, name in SHELLS.items():
        if shutil.which(name) and shell != "powershell":
            subprocess.run([name, "-n", str(place / shell)], check=True)
    assert "Register-ArgumentCompleter" in (place / "powershell.ps1").read_text()


def test_a_shell_that_there_is_not(dedup):
    done = dedup("completion", "ksh")
    assert (done.status, done.out) == (2, b"")
    assert "'bash', 'zsh', 'fish', 'powershell'" in done.err


def test_asking_loads_none_of_the_program(tmp_path):
    env = {
        **os.environ,
        "_DEDUP_COMPLETE": "bash_complete",
        "COMP_WORDS": "dedup clean --",
        "COMP_CWORD": "2",
    }
    command = [sys.executable, "-X", "importtime", "-m", "dedup"]
    done = subprocess.run(command, env=env, capture_output=True, cwd=tmp_path, check=True)
    assert b"plain,--check" in done.stdout
    assert "dedup.pipeline" not in done.stderr.decode()
    assert "numpy" not in done.stderr.decode()


def test_every_file_is_completed_by_the_shell():
    """An option that takes a file says so to click; else no shell would look for one."""
    from dedup.cli.commands import dedup as group
    from dedup.cli.options import FileName

    asks = {"PATH", "FILE", "[FILE]...", "[FILE]", "REPORT", "FILE|REPORT", "PATH|KEY=VALUE"}
    for command in group.commands.values():
        for parameter in command.params:
            if parameter.metavar in asks:
                assert isinstance(parameter.type, FileName), parameter.name


def test_the_page_says_where_the_scripts_go():
    usage = (Path(__file__).parent.parent / "docs" / "usage.md").read_text()
    from dedup.cli.completion import _PLACES

    assert all(f"`{path.partition(';')[0]}`" in usage for path in _PLACES.values())
