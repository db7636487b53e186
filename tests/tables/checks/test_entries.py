"""Dates, duplicates, and missing values of entries."""

from typing import Any

import pytest

from swapproto.lists import Constraints, Field, Schema
from swapproto.tables.checks import Expected, Rules, examine
from swapproto.tables.findings import Findings
from tests.tables.checks.checking import TODAY, codes, findings_of

LIFE = ("birth_date", "measure_date", "death_date", "burial_date")
FIELDS = [Field(name, "partialdate") for name in LIFE]
RULES = Rules(chronology=(LIFE,), past=LIFE, within={"birth_date": 120})


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"birth_date": "2026-06-16"}, "birth_date"),
        ({"birth_date": "2026-07"}, "birth_date"),
        ({"birth_date": "2027"}, "birth_date"),
        ({"birth_date": "1906-06-14"}, "birth_date"),
        ({"birth_date": "1905"}, "birth_date"),
        ({"birth_date": "1990-05-02", "measure_date": "1990-05-01"}, "measure_date"),
        ({"birth_date": "1990-05", "measure_date": "1990-04"}, "measure_date"),
        ({"birth_date": "1990", "death_date": "1989-12-31"}, "death_date"),
        ({"birth_date": "1990", "measure_date": "2022", "death_date": "2021", "burial_date": "2023"}, "death_date"),
        ({"birth_date": "1990~", "measure_date": "1969?"}, "measure_date"),
        ({"birth_date": "2062-05-17?"}, "birth_date"),
    ],
)
def test_an_impossible_date_is_reported(entry: dict[str, str], field: str) -> None:
    (found,) = findings_of([entry], FIELDS, RULES)
    assert (found.code, found.field, found.found) == ("implausible-date", field, entry[field])
    assert entry[field] not in found.what


@pytest.mark.parametrize(
    "entry",
    [
        {"birth_date": TODAY.isoformat(), "measure_date": "2026", "death_date": "2026-06"},
        {"birth_date": "1906", "measure_date": "1990"},
        {"birth_date": "1990-05-17", "measure_date": "1990", "death_date": "1990-05"},
        {"birth_date": "1990~", "measure_date": "1988"},
        {"birth_date": "2030%"},
        {"birth_date": "0001?", "measure_date": "9999-13", "death_date": "soon", "burial_date": 5},
        {},
    ],
)
def test_a_possible_date_is_not_reported(entry: dict[str, Any]) -> None:
    assert codes(findings_of([entry], FIELDS, RULES._replace(within={}))) == []


def test_a_moment_in_the_future_is_reported() -> None:
    moments = [{"at": "2026-06-15T23:59:59+02:00"}, {"at": "2026-06-16T00:00:00Z"}]
    assert [one.row for one in findings_of(moments, [Field("at", "datetime")], Rules(past=("at",)))] == [2]


def test_an_empty_field_is_reported_only_where_another_asks_for_it() -> None:
    rules = Rules(
        expected=(
            Expected("status", ("pow",), ("rank", "number"), "GC III 17"),
            Expected("death_date", (), ("grave", "unknown_field")),
            Expected("asked", (True,), ("answer",)),
        )
    )
    entries: list[dict[str, Any]] = [
        {"status": "pow", "rank": "private", "number": ""},
        {"status": "civilian", "asked": 1},
        {"death_date": "2022", "asked": False},
        {"asked": True, "answer": False, "death_date": ""},
    ]
    found = findings_of(entries, ["status", "rank", "number", "death_date", "grave", "asked", "answer"], rules)
    assert [(one.code, one.row, one.field) for one in found] == [("expected", 1, "number"), ("expected", 3, "grave")]
    assert "GC III 17" in found[0].what


def test_a_column_that_is_not_there_is_reported_once() -> None:
    rules = Rules(expected=(Expected("status", ("pow",), ("rank", "number"), "GC III 17"),))
    entries = [{"status": "pow", "rank": "private" if n else None} for n in range(9)]
    found = findings_of(entries, ["status", "rank", "number"], rules)
    assert [(one.row, one.field) for one in found if one.code == "expected"] == [(None, "number"), (1, "rank")]
    assert "'number', though 'status' asks for it in 9 of them (GC III 17)" in found[0].what


def test_one_order_of_two_dates_is_reported_once_for_all_sequences() -> None:
    rules = Rules(chronology=(LIFE, LIFE[:2]))
    assert len(findings_of([{"birth_date": "1990", "measure_date": "1989"}], FIELDS, rules)) == 1


def test_an_entry_with_the_key_of_an_earlier_one_is_reported() -> None:
    entries = [{"id": "1", "n": "a"}, {"id": "2", "n": "b"}, {"id": "1", "n": "c"}, {"id": "2", "n": "b"}]
    found = findings_of(entries, ["id", "n"], Rules(), "id")
    assert [(one.code, one.row, one.field, one.found) for one in found] == [
        ("duplicate-key", 3, "id", "1"),
        ("duplicate-key", 4, "id", "2"),
    ]
    assert "row 1:" in found[0].what
    assert "identical to row 2" in found[1].what


def test_entries_with_the_same_empty_key_are_reported() -> None:
    found = findings_of([{"id": None, "n": "a"}, {"id": "", "n": "b"}, {"n": "c"}], ["id", "n"], Rules(), "id")
    assert [(one.code, one.row, one.found) for one in found] == [("duplicate-key", 3, "")]


def test_a_key_of_two_fields_is_compared_by_both() -> None:
    entries: list[dict[str, Any]] = [{"a": "1", "b": 1}, {"a": "1", "b": 2}, {"a": "1", "b": 1}]
    found = findings_of(entries, ["a", Field("b", "integer")], Rules(), "a", "b")
    assert [(one.code, one.row, one.field, one.found) for one in found] == [("duplicate-key", 3, None, "1 1")]


def test_a_key_that_was_reported_when_it_was_read_is_not_reported_again() -> None:
    key = Field("id", constraints=Constraints(required=True, unique=True))
    entries: list[dict[str, Any]] = [
        {"id": "1", "n": "a"},
        {"id": "1", "n": "b"},
        {"id": None, "n": "c"},
        {"id": None, "n": "d"},
    ]
    assert findings_of(entries, [key, "n"], Rules(), "id") == []


def test_the_same_entry_under_another_key_is_reported() -> None:
    entries: list[dict[str, Any]] = [
        {"id": "1", "n": "a", "l": [{"x": 1, "y": 2}]},
        {"id": "2", "n": "a", "l": [{"x": 2, "y": 1}]},
        {"id": "3", "n": "a", "l": [{"y": 2, "x": 1}]},
        {"id": "4"},
        {"id": "5"},
    ]
    found = findings_of(entries, ["id", "n", Field("l", "array")], Rules(), "id")
    assert [(one.code, one.row) for one in found] == [("same-entry", 3)]
    assert "the same as row 1 in n, l, which is all that it holds" in found[0].what


def test_the_same_entry_in_a_list_without_a_key_is_reported() -> None:
    assert codes(findings_of([{"n": "a"}, {"n": "b"}, {"n": "a"}], ["n"])) == ["same-entry"]


def test_a_profile_sets_the_severity_of_a_finding() -> None:
    entries = [{"n": " a"}, {"n": "a\u200b"}]
    (found,) = findings_of(entries, ["n"], Rules(severity={"spaces": "error", "invisible": "ignore"}))
    assert (found.code, found.severity) == ("spaces", "error")


def test_persons_who_agree_in_no_name_are_not_called_the_same() -> None:
    """A clerk who obeyed would delete people: only their place of birth had been recognised."""
    fields = ["id", "family_name", "birth_place"]
    entries: list[dict[str, Any]] = [{"id": n, "family_name": None, "birth_place": "Kyiv"} for n in ("1", "2")]
    assert "same-entry" not in codes(findings_of(entries, fields, Rules(), "id"))
    named: list[dict[str, Any]] = [entry | {"family_name": "Lelko"} for entry in entries]
    assert "same-entry" in codes(findings_of(named, fields, Rules(), "id"))


def test_rows_are_not_compared_while_a_column_is_unknown() -> None:
    entries = [{"id": n, "family_name": "Lelko"} for n in ("1", "2")]
    findings = Findings()
    findings.add("columns", "column 3 is not in the schema")
    examine(entries, Schema([Field("id"), Field("family_name")], ["id"]), Rules(), findings, TODAY)
    assert "same-entry" not in findings.counts


@pytest.mark.parametrize(
    "total",
    [
        {"id": "Всього:", "name": None, "n": "40"},
        {"id": None, "name": "Разом за списком", "n": "40"},
        {"id": "Итого 40 чел.", "name": "", "n": None},
        {"id": "Total: 2", "name": None, "n": None},
        {"id": "", "name": "Grand total", "n": "1,000"},
        {"id": "", "name": "Total général : 40 personnes", "n": ""},
        {"id": "", "name": "المجموع الكلي", "n": "٤٠"},
        {"id": "Σ", "name": "", "n": "40"},
    ],
)
def test_a_row_of_totals_is_an_error(total: dict[str, Any]) -> None:
    found = findings_of([{"id": "1", "name": "Lelko", "n": "1"}, total], ["id", "name", "n"])
    (row,) = (one for one in found if one.code == "total-row")
    assert (row.row, row.severity) == (2, "error")


@pytest.mark.parametrize(
    "entry",
    [
        {"id": "1", "name": "Total", "n": "Ann"},
        {"id": "1", "name": "Sumska", "n": None},
        {"id": "1", "name": "Разомська", "n": "3"},
        {"id": "1", "name": "Всього Марія", "n": None},
        {"id": None, "name": None, "n": "40"},
    ],
)
def test_a_person_is_no_row_of_totals(entry: dict[str, Any]) -> None:
    assert "total-row" not in codes(findings_of([entry], ["id", "name", "n"]))
