"""Findings as a workbook: every finding with its place, and a summary."""

import io
from typing import cast

from openpyxl.worksheet.worksheet import Worksheet

from swapproto.tables.findings import CODES, Findings
from swapproto.tables.workbooks import findings as findings_sheet
from swapproto.tables.workbooks.explained import EXPLAINED
from tests.tables.workbooks.making import (
    MIXED,
    PLAIN,
    Office,
    cells,
    opened,
)


def reported() -> Findings:
    findings = Findings({"spaces": "ignore"})
    findings.add("missing", "nothing is in it", row=2, field="birth_date", place="D3 (birth_date)")
    findings.add("mixed-scripts", "two scripts", row=1, field="family_name", found=MIXED, instead=PLAIN)
    findings.add("formula", "a formula", row=3, field="id", found="=1+1", instead="'")
    findings.add("invisible", "an invisible character", row=3, found="Ган\u200bна ", instead="Ганна")
    findings.add("control", "a control character", row=4, found="a\0b", instead="a\u200cb")
    findings.add("malformed", "too long", row=5, found="s" * 40_000, instead="t" * 40_000)
    findings.add("second-sheet", "a second sheet is not empty", place="sheet 'Old'")
    return findings


def written(findings: Findings) -> bytes:
    out = io.BytesIO()
    findings_sheet.write(findings, out, "people.xlsx")
    return out.getvalue()


def test_the_sheet_has_every_finding_in_order() -> None:
    data = written(reported())
    header, *rows = cells(data, findings_sheet.FINDINGS)
    assert header[:3] == ["Severity", "Where", "Entry"]
    assert [(row[0], row[2], row[7]) for row in rows] == [
        ("error", "", "second-sheet"),
        ("warning", "1", "mixed-scripts"),
        ("error", "2", "missing"),
        ("error", "3", "formula"),
        ("warning", "3", "invisible"),
        ("error", "4", "control"),
        ("error", "5", "malformed"),
    ]
    assert rows[2][1:5] == ["D3 (birth_date)", "2", "birth_date", "nothing is in it"]
    found, instead = ([row[column] for row in rows[1:]] for column in (5, 6))
    assert found[:5] == ["В<Latin i>трогонч", "", "=1+1", "Ган<U+200B>на<U+0020>", "a<U+0000>b"]
    assert found[5] == "s" * 500 + " … (cut here: 39,500 more characters)"
    assert instead[:5] == [PLAIN, "", "'", "Ганна", "(write it by hand: a<U+200C>b)"]
    assert len(instead[5]) < 600
    sheet = cast(Worksheet, opened(data)[findings_sheet.FINDINGS])
    assert {c.data_type for row in sheet.iter_rows() for c in row if c.value is not None} == {"s"}
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:I8")
    assert [sheet[f"A{n}"].fill.fgColor.rgb for n in (2, 3)] == ["FFF4C7C3", "FFFFF2CC"]


def test_the_summary_counts_every_finding() -> None:
    findings = reported()
    for row in range(1, 10_012):
        findings.add("repeated", "again", row=row)
    data = written(findings)
    assert len(cells(data, findings_sheet.FINDINGS)) == 1 + 10_007
    summary = cells(data, findings_sheet.SUMMARY)
    assert summary[0][0] == "10,016 errors, 2 warnings"
    assert summary[4][0].startswith("11 more than")
    counts = {row[0]: row[1:3] for row in summary[6:]}
    assert counts["repeated"] == ["10,011", "11"]
    assert counts["missing"] == ["1", ""]
    assert counts["spaces"] == ["ignored by the profile", ""]
    assert set(counts) == set(CODES)


def test_every_code_is_explained() -> None:
    assert set(EXPLAINED) == set(CODES)
    assert all(what.endswith(".") and todo.endswith(".") for what, todo in EXPLAINED.values())


def test_a_workbook_without_findings_says_so() -> None:
    data = written(Findings())
    assert cells(data, findings_sheet.FINDINGS)[1][4] == "Nothing was found."
    summary = cells(data, findings_sheet.SUMMARY)
    assert summary[0][0] == "0 errors, 0 warnings"
    assert "does not prove" in summary[3][0]


def test_libreoffice_does_not_turn_a_finding_into_a_formula(office: Office) -> None:
    data = office("findings.xlsx", written(reported()), "xlsx")
    for sheet in (findings_sheet.FINDINGS, findings_sheet.SUMMARY):
        assert cells(data, sheet) == cells(written(reported()), sheet)
