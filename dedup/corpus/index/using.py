"""An index as one run uses it: what is known when it begins, and what it adds when it is done."""

from pathlib import Path
from typing import Any

from dedup.corpus.index.folder import BASE, Folder, Segment
from dedup.corpus.plan import Wish
from dedup.corpus.state import digest
from dedup.errors import UsageError


class Using:
    """What a run knows of an index, and adds to it.

    Args:
        wish: names the folder.
        identity: what is cleaned, and how, without the index.
        going_on: whether the run goes on where one was stopped.

    Raises:
        UsageError: it cannot be used now, or for this.
        InputError: it is damaged.
    """

    def __init__(self, wish: Wish, identity: dict[str, Any], *, going_on: bool) -> None:
        assert wish.known is not None
        if wish.settings.across == "none":
            raise UsageError("--across none compares nothing\nleave it out, or  --index")
        self._folder = Folder(Path(wish.known))
        self._inputs = digest([identity["inputs"]])
        self._identity = dict(identity)
        known = self._folder.segments
        # A run that was stopped right after it had added what it kept has only to end.
        self._added = bool(going_on and known and known[-1].mark == self._mark(known[:-1]))
        self.known: tuple[Segment, ...] = tuple(known[:-1] if self._added else known)
        again = next((each for each in self.known if each.inputs == self._inputs), None)
        if again is not None:
            self.close()
            raise UsageError(
                f"{wish.known}: what this run reads was added to it before, in {again.folder}; "
                "all of it would go\nleave out --index, or begin another one"
            )

    @property
    def identity(self) -> str:
        """What a run that goes on must find again."""
        return self._mark(self.known)

    @property
    def documents(self) -> int:
        """How many documents are known."""
        return sum(each.documents for each in self.known)

    @property
    def first(self) -> int:
        """The number in the index of the first document of the run."""
        return BASE + self.documents

    def add(self, source: Path, sizes: list[int], blocks: int, made: dict[str, Any]) -> None:
        """Add what the run has kept; nothing if that is done.

        Args:
            source: the folder with the files of the segment.
            sizes: how many documents each chunk has.
            blocks: how many blocks are kept.
            made: what they were made with.

        Raises:
            OSError: it cannot be written; the index is as it was.
        """
        if self._added:
            return
        self._folder.add(
            source,
            len(sizes),
            made=made,
            documents=sum(sizes),
            blocks=blocks,
            first=self.first,
            chunks=[self.first + sum(sizes[:k]) for k in range(len(sizes))],
            mark=self.identity,
            inputs=self._inputs,
        )

    def close(self) -> None:
        """Let others use it."""
        self._folder.close()

    def _mark(self, known: tuple[Segment, ...] | list[Segment]) -> str:
        """What stands for the run after some segments."""
        return digest([self._identity, [each.mark for each in known]])
