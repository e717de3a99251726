"""A word of another language where a Chinese function word stood: 茶叶 and 丝绸, for 茶叶和丝绸.

Page readers built on language models think in English at times, and write the word that they
thought. Before: `运来茶叶 and 丝绸`. After: `运来茶叶和丝绸`. Safe where the text holds no other
Latin letter, so that no English phrase can be meant; elsewhere it is withheld. Misses words for
which Chinese has more than one rendering; those are never guessed.
"""

from collections.abc import Iterator

from dedup.layout import is_han
from dedup.model import Applicability, Edit, Evidence, Span
from dedup.patterns import regex
from dedup.repair.reading import Reading

# Words with one rendering wherever they stand between two Chinese words.
_RENDERINGS = {"and": "和"}
_LATIN = regex(r"[A-Za-z\u00c0-\u024f]+")
_SPACE = " \u00a0\u3000\t"


def find(reading: Reading) -> Iterator[Edit]:
    """Each such word, with the spaces around it."""
    if not reading.is_chinese:
        return
    text = reading.text
    words = list(_LATIN.finditer(text))
    hits = []
    for word in words:
        new = _RENDERINGS.get(word.group())
        start, end = word.span()
        while start > 0 and text[start - 1] in _SPACE:
            start -= 1
        while end < len(text) and text[end] in _SPACE:
            end += 1
        if new and start > 0 and is_han(text[start - 1]) and is_han(text[end : end + 1] or " "):
            hits.append((Span(start, end), new))
    alone = len(hits) == len(words)
    for span, new in hits:
        old = reading.of(span)
        note = f"{old.strip()} between Chinese words stands for {new}"
        if alone:
            why = Evidence("script", 0.97, f"{note}; nothing else in the text is Latin")
        else:
            why = Evidence("script", 0.6, f"{note}, but the text has other Latin words")
        yield Edit(
            span=span,
            old=old,
            new=new,
            kind="script",
            rule="foreign-word",
            applicability=Applicability.SAFE if alone else Applicability.UNSAFE,
            evidence=(why,),
        )
