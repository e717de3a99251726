"""The arm that mends breaks and characters.

Joins come from `breaks`, which asks the witnesses in `witnesses/`; all else from the rules in
`rules/`, one a file, each found by listing the folder.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from dedup.excerpt import Excerpt
from dedup.model import Applicability, Edit
from dedup.repair import rules
from dedup.repair.breaks import find_joins
from dedup.repair.reading import Reading


@cache
def _rules() -> tuple[Callable[[Reading], Iterable[Edit]], ...]:
    """The `find` of every file in `rules/`, by name."""
    names = sorted(m.name for m in iter_modules(rules.__path__))
    return tuple(import_module(f"{rules.__name__}.{name}").find for name in names)


def find_repairs(stays: Excerpt, wants_joins: bool = True) -> Iterator[Edit]:
    """What is to be mended in the text that stays when the repeats are gone.

    False breaks come first, round by round, each reading the text as the last one joined it: a
    joined line may vouch for the next. The rules then read the text without any sure false break.
    So cleaning the result again finds nothing new.

    Args:
        stays: that text.
        wants_joins: whether false breaks are to be joined.

    Yields:
        Edits of the original text, in no order; they may overlap.
    """
    reading = Reading(stays)
    while wants_joins:
        found = [(join.applicability, list(stays.edits(join))) for join in find_joins(reading)]
        sure = [edit for how, edits in found if how is Applicability.SAFE for edit in edits]
        if not sure:
            yield from (edit for _, edits in found for edit in edits)
            break
        yield from sure
        stays = stays.without(edit.span for edit in sure)
        reading = Reading(stays)
    for rule in _rules():
        for edit in rule(reading):
            yield from stays.edits(edit)
