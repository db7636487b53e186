"""A list from XLSX: one table on one sheet, column names in its first row; every doubt is a refusal naming the cell."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import BinaryIO

from ..errors import InputError
from ..lists import Entry, List
from ..schema import Schema
from . import shown
from .cells import Column, Unfit, notes_of_reading
from .delimited import checked_names, matched_names
from .ooxml import Package
from .workbook import Sheet, Workbook
from .worksheet import Cell, Reading, Row, letters

_TEXT_LIMIT = 2**29
"""Bytes of text in all cells together: many cells can refer to one text, which is in the file only once."""
_HEAD = 10
_NAMED = 12


def read(stream: BinaryIO, label: str, schema: Schema | None) -> tuple[List, list[str]]:
    """A list from the only sheet that holds something, and notes. Raises :class:`InputError` ``table``."""
    package = Package(stream)
    workbook = Workbook(package)
    sheet = _only_sheet(package, workbook)
    reading = Reading(package, workbook, sheet)
    rows = iter(reading)
    head = list(islice(rows, _HEAD))
    if not head:
        raise _empty()
    header = _header(head)
    table = _Table(header, schema, since_1904=workbook.since_1904)
    entries = List.of(label, table.schema, table.entries(chain(head[1:], rows)))
    if reading.merged:
        raise InputError("table", f"the cells {reading.merged} are merged: unmerge them, and fill in each of them")
    return entries, _notes_of_sheets(workbook, sheet) + table.notes(reading)


def _only_sheet(package: Package, workbook: Workbook) -> Sheet:
    if len(workbook.sheets) == 1:
        return workbook.sheets[0]
    held = [sheet for sheet in workbook.sheets if _holds_something(Reading(package, workbook, sheet), sheet)]
    if not held:
        raise _empty()
    if len(held) > 1:
        first, second = held[:2]
        hidden = " (which is hidden)" if second.hidden else ""
        raise InputError(
            "table",
            f"two sheets hold something, {first.name[:40]!r} and {second.name[:40]!r}{hidden}: "
            "leave only the sheet with the table, or save each as a file of its own",
        )
    return held[0]


def _empty() -> InputError:
    return InputError("table", "the workbook holds no table: it is empty")


def _holds_something(reading: Reading, sheet: Sheet) -> bool:
    try:
        return any(True for _ in reading)
    except InputError as error:
        raise InputError("table", f"sheet {sheet.name[:40]!r}: {error}") from None


def _notes_of_sheets(workbook: Workbook, sheet: Sheet) -> list[str]:
    notes = []
    if len(workbook.sheets) > 1:
        notes.append(f"The table is on the sheet {sheet.name[:40]!r}; the other sheets are empty.")
    if sheet.hidden:
        notes.append("The sheet with the table is hidden.")
    return notes


def _header(head: list[Row]) -> Row:
    """The first row, if it can be the header: else the table may begin further down."""
    widest = max(len(row.cells) for row in head)
    likely = next(row for row in head if len(row.cells) == widest)
    if head[0].number != 1 or 2 * len(head[0].cells) <= widest:
        raise InputError(
            "table",
            f"row 1 is not the header: row {likely.number} looks like it; delete the rows above it, so that "
            "the names of the columns are in row 1",
        )
    return head[0]


class _Table:
    """The rows below a header as entries, and what is to be said about them."""

    def __init__(self, header: Row, schema: Schema | None, *, since_1904: bool) -> None:
        self._since_1904 = since_1904
        self._size = self._entries = 0
        self._turned: dict[tuple[int, str], _Turned] = {}
        names = checked_names([self._text(cell, header.number, "string") for cell in header.cells])
        self._turned.clear()
        if schema is not None:
            names = matched_names(names, schema, header=True)
        self.schema = schema or Schema.of_texts(names)
        by_name = {field.name: field for field in self.schema.fields}
        self._columns = {
            cell.column: (Column(by_name[name], self.schema), by_name[name].type)
            for cell, name in zip(header.cells, names, strict=True)
        }
        self._last = header.number
        self._hidden: list[int] = []
        self._struck: list[int] = []
        self._passed: list[int] = []

    def entries(self, rows: Iterable[Row]) -> Iterator[Entry]:
        """An entry for each row. Raises :class:`InputError` ``table``."""
        for row in rows:
            self._entries += 1
            self._passed += range(self._last + 1, row.number)
            self._last = row.number
            if row.hidden:
                self._hidden.append(row.number)
            if any(cell.struck for cell in row.cells):
                self._struck.append(row.number)
            yield self._entry(row)

    def _entry(self, row: Row) -> Entry:
        texts = dict.fromkeys(self._columns, "")
        for cell in row.cells:
            if cell.column not in texts:
                name = letters(cell.column)
                raise InputError("table", f"{name}{row.number} holds something, but {name}1 names no column")
            texts[cell.column] = self._text(cell, row.number, self._columns[cell.column][1])
        entry = {}
        for number, text in texts.items():
            column = self._columns[number][0]
            try:
                entry[column.name] = column.value(text)
            except Unfit as error:
                raise InputError("table", f"{letters(number)}{row.number} ({column.name}): {error}") from None
        return entry

    def _text(self, cell: Cell, row: int, field_type: str) -> str:
        text = cell.text if cell.kind == "text" else self._shown(cell, f"{letters(cell.column)}{row}", field_type)
        self._size += len(text.encode())
        if self._size > _TEXT_LIMIT:
            raise InputError("table", f"the cells hold more than {_TEXT_LIMIT:,} bytes of text")
        return text

    def _shown(self, cell: Cell, place: str, field_type: str) -> str:
        try:
            if cell.kind == "boolean":
                text, kind = shown.truth(cell.text, field_type)
            else:
                text, kind = shown.number(cell.text, cell.code, field_type, since_1904=self._since_1904)
        except Unfit as error:
            raise InputError("table", f"{place} holds {error}") from None
        if field_type == "string":
            self._turned.setdefault((cell.column, kind), _Turned(place)).count += 1
        return text

    def notes(self, reading: Reading) -> list[str]:
        """What the owner of the table should know about how it was read."""
        hidden_columns = [letters(n) for n in sorted(reading.hidden_columns & self._columns.keys())]
        hides = "Rows that a filter hides" if reading.filtered else "Hidden rows"
        found = [
            (hides + ", which are entries all the same", _spans(self._hidden)),
            ("Rows that are struck out, in whole or in part, and are entries all the same", _spans(self._struck)),
            ("Hidden columns, which are in the list all the same", ", ".join(hidden_columns)),
            ("Empty rows were passed over", _spans(self._passed)),
        ]
        notes = [f"{what}: {where}." for what, where in found if where]
        for (column, kind), turned in sorted(self._turned.items()):
            notes.append(
                f"Column {letters(column)}: {_TURNED[kind].format(turned.count)} (the first is {turned.first})."
            )
        columns = [column for column, _ in self._columns.values()]
        return notes + notes_of_reading(columns, self.schema, entries=self._entries)


class _Turned:
    """Cells of a kind that became text: how many, and where the first is."""

    def __init__(self, first: str) -> None:
        self.first, self.count = first, 0


_TURNED = {
    "number": "cells that were numbers, {:,} of them, are now text; a leading zero or plus sign was lost before",
    "date": "cells that were dates, {:,} of them, are now text as in 2024-02-29",
    "moment": "cells that were dates with a time, {:,} of them, are now text as in 2024-02-29T16:30:00, without a zone",
}


def _spans(numbers: list[int]) -> str:
    """Rising numbers in words, neighbours joined: 2, 5-7."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    words = [f"{first:,}" if first == last else f"{first:,}-{last:,}" for first, last in spans[:_NAMED]]
    more = sum(last - first + 1 for first, last in spans[_NAMED:])
    return ", ".join(words) + (f" and {more:,} more" if more else "")
