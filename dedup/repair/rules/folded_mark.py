"""Half-width marks throughout a Chinese text: `,` for `，`, as a normaliser leaves them.

One decision for the document, not one for each mark: all or none. Before: `花开了,鸟叫了`. After:
`花开了，鸟叫了`. Always withheld, `--apply punct` makes it: the half width may be the house's own.
Marks in numbers, times and addresses, in Latin quotations and formulas are left alone.
"""

from collections.abc import Iterator

from dedup.layout import CLOSING_MARKS, OPENING_MARKS, is_han
from dedup.model import Applicability, Edit, Evidence, Span
from dedup.patterns import regex
from dedup.repair.reading import Reading

_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_CHINESE_MARKS = "、。《》〈〉「」『』【】“”‘’…—"
# Most marks stand right behind Chinese, and of those but brackets that is all there is to ask.
_MARK = regex(rf"(?<=[\u4e00-\u9fff{_CHINESE_MARKS}])([,;:!?])|[,;:!?()]")
# Fewer are slips and not a fold; and so are marks among as many full-width ones.
_FEWEST = 8
_SHARE = 0.9


def find(reading: Reading) -> Iterator[Edit]:
    """All folded marks, in one group, if the text is folded."""
    if not reading.is_chinese:
        return
    text = reading.text
    places = [
        m.start() for m in _MARK.finditer(text) if m.lastindex or _in_chinese(text, m.start())
    ]
    full = sum(text.count(mark) for mark in _FULL.values())
    if len(places) < _FEWEST or len(places) < _SHARE * (len(places) + full):
        return
    note = (
        f"{len(places)} half-width marks and {full or 'no'} full-width ones: "
        "the document's marks are folded"
    )
    why = Evidence("fold", 0.8, note)
    for place in places:
        yield Edit(
            span=Span(place, place + 1),
            old=text[place],
            new=_FULL[text[place]],
            kind="punct",
            rule="folded-mark",
            applicability=Applicability.UNSAFE,
            evidence=(why,),
            group="folded-marks",
        )


def _in_chinese(text: str, place: int) -> bool:
    """Whether a mark belongs to Chinese text: next to it, spaces apart, Chinese stands.

    For a bracket, what it encloses decides; for a mark with ASCII letters or digits on both sides,
    nothing does.
    """
    before = (
        text[:place].rstrip(" ")[-1:] if place < 64 else text[place - 64 : place].rstrip(" ")[-1:]
    )
    after = text[place + 1 : place + 65].lstrip(" ")[:1]
    if text[place] == "(":
        return _is_chinese(after) or (_is_chinese(before) and after.isdigit())
    if text[place] == ")":
        return _is_chinese(before) or (_is_chinese(after) and before.isdigit())
    if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
        return False
    return _is_chinese(before) or _is_chinese(after)


def _is_chinese(char: str) -> bool:
    return bool(char) and (
        is_han(char)
        or char in _CHINESE_MARKS
        or (char in CLOSING_MARKS + OPENING_MARKS and not char.isascii())
    )
