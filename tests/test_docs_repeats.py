"""`docs/repeats.md` is true: its code prints what it says, and its table has every threshold."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from numbers import Number
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import dedup.duplicates

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "repeats.md").read_text(encoding="utf-8")
FOLDER = Path(dedup.duplicates.__file__).parent
THRESHOLDS = PAGE.partition("## Thresholds")[2].partition("\n## ")[0]


def test_each_code_block_prints_what_stands_below_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = re.findall(
        r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
    )
    assert len(blocks) == PAGE.count("```python")
    monkeypatch.chdir(ROOT)
    session: dict[str, object] = {}
    for code, printed in blocks:
        exec(compile(code, "docs/repeats.md", "exec"), session)
        assert capsys.readouterr().out == printed


def is_number(value: object) -> bool:
    if isinstance(value, tuple):
        return bool(value) and all(isinstance(v, tuple) and is_numbers(v) for v in value)
    return isinstance(value, Number | np.generic | range)


def is_numbers(values: tuple[object, ...]) -> bool:
    return all(isinstance(v, Number) for v in values)


def in_code() -> Iterator[tuple[str, str, Any]]:
    """File, name and value of each number that a module of the arm names."""
    for path in sorted(FOLDER.rglob("*.py")):
        name = ".".join(("dedup.duplicates", *path.relative_to(FOLDER).with_suffix("").parts))
        module = import_module(name.removesuffix(".__init__"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign | ast.AnnAssign):
                for target in ast.walk(node):
                    if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store):
                        # The targets of a comprehension are no names of the module.
                        value = getattr(module, target.id, None)
                        if is_number(value):
                            yield path.relative_to(FOLDER).as_posix(), target.id, value


def in_table() -> Iterator[tuple[str, str, Any]]:
    """The same of each row of the page."""
    file = ""
    for row in re.findall(r"^\| (.*) \|$", THRESHOLDS, re.MULTILINE):
        first, names, _, meaning, origin = (cell.strip() for cell in row.split("|"))
        if first in ("file", "---"):
            continue
        file = first.strip("`") or file
        assert meaning, row
        assert origin, row
        for name, value in re.findall(r"`(\w+) = ([^`]+)`", names):
            yield file, name, eval(value, {"__builtins__": {}, "range": range})


def test_the_table_of_thresholds_is_that_of_the_code() -> None:
    code, table = list(in_code()), list(in_table())
    assert len(table) == len({(file, name) for file, name, _ in table}), "a row stands twice"
    assert sorted(table, key=str) == sorted(code, key=str)


def test_the_settings_named_on_the_page_are_the_defaults() -> None:
    settings = dedup.Settings()
    for name in ("similarity", "min_chars", "near_blocks"):
        assert f"{name} {getattr(settings, name)} (" in THRESHOLDS.replace("\n", " "), name
