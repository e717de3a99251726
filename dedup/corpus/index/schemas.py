"""What a segment of an index holds; documents are numbered from `folder.BASE` on."""

import pyarrow as pa

from dedup.corpus.schemas import HELD, MATCHES
from dedup.duplicates.signatures import NUM_PERM

FATE = [
    MATCHES.field(name)
    for name in ("kept_document", "kept_block", "kept_start", "kept_end", "rule", "similarity")
] + [MATCHES.field("covered")]
"""For which block one was removed, and how alike they are."""

KNOWN_HELD = pa.schema([*HELD, ("gone", pa.bool_()), *FATE])
"""Blocks, and whole documents, that are the first of their hash; null fates where they stay."""

KNOWN_BLOCKS = pa.schema(
    [
        ("document", pa.int64()),
        ("block", pa.int32()),
        ("read_start", pa.int32()),
        ("read_end", pa.int32()),
        ("lead", pa.binary()),
        ("trail", pa.binary()),
        ("text", pa.large_string()),  # null where it was removed: nothing may rest on it
        ("signature", pa.list_(pa.uint32(), NUM_PERM)),  # as datasketch has it; null likewise
    ]
)
"""The blocks among them."""

IDS = pa.schema([("document", pa.int64()), ("id", pa.string())])
"""All documents of the run."""
