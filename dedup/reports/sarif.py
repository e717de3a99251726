"""The report as SARIF 2.1.0, for the viewers of editors and for code scanning.

One result an edit, with its fix where it may be made; what gave way to others is left out. Places
are those of the input: lines end at CR LF, LF and a lone CR, as the run says, and columns are code
points. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import os
from collections.abc import Iterator
from urllib.parse import quote

from dedup.reports.entries import Entry, parts
from dedup.reports.json import spread

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

_KINDS = {
    "remove": "A repeat: a copy of a passage, or a stutter inside a paragraph",
    "join": "A false line or paragraph end",
    "script": "A word of another script",
    "space": "A stray space",
    "punct": "A mark in the wrong width",
    "furniture": "A running head or foot, or a page number",
    "flag": "A doubt that is pointed out and never changed",
}

_CHARSETS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16LE",
    "utf-16-be": "UTF-16BE",
    "utf-32-le": "UTF-32LE",
    "utf-32-be": "UTF-32BE",
    "gb18030": "GB18030",
    "gbk": "GBK",
    "big5": "Big5",
    "shift_jis": "Shift_JIS",
    "euc_jp": "EUC-JP",
    "euc_kr": "EUC-KR",
    "cp1252": "windows-1252",
    "iso8859-1": "ISO-8859-1",
}
"""Names of encodings at the IANA, which SARIF asks for; of others nothing is said."""

_SHOWN = ("edits", "withheld", "notes")


def to_sarif(whole: Entry) -> str:
    """A described run (`json.described`) as a SARIF log of one run, with a final newline."""
    files = [(file, parts(file)) for file in whole["files"]]
    rules = sorted(
        {(e["kind"], e["rule"]) for _, found in files for name in _SHOWN for e in found[name]}
    )
    index = {rule: k for k, rule in enumerate(rules)}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": whole["tool"]["name"],
                        "version": whole["tool"]["version"],
                        "rules": [_rule(*rule) for rule in rules],
                    }
                },
                "invocations": [{"executionSuccessful": True}],
                "columnKind": "unicodeCodePoints",
                "newlineSequences": ["\r\n", "\n", "\r"],
                "artifacts": [_artifact(file) for file, _ in files],
                "results": [
                    result
                    for k, (file, found) in enumerate(files)
                    for result in _results(file, found, k, index)
                ],
            }
        ],
    }
    return spread(log)


def _rule(kind: str, rule: str) -> Entry:
    about = _KINDS.get(kind, kind)
    return {"id": f"{kind}/{rule}", "shortDescription": {"text": about}}


def _artifact(file: Entry) -> Entry:
    charset = _CHARSETS.get(file["encoding"])
    return {
        "location": {"uri": _uri(file["path"])},
        "length": file["input"]["bytes"],
        **({} if charset is None else {"encoding": charset}),
        "hashes": {"sha-256": file["input"]["sha256"]},
    }


def _results(
    file: Entry, found: dict[str, list[Entry]], place: int, index: dict[tuple[str, str], int]
) -> Iterator[Entry]:
    artifact = {"uri": _uri(file["path"]), "index": place}
    for name in _SHOWN:
        for edit in found[name]:
            rule = edit["kind"], edit["rule"]
            region = {**_region(edit["span"]), "snippet": {"text": edit["before"]}}
            result = {
                "ruleId": "/".join(rule),
                "ruleIndex": index[rule],
                "level": "warning" if edit["safety"] == "safe" else "note",
                "message": {"text": _plain(edit["message"])},
                "locations": [_location(artifact, region)],
            }
            related = list(_related(edit, artifact))
            if related:
                result["relatedLocations"] = related
            if name != "notes":
                result["fixes"] = [_fix(edit, artifact)]
            about = ("id", "status", "safety", "score", "group")
            yield {**result, "properties": {key: edit.get(key) for key in about}}


def _related(edit: Entry, artifact: Entry) -> Iterator[Entry]:
    """The kept copy, and whatever else the evidence points to."""
    told = set()
    kept = edit.get("duplicate_of")
    if kept is not None:
        told.add(tuple(kept["span"]["char"]))
        yield {
            **_location(artifact, _region(kept["span"])),
            "message": {"text": "The passage that is kept"},
        }
    for evidence in edit["evidence"]:
        peer = evidence.get("peer")
        if peer is not None and tuple(peer["span"]["char"]) not in told:
            told.add(tuple(peer["span"]["char"]))
            text = _plain(evidence["note"] or evidence["what"])
            yield {**_location(artifact, _region(peer["span"])), "message": {"text": text}}


def _fix(edit: Entry, artifact: Entry) -> Entry:
    replacement: Entry = {"deletedRegion": _region(edit["span"])}
    if edit["after"]:
        replacement["insertedContent"] = {"text": edit["after"]}
    change = {"artifactLocation": artifact, "replacements": [replacement]}
    return {"artifactChanges": [change]}


def _location(artifact: Entry, region: Entry) -> Entry:
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _region(span: Entry) -> Entry:
    """A span as SARIF has it: ends are exclusive there, too."""
    (start, end), first, last = span["char"], span["start"], span["end"]
    return {
        "startLine": first[0],
        "startColumn": first[1],
        "endLine": last[0],
        "endColumn": last[1],
        "charOffset": start,
        "charLength": end - start,
    }


def _uri(path: str) -> str:
    """A path as a relative reference, or as a URI where it is absolute.

    Bytes that are no UTF-8 stay as they are. Colons are coded, too, so that no part before one
    looks like a scheme.
    """
    path = path.removeprefix("./")
    try:
        coded = quote(os.fsencode(path))
    except UnicodeEncodeError:  # a saved report may hold what no file is called
        coded = quote(path, errors="replace")
    return f"file://{coded}" if path.startswith("/") else coded


def _plain(text: str) -> str:
    """A message as it is to be read: braces would be placeholders (§3.11.5), brackets links."""
    text = text.replace("{", "{{").replace("}", "}}")
    if "](" in text:
        text = text.replace("[", "\\[").replace("]", "\\]")
    return text
