"""From runs to clusters around kept copies, and to edits with the reason in words."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from dedup.duplicates.table import BlockTable, Run
from dedup.duplicates.verify import Verdict
from dedup.layout import LINE_ENDS, line_ends_in, line_spans
from dedup.model import Applicability, Cluster, Edit, Evidence, Match, Span


def clusters_and_edits(
    table: BlockTable,
    runs: Sequence[Run],
    line: Callable[[int], int],
) -> tuple[list[Cluster], list[Edit]]:
    """Clusters around kept copies, and an edit for each copy.

    Args:
        table: the blocks.
        runs: disjoint runs in the order of the text, each with a source that stays.
        line: the line that the user knows an offset by.
    """
    matches: dict[Span, list[Match]] = defaultdict(list)
    edits: list[Edit] = []
    kept = Span(0, 0)
    closing = _closing(table, runs)
    for run in runs:
        if not run.restarts:
            kept = _passage(table, run.source)
        match = _match(table, run, kept)
        matches[kept].append(match)
        rule, note = _wording(table.text, run, match, kept, line)
        span = (
            _with_separator(table, run.blocks, run.blocks.start >= closing)
            if run.within is None
            else _with_gap(table.text, run.within, table.block(run.blocks.start))
        )
        evidence = [Evidence("repeat", match.similarity, note, kept)]
        if run.doubt:
            evidence.append(Evidence("doubt", 0.0, run.doubt))
        edits.append(
            Edit(
                span=span,
                old=span.of(table.text),
                new="",
                kind="remove",
                rule=rule,
                applicability=Applicability.UNSAFE if run.doubt else Applicability.SAFE,
                evidence=tuple(evidence),
            )
        )
    return [Cluster(kept, tuple(found)) for kept, found in sorted(matches.items())], edits


def _passage(table: BlockTable, source: Span) -> Span:
    """The whole blocks of the original text that hold a source."""
    first, last = table.block_at(source.start), table.block_at(source.end - 1)
    return Span(table.block(first).start, table.block(last).end)


def _match(table: BlockTable, run: Run, kept: Span) -> Match:
    source = table.original(run.source)
    copy = run.original(table)
    # By the fold: marks that the copy has more of its own cover nothing.
    held = len(run.source) - (len(run.hole) if run.hole is not None else 0)
    return Match(source, copy, run.similarity, held / len(table.folded_span(kept)))


def _wording(
    text: str, run: Run, match: Match, kept: Span, line: Callable[[int], int]
) -> tuple[str, str]:
    """The rule's name and the reason."""
    first, last = line(kept.start), line(kept.end - 1)
    where = f"lines {first}-{last}" if last > first else f"line {first}"
    if run.within is not None:
        size = visible(text, match.copy)
        return (
            "repeat-in-block",
            f"says again {size} chars of {where}; the rest of its paragraph stays",
        )
    if match.covered < 1:
        size, whole = visible(text, match.copy), visible(text, kept)
        if size >= whole:  # it has marks of its own
            size = int(match.covered * whole)
        return "cut-off-repeat", f"cut-off repeat of {where} ({size} of {whole} chars)"
    exact = run.verdict is Verdict.SAME
    # Rounded down: only an exact copy is called 1.00.
    similarity = int(match.similarity * 100) / 100
    return (
        "exact-repeat" if exact else "near-repeat",
        f"duplicate of {where} (sim {similarity:.2f})",
    )


def _closing(table: BlockTable, runs: Sequence[Run]) -> int:
    """The first block from which on all blocks to the end of the text are copies."""
    first = len(table)
    for run in reversed(runs):
        if run.blocks.stop != first or run.within is not None:
            break
        first = run.blocks.start
    return first


def _with_separator(table: BlockTable, blocks: range, closing: bool) -> Span:
    """A copy with the separator behind it; with the one before it if it closes the text."""
    first, last = table.block(blocks.start), table.block(blocks.stop - 1)
    if closing:
        return Span(table.block(blocks.start - 1).end if blocks.start else 0, last.end)
    return with_separator_behind(table.text, Span(first.start, last.end), table.block(blocks.stop))


def with_separator_behind(text: str, copy: Span, after: Span) -> Span:
    """Whole blocks with what stands between them and the block behind them.

    From line start to line start, so that no indentation changes its line.
    """
    return Span(_line_start(text, copy.start), _line_start(text, after.start))


def _with_gap(text: str, copy: Span, block: Span) -> Span:
    """A copy inside a block with the white space on one side of it.

    What stays on both sides keeps the line end between it, if there is one on either side.
    """
    start, end = copy.start, copy.end
    while end < block.end and text[end].isspace():
        end += 1
    before = start
    while before > block.start and text[before - 1].isspace():
        before -= 1
    if end == block.end or (
        before > block.start
        and line_ends_in(text[copy.end : end])
        and not line_ends_in(text[before:start])
    ):
        return Span(before, copy.end)
    return Span(start, end)


def _line_start(text: str, offset: int) -> int:
    while offset > 0 and text[offset - 1] not in LINE_ENDS:
        offset -= 1
    return offset


def visible(text: str, span: Span) -> int:
    """The characters of a stretch, line ends and the white space around them left out."""
    return sum(len(line) for line in line_spans(span.of(text)))
