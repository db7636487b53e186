"""A list as XLSX: one sheet, every cell text, so that no leading zero is lost and nothing is taken for a formula."""

from collections.abc import Iterator
from typing import BinaryIO

from ...errors import InputError
from ...lists import List
from ...xlsx.styles import Style
from ...xlsx.worksheet import ROWS
from ...xlsx.writer import Cell, Sheet, Styled
from ...xlsx.writer import write as write_sheets
from ..cells import Column, Invalid, notes_of_writing

WIDTH = 18
"""Of a column, in characters."""


def write(entries: List, stream: BinaryIO) -> list[str]:
    """Write ``entries`` as a workbook of one sheet, all cells text, and return notes.

    Raises :class:`InputError` ``table`` naming the row, for what XLSX cannot hold so that it reads back the same.
    """
    if len(entries) >= ROWS:
        raise InputError("table", f"a sheet has only {ROWS:,} rows, one of them the header; write CSV instead")
    columns = [Column(field, entries.schema) for field in entries.schema.fields]
    sheet = Sheet(name="List", rows=_rows(entries, columns), widths=[WIDTH] * len(columns), place=_place)
    write_sheets([sheet], stream)
    return notes_of_writing(columns, entries.schema)


def _rows(entries: List, columns: list[Column]) -> Iterator[list[Cell]]:
    yield [Styled(column.name, Style.BOLD) for column in columns]
    for number, entry in enumerate(entries, 1):
        texts: list[Cell] = []
        for column in columns:
            try:
                texts.append(column.cell(entry[column.name]))
            except Invalid as error:
                place = _place(number + 1, len(texts) + 1)
                raise InputError("table", f"{place}: {error}; write JSON instead") from None
        if not any(texts):
            raise InputError("table", f"row {number:,} has nothing in any cell, and cannot be seen; write CSV instead")
        yield texts


def _place(row: int, column: int) -> str:
    """As the list counts, the header not."""
    return f"row {row - 1:,}, column {column}" if row > 1 else f"the name of column {column}"
