"""Numbers in words, folded: one against another is a difference of figure.

Cardinals and common ordinals of English, German, French, Spanish, Italian, Portuguese, Dutch,
Polish and Russian; without those that are articles too.
"""

from functools import cache

from dedup.duplicates.calendar import date_words
from dedup.fold import fold

_WORDS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand
million first second third fourth fifth sixth seventh eighth ninth tenth once twice thrice half
dozen score
zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn
siebzehn achtzehn neunzehn zwanzig dreißig dreissig vierzig fünfzig sechzig siebzig achtzig neunzig
hundert tausend million erste ersten zweite zweiten dritte dritten vierte vierten fünfte fünften
sechste sechsten siebte siebten achte achten neunte neunten zehnte zehnten einmal zweimal dreimal
deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente
quarante cinquante soixante cent cents mille premier première deuxième troisième quatrième cinquième
sixième septième huitième neuvième dixième
dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta
cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil primero primera segundo tercero
tercera cuarto cuarta quinto quinta
due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici venti
trenta quaranta cinquanta sessanta settanta ottanta novanta cento duecento mille mila primo prima
secondo seconda terzo terza quarto quarta quinto quinta
dois duas três quatro cinco sete oito nove dez onze doze treze quatorze quinze vinte trinta quarenta
cinquenta sessenta oitenta cem
twee drie vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien twintig dertig veertig
vijftig zestig zeventig tachtig negentig honderd duizend
dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście dwadzieścia
trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt sto dwieście
tysiąc tysięcy
два две три четыре пять шесть семь восемь девять десять одиннадцать двенадцать двадцать тридцать
сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто двести тысяча тысяч первый второй
третий
"""


@cache
def number_words() -> frozenset[str]:
    """The words, folded."""
    return frozenset(fold(word).text for word in _WORDS.split())


@cache
def figure_words() -> frozenset[str]:
    """Numbers in words and the names of months and days, folded."""
    return number_words() | date_words()
