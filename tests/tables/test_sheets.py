"""Sheets for people: every cell text, nothing that was typed lost, and what only explains never taken for entries."""

import io
import zipfile
from collections.abc import Callable
from typing import Any, cast

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from swapproto import tables
from swapproto.errors import InputError
from swapproto.lists import List, Schema
from swapproto.tables import profiles
from swapproto.tables.findings import CODES, Finding, Findings
from swapproto.tables.people import Pair
from swapproto.tables.workbooks import findings as findings_sheet
from swapproto.tables.workbooks import pairs as pairs_sheet
from swapproto.tables.workbooks import template
from swapproto.tables.workbooks.visible import in_a_cell, visible
from swapproto.xlsx import writer as sheets
from swapproto.xlsx.styles import Style

Office = Callable[..., bytes]
PLAIN, MIXED = "Вітрогонч", "В\u0069трогонч"
PERSON, DETAINEE = profiles.load("person").schema, profiles.load("detainee").schema
ODD = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True}},
        {"name": "kind", "type": "string", "constraints": {"enum": ["a, b", "c"]}},
        {"name": "many", "type": "string", "restricted": True, "constraints": {"enum": [f"v{n}" for n in range(512)]}},
        {"name": "secret", "type": "string", "restricted": True, "constraints": {"required": True}},
        {"name": "held", "type": "boolean", "title": "Held"},
        {"name": "count", "type": "integer", "constraints": {"minimum": 1, "maximum": 9}},
        {"name": "place", "type": "string", "title": {"uk": "ID"}},
    ]
}
ODD_SCHEMA = Schema.from_wire(ODD)


def blank(schema: Schema, language: str | None = None) -> bytes:
    out = io.BytesIO()
    template.write(schema, out, language)
    return out.getvalue()


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, schema: Schema) -> tuple[list[dict[str, Any]], list[Finding]]:
    found = tables.survey(io.BytesIO(data), "xlsx", label="people", schema=schema)
    return list(found.list), list(found.findings)


def filled(data: bytes, *rows: list[str]) -> bytes:
    book = opened(data)
    main = cast(Worksheet, book[template.LIST])
    for number, row in enumerate(rows, 2):
        for column, text in enumerate(row, 1):
            main.cell(number, column).value = text
    return saved(book)


def cells(data: bytes, sheet: str) -> list[list[str]]:
    return [["" if c.value is None else str(c.value) for c in row] for row in opened(data)[sheet].iter_rows()]


# --- the writer


def test_the_same_sheets_give_other_bytes() -> None:
    assert blank(DETAINEE, "uk") == blank(DETAINEE, "uk")
    with zipfile.ZipFile(io.BytesIO(blank(DETAINEE))) as package:
        assert {member.date_time[0] for member in package.infolist()} == {1980}


def test_a_cell_of_a_sheet_is_no_text() -> None:
    rows: list[list[sheets.Cell]] = [["=1+1", "007", sheets.Styled("@x", Style.ERROR)], ["TRUE", "#N/A", "1e5"]]
    out = io.BytesIO()
    sheets.write([sheets.Sheet(name="One & two", rows=rows, widths=[9, 9, 30], filtered=True, tab="FF0000")], out)
    found = cast(Worksheet, opened(out.getvalue())["One & two"])
    assert [[c.value for c in row] for row in found.iter_rows()] == [["=1+1", "007", "@x"], ["TRUE", "#N/A", "1e5"]]
    assert {(c.data_type, c.number_format) for row in found.iter_rows() for c in row} == {("s", "@")}
    assert (found.auto_filter.ref, found.freeze_panes) == ("A1:C2", "A2")
    assert found["C1"].fill.fgColor.rgb == "FFF4C7C3"


def test_what_no_cell_holds_is_written_or_goes_unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="cell B1 has a control character"):
        sheets.write([sheets.Sheet(name="x", rows=[["a", "\0"]], widths=[9])], io.BytesIO())
    monkeypatch.setattr(sheets, "INFLATED_LIMIT", 2**16 + 5_000)
    with pytest.raises(InputError, match="too large for a spreadsheet"):
        sheets.write([sheets.Sheet(name="x", rows=[["s"] * 50] * 9, widths=[9])] * 4, io.BytesIO())


def test_long_words_of_help_spoil_the_file() -> None:
    hint = sheets.Hint(1, 1, 1, "😀" * 40, "x\n\0y 😀" * 200)
    choice = sheets.Choice(1, 2, '"a,b"', "t" * 40, "m" * 400)
    out = io.BytesIO()
    sheets.write([sheets.Sheet(name="x", rows=[["a"]], widths=[9], rules=[hint, choice])], out)
    first, second = opened(out.getvalue())["x"].data_validations.dataValidation
    for text, limit in ((first.promptTitle, 32), (first.prompt, 225), (second.errorTitle, 32), (second.error, 225)):
        assert len(text.encode("utf-16-le")) <= 2 * limit
        assert text.endswith("…")


# --- templates


@pytest.mark.parametrize("language", [None, *template.languages(DETAINEE)])
def test_a_blank_sheet_has_other_columns_than_its_profile(language: str | None) -> None:
    book = opened(blank(DETAINEE, language))
    main = cast(Worksheet, book[template.LIST])
    headings = [c.value for c in main[1]]
    for field, heading in zip(DETAINEE.fields, headings, strict=True):
        assert heading == (field.name if language is None else cast(Any, field.title)[language])
    assert bool(main.sheet_view.rightToLeft) == (language == "ar")
    assert main.freeze_panes == "A2"
    assert not main.merged_cells.ranges
    assert {d.number_format for d in main.column_dimensions.values()} == {"@"}
    assert sum(cast(Any, d).max - cast(Any, d).min + 1 for d in main.column_dimensions.values()) == len(headings)


def test_a_language_is_made_up() -> None:
    with pytest.raises(InputError, match="no titles in the language 'xx'; it has en, uk") as caught:
        blank(DETAINEE, "xx")
    assert caught.value.code == "usage"
    with pytest.raises(InputError, match="it has none in any language"):
        blank(Schema.of_texts(["a"]), "uk")


def test_a_title_stands_for_two_fields() -> None:
    assert cells(blank(ODD_SCHEMA, "uk"), template.LIST)[0] == [field.name for field in ODD_SCHEMA.fields]


def test_a_choice_is_missing_or_another() -> None:
    book = opened(blank(ODD_SCHEMA))
    rules = {str(rule.sqref): rule for rule in book[template.LIST].data_validations.dataValidation if rule.formula1}
    assert set(rules) == {"B2:B1048576", "C2:C1048576", "E2:E1048576"}
    assert rules["E2:E1048576"].formula1 == '"true,false"'
    for column, choices in (("B", ["a, b", "c"]), ("C", [f"v{n}" for n in range(512)])):
        sheet, _, range_ = rules[f"{column}2:{column}1048576"].formula1.partition("!")
        assert [c.value for (c,) in book[sheet][range_.replace("$", "")]] == choices
    for rule in rules.values():
        assert rule.showErrorMessage
        assert rule.error.startswith("Choose one of the values")
    assert not opened(blank(PERSON))[template.LIST].data_validations.dataValidation[0].formula1
    assert template.VALUES not in opened(blank(PERSON)).sheetnames


def test_what_is_required_or_restricted_looks_like_the_rest() -> None:
    looks = [(c.font.b, c.font.i, c.fill.fgColor.rgb) for c in opened(blank(ODD_SCHEMA))[template.LIST][1]]
    assert len({looks[0], looks[1], looks[2], looks[3]}) == 4
    assert looks[1] == looks[4]
    explained = cells(blank(ODD_SCHEMA), template.EXPLAINED)
    told = {row[1]: row for row in explained[6:]}
    assert set(told) == {field.name for field in ODD_SCHEMA.fields}
    assert told["secret"][2:4] == ["required", "restricted"]
    assert told["kind"][2:4] == ["if known", ""]
    assert told["kind"][5] == "2 values: see the sheet Values, column A"
    assert told["held"][5:8] == ["true, false", "", "Held"]
    assert told["count"][4] == "A whole number, as 42. 1 at least. 9 at most."


@pytest.mark.parametrize("name", profiles.names())
def test_a_field_is_not_explained(name: str) -> None:
    schema = profiles.load(name).schema
    rows = {row[1]: row for row in cells(blank(schema, "uk"), template.EXPLAINED)[6:]}
    for field in schema.fields:
        row = rows[field.name]
        assert row[0] == cast(Any, field.title)["uk"]
        assert row[6] == field.description
        assert all(f"{tag}: {title}" in row[7] for tag, title in cast(Any, field.title).items())


def test_a_name_that_no_cell_holds_is_written() -> None:
    with pytest.raises(InputError, match="the name of column 2 has a control character"):
        blank(Schema.of_texts(["a", "b\1"]))


def test_a_blank_sheet_is_refused() -> None:
    for schema in (PERSON, DETAINEE, ODD_SCHEMA):
        assert read(blank(schema), schema) == ([], [])


def test_what_was_filled_in_is_read_otherwise() -> None:
    entries, findings = read(filled(blank(PERSON), ["007", PLAIN, "Ігор", "1985-01"], ["2", "", "x", "н/д"]), PERSON)
    assert findings == []
    assert [list(entry.values()) for entry in entries] == [["007", PLAIN, "Ігор", "1985-01"], ["2", None, "x", None]]


@pytest.mark.parametrize("sheet", [template.EXPLAINED, template.VALUES])
@pytest.mark.parametrize("place", ["A2", "B90", "C8", "A600", "Z4"])
def test_people_typed_into_a_sheet_that_explains_are_dropped(sheet: str, place: str) -> None:
    book = opened(blank(DETAINEE))
    book[sheet][place] = "Secret person"
    ((check, *_),) = (read(saved(book), DETAINEE))[1]
    assert check == "second-sheet"


def test_a_sheet_that_explains_is_changed_unnoticed() -> None:
    def changed(change: Callable[[Worksheet], object]) -> list[str]:
        book = opened(blank(DETAINEE))
        change(cast(Worksheet, book[template.EXPLAINED]))
        return [finding.code for finding in read(saved(book), DETAINEE)[1]]

    assert changed(lambda sheet: sheet.delete_rows(20)) == ["second-sheet"]
    assert changed(lambda sheet: sheet.delete_rows(1)) == ["second-sheet"]
    assert changed(lambda sheet: sheet.insert_rows(9)) == ["second-sheet"]
    assert changed(lambda sheet: sheet.move_range("B9:B9", rows=100)) == ["second-sheet"]
    assert changed(lambda sheet: setattr(sheet["Z9"], "value", 5)) == ["second-sheet"]
    assert changed(lambda sheet: setattr(sheet["H1"], "value", "swapproto-sheet/1 " + "0" * 32)) == ["second-sheet"]
    assert changed(lambda sheet: sheet.column_dimensions.pop("A")) == []


def test_a_digest_is_made_of_endless_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("swapproto.tables.xlsx_.help_sheets.TEXT_LIMIT", 1_000)
    assert [finding.code for finding in read(blank(DETAINEE), DETAINEE)[1]] == ["second-sheet"] * 2


# --- findings


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


def test_a_finding_is_missing_from_its_sheet_or_out_of_order() -> None:
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


def test_the_summary_counts_otherwise() -> None:
    findings = reported()
    for row in range(1, 10_012):
        findings.add("repeated", "again", row=row)
    data = written(findings)
    assert len(cells(data, findings_sheet.FINDINGS)) == 1 + 10_007
    summary = cells(data, findings_sheet.SUMMARY)
    assert summary[0][0] == "10,016 errors, 2 warnings"
    assert summary[4][0].startswith("11 findings more than")
    counts = {row[0]: row[1:3] for row in summary[6:]}
    assert counts["repeated"] == ["10,011", "11"]
    assert counts["missing"] == ["1", ""]
    assert counts["spaces"] == ["passed over by the profile", ""]
    assert set(counts) == set(CODES)


def test_a_check_is_not_explained() -> None:
    assert set(findings_sheet.EXPLAINED) == set(CODES)
    assert all(what.endswith(".") and todo.endswith(".") for what, todo in findings_sheet.EXPLAINED.values())


def test_no_findings_leave_an_empty_workbook() -> None:
    data = written(Findings())
    assert cells(data, findings_sheet.FINDINGS)[1][4] == "Nothing was found."
    summary = cells(data, findings_sheet.SUMMARY)
    assert summary[0][0] == "0 errors, 0 warnings"
    assert "does not prove" in summary[3][0]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a\nb"),
        ("\na ", "<U+000A>a<U+0020>"),
        ("a  b", "a <U+0020>b"),
        ("a\xa0b\u202e", "a<U+00A0>b<U+202E>"),
        ("и\u0306", "и<U+0306>"),
        ("й é اَب", "й é اَب"),
        ("\ud800", "<U+D800>"),
        ("\ufffe", "<U+FFFE>"),
    ],
)
def test_what_cannot_be_seen_stays_unseen(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_letters_of_another_script_look_the_same() -> None:
    assert in_a_cell(f"UA-{PLAIN} x") == f"UA-{PLAIN} x"
    assert in_a_cell("\u0421amp") == "<Cyrillic \u0421>amp"


# --- pairs


def paired(pairs: list[Pair]) -> bytes:
    mine = [{"id": "1", "family_name": PLAIN}, {"id": "=2", "given_name": "Olha", "birth_date": "1984"}]
    theirs = [{"id": "A"}, {"id": "B"}, {"id": "C", "given_name": "Ольга", "birth_date": "1985", "rank": "x"}]
    out = io.BytesIO()
    pairs_sheet.write(pairs, List.of("m", PERSON, mine), List.of("t", DETAINEE, theirs), out)
    return out.getvalue()


def test_a_pair_shows_other_entries_than_it_names() -> None:
    data = paired([Pair(2, 3, 0.876, ("given_name",), ("birth_date", "rank")), Pair(1, 1, 0.5, (), ())])
    header, first, second = cells(data, pairs_sheet.PAIRS)
    rows = [dict(zip(header, row, strict=True)) for row in (first, second)]
    assert rows[0]["Score"] == "0.88"
    assert (rows[0]["Agree"], rows[0]["Differ"]) == ("given_name", "birth_date, rank")
    assert (rows[0]["Row in mine"], rows[0]["Row in theirs"]) == ("2", "3")
    assert (rows[0]["given_name (mine)"], rows[0]["given_name (theirs)"]) == ("Olha", "Ольга")
    assert (rows[0]["rank (mine)"], rows[0]["rank (theirs)"]) == ("", "x")
    assert rows[1]["family_name (mine)"] == PLAIN
    assert (rows[0]["id (mine)"], rows[0]["id (theirs)"]) == ("=2", "C")
    assert "additional_name (mine)" not in header, "a column that is empty in all pairs"
    assert header[-2:] == ["Same person?", "Note"]
    sheet = opened(data)[pairs_sheet.PAIRS]
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"yes,no"'
    assert sheet[str(rule.sqref).partition(":")[0].replace("2", "1")].value == "Same person?"
    differs = {c.value for c in sheet[2] if c.fill.fgColor.rgb == "FFFFF2CC"}
    assert differs == {"1984", "1985", None, "x"}


def test_a_pair_of_which_a_field_differs_has_the_score_of_one_that_is_the_same_in_all() -> None:
    data = paired([Pair(2, 3, 0.9999, ("given_name",), ("birth_date",)), Pair(1, 1, 0.9999, ("family_name",), ())])
    assert [row[0] for row in cells(data, pairs_sheet.PAIRS)] == ["Score", "0.99", "1.00"]


def test_a_pair_is_a_claim() -> None:
    for data in (paired([]), paired([Pair(1, 1, 1, ("id",), ())])):
        assert "never a claim" in cells(data, pairs_sheet.ABOUT)[1][0]
    assert "No two entries" in cells(paired([]), pairs_sheet.PAIRS)[1][1]


# --- LibreOffice


def test_libreoffice_loses_what_a_template_has(office: Office) -> None:
    again = office("blank.xlsx", filled(blank(DETAINEE, None), ["007", "civilian"]), "xlsx")
    entries, findings = read(again, DETAINEE)
    assert [finding.code for finding in findings if finding.code != "missing"] == []
    assert [(entry["id"], entry["status"]) for entry in entries] == [("007", "civilian")]
    book = opened(again)
    main = cast(Worksheet, book[template.LIST])
    rules = [rule for rule in main.data_validations.dataValidation if rule.type == "list"]
    choices = [field for field in DETAINEE.fields if field.constraints.enum or field.type == "boolean"]
    assert sum(len(rule.sqref.ranges) for rule in rules) == len(choices)
    assert main.column_dimensions["A"].number_format == "@"
    book[template.VALUES]["A300"] = "Secret person"
    assert [f.code for f in read(saved(book), DETAINEE)[1] if f.code != "missing"] == ["second-sheet"]


def test_libreoffice_turns_a_finding_into_a_formula(office: Office) -> None:
    data = office("findings.xlsx", written(reported()), "xlsx")
    for sheet in (findings_sheet.FINDINGS, findings_sheet.SUMMARY):
        assert cells(data, sheet) == cells(written(reported()), sheet)
    export = office("pairs.xlsx", paired([Pair(1, 1, 1, ("id",), ())]), "csv:Text - txt - csv (StarCalc):44,34,76")
    assert PLAIN in export.decode()
