"""Documents in, documents out, from Python."""

from collections.abc import Iterator

import pyarrow as pa
import pytest
from corpora import ROWS

from dedup import Settings
from dedup.corpus import library
from dedup.corpus.library import CleanDocument, clean_texts
from dedup.corpus.memory import clean_corpus
from dedup.corpus.schemas import DOCUMENTS
from dedup.corpus.settings import CorpusSettings
from dedup.errors import InputError

FERRY = (
    "The ferry leaves at half past seven, and whoever misses it waits until the tide has turned."
)
MILL = "The miller's daughter read the letter twice before she put it into the stove that evening."


def test_documents_come_out_in_their_order_with_what_was_done():
    given = [("one", FERRY), ("two", f"Harbour news\n\n{FERRY}"), ("", ""), ("one", MILL)]
    first, second, empty, last = clean_texts(iter(given))
    assert first == CleanDocument("one", FERRY, ())
    assert (second.id, second.text, second.removed) == ("two", "Harbour news", len(FERRY))
    (edit,) = second.edits
    assert (edit["kept_document"], edit["old"], edit["start"]) == ("one", FERRY, 14)
    assert empty == CleanDocument("", "", ())
    assert last == CleanDocument("one", MILL, ())


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 10])
def test_any_number_of_documents(count, monkeypatch):
    monkeypatch.setattr(library, "_ROWS", 3)
    found = [*clean_texts((f"page {n}", f"{n} {MILL}") for n in range(count))]
    assert [each.id for each in found] == [f"page {n}" for n in range(count)]
    # What differs in a figure is another text.
    assert [each.text for each in found] == [f"{n} {MILL}" for n in range(count)]


@pytest.mark.parametrize("within", ["clean", "none"])
def test_as_a_corpus_in_memory(within):
    settings = CorpusSettings(document=Settings(unsafe=True), within=within)
    some = ROWS[:12]
    numbered = [(k, k, *row) for k, row in enumerate(some)]
    columns = [
        pa.array(column, field.type)
        for column, field in zip(zip(*numbered, strict=True), DOCUMENTS, strict=True)
    ]
    together = clean_corpus([pa.record_batch(columns, DOCUMENTS)], settings)
    found = [*clean_texts(some, settings, jobs=2)]
    assert [each.text for each in found] == together.documents.column("text").to_pylist()
    edits = [edit["old"] for each in found for edit in each.edits]
    assert edits == together.report.column("old").to_pylist()
    assert edits


def test_what_is_known_from_an_earlier_call_goes(tmp_path):
    known = str(tmp_path / "known")
    assert [each.text for each in clean_texts([("a", FERRY)], known=known)] == [FERRY]
    (again,) = clean_texts([("b", f"{MILL}\n\n{FERRY}")], known=known)
    assert again.text == MILL
    assert again.edits[0]["kept_document"] == "a"


@pytest.mark.parametrize(
    ("bad", "error", "says"),
    [
        (("a", None), TypeError, "strings, no NoneType"),
        ((7, "text"), TypeError, "strings, no int"),
        (("a", b"text"), TypeError, "strings, no bytes"),
        (("a", "half \ud83d"), InputError, "'a': half a surrogate pair"),
        (("a\udc80", "text"), InputError, "'a\\udc80': half a surrogate pair"),
    ],
)
def test_what_is_no_document(bad, error, says):
    with pytest.raises(error, match=says.replace("\\", "\\\\")):
        next(clean_texts([("fine", FERRY), bad]))


def test_nothing_is_left_on_the_disk(tmp_path):
    def some() -> Iterator[tuple[str, str]]:
        yield "a", FERRY
        raise ZeroDivisionError

    found = clean_texts([("a", FERRY), ("b", MILL)], tmp=str(tmp_path))
    assert next(found).id == "a"
    assert [*tmp_path.iterdir()]
    found.close()
    with pytest.raises(ZeroDivisionError):
        next(clean_texts(some(), tmp=str(tmp_path)))
    assert not [*tmp_path.iterdir()]
