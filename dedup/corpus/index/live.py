"""A live index: passages come and go one by one, and each may be asked for at once.

For a service that is handed texts as they appear. What it finds are passages of about the same
length, misread or not; a short piece of a long passage shares too few shingles to be found. Each
find is verified against the text that was added, as `dedup corpus` does it.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from dedup.duplicates.pair import judge, passages
from dedup.duplicates.signatures import as_datasketch, sign_blocks
from dedup.fold import fold
from dedup.model import Settings
from dedup.wordlist import Lists, read_words

if TYPE_CHECKING:
    from datasketch import MinHash

BANDS, ROWS = 32, 4
"""The bands of a signature: of passages with a resemblance of 0.5 nine in ten share one."""
MOST = 100
"""So many candidates are compared with a text, at most."""


class Hit(NamedTuple):
    """A passage that a text repeats.

    Attributes:
        name: under which it was added.
        text: of it.
        rule: `exact-repeat`, `near-repeat` or `cut-off-repeat`.
        similarity: of the folded characters, in [0, 1].
        covered: the share of the passage that the text holds, in (0, 1].
        doubt: why a reader could disagree, or empty; `dedup corpus` withholds those with one.
    """

    name: str
    text: str
    rule: str
    similarity: float
    covered: float
    doubt: str


class Index(Protocol):
    """What a service needs of an index."""

    def add(self, name: str, text: str) -> None:
        """Add a passage, in place of what had its name.

        Raises:
            ValueError: it holds no letter and no figure.
        """

    def query(self, text: str) -> list[Hit]:
        """The passages that a text repeats: those without a doubt first, then the most alike."""

    def remove(self, name: str) -> bool:
        """Remove a passage; whether there was one."""


def signature_of(text: str) -> "MinHash | None":
    """The signature of a passage; None if it holds no letter and no figure."""
    folded = fold(text).text
    if not folded:
        return None
    return as_datasketch(sign_blocks(folded, np.array([0]), np.array([len(folded)]))[0])


class Judge:
    """Compares a text with the passages that bands propose.

    Args:
        settings: how alike they must be, what a repeat holds, and the word lists.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._lists = Lists(read_words(self._settings.lexicon))

    def hits(self, text: str, known: Iterable[tuple[str, str]]) -> list[Hit]:
        """Those of some passages, names and texts, that a text repeats."""
        found: list[Hit] = []
        pairs = list(known)
        copy, *sources = passages([text, *(kept for _, kept in pairs)])
        for (name, kept), source in zip(pairs, sources, strict=True):
            said = judge(
                source,
                copy,
                similarity=self._settings.similarity,
                min_chars=self._settings.min_chars,
                lists=self._lists,
            )
            if said is not None:
                found.append(Hit(name, kept, said.rule, said.similarity, said.covered, said.doubt))
        return sorted(found, key=lambda hit: (bool(hit.doubt), -hit.similarity, hit.name))
