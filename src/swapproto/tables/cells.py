"""The text of a cell and the value in an entry: one column's way between the two, by its type. Spec 6.1."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..schema import ENTRY_DEPTH, Field, Schema, Value
from ..wire.cbor import INT_MAX, INT_MIN

INTEGER = re.compile(r"0|-?[1-9][0-9]{0,18}")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[Tt ](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?"
    r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)


class Unfit(ValueError):
    """What does not fit its type or format. The message says why and what to write, not what was found."""


@dataclass(slots=True)
class Number:
    """A number of a JSON text, in the notation that it was written in."""

    text: str


def integer(text: str) -> int:
    """A 64-bit integer from its one canonical notation: what has leading zeros is no number but a text."""
    if not INTEGER.fullmatch(text) or not INT_MIN <= int(text) <= INT_MAX:
        raise Unfit(
            "not an integer (digits only, no leading zeros or plus sign, 64 bits); "
            "a code or telephone number is of type string"
        )
    return int(text)


def number(text: str) -> str:
    """A number in decimal notation as JSON has it, kept as it is written."""
    if not NUMBER.fullmatch(text):
        raise Unfit("not a number (digits, with a point before the fraction, no spaces or leading zeros)")
    return text


def boolean(text: str) -> bool:
    """``true`` or ``false``."""
    if text not in ("true", "false"):
        raise Unfit("neither true nor false")
    return text == "true"


def day(text: str) -> str:
    """A date that the calendar has, as YYYY-MM-DD."""
    try:
        if _DATE.fullmatch(text):
            date.fromisoformat(text)
            return text
    except ValueError:
        pass
    raise Unfit("not a date of the calendar, written as 2024-02-29")


def moment(text: str) -> str:
    """A date and time with its offset from UTC, RFC 3339."""
    if not _TIME.fullmatch(text, 10):
        raise Unfit("not a date and time with its offset, written as 2024-02-29T16:30:00+02:00")
    return day(text[:10]) + text[10:]


def structure(kind: type[list[Any]] | type[dict[str, Any]]) -> Callable[[str], Value]:
    """A reader of JSON text that holds an array, or an object."""

    def read(text: str) -> Value:
        value = load_json(text)
        if type(value) is not kind:
            raise Unfit(f"not a JSON {'array' if kind is list else 'object'}")
        return nested(value)

    return read


def load_json(text: str) -> Any:
    """A JSON text's value, numbers as :class:`Number`. Raises :class:`Unfit`, for repeated names as well."""
    try:
        return checked_surrogates(DECODER.decode(text), text)
    except json.JSONDecodeError as error:
        raise Unfit(f"not JSON: {error.msg} at character {error.pos + 1:,}") from None
    except RecursionError:
        raise Unfit("nested too deep") from None


def checked_surrogates(value: Any, text: str) -> Any:
    """``value`` as read from the JSON ``text``; :class:`Unfit` if an escape in it is half a character."""
    if "\\u" in text:
        try:
            json.dumps(value, ensure_ascii=False, default=str).encode()
        except UnicodeEncodeError:
            raise Unfit("it holds half a character (a lone surrogate)") from None
    return value


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unfit("a name occurs twice in one object")
    return found


def _constant(_: str) -> None:
    raise Unfit("NaN and Infinity are no JSON numbers; null says that there is none")


DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_int=Number, parse_float=Number, parse_constant=_constant)


def nested(value: Any, depth: int = ENTRY_DEPTH - 1) -> Value:
    """A JSON value within an array or object, its numbers as integers: an entry has no other kind there."""
    if type(value) is Number:
        try:
            return integer(value.text)
        except Unfit:
            raise Unfit("a number in an array or object is not a 64-bit integer: write it as a text") from None
    if type(value) in (list, dict) and not depth:
        raise Unfit(f"nested too deep: an entry, itself counted, has at most {ENTRY_DEPTH} levels")
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
    "datetime": moment,
    "array": structure(list),
    "object": structure(dict),
}


class Column:
    """A column's way from cells to values and back, such that what was read is written the same.

    A cell that equals a missing value is null, and null is written as the first missing value. Where the
    schema has none, an empty cell is null in every column but one of text, where it is the empty text.
    """

    def __init__(self, field: Field, schema: Schema) -> None:
        self.name = field.name
        self.is_text = field.type == "string"
        self.is_structure = field.type in ("array", "object")
        self.folded = False
        """Whether a missing value other than the first was read, and will be written as the first."""
        self.nulls = self.empties = False
        """Whether a null, and whether an empty text, was written."""
        self._missing = schema.missing_values
        self._null = schema.missing_values[0] if schema.missing_values else ""
        self._read = READERS[field.type]

    def value(self, cell: str) -> Value:
        """The value of a cell. Raises :class:`Unfit`."""
        if cell in self._missing:
            self.folded = self.folded or cell != self._null
            return None
        if self.is_text:
            return cell
        if not cell and not self._missing:
            return None
        return self._read(cell)

    def cell(self, value: Value) -> str:
        """The cell of a value. Raises :class:`Unfit` if it would be taken for another."""
        if value is None:
            self.nulls = True
            text = self._null
        else:
            text = value if type(value) is str else dump_json(value)
            if text in self._missing:
                raise Unfit("a value that is written like one that stands for nothing (missingValues)")
            self.empties = self.empties or not text
        if self.nulls and self.empties and not self._missing:
            raise Unfit("both null and an empty text are in this column, and would be the same empty cell")
        return text
