"""Templates: a blank sheet with the columns of a profile, and help sheets that are never taken for entries."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from swapproto.errors import InputError
from swapproto.lists import Schema
from swapproto.tables import profiles, titles
from swapproto.tables.workbooks import template
from tests.tables.workbooks.making import (
    DETAINEE,
    ODD_SCHEMA,
    PERSON,
    PLAIN,
    Office,
    blank,
    cells,
    filled,
    opened,
    read,
    saved,
)


@pytest.mark.parametrize("language", [None, *titles.languages(DETAINEE)])
def test_a_template_has_the_columns_of_its_profile(language: str | None) -> None:
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


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(InputError, match="no titles in the language 'xx'; it has en, uk") as caught:
        blank(DETAINEE, "xx")
    assert caught.value.code == "usage"
    with pytest.raises(InputError, match="it has none in any language"):
        blank(Schema.of_texts(["a"]), "uk")


def test_a_title_of_two_fields_heads_neither() -> None:
    assert cells(blank(ODD_SCHEMA, "uk"), template.LIST)[0] == [field.name for field in ODD_SCHEMA.fields]


def test_the_choices_of_a_column_are_those_of_its_field() -> None:
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


def test_required_and_restricted_headings_differ_from_the_rest() -> None:
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
def test_every_field_is_explained(name: str) -> None:
    schema = profiles.load(name).schema
    rows = {row[1]: row for row in cells(blank(schema, "uk"), template.EXPLAINED)[6:]}
    for field in schema.fields:
        row = rows[field.name]
        assert row[0] == cast(Any, field.title)["uk"]
        assert row[6] == field.description
        assert all(f"{tag}: {title}" in row[7] for tag, title in cast(Any, field.title).items())


def test_a_name_that_no_cell_can_contain_is_refused() -> None:
    with pytest.raises(InputError, match="the name of column 2 has a control character"):
        blank(Schema.of_texts(["a", "b\1"]))


def test_a_blank_template_is_read_without_entries() -> None:
    for schema in (PERSON, DETAINEE, ODD_SCHEMA):
        assert read(blank(schema), schema) == ([], [])


def test_what_was_filled_in_is_read_as_it_is() -> None:
    entries, findings = read(filled(blank(PERSON), ["007", PLAIN, "Ігор", "1985-01"], ["2", "", "x", "н/д"]), PERSON)
    assert findings == []
    assert [list(entry.values()) for entry in entries] == [["007", PLAIN, "Ігор", "1985-01"], ["2", None, "x", None]]


@pytest.mark.parametrize("sheet", [template.EXPLAINED, template.VALUES])
@pytest.mark.parametrize("place", ["A2", "B90", "C8", "A600", "Z4"])
def test_people_typed_into_a_help_sheet_are_reported(sheet: str, place: str) -> None:
    book = opened(blank(DETAINEE))
    book[sheet][place] = "Secret person"
    ((check, *_),) = (read(saved(book), DETAINEE))[1]
    assert check == "second-sheet"


def test_a_changed_help_sheet_is_reported() -> None:
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


def test_a_help_sheet_with_too_much_text_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("swapproto.tables.xlsx_.help_sheets.TEXT_LIMIT", 1_000)
    assert [finding.code for finding in read(blank(DETAINEE), DETAINEE)[1]] == ["second-sheet"] * 2


def test_libreoffice_keeps_what_a_template_has(office: Office) -> None:
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
