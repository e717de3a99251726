"""Puts a Chinese function word where a page reader wrote an English one: 茶叶 and 丝绸.

What it does: puts 和 for a lone `and` between Chinese words, 的 for `of`, 或 for `or`, and so on.

Why: page readers built on language models think in English at times, and write the word that they
thought.

Before: `运来茶叶 and 丝绸` After: `运来茶叶和丝绸`

Safe when: the word is `and`, or is `of` or `or` and the text has two such words; and no other Latin
letters stand there but abbreviations (GDP), so that no English phrase is meant. Withheld elsewhere.
`the`, `in`, `to` and others with more than one rendering are always withheld: the sentence may
want another word, or none.

Known to miss: words with a capital, and words of other languages.
"""

from collections.abc import Iterator

from dedup.layout import is_han
from dedup.model import Applicability, Edit, Evidence, Span
from dedup.patterns import regex
from dedup.repair.reading import Reading

# Words with one rendering wherever they stand between two Chinese words; the first needs no second.
_SURE = {"and": "和", "of": "的", "or": "或"}
_ALONE = frozenset({"and"})
# The likeliest rendering of words that have several.
_LIKELY = {
    "the": "这",
    "in": "在",
    "to": "到",
    "with": "与",
    "for": "为",
    "is": "是",
    "but": "但",
    "from": "从",
    "by": "由",
    "at": "在",
}
_RENDERINGS = _SURE | _LIKELY
_LATIN = regex(r"[A-Za-z\u00c0-\u024f]+")
_ABBREVIATION = regex(r"[A-Z]{1,6}\Z")
_SPACE = " \u00a0\u3000\t"
# So many such words are a pattern.
_PATTERN = 2


def find(reading: Reading) -> Iterator[Edit]:
    """Each such word, with the spaces around it."""
    if not reading.is_chinese:
        return
    text = reading.text
    latin = list(_LATIN.finditer(text))
    words = [m for m in latin if not _ABBREVIATION.match(m[0])]
    hits = []
    for word in words:
        start, end = word.span()
        while start > 0 and text[start - 1] in _SPACE:
            start -= 1
        while end < len(text) and text[end] in _SPACE:
            end += 1
        if word[0] not in _RENDERINGS or not start:
            continue
        if is_han(text[start - 1]) and is_han(text[end : end + 1] or " "):
            hits.append((Span(start, end), word[0]))
    pure = len(hits) == len(words)
    for span, english in hits:
        sure = pure and (english in _ALONE or (english in _SURE and len(hits) >= _PATTERN))
        note = f"{english} between Chinese words stands for {_RENDERINGS[english]}"
        if english in _LIKELY:
            note += " or another word"
        elif not pure:
            note += ", but the text has other Latin words"
        elif sure:
            note += "; nothing else in the text is Latin"
            note += "" if len(latin) == len(words) else " but abbreviations"
        yield Edit(
            span=span,
            old=reading.of(span),
            new=_RENDERINGS[english],
            kind="script",
            rule="foreign-word",
            applicability=Applicability.SAFE if sure else Applicability.UNSAFE,
            evidence=(Evidence("script", 0.97 if sure else 0.6, note),),
        )
