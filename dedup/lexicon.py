"""Words to judge by: shipped word lists with frequencies, compact and quick to load.

A list holds words of one to four characters as sorted integers, 16 bits a character, and longer
ones as sorted 36-bit hashes (among 270,000 of them one wrong word in 250,000 is found), so
that thousands of candidates are looked up in one `searchsorted`. `tools/make_lexicon.py` makes
them; `docs/dependencies.md` tells where they come from.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from math import exp, log
from pkgutil import get_data
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.packing import LONGEST as LONGEST
from dedup.packing import keys_of, one_apart, pack, packed, place_in, turned, unpack
from dedup.spelling import Case as Case
from dedup.spelling import folder

LANGUAGES = ("de", "en", "es", "fr", "it", "ja", "ko", "la", "nl", "pl", "pt", "ru", "zh")
"""The languages with a shipped list (ISO 639-1)."""
LOG_STEP = 0.1
"""Frequencies are natural logarithms in steps of this size unless a list says otherwise."""
# A word of a user's list without a frequency is as common as one in a million.
_USUAL = 1.0
_MILLION = 1e6
# So few words are looked up sooner one by one than as an array.
_FEW = 8


class Table(NamedTuple):
    """Words of one length: as sorted integers, their log frequencies in steps, their cases."""

    keys: NDArray[np.uint64]
    steps: NDArray[np.uint8]
    cases: NDArray[np.uint8]


class Lexicon:
    """Words with their frequencies.

    Words of alphabets are looked up without regard to case, to ligatures and to letters that
    history or the printer exchanged (see `dedup.spelling.folder`).

    Attributes:
        code: the language, as in `LANGUAGES`.
        total: the sum of all frequencies: the size of the text that they were counted in.
    """

    def __init__(
        self, tables: Sequence[Table], total: float, code: str = "zh", step: float = LOG_STEP
    ) -> None:
        """Take a table per word length from 1 to `LONGEST`, and one of longer words.

        Args:
            tables: the words, their frequencies and how they are written.
            total: the sum of all frequencies.
            code: the language.
            step: the size of a step of the logarithm of a frequency.
        """
        self._tables = tables
        self._step = step
        # The words of a length with their second halves first, in order.
        self._turned: dict[int, NDArray[np.uint64]] = {}
        self._fold: Callable[[str], str] | None = folder(code)
        self.total = total
        self.code = code

    @classmethod
    def from_counts(
        cls,
        counts: Mapping[str, float],
        code: str = "zh",
        step: float = LOG_STEP,
        cases: Mapping[str, Case] | None = None,
    ) -> "Lexicon":
        """A lexicon of counted words.

        Args:
            counts: how often each word was counted; words that fold to one are added up.
            code: the language.
            step: the size of a step of the logarithm.
            cases: how words are written, by folded word.
        """
        fold = folder(code) or str
        folded: dict[str, float] = {}
        for word, count in counts.items():
            folded[fold(word)] = folded.get(fold(word), 0.0) + count
        groups: list[list[str]] = [[] for _ in range(LONGEST + 1)]
        for word in filter(None, folded):
            groups[min(len(word), LONGEST + 1) - 1].append(word)
        tables: list[Table] = []
        for length, words in enumerate(groups, 1):
            keys, first = np.unique(keys_of(words, length), return_index=True)
            ordered = [words[k] for k in first[keys > 0].tolist()]
            logs = [round(log(max(folded[word], 1)) / step) for word in ordered]
            tables.append(
                Table(
                    keys[keys > 0].astype(np.uint64),
                    np.clip(logs, 0, 255).astype(np.uint8),
                    np.array([(cases or {}).get(word, 0) for word in ordered], dtype=np.uint8),
                )
            )
        return cls(tables, float(sum(counts.values())), code, step)

    def __len__(self) -> int:
        return sum(len(table.keys) for table in self._tables)

    def __contains__(self, word: str) -> bool:
        return self.log_frequencies([word])[0] >= 0

    def log_frequencies(self, words: Sequence[str]) -> list[float]:
        """The natural logarithm of each word's frequency; -1 for a word that is not listed."""
        found = self._look_up(words, [table.steps for table in self._tables])
        return [self._logs[value] for value in found]

    def logs_of_stretches(
        self, codes: NDArray[np.uint32], starts: NDArray[np.int64], length: int
    ) -> NDArray[np.float64]:
        """As `log_frequencies`, of many stretches of an array of Han characters or kana.

        Args:
            codes: the characters as code points.
            starts: where the stretches begin, shape (n,).
            length: how many characters they have, `LONGEST` at most.
        """
        steps = self._tables[length - 1].steps
        return np.array(self._logs)[self._values(packed(codes, starts, length), length, steps)]

    def frequency(self, word: str) -> float:
        """How often a word stands in a million words; 0 if it is not listed."""
        return self.frequencies([word])[0]

    def frequencies(self, words: Sequence[str]) -> list[float]:
        """How often each word stands in a million words; 0 for one that is not listed."""
        found = self._look_up(words, [table.steps for table in self._tables])
        return [self._per_million[value] for value in found]

    @cached_property
    def _logs(self) -> list[float]:
        """What each step stands for; behind them -1, for a word that is not listed."""
        return [*(step * self._step for step in range(1 << 8)), -1.0]

    @cached_property
    def _per_million(self) -> list[float]:
        """How often a word of each step stands in a million; behind them 0, as in `_logs`."""
        scale = _MILLION / max(1.0, self.total)
        return [*(exp(value) * scale for value in self._logs[:-1]), 0.0]

    def cases(self, word: str) -> Case:
        """How a word is written inside a sentence; `Case(0)` if that is not known, or not listed.

        German nouns are `TITLE` alone, `essen` and `Essen` both.
        """
        return Case(max(0, self._look_up([word], [table.cases for table in self._tables])[0]))

    def with_words(self, words: Mapping[str, float]) -> "Lexicon":
        """This lexicon and more words.

        Args:
            words: how often each stands in a million words; 0 where that is not known. A word
                that is listed keeps the larger frequency.
        """
        if not words:
            return self
        scale = self.total / _MILLION
        counts = {word: max(1.0, (per or _USUAL) * scale) for word, per in words.items()}
        fold = self._fold or str
        cases: dict[str, Case] = {}
        for word in words:
            cases[fold(word)] = cases.get(fold(word), Case(0)) | Case.of(word)
        more = Lexicon.from_counts(counts, self.code, self._step, cases)
        tables: list[Table] = []
        for mine, theirs in zip(self._tables, more._tables, strict=True):
            keys = np.union1d(mine.keys, theirs.keys)
            steps, cased = np.zeros((2, len(keys)), dtype=np.uint8)
            for table in (mine, theirs):
                at = np.searchsorted(keys, table.keys)
                steps[at] = np.maximum(steps[at], table.steps)
                cased[at] |= table.cases
            tables.append(Table(keys, steps, cased))
        return Lexicon(tables, self.total, self.code, self._step)

    def one_misread(self, word: str) -> list[str]:
        """Listed words of the same length that differ from `word` in exactly one character.

        For words of two to `LONGEST` characters; others have none.
        """
        own, size = pack(word), len(word)
        if own < 0 or size < 2:
            return []
        # One half of the word is right, and what shares it stands together in one of two lists.
        first, second = size // 2, size - size // 2
        table, key = self._tables[size - 1].keys, np.array([own], dtype=np.uint64)
        if size not in self._turned:
            self._turned[size] = np.sort(turned(table, first, second))
        back = one_apart(self._turned[size], turned(key, first, second)[0], first)
        near = [*one_apart(table, key[0], second).tolist(), *turned(back, second, first).tolist()]
        return [unpack(other, size) for other in sorted(near)]

    def _look_up(self, words: Sequence[str], values: Sequence[NDArray[np.uint8]]) -> list[int]:
        """The value of each word, -1 for one that is not listed."""
        if self._fold is not None:
            words = [*map(self._fold, words)]
        if len(words) <= _FEW and all(0 < len(word) <= LONGEST for word in words):
            sizes = [len(word) - 1 for word in words]
            places = [place_in(self._tables[n].keys, w) for n, w in zip(sizes, words, strict=True)]
            return [int(values[n][k]) if k >= 0 else -1 for n, k in zip(sizes, places, strict=True)]
        lengths = [size if (size := len(word)) <= LONGEST else LONGEST + 1 for word in words]
        if len({*lengths}) == 1:
            # Mostly so where many are asked for at once, or one.
            return self._look_up_alike(words, lengths[0], values)
        out = [-1] * len(words)
        for length in {*lengths}:
            which = [k for k, each in enumerate(lengths) if each == length]
            found = self._look_up_alike([words[k] for k in which], length, values)
            for k, value in zip(which, found, strict=True):
                out[k] = value
        return out

    def _look_up_alike(
        self, words: Sequence[str], length: int, values: Sequence[NDArray[np.uint8]]
    ) -> list[int]:
        """As `_look_up`, for words of one length; those above `LONGEST` are one."""
        if not length:
            return [-1] * len(words)
        found: list[int] = self._values(keys_of(words, length), length, values[length - 1]).tolist()
        return found

    def _values(
        self, keys: NDArray[np.uint64], length: int, values: NDArray[np.uint8]
    ) -> NDArray[np.int16]:
        """The value of each packed word of one length, -1 for one that is not listed."""
        table = self._tables[length - 1].keys
        if not len(table):
            return np.full(len(keys), -1, dtype=np.int16)
        at = np.minimum(np.searchsorted(table, keys), len(table) - 1)
        return np.where(table[at] == keys, values[at].astype(np.int16), np.int16(-1))

    def to_bytes(self) -> bytes:
        """The compact form: a line of JSON, then the planes, deflated.

        For each table: the deltas of the keys by byte plane, low byte first and as many as they
        need, then the steps, then the cases.
        """
        import json

        body, planes = [], []
        for keys, steps, cases in self._tables:
            deltas = np.diff(keys, prepend=np.uint64(0))
            used = -(-int(deltas.max(initial=0)).bit_length() // 8)
            planes.append(used)
            body.append(deltas.astype("<u8").view(np.uint8).reshape(-1, 8)[:, :used].T.tobytes())
            body += [steps.tobytes(), cases.tobytes()]
        head = {
            "code": self.code,
            "counts": [len(table.keys) for table in self._tables],
            "planes": planes,
            "step": self._step,
            "total": self.total,
        }
        return json.dumps(head).encode() + b"\n" + zlib.compress(b"".join(body), 9)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Lexicon":
        """Read what `to_bytes` wrote."""
        import json  # slow to load, and not every text needs a list

        line, _, packed = data.partition(b"\n")
        head = json.loads(line)
        body = np.frombuffer(zlib.decompress(packed), dtype=np.uint8)
        tables: list[Table] = []
        at = 0
        for count, used in zip(head["counts"], head["planes"], strict=True):
            deltas = np.zeros((count, 8), dtype=np.uint8)
            for plane in range(used):
                deltas[:, plane] = body[at : at + count]
                at += count
            keys = np.cumsum(deltas.view("<u8").reshape(-1), dtype=np.uint64)
            tables.append(Table(keys, body[at : at + count], body[at + count : at + 2 * count]))
            at += 2 * count
        return cls(tables, head["total"], head["code"], head["step"])


@lru_cache(maxsize=4)
def load(language: str) -> Lexicon:
    """The shipped word list of a language, one of `LANGUAGES`; some 10 ms the first time.

    Raises:
        FileNotFoundError: there is no list of that language.
    """
    data = get_data("dedup", f"lexicons/{language}.lex")
    assert data is not None  # only a loader that cannot read files says so
    return Lexicon.from_bytes(data)
