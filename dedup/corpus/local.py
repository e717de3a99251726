"""The local executor: the stages of a corpus on one machine, in several processes.

Each stage is a list of tasks that read files and write one; a task that is done is not done again,
so that a stopped run goes on by the same code. This process never touches a row: it plans, hands
out tasks, and adds up. Above 300 lines, since the order of all stages is to be read in one place.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

from dedup.corpus.counts import NAMED, Counts, added
from dedup.corpus.fields import UNREAD, Problem
from dedup.corpus.index.using import Using
from dedup.corpus.overview import summed_up, write_overview
from dedup.corpus.plan import Group, Plan, Wish, check_output, groups_of, identity, plan, sweep
from dedup.corpus.progress import STAGES, Progress, Stage, stage_of
from dedup.corpus.state import State
from dedup.corpus.task import Result, Run, Task, sections, work
from dedup.errors import InputError, OutputError, UsageError
from dedup.pool import Crew

BASE = 90_000_000
"""Bytes that a process needs before it has read a row: Python, Arrow, numpy, word lists."""
_PLANNER = 30_000_000
"""Bytes of this process."""
_WORKER = 210_000_000
"""Bytes that one needs for a chunk. Where there are fewer for each, there are fewer processes."""
_SORTED = 8
"""Sorting a part takes so many times its size."""
_HELD_BYTES = 0.7
_KEY_BYTES = 4.5
"""Bytes of hashes, and of seeds, to each character of the corpus; more than was ever seen."""
_LEAST_PART, _MOST_PART = 1 << 20, 1 << 26


def run_local(wish: Wish, tell: Callable[[Progress], None] = lambda _: None) -> dict[str, Any]:
    """Clean a corpus.

    Args:
        wish: what to read, how to clean it, where to write.
        tell: called now and then with how far it has come.

    Returns:
        The numbers for a summary: see `summary.py`.

    Raises:
        UsageError: it cannot be done as it was wished.
        InputError: an input is bad, and the wish says to stop there.
        OutputError: something cannot be written.
    """
    planned = plan(wish)
    going_on = wish.resume and planned.state.exists()
    if not going_on:
        check_output(planned, wish.output, force=wish.force)
    what = identity(wish, planned)
    with ExitStack() as stack:
        index = None
        if wish.known:
            index = Using(wish, what, going_on=going_on)
            stack.callback(index.close)
            what["index"] = index.identity
        state = State.begin(planned.state, what, resume=wish.resume, force=wish.force)
        stack.callback(state.close)
        jobs = max(1, min(wish.jobs, (wish.memory - _PLANNER) // _WORKER))
        crew = Crew(work, jobs)
        stack.callback(crew.close)
        try:
            return _Local(wish._replace(jobs=jobs), planned, state, crew, index, tell).run()
        except OSError as error:
            raise OutputError(
                f"{error.strerror or error}\n"
                f"what was done is in {planned.state}; --resume continues it"
            ) from error


class _Local:
    """One run."""

    def __init__(
        self,
        wish: Wish,
        planned: Plan,
        state: State,
        crew: Crew,
        index: Using | None,
        tell: Callable[[Progress], None],
    ) -> None:
        self._wish = wish
        self._plan = planned
        self._state = state
        self._crew = crew
        self._index = index
        self._tell = tell
        self._run = Run(
            folder=str(state.folder),
            settings=wish.settings,
            fields=wish.fields,
            ranked=wish.order == "field",
            whole=bool(planned.form),
            known=index.known if index else (),
        )
        self._characters = 0
        self._added: Result = {}
        self._behind = 0.0
        self._total = sum(stage.share for stage in STAGES.values())
        self._problems = list(planned.problems)

    def run(self) -> dict[str, Any]:
        """Do what is left to do."""
        made = self._made()
        groups, chunks = self._read()
        names = self._number(chunks)
        count = len(names)
        self._each("prepare", [(name, count) for name in names])
        self._drop("read", "deal", "order")
        self._compare(count)
        counts = self._edit(count)
        self._write(groups, count)
        found = self._one("report", count, str(self._plan.report))
        if self._index:
            self._add(self._index, made, count)
        return self._conclude(counts, found)

    def _made(self) -> Result:
        """See that the index fits; what is kept is made with."""
        try:
            return self._one("check") if self._index else {}
        except UsageError:
            self._state.remove()
            raise

    def _read(self) -> tuple[list[Group], list[Result]]:
        """Read the corpus: the groups with their chunks, and what is known of these."""
        groups = groups_of(self._plan)
        try:
            results = self._each("read", [(g.first, g.sources) for g in groups])
        except InputError:
            self._state.remove()
            raise
        chunks: list[Result] = []
        out: list[Group] = []
        for group, result in zip(groups, results, strict=True):
            first = len(chunks)
            chunks += result["chunks"]
            problems = [Problem(*row) for row in result["problems"]]
            own = tuple(range(first, len(chunks)))
            unread = frozenset(each.file for each in problems if each.kind in UNREAD)
            out.append(group._replace(chunks=own, unread=unread))
            self._problems += problems
        self._characters = sum(chunk["characters"] for chunk in chunks)
        return out, chunks

    def _number(self, chunks: list[Result]) -> list[str]:
        """Settle which documents each chunk holds; the names of the files with them."""
        origins = [chunk["first"] for chunk in chunks]
        firsts = origins
        names = [chunk["name"] for chunk in chunks]
        if self._run.ranked and chunks:
            documents = self._one("rank", names)["documents"]
            per_chunk = -(-documents // len(chunks))
            firsts = [k * per_chunk for k in range(len(chunks))]
            self._each("deal", [(name, per_chunk, len(chunks)) for name in names])
        self._one("firsts", firsts, origins)
        parts = self._state.result("parts", 0)
        if parts is None:
            most = self._part_size()
            parts = [
                max(1, -(-int(self._characters * size) // most))
                for size in (_HELD_BYTES, _KEY_BYTES)
            ]
            if self._index:  # a part of the index goes to one of these, or several to it
                parts = [1 << (each - 1).bit_length() for each in parts]
            self._state.finish("parts", 0, parts)
        self._run = self._run._replace(hash_parts=parts[0], key_parts=parts[1])
        return names

    def _part_size(self) -> int:
        """How many bytes are sorted at once, so that all processes together take what they may."""
        own = (self._wish.memory - _PLANNER) // self._wish.jobs - BASE
        return min(_MOST_PART, max(_LEAST_PART, own // _SORTED))

    def _compare(self, count: int) -> None:
        """Find what the documents have in common."""
        if self._wish.settings.across == "none":
            return
        hashes, keys = self._run.hash_parts, self._run.key_parts
        self._each("whole", [(count,)] * hashes)
        self._each("hold", [()] * count)
        self._each("repeat", [(count,)] * hashes)
        self._drop("whole-hash", "hold")
        if self._wish.settings.across == "exact":
            return
        self._each("key", [()] * count)
        self._each("pair", [(count,)] * keys)
        self._drop("key")
        self._each("candidate", [(count,)] * sections(count))
        self._drop("pair")
        self._each("text", [(count,)] * sections(count))
        self._each("known-text", [(count,)] * sum(len(each.chunks) for each in self._run.known))
        self._each("match", [(count,)] * count)
        self._drop("text", "known-text", "candidate")
        self._one("resolve", count)
        self._drop("match")

    def _edit(self, count: int) -> Counts:
        """Decide, edit, count."""
        self._each("vote", [()] * count)
        own = sum(self._sizes(count))
        self._one("ids", count, own)
        documents = own + (self._index.documents if self._index else 0)
        self._one("common", count, self._wish.settings.boilerplate_least(documents))
        counts = added(self._each("edit", [()] * count))
        if self._index:
            first = self._index.first
            self._each("keep", [(first,)] * count)
            self._one("keep-votes", count, first)
        self._drop("blocks", "clean", "within", "whole", "repeat", "fate", "resolve", "vote")
        return counts

    def _sizes(self, count: int) -> list[int]:
        """How many documents each chunk has."""
        return [row["documents"] for row in self._results("prepare", count)]

    def _add(self, index: Using, made: Result, count: int) -> None:
        """Add to the index what the run has kept."""
        blocks = sum(row["blocks"] for row in self._results("keep", count))
        index.add(self._state.folder / "known", self._sizes(count), blocks, made)
        self._added = {"known": index.documents, "added": blocks}

    def _write(self, groups: list[Group], count: int) -> None:
        """Write the documents."""
        if self._state.was_there:
            sweep(self._plan)
        if not self._plan.form:
            self._each("write", [(group, count) for group in groups])
            return
        if self._plan.single:
            every = tuple(k for group in groups for k in group.chunks)
            groups = [Group(0, [], self._plan.targets, every)]
        wanted = (count, self._plan.form, self._plan.packing)
        self._each("write", [(group, *wanted) for group in groups], "convert")

    def _conclude(self, counts: Counts, found: Result) -> dict[str, Any]:
        """The numbers of the run; what was kept on the way is removed."""
        pairs = self._results("pair", self._run.key_parts)
        votes = self._state.result("common", 0)
        found = {
            **found,
            "boilerplate": votes["boilerplate"],
            "hot": sum(row["hot"] for row in pairs if row),
            "spared": sum(row["spared"] for row in pairs if row),
        }
        kinds = Counter(problem.kind for problem in self._problems)
        first = self._problems[:NAMED]
        summary = summed_up(counts, len(self._plan.sources), found, self._added, kinds, first)
        write_overview(self._plan.report, summary)
        self._state.remove()
        return summary

    def _results(self, stage: str, count: int) -> list[Any]:
        return [self._state.result(stage, k) for k in range(count)]

    def _drop(self, *stages: str) -> None:
        self._state.drop(stages)

    def _one(self, stage: str, *args: Any) -> Any:
        """Do a stage of one task."""
        return self._each(stage, [args])[0]

    def _each(self, stage: str, args: Sequence[tuple[Any, ...]], task: str = "") -> list[Any]:
        """Do the tasks of a stage that are not done; what came of all of them, in order."""
        known = stage_of(stage)
        left = [k for k in range(len(args)) if self._state.result(stage, k) is None]
        tasks = [Task(self._run, task or stage, k, args[k]) for k in left]
        done = len(args) - len(left)
        self._progress(known, done, len(args))
        for k, result in self._crew.each(tasks, _died):
            if stage == "read" and result["problems"] and not self._wish.skip:
                raise InputError(
                    f"{Problem(*result['problems'][0])}\n"
                    "nothing was written; --on-error skip passes over what cannot be used"
                )
            self._state.finish(stage, left[k], result)
            done += 1
            self._progress(known, done, len(args))
        self._behind += known.share
        return self._results(stage, len(args))

    def _progress(self, stage: Stage, done: int, count: int) -> None:
        share = done / count if count else 1.0
        whole = (self._behind + stage.share * share) / self._total
        self._tell(Progress(stage.words, min(1.0, whole), int(self._characters * whole)))


def _died(task: Task, signal: int) -> Exception:
    return OutputError(
        f"a process ended by signal {signal} while it was at {stage_of(task.stage).words!r}\n"
        "if the memory was used up, lower --memory or -j; --resume continues the run"
    )
