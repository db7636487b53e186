"""Rows that become the entries of a schema, with everything that is wrong with them: of JSON, and from code."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from math import isinf, isnan
from typing import Any, Protocol, TypeAlias, runtime_checkable

from ..errors import InputError
from ..lists import Entry, List, Schema, Value
from ..lists.schema import ENTRY_DEPTH
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


# --- rows from code ---------------------------------------------------------------------------------------------------


class _Typed(Protocol):
    """A scalar or an array of a numerical library, which says of what kind it is."""

    @property
    def dtype(self) -> Any: ...

    def tolist(self) -> Any: ...

    def astype(self, dtype: str, /) -> "_Typed": ...


@runtime_checkable
class _Polars(Protocol):
    def iter_rows(self, *, named: bool) -> Iterator[Mapping[str, Any]]: ...


@runtime_checkable
class _Pandas(Protocol):
    columns: Iterable[str]

    def itertuples(self, index: bool, name: str | None) -> Iterable[tuple[Any, ...]]: ...


@runtime_checkable
class _Arrow(Protocol):
    def to_batches(self) -> Iterable[Any]: ...


Frame: TypeAlias = Any
"""A data frame or table: of pandas, polars or pyarrow. Nothing of theirs is imported here."""

_UNKNOWN = frozenset({"NAType", "NaTType"})
_MOST_EXACT, _MOST_BITS = 2**53, 1024


def survey(
    rows: Iterable[Mapping[str, Any]] | Frame, label: str, schema: Schema, severities: Mapping[str, str] | None
) -> Survey:
    """Read a list from rows of Python's values."""
    return Reading(schema, severities, python_value).survey(label, _mappings(rows))


def _mappings(rows: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(rows, _Polars):
        rows = rows.iter_rows(named=True)
    elif isinstance(rows, _Pandas):
        names = list(rows.columns)
        rows = (dict(zip(names, values, strict=True)) for values in rows.itertuples(index=False, name=None))
    elif isinstance(rows, _Arrow):
        rows = (row for batch in rows.to_batches() for row in batch.to_pylist())
    for n, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            raise InputError(
                "table", f"row {n:,} is of type {type(row).__name__}, and not a mapping of names to values"
            )
        yield row


def python_value(value: Any, name: str) -> Value:
    """Return a value of Python, or of a numerical library, as one of the type ``name``. Raise :class:`Invalid`."""
    decoded = _decoded(value, name)
    if decoded is None:
        return None
    if name == "number" and type(decoded) is str:  # as entries hold numbers
        return FIELD_TYPES[name].read(decoded)
    return json_value(decoded, name)


def _decoded(value: Any, name: str, depth: int = ENTRY_DEPTH) -> Any:
    """Return a value as JSON would have it, None for one that is not known."""
    if hasattr(value, "dtype") and hasattr(value, "tolist"):
        value = _native(value)
    if value is None or type(value).__name__ in _UNKNOWN:
        return None
    if not depth:
        raise Invalid(f"nested too deep: an entry, itself counted, has at most {ENTRY_DEPTH} levels")
    if isinstance(value, list | tuple):
        return [_decoded(item, name, depth - 1) for item in value]
    if isinstance(value, Mapping):
        return {_text(key): _decoded(item, name, depth - 1) for key, item in value.items()}
    for kind, convert in _SCALARS.items():
        if isinstance(value, kind):
            return convert(value, name)
    raise Invalid(f"a value of type {type(value).__name__}, which no field can hold")


def _native(value: _Typed) -> Any:
    # tolist() makes an integer of nanoseconds
    return (value.astype("datetime64[us]") if value.dtype.kind == "M" else value).tolist()


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Invalid(f"an object has a name of type {type(value).__name__}, and not a text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Invalid("it has half a character (a lone surrogate)") from None
    return str.__str__(value)


def _of_int(value: int) -> Number:
    if value.bit_length() > _MOST_BITS:
        raise Invalid("a number with too many digits")
    return Number(str(int(value)))


def _of_fraction(value: float | Decimal, name: str) -> Number | None:
    nan, infinite = (
        (value.is_nan(), value.is_infinite()) if isinstance(value, Decimal) else (isnan(value), isinf(value))
    )
    if nan:
        return None
    if infinite:
        raise Invalid("infinity, which no field can hold")
    if name == "integer" and -_MOST_EXACT <= value <= _MOST_EXACT and value == int(value):
        return _of_int(int(value))  # what a data frame makes of integers beside a missing one
    return Number(str(value))


def _of_moment(value: datetime, name: str) -> str:
    if name == "datetime":
        return value.isoformat()
    if value.time() != time():
        raise Invalid(f"a date with a time of day where the schema says {name}")
    return _of_date(value.date(), name)  # as data frames keep dates


def _of_date(value: date, name: str) -> str:
    if name not in ("date", "partialdate"):
        raise Invalid(f"its type is date where the schema says {name}")
    return value.isoformat()


_SCALARS: Mapping[type, Callable[[Any, str], Any]] = {
    str: lambda value, _: _text(value),
    bool: lambda value, _: value,  # before int, which it is, too
    int: lambda value, _: _of_int(value),
    float: lambda value, name: _of_fraction(float(value), name),
    Decimal: _of_fraction,
    datetime: _of_moment,  # before date, which it is, too
    date: _of_date,
}
