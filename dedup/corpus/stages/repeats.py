"""Equal blocks, by their hash: each after the first repeats the first."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.corpus.schemas import HASH, HELD, REPEATS, WHOLE
from dedup.corpus.stages.columns import batch_of, halves, numbers, opens, ordered


def held_documents(blocks: pa.RecordBatch) -> pa.RecordBatch:
    """Of a batch of `BLOCKS` the documents that have a letter, as `HELD`."""
    return _held(blocks, numbers(blocks, "block") == WHOLE)


def held_blocks(blocks: pa.RecordBatch, wholes: pa.RecordBatch) -> pa.RecordBatch:
    """The blocks that are compared, without those of documents that go whole.

    Args:
        blocks: of `BLOCKS`.
        wholes: of `REPEATS`, those of these documents as wholes.
    """
    stays = ~np.isin(numbers(blocks, "document"), removed_documents(blocks, wholes))
    return _held(blocks, stays & numbers(blocks, "compared"))


def _held(blocks: pa.RecordBatch, chosen: NDArray[np.bool_]) -> pa.RecordBatch:
    chosen = chosen & np.asarray(blocks.column("hash").is_valid())
    rows = blocks.select(HELD.names).filter(pa.array(chosen))
    return pa.RecordBatch.from_arrays(rows.columns, schema=HELD)


def removed_documents(blocks: pa.RecordBatch, wholes: pa.RecordBatch) -> NDArray[np.int64]:
    """The documents that go whole: those that repeat another and hold nothing that is to stay."""
    is_whole = numbers(blocks, "block") == WHOLE
    fixed = numbers(blocks, "document")[is_whole & numbers(blocks, "fixed")]
    again = numbers(wholes, "document")
    return np.asarray(again[~np.isin(again, fixed)], dtype=np.int64)


def find_repeats(held: pa.RecordBatch) -> pa.RecordBatch:
    """The blocks whose hash an earlier one has.

    Args:
        held: of `HELD`: all that have one of some hashes.

    Returns:
        A batch of `REPEATS`, by document and block.
    """
    document, block = numbers(held, "document"), numbers(held, "block")
    high, low = halves(held, "hash").T
    order = ordered(high, low, document, block)
    document, block, high, low = document[order], block[order], high[order], low[order]
    new = opens(high, low)
    again = np.flatnonzero(~new)
    first = np.flatnonzero(new)[np.cumsum(new)[again] - 1] if len(new) else again
    # By document and block, as others want it.
    by_place = ordered(document[again], block[again])
    again, first = again[by_place], first[by_place]
    here, there = held.take(pa.array(order[again])), held.take(pa.array(order[first]))
    lead, trail = agreeing(here, there)
    return batch_of(
        REPEATS,
        {
            "document": document[again],
            "block": block[again],
            "kept_document": document[first],
            "kept_block": block[first],
            "kept_start": there.column("read_start"),
            "kept_end": there.column("read_end"),
            "lead": lead,
            "trail": trail,
        },
    )


def agreeing(here: pa.RecordBatch, there: pa.RecordBatch) -> tuple[list[int], list[int]]:
    """How many short blocks right before, and right behind, two blocks each are equal.

    Args:
        here: a batch with the columns `lead` and `trail` of `BLOCKS`.
        there: another one, row by row.
    """
    leads = zip(here.column("lead").to_pylist(), there.column("lead").to_pylist(), strict=True)
    trails = zip(here.column("trail").to_pylist(), there.column("trail").to_pylist(), strict=True)
    return (
        [_common(_hashes(a)[::-1], _hashes(b)[::-1]) for a, b in leads],
        [_common(_hashes(a), _hashes(b)) for a, b in trails],
    )


def _hashes(laid: bytes) -> list[bytes]:
    size = HASH.byte_width
    return [laid[at : at + size] for at in range(0, len(laid), size)]


def _common(one: list[bytes], other: list[bytes]) -> int:
    """How many they begin with that are equal."""
    equal = (a == b for a, b in zip(one, other, strict=False))
    return next((k for k, same in enumerate(equal) if not same), min(len(one), len(other)))


def first_of_hash(
    blocks: pa.RecordBatch, wholes: pa.RecordBatch, repeats: pa.RecordBatch
) -> NDArray[np.bool_]:
    """Which rows of `BLOCKS` are compared and the first of their hash in the corpus.

    Args:
        blocks: of `BLOCKS`.
        wholes: of `REPEATS`, those of the same documents as wholes.
        repeats: of `REPEATS`, those of their blocks.
    """
    pairs = zip(
        numbers(repeats, "document").tolist(), numbers(repeats, "block").tolist(), strict=True
    )
    later = set(pairs)
    document, block = numbers(blocks, "document").tolist(), numbers(blocks, "block").tolist()
    is_later = [pair in later for pair in zip(document, block, strict=True)]
    out = numbers(blocks, "compared") & ~np.array(is_later, dtype=bool)
    out &= ~np.isin(numbers(blocks, "document"), removed_documents(blocks, wholes))
    return np.asarray(out, dtype=np.bool_)
