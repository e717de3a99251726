"""The keys of a review, in words: for its prompt, its help and the documentation."""

from dedup.reports.wrap import Piece, Row, wrap

KEYS = (
    ("y", "take this edit"),
    ("n", "leave the text as it is"),
    ("a", "take this and all later ones that are as sure as this"),
    ("d", "leave this and all later ones that are as sure as this"),
    ("A", "take all of this rule"),
    ("D", "leave all of this rule"),
    ("g", "go to an edit by its number"),
    ("/", "go to an edit by text on its line"),
    ("j J", "next open edit (also the arrow down); next edit"),
    ("k K", "previous open edit (also the arrow up); previous edit"),
    ("s", "split a removal of several paragraphs, or a decision on many edits"),
    ("e", "edit the outcome, in $VISUAL or $EDITOR"),
    ("v", "show the texts whole"),
    ("w", "why: all the evidence"),
    ("u", "take back the last answer"),
    ("q", "stop; the answers are saved, and nothing is written"),
    ("?", "this help"),
)
"""The keys, each with what it does."""

FINAL_KEYS = (
    ("y", "write them to the file"),
    ("n", "write nothing; the answers are saved (also Enter)"),
    ("o", "write the text to another file"),
    ("k", "go back to the last edit"),
    ("u", "take back the last answer"),
    ("?", "this help"),
)

ASKED = {
    "remove": "Remove this?",
    "furniture": "Remove this?",
    "join": "Join this?",
    "flag": "Only pointed out: n goes on, e edits.",
}
"""What is asked of an edit of a kind; `Change this?` of any other."""


def help_rows(keys: tuple[tuple[str, str], ...], width: int) -> list[Row]:
    """The keys, one below the other."""
    rows: list[Row] = []
    for key, what in keys:
        wrapped = wrap([Piece(what)], width - 5)
        rows += ([Piece(f"{key if k == 0 else '':<5}"), *row] for k, row in enumerate(wrapped))
    return rows
