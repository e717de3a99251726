"""How a report is drawn on a stream: what the options of the screen come to there."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from dedup.cli.screen import Screen, is_terminal, wants_color, width_of
from dedup.reports.glyphs import glyphs_for
from dedup.reports.look import Look

FILE_WIDTH = 80
"""Cells of a drawn report in a file, unless `--width` says otherwise: the same everywhere."""


def look_on(
    stream: TextIO | None, screen: Screen, *, links: bool = True, links_after: bool = False
) -> Look:
    """How a report is drawn on a stream.

    Args:
        stream: where it goes.
        screen: what the options say.
        links: whether the names in the report are those of files that stand there.
        links_after: whether these hold the cleaned texts.
    """
    terminal = is_terminal(stream)
    linked = screen.hyperlinks == "always" or (
        screen.hyperlinks == "auto" and terminal and os.environ.get("TERM") != "dumb"
    )
    return look_in_file(screen)._replace(
        width=screen.width or width_of(stream, os.environ),
        color=wants_color(screen.color, terminal, os.environ),
        glyphs=glyphs_for(stream.encoding if stream else None, plain=screen.ascii),
        link=linker() if linked and links else None,
        links_after=links_after,
    )


def look_in_file(screen: Screen) -> Look:
    """How a report is drawn in a file, which is UTF-8 and shows neither colours nor links."""
    return Look(
        width=screen.width or FILE_WIDTH,
        verbose=screen.verbose,
        context=screen.context,
        side_by_side=screen.side_by_side,
        glyphs=glyphs_for(None, plain=screen.ascii),
    )


def linker() -> Callable[[str, int], str]:
    """What makes an address of the name of a file and the number of a line, or 0.

    `file://host/path#line`: the host keeps a terminal from opening its own file of that name for
    one that was drawn over ssh, and the line is where kitty and editors look for it. What is no
    file, such as standard input, has no address.
    """
    from socket import gethostname
    from urllib.parse import quote

    host = quote(gethostname())
    known: dict[str, str] = {}

    def address(name: str, line: int) -> str:
        if name not in known:
            path = Path(os.path.realpath(name))
            known[name] = path.as_uri().replace("//", f"//{host}", 1) if path.is_file() else ""
        found = known[name]
        return f"{found}#{line}" if found and line else found

    return address
