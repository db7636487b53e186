"""CSV tables: written as RFC 4180, and read, with any delimiter, if there is only one way to read them."""

import csv
import io
import re
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import chain, islice
from typing import BinaryIO

from ..errors import InputError
from ..limits import CELL_LIMIT
from ..lists import List, Schema, Value
from .cells import Column, notes_of_reading, notes_of_writing, read_fields
from .columnar import PORTION, Columnar
from .dialect import Dialect, find_dialect
from .findings import ByRow, Findings, Locate
from .formats import NUMBER, Invalid
from .headers import Columns, Matched, match_headers, match_positions, not_empty
from .outline import HEAD_ROWS, Outline, header_below
from .plan import Plan
from .source import HEAD_BYTES, ROW_LIMIT, Text
from .surveys import Survey
from .vocabulary import Vocabulary

_FORMULA = frozenset("=+-@\t\r")
_SPACE_AFTER_QUOTE = re.compile(r'"[ \t\xa0]+(?=[,;\t|\r\n]|\Z)')
_QUOTE_AFTER_SPACE = re.compile(r'[ \t\xa0]+"')

_NO_TABLE = "the file has no table, only empty lines"

Record = tuple[int, list[str]]
"""The line in which a row begins, and its cells."""


def read(
    text: Text,
    label: str,
    schema: Schema | None,
    plan: Plan,
    vocabulary: Vocabulary,
    delimiter: str | None,
    header: bool,
    severities: Mapping[str, str] | None,
    *,
    named_tsv: bool = False,
) -> Survey:
    """Read a list from the rows of ``text``, which a file named ``.tsv`` has with tabs.

    Raise :class:`InputError` ``table`` for what is no table, or ``usage``.
    """
    dialect = find_dialect(text.head, given=delimiter, named_tsv=named_tsv)
    rows = Rows(text, dialect)
    records = iter(rows)
    head = list(islice(records, (plan.header_row or 1) - 1, (plan.header_row or 1) - 1 + HEAD_ROWS))
    if not head:
        raise InputError("table", f"there is no row {plan.header_row}" if plan.header_row else _NO_TABLE)
    first = head[0][1]
    if header:
        if plan.header_row is None:
            _refuse_title(head, schema)
        matched = match_headers(first, schema, plan, vocabulary)
        del head[0]
    else:
        matched = match_positions(len(first), schema, plan, vocabulary)
    findings = Findings(severities, rows.locate(matched))
    fields = matched.schema(schema, findings)
    columns = matched.columns(fields)
    constants = matched.constants(fields)
    outline = Outline(first if header else ())
    table = _Table(rows, columns, constants, set(matched.nameless), findings, outline, fields)
    by_column = Columnar(field.name for field in fields.fields)
    entries = List.of_columns(label, fields, by_column.keep(table.columns(chain(head, records))))
    table.finish()
    numbered = {str(n): column for n, column in enumerate(columns, 1)}
    given = sum(map(len, matched.splits.values())) + len(constants)
    notes = [*rows.notes(), *notes_of_reading(numbered, fields, entries=len(entries), given=given), *matched.notes]
    return Survey(entries, notes, findings, matched.column_map, by_column=by_column)


def _refuse_title(head: Sequence[Record], schema: Schema | None) -> None:
    """Raise :class:`InputError` ``table`` if the header seems to be further down than in the first row."""
    if likely := header_below([cells for _, cells in head], schema):
        (line, _), (first, _) = head[likely], head[0]
        raise InputError(
            "table",
            f"row 1 (line {first:,}) is not the header: row {likely + 1} (line {line:,}) looks like it; say "
            f"--header-row {likely + 1}, or delete the rows above it",
        )


class _Table:
    """The rows of a table, which become entries. ``nameless`` are columns without a header, which must be empty."""

    def __init__(
        self,
        rows: "Rows",
        columns: Columns,
        constants: Sequence[tuple[Column, str]],
        nameless: set[int],
        findings: Findings,
        outline: Outline,
        schema: Schema,
    ) -> None:
        self._constants = constants
        self._by_row = ByRow(findings)
        self._schema_names = [field.name for field in schema.fields]
        self._rows, self._columns, self._nameless, self._findings = rows, columns, nameless, findings
        self._outline = outline
        self._names = [column.name if isinstance(column, Column) else None for column in columns]
        self._takes_all = not constants and all(column is not None and column.takes_all for column in columns)
        self._short_header = len(columns) - 1 if len(columns) in nameless else 0
        self._ended: dict[str, list[int]] = {}

    def columns(self, records: Iterator[Record]) -> Iterator[dict[str, Sequence[Value]]]:
        """Yield the values of each field, some rows at a time. Raise :class:`InputError` ``table``."""
        while portion := list(islice(records, PORTION)):
            first = self._rows.counted + 1
            self._rows.count(line for line, _ in portion)
            yield self._read([cells for _, cells in portion], range(first, first + len(portion)))
            self._by_row.flush()

    def _read(self, cells: list[list[str]], every: range) -> dict[str, Sequence[Value]]:
        """Return the values of some rows, and find what is wrong with them."""
        rows: Sequence[int] = every
        if {*map(len, cells)} != {len(self._columns)}:
            fitted = [(row, fit) for row, one in zip(every, cells, strict=True) if (fit := self._fitted(row, one))]
            rows, cells = [row for row, _ in fitted], [fit for _, fit in fitted]
        columns = [*zip(*cells, strict=True)] or [()] * len(self._columns)
        if all("" in column for column in columns):
            for row, one in zip(rows, cells, strict=True):
                if not any(one):
                    self._by_row.add("empty", "the row is empty, and is an entry nevertheless", row=row)
        self._outline.look_at(cells, columns, rows, self._by_row)
        if long := self._rows.over_lines(every):
            for row, one in zip(rows, cells, strict=True):
                if row in long:
                    self._report_open_quote(row, one)
        values = self._values(columns, rows)
        if len(rows) < len(every):
            at = {row: index for index, row in enumerate(rows)}
            values = {name: [some[at[row]] if row in at else None for row in every] for name, some in values.items()}
        return values

    def _values(self, columns: Sequence[Sequence[str]], rows: Sequence[int]) -> dict[str, Sequence[Value]]:
        values: dict[str, Sequence[Value]] = dict.fromkeys(self._schema_names, [None] * len(rows))
        if self._takes_all:
            return values | {str(name): column for name, column in zip(self._names, columns, strict=True)}
        for n in sorted(self._nameless):
            if (row := next((row for row, cell in zip(rows, columns[n - 1], strict=True) if cell), None)) is not None:
                self._nameless.remove(n)
                self._by_row.add("columns", not_empty(str(n)), row=row)
        for column, cells in zip(self._columns, columns, strict=True):
            if column is not None:
                values |= read_fields(column, cells, rows, self._by_row)
        for constant, text in self._constants:
            values |= read_fields(constant, [text] * len(rows), rows, self._by_row)
        return values

    def _fitted(self, row: int, cells: list[str]) -> list[str] | None:
        """Return the cells of a row that has as many as the header, but for separators at the end; None for others."""
        expected = len(self._columns)
        if len(cells) == expected:
            return cells
        if len(cells) > expected and not any(cells[expected:]):
            self._ended.setdefault("ends with a separator, where the header does not", []).append(row)
            return cells[:expected]
        if len(cells) == self._short_header:
            self._ended.setdefault("does not end with a separator, where the header does", []).append(row)
            return [*cells, ""]
        what = f"it has {len(cells)} cells where {expected} are expected: "
        if any(map(_QUOTE_AFTER_SPACE.match, cells)):
            what += "a quote after a space is no quote; delete the space"
        elif any(self._rows.delimiter in cell and ("\n" in cell or "\r" in cell) for cell in cells):
            what += "a cell runs over the end of its line, so a quote is likely not closed"
        else:
            what += "a cell is missing, or one that holds the separator is not in quotes"
        self._by_row.add("shape", what, row=row)
        return None

    def finish(self) -> None:
        """Report what concerns many rows, after the last one."""
        self._outline.finish(self._findings)
        for what, rows in self._ended.items():
            first = self._findings.place(rows[0])
            every = len(rows) == self._rows.counted
            which = "every row" if every else f"each of {len(rows):,} rows, the first in {first},"
            more = ", and so has an empty cell more or less: make all lines end alike"
            self._findings.add("shape", f"{which} {what}{more}")

    def _report_open_quote(self, row: int, cells: list[str]) -> None:
        """Report a cell over several lines that would be whole rows if it were not in quotes."""
        for cell, name in zip(cells, self._names, strict=True):
            if "\n" not in cell and "\r" not in cell:
                continue
            breaks = len(re.findall(r"\r\n?|\n", cell))
            inside = cell.count(self._rows.delimiter)
            if inside and (inside == breaks * (len(cells) - 1) or self._separates(cell)):
                what = (
                    "runs over the end of its line, and holds the separator: a quote is likely not closed, "
                    "and hides a row or more"
                )
                self._by_row.add("quotes", what, row=row, field=name, found=cell)

    def _separates(self, cell: str) -> bool:
        """Return whether a text holds separators as cells do, and not only before spaces as sentences do."""
        return re.search(re.escape(self._rows.delimiter) + r"(?![\s0-9])", cell) is not None


def _place(columns: Mapping[str, str], begins: Sequence[int], row: int | None, field: str | None) -> str:
    if row is None:
        return columns.get(field or "", "").removeprefix(", ")
    column = "" if field is None else columns.get(field, f", {field}")
    return f"row {row:,} (line {begins[row - 1]:,}){column}"


class Rows:
    """The records of a table, each with the line that it begins in. Empty lines are skipped."""

    def __init__(self, text: Text, dialect: Dialect) -> None:
        if len(dialect.delimiter) != 1 or dialect.delimiter in '"\r\n\0':
            raise InputError("usage", "a delimiter is one character, such as ; or a tab, and not a quote")
        self.delimiter: str = dialect.delimiter
        self._dialect = dialect
        self._blank_lines = 0
        self._text = text
        self._end = 0  # the line in which the last whole record ends
        self._kept: list[str] = []
        self._kept_from = 1
        self._has_long = False
        self._ended = False
        self._begins = array("Q")
        self._long: set[int] = set()

    @property
    def counted(self) -> int:
        """The number of rows of the table so far."""
        return len(self._begins)

    def count(self, lines: Iterable[int]) -> None:
        """Count the records that begin in these lines as rows of the table, which the header is not."""
        self._begins.extend(lines)

    def over_lines(self, rows: range) -> Set[int]:
        """Return which of some rows of the table, from 1, go over more than one line."""
        lines = self._begins[rows.start - 1 : rows.stop - 1]
        return {row for row, line in zip(rows, lines, strict=True) if line in self._long} if self._long else set()

    def locate(self, matched: Matched) -> Locate:
        """Return what locates rows by the line that they begin in, and fields by the number of their column."""
        columns = {name: f", column {n} ({name})" for name, n in matched.places()}
        return partial(_place, columns, self._begins)

    def notes(self) -> list[str]:
        """Return how the text was cut into cells."""
        notes = []
        if self._dialect.has_sep_line:
            notes.append("The first line only says what separates the cells (sep=), and is no row.")
        if note := self._dialect.in_words():
            notes.append(note)
        if self._blank_lines:
            notes.append(f"Empty lines were skipped: {self._blank_lines:,}.")
        return notes

    def __iter__(self) -> Iterator[Record]:
        """Yield each record. Raise :class:`InputError` ``table`` for what is none, after all before it."""
        for lines, records in self._portions():
            yield from zip(lines, records, strict=True)

    def _portions(self) -> Iterator[tuple[Sequence[int], list[list[str]]]]:
        """Yield some records at a time, and the line in which each begins."""
        lines = chain.from_iterable(self._lines())
        if self._dialect.has_sep_line:
            self._end = len([*islice(lines, 1)])
        skipped = self._end
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        failed: InputError | None = None
        while failed is None:
            first, found, ends = self._end + 1, list[list[str]](), array("Q")
            try:
                for cells in islice(reader, PORTION):
                    self._end = skipped + reader.line_num
                    found.append(cells)
                    ends.append(self._end)
            except csv.Error:
                failed = self._failure(skipped + reader.line_num)
            except InputError as error:
                failed = error
            if not found:
                break
            begins: Sequence[int] = range(first, self._end + 1)
            if len(begins) != len(found):
                begins = [first, *(end + 1 for end in ends[:-1])]
            self._refuse_long(begins, ends, found)
            if not all(found):
                self._blank_lines += found.count([])
                begins = [line for line, cells in zip(begins, found, strict=True) if cells]
                found = [cells for cells in found if cells]
            yield begins, found
        if failed is not None:
            raise failed

    def _lines(self) -> Iterator[list[str]]:
        """Yield some lines at a time, and keep those since the last whole record. Raise if they are too many."""
        for lines in self._text.portions():
            whole = self._end + 1 - self._kept_from
            del self._kept[:whole]
            self._kept_from += whole
            if sum(map(len, self._kept)) > ROW_LIMIT:
                raise self._too_long(self._end + 1)
            self._kept += lines
            self._has_long = self._has_long or max(map(len, lines), default=0) > CELL_LIMIT // 4
            yield lines
        self._ended = True

    def _refuse_long(self, begins: Sequence[int], ends: Sequence[int], found: list[list[str]]) -> None:
        """Note which records go over lines. Raise :class:`InputError` ``table`` for a cell that is too long."""
        if len(begins) == ends[-1] + 1 - begins[0] and not self._has_long:
            return
        self._long.update(begin for begin, end in zip(begins, ends, strict=True) if begin < end)
        for line, cells in zip(begins, found, strict=True):
            if any(len(cell) > CELL_LIMIT // 4 and len(cell.encode()) > CELL_LIMIT for cell in cells):
                raise self._too_long(line)

    def _failure(self, line: int) -> InputError:
        """Return why the record after the last whole one, which was read up to a line, is none."""
        start = self._end + 1
        raw = self._kept[start - self._kept_from : line + 1 - self._kept_from]
        if sum(map(len, raw)) > CELL_LIMIT:
            return self._too_long(start)
        if self._ended:
            return _refusal(f"the row at line {start:,} opens a quote that is not closed before the file ends")
        if _SPACE_AFTER_QUOTE.search(raw[-1]):
            return _refusal(f"line {line:,} has a space after a closing quote: delete the space")
        within = f"the row at line {start:,} has a quote within a quoted cell"
        if len(raw) > 1:
            return _refusal(f"{within}, which runs over {len(raw):,} lines: close the quote that it opens")
        return _refusal(f'{within}: write it twice ("")')

    def _too_long(self, line: int) -> InputError:
        return _refusal(
            f"the row at line {line:,} has a cell over {CELL_LIMIT:,} bytes: "
            "shorten it, or close the quote that it opens"
        )


def _refusal(why: str) -> InputError:
    return InputError("table", why)


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
