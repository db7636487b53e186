"""The constraints of a field, enforced while a table is read. Spec 6.1: a reader of a signed list never checks them."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from ..errors import InputError
from ..lists import Field, Schema, Value
from .blanks import is_blank
from .field_types import FIELD_TYPES, Order
from .formats import Invalid
from .patterns import Pattern

Constraint: TypeAlias = Callable[[Value, int], None]
"""Raises :class:`Invalid` if a value of the field, null included, is not allowed in a row (from 1)."""

_MAX_CHARACTERS_SHOWN = 120
_LENGTH = Order(int, len, len)


def constraint_of(field: Field) -> Constraint | None:
    """Return what all values of a field must satisfy, or None. Raise :class:`InputError` ``schema-invalid``."""
    try:
        constraints = list(_constraints(field))
    except ValueError as error:
        raise InputError("schema-invalid", f"the schema cannot be used: field {field.name!r}: {error}") from None
    if not constraints:
        return None

    def enforce_all(value: Value, row: int) -> None:
        for enforce in constraints:
            enforce(value, row)

    return enforce_all


def check_schema(schema: Schema) -> None:
    """Raise :class:`InputError` ``schema-invalid`` if a field has constraints that no table can satisfy."""
    for field in schema.fields:
        constraint_of(field)


def _constraints(field: Field) -> Iterator[Constraint]:
    asked = field.constraints
    if asked.unique:  # first, so that it sees every row's value
        yield _unique()
    if asked.required:
        yield _required
    if asked.enum:
        yield _one_of(asked.enum)
    if asked.pattern is not None:
        yield _of_form(asked.pattern)
    if asked.min_length is not None or asked.max_length is not None:
        yield _between(asked.min_length, asked.max_length, _LENGTH, "{} characters")
    if asked.minimum is not None or asked.maximum is not None:
        yield _in_range(field)


def _required(value: Value, row: int) -> None:
    if value is None or (type(value) is str and is_blank(value)):
        raise Invalid("no value is given, and the schema requires one", "missing")


def _one_of(choices: tuple[str, ...]) -> Constraint:
    listed = ", ".join(choices)
    if len(listed) > _MAX_CHARACTERS_SHOWN:
        listed = f"{listed[:_MAX_CHARACTERS_SHOWN]} ..."
    allowed = frozenset(choices)

    def enforce(value: Value, row: int) -> None:
        if value is not None and value not in allowed:
            raise Invalid(f"not one of the values that the schema lists: {listed}", "not-allowed")

    return enforce


def _of_form(text: str) -> Constraint:
    try:
        pattern = Pattern(text)
    except ValueError as error:
        raise ValueError(f"its pattern {text!r} cannot be read: {error}") from None
    shown = text[:_MAX_CHARACTERS_SHOWN]

    def enforce(value: Value, row: int) -> None:
        if value is not None and not pattern.matches(value):
            raise Invalid(f"not of the form that the schema asks for: {shown}", "not-allowed")

    return enforce


def _in_range(field: Field) -> Constraint:
    order = FIELD_TYPES[field.type].order
    if order is None:
        raise ValueError(f"values of type {field.type} have no order")
    return _between(field.constraints.minimum, field.constraints.maximum, order)


def _between(minimum: Any, maximum: Any, order: Order, words: str = "{}") -> Constraint:
    """Refuse a value that is certainly out of range: of a partial date, all the days that it may mean."""
    low, high = (None if bound is None else order.bound(bound) for bound in (minimum, maximum))
    if low is not None and high is not None and high < low:
        raise ValueError("its constraints leave no value: the least allowed is more than the most")

    def enforce(value: Value, row: int) -> None:
        if value is None:
            return
        if low is not None and order.greatest(value) < low:
            raise Invalid(f"less than the schema allows: {words.format(minimum)} at least", "not-allowed")
        if high is not None and order.least(value) > high:
            raise Invalid(f"more than the schema allows: {words.format(maximum)} at most", "not-allowed")

    return enforce


def _unique() -> Constraint:
    first_rows: dict[Value, int] = {}

    def enforce(value: Value, row: int) -> None:
        if value is not None and (earlier := first_rows.setdefault(value, row)) != row:
            raise Invalid("the same as in {}, and the schema allows each value once", "repeated", earlier)

    return enforce
