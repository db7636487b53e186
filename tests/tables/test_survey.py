"""Every problem of a table is reported at once, each with its place."""

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from swapproto import tables
from swapproto.errors import InputError
from swapproto.lists import Constraints, Field, Schema
from swapproto.tables.checks import Expected, Rules, examine
from swapproto.tables.findings import CODES

SCHEMA = Schema(
    (
        Field("id", constraints=Constraints(required=True, unique=True)),
        Field("born", "date"),
        Field("kind", constraints=Constraints(enum=("a", "b"))),
    ),
    ("id",),
)


def survey(text: str, kind: tables.Kind = "csv", **how: Any) -> tables.Survey:
    return tables.survey(io.BytesIO(text.encode()), kind, label="", schema=SCHEMA, **how)


TABLE = "id,born,kind\n1,1984-02-30,a\n,1984-01-01,Secret\n1,x\n1,1984,a\n"
OBJECTS = """[{"id": "1", "born": "1984-02-30", "kind": "a"},
{"id": "", "born": "1984-01-01", "kind": "Secret"},
{"id": "1", "born": "x", "more": 1},
{"id": "1", "born": "1984", "kind": "a"}]"""


@pytest.mark.parametrize(("text", "kind"), [(TABLE, "csv"), (OBJECTS, "json")])
def test_every_error_is_reported_at_once(text: str, kind: tables.Kind) -> None:
    found = survey(text, kind)
    assert [(f.row, f.field, f.code) for f in found.findings] == [
        (1, "born", "malformed"),
        (2, "id", "missing"),
        (2, "kind", "not-allowed"),
        (3, None, "shape" if kind == "csv" else "columns"),
        *([] if kind == "csv" else [(3, "id", "repeated"), (3, "born", "malformed")]),
        (4, "id", "repeated"),
        (4, "born", "malformed"),
    ]
    assert found.findings.errors == len(found.findings)
    assert [entry["born"] for entry in found.list] == [None, "1984-01-01", None, None]
    assert "Secret" not in "".join(map(str, found.findings))
    assert [f.found for f in found.findings if f.code == "not-allowed"] == ["Secret"]
    with pytest.raises(InputError, match=r"^row 1 \(line .\), .*born.*: not a date.* \(and . more\)"):
        tables.read(io.BytesIO(text.encode()), kind, label="", schema=SCHEMA)


@pytest.mark.parametrize(
    ("severities", "left"),
    [({}, "warning"), ({"empty": "error"}, "error"), ({"empty": "ignore"}, None)],
)
def test_a_profile_changes_the_severity_of_a_finding(severities: Mapping[str, str], left: str | None) -> None:
    found = tables.survey(io.BytesIO(b"a,b\n,\n"), "csv", label="", severities=severities).findings
    assert [f.severity for f in found] == ([left] if left else [])
    assert (found.errors, found.warnings) == (left == "error", left == "warning")
    assert len(found) == (left is not None)


@pytest.mark.parametrize("severity", ["warning", "ignore"])
def test_a_cell_that_cannot_be_read_is_an_error_whatever_the_profile_says(severity: str) -> None:
    found = survey("id,born\n1,yesterday\n", severities=dict.fromkeys(CODES, severity))
    assert [f.severity for f in found.findings] == ["error"]
    assert [entry["born"] for entry in found.list] == [None]


def test_only_the_first_findings_of_each_code_are_kept() -> None:
    found = survey("id,kind\n" + "".join(f"{n},x\n" for n in range(20_000))).findings
    assert found.errors == 20_000
    assert len(list(found)) == 10_000
    first, cut = found.summary("error")
    places = "column 2 (kind), 10,000 cells, first row 1 (line 2)"
    assert first == f"{places}: not one of the values that the schema lists: a, b"
    assert cut == "not-allowed: only the first 10,000 of 20,000 are listed"


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        ("17.05.1984", "1984-05-17"),
        ("3.4.1984", "1984-04-03"),
        (" 17.05.1984 р.", "1984-05-17"),
        ("05/17/1984", "1984-05-17"),
        ("17/05/1984", "1984-05-17"),
        ("05-05-1984", "1984-05-05"),
        ("1984/5/17", "1984-05-17"),
        ("1984-05-17T12:30:00", "1984-05-17"),
        ("05.1984", "1984-05"),
        ("1984 г.", "1984"),
        ("30819", "1984-05-17"),
        ("03/04/1984", ""),
        ("30.02.1984", ""),
        ("1984-02-30", ""),
        ("17.05.84", ""),
        ("13.13.1984", ""),
        ("1984-5.17", ""),
        ("198405", ""),
        ("spring 1984", ""),
    ],
)
def test_a_date_in_another_form_is_proposed_in_the_right_one(found: str, instead: str) -> None:
    schema = Schema((Field("born", "partialdate"), Field("day", "date")))
    survey = tables.survey(io.BytesIO(f"born,day\n{found},{found}\n".encode()), "csv", label="", schema=schema)
    proposed = {finding.field: finding.instead for finding in survey.findings}
    assert proposed == {"born": instead, "day": instead if len(instead) == 10 else ""}
    assert all(found not in str(finding) for finding in survey.findings)


def test_a_cell_that_cannot_be_read_is_not_called_empty_as_well() -> None:
    rules = Rules(expected=(Expected("id", (), ("born",)),))
    survey = tables.survey(io.BytesIO(b"id,born\n1,x\n2,\n"), "csv", label="", schema=SCHEMA)
    examine(list(survey.list), SCHEMA, rules, survey.findings, date(2026, 6, 15))
    assert [(f.code, f.row) for f in survey.findings] == [("malformed", 1), ("expected", 2)]


def test_an_invalid_cell_does_not_shift_the_rows_of_later_findings() -> None:
    unique = Constraints(unique=True)
    empty = Schema((Field("a", constraints=unique), Field("b")))
    found = tables.survey(io.BytesIO(b"a,b\n1\n,2\nx,2\nx,3\n"), "csv", label="", schema=empty)
    assert [(f.row, f.code) for f in found.findings] == [(1, "shape"), (4, "repeated")]
    assert str([*found.findings][1]).startswith("row 4 (line 5), column 1 (a): the same as in row 3 (line 4)")
    dashes = Schema((Field("a"), Field("b")), missing_values=("-", ""))
    assert tables.survey(io.BytesIO(b"a,b\n1\n-,2\n"), "csv", label="", schema=dashes).notes == []
