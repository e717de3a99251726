"""The tools, and the settings at which each is measured."""

import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

Command = Callable[[Path, Path, Namespace], list[str]]

BY = ("documents:words", "paragraphs:words", "paragraphs:characters")
"""The settings of every peer: what is kept or removed, and by what it is compared."""


class Tool(NamedTuple):
    """A tool at one of its settings.

    Attributes:
        name: of the tool.
        setting: in a word or two.
        command: makes the command that reads CORPUS.jsonl (`id`, `text`) and writes OUTPUT.jsonl
            with the ids and texts that it keeps.
        package: the distribution that it needs in the peers' interpreter; empty for none.
    """

    name: str
    setting: str
    command: Command
    package: str = ""

    @property
    def title(self) -> str:
        """Name and setting."""
        return f"{self.name}, {self.setting}"


def _own(within: str) -> Tool:
    def command(corpus: Path, output: Path, given: Namespace) -> list[str]:
        options = ["--memory", given.memory, "-j", str(given.jobs), "--within", within]
        files = [str(corpus), "-o", str(output), "--id-field", "id", "-q"]
        return [sys.executable, "-m", "dedup", "corpus", *files, *options]

    return Tool("dedup", within, command)


def _peer(name: str, module: str, setting: str) -> Tool:
    def command(corpus: Path, output: Path, given: Namespace) -> list[str]:
        peer = f"benchmarks.corpus.peers.{module}"
        return [given.python, "-m", peer, setting, str(corpus), str(output)]

    return Tool(name, setting, command, name)


_PEERS = {
    "text-dedup": "text_dedup_minhash",
    "datasketch": "datasketch_lsh",
    "rensa": "rensa_lsh",
    "datatrove": "datatrove_minhash",
}

TOOLS = (
    *map(_own, ("none", "repeats", "clean")),
    *(_peer(name, module, setting) for name, module in _PEERS.items() for setting in BY),
)


def chosen(wanted: str) -> list[Tool]:
    """Tools by their names, or `NAME:SETTING`, with commas between.

    Raises:
        ValueError: there is none of such a name.
    """
    out: list[Tool] = []
    for each in wanted.split(","):
        name, _, setting = each.partition(":")
        found = [t for t in TOOLS if t.name == name and setting in ("", t.setting)]
        if not found:
            known = ", ".join(f"{t.name}:{t.setting}" for t in TOOLS)
            raise ValueError(f"there is no tool {each!r}; there are {known}")
        out += found
    return out
