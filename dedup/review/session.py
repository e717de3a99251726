"""A review as a state machine: decisions, answers, a place. It neither draws nor reads nor writes.

What a key does is an event: a plain value that can be saved. The state is what the events so far
make of the report, so a review that was broken off goes on by doing its events again, and the last
answer is taken back by doing all but it. `Session` proposes events (`answer`, `rest`, …) and does
them (`do`); in between, whoever drives it saves them.

Every answer belongs to the edits that it names, by place and text: it does not matter in which
order they are found again, and one that is not found again is passed over.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from dedup.model import Edit, Report, Span
from dedup.review.events import Event, answering, named_in
from dedup.review.items import Counts, Item, Part, beside, by_key, items_of, made, reworded
from dedup.review.parts import parts_of
from dedup.review.taken import Taken
from dedup.text import Lines


class RefusedError(Exception):
    """What was asked for cannot be done here; `str()` is why, in words for the user."""


class Session:
    """A review under way.

    Attributes:
        report: what is reviewed.
        items: the decisions, in order.
        at: the index of the one at hand; the number of items when nothing is open any more.
    """

    def __init__(self, report: Report, events: Iterable[Event] = ()) -> None:
        self.report = report
        self._first = tuple(items_of(report))
        self._done: list[Event] = []
        self._clear()
        for event in events:
            self._apply(event)
        self.at = self._open_from(0)

    def _clear(self) -> None:
        self.items = list(self._first)
        self._found = by_key(self.items)
        self._made: dict[str, Edit | None] = {}
        self._taken = Taken()
        self.at = 0

    # What there is.

    @property
    def finished(self) -> bool:
        """Whether nothing is open, and one does not look at a decision again."""
        return self.at >= len(self.items)

    @property
    def item(self) -> Item:
        """The decision at hand."""
        return self.items[self.at]

    @property
    def counts(self) -> Counts:
        """How many decisions were made, and how."""
        answers = [self.answer_to(item) for item in self.items]
        return Counts(answers.count(True), answers.count(False), answers.count(None))

    def answer_to(self, item: Item) -> bool | None:
        """Whether a decision was taken; None while it is open."""
        answers = [self._made.get(key, ...) for key in item.keys]
        if any(answer is ... for answer in answers):
            return None
        return any(answers)

    def made_of(self, key: str) -> Edit | None:
        """What is to be made of an edit: itself, or as it was reworded; None if nothing is."""
        return self._made.get(key)

    @property
    def made(self) -> dict[str, Edit]:
        """The edits to be made, by their keys."""
        return {key: edit for key, edit in self._made.items() if edit is not None}

    def taken(self) -> tuple[Edit, ...]:
        """All edits to be made, disjoint, sorted by span."""
        return tuple(sorted(self.made.values(), key=lambda edit: edit.span))

    def rivals(self, item: Item, edits: Sequence[Edit]) -> list[str]:
        """The labels of the other decisions, taken already, that change the same text."""
        return self._labels(item, (key for e in edits for key in self._taken.meeting(e.span)))

    def _labels(self, item: Item, keys: Iterable[str]) -> list[str]:
        """The labels of the decisions that edits belong to, but for one."""
        owners = (self._found[key][0] for key in keys)
        return [*dict.fromkeys(owner.label for owner in owners if owner is not item)]

    # What can be done: each proposes an event, or refuses.

    def answer(self, take: bool) -> Event:
        """Take the decision at hand, or leave the text as it is."""
        if take:
            self._see_that_it_can_be_taken(self.item)
        return answering([self.item], take)

    def rest(self, take: bool) -> Event:
        """Answer this and all later open decisions of the same part."""
        if take:
            self._see_that_it_can_be_taken(self.item)
        return self._of_all([self.item, *self._open(self.at + 1)], take)

    def rule(self, take: bool) -> Event:
        """Answer this and all open decisions of the same part that the same rule found."""
        if take:
            self._see_that_it_can_be_taken(self.item)
        rule = self.item.edits[0].rule
        same = (item for item in self._open(0) if item.edits[0].rule == rule)
        return self._of_all([self.item, *same], take)

    def reword(self, span: Span, new: str) -> Event:
        """Take the edit at hand with another outcome.

        Args:
            span: what is replaced; it holds the span of the edit.
            new: what is to stand there.
        """
        if len(self.item.edits) > 1:
            raise RefusedError("these are many edits; s asks for each")
        (edit,) = self.item.edits
        old = span.of(self.report.document.text)
        if new == old:
            return self.answer(False)
        if (span, new) == (edit.span, edit.new):
            return self.answer(True)
        self._see_that_nothing_is_in_the_way([reworded(edit, span, old, new)])
        (key,) = self.item.keys
        return {"do": "reword", "edit": key, "span": [span.start, span.end], "new": new}

    def split(self) -> Event:
        """Take the decision at hand apart."""
        if not self._parts(self.item):
            raise RefusedError("this cannot be split: it is one change")
        return {"do": "split", "edits": [*self.item.keys]}

    def back(self) -> Event:
        """Take back the last event."""
        if not self._done:
            raise RefusedError("there is no answer to take back")
        return {"do": "back"}

    def do(self, event: Event) -> None:
        """Do what was proposed, and go on to what is open."""
        if event["do"] == "back":
            undone = self._done[-1]
            self._apply(event)
            named = set(named_in(undone))
            of = (k for k, item in enumerate(self.items) if not named.isdisjoint(item.keys))
            self.at = next(of, self._open_from(0))
            return
        self._apply(event)
        self.at = self._open_from(self.at)

    # Going about.

    def go(self, step: int, *, open_only: bool) -> None:
        """Go to the next decision, or the one before, `step` being 1 or -1."""
        at = self.at + step
        while open_only and 0 <= at < len(self.items) and self._is_answered(at):
            at += step
        if not 0 <= at < len(self.items):
            if step > 0 and self.counts.open == 0:
                self.at = len(self.items)
                return
            which = "open " if open_only else ""
            raise RefusedError(f"there is no {which}decision {'after' if step > 0 else 'before'}")
        self.at = at

    def go_to(self, label: str) -> None:
        """Go to the decision with this number, or to its first part."""
        for k, item in enumerate(self.items):
            if item.label == label or item.label.startswith(f"{label}."):
                self.at = k
                return
        raise RefusedError(f"there is no decision {label}")

    def find(self, text: str) -> None:
        """Go to the next decision on a line with this text, or to the first; its outcome counts."""
        whole = self.report.document.text
        lines = Lines(whole)
        for k in (*range(self.at + 1, len(self.items)), *range(self.at + 1)):
            if k < len(self.items) and any(
                text in beside(whole, lines, edit) or text in edit.new
                for edit in self.items[k].edits
            ):
                self.at = k
                return
        raise RefusedError("no decision is on a line with this text")

    # The workings.

    def _apply(self, event: Event) -> None:
        """Do an event of this run or of one before; what does not fit is passed over."""
        if event.get("do") == "back":
            if self._done:
                done = self._done[:-1]
                self._done = []
                self._clear()
                for each in done:
                    self._apply(each)
            return
        self._done.append(event)
        with suppress(AttributeError, KeyError, TypeError, ValueError):  # it was tampered with
            self._change(event)

    def _change(self, event: Event) -> None:
        """Change the state, as far as what the event speaks of is there."""
        named = [key for key in named_in(event) if key in self._found]
        text = self.report.document.text
        for key in named:
            edit = self._found[key][1]
            match event["do"]:
                case "take":
                    self._put(key, made(edit) if edit.old != edit.new else None)
                case "leave":
                    self._put(key, None)
                case "reword":
                    span = Span(*event["span"])
                    if span.contains(edit.span) and span.end <= len(text):
                        self._put(key, reworded(edit, span, span.of(text), str(event["new"])))
        if event["do"] == "split" and named:
            owner = self._found[named[0]][0]
            at = self.items.index(owner)
            for key in owner.keys:
                self._take_out(key)
                del self._found[key]
            self.items[at : at + 1] = self._parts(owner) or [owner]
            self._found |= by_key(self.items[at:])

    def _put(self, key: str, edit: Edit | None) -> None:
        """Decide on one edit, unless others that were taken stand in its way."""
        self._take_out(key)
        if edit is not None and (self._taken.meeting(edit.span) or self._taken.vouching(edit)):
            return
        self._made[key] = edit
        if edit is not None:
            self._taken.add(key, edit)

    def _take_out(self, key: str) -> None:
        edit = self._made.pop(key, None)
        if edit is not None:
            self._taken.remove(key)

    def _parts(self, item: Item) -> list[Item]:
        if len(item.edits) > 1:
            parts: Sequence[Edit] = item.edits
        else:
            parts = parts_of(item.edits[0], self.report.document.text)
        return [Item((part,), item.part, f"{item.label}.{k}") for k, part in enumerate(parts, 1)]

    def _open(self, start: int) -> Iterator[Item]:
        """The open decisions of the part at hand, from an index on, without that at hand."""
        for k in range(start, len(self.items)):
            item = self.items[k]
            if k != self.at and item.part is self.item.part and not self._is_answered(k):
                yield item

    def _of_all(self, items: Sequence[Item], take: bool) -> Event:
        if take and self.item.part is Part.NOTED:
            raise RefusedError("what is only pointed out is taken one by one")
        if take:
            items = [each for each in items if not self.rivals(each, each.edits)]
        return answering(items, take)

    def _see_that_it_can_be_taken(self, item: Item) -> None:
        if all(edit.old == edit.new for edit in item.edits):
            raise RefusedError("this is only pointed out; e writes what is to stand there")
        self._see_that_nothing_is_in_the_way(item.edits)

    def _see_that_nothing_is_in_the_way(self, edits: Sequence[Edit]) -> None:
        rivals = self.rivals(self.item, edits)
        if rivals:
            raise RefusedError(
                f"this text is changed by {', '.join(rivals)}, which you took; leave that first"
            )
        vouching = (key for edit in edits for key in self._taken.vouching(edit))
        rivals = self._labels(self.item, vouching)
        if rivals:
            raise RefusedError(
                f"{', '.join(rivals)}, which you took, removes what this repeats; "
                "nothing would be left of it"
            )

    def _is_answered(self, at: int) -> bool:
        return self.answer_to(self.items[at]) is not None

    def _open_from(self, at: int) -> int:
        """The next open decision from an index on, around the end; behind all if none is."""
        order = (*range(at, len(self.items)), *range(min(at, len(self.items))))
        return next((k for k in order if not self._is_answered(k)), len(self.items))
