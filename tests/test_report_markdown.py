"""The report as Markdown: by a parser of CommonMark, text is never anything but text."""

import re

import pytest
from example import edit, edited, example, report
from hypothesis import given, settings
from markdown_it import MarkdownIt
from report_cases import CASES, HOSTILE, named

from dedup.reports.formats import draw
from dedup.reports.markdown import _code
from dedup.reports.visible import visible

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

BLOCKS = {"heading", "paragraph", "inline", "fence", "bullet_list", "list_item"}
INLINES = {"text", "code_inline", "strong_open", "strong_close", "softbreak"}

OWN = re.compile(
    r"[\d\s,;.:()→-]|lines?|places|the first on|safe|unsafe|display|chars?|No files"
    r"|joined|removed|words?|spaces?|marks?|mended|page|withheld|pointed out|[Nn]othing changed"
    r"|Made|Withheld: shown, not made|Pointed out: never changed"
    r"|Dropped: gave way to others, or rejected"
)
"""All that stands outside of code."""


def tokens(reports):
    """The blocks and what is in them, checked to be of the kinds that dedup writes."""
    found = PARSER.parse(draw("markdown", reports).decode("utf-8"))
    for token in found:
        assert re.sub("_(open|close)$", "", token.type) in BLOCKS
        for child in token.children or ():
            assert child.type in INLINES, child
            if child.type == "text":
                assert not OWN.sub("", child.content), child.content
    return found


@pytest.mark.parametrize("case", CASES)
def test_nothing_of_any_case_stands_outside_of_code(case):
    found = tokens(CASES[case])
    headings = [t for t in found if t.type == "heading_open" and t.tag == "h2"]
    assert len(headings) == len(CASES[case])


@given(edited())
@settings(max_examples=60)
def test_nothing_of_any_text_stands_outside_of_code(found):
    texts = [t.content for t in tokens([found]) if t.type == "fence"]
    edits = (*found.applied, *found.held, *(d.edit for d in found.dropped))
    assert len(texts) <= len(edits)
    for text in texts:
        assert text.count("\n") in (1, 2)


def test_hostile_text_is_shown_as_it_is():
    text = f"x{HOSTILE}"
    (found,) = [
        t.content
        for t in tokens([named("`", text, edit(text, 0, "x", "", "remove", note=HOSTILE))])
        if t.type == "fence"
    ]
    assert found == f"- ⟦x⟧{visible(HOSTILE[:16])}\n+ ⟦⟧{visible(HOSTILE[:16])}\n"


@pytest.mark.parametrize("text", ["", " ", "a", "`", "``a`", " a ", "a`", "  ", "\n", HOSTILE])
def test_a_code_span_holds_its_text(text):
    (inline,) = [t for t in PARSER.parse(f"x {_code(text)} y") if t.type == "inline"]
    _, code, _ = inline.children
    assert code.type == "code_inline"
    assert code.content == (visible(text) or " ")


def test_the_example():
    drawn = draw("markdown", [example()]).decode()
    assert drawn.startswith(
        "## `seed.txt`\n\n9 joined, 3 removed, 2 words mended, 4 spaces mended, "
        "2 withheld, 2 pointed out; 9010 → 8558 chars.\n\n### Made\n"
    )
    assert (
        "- **10** `join` lines 151-153, safe 0.99: "
        "`no sentence end at the break; 发展改革 recurs at 139, 153`\n\n"
        "  ```diff\n"
        "  - 通知提出,各地住房和城乡建设、发⟦⏎⏎⟧展改革、财政、人民银行、国资、税\n"
        "  + 通知提出,各地住房和城乡建设、发⟦⟧展改革、财政、人民银行、国资、税\n"
        "  ```\n"
    ) in drawn
    assert "361 places, the first on line" in drawn
    assert "(`gives way to remove at offset 7919`)" in drawn


def test_the_middle_of_a_long_text_is_counted():
    text = "文" * 1000
    drawn = draw("markdown", [report(text, edit(text, 0, text, "", "remove"))]).decode()
    assert " ⋯ 800 chars ⋯ " in drawn
