"""Regular expressions that are compiled when first used.

A text needs a few of dedup's many expressions, and compiling them all takes as long as cleaning a
short text does.
"""

import re
from typing import Any, AnyStr, cast


class _Pattern:
    """Stands for a compiled expression: whatever is asked of it, that one answers."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        """A method of the compiled expression; it is kept, so this is asked for but once."""
        method = getattr(re.compile(self.pattern, self.flags), name)
        setattr(self, name, method)
        return method


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` returns, but compiled when first used. For the constants of modules."""
    return cast("re.Pattern[AnyStr]", _Pattern(pattern, flags))
