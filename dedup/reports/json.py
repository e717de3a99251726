"""The report as JSON: all that was found, enough to apply or to undo every edit by itself.

`docs/report-1.schema.json` says what each field means. Fields may be added under version 1; readers
must bear with fields and kinds that they do not know. What `described` gives is what JSON Lines,
SARIF, annotations and Markdown are made of, so that a saved report can be drawn as any of them.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from hashlib import sha256
from typing import Any

from dedup import __version__
from dedup.model import KINDS, Dropped, Edit, Evidence, Report, Settings, Span
from dedup.patterns import regex
from dedup.reports.places import Places
from dedup.reports.tally import by_kind, held_counts, numbers
from dedup.text import Lines, byte_offsets, encode, has_final_newline, line_end_style

SCHEMA = "dedup-report-1.schema.json"

VERSION = 1
"""The version of the format; readers pass over fields that they do not know."""

CONTEXT = 16
"""How many characters of the text on either side are told with an edit."""

_OPENED = 4
"""How many levels of brackets are spread over lines: down to the lists of edits, one a line."""

_UNFIT = regex("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""What JSON may hold raw and a terminal or an encoder should not: controls, marks of direction, and
the lone surrogates of a file name that is not UTF-8."""


def to_json(reports: Sequence[Report]) -> str:
    """All reports of one run as one JSON text, with a final newline."""
    return written(described(reports))


def described(reports: Sequence[Report]) -> dict[str, Any]:
    """All reports of one run as the schema has them."""
    common = reports[0].settings if reports else None
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "tool": {"name": "dedup", "version": __version__},
        "settings": _settings(common) if common is not None else None,
        "files": [_File(report).entry(common) for report in reports],
        "summary": _summary(reports),
    }


def written(whole: dict[str, Any]) -> str:
    """A described run as JSON text, with a final newline."""
    return spread(whole)


def spread(value: Any) -> str:
    """JSON with its outer levels one item a line, and a final newline."""
    return fit(_laid_out(value)) + "\n"


def fit(text: str) -> str:
    """JSON with escapes for what a terminal or an encoding should not be given raw."""
    return _UNFIT.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def in_one_line(value: Any) -> str:
    """JSON without a line end in it."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _laid_out(value: Any, depth: int = 0) -> str:
    """JSON with the outer levels one item a line, so that an edit is a line to `grep` for."""
    if depth == _OPENED or not value or not isinstance(value, (dict, list)):
        return in_one_line(value)
    indent = "\n" + " " * depth
    if isinstance(value, dict):
        items = [f"{json.dumps(key)}: {_laid_out(value[key], depth + 1)}" for key in value]
        return f"{{{indent} {f',{indent} '.join(items)}{indent}}}"
    items = [_laid_out(item, depth + 1) for item in value]
    return f"[{indent} {f',{indent} '.join(items)}{indent}]"


def _settings(settings: Settings) -> dict[str, Any]:
    """Every setting, sets as sorted lists."""
    values = {field.name: getattr(settings, field.name) for field in fields(settings)}
    return {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in values.items()
    }


def _summary(reports: Sequence[Report]) -> dict[str, int]:
    applied = [edit for report in reports for edit in report.applied]
    counts = by_kind(applied)
    held = [held_counts(report) for report in reports]
    return {
        "files": len(reports),
        "changed": sum(report.changed for report in reports),
        "edits": len(applied),
        **{kind: counts.get(kind, 0) for kind in (*KINDS, *counts) if kind != "flag"},
        "withheld": sum(withheld for withheld, _ in held),
        "notes": sum(notes for _, notes in held),
        "dropped": sum(len(report.dropped) for report in reports),
        "chars_removed": sum(len(r.document.text) - len(r.text) for r in reports),
    }


def _measures(data: bytes, text: str, lines: Lines) -> dict[str, Any]:
    return {
        "sha256": sha256(data).hexdigest(),
        "bytes": len(data),
        "chars": len(text),
        "lines": lines.count,
    }


class _File:
    """One report on its way to JSON, with the places of all its spans looked up at once."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._places = Places(report)
        self._numbers = numbers(report)
        offsets = sorted({k for span in _spans(report) for k in (span.start, span.end)})
        located = byte_offsets(report.document, offsets)
        self._bytes = dict(zip(offsets, located, strict=True))

    def entry(self, common: Settings | None) -> dict[str, Any]:
        """The file with all that was found in it.

        Args:
            common: the settings of the run; those of this file are told where they differ.
        """
        report, document = self._report, self._report.document
        edits = [self._edit(edit, "applied") for edit in report.applied]
        withheld = [self._edit(edit, "withheld") for edit in report.withheld]
        notes = [self._edit(edit, "noted") for edit in report.notes]
        dropped = [self._dropped(each) for each in report.dropped]
        return {
            "path": document.name,
            "encoding": document.encoding,
            "bom": bool(document.bom),
            "eol": line_end_style(document.text),
            "final_newline": has_final_newline(document.text),
            **({} if report.settings == common else {"settings": _settings(report.settings)}),
            "input": _measures(encode(document), document.text, self._places.before),
            "output": _measures(encode(document, report.text), report.text, self._places.after),
            "edits": edits,
            "withheld": withheld,
            "notes": notes,
            "dropped": dropped,
            "clusters": [
                {
                    "kept": self._span(cluster.kept),
                    "copies": [
                        {
                            "span": self._span(match.copy),
                            "source": self._span(match.source),
                            "similarity": match.similarity,
                            "covered": match.covered,
                        }
                        for match in cluster.matches
                    ],
                }
                for cluster in report.clusters
            ],
        }

    def _span(self, span: Span) -> dict[str, Any]:
        position = self._places.before.position
        return {
            "char": [span.start, span.end],
            "byte": [self._bytes[span.start], self._bytes[span.end]],
            "start": list(position(span.start)),
            "end": list(position(span.end)),
        }

    def _edit(self, edit: Edit, status: str) -> dict[str, Any]:
        text = self._report.document.text
        entry: dict[str, Any] = {
            "id": self._numbers[edit],
            "kind": edit.kind,
            "rule": edit.rule,
            "safety": edit.applicability.name.lower(),
            "status": status,
            "group": edit.group,
            "span": self._span(edit.span),
            "lines": list(self._places.lines(edit.span)),
            "before": edit.old,
            "after": edit.new,
            "context": [
                text[max(edit.span.start - CONTEXT, 0) : edit.span.start],
                text[edit.span.end : edit.span.end + CONTEXT],
            ],
            "out": self._out(edit, status),
            "score": edit.score,
            "evidence": [self._evidence(evidence) for evidence in edit.evidence],
            "message": edit.reason or edit.rule,
        }
        if edit.repeats is not None:
            entry["duplicate_of"] = {
                "span": self._span(edit.repeats),
                "lines": list(self._places.lines(edit.repeats)),
                "out_line": self._places.out_line(edit.repeats.start),
            }
        return entry

    def _dropped(self, dropped: Dropped) -> dict[str, Any]:
        return {**self._edit(dropped.edit, "dropped"), "reason": dropped.reason}

    def _out(self, edit: Edit, status: str) -> dict[str, Any] | None:
        """Where the cleaned text has what the edit put there, or what a held edit left there."""
        if status == "dropped":
            return None
        gone = status == "applied" and self._places.whole_lines(edit)
        char = self._places.out(edit.span.start)
        return {"char": char, "line": None if gone else self._places.after.line(char)}

    def _evidence(self, evidence: Evidence) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "what": evidence.kind,
            "score": evidence.score,
            "note": evidence.note,
        }
        if evidence.peer is not None:
            entry["peer"] = {
                "span": self._span(evidence.peer),
                "lines": list(self._places.lines(evidence.peer)),
            }
        return entry


def _spans(report: Report) -> Iterable[Span]:
    """Every span of the original that the JSON speaks of."""
    for edit in (*report.applied, *report.held, *(dropped.edit for dropped in report.dropped)):
        yield edit.span
        yield from (evidence.peer for evidence in edit.evidence if evidence.peer is not None)
    for cluster in report.clusters:
        yield cluster.kept
        for match in cluster.matches:
            yield from (match.source, match.copy)
