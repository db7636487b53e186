"""The types of fields as tables know them: how a cell of each is read, compared and explained. Spec 6.1."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from ..lists import Value
from .formats import boolean, day, first_day, integer, last_day, moment, number, partial_day
from .json_text import load_array, load_object


class Order(NamedTuple):
    """How values are compared with a bound. What a partial date may mean has a ``least`` and a ``greatest``."""

    bound: Callable[[Any], Any]
    least: Callable[[Any], Any]
    greatest: Callable[[Any], Any]


class FieldType(NamedTuple):
    """A type of field: the value of a cell's text, the JSON type of its values, an example for people, its order."""

    read: Callable[[str], Value]
    json: Literal["string", "number", "boolean", "array", "object"]
    how_to_write: str
    order: Order | None = None


def _decimal(text: str) -> Decimal:
    return Decimal(number(text))


FIELD_TYPES: Mapping[str, FieldType] = {
    "string": FieldType(str, "string", "Text; 007 stays 007"),
    "integer": FieldType(integer, "number", "A whole number, as 42", Order(int, int, int)),
    "number": FieldType(
        number, "number", "A number, with a point before the fraction, as 12.50", Order(_decimal, _decimal, _decimal)
    ),
    "boolean": FieldType(boolean, "boolean", "true or false"),
    "date": FieldType(day, "string", "A date, as 2024-02-29: year, month, day", Order(day, day, day)),
    "partialdate": FieldType(
        partial_day,
        "string",
        "A date, as 1984-05-17; or 1984-05, or 1984. After it ? if it is uncertain, ~ if about, % if both",
        Order(day, first_day, last_day),
    ),
    "datetime": FieldType(moment, "string", "A date and time with its offset, as 2024-02-29T16:30:00+02:00"),
    "array": FieldType(load_array, "array", 'A JSON array, as ["a", "b"]'),
    "object": FieldType(load_object, "object", 'A JSON object, as {"a": "b"}'),
}
