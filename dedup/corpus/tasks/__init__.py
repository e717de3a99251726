"""The stages as tasks of a local run: files in, files out, a small result that JSON can hold.

A task writes its files under other names until they are whole, and may be done again at any time:
whatever it finds of an earlier try it replaces by the same bytes. All files of a run lie in its
folder, those of a stage in a folder of its name.

    read/G-K    the documents of input group G, cut into chunks
    clean/C  within/C  blocks/C  id/C  whole-hash/C    of chunk C
    whole/P     documents that repeat another, by part P of their hashes
    hold/C  repeat/P    hashes of blocks; blocks that repeat an equal one
    key/C  pair/P       seeds; blocks that share one
    candidate/S  text/S    what is compared, by section S of chunks
    match/C  resolve/0     what came of it
    ids         the ids of all documents
    vote/C  common/0    what is boilerplate
    known/KIND/C  known/votes    what an index is to keep
    known-text/P  fate/P    what an index knows of candidates, and of equal blocks
    edit/C  report/C    the edited documents, and their rows of the report
"""

from collections.abc import Callable

import pyarrow as pa

from dedup.corpus.task import Result, Task
from dedup.corpus.tasks import editing, ids, knowing, matching, reading, writing

_STAGES: dict[str, Callable[..., Result]] = {
    "check": knowing.check,
    "read": reading.read_group,
    "rank": reading.rank,
    "firsts": reading.write_firsts,
    "deal": reading.deal,
    "prepare": reading.prepare,
    "whole": matching.equal_documents,
    "hold": matching.hold,
    "repeat": matching.equal_blocks,
    "key": matching.share_keys,
    "pair": matching.pair,
    "candidate": matching.choose,
    "text": matching.bring_texts,
    "known-text": knowing.bring_known_texts,
    "match": matching.compare,
    "resolve": matching.resolve,
    "vote": editing.count_votes,
    "ids": ids.gather_ids,
    "common": editing.find_common,
    "edit": editing.make_edits,
    "keep": knowing.keep,
    "keep-votes": knowing.keep_votes,
    "write": writing.write_group,
    "convert": writing.convert,
    "report": writing.write_reports,
}


def work(task: Task) -> Result:
    """Do a task.

    Returns:
        What is to be known of it besides its files; JSON can hold it.
    """
    result = _STAGES[task.stage](task.run, task.number, *task.args)
    # What a task had goes back, so that one process does not hold the most of each stage.
    pa.default_memory_pool().release_unused()
    return result
