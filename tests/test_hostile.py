"""Text that was made to break something: time stays linear, and nothing in it speaks to a reader.

What is fed to a page, a parser or a terminal as markup is held in `test_report_*.py`, by the texts
of `report_cases.py`; here stand names of files, the patterns, collisions and strange letters.
"""

import html.parser
import importlib
import json
import os
import pkgutil
import re
import re._parser as sre
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from modules import can_be_imported
from strategies import SENTENCES

import dedup
from benchmarks.documents import document, of_seed
from benchmarks.laws import LAWS, broken
from dedup import Settings, clean
from dedup.patterns import _Pattern

TIMES = 4
"""Texts so many times as long are compared. What is linear takes so many times as long; what is
quadratic, the square of that."""
NOTHING = 0.3
"""CPU seconds that say nothing about growth."""


def is_linear(clean_it: Callable[[str], object], make: Callable[[int], str], size: int) -> bool:
    """Whether a text of `size` takes no more than a text of a part of it lets expect."""
    whole = cpu(lambda: clean_it(make(size)))
    # Measured again where it seems to be more, in case that the machine was busy.
    return whole < NOTHING or any(
        cpu(lambda: clean_it(make(size))) < NOTHING + 2 * TIMES * part
        for part in (cpu(lambda: clean_it(make(size // TIMES))) for _ in range(3))
    )


def cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


# Regular expressions.

UNITS = (
    *("a", "A", "1", " ", "\n", "\r\n", "-", "。", "一", "的", ".", ",", "(", "“", "\u0301", "a "),
    *("a-", "1.", "1,", "一 ", "\t", "_", "ա", "A.", "aA", "a\n", "- ", "II", "·", "x" * 40 + " "),
)
"""What hostile texts are repetitions of, beside the characters that a pattern names itself."""

BOUNDED = {
    "dedup.cli.choice._INLINE": "is matched at the start of an argument",
    "dedup.duplicates.furniture.templates._BRACKETED": "has to match a whole line",
    "dedup.repair.glyphs._LEFT": "is searched in the last characters of a line",
    "dedup.repair.lost_hyphens._LEFT": "is searched in the last characters of a line",
    "dedup.repair.prose._SPEAKER": "is matched at the start of a line",
}
"""Patterns that are slow if searched for in a long text, and why they never are."""

LONG = 8_000
PART = 1_000
SUSPECT = 0.01
"""CPU seconds: what searches `LONG` characters sooner is not asked how it grows."""
GROWTH = 24
"""What is linear takes 8 times as long for `LONG` as for `PART`; what is quadratic, 64 times."""


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern that a module of dedup makes, by the first name that it has."""
    found: dict[tuple[str, int], str] = {}
    for module in pkgutil.walk_packages(dedup.__path__, "dedup."):
        if module.name.endswith("__main__") or not can_be_imported(module.name):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for each in _held(value):
                if isinstance(each.pattern, str):
                    found.setdefault((each.pattern, each.flags), f"{module.name}.{name}")
    return {name: re.compile(*made) for made, name in found.items()}


def _held(value: object) -> Iterator[Any]:
    if isinstance(value, _Pattern | re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _held([*value.values()])
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _held(each)


def named(tree: Any) -> set[str]:
    """The characters that a parsed pattern names."""
    out: set[str] = set()
    for operation, value in tree:
        match str(operation):
            case "LITERAL":
                out.add(chr(value))
            case "IN":
                out |= {chr(v) for o, v in value if str(o) == "LITERAL"}
                out |= {chr(v[0]) for o, v in value if str(o) == "RANGE"}
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT" | "SUBPATTERN":
                out |= named(value[-1])
            case "ASSERT" | "ASSERT_NOT":
                out |= named(value[1])
            case "BRANCH":
                for each in value[1]:
                    out |= named(each)
            case "ATOMIC_GROUP":
                out |= named(value)
    return out


def searched(pattern: re.Pattern[str], text: str) -> float:
    """CPU seconds of a search through a text."""
    return cpu(lambda: [None for _ in pattern.finditer(text)])


def grows(pattern: re.Pattern[str]) -> str:
    """A text in which a search takes more than linear time, or nothing."""
    own = sorted(named(sre.parse(pattern.pattern, pattern.flags)))[:10]
    for unit in (*UNITS, *own, *(one + two for one in own[:4] for two in ("a", " ", "一"))):
        for end in ("", "!"):
            long, part = ((unit * size)[:size] + end for size in (LONG, PART))
            if searched(pattern, long) < SUSPECT:
                continue
            least = [min(searched(pattern, text) for _ in range(3)) for text in (long, part)]
            if least[0] > SUSPECT and least[0] > GROWTH * least[1]:
                return repr(unit)
    return ""


def test_no_pattern_takes_more_than_linear_time() -> None:
    found = patterns()
    assert len(found) > 100
    left = found.keys() - BOUNDED.keys()
    assert not {name: unit for name in left if (unit := grows(found[name]))}
    assert BOUNDED.keys() <= found.keys()


@pytest.mark.parametrize("inner", [unit * 60_000 for unit in (" ", "²", "(", "- ", "A.")])
def test_rows_of_one_mark_in_a_copy_take_no_long(inner: str) -> None:
    """What the patterns above are slow on, where the text is likeliest to meet them."""

    def with_row(size: int) -> str:
        one = f"{SENTENCES['English'][0]} {inner[:size]}! {SENTENCES['English'][1]}"
        other = one.replace("library", "l1brary")
        return f"{one}\n\n{other}\n\n{one}\n"

    assert is_linear(lambda text: clean(text, Settings(unwrap=True)), with_row, len(inner))


def test_a_pattern_that_is_quadratic_would_be_seen() -> None:
    assert grows(re.compile(r"\s+$"))
    assert grows(re.compile(r"(?:a|b)+c"))
    assert not grows(re.compile(r"a+b?"))


# Letters.

STRANGE = {
    "100,000 marks on one letter": "a" + "\u0301" * 100_000 + "b",
    "marks of many classes": "e" + "\u0301\u0323\u0488\u05b0\u064b\u0e38" * 20_000,
    "overrides of direction": "\u202e\u2066abc\u2069\u202c " * 15_000,
    "escape sequences": "\x1b[31mred\x1b[0m\x1b]0;title\x07 " * 5_000,
    "joiners": "क\u200dष\u200c" * 25_000,
    "jamo": "각" * 40_000,
    "letters that unfold to many": "ﷺ" * 20_000,
    "letters that grow when folded": "ŉİẞﬃ" * 25_000,
    "selectors": "字\U000e0100\ufe0f" * 30_000,
    "tags": "\U000e0041" * 100_000,
    "noncharacters": "\uffff\ufdd0\U0010ffff" * 30_000,
    "NUL": "\0" * 100_000,
    "form feeds": "\f" * 100_000,
    "lone carriage returns": "line\r" * 20_000,
    "line separators": "a line\u2028" * 15_000,
    "brackets": "([{" * 30_000,
    "quotation marks": "“‘" * 50_000,
    "hyphens": "a-\n" * 30_000,
    "blank lines": "\n" * 100_000,
    "one word": "word" * 25_000,
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_letters_take_linear_time_and_keep_the_laws(name: str) -> None:
    text = STRANGE[name]
    assert is_linear(clean, lambda size: text[:size], len(text))
    start = text[:2000]
    laws = {law: LAWS[law] for law in ("invert", "reasons", "letters", "sources", "saved")}
    for how in (Settings(), Settings(unsafe=True, unwrap=True)):
        assert not [*broken(clean(f"{start}\n\n{start}", how), laws)]


# Hashes.


class TestCollisions:
    """The worst that chosen collisions can come to: all hashes are equal."""

    TEXT = "\n\n".join(document(of_seed(n)) for n in range(0, 60, 2))

    def test_of_seeds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = clean(self.TEXT)
        monkeypatch.setattr(
            "dedup.duplicates.seeds._gram_hashes",
            lambda codes: np.zeros(len(codes), dtype=np.uint32),
        )
        self._see(whole.text)

    def test_of_shingles(self, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = clean(self.TEXT)
        monkeypatch.setattr(
            "dedup.duplicates.shingles._step",
            lambda value, code: np.zeros(len(value), dtype=np.uint32),
        )
        self._see(whole.text)

    def _see(self, expected: str) -> None:
        """Nothing else is removed, and twice the text takes twice the time."""
        assert len(clean(self.TEXT).text) >= len(expected)
        other = self.TEXT.translate({ord("a"): "ą", ord("e"): "ę", ord("的"): "得"})
        one = cpu(lambda: clean(self.TEXT))
        two = cpu(lambda: clean(f"{self.TEXT}\n\n{other}"))
        assert two < 3 * one + 0.5


# Names.

NAMES = (
    b"new\nline.txt",
    b"tab\tand\rreturn.txt",
    b"\"quotes\" and 'others'.txt",
    b"esc\x1b[31m\x07.txt",
    b"\xff\xfe no utf-8.txt",
    "right\u202etxt.exe".encode(),
    b"<script>alert(1)<!--.txt",
    b"](x) | `` | ::error file=a::b %0A.txt",
    b"&amp; ]]> \\.txt",
)
FORMATS = ("r.json", "r.jsonl", "r.html", "r.md", "r.sarif", "r.txt", "r.patch")
SPEAKS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What must reach nobody as it is, but for the line ends and tabs of a report's own."""


class _Tags(html.parser.HTMLParser):
    """Counts the elements of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


@pytest.fixture
def report_of(dedup: Callable[..., Any], tmp_path: Path) -> Callable[[bytes], dict[str, bytes]]:
    """The reports of a file of some name, in all formats, and what the streams said."""
    fog, library = SENTENCES["English"][:2]
    text = f"{fog} {library}\n\n{fog} {library}\n"

    def make(name: bytes) -> dict[str, bytes]:
        (tmp_path / os.fsdecode(name)).write_bytes(text.encode())
        asked = [word for path in FORMATS for word in ("--report", path)]
        done = dedup("clean", *asked, "--force", name)
        assert done.status == 0
        out = {path: (tmp_path / path).read_bytes() for path in FORMATS if path[0] == "r"}
        out["stderr"] = done.err.encode()
        out["check"] = dedup("clean", "--check", name).err.encode()
        out["github"] = dedup("clean", "--report-format", "github", "--check", name).err.encode()
        return out

    return make


@pytest.mark.parametrize("name", NAMES)
def test_no_name_speaks_in_a_report(
    name: bytes, report_of: Callable[[bytes], dict[str, bytes]]
) -> None:
    made, plain = report_of(name), report_of(b"plain.txt")
    for form, data in made.items():
        text = data.decode()  # all is UTF-8, whatever the name
        if form != "r.patch":  # it has the name in quotes, as git has it
            assert not SPEAKS.search(text), form
        assert text.count("\n") == plain[form].decode().count("\n"), form
    assert _Tags(made["r.html"].decode()).tags == _Tags(plain["r.html"].decode()).tags
    shown = json.loads(made["r.json"])["files"][0]["path"]
    if not name.startswith(b"\xff"):
        assert os.fsencode(shown) == name
    json.loads(made["r.sarif"])
    assert made["github"].count(b"::warning") == plain["github"].count(b"::warning")


@pytest.mark.parametrize("name", NAMES)
def test_no_name_speaks_in_an_error(name: bytes, dedup: Callable[..., Any], tmp_path: Path) -> None:
    done = dedup("clean", name)
    assert done.status == 2
    assert not SPEAKS.search(done.err)
    assert done.err.count("\n") == 1
    (tmp_path / os.fsdecode(name)).write_bytes(b"\xff")
    done = dedup("clean", name)
    assert done.status == 3
    assert not SPEAKS.search(done.err)
