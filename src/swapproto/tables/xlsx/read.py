"""A list from XLSX: one table on one sheet, column names in its first row; every doubt is told by its cell."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import BinaryIO

from ...errors import InputError
from ...lists import Entry, List, Schema, Value
from ...xlsx.ooxml import Package
from ...xlsx.workbook import Sheet, Workbook
from ...xlsx.worksheet import Cell, Reading, Row, letters
from ..cells import Column, Invalid, notes_of_reading
from ..findings import Findings
from ..mapping import by_header, columns_of, schema_of
from ..surveys import Survey
from . import shown
from .explaining import only_explains

_TEXT_LIMIT = 2**29
"""Bytes of text in all cells together: many cells can refer to one text, which is in the file only once."""
_HEAD = 10
_NAMED = 12


def read(
    stream: BinaryIO,
    label: str,
    schema: Schema | None,
    said: Mapping[str, str],
    severities: Mapping[str, str] | None,
) -> Survey:
    """Read a list from the first sheet that is not empty.

    Raise :class:`InputError` ``table`` if it is not a table.
    """
    package = Package(stream)
    workbook = Workbook(package)
    sheet, *others = _filled_sheets(package, workbook)
    reading = Reading(package, workbook, sheet)
    rows = iter(reading)
    head = list(islice(rows, _HEAD))
    if not head:
        raise _empty()
    header = _header(head)
    table = _Table(header, schema, said, severities, since_1904=workbook.since_1904)
    findings = table.findings
    entries = List.of(label, table.schema, table.entries(chain(head[1:], rows)))
    if reading.merged:
        findings.add("merged", "the cells are merged: unmerge them, and fill in each of them", place=reading.merged)
    if len(workbook.sheets) > 1:
        table.notes.insert(0, f"The table is on the sheet {sheet.name[:40]!r}.")
    if sheet.hidden:
        findings.add("hidden", "the sheet with the table is hidden")
    if package.has_comments(sheet.part):
        findings.add("hidden", "cells have comments, which are not in the list: give what matters a column")
    for other in others:
        findings.add(
            "second-sheet",
            "a second sheet is not empty: leave only the sheet with the table, or save each as a file of its own",
            place=f"sheet {other.name[:40]!r}" + (" (hidden)" if other.hidden else ""),
        )
    return Survey(entries, [*table.finish(reading), *table.mapped.told], findings, table.mapped.pairs)


def _filled_sheets(package: Package, workbook: Workbook) -> list[Sheet]:
    """Return the sheets that are neither empty nor help sheets, at least one."""
    if len(workbook.sheets) == 1:
        return workbook.sheets
    filled = [sheet for sheet in workbook.sheets if _is_filled(package, workbook, sheet)]
    if not filled:
        raise _empty()
    return filled


def _empty() -> InputError:
    return InputError("table", "the workbook holds no table: it is empty")


def _is_filled(package: Package, workbook: Workbook, sheet: Sheet) -> bool:
    try:
        empty = not any(True for _ in Reading(package, workbook, sheet))
        return not empty and not only_explains(Reading(package, workbook, sheet))
    except InputError as error:
        raise InputError("table", f"sheet {sheet.name[:40]!r}: {error}") from None


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

    def __init__(
        self,
        header: Row,
        schema: Schema | None,
        said: Mapping[str, str],
        severities: Mapping[str, str] | None,
        *,
        since_1904: bool,
    ) -> None:
        self.notes: list[str] = []
        self.findings = Findings(severities, self._locate)
        self._letters: dict[str, str] = {}
        self._since_1904 = since_1904
        self._size = 0
        self._turned: dict[tuple[int, str], _Turned] = {}
        headers = [self._name(cell, header.number) for cell in header.cells]
        self._turned.clear()
        at = [cell.column for cell in header.cells]
        self.mapped = by_header(headers, schema, said, lambda number: letters(at[number - 1]))
        self.schema = schema_of(self.mapped, schema, self.findings)
        self._headed = dict(zip(at, columns_of(self.mapped, self.schema), strict=True))
        self._columns = {number: column for number, column in self._headed.items() if column is not None}
        self._letters = {column.name: letters(number) for number, column in self._columns.items()}
        self._lines = array("L")
        self._last = header.number
        self._passed: list[int] = []
        self._hidden: list[int] = []

    def _locate(self, row: int | None, field: str | None) -> str:
        column = self._letters.get(field or "")
        if row is None:
            return "" if column is None else f"column {column} ({field})"
        line = self._lines[row - 1]
        if column is None:
            return f"row {line}" if field is None else f"row {line} ({field})"
        return f"{column}{line} ({field})"

    def _name(self, cell: Cell, row: int) -> str:
        try:
            return self._text(cell, row, "string")
        except Invalid as error:
            raise InputError("table", f"{letters(cell.column)}{row}: {error}") from None

    def entries(self, rows: Iterable[Row]) -> Iterator[Entry]:
        """An entry for each row. Raises :class:`InputError` ``table``."""
        for row in rows:
            self._passed += range(self._last + 1, row.number)
            self._last = row.number
            self._lines.append(row.number)
            yield self._entry(row, len(self._lines))

    def _entry(self, row: Row, number: int) -> Entry:
        texts: dict[int, str | Invalid] = dict.fromkeys(self._columns, "")
        for cell in row.cells:
            if cell.column not in self._headed:
                what = "something is in this cell, but nothing in row 1 names its column"
                place = f"{letters(cell.column)}{row.number}"
                self.findings.add("columns", what, row=number, place=place, found=cell.text)
            if cell.column not in texts:
                continue
            try:
                texts[cell.column] = self._text(cell, row.number, self._columns[cell.column].type)
            except Invalid as error:
                texts[cell.column] = error
                error.report(self.findings, number, self._columns[cell.column].name, cell.text)
        if row.hidden:
            self._hidden.append(number)
        if any(cell.struck for cell in row.cells):
            what = "the row is struck out, in whole or in part, and is an entry all the same"
            self.findings.add("struck-out", what, row=number)
        return {column.name: self._value(column, texts[at], number) for at, column in self._columns.items()}

    def _value(self, column: Column, text: str | Invalid, row: int) -> Value:
        if isinstance(text, Invalid):
            column.pass_over()
            return None
        return column.reported(text, row, self.findings)

    def _text(self, cell: Cell, row: int, field_type: str) -> str:
        """A cell's text. Raises :class:`Invalid` if it cannot be told."""
        if cell.unfit is not None:
            raise cell.unfit
        text = cell.text if cell.kind == "text" else self._shown(cell, f"{letters(cell.column)}{row}", field_type)
        self._size += len(text.encode())
        if self._size > _TEXT_LIMIT:
            raise InputError("table", f"the cells hold more than {_TEXT_LIMIT:,} bytes of text")
        return text

    def _shown(self, cell: Cell, place: str, field_type: str) -> str:
        if cell.kind == "boolean":
            text, kind = shown.truth(cell.text, field_type)
        else:
            text, kind = shown.number(cell.text, cell.code, field_type, since_1904=self._since_1904)
        if field_type == "string":
            self._turned.setdefault((cell.column, kind), _Turned(place)).count += 1
        return text

    def finish(self, reading: Reading) -> list[str]:
        """Report what concerns whole columns, and return the notes, when all rows were read."""
        hides = "a filter hides the row, which" if reading.filtered else "the row is hidden, and"
        for row in self._hidden:
            self.findings.add("hidden", f"{hides} is an entry all the same", row=row)
        for number, column in self._columns.items():
            if number in reading.hidden_columns:
                self.findings.add("hidden", "the column is hidden, and is in the list all the same", field=column.name)
        for (number, kind), turned in sorted(self._turned.items()):
            what = f"{_TURNED[kind].format(turned.count)} (the first is {turned.first})"
            self.findings.add("turned", what, field=self._columns[number].name)
        if self._passed:
            self.notes.append(f"Empty rows were passed over: {_spans(self._passed)}.")
        columns = {letters(number): column for number, column in self._columns.items()}
        return self.notes + notes_of_reading(columns, self.schema, entries=len(self._lines))


class _Turned:
    """Cells of a kind that became text: how many, and where the first is."""

    def __init__(self, first: str) -> None:
        self.first, self.count = first, 0


_TURNED = {
    "number": "cells that were numbers, {:,} of them, are now text; a zero or plus sign before one is lost",
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
