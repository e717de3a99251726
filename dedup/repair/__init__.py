"""The arm that mends breaks and characters.

Joins come from `breaks`, which asks the witnesses in `witnesses/`; all else from the rules in
`rules/`, one a file, each found by listing the folder.
"""

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from dedup.excerpt import Excerpt
from dedup.layout import Role
from dedup.model import Applicability, Edit, Span
from dedup.repair import rules
from dedup.repair.breaks import find_joins
from dedup.repair.reading import Reading


@cache
def _rules() -> tuple[Callable[[Reading], Iterable[Edit]], ...]:
    """The `find` of every file in `rules/`, by name."""
    names = sorted(m.name for m in iter_modules(rules.__path__))
    return tuple(import_module(f"{rules.__name__}.{name}").find for name in names)


def find_repairs(
    stays: Excerpt, looks_for: Callable[[str], bool]
) -> tuple[list[Edit], tuple[Span, ...]]:
    """What is to be mended in the text that stays when the repeats are gone.

    False breaks come first, round by round, each reading the text as the last one joined it: a
    joined line may vouch for the next. The rules then read the text without any sure false break.
    So cleaning the result again finds nothing new.

    Args:
        stays: that text.
        looks_for: whether a kind of edit is wanted.

    Returns:
        Edits of the original text, in no order; they may overlap. And the headings of the text.
    """
    reading = Reading(stays)
    edits: list[Edit] = []
    while looks_for("join"):
        joins = list(find_joins(reading))
        sure = [j for j in joins if j.applicability is Applicability.SAFE]
        made = [edit for join in sure or joins for edit in stays.edits(join)]
        edits += made
        if not sure:
            break
        stays = stays.without(edit.span for edit in made)
        reading = Reading(stays)
    edits += (
        made
        for rule in _rules()
        for edit in rule(reading)
        if looks_for(edit.kind)
        for made in stays.edits(edit)
    )
    headings = (line.span for line in reading.lines if line.role is Role.HEADING)
    return edits, tuple(stays.span(span) for span in headings)
