"""The engines of `dedup corpus`: what each needs, and which options it has no use for."""

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from dedup.errors import UsageError

if TYPE_CHECKING:
    from dedup.corpus.plan import Wish
    from dedup.corpus.progress import Progress

ENGINES = ("local", "spark")

_NOT_LOCAL = {"master": "it names a cluster of Spark; add  --engine spark"}
_NOT_SPARK = {
    "index": "what earlier runs have kept is looked up by the local engine alone",
    "jobs": "say  --master local[N]  or set spark.executor.cores",
    "memory": "set spark.executor.memory and spark.driver.memory",
}
"""Options that an engine has no use for, and what to do instead."""


def check_engine(given: Mapping[str, Any]) -> None:
    """See that what an engine needs is installed, and that all options say something to it.

    Raises:
        UsageError: something is not.
    """
    if find_spec("pyarrow") is None:
        raise UsageError('dedup corpus needs pyarrow\npip install "dedup-text[corpus]"')
    engine = given["engine"]
    ctx = click.get_current_context()
    for name, instead in (_NOT_SPARK if engine == "spark" else _NOT_LOCAL).items():
        source = ctx.get_parameter_source(name)
        if source is not click.core.ParameterSource.DEFAULT:
            option = f"--{name}"
            raise UsageError(f"{option} is not for --engine {engine}\n{instead}")
    if engine == "spark" and find_spec("pyspark") is None:
        raise UsageError('--engine spark needs pyspark, and Java\npip install "dedup-text[spark]"')


def run_engine(
    given: Mapping[str, Any], wish: "Wish", tell: Callable[["Progress"], None]
) -> dict[str, Any]:
    """Clean a corpus with the engine that was asked for; gives the numbers for a summary."""
    if given["engine"] == "spark":
        import logging

        from dedup.corpus.spark.engine import run_spark

        # Of a run that is interrupted py4j tells where it stood, with a traceback.
        logging.disable()
        return run_spark(wish, given["master"], tell)
    from dedup.corpus.local import run_local

    return run_local(wish, tell)
