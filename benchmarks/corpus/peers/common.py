"""What every peer needs: read the documents, cut them into units, write what stays."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

PARAGRAPH = "\n\n"
SHINGLE = 5
"""Words, or characters, of a shingle: what the peers' own examples have."""


class Unit(NamedTuple):
    """What is kept or removed: a document, or a paragraph of one."""

    document: str
    text: str


Decide = Callable[[list[Unit], str], Iterable[int]]
"""Which units to remove, by their place; the second argument is `words` or `characters`."""


def run(decide: Decide) -> None:
    """Read the units, let `decide` name those to remove, write the rest."""
    setting, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    unit, _, by = setting.partition(":")
    units = list(_units(source, unit))
    gone = set(decide(units, by))
    left: dict[str, list[str]] = {each.document: [] for each in units}
    whole = {units[k].document for k in gone} if unit == "documents" else set()
    for k, each in enumerate(units):
        if k not in gone:
            left[each.document].append(each.text)
    with target.open("w", encoding="utf-8") as file:
        for name, texts in left.items():
            if name not in whole:
                row = {"id": name, "text": PARAGRAPH.join(texts)}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _units(source: Path, unit: str) -> Iterator[Unit]:
    with source.open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            parts = row["text"].split(PARAGRAPH) if unit == "paragraphs" else [row["text"]]
            yield from (Unit(row["id"], part) for part in parts)


def shingles(text: str, by: str) -> list[str]:
    """The words, or characters, of a text, five at a time."""
    if by == "characters":
        return [text[k : k + SHINGLE] for k in range(max(1, len(text) - SHINGLE + 1))]
    words = text.lower().split()
    return [" ".join(words[k : k + SHINGLE]) for k in range(max(1, len(words) - SHINGLE + 1))]


def spaced(text: str, by: str) -> str:
    """A text for a tool that cuts at white space, so that its words are what is compared."""
    return " ".join("".join(text.split())) if by == "characters" else text


def write_units(path: Path, units: list[Unit], by: str) -> None:
    """Write units as JSON Lines; the id is the place."""
    with path.open("w", encoding="utf-8") as file:
        for k, each in enumerate(units):
            row = {"id": str(k), "text": spaced(each.text, by)}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
