"""check and match in words: what was compared, what was not, and no number of keys where there are none."""

import pytest

from .desk import Desk

PERSONS = "№,Прізвище,Ім'я,Коли народився\n1,Вітрогонч,Ігор,1985-01-13\n2,Зорекрич,Ганна,1968-11-22\n"


def test_birth_dates_are_silently_not_compared(desk: Desk) -> None:
    pytest.importorskip("rapidfuzz")
    for name in ("mine.csv", "THEIRS.CSV"):
        desk.write(name, PERSONS.encode())
    said = desk.run("match", "mine.csv", "THEIRS.CSV", "-o", "pairs.xlsx")
    assert "mine.csv: compared by family_name, given_name." in said.err
    assert "note: THEIRS.CSV: no birth_date is known" in said.err
    born = ("--map", "Коли народився=birth_date")
    said = desk.run("match", "mine.csv", "THEIRS.CSV", "-o", "pairs.xlsx", "--force", *born)
    assert "mine.csv: compared by family_name, given_name, birth_date." in said.err
    assert "no birth_date" not in said.err


def test_a_table_without_keys_has_one(desk: Desk) -> None:
    desk.write("people.csv", PERSONS.encode())
    assert "distinct primary keys" not in desk.run("check", "people.csv", "--profile", "detainee", expect=2).out
    said = desk.run("check", "people.csv", "--profile", "detainee", "--map", "№=id", expect=2)
    assert "Entries: 2, 2 distinct primary keys" in said.out


def test_a_table_of_a_header_only_passes_for_one_that_nothing_is_wrong_with(desk: Desk) -> None:
    desk.run("template", "detainee", "-o", "blank.xlsx")
    said = desk.run("check", "blank.xlsx", "--profile", "detainee")
    assert "the table has no entry: there is nothing below its header [empty]" in said.out


def test_a_wrong_encoding_looks_like_wrong_headers(desk: Desk) -> None:
    desk.write("people.csv", PERSONS.replace("№", "N").encode("koi8-u"))
    words = ("check", "people.csv", "--profile", "detainee")
    assert "recognised in the encoding cp1251" in desk.run(*words, "--encoding", "cp1251", expect=2).err
    assert "recognised in the encoding" not in desk.run(*words, "--encoding", "koi8-u", expect=2).err
