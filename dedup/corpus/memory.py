"""All stages in one process, all rows in memory: how they follow each other.

What an executor does with files and processes must come to the same; the tests hold it to this.
"""

from collections.abc import Iterable
from typing import NamedTuple

import pyarrow as pa

from dedup.corpus.schemas import CLEANED, DOCUMENTS, MATCHES, REPEATS, REPORT
from dedup.corpus.settings import CorpusSettings
from dedup.corpus.stages.blocks import find_document_blocks
from dedup.corpus.stages.candidates import choose_candidates
from dedup.corpus.stages.clean import clean_documents
from dedup.corpus.stages.columns import empty, numbers, ordered, together
from dedup.corpus.stages.decide import Found, boilerplate, decide, vote
from dedup.corpus.stages.edit import edit, report
from dedup.corpus.stages.keys import find_keys
from dedup.corpus.stages.pairs import find_pairs
from dedup.corpus.stages.repeats import find_repeats, held_blocks, held_documents
from dedup.corpus.stages.resolve import Resolver
from dedup.corpus.stages.texts import add_texts
from dedup.corpus.stages.verify import verify


class Cleaned(NamedTuple):
    """A cleaned corpus.

    Attributes:
        documents: of `EDITED`, in the order of the corpus.
        report: of `REPORT`, by document and place.
    """

    documents: pa.RecordBatch
    report: pa.RecordBatch


def clean_corpus(
    documents: Iterable[pa.RecordBatch], settings: CorpusSettings | None = None
) -> Cleaned:
    """Clean the documents of a corpus that fits into memory.

    Args:
        documents: of `DOCUMENTS`, in the order of the corpus.
        settings: the defaults where None.
    """
    settings = settings or CorpusSettings()
    read = together(documents, DOCUMENTS)
    cleaned, within = clean_documents(read, settings)
    assert cleaned.schema == CLEANED
    blocks = find_document_blocks(cleaned, settings)
    found = _found(blocks, settings)
    common = boilerplate(vote(found), settings.boilerplate_least(cleaned.num_rows))
    decisions = decide(found, common, remove=settings.boilerplate == "remove")
    columns = (cleaned.column(name).to_pylist() for name in ("document", "id"))
    names = dict(zip(*columns, strict=True))
    return Cleaned(
        edit(cleaned, blocks, decisions),
        by_place(together([within, report(cleaned, blocks, decisions, names)], REPORT)),
    )


def _found(blocks: pa.RecordBatch, settings: CorpusSettings) -> Found:
    """What the documents have in common."""
    none, no_match = empty(REPEATS), empty(MATCHES)
    if settings.across == "none":
        return Found(blocks, none, none, no_match, no_match)
    wholes = find_repeats(held_documents(blocks))
    repeats = find_repeats(held_blocks(blocks, wholes))
    if settings.across == "exact":
        return Found(blocks, wholes, repeats, no_match, no_match)
    pairs = find_pairs(find_keys(blocks, wholes, repeats))
    candidates = choose_candidates(pairs.found, blocks)
    matches = Resolver().resolve(verify(add_texts(candidates, blocks), blocks, settings))
    return Found(blocks, wholes, repeats, matches, without_doubt(matches))


def without_doubt(matches: pa.RecordBatch) -> pa.RecordBatch:
    """Of `MATCHES` those that nothing speaks against."""
    return matches.filter(
        pa.array([not d for d in matches.column("doubt").to_pylist()], pa.bool_())
    )


def by_place(rows: pa.RecordBatch) -> pa.RecordBatch:
    """Rows of `REPORT` by document and place."""
    keys = (numbers(rows, name) for name in ("number", "start", "end"))
    return rows.take(pa.array(ordered(*keys)))
