"""Which modules of dedup can be loaded here."""

from importlib.util import find_spec


def can_be_imported(name: str) -> bool:
    """Whether what a module needs is installed: pyspark is an extra that few tests ask for."""
    return not name.startswith("dedup.corpus.spark") or find_spec("pyspark") is not None
