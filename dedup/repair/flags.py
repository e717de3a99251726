"""The form of what is only pointed out."""

from dedup.model import Applicability, Edit, Evidence, Span
from dedup.repair.reading import Reading


def flag(
    reading: Reading, span: Span, rule: str, evidence: Evidence, new: str | None = None
) -> Edit:
    """Point at a stretch of the text.

    Args:
        reading: the text.
        span: the stretch.
        rule: the rule that points.
        evidence: the reason.
        new: what may have stood there, if that is known.
    """
    old = reading.of(span)
    return Edit(
        span=span,
        old=old,
        new=old if new is None else new,
        kind="flag",
        rule=rule,
        applicability=Applicability.DISPLAY,
        evidence=(evidence,),
    )
