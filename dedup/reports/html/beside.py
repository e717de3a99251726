"""A copy beside the text that is kept, with the differences marked in both."""

from collections.abc import Iterator, Sequence

from dedup.model import Edit, Report, Span
from dedup.reports.html.markup import Tongue, border, shown, side
from dedup.reports.html.stretch import SEAM, gap
from dedup.reports.places import Places
from dedup.reports.readings import MOST_COMPARED, readings
from dedup.reports.tally import plural

_AROUND = 160
"""Characters shown of the kept text before and behind what a cut copy has of it."""

_LEAST = 400
"""So much of the kept text is shown however short the copy; else at most twice as much as it."""


class Beside:
    """Draws the repeats of one report.

    Args:
        report: the report.
        places: the places in its two texts.
        tongue: the languages of its text.
    """

    def __init__(self, report: Report, places: Places, tongue: Tongue) -> None:
        self._text, self._places, self._tongue = report.document.text, places, tongue
        self._sources = {m.copy: m.source for c in report.clusters for m in c.matches}

    def drawn(self, edit: Edit, repeats: Span) -> Iterator[str]:
        """A copy beside what is kept, folded, with the differences marked in both."""
        copy = self._places.core(edit.span)
        kept = self._sources.get(copy) or repeats
        kept = Span(kept.start, min(kept.end, kept.start + 2 * len(copy) + _LEAST))
        own, other = copy.of(self._text), kept.of(self._text)
        found = readings(own, other)
        lines = self._places.before
        first, last = self._places.lines(kept)
        where = f"lines {first}–{last}" if last > first else f"line {first}"
        if found is None:
            told = f"too long to be compared: more than {MOST_COMPARED} chars"
        elif not found:
            told = "word for word" if own == other else "word for word but at its ends"
            told = f"cut, else {told}" if len(kept) < len(repeats) else told
        else:
            told = plural(len(found), "difference")
        yield (
            f'<details class="beside"><summary>beside the kept copy, {where} '
            f'<span class="found">{told}</span></summary><div class="pair">'
        )
        left = _marked(own, [(a, b) for a, b, _, _ in found or ()], "del")
        right = _marked(other, [(c, d) for _, _, c, d in found or ()], "ins")
        before, after = self._around(kept, repeats)
        yield side(
            "copy",
            "this copy",
            lines.line(copy.start),
            left,
            self._tongue.speech(own[:MOST_COMPARED]),
        )
        yield side(
            "kept",
            "kept",
            lines.line(kept.start),
            f"{before}{right}{after}",
            self._tongue.speech(other[:MOST_COMPARED]),
        )
        yield "</div></details>"

    def _around(self, source: Span, kept: Span) -> tuple[str, str]:
        """What the kept text has before and behind the part that a cut copy repeats."""
        text = self._text
        if not kept.contains(source):
            return "", ""
        start = border(text, max(kept.start, source.start - _AROUND), kept.start, source.start, 1)
        end = border(text, min(kept.end, source.end + _AROUND), source.end, kept.end, -1)
        sides = []
        for piece, hidden in (
            (text[start : source.start], start - kept.start),
            (text[source.end : end], kept.end - end),
        ):
            if not piece and not hidden:
                sides.append("")
                continue
            rest = f'<span class="context">{shown(piece, lines=True)}</span>'
            sides.append(f"{rest}{gap(hidden)}" if sides else f"{gap(hidden)}{rest}")
        return sides[0], sides[1]


def _marked(text: str, spans: Sequence[tuple[int, int]], tag: str) -> str:
    """A text with stretches of it marked; an empty one is where the other has more."""
    parts: list[str] = []
    at = 0
    for a, b in spans:
        parts.append(shown(text[at:a], lines=True))
        parts.append(f"<{tag}>{shown(text[a:b], lines=True)}</{tag}>" if b > a else SEAM)
        at = b
    parts.append(shown(text[at:], lines=True))
    return "".join(parts)
