"""Words made of listed words: behind an elision, with hyphens, German and Dutch compounds."""

from math import log

from dedup.lexicon import Case, Lexicon
from dedup.spelling import folder

_LINKS: dict[str, tuple[str, ...]] = {
    "de": ("", "s", "es", "n", "en", "er", "-"),
    "nl": ("", "s", "e", "en", "-"),
}
# The languages whose lists tell nouns by their capital.
_CAPITAL_NOUNS = frozenset({"de"})
# The parts of a compound: this long, and those shorter than a long one more common in a million.
_PART, _LONG_PART = 3, 5
_COMMON, _RARE = 5.0, 0.1
_MILLION = 1e6

_SHORT = {
    "fr": "l d j m t s n c qu jusqu lorsqu puisqu quoiqu entr presqu",
    "it": "l un d c s t m v n all dall dell nell sull coll quell quest bell sant dev anch com cos "
    "dov tutt mezz grand senz gl degl agl",
}
_ELIDED = {language: frozenset(words.split()) for language, words in _SHORT.items()}
_ENCLITIC = {
    "en": frozenset({"s", "ll", "ve", "re", "d", "m", "t"}),
    "nl": frozenset({"s"}),
    "de": frozenset({"s"}),
}
_LATIN_ENCLITIC = "que"


def knows(lexicon: Lexicon, word: str) -> bool:
    """Whether this is a word as it stands in a text: listed, also behind an elision.

    `l'homme`, `dell'arte`, `the people's` are known where their last or first part is listed,
    `after-dinner` where all parts are.
    """
    if word in lexicon:
        return True
    parts = without_clitics(word, lexicon.code).split("-")
    return parts != [word] and all(parts) and min(lexicon.log_frequencies(parts)) >= 0


def compound(lexicon: Lexicon, word: str) -> tuple[str, ...]:
    """The two listed words that a German or Dutch compound is made of; () if it is none.

    Both must be nouns where the list tells nouns by their capital, both have three letters or
    more, and short ones be common: two neighbours that lost their space are mostly none
    (`dermann`), but not always (`kleineschule`). So whoever asks needs another reason.
    """
    links, fold = _LINKS.get(lexicon.code, ()), folder(lexicon.code)
    if fold is None or not links:
        return ()
    word = fold(word)
    splits = [
        (word[: at - len(link)], word[at:])
        for at in range(_PART, len(word) - _PART + 1)
        for link in links
        if word.endswith(link, 0, at) and at - len(link) >= _PART
    ]
    parts = sorted({part for split in splits for part in split})
    logs = dict(zip(parts, lexicon.log_frequencies(parts), strict=True))
    least = log(lexicon.total / _MILLION)

    def good(part: str) -> bool:
        bound = _COMMON if len(part) < _LONG_PART else _RARE
        if logs[part] < least + log(bound):
            return False
        return lexicon.code not in _CAPITAL_NOUNS or Case.TITLE in lexicon.cases(part)

    best = [(min(logs[a], logs[b]), a, b) for a, b in splits if good(a) and good(b)]
    return max(best)[1:] if best else ()


def without_clitics(word: str, code: str) -> str:
    """A word without the elided word before it, or the short one behind its apostrophe.

    `l'homme` is homme in French, `people's` people in English, `populusque` populus in Latin;
    others stay as they are.
    """
    if code == "la":
        return word.removesuffix(_LATIN_ENCLITIC)
    before, mark, after = word.replace("’", "'").partition("'")
    if not mark or not before or not after:
        return word
    if before.casefold() in _ELIDED.get(code, frozenset()):
        return after
    if after.casefold() in _ENCLITIC.get(code, frozenset()):
        return before
    return word
