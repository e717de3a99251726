"""Coverage-guided fuzzing of the whole way: bytes, text, edits, reports, and back.

    python tools/fuzz.py --minutes 60 --into findings

Each input's first byte says what the rest is: choices of `benchmarks.documents`, which make a
damaged text in one of ten scripts; or the bytes of a file and the encoding to read it in. The text
is cleaned with settings that the input chooses, too, and the laws of `benchmarks.laws` are asked:
the edits lead there and back, a second cleaning finds nothing, letters stay, every format of a
report is drawn, a saved report applies and undoes. What breaks one, or raises anything but an error
that is meant for a user, is a finding: its bytes are kept, one file for each place in the code, and
the search goes on.

Needs atheris (`pip install atheris`; libFuzzer's engine, Apache-2.0), which measures the coverage
of `dedup` and mutates what reached new code. `--replay FILE...` needs nothing.
"""

import argparse
import sys
import time
import traceback
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

DECODED = 3
"""Of so many inputs one is the bytes of a file."""

LONGEST = 2000
"""Bytes of an input."""

ENCODINGS = (
    *("utf-8", "auto", "utf-16", "utf-32", "gb18030", "gbk", "big5", "shift_jis", "euc-jp"),
    *("euc-kr", "latin-1", "cp1252", "koi8-r", "utf-8-sig", "utf-16-be"),
)


def findings_of(data: bytes) -> Iterator[tuple[str, str]]:
    """What an input breaks: a short name, which equal findings share, and what is to be known."""
    from benchmarks.documents import document, mutated_blocks, of_bytes, settings
    from benchmarks.laws import LAWS, broken
    from dedup.errors import DecodeError, SelfCheckError
    from dedup.model import Document
    from dedup.pipeline import clean
    from dedup.text import decode, encode

    pick = of_bytes(data)
    try:
        kind = pick(2 * DECODED)
        how = settings(pick)
        if kind >= 2:
            text = document(pick) if kind > 2 else mutated_blocks(pick)
            read = Document("<fuzz>", text.encode("utf-8", "replace").decode())
        else:
            encoding, raw = ENCODINGS[pick(len(ENCODINGS))], data[min(len(data), 16) :]
            try:
                read = decode(raw, "<fuzz>", encoding)
            except DecodeError:
                return
            if encode(read) != raw:
                yield "decode", f"{encoding}: other bytes come back"
        try:
            report = clean(read, how)
            encode(read, report.text)
        except SelfCheckError as error:
            yield "self-check", str(error)
            return
        for law, what in broken(report, LAWS):
            yield f"{law}-{what.split(':')[0][:40]}", f"{law}: {what}\n{how}"
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f for f in frames if "/dedup/" in f.filename] or frames
        place = f"{Path(ours[-1].filename).stem}-{ours[-1].name}"
        yield f"{type(error).__name__}-{place}", traceback.format_exc()


class Search:
    """Counts what was tried, and keeps the first input of each finding."""

    def __init__(self, into: Path, minutes: float) -> None:
        self.into = into
        self.begun, self.cpu = time.monotonic(), time.process_time()
        self.stop_at = self.begun + 60 * minutes
        self.executions, self.seen = 0, dict[str, int]()

    def one(self, data: bytes) -> None:
        """Try an input; leave when the time is up."""
        self.executions += 1
        for name, what in findings_of(data):
            name = "".join(c if c.isalnum() or c in "-_" else "_" for c in name)
            self.seen[name] = self.seen.get(name, 0) + 1
            if self.seen[name] == 1:
                kept = self.into / f"{name}-{sha256(data).hexdigest()[:8]}"
                kept.write_bytes(data)
                kept.with_suffix(".txt").write_text(what, encoding="utf-8", errors="replace")
                print(f"finding {name}: {kept}", flush=True)
        if self.executions % 500 == 0 or time.monotonic() > self.stop_at:
            (self.into / "RECORD").write_text(self.record(), encoding="utf-8")
        if time.monotonic() > self.stop_at:
            print(self.record(), flush=True)
            import os

            os._exit(0)

    def record(self) -> str:
        """What was done, in figures."""
        minutes = (time.monotonic() - self.begun) / 60
        cpu = (time.process_time() - self.cpu) / 60
        found = "".join(f"  {n:6} x {name}\n" for name, n in sorted(self.seen.items()))
        return (
            f"{self.executions} executions in {minutes:.1f} minutes ({cpu:.1f} of CPU), "
            f"{len(self.seen)} kinds of finding\n{found}"
        )


def main() -> None:
    """Fuzz, or try kept inputs again."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--into", type=Path, default=Path("findings"))
    parser.add_argument("--seed", type=int, default=0, help="0: another one each time")
    parser.add_argument("--replay", type=Path, nargs="+")
    asked = parser.parse_args()
    if asked.replay:
        found = [(path, *each) for path in asked.replay for each in findings_of(path.read_bytes())]
        for path, name, what in found:
            print(f"{path}: {name}\n{what}")
        sys.exit(bool(found))
    import atheris

    with atheris.instrument_imports(include=["dedup"]):
        import dedup.pipeline
        import dedup.reports.saved
        import dedup.text

        assert dedup.pipeline
        from importlib import import_module

        for path in sorted((Path(__file__).parent.parent / "dedup").rglob("*.py")):
            parts = path.relative_to(Path(__file__).parent.parent).with_suffix("").parts
            if parts[1] not in ("cli", "corpus") and parts[-1] != "__main__":
                import_module(".".join(parts).removesuffix(".__init__"))
    corpus = asked.into / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    search = Search(asked.into, asked.minutes)
    options = [f"-max_len={LONGEST}", "-timeout=60", "-rss_limit_mb=3000", "-verbosity=0"]
    options += [f"-seed={asked.seed}"] if asked.seed else []
    atheris.Setup([sys.argv[0], *options, str(corpus)], search.one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
