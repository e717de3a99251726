"""What a corpus is cleaned with: every choice and threshold, once."""

import re
from dataclasses import dataclass, field

from dedup.model import Settings

ACROSS = ("none", "exact", "near")
WITHIN = ("clean", "repeats", "none")
BOILERPLATE = ("keep", "remove")


@dataclass(frozen=True, slots=True)
class CorpusSettings:
    """Validated at construction; raises ValueError.

    Attributes:
        document: what each document is cleaned with; its `similarity`, `min_chars`, `keep` and
            `lexicon` count across documents, too.
        within: how much of `clean` each document gets: all, the repeats alone, nothing.
        across: which repeats of other documents go: none, equal ones, near ones, too.
        boilerplate: what becomes of blocks that stand in very many documents.
        boilerplate_from: so many documents make a block boilerplate, 2 or more; else as
            `boilerplate_least` has it.
    """

    document: Settings = field(default_factory=Settings)
    within: str = "clean"
    across: str = "near"
    boilerplate: str = "keep"
    boilerplate_from: int | None = None

    def __post_init__(self) -> None:
        for name, value, known in (
            ("within", self.within, WITHIN),
            ("across", self.across, ACROSS),
            ("boilerplate", self.boilerplate, BOILERPLATE),
        ):
            if value not in known:
                raise ValueError(f"{name}: no {value!r}; there are {', '.join(known)}")
        if self.boilerplate_from is not None and self.boilerplate_from < 2:
            raise ValueError(f"boilerplate-from must be 2 or more, not {self.boilerplate_from}")
        for pattern in self.document.keep:
            re.compile(pattern)

    @property
    def removes_doubtful(self) -> bool:
        """Whether what is withheld goes, too."""
        return self.document.unsafe or "remove" in self.document.apply

    def boilerplate_least(self, documents: int) -> int:
        """From how many documents on a block is boilerplate, in a corpus of so many.

        50, and one in a thousand: a news story is reprinted by dozens of papers, a licence stands
        in hundreds of files; the larger the corpus, the more reprints a story has.
        """
        if self.boilerplate_from is not None:
            return self.boilerplate_from
        return max(50, -(-documents // 1000))
