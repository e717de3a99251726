"""The entry point: answers `--version` before anything else is imported."""

import sys


def main() -> int:
    """Run the command line; returns the exit status.

    `--version` is answered here, with nothing but this package's own version loaded.
    """
    if sys.argv[1:] in (["--version"], ["-V"]):
        from dedup import __version__

        print(f"dedup {__version__}")
        return 0
    from dedup.cli import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
