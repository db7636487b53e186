"""Likely persons among made-up ones, of seeds that were not used to set weights; ``score.py`` prints what is missed."""

import csv

import pytest

from swapproto.tables.people import likely_same, match
from tests.shared import DATA

from .score import MAKERS, found, recall_and_precision

pytestmark = pytest.mark.slow

_COLUMNS = {
    "bioguide_id": "id",
    "last_name": "family_name",
    "first_name": "given_name",
    "middle_name": "additional_name",
    "birthday": "birth_date",
}


@pytest.mark.parametrize("seed", [201, 202, 203, 204, 205])
@pytest.mark.parametrize("maker", MAKERS)
def test_most_true_pairs_are_found_and_most_found_are_true(maker: str, seed: int) -> None:
    lists = MAKERS[maker](seed)
    recall, precision = recall_and_precision(found(lists), lists)
    assert recall >= 0.95
    assert precision >= 0.90


def test_made_up_lists_are_the_same_for_one_seed() -> None:
    for make in MAKERS.values():
        assert make(5) == make(5) != make(6)


def _real(name: str) -> list[dict[str, str | None]]:
    path = DATA / f"legislators-{name}.csv"
    if not path.exists():
        pytest.skip("the real lists (shared/data) are not beside the repository")
    with path.open(encoding="utf-8", newline="") as file:
        return [{_COLUMNS[name]: row[name] or None for name in _COLUMNS} for row in csv.DictReader(file)]


def test_real_persons_of_two_dates_of_birth_are_not_paired() -> None:
    rows = _real("historical")
    pairs = likely_same(rows)
    assert len(pairs) < 30  # all are different, but nothing that is known distinguishes these
    assert not [pair for pair in pairs if rows[pair.first - 1]["birth_date"] and rows[pair.second - 1]["birth_date"]]


def test_real_persons_in_two_lists_are_all_found_and_no_others() -> None:
    mine, theirs = _real("2024-12-18"), _real("2026-06-11")
    rows = {row["id"]: number for number, row in enumerate(theirs, 1)}
    truth = {(number, rows[row["id"]]) for number, row in enumerate(mine, 1) if row["id"] in rows}
    assert {(pair.first, pair.second) for pair in match(mine, theirs)} == truth
