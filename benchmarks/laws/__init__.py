"""What holds for every text and all settings, said so that a program can look.

Each law takes a cleaned text and says what breaks it, or nothing. The tests, the fuzzer and
`python -m benchmarks.laws` ask the same laws.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from unicodedata import category

from dedup.edits import apply, invert
from dedup.errors import UsageError
from dedup.fold import fold
from dedup.layout import LINE_ENDS
from dedup.model import Applicability, Edit, Report, Settings, Span
from dedup.patterns import regex
from dedup.pipeline import clean
from dedup.reports.formats import FORMATS, draw
from dedup.reports.saved import read_report
from dedup.text import encode

_BLANK_LINES = regex(rf"(?:[{LINE_ENDS}]\s*)+")

Law = Callable[[Report], Iterator[str]]


def broken(report: Report, laws: dict[str, Law]) -> Iterator[tuple[str, str]]:
    """The laws that a cleaned text breaks, each with what breaks it."""
    for name, law in laws.items():
        for what in law(report):
            yield name, what


def _invert(report: Report) -> Iterator[str]:
    """The edits lead to the cleaned text, and taken back to the original."""
    if apply(report.document.text, report.applied) != report.text:
        yield "the edits lead to another text"
    if apply(report.text, invert(report.applied)) != report.document.text:
        yield "the edits do not lead back"


def _reasons(report: Report) -> Iterator[str]:
    """Each edit says what stands at its place, and why; what points out is never made."""
    for edit in (*report.applied, *report.held, *(each.edit for each in report.dropped)):
        if edit.span.of(report.document.text) != edit.old:
            yield f"{edit.rule}: its old text does not stand at {edit.span}"
        if not edit.reason:
            yield f"{edit.rule}: no reason at {edit.span}"
    for edit in report.applied:
        if edit.applicability is Applicability.DISPLAY:
            yield f"{edit.rule}: made at {edit.span}, though it only points out"


def _idempotence(report: Report) -> Iterator[str]:
    """Cleaned again, the outcome stays."""
    for edit in clean(report.text, report.settings).applied:
        yield f"{edit.rule}: {edit.old!r} -> {edit.new!r} only the second time"
        return


def _letters(report: Report) -> Iterator[str]:
    """Every letter that goes is named, and what goes as a repeat stands elsewhere."""
    gone = _tally(report.document.text) - _tally(report.text)
    named: Counter[str] = Counter()
    for edit in report.applied:
        named += _tally(edit.old) - _tally(edit.new)
        if edit.kind == "remove":
            if edit.repeats is None:
                yield f"{edit.rule}: repeats nothing at {edit.span}"
            elif edit.rule == "exact-repeat":
                source = edit.evidence[0].peer or edit.repeats
                if _is_touched(source, report.applied):
                    continue  # a later search found it to repeat something, in part or whole
                said = _said(source.of(report.document.text))
                for line in _BLANK_LINES.split(edit.old):
                    if _said(line) not in said:
                        yield f"{edit.rule}: {line!r} stands nowhere any more"
    for group, edits in _decisions(report.applied):
        old, new = (Counter(_said("".join(texts))) for texts in zip(*edits, strict=True))
        if old != new:
            yield f"{group}: other letters"
    if not gone <= named:
        yield f"{gone - named} went unnamed"


def _sources(report: Report) -> Iterator[str]:
    """What a removal is said to repeat stands in the outcome, some of it at least."""
    removed = [edit for edit in report.applied if edit.kind == "remove"]
    for edit in removed:
        if edit.repeats is not None and _is_gone(edit.repeats, removed, report.document.text):
            yield f"{edit.rule} at {edit.span} repeats {edit.repeats}, which goes, too"


def _saved(report: Report) -> Iterator[str]:
    """A saved report is the report, before the edits and after them; any format can be drawn."""
    for name in FORMATS:
        try:
            drawn = draw(name, [report])
        except UsageError:
            continue  # no patch of text in such an encoding can be made
        if name in ("json", "jsonl"):
            (saved,) = read_report(drawn, "a report")
            before, after = encode(report.document), encode(report.document, report.text)
            for data in dict.fromkeys((before, after)):
                again = saved.report(data)
                if replace(again, settings=report.settings) != report:
                    yield f"{name}: another report comes back"


LAWS: dict[str, Law] = {
    "invert": _invert,
    "reasons": _reasons,
    "idempotence": _idempotence,
    "letters": _letters,
    "sources": _sources,
    "saved": _saved,
}


def _said(text: str) -> str:
    """The letters, marks and digits of a text; the `¬` of a divided word is none of them."""
    return "".join(c for c in fold(text).text if category(c)[0] in "LMN")


def _tally(text: str) -> Counter[str]:
    return Counter(_said(text))


def _decisions(edits: Sequence[Edit]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The old and new texts of each decision that is not to change a letter."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for edit in edits:
        if edit.kind in {"join", "space"}:
            name = edit.group or f"{edit.rule} at {edit.span}"
            groups.setdefault(name, []).append((edit.old, edit.new))
    yield from groups.items()


def _is_touched(span: Span, edits: Sequence[Edit]) -> bool:
    """Whether an edit changes some of a stretch."""
    return any(edit.span.overlaps(span) for edit in edits)


def _is_gone(span: Span, removed: list[Edit], text: str) -> bool:
    """Whether nothing but white space stays of a stretch."""
    at = span.start
    for edit in removed:  # sorted, and disjoint
        if edit.span.end > at:
            if text[at : min(max(at, edit.span.start), span.end)].strip():
                return False
            at = edit.span.end
        if at >= span.end:
            return True
    return not text[at : span.end].strip()


__all__ = ["LAWS", "Law", "Settings", "broken"]
