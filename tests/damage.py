"""Clean prose in thirteen languages, damaged in known places: what the mending tests draw from."""

import sys
from pathlib import Path
from random import Random

from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.damage import Damaged, Place, damages_of
from benchmarks.prose import LANGUAGES, prose

_MOST = 6


@st.composite
def clean_prose(draw: st.DrawFn, language: str) -> str:
    """Some paragraphs of a text, in their order."""
    paragraphs = draw(st.sampled_from(prose(language))).rstrip("\n").split("\n\n")
    start = draw(st.integers(0, len(paragraphs) - 1))
    return "\n\n".join(paragraphs[start : start + draw(st.integers(1, _MOST))]) + "\n"


@st.composite
def damaged_prose(draw: st.DrawFn, damage: str | None = None) -> Damaged:
    """Prose of any language with one kind of damage, that of this name where one is given."""
    fitting = [k for k in LANGUAGES if damage is None or damage in damages_of(k)]
    language = draw(st.sampled_from(fitting))
    kinds = damages_of(language)
    name = damage or draw(st.sampled_from(sorted(kinds)))
    return kinds[name](draw(clean_prose(language)), Random(draw(st.integers(0, 999))))


@st.composite
def much_damaged_prose(draw: st.DrawFn) -> Damaged:
    """Paragraphs of one language, each with damage of its own kind."""
    language = draw(st.sampled_from(LANGUAGES))
    kinds = damages_of(language)
    text, places = "", []
    for paragraph in draw(clean_prose(language)).rstrip("\n").split("\n\n"):
        damage = kinds[draw(st.sampled_from(sorted(kinds)))]
        part = damage(paragraph + "\n", Random(draw(st.integers(0, 999))))
        offset = len(text)
        places += [Place(offset + p.start, offset + p.end, p.clean) for p in part.places]
        text += part.text + "\n"
    return Damaged(text, tuple(places))
