"""A set of SHA-256 digests: `recommended` of the blocks as they stand, `best` of their folds."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from benchmarks.repeats.peers import common


def decide(blocks: Sequence[str], setting: str) -> Iterable[int]:
    """The blocks to remove."""
    seen: set[bytes] = set()
    for k, block in enumerate(blocks):
        text = common.fold(block) if setting == "best" else block
        digest = sha256(text.encode()).digest()
        if digest in seen:
            yield k
        seen.add(digest)


if __name__ == "__main__":
    common.run(decide)
