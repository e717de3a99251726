"""Tasks that find what documents have in common."""

from functools import cache

from dedup.corpus import files
from dedup.corpus.schemas import (
    BLOCKS,
    CANDIDATES,
    HELD,
    KEYS,
    MATCHES,
    PAIRS,
    REPEATS,
    TEXTS,
)
from dedup.corpus.stages.candidates import choose_candidates
from dedup.corpus.stages.columns import numbers
from dedup.corpus.stages.keys import find_keys
from dedup.corpus.stages.pairs import find_pairs
from dedup.corpus.stages.repeats import find_repeats, held_blocks
from dedup.corpus.stages.resolve import Resolver
from dedup.corpus.stages.texts import add_texts
from dedup.corpus.stages.verify import verify
from dedup.corpus.task import Result, Run
from dedup.corpus.tasks.base import repeats_of, write_by_chunk, write_by_hash
from dedup.wordlist import Lists, read_words


def equal_documents(run: Run, part: int, chunks: int) -> Result:
    """Find the documents that repeat an earlier one."""
    held = files.read_part(run.files("whole-hash", chunks), part, HELD)
    write_by_chunk(run, "whole", part, find_repeats(held))
    return {}


def hold(run: Run, chunk: int) -> Result:
    """Share out the hashes of the blocks of the documents that do not go whole."""
    blocks = files.read(run.file("blocks", chunk), BLOCKS, _NEEDED_TO_HOLD)
    wholes = files.read_part(run.files("whole", run.hash_parts), chunk, REPEATS)
    write_by_hash(run, "hold", chunk, held_blocks(blocks, wholes))
    return {}


_NEEDED_TO_HOLD = [name for name in BLOCKS.names if name in {*HELD.names, "compared", "fixed"}]


def equal_blocks(run: Run, part: int, chunks: int) -> Result:
    """Find the blocks that repeat an equal one."""
    held = files.read_part(run.files("hold", chunks), part, HELD)
    write_by_chunk(run, "repeat", part, find_repeats(held))
    return {}


_NEEDED_TO_COMPARE = [name for name in BLOCKS.names if name not in {"hash", "seeds"}]


def share_keys(run: Run, chunk: int) -> Result:
    """Share out the seeds of a chunk."""
    blocks = files.read(run.file("blocks", chunk), BLOCKS, _NEEDED_FOR_KEYS)
    keys = find_keys(blocks, *repeats_of(run, chunk))
    part = files.by_hash(run.key_parts)(numbers(keys, "key"))
    files.write_parts(run.file("key", chunk), keys, run.key_parts, part)
    return {"keys": keys.num_rows}


_NEEDED_FOR_KEYS = ["document", "block", "compared", "fixed", "seeds"]


def pair(run: Run, part: int, chunks: int) -> Result:
    """Pair the blocks that share a seed."""
    found = find_pairs(files.read_part(run.files("key", chunks), part, KEYS))
    write_by_chunk(run, "pair", part, found.found)
    return {"pairs": found.found.num_rows, "hot": found.hot, "spared": found.spared}


def choose(run: Run, chunk: int) -> Result:
    """Choose what the blocks of a chunk are compared with."""
    pairs = files.read_part(run.files("pair", run.key_parts), chunk, PAIRS)
    blocks = files.read(run.file("blocks", chunk), BLOCKS, ["document", "block", "seeds"])
    candidates = choose_candidates(pairs, blocks)
    write_by_chunk(run, "candidate", chunk, candidates, "kept_document")
    return {"candidates": candidates.num_rows}


def bring_texts(run: Run, chunk: int, chunks: int) -> Result:
    """Bring the texts of a chunk to the candidates that name them."""
    candidates = files.read_part(run.files("candidate", chunks), chunk, CANDIDATES)
    blocks = files.read(run.file("blocks", chunk), BLOCKS, _NEEDED_TO_COMPARE)
    write_by_chunk(run, "text", chunk, add_texts(candidates, blocks))
    return {}


@cache
def _lists(lexicon: tuple[str, ...]) -> Lists:
    """The word lists, which a process loads once."""
    return Lists(read_words(lexicon))


def compare(run: Run, chunk: int, chunks: int) -> Result:
    """Compare the blocks of a chunk with their candidates."""
    texts = files.read_part(run.files("text", chunks), chunk, TEXTS)
    blocks = files.read(run.file("blocks", chunk), BLOCKS, _NEEDED_TO_COMPARE)
    lists = _lists(run.settings.document.lexicon)
    matches = verify(texts, blocks, run.settings, lists)
    files.write(run.file("match", chunk), MATCHES, [matches])
    return {"matches": matches.num_rows}


def resolve(run: Run, _: int, chunks: int) -> Result:
    """Say which matches count: one task, in the order of the corpus."""
    resolver = Resolver()
    found = (files.read(path, MATCHES) for path in run.files("match", chunks))
    # A batch a chunk.
    files.write(run.file("resolve", 0), MATCHES, (resolver.resolve(each) for each in found))
    return {}
