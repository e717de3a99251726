"""Which languages a text is in, by its script and its small words; no model, no dependency.

Each language is given by its commonest function words, which make a third to a half of any text
in an alphabet, and by letters that only a few languages use. Words that several languages share
count for each the less. Chinese, Japanese and Korean are told by their script. The tables were
written from general knowledge.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from dedup.patterns import regex

_WORDS = {
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch "
    "es an er sie hat aus bei wird war wie nach einen um am sind noch einer einem zum über so "
    "durch haben nur oder aber vor bis mehr man sein ihre seine wurde dass daß wenn ich wir zur "
    "eines werden unter gegen vom seiner seinen ihr ihm ihn diese dieser dieses was wo denn da "
    "bey seyn welche welcher welches",
    "en": "the of and to in was is that he it his with for as had her not but at be on she they "
    "him have from by which this were are or their an been has there would when who them what "
    "said we you my all will one so no if into then than its only out up could more some a our "
    "upon these those may shall any such being where us me your do did after before",
    "es": "el la los las de del y que en un una se no por con su sus para es al lo como más pero "
    "le ha era muy sin sobre este esta entre cuando había también fue todo ya yo si porque o a "
    "son han está qué mi me nos les ser desde hasta donde aunque ni esto eso ella él otro fué",
    "fr": "le la les de des du et un une en est que qui dans il elle ne pas au aux sur pour par "
    "se ce cette son sa ses avec plus était je vous nous on mais ou comme leur lui avait sont "
    "sans être même tout fait bien ils dit si à y où cet ces qu'il d'un d'une c'est l'on ont "
    "été leurs dont avoit étoit entre aussi",
    "it": "il la lo gli le di del della dei delle che e un una in non per con si era sono da al "
    "alla nel nella come più ma ha suo sua questo questa anche lui lei i o se è a ed dal "
    "dalla alle ai agli degli dello sul sulla nei nelle cui essere loro ci mi perché quando",
    "la": "et in est non ad ut cum quod qui sed ex per ab si de a quae sunt esse enim quam aut nec "
    "autem hoc eius ac atque ne se te quo quoque neque etiam nam ergo ipse tamen pro eum ita id "
    "sicut quia suum erat eorum omnia eo mihi nobis vel inter ante apud post haec fuit eam illi "
    "qua quibus quorum ejus sive sub deus domini",
    "nl": "de het een en van in is dat op te met voor die niet zijn aan er om ook als maar bij nog "
    "dan naar hij zij haar uit door over werd was had ik wij of tot zo wel geen deze zich den "
    "der heeft worden wordt hebben hun onder tegen men dit wat daar waar veel meer zal kan je",
    "pl": "i w nie na z się do jest to że o jak a za od po przez ale dla był co tym już tak ich "
    "jego są tego było czy też przy tylko która który które ze go jej może pod być oraz nad "
    "będzie we u ma więc bardzo były była kiedy gdy przed jako lub mnie",
    "pt": "o a os as de do da dos das e que em um uma não se por com para no na ao mais como mas "
    "foi ele ela seu sua era também são ou quando muito já há nos até isso pelo pela à às nas "
    "ser está tem seus suas sem sobre entre foram lhe me depois onde qual este esta eu",
    "ru": "и в не на что он с я как а то это по но она к из у его за от так же все ее их был для "
    "мы бы до о было ему при когда уже или ни они быть только была были чтобы него во со если "
    "который нет вы меня мне еще этого",
}
"""Small words by language: what stands in nearly every paragraph."""
SMALL_WORDS = frozenset(word for words in _WORDS.values() for word in words.split())
"""The small words of all these languages."""


def small_words(language: str) -> frozenset[str]:
    """The small words of one language; none for one whose words no alphabet spells."""
    return frozenset(_WORDS.get(language, "").split())


_LETTERS = {
    "de": "äöüß",
    "es": "ñ¿¡áíóú",
    "fr": "éèêàçœùîû",
    "it": "èàòùì",
    "la": "æ",
    "nl": "ĳ",
    "pl": "ąćęłńśźżó",
    "pt": "ãõçáâêóé",
    "ru": "ыэъёѣ",
}
"""Letters that speak for a language, where its words do, too."""

# Latin and Cyrillic letters with their marks; an apostrophe inside.
_LETTER_CLASS = r"[A-Za-zªºÀ-ÖØ-öø-\u024f\u0300-\u036f\u0400-\u052f\u1e00-\u1eff\ufb00-\ufb06]"
_WORD = regex(rf"{_LETTER_CLASS}+(?:['’]{_LETTER_CLASS}+)*")
_HAN = regex(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = regex(r"[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = regex(r"[\uac00-\ud7a3\u1100-\u11ff]")
# A text with more kana than this share of its ideographs is Japanese: names alone bring less.
_KANA_SHARE = 0.1
# An ideograph, kana or Hangul says as much as so many letters of an alphabet.
_WEIGHT = 3
# A language has a share of the text from here on; below, it is a quotation.
_SHARE = 0.15
# The worth of one letter of a language's own, in words.
_LETTER = 0.15
# The worth of a word of one letter, which may be a piece of any.
_SINGLE = 0.4
# A language needs so many words' worth, a hundredth of it in words, so much more than the next...
_LEAST, _AHEAD = 2.0, 1.3
# ...and so great a share of the words: in any of these languages it is a fifth and more.
_OF_WORDS = 0.14
# Polish has a letter of its own in every third word; a list of names that OCR broke into pieces
# like `do`, `to`, `po` has none. So many letters must hold one.
_MARKED = {"pl": frozenset("ąćęłńśźż")}
_UNMARKED = 120
# A long text is read in samples.
_SAMPLE, _SAMPLES = 4_000, 12
# A second alphabet language is looked for in stretches of so many characters, or paragraphs of so
# many: less does not tell.
_STRETCH, _PARAGRAPH = 400, 80


def languages_of(text: str) -> tuple[str, ...]:
    """The languages of a text (ISO 639-1), that of most of it first; () where it does not tell.

    Knows Chinese, Dutch, English, French, German, Italian, Japanese, Korean, Latin, Polish,
    Portuguese, Russian, Spanish. A sentence of some ten words is mostly enough for an alphabet. Of
    a long text twelve stretches are read, so it takes some milliseconds at most.
    """
    sample = _sample(text)
    han = kana = hangul = 0
    if not sample.isascii():
        han, kana, hangul = (len(script.findall(sample)) for script in (_HAN, _KANA, _HANGUL))
    parts: Counter[str] = Counter()
    if kana and kana > _KANA_SHARE * han:
        parts["ja"] = _WEIGHT * (kana + han)
    else:
        parts["zh"] = _WEIGHT * han
    parts["ko"] = _WEIGHT * hangul
    # No word goes beyond its line, so that those of all stretches are those of the sample.
    found: list[str] = []
    for stretch in _stretches(sample):
        words = _WORD.findall(stretch)
        found += words
        language = _language(words, stretch) if words else ""
        if language:
            parts[language] += sum(map(len, words))
    spelt = sum(map(len, found))
    if not parts.keys() & _WORDS.keys():
        language = _language(found, sample) if found else ""
        if language:
            parts[language] += spelt
    letters = spelt + _WEIGHT * (han + kana + hangul)
    return tuple(
        language
        for language, size in sorted(parts.items(), key=lambda kv: (-kv[1], kv[0]))
        if size and size >= _SHARE * letters
    )


def language_of(passage: str, but: Iterable[str] = ()) -> str:
    """The one language of an alphabet that a passage is in; "" where it does not tell.

    Args:
        passage: some words or lines of text.
        but: small words, case-folded, that are not to count.
    """
    return _language(_WORD.findall(passage), passage, but)


def _language(words: Sequence[str], passage: str, but: Iterable[str] = ()) -> str:
    """As `language_of`, of a passage whose words are known."""
    folded = [word.casefold() for word in words]
    if "’" in passage:
        folded = [word.replace("’", "'") for word in folded]
    counts = Counter(folded)
    for word in but:
        del counts[word]
    table = _weights()
    scores: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for word in filter(table.get, counts):
        count = counts[word]
        for language, weight in table[word]:
            # The hundredth "de" says little more than the tenth.
            scores[language] += weight * count**0.75
            hits[language] += count
    if not scores:
        return ""
    if not passage.isascii():
        for char, count in Counter(passage.casefold()).items():
            for language in _letters().get(char, ()):
                if language in scores:
                    scores[language] += _LETTER * count**0.75 / len(_letters()[char])
    (language, first), (_, second) = [*scores.most_common(2), ("", 0.0)][:2]
    marks = _MARKED.get(language)
    if marks and len(passage) > _UNMARKED and marks.isdisjoint(passage.casefold()):
        return ""
    known = first >= _LEAST and first >= _AHEAD * second
    return language if known and hits[language] >= _OF_WORDS * len(words) else ""


@cache
def _weights() -> dict[str, tuple[tuple[str, float], ...]]:
    """For each small word its languages, each with what it is worth there."""
    table: dict[str, list[str]] = {}
    for language, words in _WORDS.items():
        for word in dict.fromkeys(words.split()):
            table.setdefault(word, []).append(language)
    return {
        word: tuple(
            (language, (1.0 if len(word) > 1 else _SINGLE) / len(languages))
            for language in languages
        )
        for word, languages in table.items()
    }


@cache
def _letters() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for language, letters in _LETTERS.items():
        for letter in letters:
            table.setdefault(letter, []).append(language)
    return {letter: tuple(languages) for letter, languages in table.items()}


def _sample(text: str) -> str:
    """The text, or stretches from all over a long one."""
    if len(text) <= _SAMPLE * _SAMPLES:
        return text
    gap = (len(text) - _SAMPLE) // (_SAMPLES - 1)
    return "\n".join(text[k * gap : k * gap + _SAMPLE] for k in range(_SAMPLES))


def _stretches(text: str) -> list[str]:
    """Lines of the text, gathered to stretches that tell their language."""
    found, lines, size = [], [], 0
    for line in text.splitlines():
        lines.append(line)
        size += len(line)
        if size >= (_STRETCH if line and not line.isspace() else _PARAGRAPH):
            found.append("\n".join(lines))
            lines, size = [], 0
    return [*found, "\n".join(lines)] if lines else found
