"""Read a CSV text as a table, with every finding in its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice

from ...errors import InputError
from ...lists import List, Schema, Value
from ..cells import Column, notes_of_reading, read_fields
from ..columnar import PORTION, Columnar
from ..dialect import find_dialect
from ..findings import ByRow, Findings
from ..headers import match_headers, match_positions, not_empty
from ..matched import Columns
from ..outline import HEAD_ROWS, Outline, header_below
from ..plan import Plan
from ..source import Text
from ..surveys import Survey
from ..vocabulary import Vocabulary
from .records import HIDES_ROWS, Record, Rows, hides_rows

_QUOTE_AFTER_SPACE = re.compile(r'[ \t\xa0]+"')
_NO_TABLE = "the file has no table, only empty lines"


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
            f"row 1 (line {first:,}) is not the header: row {likely + 1} (line {line:,}) looks like it. swapproto "
            f"prepare makes a list of such a table; or say --header-row {likely + 1}",
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
            if hides_rows(cell, self._rows.delimiter, len(cells)):
                self._by_row.add("quotes", HIDES_ROWS, row=row, field=name, found=cell)
