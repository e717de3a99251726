"""The line before the break ends in an enumeration mark or an attributive 的.

Something must follow. Surer when the members are parallel: 种树、⏎⏎种花. Not sure are a 的 that
ends a predicate (电话还是老的), and members that stand on a line each.
"""

from dedup.layout import Role
from dedup.model import Evidence
from dedup.repair.reading import Break, Reading

_ENUMERATION = "、"
_ATTRIBUTIVE = "的"
_COPULA = "是"
# A line of so many characters with no other enumeration mark may be a member on its own.
_LONE_MEMBER = 8
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
    if left[-1] == _ATTRIBUTIVE and _COPULA in _last_clause(left):
        return Evidence("open-phrase", 0.6, f"{note}, or ends what {_COPULA} says")
    if left[-1] == _ENUMERATION and right[0] in _last_member(left):
        return Evidence("open-phrase", 0.97, f"{note}, and the next begins alike: {right[0]}")
    if left[-1] == _ENUMERATION and (right[-1] == _ENUMERATION or _is_lone_member(left)):
        return Evidence("open-phrase", 0.6, f"{note}, but each may stand on a line of its own")
    return Evidence("open-phrase", 0.93, note)


def _last_member(left: str) -> str:
    """The end of the enumeration's last member: a subject may stand before what is enumerated."""
    return _last_clause(left).rpartition(_ENUMERATION)[2][-_PARALLEL:]


def _is_lone_member(left: str) -> bool:
    return len(left) <= _LONE_MEMBER and not set(left[:-1]) & set("、，,。；;")


def _last_clause(left: str) -> str:
    """What stands behind the last mark but the enumeration's, without its last character."""
    clause = left[:-1]
    for mark in "，,。；;":
        clause = clause.rpartition(mark)[2]
    return clause
