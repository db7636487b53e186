"""The made-up people of the demo: the same everywhere for a seed, and valid entries of a list."""

from datetime import date
from itertools import islice

from swapproto.demo.people import SCHEMA, people
from swapproto.lists import List


def test_people_depend_on_seed_and_number_only() -> None:
    assert list(people(50, 7)) == list(islice(people(10**6, 7), 50))
    assert list(people(50, 7)) != list(people(50, 8))
    assert next(people(1, 1)) == {
        "id": "P-000001",
        "family_name": "Вітрогонч",
        "given_name": "Ігор",
        "birth_date": "1985-01-13",
        "unit_or_place": "Дзвінка",
    }


def test_people_are_a_list_of_the_schema() -> None:
    entries = List.of("people", SCHEMA, people(1000, 1))
    assert entries.distinct_keys() == 1000
    for entry in entries:
        assert date(1960, 1, 1) <= date.fromisoformat(entry["birth_date"]) <= date(2005, 12, 28)


def test_people_have_names_of_both_scripts_and_many() -> None:
    everyone = list(people(1000, 1))
    latin = sum(person["family_name"].isascii() for person in everyone)
    assert 250 < latin < 420
    assert len({person["family_name"] for person in everyone}) > 250
