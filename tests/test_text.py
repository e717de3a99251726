"""Bytes to a document and back, and offsets to lines: laws, refusals, and a slow copy beside."""

import codecs
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import texts

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
        text = text.removeprefix("\ufeff")
        assert decode(text.encode(encoding), "text", encoding).text == text

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

    def test_no_advice_is_given_for_what_reads_as_nothing(self) -> None:
        with pytest.raises(DecodeError) as caught:
            decode("渡口的早晨很安静,只有水声。".encode()[:-1] + b"\x00\xff\xfe\x80")
        assert caught.value.suggestion is None

    def test_utf16_is_never_taken_for_utf8(self) -> None:
        with pytest.raises(DecodeError, match="-e utf-16"):
            decode("plain text".encode("utf-16"), "f")

    def test_bytes_that_another_text_encodes_to_are_refused(self) -> None:
        # In this code page two byte pairs stand for one character.
        with pytest.raises(DecodeError, match="exactly"):
            decode(b"\x81\xca\xee\xf9", "f", "cp932")

    @pytest.mark.parametrize("encoding", ["iso2022_jp", "utf-7", "hz"])
    def test_encodings_with_a_state_are_refused(self, encoding: str) -> None:
        with pytest.raises(DecodeError, match="exactly"):
            decode(b"plain", "f", encoding)

    @pytest.mark.parametrize("encoding", ["utf8x", "rot13", "base64", "hex", "gb18031", ""])
    def test_what_is_no_text_encoding_is_a_usage_error(self, encoding: str) -> None:
        with pytest.raises(UsageError):
            decode(b"plain", "f", encoding)

    def test_a_character_that_the_encoding_lacks_is_named(self) -> None:
        with pytest.raises(InputError, match=r"U\+FF0C"):
            encode(Document("f", "a", "latin-1"), "a，b")


class TestOffsets:
    @given(texts(), st.sampled_from(["utf-8", "utf-16-le", "gb18030"]), st.data())
    @settings(max_examples=60, deadline=None)
    def test_a_byte_offset_is_the_length_of_what_stands_before(
        self, text: str, encoding: str, data: st.DataObject
    ) -> None:
        document = Document("f", text, encoding, codecs.BOM_UTF8 if encoding == "utf-8" else b"")
        places = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
        slow = [len(document.bom) + len(text[:p].encode(encoding)) for p in places]
        assert byte_offsets(document, places) == slow


def slow_lines(text: str) -> list[tuple[int, int]]:
    """Start and end of each line, one character at a time."""
    out, start, k = [], 0, 0
    while k < len(text):
        if text[k] in "\r\n":
            out.append((start, k))
            k += 2 if text[k : k + 2] == "\r\n" else 1
            start = k
        else:
            k += 1
    if start < len(text):
        out.append((start, len(text)))
    return out


class TestLines:
    @given(st.text(st.sampled_from("ab渡\r\n\u2028\x0c"), max_size=20))
    @example("\r\n\r\n")
    def test_against_a_slow_copy(self, text: str) -> None:
        lines, slow = Lines(text), slow_lines(text)
        assert lines.count == len(slow)
        for number, (start, end) in enumerate(slow, 1):
            assert lines.span(number) == Span(start, end)
            for offset in range(start, end):
                assert lines.position(offset) == (number, offset - start + 1)
                assert lines.line(offset) == number

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
