"""The arm that mends breaks and characters.

Joins of Han and kana come from `breaks`, which asks the witnesses in `witnesses/`, those of words
of alphabets from `hyphens` and `lost_hyphens`; all else from the rules in `rules/`, one a file,
each found by listing the folder.
"""

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from dedup.model import Applicability, Edit
from dedup.parallel import beside
from dedup.repair import rules
from dedup.repair.breaks import find_joins
from dedup.repair.hyphens import find_hyphenated
from dedup.repair.lost_hyphens import find_lost_hyphens
from dedup.repair.reading import Reading

_MENDS = ("script", "space", "punct", "flag")
"""The kinds of edits that rules make."""


_LONGEST = ("folded_mark", "run_together")
"""The rules of Han and of alphabets that take longer than the others together, or find most."""

_Find = Callable[[Reading], Iterable[Edit]]


@cache
def _rules() -> tuple[list[_Find], list[_Find]]:
    """The `find` of every file in `rules/`, by name: of the longest, and of the others."""
    names = sorted(m.name for m in iter_modules(rules.__path__))
    finds = {name: import_module(f"{rules.__name__}.{name}").find for name in names}
    return [finds.pop(name) for name in _LONGEST], [*finds.values()]


def find_breaks(reading: Reading, unwrap: bool = False) -> list[Edit]:
    """The joins of false breaks in the text that stays, as edits of the original.

    Args:
        reading: the text without repeats.
        unwrap: whether every paragraph is put on one line; else lines stay lines.
    """
    hyphenated = [*find_hyphenated(reading, not unwrap)]
    lost = [*find_lost_hyphens(reading, not unwrap)]
    joins = [*find_joins(reading), *hyphenated, *lost]
    if unwrap:
        from dedup.repair.unwrap import find_wrapped  # no other call needs it

        # Where a text does not show that it lost hyphens, two words are two words.
        sure = (edit for edit in lost if edit.applicability is Applicability.SAFE)
        wraps = [*find_wrapped(reading, {edit.span.end for edit in (*hyphenated, *sure)})]
        taken = {edit.span for edit in wraps}
        joins = [*wraps, *(edit for edit in joins if edit.span not in taken)]
    return [edit for join in joins for edit in reading.edits(join)]


def find_mends(reading: Reading, looks_for: Callable[[str], bool]) -> list[Edit]:
    """What the rules find in the text that stays.

    Args:
        reading: the text without repeats and false breaks.
        looks_for: whether a kind of edit is wanted.

    Returns:
        Edits of the original, in no order; they may overlap.
    """
    if not any(map(looks_for, _MENDS)):
        return []

    def found(some: Iterable[_Find]) -> list[Edit]:
        return [
            made
            for rule in some
            for edit in rule(reading)
            if looks_for(edit.kind)
            for made in reading.edits(edit)
        ]

    longest, others = _rules()
    with beside(lambda: found(others), reading.jobs) as rest:
        return found(longest) + rest()
