"""What a drawn report says of a whole text: the file, the counts, and what was done."""

from collections.abc import Iterator, Sequence
from itertools import chain

from dedup.model import Document, Report
from dedup.reports.glyphs import Glyphs
from dedup.reports.look import Look
from dedup.reports.places import Places
from dedup.reports.rows import style_of
from dedup.reports.tally import by_kind, done, held_counts, plural
from dedup.reports.wrap import Piece, Row
from dedup.text import has_final_newline, line_end_style

_NO_LINE_ENDS = {ord("\r"): None, ord("\n"): None}
_LINE_ENDS = {"lf": "LF", "crlf": "CRLF", "cr": "CR", "mixed": "mixed line ends", "none": ""}


def header(document: Document, look: Look) -> Row:
    """The file, how it is encoded, and how its lines end."""
    facts = [_encoding(document), _LINE_ENDS[line_end_style(document.text)]]
    if not document.text:
        facts.append("empty")
    elif not has_final_newline(document.text):
        facts.append("no final newline")
    told = ", ".join(filter(None, facts))
    link = look.link(document.name, 0) if look.link else ""
    name = Piece(look.glyphs.shown(document.name), link=link)
    return [Piece("dedup clean  "), name, Piece(f"   {told}")]


def counts(report: Report, places: Places, glyphs: Glyphs, *, lines: bool) -> Iterator[Row]:
    """How many edits of which kind, and what it did to the size, on request in lines too."""
    yield [Piece(plural(len(report.applied), "edit") if report.applied else "no edits")]
    for kind, count in by_kind(report.applied).items():
        number, word = done(kind, count).split(" ", 1)
        told = f"{word} {glyphs.sign(kind)}"
        yield [Piece(f"{number} "), Piece(told, style_of(kind, held=False))]
    for count, word, sign in zip(
        held_counts(report), ("withheld", "pointed out"), "?!", strict=True
    ):
        if count:
            yield [Piece(f"{count} "), Piece(f"{word} {sign}", "held")]
    if lines and report.applied:
        yield [Piece(f"{places.before.count} {glyphs.arrow} {places.after.count} lines")]
    yield [Piece(_size(len(report.document.text), len(report.text), glyphs))]


def closing(report: Report, places: Places) -> Iterator[Row]:
    """What was done, in a few words."""
    applied = report.applied
    joins = [edit for edit in applied if edit.kind == "join"]
    if joins:
        lines = {places.out_line(edit.span.start) for edit in joins}
        breaks, where = plural(len(joins), "break"), plural(len(lines), "line")
        yield [Piece(f"joined {breaks} in {where}")]
    removals = [edit for edit in applied if edit.kind == "remove"]
    if removals:
        chars = sum(len(edit.old.translate(_NO_LINE_ENDS)) for edit in removals)
        yield [Piece(f"removed {plural(len(removals), 'repeat')}, {plural(chars, 'char')}")]
    told = by_kind(applied)
    if "furniture" in told:
        yield [Piece(f"removed {plural(told['furniture'], 'line')} of page furniture")]
    others = {
        kind: count for kind, count in told.items() if kind not in ("join", "remove", "furniture")
    }
    if others:
        mended = (done(kind, count).removesuffix(" mended") for kind, count in others.items())
        yield [Piece(f"mended {', '.join(mended)}")]
    if not applied:
        yield [Piece("nothing changed")]


def totals(reports: Sequence[Report]) -> Iterator[Row]:
    """The counts of several files together."""
    changed = sum(report.changed for report in reports)
    yield [Piece(f"{plural(len(reports), 'file')}, {changed} changed")]
    made = by_kind(chain.from_iterable(report.applied for report in reports))
    yield from ([Piece(done(kind, count))] for kind, count in made.items())
    held = [held_counts(report) for report in reports]
    for k, word in enumerate(("withheld", "pointed out")):
        total = sum(each[k] for each in held)
        if total:
            yield [Piece(f"{total} {word}")]


def _encoding(document: Document) -> str:
    return document.encoding.upper() + (" with BOM" if document.bom else "")


def _size(before: int, after: int, glyphs: Glyphs) -> str:
    """`9010 ⟶ 8570 chars (−4.9%)`."""
    if before == after:
        return plural(after, "char")
    share = (after - before) / max(before, 1)
    sign = glyphs.minus if share < 0 else "+"
    amount = f"{abs(share):.1%}"
    told = f"{sign}<0.1%" if amount == "0.0%" else f"{sign}{amount}"
    return f"{before} {glyphs.arrow} {after} chars ({told})"
