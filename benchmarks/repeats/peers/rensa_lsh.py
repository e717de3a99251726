"""rensa. `recommended` is its README's deduplicator on words; `best` its LSH on shingles, verified.

`shingles` is the README's deduplicator on the shingles of `common`, without verification.
"""

from collections.abc import Iterable, Sequence

from rensa import RMinHash, RMinHashDeduplicator, RMinHashLSH

from benchmarks.repeats.peers import common


def decide(blocks: Sequence[str], setting: str) -> Iterable[int]:
    """The blocks to remove."""
    if setting == "best":
        return best(blocks)
    if setting == "shingles":
        return filtered((common.shingles(common.fold(block)) for block in blocks), 0.5)
    return filtered((block.split() for block in blocks), 0.8)


def filtered(sets: Iterable[Sequence[str]], threshold: float) -> list[int]:
    """What the deduplicator of the README does not keep."""
    deduplicator = RMinHashDeduplicator(threshold=threshold, num_perm=128, use_lsh=True)
    keep = deduplicator.add_pairs((str(k), tokens) for k, tokens in enumerate(sets))
    return [k for k, stays in enumerate(keep) if not stays]


def best(blocks: Sequence[str]) -> set[int]:
    """Folded, loosely banded, verified."""
    sets = [common.shingles(common.fold(block)) for block in blocks]
    minhashes = RMinHash.from_token_sets(sets, num_perm=common.NUM_PERM, seed=42)
    lsh = RMinHashLSH(threshold=0.3, num_perm=common.NUM_PERM, num_bands=common.BANDS)
    lsh.insert_many(minhashes)
    found = lsh.query_all(minhashes)

    def proposed(j: int) -> list[int]:
        mine = minhashes[j]
        return [i for i in found[j] if i < j and mine.jaccard(minhashes[i]) >= 0.2]

    return common.verified(blocks, proposed)


if __name__ == "__main__":
    common.run(decide)
