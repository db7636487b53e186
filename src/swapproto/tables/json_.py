"""JSON tables (an array of objects) and JSONL tables (an object per line). Numbers keep their notation."""

import re
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from json import JSONDecodeError
from typing import Any, BinaryIO, NamedTuple

from ..errors import InputError
from ..lists import Entry, Field, List, Schema, Value
from ..lists.schema import FIELDS
from .constraints import constraint_of
from .field_types import FIELD_TYPES
from .findings import Findings
from .formats import NUMBER, Invalid, integer
from .json_text import DECODER, Number, dump_json, entry_value, load_json, reject_surrogates
from .source import ROW_LIMIT, Text
from .surveys import Survey

_SPACE = re.compile(r"[ \t\r\n]*")


class _Row(NamedTuple):
    row: int
    line: int
    value: Mapping[str, Any]
    raw: str


Splitter = Callable[[Text], Iterator[_Row]]


def read(
    text: Text, label: str, schema: Schema | None, split: Splitter, severities: Mapping[str, str] | None
) -> Survey:
    """Read a list from the objects of ``text``; without ``schema`` their values decide the types.

    Raise :class:`InputError` ``table`` if it is not a table.
    """
    if schema is not None:
        return _Reading(schema, severities).survey(label, split(text))
    columns = _Columns()
    # Kept as bytes and decoded twice, because objects would take ten times the memory.
    raw = []
    for row in split(text):
        columns.add(row)
        raw.append((row.line, row.raw.encode()))
    if not columns.kinds:
        raise InputError("table", "there is no entry to take the columns from: add one, or give a schema")
    schema = columns.schema()
    again = (_Row(n, line, load_json(data.decode()), "") for n, (line, data) in enumerate(raw, 1))
    return _Reading(schema, severities).survey(label, again)


class _Reading:
    """The objects of a table, which become the entries of a schema."""

    def __init__(self, schema: Schema, severities: Mapping[str, str] | None) -> None:
        self._schema = schema
        self._types = {field.name: field.type for field in schema.fields}
        self._constraints = {field.name: constraint_of(field) for field in schema.fields}
        self._absent = 0
        self._lines = array("Q")
        self._findings = Findings(severities, partial(_locate, self._lines))

    def survey(self, label: str, rows: Iterator[_Row]) -> Survey:
        """Read the rows."""
        entries = List.of(label, self._schema, map(self._entry, rows))
        return Survey(entries, self._notes(), self._findings)

    def _entry(self, row: _Row) -> Entry:
        self._lines.append(row.line)
        if not row.value.keys() <= self._types.keys():
            self._findings.add("columns", "it has a name that the schema does not have", row=row.row)
        self._absent += len(row.value) < len(self._types)
        return {name: self._value(row, name, kind) for name, kind in self._types.items()}

    def _value(self, row: _Row, name: str, kind: str) -> Value:
        raw = row.value.get(name)
        try:
            value = None if raw is None else _value(raw, kind)
            if (enforce := self._constraints[name]) is not None:
                enforce(value, row.row)
        except Invalid as error:
            error.report(self._findings, row.row, name, raw if isinstance(raw, str) else "")
            return None
        return value

    def _notes(self) -> list[str]:
        if not self._absent:
            return []
        return [f"Entries that omit a field, which is now null: {self._absent:,}."]


def _locate(lines: Sequence[int], row: int | None, field: str | None) -> str:
    where = _place(row, lines[row - 1]) if row is not None else ""
    return ", ".join(filter(None, (where, field)))


def _place(row: int, line: int) -> str:
    return f"row {row:,} (line {line:,})"


def _value(decoded: Any, name: str) -> Value:
    """Return a value of the type ``name``. Raise :class:`Invalid`."""
    expected, found = FIELD_TYPES[name], _json_type(decoded)
    if type(decoded) is Number and expected.json == "number":
        return expected.read(decoded.text)
    if found != expected.json:
        raise Invalid(f"its type is {found} where the schema says {name}")
    return expected.read(decoded) if found == "string" else entry_value(decoded)


def _json_type(decoded: Any) -> str:
    """Return the type of a decoded value, and "integer" for a number that is one."""
    if type(decoded) is Number:
        try:
            integer(decoded.text)
        except Invalid:
            return "number"
        return "integer"
    return {str: "string", bool: "boolean", list: "array", dict: "object"}[type(decoded)]


class _Columns:
    """The columns of a table without a schema, in order of appearance: each of their types with its first place."""

    def __init__(self) -> None:
        self.kinds: dict[str, dict[str, str]] = {}

    def add(self, row: _Row) -> None:
        for name, value in row.value.items():
            if name not in self.kinds:
                self._checked(name, _place(row.row, row.line))
                self.kinds[name] = {}
            if value is not None:
                self.kinds[name].setdefault(_json_type(value), _place(row.row, row.line))

    def _checked(self, name: str, place: str) -> None:
        if len(self.kinds) == FIELDS:
            raise InputError("table", f"{place} brings the names to more than {FIELDS}; a list has at most so many")
        if not 1 <= len(name.encode()) <= 256:
            raise InputError("table", f"{place} has a name that is empty or over 256 bytes")

    def schema(self) -> Schema:
        fields = [Field(name, self._type(n, name)).to_wire() for n, name in enumerate(self.kinds, 1)]
        return Schema.from_wire({"fields": fields})

    def _type(self, number: int, name: str) -> str:
        kinds = self.kinds[name]
        if len(kinds) > 1 and kinds.keys() != {"integer", "number"}:
            found = ", ".join(f"{kind} in {place}" for kind, place in kinds.items())
            raise InputError("table", f"column {number} ({name}) is of several types: {found}; write them alike")
        return "number" if "number" in kinds else next(iter(kinds), "string")


def _lines(text: Text) -> Iterator[_Row]:
    """Yield the rows of JSONL, an object on each line. Empty lines are skipped."""
    numbers = count(1)
    for line in text.lines():
        if line.isspace():
            continue
        number = next(numbers)
        place = _place(number, text.line)
        try:
            value = load_json(line)
        except Invalid as error:
            raise InputError("table", f"{place}: {error}") from None
        if type(value) is not dict:
            raise InputError("table", f"{place} is not an object: JSONL has one object {{...}} per line")
        yield _Row(number, text.line, value, line)


def _array(text: Text) -> Iterator[_Row]:
    """Yield the rows of JSON, one array of objects."""
    cursor = _Cursor(text)
    if cursor.peek() != "[":
        raise InputError(
            "table",
            "a JSON table is one array of objects, [{...}, ...]; objects on lines of their own are .jsonl",
        )
    cursor.skip()
    following = ","
    for number in count(1):
        if cursor.peek() == "]" and number == 1:
            following = cursor.skip()
            break
        place = _place(number, cursor.line)
        if cursor.peek() != "{":
            raise InputError("table", f"{place} is not an object: a JSON table is one array of objects")
        yield cursor.object(number)
        following = cursor.peek() and cursor.skip()
        if following != ",":
            break
    if following != "]":
        raise InputError("table", f"line {cursor.line:,}: the array ends too early, or a comma is missing")
    if cursor.peek():
        raise InputError("table", f"line {cursor.line:,}: something follows the array")


class _Cursor:
    """A position in a text of which only the current part is in memory."""

    def __init__(self, text: Text) -> None:
        self._chunks = text.chunks()
        self._buffer = ""
        self._at = 0
        self.line = 1

    def peek(self) -> str:
        """Return the next character that is not a space, or "" at the end."""
        while True:
            match = _SPACE.match(self._buffer, self._at)
            self._advance(match.end() if match else self._at)
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._grow():
                return ""

    def skip(self) -> str:
        """Skip the character that was peeked at, and return it."""
        char = self._buffer[self._at]
        self._advance(self._at + 1)
        return char

    def object(self, number: int) -> _Row:
        line = self.line
        place = _place(number, line)
        while True:
            try:
                value, end = DECODER.raw_decode(self._buffer, self._at)
                raw = self._buffer[self._at : end]
                reject_surrogates(value, raw)
                break
            except JSONDecodeError as error:
                # It may only be that the rest has not been read. Doubling keeps the work linear.
                if len(self._buffer) - self._at > ROW_LIMIT:
                    why = f"not JSON, or longer than {ROW_LIMIT:,} characters"
                    raise InputError("table", f"{place}: {why}") from None
                if not self._grow():
                    raise InputError("table", f"{place}: not JSON: {error.msg}") from None
            except Invalid as error:
                raise InputError("table", f"{place}: {error}") from None
            except RecursionError:
                raise InputError("table", f"{place}: nested too deep") from None
        self._advance(end)
        return _Row(number, line, value, raw)

    def _advance(self, to: int) -> None:
        self.line += self._buffer.count("\n", self._at, to)
        self._at = to

    def _grow(self) -> bool:
        parts = [self._buffer[self._at :]]
        wanted = size = len(parts[0])
        while size < max(2 * wanted, 2**16) and (chunk := next(self._chunks, "")):
            parts.append(chunk)
            size += len(chunk)
        self._buffer, self._at = "".join(parts), 0
        return size > wanted


BY_KIND: Mapping[str, Splitter] = {"json": _array, "jsonl": _lines}


def write(entries: List, stream: BinaryIO, kind: str) -> list[str]:
    """Write ``entries`` as an array of objects, or an object per line. Numbers keep their notation."""
    fields = [(field.name, dump_json(field.name) + ": ", field.type == "number") for field in entries.schema.fields]
    opening, between, closing = ("[\n", ",\n", "\n]\n") if kind == "json" else ("", "\n", "\n")
    stream.write(opening.encode())
    before = ""
    for entry in entries:
        parts = []
        for name, key, is_number in fields:
            value = entry[name]
            bare = is_number and value is not None and NUMBER.fullmatch(value)
            parts.append(key + (value if bare else dump_json(value)))
        stream.write(f"{before}{{{', '.join(parts)}}}".encode())
        before = between
    if before or kind == "json":
        stream.write(closing.encode())
    return []
