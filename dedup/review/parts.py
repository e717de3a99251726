"""A removal of several paragraphs taken apart, so that each can be decided by itself."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from dedup.model import REMOVALS, Edit, Evidence, Span
from dedup.patterns import regex

_WHITE = regex(r"\s+")
_LINE_END = regex(r"\r\n?|\n")


def parts_of(edit: Edit, text: str) -> tuple[Edit, ...]:
    """A removal as one edit for each of its paragraphs, or lines where no blank line parts them.

    Together they take out what the whole takes out. A part names the paragraph that it repeats
    where the kept copy has as many of them.

    Args:
        edit: a removal; of anything else, and of a single paragraph, there are no parts.
        text: the original.

    Returns:
        Two edits or more, disjoint, in order; nothing where there are no parts.
    """
    if edit.kind not in REMOVALS or edit.new:
        return ()
    spans = [*_paragraphs(edit.old, edit.span.start)]
    if len(spans) < 2:
        return ()
    kept = edit.repeats
    sources = [*_paragraphs(kept.of(text), kept.start)] if kept is not None else []
    paired = len(sources) == len(spans)
    return tuple(
        replace(
            edit,
            span=span,
            old=span.of(text),
            evidence=_pointing(edit.evidence, kept, _core(sources[k], text) if paired else kept),
            group=None,
        )
        for k, span in enumerate(spans)
    )


def _paragraphs(text: str, start: int) -> Iterator[Span]:
    """The paragraphs of a stretch, each with the white space on one side; nothing is left over.

    That is the side on which the stretch itself has some, else the one behind.

    Args:
        text: the stretch.
        start: where it starts.
    """
    ahead = text[:1].isspace()
    gaps = [
        (len(_LINE_END.findall(match[0])), match.start() if ahead else match.end())
        for match in _WHITE.finditer(text)
        if match.start() > 0 and match.end() < len(text)
    ]
    least = 2 if any(ends > 1 for ends, _ in gaps) else 1
    cuts = [0, *(at for ends, at in gaps if ends >= least), len(text)]
    for begin, end in pairwise(cuts):
        yield Span(start + begin, start + end)


def _core(span: Span, text: str) -> Span:
    """A span without the white space at its ends."""
    old = span.of(text)
    return Span(span.end - len(old.lstrip()), span.start + len(old.rstrip()))


def _pointing(
    evidence: tuple[Evidence, ...], old: Span | None, new: Span | None
) -> tuple[Evidence, ...]:
    """The reasons, with `new` for the peer where that was `old`."""
    return tuple(
        replace(reason, peer=new) if reason.peer is not None and reason.peer == old else reason
        for reason in evidence
    )
