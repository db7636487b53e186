"""XLSX in and out: cell by cell the same, and every doubt refused with the cell's name, whoever wrote the file."""

import io
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, cast

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from swapproto import tables
from swapproto.errors import InputError
from swapproto.lists import Field, List, Schema
from swapproto.tables.xlsx_ import reader as xlsx_read
from swapproto.tables.xlsx_ import writer as xlsx_write
from swapproto.xlsx import ooxml, workbook, worksheet
from swapproto.xlsx import writer as sheets
from swapproto.xlsx.workbook import escape_text
from tests.budget import check_cpu_time
from tests.tables.pipe import Pipe

PIECES = [
    "=1+1", "@x", "+380", "007", "12345678901234567890", "\t", "\r", "\n", "\r\n", " ", "\ufeff", "\u202e", "\u2028",
    "\x85", "\x7f", "'", "_x000D_", "_x005F_", "_x", "000A_", "_", "<", "&", ">", "]]>", "Ґанок", "😀", "#N/A", "TRUE",
]  # fmt: skip
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TEXT = st.lists(st.sampled_from(PIECES) | st.text(CHARACTERS, max_size=3), max_size=5).map("".join)
NAMES = st.lists(TEXT.filter(bool), min_size=1, max_size=4, unique=True)


@st.composite
def text_tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    names = draw(NAMES)
    row = st.lists(TEXT, min_size=len(names), max_size=len(names)).filter(any)
    return names, draw(st.lists(row, max_size=5))


def read(data: bytes, schema: Schema | None = None) -> tables.Imported:
    return tables.read(io.BytesIO(data), "xlsx", label="people", schema=schema)


def written(entries: List) -> bytes:
    out = io.BytesIO()
    tables.write(entries, out, "xlsx")
    return out.getvalue()


def texts(names: list[str], rows: list[list[str]]) -> List:
    return List.of("people", Schema.of_texts(names), [dict(zip(names, row, strict=True)) for row in rows])


def cells(entries: List) -> list[list[Any]]:
    return [list(entry.values()) for entry in entries]


def refusal(data: bytes, schema: Schema | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read(data, schema)
    assert caught.value.code == "table"
    assert "Secret" not in str(caught.value)
    assert len(str(caught.value)) < 260
    return str(caught.value)


Change = Callable[[Worksheet], object]


def sheet(
    *rows: list[Any], change: Change = lambda sheet: None, others: Mapping[str, list[Any]] | None = None
) -> bytes:
    """A workbook as another program writes it, its table with something done to it, and sheets of one row beside."""
    book = openpyxl.Workbook()
    main = cast(Worksheet, book.active)
    for row in rows:
        main.append(row)
    for name, row in (others or {}).items():
        book.create_sheet(name).append(row)
    change(main)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def altered(change: Mapping[str, bytes | None], data: bytes | None = None, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with some parts replaced, added, or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data or written(texts(["a", "b"], [["1", "2"]])))) as old:
        parts = {name: old.read(name) for name in old.namelist()} | dict(change)
    with zipfile.ZipFile(out, "w", how) as new:
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def raw(rows: str, before: str = "", after: str = "") -> bytes:
    """A workbook whose only sheet holds these rows, as XML."""
    text = f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    return altered({SHEET: text.encode()})


def cell(text: str, place: str = "") -> str:
    return f'<c t="inlineStr"{place and f" r={place!r}"}><is><t>{text}</t></is></c>'


def at(*parts: int) -> datetime:
    """A time as a spreadsheet has it: in no zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


HEADER = f"<row>{cell('a')}{cell('b')}</row>"


@given(text_tables())
@example((["=a"], [["\r"], ["\r\n"], ["_x000D_"], ["_x0041_x0042_"], ["_x005F_x000d_"]]))
@settings(deadline=None)
def test_a_cell_comes_back_other_than_it_went_out(table: tuple[list[str], list[list[str]]]) -> None:
    names, rows = table
    data = written(texts(names, rows))
    again = read(data).list
    assert [field.name for field in again.schema.fields] == names
    assert cells(again) == rows
    assert written(again) == data


@given(text_tables())
@settings(deadline=None, max_examples=40)
def test_another_program_reads_our_cells_otherwise(table: tuple[list[str], list[list[str]]]) -> None:
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
def test_another_programs_cells_are_read_otherwise(table: tuple[list[str], list[list[str]]]) -> None:
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


def test_a_typed_list_changes_on_the_way() -> None:
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


def test_null_and_empty_text_become_the_same_cell() -> None:
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
        ([["x", "y"], ["", ""]], "row 2 has nothing in any cell"),
    ],
)
def test_what_xlsx_cannot_hold_leaves_all_the_same(rows: list[list[str]], words: str) -> None:
    with pytest.raises(InputError) as caught:
        written(texts(["a", "b"], rows))
    assert caught.value.code == "table"
    assert words in str(caught.value)
    assert "Secret" not in str(caught.value)


def test_a_cell_at_the_limit_is_refused() -> None:
    entries = texts(["a"], [["s" * 32_767], ["😀" * 10_000 + "s" * 12_767]])
    assert read(written(entries)).list == entries
    with pytest.raises(InputError, match="the name of column 1 has a control character"):
        written(texts(["\1"], []))


def test_a_list_leaves_that_is_too_large_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "INFLATED_LIMIT", 2**16 + 1000)
    with pytest.raises(InputError, match="too large for a spreadsheet"):
        written(texts(["a"], [["s"]] * 50))
    monkeypatch.setattr(xlsx_write, "ROWS", 50)
    with pytest.raises(InputError, match="one of them the header"):
        written(texts(["a"], [["s"]] * 50))


# --- what a sheet shows and what it keeps ---------------------------------------------------------------------------


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
def test_a_number_or_date_is_read_as_something_else(type_: str, value: Any, code: str, text: object) -> None:
    assert cells(read(formatted(value, code), in_column(type_)).list) == [["1", text]]


@pytest.mark.parametrize(
    ("type_", "value", "code", "words"),
    [
        ("string", 1.5, "General", "a number with a fraction"),
        ("string", 5, "00000", "shown otherwise than it is kept"),
        ("string", 5, "#,##0", "shown otherwise than it is kept"),
        ("string", 5, "0%", "shown otherwise than it is kept"),
        ("string", 5, "0.00E+00", "shown otherwise than it is kept"),
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
        ("number", 0.5, "0%", "shown otherwise than it is kept"),
        ("date", 45000, "General", "perhaps of a day as a spreadsheet counts them"),
        ("datetime", at(2024, 2, 29, 16, 30), "d/m/yy h:mm", "not a date and time with its offset"),
        ("number", at(2024, 2, 29), "dd.mm.yyyy", "not a number"),
    ],
)
def test_a_number_or_date_is_guessed_at(type_: str, value: Any, code: str, words: str) -> None:
    message = refusal(formatted(value, code), in_column(type_))
    assert message.startswith("B2 ")
    assert words in message


def test_a_number_is_taken_with_other_digits_than_it_shows() -> None:
    schema = Schema((Field("a", "number"), Field("b")))
    assert "A2 (a): a number with more digits" in refusal(
        raw(f"{HEADER}<row><c><v>0.30000000000000004</v></c></row>"), schema
    )
    assert cells(read(raw(f"{HEADER}<row><c><v>1.1000000000000001</v></c></row>"), schema).list) == [["1.1", ""]]


def test_dates_since_1904_are_four_years_off() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    main = cast(Worksheet, book.active)
    for row in (["born"], [at(1985, 1, 13)]):
        main.append(row)
    out = io.BytesIO()
    book.save(out)
    assert cells(read(out.getvalue()).list) == [["1985-01-13"]]


def test_numbers_become_text_without_a_word() -> None:
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
def test_a_formula_or_error_is_committed_to(value: str, words: str) -> None:
    assert refusal(sheet(["id", "v"], ["1", value])).startswith(words)


def test_a_formula_with_its_value_is_committed_to() -> None:
    for kept in ("", "<v>5</v>"):
        assert refusal(raw(f"{HEADER}<row>{cell('x')}<c><f>1+1</f>{kept}</c></row>")).startswith("B2 (b): a formula")
    assert refusal(raw("<row><c><f>1+1</f></c></row>")).startswith("A1: a formula")


def test_what_a_refused_cell_shows_is_not_proposed() -> None:
    computed = raw(f'{HEADER}<row><c t="str"><f>A9</f><v>so</v></c><c t="str"><f>A9</f></c></row>')
    found = tables.survey(io.BytesIO(computed), "xlsx", label="")
    assert [(f.code, f.found, f.instead) for f in found.findings] == [("formula", "so", "so"), ("formula", "", "")]

    def pad(main: Worksheet) -> None:
        for cell in main[2]:
            cell.number_format = "000000"

    numbers = sheet(["a", "b", "c"], [1701, -5, 1.5], change=pad)
    found = tables.survey(io.BytesIO(numbers), "xlsx", label="")
    assert [(f.code, f.instead) for f in found.findings] == [("not-shown", i) for i in ("001701", "", "")]
    beside = raw(f"{HEADER}<row>{cell('x')}{cell('y')}{cell('stray')}</row>")
    found = tables.survey(io.BytesIO(beside), "xlsx", label="")
    assert [(f.code, f.place, f.found) for f in found.findings] == [("columns", "C2", "stray")]


# --- the table on its sheet -----------------------------------------------------------------------------------------


def test_hidden_and_struck_rows_go_unsaid() -> None:
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
        "column B (v): the column is hidden, and is in the list all the same",
        "row 3; row 4; row 6: the row is hidden, and is an entry all the same",
        "row 5: the row is struck out, in whole or in part, and is an entry all the same",
    ]


def test_filtered_rows_go_unsaid() -> None:
    def change(main: Worksheet) -> None:
        main.auto_filter.ref = "A1:B3"
        main.auto_filter.add_filter_column(0, ["1"])
        main.row_dimensions[3].hidden = True

    (note,) = read(sheet(["id", "v"], ["1", "x"], ["2", "x"], change=change)).notes
    assert note == "row 3: a filter hides the row, which is an entry all the same"


def test_a_word_that_is_struck_out_goes_unsaid() -> None:
    runs = "<r><t>Ol</t></r><r><rPr><strike/></rPr><t>ena</t></r><r><t>ha</t></r><rPh><t>olha</t></rPh>"
    imported = read(raw(f'{HEADER}<row>{cell("1")}<c t="inlineStr"><is>{runs}</is></c></row>'))
    assert cells(imported.list) == [["1", "Olenaha"]]
    assert imported.notes[0].startswith("row 2: the row is struck out, in whole or in part")


def test_comments_are_lost_in_silence() -> None:
    def change(main: Worksheet) -> None:
        main["B2"].comment = Comment("Secret", "Clerk")

    imported = read(sheet(["id", "v"], ["1", "x"], change=change))
    assert imported.notes == ["cells have comments, which are not in the list: give what matters a column"]
    assert read(sheet(["id", "v"], ["1", "x"])).notes == []


def test_empty_rows_become_entries_or_go_unsaid() -> None:
    def change(main: Worksheet) -> None:
        for row in range(5, 40):
            main.cell(row, 1).font = Font(bold=True)
        main["A8"] = ""

    imported = read(sheet(["id", "v"], ["1", "x"], [], ["2", "x"], change=change))
    assert cells(imported.list) == [["1", "x"], ["2", "x"]]
    assert imported.notes == ["Empty rows were passed over: 3."]


def test_an_empty_column_stands_in_the_way() -> None:
    assert cells(read(sheet([None, "id", None, "v"], [None, "1", None, "x"])).list) == [["1", "x"]]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (sheet, "the workbook holds no table"),
        (lambda: sheet(["List of Secrets"], [], ["id", "name", "born"], ["1", "Secret", "x"]), "row 3 looks like it"),
        (lambda: sheet([], [], ["id", "name"], ["1", "Secret"]), "row 3 looks like it"),
        (lambda: sheet(["id", "id"], ["1", "x"]), "columns A and B have the same name"),
        (lambda: sheet(["id", "v"], ["1", "x", "Secret"]), "C2: something is in this cell"),
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
def test_what_is_no_plain_table_gets_in(data: Callable[[], bytes], words: str) -> None:
    assert words in refusal(data())


def test_sheets_are_dropped_in_silence() -> None:
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


def test_columns_are_taken_for_others_of_the_schema() -> None:
    schema = Schema((Field("x", "integer"), Field("y")))
    assert cells(read(sheet(["y", "x"], ["a", 1]), schema).list) == [[1, "a"]]
    assert "column B is not in the schema" in refusal(sheet(["x", "z"], [1, "2"]), schema)
    assert "null in every entry: 1" in " ".join(read(sheet(["x"], [1]), schema).notes)
    keyed = Schema(schema.fields, ("y",))
    assert "'y'" in refusal(sheet(["x"], [1]), keyed)


def test_a_table_without_header_loses_its_first_row() -> None:
    with pytest.raises(InputError, match="first row") as caught:
        tables.read(io.BytesIO(sheet(["1"])), "xlsx", label="people", header=False)
    assert caught.value.code == "usage"


# --- files that are not what they seem ------------------------------------------------------------------------------


def encrypted_member() -> bytes:
    data = bytearray(sheet(["id"]))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def large_zip(members: int | None = None, size: int | None = None) -> bytes:
    """A workbook as some libraries write it, with an end of 64 bits that it would not need."""
    data = sheet(["id"], ["1"])
    at = len(data) - 22
    count, length, start = struct.unpack_from("<HII", data, at + 10)
    end = struct.pack("<4sQHHLLQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, members or count, size or length, start)
    return data[:at] + end + struct.pack("<4sLQL", b"PK\6\7", 0, at, 1) + data[at:]


def test_a_zip_file_of_the_larger_kind_is_refused() -> None:
    assert cells(read(large_zip()).list) == [["1"]]


CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'


def of_type(kind: str) -> bytes:
    override = f'<Override PartName="/xl/workbook.xml" ContentType="application/{kind}"/>'
    return altered({"[Content_Types].xml": CONTENT_TYPES.format(override).encode()})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: b"", "the file is empty"),
        (lambda: b"id,name\r\n1,Secret\r\n", "not an XLSX file whatever its name says"),
        (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "an old Excel or Word file"),
        (lambda: b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password-protected"),
        (encrypted_member, "password-protected: open it in a spreadsheet program, remove the password"),
        (lambda: of_type("vnd.ms-excel.sheet.macroEnabled.main+xml"), "it has macros"),
        (lambda: of_type("vnd.ms-office.vbaProject"), "it has macros"),
        (lambda: of_type("vnd.ms-excel.sheet.binary.macroEnabled.main"), "(.xlsb)"),
        (lambda: of_type("vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), "a text document"),
        (lambda: altered({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
        (lambda: altered({"[Content_Types].xml": None}), "a ZIP file, and not an XLSX file"),
        (lambda: altered({SHEET: None}), "damaged (sheet1.xml is missing)"),
        (lambda: altered({"xl/workbook.xml": b"<workbook>"}), "damaged (workbook.xml ends too early)"),
        (lambda: altered({SHEET: b"<worksheet><sheetData></worksheet>"}), "damaged (sheet1.xml, line 1)"),
        (lambda: altered({}, how=zipfile.ZIP_LZMA), "packed in an unusual way"),
        (lambda: sheet(["id"])[:-300], "damaged"),
        (lambda: raw(f'{HEADER}<row r="1048577">{cell("x")}</row>'), "more than 1,048,576 rows"),
        (lambda: raw(f'<row r="2"/>{HEADER}<row r="2"/>'), "row 2 comes after row 3"),
        (lambda: raw(f"<row>{cell('a', 'B1')}{cell('b', 'A1')}</row>"), "out of order"),
        (lambda: raw(f"<row>{cell('a', 'A2')}</row>"), "said to be elsewhere"),
        (lambda: raw(f"{HEADER}<row>{cell('a')}<row>{cell('b')}</row></row>"), "row 2 does not end"),
        (lambda: raw(f"{HEADER}<row><c><is><t>Secret</t></is></c></row>"), "A2 is of another type than it says"),
        (lambda: raw(f'{HEADER}<row><c t="inlineStr"><v>1</v></c></row>'), "A2 is of another type than it says"),
        (lambda: large_zip(members=2**40), "more parts than a workbook has"),
        (lambda: large_zip(size=2**40), "more parts than a workbook has"),
        (lambda: raw(f'{HEADER}<row><c t="s"><v>7</v></c></row>'), "A2 refers to a text that does not exist"),
        (lambda: raw(f'{HEADER}<row><c t="s"><v>{"9" * 5000}</v></c></row>'), "a number is not one"),
        (lambda: raw(f"{HEADER}<row><c><v>Secret</v></c></row>"), "A2 (a): not a number, though the file says so"),
        (lambda: raw(f"{HEADER}<row><c><v>1e999</v></c></row>"), "A2 (a): a number that is too large"),
        (lambda: raw(f'{HEADER}<row><c t="d"><v>2024-01-01</v></c></row>'), "A2 (a): a date as only strict files"),
        (lambda: raw(f'{HEADER}<row><c t="z"><v>1</v></c></row>'), "A2 is of no known type"),
        (lambda: raw(f"{HEADER}<row>{cell('x')}{cell('s' * 65_537)}</row>"), "B2 (b): more than 65,536 bytes"),
        (lambda: raw(f"{HEADER}<row>{cell('x')}{cell('є' * 32_769)}</row>"), "B2 (b): more than 65,536 bytes"),
        (lambda: raw(f"{HEADER}<row>{cell('x')}{cell('s' * 1_000_000)}</row>"), "B2 (b): more than 65,536 bytes"),
        (lambda: raw(f"{HEADER}<row>{cell('Secret_x0000_')}</row>"), "A2 (a): a control character"),
        (lambda: raw(f"{HEADER}<row>{cell('Secret_xD800_')}</row>"), "A2 (a): more than 65,536 bytes, or half a"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_gets_in(data: Callable[[], bytes], words: str) -> None:
    assert words in refusal(data())


def shared(strings: str, rows: str) -> bytes:
    """A workbook with strings that its cells refer to."""
    relationship = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    related = "".join(
        f'<Relationship Id="r{n}" Type="{relationship}/{kind}" Target="/xl/{part}"/>'
        for n, (kind, part) in enumerate([("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "strings.xml")])
    )
    return altered(
        {
            "xl/strings.xml": f'<x:sst xmlns:x="{MAIN}">{strings}</x:sst>'.encode(),
            "xl/_rels/workbook.xml.rels": f"<Relationships>{related}</Relationships>".encode(),
            "xl/workbook.xml": b'<workbook><sheets><sheet name="S" r:id="r0"/></sheets></workbook>',
            SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode(),
        }
    )


def shared_cell(number: int) -> str:
    return f'<c t="s"><v>{number}</v></c>'


def test_a_shared_text_is_another_or_one_too_long_spoils_the_rest() -> None:
    strings = "".join(f"<x:si><x:t>{text}</x:t></x:si>" for text in ("a", "_x0042_", "s" * 1_000_000))
    assert cells(read(shared(strings, f"<row>{shared_cell(0)}</row><row>{shared_cell(1)}</row>")).list) == [["B"]]
    assert refusal(shared(strings, f"<row>{shared_cell(0)}</row><row>{shared_cell(2)}</row>")).startswith(
        "A2 (a): more"
    )


def test_one_text_fills_the_memory_in_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_read, "_TEXT_LIMIT", 10_000)
    strings = f"<x:si><x:t>{'s' * 1000}</x:t></x:si>"
    strings = f"<x:si><x:t>a</x:t></x:si>{strings}"
    rows = f"<row>{shared_cell(0)}</row>" + f"<row>{shared_cell(1)}</row>"
    assert len(read(shared(strings, rows)).list) == 1
    assert "more than 10,000 bytes of text" in refusal(shared(strings, rows + f"<row>{shared_cell(1)}</row>" * 10))


def test_a_pipe_is_read_otherwise_or_closed() -> None:
    entries = texts(["a"], [["Їжак"]] * 100)
    pipe = Pipe(written(entries), 999)
    assert tables.read(cast(Any, pipe), "xlsx", label="people").list == entries
    assert not pipe.closed


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_altered_bytes_raise_something_else_than_a_refusal(data: st.DataObject) -> None:
    whole = bytearray(altered({}, how=zipfile.ZIP_STORED))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(whole[: data.draw(st.integers(0, len(whole)) | st.just(len(whole)))]))
        outcome = "read"
    except InputError as error:
        outcome = error.code
    assert outcome in ("read", "table")


@given(st.lists(st.sampled_from([
    "<row>", "</row>", '<row r="3">', "<c>", "</c>", '<c t="s">', '<c t="b" s="9">', '<c t="str" r="B1">', "<v>",
    "</v>", "1", "x", "<is>", "</is>", "<t>", "</t>", "<f>", "<extLst>", "</extLst>", "<mergeCell/>", '<col min="1"/>',
    '<row r="-1">', '<row ht="">', '<c r="ZZZ1">', '<c s="x">', "<sheetData>", "</sheetData>", "_xD83D_", "<strike/>",
]), max_size=12).map("".join))  # fmt: skip
@settings(deadline=None, max_examples=300)
def test_odd_elements_raise_something_else_than_a_refusal(rows: str) -> None:
    try:
        read(raw(rows))
        outcome = "read"
    except InputError as error:
        outcome = error.code
    assert outcome in ("read", "table")


# --- bombs ----------------------------------------------------------------------------------------------------------

WITHIN = """
import io, json, resource, sys, time
from swapproto import tables
from swapproto.errors import InputError
from swapproto.tables.xlsx_ import reader as xlsx_read
data = sys.stdin.buffer.read()
with open("/proc/self/statm") as statm:
    used = int(statm.read().split()[0]) * resource.getpagesize()
most = used + {mebibytes} * 2**20 + len(data)
resource.setrlimit(resource.RLIMIT_AS, (most, most))
start = time.process_time()
try:
    found = str(len(tables.read(io.BytesIO(data), "xlsx", label="people").list))
except (InputError, MemoryError) as error:
    found = f"{{type(error).__name__}}: {{error}}"
print(json.dumps([found, time.process_time() - start]))
"""


def within(mebibytes: int, data: bytes) -> tuple[str, float]:
    """What a file gives when so much memory is there for it, beyond the file itself; and the CPU seconds it takes."""
    if sys.platform != "linux":
        pytest.skip("memory is limited by Linux means")
    done = subprocess.run(
        [sys.executable, "-c", WITHIN.format(mebibytes=mebibytes)],
        input=data,
        capture_output=True,
        timeout=60,
        check=True,
    )
    found, seconds = json.loads(done.stdout)
    return found, seconds


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)  # fmt: skip


def names_without_end() -> Iterator[str]:
    return (f"<n{n} a{n}='1'/>" for n in range(500_000))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: raw(" " * 2**26), "over 250 times its size"),
        (lambda: altered({SHEET: f"{LAUGHS}]><worksheet>&j;</worksheet>".encode()}), "a document type (DTD)"),
        (lambda: altered({"xl/workbook.xml": b'<!DOCTYPE w SYSTEM "file:///etc/passwd"><workbook/>'}), "(DTD)"),
        (lambda: altered({"[Content_Types].xml": f"{LAUGHS}]><Types>&j;</Types>".encode()}), "(DTD)"),
        (lambda: raw(f'<row a="{"x" * 15_000_000}">'), "is not what a spreadsheet program writes"),
        (lambda: raw(f"<!--{'x' * 15_000_000}-->"), "is not what a spreadsheet program writes"),
        (lambda: raw("<a>" * 5_000_000), "nested too deep"),
        (lambda: raw("".join(names_without_end())), "is not what a spreadsheet program writes"),
        (lambda: raw(f"<row>{cell('s' * 100) * 100_000}</row>"), "IW1 is beyond the 256 columns"),
        (lambda: raw(f"<row><c><v>{'1' * 15_000_000}</v></c></row>"), "A1: more than 65,536 bytes"),
        (lambda: altered({"xl/styles.xml": b"<styleSheet>" + b" " * 2**24}), "too large when unpacked"),
        (lambda: altered({f"x{n}": b"" for n in range(10_001)}), "more parts than a workbook has"),
    ],
    ids=["zip", "laughs", "entity", "contents", "tag", "comment", "depth", "names", "cells", "digits", "part", "parts"],
)  # fmt: skip
def test_a_bomb_fills_the_memory(data: Callable[[], bytes], words: str) -> None:
    found, seconds = within(64, data())
    assert found.startswith("InputError: ")
    assert words in found
    check_cpu_time(seconds, 10)


def test_shared_texts_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    many = "<x:si><x:t>ab</x:t></x:si>" * 100_000
    found, _ = within(32, altered({}, shared(many, f"<row>{shared_cell(0)}</row>"), how=zipfile.ZIP_STORED))
    assert found == "0"
    monkeypatch.setattr(workbook, "MAX_STRINGS", 1_000)
    assert "too many texts" in refusal(shared(many[:26_026], HEADER))
    monkeypatch.setattr(workbook, "MAX_STRINGS_SIZE", 10)
    assert "too many texts" in refusal(shared(many[:260], HEADER))


def test_a_large_table_fills_the_memory() -> None:
    entries = texts(["id", "name", "place"], [[str(n), f"Olha {n}", "Дзвінка"] for n in range(20_000)])
    found, _ = within(32, written(entries))
    assert found == "20000"


def test_rows_that_hold_nothing_take_memory() -> None:
    rows = "".join(f'<row r="{n}" spans="1:2"/>' for n in range(2, 2**18))
    found, _ = within(64, raw(f"{HEADER}{rows}<row r='1048576'>{cell('x')}</row>"))
    assert found == "1"


def test_the_limits_are_others_than_the_protocols() -> None:
    assert (worksheet.ROWS, worksheet.COLUMNS, ooxml.INFLATED_LIMIT) == (2**20, 256, 2**30)


# --- LibreOffice ----------------------------------------------------------------------------------------------------


ODD = [
    "=1+1", "007", "+380 44", "12345678901234567890", " x ", "a\nb", "<&>\"'", "е́", "\u202eabc", "😀", "TRUE", "#N/A",
    "1/2", "2024-02-29", "'q", "@x", "x\u2028y", "1e5", "-", "\u00a0", "Ґанок", "a,b;c", "0.10",
]  # fmt: skip


def test_libreoffice_saves_other_cells_than_we_wrote(office: Callable[..., bytes]) -> None:
    entries = texts(["n", "v"], [[str(n), text] for n, text in enumerate(ODD)])
    assert read(office("people.xlsx", written(entries), "xlsx")).list == entries
    export = office("people.xlsx", written(entries), "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false")
    assert tables.read(io.BytesIO(export), "csv", label="people").list == entries


def test_libreoffices_own_workbook_is_read_otherwise(office: Callable[..., bytes]) -> None:
    table = "id,name,born\n1,Olha,1985-01-13\n2,Петро,2024-02-29\n".encode()
    plain = office("people.csv", table, "xlsx", "--infilter=CSV:44,34,76,1,1/2/2/2/3/2,0,false,false")
    assert read(plain).list == tables.read(io.BytesIO(table), "csv", label="people").list
    guessed = office("people.csv", table, "xlsx", "--infilter=CSV:44,34,76,1,,0,false,true")
    imported = read(guessed)
    assert cells(imported.list) == [["1", "Olha", "1985-01-13"], ["2", "Петро", "2024-02-29"]]
    assert [note[:9] for note in imported.notes] == ["column A ", "column C "]
    assert "an OpenDocument file" in refusal(office("people.csv", table, "ods"))
    assert "an old Excel or Word file" in refusal(office("people.csv", table, "xls"))
