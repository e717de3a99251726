"""What others do of the kind, one a name: `python -m benchmarks.repair_peers NAME IN OUT`.

None of them does what dedup does. ftfy mends mojibake and folds widths, autocorrect sets spaces and
marks between scripts, and the unwrapping is in the manner of calibre's: a line that is nearly as
long as the others and does not end as a sentence is joined with the next.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

_FINAL = frozenset(".!?:;”\"'。！？：；…")
_LONG = 0.4
_HYPHEN = re.compile(r"(?<=[^\W\d_])-$")


def ftfy(text: str) -> str:
    """`ftfy.fix_text` with its defaults."""
    from ftfy import fix_text

    return str(fix_text(text))


def autocorrect(text: str) -> str:
    """`autocorrect_py.format`."""
    from autocorrect_py import format as formatted

    return str(formatted(text))


def unwrapping(text: str) -> str:
    """Lines that are long for the text, and do not end a sentence, joined with the next."""
    lines = text.split("\n")
    length = _LONG * median([len(line) for line in lines if line] or [0])
    out: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line:
            last = out[-1]
            out[-1] = _HYPHEN.sub("", last) + line if last.endswith("-") else f"{last} {line}"
        else:
            out.append(line)
        goes_on = len(line) > length and line[-1] not in _FINAL
    return "\n".join(out)


PEERS: dict[str, Callable[[str], str]] = {
    "ftfy": ftfy,
    "autocorrect": autocorrect,
    "unwrapping": unwrapping,
}


def main() -> None:
    """Read, mend, write."""
    name, source, target = sys.argv[1:]
    mended = PEERS[name](Path(source).read_text(encoding="utf-8"))
    Path(target).write_text(mended, encoding="utf-8")


if __name__ == "__main__":
    main()
