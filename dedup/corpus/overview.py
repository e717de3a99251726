"""What a run came to, for people: lines for a terminal, and a page with charts."""

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from dedup.corpus.counts import Counts
from dedup.corpus.fields import PROBLEMS, Problem
from dedup.corpus.state import plain

SUMMARY, PAGE = "summary.json", "report.html"

_WORDS = {
    ("document", "removed"): "whole documents that repeat another",
    ("block", "removed"): "blocks that repeat one of another document",
    ("block", "withheld"): "repeats of other documents withheld: they may be meant",
    ("boilerplate", "kept"): "copies of boilerplate left in place",
    ("boilerplate", "removed"): "copies of boilerplate",
    ("boilerplate", "withheld"): "copies of boilerplate withheld",
}
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
            yield f"{copies:>12,}  {name}, from character {start}: {_short(text, 60)}"
    if summary["emptied"] or summary["halved"]:
        yield ""
    if summary["emptied"]:
        yield f"{summary['emptied']:>12,}  documents became empty and are kept, empty: " + _some(
            summary["first_emptied"], summary["emptied"]
        )
    if summary["halved"]:
        yield f"{summary['halved']:>12,}  documents lost more than half: " + _some(
            [name for name, *_ in summary["most_lost"]], summary["halved"]
        )
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
        words = _WORDS.get((kind, status))
        if words is not None:
            across.append((rows, chars, words))
        else:
            within.append((rows, chars, f"edits inside documents, {kind}, {_DONE[status]}"))
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


def _some(names: list[str], count: int) -> str:
    shown = ", ".join(names[:3])
    return f"{shown}, …" if count > 3 else shown


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
