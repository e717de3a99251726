"""The program on one page: find repeats, mend what stays, choose, apply, check, report."""

from dedup.duplicates import find_repeats
from dedup.edits import apply, choose, invert
from dedup.errors import SelfCheckError
from dedup.excerpt import Excerpt
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
    removals: list[Edit] = []
    clusters: list[Cluster] = []
    if settings.looks_for("remove"):
        clusters, removals = find_repeats(
            document.text,
            similarity=settings.similarity,
            min_chars=settings.min_chars,
            near_blocks=settings.near_blocks,
        )
    gone, _, _ = choose(removals, settings.applies)
    stays = Excerpt(document.text, [edit.span for edit in gone])
    repairs = [
        edit
        for edit in find_repairs(stays, settings.looks_for("join"))
        if settings.looks_for(edit.kind)
    ]
    applied, held, dropped = choose([*removals, *repairs], settings.applies)
    text = apply(document.text, applied)
    if apply(text, invert(applied)) != document.text:
        raise SelfCheckError(f"{document.name}: the edits do not lead back to the original")
    return Report(document, settings, text, applied, held, dropped, tuple(clusters))
