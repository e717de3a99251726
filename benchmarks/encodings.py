"""How often short bytes are named rightly, by dedup and by charset-normalizer alone.

    python benchmarks/encodings.py

Pieces of 10, 30 and 200 characters of the project's own texts, in the usual old encodings.
"""

import random
from collections import Counter
from pathlib import Path

from charset_normalizer import from_bytes

from dedup.guess import reads_as

HERE = Path(__file__).parent.parent
PROSE = HERE / "tests" / "unchanged"
TEXTS = {
    "zh": (HERE / "benchmarks" / "texts" / "zh.txt", ["gb18030"]),
    "ja": (HERE / "benchmarks" / "texts" / "ja.txt", ["shift_jis", "euc_jp"]),
    "ko": (PROSE / "prose-ko.txt", ["euc_kr"]),
    "de": (HERE / "benchmarks" / "texts" / "de.txt", ["cp1252"]),
    "fr": (HERE / "benchmarks" / "texts" / "fr.txt", ["cp1252"]),
    "ru": (PROSE / "prose-ru.txt", ["cp1251", "koi8-r"]),
}
PIECES = 20


def pieces(text: str, size: int, encoding: str, rng: random.Random) -> list[bytes]:
    """Encoded pieces of a text that are not UTF-8 as well."""
    out = []
    for _ in range(PIECES):
        start = rng.randrange(max(1, len(text) - size))
        try:
            data = text[start : start + size].encode(encoding)
        except UnicodeEncodeError:
            continue
        try:
            data.decode()
        except UnicodeDecodeError:
            out.append(data)
    return out


def judged(data: bytes, encoding: str, name: str | None) -> str:
    """Whether a named encoding gives the true text."""
    if name is None:
        return "silent"
    return "right" if data.decode(name, "replace") == data.decode(encoding) else "wrong"


def main() -> None:
    """Print the table."""
    rng = random.Random(1)
    for size in (10, 30, 200):
        counts: dict[str, Counter[str]] = {"dedup": Counter(), "charset-normalizer": Counter()}
        for path, encodings in TEXTS.values():
            text = path.read_text(encoding="utf-8")
            for encoding in encodings:
                for data in pieces(text, size, encoding, rng):
                    best = from_bytes(data).best()
                    name = best.encoding if best else None
                    counts["dedup"][judged(data, encoding, reads_as(data))] += 1
                    counts["charset-normalizer"][judged(data, encoding, name)] += 1
        print(size, {who: dict(found) for who, found in counts.items()})


if __name__ == "__main__":
    main()
