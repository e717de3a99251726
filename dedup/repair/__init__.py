"""The arm that mends breaks and characters.

Joins come from `breaks`, which asks the witnesses in `witnesses/`; all else from the rules in
`rules/`, one a file, each found by listing the folder.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from dedup.excerpt import Excerpt
from dedup.model import Edit
from dedup.repair import rules
from dedup.repair.breaks import find_joins
from dedup.repair.reading import Reading


@cache
def _rules() -> tuple[Callable[[Reading], Iterable[Edit]], ...]:
    """The `find` of every file in `rules/`, by name."""
    names = sorted(m.name for m in iter_modules(rules.__path__))
    return tuple(import_module(f"{rules.__name__}.{name}").find for name in names)


def find_repairs(stays: Excerpt, joins: bool = True) -> Iterator[Edit]:
    """What is to be mended in the text that stays when the repeats are gone.

    Args:
        stays: that text.
        joins: whether false breaks are looked for too.

    Yields:
        Edits of the original text, in no order; they may overlap.
    """
    reading = Reading(stays)
    found = [edit for rule in _rules() for edit in rule(reading)]
    if joins:
        found += find_joins(reading)
    for edit in found:
        yield from stays.edits(edit)
