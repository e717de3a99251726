"""Latin forms from the dictionary of Whitaker's Words and the endings of any grammar.

DICTFILE.GEN holds records of 180 bytes: four stems of 18 characters, the part of speech, the
declension or conjugation and its variant, the gender, how frequent the word is.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

RECORD, STEM = 180, 18
NOUN, ADJECTIVE, ADVERB, VERB = 1, 4, 6, 7
# What is much rarer than its word: participles of the future, gerundives, superlatives.
RARE = 0.02
# How often a small word, and a form of a word of each frequency, may stand in a billion: very
# frequent to rare. Rarer ones are left out.
SMALL_COUNT = 300_000.0
COUNTS = {1: 30_000.0, 2: 10_000.0, 3: 3_000.0, 4: 1_000.0, 5: 300.0}

ADJECTIVAL = "us a um i ae o am os as orum arum is e".split()
COMPARATIVE = "or us oris ori orem ore ores ora orum oribus".split()
PERSONS, PASSIVE = "m s t mus tis nt".split(), "r ris tur mur mini ntur".split()


def tense(vowel: str, first: str = "m") -> list[str]:
    """The active and passive endings of a tense: `aba` gives abam, abas, ... abantur."""
    return [vowel + (first if end == "m" else end) for end in PERSONS] + [
        vowel + end for end in PASSIVE
    ]


def participle(start: str) -> list[str]:
    """`ans` and its cases, `andus` and its."""
    ends = "ns ntis nti ntem nte ntes ntium ntibus ntia".split()
    return [start + end for end in ends] + [f"{start}nd{end}" for end in ADJECTIVAL]


FUTURE = "o is it imus itis unt or eris itur imur imini untur".split()
PERFECT = (
    "i isti it imus istis erunt ere eram eras erat eramus eratis erant ero eris erit erimus "
    "eritis erint erim issem isses isset issemus issetis issent isse"
).split()
CONTRACTED = "runt sti stis sse rat rant rit rint".split()
SUPINE = [*ADJECTIVAL, "u", *("ur" + end for end in ADJECTIVAL)]
PRESENT_E = [*tense("eba"), *tense("a"), *"es et emus etis ent eris etur emur emini entur".split()]
PRESENT_E += [*participle("e"), "o", "unt", "or", "untur"]
# Endings of the first and second stem of the verbs.
VERBS = {
    (1, 1): (
        ["o", "or"],
        [
            *tense("aba"),
            *("ab" + end for end in FUTURE),
            *tense("are"),
            *tense("e"),
            *participle("a"),
        ]
        + "as at amus atis ant aris atur amur amini antur are ari a ate ato anto".split(),
    ),
    (2, 1): (
        ["eo", "eor"],
        [*tense("eba"), *("eb" + end for end in FUTURE), *tense("ere"), *tense("ea")]
        + [*participle("e")]
        + "es et emus etis ent eris etur emur emini entur ere eri e ete eto ento".split(),
    ),
    (3, 1): (
        [*PRESENT_E, "i"],
        [*tense("ere"), *"is it imus itis eris itur imur imini ere i e ite ito".split()],
    ),
    (3, 4): (
        PRESENT_E,
        [*tense("ire"), *"is it imus itis iris itur imur imini ire iri i ite ito".split()],
    ),
}
NOUNS = {
    (1, 1): ("a", "ae am arum is as a"),
    (1, 6): ("e", "es en ae e am"),
    (1, 7): ("es", "ae en e am arum is as"),
    (1, 8): ("as", "ae an a am arum is as"),
    (2, 1): ("us", "i o um e orum is os"),
    (2, 2): ("um", "i o a orum is"),
    (2, 3): ("", "i o um orum is os"),
    (2, 4): ("us um", "i o um e a orum is os"),
    (2, 6): ("os", "i o on um"),
    (2, 8): ("on", "i o a orum is"),
    (3, 1): ("", "is i em e es um ibus"),
    (3, 2): ("", "is i e a um ibus"),
    (3, 3): ("", "is i em im e es ium ibus"),
    (3, 4): ("", "is i e ia ium ibus"),
    (3, 7): ("", "is os i em a e es as um ibus"),
    (3, 9): ("", "is os i em a e es as um ibus"),
    (4, 1): ("us", "us ui um u uum ibus"),
    (4, 2): ("u", "us u ua uum ibus"),
    (5, 1): ("es", "ei em e es erum ebus"),
}
ADJECTIVES = {
    (1, 1): ("us", " ".join(ADJECTIVAL)),
    (1, 2): ("", " ".join(ADJECTIVAL)),
    (3, 1): ("", "is i em e es a ia um ium ibus"),
    (3, 2): ("is e", "is i em e es ia ium ibus"),
    (3, 3): ("", "is e i em es ia ium ibus"),
}


class Word(NamedTuple):
    """An entry: its stems, what it is, how frequent."""

    stems: tuple[str, ...]
    part: int
    which: tuple[int, int]
    frequency: int


def words(path: Path) -> Iterator[Word]:
    """The entries of the dictionary."""
    data = path.read_bytes()
    for at in range(0, len(data) - RECORD + 1, RECORD):
        record = data[at : at + RECORD]
        stems = tuple(
            record[k * STEM : (k + 1) * STEM].decode("latin-1").strip().replace("zzz", "")
            for k in range(4)
        )
        which = (int.from_bytes(record[76:80], "little"), int.from_bytes(record[80:84], "little"))
        yield Word(stems, record[72], which, record[95])


def forms(word: Word) -> Iterator[tuple[str, bool]]:
    """The forms of a word, and whether they are rare; none where its paradigm is not known."""
    one, two, three, four = word.stems
    if word.part in (NOUN, ADJECTIVE):
        first, rest = (NOUNS if word.part == NOUN else ADJECTIVES).get(word.which, ("", ""))
        if not rest:
            return
        yield from ((one + end, False) for end in first.split() or [""])
        yield from (((two or one) + end, False) for end in rest.split())
        if word.part == ADJECTIVE:
            yield from ((three + end, True) for end in COMPARATIVE if three)
            yield from ((f"{four}m{end}", True) for end in ADJECTIVAL if four)
    elif word.part == VERB:
        first_ends, second_ends = VERBS.get(word.which, ([], []))
        yield from ((one + end, "nd" in end) for end in first_ends if one)
        yield from ((two + end, "nd" in end) for end in second_ends if two)
        yield from ((three + end, False) for end in PERFECT if three)
        if three.endswith(("av", "ev", "iv")):
            yield from ((three[:-1] + end, False) for end in CONTRACTED)
        yield from ((four + end, len(end) > 2 and end.startswith("ur")) for end in SUPINE if four)
    else:
        yield from ((stem, False) for stem in word.stems[: 3 if word.part == ADVERB else 1] if stem)


def counts(folder: Path) -> tuple[dict[str, float], dict[str, str]]:
    """How common each form is thought to be, and how it is written."""
    found: dict[str, float] = {}
    written: dict[str, str] = {}
    path = folder / "usr/share/whitakers-words/DICTFILE.GEN"
    for word in sorted(set(words(path)), key=lambda w: (w.frequency, w.stems)):
        for form, rare in forms(word) if word.frequency in COUNTS else ():
            if form.isalpha() and len(form) > 1:
                count = COUNTS[word.frequency] * (RARE if rare else 1.0)
                found[form.lower()] = max(found.get(form.lower(), 0.0), count)
                written.setdefault(form.lower(), form)
    return found, written
