"""Workbooks for the tests of this folder, filled in and read again."""

import io
from collections.abc import Callable
from typing import Any, cast

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from swapproto import tables
from swapproto.lists import Schema
from swapproto.tables import profiles
from swapproto.tables.findings import Finding
from swapproto.tables.workbooks import template

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
