"""gaoya. `recommended` is its README's index on words; `best` one on shingles, verified."""

from collections.abc import Iterable, Sequence

from gaoya.minhash import MinHashStringIndex

from benchmarks.repeats.peers import common


def decide(blocks: Sequence[str], setting: str) -> Iterable[int]:
    """The blocks to remove."""
    if setting == "best":
        return best(blocks)
    index = MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=0.5,
        num_bands=42,
        band_size=3,
        analyzer="word",
        lowercase=True,
        ngram_range=(1, 1),
    )
    removed = set()
    for k, block in enumerate(blocks):
        if index.query(block):
            removed.add(k)
        else:
            index.insert_document(k, block)
    return removed


def best(blocks: Sequence[str]) -> set[int]:
    """Folded, loosely banded, verified."""
    folded = [common.fold(block) for block in blocks]
    index = MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=0.25,
        num_bands=common.BANDS,
        band_size=common.ROWS,
        analyzer=common.shingles,
        id_container="smallvec",
    )
    index.par_bulk_insert_docs(list(range(len(folded))), folded)
    found = index.par_bulk_query(folded)
    return common.verified(blocks, lambda j: [i for i in found[j] if i < j])


if __name__ == "__main__":
    common.run(decide)
