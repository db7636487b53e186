from datetime import date, timedelta
from functools import partial
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swapproto.errors import InputError
from swapproto.tables.people import Pair, Record, count_distinct, has_names, installed, likely_same, match, pairs

from .households import one_list, two_lists


def person(family: str | None, given: str | None, patronymic: str | None = None, born: str | None = None) -> Record:
    return {"family_name": family, "given_name": given, "patronymic_name": patronymic, "birth_date": born}


OLHA = person("Хмаренко", "Ольга", "Миколаївна", "1984-05-17")
PETRO = person("В’юнцький", "Петро", "Сергійович", "1984-05-07")


def pair(first: Record, second: Record) -> Pair | None:
    found = likely_same([first, second])
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(
    "other",
    [
        person("Вьюнцкий", "Пётр", "Сергеевич", "1984-05-07"),
        person("Viuntskyi", "Petro", "Serhiiovych", "1984-05-07"),
        person("V'yuntskyy", "Pyotr", "Sergeyevich", "1984-05-07"),
        person("Vʺjunckij", "Petr", None, "1984-05-07"),
        person("Viountski", "Petr", "Sergueevitch", "1984-05-07"),
        person("Wjunzkyj", "Petro", "Serhijowytsch", "1984-05-07"),
        person("Wjuncki", "Petro", "Serhijowycz", "1984-05-07"),
        person("В’юнцький", "Петро", "Сергіййович", "1984-05-07"),
        person("В’юнцький", "Петро", "Сергійовчи", "1984-05-07"),
        person("Петро", "Вюнцкий", "Сергеевич", "1984-05-07"),
        person("Петро", "В’юнцький", "Сергійович", "1984-05-07"),
        person("В’юнцький", "Сергійович", "Петро", "1984-05-07"),
        person("Петро", "Сергійович", "В’юнцький", "1984-05-07"),
        person("В’юнцький", "П.", "С.", "1984-05-07"),
        person("В’юнцький Петро Сергійович", None, None, "1984-05-07"),
        person("В’юнцький", "Петро Сергійович", None, "1984-05-07"),
        person("В’юнцький", "Петро", "Сергійович", "1984-07-05"),
        person("В’юнцький", "Петро", "Сергійович", "1985-05-07"),
        person("В’юнцький", "Петро", "Сергійович", "1984?"),
        person("В’юнцький", "Петро", "Сергійович", "1985~"),
        person("В’юнцький", "Петро", "Сергійович", None),
        person("В’юнкцький", "Петро", "Сергійович", "1984-05-07"),
        person("В’юнцький", "Птро", "Сергійович", "1984-05-07"),
        person("Зорян-В’юнцький", "Петро", "Сергійович", "1984-05-07"),
        person("В'юнцький ", "ПЕТРО", "Сeргiйoвич", "1984-05-07"),
        {
            "family_name_latin": "Viuntskyi",
            "given_name_latin": "Petro",
            "patronymic_name_latin": "Serhiiovych",
            "birth_date": "1984-05-07",
        },
    ],
)
def test_one_person_in_another_spelling_is_found(other: Record) -> None:
    assert pair(PETRO, other) is not None


@pytest.mark.parametrize(
    ("who", "other"),
    [
        ("a son", person("В’юнцький", "Сергій", "Петрович", "2008-11-30")),
        ("a brother", person("В’юнцький", "Василь", "Сергійович", "1984-09-21")),
        ("a twin", person("В’юнцький", "Павло", "Сергійович", "1984-05-07")),
        ("a sister", person("В’юнцька", "Олена", "Сергіївна", "1984-05-07")),
        ("a namesake", person("В’юнцький", "Петро", "Сергійович", "1961-12-24")),
        ("a namesake of that year", person("В’юнцький", "Петро", "Сергійович", "1984-11-28")),
        ("a namesake of another year only", person("В’юнцький", "Петро", "Сергійович", "1979")),
        ("a stranger of the same date", person("Хмаренко", "Олег", "Іванович", "1984-05-07")),
        ("a stranger of the same given name", person("Хмаренко", "Петро", "Сергійович", None)),
        ("nobody", person(None, None, None, "1984-05-07")),
    ],
)
def test_another_person_is_not_taken_for_them(who: str, other: Record) -> None:
    assert pair(PETRO, other) is None, who


def test_a_year_at_the_turn_of_a_decade_can_be_a_slip() -> None:
    assert pair({**OLHA, "birth_date": "1999-05-17"}, {**OLHA, "birth_date": "2000-05-17"}) is not None
    assert pair({**OLHA, "birth_date": "1999-05-17"}, {**OLHA, "birth_date": "2000-06-18"}) is None


@pytest.mark.parametrize("days", [-1, 1])
def test_every_date_of_a_year_can_be_a_day_off(days: int) -> None:
    for number in range(366):
        born = date(1984, 1, 1) + timedelta(number)
        other = person("Вьюнцкий", "Пётр", "Сергеевич", (born + timedelta(days)).isoformat())
        found = pair({**PETRO, "birth_date": born.isoformat()}, other)
        assert found is not None, born
        assert found.differ == ("birth_date",)


def test_a_date_two_days_off_is_another_date() -> None:
    assert pair({**PETRO, "birth_date": "1984-05-21"}, {**PETRO, "birth_date": "1984-05-19"}) is None


def test_no_day_of_the_calendar_is_no_neighbour() -> None:
    assert pair({**PETRO, "birth_date": "1984-02-31"}, {**PETRO, "birth_date": "1984-03-10"}) is None


@pytest.mark.parametrize("number", ["АВ 123456", "ав-123456", "ΑΒ 123456", "AВ 123456", "AB № 123456", "АВ 12З456"])
def test_a_serial_number_is_the_same_with_another_keyboard(number: str) -> None:
    found = pair(
        {"given_name": "Петро", "serial_number": number}, {"given_name": "Петро", "serial_number": "AB 123456"}
    )
    assert found is not None
    assert found.agree == ("given_name", "serial_number")


def test_a_number_with_other_letters_is_another_number() -> None:
    mine, other = ({**PETRO, "birth_date": None, "serial_number": number} for number in ("ГД 123", "ЯФ 987"))
    found = pair(mine, other)
    assert found is not None
    assert found.differ == ("serial_number",)


@pytest.mark.parametrize("nothing", ["Н/Д", "n/a", "невідомо", "(не указано)", "UNKNOWN", "—", "???", "غير معروف"])
def test_a_word_for_nothing_is_no_name_that_differs(nothing: str) -> None:
    other = {**PETRO, "patronymic_name": nothing, "birth_place": nothing, "father_given_name": nothing}
    found = pair({**PETRO, "birth_place": "Дзвінка", "father_given_name": "Сергій"}, other)
    assert found is not None
    assert not found.differ
    assert found.agree == ("family_name", "given_name", "birth_date")


def test_people_of_whom_nothing_is_known_are_not_taken_for_one() -> None:
    nobody = person("невідомо", "н/д", "-", "1900-01-01")
    assert pair(nobody, {**nobody, "serial_number": "б/н"}) is None


@pytest.mark.parametrize("born", ["1900-01-01", "1970-01-01", "1899-12-30", "1984-00-00", "0001-01-01", "1111-11-11"])
def test_a_placeholder_of_a_date_is_no_date_that_differs(born: str) -> None:
    found = pair(PETRO, {**PETRO, "birth_date": born})
    assert found is not None
    assert "birth_date" not in found.differ


def test_the_first_of_january_can_stand_for_its_year() -> None:
    assert pair(PETRO, {**PETRO, "birth_date": "1984-01-01"}) is not None
    assert pair(PETRO, {**PETRO, "birth_date": "1979-01-01"}) is None


@pytest.mark.parametrize("number", ["б/н", "000000", "999999", "немає даних", "-"])
def test_a_placeholder_of_a_number_says_nothing(number: str) -> None:
    found = pair({**PETRO, "serial_number": number}, {**PETRO, "serial_number": number})
    assert found is not None
    assert "serial_number" not in found.agree
    other = pair({**PETRO, "serial_number": number}, {**PETRO, "serial_number": "200417"})
    assert other is not None
    assert other.score == found.score


def test_a_number_that_many_have_is_nobodys() -> None:
    mine = [{**person(name, "Ілля"), "serial_number": "123456"} for name in ("Ґавенко", "Дуброль", "Зорев", "Кутало")]
    theirs = [{**person(name, "Ілля"), "serial_number": "123456"} for name in ("Ляшть", "Мошне", "Обриз", "Путря")]
    assert match(mine[:1], [{**mine[0], "given_name": "Петро", "family_name": None}]) == []
    assert len(match(mine[:1], [{**mine[0], "given_name": "Ілля", "family_name": None}])) == 1
    assert match(mine, theirs) == []


def test_a_double_name_in_one_field_is_kept_whole() -> None:
    double = person("Хмаренко-Їжакобська", "Ольга", "Миколаївна", "1984-05-17")
    whole = person("Khmarenko-Yizhakobska Olha Mykolaivna", None, None, "1984-05-17")
    found = pair(double, whole)
    assert found is not None
    assert found.agree == ("family_name", "given_name", "patronymic_name", "birth_date")


def test_a_twin_with_other_initials_is_not_taken_for_them() -> None:
    assert pair(PETRO, person("В’юнцький", "Д.", "С.", "1984-05-07")) is None
    assert pair(PETRO, person("В’юнцький", "П.", "С.", "1984-05-07")) is not None


def test_names_alone_score_less_than_names_with_a_date() -> None:
    dated, other = pair(PETRO, PETRO), pair(PETRO, {**PETRO, "birth_date": None})
    assert dated is not None
    assert other is not None
    assert other.score < 0.985 < 0.999 < dated.score


def test_fields_that_agree_and_differ_are_named() -> None:
    other = person("Вьюнцкий", "Пётр", "Сергеевич", "1984-07-05")
    found = pair({**PETRO, "serial_number": "AB 12"}, {**other, "serial_number": "ab12"})
    assert found is not None
    assert found.agree == ("family_name", "given_name", "patronymic_name", "serial_number")
    assert found.differ == ("birth_date",)
    assert 0.5 < found.score <= 1


def test_the_latin_field_is_named_where_the_other_is_empty() -> None:
    found = pair({"family_name_latin": "Zorianskyi", "given_name": "Ольга", "birth_date": "1984-05-17"}, {
        "family_name": "Зорянський", "given_name": "Ольга", "birth_date": "1984-05-17",
    })  # fmt: skip
    assert found is not None
    assert found.agree == ("family_name_latin", "given_name", "birth_date")


def test_a_pair_that_is_clearly_worse_is_omitted() -> None:
    theirs = [person("Хмаренко", "Ольга", None, None), OLHA]
    assert [(found.first, found.second) for found in match([OLHA], theirs)] == [(1, 2)]


def test_rows_that_say_the_same_are_each_paired_once() -> None:
    rows = [OLHA, PETRO, OLHA, OLHA]
    assert [found[:2] for found in likely_same(rows)] == [(1, 3), (1, 4)]
    assert count_distinct(len(rows), likely_same(rows)) == 2
    assert sorted(found[:2] for found in match(rows, [OLHA, OLHA])) == [(1, 1), (3, 2), (4, 1)]


def test_one_person_in_three_rows_is_counted_once() -> None:
    rows = [OLHA, person("Хмаренко", "О.", "М.", "1984-05-17"), person("Khmarenko", "Olga", None, "1984-05-17"), PETRO]
    assert count_distinct(len(rows), likely_same(rows)) == 2
    assert count_distinct(0, []) == 0


def test_rows_without_names_are_not_taken_for_one_person() -> None:
    assert likely_same([{}, {}, {"birth_date": "1984-05-17"}, {"birth_date": "1984-05-17"}]) == []


VALUES = st.one_of(
    st.none(),
    st.sampled_from(["Хмаренко", "Khmarenko", "Петро", "Пётр", "П.", "Петрович", "1984-05-17", "1984", "1984-17-05~"]),
    st.text(max_size=8),
    st.integers(),
    st.booleans(),
    st.lists(st.integers(), max_size=2),
)
FIELDS = ["family_name", "given_name", "patronymic_name", "additional_name", "family_name_latin", "birth_date"]
ENTRIES = st.lists(st.dictionaries(st.sampled_from([*FIELDS, "serial_number", "birth_place"]), VALUES), max_size=8)


@given(ENTRIES)
def test_any_values_give_well_formed_pairs(entries: list[Record]) -> None:
    likely = likely_same(entries)
    assert all(1 <= found.first < found.second <= len(entries) and 0 <= found.score <= 1 for found in likely)
    assert all(not {*found.agree} & {*found.differ} for found in likely)
    assert likely == sorted(likely, key=lambda found: (-found.score, found[:2]))
    assert 0 <= count_distinct(len(entries), likely_same(entries)) <= len(entries)


@given(ENTRIES, ENTRIES)
def test_it_makes_no_difference_which_list_is_whose(mine: list[Record], theirs: list[Record]) -> None:
    there = {(found.first, found.second, found.score) for found in match(mine, theirs)}
    assert there == {(found.second, found.first, found.score) for found in match(theirs, mine)}


def test_the_order_of_rows_makes_no_difference() -> None:
    entries = one_list(11, 300, 60).mine
    order = list(range(len(entries)))
    Random(2).shuffle(order)
    there = {frozenset((found.first, found.second)) for found in likely_same(entries)}
    shuffled = likely_same([entries[number] for number in order])
    assert there == {frozenset((order[found.first - 1] + 1, order[found.second - 1] + 1)) for found in shuffled}
    assert len(there) > 50


def test_lists_without_a_date_patronymic_or_birthplace_are_matched() -> None:
    lists = two_lists(12, 200, 120)
    for left_out in ("birth_date", "patronymic_name", "birth_place"):
        mine = [{field: value for field, value in entry.items() if field != left_out} for entry in lists.mine]
        assert match(mine, lists.theirs)


def test_many_identical_rows_are_paired_quickly() -> None:
    assert len(likely_same([OLHA] * 20_000)) == 19_999
    assert len(match([OLHA] * 20_000, [OLHA] * 20_000)) == 20_000


def test_comparisons_of_rows_alike_in_every_key_are_bounded() -> None:
    draw = Random(3)
    rows = [
        {**OLHA, "family_name": "х" + "".join(draw.choices("аиоу", k=14)), "serial_number": "12"} for _ in range(3000)
    ]
    people = list(pairs.rows_by_person(rows))
    assert len(people) > 2900
    for keys in pairs.KINDS_OF_KEY:
        compared = sum(1 for _ in pairs.candidates(people, range(len(people)), keys))
        assert 0 < compared <= pairs.most_comparisons(len(people)) + pairs.NEIGHBOURS * len(people)


def test_how_far_a_comparison_has_come_only_rises() -> None:
    told: list[tuple[int, int]] = []
    lists = two_lists(13, 300, 200)
    found = match(lists.mine, lists.theirs, progress=lambda done, total: told.append((done, total)))
    assert found == match(lists.mine, lists.theirs)
    assert len({total for _, total in told}) == 1
    assert told == sorted(told)
    assert told[0][0] < told[-1][0] <= told[-1][1]


def test_names_of_64_kib_are_compared() -> None:
    long = {**OLHA, "family_name": "Хмаренко" * 8192, "serial_number": "1" * 65536, "birth_place": "ґ" * 65536}
    assert len(likely_same([long, {**long, "given_name": "Ольга-" * 8192}, PETRO])) <= 1


def test_a_number_of_any_size_is_compared() -> None:
    assert likely_same([{**OLHA, "serial_number": 10**5000}, {**OLHA, "serial_number": 7}])


def test_a_list_is_known_to_have_names_by_its_fields() -> None:
    assert has_names(["id", "given_name_latin"])
    assert not has_names(["id", "birth_date", "patronymic_name"])


@pytest.mark.parametrize("library", ["anyascii", "rapidfuzz"])
def test_a_missing_library_is_reported(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed()
    monkeypatch.setitem(__import__("sys").modules, library, None)
    assert not installed()
    for call in (partial(likely_same, []), partial(match, [], [])):
        with pytest.raises(InputError, match=r"swapproto\[names\]") as caught:
            call()
        assert caught.value.code == "usage"
