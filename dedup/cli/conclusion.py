"""The end of a review: say what will be written, ask, and write it."""

import os
import sys

from dedup.cli.files import write
from dedup.cli.inplace import put_in_place
from dedup.cli.keys import END, Keyboard
from dedup.cli.keytable import FINAL_KEYS, help_rows
from dedup.cli.screen import complain, remark, width_of
from dedup.errors import DedupError
from dedup.model import Report
from dedup.reports.concise import told_of
from dedup.reports.rows import painted
from dedup.reports.tally import plural
from dedup.reports.visible import escaped
from dedup.review.events import Event
from dedup.review.outcome import outcome
from dedup.review.session import RefusedError, Session
from dedup.text import encode


class Conclusion:
    """What is asked when all is decided.

    Args:
        name: the file.
        seen: what it looked like when it was read; what has changed since is not written over.
        session: the review.
        keyboard: where keys come from.
        again: what to type to go on with this review.
    """

    def __init__(
        self, name: str, seen: os.stat_result, session: Session, keyboard: Keyboard, again: str
    ) -> None:
        self._name, self._seen, self._again = name, seen, again
        self._session, self._keyboard = session, keyboard

    def ask(self) -> Event | None:
        """Ask until the text is written, or the user stops or goes back.

        Returns:
            An event that the user wants to be done; None if there is none. The session tells
            whether the user went back to an edit.
        """
        made = outcome(self._session)
        self._keyboard.forget()  # a key that was held down must not write
        while True:
            remark(self._question(made))
            key = self._keyboard.key()
            remark(f"{key}\n" if len(key) == 1 and key.isprintable() else "\n")
            try:
                if key in ("k", "K"):
                    self._session.go(-1, open_only=False)
                    return None
                if key == "u":
                    return self._session.back()
            except RefusedError as refusal:
                remark(f"{refusal}\n")
            if key == "?":
                rows = help_rows(FINAL_KEYS, width_of(sys.stderr, os.environ))
                remark("".join(f"{painted(row, False)}\n" for row in rows))
            elif key in ("n", "N", "q", "\n", END):
                told = "nothing written; " if made.changed else ""
                remark(f"{told}the answers are saved; to go on:  {self._again}\n")
                return None
            elif key in ("y", "o") and made.changed and self._write(made, other=key == "o"):
                return None

    def _question(self, made: Report) -> str:
        taken, total = self._session.counts.taken, len(self._session.items)
        name = escaped(self._name)
        if not made.changed:
            return f"no edit was taken: there is nothing to write to {name}. Stop? [Y/k/u/?] "
        return (
            f"{told_of(made)}\n"
            f"write {taken} of {plural(total, 'edit')} to {name}? [y/N/o other file/k/u/?] "
        )

    def _write(self, made: Report, *, other: bool) -> bool:
        """Write the text; whether that was done."""
        data = encode(made.document, made.text)
        try:
            if other:
                remark("file: ")
                target = (self._keyboard.line() or "").strip()
                if not target:
                    return False
                write(target, data, like=self._seen)
                remark(f"wrote {escaped(target)}\n")
                return True
            for line in put_in_place(self._name, data, self._seen, made):
                remark(f"{line}\n")
            remark(f"to take it back:  dedup undo {escaped(self._name)}\n")
        except DedupError as error:
            complain(str(error))
            return False
        return True
