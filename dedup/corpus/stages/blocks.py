"""Cut cleaned documents into blocks, and say what each is known by."""

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.corpus.schemas import BLOCKS, WHOLE
from dedup.corpus.settings import CorpusSettings
from dedup.corpus.stages.columns import batch_of
from dedup.corpus.stages.seeds import seeds_of
from dedup.duplicates.blocks import find_blocks
from dedup.duplicates.doubts import Doubts
from dedup.duplicates.table import BlockTable
from dedup.duplicates.verify import figures
from dedup.fold import fold
from dedup.keep import Keep
from dedup.model import Span
from dedup.patterns import regex

SHORT_BLOCKS = 20
"""So many short blocks before a compared one, and behind it, may go with it."""
_HASH_BYTES = 16
_BETWEEN = "\n\n"
_DIGIT = regex(r"\d")


class _Batch(NamedTuple):
    """Some documents laid end to end.

    Attributes:
        table: all their blocks.
        begins: where each document begins in the text, shape (documents + 1,); a separator ends it.
        first: the first block of each, shape (documents + 1,).
    """

    table: BlockTable
    begins: NDArray[np.int64]
    first: NDArray[np.int64]


def find_document_blocks(batch: pa.RecordBatch, settings: CorpusSettings) -> pa.RecordBatch:
    """The blocks of some documents.

    Args:
        batch: of `CLEANED`.
        settings: what a repeat must hold, and what is to stay.

    Returns:
        A batch of `BLOCKS`; the documents come in the order that they had.
    """
    texts = batch.column("text").to_pylist()
    laid = _laid(texts)
    table = laid.table
    doubts = Doubts(table, lambda k: k, settings.document.min_chars, 0)
    spans, folds = table.spans.tolist(), np.stack((table.starts, table.ends), axis=1).tolist()
    fold_text = table.folded.text
    enough = (table.weights >= settings.document.min_chars).tolist()
    rows: dict[str, list[Any]] = {name: [] for name in BLOCKS.names}
    compared: list[int] = []
    signed = settings.across == "near"
    shifts = zip(*(batch.column(n).to_pylist() for n in ("shift_at", "shift_by")), strict=True)
    numbers, sizes = batch.column("document").to_pylist(), batch.column("size").to_pylist()
    borders = zip(laid.first.tolist(), laid.first.tolist()[1:], laid.begins.tolist(), strict=False)
    for text, number, size, shift, (first, last, begin) in zip(
        texts, numbers, sizes, shifts, borders, strict=False
    ):
        keep = Keep(text, settings.document.keep)
        own = [(a - begin, b - begin) for a, b in spans[first:last]]
        is_compared = [enough[k] and doubts.says_enough(k) for k in range(first, last)]
        parts = [text[a:b] for a, b in own]
        named = [figures(part) if _DIGIT.search(part) else [] for part in parts]
        hashes = [
            _hash(b"block", fold_text[slice(*folds[k])] or text[slice(*span)], figured)
            for k, span, figured in zip(range(first, last), own, named, strict=True)
        ]
        fixed = [keep.holds(Span(*span)) for span in own]
        leads, trails = _neighbours(hashes, is_compared)
        rows["document"] += [number] * (len(own) + 1)
        rows["block"] += [*range(len(own)), WHOLE]
        rows["start"] += [*(a for a, _ in own), 0]
        rows["end"] += [*(b for _, b in own), len(text)]
        read = _read_places(own, shift, size)
        rows["read_start"] += [*(a for a, _ in read), 0]
        rows["read_end"] += [*(b for _, b in read), size]
        whole = fold_text[folds[first][0] : folds[last - 1][1]] if last > first else ""
        of_all = _hash(b"document", whole, [f for each in named for f in each]) if whole else None
        rows["hash"] += [*hashes, of_all]
        rows["compared"] += [*is_compared, False]
        rows["fixed"] += [*fixed, any(fixed)]
        rows["lead"] += [*leads, b""]
        rows["trail"] += [*trails, b""]
        for k, (span, is_one) in enumerate(zip(own, is_compared, strict=True), first):
            rows["text"].append(text[slice(*span)] if is_one else None)
            asked = is_one and not settings.removes_doubtful
            rows["doubt"].append(doubts.of_form(k) if asked else "")
            if is_one:
                compared.append(k)
        rows["text"].append(None)
        rows["doubt"].append("")
    columns: dict[str, Any] = dict(rows)
    columns["seeds"] = _signatures(laid, compared if signed else [])
    return batch_of(BLOCKS, columns)


def _laid(texts: list[str]) -> _Batch:
    """Documents laid end to end."""
    sizes = np.fromiter((len(text) + len(_BETWEEN) for text in texts), np.int64, len(texts))
    begins = np.append(0, np.cumsum(sizes))
    text = "".join(part for each in texts for part in (each, _BETWEEN))
    found = [find_blocks(each) for each in texts]
    first = np.append(0, np.cumsum([len(each) for each in found], dtype=np.int64))
    spans = np.concatenate(
        [np.zeros((0, 2), np.int64), *(each + b for each, b in zip(found, begins, strict=False))]
    )
    return _Batch(BlockTable(text, fold(text), spans), begins, first.astype(np.int64))


def _hash(kind: bytes, text: str, figured: list[str]) -> bytes:
    """What equal texts have in common: the same fold, and figures the same to the sign and mark."""
    if figured:
        text = "\0".join((text, *figured))
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=_HASH_BYTES, person=kind).digest()


def _neighbours(hashes: list[bytes], compared: list[bool]) -> tuple[list[bytes], list[bytes]]:
    """Of each compared block the hashes of the short ones before it and behind it."""
    leads, trails = [b""] * len(hashes), [b""] * len(hashes)
    places = [k for k, is_one in enumerate(compared) if is_one]
    for before, k, behind in zip([-1, *places], places, [*places[1:], len(hashes)], strict=False):
        leads[k] = b"".join(hashes[max(before + 1, k - SHORT_BLOCKS) : k])
        trails[k] = b"".join(hashes[k + 1 : min(behind, k + 1 + SHORT_BLOCKS)])
    return leads, trails


def _read_places(
    spans: list[tuple[int, int]], shift: tuple[list[int], list[int]], size: int
) -> Iterator[tuple[int, int]] | list[tuple[int, int]]:
    """Where stretches of the cleaned text stood in the text that was read."""
    at, by = shift
    if not at:
        return spans
    places, moved = np.array(at), np.array([0, *by])
    borders = np.array(spans, dtype=np.int64).reshape(-1, 2)
    # The end by the last character, before anything that was taken out behind it.
    starts = borders[:, 0] + moved[np.searchsorted(places, borders[:, 0], side="right")]
    ends = borders[:, 1] + moved[np.searchsorted(places, borders[:, 1] - 1, side="right")]
    starts, ends = np.clip(starts, 0, size), np.clip(ends, 0, size)
    return list(zip(starts.tolist(), np.maximum(starts, ends).tolist(), strict=True))


def _signatures(laid: _Batch, compared: list[int]) -> pa.Array:
    """The seeds of the compared blocks, a list for each block and each whole document."""
    chosen = np.array(compared, dtype=np.int64)
    table = laid.table
    values, firsts = seeds_of(table.folded.text, table.starts[chosen], table.ends[chosen])
    # Each document has a row more, behind its blocks.
    owner = np.searchsorted(laid.first, chosen, side="right") - 1
    rows = len(table) + len(laid.first) - 1
    sizes = np.zeros(rows, dtype=np.int64)
    sizes[chosen + owner] = np.diff(firsts)
    offsets = np.append(0, np.cumsum(sizes)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(values))
