"""What is built, bounded and locked: the wheel, the sdist, the dependencies."""

import hashlib
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
SEED = ROOT / "seeds" / "000_b3c001c1d24659d9.txt"


def tool(name):
    spec = spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def build(source: Path, target: Path, what: str) -> Path:
    """Build a wheel or an sdist without a network, and without the time and place of it."""
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-t", what, "-d", str(target)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    done = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (path,) = target.iterdir()
    return path


@pytest.fixture(scope="module")
def sdist(tmp_path_factory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("sdist"), "sdist")


@pytest.fixture(scope="module")
def unpacked(sdist, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel"), "wheel")


class TestBuild:
    def test_two_builds_are_one_to_the_byte(self, wheel, sdist, unpacked, tmp_path):
        """The second ones are built elsewhere, of what the first sdist holds."""
        assert digest(build(unpacked, tmp_path / "wheel", "wheel")) == digest(wheel)
        assert digest(build(unpacked, tmp_path / "sdist", "sdist")) == digest(sdist)

    def test_what_the_wheel_holds(self, wheel):
        names = zipfile.ZipFile(wheel).namelist()
        held = {name for name in names if name.startswith("dedup/")}
        here = {
            str(path.relative_to(ROOT))
            for path in (ROOT / "dedup").rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert held == here
        rest = sorted({*names} - held)
        for name in ("LICENSE", "NOTICE", *(f"licences/{p.name}" for p in ROOT.glob("licences/*"))):
            assert any(each.endswith(f".dist-info/licenses/{name}") for each in rest), name
        for page in (ROOT / "man").iterdir():
            assert any(each.endswith(f"/data/share/man/man1/{page.name}") for each in rest), page
        assert any(name.endswith(".lex") for name in held)
        assert "dedup/py.typed" in held
        roots = {name.partition("/")[0] for name in names}
        assert {re.sub(r"-\d+(\.\d+)*", "", name) for name in roots} == {
            "dedup",
            "dedup_text.dist-info",
            "dedup_text.data",
        }

    def test_what_the_sdist_holds(self, unpacked):
        for name in ("tests", "docs", "seeds", "tools", "licences", "NOTICE", "pyproject.toml"):
            assert (unpacked / name).exists()
        assert not [*unpacked.rglob("__pycache__")]
        assert not [path for path in unpacked.iterdir() if path.name.startswith(".venv")]

    def test_the_wheel_works_by_itself(self, wheel, tmp_path, monkeypatch):
        """Installed into a fresh environment, which takes only the dependencies from here."""
        folder = tmp_path / "env"
        venv.create(folder, with_pip=False)
        here = sysconfig.get_path("purelib", vars={"base": str(folder)})
        monkeypatch.delenv("PYTHONPATH", raising=False)
        monkeypatch.delenv("PYTHONWARNINGS")  # pip has some of its own
        pip = [sys.executable, "-m", "pip", "-q", "--python", str(folder / "bin" / "python")]
        options = ["--no-index", "--no-deps", "--no-compile"]
        subprocess.run([*pip, "install", *options, str(wheel)], check=True, cwd=tmp_path)
        (Path(here) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
        code = "import dedup; print(dedup.__file__)"
        python = [str(folder / "bin" / "python"), "-c", code]
        found = subprocess.run(python, cwd=tmp_path, capture_output=True, text=True, check=True)
        assert found.stdout.startswith(here)
        command = [str(folder / "bin" / "dedup"), "clean", "-q", str(SEED)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
        assert 0 < len(done.stdout) < SEED.stat().st_size
        assert (folder / "share" / "man" / "man1" / "dedup.1").is_file()


class TestBounds:
    def test_every_dependency_has_a_lower_bound_alone(self):
        pins = tool("lowest").lowest((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        assert len(pins) == len(PROJECT["dependencies"])

    def test_another_bound_is_refused(self):
        with pytest.raises(ValueError, match="click<9"):
            tool("lowest").lowest('[project]\ndependencies = ["click<9"]')


class TestLock:
    ROWS = tuple(re.findall(r"^([\w.-]+)==([\w.]+)(?: ;.*)? \\$", LOCK, re.MULTILINE))

    def test_it_holds_what_is_asked_for(self):
        held = {name: tuple(map(int, re.findall(r"\d+", version))) for name, version in self.ROWS}
        asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
        for text in asked:
            name, _, bound = text.partition(",")[0].partition(">=")
            assert held[name] >= tuple(map(int, bound.split("."))), text

    def test_every_version_has_hashes_and_none_an_address(self):
        blocks = re.split(r"^(?=\w)", LOCK, flags=re.MULTILINE)
        rows = [block for block in blocks if block and not block.startswith("#")]
        assert len(rows) == len(self.ROWS) > 20
        assert all("--hash=sha256:" in block for block in rows)
        assert "//" not in LOCK
        assert "--index" not in LOCK

    def test_how_it_is_made_is_said(self):
        page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
        assert "-o requirements-dev.lock" in page


class TestAudit:
    def test_what_is_needed_at_run_time_is_asked_about(self):
        try:
            pins = tool("audit").closure("pytest")
        except LookupError:
            pytest.skip("no metadata here")
        names = {pin.partition("==")[0].casefold() for pin in pins}
        assert "pluggy" in names
        assert "pytest" not in names
        assert "hypothesis" not in names

    @pytest.mark.parametrize(
        ("answer", "status", "said"),
        [
            ("", 0, "nobody could be asked"),
            ("no JSON", 0, "nobody could be asked"),
            ("[]", 0, "nobody could be asked"),
            ('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', 0, "no weakness"),
            ('{"dependencies": [{"name": "a", "skip_reason": "unknown"}]}', 0, "no weakness"),
            (
                '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "X-1"}]}]}',
                1,
                "audit: a 1: X-1",
            ),
        ],
    )
    def test_an_answer(self, capsys, answer, status, said):
        assert tool("audit").main(lambda _: answer) == status
        assert said in capsys.readouterr().out
