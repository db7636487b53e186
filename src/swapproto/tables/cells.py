"""Columns: how the cells of a table become values of a field, and values become cells again. Spec 6.1."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..counting import count_of
from ..empty import EMPTY
from ..lists import Field, Schema, Value
from .blanks import is_blank
from .constraints import constraint_of
from .dating import DateForm
from .field_types import FIELD_TYPES
from .findings import Findings
from .formats import Invalid
from .json_text import dump_json
from .splitting import NotSplit, split_name
from .surveys import Notes
from .vocabulary import fold_word


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
        self._null = schema.missing_values[0] if schema.missing_values else ""
        self._read = FIELD_TYPES[field.type].read
        self._constraint = constraint_of(field)
        self.takes_all: bool = self.is_text and not self._missing and self._constraint is None and not words
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
        if self._form is not None and (day := self._form.read(cell)):
            self.dated += 1
            return day
        if self._words and (value := self._words.get(cell) or self._words.get(fold_word(cell))) not in (None, cell):
            self.translated[value] += 1
            cell = value
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


class SplitColumn:
    """A column of whole names, each of which becomes the values of several fields."""

    type = "string"
    takes_all = False

    def __init__(self, parts: Sequence[Column]) -> None:
        self.parts = parts
        self.fields: tuple[str, ...] = tuple(part.name for part in parts)

    def read_parts(self, cell: str, row: int, findings: Findings) -> dict[str, Value]:
        """Return the values of the parts of a name. Report a name that only a person can split; its parts are null."""
        try:
            texts = split_name(cell, self.fields) if not is_blank(cell) else [""] * len(self.parts)
        except NotSplit as error:
            what = f"cannot be split into {', '.join(self.fields)}, because {error}: write the parts in columns"
            findings.add("not-split", what, row=row, field=self.fields[0], found=cell)
            return dict.fromkeys(self.fields)
        return {part.name: part.read(text, row, findings) for part, text in zip(self.parts, texts, strict=True)}


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
