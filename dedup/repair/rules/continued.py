"""Points at a reference to the rest of an article: （下转第3版）, continued on page 3.

What it does: points; it changes nothing. Knows the customary words of thirteen languages.

Why: the other part is on a page that this text may not hold, or stands elsewhere in it.

Before: `The bridge was not paid for. (Continued on page 3.)` After: the same.

Safe when: never; it is pointed out only.

Known to miss: references that name no page (`Fortsetzung folgt`, `to be continued`), and those
whose words are misread.
"""

import re
from collections.abc import Iterator

from dedup.model import Edit, Evidence, Span
from dedup.patterns import regex
from dedup.repair.flags import flag
from dedup.repair.reading import Reading

# A page by number or letter: 4, A2, IV, 12-13.
_PAGE = r"[A-Z]?[- ]?(?:\d{1,4}|[IVXLivxl]{1,6})\b"
_FROM = {
    "de": r"Fortsetzung (?:von|aus) (?:der )?(?:Seite|S\.) ?",
    "en": r"(?:[Cc]ontinued|CONTINUED|[Cc]ont'?d\.?|[Cc]ont\.) (?:from|FROM) "
    r"(?:[Pp]age|PAGE|[Pp]\.) ?",
    "es": r"[Vv]iene de (?:la )?p[áa]g(?:ina|\.) ?",
    "fr": r"[Ss]uite de (?:la )?p(?:age|\.) ?",
    "it": r"(?:[Ss]egue|[Cc]ontinua(?:zione)?) d(?:a|alla) p(?:agina|ag\.|\.) ?",
    "la": r"[Cc]ontinuatio (?:a|ex) pag(?:ina|\.) ?",
    "nl": r"[Vv]ervolg van (?:pagina|blz\.|pag\.) ?",
    "pl": r"(?:[Cc]iąg dalszy|[Cc]\. ?d\.|[Cc]d\.|[Dd]okończenie) ze? (?:str(?:ony|\.)|s\.) ?",
    "pt": r"(?:[Cc]ontinuação|[Cc]onclusão|[Vv]em) da (?:página|p[áa]g\.) ?",
    "ru": r"[Нн]ачало на (?:стр(?:анице|\.)|с\.) ?",
}
_ON = {
    "de": r"(?:Fortsetzung|Fortgesetzt) (?:auf )?(?:Seite|S\.) ?",
    "en": r"(?:(?:[Cc]ontinued|CONTINUED|[Cc]ont'?d\.?|[Cc]ont\.) (?:on|ON)|[Tt]urn to) "
    r"(?:[Pp]age|PAGE|[Pp]\.) ?",
    "es": r"(?:[Cc]ontinúa|[Pp]asa|[Ss]igue) (?:en|a) (?:la )?p[áa]g(?:ina|\.) ?",
    "fr": r"(?:[Ll]ire la )?[Ss]uite (?:en |à la |\(?voir )?p(?:age|\.) ?",
    "it": r"(?:[Ss]egue|[Cc]ontinua) (?:a|alla|in) p(?:agina|ag\.|\.) ?",
    "la": r"(?:[Cc]ontinuatur|[Ss]equitur) pag(?:ina|\.) ?",
    "nl": r"(?:[Vv]ervolg|[Ll]ees verder) op (?:pagina|blz\.|pag\.) ?",
    "pl": r"(?:[Cc]iąg dalszy|[Cc]\. ?d\.|[Cc]d\.|[Dd]okończenie) na (?:str(?:onie|\.)|s\.) ?",
    "pt": r"(?:[Cc]ontinua|[Cc]onclui) na (?:página|p[áa]g\.) ?",
    "ru": r"(?:[Пп]родолжение|[Оо]кончание|[Чч]итайте) на (?:стр(?:анице|\.)|с\.) ?",
}
# How the word for a page ends before its number, in one of these languages.
_ENDINGS = (
    *("age", "AGE", "p.", "P.", "eite", "S.", "gina", "ág.", "ag.", "blz.", "str.", "strony"),
    *("stronie", "s.", "стр.", "странице", "с."),
)
_INSIDE = r"[^()（）【】\n]"
_UNSPACED = (
    (
        "from",
        rf"[(（【]?(?:上接|紧接|緊接){_INSIDE}{{0,12}}?版{_INSIDE}{{0,8}}[)）】]?",
        "上接 紧接 緊接",
    ),
    (
        "on",
        rf"[(（【]?(?:下转|下轉|转接|轉接){_INSIDE}{{0,12}}?版{_INSIDE}{{0,8}}[)）】]?",
        "下转 下轉 转接 轉接",
    ),
    # In the middle of a sentence it is a reference of another kind.
    (
        "on",
        r"[(（【](?:全文|报道|報道|详细报道)?(?:详|詳)?(?:见|見)[^()（）【】\n]{0,6}?\d{1,3}版[)）】]",
        "见 見",
    ),
    (
        "from",
        r"(?:\d{1,3}|[一二三四五六七八九十]{1,3}|前)(?:面|ページ|頁)(?:から|より)(?:の?続き|続く|つづく)",
        "続 つづく",
    ),
    (
        "on",
        r"(?:\d{1,3}|[一二三四五六七八九十]{1,3}|次)(?:面|ページ|頁)[にへ](?:続く|つづく)",
        "続 つづく",
    ),
    ("from", r"(?:\d{1,3}|앞) ?(?:면|페이지|쪽)에서 (?:이어짐|계속)", "에서"),
    (
        "on",
        r"(?:\d{1,3}|다음) ?(?:면|페이지|쪽)(?:에|으로) (?:이어짐|이어집니다|계속)",
        "다음 면 쪽 페이지",
    ),
)
_NUMBERED = [(ending, regex(rf"{re.escape(ending)}\s?{_PAGE}")) for ending in _ENDINGS]
_REFERENCES = (
    ("from", regex(rf"\b(?:{'|'.join(_FROM.values())}){_PAGE}")),
    ("on", regex(rf"\b(?:{'|'.join(_ON.values())}){_PAGE}")),
)
_BY_SCRIPT = [(way, regex(pattern), stems.split()) for way, pattern, stems in _UNSPACED]
# Characters before the word for a page.
_REACH = 40


def find(reading: Reading) -> Iterator[Edit]:
    """Each such reference."""
    text = reading.text
    for way, span in sorted({*_by_number(text), *_by_script(text)}):
        what = "begins" if way == "from" else "goes on"
        evidence = Evidence("reference", 0.9, f"the article {what} on another page")
        yield flag(reading, span, "continued", evidence)


def _by_number(text: str) -> Iterator[tuple[str, Span]]:
    """References in alphabets; looked for around the numbers of pages, ten times as quick."""
    for ending, pattern in _NUMBERED:
        # To ask this first saves looking through a text in another language by an expression.
        for page in pattern.finditer(text) if ending in text else ():
            for way, reference in _REFERENCES:
                match = reference.search(text, max(0, page.start() - _REACH), page.end())
                if match is not None:
                    yield way, Span(*match.span())


def _by_script(text: str) -> Iterator[tuple[str, Span]]:
    """References in Chinese, Japanese and Korean."""
    for way, pattern, stems in _BY_SCRIPT:
        if any(stem in text for stem in stems):
            for match in pattern.finditer(text):
                yield way, Span(*match.span())
