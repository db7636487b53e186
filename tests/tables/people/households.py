"""Made-up persons in households, as two offices write them down; a seed gives the same persons everywhere.

It is known which rows are the same person. Surnames are invented from beginnings and endings, and given names are
common ones. Households share a surname and fathers, and there are namesakes. Anybody who has such a name has it by
coincidence.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from .alphabets import LATIN

Entry: TypeAlias = dict[str, str | None]

_BEGINNINGS = """Хмар/Хмар Зорян/Зорян Вітрогон/Ветрогон Лісогляд/Лесогляд Росопад/Росопад Дощов/Дощов Камнебр/Камнебр
    Снігоєд/Снегоед Туманц/Туманц Їжакоб/Ежакоб Ґавоїд/Гавоед Щебет/Щебет Яворн/Яворн Степоб/Степоб Річкол/Речкол
    Жовтобр/Желтобр Цвіркунч/Цверкунч Шелестян/Шелестян Пір’ян/Перьян В’юнц/Вьюнц Бур’янч/Бурьянч Гайволод/Гайволод
    Мохнат/Мохнат Соловоб/Соловоб Глибочан/Глубочан Лелеч/Лелеч Хвилян/Хвилян Холодняр/Холодняр Криголом/Криголом
    Пилосад/Пылесад Юрбан/Юрбан Євшан/Евшан Очеретян/Очеретян Зозул/Зозул Тьохк/Тёхк Вербол/Вербол Сиволап/Сиволап
    Мжич/Мжич Ворсклян/Ворсклян Перекот/Перекат Дзвонар/Дзвонар Чаплун/Чаплун"""
_ENDINGS = """енко/енко/енко/енко ський/ская/ский/ська ук/ук/ук/ук ець/ец/ец/ець ич/ич/ич/ич ило/ило/ило/ило
    юк/юк/юк/юк ак/ак/ак/ак цький/цкая/цкий/цька аренко/аренко/аренко/аренко ів/ова/ов/ова ишин/ишина/ишин/ишина"""
_MEN = """Олександр/Александр/Олександрович/Александрович Олексій/Алексей/Олексійович/Алексеевич
    Андрій/Андрей/Андрійович/Андреевич Богдан/Богдан/Богданович/Богданович Василь/Василий/Васильович/Васильевич
    Віктор/Виктор/Вікторович/Викторович Віталій/Виталий/Віталійович/Витальевич
    Володимир/Владимир/Володимирович/Владимирович Григорій/Григорий/Григорович/Григорьевич
    Дем’ян/Демьян/Дем’янович/Демьянович Дмитро/Дмитрий/Дмитрович/Дмитриевич Євген/Евгений/Євгенович/Евгеньевич
    Іван/Иван/Іванович/Иванович Ігор/Игорь/Ігорович/Игоревич Костянтин/Константин/Костянтинович/Константинович
    Максим/Максим/Максимович/Максимович Михайло/Михаил/Михайлович/Михайлович Микола/Николай/Миколайович/Николаевич
    Олег/Олег/Олегович/Олегович Павло/Павел/Павлович/Павлович Петро/Пётр/Петрович/Петрович
    Роман/Роман/Романович/Романович Руслан/Руслан/Русланович/Русланович Сергій/Сергей/Сергійович/Сергеевич
    Степан/Степан/Степанович/Степанович Тарас/Тарас/Тарасович/Тарасович Федір/Фёдор/Федорович/Фёдорович
    Юрій/Юрий/Юрійович/Юрьевич Яків/Яков/Якович/Яковлевич Ярослав/Ярослав/Ярославович/Ярославович
    Зореслав/Зореслав/Зореславович/Зореславович Йосип/Иосиф/Йосипович/Иосифович"""
_WOMEN = """Олена/Елена Ганна/Анна Марія/Мария Наталія/Наталья Ірина/Ирина Оксана/Оксана Тетяна/Татьяна Юлія/Юлия
    Софія/София Катерина/Екатерина Світлана/Светлана Любов/Любовь Дарина/Дарина Вікторія/Виктория Ольга/Ольга"""
_PLACES = (
    ("Тихий Яр", "Тихий Яр"),
    ("Дзвінка", "Дзвинка"),
    ("Лелечин", "Лелечин"),
    ("Синьозір", "Синезорье"),
    ("Медвин", "Медвин"),
    ("Кривопіль", "Кривополь"),
)


def _table(text: str) -> list[list[str]]:
    return [line.split("/") for line in text.split()]


BEGINNINGS, ENDINGS, MEN, WOMEN = map(_table, (_BEGINNINGS, _ENDINGS, _MEN, _WOMEN))


class Person(NamedTuple):
    """A made-up person."""

    woman: bool
    family: tuple[int, int]
    given: int
    father: int
    born: date
    place: int


class Lists(NamedTuple):
    """Two lists, or the same list twice; and which rows, from 1, are one person, with what was done to them."""

    mine: list[Entry]
    theirs: list[Entry]
    truth: dict[tuple[int, int], tuple[str, ...]]
    hard: Mapping[tuple[int, int], str] = MappingProxyType({})
    """Rows of two persons who are hard to distinguish, and how they are related."""
    either: frozenset[tuple[int, int]] = frozenset()
    """Rows of one person that nobody could find: neither to pair them nor not to is a mistake."""


def population(count: int, draw: Random) -> list[Person]:
    """Return different persons: fathers, sons (some of their name), daughters, twins; one in ten is a namesake."""
    people: list[Person] = []
    while len(people) < count:
        family = (int(len(BEGINNINGS) * draw.random() ** 1.5), int(len(ENDINGS) * draw.random() ** 1.5))
        father = Person(
            False, family, _skewed(draw, MEN), _skewed(draw, MEN), _day(draw, 1945, 1975), draw.randrange(6)
        )
        people.append(father)
        for _ in range(draw.choice((0, 0, 0, 1, 1, 2, 3))):
            woman = draw.random() < 0.3
            born = _day(draw, father.born.year + 20, father.born.year + 32)
            if draw.random() < 0.1 and people[-1].father == father.given:  # a twin
                born = people[-1].born
            given = father.given if not woman and draw.random() < 0.05 else _skewed(draw, WOMEN if woman else MEN)
            child = Person(woman, family, given, father.given, born, father.place)
            if not any(child[:4] == other[:4] for other in people[-4:]):
                people.append(child)
        if draw.random() < 0.18:
            other = draw.choice(people)
            people.append(other._replace(born=_day(draw, 1945, 2005), place=draw.randrange(6)))
    draw.shuffle(people)
    return people[:count]


def _skewed(draw: Random, names: Sequence[object]) -> int:
    return int(len(names) * draw.random() ** 1.4)


def _day(draw: Random, first: int, last: int) -> date:
    return date(first, 1, 1) + timedelta(days=draw.randrange(365 * (last - first + 1)))


def _spelled(person: Person, language: int) -> Entry:
    """Return the entry in Ukrainian (0) or Russian (1)."""
    beginning, ending = BEGINNINGS[person.family[0]][language], ENDINGS[person.family[1]]
    patronymic = MEN[person.father][2 + language]
    if person.woman:
        patronymic = patronymic.removesuffix("ич") + "на"
        if language == 0:  # -ович and -йович give -івна and -ївна
            patronymic = patronymic.removesuffix("йовна").removesuffix("овна")
            patronymic += "ївна" if MEN[person.father][2].endswith("йович") else "івна"
    uk_man, ru_woman, ru_man, uk_woman = ending
    end = ((uk_man, ru_man), (uk_woman, ru_woman))[person.woman][language]
    return {
        "family_name": beginning + end,
        "given_name": (WOMEN if person.woman else MEN)[person.given][language],
        "patronymic_name": patronymic,
        "birth_date": person.born.isoformat(),
        "birth_place": _PLACES[person.place][language],
    }


NAMES = ("family_name", "given_name", "patronymic_name")


def written(person: Person, hand: str) -> Entry:
    """Return the entry as written in "uk", in "ru", or in Latin letters by a system of ``alphabets.LATIN``."""
    if hand in ("uk", "ru"):
        return _spelled(person, ("uk", "ru").index(hand))
    language, latin = LATIN[hand]
    return {
        field: latin(text) if text and field != "birth_date" else text
        for field, text in _spelled(person, language).items()
    }


# The slips of tired people. Each returns a changed entry, or None if it does not suit this one.


def _swap(first: str, second: str) -> Callable[[Entry, Random], Entry | None]:
    def swap(entry: Entry, _: Random) -> Entry | None:
        if not entry[first] or not entry[second]:
            return None
        return {**entry, first: entry[second], second: entry[first]}

    return swap


def _without(field: str) -> Callable[[Entry, Random], Entry | None]:
    return lambda entry, _: {**entry, field: None} if entry[field] else None


def _initials(entry: Entry, _: Random) -> Entry:
    return {**entry, **{field: (entry[field] or "")[:1] + "." for field in NAMES[1:] if entry[field]}}


def _one_field(entry: Entry, _: Random) -> Entry:
    whole = " ".join(filter(None, (entry[field] for field in NAMES)))
    return {**entry, "family_name": whole, "given_name": None, "patronymic_name": None}


def _day_and_month(entry: Entry, _: Random) -> Entry | None:
    year, month, day = (entry["birth_date"] or "").split("-")
    return {**entry, "birth_date": f"{year}-{day}-{month}"} if int(day) <= 12 and day != month else None


def _digit(entry: Entry, draw: Random) -> Entry:
    while True:
        text = list(entry["birth_date"] or "")
        text[draw.choice((2, 3, 3, 5, 6, 6, 8, 9, 9))] = draw.choice("0123456789")
        changed = "".join(text)
        if changed != entry["birth_date"] and _is_a_day(changed):
            return {**entry, "birth_date": changed}


def _is_a_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _no_date(entry: Entry, _: Random) -> Entry | None:
    return {**entry, "birth_date": None} if entry["patronymic_name"] else None


def _year_only(entry: Entry, draw: Random) -> Entry:
    return {**entry, "birth_date": (entry["birth_date"] or "")[:4] + draw.choice(("", "", "?", "~"))}


def _apostrophe(entry: Entry, draw: Random) -> Entry | None:
    other = draw.choice(("'", "ʼ", "`", "‘", ""))
    changed: Entry = {**entry, **{field: (entry[field] or "").replace("’", other) for field in NAMES}}
    return changed if changed != entry else None


_LOOK_ALIKE = dict(zip("АВСЕНІКМОРТХаеорсухі", "ABCEHIKMOPTXaeopcyxi", strict=True))


def _look_alikes(entry: Entry, draw: Random) -> Entry:
    table = draw.choice((_LOOK_ALIKE, {latin: other for other, latin in _LOOK_ALIKE.items()}))
    change = str.maketrans({letter: table[letter] for letter in draw.sample(sorted(table), 8)})
    return {**entry, **{field: (entry[field] or "").translate(change) or None for field in NAMES}}


def _typo(entry: Entry, draw: Random) -> Entry:
    field = draw.choice(NAMES[:2])
    text = entry[field] or ""
    if len(text) < 4:
        return entry
    place = draw.randrange(1, len(text) - 1)
    letter = draw.choice("abdeiklmnorstu" if text[place].isascii() else "абдеиклмнорсту")
    before, here, after = text[:place], text[place], text[place + 1 :]
    changed = draw.choice(
        (before + letter + after, before + after, before + letter + here + after, before + here + here)
    )
    if changed == before + here + here:  # two letters in the other order
        changed = before + after[0] + here + after[1:]
    return {**entry, field: changed}


FAULTS: dict[str, Callable[[Entry, Random], Entry | None]] = {
    "family and given name swapped": _swap("family_name", "given_name"),
    "given name and patronymic swapped": _swap("given_name", "patronymic_name"),
    "no patronymic": _without("patronymic_name"),
    "no birthplace": _without("birth_place"),
    "initials": _initials,
    "all names in one field": _one_field,
    "day and month swapped": _day_and_month,
    "one digit of the date wrong": _digit,
    "year only": _year_only,
    "no date": _no_date,
    "another apostrophe": _apostrophe,
    "look-alike letters": _look_alikes,
    "one letter wrong": _typo,
}
_LATER = ("initials", "all names in one field")  # after which others make no sense


def spoiled(entry: Entry, draw: Random) -> tuple[Entry, tuple[str, ...]]:
    """Return the entry with no fault (1 in 4), with one, or with two (1 in 6); and which."""
    wanted = draw.choices((0, 1, 2), (3, 7, 2))[0]
    done: list[str] = []
    for name in sorted(draw.sample(list(FAULTS), len(FAULTS)), key=lambda name: name in _LATER and wanted > 1):
        if len(done) == wanted:
            break
        dates = ("day and month swapped", "one digit of the date wrong", "year only", "no date")
        if name in dates and not {*dates}.isdisjoint(done):
            continue
        if (changed := FAULTS[name](entry, draw)) is not None and changed != entry:
            entry = changed
            done.append(name)
    return entry, tuple(done)


def two_lists(seed: int, count: int = 1000, common: int = 600) -> Lists:
    """Return lists of ``count`` persons each, ``common`` of whom are in both."""
    draw = Random(seed)
    people = population(2 * count - common, draw)
    mine = [written(person, _hand(draw, 6, 2)) for person in people[:count]]
    theirs, truth = [], {}
    order = [*range(common), *range(count, len(people))]
    draw.shuffle(order)
    for row, number in enumerate(order, 1):
        hand = _hand(draw, 2, 5)
        entry, faults = spoiled(written(people[number], hand), draw)
        theirs.append(entry)
        if number < common:
            truth[number + 1, row] = (f"written as {hand}", *faults)
    return Lists(mine, theirs, truth)


def one_list(seed: int, count: int = 1000, twice: int = 100) -> Lists:
    """Return a list of ``count`` rows, ``twice`` of which repeat a person."""
    draw = Random(seed)
    rows: list[tuple[Entry, int, tuple[str, ...]]] = []
    for number, person in enumerate(population(count - twice, draw)):
        rows.append((written(person, _hand(draw, 6, 2)), number, ()))
        if number < twice:
            hand = _hand(draw, 5, 3)
            entry, faults = spoiled(written(person, hand), draw)
            rows.append((entry, number, (f"written as {hand}", *faults)))
    draw.shuffle(rows)
    first: dict[int, int] = {}
    truth = {}
    for row, (_, number, faults) in enumerate(rows, 1):
        if number in first:
            truth[first[number], row] = faults or rows[first[number] - 1][2]
        first[number] = row
    entries = [entry for entry, _, _ in rows]
    return Lists(entries, entries, truth)


def _hand(draw: Random, ukrainian: int, russian: int) -> str:
    """Draw a spelling: so many of ten in Ukrainian and in Russian, the others in Latin letters by any system."""
    return draw.choices(("uk", "ru", draw.choice(list(LATIN))), (ukrainian, russian, 10 - ukrainian - russian))[0]
