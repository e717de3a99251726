"""Make `docs/repair.md` of the explanations that the package ships.

    python tools/make_repair_page.py

`tests/test_explain.py` holds the page to them.
"""

from pathlib import Path

from dedup.explanations import explained, explanation, kind_of, summary_of

PAGE = Path(__file__).parent.parent / "docs" / "repair.md"

HEAD = """\
# Every rule, and what it is for

Each change has a rule, which stands with its reason in the JSON report. `dedup explain` lists the
rules, and `dedup explain RULE` prints what stands here; `tools/make_repair_page.py` makes this page
of the same files (`dedup/explanations/`), and `tests/test_explain.py` runs the examples.

An edit is *made* where a careful proof-reader would not look twice, *withheld* where a reader could
disagree (`--unsafe` or `--apply KIND` makes it), or only *pointed out* (kind `flag`). How repeats
are found is told in full in [repeats.md](repeats.md).
"""


def page() -> str:
    """The whole page."""
    rows = [f"| [{r}](#{r}) | `{kind_of(r)}` | {summary_of(r)} |" for r in explained()]
    table = "\n".join(["| rule | kind | what it does |", "| --- | --- | --- |", *rows])
    sections = (
        explanation(rule)
        .replace("# ", "## ", 1)
        .replace("docs/repeats.md", "[repeats.md](repeats.md)")
        for rule in explained()
    )
    return "\n".join([HEAD, table, "", *sections])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
