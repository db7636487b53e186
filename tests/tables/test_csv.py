"""CSV in and out: cell by cell the same, and refused with a place and an advice where it is not a table."""

import codecs
import csv
import io
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from swapproto import tables
from swapproto.errors import InputError
from swapproto.lists import Field, List, Schema
from swapproto.tables.blanks import is_blank
from tests.tables.pipe import Pipe

PIECES = [
    '"', '""', ",", ";", "\t", "|", "\r", "\n", "\r\n", " ", "\ufeff", "\u202e", "\u2028", "\x85", "\x1a", "=1+1",
    "@x", "'", "\\", "Ґанок", "naïve", "😀", "NULL", "0", "-",
]  # fmt: skip
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXT = st.lists(st.sampled_from(PIECES) | st.text(CHARACTERS, max_size=3), max_size=5).map("".join)
NAMES = st.lists(TEXT.filter(bool), min_size=1, max_size=4, unique=True)


@st.composite
def text_tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    names = draw(NAMES)
    row = st.lists(TEXT, min_size=len(names), max_size=len(names))
    return names, draw(st.lists(row, max_size=5))


def read(data: bytes, **how: Any) -> tables.Imported:
    return tables.read(io.BytesIO(data), "csv", label="people", **how)


def written(entries: List) -> bytes:
    out = io.BytesIO()
    tables.write(entries, out, "csv")
    return out.getvalue()


def cells(entries: List) -> list[list[Any]]:
    return [list(entry.values()) for entry in entries]


def refusal(data: bytes, **how: Any) -> str:
    with pytest.raises(InputError) as caught:
        read(data, **how)
    assert caught.value.code == "table"
    return str(caught.value)


@given(text_tables())
@example((["\ufeffid"], [[""], ["\ufeff"]]))
@example((["a;b;c", "d"], [["1", "2"]]))
@settings(deadline=None)
def test_a_cell_comes_back_the_same(table: tuple[list[str], list[list[str]]]) -> None:
    names, rows = table
    entries = List.of("people", Schema.of_texts(names), [dict(zip(names, row, strict=True)) for row in rows])
    data = written(entries)
    again = read(data).list
    assert [field.name for field in again.schema.fields] == names
    assert cells(again) == rows
    assert written(again) == data


@given(text_tables(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]), st.sampled_from(",;\t|"))
@settings(deadline=None)
def test_csv_of_another_program_is_read_as_it_was_meant(
    table: tuple[list[str], list[list[str]]], encoding: str, delimiter: str
) -> None:
    names, rows = table
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([names, *rows])
    assert cells(read(text.getvalue().encode(encoding)).list) == rows


@given(text_tables())
@settings(deadline=None)
def test_python_reads_our_csv_as_it_was_meant(table: tuple[list[str], list[list[str]]]) -> None:
    names, rows = table
    entries = List.of("people", Schema.of_texts(names), [dict(zip(names, row, strict=True)) for row in rows])
    text = io.StringIO(written(entries).decode(), newline="")
    assert list(csv.reader(text, strict=True)) == [names, *rows]


TYPED = Schema(
    (
        Field("name"),
        Field("age", "integer"),
        Field("height", "number"),
        Field("held", "boolean"),
        Field("born", "date"),
        Field("seen", "datetime"),
        Field("codes", "array"),
        Field("more", "object"),
    )
)
TYPED_CELLS = [
    TEXT,
    st.integers(-(2**63), 2**63 - 1).map(str),
    st.from_regex(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,4})?", fullmatch=True),
    st.sampled_from(["true", "false"]),
    st.dates().map(str),
    st.datetimes().map(lambda t: t.isoformat() + "Z"),
    st.sampled_from(["[]", '["a", 1, null, [true]]', '["\\""]']),
    st.sampled_from(["{}", '{"b": "1", "aa": {}}']),
]


@given(st.lists(st.tuples(*(cell | st.just("") for cell in TYPED_CELLS)), max_size=4), st.booleans())
@settings(deadline=None)
def test_a_typed_cell_comes_back_the_same(rows: list[tuple[str, ...]], as_missing: bool) -> None:
    schema = Schema(TYPED.fields, (), ("", "-0-") if as_missing else ())
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[field.name for field in TYPED.fields], *rows])
    data = text.getvalue().encode()
    entries = read(data, schema=schema).list
    if not any(cell and is_blank(cell.replace("-0-", "")) for row in rows for cell in row):
        assert written(entries) == data
    assert cells(read(written(entries), schema=schema).list) == cells(entries)
    for row, entry in zip(rows, entries, strict=True):
        assert [value is None for value in entry.values()][1:] == [cell == "" for cell in row[1:]]


@pytest.mark.parametrize(
    ("type_", "cell"),
    [
        *(("integer", cell) for cell in ["005", "+1", "-0", "1.0", "1e3", " 1", "9223372036854775808", "١", "1_0"]),
        *(("number", cell) for cell in ["1,5", "05", ".5", "5.", "NaN", "inf", "1 000", "0x1", "١"]),
        *(("boolean", cell) for cell in ["True", "yes", "1"]),
        *(("date", cell) for cell in ["2023-02-29", "20240101", "2024-W01-1", "1.2.2024", "0000-01-01", "2024-1-1"]),
        *(
            ("datetime", cell)
            for cell in ["2024-01-01", "2024-01-01T10:00", "2024-01-01T25:00:00Z", "2024-13-01T10:00:00Z"]
        ),
        *(("array", cell) for cell in ["{}", "[1.5]", "[", "[NaN]", '["\\ud800"]', "[[[[]]]]", "[" * 60_000]),
        *(("object", cell) for cell in ["[]", '{"a":1,"a":2}', "x"]),
    ],
)
def test_a_cell_that_is_not_of_its_type_is_refused(type_: str, cell: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["n", "v"], ["1", ""], ["2", cell]])
    schema = Schema((Field("n"), Field("v", type_)))
    message = refusal(text.getvalue().encode(), schema=schema)
    assert message.startswith("row 2 (line 3), column 2 (v): ")
    assert "005" not in message


def test_a_code_keeps_its_leading_zeros() -> None:
    assert cells(read(b"code\r\n005\r\n").list) == [["005"]]
    assert "type string" in refusal(b"code\r\n005\r\n", schema=Schema((Field("code", "integer"),)))


def test_missing_values_are_null_and_are_not_confused_with_text() -> None:
    schema = Schema((Field("name"), Field("born", "date")), (), ("-0-", "н/д"))
    data = b"name,born\r\n-0-,2000-01-01\r\nOlha,-0-\r\n"
    entries = read(data, schema=schema).list
    assert cells(entries) == [[None, "2000-01-01"], ["Olha", None]]
    assert written(entries) == data

    imported = read("name,born\r\nOlha,н/д\r\n".encode(), schema=schema)
    [note] = imported.notes
    assert note.startswith("Column 2 (born): there are several ways to say that nothing is known")
    assert "row 1 (line 2), column 2" in refusal(b"name,born\r\nOlha,\r\n", schema=schema)

    with pytest.raises(InputError, match=r"row 1, column 1: .*missingValues"):
        written(List.of("people", schema, [{"name": "-0-"}]))


def test_null_and_empty_text_in_one_column_are_refused() -> None:
    schema = Schema.of_texts(["name"])
    both: tuple[list[dict[str, Any]], ...] = ([{"name": None}, {"name": ""}], [{"name": ""}, {"name": None}])
    for mixed in both:
        with pytest.raises(InputError, match="row 2, column 1: both null and an empty text") as caught:
            written(List.of("people", schema, mixed))
        assert caught.value.code == "table"
    out = io.BytesIO()
    notes = tables.write(List.of("people", schema, [{"name": None}]), out, "csv")
    assert out.getvalue() == b'name\r\n""\r\n'
    assert notes == ["Column 1: null was written as an empty cell, which reads back as an empty text."]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty"),
        (b"\r\n\r\n", "only empty lines"),
        (b"a,b,a\r\n1,2,3\r\n", "columns 1 and 3 have the same name"),
        (b"a,,b\r\n1,2,3\r\n", "column 2 has no name"),
        (b"a," + b"b" * 257 + b"\r\n1,2\r\n", "column 2 has a name of over 256 bytes"),
        (",".join(f"c{n}" for n in range(129)).encode(), "129 columns; a list has at most 128"),
        (b"a,b\r\n1,2\r\n1\r\n", "row 2 (line 3): it has 1 cells where 2 are expected"),
        (b'a,b\r\n"1\r\n1",2\r\n1,2,3\r\n', "row 2 (line 4): it has 3 cells where 2 are expected"),
        (b"a,b\r\n1,\x00\r\n", "line 2 has a NUL"),
        ("a,b\r\n1,2\r\n".encode("utf-16-le"), "line 1 has a NUL character: "),
        (b"a,b\r\n1," + b"x" * 65_537, "the row at line 2 has a cell over 65,536 bytes"),
        (b"a,b\r\n1," + "є".encode() * 32_769, "the row at line 2 has a cell over 65,536 bytes"),
        (b"a,b\r\n1," + b"x" * 5_000_000, "line 2 is longer than"),
        (b'a,b\r\n1,"2\r\n3,4\r\n', "the row at line 2 opens a quote that is not closed"),
        (b'a,b\r\n1,"2\r\n' + b"3,4\r\n" * 1_000_000, "the row at line 2 has a cell over"),
        (b'a,b\r\n1,"2"3\r\n4,5\r\n', "the row at line 2 has a quote within a quoted cell"),
        (b"PK\x03\x04" + bytes(100), "it is a ZIP or XLSX file"),
        (b"%PDF-1.7", "it is a PDF"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "under a password"),
        (b"<HTML><table>", "it is a web page"),
    ],
)
def test_what_is_not_a_table_is_refused(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_a_cell_at_the_limit_is_accepted() -> None:
    data = b"a,b\r\n1," + b"x" * 65_500 + b"\r\n"
    assert written(read(data).list) == data
    schema = Schema((Field("a"), Field("b", restricted=True)))
    data = b"a,b\r\n" + b"y" * 65_500 + b"," + b"x" * 65_500 + b"\r\n"
    assert written(read(data, schema=schema).list) == data


def test_undecodable_bytes_are_reported_on_their_line() -> None:
    assert refusal(b"a\r\n1\r\n\xff\r\n", encoding="utf-8").startswith("line 3 holds bytes that are not utf-8")
    late = b"a\n" + b"a long line\n" * 100_000 + b"\xff\n"
    assert refusal(late).startswith("line 100,002 holds bytes")
    assert refusal("a\nЊЊ\n".encode("utf-16") + b"\x00\xd8\n\x00", encoding="utf-16").startswith("line 3 ")


@pytest.mark.parametrize("encoding", ["no-such", "rot13", "zlib", "idna", "", "a\0b"])
def test_an_encoding_that_does_not_exist_is_refused(encoding: str) -> None:
    with pytest.raises(InputError) as caught:
        read(b"a\r\n1\r\n", encoding=encoding)
    assert caught.value.code == "usage"


def test_half_a_character_is_refused() -> None:
    assert "line 2" in refusal(b"a\r\n+2AA-\r\n", encoding="utf-7")


UKRAINIAN = "№;прізвище;ім’я\r\n" + "1;Вербенко;Олена\r\n2;Їжакевич;Ґео\r\n3;Щебетун;Євген\r\n" * 5
RUSSIAN = "id;фамилия;имя\r\n" + "1;Тучоченко;Алёна\r\n2;Звездокрыл;Игорь\r\n3;Объездчик;Пётр\r\n" * 5


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN.replace("№", "n").replace("’", "'"), "koi8_u"),
        (UKRAINIAN.replace("’", "'"), "cp1125"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_u"),
        (RUSSIAN, "cp866"),
        (RUSSIAN, "mac_cyrillic"),
        (RUSSIAN, "iso8859_5"),
        ("id;name\r\n1;Hélène\r\n2;François\r\n3;Benoît\r\n4;Agnès\r\n", "cp1252"),
    ],
)
def test_an_old_encoding_is_guessed_right_and_mentioned(text: str, encoding: str) -> None:
    imported = read(text.encode(encoding))
    assert cells(imported.list) == [line.split(";") for line in text.splitlines()[1:]]
    delimiter, guess = imported.notes
    assert guess.startswith("The encoding is a guess: ")
    letters = "".join(sorted(c for c in set(text) if not c.isascii()))
    assert f"in line {1 if not text.splitlines()[0].isascii() else 2}, are then {letters} - " in guess
    assert text.splitlines()[1] not in guess, "a person is told on the terminal"
    assert delimiter == "Cells are taken to be separated by semicolons."


def test_a_given_encoding_is_used_without_a_guess() -> None:
    imported = read("a\r\nЇжак\r\n".encode("koi8_u"), encoding="koi8-u")
    assert (cells(imported.list), imported.notes) == ([["Їжак"]], [])
    marked = codecs.BOM_UTF16_LE + "a\r\nЇжак\r\n".encode("utf-16-le")
    assert [field.name for field in read(marked, encoding="utf-16-le").list.schema.fields] == ["a"]


def test_a_separator_in_a_quoted_header_is_not_taken_for_the_files() -> None:
    assert cells(read(b'"a,b,c,d";"e ""f"", g"\r\n1;2\r\n').list) == [["1", "2"]]
    assert cells(read(b"a;b\r\n1;2\r\n", delimiter=",").list) == [["1;2"]]
    assert cells(read(b"a#b\r\n1#2\r\n", delimiter="#").list) == [["1", "2"]]
    for wrong in ('"', "", ";;", "\n"):
        with pytest.raises(InputError, match="a delimiter is one character"):
            read(b"a;b\r\n1;2\r\n", delimiter=wrong)


def test_a_table_without_a_header_keeps_its_first_row() -> None:
    imported = read(b"1,2\r\n3,4\r\n", header=False)
    assert [field.name for field in imported.list.schema.fields] == ["column_1", "column_2"]
    assert cells(imported.list) == [["1", "2"], ["3", "4"]]
    schema = Schema((Field("x", "integer"), Field("y")))
    assert cells(read(b"1,2\r\n3,4\r\n", header=False, schema=schema).list) == [[1, "2"], [3, "4"]]
    assert "3 columns, and the schema 2 fields" in refusal(b"1,2,3\r\n", header=False, schema=schema)


def test_columns_are_matched_with_the_fields_of_the_schema() -> None:
    schema = Schema((Field("x", "integer"), Field("y")))
    assert cells(read(b"y,x\r\na,1\r\n", schema=schema).list) == [[1, "a"]]
    assert "column 2 is not in the schema" in refusal(b"x,z\r\n1,2\r\n", schema=schema)
    assert "no column named 'x'" in refusal(b"y\r\n1\r\n", schema=Schema(schema.fields, ("x",)))


def test_a_field_without_a_column_is_mentioned() -> None:
    imported = read(b"y\r\na\r\n", schema=Schema((Field("x", "integer"), Field("y"))))
    assert cells(imported.list) == [[None, "a"]]
    assert imported.notes == ["Fields of the schema that have no column, and are null in every entry: 1."]


def test_empty_lines_that_are_skipped_are_mentioned() -> None:
    imported = read(b"a,b\r\n\r\n1,2\r\n,\r\n\r\n3,4\r\n")
    assert cells(imported.list) == [["1", "2"], ["", ""], ["3", "4"]]
    assert imported.notes == [
        "Empty lines were skipped: 2.",
        "row 2 (line 4): the row is empty, and is an entry nevertheless",
    ]


def test_old_line_ends_end_rows() -> None:
    assert cells(read(b"a,b\r1,2\r3,4\r").list) == [["1", "2"], ["3", "4"]]


def test_a_header_alone_is_accepted() -> None:
    assert cells(read(b"a,b\r\n").list) == []


def test_a_cell_that_looks_like_a_formula_is_mentioned_when_written() -> None:
    out = io.BytesIO()
    schema = Schema((Field("a"), Field("n", "integer")))
    rows: list[dict[str, Any]] = [
        {"a": "x", "n": -1},
        {"a": "=cmd()", "n": 2},
        {"a": "+380 44", "n": 3},
        {"a": "-5", "n": 4},
    ]
    (note,) = tables.write(List.of("people", schema, rows), out, "csv")
    assert ": 2, the first in row 2, column 1." in note
    assert out.getvalue() == b"a,n\r\nx,-1\r\n=cmd(),2\r\n+380 44,3\r\n-5,4\r\n"


def test_a_nul_is_not_written() -> None:
    with pytest.raises(InputError, match="row 1: it has a NUL"):
        written(List.of("people", Schema.of_texts(["a"]), [{"a": "\0"}]))


def test_a_pipe_is_read_like_a_file_and_not_closed() -> None:
    data = b"a,b\r\n" + "Їжак,2\r\n".encode() * 500
    pipe = Pipe(data, 7)
    assert written(tables.read(cast(BinaryIO, pipe), "csv", label="people").list) == data
    assert not pipe.closed
    file = io.BytesIO(data)
    tables.read(file, "csv", label="people")
    out = io.BytesIO()
    tables.write(read(data).list, out, "csv")
    assert not file.closed
    assert not out.closed


def test_a_refusal_does_not_show_what_is_in_a_cell() -> None:
    secret = b"Secretname"
    schema = Schema((Field("a", "date"), Field("b", "integer")))
    for data in (b"a,b\r\n%s,1\r\n", b"a,b\r\n,%s\r\n", b"a,b\r\n%s\r\n", b'a,b\r\n1,"%s\r\n', b"a,b\r\n%s,\x00\r\n"):
        assert "Secret" not in refusal(data % secret, schema=schema)


@given(st.binary(max_size=60))
@settings(deadline=None, max_examples=300)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for kind in ("csv", "json", "jsonl"):
        try:
            tables.read(io.BytesIO(data), kind, label="people")
            outcome = "read"
        except InputError as error:
            outcome = error.code
        assert outcome in ("read", "table")


def test_a_table_of_many_rows_has_something_in_each() -> None:
    enough = b"id\n" + b"".join(b"%d\n" % number for number in range(100_000, 170_000))
    assert len(read(enough).list) == 70_000
    assert len(read(b"id\n" + b"1\n" * 60_000).list) == 60_000
    with pytest.raises(InputError, match="over 65,536 rows, and fewer than 6 characters for each"):
        read(b"id\n" + b"1234\n" * 70_000)
