"""All formats: one table, and what holds for each of them; JSON Lines in particular."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from example import edit, edited, report
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from report_cases import CASES, dropped, hostile

from dedup.errors import InputError, MismatchError, UsageError
from dedup.model import Document
from dedup.reports import entries
from dedup.reports.formats import FORMATS, PATCH, SUFFIXES, draw, draw_entries, of_suffix
from dedup.reports.json import described, to_json
from dedup.reports.load import load
from dedup.reports.saved import read_report

SCHEMA = json.loads(
    (Path(__file__).parent.parent / "docs" / "report-1.schema.json").read_text("utf-8")
)
LINE = Draft202012Validator(
    {"$ref": "dedup-report-1.schema.json#/$defs/line"},
    registry=Registry().with_resource(SCHEMA["$id"], Resource.from_contents(SCHEMA)),
)
"""What docs/reports.md tells a reader to check a line with."""

OF_ENTRIES = [name for name, row in FORMATS.items() if row.of_entries]


class TestTable:
    def test_a_suffix_says_one_format(self):
        assert len(set(SUFFIXES)) == len(SUFFIXES)
        assert of_suffix(".SARIF") == "sarif"
        assert of_suffix(".log") is None

    @pytest.mark.parametrize("name", FORMATS)
    @pytest.mark.parametrize("case", CASES)
    def test_every_format_draws_every_case_the_same_each_time(self, name, case):
        drawn = draw(name, CASES[case])
        assert isinstance(drawn, bytes)
        assert drawn == draw(name, CASES[case])
        if name != PATCH:
            text = drawn.decode("utf-8")
            assert text.endswith("\n") or not text
            assert not set("\x1b\x07\u202e\x85") & set(text)

    @pytest.mark.parametrize("name", OF_ENTRIES)
    @pytest.mark.parametrize("case", CASES)
    @pytest.mark.parametrize("saved_as", ["json", "jsonl"])
    def test_a_saved_report_is_drawn_as_the_run_itself_was(self, name, case, saved_as):
        whole = load(draw(saved_as, CASES[case]), "r")
        assert draw_entries(name, whole) == draw(name, CASES[case])

    def test_a_patch_that_cannot_be_made_is_refused(self):
        text = "ab"
        found = report(text, edit(text, 0, "a", "", "x"), document=Document("a", text, "utf-16-le"))
        with pytest.raises(UsageError):
            draw(PATCH, [found])


class TestLines:
    @pytest.mark.parametrize("case", CASES)
    def test_every_line_is_valid(self, case):
        lines = [json.loads(line) for line in draw("jsonl", CASES[case]).splitlines()]
        for line in lines:
            LINE.validate(line)
        assert [lines[0]["type"], lines[-1]["type"]] == ["head", "summary"]
        edits = sum(len(r.applied) for r in CASES[case])
        assert sum(line["type"] == "edit" for line in lines) == edits

    @pytest.mark.parametrize(
        "break_it",
        [
            lambda line: line.pop("path"),
            lambda line: line.pop("before"),
            lambda line: line.update(score=2),
            lambda line: line.update(type="head"),
        ],
    )
    def test_the_schema_refuses_what_is_wrong(self, break_it):
        line = json.loads(draw("jsonl", CASES["crlf"]).splitlines()[2])
        assert line["type"] == "edit"
        break_it(line)
        assert not LINE.is_valid(line)

    @given(edited())
    @settings(max_examples=40)
    def test_lines_and_json_say_the_same(self, found):
        lines = draw("jsonl", [found, found])
        assert lines.count(b"\n") == len(lines.splitlines())
        assert draw_entries("json", load(lines, "r")) == to_json([found, found]).encode()

    def test_a_later_type_of_line_is_passed_over(self):
        head, *rest = draw("jsonl", CASES["crlf"]).splitlines(keepends=True)
        more = b"".join([head, b'{"type": "later"}\n', b"\n", *rest])
        assert load(more, "r") == load(draw("json", CASES["crlf"]), "r")

    @pytest.mark.parametrize(
        ("spoil", "why"),
        [
            (lambda lines: lines[:-1], "cut off: the last line is no summary"),
            (lambda lines: [*lines[:-1], lines[-1][:20]], "line 4: it is not JSON, or cut off"),
            (lambda lines: lines[:1], "cut off"),
            (lambda lines: [lines[0], lines[0], *lines[1:]], "line 2: another head"),
            (lambda lines: [lines[0], *lines[2:]], "line 2: does not belong to the file above it"),
            (lambda lines: [*lines[:2], b"7\n", *lines[2:]], "a line is not an object"),
        ],
    )
    def test_what_is_no_whole_report_is_refused(self, spoil, why):
        lines = draw("jsonl", CASES["crlf"]).splitlines(keepends=True)
        with pytest.raises(InputError, match=why):
            load(b"".join(spoil(lines)), "r")


class TestLoad:
    @pytest.mark.parametrize(
        ("path", "value", "where"),
        [
            (("tool",), None, "tool: is not an object"),
            (("version",), 2, "version: is 2, and only 1 can be read; a newer dedup wrote it"),
            (("schema",), "else", "schema: is not that of a report"),
            (("files", 0, "edits", 0, "lines"), [1], "files[0].edits[0].lines"),
            (("files", 0, "edits", 0, "lines"), [-1, 1], "files[0].edits[0].lines"),
            (("files", 0, "edits", 0, "context"), ["a"], "files[0].edits[0].context"),
            (("files", 0, "edits", 0, "safety"), "sure", "files[0].edits[0].safety"),
            (("files", 0, "edits", 0, "span", "start"), ["1", 1], "files[0].edits[0].span.start"),
            (("files", 0, "edits", 0, "duplicate_of"), {}, "files[0].edits[0].duplicate_of.span"),
            (("files", 0, "input", "bytes"), True, "files[0].input.bytes"),
            (("files", 0, "edits", 0, "message"), None, "files[0].edits[0].message"),
        ],
    )
    def test_what_is_wrong_is_placed(self, path, value, where):
        whole = json.loads(to_json(CASES["crlf"]))
        at = whole
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = value
        with pytest.raises(InputError) as caught:
            load(json.dumps(whole).encode(), "r.json")
        assert str(caught.value).startswith("r.json: is not a report that can be read\n")
        assert where in str(caught.value)
        assert str(caught.value).count("\n") == 1

    @pytest.mark.parametrize("size", [0, 1, 100, 1000, -2])
    def test_a_part_is_no_report(self, size):
        with pytest.raises(InputError, match="not JSON"):
            load(to_json(CASES["crlf"]).encode()[:size], "r.json")

    def test_what_a_later_version_adds_is_kept(self):
        whole = described(CASES["crlf"]) | {"later": [1]}
        assert load(draw_entries("json", whole), "r")["later"] == [1]
        assert load(draw_entries("jsonl", whole), "r")["later"] == [1]


def nodes(value, path=()):
    """Where in a JSON value all its values are."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in items:
        if isinstance(each, (dict, list)):
            yield from nodes(each, (*path, key))
        else:
            yield (*path, key)


WHOLE = json.loads(to_json([hostile(), dropped()]))
GONE = object()


@pytest.mark.parametrize("value", [GONE, None, True, -1, 10**40, "", "\ud800", [], [0], {}, [{}]])
def test_whatever_stands_in_a_report_it_is_drawn_or_refused(value):
    for *path, last in list(nodes(WHOLE))[1:]:
        whole = json.loads(json.dumps(WHOLE))
        at = whole
        for key in path:
            at = at[key]
        if value is GONE:
            del at[last]
        else:
            at[last] = value
        data = json.dumps(whole).encode()
        with suppress(InputError):
            found = load(data, "r")
            for name in OF_ENTRIES:
                draw_entries(name, found)
        with suppress(InputError, MismatchError):
            for file in read_report(data, "r"):
                file.report(hostile().document.text.encode())


class TestParts:
    def test_the_status_decides(self):
        file = json.loads(to_json(CASES["hostile"]))["files"][0]
        file["edits"][0]["status"] = "rejected"
        file["withheld"][0]["status"] = "accepted"
        found = entries.parts(file)
        assert found["edits"] == file["withheld"]
        assert found["dropped"] == file["edits"]
        assert found["notes"] == file["notes"]

    def test_a_large_group_is_one_decision_and_removals_never(self):
        text = "a" * 8
        edits = [edit(text, k, "a", "b", "punct", group="all") for k in range(4)]
        edits += [edit(text, k, "a", "", "remove", group="cut") for k in range(4, 8)]
        (file,) = described([report(text, *edits)])["files"]
        assert [count for _, count in entries.decisions(file["edits"])] == [4, 1, 1, 1, 1]
