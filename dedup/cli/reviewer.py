"""The loop of a review: draw a decision, wait for a key, save the answer, go on.

What a key does to the review stands in `dedup.review.session`; what keys there are, in `keytable`.
"""

import os
import sys
from collections.abc import Callable
from typing import ClassVar

from dedup.cli.editor import edited, editor_of
from dedup.cli.keys import END, REDRAW, Keyboard
from dedup.cli.keytable import ASKED, KEYS, help_rows
from dedup.cli.looks import look_on
from dedup.cli.screen import Screen, complain, is_terminal, remark
from dedup.errors import InputError
from dedup.reports.look import Look
from dedup.reports.rows import painted
from dedup.reports.wrap import Row
from dedup.review.drawing import draw
from dedup.review.events import Event
from dedup.review.rewording import narrowed, offered
from dedup.review.session import RefusedError, Session
from dedup.text import encode, line_end_style


class Reviewer:
    """The loop of a review: what is shown, and what keys do.

    Args:
        session: where the review stands.
        save: keeps an event; when it returns, the event is safe.
        conclude: asks what is to be written once all is decided.
        keyboard: where keys come from.
        screen: how to draw.
        again: what to type to go on with this review.
    """

    def __init__(
        self,
        session: Session,
        save: Callable[[Event], None],
        conclude: Callable[[], Event | None],
        keyboard: Keyboard,
        screen: Screen,
        again: str,
    ) -> None:
        self._session, self._save, self._conclude = session, save, conclude
        self._keyboard, self._screen, self._again = keyboard, screen, again
        self._why = False

    def run(self) -> None:
        """Ask until all is decided and written, or the user stops."""
        counts = self._session.counts
        if counts.taken or counts.left:
            done = counts.taken + counts.left
            remark(f"resumed: {done} of {len(self._session.items)} answered before\n")
        try:
            while True:
                over = self._ends() if self._session.finished else self._ask()
                if over:
                    return
        except KeyboardInterrupt:
            remark("\n")
            self._take_leave()
            raise

    def _ends(self) -> bool:
        """Ask what is to be written; whether the review is over."""
        event = self._conclude()
        if event is not None:
            self._do(event)
        return event is None and self._session.finished

    def _ask(self) -> bool:
        """Show the decision at hand and do what the user wants; whether they want to stop."""
        self._show(draw(self._session, self._look, why=self._why))
        self._why = False
        while True:
            key = self._prompt()
            if key in (END, "q"):
                self._take_leave()
                return True
            if key == REDRAW:
                remark("\n")
                return False
            do = self._DOES.get(key)
            if do is None:
                remark("? shows the keys\n")
                continue
            try:
                if do(self):
                    return False
            except RefusedError as refusal:
                remark(f"{refusal}\n")
            except InputError as error:
                complain(str(error))

    def _prompt(self) -> str:
        """Ask for a key, and show which was pressed."""
        session = self._session
        answer = session.answer_to(session.item)
        told = {True: " (taken)", False: " (left)", None: ""}[answer]
        keys = ",".join(key for each, _ in KEYS for key in each.split())
        edit = session.item.edits[0]
        asked = ASKED["flag"] if edit.old == edit.new else ASKED.get(edit.kind, "Change this?")
        remark(f"{asked}{told} [{keys}] ")
        key = self._keyboard.key()
        if len(key) == 1 and key.isprintable():
            remark(key)
        if key != REDRAW:
            remark("\n")
        return key

    # What keys do: each returns whether to draw anew.

    def _do(self, event: Event) -> bool:
        """Save what was done, then do it: in this order, so that what is shown is saved."""
        self._save(event)
        self._session.do(event)
        return True

    def _take(self) -> bool:
        return self._do(self._session.answer(True))

    def _leave(self) -> bool:
        return self._do(self._session.answer(False))

    def _take_rest(self) -> bool:
        return self._do(self._session.rest(True))

    def _leave_rest(self) -> bool:
        return self._do(self._session.rest(False))

    def _take_rule(self) -> bool:
        return self._do(self._session.rule(True))

    def _leave_rule(self) -> bool:
        return self._do(self._session.rule(False))

    def _go_to(self) -> bool:
        remark("number: ")
        label = (self._keyboard.line() or "").strip()
        if label:
            self._session.go_to(label)
        return bool(label)

    def _find(self) -> bool:
        remark("text: ")
        text = (self._keyboard.line() or "").strip()
        if text:
            self._session.find(text)
        return bool(text)

    def _next(self) -> bool:
        self._session.go(1, open_only=True)
        return True

    def _next_of_all(self) -> bool:
        self._session.go(1, open_only=False)
        return True

    def _previous(self) -> bool:
        self._session.go(-1, open_only=True)
        return True

    def _previous_of_all(self) -> bool:
        self._session.go(-1, open_only=False)
        return True

    def _split(self) -> bool:
        return self._do(self._session.split())

    def _back(self) -> bool:
        return self._do(self._session.back())

    def _whole(self) -> bool:
        """Show the texts unabridged, in the pager where standard output can show one."""
        rows = draw(self._session, self._look._replace(verbose=True))
        if is_terminal(sys.stdout):
            from dedup.cli.pager import page

            page(self._painted(rows), self._screen.paging, os.environ)
        else:
            self._show(rows)
        return False

    def _explain(self) -> bool:
        self._why = True
        return True

    def _help(self) -> bool:
        self._show(help_rows(KEYS, self._look.width))
        return False

    def _edit(self) -> bool:
        """Have the outcome reworded: by the editor, or on one line where there is none."""
        session = self._session
        if len(session.item.edits) > 1:
            raise RefusedError("these are many edits; s asks for each")
        document = session.report.document
        (edit,) = session.item.edits
        made = session.made_of(session.item.keys[0]) or edit
        command = editor_of(os.environ)
        if command:
            stretch, shown = offered(document.text, edit, made)
            result = edited(shown, command, line_end_style(document.text))
            if result == shown:
                remark("nothing was changed in the editor\n")
                return False
            span, new = narrowed(document.text, stretch, result, edit.span)
        else:
            old = self._look.glyphs.spaced(made.old)
            remark(f"instead of «{old}» (Enter alone changes nothing): ")
            line = self._keyboard.line()
            if not line:
                return False
            span, new = made.span, line
        encode(document, new)  # what the encoding cannot hold is refused now, not at the end
        return self._do(session.reword(span, new))

    def _take_leave(self) -> None:
        remark(f"the answers are saved; to go on:  {self._again}\n")

    @property
    def _look(self) -> Look:
        """How to draw now: the terminal may have another size than before."""
        return look_on(sys.stderr, self._screen)

    def _painted(self, rows: list[Row]) -> str:
        look = self._look
        return "".join(f"{painted(row, look.color)}\n" for row in rows)

    def _show(self, rows: list[Row]) -> None:
        remark(self._painted([[], *rows]))

    _DOES: ClassVar[dict[str, Callable[["Reviewer"], bool]]] = {
        "y": _take,
        "n": _leave,
        "a": _take_rest,
        "d": _leave_rest,
        "A": _take_rule,
        "D": _leave_rule,
        "g": _go_to,
        "/": _find,
        "j": _next,
        "J": _next_of_all,
        "k": _previous,
        "K": _previous_of_all,
        "s": _split,
        "e": _edit,
        "v": _whole,
        "w": _explain,
        "u": _back,
        "?": _help,
    }
