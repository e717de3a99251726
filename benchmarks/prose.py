"""The clean prose that is damaged, by language: our own texts here and in `tests/unchanged`."""

from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
UNCHANGED = sorted((ROOT / "tests" / "unchanged").glob("*.txt"))
LANGUAGES = ("zh", "ja", "ko", "en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "la")


@cache
def prose(language: str) -> tuple[str, ...]:
    """The texts in a language."""
    paths = [
        *(ROOT / "benchmarks" / "texts").glob(f"{language}.txt"),
        *(path for path in UNCHANGED if {"prose", language} <= {*path.stem.split("-")}),
    ]
    return tuple(path.read_text(encoding="utf-8") for path in paths)
