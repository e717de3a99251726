"""The documentation is true: its commands run, and every option stands in it."""

import os
import re
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import click
import pytest
from browser import FOUND

from dedup.cli import commands
from dedup.cli.config import Files
from dedup.cli.configkeys import KEYS as KEYS_OF_CONFIG
from dedup.cli.keytable import KEYS
from dedup.reports.formats import FORMATS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
USAGE = (ROOT / "docs" / "usage.md").read_text(encoding="utf-8")


REPORTS = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")


PAGES = [
    (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    for name in (
        *("reports", "scripts", "configuration", "corpus", "when-not"),
        *("pipelines/datatrove", "pipelines/data-juicer", "pipelines/nemo-curator"),
    )
]
"""Pages whose commands are run."""


def fenced(language: str, page: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def test_the_first_two_sh_blocks_are_one_line_each() -> None:
    first, second = fenced("sh")[:2]
    assert first.count("\n") == second.count("\n") == 1
    assert "dedup clean seeds/000_b3c001c1d24659d9.txt" in first
    assert "pytest" in second
    for block in (first, second):
        assert re.match(r"python3 -m venv (\S+) && \1/bin/pip install ", block)


@pytest.mark.parametrize(
    "name", ["clean", "report", "review", "apply", "undo", "completion", "corpus"]
)
def test_every_option_stands_in_the_usage_page(name: str) -> None:
    command = commands.dedup.get_command(click.Context(commands.dedup), name)
    assert command is not None
    chapters = re.split(r"^# ", USAGE, flags=re.MULTILINE)
    chapter = next(each for each in chapters if f"`dedup {name}`" in each.partition("\n")[0])
    for parameter in command.params:
        for option in (*parameter.opts, *parameter.secondary_opts):
            if option.startswith("-"):
                assert f"`{option}" in chapter, option


def test_every_format_stands_in_the_pages() -> None:
    for name, row in FORMATS.items():
        assert f"`{name}`" in USAGE
        assert f"| `{name}` |" in REPORTS
        assert all(f"`{suffix}`" in REPORTS for suffix in row.suffixes)


def test_every_setting_stands_in_its_page() -> None:
    page = PAGES[2]
    for key in KEYS_OF_CONFIG.values():
        assert f"`{key.name}`" in page
        option = f"--{key.option.replace('_', '-')}"
        assert key.name == "output" or f"`{option}`" in page, option


def test_the_configuration_in_the_page_is_one(tmp_path: Path) -> None:
    (text,) = fenced("toml", PAGES[2])
    (tmp_path / "dedup.toml").write_text(text, encoding="utf-8")
    config = Files().of(tmp_path)
    assert config is not None
    assert [layer.values.get("skip") for layer in config.layers(tmp_path / "songs-1.txt")] == [
        None,
        ("remove",),
    ]


def test_every_key_stands_in_the_usage_page() -> None:
    for key, what in KEYS:
        row = " ".join(f"`{each}`" for each in key.split())
        assert f"| {row} | {what} |" in USAGE


def test_every_option_of_the_usage_page_exists() -> None:
    command = commands.dedup.get_command(click.Context(commands.dedup), "clean")
    assert command is not None
    known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
    table = USAGE.partition("## Options")[2].partition("## Exit")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    for option in re.findall(r"`(-[\w-]+)", " ".join(rows)):
        assert option in {*known, "-V", "--version", "-h", "--help"}, option


def test_the_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = fenced("python")
    exec(compile(code, "README.md", "exec"), {})
    out = capsys.readouterr().out
    assert "合作社新修了一条铁路,运煤方便多了。" in out
    assert "join" in out
    assert "铁路 crosses the break" in out


def test_the_python_example_of_the_corpus_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = fenced("python", PAGES[3])
    exec(compile(code, "corpus.md", "exec"), {})
    first, second, edit = capsys.readouterr().out.splitlines()
    assert first.startswith("page-1 0 'The ferry")
    assert second == "page-2 91 'Harbour news'"
    assert edit.split() == ["exact-repeat", "page-1", "0", "91"]


COMMANDS = [
    line[2:].partition("  #")[0].strip()
    for page in (README, *PAGES)
    for block in fenced("console", page)
    for line in block.splitlines()
]


BEFORE = {
    "dedup apply": "dedup clean --json page.txt > report.json",
    "dedup undo": "dedup clean -i page.txt",
    "dedup corpus -o clean": "dedup corpus pages -o clean",
    "dedup corpus filtered": """mkdir filtered
        printf '{"text": "One.", "id": "a", "metadata": {}}\\n' | gzip > filtered/00000.jsonl.gz""",
    "dedup corpus curated": "cp -r pages curated",
    "dedup corpus exported": """printf '{"text": "One."}\\n' > exported.jsonl""",
    "dedup corpus in.jsonl": """printf '{"id": "a", "text": "One."}\\n' > in.jsonl""",
}
"""What an example takes for granted."""


@pytest.mark.parametrize("command", COMMANDS)
def test_the_shell_examples_run(command: str, tmp_path: Path) -> None:
    if "jq " in command and shutil.which("jq") is None:
        pytest.skip("there is no jq")
    encoding = "gb18030" if "gb18030" in command else "utf-8"
    text = (ROOT / "seeds" / "000_b3c001c1d24659d9.txt").read_text(encoding="utf-8")
    (tmp_path / "pages").mkdir()
    for name in ("page.txt", "pages/one.txt", "pages/two.txt"):
        (tmp_path / name).write_bytes(text.encode(encoding))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "dedup").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dedup "$@"\n')
    (tmp_path / "bin" / "dedup").chmod(0o755)
    env = os.environ | {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    for start, before in BEFORE.items():
        if command.startswith(start):
            subprocess.run(["sh", "-c", before], cwd=tmp_path, env=env, check=True)
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=env, capture_output=True, stdin=subprocess.DEVNULL
    )
    assert done.returncode == (1 if "--check" in command else 0), done.stderr.decode()
    assert done.stdout.strip() or "jq " not in command
    expected = (ROOT / "seeds" / "expected.default.txt").read_text(encoding="utf-8")
    results = {
        ">": tmp_path / "clean.txt",
        "-i": tmp_path / "pages" / "two.txt",
        "git apply": tmp_path / "page.txt",
        "apply": tmp_path / "page.txt",
    }
    for sign, path in results.items():
        if f" {sign} " in f" {command} " and path.exists():
            assert path.read_text(encoding="utf-8") == expected
    if command.startswith("dedup undo"):
        assert (tmp_path / "page.txt").read_text(encoding="utf-8") == text


def test_the_script_that_looks_at_the_status_runs(tmp_path: Path) -> None:
    (script,) = fenced("sh", PAGES[1])
    (tmp_path / "dedup").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dedup "$@"\n')
    (tmp_path / "dedup").chmod(0o755)
    env = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    for text, said in (("A line.\n", "clean\n"), ("Go by the mar-\nket now.\n", "there is some")):
        (tmp_path / "page.txt").write_text(text)
        done = subprocess.run(["sh", "-c", script], cwd=tmp_path, env=env, capture_output=True)
        assert done.stdout.decode().startswith(said)
        (tmp_path / "page.txt").unlink()
    assert subprocess.run(["sh", "-c", script], cwd=tmp_path, env=env).returncode == 1


def tool(name: str) -> ModuleType:
    """A program of the folder `tools`, as a module."""
    spec = spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PICTURES = tool("make_pictures")

OLD = "run  python tools/make_pictures.py  and look at what it changed"


def test_the_tour_shows_what_its_commands_print() -> None:
    page = PICTURES.TOUR.read_text("utf-8")
    assert PICTURES.toured(page) == page, OLD
    assert page.count("\n$ ") > 12
    assert "Traceback" not in page
    assert "dedup: " not in page


def test_the_pictures_of_the_terminal_are_of_the_program_of_the_day() -> None:
    shown = PICTURES.reported()
    for scheme, palette in PICTURES.PALETTES.items():
        kept = (PICTURES.PICTURES / f"terminal-{scheme}.svg").read_text("utf-8")
        assert kept == PICTURES.terminal(shown, palette), OLD
        words = [each.text for each in ET.fromstring(kept).iter() if each.text]
        assert "$ dedup clean page.txt" in words
        assert "remove" in words


@pytest.mark.skipif(FOUND is None, reason="no chromium here: apt-get install chromium")
def test_the_page_can_be_photographed(tmp_path: Path) -> None:
    PICTURES.photograph(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(made) == {"page-light.png", "page-dark.png"}
    for name, data in made.items():
        kept = (PICTURES.PICTURES / name).read_bytes()
        assert data[:24] == kept[:24]  # the signature, and width and height
        assert 20_000 < len(kept) < 200_000


LINK = re.compile(r"""\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)\"""")

DOCS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")]


def anchors(page: str) -> set[str]:
    """The names of the headings of a page, as GitHub makes them."""
    prose = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
    heads = re.findall(r"^#+ (.*)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    prose = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"`[^`\n]*`", "", prose)
    for found in LINK.findall(prose):
        target, _, anchor = next(filter(None, found)).partition("#")
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        page = path.parent / target if target else path
        assert page.exists(), f"{path.name}: {target}"
        assert not anchor or anchor in anchors(page.read_text("utf-8")), f"{target}#{anchor}"
