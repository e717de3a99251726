"""Keeps frames between stages, so that nothing is computed twice, and a run can go on."""

import re
from collections.abc import Callable
from pathlib import Path

from pyspark import StorageLevel
from pyspark.sql import DataFrame

DONE = "_SUCCESS"
"""Spark writes this file when all others of a folder are written."""


class Keeper:
    """Keeps frames, each cut off from what it was computed from: plans do not grow with the stages.

    Args:
        folder: where to, as Parquet: a path on a file system that the driver and all executors see,
            where what is done is not done again, or an address that Spark writes to, with `://`;
            None for the disks of two executors each, as long as the session lasts.
        tell: called with the name of what is kept, before it is.
    """

    def __init__(
        self, folder: str | None = None, tell: Callable[[str], None] = lambda _: None
    ) -> None:
        self._folder = folder
        self._tell = tell

    def keep(self, frame: DataFrame, name: str) -> DataFrame:
        """The frame, computed now, and once."""
        self._tell(name)
        if self._folder is None:
            return frame.localCheckpoint(True, StorageLevel.DISK_ONLY_2)
        address = f"{self._folder}/{name}"
        is_done = False
        if "://" not in self._folder:
            path = Path(self._folder, name).absolute()
            address, is_done = f"file://{path}", (path / DONE).exists()
        if not is_done:
            frame.write.mode("overwrite").parquet(address)
        # A schema spares the look into the files, of which there may be none.
        return frame.sparkSession.read.schema(frame.schema).parquet(_pattern(address))


def _pattern(address: str) -> str:
    """An address where Hadoop takes patterns. What it writes to it takes as it stands."""
    return re.sub(r"([\\*?\[\]{},])", r"\\\1", address)
