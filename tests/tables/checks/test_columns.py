"""Columns that a spreadsheet program changed."""

import pytest

from swapproto.lists import Field
from tests.tables.checks.checking import codes, column


def test_a_code_that_lost_its_zeros_is_reported() -> None:
    (found,) = column(["00172", "01826", "1010", "32114", "40225", "51999", "", "60001"])
    assert (found.code, found.row, found.found, found.instead) == ("lost-zeros", 3, "1010", "01010")


@pytest.mark.parametrize(
    "texts",
    [
        ["1", "2", "3", "10", "11", "12", "100"],  # numbers
        ["11111", "22222", "33333", "44444", "55555", "1010"],  # none begins with 0
        ["00172", "01826", "02002", "S311", "ВС-5", "N00007836", "1010"],  # codes of mixed kinds
        ["001", "01"],  # too few
    ],
)
def test_numbers_and_codes_of_other_kinds_are_not_reported(texts: list[str]) -> None:
    assert column(texts) == []


@pytest.mark.parametrize(
    ("texts", "field", "instead"),
    [
        (["1984-05-17", "1990-01-02", "30819"], "name", "1984-05-17"),
        (["17.05.1984", "02.01.1990", "30819"], "name", "17.05.1984"),
        (["30819"], "birth_date", "1984-05-17"),
        (["30819"], Field("name", title={"en": "Born", "uk": "Дата народження"}), "1984-05-17"),
    ],
)
def test_a_date_that_became_a_number_is_reported(texts: list[str], field: Field | str, instead: str) -> None:
    (found,) = column(texts, field)
    assert (found.code, found.found, found.instead) == ("turned", "30819", instead)


@pytest.mark.parametrize("text", ["1.23457E+11", "1,23457E+11", "12-May", "May-84", "12.тра", "янв.84", "4-дек"])
def test_a_number_that_a_spreadsheet_program_changed_is_reported(text: str) -> None:
    (found,) = column(["380501234567", "1/2", "380671112233", "A", "B", text])
    assert (found.code, found.row, found.instead) == ("turned", 6, "")


@pytest.mark.parametrize(
    "texts",
    [
        ["30819", "20515", "10001"],  # postal codes
        ["12-May", "13-May", "1-Jun"],  # the column is written this way
        ["1E5", "12E05", "A1E+11", "E+11"],
        ["Mary-84 street", "May", "12-Mayer", "Сер"],
        ["1984-05-17", "1990-01-02", "99999", "1990"],
    ],
)
def test_a_code_or_word_is_not_taken_for_a_date_or_a_shortened_number(texts: list[str]) -> None:
    assert codes(column(texts)) == []
