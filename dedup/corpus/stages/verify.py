"""Compare each block with its candidates, as two passages of one document are compared."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from dedup.corpus.schemas import MATCHES, TEXTS
from dedup.corpus.settings import CorpusSettings
from dedup.corpus.stages.columns import numbers
from dedup.corpus.stages.lookup import rows_of
from dedup.corpus.stages.repeats import agreeing
from dedup.duplicates.pair import judge_all, passages
from dedup.wordlist import Lists, read_words

KEPT = "a stretch to keep stands there"


def verify(
    texts: pa.RecordBatch,
    blocks: pa.RecordBatch,
    settings: CorpusSettings,
    lists: Lists | None = None,
) -> pa.RecordBatch:
    """Compare later blocks with earlier ones.

    Args:
        texts: of `TEXTS`.
        blocks: of `BLOCKS`, among them all later blocks.
        settings: how alike they must be, and what a repeat holds.
        lists: the word lists of the run, which take time to load.

    Returns:
        A batch of `MATCHES`, in the order of the candidates: those that are repeats.
    """
    lists = lists or Lists(read_words(settings.document.lexicon))
    at = rows_of(blocks, numbers(texts, "document"), numbers(texts, "block"))
    here = blocks.take(pa.array(at))
    there = texts.select(["kept_lead", "kept_trail"]).rename_columns(["lead", "trail"])
    leads, trails = agreeing(here, there)
    rows: list[dict[str, Any]] = []
    assert texts.schema.names == TEXTS.names
    known: Iterable[dict[str, Any]] = texts.drop_columns(["kept_text"]).to_pylist()
    copies = passages(here.column("text").to_pylist())
    sources = passages(texts.column("kept_text").to_pylist())
    fixed_ones = here.column("fixed").to_pylist()
    judged = judge_all(
        list(zip(sources, copies, strict=True)),
        similarity=settings.document.similarity,
        min_chars=settings.document.min_chars,
        lists=lists,
    )
    for pair, source, found, fixed, lead, trail in zip(
        known, sources, judged, fixed_ones, leads, trails, strict=True
    ):
        if found is None:
            continue
        rows.append(
            {
                **{name: pair[name] for name in MATCHES.names if name in pair},
                # Within the text that was read, as near as the edits of its document allow.
                "kept_start": min(pair["kept_end"], pair["kept_start"] + found.source.start),
                "kept_end": min(pair["kept_end"], pair["kept_start"] + found.source.end),
                "lead": lead if found.source.start == 0 else 0,
                "trail": trail if found.source.end == len(source.text) else 0,
                "rule": found.rule,
                "similarity": found.similarity,
                "covered": found.covered,
                "doubt": KEPT if fixed else "" if settings.removes_doubtful else found.doubt,
            }
        )
    return pa.RecordBatch.from_pylist(rows, schema=MATCHES)
