"""The entry point: answers `--version` before anything else is imported."""

import gc
import os
import sys
from contextlib import suppress

_GARBAGE = 1_000_000
"""Objects made before Python looks for garbage among them. It does so after every 700 otherwise, 68
times in a short run, and what a program has just loaded is none."""


def main() -> int:
    """Run the command line; returns the exit status.

    `--version` is answered here, with nothing but this package's own version loaded.
    """
    if sys.argv[1:] in (["--version"], ["-V"]):
        return _print_version()
    gc.set_threshold(_GARBAGE)
    try:
        from dedup.cli.commands import main as run

        status = run()
    except KeyboardInterrupt:  # before or after the run, which sees to its own
        status = 130
    gc.freeze()  # what is left ends with the process, and need not be searched on the way out
    from dedup.cli.exits import die_of_signal

    die_of_signal(status)
    return status


def _print_version() -> int:
    from dedup import __version__

    try:
        print(f"dedup {__version__}", flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return 141
        with suppress(OSError):
            print(f"dedup: standard output: cannot be written: {error.strerror}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
