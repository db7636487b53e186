"""JSON tables (an array of objects) and JSONL tables (an object per line). Numbers keep their notation."""

import re
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from json import JSONDecodeError
from typing import Any, BinaryIO, NamedTuple

from ..errors import InputError
from ..lists import Field, List, Schema
from ..lists.schema import FIELDS
from .formats import NUMBER, Invalid
from .json_text import DECODER, dump_json, load_json, reject_surrogates
from .rows import Reading, json_type, json_value
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
        return _survey(label, schema, severities, split(text))
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
    return _survey(label, schema, severities, again)


def _survey(label: str, schema: Schema, severities: Mapping[str, str] | None, rows: Iterator[_Row]) -> Survey:
    lines = array("Q")

    def values() -> Iterator[Mapping[str, Any]]:
        for row in rows:
            lines.append(row.line)
            yield row.value

    return Reading(schema, severities, json_value, partial(_locate, lines)).survey(label, values())


def _locate(lines: Sequence[int], row: int | None, field: str | None) -> str:
    where = _place(row, lines[row - 1]) if row is not None else ""
    return ", ".join(filter(None, (where, field)))


def _place(row: int, line: int) -> str:
    return f"row {row:,} (line {line:,})"


class _Columns:
    """The columns of a table without a schema, in order of appearance: each of their types with its first place."""

    def __init__(self) -> None:
        self.kinds: dict[str, dict[str, str]] = {}

    def add(self, row: _Row) -> None:
        for name, value in row.value.items():
            if name not in self.kinds:
                self._checked(name, _place(row.row, row.line))
                self.kinds[name] = {}
            if value is not None and (kind := json_type(value)) not in self.kinds[name]:
                self.kinds[name][kind] = _place(row.row, row.line)

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
        try:
            value = load_json(line)
        except Invalid as error:
            raise InputError("table", f"{_place(number, text.line)}: {error}") from None
        if type(value) is not dict:
            place = _place(number, text.line)
            raise InputError("table", f"{place} is not an object: JSONL has one object {{...}} per line")
        text.refuse_short(number)
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
        if cursor.peek() != "{":
            place = _place(number, cursor.line)
            raise InputError("table", f"{place} is not an object: a JSON table is one array of objects")
        text.refuse_short(number)
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
            if (char := self._buffer[self._at : self._at + 1]) and not char.isspace():
                return char
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
                    raise InputError("table", f"{_place(number, line)}: {why}") from None
                if not self._grow():
                    raise InputError("table", f"{_place(number, line)}: not JSON: {error.msg}") from None
            except Invalid as error:
                raise InputError("table", f"{_place(number, line)}: {error}") from None
            except RecursionError:
                raise InputError("table", f"{_place(number, line)}: nested too deep") from None
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
