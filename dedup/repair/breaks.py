"""False line and paragraph ends: which breaks are suspicious, and which are joined.

A break is suspicious when the line before it does not end as a sentence, or as anything that is
complete by its nature. That alone is wrong more often than right, so each suspicious break is put
before the witnesses (one a file in `witnesses/`), and joined only on the word of one that is sure.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol

from dedup.layout import Role, ends_article, head, is_hangul, is_japanese, line_ends_in, tail
from dedup.model import Applicability, Edit, Evidence
from dedup.parallel import beside
from dedup.repair import witnesses
from dedup.repair.reading import Break, Reading

# What a line may begin with that goes on with the line before it, besides a letter or digit.
_MAY_GO_ON = "《“‘「『（(【—…〈%％"
# What ends a line for good without being a final mark.
_CLOSES = ":：;；"
_COMPLETE = {Role.BYLINE, Role.DATELINE}
_OPENS_ANEW = {Role.BYLINE, Role.DATELINE, Role.LIST_ITEM}
SURE = 0.9
"""From this score on a witness is believed alone."""
_WORTH_A_PROCESS = 200
"""Witnesses hear so many breaks later than a second process is made."""


class Witness(Protocol):
    """Speaks for a join, or not."""

    def __call__(self, reading: Reading, item: Break) -> Evidence | None:
        """Look at a suspicious break."""


@cache
def _witnesses() -> tuple[Witness, ...]:
    """The `testify` of every file in `witnesses/`, by name."""
    names = sorted(m.name for m in iter_modules(witnesses.__path__))
    return tuple(import_module(f"{witnesses.__name__}.{name}").testify for name in names)


def suspicious_breaks(reading: Reading) -> Iterator[Break]:
    """The breaks of a text in Chinese, Japanese or Korean that may be false."""
    if not reading.script:
        return
    for left, right in zip(reading.lines, reading.lines[1:], strict=False):
        if left.role in _COMPLETE or right.role in _OPENS_ANEW:
            continue
        before, after = reading.of(left.span), reading.of(right.span)
        if reading.is_complete(left) or before[-1] in _CLOSES or ends_article(before):
            continue
        gap = reading.text[left.span.end : right.span.start]
        if line_ends_in(gap) < 2 and not reading.lines_are_paragraphs:
            continue
        if _goes_on(after[0]) and _is_dense(before) and _is_dense(after):
            yield Break(left, right)


def find_joins(reading: Reading) -> Iterator[Edit]:
    """An edit for each suspicious break that a witness speaks for or that cuts body text.

    SAFE where a witness is sure, else UNSAFE.
    """
    items = list(suspicious_breaks(reading))
    reading.phrases.look_up_across(item.span for item in items)

    def heard(some: Sequence[Break]) -> list[list[Evidence]]:
        return [witnesses_for(reading, item) for item in some]

    half = len(items) // 2
    jobs = reading.jobs if half >= _WORTH_A_PROCESS else 1
    with beside(lambda: heard(items[half:]), jobs) as rest:
        said = heard(items[:half]) + rest()
    for item, evidence in zip(items, said, strict=True):
        if evidence and evidence[0].score >= SURE:
            yield _join(reading, item, Applicability.SAFE, evidence)
        elif evidence or (item.left.role is Role.BODY and reading.script != "ko"):
            # A short line of Korean looks like body text.
            yield _join(
                reading, item, Applicability.UNSAFE, [*evidence, _doubt(item, bool(evidence))]
            )


def witnesses_for(reading: Reading, item: Break) -> list[Evidence]:
    """What the witnesses say for joining a break, the surest first; empty if nothing."""
    said = [evidence for w in _witnesses() if (evidence := w(reading, item)) is not None]
    return sorted(said, key=lambda e: (-e.score, e.kind))


def _doubt(item: Break, evidence: bool) -> Evidence:
    """Why a break that cuts a sentence is left as it is."""
    if item.right.role is Role.HEADING:
        return Evidence("no-final-mark", 0.3, "no sentence end at the break, but a heading follows")
    what = "that is not evidence enough" if evidence else "no word crosses it"
    return Evidence("no-final-mark", 0.5, f"no sentence end at the break, but {what}")


def _join(
    reading: Reading, item: Break, applicability: Applicability, evidence: list[Evidence]
) -> Edit:
    return Edit(
        span=item.span,
        old=reading.of(item.span),
        new=_between(reading, item),
        kind="join",
        rule=f"{evidence[0].kind}-at-break",
        applicability=applicability,
        evidence=tuple(evidence),
    )


def _between(reading: Reading, item: Break) -> str:
    """What stands between the joined lines: in Korean a space, unless a word was cut."""
    if reading.script != "ko":
        return ""
    left = reading.of(item.left.span).split()[-1]
    right = reading.of(item.right.span).split()[0]
    if not is_hangul(left[-1]) or not is_hangul(right[0]):
        return " "
    joined = tail(left, is_hangul) + head(right, is_hangul)
    whole = joined in reading.words or (joined in reading.lexicon and left not in reading.words)
    return "" if whole and right not in reading.words else " "


def _goes_on(char: str) -> bool:
    return _is_cjk(char) or char.isdigit() or char in _MAY_GO_ON


def _is_dense(line: str) -> bool:
    """Whether a line is mostly Han, kana or Hangul."""
    dense = sum(map(_is_cjk, line))
    return dense > 0 and 2 * dense >= sum(map(str.isalpha, line))


@lru_cache(maxsize=1 << 14)
def _is_cjk(char: str) -> bool:
    return is_japanese(char) or is_hangul(char)
