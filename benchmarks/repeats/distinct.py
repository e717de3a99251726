"""Leave out paragraphs that share a long stretch with an earlier one, or the answer is not known.

Winnowing (Schleimer, Wilkerson and Aiken 2003): of every `window` neighbouring n-grams the one with
the least hash is looked at, so that no common stretch of `n + window - 1` characters is overlooked.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.repeats.prose import is_han

SHARED_HAN, SHARED_LETTERS = 20, 40
"""Folded characters that two different paragraphs never have in common in a row."""

_WINDOW_HAN, _WINDOW_LETTERS = 5, 8
_BATCH = 1 << 22  # characters hashed at once; the working arrays take 200 MB
_BASE = 0x9E3779B97F4A7C15
_NONE = np.uint64(0xFFFFFFFFFFFFFFFF)


def fold(text: str) -> str:
    """Letters and digits alone, case-folded."""
    return "".join(filter(str.isalnum, text.casefold()))


def distinct(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs that share no long stretch with another one that stays, in order."""
    folds = [fold(each) for each in paragraphs]
    han = np.array([is_han(each) for each in paragraphs], dtype=bool)
    gone = np.zeros(len(paragraphs), dtype=bool)
    for chosen, longest, window in (
        (np.flatnonzero(han), SHARED_HAN, _WINDOW_HAN),
        (np.flatnonzero(~han), SHARED_LETTERS, _WINDOW_LETTERS),
    ):
        parts = list(_least(folds, chosen.tolist(), longest - window + 1, window))
        if not parts:
            continue
        hashes = np.concatenate([h for h, _ in parts])
        owners = np.concatenate([o for _, o in parts])
        order = np.lexsort((owners, hashes))
        hashes, owners = hashes[order], owners[order]
        first = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
        earliest = np.repeat(owners[first], np.diff(np.append(first, len(hashes))))
        gone[owners[owners != earliest]] = True
    seen: set[str] = set()
    out = []
    for k, each in enumerate(paragraphs):
        if not gone[k] and folds[k] not in seen:
            seen.add(folds[k])
            out.append(each)
    return out


def _least(
    folds: Sequence[str], chosen: Sequence[int], n: int, window: int
) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.int64]]]:
    """Hashes of the selected n-grams, and the paragraph of each."""
    first = 0
    while first < len(chosen):
        last, size = first, 0
        while last < len(chosen) and (size < _BATCH or last == first):
            size += len(folds[chosen[last]])
            last += 1
        batch = chosen[first:last]
        first = last
        if size <= n:
            continue
        lengths = np.array([len(folds[k]) for k in batch])
        ends = np.repeat(np.cumsum(lengths), lengths)
        owners = np.repeat(np.array(batch), lengths)
        hashes = ngram_hashes("".join(folds[k] for k in batch), n)
        places = np.arange(len(hashes))
        valid = places + n <= ends[: len(hashes)]
        hashes[~valid] = _NONE
        least, covered = hashes.copy(), 1
        while covered < window:
            step = min(covered, window - covered)
            least[:-step] = np.minimum(least[:-step], least[step:])
            covered += step
        least, owner = least[valid], owners[: len(hashes)][valid]
        new = np.ones(len(least), dtype=bool)
        new[1:] = (least[1:] != least[:-1]) | (owner[1:] != owner[:-1])
        yield least[new], owner[new]


def ngram_hashes(text: str, n: int) -> NDArray[np.uint64]:
    """The hash of every n-gram of a text, uint64, shape (len(text) - n + 1,)."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    codes = _mixed(codes + np.uint64(1))
    powers = np.cumprod(np.full(len(codes), _BASE, dtype=np.uint64))
    inverse = np.cumprod(np.full(len(codes), pow(_BASE, -1, 1 << 64), dtype=np.uint64))
    sums = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(codes * powers)))
    return _mixed((sums[n:] - sums[:-n]) * inverse[: len(codes) - n + 1])


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The 64-bit finalizer of MurmurHash3 (Appleby)."""
    values = (values ^ (values >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    values = (values ^ (values >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return values ^ (values >> np.uint64(33))
