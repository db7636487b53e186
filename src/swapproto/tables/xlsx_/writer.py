"""The writer of XLSX tables: one sheet of text cells, so that leading zeros are kept and nothing is a formula."""

from collections.abc import Iterator
from typing import BinaryIO

from ...errors import InputError
from ...lists import List
from ...xlsx.styles import Style
from ...xlsx.worksheet import ROWS
from ...xlsx.writer import Cell, Sheet, Styled
from ...xlsx.writer import write as write_sheets
from ..cells import Column, notes_of_writing
from ..formats import Invalid

_COLUMN_WIDTH = 18  # characters


def write(entries: List, stream: BinaryIO) -> list[str]:
    """Write ``entries`` as a workbook of one sheet, and return notes.

    Raise :class:`InputError` ``table``, with the row, for a value that would not be read back the same.
    """
    if len(entries) >= ROWS:
        raise InputError("table", f"a sheet has only {ROWS:,} rows, one of them the header; write CSV instead")
    columns = [Column(field, entries.schema) for field in entries.schema.fields]
    sheet = Sheet(name="List", rows=_rows(entries, columns), widths=[_COLUMN_WIDTH] * len(columns), locate=_locate)
    write_sheets([sheet], stream)
    return notes_of_writing(columns, entries.schema)


def _rows(entries: List, columns: list[Column]) -> Iterator[list[Cell]]:
    yield [Styled(column.name, Style.BOLD) for column in columns]
    for row, entry in enumerate(entries, 1):
        texts: list[Cell] = []
        for column in columns:
            try:
                texts.append(column.cell(entry[column.name]))
            except Invalid as error:
                place = _locate(row + 1, len(texts) + 1)
                raise InputError("table", f"{place}: {error}; write JSON instead") from None
        if not any(texts):
            raise InputError("table", f"row {row:,} is empty, and could not be seen; write CSV instead")
        yield texts


def _locate(row: int, column: int) -> str:
    """Return the place of a cell. Rows of a list do not count the header."""
    return f"row {row - 1:,}, column {column}" if row > 1 else f"the name of column {column}"
