"""Nothing goes over a network at run time."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import COMMAND
from lake import CLEAN

GUARD = """
import os, sys
def hook(event, args):
    pair = event == "socket.__new__" and args[1] == 1  # the line to another process of one run
    if event.startswith("socket.") and not pair:
        os.write(2, f"A SOCKET: {event} {args}\\n".encode())
        os._exit(77)
sys.addaudithook(hook)
"""
"""Ends the process at whatever it does with a socket: makes one, asks for a name's address."""

RUNS = (
    ("clean", "lake.txt"),
    ("clean", "-e", "auto", "--unwrap", "--unsafe", "lake.txt"),
    ("clean", "-q", "-i", "-b", "-j", "2", "lake.txt", "b.txt"),
    ("undo", "lake.txt"),
    *(
        ("clean", "--check", "-f", "--report", f"r.{suffix}", "lake.txt")
        for suffix in ("html", "json", "sarif", "md", "patch", "jsonl", "txt")
    ),
    ("report", "-f", "-o", "page.html", "r.json"),
    ("apply", "r.json"),
    ("explain",),
    ("completion", "bash"),
    ("clean", "--show-settings"),
    ("--help",),
    ("--version",),
)


def ready(lake: Path) -> None:
    Path("b.txt").write_bytes(lake.read_bytes())


def test_no_command_makes_a_socket(lake, tmp_path_factory, monkeypatch):
    guard = tmp_path_factory.mktemp("guard")
    (guard / "sitecustomize.py").write_text(GUARD)
    before = os.environ.get("PYTHONPATH")
    path = f"{guard}{os.pathsep}{before}" if before else str(guard)
    monkeypatch.setenv("PYTHONPATH", path)
    probe = [sys.executable, "-c", "import socket; socket.socket()"]
    assert subprocess.run(probe, capture_output=True).returncode == 77
    ready(lake)
    for args in RUNS:
        done = subprocess.run([*COMMAND, *args], stdin=subprocess.DEVNULL, capture_output=True)
        assert done.returncode in (0, 1), (args, done.stderr)
    assert lake.read_bytes() == CLEAN


def test_all_works_where_there_is_no_network(lake):
    """In a network name space of its own, in which not even the machine itself can be reached."""
    alone = ["unshare", "--net"]
    if not shutil.which("unshare"):
        pytest.skip("no unshare")
    if subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("no right to a name space")
    ready(lake)
    for args in RUNS[2:6]:
        done = subprocess.run([*alone, *COMMAND, *args], capture_output=True)
        assert done.returncode in (0, 1), (args, done.stderr)
