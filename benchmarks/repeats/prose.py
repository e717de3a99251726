"""New paragraphs from given ones: a chain of words, or of Han characters, of any length.

The next token is one that follows, somewhere in the given text, a token of the same class as the
last. A frequent token is a class by itself, rare words share one by their ending, rare Han
characters share one. So phrases recur, as they do in real text, and no long stretch does.
"""

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_TOKEN = re.compile(r"[\u3400-\u9fff]|[A-Za-z]+|\d+|[，。、；：！？,;:!?]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:,\d{3})*|[,.;:!?]")
_MARKS = frozenset("，。、；：！？,.;:!?")
_FINAL = frozenset("。！？.!?")
_OWN_CLASS = 4  # tokens as frequent as this are a class by themselves
_BATCH = 20_000  # paragraphs walked side by side; 400 steps of them take 32 MB
_LONGEST = 400  # tokens of a paragraph


def is_han(text: str) -> bool:
    """Whether most letters of a text are Han characters."""
    return 2 * len(HAN.findall(text)) > sum(map(str.isalpha, text))


class Prose:
    """Paragraphs after the manner of given ones, all in Han or all in an alphabet.

    Args:
        paragraphs: the given ones, a few thousand tokens at least.
        han: whether they are Han text.
    """

    def __init__(self, paragraphs: Iterable[str], han: bool) -> None:
        find = _HAN_TOKEN if han else _WORD
        tokens = [token for each in paragraphs for token in find.findall(each)]
        counts = Counter(tokens)
        numbers: dict[str, int] = {}
        self._class = np.array(
            [numbers.setdefault(_class_of(t, counts[t]), len(numbers)) for t in tokens]
        )
        self._order = np.argsort(self._class, kind="stable")
        self._count = np.bincount(self._class)
        self._start = np.concatenate(([0], np.cumsum(self._count)[:-1]))
        self._final = np.array([t in _FINAL for t in tokens])
        self._strings = [t if han or t in _MARKS else f" {t}" for t in tokens]
        self._size = np.array([len(s) for s in self._strings])
        self._stop = "。" if han else "."

    def paragraphs(self, sizes: NDArray[np.int64], rng: np.random.Generator) -> list[str]:
        """A paragraph for each size, in characters; it ends with the sentence that reaches it."""
        out: list[str] = []
        for first in range(0, len(sizes), _BATCH):
            out += self._walk(sizes[first : first + _BATCH], rng)
        return out

    def _walk(self, sizes: NDArray[np.int64], rng: np.random.Generator) -> list[str]:
        places = np.full((len(sizes), _LONGEST), -1, dtype=np.int32)
        rows = np.arange(len(sizes))
        at = rng.choice(np.flatnonzero(self._final), len(sizes))
        length = np.zeros(len(sizes), dtype=np.int64)
        for step in range(_LONGEST):
            group = self._class[at]
            pick = self._start[group] + (rng.random(len(at)) * self._count[group]).astype(np.int64)
            at = (self._order[pick] + 1) % len(self._class)
            places[rows, step] = at
            length += self._size[at]
            going = ~(self._final[at] & (length >= sizes[rows]))
            going &= length < 2 * sizes[rows]
            rows, at, length = rows[going], at[going], length[going]
            if not len(rows):
                break
        strings = self._strings
        return [self._ended([strings[k] for k in row if k >= 0]) for row in places.tolist()]

    def _ended(self, strings: list[str]) -> str:
        """The tokens as a paragraph that begins with none and ends with a final mark."""
        while strings and strings[-1] in _MARKS:
            strings.pop()
        while strings and strings[0] in _MARKS:
            strings.pop(0)
        return "".join(strings).strip() + self._stop


def _class_of(token: str, count: int) -> str:
    if token in _MARKS or count >= _OWN_CLASS:
        return token
    if token.isdigit():
        return "~figure"
    return "~han" if HAN.match(token) else f"~{token[-2:].lower()}"
