"""A session of Spark for one run, and what goes wrong with it in a line."""

import os
import re
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyspark.sql import SparkSession

from dedup.errors import UsageError
from dedup.patterns import regex

JAVA = "install Java 17 or later (apt-get install openjdk-17-jre-headless), or set JAVA_HOME"
_RAISED = regex(r"\b(\w*(?:Error|Exception)): (.+)")
_RAISED_IN_JAVA = regex(r"(?<=\w\.)(\w*(?:Error|Exception)): (.+)")


def started(master: str | None, log: Path) -> SparkSession:
    """A session of our own.

    Args:
        master: the cluster; None for what Spark is configured with, which is this machine where
            nothing is.
        log: where what Java says goes, which Spark else writes among the lines of the terminal.

    Raises:
        UsageError: there is no Java, or Spark does not start.
    """
    if not _has_java():
        raise UsageError(f"--engine spark needs Java\n{JAVA}")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("dedup corpus")
    builder = builder.config("spark.ui.showConsoleProgress", False)
    # What is written by two tasks at once is written twice.
    builder = builder.config("spark.speculation", False)
    if master is not None:
        builder = builder.master(master)
    handler = signal.getsignal(signal.SIGINT)
    try:
        with _said_to(log):
            session = builder.getOrCreate()
    except Exception as error:  # of py4j, of Java, of pyspark
        why = _raised(_RAISED_IN_JAVA, f"{log.read_text(errors='replace')}\n{error}")
        raise UsageError(
            f"Spark does not start: {why or error}\n"
            "it needs Java 17 or later, and a master that it knows"
        ) from error
    # That of pyspark asks Java to end all jobs in the middle of another question to it, and fails.
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, handler)
    return session


@contextmanager
def _said_to(log: Path) -> Iterator[None]:
    """What processes that begin now write to standard error goes to a file."""
    sys.stderr.flush()
    saved = os.dup(2)
    try:
        with log.open("ab") as file:
            os.dup2(file.fileno(), 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    if home:
        return Path(home, "bin", "java").exists()
    return shutil.which("java") is not None


def trouble(error: BaseException) -> str:
    """What went wrong, in a line: of a fault in a task its own words."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    text = str(error)
    return f"Spark: {_raised(_RAISED, text) or text.strip().partition(chr(10))[0]}"


def _raised(pattern: re.Pattern[str], text: str) -> str:
    """The last error that a text tells of, without the names of its packages."""
    found = [f"{match[1]}: {match[2]}" for match in pattern.finditer(text)]
    return found[-1].rstrip("'") if found else ""
