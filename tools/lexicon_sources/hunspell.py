"""Expand a hunspell dictionary (`index.aff`, `index.dic` of the npm package) into its forms.

Prefixes, suffixes, their products and suffixes of suffixes; no compounds. A prefix with an
apostrophe is an elision, which the lexicon takes off by itself, so it is left out.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

NOT_WORDS = ("FORBIDDENWORD", "ONLYINCOMPOUND")


@dataclass(frozen=True, slots=True)
class Affix:
    """A rule: strip this, add that, where the word fits; `flags` tell what may follow."""

    strip: str
    add: str
    fits: Callable[[str], re.Match[str] | None]
    flags: frozenset[str]
    crosses: bool


class Affixes:
    """The rules of an affix file."""

    def __init__(self, path: Path) -> None:
        self.flag_type = "char"
        self.special: dict[str, str] = {}
        self.rules: dict[str, dict[str, list[Affix]]] = {
            "PFX": defaultdict(list),
            "SFX": defaultdict(list),
        }
        crosses: dict[tuple[str, str], bool] = {}
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            parts = line.split()
            if not parts:
                continue
            match parts[0]:
                case "FLAG":
                    self.flag_type = parts[1]
                case "PFX" | "SFX" as kind if (kind, parts[1]) not in crosses:
                    crosses[kind, parts[1]] = parts[2] == "Y"
                case "PFX" | "SFX" as kind:
                    self._add(kind, parts, crosses[kind, parts[1]])
                case name if name in ("NEEDAFFIX", *NOT_WORDS):
                    self.special[name] = parts[1]

    def _add(self, kind: str, parts: list[str], crosses: bool) -> None:
        add, _, flags = parts[3].partition("/")
        condition = parts[4] if len(parts) > 4 else "."
        pattern = f"{condition}$" if kind == "SFX" else condition
        self.rules[kind][parts[1]].append(
            Affix(
                "" if parts[2] == "0" else parts[2],
                "" if add == "0" else add,
                re.compile("" if condition == "." else pattern.replace("-", r"\-")).search
                if kind == "SFX"
                else re.compile("" if condition == "." else pattern.replace("-", r"\-")).match,
                frozenset(self.flags(flags)),
                crosses,
            )
        )

    def flags(self, text: str) -> list[str]:
        """The flags behind the slash of an entry."""
        if self.flag_type == "long":
            return [text[k : k + 2] for k in range(0, len(text), 2)]
        return text.split(",") if self.flag_type == "num" else list(text)

    def forms(self, stem: str, flags: frozenset[str]) -> Iterator[str]:
        """The forms of an entry."""
        if flags & {self.special[name] for name in NOT_WORDS if name in self.special}:
            return
        needs = self.special.get("NEEDAFFIX", "")
        ends = [(stem, flags, True)]
        ends += [(word, flags | more, x) for word, more, x in self._suffixed(stem, flags)]
        for word, more, crosses in ends:
            own = more if word == stem else more - flags
            if needs not in own:
                yield word
            if not crosses:
                continue
            for flag in sorted(more):
                for rule in self.rules["PFX"].get(flag, ()):
                    if "'" in rule.add or "’" in rule.add or (word != stem and not rule.crosses):
                        continue
                    if word.startswith(rule.strip) and rule.fits(word):
                        yield rule.add + word[len(rule.strip) :]

    def _suffixed(
        self, stem: str, flags: frozenset[str], depth: int = 2
    ) -> Iterator[tuple[str, frozenset[str], bool]]:
        for flag in sorted(flags):
            for rule in self.rules["SFX"].get(flag, ()):
                if stem.endswith(rule.strip) and rule.fits(stem):
                    word = stem[: len(stem) - len(rule.strip)] + rule.add
                    yield word, rule.flags, rule.crosses
                    if rule.flags and depth > 1:
                        for longer, more, crosses in self._suffixed(word, rule.flags, depth - 1):
                            yield longer, more, crosses and rule.crosses


def entries(folder: Path) -> Iterator[tuple[str, Iterator[str]]]:
    """The entries of a dictionary, each with its forms."""
    affixes = Affixes(folder / "index.aff")
    for line in (folder / "index.dic").read_text(encoding="utf-8-sig").splitlines()[1:]:
        entry = re.split(r"[\t ]", line.strip(), maxsplit=1)[0].replace("\\/", "\0")
        stem, _, flags = entry.partition("/")
        stem = stem.replace("\0", "/")
        if stem:
            yield stem, affixes.forms(stem, frozenset(affixes.flags(flags)))
