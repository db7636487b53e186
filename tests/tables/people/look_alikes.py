"""Made-up persons with look-alikes, written down by many hands.

This generator was written independently of ``households.py``, with other names, spellings and faults. A person has a
Ukrainian and a Russian name; a scribe writes one of them, by a system or by ear, and may slip. A list also has twins,
brothers, fathers and namesakes of its persons. Anybody who has such a name has it by coincidence.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import NamedTuple, TypeVar

from .alphabets import LATIN
from .households import Entry, Lists
from .invented_names import (
    ELSEWHERE,
    ELSEWHERE_FAMILY,
    ELSEWHERE_GIVEN,
    ENDINGS,
    FIRSTS,
    MANY_HAVE,
    MEN,
    PLACES,
    ROOTS,
    SECONDS,
    WOMEN,
    Name,
    feminine,
    patronymic,
)
from .scribes import CYRILLIC, HANDS

_THEIRS = dict(zip(HANDS, (20, 22, 3, 6, 5, 5, 9, 14, *[3] * (len(LATIN) - 1)), strict=True))
_OURS = {"in Ukrainian": 75, "in Russian": 20, "by uk KMU": 5}


class Person(NamedTuple):
    """A made-up person."""

    family: Name
    given: Name
    patronymic: Name
    born: date
    place: Name
    woman: bool
    root: Name  # the family name as a man has it
    father: str  # his given name in Ukrainian; none if the person's name is of another tongue


FIELDS = "family_name", "given_name", "patronymic_name"


def _written(person: Person, hand: str, draw: Random) -> Entry:
    def write(name: Name) -> str:
        if name[1] in ELSEWHERE and hand not in CYRILLIC:
            return draw.choice(ELSEWHERE[name[1]])
        return HANDS[hand](name, draw)

    names = [write(person.family), write(person.given), write(person.patronymic) if person.patronymic[0] else None]
    return {
        **dict(zip(FIELDS, names, strict=True)),
        "birth_date": person.born.isoformat(),
        "birth_place": write(person.place) if draw.random() < 0.5 else None,
    }


# Faults: each changes an entry, or returns False if it does not suit it


def _typo(change: Callable[[str, int, Random], str]) -> Callable[[Entry, Person, Random], bool]:
    def fault(row: Entry, person: Person, draw: Random) -> bool:
        field = draw.choice([field for field in FIELDS if row[field]])
        text = row[field] or ""
        places = [
            i for i in range(len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha() and text[i] != text[i + 1]
        ]
        if len(text) < 4:
            return False
        row[field] = change(text, draw.choice(places), draw)
        return True

    return fault


def _other_letter(text: str, i: int, draw: Random) -> str:
    letters = "abcdefgiklmnoprstuvyz" if text[i].isascii() else "абвгдеіклмнопрстухцчшюя"
    letter = draw.choice([letter for letter in letters if letter != text[i].lower()])
    return text[:i] + (letter.upper() if text[i].isupper() else letter) + text[i + 1 :]


def _swap_letters(text: str, i: int, _: Random) -> str:
    both = text[i + 1] + text[i]
    return text[:i] + (both.capitalize() if text[i].isupper() else both) + text[i + 2 :]


def _order(*order: int) -> Callable[[Entry, Person, Random], bool]:
    def fault(row: Entry, person: Person, draw: Random) -> bool:
        names = [row[field] for field in FIELDS]
        if not names[2]:
            return False
        row.update(zip(FIELDS, [names[i] for i in order], strict=True))
        return True

    return fault


def _initial(text: str | None) -> str | None:
    return f"{text[0]}." if text else None


def _patronymic_left_out(row: Entry, person: Person, draw: Random) -> bool:
    row["patronymic_name"] = None
    return True


def _patronymic_initial(row: Entry, person: Person, draw: Random) -> bool:
    row["patronymic_name"] = _initial(row["patronymic_name"])
    return bool(row["patronymic_name"])


def _initials(row: Entry, person: Person, draw: Random) -> bool:
    row["given_name"] = _initial(row["given_name"])
    return _patronymic_initial(row, person, draw)


def _one_field(row: Entry, person: Person, draw: Random) -> bool:
    names = [row[field] or "" for field in FIELDS]
    if draw.random() < 0.3:
        names = [*names[1:], names[0]]  # Іван Петрович Щербенко
    row.update(family_name=" ".join(filter(None, names)), given_name=None, patronymic_name=None)
    return True


def _ending(row: Entry, person: Person, draw: Random) -> bool:
    other = person.root if person.woman else _for_a_woman(person.root)
    if other == person.family or row["family_name"] not in person.family:
        return False
    row["family_name"] = other[person.family.index(row["family_name"])]
    return True


def _dated(change: Callable[[date, Random], str]) -> Callable[[Entry, Person, Random], bool]:
    def fault(row: Entry, person: Person, draw: Random) -> bool:
        was, row["birth_date"] = row["birth_date"], change(person.born, draw)
        return row["birth_date"] != was

    return fault


def _day_and_month(born: date, _: Random) -> str:
    return f"{born.year}-{born.day:02}-{born.month:02}" if born.day <= 12 else born.isoformat()


def _digit(born: date, draw: Random) -> str:
    while True:
        text = list(born.isoformat())
        text[draw.choice([2, 3, 5, 6, 8, 9])] = draw.choice("0123456789")
        try:
            other = date.fromisoformat("".join(text))
        except ValueError:
            continue
        if other != born and 1900 < other.year < 2008:
            return other.isoformat()


FAULTS: dict[str, Callable[[Entry, Person, Random], bool]] = {
    "the ending of the other sex": _ending,
    "patronymic left out": _patronymic_left_out,
    "patronymic an initial": _patronymic_initial,
    "initials only": _initials,
    "a wrong letter": _typo(_other_letter),
    "a letter left out": _typo(lambda text, i, _: text[:i] + (text[i + 1 :].capitalize() if i == 0 else text[i + 1 :])),
    "a doubled letter": _typo(lambda text, i, _: text[: i + 1] + text[i].lower() + text[i + 1 :]),
    "two letters swapped": _typo(_swap_letters),
    "family name and given name swapped": _order(1, 0, 2),
    "given name first": _order(1, 2, 0),
    "patronymic and given name swapped": _order(0, 2, 1),
    "all in one field": _one_field,
    "day and month swapped": _dated(_day_and_month),
    "a digit of the date wrong": _dated(_digit),
    "year only": _dated(lambda born, _: str(born.year)),
    "year off by one": _dated(lambda born, draw: born.replace(year=born.year + draw.choice([-1, 1])).isoformat()),
    "date left out": _dated(lambda born, _: ""),
}
_MARRIED = "another family name"


# Persons


def _family(draw: Random) -> Name:
    if draw.random() < 0.06:
        one, two = _family(draw), _family(draw)
        return f"{one[0]}-{two[0]}", f"{one[1]}-{two[1]}"
    if draw.random() < 0.45:
        root = draw.choice(ROOTS)
    else:
        first, second = draw.choice(FIRSTS), draw.choice(SECONDS)
        root = first[0] + second[0], first[1] + second[1]
    ending = draw.choice(ENDINGS)
    return _joined(root[0], ending[0]), _joined(root[1], ending[1])


def _joined(root: str, ending: str) -> str:
    return (root.rstrip("ь") if ending[0] in "аеиіоуює" else root) + ending


def _for_a_woman(family: Name) -> Name:
    return feminine(family[0]), feminine(family[1])


def _stranger(draw: Random) -> Person:
    woman = draw.random() < 0.15
    table = WOMEN if woman else MEN
    common = [name for name in MANY_HAVE if name in table]
    uk = draw.choice(common) if draw.random() < 0.4 else draw.choice(list(table))
    born = date(draw.randrange(1955, 2005), draw.randrange(1, 13), draw.randrange(1, 29))
    place = draw.choice(PLACES)
    if not woman and draw.random() < 0.03:
        family, given = draw.choice(ELSEWHERE_FAMILY), draw.choice(ELSEWHERE_GIVEN)
        name = family[0], family[1]
        return Person(name, (given[0], given[1]), ("", ""), born, place, False, name, "")
    root = _family(draw)
    return _person(root, uk, draw.choice(list(MEN)), born, place, woman)


def _person(root: Name, uk: str, father: str, born: date, place: Name, woman: bool) -> Person:
    family = _for_a_woman(root) if woman else root
    return Person(
        family, (uk, (WOMEN if woman else MEN)[uk]), patronymic(father, woman), born, place, woman, root, father
    )


def _other_given(person: Person, draw: Random) -> str:
    return draw.choice([name for name in (WOMEN if person.woman else MEN) if name != person.given[0]])


def _another_date(person: Person, draw: Random) -> date:
    return _moved(person.born, draw.choice([-1, 1]) * draw.randrange(400, 4000))


def _moved(born: date, days: int) -> date:
    moved = born + timedelta(days)
    return moved.replace(day=min(28, moved.day))  # so that every year has it


def _brother(person: Person, draw: Random) -> Person:
    return _person(
        person.root, _other_given(person, draw), person.father, _another_date(person, draw), person.place, person.woman
    )


def _twin(person: Person, draw: Random) -> Person:
    return _brother(person, draw)._replace(born=person.born)


def _twin_sister(person: Person, draw: Random) -> Person:
    woman = not person.woman
    return _person(
        person.root, draw.choice(list(WOMEN if woman else MEN)), person.father, person.born, person.place, woman
    )


def _father(person: Person, draw: Random) -> Person:
    born = _moved(person.born, -draw.randrange(20 * 365, 35 * 365))
    grandfather = person.given[0] if not person.woman and draw.random() < 0.5 else draw.choice(list(MEN))
    return _person(person.root, person.father, grandfather, born, person.place, False)


def _namesake(person: Person, draw: Random) -> Person:
    return person._replace(
        born=_moved(person.born, draw.choice([-1, 1]) * draw.randrange(1500, 9000)), place=draw.choice(PLACES)
    )


def _namesake_of_year(person: Person, draw: Random) -> Person:
    """Return a namesake of the same year, on another day and in another month."""
    while True:
        born = date(person.born.year, draw.randrange(1, 13), draw.randrange(1, 29))
        if born.month not in (person.born.month, person.born.day) and born.day != person.born.day:
            return person._replace(born=born, place=draw.choice(PLACES))


def _namesake_of_another_father(person: Person, draw: Random) -> Person:
    father = draw.choice([name for name in MEN if name != person.father])
    return _person(person.root, person.given[0], father, _another_date(person, draw), draw.choice(PLACES), person.woman)


def _same_date(person: Person, draw: Random) -> Person:
    """Return a stranger of the same date, whose family name begins in the same way."""
    ending = draw.choice(ENDINGS)
    root = (
        person.root[0][: max(4, len(person.root[0]) // 2)] + ending[0],
        person.root[1][: max(4, len(person.root[1]) // 2)] + ending[1],
    )
    if root[0] == person.root[0]:
        root = _family(draw)
    return _person(
        root, _other_given(person, draw), draw.choice(list(MEN)), person.born, draw.choice(PLACES), person.woman
    )


HARD: dict[str, Callable[[Person, Random], Person]] = {
    "brother or sister": _brother,
    "twin": _twin,
    "twin of the other sex": _twin_sister,
    "father": _father,
    "namesake": _namesake,
    "namesake of the same year": _namesake_of_year,
    "namesake of another father": _namesake_of_another_father,
    "born the same day": _same_date,
}


def _three_of_one_name(draw: Random) -> list[Person]:
    """Return three persons of the commonest name, born in one year."""
    year = draw.randrange(1960, 2000)
    return [
        _person(("Іваненко", "Иваненко"), "Олександр", father, date(year, 3 * month, 7 * month), PLACES[1], False)
        for month, father in ((1, "Іван"), (2, "Петро"), (3, "Іван"))
    ]


def _look_alikes(persons: list[Person], count: int, draw: Random) -> list[tuple[Person, str, int]]:
    """Return ``count`` persons who are hard to distinguish from one of ``persons``, with how they are related."""
    found = []
    for number in draw.sample([number for number, person in enumerate(persons) if person.father], count):
        kind = draw.choice(list(HARD))
        found.append((HARD[kind](persons[number], draw), kind, number))
    return found


# Lists


def _row(person: Person, draw: Random, hands: dict[str, int], faults: int) -> tuple[Entry, tuple[str, ...]]:
    """Return an entry, and what was done to it."""
    hand = draw.choices(list(hands), list(hands.values()))[0]
    kinds = () if person.father else ("a name of another tongue",)
    while True:
        renamed = faults > 0 and person.woman and draw.random() < 0.1
        row = _written(person._replace(family=_for_a_woman(_family(draw))) if renamed else person, hand, draw)
        wanted = sorted(draw.sample(list(FAULTS), faults), key=list(FAULTS).index)
        done = [name for name in wanted if FAULTS[name](row, person, draw)]
        if len(done) == faults:
            return row, (f"written {hand}", *kinds, *((_MARRIED,) if renamed else ()), *(done or ["no fault"]))


def _faults(draw: Random) -> int:
    return draw.choices((0, 1, 2), (45, 43, 12))[0]


def two_lists(seed: int, hard: float, size: int = 1000, common: int = 600) -> Lists:
    """Return lists of ``size`` persons, ``common`` in both; ``hard`` is the share of look-alikes among the others."""
    draw = Random(seed)
    mine = [*_three_of_one_name(draw), *(_stranger(draw) for _ in range(size - 3))]
    look_alikes = _look_alikes(mine, int((size - common) * hard), draw)
    others = [_stranger(draw) for _ in range(size - common - len(look_alikes))]
    theirs = [*mine[:common], *(person for person, _, _ in look_alikes), *others]
    ours, rows = draw.sample(range(1, size + 1), size), draw.sample(range(1, size + 1), size)
    my_entries = {ours[number]: _row(person, draw, _OURS, 0)[0] for number, person in enumerate(mine)}
    their_entries = {rows[number]: _row(person, draw, _THEIRS, _faults(draw)) for number, person in enumerate(theirs)}
    return _lists(
        [my_entries[row] for row in sorted(ours)],
        [their_entries[row][0] for row in sorted(rows)],
        {(ours[number], rows[number]): their_entries[rows[number]][1] for number in range(common)},
        {(ours[of], rows[common + number]): kind for number, (_, kind, of) in enumerate(look_alikes)},
    )


def one_list(seed: int, hard: float, size: int = 1000, twice: int = 100) -> Lists:
    """Return a list of ``size`` rows, ``twice`` of which repeat a person; ``hard`` is the share of look-alikes."""
    draw = Random(seed)
    once = [_stranger(draw) for _ in range(size - twice - int((size - twice) * hard))]
    look_alikes = _look_alikes(once, size - twice - len(once), draw)
    persons = [*once[:twice], *once, *(person for person, _, _ in look_alikes)]
    rows = draw.sample(range(1, size + 1), size)
    entries = {
        rows[number]: _row(person, draw, *((_THEIRS, _faults(draw)) if number < twice else (_OURS, 0)))
        for number, person in enumerate(persons)
    }
    written = [entries[row][0] for row in sorted(rows)]
    truth = {(rows[number], rows[twice + number]): entries[rows[number]][1] for number in range(twice)}
    difficult = {}
    for number, (_, kind, of) in enumerate(look_alikes):
        for place in (twice + of, *((of,) if of < twice else ())):
            difficult[rows[place], rows[twice + len(once) + number]] = kind
    return _lists(written, written, _ascending(truth), _ascending(difficult))


Kinds = TypeVar("Kinds")


def _ascending(pairs: dict[tuple[int, int], Kinds]) -> dict[tuple[int, int], Kinds]:
    return {(min(rows), max(rows)): kinds for rows, kinds in pairs.items()}


def _lists(
    mine: list[Entry],
    theirs: list[Entry],
    truth: dict[tuple[int, int], tuple[str, ...]],
    hard: dict[tuple[int, int], str],
) -> Lists:
    either = {rows for rows, kinds in truth.items() if _MARRIED in kinds}
    asked = {rows: kinds for rows, kinds in truth.items() if rows not in either}
    return Lists(mine, theirs, asked, hard, frozenset(either))
