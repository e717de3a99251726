"""Small words of some languages: to tell which one a passage is in, and what is never doubled.

Written from general knowledge; each list holds what stands in nearly every paragraph.
"""

from collections.abc import Iterable

from dedup.patterns import regex

_WORD = regex(r"[^\W\d_]+")

_SMALL_WORDS = {
    "en": "the of and to in was is that he it his with for as had her not but at be on she they "
    "him have from by which this were are or their an been has there would when who them what "
    "said we you i my all will one so no if into then than a its only out up could more some",
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch "
    "es an er sie hat aus bei wird war wie nach einen um am sind noch einer einem zum über so "
    "durch haben nur oder aber vor bis mehr man sein ihre seine wurde dass daß wenn ich wir",
    "fr": "le la les de des du et un une en est que qui dans il elle ne pas au aux sur pour par "
    "se ce cette son sa ses avec plus était je vous nous on mais ou comme leur lui avait sont "
    "sans être même tout fait bien ils dit si à y où",
    "es": "el la los las de del y que en un una se no por con su sus para es al lo como más pero "
    "le ha era muy sin sobre este esta entre cuando había también fue todo ya yo si porque o a",
    "it": "il la lo gli le di del della dei delle che e un una in non per con si era sono da al "
    "alla nel nella come più ma ha suo sua questo questa anche lui lei i o se è a ed dal",
    "pt": "o a os as de do da dos das e que em um uma não se por com para no na ao mais como mas "
    "foi ele ela seu sua era também são ou quando muito já há nos até isso pelo pela",
    "nl": "de het een en van in is dat op te met voor die niet zijn aan er om ook als maar bij nog "
    "dan naar hij zij haar uit door over werd was had ik wij of tot zo wel geen deze",
    "ru": "и в не на что он с я как а то это по но она к из у его за от так же все ее их был для "
    "мы бы до о было ему при когда уже или ни",
}
_BY_LANGUAGE = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
SMALL_WORDS: frozenset[str] = frozenset().union(*_BY_LANGUAGE.values())
"""The small words of all these languages."""


# Small words of a passage that speak for its language, and how far ahead of the next it must be.
_LEAST = 3
_AHEAD = 1.5


def language_of(passage: str, but: Iterable[str] = ()) -> str:
    """The language that a passage is in, by its small words; "" where they do not tell.

    Args:
        passage: some lines of text.
        but: words that are not to count.
    """
    words = set(map(str.casefold, _WORD.findall(passage))) - set(but)
    counts = sorted(((len(words & small), name) for name, small in _BY_LANGUAGE.items()))
    (second, _), (first, language) = counts[-2:]
    return language if first >= _LEAST and first >= _AHEAD * second else ""
