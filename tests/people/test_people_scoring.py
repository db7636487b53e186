"""On made-up persons, of seeds that no weight was set by: see ``score.py`` for what is missed."""

import csv
from pathlib import Path

import pytest

from swapproto.people import likely_same

from .generator import Lists, one_list, two_lists
from .score import found, recall_and_precision

_REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "legislators-historical.csv"
_COLUMNS = {
    "last_name": "family_name",
    "first_name": "given_name",
    "middle_name": "additional_name",
    "birthday": "birth_date",
}


@pytest.mark.parametrize("seed", [101, 102, 103, 104, 105])
def test_too_little_is_found_or_true_between_two_lists(seed: int) -> None:
    _is_good_enough(two_lists(seed))


@pytest.mark.parametrize("seed", [101, 102, 103, 104, 105])
def test_too_little_is_found_or_true_within_a_list(seed: int) -> None:
    _is_good_enough(one_list(seed))


def _is_good_enough(lists: Lists) -> None:
    recall, precision = recall_and_precision(found(lists), lists)
    assert recall >= 0.95
    assert precision >= 0.90


def test_made_up_lists_differ_for_one_seed() -> None:
    assert two_lists(5, 50, 30) == two_lists(5, 50, 30) != two_lists(6, 50, 30)


@pytest.mark.skipif(not _REAL.exists(), reason="the real list is not here")
def test_real_persons_of_two_dates_of_birth_are_paired() -> None:
    with _REAL.open(encoding="utf-8", newline="") as file:
        rows = [{_COLUMNS[name]: row[name] or None for name in _COLUMNS} for row in csv.DictReader(file)]
    pairs = likely_same(rows)
    assert len(pairs) < 30
    assert not [pair for pair in pairs if rows[pair.first - 1]["birth_date"] and rows[pair.second - 1]["birth_date"]]
