"""The Arrow schemas of what goes from stage to stage, and of the report.

Offsets are code points, 0-based, end exclusive. A **document** is named by one number, which is
also its place in the order of the corpus: of two documents the one with the lesser number stands
first. A **block** is named by its document and its ordinal there. Hashes are BLAKE2b of 128 bits,
the same on every machine and in every run.
"""

import pyarrow as pa

POSITION_BITS = 40
"""A document's number is `file << POSITION_BITS | position`: the place of its input file in the
list of inputs, and the line or row in it. So whoever reads a file can number its documents."""

WHOLE = -1
"""The ordinal of the block that is a whole document."""

HASH = pa.binary(16)

DOCUMENTS = pa.schema(
    [
        ("document", pa.int64()),
        ("origin", pa.int64()),  # the number that it was read under; another one with --order field
        ("id", pa.string()),  # the id field, or the file's name, with `:LINE` where it holds many
        ("text", pa.large_string()),
    ]
)
"""What the readers give: a row for each document that has a text."""

ORDER = pa.schema(
    [
        ("kind", pa.int8()),  # numbers before strings before what is neither
        ("number", pa.float64()),
        ("string", pa.large_string()),
    ]
)
"""What documents are ordered by, where that is a field of theirs; ties by their numbers."""

CLEANED = pa.schema(
    [
        *DOCUMENTS,
        # Where the cleaned text was moved: from code point `shift_at[k]` of it on, a character
        # stood `shift_by[k]` code points further on in the text that was read.
        ("shift_at", pa.list_(pa.int32())),
        ("shift_by", pa.list_(pa.int32())),
        ("size", pa.int32()),  # code points of the text that was read
        ("changed", pa.bool_()),  # whether the cleaned text is another
    ]
)
"""Documents after `dedup.clean`: `text` is the cleaned text."""

BLOCKS = pa.schema(
    [
        ("document", pa.int64()),
        ("block", pa.int32()),  # ordinal in the document, or WHOLE
        ("start", pa.int32()),  # in the cleaned text
        ("end", pa.int32()),
        ("read_start", pa.int32()),  # in the text that was read
        ("read_end", pa.int32()),
        ("hash", HASH),  # of the fold and the figures: equal hashes are the same text
        ("compared", pa.bool_()),  # whether it says enough to be a repeat by itself
        ("fixed", pa.bool_()),  # whether it holds a stretch that the user keeps
        ("doubt", pa.string()),  # why a lone copy of it would be withheld; empty if none
        # Of compared blocks: the hashes, laid end to end, of the short blocks right before it and
        # right behind it, up to the next compared one; at most `SHORT_BLOCKS` of them.
        ("lead", pa.binary()),
        ("trail", pa.binary()),
        ("text", pa.large_string()),  # of compared blocks; else null
        ("seeds", pa.list_(pa.uint64())),  # its signature: hashes of sampled k-grams of the fold
    ]
)
"""The blocks of a document in order; last the document as a whole."""

HELD = pa.schema(
    [
        ("hash", HASH),
        ("document", pa.int64()),
        ("block", pa.int32()),
        ("read_start", pa.int32()),
        ("read_end", pa.int32()),
        ("lead", pa.binary()),
        ("trail", pa.binary()),
    ]
)
"""What of compared blocks, and of whole documents, goes to whoever looks for equal hashes."""

REPEATS = pa.schema(
    [
        ("document", pa.int64()),
        ("block", pa.int32()),
        ("kept_document", pa.int64()),  # the first that has the hash
        ("kept_block", pa.int32()),
        ("kept_start", pa.int32()),  # in the text that was read
        ("kept_end", pa.int32()),
        ("lead", pa.int32()),  # so many short blocks right before both are equal, too
        ("trail", pa.int32()),
    ]
)
"""Blocks whose hash an earlier block has."""

KEYS = pa.schema([("key", pa.uint64()), ("document", pa.int64()), ("block", pa.int32())])
"""A seed and a block that has it, among the blocks that are the first of their hash."""

PAIRS = pa.schema(
    [
        ("document", pa.int64()),
        ("block", pa.int32()),
        ("kept_document", pa.int64()),
        ("kept_block", pa.int32()),
    ]
)
"""A block and an earlier one with which it shares a seed; a row for each shared seed."""

CANDIDATES = pa.schema([*PAIRS, ("shared", pa.int32())])
"""The earlier blocks with which a block shares most seeds, and how many."""

TEXTS = pa.schema(
    [
        *PAIRS,
        ("kept_start", pa.int32()),
        ("kept_end", pa.int32()),
        ("kept_lead", pa.binary()),
        ("kept_trail", pa.binary()),
        ("kept_text", pa.large_string()),
    ]
)
"""Candidates with what is known of the earlier block."""

MATCHES = pa.schema(
    [
        *REPEATS,
        ("rule", pa.string()),
        ("similarity", pa.float64()),
        ("covered", pa.float64()),
        ("doubt", pa.string()),  # why a reader could disagree; empty if none would
    ]
)
"""Verified near repeats; `kept_start` and `kept_end` are those of the stretch that is repeated."""

VOTES = pa.schema(
    [
        ("kept_document", pa.int64()),
        ("kept_block", pa.int32()),
        ("documents", pa.int64()),
    ]
)
"""Kept blocks, and how many documents that stay for the most part have a copy."""

DECISIONS = pa.schema(
    [
        ("document", pa.int64()),
        ("block", pa.int32()),  # the block that is repeated, or WHOLE
        ("first", pa.int32()),  # the first block of the stretch, with short ones that go along
        ("stop", pa.int32()),  # one past its last
        ("kind", pa.string()),  # one of KINDS
        ("status", pa.string()),  # one of STATUSES
        ("rule", pa.string()),
        ("kept_document", pa.int64()),
        ("kept_block", pa.int32()),
        ("kept_start", pa.int32()),
        ("kept_end", pa.int32()),
        ("similarity", pa.float64()),
        ("reason", pa.string()),
    ]
)
"""What is to be done with a stretch of blocks, by document and place; stretches do not overlap."""

STATUSES = ("removed", "withheld", "kept")
"""removed: taken out.  withheld: a repeat that may be meant; it stays.  kept: boilerplate, which
stands in very many documents and stays everywhere."""

EDITED = pa.schema(
    [
        ("document", pa.int64()),
        ("origin", pa.int64()),
        ("id", pa.string()),
        ("text", pa.large_string()),
        ("changed", pa.bool_()),  # whether it differs from the text that was read
        ("size", pa.int32()),  # code points of the text that was read
        ("lost", pa.int32()),  # so many code points fewer are left
        ("emptied", pa.bool_()),  # whether letters stood in it and none are left
    ]
)
"""Documents as they are written."""

REPORT = pa.schema(
    [
        ("document", pa.string()),  # its id
        ("number", pa.int64()),
        ("start", pa.int32()),  # in the text that was read
        ("end", pa.int32()),
        ("kind", pa.string()),  # one of KINDS, or a kind of edit of `clean`
        ("status", pa.string()),
        ("rule", pa.string()),
        ("similarity", pa.float64()),  # null where nothing is repeated
        ("kept_document", pa.string()),  # null where nothing is repeated
        ("kept_number", pa.int64()),
        ("kept_start", pa.int32()),
        ("kept_end", pa.int32()),
        ("reason", pa.string()),
        ("old", pa.large_string()),  # what stood there
        ("new", pa.large_string()),  # what stands there now
    ]
)
"""A row for each edit, in a document or across documents; by document, then by place."""

KINDS = ("document", "block", "boilerplate")
"""The kinds of repeats across documents; a removal inside a document has those of `clean`."""

PROBLEMS = pa.schema(
    [
        ("file", pa.string()),
        ("place", pa.string()),  # `line 3`, `row 7`; empty for the whole file
        ("kind", pa.string()),
        ("message", pa.string()),
    ]
)
"""Input that could not be used."""
