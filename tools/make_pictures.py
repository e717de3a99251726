"""Make what the documentation shows of the program, by running the program.

    python tools/make_pictures.py

In `docs/tour.md`, what stands below each command becomes what the command prints on a terminal of
80 columns. In `docs/pictures`, the terminal report of `docs/tour.txt` is drawn as SVG, and, where
there is a chromium, the HTML report of the example is photographed as PNG; both light and dark.
Tests compare the tour and the SVG with the program of the day.
"""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from rich.ansi import AnsiDecoder
from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
TOUR, TEXT = ROOT / "docs" / "tour.md", ROOT / "docs" / "tour.txt"
PICTURES = ROOT / "docs" / "pictures"
EXAMPLE = "seeds/000_b3c001c1d24659d9.txt"

ROWS, COLUMNS = 60, 80
"""Of the terminal that commands run on."""

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""Commands of the tour, each with what it prints."""

SHOWN = "dedup clean page.txt"
"""The command in the picture of the terminal."""

CELL, LEADING, MARGIN = 8.4, 19.0, 16.0
"""The width of a cell, the height of a row and the space around, in pixels."""

FONTS = "ui-monospace,SFMono-Regular,Menlo,Consolas,DejaVu Sans Mono,monospace"

_RUN = re.compile(r" +|[!-~]+(?: [!-~]+)*|[^ -~]")
"""What stands in one piece: blanks, words, or a sign that a font may give another width."""

WINDOW, STATE = (1000, 900), "#?kind=remove,join&q=通知提出"
"""Of the browser: its size in pixels, and the address behind the page's own."""


class Palette(NamedTuple):
    """The colours of a picture, each with a contrast of at least 4.5 to the paper.

    Attributes:
        paper: behind all.
        border: around it.
        colors: the eight of a terminal, in its order: from dim, red, green to the ink.
    """

    paper: str
    border: str
    colors: tuple[str, ...]


PALETTES = {
    "light": Palette(
        *("#ffffff", "#d1d9e0"),
        ("#59636e", "#b3261e", "#15682f", "#7a5200", "#0b57b0", "#8250a8", "#0f6674", "#1f2328"),
    ),
    "dark": Palette(
        *("#0d1117", "#3d444d"),
        ("#9198a1", "#ff7b72", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#76e3ea", "#e6edf3"),
    ),
}

_DIM, _INK = 0, 7
"""Their places among the colours."""


@contextmanager
def place() -> Iterator[Path]:
    """A folder with the text of the tour as `page.txt`."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "tour"
        folder.mkdir()
        (folder / "page.txt").write_bytes(TEXT.read_bytes())
        yield folder


def on_terminal(command: str, folder: Path, *, color: bool = False) -> str:
    """What a command shows on a terminal; the folder beside `folder` is its home.

    Raises:
        CalledProcessError: it was killed.
    """
    home = folder.parent
    program = home / "bin" / "dedup"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dedup "$@"\n')
    program.chmod(0o755)
    env = {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm-256color" if color else "dumb",
        "LC_ALL": "C.UTF-8",
        "PAGER": "cat",
    }
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    process = subprocess.Popen(
        ["sh", "-c", command], cwd=folder, env=env, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    try:
        while more := os.read(ours, 1 << 16):
            shown += more
    except OSError:  # so Linux says that nobody has the other end any more
        pass
    finally:
        os.close(ours)
    if process.wait() < 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return shown.decode().replace("\r\n", "\n")


def toured(page: str) -> str:
    """The tour, with what its commands print today; they run in order, in one folder."""
    with place() as folder:

        def block(found: re.Match[str]) -> str:
            commands = [line for line in found[1].splitlines() if line.startswith("$ ")]
            runs = (f"{line}\n{on_terminal(line[2:], folder)}" for line in commands)
            return f"```console\n{''.join(runs)}```"

        return BLOCK.sub(block, page)


def reported() -> str:
    """The terminal report of the tour's text, with its colours."""
    with place() as folder:
        return on_terminal(SHOWN, folder, color=True)


def terminal(shown: str, palette: Palette) -> str:
    """The picture of what a terminal shows."""
    lines = [Text.from_markup(f"[bold]$ {SHOWN}[/]"), *AnsiDecoder().decode(shown.rstrip())]
    width = round(COLUMNS * CELL + 2 * MARGIN)
    height = round(len(lines) * LEADING + 2 * MARGIN)
    rows = "\n".join(_row(line, k, palette) for k, line in enumerate(lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{SHOWN}: its report on a terminal">\n'
        f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="8" '
        f'fill="{palette.paper}" stroke="{palette.border}"/>\n'
        f'<g font-family="{FONTS}" font-size="14" fill="{palette.colors[_INK]}" '
        f'xml:space="preserve">\n{rows}\n</g>\n</svg>\n'
    )


def _row(line: Text, row: int, palette: Palette) -> str:
    """One row."""
    base = MARGIN + (row + 0.72) * LEADING
    drawn = []
    for text, style, cell in _pieces(line):
        x, width = MARGIN + cell * CELL, cell_len(text) * CELL
        number = style.color.number if style.color else None
        ink = palette.colors[_DIM if style.dim else _INK if number is None else number % 8]
        if style.reverse:
            top = base - 0.74 * LEADING
            drawn.append(
                f'<rect x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{LEADING}" '
                f'fill="{ink}"/>'
            )
            ink = palette.paper
        x += (len(text) - len(text.lstrip(" "))) * CELL  # blanks at the ends get lost on the way
        width, text = width - text.count(" ") * CELL + text.strip().count(" ") * CELL, text.strip()
        if not text:
            continue
        looks = f' fill="{ink}"' if ink != palette.colors[_INK] else ""
        looks += ' font-weight="bold"' if style.bold else ""
        looks += ' text-decoration="underline"' if style.underline else ""
        drawn.append(
            f'<text x="{x:.1f}" y="{base:.1f}" textLength="{width:.1f}" '
            f'lengthAdjust="spacingAndGlyphs"{looks}>{escape(text)}</text>'
        )
    return "".join(drawn)


def _pieces(line: Text) -> Iterator[tuple[str, Style, int]]:
    """The pieces of a line, each with its style and the cell that it starts in."""
    styles = [Style.null()] * len(line.plain)
    for span in line.spans:
        style = span.style if isinstance(span.style, Style) else Style.parse(span.style)
        for k in range(span.start, min(span.end, len(styles))):
            styles[k] += style
    cell = 0
    for run in _RUN.finditer(line.plain):
        start = run.start()
        for k in range(start + 1, run.end() + 1):
            if k == run.end() or styles[k] != styles[start]:
                text = line.plain[start:k]
                yield text, styles[start], cell
                cell += cell_len(text)
                start = k


def photograph(folder: Path) -> None:
    """Write the pictures of the HTML report of the example to a folder."""
    sys.path.insert(0, str(ROOT / "tests"))
    from browser import started

    with TemporaryDirectory() as name, started(Path(name)) as browser:
        page = Path(name) / "page.html"
        command = [sys.executable, "-m", "dedup", "clean", "-q", "--isolated"]
        subprocess.run(
            [*command, "--report", page, "-o", os.devnull, EXAMPLE],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            check=True,
        )
        browser.size(*WINDOW)
        for scheme in PALETTES:
            browser.media(prefers_color_scheme=scheme)
            browser.open(page, STATE)
            browser.run("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
            browser.picture(folder / f"page-{scheme}.png")


def main() -> None:
    """Write all of it."""
    PICTURES.mkdir(exist_ok=True)
    TOUR.write_text(toured(TOUR.read_text("utf-8")), "utf-8")
    shown = reported()
    for scheme, palette in PALETTES.items():
        (PICTURES / f"terminal-{scheme}.svg").write_text(terminal(shown, palette), "utf-8")
    sys.path.insert(0, str(ROOT / "tests"))
    from browser import FOUND

    if FOUND is None:
        print("there is no chromium here: the pictures of the page stay as they are")
    else:
        photograph(PICTURES)


if __name__ == "__main__":
    main()
