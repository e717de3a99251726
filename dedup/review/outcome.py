"""The report that decisions make of a report: what is taken is made, all the rest is told."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dedup.edits import apply, invert
from dedup.errors import SelfCheckError
from dedup.model import Dropped, Edit, Report
from dedup.review.items import Part
from dedup.review.session import Session

LEFT = "left in review"
OPEN = "not decided in review"


def outcome(session: Session) -> Report:
    """The report of a review, with the edits made that were taken.

    What was left is dropped, with that for the reason. Withheld edits that are open stay withheld;
    sure ones that are open are dropped, since nobody has taken them.
    """
    held: list[Edit] = []
    dropped = list(session.report.dropped)
    for item in session.items:
        answer = session.answer_to(item)
        for key, edit in zip(item.keys, item.edits, strict=True):
            if session.made_of(key) is not None:
                continue
            if answer is None and item.part is not Part.SURE:
                held.append(edit)
            else:
                dropped.append(Dropped(edit, OPEN if answer is None else LEFT))
    return revised(session.report, session.taken(), held, dropped)


def revised(
    report: Report, applied: Sequence[Edit], held: Iterable[Edit], dropped: Iterable[Dropped]
) -> Report:
    """A report with other decisions on what was found.

    Args:
        report: what was found.
        applied: the edits to make, disjoint, sorted by span.
        held: those to show and not to make.
        dropped: the others, with the reason.

    Raises:
        SelfCheckError: the edits would not lead back to the original.
    """
    text = apply(report.document.text, applied)
    if apply(text, invert(applied)) != report.document.text:
        raise SelfCheckError(f"{report.document.name}: the edits do not lead back to the original")
    return replace(
        report,
        text=text,
        applied=tuple(applied),
        held=tuple(sorted(held, key=lambda edit: edit.span)),
        dropped=tuple(sorted(dropped, key=lambda each: each.edit.span)),
    )
