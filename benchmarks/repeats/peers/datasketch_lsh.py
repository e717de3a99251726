"""datasketch MinHashLSH with rapidfuzz behind it.

`recommended` is the script that a user would write from the two READMEs: 128 permutations, shingles
of five characters, an index at 0.5, verification at 80. `best` has the shingles, bands and
verification of `common`.
"""

from collections.abc import Iterable, Sequence

from datasketch import MinHash, MinHashLSH
from rapidfuzz import fuzz

from benchmarks.repeats.peers import common


def decide(blocks: Sequence[str], setting: str) -> Iterable[int]:
    """The blocks to remove."""
    return recommended(blocks) if setting == "recommended" else best(blocks)


def recommended(blocks: Sequence[str]) -> set[int]:
    """As a user would write it."""
    lsh = MinHashLSH(threshold=0.5, num_perm=128)
    removed = set()
    for k, block in enumerate(blocks):
        minhash = MinHash(num_perm=128)
        minhash.update_batch({block[i : i + 5].encode() for i in range(max(1, len(block) - 4))})
        for other in lsh.query(minhash):
            if fuzz.ratio(blocks[other], block) >= 80:
                removed.add(k)
                break
        else:
            lsh.insert(k, minhash)
    return removed


def best(blocks: Sequence[str]) -> set[int]:
    """Folded, loosely banded, verified."""
    sets = [[s.encode() for s in common.shingles(common.fold(block))] for block in blocks]
    minhashes = MinHash.bulk(sets, num_perm=common.NUM_PERM)
    lsh = MinHashLSH(num_perm=common.NUM_PERM, params=(common.BANDS, common.ROWS))

    def proposed(j: int) -> list[int]:
        # A fifth of the signature in common at least; cheaper than to compare the texts.
        mine = minhashes[j]
        found = [i for i in lsh.query(mine) if mine.jaccard(minhashes[i]) >= 0.2]
        lsh.insert(j, mine)
        return found

    return common.verified(blocks, proposed)


if __name__ == "__main__":
    common.run(decide)
