"""The stages as tasks of a local run: files in, files out, a small result that JSON can hold.

A task writes its files under other names until they are whole, and may be done again at any time:
whatever it finds of an earlier try it replaces by the same bytes. All files of a run lie in its
folder, those of a stage in a folder of its name.

    read/G-K     documents of input group G           prepare: clean/C  blocks/C  within/C  whole-hash/C
    whole/P      documents that repeat another        hold/C   hashes of blocks
    repeat/P     blocks that repeat an equal one      key/C    seeds
    pair/P       blocks that share a seed             candidate/C  text/C  match/C
    resolve      which matches count                  vote/C  common  edit/C  report/C
"""

from collections.abc import Callable

from dedup.corpus.task import Result, Task
from dedup.corpus.tasks import editing, matching, reading, writing

_STAGES: dict[str, Callable[..., Result]] = {
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
    "match": matching.compare,
    "resolve": matching.resolve,
    "vote": editing.count_votes,
    "common": editing.find_common,
    "edit": editing.make_edits,
    "write": writing.write_group,
    "convert": writing.convert,
    "report": writing.write_reports,
}


def work(task: Task) -> Result:
    """Do a task.

    Returns:
        What is to be known of it besides its files; JSON can hold it.
    """
    return _STAGES[task.stage](task.run, task.number, *task.args)
