"""Headings: fields are shown by their titles in the reader's language, in the profile's order, and only filled ones."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from swapproto.tables import profiles, titles

from .desk import Desk

DETAINEE = "id,status,family_name,given_name,birth_date\nP-1,civilian,Вітрогонч,Ігор,1985-01-13\n"
PLAIN = "birth_date,note,family_name,id\n1985-01-13,x,Вітрогонч,P-1\n"


def opened(desk: Desk, *words: str) -> list[list[str]]:
    desk.run("open", "list.swap", "-k", "North.swapkey", "-o", "read.csv", "--force", *words)
    return list(csv.reader(io.StringIO(desk.read("read.csv").decode("utf-8-sig"), newline="")))


@pytest.fixture
def detained(north: Desk) -> Desk:
    north.commit("list", "--profile", "detainee", table=DETAINEE)
    return north


def test_only_filled_columns_are_shown_under_their_titles(detained: Desk) -> None:
    header, row = opened(detained, "--language", "uk")
    assert header[2:] == ["Прізвище", "Ім’я", "Дата народження"]
    assert row == ["P-1", "civilian", "Вітрогонч", "Ігор", "1985-01-13"]


def test_all_columns_are_shown_in_the_order_of_the_profile(detained: Desk) -> None:
    schema = profiles.load("detainee").schema
    assert opened(detained, "--language", "uk", "--all")[0] == titles.headings(schema, "uk")
    assert opened(detained)[0] == [field.name for field in schema.fields]


def test_what_was_shown_in_a_language_is_read_again_by_the_profile(detained: Desk) -> None:
    opened(detained, "--language", "uk")
    words = ("--profile", "detainee", "--role", "report", "--label", "list", "--yes", "-k", "North.swapkey")
    said = detained.run("commit", "read.csv", *words, "-o", "again.swap").err
    assert "this very list was signed" in said  # with the same root


def test_a_workbook_has_titles_and_json_the_names_of_fields(detained: Desk) -> None:
    words = ("open", "list.swap", "-k", "North.swapkey", "--language", "fr", "-o")
    detained.run(*words, "read.xlsx")
    sheet = load_workbook(detained.folder / "read.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[1]][2] == "Nom de famille"
    detained.run(*words, "read.json")
    assert "family_name" in json.loads(detained.read("read.json"))[0]


def test_a_list_of_no_profile_takes_the_titles_that_are_known(north: Desk) -> None:
    north.commit("list", table=PLAIN)
    assert opened(north, "--language", "uk")[0][1:] == ["Прізвище", "Дата народження", "note"]


def test_a_list_without_known_fields_is_shown_by_its_names(north: Desk) -> None:
    north.commit("list", table="a,b\n1,2\n")
    result = north.run("open", "list.swap", "-k", "North.swapkey", "-o", "x.csv", "--language", "uk")
    assert "have no titles" in result.err
    assert north.read("x.csv").startswith(b"a,b")


def test_a_language_without_titles_is_refused(detained: Desk) -> None:
    words = ("list.swap", "-k", "North.swapkey", "--language", "xx", "-o", "x.csv")
    assert "no titles in the language 'xx'" in detained.fails(2, "usage", "open", *words).err
    assert "x.csv" not in detained.names()
    said = detained.fails(2, "usage", "match", "list.csv", "list.csv", "--language", "xx", "-o", "pairs.xlsx").err
    assert "no titles in the language 'xx'" in said


def test_who_is_disclosed_is_shown_in_a_language(detained: Desk) -> None:
    words = ("disclose", "list.swap", "-k", "North.swapkey", "--entry", 1, "--yes", "-o", "d.swap")
    said = detained.run(*words, "--language", "uk").err
    assert "Прізвище Вітрогонч, Ім’я Ігор, Дата народження 1985-01-13" in said
    assert "family_name Вітрогонч" in detained.run(*words, "--force").err


def test_pairs_are_headed_in_a_language(detained: Desk) -> None:
    pytest.importorskip("rapidfuzz")
    detained.write("theirs.csv", DETAINEE)
    detained.run("match", "list.csv", "theirs.csv", "--language", "uk", "-o", "pairs.xlsx")
    sheet = load_workbook(detained.folder / "pairs.xlsx").worksheets[0]
    header = [cell.value for cell in sheet[1]]
    assert header[:3] == ["Оцінка", "Збігається", "Відрізняється"]
    assert "Прізвище (list)" in header


def test_findings_call_fields_by_their_titles(north: Desk) -> None:
    north.write("list.csv", DETAINEE.replace("1985-01-13", "yesterday"))
    words = ("check", "list.csv", "--profile", "detainee", "-o", "findings.xlsx", "--language", "uk")
    north.run(*words, expect=2)
    rows = [[cell.value for cell in row] for row in load_workbook(north.folder / "findings.xlsx").worksheets[0]]
    assert rows[0][:4] == ["Вага", "Де", "Запис", "Поле"]
    assert ("помилка", "Дата народження") in {(row[0], row[3]) for row in rows[1:]}


def test_what_is_wrong_is_said_in_a_language_once_for_each_code(north: Desk) -> None:
    north.write("list.csv", DETAINEE.replace("1985-01-13", "yesterday"))
    said = north.run("check", "list.csv", "--profile", "detainee", "--language", "uk", expect=2).out
    assert "ПОМИЛКИ, які commit відхиляє" in said
    assert said.count("Запишіть його в такій формі") == 1
    assert "ПОМИЛКИ" not in north.run("check", "list.csv", "--profile", "detainee", expect=2).out
