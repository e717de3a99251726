"""A realistic report on the example document, built from its text alone."""

from pathlib import Path

from hypothesis import strategies as st

from dedup.edits import apply, choose
from dedup.model import (
    Applicability,
    Cluster,
    Document,
    Edit,
    Evidence,
    Match,
    Report,
    Settings,
    Span,
)
from dedup.text import Lines

SEEDS = Path(__file__).parent.parent / "seeds"
SEED = SEEDS / "000_b3c001c1d24659d9.txt"

SAFE, UNSAFE, DISPLAY = Applicability.SAFE, Applicability.UNSAFE, Applicability.DISPLAY

# What stands before and after each false paragraph end, and the word that recurs whole elsewhere.
SEAMS = (
    ("社区达98.7%。吉", "林将各部门", "吉林", 0.99),
    ("装得鼓鼓的塑", "料袋……", "", 0.95),
    ("小微企业和个", "体工商户承租", "个体工商户", 0.99),
    ("政策。非国有", "房屋出租人", "国有房屋", 0.98),
    ("城乡建设、发", "展改革、", "发展改革", 0.99),
    ("们缺乏必要的", "安全意识", "", 0.97),
    ("部门进学校、", "进课堂,", "", 0.97),
    ("应急演练,提高安", "全教育的", "安全教育", 0.99),
    ("好孩子们的安", "全。新华社", "", 0.95),
)
WIDE = dict(zip(",;:!()", "，；：！（）", strict=True))
MARKS = 361


def places(text: str, piece: str) -> list[int]:
    """Where a piece of text stands, each time."""
    found, at = [], text.find(piece)
    while at >= 0:
        found.append(at)
        at = text.find(piece, at + 1)
    return found


def edit(
    text: str,
    start: int,
    old: str,
    new: str,
    kind: str,
    rule: str = "by-hand",
    *,
    safety: Applicability = SAFE,
    score: float = 0.9,
    note: str = "",
    peer: Span | None = None,
    group: str | None = None,
) -> Edit:
    """One edit of a text, checked to stand there."""
    span = Span(start, start + len(old))
    assert span.of(text) == old
    return Edit(span, old, new, kind, rule, safety, (Evidence(rule, score, note, peer),), group)


def report(
    text: str,
    *edits: Edit,
    settings: Settings | None = None,
    clusters: tuple[Cluster, ...] = (),
    document: Document | None = None,
) -> Report:
    """A report as the pipeline builds it, from edits of one's own."""
    settings = settings or Settings()
    applied, held, dropped = choose(edits, settings.applies)
    return Report(
        document or Document("page.txt", text),
        settings,
        apply(text, applied),
        applied,
        held,
        dropped,
        clusters,
    )


def joins(text: str) -> list[Edit]:
    """The nine false paragraph ends, and those within the copies."""
    lines = Lines(text)
    found = []
    for left, right, word, score in SEAMS:
        for at in places(text, f"{left}\n\n{right}"):
            start = at + len(left)
            evidence = [Evidence("no-final-mark", 0.6, "no sentence end at the break")]
            where = places(text, word) if word else []
            if where:
                note = f"{word} recurs at {', '.join(str(lines.line(k)) for k in where[:2])}"
                peer = Span(where[0], where[0] + len(word))
                evidence.append(Evidence("recurs", score, note, peer))
            else:
                evidence.append(Evidence("word", score, f"{left[-1]}{right[0]} is one word"))
            found.append(
                Edit(
                    Span(start, start + 2),
                    "\n\n",
                    "",
                    "join",
                    "word-across-break",
                    SAFE,
                    tuple(evidence),
                )
            )
    return found


def repeats(text: str) -> tuple[list[Edit], Cluster]:
    """The two whole copies and the one cut short."""
    starts = places(text, "通知提出,各地住房")
    assert len(starts) == 4
    end = text.index("政策落地见效。\n\n", starts[0]) + len("政策落地见效。")
    kept = Span(starts[0], end)
    found, matches = [], []
    for start in starts[1:3]:
        copy = Span(start, start + len(kept))
        evidence = Evidence("resemblance", 1.0, "duplicate of lines 151-153 (sim 1.00)", kept)
        span = Span(copy.start, copy.end + 2)
        old = span.of(text)
        found.append(Edit(span, old, "", "remove", "exact-repeat", SAFE, (evidence,), "g1"))
        matches.append(Match(kept, copy, 1.0, 1.0))
    copy = Span(starts[3], text.index("\n\n", starts[3]))
    evidence = Evidence("cut", 0.97, "cut-off repeat of lines 151-153 (16 of 198 chars)", kept)
    span = Span(copy.start, copy.end + 2)
    found.append(Edit(span, span.of(text), "", "remove", "cut-repeat", SAFE, (evidence,), "g1"))
    matches.append(Match(Span(kept.start, kept.start + len(copy)), copy, 1.0, len(copy) / 198))
    return found, Cluster(kept, tuple(matches))


def small_repairs(text: str) -> list[Edit]:
    """Two words of another script, four stray blanks."""
    found = [
        edit(
            text, at, " and ", "和", "script", "latin-in-han", score=0.9,
            note="and stands between Han words; the text has no other Latin word",
        )
        for at in places(text, " and ")
    ]  # fmt: skip
    for mark in (", 建强", ", 把党", ", 提升", ": 确保"):
        at = text.index(mark) + 1
        note = "a blank between a mark and a Han character"
        found.append(edit(text, at, " ", "", "space", "blank-after-mark", score=0.95, note=note))
    return found


def marks(text: str) -> list[Edit]:
    """Every half-width mark that stands among Han characters: one decision."""
    note = "every mark of the full-width block stands in its half-width form"
    return [
        edit(
            text, at, mark, wide, "punct", "half-width-marks", safety=UNSAFE, score=0.8,
            note=note, group="half-width-marks",
        )
        for mark, wide in WIDE.items()
        for at in places(text, mark)
    ]  # fmt: skip


def held(text: str) -> list[Edit]:
    """A join withheld, and two doubts pointed out."""
    at = text.index("推动\n\n国务院") + 2
    doubt = text.index("确定思痛")
    return [
        edit(
            text, at, "\n\n", "", "join", "no-final-mark", safety=UNSAFE, score=0.31,
            note="next is a headline (opens line 115)",
        ),
        edit(
            text, doubt, "确定思痛", "痛定思痛", "flag", "near-idiom", safety=DISPLAY,
            score=0.7, note="no such idiom; 痛定思痛 is one",
        ),
        edit(
            text, text.index("(上接01版)"), "(上接01版)", "(上接01版)", "flag", "continued",
            safety=DISPLAY, score=0.9, note="the beginning stands on another page",
        ),
    ]  # fmt: skip


def example(settings: Settings | None = None, *, only_mock_ups: bool = False) -> Report:
    """The report of the example document.

    Args:
        settings: what to apply; the defaults where None.
        only_mock_ups: nothing but the joins, the removals and the withheld join.
    """
    text = SEED.read_bytes().decode("utf-8")
    removals, cluster = repeats(text)
    edits = [*joins(text), *removals, *held(text)]
    if only_mock_ups:
        edits = [e for e in edits if e.kind != "flag"]
    else:
        edits += [*small_repairs(text), *marks(text)]
    return report(
        text,
        *edits,
        settings=settings,
        clusters=(cluster,),
        document=Document("seed.txt", text),
    )


# What damaged texts are made of, in several scripts, with all that may upset a line or a terminal.
PIECES = (
    "各地积极推进基层党建,", "着力健全机制。", "“人民城市”", "《通知》(试行)", "……", "——", "吉",
    "林将", "The harbour was crowded that morning ", "exam-", "ple", " and ", "5,7 %", "Straße",
    "Überfahrt", "ひらがなとカタカナ、", "한국어 문장이다. ", "Это было давно. ", "السلام عليكم ",
    "שלום", "e\u0301u\u0308", "น้ำท่วม", "👩\u200d👧", "🇩🇪", "❤\ufe0f", "𠮷野家",
    "\n", "\n\n", "\n\n\n", "\r\n", "\r\n\r\n", "\r", " ", "  ", "\t", "\f", "\v", "\x85", "\u2028",
    "\x1b[31m", "\x00", "\x07", "\u202e", "\u2066", "\u200b", "\ufeff", "\u3000", "\xad", "\ue000",
    "x", "文", ",", "。", "\\", '"', "⏎", "«", "⋯", "averyveryverylongwordthatnoroweverholds" * 2,
)  # fmt: skip


@st.composite
def edited(draw: st.DrawFn, *, applied: bool = False, pieces: tuple[str, ...] = PIECES) -> Report:
    """A report on a text made of damage pieces, with edits of every kind, size and standing."""
    some = st.lists(st.sampled_from(pieces), max_size=4).map("".join)
    text, edits, at = "", [], 0
    for before, old, new in draw(st.lists(st.tuples(some, some, some), max_size=8)):
        at = len(text) + len(before)
        text += before + old
        safety = SAFE if applied else draw(st.sampled_from(Applicability))
        if old == new and safety is not DISPLAY:
            continue
        kind = draw(st.sampled_from(("join", "remove", "script", "space", "punct", "other")))
        kept = draw(st.integers(0, at))
        evidence = Evidence("seen", draw(st.floats(0, 1)), draw(some), Span(kept, at))
        group = draw(st.sampled_from((None, None, "all")))
        span = Span(at, at + len(old))
        edits.append(Edit(span, old, new, kind, "rule", safety, (evidence,), group))
    text += draw(some)
    return report(text, *edits)
