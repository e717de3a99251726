"""What a run is to do: which files it reads, in which groups, and where each is written to."""

import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from dedup.corpus.fields import Fields, Problem
from dedup.corpus.settings import CorpusSettings
from dedup.corpus.sources import FORMS, Source, find_sources, form_of
from dedup.corpus.state import digest, plain
from dedup.errors import InputError, UsageError

GROUP_BYTES = 8_000_000
"""Bytes of small files that are read by one task; a larger file is read by a task of its own."""
GROUP_FILES = 1000
PARQUET, LINES = "report.parquet", "report.jsonl"
"""The report, in its folder."""
STATE, REPORT = ".state", ".report"
"""What is appended to the output's name for the folder of the run, and of the report."""


class Wish(NamedTuple):
    """What the user asks for.

    Attributes:
        inputs: files, folders, patterns.
        output: a file or a folder.
        settings: what is cleaned, and how.
        fields: where documents stand in files.
        order: one of `sources.ORDERS`.
        form: a key of `FORMS` to write, or None for that of the input.
        memory: how many bytes all processes together may take.
        tmp: the folder for what is kept on the way, or None for one beside the output.
        jobs: how many processes, 1 or more.
        resume: whether to go on with a run that was stopped.
        force: whether to replace what stands at the output.
        skip: whether to pass over bad input; else the first stops the run.
        known: the folder of what earlier runs have kept, and to which this one adds; or None.
    """

    inputs: tuple[str, ...]
    output: str
    settings: CorpusSettings
    fields: Fields = Fields()
    order: str = "given"
    form: str | None = None
    memory: int = 2_000_000_000
    tmp: str | None = None
    jobs: int = 1
    resume: bool = False
    force: bool = False
    skip: bool = False
    known: str | None = None


class Plan(NamedTuple):
    """Which files are read and written.

    Attributes:
        sources: all inputs, in the order of the corpus.
        targets: where each is written to; empty for one that is left out.
        single: whether all documents go to one file.
        form: the form to convert to, or empty where each file keeps its own.
        packing: how that one file is packed, or empty.
        state: the folder of the run.
        report: the folder of the report.
        problems: inputs that are left out.
    """

    sources: list[Source]
    targets: list[str]
    single: bool
    form: str
    packing: str
    state: Path
    report: Path
    problems: list[Problem]


class Group(NamedTuple):
    """Files that are read, and written, by one task.

    Attributes:
        first: the place of the first source in the list of inputs.
        sources: the files.
        targets: where each is written to; empty for one that is left out.
        chunks: the chunks that hold their documents as they were read, once that is known.
        unread: the paths of those that could not be read at all.
    """

    first: int
    sources: list[Source]
    targets: list[str]
    chunks: tuple[int, ...] = ()
    unread: frozenset[str] = frozenset()


def plan(wish: Wish) -> Plan:
    """Look at the inputs and lay out the run.

    Raises:
        UsageError: an input does not exist, or the output cannot be where it is wished.
        InputError: two inputs have one name, and the wish says to stop there.
    """
    sources = find_sources(wish.inputs, wish.order)
    bare = wish.output.rstrip(os.sep)
    if not bare:
        raise UsageError(f"{wish.output!r} is no output\nname a file or a folder with  -o")
    named = form_of(wish.output)
    is_folder = wish.output.endswith(os.sep) or Path(wish.output).is_dir()
    alone = len(sources) == 1 and not Path(wish.inputs[0]).is_dir()
    single = not is_folder and (alone or named is not None)
    form, packing = wish.form or "", ""
    if single and named is not None:
        _check_form(wish, named[0])
        form, packing = named
    if single and alone and (form, packing) in (("", ""), sources[0][2:4]):
        # The same file with other texts.
        form = ""
        sources = [sources[0]._replace(packing=packing or sources[0].packing)]
    elif single and form == "text":
        raise UsageError(
            f"{wish.output}: several documents do not go into one text file\n"
            "name a folder, or a file that ends in .jsonl or .parquet"
        )
    problems: list[Problem] = []
    if single:
        targets = [bare] * len(sources)
    else:
        targets = [str(Path(bare, _converted(source, form))) for source in sources]
        problems = _same_names(sources, targets)
        if problems and not wish.skip:
            raise InputError(f"{problems[0]}\nread them in two runs, or  --on-error skip")
    _check_places(sources, targets, wish, bare)
    state = Path(wish.tmp, Path(bare).name + STATE) if wish.tmp else Path(bare + STATE)
    return Plan(sources, targets, single, form, packing, state, Path(bare + REPORT), problems)


def identity(wish: Wish, planned: Plan) -> dict[str, Any]:
    """What must be the same for a run to go on."""
    return {
        "settings": plain(asdict(wish.settings)),
        "fields": list(wish.fields),
        "order": wish.order,
        "form": [planned.form, planned.packing, planned.single],
        "output": os.path.realpath(wish.output),
        "inputs": [len(planned.sources), digest(planned.sources)],
    }


def groups_of(plan: Plan) -> list[Group]:
    """The files in groups: small ones that stand side by side together."""
    groups: list[Group] = []
    first = size = 0
    for k, source in enumerate(plan.sources):
        full = size + source.size > GROUP_BYTES or k - first >= GROUP_FILES
        if k > first and full:
            groups.append(Group(first, plan.sources[first:k], plan.targets[first:k]))
            first, size = k, 0
        size += source.size
    groups.append(Group(first, plan.sources[first:], plan.targets[first:]))
    return groups


def check_output(plan: Plan, output: str, *, force: bool) -> None:
    """See that nothing is replaced unasked.

    Raises:
        UsageError: something stands where the output, or the report, is to be written.
    """
    for place in (Path(output.rstrip(os.sep)), plan.report):
        if force or not place.exists():
            continue
        if not place.is_dir() or any(place.iterdir()):
            raise UsageError(f"{place}: exists already; nothing was written\n--force replaces it")


def _check_form(wish: Wish, named: str) -> None:
    if wish.form is not None and wish.form != named:
        raise UsageError(
            f"--format {wish.form} and {wish.output} say different things\nleave out one of them"
        )


def _converted(source: Source, form: str) -> str:
    """The name of a file, in the form that it is converted to."""
    if form in ("", source.form):
        return source.name
    stem = source.name
    if source.packing:
        stem = str(PurePosixPath(stem).with_suffix(""))
    if form_of(stem) is not None:
        stem = str(PurePosixPath(stem).with_suffix(""))
    return stem if form == "text" else stem + FORMS[form][0]


def _same_names(sources: Sequence[Source], targets: list[str]) -> list[Problem]:
    """The sources whose output has a name that an earlier one has; they are left out."""
    first: dict[str, str] = {}
    problems: list[Problem] = []
    for k, (source, target) in enumerate(zip(sources, targets, strict=True)):
        if target in first:
            words = f"would be written to {target}, as {first[target]} is"
            problems.append(Problem(source.path, "", "same-name", words))
            targets[k] = ""
        first.setdefault(target, source.path)
    return problems


def _check_places(sources: list[Source], targets: list[str], wish: Wish, bare: str) -> None:
    """See that no input is written over, and no output read."""
    inputs = {os.path.realpath(source.path) for source in sources}
    for target in targets:
        if target and os.path.realpath(target) in inputs:
            raise UsageError(f"{target}: is an input too\nwrite elsewhere with  -o")
    own = os.path.realpath(bare)
    for given in wish.inputs:
        folder = os.path.realpath(given)
        if Path(given).is_dir() and (own == folder or own.startswith(folder + os.sep)):
            raise UsageError(f"{wish.output}: lies in the input {given}\nwrite elsewhere with  -o")


def sweep(planned: Plan) -> None:
    """Remove the unfinished files that a killed run left beside its outputs and its report."""
    reports = (str(planned.report / name) for name in (PARQUET, LINES))
    names: dict[Path, set[str]] = {}
    for target in filter(None, (*planned.targets, *reports)):
        path = Path(target)
        names.setdefault(path.parent, set()).add(path.name)
    for folder, own in names.items():
        for file in folder.glob(".*.tmp") if folder.is_dir() else ():
            if file.name[1:].rsplit(".", 2)[0] in own:
                file.unlink(missing_ok=True)
