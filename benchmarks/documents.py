"""Whole documents made of what goes wrong in scanned text, in ten scripts.

Every choice is asked of a `Pick`, so that one generator serves a seed, hypothesis and the bytes of
a fuzzer.
"""

from collections.abc import Callable
from random import Random

from benchmarks.prose import LANGUAGES, prose
from benchmarks.sentences import HOSTILE, LINE_ENDS, ODDITIES, SENTENCES
from dedup.model import KINDS, Settings

Pick = Callable[[int], int]
"""A number from 0 to n - 1, for an n of 1 or more."""

UNSPACED = frozenset({"Chinese", "Japanese", "Thai", "zh", "ja"})
MOST_PARAGRAPHS, MOST_DAMAGES = 9, 12
_MISREAD = dict(
    [
        *("o0", "O0", "0O", "1l", "lI", "Il", "ec", "ce", "nu", "un", "rn", "hb", "bh", "6б"),
        *("日目", "目日", "未末", "末未", "人入", "己已", "已己", "土士"),
    ]
)
LARGE = 100_000
"""Characters: what is larger is damaged no further, since half of the damages multiply."""

_HALF_WIDTH = str.maketrans("，。：；！？（）", ",.:;!?()")
_FURNITURE = ("- {} -", "Page {}", "{}", "THE EVENING POST. {}", "第{}页", "THE EVENING POST.")

Paragraphs = list[str]


def of_seed(seed: int) -> Pick:
    """The choices of a seed: the same everywhere."""
    return Random(seed).randrange


def of_bytes(data: bytes) -> Pick:
    """The choices that some bytes are; 0 when they are used up."""
    left = iter(data)

    def pick(n: int) -> int:
        number = next(left, 0)
        if n > 256:
            number = number << 8 | next(left, 0)
        return number % n

    return pick


def document(pick: Pick) -> str:
    """A text of some paragraphs with up to a dozen things gone wrong."""
    paragraphs = _clean(pick)
    for _ in range(pick(MOST_DAMAGES + 1)):
        if paragraphs and sum(map(len, paragraphs)) < LARGE:
            _DAMAGES[pick(len(_DAMAGES))](paragraphs, pick(len(paragraphs)), pick)
    end = LINE_ENDS[pick(4) % 3]
    gap = end * (1 if pick(5) == 0 else 2)
    text = gap.join(p.replace("\n", end) for p in paragraphs)
    return text + ("", end, gap)[pick(3)]


def mutated_blocks(pick: Pick) -> str:
    """A few paragraphs of prose, each again and again with some characters other ones."""
    language = LANGUAGES[pick(len(LANGUAGES))]
    paragraphs = _prose(language, pick)[:3]
    out = []
    for _ in range(2 + pick(7)):
        text = [*paragraphs[pick(len(paragraphs))]]
        for _ in range((0, 0, 1, 3, 8)[pick(5)]):
            at = pick(len(text))
            text[at] = text[pick(len(text))]
        out.append("".join(text))
    return "\n\n".join(out) + "\n"


def settings(pick: Pick) -> Settings:
    """Settings of any kind; the defaults half of the time."""
    if pick(2):
        return Settings()
    some = [frozenset(k for k in KINDS if pick(4) == 0) for _ in range(2)]
    return Settings(
        similarity=(0.5, 0.75, 0.9, 1.0)[pick(4)],
        min_chars=(4, 10, 20, 60)[pick(4)],
        near_blocks=(0, 3, 30)[pick(3)],
        skip=some[0],
        apply=some[1],
        unsafe=pick(3) == 0,
        keep=((), ("the",), (r"\d+", "。"), ("",))[pick(4)],
        unwrap=pick(3) == 0,
    )


def _clean(pick: Pick) -> Paragraphs:
    if pick(3):
        language = sorted(SENTENCES)[pick(len(SENTENCES))]
        return [_paragraph(language, pick) for _ in range(1 + pick(MOST_PARAGRAPHS))]
    if pick(4):
        return _prose(LANGUAGES[pick(len(LANGUAGES))], pick)
    names = sorted(SENTENCES)
    return [_paragraph(names[pick(len(names))], pick) for _ in range(1 + pick(MOST_PARAGRAPHS))]


def _paragraph(language: str, pick: Pick) -> str:
    own = SENTENCES[language]
    joint = "" if language in UNSPACED else " "
    return joint.join(own[pick(len(own))] for _ in range(1 + pick(3)))


def _prose(language: str, pick: Pick) -> Paragraphs:
    texts = prose(language)
    paragraphs = texts[pick(len(texts))].strip().split("\n\n")
    first = pick(len(paragraphs))
    return paragraphs[first : first + 1 + pick(MOST_PARAGRAPHS)]


# Each changes the k-th of the paragraphs, or puts something beside it.


def _copy(paragraphs: Paragraphs, k: int, pick: Pick) -> None:
    paragraphs.insert(pick(len(paragraphs) + 1), paragraphs[k])


def _cut_copy(paragraphs: Paragraphs, k: int, pick: Pick) -> None:
    text = paragraphs[k]
    start, stop = sorted((pick(len(text) + 1), pick(len(text) + 1)))
    start = (0, start)[pick(2)]
    paragraphs.insert(pick(len(paragraphs) + 1), text[start:stop])


def _loop(paragraphs: Paragraphs, k: int, pick: Pick) -> None:
    text = paragraphs[k]
    last = text[: pick(len(text) + 1)]
    paragraphs[k + 1 : k + 1] = [*[text] * (1 + pick(6)), last]


def _run(paragraphs: Paragraphs, k: int, pick: Pick) -> None:
    some = paragraphs[k : k + 2 + pick(3)]
    at = pick(len(paragraphs) + 1)
    paragraphs[at:at] = some


def _stutter(paragraphs: Paragraphs, k: int, pick: Pick) -> None:
    text = paragraphs[k]
    start, stop = sorted((pick(len(text) + 1), pick(len(text) + 1)))
    paragraphs[k] = text[:start] + text[start:stop] * (2 + pick(4)) + text[stop:]


def _misread(paragraphs: Paragraphs, k: int, pick: Pick) -> None:
    text = [*paragraphs[k]]
    for _ in range(1 + pick(4)):
        at = pick(len(text)) if text else 0
        text[at : at + 1] = _MISREAD.get(text[at], "§") if text else "§"
    paragraphs[k] = "".join(text)


def _figure(paragraphs: Paragraphs, k: int, pick: Pick) -> None:
    at = pick(len(paragraphs[k]) + 1)
    paragraphs[k] = f"{paragraphs[k][:at]} {pick(1000)} {paragraphs[k][at:]}"


def _put_in(paragraphs: Paragraphs, k: int, pick: Pick) -> None:
    at = pick(len(paragraphs[k]) + 1)
    what = ("\n\n", "\n", " ", "-\n", *ODDITIES)
    paragraphs[k] = paragraphs[k][:at] + what[pick(len(what))] + paragraphs[k][at:]


def _hostile(paragraphs: Paragraphs, k: int, pick: Pick) -> None:
    at = pick(len(paragraphs[k]) + 1)
    what = HOSTILE[pick(len(HOSTILE))] * (1, 1, 1, 40)[pick(4)]
    paragraphs[k] = paragraphs[k][:at] + what + paragraphs[k][at:]


def _take_out(paragraphs: Paragraphs, k: int, pick: Pick) -> None:
    at = pick(len(paragraphs[k]) + 1)
    paragraphs[k] = paragraphs[k][:at] + paragraphs[k][at + 1 + pick(3) :]


def _wrap(paragraphs: Paragraphs, k: int, pick: Pick) -> None:
    width = 12 + pick(60)
    text = paragraphs[k].replace("\n", " ")
    glyph = ("", "-", "¬")[pick(3)]
    rows = [text[at : at + width] for at in range(0, len(text), width)]
    paragraphs[k] = "\n".join(
        row + (glyph if row[-1:].isalpha() and after[:1].isalpha() else "")
        for row, after in zip(rows, [*rows[1:], ""], strict=False)
    )


def _fold(paragraphs: Paragraphs, k: int, pick: Pick) -> None:
    paragraphs[k] = (str.upper, lambda s: s.translate(_HALF_WIDTH), str.title)[pick(3)](
        paragraphs[k]
    )


def _furniture(paragraphs: Paragraphs, _: int, pick: Pick) -> None:
    form, number = _FURNITURE[pick(len(_FURNITURE))], pick(300)
    for n, at in enumerate(range(pick(3), len(paragraphs) + 8, 2 + pick(3))):
        paragraphs.insert(at, form.format(number + n))


def _list(paragraphs: Paragraphs, k: int, pick: Pick) -> None:
    mark = ("- ", "{}. ", "（{}）", "{}、")[pick(4)]
    paragraphs[k] = "\n".join(
        mark.format(n + 1) + row for n, row in enumerate([paragraphs[k]] * (2 + pick(4)))
    )


def _break_between(paragraphs: Paragraphs, k: int, pick: Pick) -> None:
    text = paragraphs[k]
    at = pick(len(text) + 1)
    paragraphs[k : k + 1] = [text[:at], text[at:]]


def _join_next(paragraphs: Paragraphs, k: int, pick: Pick) -> None:
    paragraphs[k : k + 2] = [("", " ")[pick(2)].join(paragraphs[k : k + 2])]


_DAMAGES: tuple[Callable[[Paragraphs, int, Pick], None], ...] = (
    *(_copy, _cut_copy, _loop, _run, _stutter, _misread, _figure, _put_in, _hostile, _take_out),
    *(_wrap, _fold, _furniture, _list, _break_between, _join_next),
)
