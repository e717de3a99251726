"""A bracket or quotation mark opened in the last line is closed in the next: 《条例⏎⏎草案》."""

from dedup.layout import Role
from dedup.model import Evidence
from dedup.repair.reading import Break, Reading

_PAIRS = {"《": "》", "“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "【": "】"}
_CLOSERS = {close: opener for opener, close in _PAIRS.items()}


def testify(reading: Reading, item: Break) -> Evidence | None:
    """The pair of marks that the break stands in."""
    if item.right.role is Role.HEADING:
        return None
    opener = _left_open(reading.of(item.left.span))
    if opener and _closed_first(reading.of(item.right.span)) == opener:
        return Evidence("bracket", 0.95, f"{opener} before the break is closed behind it")
    return None


def _left_open(line: str) -> str:
    """The innermost opening mark that a line leaves open, or empty."""
    stack: list[str] = []
    for char in line:
        if char in _PAIRS:
            stack.append(char)
        elif char in _CLOSERS and stack and stack[-1] == _CLOSERS[char]:
            stack.pop()
    return stack[-1] if stack else ""


def _closed_first(line: str) -> str:
    """The opening mark of the first pair that a line closes without having opened it, or empty."""
    depth: list[str] = []
    for char in line:
        if char in _PAIRS:
            depth.append(char)
        elif char in _CLOSERS:
            if not depth:
                return _CLOSERS[char]
            if depth[-1] == _CLOSERS[char]:
                depth.pop()
    return ""
