"""The output table as a pure function: what holds for every combination of options."""

from itertools import product

import pytest

from dedup.cli.output import Plan, Show, Text, Wish, plan
from dedup.cli.targets import targets_of
from dedup.errors import UsageError

FLAGS = ("in_place", "check", "diff", "json", "quiet", "backup", "force")
FILES = ((), ("-",), ("a",), ("a", "b"), ("a", "-"), ("-", "-"))
OUTPUTS = (None, "-", "F")


def every_run() -> list[tuple[Wish, bool, bool, Plan]]:
    """All combinations that are no contradiction, with what they come to."""
    runs = []
    for values in product((False, True), repeat=len(FLAGS)):
        for files, output, out, err in product(FILES, OUTPUTS, (False, True), (False, True)):
            wish = Wish(files=files, output=output, **dict(zip(FLAGS, values, strict=True)))
            try:
                runs.append((wish, out, err, plan(wish, stdout_terminal=out, stderr_terminal=err)))
            except UsageError:
                continue
    return runs


RUNS = every_run()


def test_there_are_many():
    assert len(RUNS) > 500


def test_the_text_is_never_poured_over_a_terminal_unasked():
    for wish, out, _, row in RUNS:
        if out and row.stdout is Show.TEXT:
            assert wish.output == "-" or wish.reads_stdin


def test_the_text_goes_to_standard_output_if_and_only_if_that_shows_it():
    assert all((row.text is Text.STDOUT) == (row.stdout is Show.TEXT) for *_, row in RUNS)


def test_one_text_at_most_goes_to_one_place():
    for wish, _, _, row in RUNS:
        if len(wish.files) > 1:
            assert row.text in (Text.IN_PLACE, Text.OUTPUT, Text.NOWHERE)


def test_a_drawing_goes_to_one_terminal_and_to_nothing_else():
    for _, out, err, row in RUNS:
        assert out or row.stdout is not Show.RICH
        assert err or row.stderr is not Show.RICH
        assert (row.stdout, row.stderr) != (Show.RICH, Show.RICH)


def test_nothing_is_drawn_over_what_standard_output_shows_on_a_terminal():
    for _, out, err, row in RUNS:
        if out and err and row.stdout is not Show.NOTHING:
            assert row.stderr in (Show.SUMMARY, Show.NOTHING)


def test_check_writes_no_text():
    for wish, _, _, row in RUNS:
        if wish.check:
            assert row.text is Text.NOWHERE


def test_diff_and_json_move_no_text_that_has_a_place():
    for wish, _, _, row in RUNS:
        if wish.diff or wish.json:
            assert row.stdout is (Show.PATCH if wish.diff else Show.FORM)
            assert (row.text is Text.IN_PLACE) == wish.in_place
            assert (row.text is Text.OUTPUT) == (wish.output == "F")


def test_quiet_silences_the_report_and_nothing_else():
    loud = {(wish, out, err): row.stdout for wish, out, err, row in RUNS if not wish.quiet}
    for wish, out, err, row in RUNS:
        if wish.quiet:
            flags = {name: getattr(wish, name) for name in FLAGS} | {"quiet": False}
            before = loud[Wish(files=wish.files, output=wish.output, **flags), out, err]
            assert row.stderr is Show.NOTHING
            assert row.stdout is (Show.NOTHING if before is Show.RICH else before)


def test_force_moves_nothing():
    rows = {(wish, out, err): row for wish, out, err, row in RUNS}
    for (wish, out, err), row in rows.items():
        flags = {name: getattr(wish, name) for name in FLAGS} | {"force": not wish.force}
        assert rows[Wish(files=wish.files, output=wish.output, **flags), out, err] == row


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish(("a",), output="x", in_place=True), "-i and -o"),
        (Wish(("a",), in_place=True, check=True), "--check writes no text"),
        (Wish(("a",), output="x", check=True), "--check writes no text"),
        (Wish(("a",), diff=True, json=True), "--diff and --json"),
        (Wish(("a",), output="-", json=True), "-o - and"),
        (Wish(in_place=True), "-i needs a FILE"),
        (Wish(("a", "-"), in_place=True), "-i needs a FILE"),
        (Wish(("-", "-"), json=True), "once"),
        (Wish(("a", "b")), "several files"),
        (Wish(("a", "b"), output="-"), "several files"),
        (Wish(("a",), backup=True), "-b keeps"),
        (Wish(("a",), backup=True, output="-"), "-b keeps"),
        (Wish(("a",), suffix=""), "--backup-suffix"),
    ],
)
def test_what_does_not_go_together(wish, words):
    with pytest.raises(UsageError, match=words) as caught:
        plan(wish, stdout_terminal=False, stderr_terminal=False)
    what, advice = str(caught.value).splitlines()
    assert what
    assert advice


@pytest.mark.parametrize(
    ("template", "name", "target"),
    [
        ("{stem}.new{suffix}", "a.txt", "a.new.txt"),
        ("{stem}.new{suffix}", "d/a.txt", "d/a.new.txt"),
        ("./{stem}{suffix}.new", "d/a.txt", "./a.txt.new"),
        ("out/{stem}.txt", "d/a.md", "out/a.txt"),
        ("{suffix}{stem}", "{stem}.{suffix}", ".{suffix}{stem}"),
        ("plain.txt", "d/a.txt", "plain.txt"),
    ],
)
def test_templates(template, name, target):
    assert targets_of(Wish((name,), output=template), Text.OUTPUT) == (target,)


@pytest.mark.parametrize("template", ["{name}", "{}", "{stem}{x.__class__}{Suffix}"])
def test_a_template_knows_two_fields(template):
    with pytest.raises(UsageError, match=r"there are \{stem\} and \{suffix\}"):
        targets_of(Wish(("a",), output=template), Text.OUTPUT)
