"""The manual pages are what the commands say, and roff takes them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dedup.cli.commands import dedup

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "man").glob("*.1"))


def test_they_are_what_the_tool_makes(tmp_path):
    subprocess.run([sys.executable, ROOT / "tools" / "make_man.py", tmp_path], check=True, cwd=ROOT)
    made = {page.name: page.read_text() for page in tmp_path.iterdir()}
    kept = {page.name: page.read_text() for page in PAGES}
    assert made == kept, "run  python tools/make_man.py"


def test_every_command_has_one_and_every_option_stands_in_it():
    assert {page.stem for page in PAGES} == {"dedup", *(f"dedup-{name}" for name in dedup.commands)}
    for name, command in dedup.commands.items():
        text = (ROOT / "man" / f"dedup-{name}.1").read_text().replace(r"\-", "-")
        for parameter in command.params:
            for option in (*parameter.opts, *parameter.secondary_opts):
                assert not option.startswith("-") or f"\\fB{option}\\fR" in text, option


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_man_has_nothing_to_say_against_them(page):
    if shutil.which("man") is None or shutil.which("groff") is None:
        pytest.skip("there is no man, or no groff")
    command = ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", str(page)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nor_has_mandoc(page):
    if shutil.which("mandoc") is None:
        pytest.skip("there is no mandoc")
    command = ["mandoc", "-Tlint", "-Wwarning", str(page)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_wheel_takes_them(tmp_path):
    build = pytest.importorskip("build", reason="there is no build")
    assert build
    pytest.importorskip("hatchling", reason="there is no hatchling")
    import zipfile

    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(tmp_path)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for page in PAGES:
        assert any(name.endswith(f"data/share/man/man1/{page.name}") for name in names)
