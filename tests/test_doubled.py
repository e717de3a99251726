"""Doubled words: what stands twice in correct text first, then what no text has twice."""

import pytest

from dedup.duplicates.stutters import find_stutters
from dedup.excerpt import Excerpt
from dedup.languages import language_of
from dedup.model import Applicability
from tests.test_stutters import check, made

# Nothing is said of these.
NATURAL = [
    # English
    "I know that that is not the book that he had with him.",
    "He had had enough of the rain, and she had had none.",
    "What it is is a bridge, and the people who came in in time saw it.",
    "It was very very late, and the man was so so tired, no no, he said.",
    "The The played in the town, and they were all there for it.",
    "He gave her her hat, and she did do do her best with it.",
    "There there, said the nurse to the child, it is not so bad.",
    "He said that the log in in the book was his.",
    "THE THE OF AND WITH THAT THIS ARE FROM",
    "The value of the an-an was not known to them at all.",
    'The word "the" the teacher had written was on the board with it.',
    "The vowels are a, a and an, an; they were not in the list.",
    "We met in the, the boy said, in the yard with him.",
    # German
    "Das sind die, die die Stadt bewohnen, und der, der der Frau half.",
    "Ein ein Meter langer Stab lag auf dem Tisch, und er war nicht aus Holz.",
    "Die des des Lesens kundigen Mannes und die in in Berlin gebauten Häusern sind es.",
    "Er nahm das das Kind betreffende Papier und ging mit sich selbst ins Haus.",
    # French
    "Nous nous levons et vous vous levez, mais il ne dit pas où il est.",
    "Le gouvernement de de Gaulle et la politique de de la Tour ne sont pas dans le livre.",
    "C'est un très très grand bateau, non non, dit-il dans la rue.",
    "Elle a mis la robe, la la la, chantait la dame dans le jardin.",
    "Prends-le le matin, et ne dis pas que je suis avec elle.",
    # Spanish, Italian, Portuguese, Dutch
    "La obra de de la Cruz no es como la de los otros, pero se lee con gusto.",
    "El autobús para para que suban los niños y las mujeres en la plaza.",
    "Il libro di di Maio non è nella casa della madre, ma era con lui.",
    "Ik denk dat het het huis is van van Gogh, en niet van hem.",
    # others
    "Orang orang itu pergi ke pasar, anak anak bermain di rumah.",
    "An an, et dans le bois la dame de la tour ne dit rien.",
    "und und",
    "de de",
    "the the",
    "Sirhan Sirhan, Duran Duran, Pago Pago, Baden Baden, bye bye.",
    "x = the the()",
    # Chinese
    "这是他的目的的一部分。",
    "标的的价格上涨了。",
    "標的的價格上漲了。",
    "他的的确是一个好人,说的的确是真话。",
    "他的的士停在门口。",
    "如果是我的的话,就还给我。",
    "的的喀喀湖在秘鲁。",
    "她打的的时候下着雨。",
    "为了了解情况,他去了三次。",
    "他饿得受不了了,就吃不了了之的亏。",
    "他现在在家,正在在校学生中间。",
    "问题是是否同意,于是是他去的。",
    "联合和和平是大家的愿望。",
    "与与会者谈话,参与与否都可以。",
    "他涉及及时的问题,埃及及其邻国。",
    "人人天天看看想想,高高兴兴,是是非非。",
    "“是是是,”他说,“对对对。”",
    "小时了了,大未必佳。",
    "棉被被偷了,自从从前他来过。",
    "温和和气的人。",
    # Japanese
    "目的的なものと、的的に。",
    "ここにはははがいる。",
]
# Shown and left.
DOUBTFUL = [
    "Zij waren er twee jar en en het was goed, maar hij was niet in het huis.",
    "He thought of of late with a smile, and she was not there.",
    "He went to to the town and she was not with him.",
    "The people whom I spoke with with regard to it were not there.",
    "Il ne dit que que cela est bon pour les hommes et la dame.",
    "Er ging mit mit der Frau und dem Kind in das Haus.",
    "郑家和和他的船队一起走。",
    "我们都都在在这里住。",
    "目的的的的一部分。",
]
# text: what is left of it
DOUBLED = {
    "The dog ran to the the house and it was not there.": (
        "The dog ran to the house and it was not there."
    ),
    "The the dog ran to his house and it was not there.": (
        "The dog ran to his house and it was not there."
    ),
    "He ran to the house of the\nthe old man and it was not there.\n": (
        "He ran to the house of the\nold man and it was not there.\n"
    ),
    "He ran to the house of the the\nold man and it was not there.\n": (
        "He ran to the house of the\nold man and it was not there.\n"
    ),
    "He ran to the house of the\r\nthe old man and it was not there.\r\n": (
        "He ran to the house of the\r\nold man and it was not there.\r\n"
    ),
    "He ran to the  the the house, and it was not there.": (
        "He ran to the house, and it was not there."
    ),
    "She took an an apple from the tree and gave it to him.": (
        "She took an apple from the tree and gave it to him."
    ),
    "Salt and and pepper were on the table with the bread.": (
        "Salt and pepper were on the table with the bread."
    ),
    "They sold their their house, which was the last of it.": (
        "They sold their house, which was the last of it."
    ),
    "Der Mann und und die Frau gingen nicht in das Haus.": (
        "Der Mann und die Frau gingen nicht in das Haus."
    ),
    "Er war nicht alt oder oder krank, und sie war mit ihm.": (
        "Er war nicht alt oder krank, und sie war mit ihm."
    ),
    "Le chat et et le chien sont dans la rue avec elle.": (
        "Le chat et le chien sont dans la rue avec elle."
    ),
    "Il est dans dans la maison, et elle ne le sait pas.": (
        "Il est dans la maison, et elle ne le sait pas."
    ),
    "Los niños y y las niñas están en la casa del pueblo.": (
        "Los niños y las niñas están en la casa del pueblo."
    ),
    "El perro está en en la casa con los niños y las niñas.": (
        "El perro está en la casa con los niños y las niñas."
    ),
    "Il cane è nella nella casa della madre, ma non con lui.": (
        "Il cane è nella casa della madre, ma non con lui."
    ),
    "O cão está em em casa com os meninos, mas não há pão.": (
        "O cão está em casa com os meninos, mas não há pão."
    ),
    "De man en en de vrouw zijn niet in het huis van hem.": (
        "De man en de vrouw zijn niet in het huis van hem."
    ),
    "Он пришёл и и сел, а она не знала, что это было.": (
        "Он пришёл и сел, а она не знала, что это было."
    ),
    "他们的的孩子在学校里读书。": "他们的孩子在学校里读书。",
    "山上的的石头很多。": "山上的石头很多。",
    "山上的\n的石头很多。\n河里的鱼也多。": "山上的石头很多。\n河里的鱼也多。",
    "老师与与学生一起种树。": "老师与学生一起种树。",
    "粮食及及蔬菜都运来了。": "粮食及蔬菜都运来了。",
    "山上的的的石头很多。": "山上的石头很多。",
    "山上" + "的" * 9 + "石头很多。": "山上的石头很多。",
}


@pytest.mark.parametrize("text", NATURAL)
def test_what_is_doubled_by_nature_is_not_even_shown(text: str) -> None:
    assert find_stutters(Excerpt(text)) == []


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_may_be_right_is_shown_and_left(text: str) -> None:
    edits = find_stutters(Excerpt(text))
    assert {e.applicability for e in edits} == {Applicability.UNSAFE}
    assert {e.rule for e in edits} == {"doubled-word"}
    check(text, edits)


@pytest.mark.parametrize(("text", "left"), DOUBLED.items())
def test_what_no_text_has_twice_goes(text: str, left: str) -> None:
    (edit,) = find_stutters(Excerpt(text))
    assert edit.rule == "doubled-word"
    assert " in a row" in edit.reason
    check(text, [edit])
    assert made(text) == left
    assert made(left) == left


@pytest.mark.parametrize(
    ("passage", "language"),
    [
        ("The dog ran to the house and it was not there.", "en"),
        ("Der Hund lief in das Haus, und er war nicht da.", "de"),
        ("Le chien est dans la maison, et il ne dort pas.", "fr"),
        ("El perro está en la casa y no duerme con los niños.", "es"),
        ("Pizza Pasta Panini", ""),
        ("", ""),
        ("山上有一座老房子。", ""),
        ("the of and der die und le les est", ""),
    ],
)
def test_the_language_of_a_passage(passage: str, language: str) -> None:
    assert language_of(passage) == language


def test_a_word_is_judged_in_its_own_passage() -> None:
    english = "The dog ran to the house and it was not there with her, as they said. " * 60
    german = "Der Mann und und die Frau gingen nicht in das Haus, denn es war noch zu früh. "
    (edit,) = [
        e
        for e in find_stutters(Excerpt(f"{english[:60]}\n\n{german}\n\n{english[:60]}"))
        if e.rule == "doubled-word"
    ]
    assert edit.old == " und"
