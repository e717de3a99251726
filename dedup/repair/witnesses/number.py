"""A number is cut from its digits or its unit: 收割3⏎⏎万亩, 始于1⏎⏎987年."""

import re

from dedup.layout import Role
from dedup.model import Evidence
from dedup.patterns import regex
from dedup.repair.reading import Break, Reading

# Digits that a unit follows at once, or a unit alone.
_GOES_ON = regex(r"\d{0,12}(?:\.\d{1,6})?[年月日时時分秒万萬亿億千百多余餘个個名人次元吨米％%]")
_DIGITS = regex(r"\d{1,4}(?=[^\W\d_])")


def testify(reading: Reading, item: Break) -> Evidence | None:
    """The number across the break."""
    left, right = reading.of(item.left.span), reading.of(item.right.span)
    if not left[-1].isdigit() or item.left.role is not Role.BODY:
        return None
    found = _GOES_ON.match(right) or _DIGITS.match(right)
    if found is None:
        return None
    digits = re.search(r"\d{1,12}$", left)
    number = (digits.group() if digits else left[-1]) + found.group()
    return Evidence("number", 0.95, f"the number {number} crosses the break")
