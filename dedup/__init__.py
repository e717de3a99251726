r"""Remove repeated passages and mend OCR damage; show every change with its reason.

    >>> from dedup import clean
    >>> clean("新铁路是铁\n\n路。").text
    '新铁路是铁路。'

The names below are loaded when first used, so that `dedup --version` imports nothing else.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from dedup.errors import DecodeError, DedupError
    from dedup.model import (
        Applicability,
        Cluster,
        Document,
        Dropped,
        Edit,
        Evidence,
        Report,
        Settings,
        Span,
    )
    from dedup.pipeline import clean

_HOMES = {
    "clean": "dedup.pipeline",
    "Applicability": "dedup.model",
    "Cluster": "dedup.model",
    "Document": "dedup.model",
    "Dropped": "dedup.model",
    "Edit": "dedup.model",
    "Evidence": "dedup.model",
    "Report": "dedup.model",
    "Settings": "dedup.model",
    "Span": "dedup.model",
    "DecodeError": "dedup.errors",
    "DedupError": "dedup.errors",
}

__all__ = [
    "Applicability",
    "Cluster",
    "DecodeError",
    "DedupError",
    "Document",
    "Dropped",
    "Edit",
    "Evidence",
    "Report",
    "Settings",
    "Span",
    "__version__",
    "clean",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its home the first time that it is asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'dedup' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
