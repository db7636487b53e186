"""Columns: how the cells of a table become values of a field, and values become cells again. Spec 6.1."""

from collections.abc import Iterable, Mapping

from ..lists import Field, Schema, Value
from .blanks import is_blank
from .constraints import constraint_of
from .field_types import FIELD_TYPES
from .findings import Findings
from .formats import Invalid
from .json_text import dump_json
from .surveys import Notes


class Column:
    """The column of a field. A value that is written and read again is the same.

    A cell that equals a missing value is null, and null is written as the first missing value. In a schema without
    missing values an empty cell is null, except in a column of text, where it is the empty text.
    Raises :class:`InputError` ``schema-invalid`` for constraints that no value can satisfy.
    """

    def __init__(self, field: Field, schema: Schema) -> None:
        self.name: str = field.name
        self.type: str = field.type
        self.is_text: bool = field.type == "string"
        self.is_structure: bool = field.type in ("array", "object")
        self.folded: bool = False
        """Whether a missing value other than the first was read, which will be written as the first."""
        self.nulls: bool = False
        self.empties: bool = False
        """Whether a null was written, and whether an empty text was."""
        self._missing = schema.missing_values
        self._null = schema.missing_values[0] if schema.missing_values else ""
        self._read = FIELD_TYPES[field.type].read
        self._constraint = constraint_of(field)
        self.takes_all: bool = self.is_text and not self._missing and self._constraint is None
        """Whether every cell is its own value."""

    def read(self, cell: str, row: int, findings: Findings) -> Value:
        """Return the value of a cell in a row (from 1). Report an invalid cell, whose value is null."""
        try:
            value = self._value(cell)
            if self._constraint is not None:
                self._constraint(value, row)
        except Invalid as error:
            error.report(findings, row, self.name, cell)
            return None
        return value

    def _value(self, cell: str) -> Value:
        if cell in self._missing or (self._missing and self._is_missing(cell)):
            self.folded = self.folded or cell != self._null
            return None
        if self.is_text:
            return cell
        if not cell and not self._missing:
            return None
        return self._read(cell)

    def _is_missing(self, cell: str) -> bool:
        """Return whether a cell is a missing value among spaces, or blank where an empty cell is missing."""
        bare = cell.strip()
        return (bare != cell and bare in self._missing) or ("" in self._missing and is_blank(cell))

    def cell(self, value: Value) -> str:
        """Return the cell of a value. Raise :class:`Invalid` if it would be read as another value."""
        if value is None:
            self.nulls = True
            text = self._null
        else:
            text = value if type(value) is str else dump_json(value)
            if text in self._missing:
                raise Invalid("a value that is written like a missing value (missingValues)")
            self.empties = self.empties or not text
        if self.nulls and self.empties and not self._missing:
            raise Invalid("both null and an empty text are in this column, and would be the same empty cell")
        return text


def notes_of_reading(columns: Mapping[str, Column | None], schema: Schema, *, entries: int) -> Notes:
    """Return notes on what was lost from the cells, and on fields without a column.

    The keys of ``columns`` are what the table calls them: numbers, or letters in a spreadsheet.
    """
    notes = []
    if absent := len(schema.fields) - len([*filter(None, columns.values())]):
        notes.append(f"Fields of the schema that have no column, and are null in every entry: {absent}.")
    for label, column in columns.items():
        if column is None:
            continue
        if column.folded:
            notes.append(
                f"Column {label} ({column.name}): there are several ways to say that nothing is known, as an empty "
                "cell or a sign; all of them are null in the entries."
            )
        if column.is_structure and entries:
            notes.append(f"Column {label} is kept as JSON values: its spaces and order of names are not.")
    return notes


def notes_of_writing(columns: Iterable[Column], schema: Schema) -> Notes:
    """Return notes on differences that will be lost when the table is read again."""
    if schema.missing_values:
        return []
    return [
        f"Column {n}: null was written as an empty cell, which reads back as an empty text."
        for n, column in enumerate(columns, 1)
        if column.is_text and column.nulls
    ]
