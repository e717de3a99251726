"""A long document with many edits, made up from a few words."""

import random
import re

from example import SAFE, UNSAFE, report

from dedup.model import Applicability, Edit, Evidence, Report, Span

_WORDS = re.findall(
    r"\S+",
    "the river rose above the old bridge and people left their houses before morning came with "
    "rain on roofs of tin while boats went out to fetch what stood in yards",
)

_SECTION = 50


def large(paragraphs: int = 10_000, size: int = 500) -> Report:
    """A report of one edit a paragraph: joins, spaces made and withheld, and misread copies."""
    drawn = random.Random(1)
    parts: list[str] = []
    edits: list[Edit] = []
    at = 0
    kept, peer = "", Span(0, 0)

    def put(text: str) -> None:
        nonlocal at
        parts.append(text)
        at += len(text)

    def change(
        old: str,
        new: str,
        kind: str,
        note: str,
        safety: Applicability = SAFE,
        to: Span | None = None,
    ) -> None:
        evidence = (Evidence("seen", 0.9, note, to),)
        span = Span(at, at + len(old))
        edits.append(Edit(span, old, new, kind, "by-hand", safety, evidence))
        put(old)

    for k in range(paragraphs):
        if k % _SECTION == 0:
            put(f"Heading number {k} of the day\n\n")
        text = " ".join(drawn.choices(_WORDS, k=size // 5)).capitalize() + "."
        middle = text.index(" ", len(text) // 2)
        if k % 4 == 0 and kept:
            copy = kept.replace("bridge", "brigde", 1) + "\n\n"
            change(copy, "", "remove", f"repeats paragraph {k - 1}", SAFE, peer)
        elif k % 4 == 3:
            put(text[:middle])
            safety = UNSAFE if k % 8 == 3 else SAFE
            change("  ", " ", "space", "two blanks", safety)
            put(text[middle + 1 :] + "\n\n")
        else:
            start = at
            put(text[:middle])
            change("\n\n", " ", "join", "no sentence end at the break")
            put(text[middle + 1 :])
            kept, peer = f"{text[:middle]}\n\n{text[middle + 1 :]}", Span(start, at)
            put("\n\n")
    return report("".join(parts), *edits)
