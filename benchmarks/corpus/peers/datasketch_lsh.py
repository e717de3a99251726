"""A script with datasketch's MinHashLSH: 128 permutations, a threshold of 0.7.

As its documentation has it: look a signature up, and add it if nothing is like it.
"""

from collections.abc import Iterator

from datasketch import MinHash, MinHashLSH

from benchmarks.corpus.peers import common

_PERMUTATIONS = 128
_THRESHOLD = 0.7


def decide(units: list[common.Unit], by: str) -> Iterator[int]:
    """The units that resemble an earlier one that stays."""
    index = MinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS)
    # All signatures at once, which is quicker than one by one.
    sets = ({s.encode() for s in common.shingles(unit.text, by)} for unit in units)
    for k, signature in enumerate(MinHash.generator(sets, num_perm=_PERMUTATIONS)):
        if index.query(signature):
            yield k
        else:
            index.insert(k, signature)


if __name__ == "__main__":
    common.run(decide)
