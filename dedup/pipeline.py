"""The program on one page: find repeats, mend what stays, choose, apply, check, report."""

from dedup.duplicates import find_repeats
from dedup.edits import apply, choose, invert
from dedup.errors import SelfCheckError
from dedup.excerpt import Excerpt
from dedup.keep import Keep
from dedup.model import Cluster, Document, Edit, Report, Settings
from dedup.repair import find_repairs


def clean(source: str | Document, settings: Settings | None = None) -> Report:
    """Clean one text.

    Args:
        source: the text, or a decoded document.
        settings: thresholds and choices; the defaults where None.

    Returns:
        The report: `.text` is the cleaned text, `.edits` what was changed and why.

    Raises:
        SelfCheckError: the edits would not lead back to the original. That is a bug in dedup.
    """
    document = source if isinstance(source, Document) else Document("<text>", source)
    settings = settings or Settings()
    keep = Keep(document.text, settings.keep)

    clusters, found = _repeats(document.text, settings)
    removals, kept = keep.sort(found)
    gone = choose(removals, settings.applies)[0]

    # Repair reads what stays: what a removed copy says is no evidence for anything.
    stays = Excerpt(document.text, [edit.span for edit in gone])
    repairs, headings = find_repairs(stays, settings.looks_for)
    mends, kept_too = keep.sort(repairs)

    applied, held, dropped = choose([*removals, *mends], settings.applies)
    text = apply(document.text, applied)
    if apply(text, invert(applied)) != document.text:
        raise SelfCheckError(f"{document.name}: the edits do not lead back to the original")
    return Report(
        document=document,
        settings=settings,
        text=text,
        applied=applied,
        held=held,
        dropped=tuple(sorted([*dropped, *kept, *kept_too], key=lambda d: d.edit.span)),
        clusters=tuple(clusters),
        headings=headings,
    )


def _repeats(text: str, settings: Settings) -> tuple[list[Cluster], list[Edit]]:
    if not settings.looks_for("remove"):
        return [], []
    return find_repeats(
        text,
        similarity=settings.similarity,
        min_chars=settings.min_chars,
        near_blocks=settings.near_blocks,
    )
