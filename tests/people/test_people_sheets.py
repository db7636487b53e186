"""Three secretariats' sheets of a thousand made-up persons: every planted fault is found, and little else."""

import io
from collections import Counter
from datetime import date

import pytest

from swapproto import profiles, tables
from swapproto.checks import examine
from swapproto.findings import CHECKS, Findings

from . import sheets

TODAY = date(2026, 6, 15)
COLUMNS = {name: {header: field for field, header in headers.items()} for name, headers in sheets.HEADERS.items()}
NOT_PLANTED = {
    # The name that is missing in row 12 is all that tells this one from his twin.
    "uk": [("likely-same", 114, None)],
    # Namesakes, of whom one is without a date, or with an uncertain year.
    "ru": [("likely-same", 112, None), ("likely-same", 735, None)],
    "en": [],
}


def findings_of(name: str, workbook: bytes) -> Findings:
    profile = profiles.load("detainee")
    survey = tables.survey(
        io.BytesIO(workbook),
        "xlsx",
        label=name,
        schema=profile.schema,
        columns=COLUMNS[name],
        severities=profile.rules.severity,
    )
    examine(list(survey.list), profile.schema, profile.rules, survey.findings, TODAY)
    return survey.findings


@pytest.mark.parametrize("name", sheets.HEADERS)
def test_a_planted_fault_is_not_found_or_something_else_is(name: str) -> None:
    made = sheets.make(name)
    found = Counter(
        (one.check, None if one.row is None else one.row + 1, one.field) for one in findings_of(name, made.workbook)
    )
    planted = Counter((one.check, one.line, one.field) for one in made.planted)
    assert sorted(planted - found, key=str) == []
    assert sorted(found - planted, key=str) == sorted(NOT_PLANTED[name], key=str)


def test_a_kind_of_fault_is_in_no_sheet() -> None:
    planted = {one.check for name in sheets.HEADERS for one in sheets.make(name).planted}
    assert set(CHECKS) - planted == {"shape", "empty", "duplicate-key"}  # of other files, or where keys need not differ


def test_a_list_in_windows_1251_that_is_read_as_koi8_is_taken_as_it_reads() -> None:
    data = io.BytesIO(sheets.misread_csv())
    survey = tables.survey(
        data, "csv", label="", encoding="koi8-u", schema=profiles.load("person").schema, columns={"*": ""}
    )
    rules = profiles.load("person").rules
    examine(list(survey.list), survey.list.schema, rules, survey.findings, TODAY)
    found = [one for one in survey.findings if one.check == "encoding"]
    assert [one.severity for one in found] == ["error"]
    assert "Windows-1251" in found[0].what
