"""The stages of a local run as the user sees them, and how far it has come."""

from typing import NamedTuple


class Progress(NamedTuple):
    """How far a run has come.

    Attributes:
        stage: what is done now, in a word or two.
        done: the share of the whole work, in [0, 1].
        characters: how many characters of the corpus came through so far, where that is known.
    """

    stage: str
    done: float
    characters: int


class Stage(NamedTuple):
    """A stage as the user sees it, and its share of the time, roughly."""

    words: str
    share: float


STAGES = {
    "read": Stage("reading", 6),
    "prepare": Stage("cleaning", 60),
    "whole": Stage("comparing documents", 1),
    "hold": Stage("sharing out blocks", 1),
    "repeat": Stage("comparing blocks", 2),
    "key": Stage("sharing out seeds", 3),
    "pair": Stage("pairing blocks", 6),
    "candidate": Stage("choosing candidates", 3),
    "text": Stage("gathering texts", 2),
    "match": Stage("verifying repeats", 8),
    "resolve": Stage("deciding", 1),
    "vote": Stage("looking for boilerplate", 2),
    "common": Stage("looking for boilerplate", 0),
    "edit": Stage("editing", 5),
    "keep": Stage("adding to the index", 0),
    "write": Stage("writing", 5),
    "convert": Stage("writing", 0),
    "report": Stage("reporting", 2),
}


def stage_of(name: str) -> Stage:
    """A stage by its name; small ones between reading and cleaning are told as reading."""
    return STAGES.get(name, Stage(STAGES["read"].words, 0))
