"""Make the shipped word lists from free lists; see NOTICE for their licences.

    pip download --no-deps --no-binary :all: jieba==0.42.1
    tar xzf jieba-0.42.1.tar.gz
    python tools/make_lexicon.py zh jieba-0.42.1/jieba/dict.txt dedup/lexicons/zh.lex

A source line is `word frequency tag`. Words longer than four characters and words with a character
outside the Han blocks are left out.
"""

import sys
from pathlib import Path

from dedup.layout import is_han
from dedup.lexicon import LONGEST, Lexicon


def read_jieba(path: Path) -> dict[str, int]:
    """The Han words of jieba's dict.txt with their frequencies."""
    counts: dict[str, int] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, frequency, *_ = line.split(" ")
        if len(word) <= LONGEST and all(map(is_han, word)):
            counts[word] = int(frequency)
    return counts


READERS = {"zh": read_jieba}

if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in READERS:
        sys.exit(__doc__)
    language, source, target = sys.argv[1:]
    lexicon = Lexicon.from_counts(READERS[language](Path(source)))
    Path(target).write_bytes(lexicon.to_bytes())
    print(f"{target}: {len(lexicon)} words, {Path(target).stat().st_size} bytes")
