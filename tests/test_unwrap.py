"""`--unwrap`: paragraphs on one line, and nothing else on one line."""

import re
import textwrap
from pathlib import Path
from random import Random
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import Settings, clean
from dedup.edits import apply, invert
from dedup.excerpt import Excerpt
from dedup.model import Edit
from dedup.repair.measure import Measure, Sample, measure_of
from dedup.repair.prose import Form, Head, Tail, columns, form_of, head_of, rows, tail_of
from dedup.repair.reading import Reading
from dedup.repair.seams import Seams
from dedup.repair.unwrap import find_wrapped
from dedup.wordlist import Lists

UNWRAP = Settings(unwrap=True, only=frozenset({"join"}))
TEXTS = Path(__file__).parent.parent / "benchmarks" / "texts"
LANGUAGES = ("en", "fr", "de")
# Of the line ends of prose, so many may be left.
LEFT = 0.05


def paragraphs(language: str) -> list[str]:
    return [p for p in (TEXTS / f"{language}.txt").read_text(encoding="utf-8").split("\n\n") if p]


def words(text: str) -> str:
    return " ".join(text.split())


def reading(text: str) -> Reading:
    return Reading(Excerpt(text), Lists())


def single_ends(text: str) -> int:
    """The line ends that no blank line follows."""
    return text.count("\n") - 2 * text.count("\n\n")


def wrapped(paragraph: str, width: int, first: str = "") -> list[str]:
    return textwrap.wrap(
        paragraph, width, initial_indent=first, break_long_words=False, break_on_hyphens=False
    )


def ragged(paragraph: str, width: int, random: Random) -> list[str]:
    """Wrapped as a page in a proportional type reads: each line at a measure a little different."""
    out: list[str] = []
    limit = 0.0
    for word in paragraph.split():
        if out and len(out[-1]) + 1 + len(word) <= limit:
            out[-1] += f" {word}"
        else:
            out.append(word)
            limit = random.gauss(width, 0.03 * width)
    return out


@given(st.sampled_from(LANGUAGES), st.integers(40, 100))
@settings(max_examples=25, deadline=None)
def test_wrapping_is_taken_back(language: str, width: int) -> None:
    whole = paragraphs(language)
    text = "\n\n".join("\n".join(wrapped(p, width)) for p in whole)
    out = clean(text, UNWRAP).text
    assert [words(p) for p in out.split("\n\n")] == [words(p) for p in whole]
    assert single_ends(out) <= max(1, LEFT * single_ends(text))


@given(st.sampled_from(LANGUAGES), st.integers(40, 100), st.integers(1, 8))
@settings(max_examples=25, deadline=None)
def test_indented_paragraphs_are_told(language: str, width: int, indent: int) -> None:
    whole = [p for p in paragraphs(language) if len(p) > width]
    text = "\n".join("\n".join(wrapped(p, width, " " * indent)) for p in whole)
    out = clean(text, UNWRAP).text
    starts = [line for line in out.split("\n") if line.startswith(" ")]
    assert len(starts) == len(whole)
    assert out.count("\n") - len(whole) + 1 <= max(1, LEFT * text.count("\n"))


@given(st.sampled_from(LANGUAGES), st.integers(50, 80), st.integers(0, 999))
@settings(max_examples=20, deadline=None)
def test_ragged_lines_never_join_paragraphs(language: str, width: int, seed: int) -> None:
    random = Random(seed)
    whole = paragraphs(language)
    text = "\n\n".join("\n".join(ragged(p, width, random)) for p in whole)
    out = clean(text, UNWRAP).text
    assert [words(p) for p in out.split("\n\n")] == [words(p) for p in whole]
    assert single_ends(out) <= 0.75 * single_ends(text)


PIECES = (
    *(p for language in LANGUAGES for p in paragraphs(language)[1:4]),
    *(
        (Path(__file__).parent / "unchanged" / f"{name}.txt").read_text(encoding="utf-8")
        for name in ("verse-free-en", "table", "code", "index-en", "contents-en", "prose-ja")
    ),
    "well-\nknown words, and a hy-\nphen that\nstands at the line end",
    "a form feed\x0cin the middle, a soft hy\u00ad\nphen and a blank\u00a0\nthat does not break",
)


@given(
    st.lists(st.tuples(st.sampled_from(PIECES), st.integers(20, 90)), min_size=1, max_size=8),
    st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n", "\n   "]),
)
@settings(max_examples=50, deadline=None)
def test_laws(pieces: list[tuple[str, int]], between: str) -> None:
    text = between.join(
        "\n".join(wrapped(piece, width)) if "\n" not in piece else piece for piece, width in pieces
    )
    report = clean(text, UNWRAP)
    assert apply(text, report.applied) == report.text
    assert apply(report.text, invert(report.applied)) == text
    again = clean(report.text, UNWRAP)
    assert again.text == report.text
    for edit in report.applied:
        assert edit.kind == "join"
        assert re.fullmatch(r"[-\u00ad]?\s+", edit.old)
        assert edit.new in ("", " ")


def test_line_ends_of_any_kind_go() -> None:
    text = "\n\n".join("\n".join(wrapped(p, 60)) for p in paragraphs("en"))
    plain = clean(text, UNWRAP).text
    for line_end in ("\r\n", "\u2028"):
        other = clean(text.replace("\n", line_end), UNWRAP).text
        assert other == plain.replace("\n", line_end)


def test_without_the_option_lines_stay() -> None:
    text = "\n\n".join("\n".join(wrapped(p, 60)) for p in paragraphs("en"))
    assert clean(text, Settings(only=frozenset({"join"}))).text == text
    assert clean(text, Settings(unwrap=True, skip=frozenset({"join"}))).text == text


def test_what_is_kept_is_not_joined_across() -> None:
    text = "\n".join(wrapped(paragraphs("en")[1] + " " + paragraphs("en")[2], 60))
    ends = [m.start() for m in re.finditer("\n", text)]
    kept = re.escape(text[ends[2] - 5 : ends[2] + 5])
    out = clean(text, Settings(unwrap=True, keep=(kept,))).text
    assert out.count("\n") == clean(text, UNWRAP).text.count("\n") + 1


def joins(text: str) -> list[Edit]:
    return list(clean(text, UNWRAP).applied)


def test_the_reason_names_line_and_measure() -> None:
    text = "\n".join(wrapped(" ".join(paragraphs("en")[1:]), 72))
    edit = joins(text)[0]
    first = text.split("\n")[0]
    assert edit.rule == "wrapped-line"
    assert edit.reason == (
        f"line 1 is {len(first)} wide; the next word would not have fitted in 72"
    )


@pytest.mark.parametrize(
    ("samples", "measure"),
    [
        # A program's: one measure, to the column.
        ([(60, 4), (58, 7), (61, 9), (62, 3), (59, 5)], (62, 0)),
        # A printed page's: about one.
        ([(60, 4), (55, 4), (63, 9), (57, 3), (66, 5), (61, 4), (58, 8), (64, 3)] * 3, (60, 3)),
        # Lines cut by sense: none.
        ([(20, 4), (55, 7), (31, 9), (62, 3), (44, 5), (25, 4), (38, 6), (51, 3)], None),
        # Too few to say, and too narrow to say.
        ([(60, 4), (58, 7)], None),
        ([(9, 4), (8, 5), (10, 4), (9, 3), (10, 6)], None),
    ],
)
def test_measure(samples: list[tuple[int, int]], measure: tuple[int, int] | None) -> None:
    found = measure_of([Sample(*sample) for sample in samples])
    if measure is None:
        assert found is None
        return
    assert found is not None
    width, slack = measure
    assert abs(found.width - width) <= 2 * slack
    assert (found.slack > 0) == (slack > 0)


def test_a_line_is_full_where_the_next_word_would_not_have_fitted() -> None:
    measure = Measure(60, 0, 60)
    assert measure.full(56, 5)
    assert not measure.full(55, 5)
    assert not measure.full(61, 5)
    # A word that would fill half a line says little about the line before it.
    assert not measure.full(20, 50)


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("It rained, and nobody came.", Form.BODY),
        ("— Non, dit-il, je ne sais pas.", Form.BODY),
        ("“Yes,” he said; “and no.”", Form.BODY),
        ("…and then it stopped.", Form.BODY),
        (":", Form.BODY),
        ("THE END OF THE STORY", Form.CAPITALS),
        ("2. open the sluice", Form.ITEM),
        ("- gloves", Form.ITEM),
        ("(b) the miller", Form.ITEM),
        ("> as you wrote", Form.ITEM),
        ("三、开会", Form.ITEM),
        ("Harbour      12    14", Form.APART),
        ("Soup ........ 2,50", Form.APART),
        ("-----", Form.APART),
        ("x = read(path)", Form.CODE),
        ("for (i = 0; i < n; i++) {", Form.CODE),
    ],
)
def test_form(line: str, form: Form) -> None:
    assert form_of(line) is form


@pytest.mark.parametrize(
    ("line", "head", "tail"),
    [
        ("and so it was", Head.SMALL, Tail.OPEN),
        ("“It was,” he said.", Head.SPEECH, Tail.FINAL),
        ("— Oui, dit-elle :", Head.DASH, Tail.STOP),
        ("1914, and in the an-", Head.DIGIT, Tail.HYPHEN),
        ("水很清，", Head.PLAIN, Tail.OPEN),
        (", he said.”", Head.STRAY, Tail.FINAL),
        ("He said so.[12]", Head.CAPITAL, Tail.FINAL),
        ("« Non ! »", Head.SPEECH, Tail.FINAL),
    ],
)
def test_head_and_tail(line: str, head: Head, tail: Tail) -> None:
    assert (head_of(line), tail_of(line)) == (head, tail)


def prose(width: int, between: str = "\n\n") -> str:
    return between.join("\n".join(wrapped(p, width)) for p in paragraphs("en")[1:])


def test_lines_of_verse_that_are_full_by_chance_stay() -> None:
    verse = """\
The harbour keeps its lamps until the morning has come back
And nobody has told the grey gulls on the quay to go to bed
A rope that someone left upon the landing when he went away
Is knocking at the stone above the deep and will not sleep
And I who have no boat have counted all the masts and oars
From one end of the water to the other when it was too late
And found them always one too few for those who promised me
They would be home"""
    random = Random(3)
    page = "\n\n".join("\n".join(ragged(p, 60, random)) for p in paragraphs("en")[1:])
    text = f"{page}\n\n{verse}\n\n{page}"
    assert verse in clean(text, UNWRAP).text


def test_each_speaker_begins_a_line() -> None:
    said = "Mr. Hale: The bell has been taken down and will be mended.\nMrs. Finch: At last it is."
    text = f"{prose(60)}\n\n{said}\n"
    assert said in clean(text, UNWRAP).text


def test_columns_or_characters_are_counted_as_lines_agree() -> None:
    whole = (
        "从1911年10月10日到1949年9月30日他一直住在江边那栋有窗的房子里，养了几只鸭子和一条叫阿黄的狗，"
        "每天清晨都要写信，写完了就放在窗台上让风吹走，账本上只记着128.50和3076.25这两个数目。"
    ) * 4
    lines = [whole[k : k + 20] for k in range(0, len(whole), 20)]
    assert clean("\n".join(lines), UNWRAP).text == whole


def test_paragraph_ends_that_look_full_are_as_many_as_chance_has_it() -> None:
    short = "Nobody knew why the boat had come back."
    full = "Everyone asked why it was that the boat came back so early."
    paragraph = "\n".join(wrapped(paragraphs("en")[1], 60))
    said = f"{full}\n{short}\nBut it had."
    text = f"{paragraph}\n" + f"{short}\n" * 12 + said
    assert said in clean(text, UNWRAP).text
    # Where there are no such ends, a sentence that fills its line is like any other.
    text = f"{paragraph}\n\n{full}\n{short}"
    assert f"{full} {short}" in clean(text, UNWRAP).text


def test_prose_in_a_program_keeps_its_lines() -> None:
    comment = "\n\n".join([prose(60)] * 3)
    code = "\n".join(f"value_{k} = read(path_{k})" for k in range(80))
    assert not joins(f"{comment}\n\n{code}\n")


def test_columns() -> None:
    assert columns("水a") == 3
    assert columns("e\u0301") == 1
    assert columns("\ta") == 9


def test_a_fence_that_is_not_closed_is_none() -> None:
    assert [row.form for row in rows("```\none\n```\ntwo\n```\nthree")][-1] is Form.BODY


@pytest.mark.parametrize(
    ("left", "right", "new"),
    [
        ("die Sonn- und Feiertage, die Vor-", "und Nachteile des Hauses", " "),
        ("The years 1914-", "18 were hard ones", ""),
        ("he said—or so we thought—that", "nobody came", " "),
        ("he said—or so we thought—", "that nobody came", ""),
        ("il vint — ou presque —", "et repartit", " "),
        ("水很清，", "鱼很多", ""),
        ("水很清，共20", "21条鱼在里面", ""),
        ("水很清，共", "21条鱼", ""),
        ("共 21 条鱼，用", "Linux 做的", " "),
        ("in the year", "1914 it rained", " "),
    ],
)
def test_seam(left: str, right: str, new: str) -> None:
    seams = Seams(reading(f"{left}\n{right}"))
    assert seams.blank(len(left), len(left) + 1) == new


@pytest.mark.parametrize(
    "unit",
    [
        "the miller and the dog went down to the river and looked at the high\n",
        "word ",
        "-\n",
        "水",
        "A\n",
        "a  b  c\n",
        "((((",
        ". . . ",
        "well-",
        "\n\n\n",
    ],
    ids=["prose", "line", "hyphens", "han", "short", "table", "brackets", "dots", "word", "blank"],
)
def test_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        begun = perf_counter()
        list(find_wrapped(reading(text)))
        return perf_counter() - begun

    seconds(1000)
    assert seconds(160_000) < 40 * max(seconds(20_000), 0.02)
