"""The command `explain`: what a rule does, why, when it is safe."""

import click

from dedup.cli.help import EXPLAIN_EXAMPLES, EXPLAIN_SECTIONS, Command
from dedup.cli.screen import print_text
from dedup.errors import UsageError
from dedup.reports.visible import escaped


@click.command(
    cls=Command,
    sections=EXPLAIN_SECTIONS,
    examples=EXPLAIN_EXAMPLES,
    short_help="Tell what a rule does, and why.",
)
@click.argument("rule", required=False)
def explain(rule: str | None) -> int:
    """Tell what a rule does, why, when it is safe, and what it misses.

    The rule of a change stands in the JSON report. Without RULE, all rules are listed.
    """
    from dedup.explanations import explained, explanation, kind_of, summary_of

    rules = explained()
    if rule is None:
        width = max(map(len, rules))
        for name in rules:
            print_text(f"{name:{width}}  {kind_of(name):9}  {summary_of(name)}\n")
    elif rule in rules:
        print_text(explanation(rule))
    else:
        raise UsageError(f"no rule {escaped(rule)!r}{_nearest(rule, rules)}")
    return 0


def _nearest(rule: str, rules: tuple[str, ...]) -> str:
    """Which rule may have been meant, and how to list them."""
    from difflib import get_close_matches

    near = get_close_matches(rule, rules, 1)
    meant = f"; there is {near[0]}" if near else ""
    return f"{meant}\ndedup explain  lists them"
