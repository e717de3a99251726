"""A copy of the process at work: the same result whatever happens to it, and nothing left."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from benchmarks.damage import damages_of
from benchmarks.prose import prose
from dedup import pipeline, wordlist
from dedup.duplicates.verify import Comparisons, Verdict, Verifier
from dedup.model import REMOVALS, Settings, Span
from dedup.parallel import beside
from dedup.pipeline import clean
from dedup.repair import breaks

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no copies are made here")

CASES = Path(__file__).parent / "cases"
HERE = os.getpid()


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def children() -> set[str]:
    """The processes that this one has begun, also those that ended and were not waited for."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            number, _, rest = stat.read_text().partition(" ")
            if int(rest.rpartition(")")[2].split()[1]) == HERE:
                found.add(number)
    return found


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    files, begun = open_files(), children()
    yield
    assert open_files() == files
    assert children() <= begun


def is_here() -> bool:
    return os.getpid() == HERE


class TestBeside:
    def test_with_two_jobs_a_copy_works_and_with_one_the_process_itself(self):
        with beside(os.getpid, 2) as other:
            assert other() != HERE
        with beside(os.getpid, 1) as other:
            assert other() == HERE

    def test_what_is_handed_back_may_be_long(self):
        with beside(lambda: [bytes(1_000_000), "words" * 100_000], 2) as other:
            assert other() == [bytes(1_000_000), "words" * 100_000]

    def test_they_work_at_the_same_time(self):
        with beside(lambda: time.monotonic(), 2) as other:
            time.sleep(0.3)
            assert other() < time.monotonic() - 0.1

    def test_a_copy_that_fails_or_is_killed_is_done_without(self):
        def fails() -> str:
            if not is_here():
                raise MemoryError
            return "done here"

        def is_killed() -> str:
            if not is_here():
                os.kill(os.getpid(), signal.SIGKILL)
            return "done here"

        for work in (fails, is_killed):
            with beside(work, 2) as other:
                assert other() == "done here"

    def test_what_cannot_be_handed_back_is_made_here(self):
        with beside(lambda: [bytes(1_000_000), lambda: "a function"], 2) as other:
            assert other()[1]() == "a function"

    def test_an_error_of_the_work_is_raised_here(self):
        with pytest.raises(ZeroDivisionError), beside(lambda: 1 // 0, 2) as other:
            other()

    def test_a_copy_ends_with_its_block(self):
        for error in (ValueError, KeyboardInterrupt):
            start = time.monotonic()
            with pytest.raises(error), beside(lambda: time.sleep(60), 2):
                raise error
            assert time.monotonic() - start < 30

    def test_where_no_copy_can_be_made_it_is_done_here(self, monkeypatch):
        def fork() -> int:
            raise BlockingIOError

        monkeypatch.setattr(os, "fork", fork)
        with beside(os.getpid, 2) as other:
            assert other() == HERE

    def test_an_interrupt_from_the_terminal_is_left_to_the_process(self):
        def hears() -> tuple[bool, set[int]]:
            ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
            return ignored, set(signal.pthread_sigmask(signal.SIG_BLOCK, []))

        before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
        with beside(hears, 2) as other:
            assert other() == (True, before)
        assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before

    def test_a_copy_writes_nothing_that_waits_to_be_written(self):
        code = (
            "import atexit; from dedup.parallel import beside\n"
            "atexit.register(print, 'end'); print('begin')\n"
            "import time\n"
            "with beside(lambda: 1, 2) as other: print(other()); time.sleep(0.5)\n"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        assert done.stdout.split() == [b"begin", b"1", b"end"]
        assert done.stderr == b""

    def test_ended_children_may_be_ignored(self):
        before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        try:
            with beside(os.getpid, 2) as other:
                assert other() != HERE
        finally:
            signal.signal(signal.SIGCHLD, before)

    def test_an_idle_thread_stops_nothing(self):
        ended = threading.Event()
        thread = threading.Thread(target=ended.wait)
        thread.start()
        with beside(os.getpid, 2) as other:
            assert other() != HERE
        ended.set()
        thread.join()


class TestClean:
    def test_two_processes_find_what_one_finds(self, monkeypatch):
        text = "\n\n".join(path.read_text("utf-8") for path in sorted(CASES.glob("*.txt"))[:60])
        forks = []
        fork = os.fork
        monkeypatch.setattr(pipeline, "_WORTH_A_PROCESS", 0)
        monkeypatch.setattr(os, "fork", lambda: forks.append(1) or fork())
        alone = clean(text, Settings())
        assert not forks
        together = clean(text, Settings(), jobs=2)
        assert len(forks) > 4
        assert together == alone
        assert alone.applied

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_two_processes_mend_what_one_mends(self, language, monkeypatch):
        rng = Random(7)
        text = "\n".join(
            damage(text, rng).text
            for _, damage in sorted(damages_of(language).items())
            for text in prose(language)
        )
        monkeypatch.setattr(pipeline, "_WORTH_A_PROCESS", 0)
        monkeypatch.setattr(breaks, "_WORTH_A_PROCESS", 0)
        monkeypatch.setattr(wordlist, "_WORTH_A_PROCESS", 0)
        mends = Settings(skip=REMOVALS)
        alone, together = clean(text, mends), clean(text, mends, jobs=2)
        assert together == alone
        assert {"join", "space"} <= {edit.kind for edit in (*alone.applied, *alone.held)}

    def test_many_comparisons_at_once_are_those_made_one_by_one(self, monkeypatch):
        many, seen = Verifier.comparisons, []

        def checked(self: Verifier, pairs: list[tuple[Span, Span]]) -> Comparisons:
            found = many(self, pairs)
            alone = Verifier(self._text, self._folded, self._words, self._least)
            for source, copy in pairs:
                comparison = found[source.start, source.end, copy.start, copy.end]
                assert comparison == alone.compare(source, copy)
                seen.append(comparison.verdict)
            return found

        monkeypatch.setattr(Verifier, "comparisons", checked)
        clean("\n\n".join(path.read_text("utf-8") for path in sorted(CASES.glob("*.txt"))))
        assert {*seen} == {*Verdict}

    def test_a_short_text_is_worth_no_process(self, monkeypatch):
        monkeypatch.setattr(os, "fork", lambda: pytest.fail("forked"))
        text = "The ferry was late again, and nobody at the landing knew why.\n\n" * 3
        assert clean(text, jobs=2) == clean(text)
