"""Write a list as CSV, RFC 4180."""

import csv
import io
import sys
from typing import BinaryIO

from ...errors import InputError
from ...lists import List
from ..cells import Column, notes_of_writing
from ..dialect import find_dialect
from ..formats import NUMBER, Invalid
from ..source import HEAD_BYTES

_FORMULA = frozenset("=+-@\t\r")


def write(entries: List, stream: BinaryIO, *, delimiter: str = ",") -> list[str]:
    """Write ``entries`` as CSV, and return notes. Raise :class:`InputError` ``table`` with the row.

    All cells are in quotes if :func:`read`, and so perhaps other programs, would guess another separator without them.
    """
    columns = [Column(field, entries.schema) for field in entries.schema.fields]
    head = io.BytesIO()
    _write_rows(entries, columns, head, delimiter, all_quoted=False, until=HEAD_BYTES)
    guessed = find_dialect(head.getvalue()[:HEAD_BYTES].decode(errors="replace"), named_tsv=delimiter == "\t")
    formulas = _write_rows(entries, columns, stream, delimiter, all_quoted=guessed.delimiter != delimiter)
    notes = []
    if formulas:
        notes.append(
            f"Cells that a spreadsheet program takes for formulas when it opens the file: {len(formulas):,}, "
            f"the first in row {formulas[0][0]:,}, column {formulas[0][1]}. Import such columns as text."
        )
    return notes + notes_of_writing(columns, entries.schema)


def _write_rows(
    entries: List,
    columns: list[Column],
    stream: BinaryIO,
    delimiter: str,
    *,
    all_quoted: bool,
    until: int = sys.maxsize,
) -> list[tuple[int, int]]:
    """Write the header and the rows, ``until`` so many bytes are written. Return which cells look like formulas."""
    sink = _Sink(stream)
    names = [column.name for column in columns]
    # In quotes, such a header does not mislead a program that guesses the delimiter, and keeps a byte order mark.
    risky = any(mark in name for mark in ";\t|\ufeff" for name in names) or names[0].lower().startswith("sep=")
    minimal = csv.writer(sink, delimiter=delimiter)
    quoted = csv.writer(sink, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer = quoted if all_quoted else minimal
    (quoted if risky else writer).writerow(names)
    formulas = []
    for row, entry in enumerate(entries, 1):
        if sink.size >= until:
            break
        cells = []
        for n, column in enumerate(columns, 1):
            try:
                cell = column.cell(entry[column.name])
            except Invalid as error:
                raise InputError("table", f"row {row:,}, column {n}: {error}; write JSON instead") from None
            if cell[:1] in _FORMULA and not NUMBER.fullmatch(cell):
                formulas.append((row, n))
            cells.append(cell)
        try:
            writer.writerow(cells)
        except Invalid as error:
            raise InputError("table", f"row {row:,}: {error}; write JSON instead") from None
    return formulas


class _Sink:
    """A text file for the csv module that encodes rows into a stream, and counts their bytes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = 0

    def write(self, row: str) -> None:
        if "\0" in row:
            raise Invalid("it has a NUL character, which CSV cannot contain")
        data = row.encode()
        self.size += len(data)
        self._stream.write(data)
