"""Spellings of earlier times, made from today's: what newspapers and books before 1950 have.

Each function takes a folded word and gives the spellings it once had; rules of substitution of our
own, from general knowledge. A form that is another word today is dropped by the caller.
"""

import re
from collections.abc import Callable, Iterator


def _swaps(word: str, table: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """The word with each substitution that applies to it, and with all of them."""
    whole = word
    for pattern, new in table:
        changed = re.sub(pattern, new, word)
        if changed != word:
            yield changed
            whole = re.sub(pattern, new, whole)
    if whole != word:
        yield whole


_GERMAN = (
    (r"(?<![st])teil", "theil"),
    (r"^(ge|be|ver|miß)?(tal|tür|tor|tier|turm|tat|tau|tran|trän|tun)", r"\1#\2"),
    (r"(rat|not|mut|wirt|wert|rot|miet|flut|glut|monat|heimat|armut|atem)(?!h)", r"\1#"),
    (r"tum", "thum"),
    (r"tüm", "thüm"),
    (r"^(bei|drei|zwei|frei|sei|mei|ei|zwei)", lambda m: m[0][:-1] + "y"),
    (r"ei$", "ey"),
    (r"eien$", "eyen"),
    (r"ier(en|t|te|ten|ung|ungen)$", r"ir\1"),
    (r"^k(?=[aou](?:[lmnr][a-z]|[pbt]))", "c"),
    (r"(?<=[au])kt", "ct"),
    (r"ekt", "ect"),
    (r"kl(?=ass|ima|ub)", "cl"),
    (r"^ä", "ae"),
    (r"^ö", "oe"),
    (r"^ü", "ue"),
    (r"^zirk", "circ"),
    (r"^zivil", "civil"),
    (r"^zentr", "centr"),
    (r"offizi", "offici"),
    (r"prinzip", "princip"),
    (r"medizin", "medicin"),
    (r"^hilf", "hülf"),
    (r"^gib(s?t)$", r"gieb\1"),
    (r"(ging|fing|hing)", lambda m: m[0][0] + "ieng"),
    (r"likum", "licum"),
)


def german(word: str) -> Iterator[str]:
    """Theil, seyn, Publicum, regiren, Aepfel."""
    for form in _swaps(word, _GERMAN):
        yield (
            form.replace("#", "h")
            if not re.match(r"(ge|be|ver|miß)?#", form)
            else re.sub(r"#t", "th", form).replace("#", "h")
        )


def english(word: str) -> Iterator[str]:
    """Publick, dropt, connexion."""
    if re.search(r"[a-z]{3}ics?$", word):
        yield re.sub(r"ic(s?)$", r"ick\1", word)
    if re.search(r"[aeiou](pp|ss)ed$", word):
        yield re.sub(r"pped$|ssed$", lambda m: "pt" if m[0][0] == "p" else "st", word)
    if re.search(r"[aeiou][xkp]ed$", word) and len(word) < 9:
        yield word[:-2] + "t"
    if re.search(r"(nect|flect)ion(s?)$", word):
        yield re.sub(r"ction", "xion", word)


_FRENCH = (
    (r"(?<=[^aeiou])ai(s|t|ent)$", r"oi\1"),
    (r"(?<=[a-zé][ae])nts$", "ns"),
    (r"ège(s?)$", r"ége\1"),
    (r"aî(t|tre|tra|trait)$", r"oî\1"),
    (r"ais(e?s?)$", r"ois\1"),
    (r"ème(s?)$", r"ême\1"),
    (r"oète(s?)$", r"oëte\1"),
)
_SPANISH = (
    (r"^cua", "qua"),
    (r"^j(?=[aeou])", "x"),
    (r"^e(j)(?=[eé])", "ex"),
    (r"(?<=[aeiou])j(?=[aeoó])", "x"),
    (r"^inm", "imm"),
    (r"ción$", "cion"),
    (r"sión$", "sion"),
)
_ITALIAN = ((r"(?<=[dnprz])i$", "j"),)
_PORTUGUESE = (
    (r"^f(?=il|ot|ar[mo]|ós|en|ís|as)", "ph"),
    (r"(?<=[ae])l(?=[ae]s?$)", "ll"),
    (r"t(?=eatr|es[eo]|ron|eor|erm)", "th"),
    (r"ês$", "ez"),
    (r"oi(s?)$", r"ou\1"),
    (r"ões$", "oens"),
    (r"am$", "ão"),
    (r"ç(?=ão$)", "cç"),
    (r"^of(?=[ie])", "off"),
    (r"^com(?=[ei])", "comm"),
)
_DUTCH = (
    (r"(?<=[bcdfghjklmnprstvwz])e(?=[lmnr]en$)", "ee"),
    (r"(?<=[bcdfghjklmnprstvwz])o(?=[dklmnprt]en$)", "oo"),
    (r"(?<=[bcdfghjklmnprstvwz])o(?=[dgt]e$)", "oo"),
    (r"(?<=[bcdfghjklmnprstvwz])e(?=[lr]e$)", "ee"),
    (r"(?<=[dkln])s(e?)$", r"sch\1"),
    (r"(?<=[iea])s(sen)$", r"ssch\1"),
    (r"lijk", "lyk"),
    (r"ij", "y"),
    (r"^zo", "zoo"),
)
_POLISH = (
    (r"(?<=[cdrstzlnp])j(?=[aięąeo]m?$)", "y"),
    (r"(?<=[cdrstzlnp])ja$", "yja"),
    (r"(?<=[cdrstzlnp])ji$", "yi"),
    (r"(?<=[kg])e(?=ner|o|l|s)", "ie"),
    (r"ym$", "em"),
)
_RUSSIAN = (
    (r"ого$", "аго"),
    (r"его$", "яго"),
    (r"ые$", "ыя"),
    (r"ие$", "ия"),
    (r"(?<=^[вр]о)с(?=[кпстфхцч])", "з"),
    (r"^(и|ни|ра)с(?=[кпстфхцч])", r"\1з"),
    (r"^бес(?=[кпстфхцч])", "без"),
    (r"^чрес(?=[кпстфхцч])", "чрез"),
)


def _by(table: tuple[tuple[str, str], ...], least: int = 4) -> Callable[[str], Iterator[str]]:
    return lambda word: _swaps(word, table) if len(word) >= least else iter(())


SPELLINGS: dict[str, Callable[[str], Iterator[str]]] = {
    "de": german,
    "en": english,
    "es": _by(_SPANISH),  # quanto, exército, baxo, nacion
    "fr": _by(_FRENCH),  # avoit, enfans, collége, foible
    "it": _by(_ITALIAN, 5),  # principj, varj
    "nl": _by(_DUTCH),  # loopen, groote, menschen, Nederlandsche
    "pl": _by(_POLISH),  # historya, jenerał
    "pt": _by(_PORTUGUESE),  # pharmacia, ella, theatro, portuguez
    "ru": _by(_RUSSIAN),  # новаго, разсказ; і, ѣ, ѳ and the last ъ are folded
}
