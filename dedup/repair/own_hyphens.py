"""Which hyphens at a line end are the word's own, whatever lists say of the word without it.

Lists gathered from careless texts hold `estce` and `ктото`. So what grammar joins by a hyphen, and
what no printer divides, is known from tables here: pronouns behind a verb, particles, prefixes,
parts of longer compounds, single capitals, adjectives of two nations or trades.
"""

from dedup.languages import small_words
from dedup.repair.alphabet import Alphabet

# What stands behind a verb, a pronoun or an adverb.
_CLITICS = {
    "fr": "ce ci elle elles en il ils je la là le les leur lui moi même nous on toi tu vous y",
    "pt": "a as lhe lhes la las lo los ma me mo na nas no nos o os se te to vos",
    "ru": "де ка либо нибудь таки то",
}
_ANY_CLITIC = frozenset(word for words in _CLITICS.values() for word in words.split())
_ELIDED = frozenset("lmt")
# What stands before a word.
_PREFIXES = {"en": "ex", "fr": "beau belle ex", "nl": "ex niet non oud", "pl": "eks", "pt": "ex"}
# Numbers behind which another has a hyphen.
_TENS = {
    "en": frozenset(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]),
    "fr": frozenset(["vingt", "trente", "quarante", "cinquante", "soixante"]),
}
# In whatever language: former, and not.
_EVERYWHERE = frozenset({"ex", "non"})
# What stands before some endings alone.
_PO = "по"
_BEHIND_PO = ("ему", "ому", "ски", "цки", "ьи")
_VOWELS = frozenset("aeiouyàáâäæèéêëìíîïòóôöœùúûüąęóаеёиоуыэюяіѣ")
_READ_AS_ONE = {"a": "aeiu", "e": "eiu", "i": "eij", "o": "eiou", "u": "iu"}
# Two vowels that would be read as one: Dutch keeps the parts of a compound apart there.
_CLASHES = {one + two for one, others in _READ_AS_ONE.items() for two in others}
_SHORTEST = 4
_FIRST = 3
# A joined form that is a slip of careless writers is so much rarer than each of its halves.
_RARER = 20


def own_hyphen(words: Alphabet, before: str, left: str, right: str) -> bool | None:
    """Whether the hyphen between two halves is the word's own.

    Args:
        words: the words of the text.
        before: what stands before the left half in the same compound, with its hyphens.
        left: the left half, without elisions.
        right: the right half, up to an apostrophe.

    Returns:
        True if it is, None if it may be and should be left, False if nothing here says so.
    """
    low, next_ = left.casefold(), right.casefold().partition("'")[0].partition("’")[0]
    codes = {lexicon.code for lexicon in words.lexicons}
    if not codes and next_ in _ANY_CLITIC:
        return None
    if len(left) == 1:
        return True if left.isupper() else None
    joined = words.frequency(low + next_)
    rarer = _RARER * joined < min(words.frequency(low), words.frequency(next_))
    if "fr" in codes and next_ in _ELIDED and len(next_) < len(right):
        return True
    if before and rarer:
        return True
    if rarer and any(next_ in _CLITICS.get(code, "").split() for code in codes):
        return True
    if any(low in _PREFIXES.get(code, "").split() for code in codes) and words.is_listed(right):
        return rarer or not joined
    tens = any(low in _TENS.get(code, ()) for code in codes)
    if tens and words.is_listed(right) and (rarer or not joined):
        return True
    if "ru" in codes and low == _PO and next_.endswith(_BEHIND_PO) and rarer:
        return True
    if "de" in codes and low.endswith("sch") and "sch" in next_[-6:] and words.is_listed(left):
        return True
    if joined:
        return False
    if low in _EVERYWHERE:
        return None
    if "nl" in codes and low[-1] + next_[0] in _CLASHES:
        return True
    small = any(next_ in small_words(code) for code in codes)
    if left[0].isupper() and small and words.is_listed(left):
        return None
    if "en" in codes and next_.endswith("ed") and len(low) >= _FIRST and words.is_listed(left):
        return words.is_listed(next_[:-2]) or words.is_listed(next_[:-1])
    linked = low[-1] in "oо" and len(next_) >= _SHORTEST and words.is_listed(right)
    if linked and not words.count(left + right):
        return True if words.is_listed(left) else None
    if not _VOWELS & {*low} and len(low) < _SHORTEST:
        return None
    return False
