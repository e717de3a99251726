"""A corpus on Apache Spark: the stages of `dedup/corpus/stages`, moved by Spark.

    cleaned = clean(frame, text="text", id="id")
    cleaned.documents.write.parquet(...)
    cleaned.report.write.parquet(...)

    run_spark(wish, master="spark://host:7077")

`clean` takes a data frame, and `run_spark` is what `dedup corpus --engine spark` calls. The
package must be installed where the executors run. Data frames and functions of Arrow batches alone;
to the driver go counts, and at most some twenty rows of what a summary names.
"""

from dedup.corpus.spark.engine import run_spark
from dedup.corpus.spark.frame import Cleaned, clean

__all__ = ["Cleaned", "clean", "run_spark"]
