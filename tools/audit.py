"""Ask pip-audit whether the dependencies at run time have known weaknesses.

    python tools/audit.py

The versions are those that are installed here. Exit status 0: none is known, or nobody could be
asked, which is said; 1: one is known. pip-audit is no dependency: `pip install pip-audit` first.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

PROJECT = "dedup-text"

PATIENCE = 120
"""Seconds that the service may take for all packages."""

_NAME = re.compile(r"[\w.-]+")


def closure(project: str) -> list[str]:
    """The pins of all that a distribution needs at run time, itself not counted."""
    found: dict[str, str] = {}
    waiting = [project]
    while waiting:
        name = waiting.pop()
        try:
            here = distribution(name)
        except PackageNotFoundError:  # for another system, or an extra
            continue
        for text in here.requires or ():
            match = _NAME.match(text)
            if match and "extra ==" not in text and match[0] not in found:
                found[match[0]] = ""
                waiting.append(match[0])
        found[name] = here.version
    found.pop(project, None)
    return sorted(f"{name}=={version}" for name, version in found.items() if version)


def ask(pins: Sequence[str]) -> str:
    """What pip-audit prints of these versions; empty where it is missing or takes too long."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "pins.txt"
        listed.write_text("".join(f"{pin}\n" for pin in pins))
        command = [sys.executable, "-m", "pip_audit", "-r", str(listed), "--no-deps"]
        command += ["--disable-pip", "--progress-spinner", "off", "-f", "json"]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired:
            return ""
    return done.stdout


def main(asked: Callable[[Sequence[str]], str] = ask) -> int:
    """Print what is known; the exit status."""
    pins = closure(PROJECT)
    try:
        packages = json.loads(asked(pins))["dependencies"]
    except (ValueError, KeyError, TypeError):
        print("audit: nobody could be asked (no pip-audit, or no answer); nothing is known")
        return 0
    known = [
        f"{package['name']} {package['version']}: {', '.join(each['id'] for each in weak)}"
        for package in packages
        if (weak := package.get("vulns", ()))
    ]
    for line in known:
        print(f"audit: {line}")
    if not known:
        print(f"audit: no weakness is known of {', '.join(pins)}")
    return 1 if known else 0


if __name__ == "__main__":
    sys.exit(main())
