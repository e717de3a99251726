"""The report as Markdown, for a pull request, an issue or the summary of a job.

Whatever comes from a text, its name or a rule stands in a code span or a fenced block: there
nothing is a link, a mention, HTML or a list, neither in CommonMark nor on GitHub. What is hidden is
shown by an escape, line ends among it, so that no text begins a line: none can close its block.
"""

from collections.abc import Iterator

from dedup.model import KINDS
from dedup.patterns import regex
from dedup.reports.entries import LISTS, Entry, decisions, parts
from dedup.reports.tally import by_count, done, plural, rounded
from dedup.reports.visible import visible

_TICKS = regex("`+")

_SHOWN = 200
"""How many characters of a text are shown whole; of a longer one, the two ends."""

_HEADINGS = dict(
    zip(
        LISTS,
        (
            "Made",
            "Withheld: shown, not made",
            "Pointed out: never changed",
            "Dropped: gave way to others, or rejected",
        ),
        strict=True,
    )
)


def to_markdown(whole: Entry) -> str:
    """A described run (`json.described`), each file under a heading of its own."""
    files = ("".join(f"{line}\n" for line in _file(file)) for file in whole["files"])
    return "\n".join(files) or "No files.\n"


def _file(file: Entry) -> Iterator[str]:
    found = parts(file)
    yield f"## {_code(file['path'])}"
    yield ""
    yield _counts(file, found)
    for name, heading in _HEADINGS.items():
        if found[name]:
            yield ""
            yield f"### {heading}"
        for edit, count in decisions(found[name]):
            yield ""
            yield from _edit(edit, count)


def _counts(file: Entry, found: dict[str, list[Entry]]) -> str:
    """As in `9 joined, 3 removed, 1 withheld; 9010 → 8570 chars`."""
    told = [
        done(kind, count) if kind in KINDS else f"{count} {_code(kind)}"
        for kind, count in by_count(edit["kind"] for edit in found["edits"]).items()
    ] or ["nothing changed"]
    for name, word in (("withheld", "withheld"), ("notes", "pointed out")):
        if found[name]:
            told.append(f"{len(decisions(found[name]))} {word}")
    before, after = file["input"]["chars"], file["output"]["chars"]
    size = plural(before, "char") if before == after else f"{before} → {after} chars"
    line = f"{', '.join(told)}; {size}."
    return line[0].upper() + line[1:]


def _edit(edit: Entry, count: int) -> Iterator[str]:
    """An item of a list, and in it the text before and after."""
    first, last = edit["lines"]
    where = f"line {first}" if first == last else f"lines {first}-{last}"
    if count > 1:
        where = f"{count} places, the first on {where}"
    sure = f"{edit['safety']} {rounded(edit['score'])}"
    yield f"- **{edit['id']}** {_code(edit['kind'])} {where}, {sure}: {_code(edit['message'])}"
    if edit.get("reason") is not None:
        yield f"  ({_code(edit['reason'])})"
    yield ""
    before, after = edit["before"], edit["after"]
    rows = [_row("-", edit, before), _row("+", edit, after)]
    if before == after:
        rows = [_row(" ", edit, before)]
    yield from (f"  {row}" for row in ("```diff", *rows, "```"))


def _row(sign: str, edit: Entry, text: str) -> str:
    """A text in brackets between what stands beside it; the middle of a long one is counted."""
    left, right = edit["context"]
    shown = visible(text)
    if len(text) > _SHOWN:
        half = _SHOWN // 2
        cut = len(text) - 2 * half
        shown = f"{visible(text[:half])} ⋯ {cut} chars ⋯ {visible(text[-half:])}"
    return f"{sign} {visible(left)}⟦{shown}⟧{visible(right)}"


def _code(text: str) -> str:
    """A text as a code span, whatever is in it."""
    text = visible(text)
    ticks = "`" * (max((len(run[0]) for run in _TICKS.finditer(text)), default=0) + 1)
    # A blank at both ends, which CommonMark takes away again, parts the text from the ticks.
    blank = " " if text.strip(" ") and (text[0] in "` " or text[-1] in "` ") else ""
    return f"{ticks}{blank}{text or ' '}{blank}{ticks}"
