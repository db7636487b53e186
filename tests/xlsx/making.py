"""Workbooks for tests: as we write them, as openpyxl does, or with XML of the test's own."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, cast

import openpyxl
import pytest
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from swapproto import tables
from swapproto.errors import InputError
from swapproto.lists import List, Schema

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


HEADER = f"<row>{cell('a')}{cell('b')}</row>"


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
