"""Help as it is read: examples first, then the common options, then the rest under headings."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

Rows = Sequence[tuple[str, str]]

COLUMN = 34
"""Cells of the left column of a table, at most."""


SECTIONS = {
    "Common options": (
        *("output", "in_place", "check", "diff", "json", "report", "only", "skip", "unsafe"),
        "help",
    ),
    "What is changed": ("unwrap", "apply", "similarity", "min_chars", "keep", "lexicon"),
    "Reading": ("encoding", "stdin_filename", "files_from", "null", "jobs", "max_memory"),
    "Writing": ("force", "backup", "backup_suffix", "no_undo_log"),
    "Configuration": ("config", "isolated", "show_settings"),
    "On the screen": (
        *("report_format", "verbose", "context", "side_by_side", "color", "width", "paging"),
        *("ascii", "hyperlinks", "quiet", "no_progress"),
    ),
}

EXAMPLES = (
    ("dedup clean scan.txt", "show the changes, write scan.clean.txt"),
    ("dedup clean scan.txt > out.txt", "write out.txt, show the changes"),
    ("dedup clean -i -b *.txt", "change files, keep each as *.txt.orig"),
    ("cat scan.txt | dedup clean | wc", "clean in a pipe"),
    ("dedup clean --check *.txt", "write nothing; exit 1 if there is work"),
    ("dedup clean --diff scan.txt", "print a patch for git apply"),
    ("dedup clean --report r.json FILE", "keep the report, too"),
)

REVIEW_SECTIONS = {
    "Common options": ("only", "skip", "report", "help"),
    "What is looked for": ("unwrap", "similarity", "min_chars", "keep", "lexicon"),
    "Reading": ("encoding", "max_memory"),
    "Configuration": ("config", "isolated", "show_settings"),
    "On the screen": ("color", "width", "paging", "ascii"),
}

REVIEW_EXAMPLES = (
    ("dedup review scan.txt", "go through the changes; again, to go on"),
    ("dedup review --only remove scan.txt", "the repeats alone"),
    ("dedup review report.json", "the changes of a saved report"),
    ("dedup undo scan.txt", "take back what was written"),
)

APPLY_SECTIONS = {
    "Which edits": ("only", "skip", "unsafe", "apply"),
    "Writing": ("backup", "backup_suffix", "force", "no_undo_log", "dry_run"),
    "Others": ("quiet", "help"),
}

APPLY_EXAMPLES = (
    ("dedup clean --json scan.txt > r.json", "save a report"),
    ("dedup apply r.json", "make its edits in scan.txt"),
    ("dedup apply --only remove r.json", "only those of one kind"),
    ("dedup apply r.json copy.txt", "in a file of another name"),
)

UNDO_SECTIONS = {"Options": ("dry_run", "quiet", "help")}

UNDO_EXAMPLES = (
    ("dedup undo scan.txt", "take back the last write of the file"),
    ("dedup undo r.json", "take back the edits of a saved report"),
)

EXPLAIN_SECTIONS = {"Options": ("help",)}

EXPLAIN_EXAMPLES = (
    ("dedup explain", "list the rules"),
    ("dedup explain word-at-break", "tell about one"),
)

CORPUS_SECTIONS = {
    "Common options": ("output", "text_field", "id_field", "within", "across", "resume", "help"),
    "Order and form": ("order", "order_field", "form"),
    "What is removed": (
        *("index", "boilerplate", "boilerplate_from"),
        *("keep", "similarity", "min_chars", "unsafe", "apply"),
    ),
    "Inside documents": ("only", "skip", "unwrap", "lexicon"),
    "Running": ("on_error", "encoding", "memory", "tmp", "jobs", "engine", "master", "force"),
    "What came of it": ("explain", "quiet", "no_progress"),
}

CORPUS_EXAMPLES = (
    ("dedup corpus pages -o clean", "clean a folder into another"),
    ("dedup corpus in.jsonl.gz -o out.jsonl.gz", "a file of documents"),
    ("dedup corpus a.parquet -o b.parquet --resume", "go on after a stop"),
    ("dedup corpus in -o out --within none", "only repeats of other documents"),
    ("dedup corpus -o clean --explain a/17.txt", "what became of a document"),
)

CORPUS_NOTES = {
    "Exit status": (
        ("0", "done"),
        ("2", "wrong usage, no such file, an output that exists"),
        ("3", "an input could not be used or an output not be written"),
        ("70", "a bug in dedup"),
        ("130", "interrupted; --resume continues"),
    ),
}

SAVED_NOTES = {
    "Exit status": (
        ("0", "done, or there was nothing to do"),
        ("2", "wrong usage, no such file, no terminal for review"),
        ("3", "a file could not be read or written; it is as it was"),
        ("4", "the file is not the one that the report speaks of; nothing was written"),
    ),
}
"""Of review, apply and undo."""

NOTES = {
    "Exit status": (
        ("0", "done; with --check: nothing to do"),
        ("1", "with --check: there is something to do"),
        ("2", "wrong usage, no such file, a file that may not be replaced"),
        ("3", "an input could not be read or an output not be written; the others were done"),
        ("70", "a bug in dedup; the file is untouched"),
        ("130, 141", "interrupted; standard output was closed"),
    ),
    "Environment": (
        ("DEDUP_CLEAN_<OPTION>", "any option: DEDUP_CLEAN_MIN_CHARS=30"),
        ("DEDUP_CONFIG", "the configuration file, as --config"),
        ("DEDUP_PAGER, PAGER", "the pager for long reports [less]"),
        ("NO_COLOR", "no colour"),
        ("FORCE_COLOR, CLICOLOR_FORCE", "colour, whatever the stream is"),
        ("COLUMNS", "the width of the screen"),
        ("XDG_CONFIG_HOME", "dedup/dedup.toml in it [~/.config]"),
        ("XDG_STATE_HOME", "what dedup wrote [~/.local/state]"),
    ),
}


def _write_table(formatter: click.HelpFormatter, heading: str, rows: Rows) -> None:
    with formatter.section(heading):
        formatter.write_dl(rows, col_max=COLUMN)


class _Helpful(click.Command):
    """A command with examples, and notes at the end.

    Attributes:
        examples: command lines, each with what it does.
        notes: sections at the end, each a heading and its rows.
    """

    def __init__(
        self, *args: Any, examples: Rows = (), notes: Mapping[str, Rows] | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.examples = examples
        self.notes = notes or {}

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write all of the help."""
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        if self.examples:
            _write_table(formatter, "Examples", self.examples)
        self.format_options(ctx, formatter)
        for heading, rows in self.notes.items():
            _write_table(formatter, heading, rows)


class Command(_Helpful):
    """A command whose options are listed under headings.

    Attributes:
        sections: headings, each with the names of the options under it, in order.
    """

    def __init__(self, *args: Any, sections: Mapping[str, Sequence[str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.sections = sections

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections."""
        options: dict[str | None, click.Parameter] = {p.name: p for p in self.params}
        help_option = self.get_help_option(ctx)  # click keeps it apart
        if help_option is not None:
            options["help"] = help_option
        for heading, names in self.sections.items():
            records = (options[name].get_help_record(ctx) for name in names)
            _write_table(formatter, heading, [record for record in records if record])


class Group(_Helpful, click.Group):
    """A group with examples."""
