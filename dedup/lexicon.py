"""Words to judge by: shipped word lists with frequencies, compact and quick to load.

A list holds words of one to four characters as sorted integers, 16 bits a character, so that
thousands of candidates are looked up in one `searchsorted`. `tools/make_lexicon.py` makes them.
"""

import zlib
from collections.abc import Sequence
from functools import lru_cache
from math import log
from pkgutil import get_data

import numpy as np
from numpy.typing import NDArray

LONGEST = 4
"""The most characters of a word in a list."""
LOG_STEP = 0.1
"""Frequencies are stored as natural logarithms in steps of this size, one byte each."""
_BITS = 16


def pack(word: str) -> int:
    """A word of at most `LONGEST` characters as an integer, or -1 if it cannot stand in a list."""
    if not 0 < len(word) <= LONGEST:
        return -1
    value = 0
    for char in word:
        if ord(char) >> _BITS:
            return -1
        value = value << _BITS | ord(char)
    return value


def unpack(value: int, length: int) -> str:
    """The word of `length` characters that `pack` made `value` of."""
    return "".join(chr(value >> _BITS * (length - 1 - k) & (1 << _BITS) - 1) for k in range(length))


class Lexicon:
    """Words with their frequencies.

    Attributes:
        total: the sum of all frequencies: the size of the text that they were counted in.
    """

    def __init__(
        self,
        words: Sequence[NDArray[np.uint64]],
        steps: Sequence[NDArray[np.uint8]],
        total: float,
    ) -> None:
        """Take sorted packed words and their log frequencies, an array each per word length."""
        self._words = words
        self._steps = steps
        self.total = total

    @classmethod
    def from_counts(cls, counts: dict[str, int]) -> "Lexicon":
        """A lexicon of words that can be packed; the others are left out."""
        words, steps = [], []
        for length in range(1, LONGEST + 1):
            rows = sorted((pack(w), n) for w, n in counts.items() if len(w) == length)
            rows = [(w, n) for w, n in rows if w >= 0]
            words.append(np.array([w for w, _ in rows], dtype=np.uint64))
            logs = [round(log(max(n, 1)) / LOG_STEP) for _, n in rows]
            steps.append(np.clip(logs, 0, 255).astype(np.uint8))
        return cls(words, steps, float(sum(counts.values())))

    def __len__(self) -> int:
        return sum(len(w) for w in self._words)

    def __contains__(self, word: str) -> bool:
        return self.log_frequencies([word])[0] >= 0

    def log_frequencies(self, words: Sequence[str]) -> list[float]:
        """The natural logarithm of each word's frequency; -1 for a word that is not listed."""
        out = [-1.0] * len(words)
        for length in range(1, LONGEST + 1):
            which = [k for k, w in enumerate(words) if len(w) == length]
            table = self._words[length - 1]
            if not which or not len(table):
                continue
            text = "".join([words[k] for k in which])
            codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
            columns = np.where(codes >> _BITS, 0, codes).astype(np.uint64).reshape(-1, length)
            keys = columns[:, 0]
            for n in range(1, length):
                keys = keys << np.uint64(_BITS) | columns[:, n]
            at = np.minimum(np.searchsorted(table, keys), len(table) - 1)
            found = table[at] == keys
            for k, ok, place in zip(which, found.tolist(), at.tolist(), strict=True):
                if ok:
                    out[k] = float(self._steps[length - 1][place]) * LOG_STEP
        return out

    def one_misread(self, word: str) -> list[str]:
        """Listed words of the same length that differ from `word` in exactly one character.

        Proposed by masks over the packed words; whoever asks has rapidfuzz confirm them.
        """
        key = pack(word)
        if key < 0 or len(word) < 2:
            return []
        # One half of the word is right: the first, which is a range of the sorted list, or the
        # second, which one pass over the list finds.
        table, size = self._words[len(word) - 1], len(word)
        low = _BITS * (size - size // 2)
        first = key >> low << low
        start, stop = np.searchsorted(table, np.array([first, first + (1 << low)], np.uint64))
        back = (table ^ np.uint64(key)) & np.uint64((1 << low) - 1) == 0
        near = np.concatenate((table[start:stop], table[back]))
        # The characters of a packed word that differ, as the 16-bit parts that do.
        unlike = np.count_nonzero((near ^ np.uint64(key)).view(np.uint16).reshape(-1, 4), axis=1)
        return [unpack(value, size) for value in sorted({*near[unlike == 1].tolist()})]

    def to_bytes(self) -> bytes:
        """The compact form: a line of JSON, then deltas of the words by byte plane, deflated."""
        import json

        head = {"counts": [len(w) for w in self._words], "total": self.total}
        body = b"".join(
            np.diff(w, prepend=np.uint64(0)).view(np.uint8).reshape(-1, 8).T.tobytes() + s.tobytes()
            for w, s in zip(self._words, self._steps, strict=True)
        )
        return json.dumps(head).encode() + b"\n" + zlib.compress(body, 9)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Lexicon":
        """Read what `to_bytes` wrote."""
        import json  # slow to load, and not every text needs a list

        line, _, packed = data.partition(b"\n")
        head = json.loads(line)
        body = np.frombuffer(zlib.decompress(packed), dtype=np.uint8)
        words, steps, at = [], [], 0
        for count in head["counts"]:
            planes = body[at : at + 8 * count].reshape(8, count)
            deltas = np.ascontiguousarray(planes.T).view("<u8").reshape(-1)
            words.append(np.cumsum(deltas, dtype=np.uint64))
            at += 8 * count
            steps.append(body[at : at + count])
            at += count
        return cls(words, steps, float(head["total"]))


@lru_cache(maxsize=4)
def load(language: str) -> Lexicon:
    """The shipped word list of a language (`zh`).

    Raises:
        FileNotFoundError: there is no list of that language.
    """
    data = get_data("dedup", f"lexicons/{language}.lex")
    assert data is not None  # only a loader that cannot read files says so
    return Lexicon.from_bytes(data)
