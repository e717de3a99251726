"""Read the dictionaries of single packages: their entries as groups of forms."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lexicon_sources import hunspell
from lexicon_sources.build import Entries

ROSAENLG = ("words", "verbs", "adjectives")
NOT_FORMS = ("G", "hasPrefix")


def scowl(folder: Path) -> Entries:
    """English words and names of SCOWL, up to the size of a large dictionary."""
    kinds = {"words": 70, "upper": 70, "proper-names": 70, "contractions": 50}
    spellings = ("english", "american", "british", "british_z", "canadian")
    variants = ("variant_1", "variant_2", "british_variant_1", "british_variant_2")
    for path in sorted((folder / "usr/share/dict/scowl").iterdir()):
        region, _, kind = path.stem.partition("-")
        size = int(path.suffix[1:])
        if region in spellings + variants and size <= kinds.get(kind, 0):
            for word in path.read_text(encoding="latin-1").split():
                # Short words of the larger lists are rarer than the pieces that look like them.
                yield [word], len(word) > 4 and size <= 60


def rosaenlg(folder: Path, language: str) -> Entries:
    """German or Italian words as the dictionaries of RosaeNLG have them: trees of forms."""
    for kind in ROSAENLG:
        path = folder / f"{language}-{kind}-dict" / "dist" / f"{kind}.json"
        for lemma, tree in json.loads(path.read_text(encoding="utf-8")).items():
            yield [lemma, *_leaves(tree), *_joined(lemma, tree)], True


def _leaves(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, list):
        for branch in tree if len(tree) < 2 or len(str(tree[1])) > 7 else tree[:1]:
            yield from _leaves(branch)
    elif isinstance(tree, dict):
        for key, branch in tree.items():
            if key not in NOT_FORMS:
                yield from _leaves(branch)


def _joined(lemma: str, tree: Any) -> Iterator[str]:
    """The forms of a separable verb as one word: `ablehnt` of `lehnt ab`, `abzulehnen`."""
    if isinstance(tree, dict):
        for key, branch in tree.items():
            if key not in NOT_FORMS:
                yield from _joined(lemma, branch)
    elif isinstance(tree, list) and len(tree) == 2 and lemma.startswith(str(tree[1])):
        yield f"{tree[1]}{tree[0]}"
        yield f"{tree[1]}zu{lemma[len(tree[1]) :]}"


def dictionary(folder: Path, whole: bool = True) -> Entries:
    """A hunspell dictionary; of one that is not `whole` only the forms that were counted."""
    for _, forms in hunspell.entries(folder):
        yield forms, whole
