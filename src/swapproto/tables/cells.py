"""Columns: how the cells of a table become values of a field, and values become cells again. Spec 6.1."""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Literal, NamedTuple

from ..counting import count_of
from ..empty import EMPTY
from ..lists import Field, Schema, Value
from .blanks import FILLERS, is_blank
from .constraints import Constraint
from .dating import DateForm
from .field_types import FIELD_TYPES
from .findings import ByRow, Findings
from .formats import Invalid
from .json_text import dump_json
from .splitting import NotSplit, said_parts, split_name
from .surveys import Notes
from .vocabulary import meaning

_NUMBER_THEM = "number the rows, and let each keep its number in the next list"
_MOST_KNOWN = 2**14  # different texts of a column whose meaning is remembered


class Column:
    """The column of a field. A value that is written and read again is the same.

    A cell that equals a missing value is null, and null is written as the first missing value. In a schema without
    missing values an empty cell is null, except in a column of text, where it is the empty text.
    Raises :class:`InputError` ``schema-invalid`` for constraints that no value can satisfy.
    """

    def __init__(
        self, field: Field, schema: Schema, form: DateForm | None = None, words: Mapping[str, str] = EMPTY
    ) -> None:
        self.name: str = field.name
        self.type: str = field.type
        self.is_text: bool = field.type == "string"
        self.is_structure: bool = field.type in ("array", "object")
        self.is_closed: bool = field.type == "boolean" or bool(field.constraints.enum)
        """Whether its values are those that the schema lists, or true and false."""
        self.folded: bool = False
        """Whether a missing value other than the first was read, which will be written as the first."""
        self.nulls: bool = False
        self.empties: bool = False
        """Whether a null was written, and whether an empty text was."""
        self.dated: int = 0
        """How many dates were read in the form of the column."""
        self.translated: Counter[str] = Counter()
        """How many cells were read by a word for a value, by the value."""
        self._form, self._words = form, words
        self._missing = schema.missing_values
        self._is_number = schema.primary_key == (field.name,)
        self._null = schema.missing_values[0] if schema.missing_values else ""
        self._read = FIELD_TYPES[field.type].read
        self._constraint = Constraint(field)
        self._known: dict[str, Value] = {}
        self._notable: dict[str, Understood] = {}
        asked = field.constraints
        self._is_free = self.is_text and form is None and not words and not asked.enum and asked.pattern is None
        self._shortest, self._longest = asked.min_length or 0, asked.max_length or sys.maxsize
        self.takes_all: bool = self.is_text and not self._missing and not self._constraint and not words
        """Whether every cell is its own value."""

    def read(self, cells: Sequence[str], rows: Sequence[int], findings: Findings | ByRow) -> list[Value]:
        """Return the values of the cells of some rows (from 1). Report invalid cells, whose values are null.

        What a text means is worked out once, though many cells have it.
        """
        self._learn(others := self.others({*cells}))
        values: list[Value] = [*cells]
        if others:
            values = [self._known[cell] if cell in others else cell for cell in cells]
        if self._notable.keys().isdisjoint(others) and self._constraint.all_new(values, rows):
            return values
        for index, (cell, row) in enumerate(zip(cells, rows, strict=True)):
            found = self._notable.get(cell, _ORDINARY)
            self.folded = self.folded or (found.how == "missing" and cell != self._null)
            self.dated += found.how == "date"
            if found.how == "word":
                self.translated[found.meant] += 1
            wrong = found.unread
            if wrong is None:
                try:
                    self._constraint.enter(values[index], row)
                    wrong = found.refused
                except Invalid as error:
                    wrong = error
            if wrong is not None:
                wrong.report(findings, row, self.name, cell)
                values[index] = None
        return values

    def allows(self, cell: str) -> bool:
        """Return whether the text of a cell, by itself, has a value, or is a missing one."""
        found = self.understand(cell)
        return found.unread is None and found.refused is None

    def others(self, different: Set[str]) -> Set[str]:
        """Return the texts that may mean something else than themselves, or be refused."""
        if not self._is_free:
            return different
        lengths = [*map(len, different)]
        if min(lengths, default=1) < self._shortest or max(lengths, default=0) > self._longest:
            return different
        others = {cell for cell in different if not (cell[:1].isalnum() and cell[-1:].isalnum()) or cell[0] in FILLERS}
        return others | different & {*self._missing}  # blank ones are among the first

    def _learn(self, cells: Set[str]) -> None:
        """Work out what the texts mean that are not known yet."""
        new = {cell for cell in cells if cell not in self._known}
        if len(self._known) + len(new) > _MOST_KNOWN:
            self._known.clear()
            self._notable.clear()
            new = {*cells}
        for cell in new:
            self._known[cell] = self._look(cell)

    def _look(self, cell: str) -> Value:
        """Return the value of a cell, and note what is to be told of it."""
        found = self.understand(cell)
        if found.how or found.unread or found.refused:
            self._notable[cell] = found
        return found.value

    def understand(self, cell: str) -> "Understood":
        """Return what the text of one cell means, whatever the others are."""
        value: Value = None
        unread = refused = None
        how, meant = self._meaning(cell)
        try:
            if how == "date" or (self.is_text and how != "missing"):
                value = meant
            elif meant or (self._missing and how != "missing"):
                value = self._read(meant)
        except Invalid as error:
            unread = error.alone()
        else:
            try:
                self._constraint.allow(value)
            except Invalid as error:
                refused = error.alone()
                if self._is_number and refused.code == "missing":
                    refused = Invalid(f"{refused}: {_NUMBER_THEM}", "missing")
        return Understood(how, meant, unread, refused, value)

    def _meaning(self, cell: str) -> tuple[Literal["", "missing", "date", "word"], str]:
        """Return how a cell is to be read, and the text that it stands for."""
        if cell in self._missing or (self._missing and self._is_missing(cell)):
            return "missing", ""
        if self._form is not None and (day := self._form.read(cell)):
            return "date", day
        if self._words:
            value = meaning(cell, self._words)
            if value is not None and value != cell:
                return ("word", value) if value else ("missing", "")
        return "", cell

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


class Understood(NamedTuple):
    """What a cell's text means: how it was read, and what is wrong with it."""

    how: Literal["", "missing", "date", "word"] = ""
    #: The text that it stands for.
    meant: str = ""
    #: Why it has no value.
    unread: Invalid | None = None
    #: Why its value is not allowed.
    refused: Invalid | None = None
    #: Its value, even if that is not allowed.
    value: Value = None


_ORDINARY = Understood()


class SplitColumn:
    """A column of whole names, each of which becomes the values of several fields."""

    type = "string"
    takes_all = False

    def __init__(self, parts: Sequence[Column], said: Mapping[str, str] = EMPTY) -> None:
        self.parts = parts
        self.fields: tuple[str, ...] = tuple(part.name for part in parts)
        self._said = said

    def split(self, cell: str) -> list[str]:
        """Return the parts of a name, as its owner said or by rule. Raise :class:`NotSplit`."""
        said = self._said.get(" ".join(cell.split()))
        return split_name(cell, self.fields) if said is None else said_parts(said, self.fields, cell)

    def is_said(self, cell: str) -> bool:
        """Return whether the owner of a name said its parts."""
        return " ".join(cell.split()) in self._said

    def read(self, cells: Sequence[str], rows: Sequence[int], findings: Findings | ByRow) -> list[list[Value]]:
        """Return the values of each part of the names of some rows.

        Report a name that only a person can split; its parts are null.
        """
        texts: list[list[str]] = []
        whole: list[int] = []
        for index, (cell, row) in enumerate(zip(cells, rows, strict=True)):
            try:
                texts.append(self.split(cell) if not is_blank(cell) else [""] * len(self.parts))
                whole.append(index)
            except NotSplit as error:
                what = f"cannot be split into {', '.join(self.fields)}, because {error}: write the parts in columns"
                findings.add("not-split", what, row=row, field=self.fields[0], found=cell)
        places = [rows[index] for index in whole]
        values: list[list[Value]] = [[None] * len(cells) for _ in self.parts]
        for part, column, of_part in zip(self.parts, zip(*texts, strict=True), values, strict=False):
            for index, value in zip(whole, part.read(column, places, findings), strict=True):
                of_part[index] = value
        return values


def fields_of(column: Column | SplitColumn) -> tuple[str, ...]:
    """Return the fields of a column."""
    return column.fields if isinstance(column, SplitColumn) else (column.name,)


def read_fields(
    column: Column | SplitColumn, cells: Sequence[str], rows: Sequence[int], findings: Findings | ByRow
) -> dict[str, list[Value]]:
    """Return the values of each field of a column in some rows (from 1), and report what is wrong."""
    if isinstance(column, SplitColumn):
        return dict(zip(column.fields, column.read(cells, rows, findings), strict=True))
    return {column.name: column.read(cells, rows, findings)}


def notes_of_reading(
    columns: Mapping[str, "Column | SplitColumn | None"], schema: Schema, *, entries: int, given: int = 0
) -> Notes:
    """Return notes on what was lost from the cells, and on fields without a column, of which ``given`` have values.

    The keys of ``columns`` are what the table calls them: numbers, or letters in a spreadsheet.
    """
    notes = []
    single = {label: column for label, column in columns.items() if isinstance(column, Column)}
    if absent := len(schema.fields) - len(single) - given:
        notes.append(f"Fields of the schema that have no column, and are null in every entry: {absent}.")
    for label, column in single.items():
        if column.folded:
            notes.append(
                f"Column {label} ({column.name}): there are several ways to say that nothing is known, as an empty "
                "cell or a sign; all of them are null in the entries."
            )
        if column.dated:
            dates = count_of(column.dated, "date")
            notes.append(f"Column {label} ({column.name}): {dates} read as --dates says.")
        for value, count in column.translated.items():
            cells = count_of(count, "cell")
            notes.append(f"Column {label} ({column.name}): {cells} read as {value}, by its words.")
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
