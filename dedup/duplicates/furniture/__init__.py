"""Page furniture: running heads and feet, and page numbers, that stand between the pages' text.

A line that comes back with a number that goes up is a chapter's as often as a page's. So it is
furniture only where its place says so too: it breaks into sentences, it stands last on its page, or
it names the page; and even then two kinds of evidence are needed. It is never removed unasked.
"""

from dedup.duplicates.furniture.heads import find_heads
from dedup.duplicates.furniture.rows import Rows
from dedup.excerpt import Excerpt
from dedup.model import Applicability, Edit

_LEAST_TEXT = 300
"""A shorter text has no three pages."""


def find_furniture(stays: Excerpt) -> list[Edit]:
    """Find the running heads and feet and the page numbers of a text of several pages.

    Linear in the text. All edits are withheld, and those of one template are one decision.

    Args:
        stays: the text that stays.

    Returns:
        An edit for each line, in terms of the original, sorted; they do not overlap.
    """
    if len(stays.text) < _LEAST_TEXT:
        return []
    rows = Rows(stays.text)
    head_of = {row: head for head in find_heads(rows) for row in head.rows}
    found: list[Edit] = []
    for row, span in rows.with_separators(head_of):
        head = head_of[row]
        edit = Edit(
            span=span,
            old=span.of(stays.text),
            new="",
            kind="furniture",
            rule="page-furniture",
            applicability=Applicability.UNSAFE,
            evidence=head.evidence,
            group=f"page-furniture@{stays.place(rows.span(head.rows[0]).start)}",
        )
        found += stays.edits(edit)
    return found
