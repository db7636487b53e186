"""match: the messages say what was compared, and what was not; and slips of clerks and machines hide nobody."""

import pytest

from tests.cli.desk import Desk
from tests.shared import SHARED

PERSONS = "№,Прізвище,Ім'я,Коли народився\n1,Вітрогонч,Ігор,1985-01-13\n2,Зорекрич,Ганна,1968-11-22\n"

CASES = SHARED / "cases" / "tables"
HEADER = "id,family_name,given_name,patronymic_name,birth_date,serial_number"


def test_match_says_that_birth_dates_are_not_compared(desk: Desk) -> None:
    pytest.importorskip("rapidfuzz")
    for name in ("mine.csv", "THEIRS.CSV"):
        desk.write(name, PERSONS.encode())
    result = desk.run("match", "mine.csv", "THEIRS.CSV", "-o", "pairs.xlsx")
    assert "mine.csv: compared by family_name, given_name." in result.err
    assert "note: THEIRS.CSV: no birth_date is known" in result.err
    born = ("--map", "Коли народився=birth_date")
    result = desk.run("match", "mine.csv", "THEIRS.CSV", "-o", "pairs.xlsx", "--force", *born)
    assert "mine.csv: compared by family_name, given_name, birth_date." in result.err
    assert "no birth_date" not in result.err


@pytest.mark.parametrize(("case", "pairs"), [("22-one-day", 2), ("23-serial", 1)])
def test_the_reported_cases_are_paired(desk: Desk, case: str, pairs: int) -> None:
    pytest.importorskip("rapidfuzz")
    if not CASES.is_dir():
        pytest.skip("the reported cases (shared/cases) are not beside the repository")
    for side in "ab":
        desk.write(f"{side}.csv", (CASES / f"{case}-{side}.csv").read_bytes())
    result = desk.run("match", "a.csv", "b.csv", "-o", "pairs.xlsx")
    assert f"{pairs} pair{'s'[: pairs - 1]}, {pairs} of them with a score of 0.95 or more." in result.err


def test_what_stands_for_nothing_neither_joins_nor_parts_people(desk: Desk) -> None:
    pytest.importorskip("rapidfuzz")
    mine = (
        "1,Вітрогонч,Ігор,Петрович,1985-01-13,АВ 200417",
        "2,Зорекрич,Ганна,невідомо,1900-01-01,б/н",
        "3,Ґавенко,Ілля,,,000000",
    )
    theirs = (
        "1,Vitrohonch,Ihor,n/a,1985-01-12,AB200417",
        "2,Зорекрич,Ганна,Іванівна,1968-11-22,-",
        "3,Мошне,Тарас,,,000000",
    )
    for name, rows in (("mine.csv", mine), ("theirs.csv", theirs)):
        desk.write(name, "\n".join([HEADER, *rows, ""]).encode())
    result = desk.run("match", "mine.csv", "theirs.csv", "-o", "pairs.xlsx")
    assert "2 pairs, 2 of them with a score of 0.95 or more." in result.err
