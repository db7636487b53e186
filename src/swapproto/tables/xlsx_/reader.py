"""The reader of XLSX tables: one table on one sheet, with the column names in row 1. It reports each doubt by cell."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, dropwhile, islice
from typing import BinaryIO

from ...errors import InputError
from ...lists import Entry, List, Schema
from ...xlsx.ooxml import Package
from ...xlsx.workbook import Sheet, Workbook
from ...xlsx.worksheet import Cell, Row, SheetRows, letters
from ..cells import Column, SplitColumn, fields_of, notes_of_reading, read_fields
from ..findings import Findings
from ..formats import Invalid
from ..headers import match_headers
from ..outline import Outline
from ..plan import Plan
from ..surveys import Survey
from ..vocabulary import Vocabulary
from .display import PLAIN_TEXT, displayed
from .help_sheets import changes_of, is_help_sheet

TEXT_LIMIT = 2**29
"""Bytes of text in all cells together. Many cells can refer to one text, which is in the file only once."""
_ROWS_SEARCHED_FOR_HEADER = 10
_MAX_SPANS_NAMED = 12


def read(
    stream: BinaryIO,
    label: str,
    schema: Schema | None,
    plan: Plan,
    vocabulary: Vocabulary,
    severities: Mapping[str, str] | None,
) -> Survey:
    """Read a list from the sheet that the plan names, or from the first that is not empty.

    Raise :class:`InputError` ``table`` if it is not a table.
    """
    package = Package(stream)
    workbook = Workbook(package)
    sheet, *others = _filled_sheets(package, workbook, plan.sheet)
    sheet_rows = SheetRows(package, workbook, sheet)
    rows = dropwhile(lambda row: row.number < (plan.header_row or 1), sheet_rows)
    head = list(islice(rows, _ROWS_SEARCHED_FOR_HEADER))
    if not head:
        raise _empty()
    header = _header(head, plan.header_row)
    table = _Table(header, schema, plan, vocabulary, severities, since_1904=workbook.since_1904)
    findings = table.findings
    entries = List.of(label, table.schema, table.entries(chain(head[1:], rows)))
    if sheet_rows.merged:
        findings.add("merged", "the cells are merged: unmerge them, and fill in each of them", place=sheet_rows.merged)
    if len(workbook.sheets) > 1:
        table.notes.insert(0, f"The table is on the sheet {sheet.name[:40]!r}.")
    if sheet.hidden:
        findings.add("hidden", "the sheet with the table is hidden")
    if package.has_comments(sheet.part):
        findings.add("hidden", "cells have comments, which are not in the list: give what matters a column")
    for other in others:
        findings.add(
            "second-sheet",
            "a second sheet is not empty: choose one with --sheet, leave only that, or save each as a file of its own",
            place=f"sheet {other.name[:40]!r}" + (" (hidden)" if other.hidden else ""),
        )
    notes = [*table.finish(sheet_rows), *table.matched.notes]
    return Survey(entries, notes, findings, table.matched.column_map, changes_of(package, workbook))


def _filled_sheets(package: Package, workbook: Workbook, name: str | None) -> list[Sheet]:
    """Return the sheets that are neither empty nor help sheets, at least one; only that of the name if it is given."""
    if name is not None:
        named = [sheet for sheet in workbook.sheets if sheet.name.strip().casefold() == name.strip().casefold()]
        if not named:
            known = ", ".join(repr(sheet.name[:40]) for sheet in workbook.sheets[:12])
            raise InputError("table", f"there is no sheet {name[:40]!r}: choose one with --sheet. There are {known}")
        return named[:1]
    if len(workbook.sheets) == 1:
        return workbook.sheets
    filled = [sheet for sheet in workbook.sheets if _is_filled(package, workbook, sheet)]
    if not filled:
        raise _empty()
    return filled


def _empty() -> InputError:
    return InputError("table", "the workbook has no table: it is empty")


def _is_filled(package: Package, workbook: Workbook, sheet: Sheet) -> bool:
    try:
        empty = not any(True for _ in SheetRows(package, workbook, sheet))
        return not empty and not is_help_sheet(SheetRows(package, workbook, sheet))
    except InputError as error:
        raise InputError("table", f"sheet {sheet.name[:40]!r}: {error}") from None


def _header(head: list[Row], given: int | None) -> Row:
    """Return the first row. Raise :class:`InputError` ``table`` if the table seems to begin further down."""
    if given is not None:
        if head[0].number != given:
            raise InputError("table", f"row {given} is empty, and cannot be the header")
        return head[0]
    widest = max(len(row.cells) for row in head)
    likely = next(row for row in head if len(row.cells) == widest)
    if head[0].number != 1 or 2 * len(head[0].cells) <= widest:
        raise InputError(
            "table",
            f"row 1 is not the header: row {likely.number} looks like it. swapproto prepare makes a list of "
            f"such a table; or say --header-row {likely.number}",
        )
    return head[0]


def place_in_sheet(columns: Mapping[str, str], sheet_rows: Sequence[int], row: int | None, field: str | None) -> str:
    """Return where a row (from 1) and a field are in a sheet, by the letters of columns and the numbers of rows."""
    column = columns.get(field or "")
    if row is None:
        return "" if column is None else f"column {column} ({field})"
    sheet_row = sheet_rows[row - 1]
    if column is None:
        return f"row {sheet_row}" if field is None else f"row {sheet_row} ({field})"
    return f"{column}{sheet_row} ({field})"


class _Table:
    """The rows below a header, which become entries."""

    def __init__(
        self,
        header: Row,
        schema: Schema | None,
        plan: Plan,
        vocabulary: Vocabulary,
        severities: Mapping[str, str] | None,
        *,
        since_1904: bool,
    ) -> None:
        self.notes: list[str] = []
        self._letters: dict[str, str] = {}
        self._sheet_rows = array("L")
        self.findings = Findings(severities, partial(place_in_sheet, self._letters, self._sheet_rows))
        self._since_1904 = since_1904
        self._size = 0
        self._converted: dict[tuple[int, str], _Converted] = {}
        headers = [self._header(cell, header.number) for cell in header.cells]
        self._converted.clear()
        self._outline = Outline(headers)
        numbers = [cell.column for cell in header.cells]

        def label(number: int) -> str:
            return letters(numbers[number - 1])

        self.matched = match_headers(headers, schema, plan, vocabulary, label)
        self.schema = self.matched.schema(schema, self.findings)
        self._headed = dict(zip(numbers, self.matched.columns(self.schema), strict=True))
        self._columns = {number: column for number, column in self._headed.items() if column is not None}
        self._constants = self.matched.constants(self.schema)
        self._letters |= {name: label(number) for name, number in self.matched.places()}
        self._last = header.number
        self._empty: list[int] = []
        self._hidden: list[int] = []

    def _header(self, cell: Cell, row: int) -> str:
        try:
            return self._text(cell, row, "string")
        except Invalid as error:
            raise InputError("table", f"{letters(cell.column)}{row}: {error}") from None

    def entries(self, rows: Iterable[Row]) -> Iterator[Entry]:
        """Yield an entry for each row. Raise :class:`InputError` ``table``."""
        for row in rows:
            self._empty += range(self._last + 1, row.number)
            self._last = row.number
            self._sheet_rows.append(row.number)
            yield self._entry(row, len(self._sheet_rows))

    def _entry(self, sheet_row: Row, row: int) -> Entry:
        texts: dict[int, str | None] = dict.fromkeys(self._columns, "")
        shown = {cell.column: cell.text for cell in sheet_row.cells}
        self._outline.look([shown.get(column, "") for column in self._headed], row, self.findings)
        for cell in sheet_row.cells:
            if cell.column not in self._headed:
                what = "this cell is not empty, but row 1 has no name for its column"
                place = f"{letters(cell.column)}{sheet_row.number}"
                self.findings.add("columns", what, row=row, place=place, found=cell.text)
            if cell.column not in texts:
                continue
            try:
                texts[cell.column] = self._text(cell, sheet_row.number, self._columns[cell.column].type)
            except Invalid as error:
                texts[cell.column] = None
                error.report(self.findings, row, fields_of(self._columns[cell.column])[0], cell.text)
        if sheet_row.hidden:
            self._hidden.append(row)
        if any(cell.struck for cell in sheet_row.cells):
            what = "the row is struck out, in whole or in part, and is an entry nevertheless"
            self.findings.add("struck-out", what, row=row)
        entry: Entry = {}
        for number, column in self._columns.items():
            text = texts[number]
            entry |= dict.fromkeys(fields_of(column)) if text is None else self._read(column, text, row)
        for constant, text in self._constants:
            entry |= self._read(constant, text, row)
        return entry

    def _read(self, column: Column | SplitColumn, text: str, row: int) -> Entry:
        return {name: values[0] for name, values in read_fields(column, [text], [row], self.findings).items()}

    def _text(self, cell: Cell, sheet_row: int, field_type: str) -> str:
        """Return the text of a cell. Raise :class:`Invalid` if it is not certain."""
        text = cell.text
        if cell.kind != "text" or cell.problem is not None or cell.code not in PLAIN_TEXT:
            text, kind = displayed(cell, field_type, since_1904=self._since_1904)
            if field_type == "string" and kind != "text":
                first = f"{letters(cell.column)}{sheet_row}"
                self._converted.setdefault((cell.column, kind), _Converted(first)).count += 1
        self._size += len(text.encode())
        if self._size > TEXT_LIMIT:
            raise InputError("table", f"the cells have more than {TEXT_LIMIT:,} bytes of text")
        return text

    def finish(self, sheet_rows: SheetRows) -> list[str]:
        """Report what concerns whole columns, after the last row, and return the notes."""
        self._outline.finish(self.findings)
        hides = "a filter hides the row, which" if sheet_rows.filtered else "the row is hidden, and"
        for row in self._hidden:
            self.findings.add("hidden", f"{hides} is an entry nevertheless", row=row)
        for number, column in self._columns.items():
            if number in sheet_rows.hidden_columns:
                what = "the column is hidden, and is in the list nevertheless"
                self.findings.add("hidden", what, field=fields_of(column)[0])
        for (number, kind), cells in sorted(self._converted.items()):
            what = f"{_CONVERTED[kind].format(cells.count)} (the first is {cells.first})"
            self.findings.add("turned", what, field=fields_of(self._columns[number])[0])
        if self._empty:
            self.notes.append(f"Empty rows were skipped: {_spans(self._empty)}.")
        columns = {letters(number): column for number, column in self._columns.items()}
        given = sum(map(len, self.matched.splits.values())) + len(self._constants)
        return self.notes + notes_of_reading(columns, self.schema, entries=len(self._sheet_rows), given=given)


class _Converted:
    """The cells of one kind in a column that became text: how many they are, and where the first is."""

    def __init__(self, first: str) -> None:
        self.first, self.count = first, 0


_CONVERTED = {
    "number": "cells that were numbers, {:,} of them, are now text; a zero or plus sign before one is lost",
    "date": "cells that were dates, {:,} of them, are now text as in 2024-02-29",
    "moment": "cells that were dates with a time, {:,} of them, are now text as in 2024-02-29T16:30:00, without a zone",
}


def _spans(numbers: list[int]) -> str:
    """Return rising numbers in words, with neighbours joined, as in 2, 5-7."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    words = [f"{first:,}" if first == last else f"{first:,}-{last:,}" for first, last in spans[:_MAX_SPANS_NAMED]]
    more = sum(last - first + 1 for first, last in spans[_MAX_SPANS_NAMED:])
    return ", ".join(words) + (f" and {more:,} more" if more else "")
