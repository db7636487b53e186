"""XLSX in and out: each cell comes back the same, and each doubt is reported with the cell's name."""

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, cast

import openpyxl
import pytest
from hypothesis import example, given, settings
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from swapproto import tables
from swapproto.errors import InputError
from swapproto.lists import Field, List, Schema
from swapproto.tables.xlsx_ import writer as xlsx_write
from swapproto.xlsx import writer as sheets
from swapproto.xlsx.workbook import escape_text
from tests.tables.pipe import Pipe
from tests.xlsx.making import (
    HEADER,
    cell,
    cells,
    raw,
    read,
    refusal,
    sheet,
    text_tables,
    texts,
    written,
)


def at(*parts: int) -> datetime:
    """A time as a spreadsheet has it: in no zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


@given(text_tables())
@example((["=a"], [["\r"], ["\r\n"], ["_x000D_"], ["_x0041_x0042_"], ["_x005F_x000d_"]]))
@settings(deadline=None)
def test_a_cell_comes_back_the_same(table: tuple[list[str], list[list[str]]]) -> None:
    names, rows = table
    data = written(texts(names, rows))
    again = read(data).list
    assert [field.name for field in again.schema.fields] == names
    assert cells(again) == rows
    assert written(again) == data


@given(text_tables())
@settings(deadline=None, max_examples=40)
def test_openpyxl_reads_our_cells_as_they_are(table: tuple[list[str], list[list[str]]]) -> None:
    names, rows = table
    book = openpyxl.load_workbook(io.BytesIO(written(texts(names, rows))))
    found = cast(Worksheet, book.active)
    assert [[c.value for c in row] for row in found.iter_rows(max_col=len(names))] == [
        [as_in_file(text) or None for text in row] for row in [names, *rows]
    ]
    for c in (c for row in found.iter_rows() for c in row if c.value is not None):
        assert (c.data_type, c.number_format) == ("s", "@")
    assert found.freeze_panes == "A2"
    assert found["A1"].font.bold
    assert not found["A2"].font.bold
    assert found.column_dimensions["A"].number_format == "@"


def as_in_file(text: str) -> str:
    """The escapes that the other program leaves as they are."""
    return escape_text(text)


@given(text_tables())
@settings(deadline=None, max_examples=40)
def test_cells_of_openpyxl_are_read_as_they_are(table: tuple[list[str], list[list[str]]]) -> None:
    names, rows = table
    book = openpyxl.Workbook(write_only=True)
    main = book.create_sheet()
    for row in [names, *rows]:
        made = [openpyxl.cell.WriteOnlyCell(main, as_in_file(text)) for text in row]
        for c in made:
            c.data_type = "s"
        main.append(made)
    out = io.BytesIO()
    book.save(out)
    assert cells(read(out.getvalue()).list) == rows


TYPED = Schema(
    (
        Field("name"),
        Field("age", "integer"),
        Field("height", "number"),
        Field("held", "boolean"),
        Field("born", "date"),
    ),
    (),
    ("", "-0-"),
)


def test_a_typed_list_comes_back_the_same() -> None:
    rows: list[dict[str, Any]] = [
        {"name": "Olha", "age": 41, "height": "1.70", "held": True, "born": "1985-01-13"},
        {"name": "007", "age": -1, "height": None, "held": None, "born": None},
    ]
    entries = List.of("people", TYPED, rows)
    assert read(written(entries), TYPED).list == entries
    natural = sheet(
        ["born", "name", "age", "height", "held"],
        [date(1985, 1, 13), "Olha", 41, 1.7, True],
        [None, "007", -1, "-0-", None],
    )
    imported = read(natural, TYPED)
    assert cells(imported.list) == [["Olha", 41, "1.7", True, "1985-01-13"], ["007", -1, None, None, None]]
    [note] = imported.notes
    assert note.startswith("Column D (height): there are several ways to say that nothing is known")
    assert "B2 (age): not an integer" in refusal(
        sheet(["name", "age", "height", "held", "born"], ["x", "Secret"]), TYPED
    )


def test_null_and_empty_text_in_one_column_are_refused() -> None:
    schema = Schema.of_texts(["a", "b"])
    with pytest.raises(InputError, match="row 2, column 1: both null and an empty text"):
        written(List.of("people", schema, [{"a": None, "b": "1"}, {"a": "", "b": "1"}]))
    out = io.BytesIO()
    (note,) = tables.write(List.of("people", schema, [{"a": None, "b": "1"}]), out, "xlsx")
    assert note == "Column 1: null was written as an empty cell, which reads back as an empty text."


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["x", "Secret\0"]], "row 1, column 2 has a control character"),
        ([["x", "y"], ["Secret\x1b", "y"]], "row 2, column 1 has a control character"),
        ([["x", "Secret\uffff"]], "row 1, column 2 has a control character"),
        ([["x", "s" * 32_768]], "row 1, column 2 has more than the 32,767 characters"),
        ([["x", "😀" * 10_000 + "s" * 12_768]], "row 1, column 2 has more than the 32,767 characters"),
        ([["x", "y"], ["", ""]], "row 2 is empty"),
    ],
)
def test_what_xlsx_cannot_contain_is_not_written(rows: list[list[str]], words: str) -> None:
    with pytest.raises(InputError) as caught:
        written(texts(["a", "b"], rows))
    assert caught.value.code == "table"
    assert words in str(caught.value)
    assert "Secret" not in str(caught.value)


def test_a_cell_at_the_limit_is_accepted() -> None:
    entries = texts(["a"], [["s" * 32_767], ["😀" * 10_000 + "s" * 12_767]])
    assert read(written(entries)).list == entries
    with pytest.raises(InputError, match="the name of column 1 has a control character"):
        written(texts(["\1"], []))


def test_a_list_too_large_to_come_back_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "INFLATED_LIMIT", 2**16 + 1000)
    with pytest.raises(InputError, match="too large for a spreadsheet"):
        written(texts(["a"], [["s"]] * 50))
    monkeypatch.setattr(xlsx_write, "ROWS", 50)
    with pytest.raises(InputError, match="one of them the header"):
        written(texts(["a"], [["s"]] * 50))


def formatted(value: Any, code: str) -> bytes:
    def change(main: Worksheet) -> None:
        main["B2"] = value
        main["B2"].number_format = code

    return sheet(["id", "v"], ["1"], change=change)


def in_column(type_: str) -> Schema:
    return Schema((Field("id"), Field("v", type_)))


@pytest.mark.parametrize(
    ("type_", "value", "code", "text"),
    [
        ("string", 5, "General", "5"),
        ("string", 380441234567, "0", "380441234567"),
        ("string", 5.0, "@", "5"),
        ("string", -3, "General", "-3"),
        ("string", 999_999_999_999_999, "General", "999999999999999"),
        ("string", at(2024, 2, 29), "dd.mm.yyyy", "2024-02-29"),
        ("string", at(2024, 2, 29), '[$-F800]dddd\\,\\ d" de "mmmm\\ yyyy', "2024-02-29"),
        ("string", at(2024, 2, 29, 16, 30), "d/m/yy h:mm", "2024-02-29T16:30:00"),
        ("string", at(2024, 2, 29, 23, 59, 59), "yyyy-mm-dd hh:mm:ss", "2024-02-29T23:59:59"),
        ("date", at(1900, 3, 1), "mm-dd-yy", "1900-03-01"),
        ("date", at(9999, 12, 31), "yyyy-mm-dd", "9999-12-31"),
        ("integer", 1234, "#,##0", 1234),
        ("integer", 12, "0.00", 12),
        ("number", 1.5, "General", "1.5"),
        ("number", 1.1, "0.00", "1.10"),
        ("number", 0.00001, "General", "0.00001"),
        ("number", 1e14, "General", "100000000000000"),
        ("boolean", False, "General", False),
    ],
)
def test_a_number_or_date_is_read_as_it_is_displayed(type_: str, value: Any, code: str, text: object) -> None:
    assert cells(read(formatted(value, code), in_column(type_)).list) == [["1", text]]


@pytest.mark.parametrize(
    ("type_", "value", "code", "words"),
    [
        ("string", 1.5, "General", "a number with a fraction"),
        ("string", 5, "00000", "displayed differently from how it is stored"),
        ("string", 5, "#,##0", "displayed differently from how it is stored"),
        ("string", 5, "0%", "displayed differently from how it is stored"),
        ("string", 5, "0.00E+00", "displayed differently from how it is stored"),
        ("string", 1_000_000_000_000_000, "0", "more than 15 digits"),
        ("string", 1e300, "General", "more than 15 digits"),
        ("string", True, "General", "a truth value"),
        ("integer", True, "General", "a truth value"),
        ("string", at(2024, 2, 1), "mmm yyyy", "a date of which only a part is shown"),
        ("string", at(2024, 2, 1), "dddd", "a date of which only a part is shown"),
        ("date", at(2024, 2, 1), "yyyy", "a date of which only a part is shown"),
        ("string", at(2024, 2, 1, 12), "dd.mm.yyyy", "a time of day that is not shown"),
        ("string", at(1900, 2, 28), "dd.mm.yyyy", "before March 1900"),
        ("string", -5, "dd.mm.yyyy", "before March 1900"),
        ("string", 3_000_000, "dd.mm.yyyy", "after the year 9999"),
        ("string", time(12, 30), "h:mm", "a time of day"),
        ("string", timedelta(hours=30), "[h]:mm", "a length of time"),
        ("integer", 1.5, "0", "more digits than are shown"),
        ("integer", 1.5, "General", "not an integer"),
        ("number", 1.239, "0.00", "more digits than are shown"),
        ("number", 0.5, "0%", "displayed differently from how it is stored"),
        ("date", 45000, "General", "perhaps of a day as a spreadsheet counts them"),
        ("datetime", at(2024, 2, 29, 16, 30), "d/m/yy h:mm", "not a date and time with its offset"),
        ("number", at(2024, 2, 29), "dd.mm.yyyy", "not a number"),
    ],
)
def test_a_number_or_date_that_is_not_certain_is_refused(type_: str, value: Any, code: str, words: str) -> None:
    message = refusal(formatted(value, code), in_column(type_))
    assert message.startswith("B2 ")
    assert words in message


def test_a_number_with_other_digits_than_it_shows_is_refused() -> None:
    schema = Schema((Field("a", "number"), Field("b")))
    assert "A2 (a): a number with more digits" in refusal(
        raw(f"{HEADER}<row><c><v>0.30000000000000004</v></c></row>"), schema
    )
    assert cells(read(raw(f"{HEADER}<row><c><v>1.1000000000000001</v></c></row>"), schema).list) == [["1.1", ""]]


def test_dates_since_1904_are_read_right() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    main = cast(Worksheet, book.active)
    for row in (["born"], [at(1985, 1, 13)]):
        main.append(row)
    out = io.BytesIO()
    book.save(out)
    assert cells(read(out.getvalue()).list) == [["1985-01-13"]]


def test_numbers_that_become_text_are_mentioned() -> None:
    data = sheet(["id", "v", "w"], [1, at(2024, 2, 29), at(2024, 2, 29, 1)], ["2", "x", "y"], [3, "x", "y"])
    lost = "cells that were numbers, 2 of them, are now text; a zero or plus sign before one is lost"
    unzoned = "cells that were dates with a time, 1 of them, are now text as in 2024-02-29T16:30:00, without a zone"
    assert read(data).notes == [
        f"column A (id): {lost} (the first is A2)",
        "column B (v): cells that were dates, 1 of them, are now text as in 2024-02-29 (the first is B2)",
        f"column C (w): {unzoned} (the first is C2)",
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("=B1", "B2 (v): a formula"),
        ("#N/A", "B2 (v): an error such as #N/A"),
        ("#REF!", "B2 (v): an error such as #N/A"),
    ],
)
def test_a_formula_or_error_is_refused(value: str, words: str) -> None:
    assert refusal(sheet(["id", "v"], ["1", value])).startswith(words)


def test_a_formula_with_its_value_is_refused() -> None:
    for kept in ("", "<v>5</v>"):
        assert refusal(raw(f"{HEADER}<row>{cell('x')}<c><f>1+1</f>{kept}</c></row>")).startswith("B2 (b): a formula")
    assert refusal(raw("<row><c><f>1+1</f></c></row>")).startswith("A1: a formula")


def test_what_a_refused_cell_displays_is_proposed() -> None:
    computed = raw(f'{HEADER}<row><c t="str"><f>A9</f><v>so</v></c><c t="str"><f>A9</f></c></row>')
    found = tables.survey(io.BytesIO(computed), "xlsx", label="")
    assert [(f.code, f.found, f.instead) for f in found.findings] == [("formula", "so", "so"), ("formula", "", "")]

    def pad(main: Worksheet) -> None:
        for padded in main[2]:
            padded.number_format = "000000"

    numbers = sheet(["a", "b", "c"], [1701, -5, 1.5], change=pad)
    found = tables.survey(io.BytesIO(numbers), "xlsx", label="")
    assert [(f.code, f.instead) for f in found.findings] == [("not-shown", i) for i in ("001701", "", "")]
    beside = raw(f"{HEADER}<row>{cell('x')}{cell('y')}{cell('stray')}</row>")
    found = tables.survey(io.BytesIO(beside), "xlsx", label="")
    assert [(f.code, f.place, f.found) for f in found.findings] == [("columns", "C2", "stray")]


def test_hidden_and_struck_out_rows_are_reported() -> None:
    def change(main: Worksheet) -> None:
        for row in (3, 4, 6):
            main.row_dimensions[row].hidden = True
        main.column_dimensions["B"].hidden = True
        main["A5"].font = Font(strike=True)
        main.row_dimensions[50].hidden = True

    rows = [["id", "v"], *([str(n), "x"] for n in range(2, 8))]
    imported = read(sheet(*rows, change=change))
    assert len(imported.list) == 6
    assert imported.notes == [
        "column B (v): the column is hidden, and is in the list nevertheless",
        "row 3; row 4; row 6: the row is hidden, and is an entry nevertheless",
        "row 5: the row is struck out, in whole or in part, and is an entry nevertheless",
    ]


def test_filtered_rows_are_reported() -> None:
    def change(main: Worksheet) -> None:
        main.auto_filter.ref = "A1:B3"
        main.auto_filter.add_filter_column(0, ["1"])
        main.row_dimensions[3].hidden = True

    (note,) = read(sheet(["id", "v"], ["1", "x"], ["2", "x"], change=change)).notes
    assert note == "row 3: a filter hides the row, which is an entry nevertheless"


def test_a_struck_out_word_is_reported() -> None:
    runs = "<r><t>Ol</t></r><r><rPr><strike/></rPr><t>ena</t></r><r><t>ha</t></r><rPh><t>olha</t></rPh>"
    imported = read(raw(f'{HEADER}<row>{cell("1")}<c t="inlineStr"><is>{runs}</is></c></row>'))
    assert cells(imported.list) == [["1", "Olenaha"]]
    assert imported.notes[0].startswith("row 2: the row is struck out, in whole or in part")


def test_comments_are_reported() -> None:
    def change(main: Worksheet) -> None:
        main["B2"].comment = Comment("Secret", "Clerk")

    imported = read(sheet(["id", "v"], ["1", "x"], change=change))
    assert imported.notes == ["cells have comments, which are not in the list: give what matters a column"]
    assert read(sheet(["id", "v"], ["1", "x"])).notes == []


def test_empty_rows_are_skipped_and_mentioned() -> None:
    def change(main: Worksheet) -> None:
        for row in range(5, 40):
            main.cell(row, 1).font = Font(bold=True)
        main["A8"] = ""

    imported = read(sheet(["id", "v"], ["1", "x"], [], ["2", "x"], change=change))
    assert cells(imported.list) == [["1", "x"], ["2", "x"]]
    assert imported.notes == ["Empty rows were skipped: 3."]


def test_an_empty_column_is_ignored() -> None:
    assert cells(read(sheet([None, "id", None, "v"], [None, "1", None, "x"])).list) == [["1", "x"]]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (sheet, "the workbook has no table"),
        (lambda: sheet(["List of Secrets"], [], ["id", "name", "born"], ["1", "Secret", "x"]), "row 3 looks like it"),
        (lambda: sheet([], [], ["id", "name"], ["1", "Secret"]), "row 3 looks like it"),
        (lambda: sheet(["id", "id"], ["1", "x"]), "columns A and B have the same name"),
        (lambda: sheet(["id", "v"], ["1", "x", "Secret"]), "C2: this cell is not empty"),
        (lambda: sheet([f"c{n}" for n in range(129)]), "129 columns; a list has at most 128"),
        (lambda: sheet(["id", "v"], ["1"] + [None] * 255 + ["Secret"]), "IW2 is beyond the 256 columns"),
        (lambda: sheet(["id", "x" * 257]), "column B has a name of over 256 bytes"),
        (
            lambda: sheet(["id", "v"], ["1", "x"], ["2"], change=lambda main: main.merge_cells("B2:B3")),
            "B2:B3: the cells are merged",
        ),
        (
            lambda: sheet(["id"], ["1"], others={"Secrets' sheet"[1:7]: ["x"]}),
            "a second sheet is not empty",
        ),
        (lambda: sheet(["id"], ["1"], others={"Totals": ["=1+1"]}), "sheet 'Totals': a second sheet is not empty"),
    ],
)  # fmt: skip
def test_what_is_not_a_plain_table_is_refused(data: Callable[[], bytes], words: str) -> None:
    assert words in refusal(data())


def test_sheets_that_are_not_read_are_mentioned() -> None:
    def change(main: Worksheet) -> None:
        main.sheet_state = "hidden"

    imported = read(sheet(["id"], ["1"], others={"Empty": []}, change=change))
    assert imported.notes == [
        "The table is on the sheet 'Sheet'.",
        "the sheet with the table is hidden",
    ]

    def hide_other(main: Worksheet) -> None:
        cast(Any, main.parent)["Old"].sheet_state = "veryHidden"

    assert "'Old' (hidden)" in refusal(sheet(["id"], ["1"], others={"Old": ["x"]}, change=hide_other))


def test_columns_are_matched_with_the_fields_of_the_schema() -> None:
    schema = Schema((Field("x", "integer"), Field("y")))
    assert cells(read(sheet(["y", "x"], ["a", 1]), schema).list) == [[1, "a"]]
    assert "column B is not in the schema" in refusal(sheet(["x", "z"], [1, "2"]), schema)
    assert "null in every entry: 1" in " ".join(read(sheet(["x"], [1]), schema).notes)
    keyed = Schema(schema.fields, ("y",))
    assert "'y'" in refusal(sheet(["x"], [1]), keyed)


def test_a_table_without_a_header_keeps_its_first_row() -> None:
    with pytest.raises(InputError, match="first row") as caught:
        tables.read(io.BytesIO(sheet(["1"])), "xlsx", label="people", header=False)
    assert caught.value.code == "usage"


def test_a_pipe_is_read_like_a_file_and_not_closed() -> None:
    entries = texts(["a"], [["Їжак"]] * 100)
    pipe = Pipe(written(entries), 999)
    assert tables.read(cast(Any, pipe), "xlsx", label="people").list == entries
    assert not pipe.closed


ODD = [
    "=1+1", "007", "+380 44", "12345678901234567890", " x ", "a\nb", "<&>\"'", "е́", "\u202eabc", "😀", "TRUE", "#N/A",
    "1/2", "2024-02-29", "'q", "@x", "x\u2028y", "1e5", "-", "\u00a0", "Ґанок", "a,b;c", "0.10",
]  # fmt: skip


def test_libreoffice_saves_the_cells_that_we_wrote(office: Callable[..., bytes]) -> None:
    entries = texts(["n", "v"], [[str(n), text] for n, text in enumerate(ODD)])
    assert read(office("people.xlsx", written(entries), "xlsx")).list == entries
    export = office("people.xlsx", written(entries), "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false")
    assert tables.read(io.BytesIO(export), "csv", label="people").list == entries


def test_a_workbook_of_libreoffice_is_read_as_it_is(office: Callable[..., bytes]) -> None:
    table = "id,name,born\n1,Olha,1985-01-13\n2,Петро,2024-02-29\n".encode()
    plain = office("people.csv", table, "xlsx", "--infilter=CSV:44,34,76,1,1/2/2/2/3/2,0,false,false")
    assert read(plain).list == tables.read(io.BytesIO(table), "csv", label="people").list
    guessed = office("people.csv", table, "xlsx", "--infilter=CSV:44,34,76,1,,0,false,true")
    imported = read(guessed)
    assert cells(imported.list) == [["1", "Olha", "1985-01-13"], ["2", "Петро", "2024-02-29"]]
    assert [note[:9] for note in imported.notes] == ["column A ", "column C "]
    assert "an OpenDocument file" in refusal(office("people.csv", table, "ods"))
    assert "an old Excel or Word file" in refusal(office("people.csv", table, "xls"))
