"""The line before the break ends in an enumeration mark or an attributive 的.

Something must follow. Surer when the members are parallel: 种树、⏎⏎种花.
"""

from dedup.layout import Role
from dedup.model import Evidence
from dedup.repair.reading import Break, Reading

_ENUMERATION = "、"
_ATTRIBUTIVE = "的"
# Where in the last member the first character of the next one may stand, from its end.
_PARALLEL = 3


def testify(reading: Reading, item: Break) -> Evidence | None:
    """What leaves the line open."""
    left, right = reading.of(item.left.span), reading.of(item.right.span)
    if left[-1] not in (_ENUMERATION, _ATTRIBUTIVE):
        return None
    note = f"{left[-1]} leaves the line open"
    if item.right.role is Role.HEADING:
        return Evidence("open-phrase", 0.6, f"{note}, but a heading follows")
    if left[-1] == _ENUMERATION and right[0] in _last_member(left):
        return Evidence("open-phrase", 0.97, f"{note}, and the next begins alike: {right[0]}")
    return Evidence("open-phrase", 0.93, note)


def _last_member(left: str) -> str:
    """The end of the enumeration's last member: a subject may stand before what is enumerated."""
    member = left[:-1]
    for mark in "、，,。；;":
        member = member.rpartition(mark)[2]
    return member[-_PARALLEL:]
