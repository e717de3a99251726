"""What is done in a review, as values that JSON can hold.

::

    {"do": "take", "edits": [key, …]}    these edits are to be made
    {"do": "leave", "edits": [key, …]}   these are not
    {"do": "reword", "edit": key, "span": [start, end], "new": text}
    {"do": "split", "edits": [key, …]}   the decision on these edits is taken apart
    {"do": "back"}                       the last event that is not taken back already is

A key names an edit by its place, rule and outcome (`items.key_of`).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from dedup.review.items import Item

Event = Mapping[str, Any]


def answering(items: Iterable[Item], take: bool) -> Event:
    """The answer to some decisions."""
    return {"do": "take" if take else "leave", "edits": [key for it in items for key in it.keys]}


def named_in(event: Event) -> list[str]:
    """The keys of the edits that an event is about."""
    return [str(event["edit"])] if "edit" in event else [str(key) for key in event["edits"]]
