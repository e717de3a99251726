"""Annotations: read back as a runner reads them, whatever is in them."""

import re

import pytest
from example import UNSAFE, edit, edited, example, report
from hypothesis import given, settings
from report_cases import CASES, HOSTILE, named

from dedup.reports.formats import draw
from dedup.reports.visible import escaped

COMMAND = re.compile(r"::(warning|notice) ([^:]*)::(.*)")


def parsed(line):
    """Level, properties and message of a command, decoded."""
    match = COMMAND.fullmatch(line)
    assert match, line
    properties = dict(each.split("=", 1) for each in match[2].split(","))
    return match[1], {key: decoded(value) for key, value in properties.items()}, decoded(match[3])


def decoded(text):
    codes = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
    return re.sub("%(0D|0A|3A|2C|25)", lambda m: codes[m[0]], text)


def commands(*reports):
    text = draw("github", reports).decode("utf-8")
    return [parsed(line) for line in text.split("\n")[:-1]]


def test_a_removal_as_the_design_has_it():
    lines = draw("github", [example()]).decode().splitlines()
    assert (
        "::warning file=seed.txt,line=155,endLine=157,title=dedup remove"
        "::duplicate of lines 151-153 (sim 1.00)"
    ) in lines


def test_a_column_stands_only_where_the_lines_are_one():
    for _, told, _ in commands(example()):
        assert ("col" in told) == (told["line"] == told["endLine"])


def test_one_decision_is_one_annotation():
    found = commands(example())
    marks = [(level, message) for level, told, message in found if told["title"] == "dedup punct"]
    ((level, message),) = marks
    assert level == "notice"
    assert re.fullmatch(r"withheld: every mark .* \(in 361 places\)", message)


@pytest.mark.parametrize("case", CASES)
def test_every_case_can_be_read_back(case):
    for found in CASES[case]:
        for _, told, _ in commands(found):
            assert told["file"] == escaped_but_line_ends(found.document.name.removeprefix("./"))


def escaped_but_line_ends(name):
    return "".join(c if c in "\r\n" else escaped(c) for c in name)


def test_hostile_text_stays_in_its_place():
    found = commands(named("a,b:c%0A\n.txt", HOSTILE, edit(HOSTILE, 0, "`", "", "x,::%")))
    assert [told["file"] for _, told, _ in found] == ["a,b:c%0A\n.txt"]
    assert found[0][1]["title"] == "dedup x,::%"


def test_a_withheld_edit_says_so():
    ((level, _, message),) = commands(report("ab", edit("ab", 0, "a", "", "x", safety=UNSAFE)))
    assert (level, message) == ("notice", "withheld: by-hand")


@given(edited())
@settings(max_examples=40)
def test_a_line_is_a_command_and_its_message_is_whole(found):
    texts = {" ".join(escaped(e.reason or e.rule).split()) for e in (*found.applied, *found.held)}
    for _, _, message in commands(found):
        told = message.removeprefix("withheld: ").partition(" (in ")[0]
        assert " ".join(told.replace("\r", r"\r").replace("\n", r"\n").split()) in texts
