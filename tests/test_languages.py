"""The language of a text, from its script and small words. All texts are our own."""

import random
import time

import pytest

from dedup.languages import language_of, languages_of

PAGES = {
    "de": """Am Morgen ging der Müller über die Brücke und sah, dass das Wasser in der Nacht
gestiegen war. Er rief seine Frau und die beiden Knechte, und sie trugen die Säcke mit dem
Mehl auf den Boden.
Gegen Mittag stand der Hof unter Wasser, aber die Mühle war noch trocken.""",
    "en": """The miller crossed the bridge in the morning and saw that the water had risen in
the night. He called his wife and the two men, and they carried the sacks of flour up to the loft.
By noon the yard was under water, but the mill itself was still dry.""",
    "es": """Por la mañana el molinero pasó el puente y vio que el agua había subido durante
la noche. Llamó a su mujer y a los dos mozos, y llevaron los sacos de harina al piso de arriba.
Al mediodía el patio estaba bajo el agua, pero el molino seguía seco.""",
    "fr": """Le matin, le meunier passa le pont et vit que l'eau avait monté pendant la nuit.
Il appela sa femme et les deux valets, et ils portèrent les sacs de farine au grenier.
Vers midi la cour était sous l'eau, mais le moulin restait sec.""",
    "it": """La mattina il mugnaio passò il ponte e vide che l'acqua era salita durante la notte.
Chiamò la moglie e i due garzoni, e portarono i sacchi di farina nella soffitta.
A mezzogiorno il cortile era sotto l'acqua, ma il mulino era ancora asciutto.""",
    "la": """Mane molitor pontem transiit et vidit aquam per noctem crevisse.
Vocavit uxorem et duos servos, qui saccos farinae in tabulatum portaverunt, quia aqua iam
ad ianuam erat. Meridie area sub aqua fuit, sed mola ipsa non erat madida.""",
    "nl": """In de morgen ging de molenaar over de brug en zag dat het water in de nacht
gestegen was. Hij riep zijn vrouw en de twee knechten, en zij droegen de zakken met meel
naar de zolder.
Tegen de middag stond het erf onder water, maar de molen was nog droog.""",
    "pl": """Rano młynarz przeszedł przez most i zobaczył, że woda w nocy się podniosła.
Zawołał żonę i dwóch parobków, a oni zanieśli worki z mąką na strych.
W południe podwórze było już pod wodą, ale młyn był jeszcze suchy.""",
    "pt": """De manhã o moleiro passou a ponte e viu que a água tinha subido durante a noite.
Chamou a mulher e os dois criados, e eles levaram os sacos de farinha para o sótão.
Ao meio-dia o pátio estava debaixo de água, mas o moinho ainda não estava molhado.""",
    "ru": """Утром мельник перешёл через мост и увидел, что вода за ночь поднялась.
Он позвал жену и двух работников, и они отнесли мешки с мукой на чердак.
К полудню двор был под водой, но мельница была ещё сухая.""",
    "zh": """早上磨坊主走过桥,看见河水在夜里涨了。他叫来妻子和两个伙计,把一袋袋面粉搬到阁楼上。
到了中午,院子已经淹在水里,可是磨坊还是干的。""",
    "ja": """朝、粉屋は橋を渡って、夜のあいだに水かさが増したのを見た。彼は妻と二人の使用人を呼び、
小麦粉の袋を屋根裏へ運んだ。昼には庭は水につかっていたが、水車小屋はまだ乾いていた。""",
    "ko": """아침에 방앗간 주인은 다리를 건너며 밤사이 물이 불어난 것을 보았다. 그는 아내와
일꾼 두 사람을 불러 밀가루 자루를 다락으로 옮겼다.
한낮에는 마당이 물에 잠겼지만 방앗간은 아직 말라 있었다.""",
}
ALPHABETS = sorted(PAGES.keys() - {"zh", "ja", "ko"})


def noisy(text: str, rate: float, seed: int) -> str:
    """The text with some letters misread or dropped, as OCR does."""
    dice = random.Random(seed)
    letters = [c for c in text if c.isalpha()]
    return "".join(
        (dice.choice(letters) if dice.random() < 0.7 else "")
        if c.isalpha() and dice.random() < rate
        else c
        for c in text
    )


@pytest.mark.parametrize("code", sorted(PAGES))
def test_a_page(code):
    assert languages_of(PAGES[code]) == (code,)


@pytest.mark.parametrize("code", sorted(PAGES))
def test_a_first_sentence(code):
    sentence = PAGES[code].replace("。", ".").split(".")[0]
    assert languages_of(sentence)[:1] in ((code,), ())
    assert languages_of(" ".join(PAGES[code].split("\n")[:2])) == (code,)


@pytest.mark.parametrize("code", ALPHABETS)
def test_in_capitals(code):
    assert languages_of(PAGES[code].upper()) == (code,)


@pytest.mark.parametrize("code", sorted(PAGES))
@pytest.mark.parametrize("seed", range(8))
def test_with_the_noise_of_ocr(code, seed):
    """One letter in ten is wrong: never another language."""
    assert languages_of(noisy(PAGES[code], 0.1, seed)) in ((code,), ())
    assert languages_of(noisy(PAGES[code] * 2, 0.05, seed)) == (code,)


def test_old_spelling():
    assert languages_of(
        "Es iſt nöthig, daß die Herren bey der Sache ſeyen und die Freyheit im Auge haben."
    ) == ("de",)
    assert languages_of(
        "Il avoit été dit que les François étoient dans la ville avec leurs enfans."
    ) == ("fr",)
    assert languages_of(
        "Онъ былъ въ городѣ и не зналъ, что это за домъ, но онъ не ушелъ изъ него."
    ) == ("ru",)


@pytest.mark.parametrize(
    "pair", [("de", "fr"), ("en", "la"), ("zh", "en"), ("ja", "en"), ("ru", "de")]
)
def test_a_page_in_two_languages(pair):
    text = "\n\n".join(PAGES[code] for code in pair)
    assert set(languages_of(text)) == set(pair)
    assert languages_of("\n".join([PAGES[pair[0]]] * 3 + [PAGES[pair[1]]]))[0] == pair[0]


def test_a_quoted_word_makes_no_second_language():
    assert languages_of(PAGES["zh"] * 3 + "报名请写信到 the editor of this paper。") == ("zh",)
    assert languages_of(PAGES["en"] * 3 + "\nSic transit gloria mundi.") == ("en",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "12.5 %  3,400  1848",
        "§ 4 — § 5",
        "Müller Schmidt Kowalski Johnson",
        "xqzt wrrk fllp brrn dkkt mnbv",
        "de la in a",
        "Hälsningar från byn där ingen någonsin har sett havet eller hört dess dån på vintern",
    ],
)
def test_nothing_where_the_text_does_not_tell(text):
    assert languages_of(text) == ()


def test_a_language_it_does_not_know_is_none():
    czech = (
        "Ráno přešel mlynář přes most a viděl, že voda v noci stoupla. Zavolal ženu a oba čeledíny."
    )
    assert languages_of(czech) == ()
    assert language_of(czech) == ""


def test_a_long_text_is_read_in_samples():
    text = PAGES["de"] * 20_000
    start = time.perf_counter()
    assert languages_of(text) == ("de",)
    assert time.perf_counter() - start < 0.5
