"""Which hyphens are a word's own, by a table, whatever lists say of the word without it."""

import pytest

from dedup.lexicon import load
from dedup.repair.alphabet import Alphabet
from dedup.repair.own_hyphens import own_hyphen
from dedup.wordlist import Frequencies

# language: (own, to be left, nothing known)
TABLE = {
    "fr": (
        ["Est-ce", "Va-t'en", "celui-ci", "répondit-elle", "belle-mère", "vingt-deux"],
        [],
        ["espè-ce", "poli-ce", "mai-son", "vingt-aine", "quarant-aine"],
    ),
    "pt": (["disse-lhe", "respondeu-lhe"], [], ["pe-lo", "por-ta"]),
    "ru": (["кто-то", "всё-таки", "по-моему", "физико-математик"], [], ["мес-то", "по-тому"]),
    "de": (["S-Bahn", "deutsch-französische"], [], ["Wirt-schaft", "Ent-wicklung"]),
    "nl": (["zee-eend", "mede-eigenaar"], [], ["ont-wikkeling"]),
    "en": (
        ["good-natured", "T-shirt", "twenty-one", "seventy-live"],
        ["a-bout"],
        ["develop-ment", "devel-oped", "thirty-fvie"],
    ),
    "pl": (["czesko-polskiego"], [], ["roz-wój"]),
}


def rows(part: int) -> list[tuple[str, str]]:
    return [(language, word) for language, parts in TABLE.items() for word in parts[part]]


def judged(language: str, word: str, before: str = "") -> bool | None:
    left, _, right = word.partition("-")
    return own_hyphen(Alphabet("", Frequencies([load(language)])), before, left, right)


@pytest.mark.parametrize(("language", "word"), rows(0))
def test_its_own(language: str, word: str) -> None:
    assert judged(language, word) is True


@pytest.mark.parametrize(("language", "word"), rows(1))
def test_to_be_left(language: str, word: str) -> None:
    assert judged(language, word) is None


@pytest.mark.parametrize(("language", "word"), rows(2))
def test_nothing_known(language: str, word: str) -> None:
    assert judged(language, word) is False


def test_parts_of_longer_compounds() -> None:
    assert judged("en", "in-law", "sister") is True
    assert judged("en", "devel-oped", "well") is False
