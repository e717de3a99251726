"""What a run comes to, in numbers that can be added up."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

NAMED = 20
"""So many documents, and clusters, are named in a summary."""


class Counts(NamedTuple):
    """Numbers of documents and of code points.

    Attributes:
        documents: that were read.
        changed: of them, whose text is another now.
        emptied: of which nothing is left.
        halved: that lost more than half, those that were emptied left out.
        size: code points that were read.
        left: that are left.
        found: for each kind and status of the report `[kind, status, rows, code points]`.
        most_lost: ids of those that lost more than half, with what was read and what is left; those
            that lost most first.
        losses: how many documents lost nothing, up to a tenth, up to two tenths, and so on to all.
        first_emptied: ids of emptied documents in the order of the corpus.
    """

    documents: int = 0
    changed: int = 0
    emptied: int = 0
    halved: int = 0
    size: int = 0
    left: int = 0
    found: tuple[tuple[str, str, int, int], ...] = ()
    most_lost: tuple[tuple[str, int, int], ...] = ()
    first_emptied: tuple[str, ...] = ()
    losses: tuple[int, ...] = (0,) * 11


def added(parts: Iterable[dict[str, Any]]) -> Counts:
    """Numbers of parts of a corpus, in its order, added up."""
    each = [Counts(**part) for part in parts]
    rows, sizes = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for part in each:
        for kind, status, count, size in part.found:
            rows[kind, status] += count
            sizes[kind, status] += size
    lost = [(name, size, left) for part in each for name, size, left in part.most_lost]
    return Counts(
        documents=sum(part.documents for part in each),
        changed=sum(part.changed for part in each),
        emptied=sum(part.emptied for part in each),
        halved=sum(part.halved for part in each),
        size=sum(part.size for part in each),
        left=sum(part.left for part in each),
        found=tuple((*key, rows[key], sizes[key]) for key in sorted(rows)),
        most_lost=tuple(sorted(lost, key=lambda row: row[2] - row[1])[:NAMED]),
        first_emptied=tuple(name for part in each for name in part.first_emptied)[:NAMED],
        losses=tuple(map(sum, zip((0,) * 11, *(part.losses for part in each), strict=True))),
    )
