"""The patch: what `git apply` and `patch -p1` make of it is what dedup makes of the text."""

import os
import subprocess
from pathlib import Path

import pytest
from example import PIECES, edit, edited, example, report
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dedup.errors import UsageError
from dedup.model import Document, Edit, Report
from dedup.reports.patch import to_patch
from dedup.text import decode, encode

GIT = {
    **os.environ,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CEILING_DIRECTORIES": "/",
}
TOOLS = {
    "git": ["git", "apply", "--whitespace=nowarn", "-"],
    "patch": ["patch", "-p1", "--quiet", "--fuzz=0", "--no-backup-if-mismatch"],
}


def patched(tool: str, found: Report, folder: Path) -> bytes:
    """What a real tool makes of the document with the patch; it must apply without a murmur."""
    document = found.document
    path = folder / document.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode(document))
    patch = to_patch(found).encode(document.encoding)
    done = subprocess.run(TOOLS[tool], input=patch, cwd=folder, env=GIT, capture_output=True)
    assert done.returncode == 0, (done.stdout + done.stderr).decode() + patch.decode(
        "utf-8", "replace"
    )
    assert b"fuzz" not in done.stdout + done.stderr
    return path.read_bytes() if path.exists() else b""


@pytest.fixture(params=TOOLS)
def tool(request):
    return request.param


def changed(text: str, *changes: tuple[str, str], name: str = "page.txt") -> Report:
    """A report with each first occurrence of an old piece replaced by a new one."""
    edits = [edit(text, text.index(old), old, new, "script") for old, new in changes]
    return report(text, *edits, document=Document(name, text))


CASES = {
    "the first line": ("eins\nzwei\ndrei\n", ("eins", "1")),
    "the last line": ("eins\nzwei\ndrei\n", ("drei", "3")),
    "the last line, not closed": ("eins\nzwei\ndrei", ("drei", "3")),
    "the first line goes": ("eins\nzwei\ndrei\n", ("eins\n", "")),
    "the last line goes": ("eins\nzwei\ndrei\n", ("drei\n", "")),
    "the last line goes, not closed": ("eins\nzwei\ndrei", ("drei", "")),
    "the last line end goes": ("eins\nzwei\ndrei\n", ("drei\n", "drei")),
    "a last line end comes": ("eins\nzwei\ndrei", ("drei", "drei\n")),
    "everything goes": ("eins\nzwei\ndrei\n", ("eins\nzwei\ndrei\n", "")),
    "everything goes, not closed": ("eins\nzwei", ("eins\nzwei", "")),
    "one character in all": ("x", ("x", "y")),
    "lines joined": ("eins\n\nzwei\n\ndrei\n", ("\n\nzwei", "zwei")),
    "a line split": ("eins zwei\ndrei\n", (" ", "\n")),
    "blank lines only": ("\n\n\n\n", ("\n\n", "")),
    "crlf": ("eins\r\nzwei\r\ndrei\r\n", ("zwei", "2")),
    "crlf, joined": ("eins\r\n\r\nzwei\r\ndrei\r\n", ("\r\n\r\n", "")),
    "a form feed": ("eins\n\fzwei\f\ndrei\n", ("zwei", "2")),
    "a line separator": ("eins\u2028zwei\u2029\ndrei\n", ("zwei", "2")),
    "a lone carriage return": ("eins\rzwei\ndrei\r", ("zwei", "2")),
    "next line and vertical tab": ("eins\x85zwei\v\ndrei\n", ("zwei", "2")),
    "lines that look like a patch": ("--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n\\ z\n", ("-x", "-w")),
    "two edits on a line": ("eins zwei drei vier\nfünf\n", ("eins", "1"), ("drei", "3")),
    "two edits on adjacent lines": ("eins\nzwei\ndrei\n", ("eins", "1"), ("zwei", "2")),
    "an edit that eats the break before the next": ("a b\nc d\n", ("b\n", ""), ("d", "D")),
    "far apart": ("1st\n" + "same\n" * 30 + "2nd\n", ("1st", "first"), ("2nd", "second")),
    "a copy of the line before": ("eins\n\neins\n\nzwei\n", ("\n\neins", "")),
}


@pytest.mark.parametrize("case", CASES)
def test_both_tools_apply_it(case, tool, tmp_path):
    text, *changes = CASES[case]
    found = changed(text, *changes)
    assert patched(tool, found, tmp_path) == found.text.encode("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "a page.txt",
        "页 一.txt",
        "第一页.txt",
        "straße/übung.txt",
        'a"quote.txt',
        "back\\slash.txt",
        "tab\there.txt",
        "line\nbreak.txt",
        "trailing .txt ",
        "'single'.txt",
        "-dash.txt",
    ],
)
def test_names(name, tool, tmp_path):
    found = changed("eins\nzwei\n", ("zwei", "2"), name=name)
    assert patched(tool, found, tmp_path) == b"eins\n2\n"


def test_a_name_that_is_no_utf8(tool, tmp_path):
    name = os.fsdecode(b"a\xff.txt")
    found = changed("eins\nzwei\n", ("zwei", "2"), name=name)
    assert patched(tool, found, tmp_path) == b"eins\n2\n"


def test_a_path_as_the_shell_gives_it(tool, tmp_path):
    (tmp_path / "page.txt").write_bytes(b"eins\n")
    found = changed("eins\n", ("eins", "1"), name="./page.txt")
    assert "--- a/page.txt\n+++ b/page.txt\n" in to_patch(found)
    assert patched(tool, found, tmp_path) == b"1\n"


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "shift_jis", "euc-kr", "cp1252"])
def test_other_encodings_with_a_chinese_name(encoding, tool, tmp_path):
    text = {"euc-kr": "한국어\n문장\n", "cp1252": "über\nStraße\n"}.get(encoding, "一行\n二行\n")
    document = Document("页.txt", text, encoding)
    found = report(text, edit(text, 0, text[0], "", "space"), document=document)
    assert patched(tool, found, tmp_path) == encode(document, found.text)


@pytest.mark.parametrize("old", ["eins", "eins\n", "eins\nzwei\n", "zwei\n"])
def test_a_byte_order_mark_stays(old, tool, tmp_path):
    text = "eins\nzwei\n"
    document = decode(b"\xef\xbb\xbf" + text.encode(), "page.txt")
    found = report(text, edit(text, text.index(old), old, "", "script"), document=document)
    assert patched(tool, found, tmp_path) == b"\xef\xbb\xbf" + found.text.encode()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32-be", "cp037"])
def test_no_patch_in_an_encoding_that_is_not_like_ascii(encoding):
    found = report("ab", edit("ab", 0, "a", "", "space"), document=Document("a", "ab", encoding))
    with pytest.raises(UsageError, match="no patch can be made"):
        to_patch(found)


def test_the_example(tool, tmp_path):
    found = example()
    assert patched(tool, found, tmp_path) == found.text.encode("utf-8")


def test_the_example_backwards(tmp_path):
    found = example()
    (tmp_path / "seed.txt").write_bytes(found.text.encode())
    patch = to_patch(found).encode()
    subprocess.run([*TOOLS["git"], "--reverse"], input=patch, cwd=tmp_path, env=GIT, check=True)
    assert (tmp_path / "seed.txt").read_bytes() == encode(found.document)


def test_nothing_to_do():
    assert to_patch(report("文")) == ""


def test_edits_that_undo_each_other_leave_no_hunk():
    text = "eins\nab\ndrei\n"
    found = report(text, edit(text, 5, "a", "", "space"), edit(text, 6, "b", "ab", "space"))
    assert found.text == text
    assert to_patch(found) == ""


class TestForm:
    def test_three_lines_of_context_and_no_time(self):
        text = "".join(f"{k}\n" for k in range(1, 10))
        assert to_patch(changed(text, ("5", "fünf"))) == (
            "--- a/page.txt\n+++ b/page.txt\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+fünf\n 6\n 7\n 8\n"
        )

    def test_a_removed_paragraph_is_the_hunk_itself(self):
        text = "a\n\nb\n\na\n\nb\n\nc\n"
        found = report(text, edit(text, 6, "a\n\nb\n\n", "", "remove"))
        assert to_patch(found).split("\n", 3)[3] == (" \n b\n \n-a\n-\n-b\n-\n c\n")

    def test_each_edit_is_a_change_even_beside_another(self):
        patch = to_patch(changed("eins\nzwei\n", ("eins", "1"), ("zwei", "2")))
        assert patch.endswith("-eins\n+1\n-zwei\n+2\n")

    @pytest.mark.parametrize(("lines", "hunks"), [(6, 1), (7, 2)])
    def test_hunks_whose_context_would_touch_are_one(self, lines, hunks):
        text = "first\n" + "same\n" * lines + "last\n"
        patch = to_patch(changed(text, ("first", "1"), ("last", "2")))
        assert patch.count("@@ -") == hunks

    def test_a_missing_line_end_is_told_on_the_side_that_lacks_it(self):
        assert to_patch(changed("a\nb", ("b", "b\n"))).endswith(
            "-b\n\\ No newline at end of file\n+b\n"
        )

    def test_a_name_with_a_blank_is_closed_by_a_tab(self):
        patch = to_patch(changed("a\n", ("a", "b"), name="my page.txt"))
        assert patch.startswith("--- a/my page.txt\t\n+++ b/my page.txt\t\n")

    def test_a_name_in_utf8_stands_as_it_is(self):
        assert to_patch(changed("a\n", ("a", "b"), name="页.txt")).startswith("--- a/页.txt\n")


TEXT = tuple(piece for piece in PIECES if "\x00" not in piece)
"""To both tools, a file with a NUL in it is no text."""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(found=edited(applied=True, pieces=TEXT), tool=st.sampled_from(sorted(TOOLS)))
def test_any_edits_of_any_text(found, tool, tmp_path_factory):
    assume(to_patch(found))
    folder = tmp_path_factory.mktemp("any")
    assert patched(tool, found, folder) == found.text.encode("utf-8")


def applied_by_hand(patch: str, text: str) -> str:
    """A third reader of patches, a dozen lines long, for many more cases than processes allow."""
    old, new, at = text.split("\n"), [], 0
    lines = iter(patch.split("\n")[2:-1])
    for line in lines:
        if line.startswith("@@"):
            start, _, size = line.split(" ")[1][1:].partition(",")
            first = int(start) - (size != "0")
            new += old[at:first]
            at = first
        elif line.startswith("\\"):
            continue
        else:
            if line[0] in " -":
                assert old[at] == line[1:]
                at += 1
            if line[0] in " +":
                new.append(line[1:])
    new += old[at:]
    return "\n".join(new)


LINES = ("a\n", "b\n", "\n", "c", "a", "\n\n", *PIECES[:4])


@settings(max_examples=400, deadline=None)
@given(edited(applied=True, pieces=LINES))
def test_many_short_lines(found):
    patch = to_patch(found)
    if patch:
        # A line that is not closed is closed for both sides: the third reader knows no other.
        text = found.document.text
        ends = text.endswith("\n") or not text, found.text.endswith("\n") or not found.text
        closed = applied_by_hand(patch, text + "\n" * (not ends[0]))
        assert closed == found.text + "\n" * (not ends[1])


def test_it_takes_linear_time():
    text = "".join(f"line {k}\n" for k in range(40_000))
    at, edits = 0, []
    for k, line in enumerate(text.splitlines(keepends=True)):
        if k % 2:
            edits.append(edit(text, at, "line", "Line", "script"))
        at += len(line)
    found = report(text, *edits)
    assert isinstance(found.applied[0], Edit)
    assert len(to_patch(found)) > len(text)
