"""How the stages follow each other on Spark. What comes out is what `memory.py` gives.

What is decided is decided by the functions of `stages`; Spark's own joins bring rows to what they
name, since those it splits where very many rows name one.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import DataFrame, functions

from dedup.corpus.readers.rows import PIECE
from dedup.corpus.schemas import (
    BLOCKS,
    CANDIDATES,
    CLEANED,
    DOCUMENTS,
    HELD,
    KEYS,
    MATCHES,
    PAIRS,
    REPEATS,
    TEXTS,
    WHOLE,
)
from dedup.corpus.settings import CorpusSettings
from dedup.corpus.spark.deciding import ROWS, Decided, decide_and_edit, find_common, numbered
from dedup.corpus.spark.frames import Tables, apply, as_ours, each, frame_schema, gather, table
from dedup.corpus.spark.keeper import Keeper
from dedup.corpus.spark.resolve import resolve
from dedup.corpus.stages.blocks import find_document_blocks
from dedup.corpus.stages.candidates import choose_candidates
from dedup.corpus.stages.clean import clean_documents
from dedup.corpus.stages.columns import empty
from dedup.corpus.stages.pairs import Pairer
from dedup.corpus.stages.repeats import agreeing, held_blocks, held_documents
from dedup.corpus.stages.verify import verify
from dedup.wordlist import Lists, read_words

col = functions.col
_PLACE = ("document", "block")
_KEPT = ("kept_document", "kept_block")


class Bounds(NamedTuple):
    """How a run is shared out; nothing of it changes what comes out.

    Attributes:
        parts: how many partitions there are to compare in.
        hot: see `stages.pairs.HOT`; this one does change what is compared.
        few: see `resolve.resolve`.
    """

    parts: int
    hot: int
    few: int


class Flow:
    """One run.

    Args:
        settings: what is cleaned, and how.
        keeper: keeps what stands between the stages.
        bounds: how it is shared out.
    """

    def __init__(self, settings: CorpusSettings, keeper: Keeper, bounds: Bounds) -> None:
        self._settings = settings
        self._keep = keeper.keep
        self._keeper = keeper
        self._bounds = bounds

    def run(self, documents: DataFrame) -> Decided:
        """All stages, from `DOCUMENTS` on, no number twice."""
        settings = self._settings
        prepared = self._keep(self._prepared(documents), "prepared")
        cleaned, blocks = table(prepared, "cleaned"), table(prepared, "blocks")
        found = {"blocks": blocks}
        lost = documents.sparkSession.createDataFrame([(0, 0)], frame_schema(LOST))
        if settings.across != "none":
            wholes = self._repeats(table(prepared, "whole_held"))
            wholes = self._keep(wholes, "wholes")
            fixed = blocks.where((col("block") == WHOLE) & col("fixed")).select("document")
            gone = wholes.select("document").join(fixed, "document", "left_anti")
            held = table(prepared, "held").join(gone, "document", "left_anti")
            repeats = self._keep(self._repeats(held), "repeats")
            found |= {"wholes": wholes, "repeats": repeats}
            if settings.across == "near":
                pairs, lost = self._pairs(blocks, gone, repeats)
                matches = self._matches(blocks, pairs)
                matches = resolve(matches, self._keeper, self._bounds.few)
                found["matches"] = self._keep(matches, "resolved")
                found["fates"] = self._keep(_fates(repeats, found["matches"]), "fates")
        parts, keep = self._bounds.parts, self._keep
        common = keep(find_common(found, settings, cleaned.count(), parts), "common")
        edited = decide_and_edit(found, common, prepared, settings, parts)
        return Decided(keep(edited, "edited"), common, lost)

    def _prepared(self, documents: DataFrame) -> DataFrame:
        """Documents cleaned and cut into blocks: all that is told of one by itself."""
        settings = self._settings

        def work(batches: Iterator[pa.RecordBatch]) -> Iterator[Tables]:
            for batch in batches:
                for own in pieces(as_ours(batch, DOCUMENTS)):
                    cleaned, within = clean_documents(own, settings)
                    blocks = find_document_blocks(cleaned, settings)
                    yield {
                        "cleaned": cleaned,
                        "within": numbered(within),
                        "blocks": blocks,
                        "whole_held": held_documents(blocks),
                        "held": held_blocks(blocks, _NO_REPEATS),
                    }

        shared = documents.select(*DOCUMENTS.names).repartition(self._bounds.parts, "document")
        results = {"cleaned": CLEANED, "within": ROWS, "blocks": BLOCKS}
        return apply(shared, {**results, "whole_held": HELD, "held": HELD}, work)

    def _repeats(self, held: DataFrame) -> DataFrame:
        """What `find_repeats` gives, without bringing all rows of a hash to one place.

        The first of a hash is found by partial minima and joined to the others: a block that stands
        in a million pages is a million rows of a join, which Spark splits, not of one group.
        """
        names = [name for name in HELD.names if name != "hash"]
        first = functions.min(functions.struct(*names)).alias("first")
        firsts = held.groupBy("hash").agg(first, functions.count("*").alias("n")).where("n > 1")
        kept = [col(f"first.{name}").alias(f"kept_{name}") for name in names]
        pairs = held.join(firsts, "hash").select(*_PLACE, "lead", "trail", *kept)
        # The first itself is none: of no other are both numbers its own.
        pairs = pairs.where("document <> kept_document or block <> kept_block")
        schema = pa.schema(
            [
                *_part(HELD, *_PLACE, "lead", "trail"),
                *(HELD.field(name).with_name(f"kept_{name}") for name in names),
            ]
        )

        def work(own: pa.RecordBatch) -> Tables:
            there = own.select(["kept_lead", "kept_trail"]).rename_columns(["lead", "trail"])
            lead, trail = agreeing(own, there)
            known = {
                "kept_start": own.column("kept_read_start"),
                "kept_end": own.column("kept_read_end"),
                "lead": pa.array(lead, pa.int32()),
                "trail": pa.array(trail, pa.int32()),
            }
            arrays = [known[n] if n in known else own.column(n) for n in REPEATS.names]
            return {"repeats": pa.RecordBatch.from_arrays(arrays, schema=REPEATS)}

        return table(each(pairs, schema, {"repeats": REPEATS}, work), "repeats")

    def _pairs(
        self, blocks: DataFrame, gone: DataFrame, repeats: DataFrame
    ) -> tuple[DataFrame, DataFrame]:
        """What `find_pairs` gives, and how much it did not pair, as `LOST`.

        The seeds of a partition come in order, and only two rows of a seed are remembered: one that
        stands in very many blocks is a long stretch of rows, no large one.
        """
        compared = blocks.where("compared")
        # Those that are not looked up are found by their places, so that seeds are shuffled once.
        others = compared.select(*_PLACE).join(gone, "document").select(*_PLACE)
        others = others.unionByName(repeats.select(*_PLACE))
        first = compared.select(*_PLACE, "seeds").join(others, [*_PLACE], "left_anti")
        keys = first.select(functions.explode("seeds").alias("key"), *_PLACE)
        shared = keys.repartition(self._bounds.parts, "key").sortWithinPartitions("key", *_PLACE)
        hot = self._bounds.hot

        def work(batches: Iterator[pa.RecordBatch]) -> Iterator[Tables]:
            pairer = Pairer(hot)
            numbers = [0, 0]
            for batch in batches:
                own = pairer.pair(as_ours(batch, KEYS))
                numbers = [numbers[0] + own.hot, numbers[1] + own.spared]
                yield {"pairs": own.found}
            columns = [pa.array([number], pa.int64()) for number in numbers]
            yield {"lost": pa.RecordBatch.from_arrays(columns, schema=LOST)}

        packed = self._keep(apply(shared, {"pairs": PAIRS, "lost": LOST}, work), "pairs")
        zero = functions.lit(0)
        sums = (functions.coalesce(functions.sum(n), zero).alias(n) for n in LOST.names)
        lost = table(packed, "lost").agg(*sums)
        return table(packed, "pairs"), lost

    def _matches(self, blocks: DataFrame, pairs: DataFrame) -> DataFrame:
        """Candidates, verified."""
        settings, parts = self._settings, self._bounds.parts
        compared = blocks.where("compared")
        counted = compared.select(*_PLACE, functions.size("seeds").alias("seeds"))
        sized = pa.schema([*_part(BLOCKS, *_PLACE), ("seeds", pa.int32())])
        chosen = gather(
            {"pairs": pairs, "blocks": counted},
            {"pairs": PAIRS, "blocks": sized},
            {"pairs": "document", "blocks": "document"},
            parts,
            {"candidates": CANDIDATES},
            lambda t: {"candidates": choose_candidates(t["pairs"], t["blocks"])},
        )
        candidates = self._keep(table(chosen, "candidates"), "candidates").drop("shared")
        there = compared.select(
            *(col(own).alias(name) for own, name in zip(_SOURCE, TEXTS.names[2:], strict=True))
        )
        here = compared.select(*_PLACE, "fixed", "lead", "trail", "text")
        rows = candidates.join(there, [*_KEPT]).join(here, [*_PLACE])
        own = _part(BLOCKS, *_PLACE, "fixed", "lead", "trail", "text")

        def compare(batch: pa.RecordBatch) -> Tables:
            lists = _lists(settings.document.lexicon)
            texts, blocks = batch.select(TEXTS.names), batch.select(own.names)
            return {"matches": verify(texts, blocks, settings, lists)}

        both = pa.schema([*TEXTS, *(field for field in own if field.name not in _PLACE)])
        shared = rows.select(*both.names)
        return self._keep(
            table(each(shared, both, {"matches": MATCHES}, compare), "matches"), "matches"
        )


LOST = pa.schema([("hot", pa.int64()), ("spared", pa.int64())])
"""Of `Pairs` the numbers."""
_SOURCE = ("document", "block", "read_start", "read_end", "lead", "trail", "text")
_NO_REPEATS = empty(REPEATS)


def pieces(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Documents so many at a time as are read at once, whatever batches Spark gives."""
    sizes = np.cumsum(np.asarray(pc.utf8_length(batch.column("text"))), dtype=np.int64)
    begin = 0
    while begin < batch.num_rows:
        done = int(sizes[begin - 1]) if begin else 0
        stop = max(begin + 1, int(np.searchsorted(sizes, done + PIECE, side="right")))
        yield batch.slice(begin, stop - begin)
        begin = stop


@cache
def _lists(lexicon: tuple[str, ...]) -> Lists:
    """The word lists, which a Python worker loads once."""
    return Lists(read_words(lexicon))


def _part(schema: pa.Schema, *names: str) -> pa.Schema:
    return pa.schema([schema.field(name) for name in names])


def _fates(repeats: DataFrame, matches: DataFrame) -> DataFrame:
    """What becomes of the blocks that equal ones are named after, for each document with one."""
    wanted = repeats.select(
        col("document").alias("owner"),
        col("kept_document").alias("document"),
        col("kept_block").alias("block"),
    ).distinct()
    sure = matches.where(col("doubt") == "")
    return sure.join(wanted, [*_PLACE]).select("owner", *MATCHES.names)
