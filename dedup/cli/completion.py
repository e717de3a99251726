"""`dedup completion`: the script with which a shell completes commands, options and values.

The scripts are click's own. They run `dedup` with a variable in its environment that asks for what
may follow, so that what is proposed is what this version knows.
"""

import click

from dedup.cli.help import Command
from dedup.cli.screen import print_text
from dedup.errors import UsageError

VARIABLE = "_DEDUP_COMPLETE"
"""The variable in which a script asks."""

_PROGRAM = "dedup"

_PLACES = {
    "bash": "~/.local/share/bash-completion/completions/dedup",
    "zsh": "~/.zfunc/_dedup",
    "fish": "~/.config/fish/completions/dedup.fish",
    "powershell": "dedup.ps1; dot-source it in $PROFILE",
}
"""Where each shell looks for the script."""

_NOTES = {
    "Where to put it": tuple(_PLACES.items()),
    "In zsh": (("fpath=(~/.zfunc $fpath)", "in ~/.zshrc, above compinit"),),
}


@click.command(
    cls=Command,
    sections={"Options": ("help",)},
    examples=(
        ('eval "$(dedup completion bash)"', "for this shell"),
        ("dedup completion fish > FILE", "for all, where the list below says"),
    ),
    notes=_NOTES,
    short_help="Print the completion script of a shell.",
)
@click.argument("shell", type=click.Choice([*_PLACES]))
def completion(shell: str) -> int:
    """Print the script with which a shell completes the options of dedup."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise UsageError(f"click {_version()} has no script for {shell}\nupdate click")
    print_text(found(completion, {}, _PROGRAM, VARIABLE).source())
    return 0


def complete(command: click.Command, asked: str) -> int:
    """Answer a script that asks what may follow.

    Args:
        command: the program.
        asked: the value of the variable.

    Returns:
        The exit status.
    """
    from click.shell_completion import shell_complete

    return shell_complete(command, {}, _PROGRAM, VARIABLE, asked)


def _version() -> str:
    from importlib.metadata import version

    return version("click")
