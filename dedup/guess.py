"""Which encoding do these bytes read as? Asked only when they are not what they were said to be.

Anything decodes as Latin-1, so that bytes decode is no proof. A reading is believed only if the
whole decodes strictly, encodes back to the same bytes, holds no control characters, looks like
what people write in some language, and is clearly likelier than any reading that gives another
text. Otherwise there is no advice, which is better than wrong advice.

How likely a reading is: the sum of the log-probabilities of its non-ASCII characters, by classes
(everyday characters, the others, marks) and the usual share of each class in a language. The
shares are rough; that they sum to one is what makes readings comparable. On short input this is
surer than charset-normalizer, which is asked where no language of the tables fits: see
`docs/dependencies.md` for the figures. Above 300 lines because the tables of what is everyday in
each language stand beside the one reading that uses them.
"""

import codecs
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dedup.patterns import regex

SAMPLE = 1 << 16
"""So many bytes, of lines that are not plain ASCII, rank the readings; the whole confirms one."""

_MARGIN = 3.0
"""How much likelier a reading must be than any that gives another text: e**3, twenty to one."""

_STRANGE = 0.1
"""At most this share of the non-ASCII characters may be foreign to the language, or misplaced."""

_UTF8 = 0.6
"""From this share of UTF-8 sequences among the high bytes on, the input is damaged UTF-8."""

_LETTERS = 30
"""So many letters of another script than Latin charset-normalizer needs to be believed."""

_FOREIGN = math.log(0.01 / 20_000)
"""Log-probability of a character that is foreign to the language: 1 in 100, and any of 20,000."""

_ASCII = math.log(1 / 25)
"""Log-probability of an ASCII character: to one reading a letter, to another half a Han one."""

_MISPLACED = -6.0
"""Log-probability of what does not stand in a word of the language."""

_RARE = -3.0
"""Log-odds of an encoding that is rarely met, as against the common ones."""

_FEW = 8
"""So many non-ASCII characters a rare encoding needs to be believed."""

_COMMON = {"gb18030": 0, "big5": 0, "cp932": 0, "cp949": 0, "cp1252": 0, "cp1251": 0}
_COMMON |= {"euc_jp": -1, "koi8-r": -1, "cp1250": -1, "iso8859-2": -1, "mac-cyrillic": -6}
"""Log-odds of those that are met often, or hardly ever."""

_PLAINER = {"cp932": "shift_jis", "cp949": "euc_kr"}
"""The name to give instead where both read the same text."""

_HAN = (
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可"
    "她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三"
    "已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女"
    "问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由"
    "却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路"
    "期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八"
    "這來個說們為時會過對後沒還發當從動兩長樣現將與進實點種聲話見無開學經頭國問機給幾業間電門東關"
    "氣聽並卻產體別處總場師書員報馬張難數應車親務記邊戰許讓裡麼於"
)
"""Everyday Han characters, simplified and traditional: more than half of running text."""

_HANGUL = (
    "이다는에의을가고하지로은사를한기어리서자도인나아라시대해스으정장들전일수있제보부그여상과것마만원주성"
    "비었면구안오습니게소선할우동공거진모신위러연무되세음경유치중조문방국말용내생실학해야간물와없때년적못"
    "된잘각개결계관권금김날남너네노단당데독든등때또란람래려력령록료류름릴린립많맞매며명목미민바반받발번법"
    "변별복본불새생석설속손쓰식심십쪽알않약양업열영예온올왔외요욕운움월응익입작잡재점접존종좋준즉직질집차"
    "찾처천청체초최추축출타터텍통트특판편평포표프피필함합항행향현형호화환활회후흐히힘"
)
"""Everyday Hangul syllables: most of running text."""

_KANA = "".join(map(chr, (*range(0x3041, 0x3097), *range(0x30A1, 0x30FD)))) + "、。「」"
_CJK_MARKS = "，。、：；“”《》「」（）？！"
_CJK_RARE = "".join(map(chr, (*range(0x3000, 0x3040), *range(0xFF01, 0xFF5F)))) + "‘’…—·"
_MARKS = "“”„‘’«»–—…\u00a0"
_RARE_MARKS = "‚‹›€£§©®™°±·½¼¾²³ªº¿¡×µ¥•†№\u00ad"

_CASE = "l(?=[Uu])|L(?=u)"  # a capital behind a small letter; see `_kind` for the alphabet
_SYMBOL = "[LlUu](?=s[LlUu])"  # a symbol between two letters
_IN_LATIN = regex(f"{_CASE}|{_SYMBOL}")
_IN_WEST = regex(f"{_CASE}|{_SYMBOL}|[lu](?=[lu]{{2}})")  # or three accented letters in a row
_IN_OTHER = regex(f"{_CASE}|{_SYMBOL}|[LU](?=[luo])|[luo](?=[LU])")  # or two scripts in a word
_IN_HANGUL = regex("[LU](?=o{1,2}L)")  # one or two syllables within a Latin word
_IN_HAN = regex("[LU](?=o{1,2}L)|o(?= o)")  # or a space between two characters

_HIGH_BYTE = regex(rb"[\x80-\xff]")
_CONTROL = regex("[\0-\x08\x0b\x0e-\x19\x1b-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
"""What no text holds; TAB, line ends, form feed and the DOS end of file are let pass."""


def _rows(codec: str, first: int, last: int) -> str:
    """The characters of a double-byte codec with these lead bytes.

    The national standards put the usual characters into the first rows, the rare ones behind.
    """
    leads, trails = range(first, last + 1), range(0x40, 0xFF)
    return "".join(bytes((a, b)).decode(codec, "ignore") for a in leads for b in trails)


@dataclass(frozen=True, slots=True)
class _Language:
    """What text in a language looks like, and the codecs it is found in.

    Attributes:
        codecs: codec names, between spaces.
        misplaced: matches what does not stand in a word, in the alphabet of `_kind`.
        least: at least this share of the non-ASCII characters is everyday ones.
        classes: characters, and their share among the non-ASCII ones; the first class is the
            everyday characters. A character belongs to the first class that has it.
    """

    codecs: str
    misplaced: re.Pattern[str]
    least: float
    classes: tuple[tuple[str, float], ...]

    def weights(self) -> dict[str, float]:
        """The log-probability of each character."""
        weights: dict[str, float] = {}
        for characters, share in self.classes:
            new = set(characters).difference(weights)
            weights |= dict.fromkeys(new, math.log(share / max(1, len(new))))
        return weights


def _han(codecs: str, everyday: str, usual: str, rare: str) -> _Language:
    classes = (everyday, 0.5), (_CJK_MARKS, 0.12), (usual, 0.34), (_CJK_RARE, 0.02), (rare, 0.01)
    return _Language(codecs, _IN_HAN, 0.2, classes)


def _hangul(codecs: str, everyday: str, usual: str, hanja: str) -> _Language:
    classes = (everyday, 0.6), (usual, 0.37), (_CJK_MARKS + _CJK_RARE, 0.01), (hanja, 0.01)
    return _Language(codecs, _IN_HANGUL, 0.2, classes)


def _alphabet(codecs: str, misplaced: re.Pattern[str], everyday: str, rarer: str = "") -> _Language:
    small, capitals = (everyday, 0.66), (everyday.upper(), 0.04)
    rest = (rarer, 0.1), (rarer.upper(), 0.01), (_MARKS, 0.15), (_RARE_MARKS, 0.03)
    return _Language(codecs, misplaced, 0.4 * (misplaced is _IN_OTHER), (small, capitals, *rest))


_WEST = "cp1252 iso8859-15 cp850 mac-roman"
_CENTRE = "cp1250 iso8859-2 cp852"
_LANGUAGES = (
    # Chinese, simplified and traditional; Japanese; Korean
    _han("gb18030", _HAN, _rows("gb2312", 0xB0, 0xD7), _rows("gb2312", 0xD8, 0xF7)),
    _han(
        "big5 cp950 big5hkscs gb18030", _HAN, _rows("big5", 0xA4, 0xC6), _rows("big5", 0xC9, 0xF9)
    ),
    _han("cp932 euc_jp", _KANA, _rows("euc_jp", 0xB0, 0xCF), _rows("euc_jp", 0xD0, 0xF4)),
    _hangul("cp949", _HANGUL, _rows("euc_kr", 0xB0, 0xC8), _rows("euc_kr", 0xCA, 0xFD)),
    # Russian and its neighbours
    _alphabet(
        "cp1251 koi8-r koi8-u cp866 iso8859-5 mac-cyrillic",
        _IN_OTHER,
        "оеаинтсрвлкм",
        "дпуяыьгзбчйхжюшцщэфъёєіїґў",
    ),
    # German, French, Spanish, Portuguese, Italian, Swedish and Finnish, Danish and Norwegian, Dutch
    _alphabet(_WEST, _IN_WEST, "äöüß", "é"),
    _alphabet(_WEST, _IN_WEST, "éèàêçùâîôûëïœ"),
    _alphabet(_WEST, _IN_WEST, "áéíóúñü", "ç"),
    _alphabet(_WEST, _IN_WEST, "áâãàçéêíóôõú", "ü"),
    _alphabet(_WEST, _IN_WEST, "àèéìòù", "î"),
    _alphabet(_WEST, _IN_WEST, "åäö", "éàü"),
    _alphabet(_WEST, _IN_WEST, "æøå", "éäöü"),
    _alphabet(_WEST, _IN_WEST, "ëéïóöü", "èáà"),
    # Polish, Czech, Slovak, Hungarian, Croatian and its neighbours, Romanian
    _alphabet(_CENTRE, _IN_LATIN, "ąćęłńóśźż", "éáöü"),
    _alphabet(_CENTRE, _IN_LATIN, "áčďéěíňóřšťúůýž", "öü"),
    _alphabet(_CENTRE, _IN_LATIN, "áčďéíľňóôšťúýž", "äĺŕ"),
    _alphabet(_CENTRE, _IN_LATIN, "áéíóöőúüű", "ä"),
    _alphabet(_CENTRE, _IN_LATIN, "čćđšž", "é"),
    _alphabet(_CENTRE, _IN_LATIN, "ăâîşţ", "é"),
    # Turkish, Vietnamese, Greek, Hebrew, Arabic, Thai: so that they are not taken for another
    _alphabet("cp1254 cp857", _IN_LATIN, "çğıöşü", "âîûé"),
    _alphabet("cp1258", _IN_LATIN, "ăâđêôơưáàéíóúùè\u0300\u0301\u0303\u0309\u0323", "ý"),
    _alphabet("cp1253 iso8859-7 cp737", _IN_OTHER, "αοιετσνηυρπκμλςίόΆ", "άέήύώϊϋΐΰωγδθχφβξζψ"),
    _alphabet("cp1255 cp862", _IN_OTHER, "ויהלאמתרבש", "גדזחטכנסעפצקםןךףץ"),
    _alphabet("cp1256", _IN_OTHER, "اليمنروتبعد", "ةسفكقحجشطصخىذأإآءئؤظضزغثهـ،؟؛"),
    _alphabet("cp874", _IN_OTHER, "านรอกเงคมยลวดท่้ิีั็์ุู", "สบตปหพขชผะำไใแโซจฟณศษธญภถฉฐฎฏฆฌฮ๐๑๒๓๔๕๖๗๘๙ฯๆื"),
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The sample as one codec and one language read it."""

    codec: str
    text: str
    score: float
    plausible: bool


def reads_as(data: bytes) -> str | None:
    """The encoding that the whole of the bytes plausibly reads as, or None.

    Args:
        data: bytes of any length that are not UTF-8. A bounded part ranks the encodings, and one
            pass over the whole confirms the best.

    Returns:
        A codec name; the broader standard where several give the same text (gb18030 for GBK).
    """
    sample = _sample(data)
    if _is_damaged_utf8(sample):
        return None
    readings = list(_readings(sample))
    best = max((r for r in readings if r.plausible), key=lambda r: r.score, default=None)
    if best is None:
        codec = _by_charset_normalizer(data[:SAMPLE] if b"\0" in data[:SAMPLE] else sample)
        return codec if codec is not None and _confirms(data, codec) else None
    if any(r.score > best.score - _MARGIN and r.text != best.text for r in readings):
        return None
    return next((c for c in (_plainer(data, best.codec), best.codec) if _confirms(data, c)), None)


def _sample(data: bytes) -> bytes:
    """The lines that are not plain ASCII, up to a bound; cut so that characters stay whole.

    A line is taken from its first high byte on, with a little of the ASCII before it.
    """
    pieces: list[bytes] = []
    size = position = 0
    while size < SAMPLE and (high := _HIGH_BYTE.search(data, position)):
        start = max(position, data.rfind(b"\n", position, high.start()) + 1, high.start() - 80)
        end = data.find(b"\n", high.start(), high.start() + SAMPLE) + 1 or high.start() + SAMPLE
        pieces.append(data[start:end])
        size += len(pieces[-1])
        position = end
    return b"".join(pieces)[:SAMPLE]


def _is_damaged_utf8(sample: bytes) -> bool:
    high = len(_HIGH_BYTE.findall(sample))
    good = sum(len(c.encode()) for c in sample.decode("utf-8", "ignore") if c > "\x7f")
    return good > high * _UTF8


def _kind(character: str) -> str:
    """One of seven letters that tell what a character is in a word.

    `L`, `U`: an ASCII letter, small or capital; `l`, `u`: any other; `o`: a letter without case;
    `s`: a symbol that does not stand in words; a space; `.`: all else.
    """
    if character < "\x80":
        case = "U" if character.isupper() else "L" if character.islower() else "."
        return " " if character == " " else case
    if character in "’‘·\u00ad" or unicodedata.category(character)[0] == "M":
        return "."
    if character.isalpha():
        return "u" if character.isupper() else "l" if character.islower() else "o"
    return "s"


def _readings(sample: bytes) -> Iterator[_Reading]:
    """Every reading of the sample that decodes to text without control characters."""
    cut = len(sample) == SAMPLE  # in the middle of a character, perhaps
    texts: dict[str, tuple[str, Counter[str], str]] = {}
    for language in _LANGUAGES:
        weights, everyday = language.weights(), _both_cases(language.classes[0][0])
        for codec in language.codecs.split():
            if codec not in texts:
                text = sample.decode(codec, "replace").removesuffix("\ufffd" if cut else "")
                counts = Counter(text)
                kinds = text.translate({ord(c): _kind(c) for c in counts})
                texts[codec] = text, Counter({c: n for c, n in counts.items() if c > "\x7f"}), kinds
            text, high, kinds = texts[codec]
            if _CONTROL.search(text):
                continue
            total = high.total()
            misplaced = len(language.misplaced.findall(kinds))
            score = (
                sum(weights.get(c, _FOREIGN) * n for c, n in high.items())
                + _ASCII * (len(text) - total)
                + _MISPLACED * misplaced
                + _COMMON.get(codec, _RARE)
            )
            plausible = (
                (codec in _COMMON or total >= _FEW)
                and sum(n for c, n in high.items() if c not in weights) <= _STRANGE * total
                and misplaced <= _STRANGE * total
                and sum(n for c, n in high.items() if c in everyday) >= language.least * total
            )
            yield _Reading(codec, text, score, plausible)


def _both_cases(characters: str) -> set[str]:
    return {*characters, *characters.upper()}


def _plainer(data: bytes, codec: str) -> str:
    """The better known name of a codec, if the bytes are the same text in both."""
    plain = _PLAINER.get(codec, codec)
    return plain if data.decode(plain, "replace") == data.decode(codec, "replace") else codec


def _confirms(data: bytes, codec: str) -> bool:
    """Whether the whole decodes, comes back as the same bytes, and holds no control characters."""
    try:
        text = data.decode(codec)
        return _CONTROL.search(text) is None and text.encode(codec) == data
    except UnicodeError:
        return False


def _by_charset_normalizer(sample: bytes) -> str | None:
    """What charset-normalizer takes the sample for, where it is to be trusted.

    That is UTF-16 and UTF-32 without a mark, which show by their NUL bytes, and old encodings of
    scripts other than Latin; measured, it is a guess where the letters are Latin or few.
    """
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        return None
    codec = codecs.lookup(best.encoding).name
    if any(
        codec == codecs.lookup(tried).name for one in _LANGUAGES for tried in one.codecs.split()
    ):
        return None
    wide = codec.startswith(("utf-16", "utf-32"))
    if wide or b"\0" in sample:
        return codec if wide and b"\0" in sample else None
    text = str(best)
    letters = sum(c > "\u036f" and c.isalpha() for c in text)
    others = sum(c > "\x7f" for c in text) - letters
    misplaced = len(_IN_OTHER.findall(text.translate({ord(c): _kind(c) for c in set(text)})))
    if letters < _LETTERS or others + misplaced > letters * 2 * _STRANGE:
        return None
    return codec
