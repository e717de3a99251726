"""The command `corpus`: options to a wish, progress, the summary."""

import os
import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.engines import ENGINES, check_engine, run_engine
from dedup.cli.help import CORPUS_EXAMPLES, CORPUS_NOTES, CORPUS_SECTIONS, Command
from dedup.cli.options import (
    FileName,
    encoding_option,
    finding_options,
    kind_options,
    settings_of,
    withheld_options,
)
from dedup.cli.screen import is_terminal, print_text, remark
from dedup.errors import UsageError
from dedup.reports.visible import escaped

if TYPE_CHECKING:
    from dedup.corpus.plan import Wish
    from dedup.corpus.progress import Progress

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_EVERY = 0.2
_CLEAR = "\r\x1b[K"
_LEAST_MEMORY = 300_000_000


class _Bytes(click.ParamType):  # type: ignore[type-arg]
    """A number of bytes, as `500M` or `2G`."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        if isinstance(value, int):
            return value
        text = str(value).strip().upper().removesuffix("B")
        unit = text[-1:] if text[-1:].isalpha() else ""
        try:
            return int(float(text.removesuffix(unit)) * _UNITS[unit])
        except (ValueError, KeyError, OverflowError):
            self.fail(f"{value!r} is no size; write it as 500M or 2G", param, ctx)


@click.command(
    cls=Command,
    sections=CORPUS_SECTIONS,
    examples=CORPUS_EXAMPLES,
    notes=CORPUS_NOTES,
    short_help="Clean many documents, and remove what they repeat of each other.",
)
@click.argument("inputs", nargs=-1, metavar="[INPUT]...", type=FileName())
@click.option(
    "-o", "--output", metavar="PATH", type=FileName(), help="Write to this file or folder."
)
@click.option(
    "--text-field",
    metavar="NAME",
    default="text",
    show_default=True,
    help="The field, or column, of the text.",
)
@click.option("--id-field", metavar="NAME", help="The field, or column, of a document's name.")
@click.option(
    "--order",
    type=click.Choice(["given", "path", "field"]),
    default="given",
    show_default=True,
    help="Which document stands first: as given, by the files' names, or by --order-field.",
)
@click.option("--order-field", metavar="NAME", help="The field that documents are ordered by.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl", "parquet"]),
    help="Write ids and texts in this form; without it each file keeps its own.",
)
@click.option(
    "--within",
    type=click.Choice(["clean", "repeats", "none"]),
    default="clean",
    show_default=True,
    help="What is done inside each document.",
)
@click.option(
    "--across",
    type=click.Choice(["near", "exact", "none"]),
    default="near",
    show_default=True,
    help="Which repeats of other documents are removed.",
)
@click.option(
    "--boilerplate",
    type=click.Choice(["keep", "remove"]),
    default="keep",
    show_default=True,
    help="What becomes of blocks that stand in very many documents.",
)
@click.option(
    "--boilerplate-from",
    type=click.IntRange(min=2),
    metavar="N",
    show_default="50, or one in a thousand",
    help="How many documents that is.",
)
@kind_options
@withheld_options
@finding_options
@encoding_option
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="local",
    show_default=True,
    help="What moves the documents: processes of this machine, or Apache Spark.",
)
@click.option(
    "--master",
    metavar="URL",
    help="With --engine spark: the cluster; else what Spark is configured with.",
)
@click.option(
    "--on-error",
    type=click.Choice(["stop", "skip"]),
    default="stop",
    show_default=True,
    help="What to do about input that cannot be used.",
)
@click.option(
    "--memory",
    type=_Bytes(),
    metavar="SIZE",
    default="2G",
    show_default=True,
    help="How much memory all processes together may take.",
)
@click.option(
    "--tmp",
    metavar="FOLDER",
    type=FileName(),
    help="Where to keep what is needed on the way; by default OUTPUT.state.",
)
@click.option(
    "--index",
    metavar="FOLDER",
    type=FileName(),
    help="Remove what earlier runs have kept, too, and add what this one keeps.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=0),
    metavar="N",
    default=0,
    help="How many processes; 0, the default, for as many as there are cores.",
)
@click.option("--resume", is_flag=True, help="Continue a run that was stopped.")
@click.option("-f", "--force", is_flag=True, help="Replace an output or a stopped run.")
@click.option(
    "--explain", metavar="ID", help="Say what became of a document in the run that wrote OUTPUT."
)
@click.option("-q", "--quiet", is_flag=True, help="Print no summary.")
@click.option("--no-progress", is_flag=True, help="Do not say how far the run has come.")
def corpus(**given: Any) -> int:
    """Clean many documents, and remove what they repeat of each other.

    INPUT is a folder, a file of text, JSON Lines or Parquet (text and JSON Lines also with .gz or
    .zst), or a pattern. Each document is cleaned as dedup clean does; a block that an earlier
    document has is removed after its first standing. The output has the form of the input. Beside
    it, in OUTPUT.report, stands every change.
    """
    if not given["output"]:
        raise UsageError("no output\nname a file or a folder with  -o PATH")
    check_engine(given)
    if given["explain"] is not None:
        return _explain(given)
    if not given["inputs"]:
        raise UsageError("nothing to read\nname a folder or files")
    from dedup.corpus.overview import lines

    shown = is_terminal(sys.stderr) and not given["quiet"] and not given["no_progress"]
    progress = _Shown() if shown else None
    wish = _wish(given)
    try:
        summary = run_engine(given, wish, progress.tell if progress else lambda _: None)
    except KeyboardInterrupt:
        if progress:
            progress.clear()
        remark(f"dedup: stopped; what was done is kept\n       {_again()}\n")
        raise
    finally:
        if progress:
            progress.clear()
    if not given["quiet"]:
        remark("".join(f"{line}\n" for line in _escaped(lines(summary))))
        bare = given["output"].rstrip(os.sep)
        remark(f"wrote {escaped(given['output'])}   report {escaped(bare)}.report\n")
    return 0


def _escaped(lines: Any) -> list[str]:
    return [escaped(line) for line in lines]


def _again() -> str:
    return "the same command with  --resume  continues it"


def _explain(given: Mapping[str, Any]) -> int:
    from pathlib import Path

    from dedup.corpus.explain import explain
    from dedup.corpus.plan import REPORT

    folder = Path(given["output"].rstrip(os.sep) + REPORT)
    print_text("".join(f"{escaped(line)}\n" for line in explain(folder, given["explain"])))
    return 0


def _wish(given: Mapping[str, Any]) -> "Wish":
    from dedup.corpus.fields import Fields
    from dedup.corpus.plan import Wish
    from dedup.corpus.settings import CorpusSettings
    from dedup.text import is_text_codec

    if (given["order"] == "field") != (given["order_field"] is not None):
        raise UsageError("--order field and --order-field NAME go together\ngive both or neither")
    if given["encoding"] != "auto" and not is_text_codec(given["encoding"]):
        raise UsageError(f"--encoding: no encoding {escaped(given['encoding'])!r}")
    if given["memory"] < _LEAST_MEMORY:
        raise UsageError(f"--memory: {_LEAST_MEMORY // 10**6}M at least")
    document = settings_of(given)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return Wish(
        inputs=given["inputs"],
        output=given["output"],
        settings=CorpusSettings(
            document=document,
            within=given["within"],
            across=given["across"] if document.looks_for("remove") else "none",
            boilerplate=given["boilerplate"],
            boilerplate_from=given["boilerplate_from"],
        ),
        fields=Fields(
            given["text_field"], given["id_field"], given["order_field"], given["encoding"]
        ),
        order=given["order"],
        form=given["form"],
        memory=given["memory"],
        tmp=given["tmp"],
        jobs=given["jobs"] or cores or 1,
        resume=given["resume"],
        force=given["force"],
        skip=given["on_error"] == "skip",
        known=given["index"],
    )


class _Shown:
    """A line that says how far the run has come, how fast, and when it may end."""

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._last = 0.0
        self._begun: tuple[float, float] | None = None

    def tell(self, progress: "Progress") -> None:
        """Draw the line, not too often."""
        now = time.monotonic()
        # What an earlier run has done counts for neither the rate nor the time left.
        if self._begun is None:
            self._begun = (now, progress.done)
        if now - self._last < _EVERY:
            return
        self._last = now
        line = f"{progress.stage}  {progress.done:.0%}"
        seconds, done = now - self._begun[0], progress.done - self._begun[1]
        if seconds > 1 and done > 0:
            if progress.characters:
                rate = progress.characters * done / progress.done / seconds
                line += f"  {rate / 1e6:.2f} M characters/s"
            line += f"  about {_time(seconds / done * (1 - progress.done))} left"
        remark(f"{_CLEAR}{line}")

    def clear(self) -> None:
        """Take the line away."""
        remark(_CLEAR)


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
