"""A reference to the rest of an article: （下转第3版）, continued on page 3.

Pointed out: the other part is on a page that this text may not hold.
"""

from collections.abc import Iterator

from dedup.model import Edit, Evidence, Span
from dedup.patterns import regex
from dedup.repair.flags import flag
from dedup.repair.reading import Reading

_FROM = regex(r"[(（【]?(?:上接|紧接|緊接)[^()（）【】\n]{0,12}?版[^()（）【】\n]{0,8}[)）】]?")
_ON = regex(r"[(（【]?(?:下转|下轉|转接|轉接)[^()（）【】\n]{0,12}?版[^()（）【】\n]{0,8}[)）】]?")
_ENGLISH = regex(r"\b(?:[Cc]ontinued|CONTINUED) (on|from|ON|FROM) (?:[Pp]age|PAGE) \w{1,6}")


def find(reading: Reading) -> Iterator[Edit]:
    """Each such reference."""
    places = [(m, "from") for m in _FROM.finditer(reading.text)]
    places += [(m, "on") for m in _ON.finditer(reading.text)]
    places += [(m, m.group(1).lower()) for m in _ENGLISH.finditer(reading.text)]
    for match, way in places:
        what = "begins" if way == "from" else "goes on"
        evidence = Evidence("reference", 0.9, f"the article {what} on another page")
        yield flag(reading, Span(*match.span()), "continued", evidence)
