"""What an index was made with. Where that differs, hashes say nothing to each other."""

import hashlib
import unicodedata
from typing import Any

import numpy as np

from dedup.corpus.index.folder import PARTS
from dedup.corpus.stages.seeds import NARROW_GRAM, WIDE_GRAM, WINDOW, seeds_of
from dedup.duplicates.shingles import HASH_NAME, NARROW_K, WIDE_K
from dedup.duplicates.signatures import NUM_PERM, SCHEME, SEED, sign_blocks
from dedup.fold import fold

FOLD = "nfkd-casefold-1"
"""The fold; its number goes up when it comes to fold other texts alike."""

_SAMPLE = (
    "Straße Ⅷ ｱｲｳ, ﬁrſt: 12½ km — naïve Ωραίος 한국어"
    "傍晚，码头上亮起了灯，妇女们把晾干的鱼收进竹筐。"
)


def form() -> dict[str, Any]:
    """What a header says besides what its segment holds; JSON can hold it.

    `probe` stands for the code itself: a hash of the fold, the seeds and the signature of a text.
    """
    folded = fold(_SAMPLE).text
    border = np.array([0]), np.array([len(folded)])
    probe = hashlib.blake2b(folded.encode(), digest_size=8)
    for values in (seeds_of(folded, *border)[0], sign_blocks(folded, *border)):
        probe.update(values.astype(">u8").tobytes())
    return {
        "scheme": SCHEME,
        "seed": SEED,
        "num_perm": NUM_PERM,
        "shingle": [NARROW_K, WIDE_K],
        "hash": HASH_NAME,
        "fold": FOLD,
        "unicode": unicodedata.unidata_version,
        "gram": [NARROW_GRAM, WIDE_GRAM],
        "window": WINDOW,
        "parts": PARTS,
        "probe": probe.hexdigest(),
    }
