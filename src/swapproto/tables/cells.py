"""The text of a cell and the value in an entry: one column's way between the two, by its type. Spec 6.1."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..lists import Field, Schema, Value
from ..lists.schema import ENTRY_DEPTH
from .constraints import check_of, checked, pass_over
from .findings import Findings
from .formats import NUMBER, Invalid, boolean, day, integer, moment, number, partial_day

__all__ = [
    "DECODER",
    "NUMBER",
    "READERS",
    "Column",
    "Invalid",
    "Number",
    "checked_surrogates",
    "dump_json",
    "integer",
    "load_json",
    "nested",
]


@dataclass(slots=True)
class Number:
    """A number of a JSON text, in the notation that it was written in."""

    text: str


def structure(kind: type[list[Any]] | type[dict[str, Any]]) -> Callable[[str], Value]:
    """A reader of JSON text that holds an array, or an object."""

    def read(text: str) -> Value:
        value = load_json(text)
        if type(value) is not kind:
            raise Invalid(f"not a JSON {'array' if kind is list else 'object'}")
        return nested(value)

    return read


def load_json(text: str) -> Any:
    """A JSON text's value, numbers as :class:`Number`. Raises :class:`Invalid`, for repeated names as well."""
    try:
        return checked_surrogates(DECODER.decode(text), text)
    except json.JSONDecodeError as error:
        raise Invalid(f"not JSON: {error.msg} at character {error.pos + 1:,}") from None
    except RecursionError:
        raise Invalid("nested too deep") from None


def checked_surrogates(value: Any, text: str) -> Any:
    """``value`` as read from the JSON ``text``; :class:`Invalid` if an escape in it is half a character."""
    if "\\u" in text:
        try:
            json.dumps(value, ensure_ascii=False, default=str).encode()
        except UnicodeEncodeError:
            raise Invalid("it holds half a character (a lone surrogate)") from None
    return value


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Invalid("a name occurs twice in one object")
    return found


def _constant(_: str) -> None:
    raise Invalid("NaN and Infinity are no JSON numbers; null says that there is none")


DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_int=Number, parse_float=Number, parse_constant=_constant)


def nested(value: Any, depth: int = ENTRY_DEPTH - 1) -> Value:
    """A JSON value within an array or object, its numbers as integers: an entry has no other kind there."""
    if type(value) is Number:
        try:
            return integer(value.text)
        except Invalid:
            raise Invalid("a number in an array or object is not a 64-bit integer: write it as a text") from None
    if type(value) in (list, dict) and not depth:
        raise Invalid(f"nested too deep: an entry, itself counted, has at most {ENTRY_DEPTH} levels")
    if type(value) is list:
        return [nested(v, depth - 1) for v in value]
    if type(value) is dict:
        return {k: nested(v, depth - 1) for k, v in value.items()}
    return value


def dump_json(value: Value) -> str:
    """A value as JSON in one line."""
    return _encode_json(value)


_encode_json = json.JSONEncoder(ensure_ascii=False).encode

READERS: Mapping[str, Callable[[str], Value]] = {
    "string": str,
    "integer": integer,
    "number": number,
    "boolean": boolean,
    "date": day,
    "partialdate": partial_day,
    "datetime": moment,
    "array": structure(list),
    "object": structure(dict),
}


class Column:
    """A column's way from cells to values and back, such that what was read is written the same.

    A cell that equals a missing value is null, and null is written as the first missing value. Where the
    schema has none, an empty cell is null in every column but one of text, where it is the empty text.
    Raises :class:`InputError` ``schema-invalid`` for constraints that cannot be kept.
    """

    def __init__(self, field: Field, schema: Schema) -> None:
        self.name, self.type = field.name, field.type
        self.is_text = field.type == "string"
        self.is_structure = field.type in ("array", "object")
        self.folded = False
        """Whether a missing value other than the first was read, and will be written as the first."""
        self.nulls = self.empties = False
        """Whether a null, and whether an empty text, was written."""
        self._missing = schema.missing_values
        self._null = schema.missing_values[0] if schema.missing_values else ""
        self._read = READERS[field.type]
        self._check = check_of(field)
        self.takes_all = self.is_text and not self._missing and self._check is None
        """Whether each cell is its value."""

    def value(self, cell: str) -> Value:
        """Return the value of the next row's cell. Raise :class:`Invalid` for a cell that is not allowed."""
        return checked(self._value, cell, self._check)

    def pass_over(self) -> None:
        """The next row's cell is unfit already: it is null, and counts for what is asked of all rows."""
        pass_over(self._check)

    def reported(self, cell: str, row: int, findings: Findings) -> Value:
        """As :meth:`value`; what is wrong with the cell is reported, and it is null then."""
        try:
            return self.value(cell)
        except Invalid as error:
            error.report(findings, row, self.name, cell)
            return None

    def _value(self, cell: str) -> Value:
        if cell in self._missing:
            self.folded = self.folded or cell != self._null
            return None
        if self.is_text:
            return cell
        if not cell and not self._missing:
            return None
        return self._read(cell)

    def cell(self, value: Value) -> str:
        """The cell of a value. Raises :class:`Invalid` if it would be taken for another."""
        if value is None:
            self.nulls = True
            text = self._null
        else:
            text = value if type(value) is str else dump_json(value)
            if text in self._missing:
                raise Invalid("a value that is written like one that stands for nothing (missingValues)")
            self.empties = self.empties or not text
        if self.nulls and self.empties and not self._missing:
            raise Invalid("both null and an empty text are in this column, and would be the same empty cell")
        return text


def notes_of_reading(columns: Mapping[str, Column | None], schema: Schema, *, entries: int) -> list[str]:
    """What was not kept of the cells of a table with so many entries, and which of the schema's fields it lacks.

    The columns are under what the table calls them: their numbers, or letters in a spreadsheet.
    """
    notes = []
    if absent := len(schema.fields) - len([*filter(None, columns.values())]):
        notes.append(f"Fields of the schema that have no column, and are null in every entry: {absent}.")
    for n, column in columns.items():
        if column is None:
            continue
        if column.folded:
            notes.append(
                f"Column {n} ({column.name}): there are several ways to say that nothing is known, as an empty cell "
                "or a sign; all of them are null in the entries."
            )
        if column.is_structure and entries:
            notes.append(f"Column {n} is kept as JSON values: its spaces and order of names are not.")
    return notes


def notes_of_writing(columns: Iterable[Column], schema: Schema) -> list[str]:
    """What will not be told apart when the table is read again."""
    if schema.missing_values:
        return []
    return [
        f"Column {n}: null was written as an empty cell, which reads back as an empty text."
        for n, column in enumerate(columns, 1)
        if column.is_text and column.nulls
    ]
