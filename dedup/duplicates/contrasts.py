"""Small words and characters that say something else: not, who, where, how much, when."""

from functools import cache

from dedup.fold import fold
from dedup.patterns import regex

NEGATIONS = frozenset(("不", "没", "無", "无", "未", "非", "莫", "勿", "别", "別", "否", "ない"))
ROMAN = regex(r"[ivx]+")
"""A small Roman numeral, folded; other letters make words too."""
# Behind which one or two characters of a given name stand.
FAMILY_NAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
    "贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
# Characters that stand for one another in sentences that are otherwise the same: who, where, how
# much, when. One of a set against another of it is content.
OPPOSITES = tuple(
    map(
        frozenset,
        (
            "不没無无未有是可能会要必曾只已很",
            "我你您他她它咱俺汝彼",
            "东西南北中東",
            "上下左右前后後内外里",
            "大小多少高低长短老幼新旧长強强弱快慢早晚冷热",
            "男女父母兄弟姐妹子女夫妻爷奶公婆",
            "年月日时分秒周週世",
            "省市县区镇乡村州郡國国",
            "甲乙丙丁戊己庚辛壬癸",
            "子丑寅卯辰巳午未申酉戌亥",
            "春夏秋冬",
            "中美英法德俄日韩朝印意西葡巴埃澳加匈波捷奥荷比瑞丹挪芬土伊沙越老柬泰缅马菲",
            "增减升降涨跌加减进出收支买卖買賣",
            "红黄蓝绿白黑紫灰",
            FAMILY_NAMES,
        ),
    )
)
_NEGATING = (
    "not no never nor none without cannot nicht kein keine keinen keinem keiner nie niemals ohne"
    " ne pas jamais sans non mai senza nunca sin não nem sem niet geen nooit zonder"
    " bez не ни нет без לא אין لا لم لن ليس"
)


@cache
def negating_words() -> frozenset[str]:
    """Words of alphabets that negate, folded, of a dozen languages."""
    return frozenset(fold(word).text for word in _NEGATING.split())
