"""Choose the words of a list from a dictionary's forms and counted words."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from unicodedata import normalize

from dedup.lexicon import Case, Lexicon
from dedup.spelling import folder

Entries = Iterable[tuple[Iterable[str], bool]]
"""The forms of each entry, and whether forms that were never counted may be taken, too."""

BILLION = 1e9
# What a dictionary has and nobody counted: less than the rarest that was (ten in a billion).
UNSEEN = 3.0
# An old spelling of a word: so much rarer.
OLD = 0.02
# Counted words that no dictionary has are mostly names; rarer and shorter ones mostly slips.
NAME_COUNT, NAME_LENGTH = 300.0, 5
# ...and what begins or ends so many words is a piece of them.
PIECE_OF = 25
STEP = 0.5
# What has none is an abbreviation; those that are wanted are our own.
VOWELS = frozenset("aeiouyæœøĳаеиоуыэюяіѣѵ")


def is_plain(word: str) -> bool:
    """Whether a word is made of letters, a vowel among them, and perhaps an apostrophe inside."""
    if not word.replace("'", "").isalpha() or word[0] == "'" or word[-1] == "'":
        return False
    return any(letter in VOWELS for letter in normalize("NFD", word.lower()))


def few(ordered: list[str], start: str) -> bool:
    """Whether few words, sorted, begin so."""
    at = bisect_left(ordered, start)
    return not ordered[at + PIECE_OF : at + PIECE_OF + 1] or not ordered[at + PIECE_OF].startswith(
        start
    )


def read_extra(path: Path) -> tuple[list[str], set[str]]:
    """Our own words, some a line: those to add, and, behind a hyphen, those to leave out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    own = [word for line in lines if not line.startswith("#") for word in line.split()]
    return [w for w in own if w[0] != "-"], {w[1:] for w in own if w[0] == "-"}


def build(
    code: str,
    entries: Entries,
    frequencies: Mapping[str, float],
    size: int,
    extra: Path,
    old: Callable[[str], Iterable[str]] = lambda _: (),
) -> Lexicon:
    """A list of at most `size` words.

    The forms that were counted first, then names that were, then the other forms of the words
    that are common. `extra` is what `read_extra` reads; `old` gives the old
    spellings of a folded word.
    """
    fold = folder(code) or str
    added, banned = read_extra(extra)
    banned = {*map(fold, banned)}
    own = {*map(fold, added)}
    counts: dict[str, float] = {}
    for word, frequency in frequencies.items():
        if is_plain(word) or fold(word) in own:
            counts[fold(word)] = counts.get(fold(word), 0.0) + frequency * BILLION

    cases: dict[str, Case] = {}
    worth: dict[str, float] = {}
    for forms, whole in entries:
        folded = {}
        for form in forms:
            form = form.replace("’", "'")
            if is_plain(form):
                folded[form] = fold(form)
        common = sum(counts.get(key, 0.0) for key in set(folded.values()))
        for form, key in folded.items():
            if key in banned or len(key) == 1:
                continue
            if key in counts or (whole and (common > 0 or len(folded) == 1)):
                worth[key] = max(worth.get(key, 0.0), common)
                cases[key] = cases.get(key, Case(0)) | Case.of(form)
    for word in added:
        worth[fold(word)] = BILLION
        cases[fold(word)] = cases.get(fold(word), Case(0)) | Case.of(word)
    seen = sorted((key for key in worth if key in counts), key=lambda k: (-counts[k], k))
    forward, backward = sorted(worth), sorted(key[::-1] for key in worth)
    names = [
        key
        for key, count in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))
        if key not in worth
        and key not in banned
        and count >= NAME_COUNT
        and len(key) >= NAME_LENGTH
        and few(forward, key)
        and few(backward, key[::-1])
    ]
    unseen = sorted((key for key in worth if key not in counts), key=lambda k: (-worth[k], k))
    chosen = [*sorted(own), *seen, *names]
    modern = {key: counts.get(key, UNSEEN) for key in dict.fromkeys(chosen)}
    spelled: dict[str, float] = {}
    for key, count in modern.items():
        for form in old(key) if key in worth else ():
            if form not in modern and form not in worth and form not in banned:
                least = max(UNSEEN, counts.get(form, 0.0))
                spelled[form] = max(spelled.get(form, 0.0), least, count * OLD)
                cases[form] = cases.get(form, Case(0)) | cases[key]
    print(
        f"{code}: {len(seen)} counted forms, {len(names)} names, {len(spelled)} old spellings, "
        f"{len(unseen)} uncounted forms"
    )
    by_count = (modern | spelled).items()
    counted = sorted(by_count, key=lambda kv: (kv[0] not in own, -kv[1], kv[0]))
    words = dict(counted[:size])
    for key in unseen[: max(0, size - len(words))]:
        words.setdefault(key, UNSEEN)
    return Lexicon.from_counts(words, code, STEP, cases)
