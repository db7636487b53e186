"""check: the findings and counts that it prints."""

from tests.cli.desk import Desk

PERSONS = "Н,Прізвище,Ім'я,Коли народився\n1,Вітрогонч,Ігор,1985-01-13\n2,Зорекрич,Ганна,1968-11-22\n"


def test_keys_are_counted_only_where_there_are_some(desk: Desk) -> None:
    desk.write("people.csv", PERSONS.encode())
    assert "distinct primary keys" not in desk.run("check", "people.csv", "--profile", "detainee", expect=2).out
    result = desk.run("check", "people.csv", "--profile", "detainee", "--map", "Н=id", expect=2)
    assert "Entries: 2, 2 distinct primary keys" in result.out


def test_a_table_without_entries_is_a_finding(desk: Desk) -> None:
    desk.run("template", "detainee", "-o", "blank.xlsx")
    result = desk.run("check", "blank.xlsx", "--profile", "detainee")
    assert "the table has no entry: there is nothing below its header [empty]" in result.out


def test_a_wrong_encoding_is_suspected_where_no_header_is_known(desk: Desk) -> None:
    desk.write("people.csv", PERSONS.encode("koi8-u"))
    words = ("check", "people.csv", "--profile", "detainee")
    assert "recognised in the encoding cp1251" in desk.run(*words, "--encoding", "cp1251", expect=2).err
    assert "recognised in the encoding" not in desk.run(*words, "--encoding", "koi8-u", expect=2).err
