"""The words beside a number that say whether it counts pages. Of lines with `#` for each number."""

from dedup.layout import Role, is_han, role_of
from dedup.patterns import regex

_NAMES_PAGE = regex(
    r"\b(?:page|pages|pg|p|seite|pagina|página|pág|pag|strona|стр|страница|sida|sivu|blatt|folio"
    r"|fol)\b\.?\s*#|#\s*\|\s*page\b|第\s*#\s*[页頁版]|#\s*(?:[页頁版]|ページ|쪽|페이지)"
    r"|^\W*#\s*(?:of|von|sur|di|из)\s*#\W*$"
)
_PAGE_WORDS = regex(
    r"(?:pages|page|pg|p|seite|pagina|página|pág|pag|strona|страница|стр|sida|sivu|blatt|folio|fol"
    r"|of|von|sur|de|di|из|[第共页頁版]|ページ|쪽|페이지)*"
)
# A line that sends the reader to a page, or cites one.
_REFERS = regex(
    r"^\W*(?:ibid|idem|op\.? ?cit|loc\.? ?cit|ebd|ebenda|cf|vgl|see|siehe|voir|read|turn|go)\b"
    r"|continued|contd|fortsetzung|[下上转轉接見见続][^#]{0,6}第?\s*#|同上"
)
# What is counted, but not by pages, where it stands alone with its number.
_COUNTED = (
    "chapter chap chapitre kapitel capitulo capítulo capitolo глава hoofdstuk rozdział article "
    "artikel articolo art section sec abschnitt part teil partie parte часть figure fig abbildung "
    "abb figura table tab tabelle tableau tabla plate tafel planche lesson lektion leçon act akt "
    "acte scene szene scène letter brief lettre psalm sonnet canto book buch livre question frage "
    "answer exercise übung exercice example beispiel exemple theorem lemma definition note step "
    "day tag jour week woche no nr rule item verse stanza volume vol band tome slide round level "
    "appendix anhang annexe interview speaker equation eq "
    "第章 第节 第節 第条 第條 第回 第卷 第巻 第部 第话 第話 第课 第課 第幕 第场 第場 第期 第集 "
    "第讲 第题 第題 图 圖 図 表 例 注 附录 附錄"
)

# A running title has so many letters, or so many Han characters.
_TITLE_LETTERS, _TITLE_HAN = 4, 2


def names_page(pattern: str) -> bool:
    """Whether a line calls a number of it a page: `page #`, `第 # 页`, `# of #`."""
    return _NAMES_PAGE.search(pattern) is not None


def says_no_more(letters: str) -> bool:
    """Whether the letters of a line that names a page say nothing else."""
    return _PAGE_WORDS.fullmatch(letters) is not None


def refers(pattern: str) -> bool:
    """Whether a line sends the reader to a page, or cites one."""
    return _REFERS.search(pattern) is not None


def counts_otherwise(letters: str) -> bool:
    """Whether the letters beside a number say what is counted, and it is no page."""
    return letters in _COUNTED.split()


def may_be_title(line: str) -> bool:
    """Whether a line may be a running title: no sentence, no byline, no item."""
    letters = "".join(filter(str.isalnum, line))
    fewest = _TITLE_HAN if any(map(is_han, letters)) else _TITLE_LETTERS
    if len(letters) < fewest or letters.isdecimal() or letters[0].islower():
        return False
    if line[-1] in ",;:，；：、" or refers(line.casefold()):
        return False
    return role_of(line) in (Role.HEADING, Role.BODY)
