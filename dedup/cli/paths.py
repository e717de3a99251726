"""Where a name leads, also from a folder that is gone."""

import os
from pathlib import Path

_REMOVED = f"{os.sep}(removed folder)"
"""What stands for a working folder that was removed."""


def real_path(name: str | Path) -> str:
    """The absolute path of a name, links in it followed.

    A relative name in a working folder that was removed has none: it gets one that is not there.
    """
    try:
        return os.path.realpath(name)
    except FileNotFoundError:
        return str(Path(_REMOVED) / name)
