"""rensa's deduplicator as its README has it: 128 permutations; a threshold of 0.7."""

from collections.abc import Iterator

from rensa import RMinHashDeduplicator

from benchmarks.corpus.peers import common

_THRESHOLD = 0.7


def decide(units: list[common.Unit], by: str) -> Iterator[int]:
    """What the deduplicator does not keep."""
    deduplicator = RMinHashDeduplicator(threshold=_THRESHOLD, num_perm=128, use_lsh=True)
    sets = ((str(k), common.shingles(unit.text, by)) for k, unit in enumerate(units))
    keep = deduplicator.add_pairs(sets)
    return (k for k, stays in enumerate(keep) if not stays)


if __name__ == "__main__":
    common.run(decide)
