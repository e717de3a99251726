"""The nouns: what every part of dedup speaks of. Standard library only.

All offsets are Unicode code points of the *original* text, 0-based, end exclusive.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

KINDS = ("remove", "join", "script", "space", "punct", "furniture", "flag")
"""What an edit does, in the words of the command line. Readers must bear with unknown kinds.

remove: takes out a repeat.  join: mends a false line or paragraph end.  script: a word of another
script where one of this script stood.  space: a stray space.  punct: a mark in the wrong width.
furniture: takes out a running head or foot, or a page number.  flag: points out, never changes.
"""

REMOVALS = frozenset({"remove", "furniture"})
"""The kinds that take text out whole and put nothing in its place."""


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """A half-open stretch `[start, end)` of code points; `0 <= start <= end`."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        # In half the time of a generated one: hundreds of thousands are made.
        if not 0 <= start <= end:
            raise ValueError(f"not a span: {start}..{end}")
        put = object.__setattr__
        put(self, "start", start)
        put(self, "end", end)

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Whether they share a character; an empty span overlaps what it lies strictly inside."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies within this span, borders included."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The stretch itself."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded text and all that is needed to write it back to the byte.

    Attributes:
        name: what the user calls it: a path, or `<stdin>`.
        text: the decoded text, line ends as they stood, without the byte order mark.
        encoding: a Python codec name under which `text` encodes back (`utf-16-le`, not `utf-16`).
        bom: the byte order mark that stood first, or empty.
    """

    name: str
    text: str
    encoding: str = "utf-8"
    bom: bytes = b""


class Applicability(IntEnum):
    """How sure an edit is. An edit is applied when `edit.applicability >= wanted`.

    SAFE: a careful proof-reader would not look twice. UNSAFE: likely, but a reader could disagree;
    shown, and applied on request. DISPLAY: pointed out, never applied.
    """

    DISPLAY = 0
    UNSAFE = 1
    SAFE = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for an edit.

    Attributes:
        kind: what was seen, in one term (`word`, `recurs`, `resemblance`, `no-final-mark` …).
        score: how much it speaks for the edit, in [0, 1]; never a percentage.
        note: the reason in words a user reads, complete with line numbers; may be empty.
        peer: the stretch of the text it points to (the kept copy, where a word recurs), or None.
    """

    kind: str
    score: float
    note: str = ""
    peer: Span | None = None

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score of {self.kind} out of [0, 1]: {self.score}")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `old`, which stands at `span`, by `new`.

    `old == text[span]`, and `old != new` unless the edit only points out (DISPLAY). Where a
    replacement is known but must not be made, a DISPLAY edit carries it in `new`.

    Attributes:
        span: where, in the original text.
        old: what stands there.
        new: what is to stand there.
        kind: one of `KINDS`.
        rule: the rule that found it, in kebab case (`exact-repeat`, `word-across-break` …).
        applicability: how sure it is.
        evidence: the reasons, strongest first; at least one.
        group: a name shared by edits that are one decision, or None.
    """

    span: Span
    old: str
    new: str
    kind: str
    rule: str
    applicability: Applicability
    evidence: tuple[Evidence, ...]
    group: str | None = None

    def __post_init__(self) -> None:
        if len(self.old) != len(self.span):
            raise ValueError(f"{self.rule}: old text and span differ in length at {self.span}")
        if self.old == self.new and self.applicability is not Applicability.DISPLAY:
            raise ValueError(f"{self.rule}: changes nothing at {self.span}")
        if not self.evidence:
            raise ValueError(f"{self.rule}: an edit without a reason at {self.span}")

    @property
    def score(self) -> float:
        """The strongest single piece of evidence, in [0, 1]."""
        if len(self.evidence) == 1:
            return self.evidence[0].score
        return max(e.score for e in self.evidence)

    @property
    def reason(self) -> str:
        """The notes of the evidence in one line, `; ` between them."""
        return "; ".join(e.note for e in self.evidence if e.note)

    @property
    def repeats(self) -> Span | None:
        """The kept copy that a removed repeat says again; None for every other kind.

        Where that copy went too, as a repeat of another one, the last reason names what stays.
        """
        peers = [e.peer for e in self.evidence if e.peer is not None and self.kind == "remove"]
        return peers[-1] if peers else None


@dataclass(frozen=True, slots=True)
class Dropped:
    """An edit that was found and not taken, with the reason (`overlaps remove at 7919`)."""

    edit: Edit
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """A verified repeat: `copy` says again what `source` says.

    Attributes:
        source: the stretch that is kept.
        copy: the stretch that repeats it.
        similarity: normalised Levenshtein similarity of the two, folded, in [0, 1]. For a cut copy,
            of the part of the source that it covers.
        covered: the share of the source's folded characters that the copy holds, in (0, 1].
    """

    source: Span
    copy: Span
    similarity: float
    covered: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """A kept copy and the copies verified against it, each by its own match."""

    kept: Span
    matches: tuple[Match, ...]

    @property
    def copies(self) -> tuple[Span, ...]:
        """The copies, in the order of the text."""
        return tuple(m.copy for m in self.matches)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every threshold, once. Validated at construction; raises ValueError.

    Attributes:
        similarity: from what normalised similarity of folded text two stretches are the same text
            read twice, in [0.5, 1]. Between a text and its OCR the 5th percentile is 0.78-0.88 in
            Chinese, English and German; *different* paragraphs of the example reach 0.38.
        min_chars: how much text a repeat must hold to be one, in Han characters; a letter of an
            alphabet counts a third of one. From 4 on. Shorter lines repeat by nature.
        near_blocks: how many blocks may stand between a passage and a copy that is removed without
            asking; a lone copy further away may be a formula, and is withheld.
        only: the kinds to look for; empty for all.
        skip: the kinds to leave.
        apply: kinds whose withheld edits are to be made too.
        unsafe: whether to make all withheld edits.
        keep: regular expressions; nothing that matches is removed or joined across.
        lexicon: files of words, one a line, that count as words of every language.
        unwrap: whether to put every paragraph on one line.
    """

    similarity: float = 0.75
    min_chars: int = 20
    near_blocks: int = 30
    only: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    apply: frozenset[str] = frozenset()
    unsafe: bool = False
    keep: tuple[str, ...] = ()
    lexicon: tuple[str, ...] = ()
    unwrap: bool = False

    def __post_init__(self) -> None:
        if not 0.5 <= self.similarity <= 1.0:
            raise ValueError(f"similarity must lie between 0.5 and 1, not {self.similarity}")
        if self.min_chars < 4:
            raise ValueError(f"min-chars must be 4 or more, not {self.min_chars}")
        if self.near_blocks < 0:
            raise ValueError(f"near-blocks must be 0 or more, not {self.near_blocks}")
        for name in ("only", "skip", "apply"):
            for kind in sorted(getattr(self, name) - set(KINDS)):
                raise ValueError(f"{name}: no kind {kind!r}; there are {', '.join(KINDS)}")
        for pattern in self.keep:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"keep: {pattern!r} is no regular expression: {error}") from None

    def looks_for(self, kind: str) -> bool:
        """Whether edits of this kind are wanted at all."""
        return kind not in self.skip and (not self.only or kind in self.only)

    def applies(self, edit: Edit) -> bool:
        """Whether this edit is to be made."""
        if edit.applicability is Applicability.DISPLAY:
            return False
        return edit.applicability is Applicability.SAFE or self.unsafe or edit.kind in self.apply


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one document, and what came of it.

    `applied`, `held` and `dropped` together are all that was found, each sorted by span.

    Attributes:
        document: the original.
        settings: what it was cleaned with.
        text: the cleaned text.
        applied: the edits that were made; they never overlap.
        held: edits shown and not made: withheld (UNSAFE) and pointed out (DISPLAY).
        dropped: edits that gave way to others or to `keep`, with the reason.
        clusters: the repeats behind the removals, applied or held.
    """

    document: Document
    settings: Settings
    text: str
    applied: tuple[Edit, ...] = ()
    held: tuple[Edit, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    clusters: tuple[Cluster, ...] = ()

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits that were made, in the order of the text."""
        return self.applied

    @property
    def withheld(self) -> tuple[Edit, ...]:
        """Edits that `--unsafe` would make."""
        return tuple(e for e in self.held if e.applicability is Applicability.UNSAFE)

    @property
    def notes(self) -> tuple[Edit, ...]:
        """What is only pointed out."""
        return tuple(e for e in self.held if e.applicability is Applicability.DISPLAY)

    @property
    def changed(self) -> bool:
        """Whether the cleaned text differs from the original."""
        return bool(self.applied)
