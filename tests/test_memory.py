"""`--max-memory`: what would take too much is refused before it takes it."""

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import COMMAND

from dedup.cli import memory
from dedup.cli.memory import NO_LIMIT, available, largest, need, need_of, parsed, shown
from dedup.cli.work import Task, results_of
from dedup.errors import InputError

PLENTY = 1 << 40


class TestSizes:
    @pytest.mark.parametrize(
        ("text", "size"),
        [
            ("", None),
            ("0", NO_LIMIT),
            ("0G", NO_LIMIT),
            ("123", 123),
            ("1k", 1 << 10),
            ("1.5K", 1536),
            ("800M", 800 << 20),
            ("4 GB", 4 << 30),
            ("4GiB", 4 << 30),
            ("2T", 2 << 40),
        ],
    )
    def test_are_read(self, text: str, size: int | None) -> None:
        assert parsed(text) == size

    @pytest.mark.parametrize("text", ["G", "-1", "4X", "1e9", "1,5G", "4G2", "٤G", "inf", "\0"])
    def test_or_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match="a size such as 800M"):
            parsed(text)

    @pytest.mark.parametrize(
        ("size", "text"),
        [(5, "5 bytes"), (2048, "2.0 KB"), (150 << 20, "150 MB"), (4 << 30, "4.0 GB")],
    )
    def test_are_shown(self, size: int, text: str) -> None:
        assert shown(size) == text

    def test_what_is_proposed_is_enough(self) -> None:
        for wanted in (1, 1 << 20, (1 << 20) + 1, (1 << 30) + 1, 7_654_321_987):
            with pytest.raises(InputError) as caught:
                memory.see_that_it_fits("a", 1, wanted, 0)
            proposed = str(caught.value).rpartition(" ")[2]
            assert (parsed(proposed) or 0) >= wanted

    def test_the_largest_fits(self) -> None:
        limit = 10**9
        assert need(largest(limit)) <= limit < need(largest(limit) + 1)
        assert largest(0) == 0


class TestWhatIsCounted:
    @pytest.mark.parametrize(
        ("data", "lines", "paragraphs"),
        [
            (b"", 1, 1),
            (b"one\ntwo\n", 3, 1),
            (b"one\r\ntwo\r\n", 3, 1),
            (b"one\rtwo\r", 3, 1),
            (b"one\n\ntwo\n\n\n\nthree", 3, 3),
            (b"one\r\n\r\ntwo", 2, 2),
            (b"one\r\rtwo", 2, 2),
            (b"\n" * 1000, 2, 2),
        ],
    )
    def test_lines_and_paragraphs(self, data: bytes, lines: int, paragraphs: int) -> None:
        assert memory._counts(data) == (lines, paragraphs)

    def test_copies_take_less(self) -> None:
        equal, other = b"the line\n" * 90_000, b"".join(b"%08d\n" % n for n in range(90_000))
        assert len(equal) == len(other)
        assert need_of(equal) < need_of(other) / 2
        assert memory._different(equal) < 0.01
        assert memory._different(other) == 1.0

    def test_prose_takes_no_more_than_its_size_says_and_a_third(self) -> None:
        text = (Path(__file__).parent.parent / "benchmarks" / "texts" / "en.txt").read_bytes() * 900
        assert need(len(text)) < need_of(text) < 1.7 * need(len(text))


class TestWhatIsFree:
    def test_here(self) -> None:
        assert 1 << 20 < available() <= NO_LIMIT

    def test_a_container_s_limit_counts_without_its_cache(self, tmp_path: Path) -> None:
        (tmp_path / "memory.max").write_text("1000\n")
        (tmp_path / "memory.current").write_text("700\n")
        (tmp_path / "memory.stat").write_text("anon 500\ninactive_file 150\n")
        assert memory._of_containers(tmp_path) == [450]
        (tmp_path / "memory.max").write_text("max\n")
        assert memory._of_containers(tmp_path) == []

    def test_of_the_first_version_too(self, tmp_path: Path) -> None:
        (tmp_path / "memory").mkdir()
        (tmp_path / "memory" / "memory.limit_in_bytes").write_text("1000\n")
        (tmp_path / "memory" / "memory.usage_in_bytes").write_text("300\n")
        assert memory._of_containers(tmp_path) == [700]

    def test_so_does_ulimit(self) -> None:
        code = "from dedup.cli.memory import available; print(available())"
        done = subprocess.run(
            [COMMAND[0], "-c", code],
            capture_output=True,
            check=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)),
        )
        assert 0 < int(done.stdout) < 1 << 30


class TestTheCommand:
    def test_a_file_is_refused_unread(self, dedup: Callable[..., object], tmp_path: Path) -> None:
        path = tmp_path / "big.txt"
        with path.open("wb") as file:
            file.truncate(50 << 30)  # takes no room on the disk
        out = dedup("clean", "--max-memory", "4G", "big.txt")
        assert out.status == 3
        assert out.err == (
            f"dedup: big.txt: 50 GB of text would take some {shown(need(50 << 30))} of memory, "
            "and may take 4.0 GB\n       split it, or allow more with  "
            f"--max-memory {-(-need(50 << 30) // (1 << 30))}G\n"
        )
        assert not out.out

    def test_without_the_option_too(self, dedup: Callable[..., object], tmp_path: Path) -> None:
        with (tmp_path / "big.txt").open("wb") as file:
            file.truncate(4 << 40)
        out = dedup("clean", "big.txt")
        assert out.status == 3
        assert "would take" in out.err

    def test_many_lines_count(self, dedup: Callable[..., object], tmp_path: Path) -> None:
        data = b"a\n" * 100_000
        (tmp_path / "lines.txt").write_bytes(data)
        limit = (need(len(data)) + need_of(data)) // 2
        out = dedup("clean", "--max-memory", str(limit), "lines.txt")
        assert out.status == 3
        assert dedup("clean", "--max-memory", "0", "lines.txt").status == 0

    def test_the_others_are_cleaned(self, dedup: Callable[..., object], tmp_path: Path) -> None:
        with (tmp_path / "big.txt").open("wb") as file:
            file.truncate(4 << 40)
        (tmp_path / "small.txt").write_bytes(b"small\n")
        out = dedup("clean", "-i", "big.txt", "small.txt")
        assert out.status == 3
        assert "small.txt is unchanged" in out.err or "small.txt: " in out.err

    def test_a_pipe_is_read_no_further(self) -> None:
        """What never ends is refused when it has become too much."""
        with Path("/dev/zero").open("rb") as zero:
            done = subprocess.run(
                [*COMMAND, "clean", "--max-memory", "500M"],
                stdin=zero,
                capture_output=True,
                timeout=50,
            )
        assert done.returncode == 3
        assert done.stderr.startswith(b"dedup: <stdin>: ")
        assert b"--max-memory" in done.stderr
        assert not done.stdout

    def test_a_pipe_that_fits_is_cleaned(self, dedup: Callable[..., object]) -> None:
        out = dedup("clean", "--max-memory", "500M", stdin=b"text\n")
        assert (out.status, out.out) == (0, b"text\n")

    @pytest.mark.parametrize("size", ["lots", "-1", "4Q"])
    def test_no_size(self, dedup: Callable[..., object], size: str) -> None:
        out = dedup("clean", f"--max-memory={size}", stdin=b"text\n")
        assert out.status == 2
        assert f"--max-memory {size}: has to be a size such as 800M" in out.err

    def test_a_configuration_says_it(self, dedup: Callable[..., object], tmp_path: Path) -> None:
        (tmp_path / ".dedup.toml").write_text("max-memory = '1M'\n")
        (tmp_path / "a.txt").write_bytes(b"text\n")
        assert dedup("clean", "a.txt").status == 3
        (tmp_path / ".dedup.toml").write_text("max-memory = 'much'\n")
        out = dedup("clean", "a.txt")
        assert "max-memory: has to be a size such as 800M" in out.err

    def test_review_refuses_too(self, on_terminal: Callable[..., object], tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes(b"text\n")
        out = on_terminal("review", "--max-memory", "1M", "a.txt", tty="ioe")
        assert out.status == 3
        assert "would take" in out.err

    def test_where_it_runs_out_all_the_same(self, tmp_path: Path) -> None:
        """Told so, and no account of a bug."""
        (tmp_path / "a.txt").write_bytes("".join(f"{n} words\n" for n in range(300_000)).encode())
        done = subprocess.run(
            [*COMMAND, "clean", "--max-memory", "0", "a.txt"],
            cwd=tmp_path,
            capture_output=True,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (230 << 20, 230 << 20)),
        )
        assert done.returncode == 3
        assert done.stderr == (
            b"dedup: a.txt: takes more memory than there is; nothing was written of it\n"
            b"       split it\n"
        )


def test_no_more_processes_than_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dedup.cli.choice import Way
    from dedup.cli.output import Wish

    asked: list[int] = []

    def in_order(work: object, tasks: object, jobs: int, died: object) -> Iterator[None]:
        asked.append(jobs)
        yield from ()

    monkeypatch.setattr("dedup.pool.in_order", in_order)
    names = [str(tmp_path / name) for name in "abcd"]
    for name in names:
        with Path(name).open("wb") as file:
            file.truncate(1_000_000)
    for limit, jobs in ((PLENTY, [4]), (need(1_000_000) * 2, [2]), (need(1_000_000), [])):
        asked.clear()
        wish = Wish(files=tuple(names), jobs=4, progress=False)
        results = results_of([Task(name, None, Way(), limit=limit) for name in names], wish)
        next(results, None)
        results.close()
        assert asked == jobs
