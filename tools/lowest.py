"""Print the lowest versions that `pyproject.toml` allows at run time, for pip, one a line.

    python -m venv LOWEST
    python tools/lowest.py > lowest.txt
    LOWEST/bin/pip install --only-binary :all: -c lowest.txt dist/*.whl

`.ci/run` does this, and runs with it those tests that use the dependencies most.
"""

import re
import sys
import tomllib
from pathlib import Path

_BOUND = re.compile(r"(?P<name>[\w.-]+)>=(?P<version>[\d.]+)")


def lowest(project: str) -> list[str]:
    """The pins of a `pyproject.toml`.

    Raises:
        ValueError: a dependency has other bounds than a lower one.
    """
    pins = []
    for text in tomllib.loads(project)["project"]["dependencies"]:
        bound = _BOUND.fullmatch(text)
        if bound is None:
            raise ValueError(f"{text}: no dependency of the form NAME>=VERSION")
        pins.append(f"{bound['name']}=={bound['version']}")
    return pins


if __name__ == "__main__":
    path = Path(__file__).parent.parent / "pyproject.toml"
    sys.stdout.write("".join(f"{pin}\n" for pin in lowest(path.read_text(encoding="utf-8"))))
