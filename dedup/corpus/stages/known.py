"""What a run keeps for later ones: the blocks and documents that are the first of their hash."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dedup.corpus.index.schemas import FATE, KNOWN_BLOCKS, KNOWN_HELD
from dedup.corpus.schemas import HELD, MATCHES
from dedup.corpus.stages.columns import batch_of, numbers, together
from dedup.corpus.stages.keys import find_keys
from dedup.corpus.stages.repeats import first_of_hash, held_documents
from dedup.duplicates.pair import passages
from dedup.duplicates.signatures import NUM_PERM, sign_blocks


class Known(NamedTuple):
    """What is kept of some documents: batches of `KNOWN_HELD`, `KEYS` and `KNOWN_BLOCKS`."""

    held: pa.RecordBatch
    keys: pa.RecordBatch
    blocks: pa.RecordBatch


def keep_known(
    blocks: pa.RecordBatch, wholes: pa.RecordBatch, repeats: pa.RecordBatch, fates: pa.RecordBatch
) -> Known:
    """What later runs must know of some documents to decide as if these stood before theirs.

    Of a block that was removed as a near repeat, its text is not kept, but its seeds and why it
    went are: whoever repeats it letter for letter goes for the same reason.

    Args:
        blocks: of `BLOCKS`.
        wholes: of `REPEATS`, those of these documents as wholes.
        repeats: of `REPEATS`, those of their blocks.
        fates: of the resolved `MATCHES` without a doubt, those of these documents.
    """
    documents = held_documents(blocks)
    again = np.isin(numbers(documents, "document"), numbers(wholes, "document"))
    documents = documents.filter(pa.array(~again))
    own = blocks.filter(pa.array(first_of_hash(blocks, wholes, repeats)))
    held = together([documents, own.select(HELD.names).cast(HELD)], HELD)
    columns = (fates.column(name).to_pylist() for name in ("document", "block"))
    row_of = {place: row for row, place in enumerate(zip(*columns, strict=True))}

    def rows(batch: pa.RecordBatch) -> pa.Array:
        places = zip(
            batch.column("document").to_pylist(), batch.column("block").to_pylist(), strict=True
        )
        return pa.array([row_of.get(place) for place in places], pa.int64())

    at = rows(held)
    known = {field.name: fates.column(field.name).take(at) for field in FATE}
    gone = at.is_valid()
    stays = rows(own).is_null()
    texts = own.column("text").to_pylist()
    texts = [
        text if is_one else None for text, is_one in zip(texts, stays.to_pylist(), strict=True)
    ]
    return Known(
        batch_of(KNOWN_HELD, {**_columns(held), "gone": gone, **known}),
        find_keys(blocks, wholes, repeats),
        batch_of(
            KNOWN_BLOCKS,
            {
                **_columns(own.select(KNOWN_BLOCKS.names[:6])),
                "text": texts,
                "signature": _signatures(texts),
            },
        ),
    )


def fates_of(held: pa.RecordBatch) -> pa.RecordBatch:
    """Of `KNOWN_HELD` the blocks that were removed, as `MATCHES`."""
    gone = held.filter(held.column("gone"))
    none = {
        "lead": [0] * gone.num_rows,
        "trail": [0] * gone.num_rows,
        "doubt": [""] * gone.num_rows,
    }
    return batch_of(MATCHES, {n: none[n] if n in none else gone.column(n) for n in MATCHES.names})


def _columns(batch: pa.RecordBatch) -> dict[str, pa.Array]:
    return dict(zip(batch.schema.names, batch.columns, strict=True))


def _signatures(texts: list[str | None]) -> pa.Array:
    """The signatures of some texts, null where there is none."""
    folds = [each.folded.text for each in passages([text or "" for text in texts])]
    ends = np.cumsum([len(each) for each in folds], dtype=np.int64)
    starts = np.append(0, ends)[:-1].astype(np.int64)
    rows = sign_blocks("".join(folds), starts, ends).reshape(-1)
    none = pa.array([text is None for text in texts], pa.bool_())
    return pa.FixedSizeListArray.from_arrays(pa.array(rows), NUM_PERM, mask=none)
