"""What is loaded when, which floor may see which, and how long a file may be."""

import ast
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from modules import can_be_imported

from dedup.patterns import _Pattern

PACKAGE = Path(__file__).parent.parent / "dedup"

EXAMPLE = Path(__file__).parent.parent / "seeds" / "000_b3c001c1d24659d9.txt"

HEAVY = {"rich", "numpy", "scipy", "datasketch", "rapidfuzz", "charset_normalizer"}

# Of the standard library and of numpy, each 1 to 5 ms, and a pipe needs none of them.
SPARED = {
    "concurrent",
    "difflib",
    "hashlib",
    "importlib.resources",
    "numpy.ma",
    "numpy.random",
    "random",
    "shutil",
    "statistics",
    "subprocess",
    "tempfile",
}

LOADED = re.compile(r"^import time:[^|]*\|[^|]*\|\s*([\w.]+)$", re.MULTILINE)


def loaded(*args: str, stdin: bytes = b"") -> set[str]:
    """The modules that a run of dedup imports, the interpreter's own start aside."""
    command = [sys.executable, "-X", "importtime", "-m", "dedup", *args]
    done = subprocess.run(command, input=stdin, capture_output=True, check=True)
    return set(LOADED.findall(done.stderr.decode()))


def own(modules: set[str]) -> set[str]:
    return {name for name in modules if name.partition(".")[0] == "dedup"}


def roots(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


class TestStart:
    @pytest.mark.parametrize("option", ["--version", "-V"])
    def test_the_version_loads_the_package_and_nothing_else(self, option):
        modules = loaded(option)
        assert own(modules) <= {"dedup", "dedup.__main__"}
        assert not roots(modules) & {*HEAVY, "click", "json", "argparse", "subprocess"}

    @pytest.mark.parametrize(
        "args",
        [["--help"], ["clean", "--help"], ["help", "clean"], ["review", "--help"], ["undo", "-h"]],
    )
    def test_help_loads_click_and_none_of_the_program(self, args):
        modules = loaded(*args)
        assert "click" in modules
        assert not roots(modules) & {*HEAVY, "json", "subprocess", "hashlib"}
        assert not own(modules) & {"dedup.cli.run", "dedup.pipeline", "dedup.text", "dedup.edits"}

    def test_a_small_pipe_loads_nothing_it_does_not_need(self):
        modules = loaded("clean", stdin=b"one line\n")
        assert "dedup.pipeline" in modules
        assert not roots(modules) & {"rich", "scipy", "datasketch", "charset_normalizer"}
        assert not modules & {*SPARED, "json"}

    def test_a_page_loads_no_more_than_its_words_besides(self):
        modules = loaded("clean", "-", stdin=EXAMPLE.read_bytes())
        assert "json" in modules  # a word list was read
        assert not roots(modules) & {"rich", "scipy", "datasketch", "charset_normalizer"}
        assert not modules & SPARED

    def test_the_package_loads_its_names_when_asked(self):
        code = "import sys, dedup; before = set(sys.modules); dedup.clean; print(*before)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        assert own(set(done.stdout.decode().split())) == {"dedup"}


# Each makes its methods from source when it is loaded, 0.5 ms a class.
WITH_DATACLASSES = {"model", "fold", "duplicates.alignment", "duplicates.tandem"}


class TestModules:
    """What a module may not do while it is loaded, if every run loads it."""

    def test_expressions_are_compiled_when_first_used(self):
        for module, path in MODULES.items():
            tree = ast.parse(path.read_text())
            inside = {
                id(node)
                for function in ast.walk(tree)
                if isinstance(function, ast.FunctionDef)
                for node in ast.walk(function)
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.Attribute) and ast.unparse(node) == "re.compile":
                    assert id(node) in inside, f"{module}: a constant is regex(...)"

    def test_every_expression_is_one(self):
        found = 0
        for module in MODULES:
            if module == "dedup.__main__" or not can_be_imported(module):
                continue
            for value in vars(import_module(module)).values():
                if isinstance(value, _Pattern):
                    assert value.groups >= 0
                    found += 1
        assert found > 50

    def test_records_of_a_run_are_named_tuples(self):
        slow = {
            name.removeprefix("dedup.")
            for name, path in MODULES.items()
            if floor_of(name) in {"ground", "text", "duplicates", "repair", "pipeline"}
            and "@dataclass" in path.read_text()
        }
        assert slow - {"guess"} == WITH_DATACLASSES  # that one is loaded for foreign bytes alone


# The floors, from the ground up. A module may import its own floor and those that are named.

GROUND = {"model", "errors"}
TOP = {"cli", "__main__"}
FLOORS = {
    "ground": set(),
    "text": {"ground"},
    "duplicates": {"ground", "text"},
    "repair": {"ground", "text"},
    "pipeline": {"ground", "text", "duplicates", "repair"},
    "corpus": {"ground", "text", "duplicates", "pipeline"},
    "reports": {"ground", "text"},
    "review": {"ground", "text", "reports"},
    "top": {"ground", "text", "pipeline", "corpus", "reports", "review"},
    "package": {"ground", "pipeline"},
}


def floor_of(module: str) -> str:
    """The floor of a module, named as in `dedup.text`. What is not listed is the text floor's."""
    if module == "dedup":
        return "package"
    first = module.split(".")[1]
    if first in GROUND:
        return "ground"
    if first in TOP:
        return "top"
    return first if first in FLOORS else "text"


def module_of(path: Path) -> str:
    parts = ("dedup", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


MODULES = {module_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports_of(path: Path) -> set[str]:
    """The modules of dedup that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                found.add(full if full in MODULES else str(node.module))
    return own(found)


class TestFloors:
    @pytest.mark.parametrize("module", MODULES)
    def test_imports_only_point_down(self, module):
        floor = floor_of(module)
        for other in imports_of(MODULES[module]) - {"dedup"}:
            assert floor_of(other) in {floor, *FLOORS[floor]}, f"{module} imports {other}"

    def test_the_package_itself_is_imported_for_its_version_alone(self):
        for module, path in MODULES.items():
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom) and node.module == "dedup":
                    names = {alias.name for alias in node.names}
                    outside = {name for name in names if f"dedup.{name}" not in MODULES}
                    assert outside <= {"__version__"}, module

    def test_no_module_imports_itself_through_others(self):
        graph = {module: imports_of(path) - {"dedup"} for module, path in MODULES.items()}
        graph.pop("dedup")
        while ready := [module for module, below in graph.items() if not below & graph.keys()]:
            for module in ready:
                graph.pop(module)
        assert not graph

    def test_a_report_draws_by_rich_and_the_others_do_without(self):
        names = (
            "concise",
            "formats",
            "github",
            "html",
            "json",
            "jsonl",
            "load",
            "markdown",
            "patch",
        )
        code = f"import sys, {', '.join(f'dedup.reports.{name}' for name in (*names, 'sarif'))}"
        done = subprocess.run(
            [sys.executable, "-c", f"{code}; print(*sys.modules)"], capture_output=True, check=True
        )
        assert not roots(set(done.stdout.decode().split())) & HEAVY

    def test_the_floors_are_told_apart(self):
        assert floor_of("dedup.model") == "ground"
        assert floor_of("dedup.duplicates.blocks") == "duplicates"
        assert floor_of("dedup.fold") == "text"
        assert floor_of("dedup.cli.run") == "top"
        assert set(MODULES) >= {f"dedup.{name}" for name in GROUND | TOP}


MOST_LINES = 300


@pytest.mark.parametrize("module", MODULES)
def test_a_long_file_says_why(module):
    text = MODULES[module].read_text()
    if text.count("\n") > MOST_LINES:
        reason = ast.get_docstring(ast.parse(text)) or ""
        assert f"{MOST_LINES} lines" in reason, "its docstring does not say why it is longer"
