"""What the repair arm computes in one go for a whole text is what asking place by place gives."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from dedup import arrays
from dedup.excerpt import Excerpt
from dedup.layout import LINE_ENDS, line_edges, lines
from dedup.lexicon import Lexicon
from dedup.repair import alphabet, phrases
from dedup.repair.alphabet import LETTER, Alphabet
from dedup.repair.lost_hyphens import _LEFT, _last_word
from dedup.repair.phrases import Phrases
from dedup.repair.reading import Reading
from dedup.wordlist import Frequencies

WORD = re.compile(rf"{LETTER}+(?:[-'’\u2010]{LETTER}+)*")
LATIN = st.text("abßÉé\u0301-'’\u2010._1² \n\u00a0\u3000\x1f", max_size=60)
HAN = st.text("甲乙丙a𠀀 \n", max_size=40)
LIST = Lexicon.from_counts({"ab": 10, "ba": 5, "aéb": 3, "bb": 2}, "en")


@pytest.fixture
def short_pieces(monkeypatch):
    """Texts are read in pieces of a few characters, so that words stand at their borders."""
    for module in (alphabet, phrases):
        assert module.PIECE == arrays.PIECE
        monkeypatch.setattr(module, "PIECE", 7)


class TestLines:
    @given(texts() | st.text("a \u3000" + LINE_ENDS))
    def test_begin_and_end_with_what_is_no_white_space(self, text):
        split = re.split(f"[{LINE_ENDS}]", text)
        assert [text[a:b] for a, b in line_edges(text)] == [x.strip() for x in split if x.strip()]

    @given(texts())
    def test_are_the_same_one_by_one(self, text):
        reading = Reading(Excerpt(text))
        assert reading.lines == lines(text)
        assert [reading.line_of(line.span.start) for line in reading.lines] == reading.lines


@pytest.mark.usefixtures("short_pieces")
class TestWords:
    @pytest.mark.parametrize(
        "text", ["", " ", "ab aéb-bb ab", "l'ab\u2010ba  bab\nab", "É ß SS ss"]
    )
    def test_a_few(self, text):
        self.check(text)

    def check(self, text):
        words = Alphabet(text, Frequencies([LIST]))
        folded = WORD.findall(text.casefold().replace("\u2010", "-"))
        assert {word: words.count(word) for word in folded} == {w: folded.count(w) for w in folded}
        unknown = {w for w in folded if not words.is_listed(w)}
        places = [m.span() for m in WORD.finditer(text) if m[0].casefold() in unknown]
        assert words.strangers == places


class TestAnyWords:
    @given(LATIN)
    def test_are_counted_and_found_where_they_stand(self, text):
        TestWords().check(text)

    @given(LATIN, st.integers(1, 60))
    def test_the_last_one_before_a_place(self, text, end):
        end = min(end, len(text))
        start = max(0, end - 9)
        if end > start and text[end - 1].isalpha():
            found = _LEFT.search(text, start, end)
            assert _last_word(text, start, end) == (found[0] if found else "")


@pytest.mark.usefixtures("short_pieces")
class TestPhrases:
    TEXT = "甲乙丙丁戊己庚\n戊己庚辛壬癸甲乙丙丁戊"

    @pytest.mark.parametrize(
        ("left", "right", "found"),
        [
            ("甲乙", "丙丁", ("甲乙丙丁", 2, 0)),
            ("丙丁戊", "己庚甲", ("丙丁戊己庚", 3, 2)),
            ("壬癸", "甲乙丙", ("壬癸甲乙丙", 2, 12)),
            ("己庚", "戊己", None),
            ("乙丙", "甲丁", None),
            ("", "甲乙丙丁", None),
        ],
    )
    def test_stand_first(self, left, right, found):
        asked, at_once = Phrases(self.TEXT), Phrases(self.TEXT)
        assert asked.between(left, right) == found
        at_once.look_up([(left, right), ("丙丁", "戊己")])
        assert at_once.between(left, right) == found


class TestAnyPhrases:
    @given(HAN, HAN, HAN)
    def test_are_those_that_a_search_finds(self, text, left, right):
        before = re.search("[甲乙丙𠀀]*\\Z", left[-8:])[0]
        after = re.match("[甲乙丙𠀀]*", right[:8])[0]
        whole, seam = before + after, len(before)
        wanted = [
            whole[k : k + 4]
            for k in range(len(whole) - 3)
            if k < seam < k + 4 and "𠀀" not in whole[k : k + 4]
        ]
        found = Phrases(text).between(left, right)
        assert (found is not None) == any(phrase in text for phrase in wanted)
        if found is not None:
            assert text.startswith(found[0], found[2])
            assert found[0][: found[1]] == before[len(before) - found[1] :]


class TestOneMisread:
    @given(st.lists(st.text("甲乙丙", min_size=2, max_size=4), max_size=20), st.data())
    def test_is_what_one_character_tells_apart(self, words, data):
        lexicon = Lexicon.from_counts(dict.fromkeys(words, 2.0))
        word = data.draw(st.text("甲乙丁", min_size=1, max_size=5))
        near = {
            other
            for other in words
            if len(other) == len(word) and sum(map(str.__ne__, other, word)) == 1
        }
        assert lexicon.one_misread(word) == sorted(near)
