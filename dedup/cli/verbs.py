"""The commands about edits that were found before: `review`, `apply`, `undo`."""

from typing import Any

import click

from dedup.cli.help import (
    APPLY_EXAMPLES,
    APPLY_SECTIONS,
    REVIEW_EXAMPLES,
    REVIEW_SECTIONS,
    SAVED_NOTES,
    UNDO_EXAMPLES,
    UNDO_SECTIONS,
    Command,
)
from dedup.cli.options import (
    FileName,
    config_options,
    encoding_option,
    finding_options,
    kind_options,
    memory_option,
    screen_of,
    screen_options,
    settings_of,
    undo_log_option,
    withheld_options,
)
from dedup.cli.screen import print_text
from dedup.errors import UsageError
from dedup.reports.visible import escaped

_dry_run = click.option("--dry-run", is_flag=True, help="Write nothing; say what would be done.")
_quiet = click.option("-q", "--quiet", is_flag=True, help="Say nothing of what was done.")


@click.command(
    cls=Command,
    sections=REVIEW_SECTIONS,
    examples=REVIEW_EXAMPLES,
    notes=SAVED_NOTES,
    short_help="Go through the changes one by one.",
)
@click.argument("file", metavar="FILE|REPORT", type=FileName())
@kind_options
@finding_options
@encoding_option
@memory_option
@config_options
@click.option(
    "--report",
    metavar="PATH",
    type=FileName(),
    help="Leave a JSON report of what was taken and left.",
)
@screen_options
@click.pass_context
def review(ctx: click.Context, /, file: str, **given: Any) -> int:
    """Clean a file, and decide on every change.

    One key answers: y takes a change, n leaves the text as it is, ? tells the other keys. What is
    sure comes first, then what is withheld, then what is only pointed out. Each answer is saved as
    it is given; the same command goes on where you stopped. Nothing is written before the end,
    which says what will be written, and asks.
    """
    report = given["report"]
    if report is not None and not report.lower().endswith(".json"):
        raise UsageError(
            f"--report {escaped(report)}: a review leaves a JSON report\nend the name in .json"
        )
    from dedup.cli.choice import Choice, shown

    choice = Choice(ctx, given, [file])
    if given["show_settings"]:
        print_text(shown(choice))
        return 0
    values = choice.of_run
    (way,) = choice.ways
    from dedup.cli.memory import limit_of
    from dedup.cli.review import run

    return run(file, way, screen_of(values), report, limit_of(values["max_memory"]))


@click.command(
    cls=Command,
    sections=APPLY_SECTIONS,
    examples=APPLY_EXAMPLES,
    notes=SAVED_NOTES,
    short_help="Make the edits of a saved report.",
)
@click.argument("report", type=FileName())
@click.argument("file", required=False, type=FileName())
@kind_options
@withheld_options
@click.option("-b", "--backup", is_flag=True, help="Keep what is replaced.")
@click.option(
    "--backup-suffix",
    metavar="SUFFIX",
    default=".orig",
    show_default=True,
    help="What to append to its name.",
)
@click.option("-f", "--force", is_flag=True, help="Replace a backup that exists.")
@undo_log_option
@_dry_run
@_quiet
def apply(report: str, file: str | None, **given: Any) -> int:
    """Make the edits of a saved JSON report in the files that it speaks of, or in FILE.

    An edit whose status was changed to "rejected" is left, one that is "accepted" is made. A file
    that is not as it was when the report was made is refused, and no file is written then.
    """
    settings = settings_of(given)
    from dedup.cli.saved import Choice, run_apply

    suffix = given["backup_suffix"]
    if not suffix or "/" in suffix:
        raise UsageError(
            f"--backup-suffix: not a suffix: {escaped(suffix)!r}\ngive one such as  .orig"
        )
    choice = Choice(
        settings,
        backup=suffix if given["backup"] else None,
        force=given["force"],
        undo_log=not given["no_undo_log"],
        dry_run=given["dry_run"],
        quiet=given["quiet"],
    )
    return run_apply(report, file, choice)


@click.command(
    cls=Command,
    sections=UNDO_SECTIONS,
    examples=UNDO_EXAMPLES,
    notes=SAVED_NOTES,
    short_help="Take back what was written.",
)
@click.argument("file", metavar="FILE|REPORT", type=FileName())
@_dry_run
@_quiet
def undo(file: str, **given: Any) -> int:
    """Take back the last write of dedup to a file, or the edits of a saved report.

    Writes are those of clean -i, review and apply. A file that has changed since is refused.
    """
    settings = settings_of(given)
    from dedup.cli.saved import Choice, run_undo

    return run_undo(file, Choice(settings, dry_run=given["dry_run"], quiet=given["quiet"]))
