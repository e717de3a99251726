"""The page of promises names tests that exist."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")

_ROW = re.compile(r"^\|(?P<promise>[^|]+)\|(?P<held>[^|]+)\|(?P<figures>[^|]*)\|$", re.MULTILINE)
ROWS = [row for row in _ROW.finditer(PAGE) if row["promise"].strip(" -") not in ("", "promise")]
NAMED = sorted({name for row in ROWS for name in re.findall(r"`([^`]+)`", row["held"])})


@cache
def names_in(file: Path) -> frozenset[str]:
    """The tests of a file and the classes of them, as pytest calls them, without parameters."""
    found = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            found.add(node.name)
            found |= {f"{node.name}::{each.name}" for each in node.body if hasattr(each, "name")}
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
    return frozenset(name for name in found if name.rpartition("::")[2][:4].casefold() == "test")


def test_every_row_of_the_page_is_read() -> None:
    lines = [line for line in PAGE.splitlines() if line.startswith("|")]
    tables = sum(line.startswith("| promise ") for line in lines)
    assert len(ROWS) == len(lines) - 2 * tables > 0


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["promise"].strip()[:40])
def test_every_promise_names_a_test(row: re.Match[str]) -> None:
    assert re.search(r"`tests/\w+\.py", row["held"])


@pytest.mark.parametrize("name", NAMED)
def test_every_named_test_exists(name: str) -> None:
    path, _, test = name.partition("::")
    file = ROOT / path
    assert file.is_file()
    assert not test or test in names_in(file)
