"""Through which windows a text is seen that is too long to be shown whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dedup.model import Span
from dedup.reports.wrap import NO_END, NO_START, Piece, carried, cells, is_word, width_of

HEAD = 26
"""Cells of the beginning that are shown, so that the reader finds the place."""

AROUND = 30
"""Cells on either side of a change, at most; what is left over goes to the last one."""

LEAST = 12
"""Cells on either side of a change, at least, however many there are."""

HEAD_SHARE = 0.58
"""The share of an unmarked text's room that its head gets: a text is known by how it starts."""

_SNAP = 16
"""How many characters an end may give up so that no word is cut."""

_NO_FIRST = NO_START | {" "}
_NO_LAST = NO_END | {" "}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that is shown in another way than as it stands.

    Attributes:
        span: the stretch, in the text.
        pieces: what is shown instead.
        beside: the style of the characters that touch it, or empty.
    """

    span: Span
    pieces: tuple[Piece, ...]
    beside: str = ""


def windows_on(
    text: str, span: Span, marks: Sequence[Mark] = (), *, room: int | None, tail: bool = False
) -> list[Span]:
    """What of a stretch is shown where it is abridged: disjoint spans, in order.

    Args:
        text: the whole text; the others as of `abridge.abridged`.
        span: as above.
        marks: as above.
        room: as above.
        tail: as above.
    """
    if room is None or _fits(text, span, marks, room):
        return [span]
    return _Windows(text, span, marks, room).shown(tail)


def shared_out(
    windows: Sequence[Span], marks: Sequence[Mark]
) -> Iterator[tuple[Span, Sequence[Mark]]]:
    """Each window with the marks in it."""
    done = 0
    for window in windows:
        first = done
        while done < len(marks) and marks[done].span.end <= window.end:
            done += 1
        yield window, marks[first:done]


def _width_of_marks(marks: Sequence[Mark]) -> int:
    return sum(width_of(piece.text) for mark in marks for piece in mark.pieces)


def _fits(text: str, span: Span, marks: Sequence[Mark], room: int) -> bool:
    """Whether all of it can be shown; looks at no more text than there is room for."""
    left = room - _width_of_marks(marks)
    done = span.start
    for mark in marks:
        left = _spend(text, done, mark.span.start, left)
        done = mark.span.end
    return _spend(text, done, span.end, left) >= 0


def _spend(text: str, start: int, end: int, room: int) -> int:
    """The room that is left after a stretch; below 0 if it does not fit."""
    for k in range(start, end):
        if room < 0:
            break
        room -= cells(text[k])
    return room


class _Windows:
    """The search for the windows through which an abridged text is shown."""

    def __init__(self, text: str, span: Span, marks: Sequence[Mark], room: int) -> None:
        self._text, self._span, self._marks, self._room = text, span, marks, room
        self._gap = len(f" ⋯ {len(span)} chars ⋯ ")
        # A single change has cells to spare: then less is hidden for the sake of a few.
        self._least = self._gap * (2 if len(marks) == 1 else 1)

    def shown(self, tail: bool) -> list[Span]:
        """The windows, disjoint and sorted, each mark in one of them."""
        if not self._marks:
            return self._ends()
        first, last = self._marks[0].span.start, self._marks[-1].span.end
        gaps = len(self._marks) + 1
        spare = self._room - _width_of_marks(self._marks) - self._gap * gaps
        around = min(AROUND, spare // (2 * gaps))
        windows: list[Span] = []
        if around >= LEAST:
            windows.append(self._ahead(self._span.start, min(HEAD, around), first))
        around = max(LEAST, around)
        for mark in self._marks:
            start = self._back(mark.span.start, around, self._span.start)
            windows.append(Span(start, self._ahead(mark.span.end, around, self._span.end).end))
        if tail:
            start = self._back(self._span.end, min(HEAD, around), last)
            windows.append(Span(start, self._span.end))
        windows = self._merged(windows)
        return self._merged(self._grown(windows, -1 - (tail and windows[-1].start > last)))

    def _ends(self) -> list[Span]:
        """The head and the tail of a text in which nothing is marked."""
        room = max(self._room - self._gap, LEAST)
        head = self._ahead(self._span.start, int(room * HEAD_SHARE), self._span.end)
        left = _spend(self._text, head.start, head.end, room)
        tail = self._back(self._span.end, left, head.end)
        return [head, Span(tail, self._span.end)]

    def _grown(self, windows: list[Span], which: int) -> list[Span]:
        """Give the room that is left to the window of the last mark: ahead, then back."""
        left = self._room - _width_of_marks(self._marks)
        done = self._span.start
        for window, inside in shared_out(windows, self._marks):
            left -= self._gap if window.start > done else 0
            left -= width_of(self._text[window.start : window.end])
            left += sum(width_of(mark.span.of(self._text)) for mark in inside)
            done = window.end
        left -= self._gap if done < self._span.end else 0
        if left <= 0:
            return windows
        ends = [self._span.start, *(w.end for w in windows)]
        starts = [*(w.start for w in windows), self._span.end]
        window = windows[which]
        k = which % len(windows)
        end = self._ahead(window.end, left, starts[k + 1], border=True).end
        left = _spend(self._text, window.end, end, left)
        start = self._back(window.start, left, ends[k], border=True)
        windows[which] = Span(start, end)
        return windows

    def _merged(self, windows: Sequence[Span]) -> list[Span]:
        """Windows as one where what lies between takes no more room than to say so."""
        merged = [Span(self._span.start, self._span.start)]
        for window in windows:
            last = merged[-1]
            if _spend(self._text, last.end, window.start, self._least) >= 0:
                merged[-1] = Span(last.start, max(last.end, window.end))
            else:
                merged.append(window)
        last = merged[-1]
        if _spend(self._text, last.end, self._span.end, self._gap - 2) >= 0:
            merged[-1] = Span(last.start, self._span.end)
        return merged

    def _ahead(self, start: int, room: int, limit: int, *, border: bool = False) -> Span:
        """As much text from `start` on as there is room for; no word is cut if that is cheap."""
        end = start
        while end < limit and cells(self._text[end]) <= room:
            room -= cells(self._text[end])
            end += 1
        if end == limit:
            return Span(start, end)
        return Span(start, self._snapped(end, start if border else start + 1, -1))

    def _back(self, end: int, room: int, limit: int, *, border: bool = False) -> int:
        """Where the text that there is room for up to `end` starts."""
        start = end
        while start > limit and cells(self._text[start - 1]) <= room:
            room -= cells(self._text[start - 1])
            start -= 1
        if start == limit:
            return start
        return self._snapped(start, end if border else end - 1, 1)

    def _snapped(self, at: int, limit: int, step: int) -> int:
        """The nearest place towards `limit` for a window to end at, as a reader would cut.

        No word is cut, and what is shown there is no blank, no closing mark at the start and no
        opening one at the end. Where no such place is near: the limit itself if that is near and
        cuts nothing, else the place asked for.
        """
        text = self._text
        unfit = _NO_FIRST if step > 0 else _NO_LAST
        for k in range(at, min(at + _SNAP, limit) if step > 0 else max(at - _SNAP, limit), step):
            if not self._cuts(k) and text[k if step > 0 else k - 1] not in unfit:
                return k
        near = 0 <= (limit - at) * step <= _SNAP and 0 < limit < len(text)
        return limit if near and not self._cuts(limit) else at

    def _cuts(self, at: int) -> bool:
        """Whether a window that ends here would cut a letter or a word."""
        text = self._text
        if carried(text, at) or text[at - 1 : at + 1] == "\r\n":
            return True
        return is_word(text[at - 1]) and is_word(text[at])
