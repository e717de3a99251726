"""The report as one HTML page that needs nothing else: no network, and no script to be read."""

from dedup.reports.html.page import to_html

__all__ = ["to_html"]
