"""CSV with any delimiter, a row at a time: RFC 4180 going out, what can be read in one way only coming in."""

import csv
import re
from array import array
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from ..errors import InputError
from ..findings import Findings, Places
from ..lists import Entry, List
from ..schema import FIELDS, Schema
from .cells import NUMBER, Column, Unfit, notes_of_reading, notes_of_writing
from .source import ROW_LIMIT, Text

CELL_LIMIT = 65_536
NAME_LIMIT = 256
DELIMITERS = ",;\t|"
_FORMULA = frozenset("=+-@\t\r")
_DELIMITER_NAMES = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


def read(
    text: Text, label: str, schema: Schema | None, delimiter: str | None, header: bool, findings: Findings
) -> tuple[List, list[str]]:
    """A list from the rows of ``text``, and notes; what is wrong with a row or cell is among ``findings``.

    Raises :class:`InputError` ``table`` for what is no table, or ``usage``.
    """
    rows = _Rows(text, _delimiter(text.head) if delimiter is None else delimiter)
    records = iter(rows)
    first = next(records, None)
    if first is None:
        raise InputError("table", "the file holds no table: it has only empty lines")
    if header:
        names = checked_names(first)
    else:
        if len(first) > FIELDS:
            raise InputError("table", f"there are {len(first)} columns; a list has at most {FIELDS}")
        names = [f"column_{n}" for n in range(1, len(first) + 1)]
        records = chain([first], records)
    if schema is not None:
        names = matched_names(names, schema, header)
    fields = schema or Schema.of_texts(names)
    by_name = {field.name: Column(field, fields) for field in fields.fields}
    columns = [by_name[name] for name in names]
    findings.places = rows.places(names)
    entries = List.of(label, fields, _entries(rows, records, columns, findings))
    notes = rows.notes()
    if delimiter is None and rows.delimiter in _DELIMITER_NAMES:
        notes.insert(0, f"Cells are taken to be separated by {_DELIMITER_NAMES[rows.delimiter]}.")
    return entries, notes + notes_of_reading(columns, fields, entries=len(entries))


def _entries(rows: "_Rows", records: Iterator[list[str]], columns: list[Column], findings: Findings) -> Iterator[Entry]:
    names = [column.name for column in columns]
    as_they_are = all(column.takes_all for column in columns)
    for row, cells in enumerate(records, 1):
        rows.count()
        if len(cells) != len(columns):
            findings.add(
                "shape",
                f"it has {len(cells)} cells where {len(columns)} are expected: a cell is missing, "
                "or one that holds the separator is not in quotes",
                row=row,
            )
            for column in columns:
                column.pass_over()  # whose cell is whose cannot be told
            yield {}
            continue
        if not any(cells):
            rows.blank_rows += 1
        if as_they_are:
            yield dict(zip(names, cells, strict=True))
        else:
            yield {c.name: c.reported(cell, row, findings) for c, cell in zip(columns, cells, strict=True)}


class _Rows:
    """The records of a table, and what was passed over among them. Who takes one for a row counts it."""

    def __init__(self, text: Text, delimiter: str) -> None:
        if len(delimiter) != 1 or delimiter in '"\r\n\0':
            raise InputError("usage", "a delimiter is one character, such as ; or a tab, and not a quote")
        self.delimiter = delimiter
        self.blank_lines = 0
        self.blank_rows = 0
        self._text = text
        self._start = 1
        self._size = 0
        self._ended = False
        self._begins = array("Q")

    def count(self) -> None:
        """The record that was handed out last is a row of the table."""
        self._begins.append(self._start)

    def places(self, names: list[str]) -> Places:
        """Rows by the line that they begin in, fields by the number of their column."""
        columns = {name: f", column {n} ({name})" for n, name in enumerate(names, 1)}

        def place(row: int | None, field: str | None) -> str:
            if row is None:
                return columns.get(field or "", "").removeprefix(", ")
            return f"row {row:,} (line {self._begins[row - 1]:,}){columns.get(field or '', '')}"

        return place

    def notes(self) -> list[str]:
        notes = []
        if self.blank_lines:
            notes.append(f"Empty lines were passed over: {self.blank_lines:,}.")
        if self.blank_rows:
            notes.append(f"Rows with nothing in any cell, which are entries all the same: {self.blank_rows:,}.")
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
    """The candidate that occurs most often in the first row, outside of quotes."""
    first = re.match(r'(?:"[^"]*"|[^"\r\n])*+', head.lstrip("\r\n"))
    outside = re.sub(r'"[^"]*"', "", first[0] if first else "")
    return max(DELIMITERS, key=outside.count)


def checked_names(names: list[str]) -> list[str]:
    """A header's names, if they can be a list's fields. Raises :class:`InputError` ``table``."""
    advice = "correct the header row, or say with --no-header that there is none"
    if len(names) > FIELDS:
        raise InputError("table", f"the header has {len(names)} columns; a list has at most {FIELDS}")
    for number, name in enumerate(names, 1):
        if not name:
            raise InputError("table", f"column {number} has no name in the header: {advice}")
        if len(name.encode()) > NAME_LIMIT:
            raise InputError("table", f"column {number} has a name of over {NAME_LIMIT} bytes: {advice}")
        if (earlier := names.index(name) + 1) < number:
            raise InputError("table", f"columns {earlier} and {number} have the same name: {advice}")
    return names


def matched_names(names: list[str], schema: Schema, header: bool) -> list[str]:
    """The names of a table's columns, in its order, if they are the schema's. Raises :class:`InputError` ``table``."""
    wanted = [field.name for field in schema.fields]
    if not header:
        if len(names) != len(wanted):
            raise InputError("table", f"there are {len(names)} columns where the schema has {len(wanted)} fields")
        return wanted
    for number, name in enumerate(names, 1):
        if name not in wanted:
            raise InputError("table", f"column {number} is not in the schema: remove it, or add it to the schema")
    for field in schema.fields:
        needed = field.constraints.required or field.name in schema.primary_key
        if needed and field.name not in names:
            raise InputError("table", f"there is no column named {field.name!r}, which the schema requires")
    return names


def write(entries: List, stream: BinaryIO) -> list[str]:
    """Write ``entries`` as CSV, and return notes. Raises :class:`InputError` ``table`` naming the row."""
    columns = [Column(field, entries.schema) for field in entries.schema.fields]
    names = [column.name for column in columns]
    # Quoted, such a header misleads nobody who guesses the separator, and no byte order mark is lost from it.
    risky = any(mark in name for mark in ";\t|\ufeff" for name in names)
    csv.writer(_Sink(stream), quoting=csv.QUOTE_ALL if risky else csv.QUOTE_MINIMAL).writerow(names)
    row = csv.writer(_Sink(stream))
    formulas, first_formula = 0, ""
    for number, entry in enumerate(entries, 1):
        cells = []
        for n, column in enumerate(columns, 1):
            try:
                cell = column.cell(entry[column.name])
            except Unfit as error:
                raise InputError("table", f"row {number:,}, column {n}: {error}; write JSON instead") from None
            if cell[:1] in _FORMULA and not NUMBER.fullmatch(cell):
                formulas += 1
                first_formula = first_formula or f"row {number:,}, column {n}"
            cells.append(cell)
        try:
            row.writerow(cells)
        except Unfit as error:
            raise InputError("table", f"row {number:,}: {error}; write JSON instead") from None
    notes = []
    if formulas:
        notes.append(
            f"Cells that a spreadsheet program takes for formulas when it opens the file: {formulas:,}, "
            f"the first in {first_formula}. Import such columns as text."
        )
    return notes + notes_of_writing(columns, entries.schema)


class _Sink:
    """What the csv module writes rows to: their bytes, in the stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, row: str) -> None:
        if "\0" in row:
            raise Unfit("it holds a NUL character, which CSV has no place for")
        self._stream.write(row.encode())
