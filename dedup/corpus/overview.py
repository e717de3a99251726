"""What a run came to, for people: lines for a terminal, and a page with charts."""

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from rich.cells import cell_len, set_cell_size

from dedup.corpus.counts import Counts
from dedup.corpus.fields import PROBLEMS, Problem
from dedup.corpus.state import plain

SUMMARY, PAGE = "summary.json", "report.html"

# Of one, and of more.
_WORDS = {
    ("document", "removed"): (
        "whole document that repeats another",
        "whole documents that repeat another",
    ),
    ("block", "removed"): (
        "block that repeats one of another document",
        "blocks that repeat one of another document",
    ),
    ("block", "withheld"): (
        "repeat of another document withheld: it may be meant",
        "repeats of other documents withheld: they may be meant",
    ),
    ("boilerplate", "kept"): (
        "copy of boilerplate left in place",
        "copies of boilerplate left in place",
    ),
    ("boilerplate", "removed"): ("copy of boilerplate", "copies of boilerplate"),
    ("boilerplate", "withheld"): (
        "copy of boilerplate withheld",
        "copies of boilerplate withheld",
    ),
}
_EMPTIED = (
    "document became empty and is kept, empty",
    "documents became empty and are kept, empty",
)
_HALVED = ("document lost more than half", "documents lost more than half")
_INSIDE = ("edit inside documents", "edits inside documents")
# How wide a terminal is thought to be, in columns, and the least that is shown of a passage.
_WIDTH, _LEAST = 80, 24
_DONE = {"removed": "removed", "changed": "made", "withheld": "withheld"}

Summary = dict[str, Any]


def summed_up(
    counts: Counts,
    files: int,
    found: Mapping[str, Any],
    added: Mapping[str, Any],
    problems: Mapping[str, int],
    first: Sequence[Problem],
) -> Summary:
    """The numbers of a run, as JSON holds them.

    Args:
        counts: of its documents.
        files: how many were read.
        found: `rows` of the report and its `clusters`; `boilerplate`, so many blocks; `hot` seeds
            and the pairs that were `spared`, see `stages/pairs.py`.
        added: of an index, if there is one.
        problems: how many there are of each kind.
        first: the first of them.
    """
    names = ("rows", "clusters", "boilerplate", "hot", "spared")
    return dict(
        plain(
            {
                **counts._asdict(),
                "files": files,
                **{name: found[name] for name in names},
                **added,
                "problems": dict(sorted(problems.items())),
                "first_problems": [str(problem) for problem in first],
            }
        )
    )


def write_overview(folder: Path, summary: Summary) -> None:
    """Write the numbers as JSON, and a page of them."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(summary, ensure_ascii=False, indent=1)
    for name, content in ((SUMMARY, f"{text}\n"), (PAGE, page(summary))):
        beside = folder / f".{name}.tmp"
        beside.write_text(content, encoding="utf-8")
        beside.replace(folder / name)


def lines(summary: Summary) -> Iterator[str]:
    """The summary that a terminal shows."""
    size, left = summary["size"], summary["left"]
    share = f" (−{(size - left) / size:.1%})" if size > left else ""
    yield (
        f"{_count(summary['documents'], 'document')} in {_count(summary['files'], 'file')}: "
        f"{summary['changed']:,} changed, {size:,} ⟶ {left:,} characters{share}"
    )
    found = _found(summary)
    if found:
        yield ""
        for count, chars, words in found:
            yield f"{count:>12,}  {words}, {_count(chars, 'character')}"
    if summary["clusters"]:
        yield ""
        yield "most copies removed of"
        for name, start, _, copies, text in summary["clusters"][:5]:
            line = f"{copies:>12,}  {name}, from character {start}: "
            yield line + _in_columns(text, max(_LEAST, _WIDTH - cell_len(line)))
    if summary["emptied"] or summary["halved"]:
        yield ""
    if summary["emptied"]:
        words = _number(summary["emptied"], _EMPTIED)
        names = _some(summary["first_emptied"], summary["emptied"])
        yield f"{summary['emptied']:>12,}  {words}: {names}"
    if summary["halved"]:
        words = _number(summary["halved"], _HALVED)
        names = _some([name for name, *_ in summary["most_lost"]], summary["halved"])
        yield f"{summary['halved']:>12,}  {words}: {names}"
    if summary["hot"]:
        yield (
            f"{summary['hot']:>12,}  phrases stand in very many blocks; "
            f"{summary['spared']:,} pairs were not compared for them alone"
        )
    if "known" in summary:
        yield ""
        yield (
            f"compared with {_count(summary['known'], 'document')} of earlier runs, too; "
            f"{_count(summary['added'], 'passage')} added to the index"
        )
    if summary["problems"]:
        yield ""
        for kind, count in summary["problems"].items():
            yield f"{count:>12,}  {PROBLEMS[kind]}, passed over"
        for problem in summary["first_problems"][:5]:
            yield f"              {problem}"


def page(summary: Summary) -> str:
    """An overview as one page that needs nothing else: charts, and tables of what they show."""
    size, left = summary["size"], summary["left"]
    share = f" (−{(size - left) / size:.1%})" if size else ""
    parts = [
        _HEAD,
        f"<h1>{summary['documents']:,} documents, {summary['changed']:,} changed</h1>",
        f"<p>{size:,} characters were read, {left:,} are left{share}. {_EVERY_CHANGE}</p>",
        _chart("What was found", [(words, count) for count, _, words in _found(summary)]),
        _chart("Characters of it", [(words, chars) for _, chars, words in _found(summary)]),
        _chart("How much documents lost", list(zip(_TENTHS, summary["losses"], strict=True))),
        _chart(
            "Passages with most copies removed",
            [
                (f"{name}, from character {start}: {text}", copies)
                for name, start, _, copies, text in summary["clusters"]
            ],
        ),
        _table(
            "Documents that lost most, of those that are not empty",
            ("document", "characters", "left"),
            summary["most_lost"],
        ),
        _table(
            "Documents that became empty, the first of them",
            ("document",),
            [(name,) for name in summary["first_emptied"]],
        ),
        _table("Input that was passed over", ("what", "times"), _passed_over(summary)),
        "</main></body></html>\n",
    ]
    return "\n".join(filter(None, parts))


_EVERY_CHANGE = "Each change is in <code>report.jsonl</code> and <code>report.parquet</code>."
_TENTHS = ("nothing", *(f"up to {k}0 %" for k in range(1, 10)), "over 90 %")

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>dedup corpus</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#fff, #16181d); color: light-dark(#1b1f24, #e4e6ea); }
main { max-width: 60rem; margin: 0 auto; padding: 1rem 1.5rem 4rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { text-align: left; padding: .2rem .75rem .2rem 0; vertical-align: top; }
td { overflow-wrap: anywhere; }
.number { text-align: right; width: 7rem; font-variant-numeric: tabular-nums; }
.bar { width: 40%; } .bar span { display: block; height: 1rem; min-width: 1px;
  background: light-dark(#3565c0, #7da2ea); }
</style></head><body><main>"""


def _found(summary: Summary) -> list[tuple[int, int, str]]:
    """What was found across documents, then inside them: rows, characters, words."""
    across, within = [], []
    for kind, status, rows, chars in summary["found"]:
        if (kind, status) in _WORDS:
            across.append((rows, chars, _number(rows, _WORDS[kind, status])))
        else:
            words = f"{_number(rows, _INSIDE)}, {kind}, {_DONE[status]}"
            within.append((rows, chars, words))
    return [*sorted(across, reverse=True), *sorted(within, reverse=True)]


def _passed_over(summary: Summary) -> list[tuple[str, int]]:
    return [(PROBLEMS[kind], count) for kind, count in summary["problems"].items()]


def _chart(title: str, rows: list[tuple[str, int]]) -> str:
    """Bars with their numbers; the numbers are in the table, so nothing is said by length alone."""
    most = max((count for _, count in rows), default=0)
    if not most:
        return ""
    body = "".join(
        f"<tr><td>{escape(_short(words, 200))}</td><td class=number>{count:,}</td>"
        f'<td class=bar aria-hidden=true><span style="width:{100 * count / most:.1f}%"></span></td>'
        "</tr>\n"
        for words, count in rows
    )
    return f"<h2>{escape(title)}</h2>\n<table>{body}</table>"


def _table(title: str, heads: tuple[str, ...], rows: list[Any]) -> str:
    if not rows:
        return ""
    top = "".join(f"<th{_class(k)}>{escape(head)}</th>" for k, head in enumerate(heads))
    cells = (
        "".join(f"<td{_class(k)}>{_cell(cell)}</td>" for k, cell in enumerate(row)) for row in rows
    )
    body = "".join(f"<tr>{own}</tr>\n" for own in cells)
    return f"<h2>{escape(title)}</h2>\n<table><tr>{top}</tr>\n{body}</table>"


def _class(column: int) -> str:
    return " class=number" if column else ""


def _cell(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else escape(str(value))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _number(count: int, words: tuple[str, str]) -> str:
    """The words for one, or for more."""
    return words[count != 1]


def _some(names: list[str], count: int) -> str:
    shown = ", ".join(names[:3])
    return f"{shown}, …" if count > 3 else shown


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _in_columns(text: str, most: int) -> str:
    """A text cut to so many columns of a terminal."""
    return text if cell_len(text) <= most else f"{set_cell_size(text, most - 1).rstrip()}…"
