"""What each rule does, why, with an example: one file a rule, `RULE.md`, all of one form.

A title, what the rule does in a sentence, its kind, then paragraphs that begin `What it does:`,
`Why:`, `Before:` and `After:` (`After, on request:` where it is withheld, `Points at:` where it
changes nothing) with an indented example behind them, `Safe when:`, `Known to miss:`.
`docs/repair.md` is made of these files.
"""

import re
from pathlib import Path

from dedup.model import KINDS
from dedup.patterns import regex

_FOLDER = Path(__file__).parent
_KIND = regex(r"^Kind: (\w+)\.$", re.MULTILINE)


def explained() -> tuple[str, ...]:
    """The rules that are explained, by kind and name."""
    names = [path.stem for path in _FOLDER.glob("*.md")]
    return tuple(sorted(names, key=lambda name: (KINDS.index(kind_of(name)), name)))


def explanation(rule: str) -> str:
    """What is said of a rule, as Markdown.

    Raises:
        KeyError: no such rule is explained.
    """
    if rule not in {path.stem for path in _FOLDER.glob("*.md")}:
        raise KeyError(rule)
    return (_FOLDER / f"{rule}.md").read_text(encoding="utf-8")


def kind_of(rule: str) -> str:
    """The kind of edit that a rule makes, one of `KINDS`."""
    found = _KIND.search(explanation(rule))
    return found.group(1) if found else ""


def summary_of(rule: str) -> str:
    """What a rule does, in a sentence."""
    return explanation(rule).split("\n\n")[1].replace("\n", " ")
