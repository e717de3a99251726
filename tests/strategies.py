"""Texts made of what goes wrong in them, and edits of a text: what the property tests draw from.

Random Unicode finds the bugs of Unicode. The bugs of dedup lie where a sentence is cut, a paragraph
stands twice or a line ends oddly, so texts are put together from sentences in ten scripts and
from the damage that scanning does to them.
"""

import sys
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.documents import document, of_bytes
from benchmarks.sentences import LINE_ENDS, ODDITIES, SENTENCES
from dedup.model import KINDS, Applicability, Edit, Evidence, Span


def examples(count: int) -> settings:
    """So many examples of a law; more in the long profile (`--hypothesis-profile=long`)."""
    times = settings.default.max_examples / settings.get_profile("default").max_examples
    return settings(max_examples=max(1, int(count * times)), deadline=None)


ENCODINGS = (
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "utf-32-le",
    "gb18030",
    "shift_jis",
    "euc-kr",
    "koi8-r",
)

DAMAGED_BYTES = (
    *(b"", b"", b"\0", b"\r", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xef\xbb", b"\xed\xa0\x80"),
    *(b"\xc0\x80", b"\xf4\x90\x80\x80", b"\x80" * 9, b"\xe4\xb8", b"a" * 70_000, b"\r" * 500),
)
"""Half characters, surrogates, overlong forms, stray marks, long lines."""

_HALF_WIDTH = str.maketrans("，。：；！？（）", ",.:;!?()")


def sentences(language: str | None = None) -> st.SearchStrategy[str]:
    """A whole sentence, of any language unless one is named."""
    if language is not None:
        return st.sampled_from(SENTENCES[language])
    return st.sampled_from(sorted(SENTENCES)).flatmap(sentences)


def line_ends() -> st.SearchStrategy[str]:
    """One of the three line ends."""
    return st.sampled_from(LINE_ENDS)


@st.composite
def damaged(draw: st.DrawFn, language: str | None = None) -> str:
    """A sentence with one thing gone wrong in it."""
    text = draw(sentences(language))
    at = draw(st.integers(1, len(text) - 1))
    damage = draw(st.sampled_from(("blank line", "line end", "space", "half width", "cut", "odd")))
    if damage == "half width":
        return text.translate(_HALF_WIDTH)
    if damage == "cut":
        return text[:at]
    end = draw(line_ends())
    odd = draw(st.sampled_from(ODDITIES))
    within = {"blank line": end * 2, "line end": end, "space": " ", "odd": odd}[damage]
    return text[:at] + within + text[at:]


def pieces() -> st.SearchStrategy[str]:
    """What texts are put together from."""
    return st.one_of(
        sentences(),
        damaged(),
        line_ends(),
        line_ends().map(lambda end: end * 2),
        st.sampled_from(ODDITIES),
        sentences().flatmap(lambda s: line_ends().map(lambda end: (s + end * 2) * 2)),
    )


def texts(max_pieces: int = 8) -> st.SearchStrategy[str]:
    """Texts of any form, the empty one included: sentences, damage, line ends and oddities."""
    return st.lists(pieces(), max_size=max_pieces).map("".join)


@st.composite
def paragraph_texts(
    draw: st.DrawFn,
    language: str | None = None,
    *,
    damage: bool = True,
    repeats: bool = True,
    max_paragraphs: int = 6,
) -> str:
    """Paragraphs of one language, with blank lines between them and one kind of line end.

    Args:
        draw: given by hypothesis.
        language: a key of `SENTENCES`; any where None.
        damage: whether sentences may be damaged.
        repeats: whether a paragraph may stand again, whole or cut; without, none stands twice.
        max_paragraphs: how many there are at most, before any is repeated.
    """
    language = language or draw(st.sampled_from(sorted(SENTENCES)))
    one = st.one_of(sentences(language), damaged(language)) if damage else sentences(language)
    space = "" if language in ("Chinese", "Japanese") else " "
    paragraphs = draw(
        st.lists(
            st.lists(one, min_size=1, max_size=3).map(space.join),
            min_size=1,
            max_size=max_paragraphs,
            unique=True,
        )
    )
    if repeats:
        for again in draw(st.lists(st.sampled_from(paragraphs), max_size=3)):
            whole = draw(st.booleans())
            copy = again if whole else again[: draw(st.integers(1, len(again)))]
            paragraphs.insert(draw(st.integers(0, len(paragraphs))), copy)
    end = draw(line_ends())
    return (end * 2).join(paragraphs) + draw(st.sampled_from(("", end)))


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A document of `benchmarks.documents`, by choices that hypothesis can make simpler."""
    data = draw(st.binary(max_size=400))
    return document(of_bytes(data))


@st.composite
def file_bytes(draw: st.DrawFn) -> bytes:
    """The bytes of a file: text in some encoding, then cut, mixed or damaged as files are."""
    whole = []
    for text in draw(st.lists(texts(3), min_size=1, max_size=3)):
        data = text.encode(draw(st.sampled_from(ENCODINGS)), "ignore")
        start = draw(st.sampled_from((0, 0, 1, 2)))
        stop = len(data) - draw(st.sampled_from((0, 0, 1, 2)))
        whole.append(data[start:stop])
        whole.append(draw(st.sampled_from(DAMAGED_BYTES)))
    return b"".join(whole)


@st.composite
def edits_at(draw: st.DrawFn, text: str, span: Span) -> Edit:
    """An edit of this stretch of the text.

    Rules, scores, notes and groups come from small sets, so that edits often differ in one alone.
    """
    old = span.of(text)
    new = draw(st.one_of(st.just(""), st.sampled_from(ODDITIES), sentences(), st.just(old)))
    sure = st.sampled_from(Applicability)
    reasons = st.builds(
        Evidence,
        kind=st.sampled_from(("word", "recurs")),
        score=st.sampled_from((0.0, 0.5, 1.0)),
        note=st.sampled_from(("", "seen twice")),
        peer=st.sampled_from((None, Span(0, 0), Span(0, 1))),
    )
    return Edit(
        span=span,
        old=old,
        new=new,
        kind=draw(st.sampled_from(KINDS)),
        rule=draw(st.sampled_from(("exact-repeat", "word-across-break"))),
        applicability=draw(sure) if new != old else Applicability.DISPLAY,
        evidence=tuple(draw(st.lists(reasons, min_size=1, max_size=2))),
        group=draw(st.sampled_from((None, "one"))),
    )


@st.composite
def spans_of(draw: st.DrawFn, text: str) -> Span:
    """A stretch of the text; empty ones and neighbours often."""
    start = draw(st.integers(0, len(text)))
    length = draw(st.one_of(st.integers(0, 4), st.integers(0, len(text))))
    return Span(start, min(len(text), start + length))


def edits_for(text: str, max_edits: int = 12) -> st.SearchStrategy[list[Edit]]:
    """Valid edits of the text in any order, overlapping or not."""
    return st.lists(spans_of(text).flatmap(lambda s: edits_at(text, s)), max_size=max_edits)


@st.composite
def disjoint_edits_for(draw: st.DrawFn, text: str, max_edits: int = 8) -> list[Edit]:
    """Valid edits of the text, sorted, none overlapping another; neighbours may touch."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=2 * max_edits)))
    spans = [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]
    return [draw(edits_at(text, span)) for span in dict.fromkeys(spans)]
