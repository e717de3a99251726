"""The program on one page: find repeats, mend what stays, choose, apply, check, report."""

from dedup.edits import apply, choose, invert
from dedup.errors import SelfCheckError
from dedup.model import Document, Edit, Report, Settings


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
    found: list[Edit] = []
    applied, held, dropped = choose(found, settings.applies)
    text = apply(document.text, applied)
    if apply(text, invert(applied)) != document.text:
        raise SelfCheckError(f"{document.name}: the edits do not lead back to the original")
    return Report(document, settings, text, applied, held, dropped)
