"""Reports that a format must get right, each with what is hard about it in its name."""

from example import DISPLAY, UNSAFE, edit, example, report

from dedup.model import Document, Report, Settings, Span

HOSTILE = (
    "`tick` ``` | <b>&amp;</b> [a](http://b.example) @who #1 ::error::x %0A {0} ]]> */ \\ *x* _y_"
    " ~~z~~\r\n- item\n# head\n|a|b|\n|-|-|\n```\n~~~\n<!-- x -->\n</pre>\x1b[31m\u202e,:%"
)


def named(name: str, text: str, *edits: object) -> Report:
    return report(text, *edits, document=Document(name, text))


def hostile() -> Report:
    """Text, names, rules and reasons that would break out of anything that let them."""
    text = f"{HOSTILE}\n\n{HOSTILE}\n"
    start = len(HOSTILE) + 2
    edits = (
        edit(text, start, HOSTILE, "", "remove", note=HOSTILE, peer=Span(0, len(HOSTILE))),
        edit(text, len(HOSTILE), "\n\n", "`", "x`|<i>", "```", note=HOSTILE, safety=UNSAFE),
        edit(text, 0, "`tick`", "`tick`", "flag", note="a\nb", safety=DISPLAY),
    )
    return named(f"a,b:c%{HOSTILE[:9]}\n.txt", text, *edits)


def dropped() -> Report:
    text = "eins zwei\n\neins zwei\n"
    inside = edit(text, 15, " ", "  ", "space")
    return report(text, edit(text, 11, "eins zwei\n", "", "remove"), inside)


def cases() -> dict[str, list[Report]]:
    """The runs, by name."""
    crlf, astral = "eins\r\n\r\nzwei\r\n", "𠮷野家👩\u200d👧\r\n𠮷 x\n"
    controls, last = "a\x1b[31mb\x07\x00c\u2028d\x85e\rf\n", "a\nb\nb"
    far = edit(last, 4, "b", "", "remove", safety=UNSAFE)
    return {
        "no files": [],
        "empty text": [report("")],
        "no edits": [report("文\n")],
        "an edit at the very end": [report(last, edit(last, 3, "\nb", "", "remove"))],
        "crlf": [report(crlf, edit(crlf, 4, "\r\n\r\n", "", "join"))],
        "astral": [
            report(
                astral,
                edit(astral, 2, "家", "𠮷", "script"),
                edit(astral, astral.index(" x"), " ", "", "space"),
            )
        ],
        "controls": [
            report(controls, edit(controls, 1, "\x1b[31m", "", "script", note="an \x1b, a \r"))
        ],
        "several files": [example(), named("二 页.txt", "文\n"), named("./a:b,c.txt", "一\n")],
        "withheld only": [report(last, far)],
        "dropped": [dropped()],
        "stdin": [named("<stdin>", last, edit(last, 4, "b", "", "remove"))],
        "an absolute name": [named("/tmp/a b.txt", last, far)],
        "a name that is no UTF-8": [named("a\udcff.txt", last, far)],
        "another encoding": [
            report("一行", edit("一行", 0, "一", "", "x"), document=Document("a", "一行", "gbk"))
        ],
        "unsafe ones made": [
            report(last, far, settings=Settings(unsafe=True)),
        ],
        "hostile": [hostile()],
    }  # fmt: skip


CASES = cases()
