"""Text as HTML: escaped, with what is hidden made visible, in its language and direction."""

from html import escape
from unicodedata import bidirectional, combining

from dedup.patterns import regex
from dedup.reports.visible import HIDDEN_OR_END, visible

_HIDDEN_RUN = regex(f"(?:{HIDDEN_OR_END.pattern})+")

_LINE_END = visible("\n")

_HAN = regex("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

_SCRIPTS = (
    ("ja", regex("[\u3041-\u30ff]")),
    ("ko", regex("[\uac00-\ud7a3]")),
    ("th", regex("[\u0e01-\u0e5b]")),
    ("el", regex("[\u0386-\u03ff]")),
)
"""Scripts that one language alone is printed in. Latin, Cyrillic, Arabic tell no language."""

_LETTER = regex(r"[^\W\d_]")

_SIMPLIFIED = frozenset("这们国说对时会来学发经过还进长门问间东车书见")
_TRADITIONAL = frozenset("這們國說對時會來學發經過還進長門問間東車書見")
"""Pairs of frequent characters that differ, so that a font with the right forms is taken."""

_SAMPLE = 20_000
"""How many characters of a text are read to tell its language."""

_WORD_REACH = 16
"""How far a border is moved so that it cuts no word."""

_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")


def attribute(text: str) -> str:
    """A text as the value of an attribute, or as plain content; what is hidden made visible."""
    return escape(visible(text), quote=True)


def shown(text: str, *, lines: bool = False) -> str:
    """A text of the document as content.

    Args:
        text: the text.
        lines: whether a line end also starts a new line on the page, behind its sign.
    """
    parts: list[str] = []
    done = 0
    for match in _HIDDEN_RUN.finditer(text):
        parts.append(escape(text[done : match.start()], quote=False))
        signs = visible(match[0])
        signs = signs.replace(_LINE_END, f"{_LINE_END}\n") if lines else signs
        parts.append(f'<span class="ctl">{signs}</span>')
        done = match.end()
    parts.append(escape(text[done:], quote=False))
    return "".join(parts)


def blanks_shown(text: str) -> str:
    """As `shown`, and blanks at both ends as `␣`: there they may be the point."""
    core = text.strip(" ")
    if not core:
        return f'<span class="ctl">{"␣" * len(text)}</span>' if text else ""
    before, _, after = text.partition(core)
    return f"{blanks_shown(before)}{shown(core)}{blanks_shown(after)}"


class Tongue:
    """The languages of one document, as far as its letters tell them.

    Args:
        text: the document.
    """

    def __init__(self, text: str) -> None:
        sample = text[:_SAMPLE]
        self._han = "ja" if _SCRIPTS[0][1].search(sample) else _chinese(sample)

    def of(self, text: str) -> str:
        """The language of a piece of the document as a tag of BCP 47; empty where unknown."""
        sample = text[:_SAMPLE]
        for tag, letters in _SCRIPTS:
            if letters.search(sample):
                return tag
        if _HAN.search(sample):
            return self._han
        return "" if _LETTER.search(sample) else self._han

    def speech(self, text: str) -> str:
        """The attributes that say in which language and direction a piece of the document is."""
        return f'lang="{self.of(text)}"{_direction(text)}'


def side(name: str, label: str, line: int | None, content: str, speech: str) -> str:
    """One side of a pair.

    Args:
        name: what it is, for the style.
        label: what it is, for the reader.
        line: the number of the line that it starts on, or None.
        content: the text, as HTML.
        speech: its language and direction, as attributes.
    """
    number = "" if line is None else str(line)
    return (
        f'<div class="side {name}" data-label="{label}"><span class="ln">{number}</span>'
        f'<div class="t" {speech}>{content}</div></div>'
    )


def _direction(text: str) -> str:
    """The attribute for a text that is read from right to left: its first letter says so.

    As `dir="auto"` has it, which costs a browser a look at every text of a large page.
    """
    strong = (kind for kind in map(bidirectional, text[:_SAMPLE]) if kind in ("L", "R", "AL"))
    return "" if next(strong, "L") == "L" else ' dir="rtl"'


def _chinese(sample: str) -> str:
    if not _HAN.search(sample):
        return ""
    kinds = [sum(map(sample.count, some)) for some in (_SIMPLIFIED, _TRADITIONAL)]
    if kinds[0] == kinds[1]:
        return "zh"
    return "zh-Hans" if kinds[0] > kinds[1] else "zh-Hant"


def border(text: str, at: int, low: int, high: int, step: int) -> int:
    """The nearest place from `at` on, by `step` 1 or -1, where a text may be cut for the eye.

    It cuts no alphabetic word and no letter from its marks, lies between `low` and `high`, and is
    `at` itself where no such place is near.
    """
    for k in range(at, at + step * _WORD_REACH, step):
        if not low <= k <= high:
            break
        if k in (0, len(text)) or not _cuts(text[k - 1], text[k]):
            return k
    return at


def _cuts(left: str, right: str) -> bool:
    if combining(right) or right in _JOINERS or left in _JOINERS or left + right == "\r\n":
        return True
    return left.isalnum() and right.isalnum() and left < "\u2e80" and right < "\u2e80"
