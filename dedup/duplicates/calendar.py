"""The names of months and days, folded: one against another is a difference of date.

English, German, French, Spanish, Italian, Portuguese, Dutch, Polish and Russian.
"""

from functools import cache

from dedup.fold import fold

_NAMES = """
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
januar jänner februar märz mai juni juli oktober dezember
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
janvier février mars avril juin juillet août septembre octobre novembre décembre
lundi mardi mercredi jeudi vendredi samedi dimanche
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
lunes martes miércoles jueves viernes sábado domingo
gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
lunedì martedì mercoledì giovedì venerdì sabato domenica
janeiro fevereiro março maio junho julho setembro outubro novembro dezembro segunda terça quarta
januari februari maart mei augustus maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
понедельник вторник среда четверг пятница суббота воскресенье
"""


@cache
def date_words() -> frozenset[str]:
    """The names, folded."""
    return frozenset(fold(name).text for name in _NAMES.split())
