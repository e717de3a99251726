"""Bring the text of the earlier block to each candidate."""

import pyarrow as pa

from dedup.corpus.schemas import PAIRS, TEXTS
from dedup.corpus.stages.columns import batch_of, numbers
from dedup.corpus.stages.lookup import rows_of


def add_texts(candidates: pa.RecordBatch, blocks: pa.RecordBatch) -> pa.RecordBatch:
    """Candidates with what is known of their earlier blocks.

    Args:
        candidates: of `CANDIDATES`.
        blocks: of `BLOCKS`, among them the earlier blocks of all candidates.

    Returns:
        A batch of `TEXTS`, in the order of the candidates.
    """
    at = rows_of(blocks, numbers(candidates, "kept_document"), numbers(candidates, "kept_block"))
    there = blocks.take(pa.array(at))
    return batch_of(
        TEXTS,
        {
            **{name: candidates.column(name) for name in PAIRS.names},
            "kept_start": there.column("read_start"),
            "kept_end": there.column("read_end"),
            "kept_lead": there.column("lead"),
            "kept_trail": there.column("trail"),
            "kept_text": there.column("text"),
        },
    )
