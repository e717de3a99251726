"""`dedup apply` and `dedup undo` at work: a saved report, and the files that it speaks of.

Everything that can be refused is refused before anything is written, whatever the number of files;
each file is then written whole or not at all.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from dedup.cli import history
from dedup.cli.files import check_input, check_links, read
from dedup.cli.inplace import put_in_place
from dedup.cli.screen import remark
from dedup.errors import InputError, MismatchError, UsageError
from dedup.model import Dropped, Edit, Report, Settings
from dedup.reports.concise import summary_line
from dedup.reports.saved import SavedFile, is_report, read_report
from dedup.reports.tally import decisions, plural
from dedup.reports.visible import escaped
from dedup.review.items import key_of
from dedup.review.outcome import revised
from dedup.review.taken import Taken
from dedup.text import STDIN, encode


@dataclass(frozen=True, slots=True)
class Choice:
    """Which edits of a report to apply, and whether to write at all.

    Attributes:
        settings: the kinds looked for, and which withheld edits are to be made too.
        backup: the suffix of a copy that is to be kept of each file, or None.
        force: whether a backup that exists may be replaced.
        undo_log: whether undo is to know of it.
        dry_run: whether to say only what would be done.
        quiet: whether to say nothing of what was done.
    """

    settings: Settings
    backup: str | None = None
    force: bool = False
    undo_log: bool = True
    dry_run: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class _Write:
    """A file that is to be written: its name, its old and new bytes, and what is to be said."""

    name: str
    old: bytes
    new: bytes
    seen: os.stat_result
    report: Report | None
    told: str


def run_apply(path: str, name: str | None, choice: Choice) -> int:
    """Apply a saved report to its files, or to one named otherwise.

    Raises:
        MismatchError: a file is not as it was when the report was made; nothing was written.
        InputError: a file or the report cannot be read; nothing was written.
        UsageError: there is no such file; nothing was written.
        OutputError: a file cannot be written; those before it were.
    """
    saved = _report_at(path)
    writes = []
    for one, file in _files(saved, path, name):
        data, seen = _data_of(file, path)
        digest = sha256(data).hexdigest()
        if digest == one.after != one.before and not one.revised:
            told = f"{escaped(file)}: is as the report leaves it already; nothing was written\n"
            writes.append(_Write(file, data, data, seen, None, told))
            continue
        if digest != one.before:
            raise MismatchError(
                f"{escaped(file)}: is not as it was when {escaped(path)} was made; "
                f"nothing was written\nclean it again:  dedup clean {escaped(file)}"
            )
        report = _chosen(one.report(data, file), choice.settings)
        new = encode(report.document, report.text)
        writes.append(_Write(file, data, new, seen, report, summary_line(report) + "\n"))
    return _carry_out(writes, choice)


def run_undo(path: str, choice: Choice) -> int:
    """Take back the last write of a file, or that of all files of a report.

    Raises:
        MismatchError: a file has changed since; nothing was written.
        InputError: a file or the report cannot be read; nothing was written.
        UsageError: there is no such file, or no write of it is known; nothing was written.
        OutputError: a file cannot be written; those before it were.
    """
    check_input(path)
    data, _ = read(path)
    if is_report(data):
        pairs = [*_files(read_report(data, path), path, None)]
    else:
        pairs = [(_last_write(path, data), path)]
    return _carry_out([_taken_back(one, file, path) for one, file in pairs], choice)


def _taken_back(saved: SavedFile, file: str, path: str) -> _Write:
    """The write that gives a file the bytes that it had before."""
    data, seen = _data_of(file, path)
    digest = sha256(data).hexdigest()
    if digest == saved.before:
        told = f"{escaped(file)}: is as it was before; nothing was written\n"
        return _Write(file, data, data, seen, None, told)
    if digest != saved.after or saved.revised:
        raise _changed(file)
    report = saved.report(data, file)
    count = decisions(report.applied)
    told = f"{escaped(file)}: {plural(count, 'edit')} taken back\n"
    return _Write(file, data, encode(report.document), seen, None, told)


def _last_write(name: str, data: bytes) -> SavedFile:
    """The report of the write that gave a file its bytes.

    Raises:
        MismatchError: it was written, and has changed since.
        UsageError: nothing is known of it.
    """
    report = history.kept(name, data)
    if report is not None:
        return read_report(report, name)[0]
    digest = sha256(data).hexdigest()
    former = [one for each in history.others(name) for one in read_report(each, name)]
    for one in former:
        if digest == one.before:
            return one
    if former:
        raise _changed(name)
    raise UsageError(
        f"{escaped(name)}: no write of dedup in place is known; nothing was written\n"
        "a saved report undoes, too:  dedup undo REPORT"
    )


def _changed(name: str) -> MismatchError:
    return MismatchError(
        f"{escaped(name)}: has changed since dedup wrote it; left as it is\n"
        "to take its edits back would undo what was changed since"
    )


def _report_at(path: str) -> tuple[SavedFile, ...]:
    check_input(path)
    data, _ = read(path)
    saved = read_report(data, path)
    if not saved:
        raise InputError(f"{escaped(path)}: speaks of no file; nothing was written")
    return saved


def _files(
    saved: Sequence[SavedFile], path: str, name: str | None
) -> Iterator[tuple[SavedFile, str]]:
    """What a report says of each text, and the file that holds it.

    Args:
        saved: the texts.
        path: the report, for messages.
        name: the file to take for the text, if one was named; which text, its bytes tell.
    """
    if name is None:
        for one in saved:
            if one.name == STDIN:
                raise UsageError(
                    f"{escaped(path)}: was made of standard input\n"
                    f"name the file:  dedup apply {escaped(path)} FILE"
                )
            yield one, one.name
        return
    data, _ = _data_of(name, path)
    digest = sha256(data).hexdigest()
    fits = [one for one in saved if digest in (one.before, one.after)]
    yield (fits or saved)[0], name


def _data_of(file: str, path: str) -> tuple[bytes, os.stat_result]:
    try:
        check_input(file)
    except UsageError as error:
        raise UsageError(f"{error}\n{escaped(path)} speaks of it") from None
    check_links(file)
    return read(file)


def _chosen(report: Report, settings: Settings) -> Report:
    """The report with the edits made that are asked for.

    Of two removals that are each other's reason, the one that comes later is left.

    Raises:
        InputError: two of them change the same text.
    """
    asked = [edit for edit in report.held if settings.applies(edit)]
    taken, made = Taken(), set[Edit]()
    for edit in (*report.applied, *asked):
        if not settings.looks_for(edit.kind):
            continue
        if taken.meeting(edit.span):
            raise InputError(
                f"{escaped(report.document.name)}: two edits of the report change the same text, "
                f"at {edit.span.start}; nothing was written\nleave one with  --skip KIND"
            )
        if not taken.vouching(edit):
            taken.add(key_of(edit), edit)
            made.add(edit)
    held = [edit for edit in report.held if edit not in made]
    dropped = [Dropped(edit, "not asked for") for edit in report.applied if edit not in made]
    applied = sorted(made, key=lambda edit: edit.span)
    return revised(report, applied, held, (*report.dropped, *dropped))


def _carry_out(writes: Sequence[_Write], choice: Choice) -> int:
    """Write the files, and say so."""
    for each in writes:
        if choice.dry_run or each.new == each.old:
            _say(choice, each.told)
            if choice.dry_run and each.new != each.old:
                _say(choice, f"{escaped(each.name)} would be written\n")
            continue
        report = each.report if choice.undo_log else None
        lines = put_in_place(
            each.name, each.new, each.seen, report, backup=choice.backup, force=choice.force
        )
        _say(choice, "".join([each.told, *(f"{line}\n" for line in lines)]))
    return 0


def _say(choice: Choice, text: str) -> None:
    if not choice.quiet:
        remark(text)
