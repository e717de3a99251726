"""The JSON report: true to its schema, and enough by itself to apply and to undo every edit."""

import json
from dataclasses import fields
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

import pytest
from example import SEED, SEEDS, UNSAFE, edit, edited, example, report
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from dedup.model import KINDS, Document, Settings
from dedup.reports.json import SCHEMA, to_json
from dedup.reports.saved import read_report
from dedup.text import decode

PATH = Path(__file__).parent.parent / "docs" / "report-1.schema.json"


def strict(schema):
    """The schema with nothing allowed that it does not describe."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strict(value) for key, value in schema.items()}
    if "type" in closed and "properties" in closed:
        closed.setdefault("additionalProperties", False)
    return closed


def described():
    schema = json.loads(PATH.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return schema


VALID = Draft202012Validator(strict(described()))


def read(*reports):
    """The JSON of reports, checked against the schema."""
    found = json.loads(to_json(reports))
    VALID.validate(found)
    return found


@pytest.fixture(scope="module")
def seed():
    return read(example())


@pytest.fixture(scope="module")
def entry(seed):
    return seed["files"][0]


class TestApplyingByHand:
    """What a reader can do with the report and the file alone, without dedup."""

    def test_by_code_points(self, entry):
        text = SEED.read_bytes().decode("utf-8")
        for each in reversed(entry["edits"]):
            start, end = each["span"]["char"]
            assert text[start:end] == each["before"]
            text = text[:start] + each["after"] + text[end:]
        assert text.encode("utf-8") == (SEEDS / "expected.default.txt").read_bytes()

    def test_by_bytes(self, entry):
        data = SEED.read_bytes()
        assert sha256(data).hexdigest() == entry["input"]["sha256"]
        for each in reversed(entry["edits"]):
            start, end = each["span"]["byte"]
            assert data[start:end] == each["before"].encode("utf-8")
            data = data[:start] + each["after"].encode("utf-8") + data[end:]
        assert sha256(data).hexdigest() == entry["output"]["sha256"]
        assert data == (SEEDS / "expected.default.txt").read_bytes()

    def test_and_back(self, entry):
        text = (SEEDS / "expected.default.txt").read_bytes().decode("utf-8")
        for each in reversed(entry["edits"]):
            start = each["out"]["char"]
            end = start + len(each["after"])
            assert text[start:end] == each["after"]
            text = text[:start] + each["before"] + text[end:]
        assert text.encode("utf-8") == SEED.read_bytes()

    def test_one_edit_may_be_left_out(self, entry):
        text = SEED.read_bytes().decode("utf-8")
        kept = entry["edits"][6]
        for each in reversed(entry["edits"]):
            if each is not kept:
                start, end = each["span"]["char"]
                text = text[:start] + each["after"] + text[end:]
        assert len(text) == entry["output"]["chars"] + len(kept["before"]) - len(kept["after"])

    @given(edited())
    @settings(max_examples=60)
    def test_any_edits_of_any_text(self, found):
        (entry,) = read(found)["files"]
        text, data = found.document.text, found.document.text.encode("utf-8")
        for each in reversed(entry["edits"]):
            start, end = each["span"]["char"]
            text = text[:start] + each["after"] + text[end:]
            start, end = each["span"]["byte"]
            data = data[:start] + each["after"].encode("utf-8") + data[end:]
        assert text == found.text
        assert data == found.text.encode("utf-8")
        for each in reversed(entry["edits"]):
            start = each["out"]["char"]
            text = text[:start] + each["before"] + text[start + len(each["after"]) :]
        assert text == found.document.text

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "utf-32", "big5"])
    def test_bytes_count_the_mark_and_the_encoding(self, encoding):
        text = "一段文字,\r\n被切斷的行。"
        data = text.encode(encoding)
        document = decode(data, "page.txt", encoding)
        at = text.index("\r\n")
        found = report(text, edit(text, at, "\r\n", "", "join"), document=document)
        (entry,) = read(found)["files"]
        start, end = entry["edits"][0]["span"]["byte"]
        cut = data[start:end]
        assert cut == "\r\n".encode(document.encoding)
        assert entry["bom"] == (encoding in ("utf-16", "utf-32"))
        assert entry["input"]["bytes"] == len(data)
        assert sha256(data[:start] + data[end:]).hexdigest() == entry["output"]["sha256"]


class TestTheExample:
    def test_the_file(self, entry):
        about = {key: value for key, value in entry.items() if not isinstance(value, list)}
        assert about == {
            "path": "seed.txt",
            "encoding": "utf-8",
            "bom": False,
            "eol": "lf",
            "final_newline": False,
            "input": {
                "sha256": "cd4424fda78750e59e1e51ccbe200a6646b89770d89759878342d6656b3997c3",
                "bytes": 25552,
                "chars": 9010,
                "lines": 188,
            },
            "output": {
                "sha256": sha256((SEEDS / "expected.default.txt").read_bytes()).hexdigest(),
                "bytes": 24338,
                "chars": 8558,
                "lines": 160,
            },
        }

    def test_a_join(self, entry):
        (join,) = (e for e in entry["edits"] if e["span"]["char"] == [7733, 7735])
        assert join["span"] == {
            "char": [7733, 7735], "byte": [21989, 21991], "start": [151, 17], "end": [153, 1],
        }  # fmt: skip
        assert join["lines"] == [151, 153]
        assert join["out"] == {"char": 7725 - 8, "line": 143}
        assert (join["kind"], join["safety"], join["status"]) == ("join", "safe", "applied")
        assert join["score"] == 0.99
        assert join["message"] == "no sentence end at the break; 发展改革 recurs at 139, 153"
        assert [e["what"] for e in join["evidence"]] == ["no-final-mark", "recurs"]
        assert join["evidence"][1]["peer"]["lines"] == [139, 139]
        assert "duplicate_of" not in join

    def test_a_removal_points_to_the_kept_copy(self, entry):
        removal = next(e for e in entry["edits"] if e["kind"] == "remove")
        assert removal["duplicate_of"]["lines"] == [151, 153]
        assert removal["duplicate_of"]["span"]["char"] == [7717, 7917]
        assert removal["duplicate_of"]["out_line"] == 143
        assert removal["out"]["line"] is None
        assert removal["lines"] == [155, 157]
        assert removal["group"] == "g1"

    def test_the_lists_are_all_that_was_found(self, entry):
        assert [len(entry[k]) for k in ("edits", "withheld", "notes", "dropped")] == [
            18,
            362,
            2,
            19,
        ]
        assert {e["status"] for e in entry["withheld"]} == {"withheld"}
        assert {e["status"] for e in entry["notes"]} == {"noted"}
        assert all("gives way to remove" in e["reason"] for e in entry["dropped"])
        assert all(e["out"] is None for e in entry["dropped"])

    def test_each_list_is_in_the_order_of_the_text(self, entry):
        for name in ("edits", "withheld", "notes", "dropped"):
            starts = [e["span"]["char"] for e in entry[name]]
            assert starts == sorted(starts)

    def test_numbers_are_unique_and_small_for_what_is_seen_one_by_one(self, entry):
        every = [e for name in ("edits", "withheld", "notes", "dropped") for e in entry[name]]
        assert sorted(e["id"] for e in every) == list(range(1, len(every) + 1))
        assert [e["id"] for e in entry["edits"]] == list(range(1, 19))
        assert [e["id"] for e in entry["withheld"] if e["kind"] == "join"] == [19]
        assert [e["id"] for e in entry["notes"]] == [20, 21]

    def test_a_withheld_edit_knows_where_it_would_stand(self, entry):
        (join,) = (e for e in entry["withheld"] if e["kind"] == "join")
        text = (SEEDS / "expected.default.txt").read_bytes().decode("utf-8")
        start = join["out"]["char"]
        assert text[start : start + 2] == join["before"] == "\n\n"
        assert join["out"]["line"] == 129

    def test_clusters(self, entry):
        (cluster,) = entry["clusters"]
        assert cluster["kept"]["char"] == [7717, 7917]
        assert [c["span"]["start"][0] for c in cluster["copies"]] == [155, 159, 163]

    def test_the_summary(self, seed):
        assert seed["summary"] == {
            "files": 1, "changed": 1, "edits": 18,
            "remove": 3, "join": 9, "script": 2, "space": 4, "punct": 0, "furniture": 0,
            "withheld": 2, "notes": 2, "dropped": 19, "chars_removed": 9010 - 8558,
        }  # fmt: skip


def test_lines_that_are_only_withheld_are_still_there():
    text = "一行\n一行\n末行\n"
    held = edit(text, 3, "一行\n", "", "remove", safety=UNSAFE)
    assert read(report(text, held))["files"][0]["withheld"][0]["out"] == {"char": 3, "line": 2}


def test_all_settings_are_told():
    chosen = Settings(similarity=0.8, skip=frozenset(KINDS) - {"join"}, keep=("^■",))
    told = read(report("文", settings=chosen))["settings"]
    assert told.keys() == {field.name for field in fields(Settings)}
    assert told["similarity"] == 0.8
    assert told["skip"] == sorted(chosen.skip)
    assert told["keep"] == ["^■"]


def test_settings_described_in_the_schema_are_all_settings():
    told = described()["properties"]["settings"]
    names = {field.name for field in fields(Settings)}
    assert told["properties"].keys() == set(told["required"]) == names


def test_every_field_of_an_edit_is_described():
    schema = described()["$defs"]["edit"]
    entry = read(example())["files"][0]
    seen = {key for name in ("edits", "dropped") for e in entry[name] for key in e}
    assert seen == schema["properties"].keys()
    assert seen - {"duplicate_of", "reason"} == set(schema["required"])


def test_the_name_of_the_schema_is_its_id():
    assert described()["$id"] == SCHEMA == read()["schema"]


@pytest.mark.parametrize(
    "break_it",
    [
        lambda f: f.pop("version"),
        lambda f: f["files"][0]["edits"][0].pop("before"),
        lambda f: f["files"][0]["edits"][0].update(score=99),
        lambda f: f["files"][0]["edits"][0]["span"].update(start=[0, 1]),
        lambda f: f["files"][0].update(surprise=1),
        lambda f: f["files"][0]["dropped"][0].pop("reason"),
        lambda f: f["summary"].update(join=-1),
    ],
)
def test_the_schema_refuses_what_is_wrong(break_it):
    found = read(example())
    break_it(found)
    assert not VALID.is_valid(found)


def test_the_same_report_gives_the_same_text():
    assert to_json([example()]) == to_json([example()])


def test_an_edit_is_a_line():
    lines = to_json([example()]).split("\n")
    assert sum(line.lstrip().startswith('{"id": ') for line in lines) == 18 + 362 + 2 + 19
    assert lines[-1] == ""


def test_letters_stand_as_themselves_and_controls_do_not():
    text = "文字\x1b[31m\x9b\u202e\ufeff"
    found = report(
        text, edit(text, 0, "文", "", "space"), document=Document("a\udcff\x85.txt", text)
    )
    told = to_json([found])
    assert '"before": "文"' in told
    assert not set("\x1b\x9b\u202e\ufeff\udcff\x85") & set(told)
    told.encode("utf-8")
    assert json.loads(told)["files"][0]["path"] == "a\udcff\x85.txt"


def test_several_files_and_none():
    found = read(example(), report("文\n"))
    assert [f["path"] for f in found["files"]] == ["seed.txt", "page.txt"]
    assert found["files"][1]["edits"] == []
    assert (found["summary"]["files"], found["summary"]["changed"]) == (2, 1)
    empty = read()
    assert empty["settings"] is None
    assert empty["files"] == []


def test_a_file_cleaned_otherwise_has_settings_of_its_own():
    one, other = report("文"), report("文", settings=Settings(unwrap=True))
    found = read(one, other, one)
    assert found["settings"]["unwrap"] is False
    assert ["settings" in file for file in found["files"]] == [False, True, False]
    assert found["files"][1]["settings"] == found["settings"] | {"unwrap": True}
    saved = read_report(to_json([one, other]).encode(), "r.json")
    assert [each.settings for each in saved] == [one.settings, other.settings]


def test_an_unknown_kind_is_counted_under_its_name():
    assert read(report("ab", edit("ab", 0, "a", "", "rhyme")))["summary"]["rhyme"] == 1


@given(edited())
@settings(max_examples=60)
def test_positions_agree_with_offsets(found):
    text = found.document.text
    starts = [0, *accumulate(map(len, _lines(text)))]
    for each in read(found)["files"][0]["edits"]:
        for (line, column), offset in zip(
            (each["span"]["start"], each["span"]["end"]), each["span"]["char"], strict=True
        ):
            assert offset == starts[line - 1] + column - 1


def _lines(text):
    """Lines with their ends, the slow and obvious way."""
    line = ""
    for k, character in enumerate(text):
        line += character
        if character == "\n" or (character == "\r" and text[k + 1 : k + 2] != "\n"):
            yield line
            line = ""
    yield line
