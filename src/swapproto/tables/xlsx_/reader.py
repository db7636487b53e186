"""The reader of XLSX tables: one table on one sheet, with the column names in row 1. It reports each doubt by cell."""

from array import array
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import chain, dropwhile, islice
from typing import BinaryIO

from ...errors import InputError
from ...lists import List, Schema, Value
from ...xlsx.ooxml import Package
from ...xlsx.workbook import Sheet, Workbook
from ...xlsx.worksheet import Cell, Row, SheetRows, letters
from ..cells import fields_of, notes_of_reading, read_fields
from ..columnar import PORTION, Columnar
from ..findings import ByRow, Findings
from ..formats import Invalid
from ..headers import match_headers
from ..outline import Outline
from ..plan import Plan
from ..surveys import Survey
from ..vocabulary import Vocabulary
from .display import PLAIN_TEXT, displayed
from .help_sheets import changes_of, is_help_sheet

TEXT_LIMIT, TEXT_RATIO = 2**23, 6
"""Characters in all cells together, and more of them for each byte of the file: lists of persons have 2 to 4 for each.
Many cells can refer to one text, which is in the file only once."""
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
    most = most_characters(package)
    table = _Table(header, schema, plan, vocabulary, severities, most, since_1904=workbook.since_1904)
    findings = table.findings
    by_column = Columnar(field.name for field in table.schema.fields)
    entries = List.of_columns(label, table.schema, by_column.keep(table.columns(chain(head[1:], rows))))
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
    return Survey(entries, notes, findings, table.matched.column_map, changes_of(package, workbook), by_column)


def most_characters(package: Package) -> int:
    """Return how many characters all cells of a sheet may have together."""
    return TEXT_LIMIT + TEXT_RATIO * package.size


def refuse_long(size: int, most: int) -> None:
    """Raise :class:`InputError` ``table`` if cells have more characters than that."""
    if size > most:
        what = f"its cells have over {most:,} characters, as no list of its size has"
        raise InputError("table", f"{what}: save its table as CSV")


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
    """The rows below a header, which become entries. ``most`` is how many characters all cells have together."""

    def __init__(
        self,
        header: Row,
        schema: Schema | None,
        plan: Plan,
        vocabulary: Vocabulary,
        severities: Mapping[str, str] | None,
        most: int,
        *,
        since_1904: bool,
    ) -> None:
        self.notes: list[str] = []
        self._letters: dict[str, str] = {}
        self._sheet_rows = array("L")
        self.findings = Findings(severities, partial(place_in_sheet, self._letters, self._sheet_rows))
        self._by_row = ByRow(self.findings)
        self._since_1904 = since_1904
        self._size, self._most = 0, most
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
        self._empty = 0
        self._gaps: list[tuple[int, int]] = []
        self._hidden = array("L")

    def _header(self, cell: Cell, row: int) -> str:
        try:
            return self._text(cell, row, "string")
        except Invalid as error:
            raise InputError("table", f"{letters(cell.column)}{row}: {error}") from None

    def columns(self, rows: Iterator[Row]) -> Iterator[dict[str, Sequence[Value]]]:
        """Yield the values of each field, some rows at a time. Raise :class:`InputError` ``table``."""
        while some := list(islice(rows, PORTION)):
            first = len(self._sheet_rows) + 1
            for row in some:
                self._skip_to(row.number)
                self._sheet_rows.append(row.number)
            yield self._read(some, range(first, first + len(some)))
            self._by_row.flush()

    def _skip_to(self, number: int) -> None:
        """Note the rows before one that are empty."""
        if number > self._last + 1:
            self._empty += number - self._last - 1
            if len(self._gaps) < _MAX_SPANS_NAMED:
                self._gaps.append((self._last + 1, number - 1))
        self._last = number

    def _read(self, sheet_rows: Sequence[Row], rows: range) -> dict[str, Sequence[Value]]:
        """Return the values of some rows, and find what is wrong with them."""
        cells, doubtful = self._cells(sheet_rows)
        columns = [*cells.values()]
        self._outline.look_at([*zip(*columns, strict=True)], columns, rows, self._by_row)
        for index, cell, error in doubtful:
            if error is not None:
                error.report(self._by_row, rows[index], fields_of(self._columns[cell.column])[0], cell.text)
                continue
            what = "this cell is not empty, but row 1 has no name for its column"
            place = f"{letters(cell.column)}{sheet_rows[index].number}"
            self._by_row.add("columns", what, row=rows[index], place=place, found=cell.text)
        for row, sheet_row in zip(rows, sheet_rows, strict=True):
            if sheet_row.hidden:
                self._hidden.append(row)
            if any(cell.struck for cell in sheet_row.cells):
                what = "the row is struck out, in whole or in part, and is an entry nevertheless"
                self._by_row.add("struck-out", what, row=row)
        return self._values(cells, {(cell.column, index) for index, cell, error in doubtful if error}, rows)

    def _cells(self, sheet_rows: Sequence[Row]) -> tuple[dict[int, list[str]], list[tuple[int, Cell, Invalid | None]]]:
        """Return the texts of some rows by column, and by the index of their row the cells that have no certain text,
        with the reason, or no header."""
        cells = {number: [""] * len(sheet_rows) for number in self._headed}
        doubtful: list[tuple[int, Cell, Invalid | None]] = []
        for index, sheet_row in enumerate(sheet_rows):
            for cell in sheet_row.cells:
                if cell.column not in cells:
                    doubtful.append((index, cell, None))
                    continue
                cells[cell.column][index] = cell.text
                if (column := self._columns.get(cell.column)) is not None:
                    try:
                        cells[cell.column][index] = self._text(cell, sheet_row.number, column.type)
                    except Invalid as error:
                        doubtful.append((index, cell, error.alone()))
        self._size += sum(sum(map(len, column)) for column in cells.values())
        refuse_long(self._size, self._most)
        return cells, doubtful

    def _values(
        self, cells: Mapping[int, Sequence[str]], unread: Set[tuple[int, int]], rows: range
    ) -> dict[str, Sequence[Value]]:
        """Return the values of each field. Cells that are unread, by column and index of the row, are null."""
        values: dict[str, Sequence[Value]] = {field.name: [None] * len(rows) for field in self.schema.fields}
        for number, column in self._columns.items():
            read = (
                [index for index in range(len(rows)) if (number, index) not in unread] if unread else range(len(rows))
            )
            texts = cells[number] if len(read) == len(rows) else [cells[number][index] for index in read]
            found = read_fields(column, texts, [rows[index] for index in read], self._by_row)
            if len(read) < len(rows):
                at = dict(zip(read, range(len(read)), strict=True))
                found = {
                    name: [some[at[n]] if n in at else None for n in range(len(rows))] for name, some in found.items()
                }
            values |= found
        for constant, text in self._constants:
            values |= read_fields(constant, [text] * len(rows), rows, self._by_row)
        return values

    def _text(self, cell: Cell, sheet_row: int, field_type: str) -> str:
        """Return the text of a cell. Raise :class:`Invalid` if it is not certain."""
        if cell.kind == "text" and cell.problem is None and cell.code in PLAIN_TEXT:
            return cell.text
        text, kind = displayed(cell, field_type, since_1904=self._since_1904)
        if field_type == "string" and kind != "text":
            if (cell.column, kind) not in self._converted:
                self._converted[cell.column, kind] = _Converted(f"{letters(cell.column)}{sheet_row}")
            self._converted[cell.column, kind].count += 1
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
            self.notes.append(f"Empty rows were skipped: {_spans(self._gaps, self._empty)}.")
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


def _spans(spans: Sequence[tuple[int, int]], count: int) -> str:
    """Return in words the first spans of so many rows, as in 2, 5-7."""
    words = [f"{first:,}" if first == last else f"{first:,}-{last:,}" for first, last in spans]
    more = count - sum(last - first + 1 for first, last in spans)
    return ", ".join(words) + (f" and {more:,} more" if more else "")
