"""`dedup clean` at work: see that it can be done, then read, clean, write and show each file."""

import os
import sys
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from dedup.cli import output, show
from dedup.cli.choice import Way
from dedup.cli.files import check_input, check_links, read, tidy, write
from dedup.cli.inplace import back_up, holds, put_in_place
from dedup.cli.memory import limit_of
from dedup.cli.output import Plan, Show, Text, Wish
from dedup.cli.screen import Screen, complain, is_terminal
from dedup.cli.state import is_own, tidy_own, write_own
from dedup.cli.targets import report_format, report_paths, targets_of
from dedup.cli.work import Failed, Task, results_of
from dedup.errors import DecodeError, DedupError, OutputError, SelfCheckError, UsageError
from dedup.model import Report
from dedup.reports.visible import escaped
from dedup.text import decode, encode
from dedup.wordlist import read_words


def run(wish: Wish, ways: Sequence[Way], screen: Screen) -> int:
    """Clean the inputs.

    Args:
        wish: what to read, and what to do with the outcome.
        ways: how to read and clean each input.
        screen: how to draw.

    Returns:
        The exit status: 0; 1, where `--check` found something to do; 2 or 3, where something is
        wrong with an input or an output, and the others were done.

    Raises:
        UsageError: it cannot be done as asked; nothing was read or written.
        InputError: a list of words cannot be read; nothing was written.
        OutputError: standard output cannot be written to.
        SelfCheckError: a bug; nothing was written of the input at hand.
    """
    plan = output.plan(
        wish,
        stdout_terminal=is_terminal(sys.stdout),
        stderr_terminal=is_terminal(sys.stderr),
    )
    targets = targets_of(wish, plan.text)
    _foresee(wish, plan, targets)
    for way in dict.fromkeys(ways):
        with suppress(DecodeError):  # what is wrong with the bytes of one file stops no other
            decode(b"", encoding=way.encoding)
        read_words(way.settings.lexicon)  # a bad list is told before any file is begun
    limit = limit_of(wish.max_memory)
    status = 0
    reports: list[Report] = []
    wrote: list[str] = []
    remarks: list[bytes] = []
    names = wish.files or (output.STDIN,)
    tasks = [
        Task(name, wish.label, way, limit=limit) for name, way in zip(names, ways, strict=True)
    ]
    with closing(results_of(tasks, wish)) as results:
        for target, result in zip(targets, results, strict=True):
            if isinstance(result, Failed):
                complain(result.message)
                status = max(status, result.status)
                continue
            report, data, seen = result
            try:
                cleaned = encode(report.document, report.text)
                shown = show.bytes_of(report, cleaned, plan.stdout, sys.stdout)
                told = show.bytes_of(report, cleaned, plan.stderr, sys.stderr)
                if target is not None:
                    wrote += _write(target, report, cleaned, data, seen, wish, plan.text)
            except SelfCheckError:
                raise
            except DedupError as error:
                complain(str(error))
                status = max(status, error.exit_status)
                continue
            except Exception as error:
                error.add_note(f"while writing {escaped(report.document.name)}")
                raise
            reports.append(report)
            show.put_stdout(shown)
            if plan.stdout is not Show.FORM:
                show.put_stderr(told)
            else:
                remarks.append(told)
    if plan.stdout is Show.FORM:
        show.put_stdout(show.in_form(plan.form, reports, screen))
        show.put_stderr(b"".join(remarks))
    if plan.stderr is Show.FORM:
        show.put_stderr(show.in_form(plan.form, reports, screen))
    for path in report_paths(wish):
        try:
            data = show.in_form(report_format(path, wish.form), reports, screen)
            write_own(path, data)
        except DedupError as error:
            complain(str(error))
            status = max(status, error.exit_status)
            continue
        wrote.append(f"wrote {escaped(path)}")
    if reports:
        changed = any(report.changed for report in reports)
        next_steps = show.hints(wish, plan.text, changed=changed)
        show.draw(reports, plan, screen, wrote, next_steps)
    return status or int(wish.check and any(report.changed for report in reports))


def _foresee(wish: Wish, plan: Plan, targets: Sequence[str | None]) -> None:
    """Find what can be known to be wrong before anything is read.

    What a killed run left beside the files that are to be written is removed.

    Raises:
        UsageError: it cannot be done as asked.
        OutputError: standard output is closed.
    """
    names = [name for name in wish.files if name != output.STDIN]
    for target in targets:
        if target is not None:
            (tidy_own if plan.text is Text.SIBLING else tidy)(target)
    for path in report_paths(wish):
        tidy_own(path)
    for name in names:
        check_input(name)
        if plan.text is Text.IN_PLACE:
            check_links(name)
    if plan.text is Text.OUTPUT and not wish.force:
        for target in targets:
            if target is not None and (Path(target).is_file() or Path(target).is_dir()):
                raise UsageError(
                    f"{escaped(target)}: exists already; nothing was written\n--force replaces it"
                )
    for path in report_paths(wish):
        report_format(path, wish.form)
        if not wish.force:
            _refuse_foreign(path, f"--report {escaped(path)}")
    if plan.stdout is Show.NOTHING:
        return
    if sys.stdout is None:
        raise OutputError("standard output is closed\n-o PATH writes the text to a file")
    _refuse_stdout_is_input(names)


def _refuse_stdout_is_input(names: Sequence[str]) -> None:
    """See that what is written is not what is read, which the shell may have emptied already."""
    with suppress(OSError, ValueError):
        seen = os.fstat(sys.stdout.fileno())
        for name in names:
            if os.path.samestat(seen, Path(name).stat()):
                raise UsageError(
                    f"{escaped(name)}: is standard output, too\n"
                    "to change a file where it is, use -i"
                )


def _refuse_foreign(path: str, label: str, data: bytes | None = None) -> None:
    """See that what stands there may be replaced: it is dedup's own, or holds these very bytes.

    A device or a pipe is written to, and not replaced.

    Raises:
        UsageError: it is somebody's.
    """
    there = Path(path)
    if not there.exists() or not (there.is_file() or there.is_dir()) or is_own(path):
        return
    if data is not None and Path(path).is_file() and read(path)[0] == data:
        return
    raise UsageError(
        f"{label}: exists, and not as dedup left it; nothing was written\n--force replaces it"
    )


def _write(
    target: str,
    report: Report,
    cleaned: bytes,
    data: bytes,
    seen: os.stat_result | None,
    wish: Wish,
    text: Text,
) -> list[str]:
    """Write one cleaned text to its file.

    Args:
        target: the file.
        report: what was done to it.
        cleaned: its new bytes.
        data: the bytes of the input.
        seen: what the input's file looked like, or None for standard input.
        wish: whether to replace and to back up.
        text: which kind of place the target is.

    Returns:
        Lines that say what was written.
    """
    if text is Text.IN_PLACE and cleaned == data:
        return [f"{escaped(target)} is unchanged"]
    if text is Text.SIBLING and not wish.force:
        _refuse_foreign(target, escaped(target), cleaned)
    backup = wish.suffix if wish.backup else None
    if text is Text.IN_PLACE:
        told = report if wish.undo_log else None
        return put_in_place(target, cleaned, seen, told, backup=backup, force=wish.force)
    # What stands there already takes no other file's place, and an older backup may be of that.
    kept: list[str] = []
    if backup is not None and not holds(target, cleaned):
        kept = back_up(target, backup, wish.force)
    if text is Text.SIBLING:
        write_own(target, cleaned, seen)
    else:
        write(target, cleaned, replace=wish.force or text is not Text.OUTPUT, like=seen)
    return [*kept, f"wrote {escaped(target)}"]
