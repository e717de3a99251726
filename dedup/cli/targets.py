"""The names of the files that are written, and that no two of them, nor an input, are one file."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from dedup.cli.output import STDIN, STDOUT, Text, Wish
from dedup.cli.paths import real_path
from dedup.errors import UsageError
from dedup.patterns import regex
from dedup.reports.formats import SUFFIXES, of_suffix
from dedup.reports.visible import escaped

_FIELD = regex(r"\{(\w*)\}")
"""A field of a template: a word, perhaps empty, in braces."""


def targets_of(wish: Wish, text: Text) -> tuple[str | None, ...]:
    """The file that the text of each input is to be written to; None where it is to none.

    Raises:
        UsageError: the PATH of `-o` cannot serve; or two outputs, or an output and an input, would
            be one file.
    """
    names = wish.files or (STDIN,)
    found: tuple[str | None, ...] = (None,) * len(names)
    if text is Text.IN_PLACE:
        found = names
    elif text is Text.SIBLING:
        found = tuple(_beside(name, wish.sibling) for name in names)
    elif text is Text.OUTPUT and wish.output is not None:
        found = tuple(_target(_label(name, wish), wish.output, names) for name in names)
    outputs = () if text is Text.IN_PLACE else tuple(zip(names, found, strict=True))
    reports = tuple((f"--report {path}", path) for path in report_paths(wish))
    _refuse_clashes(names, (*outputs, *reports))
    return found


def _label(name: str, wish: Wish) -> str | None:
    """What an input is called; None for a standard input without a name."""
    return wish.label if name == STDIN else name


def _target(name: str | None, output: str, names: Sequence[str]) -> str:
    """Where `-o` sends the text of one input."""
    fields = fields_of(output)
    unknown = sorted(fields - {"stem", "suffix"})
    if unknown:
        raise UsageError(
            f"-o: no field {{{escaped(unknown[0])}}}\nthere are {{stem}} and {{suffix}}"
        )
    is_directory = Path(output).is_dir()
    if not output or (output.endswith(os.sep) and not is_directory):
        raise UsageError(f"-o: no such directory: {escaped(output)!r}\nmake it first")
    if (fields or is_directory) and name is None:
        raise UsageError(
            "-o: standard input has no name to make a file's name of\n"
            "give one with  --stdin-filename NAME"
        )
    if fields and name is not None:
        return _beside(name, output)
    if is_directory and name is not None:
        return str(Path(output) / Path(name).name)
    if len(names) > 1:
        raise UsageError(
            f"-o: {escaped(output)} is one file, and the inputs are {len(names)}\n"
            "give a directory that exists, or a template such as  -o '{stem}.clean{suffix}'"
        )
    return output


def fields_of(template: str) -> set[str]:
    """The names of the fields in a template."""
    return set(_FIELD.findall(template))


def _beside(name: str, template: str) -> str:
    """The file that a template names: beside the input, unless it says itself in which folder."""
    path = Path(name)
    fields = {"stem": path.stem, "suffix": path.suffix}
    made = _FIELD.sub(lambda match: fields[match[1]], template)
    return made if os.sep in template else str(path.with_name(made))


def _refuse_clashes(names: Sequence[str], outputs: Sequence[tuple[str, str | None]]) -> None:
    """See that every output, given with where it comes from, has a place that is not taken."""
    inputs = {place for name in names if name != STDIN for place in _places(name)}
    taken: dict[object, int] = {}
    for index, (source, output) in enumerate(outputs):
        if output is None:
            continue
        places = _places(output)
        if not inputs.isdisjoint(places):
            raise UsageError(
                f"{escaped(output)}: is an input, too\nto change a file where it is, use -i"
            )
        for place in places:
            first = taken.setdefault(place, index)
            if first != index:
                raise UsageError(
                    f"{escaped(outputs[first][0])} and {escaped(source)} "
                    f"would both be written to {escaped(output)}\n"
                    "give each a place of its own"
                )


def _places(name: str) -> tuple[object, ...]:
    """What tells whether two names stand for one file: the path and, if there is one, the file."""
    path = real_path(name)
    try:
        seen = Path(path).stat()
    except OSError:
        return (path,)
    regular = stat.S_ISREG(seen.st_mode)
    return (path, (seen.st_dev, seen.st_ino)) if regular else ()


def report_paths(wish: Wish) -> list[str]:
    """The files that reports are written to, each once."""
    return [path for path in dict.fromkeys(wish.reports) if path != STDOUT]


def report_format(path: str, form: str | None, option: str = "--report") -> str:
    """The name of the format in which a report is written to a file: its suffix says it.

    Args:
        path: the file.
        form: the format that is asked for by name, which decides where the suffix says none.
        option: the option that names the file.

    Raises:
        UsageError: neither says one.
    """
    found = of_suffix(Path(path).suffix) or form
    if found is None:
        raise UsageError(
            f"{option} {escaped(path)}: the suffix says no format\n"
            f"end the name in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
        )
    return found
