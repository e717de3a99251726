"""Which encoding bytes read as: named where it is clear, and never wrongly."""

import codecs

import pytest
from strategies import SENTENCES

from dedup.errors import DecodeError
from dedup.text import decode, encode

TEXTS = {language: "\n".join(SENTENCES[language]) for language in SENTENCES}
FOUND_IN = [
    ("Chinese", "gb18030", "gb18030"),
    ("Chinese", "gb2312", "gb18030"),
    ("Chinese", "gbk", "gb18030"),
    ("Japanese", "shift_jis", "shift_jis"),
    ("Japanese", "cp932", "shift_jis"),
    ("Japanese", "euc_jp", "euc_jp"),
    ("Korean", "euc_kr", "euc_kr"),
    ("Korean", "cp949", "euc_kr"),
    ("German", "cp1252", "cp1252"),
    ("German", "latin-1", "cp1252"),
    ("French", "cp1252", "cp1252"),
    ("Russian", "cp1251", "cp1251"),
    ("Russian", "koi8-r", "koi8-r"),
    ("Arabic", "cp1256", "cp1256"),
]
"""A language, an encoding it is found in, and the name under which that is suggested."""


def suggestion(data: bytes, encoding: str = "utf-8") -> str | None:
    with pytest.raises(DecodeError) as caught:
        decode(data, "f", encoding)
    return caught.value.suggestion


class TestAdvice:
    @pytest.mark.parametrize(("language", "encoding", "name"), FOUND_IN)
    def test_names_the_encoding_of_a_text(self, language: str, encoding: str, name: str) -> None:
        assert suggestion(TEXTS[language].encode(encoding, "ignore")) == name

    def test_names_big5_for_traditional_characters(self) -> None:
        assert suggestion("清晨的霧還沒有散去，漁船已經從港口出發。".encode("big5")) == "big5"

    def test_names_the_wider_code_page_where_the_plain_one_reads_otherwise(self) -> None:
        assert suggestion(("朝の霧が～まだ晴れない。" * 2).encode("cp932")) == "cp932"

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
    def test_names_what_the_mark_says(self, encoding: str) -> None:
        assert suggestion(TEXTS["Chinese"].encode(encoding)) == encoding

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
    def test_names_utf16_and_utf32_without_a_mark(self, encoding: str) -> None:
        assert suggestion(TEXTS["Chinese"].encode(encoding)) == encoding

    def test_names_utf8_where_another_was_asked_for(self) -> None:
        assert suggestion(TEXTS["Chinese"].encode(), "euc_kr") == "utf-8"

    @pytest.mark.parametrize(("language", "encoding", "_name"), FOUND_IN)
    def test_is_never_wrong_on_a_single_sentence(
        self, language: str, encoding: str, _name: str
    ) -> None:
        for sentence in SENTENCES[language]:
            data = sentence.encode(encoding, "ignore")
            name = None if data.isascii() else suggestion(data)
            assert name is None or data.decode(name) == data.decode(encoding)

    @pytest.mark.parametrize("language", [name for name in SENTENCES if name != "English"])
    def test_damaged_utf8_is_not_taken_for_another_encoding(self, language: str) -> None:
        for sentence in SENTENCES[language]:
            data = sentence.encode()
            for at in (k for k, byte in enumerate(data) if byte > 0x7F):
                for damaged in (data[:at] + data[at + 1 :], data[:at] + b"\xff" + data[at + 1 :]):
                    assert suggestion(damaged) is None

    @pytest.mark.parametrize(
        "data",
        [
            bytes(range(256)) * 8,
            b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\xff\x80" * 40,
            bytes(7919 * k % 251 for k in range(4000)),
            TEXTS["Chinese"].encode("gb18030") + b"\0",
            TEXTS["Chinese"].encode("gb18030") + b"\xff",
            TEXTS["Russian"].encode("cp1251") + TEXTS["Chinese"].encode("gb18030"),
        ],
        ids=["every byte", "a program", "noise", "a NUL", "an odd byte", "two encodings"],
    )
    def test_none_for_what_is_no_text(self, data: bytes) -> None:
        assert suggestion(data) is None

    @pytest.mark.parametrize("odd", [b"\xff", b"\0", b"\x1b"])
    def test_the_whole_is_confirmed_not_a_sample_alone(self, odd: bytes) -> None:
        data = TEXTS["Chinese"].encode("gb18030") * 2000
        assert suggestion(data) == "gb18030"
        assert suggestion(data + odd + data) is None

    def test_none_that_could_not_be_written_back(self) -> None:
        data = TEXTS["Japanese"].encode("cp932")
        assert suggestion(data) == "shift_jis"
        assert suggestion(data + b"\x87\x90") is None  # one of two codes for the same character

    @pytest.mark.parametrize("word", ["père", "voilà", "tête"])
    def test_none_on_a_letter_that_reads_in_two_ways(self, word: str) -> None:
        assert suggestion(word.encode("cp1252")) is None  # or pčre, voilŕ, tęte

    def test_a_rare_encoding_needs_more_than_a_few_letters(self) -> None:
        assert suggestion("á la carte, wie man sagt".encode("cp850")) is None
        assert suggestion(("öffnen, schließen, " * 6).encode("cp850")) == "cp850"

    @pytest.mark.parametrize(
        "data",
        [b"a" * 2_000_000 + b"\xe9", b"a word\n" * 300_000 + b"\xe9", b"caf\xe9 " * 400_000],
        ids=["one long line", "many plain lines", "one line, many of them"],
    )
    def test_does_not_walk_long_inputs_twice(self, data: bytes) -> None:
        assert suggestion(data) == "cp1252"

    @pytest.mark.parametrize(("language", "encoding", "name"), FOUND_IN)
    def test_auto_takes_the_advice(self, language: str, encoding: str, name: str) -> None:
        data = TEXTS[language].encode(encoding, "ignore")
        document = decode(data, "f", "auto")
        assert document.encoding == codecs.lookup(name).name
        assert encode(document) == data

    def test_auto_refuses_what_reads_as_nothing(self) -> None:
        with pytest.raises(DecodeError, match=r"is not UTF-8$"):
            decode(b"\x80\x81\xfe\xff", "f", "auto")
