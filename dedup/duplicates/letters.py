"""What of the characters of a word counts."""

import unicodedata


def has_figures(word: str) -> bool:
    """Whether figures stand in a word."""
    return not (word.isascii() and word.isalpha()) and any(map(str.isnumeric, word))


def unaccented(word: str) -> str:
    """A word without the marks on its letters."""
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def digits_of(text: str) -> str:
    """The digits of a word."""
    return "".join(filter(str.isdigit, text))


def size_of(text: str) -> int:
    """Characters, marks that belong to them not counted."""
    return len(text) if len(text) == 1 else sum(not unicodedata.combining(c) for c in text)


def are_plain(one: str, other: str) -> bool:
    """Whether two stretches are letters of ASCII, with no figure, mark or accent among them."""
    return one.isalpha() and one.isascii() and other.isalpha() and other.isascii() and one != other
