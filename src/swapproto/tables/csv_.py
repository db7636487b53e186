"""CSV tables: written as RFC 4180, and read, with any delimiter, if there is only one way to read them."""

import csv
import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import BinaryIO

from ..errors import InputError
from ..limits import CELL_LIMIT
from ..lists import Entry, List, Schema
from .cells import Column, notes_of_reading, notes_of_writing
from .columns import ColumnMap
from .findings import Findings, Locate
from .formats import NUMBER, Invalid
from .headers import Columns, match_headers, match_positions, not_empty
from .source import ROW_LIMIT, Text
from .surveys import Survey

DELIMITERS = ",;\t|"
_FORMULA = frozenset("=+-@\t\r")
_DELIMITER_NAMES = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


def read(
    text: Text,
    label: str,
    schema: Schema | None,
    column_map: ColumnMap,
    delimiter: str | None,
    header: bool,
    severities: Mapping[str, str] | None,
) -> Survey:
    """Read a list from the rows of ``text``.

    Raise :class:`InputError` ``table`` for what is no table, or ``usage``.
    """
    rows = _Rows(text, _delimiter(text.head) if delimiter is None else delimiter)
    records = iter(rows)
    first = next(records, None)
    if first is None:
        raise InputError("table", "the file has no table, only empty lines")
    if header:
        matched = match_headers(first, schema, column_map)
    else:
        matched = match_positions(len(first), schema, column_map)
        records = chain([first], records)
    findings = Findings(severities, rows.locate(matched.names))
    fields = matched.schema(schema, findings)
    columns = matched.columns(fields)
    table = _Table(rows, columns, set(matched.nameless), findings)
    entries = List.of(label, fields, table.entries(records))
    notes = rows.notes()
    if delimiter is None and rows.delimiter in _DELIMITER_NAMES:
        notes.insert(0, f"Cells are taken to be separated by {_DELIMITER_NAMES[rows.delimiter]}.")
    numbered = {str(n): column for n, column in enumerate(columns, 1)}
    notes += [*notes_of_reading(numbered, fields, entries=len(entries)), *matched.notes]
    return Survey(entries, notes, findings, matched.column_map)


class _Table:
    """The rows of a table, which become entries. ``nameless`` are columns without a header, which must be empty."""

    def __init__(self, rows: "_Rows", columns: Columns, nameless: set[int], findings: Findings) -> None:
        self._rows, self._columns, self._nameless, self._findings = rows, columns, nameless, findings
        self._names = [None if column is None else column.name for column in columns]
        self._takes_all = all(column is not None and column.takes_all for column in columns)

    def entries(self, records: Iterator[list[str]]) -> Iterator[Entry]:
        """Yield an entry for each record. Raise :class:`InputError` ``table``."""
        for row, cells in enumerate(records, 1):
            self._rows.count()
            if len(cells) != len(self._columns):
                yield self._misshapen(row, len(cells))
                continue
            if not any(cells):
                self._findings.add("empty", "the row is empty, and is an entry nevertheless", row=row)
            if self._takes_all:
                yield dict(zip(self._names, cells, strict=True))  # type: ignore[arg-type]
            else:
                yield self._entry(row, cells)

    def _misshapen(self, row: int, cells: int) -> Entry:
        what = f"it has {cells} cells where {len(self._columns)} are expected: a cell is missing, "
        self._findings.add("shape", what + "or one that holds the separator is not in quotes", row=row)
        return {}

    def _entry(self, row: int, cells: list[str]) -> Entry:
        for n in [n for n in self._nameless if cells[n - 1]]:
            self._nameless.remove(n)
            self._findings.add("columns", not_empty(str(n)), row=row)
        named = zip(self._columns, cells, strict=True)
        return {column.name: column.read(cell, row, self._findings) for column, cell in named if column is not None}


def _place(columns: Mapping[str, str], begins: Sequence[int], row: int | None, field: str | None) -> str:
    if row is None:
        return columns.get(field or "", "").removeprefix(", ")
    column = "" if field is None else columns.get(field, f", {field}")
    return f"row {row:,} (line {begins[row - 1]:,}){column}"


class _Rows:
    """The records of a table, with the line that each begins in. Empty lines are skipped."""

    def __init__(self, text: Text, delimiter: str) -> None:
        if len(delimiter) != 1 or delimiter in '"\r\n\0':
            raise InputError("usage", "a delimiter is one character, such as ; or a tab, and not a quote")
        self.delimiter = delimiter
        self.blank_lines = 0
        self._text = text
        self._start = 1
        self._size = 0
        self._ended = False
        self._begins = array("Q")

    def count(self) -> None:
        """Count the last record as a row of the table, which the header is not."""
        self._begins.append(self._start)

    def locate(self, names: Sequence[str | None]) -> Locate:
        """Return what locates rows by the line that they begin in, and fields by the number of their column."""
        columns = {name: f", column {n} ({name})" for n, name in enumerate(names, 1) if name is not None}
        return partial(_place, columns, self._begins)

    def notes(self) -> list[str]:
        notes = []
        if self.blank_lines:
            notes.append(f"Empty lines were skipped: {self.blank_lines:,}.")
        return notes

    def __iter__(self) -> Iterator[list[str]]:
        reader = csv.reader(self._lines(), delimiter=self.delimiter, strict=True)
        while True:
            self._start, self._size = self._text.line + 1, 0
            try:
                cells = next(reader, None)
            except csv.Error:
                raise InputError("table", self._why()) from None
            if cells is None:
                return
            if self._size > CELL_LIMIT // 4 and any(len(cell.encode()) > CELL_LIMIT for cell in cells):
                raise InputError("table", self._too_long())
            if cells:
                yield cells
            else:
                self.blank_lines += 1

    def _lines(self) -> Iterator[str]:
        for line in self._text.lines():
            self._size += len(line)
            if self._size > ROW_LIMIT:
                raise InputError("table", self._too_long())
            yield line
        self._ended = True

    def _why(self) -> str:
        if self._size > CELL_LIMIT:
            return self._too_long()
        if self._ended:
            return f"the row at line {self._start:,} opens a quote that is not closed before the file ends"
        return f'the row at line {self._start:,} has a quote within a quoted cell: write it twice ("")'

    def _too_long(self) -> str:
        return (
            f"the row at line {self._start:,} has a cell over {CELL_LIMIT:,} bytes: "
            "shorten it, or close the quote that it opens"
        )


def _delimiter(head: str) -> str:
    """Return the delimiter that occurs most often in the first row, outside of quotes."""
    # Python 3.11.2 does not match (?:...)*+ correctly.
    first = re.match(r'(?>(?:"[^"]*"|[^"\r\n])*)', head.lstrip("\r\n"))
    outside = re.sub(r'"[^"]*"', "", first[0] if first else "")
    return max(DELIMITERS, key=outside.count)


def write(entries: List, stream: BinaryIO) -> list[str]:
    """Write ``entries`` as CSV, and return notes. Raise :class:`InputError` ``table`` with the row."""
    columns = [Column(field, entries.schema) for field in entries.schema.fields]
    names = [column.name for column in columns]
    # In quotes, such a header does not mislead a program that guesses the delimiter, and keeps a byte order mark.
    risky = any(mark in name for mark in ";\t|\ufeff" for name in names)
    csv.writer(_Sink(stream), quoting=csv.QUOTE_ALL if risky else csv.QUOTE_MINIMAL).writerow(names)
    writer = csv.writer(_Sink(stream))
    formulas, first_formula = 0, ""
    for row, entry in enumerate(entries, 1):
        cells = []
        for n, column in enumerate(columns, 1):
            try:
                cell = column.cell(entry[column.name])
            except Invalid as error:
                raise InputError("table", f"row {row:,}, column {n}: {error}; write JSON instead") from None
            if cell[:1] in _FORMULA and not NUMBER.fullmatch(cell):
                formulas += 1
                first_formula = first_formula or f"row {row:,}, column {n}"
            cells.append(cell)
        try:
            writer.writerow(cells)
        except Invalid as error:
            raise InputError("table", f"row {row:,}: {error}; write JSON instead") from None
    notes = []
    if formulas:
        notes.append(
            f"Cells that a spreadsheet program takes for formulas when it opens the file: {formulas:,}, "
            f"the first in {first_formula}. Import such columns as text."
        )
    return notes + notes_of_writing(columns, entries.schema)


class _Sink:
    """A text file for the csv module that encodes rows into a stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, row: str) -> None:
        if "\0" in row:
            raise Invalid("it has a NUL character, which CSV cannot contain")
        self._stream.write(row.encode())
