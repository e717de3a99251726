"""The sections of a report: under which heading of the text a change stands."""

from dedup.excerpt import Excerpt
from dedup.layout import Role, lines
from dedup.model import Report, Span


def headings(report: Report) -> list[Span]:
    """The spans of the lines that look like headings where the edits are made, in order."""
    gone = (edit.span for edit in report.applied if not edit.new.strip())
    stays = Excerpt(report.document.text, gone)
    return [stays.span(line.span) for line in lines(stays.text) if line.role is Role.HEADING]
