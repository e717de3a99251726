"""The stages of a corpus, one after the other in memory."""

import pyarrow as pa
import pytest

from benchmarks.repeats.corpus import make
from dedup import clean
from dedup.corpus.memory import clean_corpus
from dedup.corpus.schemas import DOCUMENTS
from dedup.corpus.settings import CorpusSettings
from dedup.model import Settings

NONE = CorpusSettings(within="none")


def documents(*texts: str) -> list[pa.RecordBatch]:
    rows = [
        {"document": k << 3, "origin": k << 3, "id": f"d{k}", "text": text}
        for k, text in enumerate(texts)
    ]
    return [pa.RecordBatch.from_pylist(rows, schema=DOCUMENTS)]


def cleaned(*texts: str, settings: CorpusSettings = NONE) -> list[str]:
    return clean_corpus(documents(*texts), settings).documents.column("text").to_pylist()


def rows(*texts: str, settings: CorpusSettings = NONE) -> list[dict]:
    return clean_corpus(documents(*texts), settings).report.to_pylist()


FERRY = (
    "The ferry to the island leaves the old harbour at half past seven, and whoever misses it "
    "waits until the tide has turned, which in autumn may be late in the afternoon."
)
MILL = (
    "Below the weir stands a mill that has ground no corn since the war; its wheel was sold, and "
    "the miller's grandson keeps bees in the loft where the sacks used to hang."
)
BELL = (
    "When the great bell of the town hall cracked in the winter of the long frost, the council "
    "had it melted down and cast again with silver that the guilds had given."
)
HAN = "县里新修的水库今年春天开始蓄水，两岸的梯田第一次不再靠天吃饭，村民们说往后的日子有了盼头。"


class TestBlocks:
    def test_an_equal_block_goes_after_its_first_standing(self):
        assert cleaned(f"{FERRY}\n\n{MILL}\n", f"{BELL}\n\n{FERRY}\n") == [
            f"{FERRY}\n\n{MILL}\n",
            f"{BELL}\n",
        ]

    def test_a_misread_block_goes(self):
        copy = FERRY.replace("ferry", "fcrry").replace("tide", "tlde").replace("autumn", "autunm")
        assert cleaned(f"{FERRY}\n", f"{BELL}\n\n{copy}\n\n{MILL}\n") == [
            f"{FERRY}\n",
            f"{BELL}\n\n{MILL}\n",
        ]
        assert (
            cleaned(
                f"{FERRY}\n",
                f"{BELL}\n\n{copy}\n",
                settings=CorpusSettings(within="none", across="exact"),
            )[1]
            == f"{BELL}\n\n{copy}\n"
        )

    def test_a_cut_block_goes(self):
        assert cleaned(f"{FERRY}\n", f"{BELL}\n\n{FERRY[:102]}\n")[1] == f"{BELL}\n"
        assert cleaned(f"{HAN}\n", f"{BELL}\n\n{HAN[:33]}\n")[1] == f"{BELL}\n"

    def test_what_a_reader_could_doubt_is_withheld(self):
        other = FERRY.replace("harbour", "station")
        texts = (f"{FERRY}\n", f"{BELL}\n\n{other}\n")
        assert cleaned(*texts) == list(texts)
        (row,) = rows(*texts)
        assert (row["status"], row["kept_document"]) == ("withheld", "d0")
        assert row["old"] == row["new"] == other

    def test_another_figure_is_another_text(self):
        one = FERRY.replace("half past seven", "7.30")
        texts = (f"{one}\n", f"{one.replace('7.30', '730')}\n", f"{one.replace('7.30', '9.45')}\n")
        assert cleaned(*texts) == list(texts)
        assert rows(*texts) == []

    def test_what_is_to_be_kept_stays(self):
        settings = CorpusSettings(within="none", document=Settings(keep=("harbour",)))
        texts = (f"{FERRY}\n", f"{BELL}\n\n{FERRY}\n", f"{FERRY}\n")
        assert cleaned(*texts, settings=settings) == list(texts)
        near = FERRY.replace("ferry", "fcrry").replace("tide", "tlde")
        texts = (f"{FERRY}\n", f"{BELL}\n\n{near}\n")
        assert cleaned(*texts, settings=settings) == list(texts)
        assert cleaned(*texts)[1] == f"{BELL}\n"

    def test_repeats_inside_a_document_are_left_to_clean(self):
        text = f"{FERRY}\n\n{MILL}\n\n{FERRY}\n"
        assert cleaned(text, BELL) == [text, BELL]
        assert cleaned(text, BELL, settings=CorpusSettings()) == [f"{FERRY}\n\n{MILL}\n", BELL]

    def test_no_removal_rests_on_another(self):
        """b repeats a, and c repeats b but not a: c stays, since b goes."""
        words = FERRY.split()
        b = " ".join(words[:22])
        c = " ".join(words[8:22])
        out = cleaned(f"{FERRY}\n", f"{MILL}\n\n{b}\n", f"{BELL}\n\n{c}\n")
        assert out[0] == f"{FERRY}\n"
        removed = [r for r in rows(f"{FERRY}\n", f"{MILL}\n\n{b}\n") if r["status"] == "removed"]
        assert all(row["kept_document"] == "d0" for row in removed)

    def test_a_heading_goes_with_its_text_and_stays_with_another(self):
        one = f"The ferry\n\n{FERRY}\n\nThe mill\n\n{MILL}\n"
        assert cleaned(one, f"{BELL}\n\nThe ferry\n\n{FERRY}\n")[1] == f"{BELL}\n"
        two = f"The ferry\n\n{FERRY}\n\nThe mill\n\n{BELL}\n"
        assert cleaned(one, two)[1] == f"The mill\n\n{BELL}\n"
        three = f"Timetable\n\n{FERRY}\n\n{BELL}\n"
        assert cleaned(one, three)[1] == f"Timetable\n\n{BELL}\n"


class TestDocuments:
    def test_a_repeated_document_goes_whole_however_short_its_lines(self):
        poem = "Roses\n\nand thorns\n\nin one row\n"
        assert cleaned(poem, f"{MILL}\n", "Roses and thorns,\nin one row.") == [
            poem,
            f"{MILL}\n",
            "",
        ]
        (row,) = rows(poem, f"{MILL}\n", "Roses and thorns,\nin one row.")
        assert (row["kind"], row["old"]) == ("document", "Roses and thorns,\nin one row.")

    def test_what_goes_whole_is_the_source_of_nothing(self):
        """The second has the letters of the first, but other blocks."""
        texts = (f"{FERRY} {MILL}\n", f"{FERRY}\n\n{MILL}\n", f"{BELL}\n\n{FERRY}\n")
        assert cleaned(*texts)[1] == ""
        assert {row["kept_document"] for row in rows(*texts)} == {"d0"}

    def test_documents_without_a_letter_are_no_repeats(self):
        assert cleaned("", "***\n", "", "***\n", "\n") == ["", "***\n", "", "***\n", "\n"]

    @pytest.mark.parametrize("within", ["clean", "none"])
    def test_of_a_corpus_and_its_copy_the_copy_goes(self, within):
        texts = [f"{FERRY}\n\n{MILL}\n", f"Bells\n\n{BELL}\n", f"{HAN}\n"]
        out = cleaned(*texts, *texts, settings=CorpusSettings(within=within))
        assert out == [*texts, "", "", ""]

    def test_one_document_is_cleaned_as_clean_does(self):
        text = make(20_000).text
        result = clean_corpus(documents(text), CorpusSettings())
        expected = clean(text)
        assert result.documents.column("text").to_pylist() == [expected.text]
        told = [row for row in result.report.to_pylist() if row["status"] != "withheld"]
        assert [(r["start"], r["end"], r["old"], r["new"]) for r in told] == [
            (e.span.start, e.span.end, e.old, e.new) for e in expected.edits
        ]


class TestPlaces:
    def test_the_report_speaks_of_the_text_that_was_read(self):
        broken = f"{MILL[:80]}\n\n{MILL[80:]}\n\n{MILL}\n\n{FERRY}\n"
        found = rows(f"{FERRY}\n", broken, settings=CorpusSettings())
        row = next(r for r in found if r["kept_document"] == "d0")
        assert broken[row["start"] : row["end"]] == FERRY == row["old"]


class TestBoilerplate:
    def test_it_is_left_and_reported(self):
        settings = CorpusSettings(within="none", boilerplate_from=3)
        own = ("gulls", "rain", "letters", "lanterns")
        texts = [f"{FERRY}\n\n{_own(word)}\n" for word in own]
        assert cleaned(*texts, settings=settings) == texts
        found = rows(*texts, settings=settings)
        assert [(r["kind"], r["status"]) for r in found] == [("boilerplate", "kept")] * 3
        assert found[0]["reason"] == "stands in 4 documents"
        remove = CorpusSettings(within="none", boilerplate_from=3, boilerplate="remove")
        assert cleaned(*texts, settings=remove) == [texts[0], *(f"{_own(w)}\n" for w in own[1:])]

    def test_copies_of_a_document_are_no_boilerplate(self):
        settings = CorpusSettings(within="none", boilerplate_from=3)
        texts = [f"{FERRY}\n\n{MILL}\n"] + [f"{FERRY}\n\n{MILL}\n\n{w}\n" for w in "abcd"]
        assert cleaned(*texts, settings=settings) == [texts[0], "a\n", "b\n", "c\n", "d\n"]


_WORDS = ("window", "harvest", "engine", "pepper", "violin", "marble", "compass", "thunder")


def _own(word: str) -> str:
    """A paragraph that no other word gives."""
    return (
        " ".join(f"{word} {w} {word[::-1]}{k}," for k, w in enumerate(_WORDS * 3)) + " and so on."
    )
