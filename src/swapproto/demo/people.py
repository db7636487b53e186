"""Made-up people: generates any number, with invented surnames and places and common given names, in two scripts.

Any likeness to a real person's name is a coincidence.
"""

from collections.abc import Iterator
from hashlib import sha256

from ..lists import Field, Schema

SCHEMA = Schema(
    fields=(
        Field("id", title="Number"),
        Field("family_name", title="Family name"),
        Field("given_name", title="Given name"),
        Field("birth_date", "date", title="Date of birth"),
        Field("unit_or_place", title="Unit or place"),
    ),
    primary_key=("id",),
)

# Each as it is spelled in Ukrainian, in Russian and in Latin letters. A surname is a beginning and an ending.
_BEGINNINGS = (
    ("Хмаро", "Тучо", "Khmaro"),
    ("Зорекри", "Звездокры", "Zorekry"),
    ("Вітрогон", "Ветрогон", "Vitrohon"),
    ("Лісогляд", "Лесогляд", "Lisohliad"),
    ("Росопад", "Росопад", "Rosopad"),
    ("Дощови", "Дождеви", "Doshchovy"),
    ("Камнебр", "Камнебр", "Kamnebr"),
    ("Снігоєд", "Снегоед", "Snihoied"),
    ("Туманю", "Туманю", "Tumaniu"),
    ("Річкол", "Речкол", "Richkol"),
    ("Громови", "Громови", "Hromovy"),
    ("Їжакобі", "Ежобе", "Yizhakobi"),
    ("Ґавоїд", "Гавоед", "Gavoid"),
    ("Щебети", "Щебети", "Shchebety"),
    ("Яворню", "Яворню", "Yavorniu"),
    ("Степобі", "Степобе", "Stepobi"),
)
_ENDINGS = (
    ("ченко", "ченко", "chenko"),
    ("вук", "вук", "vuk"),
    ("лко", "лко", "lko"),
    ("рай", "рай", "rai"),
    ("ч", "ч", "ch"),
    ("дзе", "дзе", "dze"),
    ("гайло", "гайло", "hailo"),
    ("нюк", "нюк", "niuk"),
)
_GIVEN = (
    ("Олена", "Елена", "Olena"),
    ("Петро", "Пётр", "Petro"),
    ("Сергій", "Сергей", "Serhii"),
    ("Наталія", "Наталья", "Nataliia"),
    ("Ігор", "Игорь", "Ihor"),
    ("Юлія", "Юлия", "Yuliia"),
    ("Андрій", "Андрей", "Andrii"),
    ("Ганна", "Анна", "Hanna"),
    ("Євген", "Евгений", "Yevhen"),
    ("Марія", "Мария", "Mariia"),
    ("Дем’ян", "Демьян", "Demian"),
    ("Софія", "София", "Sofiia"),
    ("Микола", "Николай", "Mykola"),
    ("Роман", "Роман", "Roman"),
    ("Ірина", "Ирина", "Iryna"),
    ("Василь", "Василий", "Vasyl"),
)
_PLACES = (
    ("Тихий Яр", "Тихий Яр", "Tykhyi Yar"),
    ("Дзвінка", "Звонкая", "Dzvinka"),
    ("Лелечин", "Аистово", "Lelechyn"),
    ("рота 7-Б", "рота 7-Б", "coy 7-B"),
    ("Синьозір", "Синезорье", "Synozir"),
    ("пост 31", "пост 31", "post 31"),
    ("Медвин-2", "Медвин-2", "Medvyn-2"),
    ("Кривопіль", "Кривополь", "Kryvopil"),
)


def people(count: int, seed: int) -> Iterator[dict[str, str]]:
    """Yield ``count`` made-up people as entries of ``SCHEMA``: the same for one ``seed`` everywhere, at any count.

    About a third of them each is spelled in Ukrainian, in Russian and in Latin letters.
    """
    for number in range(1, count + 1):
        draw = int.from_bytes(sha256(f"{seed} {number}".encode()).digest()[:16], "big")
        draw, spelling = divmod(draw, 3)
        draw, beginning = divmod(draw, len(_BEGINNINGS))
        draw, ending = divmod(draw, len(_ENDINGS))
        draw, given = divmod(draw, len(_GIVEN))
        draw, place = divmod(draw, len(_PLACES))
        draw, year = divmod(draw, 46)
        month, day = divmod(draw % 336, 28)
        yield {
            "id": f"P-{number:06}",
            "family_name": _BEGINNINGS[beginning][spelling] + _ENDINGS[ending][spelling],
            "given_name": _GIVEN[given][spelling],
            "birth_date": f"{1960 + year}-{month + 1:02}-{day + 1:02}",
            "unit_or_place": _PLACES[place][spelling],
        }
