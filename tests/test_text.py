"""Bytes to a document and back, and offsets to lines: laws, refusals, and a slow copy beside."""

import codecs
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import LINE_ENDS, paragraph_texts, texts

from dedup.errors import DecodeError, InputError, UsageError
from dedup.model import Document, Span
from dedup.text import Lines, byte_offsets, decode, encode, has_final_newline, line_end_style

ENCODINGS = [
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "utf-32-le",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_jp",
    "euc_kr",
    "latin-1",
    "cp1252",
    "koi8-r",
]
SALT = (Path(__file__).parent.parent / "benchmarks" / "texts" / "zh.txt").read_text("utf-8")


class TestRoundTrip:
    @given(st.binary(max_size=60), st.sampled_from([*ENCODINGS, "auto", "utf-16", "utf-8-sig"]))
    @settings(max_examples=300)
    def test_any_bytes_that_decode_come_back(self, data: bytes, encoding: str) -> None:
        try:
            document = decode(data, "bytes", encoding)
        except DecodeError:
            return
        assert encode(document) == data

    @given(texts(), st.sampled_from(["utf-8", "utf-16-le", "utf-32-be", "gb18030"]))
    @settings(max_examples=100, deadline=None)
    def test_any_text_comes_back(self, text: str, encoding: str) -> None:
        text = text.lstrip("\ufeff")
        assert decode(text.encode(encoding), "text", encoding).text == text

    @given(texts(), st.sampled_from(ENCODINGS))
    @settings(max_examples=200, deadline=None)
    def test_what_an_encoding_holds_of_a_text_comes_back(self, text: str, encoding: str) -> None:
        data = text.encode(encoding, "ignore")
        document = decode(data, "text", encoding)
        assert document.bom.decode(encoding) + document.text == data.decode(encoding)
        assert encode(document) == data

    @given(texts(), texts(), st.sampled_from(ENCODINGS))
    @settings(max_examples=60, deadline=None)
    def test_another_text_is_written_with_the_same_mark(
        self, text: str, other: str, encoding: str
    ) -> None:
        document = decode(text.encode(encoding, "ignore"), "text", encoding)
        other = other.encode(encoding, "ignore").decode(encoding)
        assert encode(document, other) == document.bom + other.encode(encoding)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-32-be", "gb18030"])
    def test_of_two_marks_one_is_kept_aside(self, encoding: str) -> None:
        data = "\ufeff\ufeff渡\ufeff口".encode(encoding)
        document = decode(data, "f", encoding)
        assert document.text == "\ufeff渡\ufeff口"
        assert encode(document) == data

    @pytest.mark.parametrize(
        ("encoding", "name"), [("utf-16", "utf-16-le"), ("UTF32", "utf-32-le")]
    )
    def test_without_a_mark_utf16_is_little_endian(self, encoding: str, name: str) -> None:
        data = "渡口".encode(name)
        document = decode(data, "f", encoding)
        assert (document.text, document.encoding, document.bom) == ("渡口", name, b"")
        assert encode(document, "口") == "口".encode(name)

    def test_a_mark_overrules_the_byte_order_that_was_asked_for(self) -> None:
        document = decode(codecs.BOM_UTF16_BE + "渡".encode("utf-16-be"), "f", "utf-16-le")
        assert (document.text, document.encoding) == ("渡", "utf-16-be")

    @pytest.mark.parametrize("encoding", ["utf-8", "auto", "utf-16", "gb18030", "ascii"])
    def test_nothing_is_a_text(self, encoding: str) -> None:
        assert decode(b"", "f", encoding).text == ""

    @pytest.mark.parametrize(
        ("mark", "name"),
        [
            (codecs.BOM_UTF8, "utf-8"),
            (codecs.BOM_UTF16_LE, "utf-16-le"),
            (codecs.BOM_UTF16_BE, "utf-16-be"),
            (codecs.BOM_UTF32_LE, "utf-32-le"),
            (codecs.BOM_UTF32_BE, "utf-32-be"),
        ],
    )
    def test_a_mark_is_kept_aside_and_written_back(self, mark: bytes, name: str) -> None:
        data = mark + "渡口\r\n".encode(name)
        for encoding in ("auto", name[:6].rstrip("-")):
            document = decode(data, "f", encoding)
            assert (document.text, document.bom, document.encoding) == ("渡口\r\n", mark, name)
            assert encode(document) == data


class TestRefusal:
    def test_a_byte_that_is_no_utf8_is_named_with_its_place(self) -> None:
        with pytest.raises(DecodeError) as caught:
            decode("ab\n渡x".encode() + b"\xff", "bad.txt")
        assert str(caught.value) == "bad.txt: byte 0xff at offset 7 (line 2, column 3) is not UTF-8"
        assert (caught.value.offset, caught.value.line, caught.value.column) == (7, 2, 3)

    def test_the_encoding_that_the_whole_reads_as_is_named(self) -> None:
        with pytest.raises(DecodeError) as caught:
            decode(SALT.encode("gb18030"), "bad.txt")
        assert caught.value.suggestion == "gb18030"
        assert str(caught.value).endswith("try  dedup clean -e gb18030 bad.txt")

    @pytest.mark.parametrize(
        ("text", "encoding"),
        [
            ("村裡的老渡口今年換了新船,大家都很高興。", "big5"),
            ("港の朝は早い。漁師たちは網をたたみ、氷を積み込む。", "shift_jis"),
            ("산골 마을의 아침은 닭 울음소리로 시작된다.", "euc_kr"),
            ("Der Fährmann hört die Glocke, und die Mühle steht still.", "cp1252"),
            ("Мельник был человек молчаливый и добрый.", "cp1251"),
        ],
    )
    def test_other_encodings_are_recognised(self, text: str, encoding: str) -> None:
        data = text.encode(encoding)
        with pytest.raises(DecodeError) as caught:
            decode(data)
        assert caught.value.suggestion is not None
        assert data.decode(caught.value.suggestion) == text
        assert decode(data, "f", "auto").text == text

    @given(
        st.sampled_from(["", "渡", "渡\r\n口\r"]),
        paragraph_texts(damage=False),
        st.sampled_from(["gb18030", "utf-16-le", "cp1251"]),
    )
    @settings(max_examples=60, deadline=None)
    def test_the_place_is_that_of_the_first_bad_byte(
        self, opening: str, text: str, encoding: str
    ) -> None:
        data = b"\xef\xbb\xbf" + opening.encode() + text.encode(encoding, "ignore")
        try:
            data.decode()
        except UnicodeDecodeError as error:
            before = data[3 : error.start].decode()
        else:
            return
        with pytest.raises(DecodeError) as caught:
            decode(data, "f")
        assert caught.value.offset == 3 + len(before.encode())
        lines = slow_lines(before + "x")
        column = len(before) - lines[-1][0] + 1
        assert (caught.value.line, caught.value.column) == (len(lines), column)

    @pytest.mark.parametrize(
        ("name", "advice"),
        [
            ("bad.txt", "file reads as gb18030; try  dedup clean -e gb18030 bad.txt"),
            ("a b.txt", "file reads as gb18030; try  dedup clean -e gb18030 'a b.txt'"),
            ("<stdin>", "input reads as gb18030; try  dedup clean -e gb18030"),
        ],
    )
    def test_the_advice_can_be_typed(self, name: str, advice: str) -> None:
        with pytest.raises(DecodeError) as caught:
            decode("abcd中文".encode("gb18030"), name)
        place = "byte 0xd6 at offset 4 (line 1, column 5) is not UTF-8"
        assert str(caught.value) == f"{name}: {place}\nthe whole {advice}"

    def test_utf16_is_never_taken_for_utf8(self) -> None:
        with pytest.raises(DecodeError, match="-e utf-16"):
            decode("plain text".encode("utf-16"), "f")

    def test_bytes_that_another_text_encodes_to_are_refused(self) -> None:
        # In this code page two byte pairs stand for one character.
        with pytest.raises(DecodeError, match="cannot be written back exactly") as caught:
            decode("港\r\n漁".encode("cp932") + b"\x81\xca\xee\xf9", "f", "cp932")
        assert (caught.value.offset, caught.value.line, caught.value.column) == (8, 2, 3)

    def test_the_place_is_that_of_the_character_not_of_its_second_byte(self) -> None:
        with pytest.raises(DecodeError, match=r"offset 3 \(line 1, column 3\)") as caught:
            decode("港a".encode("big5") + b"\xa2\x40", "f", "big5")  # written back as a2 42
        assert caught.value.offset == 3

    @pytest.mark.parametrize("encoding", ["iso2022_jp", "utf-7", "hz"])
    def test_encodings_with_a_state_are_refused(self, encoding: str) -> None:
        with pytest.raises(DecodeError, match="exactly"):
            decode(b"plain", "f", encoding)

    @pytest.mark.parametrize("encoding", ["utf8x", "rot13", "base64", "hex", "gb18031", ""])
    def test_what_is_no_text_encoding_is_a_usage_error(self, encoding: str) -> None:
        with pytest.raises(UsageError):
            decode(b"plain", "f", encoding)

    @pytest.mark.parametrize(
        ("asked", "near"),
        [
            ("gb18o30", "gb18030"),
            ("shift-jiss", "shift-jis"),
            ("latin-l", "latin-1"),
            ("autoo", "auto"),
        ],
    )
    def test_the_nearest_name_is_offered(self, asked: str, near: str) -> None:
        with pytest.raises(UsageError, match=f"'{asked}'.*did you mean {near}\\?"):
            decode(b"plain", "f", asked)

    @pytest.mark.parametrize("encoding", ["rot13", "mbcs", "klingon", "undefined"])
    def test_no_name_is_offered_that_would_not_do(self, encoding: str) -> None:
        with pytest.raises(UsageError) as caught:
            decode(b"plain", "f", encoding)
        assert "did you mean" not in str(caught.value)

    def test_a_character_that_the_encoding_lacks_is_named(self) -> None:
        with pytest.raises(InputError, match=r"f: '，' \(U\+FF0C\) cannot be written in latin-1"):
            encode(Document("f", "a", "latin-1"), "a，b")


class TestOffsets:
    @given(texts(), st.sampled_from([*ENCODINGS, "utf-8-sig", "big5hkscs", "euc_jis_2004"]))
    @settings(max_examples=200, deadline=None)
    def test_a_byte_offset_is_the_length_of_what_stands_before(
        self, text: str, encoding: str
    ) -> None:
        text = "\ufeffÊ\u0304か\u309aか" + text  # two codecs have one code for some of these pairs
        document = decode(text.encode(encoding, "ignore"), "f", encoding)
        places = range(len(document.text) + 1)
        slow = [len(document.bom + document.text[:p].encode(document.encoding)) for p in places]
        assert byte_offsets(document, places) == slow
        assert slow[-1] == len(encode(document))

    def test_an_offset_may_come_twice_or_never(self) -> None:
        document = Document("f", "a渡b", "utf-8", codecs.BOM_UTF8)
        assert byte_offsets(document, []) == []
        assert byte_offsets(document, [0, 2, 2, 3]) == [3, 7, 7, 8]

    @pytest.mark.parametrize("offsets", [[2, 1], [-1], [4], [0, 4]])
    def test_offsets_out_of_order_or_range_are_refused(self, offsets: list[int]) -> None:
        with pytest.raises(ValueError, match="offset"):
            byte_offsets(Document("f", "a渡b"), offsets)


def slow_lines(text: str) -> list[tuple[int, int, int]]:
    """Of each line its start, its end, and where the next one starts, a character at a time."""
    out, start, k = [], 0, 0
    while k < len(text):
        if text[k] in "\r\n":
            after = k + (2 if text[k : k + 2] == "\r\n" else 1)
            out.append((start, k, after))
            start = k = after
        else:
            k += 1
    if start < len(text):
        out.append((start, len(text), len(text)))
    return out


class TestLines:
    @given(st.text(st.sampled_from("ab渡\r\n\u2028\x0c"), max_size=20) | texts())
    @example("\r\n\r\n")
    def test_against_a_slow_copy(self, text: str) -> None:
        lines, slow = Lines(text), slow_lines(text)
        assert lines.count == len(slow)
        for number, (start, end, after) in enumerate(slow, 1):
            assert lines.span(number) == Span(start, end)
            for offset in range(start, after):  # those within the line end too
                assert lines.position(offset) == (number, offset - start + 1)
                assert lines.line(offset) == number

    @pytest.mark.parametrize(
        ("text", "count", "end"),
        [
            ("", 0, (1, 1)),
            ("a", 1, (1, 2)),
            ("a\n", 1, (2, 1)),
            ("a\r\n", 1, (2, 1)),
            ("a\r", 1, (2, 1)),
            ("a\n\n", 2, (3, 1)),
            ("a\n\r", 2, (3, 1)),
            ("a\nb", 2, (2, 2)),
            ("a\f\v\x1c\x85\u2028\u2029b", 1, (1, 9)),
        ],
    )
    def test_the_end_of_a_text_has_a_place(
        self, text: str, count: int, end: tuple[int, int]
    ) -> None:
        lines = Lines(text)
        assert lines.count == count
        assert lines.position(len(text)) == end
        assert lines.span(end[0]).end == len(text)

    def test_what_is_outside_is_refused(self) -> None:
        lines = Lines("a\nb")
        for offset in (-1, 4):
            with pytest.raises(ValueError, match="outside"):
                lines.position(offset)
        for line in (-1, 0, 3):
            with pytest.raises(ValueError, match="no line"):
                lines.span(line)

    @given(texts())
    def test_the_style_is_that_of_every_line_end(self, text: str) -> None:
        names = dict(zip(LINE_ENDS, ("lf", "crlf", "cr"), strict=True))
        slow = slow_lines(text)
        styles = {names[text[end:after]] for _, end, after in slow if end < after}
        assert line_end_style(text) == ("mixed" if len(styles) > 1 else "".join(styles) or "none")
        assert has_final_newline(text) == any(end < after for _, end, after in slow[-1:])

    @pytest.mark.parametrize(
        ("text", "style", "final"),
        [
            ("", "none", False),
            ("a", "none", False),
            ("a\n", "lf", True),
            ("a\r\nb", "crlf", False),
            ("a\rb\r", "cr", True),
            ("a\nb\r\n", "mixed", True),
        ],
    )
    def test_line_end_style(self, text: str, style: str, final: bool) -> None:
        assert line_end_style(text) == style
        assert has_final_newline(text) is final
