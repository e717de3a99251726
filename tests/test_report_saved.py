"""A saved report, read again: the same Report, and nothing believed that is not so."""

import json
from hashlib import sha256

import pytest
from example import SEED, edit, edited, example, report
from hypothesis import given, settings

from dedup.errors import InputError, MismatchError
from dedup.model import Settings
from dedup.reports.formats import FORMATS, draw, draw_entries
from dedup.reports.json import to_json
from dedup.reports.load import load
from dedup.reports.saved import is_report, read_report
from dedup.text import decode, encode


def saved(*reports):
    return read_report(to_json(reports).encode(), "r.json")


class TestRoundTrip:
    def test_the_example_is_the_same_report_from_either_text(self):
        found = example()
        (one,) = saved(found)
        assert one.report(encode(found.document)) == found
        assert one.report(encode(found.document, found.text)) == found
        assert not one.revised

    @given(edited())
    @settings(max_examples=60, deadline=None)
    def test_any_report(self, found):
        (one,) = saved(found)
        for text in (found.document.text, found.text):
            assert one.report(encode(found.document, text)) == found

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "gb18030", "big5"])
    def test_every_encoding_and_mark(self, encoding):
        text = "一段文字,\r\n被切斷的行。\r另一行\n"
        document = decode(text.encode(encoding), "page.txt", encoding)
        found = report(text, edit(text, text.index("\r\n"), "\r\n", "", "join"), document=document)
        (one,) = saved(found)
        assert one.report(text.encode(encoding)) == found
        assert one.report(encode(document, found.text)) == found

    def test_a_mark_that_the_edits_bare_is_text(self):
        text = "x\ufeffy"
        found = report(text, edit(text, 0, "x", "", "remove"))
        assert encode(found.document, found.text).startswith(b"\xef\xbb\xbf")
        assert saved(found)[0].report("\ufeffy".encode()) == found

    def test_settings_come_back(self):
        settings = Settings(similarity=0.9, only=frozenset({"join"}), keep=("a+", "b"))
        (one,) = saved(report("a\nb", edit("a\nb", 1, "\n", "", "join"), settings=settings))
        assert one.settings == settings

    def test_several_texts_and_none(self):
        assert saved() == ()
        assert [one.name for one in saved(example(), report("a"))] == [
            example().document.name,
            "page.txt",
        ]

    def test_another_name(self):
        (one,) = saved(report("a"))
        assert one.report(b"a", "b.txt").document.name == "b.txt"


@pytest.fixture
def whole():
    """The JSON of one small report, to be tampered with."""
    text = "ab\n\ncd\n\nab\n"
    edits = [
        edit(text, 2, "\n\n", "", "join"),
        edit(text, 8, "ab\n", "", "remove"),
    ]
    return json.loads(to_json([report(text, *edits)])), text.encode()


def read(whole):
    (one,) = read_report(json.dumps(whole).encode(), "r.json")
    return one


class TestStatus:
    def test_rejected_edits_are_not_made(self, whole):
        whole, data = whole
        whole["files"][0]["edits"][0]["status"] = "rejected"
        one = read(whole)
        assert one.revised
        found = one.report(data)
        assert found.text == "ab\n\ncd\n\n"
        assert [each.reason for each in found.dropped] == ["rejected"]

    def test_accepted_edits_are_made_from_any_list(self, whole):
        whole, data = whole
        entry = whole["files"][0]
        entry["withheld"] = [{**entry["edits"].pop(), "status": "accepted", "safety": "unsafe"}]
        assert read(whole).report(data).text == "abcd\n\n"

    def test_accepted_for_applied_revises_nothing(self, whole):
        whole, _ = whole
        whole["files"][0]["edits"][0]["status"] = "accepted"
        assert not read(whole).revised

    def test_the_output_of_a_revised_report_is_unknown(self, whole):
        whole, _ = whole
        whole["files"][0]["edits"][0]["status"] = "rejected"
        with pytest.raises(MismatchError):
            read(whole).report(b"abcd\n\n")

    def test_unknown_fields_and_kinds_are_borne_with(self, whole):
        whole, data = whole
        whole["more"] = whole["files"][0]["more"] = 1
        whole["files"][0]["edits"][0] |= {"kind": "polish", "more": []}
        assert read(whole).report(data).applied[0].kind == "polish"


class TestRefusals:
    def test_other_bytes(self, whole):
        whole, data = whole
        with pytest.raises(MismatchError, match=r"page\.txt") as caught:
            read(whole).report(data + b"x")
        assert caught.value.exit_status == 4

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (b"", "not JSON"),
            (b"{", "not JSON"),
            (b"\xff{}", "not UTF-8"),
            (b"[" * 100_000, "nested|JSON"),
            (b'{"score": NaN}', "NaN is no number"),
            (b'{"score": 1e999}', "1e999 is no number"),
            (b"[]", "the whole: is not an object"),
            (b"{}", "schema: is missing"),
            (b'{"schema": "x"}', "schema: is not that of a report"),
            (b'{"schema": "dedup-report-2.schema.json", "version": 2}', "version: is 2"),
            (b'{"schema": "dedup-report-1.schema.json", "version": true}', "version: is not"),
            (b'{"version": 1' + b"1" * 5000 + b"}", "JSON"),
        ],
    )
    def test_no_report(self, data, why):
        with pytest.raises(InputError, match=why) as caught:
            read_report(data, "r.json")
        assert str(caught.value).startswith("r.json: is not a report that can be read\n")

    @pytest.mark.parametrize(
        ("path", "value", "where"),
        [
            (("encoding",), "rot13", "files[0].encoding"),
            (("encoding",), "no\0such", "files[0].encoding"),
            (("input",), None, "files[0].input"),
            (("edits", 0, "span", "char"), [1, 2], "files[0].edits[0]"),
            (("edits", 0, "span", "char"), [2.0, 4.0], "files[0].edits[0].span.char"),
            (("edits", 0, "span", "char"), [-2, 0], "files[0].edits[0].span.char"),
            (("edits", 0, "evidence"), [], "files[0].edits[0]"),
            (("edits", 0, "evidence", 0, "score"), 1.5, "files[0].edits[0].evidence[0]"),
            (("edits", 0, "safety"), "sure", "files[0].edits[0].safety"),
            (("edits", 0, "after"), "\n\n", "files[0].edits[0]"),
            (("edits", 1, "span", "char"), [3, 6], "files[0]: two edits"),
            (("clusters",), [{}], "files[0].clusters[0].kept"),
        ],
    )
    def test_what_is_wrong_is_placed(self, whole, path, value, where):
        whole, _ = whole
        at = whole["files"][0]
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = value
        with pytest.raises(InputError) as caught:
            read(whole)
        assert where in str(caught.value)
        assert caught.value.exit_status == 3

    @pytest.mark.parametrize(
        ("path", "value", "why"),
        [
            (("edits", 0, "before"), "xx", "does not stand"),
            (("edits", 0, "after"), "!", "output"),
            (("edits", 1, "evidence", 0, "peer"), {"span": {"char": [90, 91]}}, "behind the end"),
            (("bom",), True, "lead back"),
            (("encoding",), "utf-16-le", "damaged"),
        ],
    )
    def test_what_contradicts_the_text(self, whole, path, value, why):
        whole, data = whole
        at = whole["files"][0]
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = value
        with pytest.raises(InputError, match=why):
            read(whole).report(data)

    def test_a_report_is_told_from_a_text(self):
        assert is_report(to_json([example()]).encode())
        assert not is_report(SEED.encode() if isinstance(SEED, str) else b"")
        assert not is_report(b'{"a": 1}')
        assert not is_report(b'"dedup-report-1')


ODD = (
    *(None, True, -1, 0, 2**63, 10**400, 1.5, 1e308, "", "x", "\ud800", "\0", "\x1b[31m", "safe"),
    *("accepted", "utf-16", "rot13", "9" * 50, [], {}, [0, 0], [5, 2], [10**9, 10**9 + 1], [[]]),
)
"""What a hostile hand might put anywhere in a report."""

NEED_NO_TEXT = [name for name, row in FORMATS.items() if row.of_entries]


def places_in(value, path=()):
    """Every place in a JSON value, as the keys that lead there."""
    if path:
        yield path
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in keys:
        yield from places_in(value[key], (*path, key))


def test_whatever_stands_anywhere_it_is_read_or_refused_in_words(whole):
    whole, data = whole
    drawn, said = 0, []
    for path in places_in(whole):
        at = whole
        for key in path[:-1]:
            at = at[key]
        usual = at[path[-1]]
        for odd in ODD:
            at[path[-1]] = odd
            written = json.dumps(whole).encode()
            try:
                loaded = load(written, "r.json")
                for name in NEED_NO_TEXT:
                    draw_entries(name, loaded)
                drawn += 1
                for each in read_report(written, "r.json"):
                    each.report(data)
            except (InputError, MismatchError) as error:
                said.append(str(error))
        at[path[-1]] = usual
    assert drawn > 500
    assert all(each.count("\n") < 2 and each.replace("\n", "").isprintable() for each in said)
    assert read(whole).report(data)


@pytest.mark.parametrize("form", [to_json, lambda reports: draw("jsonl", reports).decode()])
def test_a_report_cut_off_anywhere_is_refused(form):
    text = "ab\n\ncd\n"
    whole = form([report(text, edit(text, 2, "\n\n", "", "join"))]).rstrip().encode()
    for end in range(len(whole)):
        with pytest.raises(InputError, match=r"^r\.json: is not a report that can be read\n"):
            read_report(whole[:end], "r.json")


def test_the_hash_is_that_of_the_bytes():
    (one,) = saved(report("a\nb", edit("a\nb", 1, "\n", "", "join")))
    assert one.before == sha256(b"a\nb").hexdigest()
    assert one.after == sha256(b"ab").hexdigest()
