"""The writer of workbooks: other programs read what it was given, and the same sheets give the same bytes."""

import io
import zipfile
from datetime import date
from typing import Any, cast

import pytest
from hypothesis import given, settings
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from swapproto.errors import InputError
from swapproto.xlsx import writer as sheets
from swapproto.xlsx.styles import Style
from tests.tables.workbooks.making import DETAINEE, blank, opened
from tests.xlsx.making import cells, read, sheet, text_tables, texts, written


def test_the_same_sheets_give_the_same_bytes() -> None:
    assert blank(DETAINEE, "uk") == blank(DETAINEE, "uk")
    with zipfile.ZipFile(io.BytesIO(blank(DETAINEE))) as package:
        assert {member.date_time[0] for member in package.infolist()} == {1980}


def test_every_cell_of_a_sheet_is_text() -> None:
    rows: list[list[sheets.Cell]] = [["=1+1", "007", sheets.Styled("@x", Style.ERROR)], ["TRUE", "#N/A", "1e5"]]
    out = io.BytesIO()
    sheets.write([sheets.Sheet(name="One & two", rows=rows, widths=[9, 9, 30], filtered=True, tab="FF0000")], out)
    found = cast(Worksheet, opened(out.getvalue())["One & two"])
    assert [[c.value for c in row] for row in found.iter_rows()] == [["=1+1", "007", "@x"], ["TRUE", "#N/A", "1e5"]]
    assert {(c.data_type, c.number_format) for row in found.iter_rows() for c in row} == {("s", "@")}
    assert (found.auto_filter.ref, found.freeze_panes) == ("A1:C2", "A2")
    assert found["C1"].fill.fgColor.rgb == "FFF4C7C3"


def test_what_no_cell_can_contain_is_refused_by_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="cell B1 has a control character"):
        sheets.write([sheets.Sheet(name="x", rows=[["a", "\0"]], widths=[9])], io.BytesIO())
    monkeypatch.setattr(sheets, "INFLATED_LIMIT", 2**16 + 5_000)
    with pytest.raises(InputError, match="too large for a spreadsheet"):
        sheets.write([sheets.Sheet(name="x", rows=[["s"] * 50] * 9, widths=[9])] * 4, io.BytesIO())


def test_long_messages_of_rules_are_cut() -> None:
    hint = sheets.Hint(1, 1, 1, "😀" * 40, "x\n\0y 😀" * 200)
    choice = sheets.Choice(1, 2, '"a,b"', "t" * 40, "m" * 400)
    out = io.BytesIO()
    sheets.write([sheets.Sheet(name="x", rows=[["a"]], widths=[9], rules=[hint, choice])], out)
    first, second = opened(out.getvalue())["x"].data_validations.dataValidation
    for text, limit in ((first.promptTitle, 32), (first.prompt, 225), (second.errorTitle, 32), (second.error, 225)):
        assert len(text.encode("utf-16-le")) <= 2 * limit
        assert text.endswith("…")


AWKWARD = [
    "=1+1", "+380", "-5", "@x", "007", "1e5", "TRUE", "#N/A", "12345678901234567890", "'007", "O'Brien", "O’Brien",
    "  leading", "trailing  ", "two\nlines", "a\r\nb", "a\rb", "tab\there", "_x0041_", "_x005F_", "_x0041", "_X0041_",
    "x" * 32_767, "😀" * 16_383, "\u202e", "\ufeffx", "e\u0301", "\x85", "\u2028", "\x7f", '<b>&amp;"', "]]>",
]  # fmt: skip


def by_calamine(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_calamine_reads_every_awkward_text_as_it_was_written() -> None:
    rows = [["id", "text"], *([str(n), text] for n, text in enumerate(AWKWARD))]
    out = io.BytesIO()
    sheets.write([sheets.Sheet(name="List", rows=rows, widths=[9, 30])], out)
    assert by_calamine(out.getvalue()) == rows


@given(text_tables())
@settings(deadline=None)
def test_calamine_reads_our_cells_as_they_are(table: tuple[list[str], list[list[str]]]) -> None:
    names, rows = table
    assert by_calamine(written(texts(names, rows))) == [names, *rows]


def as_text(value: object) -> str:
    """Return a value of calamine, which turns integers into floats, as we read it."""
    match value:
        case date():
            return value.isoformat()
        case float():
            return f"{value:g}"
    return str(value)


def test_calamine_and_we_read_an_ordinary_workbook_alike() -> None:
    rows: list[list[Any]] = [
        ["id", "name", "born", "rank", "note"],
        [1, "Olha", date(1985, 1, 13), "", "a\nb"],
        [2, "Петро  ", date(2024, 2, 29), "-", "=x"],
        [30, "O'Brien", None, "007", "ї"],
    ]

    def keep_texts(main: Worksheet) -> None:
        main["E3"].data_type = "s"

    book = sheet(*rows, change=keep_texts)
    header, *others = [[as_text(value) for value in row] for row in by_calamine(book)]
    ours = read(book).list
    assert header == [field.name for field in ours.schema.fields]
    assert others == cells(ours)
