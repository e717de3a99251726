"""The overview: where in the document the changes lie, in bars, however many they are."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import log

from dedup.model import Span
from dedup.reports.html.deck import Card
from dedup.reports.html.markup import attribute
from dedup.reports.places import Places
from dedup.reports.tally import plural

BARS = 250
"""Into how many stretches of equal length the document is cut."""

LANES = {"gone": "removed", "mended": "mended", "held": "shown, not made"}
"""One below the other; each with what it says."""

_WIDTH, _LANE, _GAP = 4, 11, 2
"""Of a bar, of a lane and between lanes, in units of the drawing."""

_LEAST = 0.5
"""The height of a bar for one edit, as a share of the lane's; the fullest bar takes all of it."""


def bars_of(span: Span, length: int) -> tuple[int, int]:
    """The first and the last bar that a stretch of a document lies in."""
    last = min(max(span.end - 1, span.start), max(length - 1, 0))
    first, last = (min(k * BARS // max(length, 1), BARS - 1) for k in (span.start, last))
    return first, max(first, last)


def strip(
    cards: Sequence[Card], anchors: Sequence[str], length: int, places: Places, name: str
) -> str:
    """The overview of one file; empty where nothing was found.

    Args:
        cards: what is shown in the order of the text, and groups last.
        anchors: the name of the place of each card.
        length: of the document, in characters.
        places: the places in it.
        name: what to call the overview.
    """
    return "".join(_drawn(cards, anchors, length, places, name)) if cards else ""


def _drawn(
    cards: Sequence[Card], anchors: Sequence[str], length: int, places: Places, name: str
) -> Iterator[str]:
    counts: Counter[tuple[str, int]] = Counter()
    first: dict[tuple[str, int], tuple[str, int]] = {}
    throughout: Counter[int] = Counter()
    for card, anchor in zip(cards, anchors, strict=True):
        if card.group:
            if card.status == "applied":
                throughout.update(bars_of(edit.span, length)[0] for edit in card.edits)
            continue
        start, end = bars_of(Span(card.start, card.end), length)
        for bar in range(start, end + 1):
            counts[card.lane, bar] += len(card.edits)
            first.setdefault((card.lane, bar), (anchor, card.start))
    lanes = [lane for lane in LANES if any(each == lane for each, _ in counts)]
    height = (_LANE + _GAP) * max(len(lanes), 1)
    yield (
        f'<nav class="strip" aria-label="{attribute(name)}">'
        f'<svg viewBox="0 0 {BARS * _WIDTH} {height}" preserveAspectRatio="none" '
        'shape-rendering="crispEdges">'
    )
    for bar in sorted(throughout):
        yield f'<rect class="all" x="{bar * _WIDTH}" width="{_WIDTH}" y="0" height="{height}"/>'
    for k, lane in enumerate(lanes):
        base = (_LANE + _GAP) * k + _LANE
        most = max(count for (each, _), count in counts.items() if each == lane)
        yield f'<path class="base" d="M0 {base + 0.5}H{BARS * _WIDTH}"/>'
        for (each, bar), count in counts.items():
            if each != lane:
                continue
            share = _LEAST + (1 - _LEAST) * (log(count) / log(most) if most > 1 else 1)
            high = round(_LANE * share, 1)
            anchor, start = first[lane, bar]
            told = f"line {places.before.line(start)}: {plural(count, 'edit')} {LANES[lane]}"
            yield (
                f'<a href="#{anchor}" tabindex="-1"><title>{told}</title>'
                f'<rect class="{lane}" data-bar="{bar}" x="{bar * _WIDTH}" '
                f'width="{_WIDTH}" y="{round(base - high, 1)}" height="{high}"/></a>'
            )
    yield '<rect class="here" x="-9" y="0" width="2" height="100%"/></svg>'
    keys = "".join(f'<span class="key {lane}">{LANES[lane]}</span>' for lane in lanes)
    yield (
        f'<p class="scale"><span>line 1</span><span>{keys}</span>'
        f"<span>line {places.before.count}</span></p></nav>"
    )
