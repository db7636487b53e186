"""match: the messages say what was compared, and what was not."""

import pytest

from tests.cli.desk import Desk

PERSONS = "№,Прізвище,Ім'я,Коли народився\n1,Вітрогонч,Ігор,1985-01-13\n2,Зорекрич,Ганна,1968-11-22\n"


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
