"""How much is found and how much is harmed, on clean texts damaged here; fails below the floors.

    python benchmarks/quality.py

The clean texts are the example's cleaned form and those of `benchmarks/texts`. Into each its own
paragraphs are put again (exact, in runs, as a loop with a cut end, with 2 % of the characters
misread), and words are cut by blank lines. Known answers, fixed seeds. A text counts as made whole
when the output is the clean text to the letter; content is lost when a clean paragraph is gone.
"""

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from dedup import clean

HERE = Path(__file__).parent.parent
LEAST = 60  # characters of a paragraph that is worth copying
ROUNDS = 12
MISREAD = "日曰未末己已人入土士午牛干千rnclIoOeaiu"


def clean_texts() -> Iterator[tuple[str, list[str]]]:
    """Name and paragraphs of each clean text with prose in it."""
    texts = HERE / "benchmarks" / "texts"
    for path in [HERE / "seeds" / "expected.default.txt", *sorted(texts.glob("*.txt"))]:
        text = path.read_text(encoding="utf-8")
        yield path.stem, [b for b in text.strip().split("\n\n") if b.strip()]


def long_ones(blocks: list[str]) -> list[int]:
    """The paragraphs that may be copied."""
    return [k for k, b in enumerate(blocks) if len(b) >= LEAST]


def exact(blocks: list[str], rng: random.Random) -> list[str]:
    """A paragraph again, a few paragraphs on."""
    k = rng.choice(long_ones(blocks))
    at = min(len(blocks), k + 1 + rng.randrange(4))
    return [*blocks[:at], blocks[k], *blocks[at:]]


def run(blocks: list[str], rng: random.Random) -> list[str]:
    """Some paragraphs again, right behind themselves."""
    k = rng.choice(long_ones(blocks))
    stop = min(len(blocks), k + 2 + rng.randrange(3))
    return [*blocks[:stop], *blocks[k:stop], *blocks[stop:]]


def loop(blocks: list[str], rng: random.Random) -> list[str]:
    """The text stops at a paragraph that comes again and again, the last time cut short."""
    k = rng.choice(long_ones(blocks))
    cut = blocks[k][: rng.randrange(8, len(blocks[k]) - 2)].rstrip()
    return [*blocks[: k + 1], *[blocks[k]] * rng.randrange(1, 6), cut]


def misread(blocks: list[str], rng: random.Random) -> list[str]:
    """A paragraph again with 2 % of its characters misread, figures and capitals spared."""
    k = rng.choice(long_ones(blocks))
    noisy = [
        rng.choice(MISREAD)
        if c.isalpha() and c.islower() | (c > "⺀") and rng.random() < 0.02
        else c
        for c in blocks[k]
    ]
    return [*blocks[: k + 1], "".join(noisy), *blocks[k + 1 :]]


def lost(blocks: list[str], out: str) -> int:
    """Clean paragraphs that are nowhere in the output."""
    return sum(b not in out for b in blocks)


# damage: (how, the least share of texts made whole)
REPEATS: dict[str, tuple[Callable[[list[str], random.Random], list[str]], float]] = {
    "exact": (exact, 0.99),
    "run": (run, 0.99),
    "loop": (loop, 0.95),
    "misread 2 %": (misread, 0.90),
}
JOINS_PRECISION = 0.98
JOINS_RECALL = 0.60


def repeats(failures: list[str]) -> None:
    """Damage by repeats, and what comes of it."""
    for name, (damage, floor) in REPEATS.items():
        whole = cases = gone = 0
        for title, blocks in clean_texts():
            for n in range(ROUNDS):
                rng = random.Random(f"{title} {name} {n}")
                bad = damage(blocks, rng)
                stop = len(blocks) if damage is not loop else bad.index(bad[-2]) + 1
                out = clean("\n\n".join(bad)).text
                cases += 1
                whole += out == "\n\n".join(blocks[:stop])
                gone += lost(blocks[:stop], out)
        print(f"{name:12} made whole {whole}/{cases} = {whole / cases:.3f}  (floor {floor})")
        print(f"{'':12} paragraphs lost {gone}  (floor 0)")
        if whole / cases < floor or gone:
            failures.append(name)


def joins(failures: list[str]) -> None:
    """Blank lines into sentences of the Chinese example, and which of them are taken out again."""
    text = (HERE / "seeds" / "expected.default.txt").read_text(encoding="utf-8")
    blocks = text.strip().split("\n\n")
    right = wrong = put = 0
    for n in range(ROUNDS):
        rng = random.Random(n)
        bad, cuts = [], 0
        for block in blocks:
            if len(block) >= LEAST and rng.random() < 0.3:
                at = rng.randrange(20, len(block) - 10)
                if block[at - 1].isalpha() and block[at].isalpha():
                    bad += [block[:at], block[at:]]
                    cuts += 1
                    continue
            bad.append(block)
        put += cuts
        before = "\n\n".join(bad)
        for edit in clean(before).applied:
            if edit.kind != "join":
                continue
            seam = before[edit.span.start - 5 : edit.span.start] + before[edit.span.end :][:5]
            if seam in text:
                right += 1
            else:
                wrong += 1
    precision, recall = right / max(1, right + wrong), right / put
    print(
        f"joins        precision {precision:.3f} (floor {JOINS_PRECISION})"
        f"  recall {recall:.3f} (floor {JOINS_RECALL})  of {put}"
    )
    if precision < JOINS_PRECISION or recall < JOINS_RECALL:
        failures.append("joins")


def main() -> None:
    """Print the figures; exit 1 below a floor."""
    failures: list[str] = []
    repeats(failures)
    joins(failures)
    if failures:
        sys.exit(f"below the floor: {', '.join(failures)}")


if __name__ == "__main__":
    main()
