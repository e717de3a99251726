"""The tools that make the word lists, on a small dictionary of our own."""

import subprocess
import sys
from pathlib import Path

import pytest

from dedup.lexicon import LANGUAGES, Case

TOOLS = Path(__file__).parent.parent / "tools"
sys.path.insert(0, str(TOOLS))

from lexicon_sources import build, hunspell, latin, old, readers  # noqa: E402

AFF = """SET UTF-8
FORBIDDENWORD !
NEEDAFFIX ?
PFX U Y 1
PFX U 0 un .
PFX E N 1
PFX E 0 l' [aeiou]
SFX S Y 2
SFX S 0 s [^y]
SFX S y ies y
SFX D N 1
SFX D 0 ed/S [^e]
"""
DIC = """6
lock/USD
city/S
angry/E
wrong/!
stem/?S
a\\/b/S
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "index.aff").write_text(AFF, encoding="utf-8")
    (tmp_path / "index.dic").write_text(DIC, encoding="utf-8")
    return tmp_path


def test_a_hunspell_dictionary_is_expanded(folder):
    forms = {stem: set(words) for stem, words in hunspell.entries(folder)}
    assert forms["lock"] == {"lock", "locks", "locked", "lockeds", "unlock", "unlocks"}
    assert forms["city"] == {"city", "cities"}
    assert forms["angry"] == {"angry"}  # l'angry is an elision
    assert forms["wrong"] == set()
    assert forms["stem"] == {"stems"}


def test_a_list_takes_counted_forms_then_names_then_the_rest(tmp_path):
    extra = tmp_path / "xx.txt"
    extra.write_text("# ours\nof -tion\n", encoding="utf-8")
    entries = [(["house", "houses", "housed"], True), (["tion"], True), (["Mr"], True)]
    counted = {
        "house": 1e-4,
        "houses": 1e-5,
        "london": 1e-6,
        "hcuse": 1e-9,
        "abc": 1e-5,
        "tion": 1e-6,
    }
    made = build.build("en", entries, counted, 100, extra)
    assert all(word in made for word in ("house", "houses", "housed", "london", "of"))
    assert not any(word in made for word in ("hcuse", "abc", "tion", "mr"))
    assert made.cases("house") == Case.LOWER
    assert made.frequency("house") > made.frequency("houses") > made.frequency("housed") > 0
    small = build.build("en", entries, counted, 3, extra)
    assert len(small) == 3
    assert "house" in small
    assert "housed" not in small


def test_a_piece_of_many_words_is_no_name(tmp_path):
    extra = tmp_path / "xx.txt"
    extra.write_text("", encoding="utf-8")
    stems = [f"{first}{second}" for first in "bcdfghjk" for second in "aeio"]
    words = [stem + "schaft" for stem in stems]
    counted = dict.fromkeys([*words, "schaft", "utrecht"], 1e-06)
    made = build.build("de", [([word], True) for word in words], counted, 100, extra)
    assert "utrecht" in made
    assert "schaft" not in made


@pytest.mark.parametrize(
    ("code", "word", "form"),
    [
        ("de", "vorteil", "vortheil"),
        ("de", "regierung", "regirung"),
        ("de", "polizei", "polizey"),
        ("de", "ärzte", "aerzte"),
        ("en", "public", "publick"),
        ("en", "connection", "connexion"),
        ("es", "cuanto", "quanto"),
        ("fr", "avait", "avoit"),
        ("fr", "enfants", "enfans"),
        ("it", "principi", "principj"),
        ("nl", "lopen", "loopen"),
        ("pl", "historja", "historya"),
        ("pt", "teatro", "theatro"),
        ("ru", "нового", "новаго"),
    ],
)
def test_old_spellings(code, word, form):
    assert form in set(old.SPELLINGS[code](word))


def test_latin_forms_come_from_stems_and_endings():
    verb = latin.Word(("am", "am", "amav", "amat"), latin.VERB, (1, 1), 1)
    forms = {form for form, _ in latin.forms(verb)}
    assert forms >= {
        "amo",
        "amas",
        "amabantur",
        "amavisse",
        "amasse",
        "amatus",
        "amaturus",
        "amandi",
        "amans",
        "amare",
    }
    noun = latin.Word(("rex", "reg", "", ""), latin.NOUN, (3, 1), 1)
    assert {form for form, _ in latin.forms(noun)} >= {
        "rex",
        "regis",
        "regi",
        "regem",
        "rege",
        "reges",
        "regum",
    }
    assert list(latin.forms(latin.Word(("x", "", "", ""), latin.NOUN, (9, 8), 1))) == []


def test_a_separable_verb_is_put_together():
    tree = {"PRÄ": {"S": {"3": ["lehnt", "ab"]}}, "hasPrefix": True}
    assert set(readers._joined("ablehnen", tree)) == {"ablehnt", "abzulehnen"}


def test_the_tool_tells_what_it_needs_and_what_it_takes():
    tool = [sys.executable, str(TOOLS / "make_lexicon.py")]
    listed = subprocess.run([*tool, "--list"], capture_output=True, text=True, check=True).stdout
    assert [line for line in listed.splitlines() if line[0] != " "] == list(LANGUAGES)
    assert subprocess.run(tool, capture_output=True, check=False).returncode == 1
