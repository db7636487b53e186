"""Rows that become the entries of a schema, with everything that is wrong with them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from ..lists import Entry, List, Schema, Value
from .columns import short
from .constraints import Constraint
from .field_types import FIELD_TYPES
from .findings import Findings, Locate, by_row
from .formats import Invalid, integer
from .json_text import Number, entry_value
from .surveys import Survey
from .titles import HEADER_LIMIT, Titles

_MAX_SUGGESTIONS = 8  # each takes a while

ReadValue: TypeAlias = Callable[[Any, str], Value]
"""Returns a value of a row, not null, as a field of a type has it. Raises :class:`Invalid`."""


class Reading:
    """Rows, each a mapping of names to values, which become the entries of a schema."""

    def __init__(
        self, schema: Schema, severities: Mapping[str, str] | None, read: ReadValue, locate: Locate = by_row
    ) -> None:
        self._schema = schema
        self._types = {field.name: field.type for field in schema.fields}
        self._constraints = {field.name: Constraint(field) for field in schema.fields}
        self._read = read
        self._titles = Titles(schema)
        self._fields: dict[str, str | None] = {name: name for name in self._types}
        self._renames: list[str] = []
        self._unknown = 0
        self._absent = 0
        self._findings = Findings(severities, locate)

    def survey(self, label: str, rows: Iterable[Mapping[str, Any]]) -> Survey:
        """Read the rows, which count from 1."""
        entries = List.of(label, self._schema, (self._entry(row, n) for n, row in enumerate(rows, 1)))
        return Survey(entries, self._notes(), self._findings)

    def _entry(self, values: Mapping[str, Any], row: int) -> Entry:
        if not values.keys() <= self._types.keys():
            values = self._renamed(values, row)
        self._absent += len(values) < len(self._types)
        return {name: self._value(values.get(name), row, name, kind) for name, kind in self._types.items()}

    def _renamed(self, values: Mapping[str, Any], row: int) -> dict[str, Any]:
        """Return the values by their fields, which a name or title in any language means."""
        renamed: dict[str, Any] = {}
        for number, (name, value) in enumerate(values.items(), 1):
            if name not in self._fields:
                self._fields[name] = self._field_of(name, number, row)
            field = self._fields[name]
            if field in renamed:
                self._findings.add("columns", f"two of its names are {field}: keep one of the two", row=row)
            elif field is not None:
                renamed[field] = value
        return renamed

    def _field_of(self, name: str, number: int, row: int) -> str | None:
        """Return the field that a name means, or None after a report, which is made once for each name."""
        text = str(name)  # code can give rows with names of any type
        meaning = self._titles.meaning(text) if len(text) <= HEADER_LIMIT else {}
        if len(meaning) == 1:
            [(field, how)] = meaning.items()
            self._renames.append(f"The name ‘{short(text)}’ is {field}, by {how}.")
            return field
        near = None
        if self._unknown < _MAX_SUGGESTIONS:
            near = self._titles.likeliest(text, self._types)
        self._unknown += 1
        hint = f" (the likeliest is {near})" if near else ""
        what = (
            f"it has a name that the schema does not have, its name {number}{hint}: rename it everywhere, or remove it"
        )
        self._findings.add("columns", what, row=row, found=text)
        return None

    def _value(self, raw: Any, row: int, name: str, kind: str) -> Value:
        try:
            value = None if raw is None else self._read(raw, kind)
            self._constraints[name].enforce(value, row)
        except Invalid as error:
            error.report(self._findings, row, name, raw if isinstance(raw, str) else "")
            return None
        return value

    def _notes(self) -> list[str]:
        if not self._absent:
            return self._renames
        return [*self._renames, f"Entries that omit a field, which is now null: {self._absent:,}."]


def json_value(decoded: Any, name: str) -> Value:
    """Return a value that was decoded from JSON as one of the type ``name``. Raise :class:`Invalid`."""
    expected, found = FIELD_TYPES[name], json_type(decoded)
    if type(decoded) is Number and expected.json == "number":
        return expected.read(decoded.text)
    if found != expected.json:
        what = f"its type is {found} where the schema says {name}"
        if name == "string" and type(decoded) is Number:
            raise Invalid(f"{what}: write it in quotes", instead=f'"{decoded.text}"')
        raise Invalid(what)
    return expected.read(decoded) if found == "string" else entry_value(decoded)


def json_type(decoded: Any) -> str:
    """Return the type of a decoded value, and "integer" for a number that is one."""
    if type(decoded) is Number:
        try:
            integer(decoded.text)
        except Invalid:
            return "number"
        return "integer"
    return {str: "string", bool: "boolean", list: "array", dict: "object"}[type(decoded)]
