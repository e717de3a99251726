"""Where two readings of one passage differ, by words where words can be seen."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from dedup.duplicates.vocabulary import OPENS, Reading

STRAY = 2
"""So many characters more at an end of a damaged copy are damage."""
_END = bytes([OPENS])


@dataclass(slots=True)
class Place:
    """Stretches of the two readings that differ, and how many characters of them."""

    a0: int
    a1: int
    b0: int
    b1: int
    edits: int


def _filled(a: Reading, b: Reading) -> Iterator[Place]:
    """Where they differ, filled up to whole words in alphabets."""
    one, other = a.fold, b.fold
    # Where a word may begin, or the reading ends.
    borders, others = a.opens + _END, b.opens + _END
    for p in _unequal(a, b):
        if _at_edge(a, b, p):
            yield p  # one of the two is cut
            continue
        at, there = p.a0, p.b0
        while (
            at and there and not (borders[at] and others[there]) and one[at - 1] == other[there - 1]
        ):
            at, there = at - 1, there - 1
        p.a0, p.b0 = at, there
        at, there = p.a1, p.b1
        while (
            at < len(one)
            and there < len(other)
            and not (borders[at] and others[there])
            and one[at] == other[there]
        ):
            at, there = at + 1, there + 1
        p.a1, p.b1 = at, there
        yield p


def _unequal(a: Reading, b: Reading) -> Iterator[Place]:
    """Where they differ, character by character; what a mark stands between is two places."""
    for op in Levenshtein.opcodes(a.fold, b.fold):
        tag, a0, a1, b0, b1 = op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end
        if tag == "equal":
            continue
        if tag == "replace" and a1 - a0 > 1:
            # Both stretches are of one length.
            apart = b0 - a0
            for at in range(a0 + 1, a1):
                if a.behind_mark(at) or b.behind_mark(at + apart):
                    yield Place(a0, at, b0, at + apart, at - a0)
                    a0, b0 = at, at + apart
        yield Place(a0, a1, b0, b1, max(a1 - a0, b1 - b0))


def _at_edge(a: Reading, b: Reading, p: Place) -> bool:
    """Whether one reading goes on, before or behind, where the other begins or ends."""
    if p.b0 == p.b1:
        return p.b0 == 0 or p.b1 == len(b.fold)
    return p.a0 == p.a1 and p.edits > STRAY and (p.a0 == 0 or p.a1 == len(a.fold))


def places_of(a: Reading, b: Reading) -> list[Place]:
    """Where two readings differ, in order: whole words in alphabets, characters in Han and kana.

    Places that overlap once they are filled up to words, or lie in one word, are one.
    """
    out: list[Place] = []
    for p in _filled(a, b):
        last = out[-1] if out else None
        if (
            last
            and not _at_edge(a, b, p)
            and p.a0 <= last.a1
            and p.b0 <= last.b1
            and (
                p.a0 < last.a1
                or p.b0 < last.b1
                or not (a.border(p.a0) and b.border(p.b0))
                or not _shows_borders((a.fold[p.a0 : p.a1] or b.fold[p.b0 : p.b1])[0])
            )
        ):
            last.a1, last.b1 = max(last.a1, p.a1), max(last.b1, p.b1)
            last.edits += p.edits
        else:
            out.append(p)
    return out


def _shows_borders(char: str) -> bool:
    """Whether neighbours of this script that differ are two words, not two parts of one."""
    return is_spelt(char) and not "\uac00" <= char <= "\ud7a3"


def is_spelt(char: str) -> bool:
    """Whether words of this script are spelt, with borders between them that can be seen."""
    return char < "\u2e80" or "\uac00" <= char <= "\ud7a3"
